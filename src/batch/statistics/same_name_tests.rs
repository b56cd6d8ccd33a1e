//! Several departments of one name.

use polars::prelude::*;

use super::tests::{picked, tables};
use super::{totals, years};

#[test]
fn departments_of_one_name_are_kept_apart_by_their_submissions() {
    let mut named =
        tables(&["project 甲 甲 食堂 2023 2 1 50 90 优 a", "project 甲 甲 操场 2023 4 1 25 80 良 b"], &[], &[]);
    let folders = Column::new("submission".into(), ["一|甲|2023", "二|甲|2023"]);
    let mut forms = named.forms.collect().expect("a table");
    forms.with_column(folders).expect("a column");
    named.forms = forms.lazy();
    let answer = totals::answer(&named).expect("totals");
    let budgets = picked(&answer, &["level", "department", "final_budget"]);
    assert_eq!(budgets, ["全部  0.0006", "部门 甲 0.0002", "部门 甲 0.0004"]);
}

#[test]
fn departments_of_one_name_are_listed_for_the_year_and_not_compared() {
    let rows = [
        "project 甲 甲 食堂 2022 2 1 50 90 优 a",
        "project 甲 甲 食堂 2023 4 1 25 80 良 b",
        "project 甲 甲 操场 2023 6 1 25 80 良 c",
    ];
    let mut named = tables(&rows, &[], &[]);
    let mut forms = named.forms.collect().expect("a table");
    let keys = Column::new("submission".into(), ["一|甲|2022", "一|甲|2023", "二|甲|2023"]);
    forms.with_column(keys).expect("a column");
    named.forms = forms.lazy();
    let answer = years::answer(&named).expect("years");
    let listed = picked(&answer, &["department", "projects_before", "final_budget_before", "final_budget"]);
    assert_eq!(listed, ["甲   0.0004", "甲   0.0006"]);
    assert!(answer.remarks[1].contains("2 个单位"), "{:?}", answer.remarks);
}
