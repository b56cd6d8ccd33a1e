use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};

use super::*;
use crate::rules::{Coverage, Missing};
use crate::write::testing::{finding, record, text_of};

/// The rows of a sheet as text.
fn rows_of(bytes: &[u8], sheet: &str) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    let range = book.worksheet_range(sheet).expect("the sheet");
    range.rows().map(|row| row.iter().map(Data::to_string).collect()).collect()
}

#[test]
fn every_finding_is_a_row_under_the_header() {
    let rows = rows_of(&workbook(&record("某局", vec![finding("G8"), finding("G9")])).expect("written"), FINDINGS);
    assert_eq!(rows[0][0], "某局 2023年度绩效自评复核差异表");
    let header = rows.iter().position(|row| row[0] == "序号").expect("a header");
    assert_eq!(
        rows[header].join(" "),
        "序号 级别 规则 文件 工作表 单元格 项目 填报值 应为值 差额 说明 更正方式 情况说明"
    );
    let cells: Vec<&str> = rows[header + 1].iter().map(String::as_str).collect();
    assert_eq!(cells[..6], ["1", "错误", "P-103", "自评表.xlsx", "自评表", "G8"]);
    assert_eq!(cells[7..10], ["91.00%", "95.20%", "-4.20"]);
    assert!(cells[10].contains("应为 95.20%\n依据：财预〔2020〕10号"), "{}", cells[10]);
    assert_eq!(cells[11..], ["自动更正", ""]);
    assert!(rows.iter().any(|row| row[0].contains("经办人") && row[0].contains("负责人") && row[0].contains("日期")));
}

#[test]
fn a_name_that_looks_like_a_formula_stays_text() {
    let bytes = workbook(&record("=1+1", vec![finding("G8")])).expect("written");
    assert_eq!(rows_of(&bytes, FINDINGS)[0][0], "=1+1 2023年度绩效自评复核差异表");
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(&bytes)).expect("a workbook");
    for sheet in book.sheet_names() {
        assert!(book.worksheet_formula(&sheet).expect("the sheet").is_empty(), "{sheet}");
    }
}

#[test]
fn cells_lead_into_the_corrected_workbook_beside_it() {
    let bytes = workbook(&record("某局", vec![finding("G8")])).expect("written");
    assert!(text_of(&bytes, "xl/worksheets/_rels/sheet1.xml.rels").contains("Target=\"自评表（更正）.xlsx\""));
    assert!(text_of(&bytes, "xl/worksheets/sheet1.xml").contains("location=\"自评表!G8\""));
}

#[test]
fn without_a_corrected_workbook_nothing_is_said_to_be_corrected() {
    let mut record = record("某局", vec![finding("G8")]);
    record.corrected.clear();
    let bytes = workbook(&record).expect("written");
    let rows = rows_of(&bytes, FINDINGS);
    assert!(rows.iter().any(|row| row[5] == "G8" && row[11] == "请单位更正"));
    assert!(!text_of(&bytes, "xl/worksheets/sheet1.xml").contains("自评表!G8"));
}

#[test]
fn a_consequence_names_the_finding_that_it_follows_from() {
    let mut second = finding("G9");
    second.cause = Some("P-103 G8".into());
    let rows = rows_of(&workbook(&record("某局", vec![finding("G8"), second])).expect("written"), FINDINGS);
    assert!(rows.iter().any(|row| row[10].ends_with("\n由 P-103 G8（第 1 条） 引起")));
}

#[test]
fn no_findings_are_said_in_a_sentence_and_forms_not_checked_too() {
    let bytes = workbook(&record("某局", Vec::new())).expect("written");
    let text: Vec<String> = rows_of(&bytes, FINDINGS).concat();
    assert!(text.contains(&"未识别到可以核对的表，本次没有进行核对。".to_string()));
    assert!(text.contains(&"表名".to_string()));
}

#[test]
fn what_could_not_be_checked_is_listed() {
    let mut record = record("某局", Vec::new());
    let missing = Missing { place: finding("F7").place, missing: "年度资金总额 · 全年预算数".into() };
    record.coverage =
        vec![Coverage { rule: "P-103".into(), holds: 2, unchecked: vec![missing], ..Coverage::default() }];
    let bytes = workbook(&record).expect("written");
    let coverage = rows_of(&bytes, COVERAGE);
    assert_eq!(coverage.last().expect("a row")[2..], ["2", "0", "0", "1"]);
    let unchecked = rows_of(&bytes, UNCHECKED);
    assert_eq!(unchecked.last().expect("a row")[2..], ["自评表.xlsx", "自评表", "F7", "年度资金总额 · 全年预算数"]);
}

#[test]
fn equal_findings_give_equal_bytes() {
    let write = || workbook(&record("某局", vec![finding("G8")])).expect("written");
    assert_eq!(write(), write());
}
