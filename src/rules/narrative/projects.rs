//! The report's side of X-402: how many projects it says were evaluated.

use rust_decimal::Decimal;

use crate::model::figure::Unit;
use crate::model::finding::Numbers;
use crate::narrative::Report;
use crate::narrative::mention::{Mention, Role};
use crate::rules::cross_form::projects::projects;
use crate::rules::{Outcome, Rule};
use crate::submission::Submission;

/// What the evaluated projects are called; other projects (签约项目, 在谈项目) are no forms.
const EVALUATED: [&str; 9] = [
    "项目",
    "自评项目",
    "评价项目",
    "列入自评的项目",
    "纳入自评的项目",
    "纳入绩效自评的项目",
    "绩效自评项目",
    "项目支出",
    "预算项目",
];

/// The number of projects that the report says were evaluated, where it says one number.
pub fn stated(report: &Report) -> Option<&Mention> {
    let told = &report.told;
    let is_number = |mention: &&Mention| {
        let sentence = &told.sentence(mention).plain;
        mention.role == Role::Count
            && mention.quantity.measure == "个"
            && !mention.quantity.hedged
            && is_evaluated(&mention.name)
            && ["自评", "绩效评价", "整体支出"].iter().any(|word| sentence.contains(word))
    };
    let mut found = told.mentions.iter().filter(is_number);
    let first = found.next()?;
    found.all(|other| other.quantity.value == first.quantity.value).then_some(first)
}

/// Whether a name means the projects that were evaluated, whatever stands before it: 「本次纳入绩效自评的项目」.
fn is_evaluated(name: &str) -> bool {
    EVALUATED.iter().any(|known| name == *known || known.contains("自评") && name.ends_with(known))
}

/// the forms that were filed are as many as the report says.
pub fn counted(rule: &Rule, submission: &Submission) -> Vec<Outcome> {
    let of_report = |report: &Report| {
        let said = stated(report)?;
        let filed = projects(submission, report.year.or(submission.year)).len();
        // Where a file could not be read, its forms may be among those that are missing.
        if filed == 0 || submission.has_unread {
            return None;
        }
        if said.quantity.value == Decimal::from(filed) {
            return Some(Outcome::Holds);
        }
        let number = said.figure.show();
        let message = format!("报告写明自评项目 {number} 个，报送的项目自评表为 {filed} 个项目；请补报或更正");
        let mut finding = rule.finding(&said.figure.place, "自评项目数", message).stating(number);
        let (stated, expected) = (said.quantity.value, Decimal::from(filed));
        finding.numbers = Some(Numbers { unit: Unit::Count, stated, expected });
        Some(Outcome::Broken(finding.expecting(filed.to_string())))
    };
    submission.reports.iter().filter_map(|report| of_report(report)).collect()
}
