//! Tests of `excel`.

use super::*;
use crate::read::digits::decimal;

#[test]
fn stored_numbers_lose_the_noise_of_binary() {
    let cases = [
        (0.928_299_999_999_999_9, "0.9283"),
        (0.1 + 0.2, "0.3"),
        (95.2, "95.2"),
        (-1e-7, "-0.0000001"),
        (1e12, "1000000000000"),
        (0.1 + 0.2 - 0.3, "0"),
    ];
    for (stored, meant) in cases {
        assert_eq!(decimal(stored).map(|number| number.to_string()).as_deref(), Some(meant));
    }
    assert_eq!(decimal(f64::NAN), None);
    assert_eq!(decimal(1e40), None);
}

#[test]
fn a_workbook_is_read_with_formulas_regions_digits_and_what_is_hidden() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("表.xlsx");
    let mut book = rust_xlsxwriter::Workbook::new();
    let percent = rust_xlsxwriter::Format::new().set_num_format("0.00%");
    let sheet = book.add_worksheet().set_name("自评表").expect("a name");
    let formula = rust_xlsxwriter::Formula::new("0.9+0.052").set_result("0.952");
    sheet.merge_range(0, 0, 1, 2, "项目资金", &percent).expect("merged");
    sheet.write_formula_with_format(2, 0, formula, &percent).expect("written");
    sheet.write_string(3, 1, "９５．２０").expect("written");
    sheet.set_row_hidden(3).and_then(|sheet| sheet.set_column_hidden(4)).expect("hidden");
    book.add_worksheet().set_name("隐藏").expect("a name").set_hidden(true);
    book.save(&path).expect("saved");

    let book = read(&path, "表.xlsx".into()).expect("read");
    let [sheet, hidden] = &book.sheets[..] else { panic!("two sheets") };
    let rate = sheet.cell(2, 0).expect("a cell");
    assert_eq!((rate.text().as_str(), rate.formula.as_deref()), ("95.20%", Some("0.9+0.052")));
    assert_eq!(sheet.cell(3, 1).map(Cell::text).as_deref(), Some("９５．２０"), "text stays as typed");
    assert_eq!(sheet.regions, [Region { first: Address::new(0, 0), last: Address::new(1, 2) }]);
    assert_eq!((sheet.hidden_rows.contains(&3), sheet.hidden_columns.contains(&4), hidden.hidden), (true, true, true));
    assert_eq!((sheet.hidden_rows.len(), sheet.hidden_columns.len(), sheet.hidden), (1, 1, false));
}

#[test]
fn what_is_no_workbook_is_refused_with_a_reason() {
    for (bytes, reason) in [(&b""[..], "为空"), (b"hello", "损坏"), (b"PK\x03\x04rest", "损坏")] {
        let error = format_of(bytes).expect_err("refused");
        assert!(error.to_string().contains(reason), "{error}");
    }
}
