//! Run totals: what the outputs say of all submissions together.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::Done;
use crate::batch::previous_run::Comparison;
use crate::batch::roster::RosterOutcome;
use crate::check::explanations::{Explanations, who};
use crate::limits::files::Cleared;
use crate::model::catalogue_text::CatalogueText;
use crate::model::finding::Severity;
use crate::record::Record;
use crate::rules::{Coverage, catalogue};
use crate::submission::Unreadable;

/// Counts over all submissions so far, and what could not be done.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    /// Submissions.
    pub submissions: usize,
    /// Workbooks read.
    pub files: usize,
    /// Forms on them.
    pub forms: usize,
    /// Reports read.
    pub reports: usize,
    /// Findings by severity.
    findings: BTreeMap<Severity, usize>,
    /// Warnings that explanations settle.
    pub explained: usize,
    coverage: BTreeMap<CatalogueText, Coverage>,
    /// Files that could not be read.
    pub unreadable: Vec<Unreadable>,
    /// Outputs that could not be written, with the reason.
    pub unwritten: Vec<String>,
    /// Paths of what was written for submissions.
    pub written: HashSet<String>,
    /// What became of the results of an earlier run.
    pub cleared: Cleared,
    seen: BTreeSet<String>,
    /// Lists of explanations whose departments are not among the submissions: list, department, how many.
    pub unplaced: Vec<(String, String, usize)>,
}

impl Tally {
    /// Nothing yet but what could not be found.
    pub fn missing(unreadable: Vec<Unreadable>) -> Tally {
        Tally { unreadable, ..Tally::default() }
    }

    /// Counts what became of a bundle.
    pub fn add(&mut self, done: &Done) {
        done.record.iter().for_each(|record| self.add_record(record));
        self.unreadable.extend(done.unreadable.iter().cloned());
        self.unwritten.extend(done.unwritten.iter().cloned());
    }

    fn add_record(&mut self, record: &Record) {
        self.submissions += 1;
        self.files += record.files.len();
        self.forms += record.forms.len();
        self.reports += record.reports.len();
        self.explained += record.explained();
        for finding in &record.findings {
            *self.findings.entry(finding.severity).or_default() += 1;
        }
        for coverage in &record.coverage {
            let none = || Coverage { rule: coverage.rule.clone(), ..Coverage::default() };
            let sum = self.coverage.entry(coverage.rule.clone()).or_insert_with(none);
            sum.holds += coverage.holds;
            sum.broken += coverage.broken;
            sum.not_applicable += coverage.not_applicable;
            sum.unchecked.extend(coverage.unchecked.iter().cloned());
        }
        self.written.extend(record.written.iter().map(|file| file.path.clone()));
        // By department and year, as explanations are addressed.
        self.seen.insert(who(&record.department, record.year));
    }

    /// Names the explanations whose departments were not seen.
    pub fn place(&mut self, explanations: &Explanations) {
        let unplaced = explanations.iter().filter(|(who, _)| !self.seen.contains(*who)).flat_map(|(_, all)| all);
        let mut counts: BTreeMap<(String, String), usize> = BTreeMap::new();
        for explanation in unplaced {
            *counts.entry((explanation.list.to_string(), explanation.who.clone())).or_default() += 1;
        }
        self.unplaced = counts.into_iter().map(|((list, who), count)| (list, who, count)).collect();
    }

    /// The number of findings of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.get(&severity).copied().unwrap_or_default()
    }

    /// How every rule ended, in the order of the catalogue.
    pub fn coverage(&self) -> impl Iterator<Item = &Coverage> {
        catalogue().iter().filter_map(|rule| self.coverage.get(rule.id))
    }

    /// How many places could not be checked.
    pub fn unchecked(&self) -> usize {
        self.coverage.values().map(|coverage| coverage.unchecked.len()).sum()
    }
}

/// What is said of a run as a whole.
#[derive(Debug, Clone, Default)]
pub struct Summary {
    /// The sums over its submissions.
    pub tally: Tally,
    /// Who has filed what was expected, if a list says what is.
    pub roster: Option<RosterOutcome>,
    /// What became of the findings of an earlier run, if one is compared with.
    pub comparison: Option<Comparison>,
    /// How many of how many submissions were done, where the user broke it off: then it has no outputs of its own.
    pub broken_off: Option<(usize, usize)>,
}
