//! 情况说明: what departments wrote into the 差异表 of an earlier round, taken back into this one.
//!
//! An explanation belongs to a finding by file, sheet, cell, rule and stated value. One whose finding has
//! gone, or whose figure has changed since, explains nothing any more and is listed as such. An error stays
//! an error: what was said about it is shown, and no more.

mod list;

use std::path::PathBuf;
use std::sync::Arc;

use crate::finding::Finding;
use crate::read::Quotation;
use crate::run::{Reviewed, Run};
use crate::submission::Unreadable;

/// One filled-in row of a 差异表.
#[derive(Debug, Clone, PartialEq, Eq)]
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// There is no such finding any more.
    Gone,
    /// The finding is there, but of another stated value.
    Changed(String),
}

/// An explanation that explains nothing any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unused {
    /// The explanation.
    pub explanation: Explanation,
    /// Why.
    pub fate: Fate,
}

impl Unused {
    /// Why, as users read it.
    pub fn reason(&self) -> String {
        match &self.fate {
            Fate::Gone => "问题已不存在".to_string(),
            Fate::Changed(now) if now.is_empty() => "填报值已变化，现为空，请重新说明".to_string(),
            Fate::Changed(now) => format!("填报值已变化，现为 {now}，请重新说明"),
        }
    }

    /// Why, as programs read it.
    pub fn code(&self) -> &'static str {
        match self.fate {
            Fate::Gone => "gone",
            Fate::Changed(_) => "changed",
        }
    }
}

/// Reads filled-in lists: files, and folders in which they lie.
pub fn read(paths: &[PathBuf]) -> (Vec<Explanation>, Vec<Unreadable>) {
    let mut explanations = Vec::new();
    let mut unreadable = Vec::new();
    for path in paths.iter().flat_map(|path| list::files(path)) {
        let file: Arc<str> = path.display().to_string().into();
        match list::read(&path, &file) {
            Ok(found) => explanations.extend(found),
            Err(error) => unreadable.push(Unreadable { file, reason: error.to_string() }),
        }
    }
    (explanations, unreadable)
}

/// Gives every finding its explanation, and every submission those that are of no use any more.
pub fn apply(run: &mut Run, explanations: Vec<Explanation>) {
    for explanation in explanations {
        let mut ours: Vec<&mut Reviewed> =
            run.reviewed.iter_mut().filter(|reviewed| list::who(reviewed) == explanation.who).collect();
        let used = ours.iter_mut().map(|reviewed| explain(reviewed, &explanation)).filter(|used| *used).count();
        match ours.first_mut() {
            _ if used > 0 => {}
            Some(first) => {
                let fate = fate(first, &explanation);
                first.unused.push(Unused { explanation, fate });
            }
            None => run.unplaced.push(explanation),
        }
    }
}

/// Explains the findings that an explanation is about; whether there are any.
fn explain(reviewed: &mut Reviewed, explanation: &Explanation) -> bool {
    let is_meant = |finding: &&mut Finding| is_about(finding, explanation) && states(finding, explanation);
    let mut used = false;
    for finding in reviewed.checked.findings.iter_mut().filter(is_meant) {
        used = true;
        match &mut finding.explanation {
            Some(known) if known.contains(&explanation.text) => {}
            Some(known) => known.push_str(&format!("；{}", explanation.text)),
            None => finding.explanation = Some(explanation.text.clone()),
        }
    }
    used
}

fn fate(reviewed: &Reviewed, explanation: &Explanation) -> Fate {
    let same_place = reviewed.checked.findings.iter().find(|finding| is_about(finding, explanation));
    same_place.map_or(Fate::Gone, |finding| Fate::Changed(finding.stated.clone().unwrap_or_default()))
}

/// Whether an explanation is about the rule and place of a finding.
fn is_about(finding: &Finding, explanation: &Explanation) -> bool {
    let place = &finding.place;
    let quotes = |sentence: &Quotation| begins(&explanation.message, "原文：「", sentence);
    finding.rule == explanation.rule
        && place.cell_name() == explanation.cell
        && same(&explanation.sheet, &place.sheet)
        && list::same_file(&explanation.file, &place.file)
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
