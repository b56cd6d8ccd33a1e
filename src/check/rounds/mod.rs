//! The fixed point of one submission: the rules run, what is certain is corrected, and they run again until
//! nothing changes; so that one wrong cell gives one finding, with its consequences under it.

mod one;
mod order;
mod stops;

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::check::rounds::one::{Memory, Round, RuleResult, run_rules};
use crate::check::rounds::order::in_order;
use crate::check::rounds::stops::{Undecided, rests_on, stopped};
use crate::model::catalogue_text::CatalogueText;
use crate::model::finding::{Finding, Severity, Trust};
use crate::model::form::{Content, Form};
use crate::model::place::Place;
use crate::rules::{Coverage, Missing, Outcome as RuleOutcome, catalogue, weights};
use crate::submission::Submission;
pub use one::relations;

/// More rounds than any cascade needs; a guard, not a limit that is met.
const MOST_ROUNDS: usize = 200;

/// What the rounds of a submission come to.
pub struct RoundsOutcome {
    /// The forms with every automatic correction applied.
    pub corrected: Vec<Form>,
    /// Findings by place, each followed by its consequences.
    pub findings: Vec<Finding>,
    /// How every rule ended.
    pub coverage: Vec<Coverage>,
}

/// Runs the rules until nothing new is found.
pub fn run(submission: &Submission) -> RoundsOutcome {
    let mut state = RoundState::new(submission);
    for _ in 0..MOST_ROUNDS {
        let round = run_rules(&state.current, &mut state.memory);
        let ready = state.ready(&round);
        let done = ready.is_empty();
        state.accept(ready);
        state.last = round;
        if done {
            break;
        }
    }
    let coverage = state.coverage();
    RoundsOutcome { corrected: state.corrected, findings: in_order(state.findings), coverage }
}

type FindingKey = (CatalogueText, Place, String);

fn key(finding: &Finding) -> FindingKey {
    (finding.rule.clone(), finding.place.clone(), finding.item.clone())
}

struct RoundState {
    /// The forms with what is certain already corrected, and with what the search assumes to go on.
    current: Submission,
    /// The forms with every automatic correction applied, and nothing else.
    corrected: Vec<Form>,
    memory: Memory,
    /// The same with what is only suggested corrected too, once something is.
    presumed: Option<Submission>,
    /// The cells for which something is only suggested.
    suspected: HashSet<Place>,
    /// The figures that nothing may rest on by itself.
    undecided: Undecided,
    /// Findings that would be certain if they did not rest on such figures: they are followed, but not applied.
    assumed: HashSet<FindingKey>,
    findings: Vec<Finding>,
    accepted: HashSet<FindingKey>,
    /// Which accepted finding changed a cell.
    changed: HashMap<Place, String>,
    /// Findings of the first round, before anything was corrected, with the cause that their rule named.
    first: Option<HashMap<FindingKey, Option<String>>>,
    last: Round,
}

impl RoundState {
    fn new(submission: &Submission) -> RoundState {
        RoundState {
            current: submission.clone(),
            corrected: submission.forms.clone(),
            memory: Memory::default(),
            presumed: None,
            suspected: HashSet::new(),
            undecided: Undecided::new(),
            assumed: HashSet::new(),
            findings: Vec::new(),
            accepted: HashSet::new(),
            changed: HashMap::new(),
            first: None,
            last: Round::default(),
        }
    }

    /// The findings that can be judged now. One whose inputs are themselves in question waits until they
    /// are settled; and what is not corrected automatically waits until nothing else changes.
    fn ready(&mut self, round: &Round) -> Vec<Finding> {
        let broken = self.with_stops(round);
        let cautious = self.with_care(&broken);
        let new: Vec<&Finding> = cautious
            .iter()
            .filter(|finding| !self.accepted.contains(&key(finding)) && !self.asks_about_a_correction(finding))
            .collect();
        let new = self.without_echoes(new);
        self.first.get_or_insert_with(|| new.iter().map(|finding| (key(finding), finding.cause.clone())).collect());
        let in_question: HashSet<&Place> =
            new.iter().filter(|finding| finding.correction.is_some()).map(|finding| &finding.place).collect();
        let waits = |finding: &Finding| {
            finding
                .evidence
                .iter()
                .any(|evidence| evidence.place != finding.place && in_question.contains(&evidence.place))
        };
        // A total that does not come out because an addend is wrong is no finding of its own.
        let settled: Vec<&Finding> = new.iter().copied().filter(|finding| !waits(finding)).collect();
        // Findings that wait for each other would wait for ever.
        let settled = if settled.is_empty() { new } else { settled };
        // Of several that would rewrite one cell the first goes; the others are judged anew after it.
        let mut cells = HashSet::new();
        let automatic: Vec<&Finding> = settled
            .iter()
            .copied()
            .filter(|finding| self.is_followed(finding) && cells.insert(&finding.place))
            .collect();
        let ready = if automatic.is_empty() { settled } else { automatic };
        ready.into_iter().cloned().collect()
    }

    /// The findings of a round, with corrections left to people where one of the stops holds.
    fn with_stops(&mut self, round: &Round) -> Vec<Finding> {
        self.undecided.extend(round.undecided.iter().cloned());
        let assumed = |finding: &&Finding| finding.is_automatic() && rests_on(finding, &self.undecided);
        self.assumed = round.findings().filter(assumed).map(key).collect();
        round.findings().map(|finding| stopped(finding, &self.current.forms, &self.undecided)).collect()
    }

    /// Whether the search goes on as if the expected value stood in the cell.
    fn is_followed(&self, finding: &Finding) -> bool {
        finding.is_automatic() || self.assumed.contains(&key(finding))
    }

    /// The findings, where nothing is corrected by itself that follows from a figure in doubt: one that is called wrong
    /// and is left to people, or one of the weights that do not add up.
    fn with_care(&self, findings: &[Finding]) -> Vec<Finding> {
        let all: Vec<&Finding> = findings.iter().chain(&self.findings).collect();
        let weights = weights::in_doubt(&self.current.forms, &all);
        let left_to_people = |finding: &&Finding| finding.severity == Severity::Error && !finding.is_automatic();
        let mut doubted: HashSet<&Place> =
            all.iter().copied().filter(left_to_people).map(|finding| &finding.place).chain(&weights).collect();
        let rests_on_doubt = |finding: &Finding, doubted: &HashSet<&Place>| {
            finding.evidence.iter().any(|known| known.place != finding.place && doubted.contains(&known.place))
        };
        // What rests on doubt is itself in doubt.
        let certain = || findings.iter().filter(|finding| finding.is_automatic());
        while let Some(next) =
            certain().find(|finding| !doubted.contains(&finding.place) && rests_on_doubt(finding, &doubted))
        {
            doubted.insert(&next.place);
        }
        let careful = |finding: &Finding| {
            let mut finding = finding.clone();
            if finding.is_automatic() && rests_on_doubt(&finding, &doubted) {
                finding.message.push_str("；所依据的数另有疑问，请先核实该数");
                finding.correction.iter_mut().for_each(|correction| correction.trust = Trust::Suggested);
            }
            finding
        };
        findings.iter().map(careful).collect()
    }

    /// Leaves out what would not be found if the suggestions were taken: a sound figure that no longer fits to a wrong
    /// one is not at fault.
    fn without_echoes<'f>(&self, findings: Vec<&'f Finding>) -> Vec<&'f Finding> {
        let echoes = |finding: &&Finding| finding.evidence.iter().any(|known| self.suspected.contains(&known.place));
        let Some(presumed) = self.presumed.as_ref().filter(|_| findings.iter().any(echoes)) else { return findings };
        let presumed = run_rules(presumed, &mut Memory::default());
        let left: HashSet<FindingKey> = presumed.findings().map(key).collect();
        findings.into_iter().filter(|finding| !echoes(finding) || left.contains(&key(finding))).collect()
    }

    /// Whether a finding that only asks for words follows from a cell that the program itself has rewritten: the
    /// finding about that cell asks for them already.
    fn asks_about_a_correction(&self, finding: &Finding) -> bool {
        let only_asks =
            finding.severity == Severity::Warning && finding.correction.is_none() && finding.expected.is_none();
        // What was there before any correction is the department's own omission.
        let arose = self.first.as_ref().is_some_and(|first| !first.contains_key(&key(finding)));
        arose && only_asks && finding.evidence.iter().any(|evidence| self.changed.contains_key(&evidence.place))
    }

    /// Takes findings in and applies their automatic corrections.
    fn accept(&mut self, findings: Vec<Finding>) {
        for mut finding in findings {
            self.name_cause(&mut finding);
            self.accepted.insert(key(&finding));
            let is_followed = self.is_followed(&finding);
            if finding.correction.is_some() && !is_followed {
                self.suspected.insert(finding.place.clone());
                self.presumed.get_or_insert_with(|| self.current.clone());
            }
            if let Some(presumed) = &mut self.presumed {
                apply(&mut presumed.forms, &finding);
            }
            if finding.is_automatic() {
                apply(&mut self.corrected, &finding);
            }
            if is_followed {
                let changed = apply(&mut self.current.forms, &finding);
                // Only forms that changed are checked anew: a submission may have hundreds.
                changed.into_iter().for_each(|form| self.memory.forget(form));
                if !finding.is_automatic() {
                    // What follows from an assumption is one too.
                    self.undecided.insert(finding.place.clone());
                }
                let root = finding.cause.clone().unwrap_or_else(|| finding.key());
                self.changed.entry(finding.place.clone()).or_insert(root);
            }
            self.findings.push(finding);
        }
    }

    /// A finding that arose only after a correction follows from it, and its cell's formula gives the right
    /// value once the inputs are right. Some rules know the cause at once.
    fn name_cause(&self, finding: &mut Finding) {
        let known = self.first.as_ref().and_then(|first| first.get(&key(finding)));
        let inputs = finding.evidence.iter().filter(|evidence| evidence.place != finding.place);
        let corrected = inputs.filter_map(|evidence| self.changed.get(&evidence.place)).next();
        finding.cause = match known {
            Some(named) => named.clone(),
            None => corrected.cloned(),
        };
        if let Some(correction) = &mut finding.correction {
            // A formula whose inputs were wrong is right, and gives the right value once they are.
            correction.keeps_formula |= finding.cause.is_some();
        }
    }

    /// How every rule ended: forms on which something was accepted as broken, then the last round.
    fn coverage(&self) -> Vec<Coverage> {
        let mut coverage: BTreeMap<&str, Coverage> = BTreeMap::new();
        for result in &self.last.results {
            let entry = coverage
                .entry(result.rule.id)
                .or_insert_with(|| Coverage { rule: result.rule.id.into(), ..Coverage::default() });
            let missing: Vec<Missing> = result.outcomes.iter().filter_map(RuleOutcome::missing).cloned().collect();
            let holds =
                result.outcomes.iter().any(|outcome| matches!(outcome, RuleOutcome::Holds | RuleOutcome::Noted(_)));
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
        if result.outcomes.iter().any(|outcome| matches!(outcome, RuleOutcome::Explained)) {
            return true;
        }
        let form = result.form.and_then(|index| self.current.forms.get(index));
        let on_form = |finding: &&Finding| form.is_none_or(|form| form.contains(&finding.place));
        self.findings
            .iter()
            .filter(|finding| finding.rule == result.rule.id && finding.severity > Severity::Note)
            .any(|finding| on_form(&finding))
    }
}

/// Writes the expected value into the cell, and says which forms have it.
fn apply(forms: &mut [Form], finding: &Finding) -> Vec<usize> {
    let Some(correction) = &finding.correction else { return Vec::new() };
    let mut changed = Vec::new();
    for (index, form) in forms.iter_mut().enumerate() {
        for entry in form.entries_at(&correction.place) {
            changed.push(index);
            entry.text = correction.value.clone();
            // It was calculated from the old inputs, and would be reported against the new value.
            entry.recalculated = None;
            if let Content::Figure(figure) = &mut entry.content
                && let Some(value) = figure.value_of(&correction.stored)
            {
                *figure = figure.with_value(value);
            }
        }
    }
    changed
}
