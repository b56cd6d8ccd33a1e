//! Tests of `units`.

use crate::testing::{notes, sound_department, sound_form, three_columns};

#[test]
fn an_actual_value_in_another_unit_is_found() {
    let checked = sound_form().with("E13", "95%").finds(&["P-210 E13"]);
    assert!(checked.finding("P-210").message.contains("单位为「%」，而指标值 ≥50公顷（D13）的单位为「公顷」"));
    sound_department().with("E13", "80%").finds(&["D-210 E13"]);
    three_columns().with("G11", "95%").finds(&["P-210 G11"]);
    three_columns().with("G12", "95个").finds(&["P-210 G12"]);
}

#[test]
fn units_that_may_mean_the_same_are_left_alone() {
    for (aim, actual) in
        [("≥90%", "95分"), ("≥2倍", "210%"), ("≥50公顷", "55块"), ("≥50公顷", "55"), ("≥0.5万元", "5000元")]
    {
        sound_form().with("D13", aim).with("E13", actual).finds(&[]);
    }
}

#[test]
fn nobody_is_more_than_fully_content() {
    sound_form().with("E17", "105%").finds(&["P-210 E17"]);
    sound_department().with("E16", "101%").finds(&["D-210 E16"]);
    three_columns().with("G15", "105%").finds(&["P-210 G15"]);
    three_columns().with("G15", "105").finds(&["P-210 G15"]);
    sound_form().with("E17", "100%").finds(&[]);
    sound_form().with("E14", "105%").finds(&[]); // a rate of completion may be above
}

#[test]
fn total_costs_are_compared_with_what_was_spent() {
    let form = |cost: &str| {
        let form = sound_form().with("C15", "项目总成本").with("D15", "≤1000万元").with("E15", cost);
        notes(&form.with("G15", "10").with("G18", "99.52").finds(&[]))
    };
    assert!(form("952万元").is_empty() && form("952.00万元").is_empty() && form("9520000元").is_empty());
    assert_eq!(form("900万元"), ["P-212 E15"]);
    assert!(notes(&three_columns().finds(&[])).is_empty());
    assert_eq!(notes(&three_columns().with("G13", "90").finds(&[])), ["P-212 G13"]);
    let price = sound_form().with("D15", "≤100万元").with("E15", "90万元").with("G15", "10").with("G18", "99.52");
    assert!(notes(&price.finds(&[])).is_empty(), "a price is no total");
}

#[test]
fn expenditure_of_the_department_is_compared_with_what_was_spent() {
    let form = |name: &str, cost: &str| {
        let form = sound_department().with("C12", name).with("D12", "≤500万元").with("E12", cost);
        notes(&form.finds(&[]))
    };
    assert!(form("部门支出总额", "450万元").is_empty() && form("部门支出总额", "4500000元").is_empty());
    assert_eq!(form("部门支出总额", "430万元"), ["D-212 E12"]);
    assert!(form("部门项目支出总成本", "170万元").is_empty(), "a part of it");
    assert!(form("项目总成本", "70万元").is_empty(), "of one project, nobody knows which");
}
