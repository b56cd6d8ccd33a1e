//! Tests of `reasons`.

use crate::model::place::Region;
use crate::testing::{address, sound_department, sound_form, three_columns};

#[test]
fn a_target_far_exceeded_asks_for_a_reason() {
    let exceeded = || sound_form().with("E13", "80公顷");
    let checked = exceeded().finds(&["P-208 H13"]);
    assert!(checked.finding("P-208").message.contains("指标值 ≥50公顷（D13）的 160%，超过 130%"));
    exceeded().with("H13", "新增两座公园").finds(&[]);
    exceeded().by_profile("over_achievement = 70").finds(&[]);
    sound_form().with("E13", "65公顷").finds(&[]);
    let department = sound_department().with("E13", "30处").with("G13", "20").with("H13", "");
    department.with("G17", "90.67").with("B18", "优").finds(&["D-208 H13"]);
    let columns = || three_columns().with("I11", "20").with("J11", "").with("I16", "99.50");
    columns().with("G11", "80").finds(&["P-208 J11"]);
    columns().with("G11", "60").finds(&[]);
}

#[test]
fn more_is_no_excess_where_less_is_asked_for() {
    sound_form().with("E15", "30元").with("G15", "10").with("G18", "99.52").finds(&[]);
    sound_form().with("D13", "≥0公顷").with("E13", "50公顷").finds(&[]);
}

#[test]
fn lost_points_ask_for_a_reason() {
    let missed = || sound_form().with("E13", "40公顷").with("G13", "16").with("G18", "94.52");
    let checked = missed().finds(&["P-209 H13"]);
    assert!(checked.finding("P-209").message.contains("完成值 40公顷（E13）未达到指标值，得分 16（G13）"));
    for none in ["无", "/", "已完成", "已完成。", "—"] {
        missed().with("H13", none).finds(&["P-209 H13"]);
    }
    missed().with("H13", "移交较晚").finds(&[]);
    missed().with("E13", "40公顷（因移交较晚）").finds(&[]);
    missed().by_profile("reason_required = false").finds(&[]);
    sound_department().with("H13", "").finds(&["D-209 H13"]);
    three_columns().with("J11", "").finds(&["P-209 J11"]);
    three_columns().with("J13", "无偏差").with("J15", "群众支持").finds(&[]);
}

#[test]
fn points_given_by_people_ask_for_a_reason_too() {
    let tier = || sound_form().with("G16", "27").with("G18", "95.52");
    tier().finds(&["P-209 H16"]);
    tier().with("H16", "北区待改善").finds(&[]);
    let late = sound_form().with("D13", "2023年12月底前").with("E13", "2024年2月");
    assert!(late.finds(&["P-209 H13"]).finding("P-209").message.contains("晚于指标值"));
}

#[test]
fn a_wrong_score_is_one_finding_and_asks_for_the_reason_itself() {
    let checked = sound_form().with("E13", "40公顷").with("G18", "94.52").finds(&["P-202 G13"]);
    assert!(checked.finding("P-202").message.ends_with("未达到指标值的，请同时填写偏差原因"));
    let without = sound_form().with("E13", "40公顷").with("G18", "94.52").with("H13", "移交较晚");
    assert!(!without.finds(&["P-202 G13"]).finding("P-202").message.contains("偏差原因"));
}

#[test]
fn one_reason_may_stand_for_several_rows() {
    let form = sound_form().with("E13", "40公顷").with("G13", "16").with("E14", "76%").with("G14", "16");
    let merged = form.with("H13", "夏季高温").with("G18", "90.52").changed(|sheet| {
        sheet.regions.push(Region { first: address("H13"), last: address("H14") });
    });
    merged.finds(&[]);
}
