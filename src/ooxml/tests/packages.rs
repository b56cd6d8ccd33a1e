//! The archive around the parts, and packages of ordinary writers.

use calamine::{Data, Reader, Xlsx};
use rust_xlsxwriter::{Format, Formula, Workbook};

use super::*;

const SHEET: &str = r#"<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>"#;

/// Name, time, method and compressed bytes of every entry.
fn raw_entries(package: &[u8]) -> Vec<(String, String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(package)).unwrap();
    let raw = |index| {
        let mut entry = archive.by_index_raw(index).unwrap();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        let about = format!("{:?} {:?}", entry.last_modified(), entry.compression());
        (entry.name().unwrap().into_owned(), about, bytes)
    };
    (0..unzip(package).len()).map(raw).collect()
}

/// An ordinary form: a share with a number format and a formula.
fn form() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let percent = Format::new().set_num_format("0.00%").set_bold();
    let sheet = workbook.add_worksheet().set_name("自评表").unwrap();
    sheet.write(0, 0, "执行率").unwrap();
    sheet.write_with_format(0, 1, 0.91, &percent).unwrap();
    let doubled = Formula::new("=B1*2").set_result("1.82");
    sheet.write(1, 1, doubled).unwrap();
    workbook.save_to_buffer().unwrap()
}

#[test]
fn what_need_not_change_is_copied_as_compressed() {
    let before = zip(&entries(SHEET));
    let after = patch(&before, &[set("A1", number("2"))], FILL).unwrap();
    let changed = ["xl/worksheets/sheet1.xml", "xl/styles.xml"];
    for (old, new) in raw_entries(&before).iter().zip(&raw_entries(&after)) {
        assert_eq!((&old.0, &old.1), (&new.0, &new.1));
        assert_eq!(old.2 == new.2, !changed.contains(&old.0.as_str()), "{}", old.0);
    }
}

#[test]
fn an_archive_comment_and_stored_parts_stay() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, text) in entries(SHEET) {
        writer.start_file(name, stored).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.set_comment("财政局").unwrap();
    let before = writer.finish().unwrap().into_inner();
    let after = patch(&before, &[set("A1", number("2"))], FILL).unwrap();
    assert!(raw_entries(&after).iter().all(|(_, about, _)| about.contains("Stored")));
    let archive = ZipArchive::new(Cursor::new(after)).unwrap();
    assert_eq!(archive.comment(), "财政局".as_bytes());
}

#[test]
fn parts_are_found_by_absolute_targets_and_whatever_the_case() {
    let root = ROOT.replace("xl/workbook.xml", "/XL/Workbook.xml");
    let relations = RELATIONS.replace("worksheets/", "/xl/Worksheets/");
    let mut before = with(entries(SHEET), "_rels/.rels", &root);
    before = with(before, "xl/_rels/workbook.xml.rels", &relations);
    for entry in &mut before {
        entry.0 = entry.0.replace("media/", "media\\");
    }
    let after = patch(&zip(&before), &[set("A1", number("2"))], FILL).unwrap();
    assert!(part(&after, "xl/worksheets/sheet1.xml").contains("<v>2</v>"));
}

#[test]
fn errors_name_what_is_missing() {
    let elsewhere = CellEdit { sheet: "表二".to_owned(), ..set("A1", number("1")) };
    assert!(refusal(&entries(SHEET), &[elsewhere]).contains("“表二”"));
    let mut parts = entries(SHEET);
    parts.retain(|(name, _)| name != "xl/worksheets/sheet1.xml");
    assert!(refusal(&parts, &[set("A1", number("1"))]).contains("xl/worksheets/sheet1.xml"));
    let nothing = patch(b"PK", &[set("A1", number("1"))], FILL).unwrap_err();
    assert!(nothing.to_string().contains("压缩包"));
}

#[test]
fn without_edits_nothing_is_touched() {
    assert_eq!(patch(b"anything", &[], FILL).unwrap(), b"anything");
}

#[test]
fn correcting_twice_equals_correcting_once() {
    let edits = ["B1", "B2", "D9"].map(|cell| CellEdit {
        sheet: "自评表".to_owned(),
        keep_formula: cell == "B2",
        ..set(cell, number("0.952"))
    });
    let once = patch(&form(), &edits, FILL).unwrap();
    assert_eq!(patch(&once, &edits, FILL).unwrap(), once);
}

#[test]
fn another_reader_sees_the_new_values_and_the_old_ones() {
    let edit = |cell, value, keep_formula| CellEdit { sheet: "自评表".to_owned(), keep_formula, ..set(cell, value) };
    let edits = [edit("B1", number("0.952"), false), edit("B2", number("1.904"), true), edit("C3", text("=优"), false)];
    let after = patch(&form(), &edits, FILL).unwrap();
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(after)).unwrap();
    let range = workbook.worksheet_range("自评表").unwrap();
    let value = |cell| range.get_value(address::parse(cell).unwrap()).cloned();
    assert_eq!(value("A1"), Some(Data::String("执行率".to_owned())));
    assert_eq!(value("B1"), Some(Data::Float(0.952)));
    assert_eq!(value("B2"), Some(Data::Float(1.904)));
    assert_eq!(value("C3"), Some(Data::String("=优".to_owned())));
    let formulas = workbook.worksheet_formula("自评表").unwrap();
    assert_eq!(formulas.get_value((1, 1)), Some(&"B1*2".to_owned()));
}
