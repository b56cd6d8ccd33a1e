//! Tests of `indicators`.

use crate::testing::{sound_department, sound_form};

#[test]
fn a_met_target_with_fewer_points_and_no_reason_is_found() {
    let checked = sound_form().with("G13", "18").finds(&["P-201 G13"]);
    assert!(checked.expecting("P-201", "20").finding("P-201").is_automatic(), "the total confirms it");
    sound_department().with("G12", "18").finds(&["D-201 G12"]);
}

#[test]
fn points_taken_off_on_purpose_are_only_mentioned() {
    let form = sound_form().with("G13", "18").with("H13", "指标值偏低").with("G18", "96.52");
    assert!(!form.finds(&["P-211 G13"]).finding("P-211").is_automatic());
    let department = sound_department().with("G12", "18").with("H12", "指标值偏低").with("G17", "84.67");
    department.finds(&["D-211 G12"]);
}

#[test]
fn a_missed_target_earns_points_in_proportion() {
    sound_form().with("E13", "40公顷").with("G18", "94.52").finds(&["P-202 G13"]).expecting("P-202", "16");
    sound_department().with("G13", "20").finds(&["D-202 G13"]).expecting("D-202", "16");
}

#[test]
fn an_exceeded_ceiling_costs_points() {
    sound_form().with("G15", "10").finds(&["P-203 G15"]).expecting("P-203", "9");
    sound_department().with("G14", "20").finds(&["D-203 G14"]).expecting("D-203", "16.67");
}

#[test]
fn another_reading_for_ceilings_is_accepted_with_a_note() {
    // (2 − 100/90) × 10 = 8.89
    let checked = sound_form().with("G15", "8.89").with("G18", "98.41").finds(&[]);
    assert_eq!(checked.finding("P-203").severity, crate::model::finding::Severity::Note);
}

#[test]
fn points_cut_off_instead_of_rounded_are_accepted_with_a_note() {
    let checked = sound_department().with("G14", "16.66").with("G17", "86.66").finds(&[]);
    assert!(checked.finding("D-203").message.contains("尾数截去"));
}

#[test]
fn a_score_outside_its_tier_is_found() {
    sound_form().with("G16", "20").with("G18", "88.52").with("B19", "良").finds(&["P-205 G16"]);
    sound_department().with("G15", "16").with("G17", "87.67").finds(&["D-205 G15"]);
}

#[test]
fn a_score_above_its_weight_is_found_once() {
    sound_form().with("G13", "25").finds(&["P-206 G13"]).expecting("P-206", "20");
    sound_department().with("G16", "12").finds(&["D-206 G16"]).expecting("D-206", "10");
}

#[test]
fn a_score_without_an_actual_value_is_found() {
    sound_form().with("E14", "").finds(&["P-207 E14"]);
    sound_form().with("G14", "").finds(&["P-207 G14"]).expecting("P-207", "20");
    sound_department().with("E12", "").finds(&["D-207 E12"]);
}

#[test]
fn what_a_machine_cannot_judge_is_left_to_people() {
    for (aim, actual) in [
        ("2023年12月底前", "2024年1月"),
        ("12月15日前", "2023年12月"),
        ("≥50公顷", "已完成"),
        ("≥50公顷", "约50公顷"),
        ("≥50公顷", "45块"),
        ("大于50公顷", "50公顷"),
        ("0起", "1起"),
    ] {
        let form = sound_form().with("D13", aim).with("E13", actual).with("H13", "移交较晚");
        form.with("G13", "17").with("G18", "95.52").finds(&[]);
    }
}

#[test]
fn a_withdrawn_indicator_scores_nothing() {
    let form = sound_form().with("F13", "0").with("G13", "0").with("F16", "50").with("G16", "50").with("E13", "");
    form.with("A13", "产出指标（30分）").with("A16", "效益指标（50分）").by_profile("").finds(&[]);
}
