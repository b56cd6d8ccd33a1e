//! Tests of `xlsx`.

use super::*;
use crate::model::place::Region;
use crate::read::workbook;

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

    let book = workbook::read(&path, "表.xlsx".into()).expect("read");
    let [sheet, hidden] = &book.sheets[..] else { panic!("two sheets") };
    let rate = sheet.cell(2, 0).expect("a cell");
    assert_eq!((rate.text().as_str(), rate.formula.as_deref()), ("95.20%", Some("0.9+0.052")));
    assert_eq!(sheet.cell(3, 1).map(Cell::text).as_deref(), Some("９５．２０"), "text stays as typed");
    assert_eq!(sheet.regions, [Region { first: Address::new(0, 0), last: Address::new(1, 2) }]);
    assert_eq!((sheet.hidden_rows.contains(&3), sheet.hidden_columns.contains(&4), hidden.hidden), (true, true, true));
    assert_eq!((sheet.hidden_rows.len(), sheet.hidden_columns.len(), sheet.hidden), (1, 1, false));
}
