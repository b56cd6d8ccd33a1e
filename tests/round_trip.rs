//! Correcting: twice equals once, inputs stay as they are, untouched parts stay byte for byte.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

use crate::support::{check, files, findings, root};

const FAULTY: &str = "samples/云岭市文化体育发展中心";

fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let all = files(folder, &["xlsx", "xls", "ods", "docx"]);
    all.into_iter().map(|path| (path.display().to_string(), std::fs::read(&path).expect("a file"))).collect()
}

#[test]
fn a_corrected_workbook_needs_no_further_correction() {
    let (_, out) = check(&root().join(FAULTY));
    let (again, second) = check(&out.path().join("云岭市文化体育发展中心"));
    let automatic: Vec<_> =
        findings(&again).into_iter().filter(|finding| finding["correction"]["trust"] == "automatic").collect();
    assert!(automatic.is_empty(), "{automatic:?}");
    assert!(files(second.path(), &["xlsx"]).iter().all(|path| !path.to_string_lossy().contains("（更正）（更正）")));
}

#[test]
fn a_sheet_of_the_departments_own_called_the_same_stays() {
    use ziping::ooxml::{Changes, ListCell, ListRow, ListSheet, Look, patch};
    let folder = tempfile::tempdir().expect("a temporary folder");
    let look = Look { points: 10, bold: false, ink: "000000", fill: None, bordered: false, align: "left" };
    let cell = ListCell { text: "本单位与上年的差异".into(), look, target: None };
    let rows = vec![ListRow { height: 20, cells: vec![cell] }];
    let list = Some(ListSheet { name: "差异表".into(), widths: vec![20], rows, header: 0 });
    let form = std::fs::read(root().join("tests/workbooks/openpyxl-suggested.xlsx")).expect("read");
    let theirs = patch(&form, &Changes { list, ..Changes::default() }).expect("a workbook");
    std::fs::write(folder.path().join("自评表.xlsx"), theirs).expect("written");
    let (_, out) = check(folder.path());
    let corrected = files(out.path(), &["xlsx"]).into_iter().find(|path| path.to_string_lossy().contains("（更正）"));
    let mut book = calamine::open_workbook_auto(corrected.expect("a corrected copy")).expect("a workbook");
    use calamine::Reader;
    assert_eq!(book.sheet_names(), ["自评表", "差异表", "差异表（复核）"]);
    let theirs = book.worksheet_range("差异表").expect("a sheet");
    assert_eq!(theirs.get_value((0, 0)).map(ToString::to_string).as_deref(), Some("本单位与上年的差异"));
}

#[test]
fn inputs_are_never_written_to() {
    let before = contents(&root().join(FAULTY));
    check(&root().join(FAULTY));
    assert!(before == contents(&root().join(FAULTY)));
}

/// Every part of a package with its bytes as compressed.
fn parts(path: &Path) -> BTreeMap<String, Vec<u8>> {
    let file = std::fs::File::open(path).expect("a package");
    let mut archive = zip::ZipArchive::new(file).expect("a package");
    (0..archive.len())
        .map(|index| {
            let mut part = archive.by_index_raw(index).expect("a part");
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes).expect("read");
            (part.name().expect("a name").to_string(), bytes)
        })
        .collect()
}

#[test]
fn only_the_parts_of_corrected_cells_change() {
    let (document, out) = check(&root().join(FAULTY));
    let corrected = files(&out.path().join("云岭市文化体育发展中心"), &["xlsx"]);
    let corrected: Vec<_> = corrected.iter().filter(|path| path.to_string_lossy().contains("（更正）")).collect();
    assert!(corrected.len() >= 12, "{corrected:?}");
    for path in corrected {
        let name = path.file_name().expect("a name").to_string_lossy().replace("（更正）", "");
        let (before, after) = (parts(&root().join(FAULTY).join(&name)), parts(path));
        assert!(before.keys().all(|part| after.contains_key(part)), "{name}: a part is missing");
        let added: Vec<&String> = after.keys().filter(|part| !before.contains_key(*part)).collect();
        let is_ours = |part: &str| {
            ["xl/comments", "xl/drawings/vmlDrawing", "xl/worksheets/_rels/", "xl/worksheets/sheet"]
                .iter()
                .any(|beginning| part.starts_with(beginning))
        };
        assert!(added.iter().all(|part| is_ours(part)), "{name}: {added:?}");
        let changed: Vec<&String> = before.keys().filter(|part| before[*part] != after[*part]).collect();
        let sheets: std::collections::BTreeSet<String> = findings(&document)
            .iter()
            .filter(|finding| {
                !finding["correction"].is_null() && finding["file"].as_str().is_some_and(|file| file.ends_with(&name))
            })
            .map(|finding| finding["sheet"].to_string())
            .collect();
        let changed_sheets = changed.iter().filter(|part| part.contains("worksheets/sheet")).count();
        assert_eq!(changed_sheets, sheets.len(), "{name}: {changed:?}");
        let others = [
            "[Content_Types].xml",
            "xl/styles.xml",
            "xl/calcChain.xml",
            "xl/workbook.xml",
            "xl/_rels/workbook.xml.rels",
        ];
        assert!(
            changed.iter().all(|part| part.contains("worksheets/") || others.contains(&part.as_str())),
            "{name}: {changed:?}"
        );
    }
}
