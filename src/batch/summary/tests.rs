use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};

use super::*;
use crate::batch::Done;
use crate::submission::Unreadable;
use crate::write::testing::{finding, record, text_of};

fn written(done: &[Done]) -> Vec<u8> {
    let mut summary = Summary::default();
    let mut workbook = SummaryWorkbook::default();
    for one in done {
        summary.tally.add(one);
        one.record.iter().for_each(|record| workbook.add_rows(record));
    }
    let profiles = Profiles::load(&[], crate::rules::is_known).expect("the built-in profiles");
    workbook.workbook(&summary, &profiles, &[]).expect("written")
}

fn bytes() -> Vec<u8> {
    let unreadable = vec![Unreadable { file: "某局/加密.xlsx".into(), reason: "文件已加密".into() }];
    let first = record("=1+1", vec![finding("G8"), finding("G9")]);
    let first = Done { record: Some(first), unreadable, ..Done::default() };
    written(&[first, Done { record: Some(record("乙局", Vec::new())), ..Done::default() }])
}

fn book(bytes: Vec<u8>) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(bytes)).expect("a workbook")
}

fn row_of(book: &mut Xlsx<Cursor<Vec<u8>>>, sheet: &str, first: &str) -> Vec<Data> {
    let range = book.worksheet_range(sheet).expect("the sheet");
    range.rows().find(|row| row.iter().any(|cell| *cell == first)).unwrap_or_default().to_vec()
}

#[test]
fn every_sheet_is_there_and_nothing_is_a_formula() {
    let mut book = book(bytes());
    assert_eq!(book.sheet_names(), ["总览", "图表", "差异明细", "按规则", "更正件", "检查覆盖", "未能读取", "说明"]);
    for sheet in book.sheet_names() {
        assert!(book.worksheet_formula(&sheet).expect("the sheet").is_empty(), "{sheet}");
    }
}

#[test]
fn every_submission_is_a_row_with_its_counts_as_numbers() {
    let mut book = book(bytes());
    let row = row_of(&mut book, "总览", "=1+1");
    assert_eq!(row[7..11], [2.0, 0.0, 0.0, 0.0].map(Data::Float));
    assert_eq!(row[3].to_string(), "—");
    let counted = row_of(&mut book, "按规则", "P-103");
    assert_eq!(counted[3..5], [2.0, 1.0].map(Data::Float));
    assert_eq!(row_of(&mut book, "未能读取", "文件未能读取")[5].to_string(), "文件已加密");
}

#[test]
fn links_lead_into_the_departments_folder() {
    let bytes = bytes();
    assert!(text_of(&bytes, "xl/worksheets/_rels/sheet1.xml.rels").contains("Target=\"某局/差异表.xlsx\""));
    assert!(text_of(&bytes, "xl/worksheets/_rels/sheet3.xml.rels").contains("Target=\"某局/自评表（更正）.xlsx\""));
}

#[test]
fn a_run_without_anything_has_no_charts() {
    let mut book = book(written(&[]));
    assert!(!book.sheet_names().contains(&"图表".to_string()));
    assert!(!row_of(&mut book, "总览", "本次没有可以核对的报送材料。").is_empty());
    assert!(!row_of(&mut book, "未能读取", "所有文件均已读取。").is_empty());
}
