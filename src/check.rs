//! A submission → findings: the rules run, what is certain is corrected, and they run again until
//! nothing changes; so that one wrong cell gives one finding, with its consequences under it.

use std::collections::{BTreeMap, HashMap, HashSet};

use rust_decimal::Decimal;

use crate::finding::{Finding, NewValue};
use crate::form::{Content, Field, Form};
use crate::layout::Kind;
use crate::read::Place;
use crate::relation::Relation;
use crate::resolve;
use crate::rules::{Check, Missing, Outcome, Rule, Stated, catalogue};
use crate::submission::Submission;

/// How a rule ended, over the forms of a submission.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Coverage {
    /// Rule id.
    pub rule: &'static str,
    /// Forms on which it holds.
    pub holds: usize,
    /// Forms on which it is broken.
    pub broken: usize,
    /// Forms to which it does not apply.
    pub not_applicable: usize,
    /// Where it could not be checked, and which figure is missing.
    pub unchecked: Vec<Missing>,
}

/// A submission after checking.
#[derive(Debug, Clone)]
pub struct Checked {
    /// As filed.
    pub submission: Submission,
    /// Its forms with every automatic correction applied.
    pub corrected: Vec<Form>,
    /// What was found, in the order of files, sheets and cells.
    pub findings: Vec<Finding>,
    /// How every rule ended.
    pub coverage: Vec<Coverage>,
}

/// The department's own score and grade.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Result {
    /// 总分 of the department form.
    pub score: Option<String>,
    /// 等级 of the department form.
    pub grade: Option<String>,
}

impl Checked {
    /// Score and grade as stated.
    pub fn stated(&self) -> Result {
        result(&self.submission.forms)
    }

    /// Score and grade with every automatic correction applied.
    pub fn recomputed(&self) -> Result {
        result(&self.corrected)
    }
}

/// The department form's 总分 and 等级; of several department forms, the first; without one, a lone project's.
fn result(forms: &[Form]) -> Result {
    let of = |kind: Kind| forms.iter().filter(move |form| form.layout.kind == kind);
    let lone_project = || of(Kind::Project).next().filter(|_| of(Kind::Project).count() == 1);
    let Some(form) = of(Kind::Department).next().or_else(lone_project) else { return Result::default() };
    let score = form.total.as_ref().and_then(|total| total.figure(crate::form::Measure::Score)).map(|figure| figure.show());
    Result { score, grade: form.field(Field::Grade).map(str::to_string) }
}

/// More rounds than any cascade needs; a guard, not a limit that is met.
const MOST_ROUNDS: usize = 12;

/// Checks a submission with every rule.
pub fn check(submission: Submission) -> Checked {
    let mut state = State::new(&submission);
    for _ in 0..MOST_ROUNDS {
        let round = run_rules(&state.current);
        let ready = state.ready(&round);
        let changed = state.accept(ready);
        state.last = round;
        if !changed {
            break;
        }
    }
    let coverage = state.coverage();
    let State { current, mut findings, .. } = state;
    findings.sort_by(|a, b| order(a).cmp(&order(b)));
    Checked { corrected: current.forms, submission, findings, coverage }
}

fn order(finding: &Finding) -> (&Place, &str) {
    (&finding.place, finding.rule)
}

/// What one rule gave on one form (or on the submission).
struct RuleResult {
    rule: &'static Rule,
    /// Index of the form; none for rules over the submission.
    form: Option<usize>,
    outcomes: Vec<Outcome>,
}

fn run_rules(submission: &Submission) -> Vec<RuleResult> {
    let mut relations = Vec::new();
    let mut results = Vec::new();
    for rule in catalogue() {
        match rule.check {
            Check::Relations(kinds, state) => results.extend(on_forms(rule, submission, kinds, |form| {
                outcomes(rule, state(form), &mut relations)
            })),
            Check::Form(kinds, check) => results.extend(on_forms(rule, submission, kinds, |form| check(rule, form))),
            Check::Between(state) => {
                let outcomes = outcomes(rule, state(submission), &mut relations);
                results.push(RuleResult { rule, form: None, outcomes });
            }
            Check::Submission(check) => results.push(RuleResult { rule, form: None, outcomes: check(rule, submission) }),
        }
    }
    let outcomes = results.iter_mut().flat_map(|result| &mut result.outcomes);
    let mut broken: Vec<&mut Finding> = outcomes.filter_map(Outcome::finding_mut).collect();
    resolve::weigh(&mut broken, &relations);
    results
}

fn on_forms(rule: &'static Rule, submission: &Submission, kinds: &[Kind], mut check: impl FnMut(&Form) -> Vec<Outcome>) -> Vec<RuleResult> {
    let result = |(index, form): (usize, &Form)| {
        let outcomes = if kinds.contains(&form.layout.kind) { check(form) } else { Vec::new() };
        RuleResult { rule, form: Some(index), outcomes }
    };
    submission.forms.iter().enumerate().map(result).collect()
}

/// What the stated laws give; the laws themselves are kept, to be weighed against each other.
fn outcomes(rule: &Rule, stated: Vec<Stated>, relations: &mut Vec<Relation>) -> Vec<Outcome> {
    let outcome = |stated: Stated| match stated {
        Ok(relation) => {
            let outcome = resolve::outcome(rule, &relation);
            relations.push(relation);
            outcome
        }
        Err(skip) => skip.into(),
    };
    stated.into_iter().filter_map(outcome).collect()
}

type Key = (&'static str, Place, String);

fn key(finding: &Finding) -> Key {
    (finding.rule, finding.place.clone(), finding.item.clone())
}

struct State {
    /// The forms with what is certain already corrected.
    current: Submission,
    findings: Vec<Finding>,
    accepted: HashSet<Key>,
    /// Which accepted finding changed a cell.
    changed: HashMap<Place, String>,
    /// Findings of the first round: what was broken before anything was corrected.
    first: Option<HashSet<Key>>,
    last: Vec<RuleResult>,
}

impl State {
    fn new(submission: &Submission) -> State {
        State {
            current: submission.clone(),
            findings: Vec::new(),
            accepted: HashSet::new(),
            changed: HashMap::new(),
            first: None,
            last: Vec::new(),
        }
    }

    /// The findings whose inputs are not themselves about to be corrected: those wait for the next round.
    fn ready(&mut self, round: &[RuleResult]) -> Vec<Finding> {
        let broken = round.iter().flat_map(|result| &result.outcomes).filter_map(Outcome::finding);
        let new: Vec<&Finding> = broken.filter(|finding| !self.accepted.contains(&key(finding))).collect();
        if self.first.is_none() {
            self.first = Some(new.iter().map(|finding| key(finding)).collect());
        }
        let pending: HashSet<&Place> = new.iter().filter(|finding| finding.is_automatic()).map(|finding| &finding.place).collect();
        let waits = |finding: &Finding| {
            finding.evidence.iter().any(|evidence| evidence.place != finding.place && pending.contains(&evidence.place))
        };
        let ready: Vec<Finding> = new.iter().filter(|finding| !waits(finding)).map(|finding| (*finding).clone()).collect();
        // Findings that wait for each other would wait for ever.
        if ready.is_empty() { new.into_iter().cloned().collect() } else { ready }
    }

    /// Takes findings in, applies their automatic corrections; says whether any cell changed.
    fn accept(&mut self, findings: Vec<Finding>) -> bool {
        let mut any = false;
        for mut finding in findings {
            self.name_cause(&mut finding);
            self.accepted.insert(key(&finding));
            if finding.is_automatic() && !self.changed.contains_key(&finding.place) {
                any |= apply(&mut self.current.forms, &finding);
                self.changed.insert(finding.place.clone(), finding.key());
            }
            self.findings.push(finding);
        }
        any
    }

    /// A finding that arose only after a correction follows from it; then the cell's formula gives the right value.
    fn name_cause(&self, finding: &mut Finding) {
        let arose_later = self.first.as_ref().is_some_and(|first| !first.contains(&key(finding)));
        let inputs = finding.evidence.iter().filter(|evidence| evidence.place != finding.place);
        let causes: Vec<&String> = inputs.filter_map(|evidence| self.changed.get(&evidence.place)).collect();
        if let Some(cause) = causes.first() {
            finding.cause.get_or_insert_with(|| (*cause).clone());
            if let Some(correction) = &mut finding.correction {
                correction.keeps_formula = arose_later;
            }
        }
    }

    /// How every rule ended: forms on which something was accepted as broken, then the last round.
    fn coverage(&self) -> Vec<Coverage> {
        let mut coverage: BTreeMap<&str, Coverage> = BTreeMap::new();
        for result in &self.last {
            let entry = coverage.entry(result.rule.id).or_insert_with(|| Coverage { rule: result.rule.id, ..Coverage::default() });
            let missing: Vec<Missing> = result.outcomes.iter().filter_map(Outcome::missing).cloned().collect();
            let holds = result.outcomes.iter().any(|outcome| matches!(outcome, Outcome::Holds | Outcome::Noted(_)));
            match () {
                () if self.is_broken(result) => entry.broken += 1,
                () if !missing.is_empty() => {}
                () if holds => entry.holds += 1,
                () => entry.not_applicable += 1,
            }
            entry.unchecked.extend(missing);
        }
        catalogue().iter().filter_map(|rule| coverage.remove(rule.id)).collect()
    }

    fn is_broken(&self, result: &RuleResult) -> bool {
        let form = result.form.and_then(|index| self.current.forms.get(index));
        let on_form = |finding: &&Finding| {
            form.is_none_or(|form| finding.place.file == form.place.file && finding.place.sheet == form.place.sheet && contains(form, finding))
        };
        self.findings.iter().filter(|finding| finding.rule == result.rule.id && finding.severity > crate::finding::Severity::Note).any(|finding| on_form(&finding))
    }
}

/// Whether a finding is about this form, where several stand on one sheet.
fn contains(form: &Form, finding: &Finding) -> bool {
    form.rows.contains(&finding.place.cell.map_or(0, |cell| cell.row))
}

/// Writes the expected value into the cell of the form.
fn apply(forms: &mut [Form], finding: &Finding) -> bool {
    let Some(correction) = &finding.correction else { return false };
    let entries = forms.iter_mut().flat_map(|form| form.entries_mut());
    let mut any = false;
    for entry in entries.filter(|entry| entry.place == correction.place) {
        entry.text = correction.value.clone();
        if let Content::Figure(figure) = &mut entry.content {
            let value = match &correction.stored {
                NewValue::Number(number) => figure.from_stored(*number),
                NewValue::Text(_) => crate::read::number::parse(&correction.value).map_or(Decimal::ZERO, |typed| typed.value),
            };
            *figure = figure.with_value(value);
        }
        any = true;
    }
    any
}
