//! An independent spreadsheet program must agree: LibreOffice recalculates what we wrote.
//!
//! Without LibreOffice these tests say so and pass; with `ZIPING_ORACLE=required`, as in CI, they fail.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use calamine::{Data, Reader, open_workbook_auto};
use serde_json::Value;

use crate::export::export;
pub use crate::support::convert;
use crate::support::{check, files, findings, root, text};

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
    assert!(recalculate(out.path()) > 15);
}

#[test]
fn libreoffice_recalculates_every_published_workbook_to_the_same_values() {
    let (_, out) = export(&root().join("samples"), &["--to", "xlsx", "--force"]);
    assert!(recalculate(out.path()) > 60);
}

/// Has LibreOffice recalculate every workbook below a folder and compares; gives how many there are.
fn recalculate(folder: &Path) -> usize {
    let written = files(folder, &["xlsx"]);
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
    let Some(folder) = convert(&copies, "xlsx") else { return copies.len() };
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
    copies.len()
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
