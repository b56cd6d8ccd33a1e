//! Tests of `accounts`.

use crate::testing::sound_submission;

#[test]
fn a_sound_submission_has_no_finding() {
    sound_submission().finds(&[]);
}

#[test]
fn a_total_of_the_year_is_the_sum_of_its_rows() {
    sound_submission().with("公开01!C9", "465.00").finds(&["A-301 公开01!C9"]).expecting("A-301", "455.00");
    sound_submission().with("公开01!F9", "540.00").finds(&["A-301 公开01!F9"]).expecting("A-301", "450.00");
}

#[test]
fn a_grand_total_is_the_year_and_the_balances() {
    sound_submission().with("公开01!F12", "457.00").finds(&["A-302 公开01!F12"]).expecting("A-302", "475.00");
}

#[test]
fn a_row_total_is_the_sum_of_its_columns() {
    sound_submission().with("公开03!C10", "410.00").finds(&["A-303 公开03!C10"]).expecting("A-303", "400.00");
    sound_submission().with("公开02!C7", "450.00").finds(&["A-303 公开02!C7"]).expecting("A-303", "405.00");
}

#[test]
fn a_code_is_the_sum_of_the_codes_below_it() {
    sound_submission().with("公开03!E9", "107.00").finds(&["A-304 公开03!E9"]).expecting("A-304", "170.00");
}

#[test]
fn an_economic_class_is_the_sum_of_its_items() {
    sound_submission().with("公开06!F4", "44.00").finds(&["A-306 公开06!F4"]).expecting("A-306", "40.00");
    sound_submission().with("公开06!I9", "66.00").finds(&["A-306 公开06!I9"]).expecting("A-306", "60.00");
}

#[test]
fn three_public_totals_are_the_sums_of_their_parts() {
    sound_submission().with("公开09!G7", "33.00").finds(&["A-308 公开09!G7"]).expecting("A-308", "30.00");
    sound_submission().with("公开09!C7", "31.00").finds(&["A-308 公开09!C7"]).expecting("A-308", "30.00");
}

#[test]
fn one_wrong_code_gives_one_finding_at_that_code() {
    let checked = sound_submission().with("公开03!E10", "171.00").finds(&["A-304 公开03!E10"]);
    let finding = checked.expecting("A-304", "170.00").finding("A-304");
    assert!(finding.message.contains("171.00（E10） = 401.00"), "both relations are named: {}", finding.message);
    assert!(finding.message.contains("170.00（E9）≠"), "{}", finding.message);
    assert!(!finding.is_automatic(), "a reported figure is only questioned");
}

#[test]
fn a_code_at_fault_is_named_with_its_column() {
    let checked = sound_submission().with("公开03!D8", "5.00").checked();
    let found = checked.findings.iter().find(|finding| finding.place.cell_name() == "D8").expect("a finding");
    assert_eq!(found.item, "2080505 基本养老保险缴费支出 · 基本支出");
}

#[test]
fn one_wrong_row_of_a_total_is_named_where_another_table_confirms_it() {
    let checked = sound_submission().with("公开01!C7", "11.00").finds(&["A-321 公开01!C7"]);
    checked.expecting("A-321", "10.00");
}
