//! Tests of `between`.

use crate::testing::{sound_department, sound_submission};

#[test]
fn income_differs_between_two_tables_and_the_less_confirmed_one_is_named() {
    // Exchanged rows of 公开01 keep its total; 公开02 is confirmed by its own rows and columns.
    let exchanged = sound_submission().with("公开01!C7", "5.00").with("公开01!C8", "10.00");
    exchanged.finds(&["A-321 公开01!C7", "A-321 公开01!C8"]);
}

#[test]
fn expenditure_by_function_differs_between_two_tables() {
    let exchanged = sound_submission().with("公开01!F7", "400.00").with("公开01!F8", "50.00");
    exchanged.finds(&["A-322 公开01!F7", "A-322 公开01!F8"]);
}

#[test]
fn general_public_expenditure_differs_between_tables() {
    let exchanged = ["D", "E"].into_iter().fold(sound_submission(), |filed, column| {
        filed.with(&format!("公开04!{column}5"), "385.00").with(&format!("公开04!{column}6"), "50.00")
    });
    exchanged.finds(&["A-324 公开04!E5", "A-324 公开04!E6"]);
}

#[test]
fn the_department_form_differs_from_the_accounts() {
    let form = sound_submission()
        .with("F6", "455.00")
        .with("F8", "175.00")
        .with("H6", "91.00%")
        .with("I6", "9.10")
        .with("G17", "86.77");
    form.finds(&["X-403 F6", "X-403 F8"]);
}

#[test]
fn two_department_forms_with_different_results_are_found() {
    let other = sound_department().with("G12", "18").with("H12", "指标值偏低").with("G17", "84.67");
    sound_department().and("初稿", &other).finds(&["D-211 初稿!G12", "X-404 初稿!G17"]);
}
