//! One round: every rule on every form, weighed as the bureau weighs it.

use std::collections::{HashMap, HashSet};

use crate::check::diagnose::{self, Judgement};
use crate::model::finding::{Finding, Severity};
use crate::model::form::{Form, FormKind};
use crate::model::place::Place;
use crate::model::profile::{Profile, SeverityOverride};
use crate::model::relation::Relation;
use crate::rules::{Check, LawOrSkip, Outcome as RuleOutcome, Rule, catalogue};
use crate::submission::Submission;

/// What one rule gave on one form (or on the submission).
pub struct RuleResult {
    /// The rule.
    pub rule: &'static Rule,
    /// Index of the form; none for rules over the submission.
    pub form: Option<usize>,
    /// How it ended.
    pub outcomes: Vec<RuleOutcome>,
}

/// What rules that look at one form alone gave, for the forms that have not changed since.
#[derive(Default)]
pub struct Memory(HashMap<(&'static str, usize), Vec<RuleOutcome>>);

impl Memory {
    /// What a rule gives on a form: as before, or else as it says now.
    fn recall(&mut self, rule: &Rule, form: usize, check: impl FnOnce() -> Vec<RuleOutcome>) -> Vec<RuleOutcome> {
        self.0.entry((rule.id, form)).or_insert_with(|| holding_once(check())).clone()
    }

    /// A form has changed.
    pub fn forget(&mut self, form: usize) {
        self.0.retain(|(_, known), _| *known != form);
    }
}

/// The same with one place at which the rule holds: no more is asked, and a form has hundreds.
fn holding_once(mut outcomes: Vec<RuleOutcome>) -> Vec<RuleOutcome> {
    let mut holds = false;
    outcomes.retain(|outcome| !matches!(outcome, RuleOutcome::Holds) || !std::mem::replace(&mut holds, true));
    outcomes
}

/// What all rules gave.
#[derive(Default)]
pub struct Round {
    /// By rule and form.
    pub results: Vec<RuleResult>,
    /// The figures of contradictions that are not decided.
    pub undecided: HashSet<Place>,
}

impl Round {
    /// What was found.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.results.iter().flat_map(|result| &result.outcomes).filter_map(RuleOutcome::finding)
    }
}

/// Runs every rule. All laws are stated before any is judged: they are weighed against each other.
pub fn run_rules(submission: &Submission, memory: &mut Memory) -> Round {
    // In the order of the catalogue, which `next_if` below relies on.
    let laws = state_laws(submission);
    let relations: Vec<&Relation> = laws.iter().flat_map(|(.., stated)| stated.iter().flatten()).collect();
    let (laws, undecided) = judged(&laws);
    let mut laws = laws.into_iter().peekable();
    let mut results = Vec::new();
    for rule in catalogue() {
        match rule.check {
            Check::Form(kinds, check) => {
                for (index, form) in submission.forms.iter().enumerate() {
                    let applies = kinds.contains(&form.layout.kind) && !is_off(rule, &form.profile);
                    let now = || if applies { check(rule, form) } else { Vec::new() };
                    results.push(RuleResult { rule, form: Some(index), outcomes: memory.recall(rule, index, now) });
                }
            }
            Check::Submission(check) => {
                let outcomes = if is_off(rule, &submission.profile) { Vec::new() } else { check(rule, submission) };
                results.push(RuleResult { rule, form: None, outcomes })
            }
            Check::Export => {}
            Check::Relations(..) | Check::Between(_) | Check::Mixed(..) => {
                while let Some((_, form, mut outcomes)) = laws.next_if(|(of, ..)| of.id == rule.id) {
                    if let (Check::Mixed(kinds, _, check), Some(form)) =
                        (rule.check, form.map(|form| &submission.forms[form]))
                        && kinds.contains(&form.layout.kind)
                        && !is_off(rule, &form.profile)
                    {
                        outcomes.extend(check(rule, form));
                    }
                    results.push(RuleResult { rule, form, outcomes });
                }
            }
        }
    }
    results.iter_mut().for_each(|result| weigh(result, submission, &relations));
    Round { results, undecided }
}

/// Weighs what a rule found against all relations, and as the bureau weighs the rule.
fn weigh(result: &mut RuleResult, submission: &Submission, relations: &[&Relation]) {
    let profile = result.form.map_or(&submission.profile, |form| &submission.forms[form].profile);
    for outcome in result.outcomes.iter_mut().filter(|outcome| outcome.finding().is_some()) {
        outcome.finding_mut().into_iter().for_each(|finding| diagnose::weigh(finding, relations));
        *outcome = by_profile(std::mem::replace(outcome, RuleOutcome::Explained), result.rule, profile);
    }
}

/// Whether a bureau does not check a rule.
fn is_off(rule: &Rule, profile: &Profile) -> bool {
    profile.weighs(rule.id) == Some(SeverityOverride::Off)
}

/// The same with the severity that the bureau gives the rule; a difference that it puts up with is a note.
fn by_profile(outcome: RuleOutcome, rule: &Rule, profile: &Profile) -> RuleOutcome {
    let RuleOutcome::Broken(mut finding) = outcome else { return outcome };
    if let Some(severity) = profile.weighs(rule.id).and_then(SeverityOverride::severity) {
        finding.severity = severity;
    }
    if !finding.numbers.is_some_and(|numbers| profile.tolerance.covers(&numbers)) {
        return RuleOutcome::Broken(finding);
    }
    finding.message.push_str(&format!("；差额在口径「{}」以内，可不更正", profile.shown_name()));
    RuleOutcome::Noted(Finding { correction: None, severity: Severity::Note, ..finding })
}

type Laws = (&'static Rule, Option<usize>, Vec<LawOrSkip>);

fn state_laws(submission: &Submission) -> Vec<Laws> {
    let mut laws: Vec<Laws> = Vec::new();
    for rule in catalogue() {
        match rule.check {
            Check::Relations(kinds, state) | Check::Mixed(kinds, state, _) => {
                laws.extend(on_forms(submission, rule, kinds, state).map(|(form, stated)| (*rule, Some(form), stated)));
            }
            Check::Between(state) => {
                let off = is_off(rule, &submission.profile);
                laws.push((rule, None, if off { Vec::new() } else { state(submission) }));
            }
            Check::Form(..) | Check::Submission(_) | Check::Export => {}
        }
    }
    laws
}

/// Every law that can be stated for a submission as it stands, with the rule that states it.
pub fn relations(submission: &Submission) -> Vec<(&'static Rule, Relation)> {
    let laws = state_laws(submission).into_iter();
    laws.flat_map(|(rule, _, stated)| stated.into_iter().flatten().map(move |relation| (rule, relation))).collect()
}

/// How every law ends.
type Ended = (&'static Rule, Option<usize>, Vec<RuleOutcome>);

/// How every law ends, each seen with all others, and the figures that this leaves undecided.
fn judged(laws: &[Laws]) -> (Vec<Ended>, HashSet<Place>) {
    let relations: Vec<diagnose::RuledRelation> =
        laws.iter().flat_map(|(rule, _, stated)| stated.iter().flatten().map(|relation| (*rule, relation))).collect();
    let Judgement { outcomes, undecided } = diagnose::judge(&relations);
    let mut outcomes = outcomes.into_iter();
    let mut ended = Vec::new();
    for (rule, form, stated) in laws {
        let mut of_rule = Vec::new();
        for stated in stated {
            match stated {
                Ok(_) => of_rule.extend(outcomes.next().into_iter().flatten()),
                Err(skip) => of_rule.extend(Option::<RuleOutcome>::from(skip.clone())),
            }
        }
        ended.push((*rule, *form, of_rule));
    }
    (ended, undecided)
}

/// What a check gives on every form; nothing on forms of other kinds, or where the bureau does not check it.
fn on_forms<T>(
    submission: &Submission,
    rule: &Rule,
    kinds: &[FormKind],
    mut check: impl FnMut(&Form) -> Vec<T>,
) -> impl Iterator<Item = (usize, Vec<T>)> {
    let is_checked = |form: &Form| kinds.contains(&form.layout.kind) && !is_off(rule, &form.profile);
    submission
        .forms
        .iter()
        .enumerate()
        .map(move |(index, form)| (index, if is_checked(form) { check(form) } else { Vec::new() }))
}

#[cfg(test)]
mod tests {
    use crate::model::finding::Severity;
    use crate::testing::sound_form;

    #[test]
    fn what_a_bureau_puts_up_with_is_a_note_that_names_how_much() {
        let wrong = || sound_form().with("H6", "95.00%");
        assert_eq!(wrong().checked().finding("P-103").severity, Severity::Error);
        let checked = wrong().by_profile("[tolerance]\nrate = \"0.2\"").finds(&[]);
        let found = checked.finding("P-103");
        assert!(found.message.contains("容差：比率 0.2 个百分点") && found.correction.is_none(), "{}", found.message);
    }
}
