//! An independent spreadsheet program must agree: LibreOffice recalculates what we wrote.
//!
//! Without LibreOffice these tests say so and pass; with `ZIPING_ORACLE=required`, as in CI, they fail.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use calamine::{Data, Reader, open_workbook_auto};
use serde_json::Value;

use crate::support::{check, files, findings, root, text};

/// Tells LibreOffice to calculate every formula when it loads a file.
const ALWAYS_RECALCULATE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="ODFRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>"#;

/// Converts files with LibreOffice; nothing where it is not installed.
pub fn convert(paths: &[PathBuf], format: &str) -> Option<tempfile::TempDir> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let profile = folder.path().join("profile/user");
    std::fs::create_dir_all(&profile).expect("created");
    std::fs::write(profile.join("registrymodifications.xcu"), ALWAYS_RECALCULATE).expect("written");
    let user = format!("-env:UserInstallation=file://{}", folder.path().join("profile").display());
    let ran = Command::new("soffice")
        .args([user.as_str(), "--headless", "--convert-to", format, "--outdir"])
        .arg(folder.path().join("converted"))
        .args(paths)
        .output();
    match ran {
        Ok(output) => assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr)),
        Err(_) if std::env::var("ZIPING_ORACLE").is_ok_and(|value| value == "required") => {
            panic!("LibreOffice is required")
        }
        Err(_) => {
            eprintln!("LibreOffice is not installed: nothing was compared");
            return None;
        }
    }
    Some(folder)
}

pub type Cells = BTreeMap<(String, u32, u32), Data>;

/// All cells that hold something.
pub fn cells(path: &Path) -> Cells {
    let mut workbook = open_workbook_auto(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut cells = Cells::new();
    for name in workbook.sheet_names() {
        let range = workbook.worksheet_range(&name).expect("a sheet");
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            let place = (
                name.clone(),
                top + u32::try_from(row).expect("a row"),
                left + u32::try_from(column).expect("a column"),
            );
            cells.insert(place, value.clone());
        }
    }
    cells
}

/// Equal but for the noise of binary arithmetic in the last of fifteen digits.
pub fn same(ours: &Data, theirs: Option<&Data>) -> bool {
    let number = |data: &Data| match data {
        Data::Float(number) => Some(*number),
        Data::Int(number) => Some(*number as f64),
        _ => None,
    };
    match (number(ours), theirs.and_then(number)) {
        (Some(ours), Some(theirs)) => format!("{ours:.11e}") == format!("{theirs:.11e}"),
        _ => theirs.is_some_and(|theirs| ours.to_string().replace('\r', "") == theirs.to_string().replace('\r', "")),
    }
}

#[test]
fn libreoffice_recalculates_every_written_workbook_to_the_same_values() {
    let (_, out) = check(&root().join("samples"));
    let written = files(out.path(), &["xlsx"]);
    // One folder receives all, so that equal names of several departments need names of their own.
    let staged = tempfile::tempdir().expect("a temporary folder");
    let copies: Vec<PathBuf> = written
        .iter()
        .enumerate()
        .map(|(number, path)| {
            let copy = staged.path().join(format!("{number:03}.xlsx"));
            std::fs::copy(path, &copy).expect("copied");
            copy
        })
        .collect();
    assert!(copies.len() > 15);
    let Some(folder) = convert(&copies, "xlsx") else { return };
    for (copy, original) in copies.iter().zip(&written) {
        let (ours, theirs) =
            (cells(copy), cells(&folder.path().join("converted").join(copy.file_name().expect("a name"))));
        for (place, value) in &ours {
            assert!(
                same(value, theirs.get(place)),
                "{} {place:?}: {value} and {:?}",
                original.display(),
                theirs.get(place)
            );
        }
    }
}

/// Rule, cell and expected value of every finding, whatever the file is called.
fn found(document: &Value) -> Vec<[String; 3]> {
    let mut found: Vec<[String; 3]> = findings(document)
        .iter()
        .map(|finding| ["rule", "cell", "expected"].map(|field| text(&finding[field])))
        .collect();
    found.sort();
    found
}

#[test]
fn the_same_forms_from_libreoffice_in_other_formats_give_the_same_findings() {
    let folder = root().join("samples/云岭市文化体育发展中心");
    let (original, _out) = check(&folder);
    for format in ["ods", "xls", "xlsx"] {
        let Some(converted) = convert(&files(&folder, &["xlsx"]), format) else { return };
        let (document, _out) = check(&converted.path().join("converted"));
        assert_eq!(found(&document), found(&original), "{format}");
    }
}
