//! 情况说明: what departments wrote into the 差异表 of an earlier round, taken back into this one.
//!
//! An explanation belongs to a finding by file, sheet, cell, rule and stated value. One whose finding has
//! gone, or whose figure has changed since, explains nothing any more and is listed as such. An error stays
//! an error: what was said about it is shown, and no more.

mod list;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::model::finding::Finding;
use crate::model::output_names::{self, filed_stem};
use crate::model::place::Passage;
use crate::submission::Unreadable;

/// One filled-in row of a 差异表.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    /// The 差异表 it stands in.
    pub list: Arc<str>,
    /// The department and year in its title: 「某局 2023年度」.
    pub who: String,
    /// Rule id.
    pub rule: String,
    /// The file as the 差异表 names it.
    pub file: String,
    /// The sheet.
    pub sheet: String,
    /// The cell, or nothing for a report.
    pub cell: String,
    /// The value as filed then.
    pub stated: String,
    /// What the finding said then; of a report, it quotes the sentence.
    pub message: String,
    /// What the department says.
    pub text: String,
}

/// Why an explanation is not used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum UnusedReason {
    /// There is no such finding any more.
    Gone,
    /// The finding is there, but of another stated value.
    Changed(String),
}

/// An explanation that explains nothing any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unused {
    /// The explanation.
    pub explanation: Explanation,
    /// Why.
    pub fate: UnusedReason,
}

impl Unused {
    /// Why, as users read it.
    pub fn reason(&self) -> String {
        match &self.fate {
            UnusedReason::Gone => "问题已不存在".to_string(),
            UnusedReason::Changed(now) if now.is_empty() => "填报值已变化，现为空，请重新说明".to_string(),
            UnusedReason::Changed(now) => format!("填报值已变化，现为 {now}，请重新说明"),
        }
    }

    /// Why, as programs read it.
    pub fn code(&self) -> &'static str {
        match self.fate {
            UnusedReason::Gone => "gone",
            UnusedReason::Changed(_) => "changed",
        }
    }
}

/// Explanations by whom they are of: 「某局 2023年度」.
pub type Explanations = BTreeMap<String, Vec<Explanation>>;

/// Reads filled-in lists: files, and folders in which they lie.
pub fn read(paths: &[PathBuf]) -> (Explanations, Vec<Unreadable>) {
    let mut explanations = Explanations::new();
    let mut unreadable = Vec::new();
    for path in files(paths) {
        let file: Arc<str> = path.display().to_string().into();
        match list::read(&path, &file) {
            Ok(found) => found.into_iter().for_each(|one| explanations.entry(one.who.clone()).or_default().push(one)),
            Err(error) => unreadable.push(Unreadable { file, reason: error.to_string() }),
        }
    }
    (explanations, unreadable)
}

/// The lists at these paths.
pub fn files(paths: &[PathBuf]) -> impl Iterator<Item = PathBuf> {
    paths.iter().flat_map(|path| list::files(path))
}

/// Whom the list of a submission is about, as its title says.
pub fn who(department: &str, year: Option<i32>) -> String {
    let title = output_names::list_title(department, year);
    title.strip_suffix(output_names::DISCREPANCIES_TITLE).unwrap_or(&title).trim().to_string()
}

/// Gives every finding of a submission its explanation; those that are of no use any more are given back.
pub fn apply(findings: &mut [Finding], who: &str, explanations: &Explanations) -> Vec<Unused> {
    let mut unused = Vec::new();
    for explanation in explanations.get(who).into_iter().flatten() {
        if !explain(findings, explanation) {
            unused.push(Unused { fate: fate(findings, explanation), explanation: explanation.clone() });
        }
    }
    unused
}

/// Explains the findings that an explanation is about; whether there are any.
fn explain(findings: &mut [Finding], explanation: &Explanation) -> bool {
    let is_meant = |finding: &&mut Finding| is_about(finding, explanation) && states(finding, explanation);
    let mut used = false;
    for finding in findings.iter_mut().filter(is_meant) {
        used = true;
        match &mut finding.explanation {
            Some(known) if known.contains(&explanation.text) => {}
            Some(known) => known.push_str(&format!("；{}", explanation.text)),
            None => finding.explanation = Some(explanation.text.clone()),
        }
    }
    used
}

fn fate(findings: &[Finding], explanation: &Explanation) -> UnusedReason {
    let same_place = findings.iter().find(|finding| is_about(finding, explanation));
    same_place.map_or(UnusedReason::Gone, |finding| UnusedReason::Changed(finding.stated.clone().unwrap_or_default()))
}

/// Whether an explanation is about the rule and place of a finding.
fn is_about(finding: &Finding, explanation: &Explanation) -> bool {
    let place = &finding.place;
    let quotes = |sentence: &Passage| begins(&explanation.message, "原文：「", sentence);
    *finding.rule == *explanation.rule
        && place.cell_name() == explanation.cell
        && same(&explanation.sheet, &place.sheet)
        && same(filed_stem(&explanation.file), filed_stem(&place.file))
        && place.sentence.as_ref().is_none_or(quotes)
}

fn states(finding: &Finding, explanation: &Explanation) -> bool {
    same(&explanation.stated, finding.stated.as_deref().unwrap_or_default())
}

/// Whether a listed text is this one: spreadsheets change line breaks, and a long one was cut on the list.
fn same(listed: &str, text: &str) -> bool {
    let [listed, text] = [listed, text].map(plain);
    listed == text || listed.strip_suffix('…').is_some_and(|beginning| text.starts_with(beginning))
}

/// Whether what follows a mark in a listed text is this one, as far as the list goes.
fn begins(listed: &str, mark: &str, text: &str) -> bool {
    let quoted = listed.split_once(mark).map(|(_, rest)| rest.rsplit_once('」').map_or(rest, |(quoted, _)| quoted));
    quoted.is_some_and(|quoted| same(quoted, text))
}

fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect()
}

#[cfg(test)]
mod tests;
