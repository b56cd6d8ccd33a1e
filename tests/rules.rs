//! Every rule on every layout that it applies to: a sound sample is made wrong in one way, and the rule that is about
//! it has to say so; the sample, or the same cells filled in rightly, it has to leave alone. Whether a layout can have
//! a fault is decided by its columns, rows and fields, and where it cannot, the rule must have had nothing to check.

mod accounts;
mod filling;
mod funds;
mod indicators;
mod page;
mod planted;
mod weights;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use rayon::prelude::*;
use ziping::check::Checked;
use ziping::model::finding::Severity;
use ziping::model::form::{Form, FormKind};
use ziping::model::relation::Verdict;
use ziping::read::{Sheet, workbook};
use ziping::recognise::Layouts;
use ziping::rules::{Check, LawOrSkip, Rule, catalogue, find};

use crate::rules::planted::{Planted, checked};
use crate::support::{files, root};

/// Accounts of several years, which together have every table.
const ACCOUNTS: [&str; 5] = [
    "九江市人民政府驻深圳办事处/部门决算公开表.xlsx",
    "清江市水务综合服务中心/部门决算公开表.xlsx",
    "川岭市水利局/2024年度部门决算公开表.xlsx",
    "平澜县档案馆/2019年度部门决算公开表.xlsx",
    "云溪县青少年活动中心/“三公”经费和资产（逐行）.xlsx",
];

/// One way to make a form wrong, and the rule that has to say so.
pub struct Trial {
    /// The rule on forms of each kind; empty where there is none.
    project: &'static str,
    department: &'static str,
    accounts: &'static str,
    /// Nothing where the form cannot have the fault.
    plant: fn(&Form) -> Option<Planted>,
}

impl Trial {
    fn rule(&self, kind: FormKind) -> &'static str {
        match kind {
            FormKind::Project => self.project,
            FormKind::Department => self.department,
            FormKind::Accounts => self.accounts,
        }
    }
}

/// A rule on every kind of form.
const fn all(id: &'static str, plant: fn(&Form) -> Option<Planted>) -> Trial {
    Trial { project: id, department: id, accounts: id, plant }
}

/// A rule on self-evaluations, under an id of its own for departments.
const fn both(project: &'static str, department: &'static str, plant: fn(&Form) -> Option<Planted>) -> Trial {
    Trial { project, department, accounts: "", plant }
}

const fn projects(id: &'static str, plant: fn(&Form) -> Option<Planted>) -> Trial {
    both(id, "", plant)
}

const fn departments(id: &'static str, plant: fn(&Form) -> Option<Planted>) -> Trial {
    both("", id, plant)
}

const fn accounts(id: &'static str, plant: fn(&Form) -> Option<Planted>) -> Trial {
    Trial { project: "", department: "", accounts: id, plant }
}

fn trials() -> impl Iterator<Item = &'static Trial> {
    [filling::TRIALS, funds::TRIALS, indicators::TRIALS, weights::TRIALS, accounts::TRIALS].into_iter().flatten()
}

/// What came of all trials.
#[derive(Default)]
pub struct Outcome {
    /// The layouts on which each rule was tried.
    tried: BTreeMap<&'static str, BTreeSet<String>>,
    /// Rules that were silent, fired wrongly, or had something to check where no fault was planted.
    wrong: Vec<String>,
}

/// A sound sample of every self-evaluation layout: the first one, in the order of the files.
fn evaluations() -> Vec<String> {
    let mut first: BTreeMap<String, String> = BTreeMap::new();
    for path in files(&root().join("samples"), &["xlsx"]) {
        let Ok(workbook) = workbook::read(&path, "表.xlsx".into()) else { continue };
        let sound = checked(workbook.sheets, None);
        let is_sound = sound.findings.iter().all(|finding| finding.severity == Severity::Note);
        let kind = |form: &Form| form.layout.kind == FormKind::Accounts;
        let [form] = &sound.submission.forms[..] else { continue };
        if is_sound && !kind(form) {
            let name = path.strip_prefix(root().join("samples")).expect("a sample").to_string_lossy().into_owned();
            first.entry(form.layout.id.clone()).or_insert(name);
        }
    }
    first.into_values().collect()
}

/// All trials on all samples, made once.
pub static OUTCOME: LazyLock<Outcome> = LazyLock::new(|| {
    let evaluations = evaluations();
    let samples: Vec<&str> = evaluations.iter().map(String::as_str).chain(ACCOUNTS).collect();
    let mut all = Outcome::default();
    for outcome in samples.into_par_iter().map(of_sample).collect::<Vec<Outcome>>() {
        for (rule, layouts) in outcome.tried {
            all.tried.entry(rule).or_default().extend(layouts);
        }
        all.wrong.extend(outcome.wrong);
    }
    all
});

fn of_sample(sample: &str) -> Outcome {
    let mut outcome = Outcome::default();
    let path = root().join("samples").join(sample);
    let sheets = workbook::read(&path, "表.xlsx".into()).expect("a workbook").sheets;
    let sound = checked(sheets.clone(), None);
    for form in &sound.submission.forms {
        try_all(&sheets, form, &mut outcome);
    }
    outcome.wrong.extend(untried(&sound, &outcome));
    outcome
}

fn try_all(sheets: &[Sheet], form: &Form, outcome: &mut Outcome) {
    for trial in trials() {
        let rule = trial.rule(form.layout.kind);
        let Some(planted) = (trial.plant)(form).filter(|_| !rule.is_empty()) else { continue };
        // What is filled in is judged by itself; the laws between tables need them all.
        let own: Vec<Sheet> = sheets.iter().filter(|sheet| sheet.name == form.place.sheet).cloned().collect();
        let sheets = if rule.starts_with('F') { &own[..] } else { sheets };
        let [faulty, sound] = [true, false].map(|is_faulty| planted.checked(sheets, form, is_faulty));
        let rule = find(rule).expect("a rule of the catalogue");
        for (checked, expected, said) in [(faulty, true, "is silent"), (sound, false, "fires on a sound form")] {
            if is_said(rule, &checked) != expected {
                let found: Vec<String> = checked.findings.iter().map(ziping::model::finding::Finding::key).collect();
                outcome.wrong.push(format!("{} {said}: {} {planted:?} {found:?}", rule.id, form.layout.id));
            }
        }
        outcome.tried.entry(rule.id).or_default().insert(form.layout.id.clone());
    }
}

/// Whether a rule is named in a finding. A law between tables may also be named as evidence for the figure at fault,
/// in a finding of another rule about it.
fn is_said(rule: &Rule, checked: &Checked) -> bool {
    let is_error = || checked.findings.iter().any(|finding| finding.severity == Severity::Error);
    let named = checked.findings.iter().any(|finding| finding.rule == rule.id);
    named || rule.id.starts_with('A') && is_broken(rule, checked) && is_error()
}

fn is_broken(rule: &Rule, checked: &Checked) -> bool {
    let stated: Vec<LawOrSkip> = match rule.check {
        Check::Relations(kinds, laws) => {
            let forms = checked.submission.forms.iter().filter(|form| kinds.contains(&form.layout.kind));
            forms.flat_map(laws).collect()
        }
        Check::Between(laws) => laws(&checked.submission),
        _ => Vec::new(),
    };
    stated.iter().flatten().any(|law| law.verdict() == Verdict::Broken)
}

/// Rules that had something to check on a sample of one form, and were not tried on it.
fn untried(sound: &Checked, outcome: &Outcome) -> Vec<String> {
    let [form] = &sound.submission.forms[..] else { return Vec::new() };
    let is_tried = |rule: &str| outcome.tried.get(rule).is_some_and(|layouts| layouts.contains(&form.layout.id));
    let applied = sound.coverage.iter().filter(|coverage| coverage.holds + coverage.broken > 0);
    let missed = applied.filter(|coverage| !is_tried(&coverage.rule));
    missed.map(|coverage| format!("{} applies to {} and is not tried", coverage.rule, form.layout.id)).collect()
}

#[test]
fn every_rule_finds_its_fault_on_every_layout_and_leaves_sound_forms_alone() {
    println!("{}", page::page(&OUTCOME));
    assert!(OUTCOME.wrong.is_empty(), "{:#?}", OUTCOME.wrong);
    let of_evaluations = catalogue().iter().filter(|rule| rule.id.starts_with(['F', 'P', 'D']));
    let never: Vec<&str> = of_evaluations.map(|rule| rule.id).filter(|id| !OUTCOME.tried.contains_key(id)).collect();
    assert!(never.is_empty(), "tried on no layout: {never:?}");
}

#[test]
fn every_layout_has_a_sample() {
    let layouts = Layouts::embedded().expect("embedded templates");
    let is_tried = |id: &String| OUTCOME.tried.values().any(|tried| tried.contains(id));
    assert!(layouts.all.iter().all(|known| is_tried(&known.layout.id)));
}

#[test]
fn the_page_on_coverage_is_current() {
    let written = std::fs::read_to_string(root().join("docs/coverage.md")).unwrap_or_default();
    let page = page::page(&OUTCOME);
    if written != page {
        let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("coverage.md");
        std::fs::write(&path, page).expect("written");
        panic!("docs/coverage.md differs: cp {} docs/coverage.md", path.display());
    }
}
