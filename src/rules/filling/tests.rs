//! Tests of `filling`.

use crate::testing::{sound_department, sound_form};

#[test]
fn what_looks_like_a_form_and_matches_no_layout_is_named() {
    let form = sound_form().with("E5", "甲").with("F5", "乙");
    let checked = form.finds(&["F-001 A1"]);
    assert!(checked.finding("F-001").message.contains("全年预算数"));
}

#[test]
fn an_empty_required_cell_is_found() {
    sound_form().with("C3", "").finds(&["F-002 B3"]); // without merged cells the value stands beside its label
    sound_form().with("D6", "").finds(&["F-002 D6"]).expecting("F-002", "1000.00");
    sound_form().with("F14", "").finds(&["F-002 F14"]);
    sound_department().with("G17", "").finds(&["F-002 G17"]);
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
