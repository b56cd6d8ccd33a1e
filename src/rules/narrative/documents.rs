//! The report's side of: its title, its text, the name of its file, and the forms beside it are about
//! one department and one year.

use crate::model::finding::Finding;
use crate::model::place::Place;
use crate::model::text::organisations::same_organisation;
use crate::narrative::Report;
use crate::rules::{Outcome, Rule};
use crate::submission::{Submission, years};

/// A text that names another year so often, and never that of its title, was taken over from another year.
const OFTEN: usize = 3;

/// one document, one year.
pub fn own_year(rule: &Rule, submission: &Submission) -> Vec<Outcome> {
    let of_report = |report: &Report| {
        let year = report.year?;
        let finding = file_of_other_year(rule, report, year).or_else(|| text_of_other_year(rule, report, year));
        Some(finding.map_or(Outcome::Holds, Outcome::Broken))
    };
    submission.reports.iter().filter_map(|report| of_report(report)).collect()
}

fn file_of_other_year(rule: &Rule, report: &Report, year: i32) -> Option<Finding> {
    let of_file = years::of_file(&report.file).filter(|of_file| *of_file != year)?;
    let message = format!("报告标题为 {year} 年度，文件名写明 {of_file} 年度；请核对是否误放了其他年度的报告");
    Some(finding(rule, report, "年度", message, year.to_string()))
}

fn text_of_other_year(rule: &Rule, report: &Report, year: i32) -> Option<Finding> {
    let count = |year: i32| {
        let words = [format!("{year}年度"), format!("{year}年")];
        report.told.sentences.iter().filter(|sentence| words.iter().any(|word| sentence.plain.contains(word))).count()
    };
    let body_names_it =
        report.told.sentences.iter().skip(1).any(|sentence| sentence.plain.contains(&format!("{year}年")));
    let other = (year - 2..=year + 1).filter(|other| *other != year).find(|other| count(*other) >= OFTEN)?;
    if body_names_it {
        return None;
    }
    let message =
        format!("报告标题为 {year} 年度，正文多处写 {other} 年，没有写 {year} 年；请核对是否沿用了其他年度的文字");
    Some(finding(rule, report, "年度", message, year.to_string()))
}

/// the department and the year of the forms beside it.
pub fn same_as_forms(rule: &Rule, submission: &Submission) -> Vec<Outcome> {
    if submission.forms.is_empty() {
        return Vec::new();
    }
    submission
        .reports
        .iter()
        .flat_map(|report| [department(rule, submission, report), year(rule, submission, report)])
        .flatten()
        .collect()
}

fn department(rule: &Rule, submission: &Submission, report: &Report) -> Option<Outcome> {
    let named = report.department.as_deref()?;
    let own = &submission.department;
    if own.is_empty() || same_organisation(named, own) || named.contains(own.as_str()) || own.contains(named) {
        return Some(Outcome::Holds);
    }
    let message = format!("报告标题的单位为「{named}」，其他材料为「{own}」；请核对是否误放了其他单位的报告");
    Some(Outcome::Broken(finding(rule, report, "单位", message, named.to_string()).expecting(own)))
}

fn year(rule: &Rule, submission: &Submission, report: &Report) -> Option<Outcome> {
    let year = report.year?;
    let mut of_forms = submission.forms.iter().filter_map(|form| form.year).peekable();
    of_forms.peek()?;
    if of_forms.any(|other| other == year) {
        return Some(Outcome::Holds);
    }
    let own = submission.year?;
    let message = format!("报告标题为 {year} 年度，其他材料为 {own} 年度；请核对是否误放了其他年度的报告");
    Some(Outcome::Broken(finding(rule, report, "年度", message, year.to_string()).expecting(own.to_string())))
}

/// A finding on the title of a report.
fn finding(rule: &Rule, report: &Report, item: &str, message: String, stated: String) -> Finding {
    rule.finding(&title(report, &stated), item, message).stating(stated)
}

/// The words of the title that are in question.
fn title(report: &Report, words: &str) -> Place {
    let holding = report.paragraphs.iter().find(|paragraph| paragraph.text.contains(words));
    let Some(paragraph) = holding else { return report.place() };
    let before = paragraph.text.split(words).next().unwrap_or_default().chars().count();
    let characters = (before, before + words.chars().count());
    let span = (u32::try_from(characters.0).unwrap_or(0), u32::try_from(characters.1).unwrap_or(0));
    crate::narrative::place(&report.file, paragraph, &paragraph.text.as_str().into(), span)
}
