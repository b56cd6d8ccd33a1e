//! Tests of `funds`.

use crate::testing::{sound_department, sound_form};

#[test]
fn a_sound_form_has_no_finding() {
    sound_form().finds(&[]);
    sound_department().finds(&[]);
}

#[test]
fn a_total_that_is_not_the_sum_is_found() {
    sound_form().with("D6", "1010.00").finds(&["P-101 D6"]).expecting("P-101", "1000.00");
}

#[test]
fn a_part_that_breaks_the_sum_does_not_pull_the_rate_along() {
    // 192.00 satisfies both the total and the row's own rate: that figure is at fault, nothing else.
    let checked = sound_form().with("F8", "129.00").finds(&["P-101 F8"]);
    let finding = checked.expecting("P-101", "192.00").finding("P-101");
    assert!(!finding.is_automatic(), "a reported figure is only questioned");
}

#[test]
fn of_which_below_another_row_is_part_of_it() {
    let nested = sound_form().changed(|sheet| {
        let row: Vec<_> =
            sheet.cells.iter().filter(|(address, _)| address.row == 8).map(|(address, _)| *address).collect();
        row.into_iter().for_each(|address| drop(sheet.cells.remove(&address)));
    });
    nested.with("C9", "其中：中央补助").with("E9", "50.00").finds(&[]);
}

#[test]
fn more_executed_than_budgeted_is_found_in_the_row_that_causes_it() {
    sound_form()
        .with("F7", "810.00")
        .with("F8", "142.00")
        .with("H7", "101.25%")
        .with("H8", "71.00%")
        .finds(&["P-102 F7"]);
}

#[test]
fn money_executed_without_a_budget_is_found() {
    sound_form()
        .with("E8", "")
        .with("E6", "800.00")
        .with("H6", "119.00%")
        .with("I6", "10.00")
        .with("G18", "99.00")
        .with("H8", "—")
        .finds(&["P-102 F6", "P-105 E8"]);
}

#[test]
fn a_negative_amount_is_found() {
    sound_form().with("D9", "-5.00").with("D7", "805.00").finds(&["P-106 D9"]);
}

#[test]
fn a_department_total_is_basic_plus_project() {
    sound_department().with("D6", "510.00").finds(&["D-101 D6"]).expecting("D-101", "500.00");
}

#[test]
fn rounding_is_no_fault() {
    // Each is rounded by itself: 33.33 × 3 = 99.99, written as 100.00.
    let form = sound_form().with("D6", "100.00").with("D7", "33.33").with("D8", "33.33").with("D9", "33.33");
    form.finds(&[]);
}

#[test]
fn fund_rows_of_unknown_name_never_change_a_total() {
    let form = sound_department().changed(|sheet| sheet.cells.retain(|address, _| ![8, 9].contains(&address.row)));
    let form = form.with("C9", "经营支出").with("D9", "10.00").with("D6", "510.00");
    form.clone().finds(&[]);
    let checked = form.with("D6", "530.00").finds(&["D-101 D6"]);
    assert!(checked.finding("D-101").correction.is_none());
    sound_form().with("C9", "专项债券资金").with("D9", "50.00").with("D6", "1050.00").finds(&[]);
    sound_form().with("C9", "小计").with("D9", "1000.00").with("E9", "1000.00").with("F9", "952.00").finds(&[]);
}

#[test]
fn sources_may_stand_under_one_of_the_uses() {
    let form = sound_department().changed(|sheet| sheet.cells.retain(|address, _| address.row != 8));
    let form = form.with("C9", "其中：财政拨款").with("D9", "150.00").with("E9", "150.00").with("F9", "120.00");
    form.changed(|sheet| sheet.cells.retain(|address, _| address.row != 9))
        .with("C10", "其他资金")
        .with("D10", "50.00")
        .with("E10", "50.00")
        .with("F10", "50.00")
        .finds(&[]);
}

#[test]
fn a_budget_that_changed_much_is_a_note() {
    let form = || sound_form().with("D6", "800.00").with("D7", "600.00");
    let checked = form().finds(&[]);
    assert!(checked.finding("P-107").message.contains("增加 25%"));
    let by_profile = form().by_profile("budget_change = 30").finds(&[]);
    assert!(by_profile.findings.iter().all(|finding| finding.rule != "P-107"));
}
