//! Which finding of this run is which of the earlier one, and what became of those that are not found any more.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use super::earlier::{Earlier, EarlierFinding, Spot};
use super::{Change, Fate, Presence, Traced};
use crate::model::finding::Finding;
pub use crate::model::output_names::filed_stem as stem;
use crate::record::Record;
use crate::rules;
use crate::submission::Unreadable;

/// A submission of this run, as far as it matters here.
#[derive(Debug)]
pub struct Now {
    /// The department.
    pub department: String,
    /// The year of its submission.
    pub year: Option<i32>,
    findings: Vec<EarlierFinding>,
    /// Files by their stems.
    files: HashSet<String>,
    /// Sheets on which forms were read: stem and sheet.
    forms: HashSet<(String, String)>,
    /// All other sheets.
    others: HashSet<(String, String)>,
    /// Rules that ran.
    rules: HashSet<String>,
    /// Where a rule could not be checked: rule, stem, sheet.
    unchecked: HashSet<(String, String, String)>,
}

impl Now {
    /// What matters of a record.
    pub fn of(record: &Record) -> Now {
        let on = |file: &str, sheet: &str| (stem(file).to_string(), sheet.to_string());
        let files = record.files.iter().chain(record.reports.iter().map(|report| &report.file));
        let unknown = record.unknown.iter().map(|unknown| &unknown.place);
        let unchecked = record.coverage.iter().flat_map(|coverage| {
            let of = |place: &crate::model::place::Place| {
                let (stem, sheet) = on(&place.file, &place.sheet);
                (coverage.rule.to_string(), stem, sheet)
            };
            coverage.unchecked.iter().map(move |missing| of(&missing.place))
        });
        Now {
            department: record.department.clone(),
            year: record.year,
            findings: record.findings.iter().map(found).collect(),
            files: files.map(|file| stem(file).to_string()).collect(),
            forms: record.forms.iter().map(|form| on(&form.file, &form.sheet)).collect(),
            others: record.other_sheets.iter().chain(unknown).map(|place| on(&place.file, &place.sheet)).collect(),
            rules: record.coverage.iter().map(|coverage| coverage.rule.to_string()).collect(),
            unchecked: unchecked.collect(),
        }
    }

    /// Whether a file of this stem was filed.
    pub fn has(&self, stem: &str) -> bool {
        self.files.contains(stem)
    }

    /// Whether what stood there then was filed this time.
    fn has_spot(&self, spot: &Spot) -> bool {
        let on = |sheet: &str| (stem(&spot.file).to_string(), sheet.to_string());
        match &spot.sheet {
            None => self.has(stem(&spot.file)),
            Some(sheet) => self.forms.contains(&on(sheet)) || self.others.contains(&on(sheet)),
        }
    }

    /// What became of a finding that is not found any more.
    fn fate(&self, found: &EarlierFinding) -> Fate {
        let (stem, sheet) = (stem(&found.file).to_string(), found.sheet().to_string());
        if !self.has(&stem) {
            return Fate::NotFiled;
        }
        let place = (found.rule.to_string(), stem, sheet);
        if !self.rules.contains(&place.0) || self.unchecked.contains(&place) {
            return Fate::Unchecked;
        }
        let (rule, stem, sheet) = place;
        let on = (stem, sheet);
        // What it was compared with was not filed again.
        if found.evidence.iter().any(|spot| !self.has_spot(spot)) {
            return Fate::Unchecked;
        }
        // Rules between forms and documents may name a cover sheet; those about one form need that form.
        let needs_form = rules::is_about_forms(&rule);
        match () {
            () if found.sheet.is_none() || self.forms.contains(&on) => Fate::Mended,
            () if self.others.contains(&on) && !needs_form => Fate::Mended,
            () if self.others.contains(&on) => Fate::Unchecked,
            () => Fate::NotFiled,
        }
    }
}

fn found(finding: &Finding) -> EarlierFinding {
    let place = &finding.place;
    EarlierFinding {
        rule: (*finding.rule).into(),
        severity: finding.severity.code().into(),
        file: (*place.file).into(),
        sheet: Some(&*place.sheet).filter(|sheet| !sheet.is_empty()).map(Into::into),
        cell: place.cell.map(|cell| cell.to_string().into()),
        sentence: place.sentence.as_deref().map(Into::into),
        item: finding.item.as_str().into(),
        stated: finding.stated.as_deref().map(Into::into),
        evidence: Vec::new(),
    }
}

/// What became of the findings of a department that is in both runs.
pub fn compare(earlier: Earlier, now: Now) -> Change {
    let mut pairing = Pairing::new(&earlier.findings, &now.findings);
    let cell = |found: &EarlierFinding| found.spot().to_string();
    // Files of one name may lie in several folders.
    pairing.in_turn(|found| (&found.file, of_sheet(found), cell(found), text(&found.item), stated(found)));
    pairing.in_turn(|found| (of_sheet(found), cell(found), text(&found.item), stated(found)));
    pairing.in_turn(|found| (of_sheet(found), cell(found), text(&found.item)));
    // Rows were inserted: the item tells which finding it is.
    pairing.in_turn(|found| (of_sheet(found), text(&found.item), stated(found)));
    pairing.alone(|found| (of_sheet(found), text(&found.item)));
    // The sheet, or the file, has another name.
    pairing.alone(|found| (&*found.rule, stem(&found.file).to_string(), text(&found.item), stated(found)));
    let is_away = |found: &EarlierFinding| !now.has(stem(&found.file));
    pairing.alone_where(is_away, |found| (&*found.rule, cell(found), text(&found.item), stated(found)));
    let pairs = pairing.pairs;
    let traced = pairs.into_iter().filter_map(|pair| match pair {
        (Some(before), Some(after)) => again(before, after),
        (Some(before), None) => gone_from(before, now.fate(before)),
        (None, Some(after)) => new(after),
        (None, None) => None,
    });
    let traced = traced.collect();
    Change { department: now.department, year: now.year, presence: Presence::Both, traced }
}

/// A department that was not in the earlier run.
pub fn added(now: Now) -> Change {
    let traced = now.findings.iter().filter_map(new).collect();
    Change { department: now.department, year: now.year, presence: Presence::Added, traced }
}

/// A department that is not in this run.
pub fn gone(earlier: Earlier) -> Change {
    let traced = earlier.findings.iter().filter_map(|found| gone_from(found, Fate::NotFiled)).collect();
    Change { department: earlier.department, year: earlier.year, presence: Presence::Gone, traced }
}

/// What was filed in a file that could not be read this time was not left out.
pub fn mark_unreadable(change: &mut Change, unreadable: &[Unreadable]) {
    let parts = |file: &str| (file.split_once('/').map(|(folder, _)| folder.to_string()), stem(file).to_string());
    let failed: Vec<_> = unreadable.iter().map(|file| parts(&file.file)).collect();
    let is_failed = |file: &str| {
        let (folder, stem) = parts(file);
        failed.iter().any(|(other, name)| *name == stem && (other.is_none() || folder.is_none() || *other == folder))
    };
    for traced in change.traced.iter_mut().filter(|traced| traced.fate == Fate::NotFiled) {
        if is_failed(&traced.file) {
            traced.fate = Fate::Unchecked;
        }
    }
}

fn again(before: &EarlierFinding, after: &EarlierFinding) -> Option<Traced> {
    let fate = if stated(before) == stated(after) { Fate::Remaining } else { Fate::Changed };
    let is_note = before.is_note() && after.is_note();
    (!is_note).then(|| Traced { before: Some(value(before)), now: Some(value(after)), ..traced(after, fate) })
}

fn gone_from(before: &EarlierFinding, fate: Fate) -> Option<Traced> {
    (!before.is_note()).then(|| Traced { before: Some(value(before)), ..traced(before, fate) })
}

fn new(after: &EarlierFinding) -> Option<Traced> {
    (!after.is_note()).then(|| Traced { now: Some(value(after)), ..traced(after, Fate::New) })
}

fn traced(found: &EarlierFinding, fate: Fate) -> Traced {
    Traced {
        fate,
        rule: found.rule.clone(),
        file: found.file.clone(),
        sheet: found.sheet().into(),
        cell: found.cell.clone().unwrap_or_default(),
        item: found.item.clone(),
        before: None,
        now: None,
    }
}

fn value(found: &EarlierFinding) -> Box<str> {
    found.stated.clone().unwrap_or_default()
}

fn of_sheet(found: &EarlierFinding) -> (&str, &str, &str) {
    (&found.rule, stem(&found.file), found.sheet())
}

fn stated(found: &EarlierFinding) -> String {
    text(found.stated.as_deref().unwrap_or_default())
}

/// Line breaks and spaces make no difference.
fn text(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Findings of both runs that are brought together step by step.
struct Pairing<'a> {
    pairs: Vec<(Option<&'a EarlierFinding>, Option<&'a EarlierFinding>)>,
}

impl<'a> Pairing<'a> {
    /// This run's findings in their order, then those of the earlier one.
    fn new(before: &'a [EarlierFinding], after: &'a [EarlierFinding]) -> Pairing<'a> {
        let after = after.iter().map(|found| (None, Some(found)));
        Pairing { pairs: after.chain(before.iter().map(|found| (Some(found), None))).collect() }
    }

    /// Pairs those with equal keys, in their order.
    fn in_turn<K: Hash + Eq>(&mut self, key: impl Fn(&'a EarlierFinding) -> K) {
        self.pair(|_| true, key, |_, _| true);
    }

    /// Pairs those with equal keys where there is no choice.
    fn alone<K: Hash + Eq>(&mut self, key: impl Fn(&'a EarlierFinding) -> K) {
        self.alone_where(|_| true, key);
    }

    fn alone_where<K: Hash + Eq>(
        &mut self,
        meant: impl Fn(&EarlierFinding) -> bool,
        key: impl Fn(&'a EarlierFinding) -> K,
    ) {
        self.pair(meant, key, |before, after| before == 1 && after == 1);
    }

    /// `meant` chooses among the earlier ones; `may` is asked how many of both have a key.
    fn pair<K: Hash + Eq>(
        &mut self,
        meant: impl Fn(&EarlierFinding) -> bool,
        key: impl Fn(&'a EarlierFinding) -> K,
        may: impl Fn(usize, usize) -> bool,
    ) {
        let mut open: HashMap<K, (Vec<usize>, Vec<usize>)> = HashMap::new();
        for (index, pair) in self.pairs.iter().enumerate() {
            match pair {
                (Some(before), None) if meant(before) => open.entry(key(before)).or_default().0.push(index),
                (None, Some(after)) => open.entry(key(after)).or_default().1.push(index),
                _ => {}
            }
        }
        for (befores, afters) in open.into_values().filter(|(before, after)| may(before.len(), after.len())) {
            for (before, after) in befores.into_iter().zip(afters) {
                self.pairs[after].0 = self.pairs[before].0.take();
            }
        }
    }
}
