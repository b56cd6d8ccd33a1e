//! Tests of `filling`.

use crate::model::finding::Severity;
use crate::testing::{Filed, sound_department, sound_form, sound_submission};

#[test]
fn what_looks_like_a_form_and_matches_no_layout_is_named() {
    let form = sound_form().with("E5", "甲").with("F5", "乙");
    let checked = form.finds(&["F-001 A1"]);
    assert!(checked.finding("F-001").message.contains("全年预算数"));
}

#[test]
fn a_first_column_that_is_not_known_is_named() {
    let checked = sound_form().with("D5", "某某数").finds(&[]);
    assert_eq!(checked.finding("F-001").place.cell_name(), "D5");
    sound_form().with("B5", "某某").finds(&[]); // no figures below it
}

#[test]
fn a_part_is_not_taken_for_the_one_that_is_missing() {
    let checked = sound_submission().with("公开09!A4", "某某数").finds(&["F-001 公开09!A1"]);
    assert!(checked.submission.forms.iter().all(|form| form.layout.table() != Some("09")), "it is not read");
}

#[test]
fn a_name_left_out_before_the_unit_is_missed() {
    let checked = sound_submission().with("公开03!A2", "部门：").finds(&["F-002 公开03!A2"]);
    assert_eq!(checked.finding("F-002").severity, Severity::Warning);
    sound_submission().with("公开03!A2", "部门：").with("公开03!H2", "金额单位：万元").finds(&["F-002 公开03!A2"]);
}

#[test]
fn an_empty_required_cell_is_found() {
    sound_form().with("C3", "").finds(&["F-002 B3"]); // without merged cells the value stands beside its label
    sound_form().with("D6", "").finds(&["F-002 D6"]).expecting("F-002", "1000.00");
    sound_form().with("F14", "").finds(&["F-002 F14"]);
    sound_department().with("G17", "").finds(&["F-002 G17"]);
}

#[test]
fn an_empty_rate_of_the_total_is_found() {
    let checked = sound_form().with("H6", "").finds(&["F-002 H6"]);
    assert_eq!(checked.expecting("F-002", "95.20%").finding("F-002").severity, Severity::Warning);
    sound_department().with("H6", "").finds(&["F-002 H6"]).expecting("F-002", "90.00%");
    sound_form().with("H7", "").finds(&[]);
    sound_form().with("H6", "—").finds(&[]);
}

#[test]
fn an_empty_grade_is_found_where_its_label_stands() {
    let checked = sound_form().with("B19", "").finds(&["F-002 B19"]);
    assert_eq!(checked.finding("F-002").severity, Severity::Warning);
    sound_department().with("B18", "").finds(&["F-002 B18"]);
    sound_form().with("A19", "自评等级：").with("B19", "").finds(&["F-002 B19"]);
    sound_form().with("A19", "").with("B19", "").finds(&[]);
    sound_form().with("B19", "").with("A20", "优").finds(&[]);
    sound_form().with("B19", "").with("A20", "良").finds(&["P-402 A20"]);
}

#[test]
fn an_empty_total_of_accounts_is_found() {
    sound_submission().with("公开03!D5", "").finds(&["F-002 公开03!D5"]);
}

#[test]
fn a_sign_for_nothing_is_not_empty() {
    sound_form().with("D6", "—").with("D7", "—").with("D8", "—").finds(&[]);
}

#[test]
fn what_is_no_number_is_found() {
    sound_form().with("D8", "见附件").finds(&["F-003 D8"]);
    sound_form().with("H6", "0.91").finds(&["F-003 H6"]).expecting("F-003", "95.20%");
}

#[test]
fn an_error_value_is_found() {
    sound_form().with("H8", "#DIV/0!").finds(&["F-006 H8"]).expecting("F-006", "96.00%");
}

#[test]
fn a_stale_formula_result_is_found_and_the_formula_kept() {
    let form = sound_form().with("D6", "900.00").with_formula("D6", "SUM(D7:D9)", "1000");
    let checked = form.finds(&["F-006 D6"]);
    let correction = checked.finding("F-006").correction.clone().expect("a correction");
    assert!(correction.keeps_formula && correction.value == "1000.00");
}

#[test]
fn a_formula_that_cannot_be_evaluated_is_noted_as_unchecked() {
    let unverified = |filed: Filed, name: &str| {
        filed.changed(|sheet| {
            let cell = sheet.cells.get_mut(&crate::testing::address(name)).expect("the cell");
            (cell.formula, cell.unverified) = (Some("本地函数(D7)".to_string()), true);
        })
    };
    for (filed, cell) in [(sound_form(), "D6"), (sound_department(), "F6")] {
        let checked = unverified(filed, cell).finds(&[]);
        let coverage = checked.coverage.iter().find(|coverage| coverage.rule == "F-006").expect("F-006");
        assert_eq!(coverage.unchecked.len(), 1);
        assert!(coverage.unchecked[0].missing.contains("程序不能计算 =本地函数(D7)"));
    }
}

#[test]
fn a_formula_without_a_result_is_neither_empty_nor_zero() {
    let pending = |filed: Filed, name: &str| {
        filed.changed(|sheet| {
            let cell = sheet.cells.get_mut(&crate::testing::address(name)).expect("the cell");
            cell.value = crate::read::Value::Pending;
            (cell.formula, cell.unverified) = (Some("本地函数(D7)".to_string()), true);
        })
    };
    for (filed, cell) in [(sound_form(), "D6"), (sound_form(), "D7"), (sound_department(), "G17"), (sound_form(), "C3")]
    {
        pending(filed, cell).finds(&[]);
    }
}

#[test]
fn a_formula_whose_result_is_current_holds() {
    sound_form().with_formula("D6", "SUM(D7:D9)", "1000").finds(&[]);
    sound_submission().with_formula("D6", "SUM(D7:D8)", "500").finds(&[]);
}
