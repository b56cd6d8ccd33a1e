//! Tests of `rates`.

use crate::testing::{sound_department, sound_form};

#[test]
fn a_rate_that_does_not_follow_is_found() {
    sound_form().with("H6", "91.00%").finds(&["P-103 H6"]).expecting("P-103", "95.20%");
    sound_department().with("H6", "99.00%").finds(&["D-102 H6"]).expecting("D-102", "90.00%");
}

#[test]
fn a_rate_typed_as_a_fraction_is_read_as_one() {
    sound_form().with("H6", "0.952").finds(&[]);
    sound_form().with("H6", "95.2").finds(&[]);
}

#[test]
fn a_wrong_rate_carries_score_and_total_along() {
    let checked = sound_form().with("H6", "91.00%").with("I6", "9.10").with("G18", "98.10").finds(&[
        "P-103 H6",
        "P-104 I6",
        "P-401 G18",
    ]);
    let causes: Vec<Option<&str>> = checked.findings.iter().map(|finding| finding.cause.as_deref()).collect();
    assert_eq!(causes, [None, Some("P-103 H6"), Some("P-103 H6")]);
}

#[test]
fn a_rate_score_that_does_not_follow_is_found() {
    sound_form().with("I6", "8.10").finds(&["P-104 I6"]).expecting("P-104", "9.52");
    sound_department().with("I6", "10.00").finds(&["D-102 I6"]).expecting("D-102", "9.00");
}

#[test]
fn full_marks_for_less_than_everything_are_worth_a_look() {
    let checked = sound_form().with("I6", "10").with("G18", "99").finds(&[]);
    assert!(checked.finding("P-104").message.contains("未全部完成而得满分"));
}

#[test]
fn a_score_from_the_rounded_rate_holds() {
    // 2 ÷ 3 × 15 = 10.00, from the stated 66.67 % × 15 = 10.0005 as well; 66.7 % × 15 = 10.005 gives 10.01.
    let form = sound_form()
        .with("E7", "30.00")
        .with("F7", "20.00")
        .with("E8", "")
        .with("F8", "")
        .with("E6", "30.00")
        .with("F6", "20.00");
    let form = form
        .with("H7", "66.7%")
        .with("H8", "—")
        .with("H6", "66.7%")
        .with("G6", "15")
        .with("I6", "10.01")
        .with("F13", "15")
        .with("G13", "15");
    form.with("A13", "产出指标（45分）").with("G18", "94.01").by_profile("").finds(&[]);
}

#[test]
fn a_score_that_follows_from_an_ambiguous_rate_names_it_as_its_cause() {
    let checked = sound_form().with("H6", "0.91").with("I6", "9.10").with("G18", "98.10").finds(&[
        "F-003 H6",
        "P-104 I6",
        "P-401 G18",
    ]);
    assert_eq!(checked.finding("P-401").cause.as_deref(), Some("F-003 H6"));
}

#[test]
fn without_a_budget_there_is_no_rate_to_miss() {
    let form = sound_form().with("E6", "0.00").with("F6", "0.00").with("H6", "—").with("I6", "—").with("G6", "—");
    let form = form.with("E7", "").with("F7", "").with("H7", "").with("E8", "").with("F8", "").with("H8", "");
    let checked = form.checked();
    assert!(checked.coverage.iter().all(|rule| rule.rule != "P-103" || rule.unchecked.is_empty()));
}

#[test]
fn a_bureau_may_score_the_rate_by_bands() {
    let bands = "rate_bands = [[95, 100], [90, 80]]";
    let full = || sound_form().with("I6", "10.00").with("G18", "99.00").with("F15", "10");
    full().by_profile(bands).finds(&[]);
    sound_form().by_profile(bands).finds(&["P-104 I6", "P-401 G18"]).expecting("P-104", "10.00");
}
