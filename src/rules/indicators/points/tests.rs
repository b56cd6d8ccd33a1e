//! Tests of `points`: what is exact, and what another way of counting explains.

use crate::testing::{notes, sound_department, sound_form, three_columns};

#[test]
fn a_missed_exact_value_suggests_points_in_proportion() {
    let missed = || sound_form().with("D14", "=95%").with("E14", "76%");
    let checked = missed().finds(&["P-204 G14"]);
    let finding = checked.expecting("P-204", "16").finding("P-204");
    assert!(!finding.is_automatic() && finding.message.contains("完成值 76% ÷ 指标值 95% × 分值 20"));
    assert!(finding.message.contains("建议为 16") && finding.message.contains("填写偏差原因"));
    missed().with("G14", "16").with("H14", "苗木受冻").with("G18", "94.52").finds(&[]);
    let department = || sound_department().with("D12", "=100%");
    department().finds(&[]);
    department().with("E12", "80%").finds(&["D-204 G12"]).expecting("D-204", "16");
    three_columns().finds(&[]);
    three_columns().with("G12", "92").finds(&["P-204 I12"]).expecting("P-204", "9.2");
}

#[test]
fn more_than_an_exact_value_may_earn_full_marks() {
    let exceeded = || sound_form().with("D13", "=50公顷").with("E13", "60公顷");
    exceeded().finds(&[]);
    exceeded().with("G13", "16.67").with("H13", "计划偏低").with("G18", "95.19").finds(&[]);
    exceeded().with("G13", "15").with("G18", "93.52").finds(&["P-204 G13"]).expecting("P-204", "16.67");
}

#[test]
fn a_range_earns_full_marks_inside_and_less_outside() {
    let form = || sound_form().with("D13", "50-60公顷");
    form().with("E13", "55公顷").finds(&[]);
    form().with("E13", "40公顷").finds(&["P-204 G13"]).expecting("P-204", "16");
    let columns = three_columns().with("D12", "").with("E12", "90-95");
    columns.with("G12", "81").finds(&["P-204 I12"]).expecting("P-204", "9");
}

#[test]
fn a_deadline_that_was_kept_earns_full_marks() {
    let form = || sound_form().with("D13", "12月底前").with("E13", "2023年11月");
    form().finds(&[]);
    form().with("G13", "18").with("G18", "96.52").finds(&["P-204 G13"]).expecting("P-204", "20");
    form().with("G13", "18").with("H13", "质量不佳").with("G18", "96.52").finds(&["P-211 G13"]);
    // How many points remain for what came late, people decide.
    form()
        .with("E13", "2024年2月")
        .with("G13", "7")
        .with("H13", "招标较晚")
        .with("G18", "85.52")
        .with("B19", "良")
        .finds(&[]);
}

#[test]
fn upward_and_downward_targets_are_counted_on_forms_with_three_columns() {
    three_columns().with("I11", "18").with("I16", "97.50").finds(&["P-202 I11", "P-401 I16"]).expecting("P-202", "16");
    three_columns().with("G11", "50").with("J11", "").finds(&["P-201 I11"]).expecting("P-201", "20");
    three_columns().with("G13", "125").finds(&["P-203 I13", "P-401 I16"]).expecting("P-203", "16");
    three_columns().with("G11", "50").finds(&["P-211 I11"]);
}

#[test]
fn a_profile_makes_one_reading_of_overruns_strict() {
    let linear = || sound_form().by_profile("overrun = \"linear\"");
    linear().with("G15", "9.00").with("G18", "98.41").finds(&["P-203 G15"]).expecting("P-203", "8.89");
    assert!(notes(&linear().with("G15", "8.89").with("G18", "98.41").finds(&[])).is_empty());
    let ratio = sound_form().by_profile("overrun = \"ratio\"");
    ratio.with("G15", "8.89").with("G18", "98.41").finds(&["P-211 G15"]);
}

#[test]
fn a_coefficient_explains_a_score() {
    let form = || sound_department().with("G13", "18").with("G17", "88.67");
    form().finds(&["D-202 G13", "D-401 G17"]);
    let checked = form().with("I11", "得分系数").with("I13", "90.00%").finds(&[]);
    assert_eq!(notes(&checked), ["D-202 G13"]);
}

#[test]
fn what_is_taken_off_in_its_own_column_is_no_mistake() {
    let form = || sound_form().with("I12", "扣分").with("I13", "2");
    form().with("G13", "18").with("H13", "指标值偏低").with("G18", "96.52").finds(&[]);
    let checked = form().with("G13", "15").with("G18", "93.52").finds(&["P-201 G13"]);
    assert!(checked.finding("P-201").message.contains("扣分 2（I13）"));
}
