//! Broken relations → findings that name the figure at fault.
//!
//! All relations of a submission are looked at together: what one mistyped figure breaks is one finding, at that
//! figure, with every relation as evidence. It knows figures and relations, and of a rule only its name and weight;
//! neither forms nor files.

mod fault;
mod network;
mod verdict;

use std::collections::{BTreeSet, HashSet};

use rust_decimal::Decimal;

use crate::check::localise::{Contradiction, localise};
use crate::model::figure::Figure;
use crate::model::finding::{Evidence, Finding, Severity, Trust, correction};
use crate::model::place::Place;
use crate::model::relation::{Law, Relation, Verdict};
use crate::rules::{Outcome, Rule};

use fault::{Elsewhere, Solution};
use network::{Network, operands};

/// A relation and the rule that states it.
pub type RuledRelation<'a> = (&'static Rule, &'a Relation);

/// At most so many solutions of a contradiction are weighed; among more, nothing stands out.
const MOST_SOLUTIONS: usize = 64;

/// How all relations of a submission end.
pub struct Judgement {
    /// How every relation ends, seen with all others: nothing where the law says nothing, and two findings where two
    /// of its figures are at fault.
    pub outcomes: Vec<Vec<Outcome>>,
    /// The figures of contradictions that the search could not decide.
    pub undecided: HashSet<Place>,
}

/// Judges all relations together.
pub fn judge(laws: &[RuledRelation]) -> Judgement {
    let verdicts: Vec<Verdict> = laws.iter().map(|(_, relation)| relation.verdict()).collect();
    let alone = laws.iter().zip(&verdicts);
    let alone = alone.map(|((rule, relation), &verdict)| outcome(rule, relation, verdict).into_iter().collect());
    let mut outcomes: Vec<Vec<Outcome>> = alone.collect();
    let network = Network::of(laws.iter().map(|(_, relation)| *relation).collect(), &verdicts);
    let diagnosis = localise(&network.system);
    let cases = contradicted(&network, &diagnosis.contradictions, &verdicts);
    cases.iter().flat_map(|case| &case.broken).for_each(|&law| outcomes[law] = vec![Outcome::Explained]);
    for (law, finding) in findings(laws, &cases) {
        outcomes[law].push(Outcome::Broken(finding));
    }
    for law in diagnosis.strained {
        if matches!(outcomes[law][..], [Outcome::Holds]) {
            outcomes[law] = vec![Outcome::Noted(verdict::strained(laws[law]))];
        }
    }
    Judgement { outcomes, undecided: undecided(laws, &diagnosis.contradictions) }
}

/// The figures of contradictions that the search could not decide: too many figures, or too large.
fn undecided(laws: &[RuledRelation], contradictions: &[Contradiction]) -> HashSet<Place> {
    let unsolved = contradictions.iter().filter(|contradiction| contradiction.solutions.is_empty());
    let figures = unsolved.flat_map(|contradiction| &contradiction.laws).flat_map(|&law| operands(laws[law].1));
    figures.map(|operand| operand.figure.place.clone()).collect()
}

/// By how much, for each of its figures, a solution has to be likelier than all others to stand out.
const MARGIN: u32 = 40;

/// A contradiction while it is being resolved.
struct ContradictionCase<'a> {
    contradiction: &'a Contradiction,
    /// Its relations that are broken by themselves.
    broken: BTreeSet<usize>,
    /// The likeliest solutions, from the likeliest; none of them stands out unless it is alone.
    solutions: Vec<Solution<'a>>,
}

impl<'a> ContradictionCase<'a> {
    fn solve(&mut self, network: &Network<'a>, elsewhere: &Elsewhere) {
        let own: BTreeSet<&Place> = places(network, self.contradiction.solutions.iter().flatten()).collect();
        let mut elsewhere = elsewhere.clone();
        // What this contradiction itself may blame is decided here, not by the first look at another.
        elsewhere.retain(|place, _| !own.contains(place));
        let solutions = self.contradiction.solutions.iter().take(MOST_SOLUTIONS);
        let solved = solutions.map(|figures| Solution::of(network, figures, &self.broken, &elsewhere));
        self.solutions = solved.collect();
        // Among many figures a slip fits some by chance.
        let many = u32::try_from(self.solutions.len()).unwrap_or(u32::MAX);
        self.solutions.iter_mut().for_each(|solution| solution.weigh(many));
        let best = self.solutions.iter().map(|solution| solution.weight).min().unwrap_or_default();
        let figures = self.solutions.iter().map(|solution| solution.faults.len()).min().unwrap_or_default();
        // Two figures at fault bring two slips by chance as easily as one brings one.
        let margin = MARGIN * u32::try_from(figures).unwrap_or(1);
        self.solutions.retain(|solution| solution.weight < best + margin);
        self.solutions.sort_by_key(|solution| solution.weight);
    }

    /// The only likely solution.
    fn certain(&self) -> Option<&Solution<'a>> {
        let complete = self.contradiction.solutions.len() <= MOST_SOLUTIONS;
        self.solutions.first().filter(|_| complete && self.solutions.len() == 1)
    }

    /// What it says about its figures.
    fn values(&self) -> Vec<(&'a Place, Option<Decimal>)> {
        let certain = self.certain().is_some();
        let faults = self.solutions.iter().flat_map(|solution| &solution.faults);
        faults
            .map(|fault| (&fault.operand.figure.place, fault.value.filter(|_| certain && !fault.is_vague())))
            .collect()
    }
}

/// Every contradiction that could be decided, resolved.
fn contradicted<'a>(
    network: &Network<'a>,
    contradictions: &'a [Contradiction],
    verdicts: &[Verdict],
) -> Vec<ContradictionCase<'a>> {
    let broken = |contradiction: &Contradiction| {
        let figures = contradiction.solutions.iter().flatten();
        let laws = figures.flat_map(|&figure| network.nodes[figure].laws.iter().copied());
        laws.filter(|&law| verdicts[law] == Verdict::Broken).collect()
    };
    let mut cases: Vec<ContradictionCase> = contradictions
        .iter()
        .filter(|contradiction| !contradiction.solutions.is_empty())
        .map(|contradiction| ContradictionCase { contradiction, broken: broken(contradiction), solutions: Vec::new() })
        .collect();
    // Relations may reach from one contradiction into another: first each is looked at without them, then with what
    // the first look has found.
    let first = cases.iter().flat_map(|case| &case.contradiction.solutions[0]);
    let mut elsewhere: Elsewhere = places(network, first).map(|place| (place, None)).collect();
    let several = cases.len() > 1;
    cases.iter_mut().for_each(|case| case.solve(network, &elsewhere));
    // With one contradiction the second look would see what the first saw.
    if several {
        elsewhere = cases.iter().flat_map(ContradictionCase::values).collect();
        cases.iter_mut().for_each(|case| case.solve(network, &elsewhere));
    }
    let certain = cases.iter_mut().filter(|case| case.certain().is_some());
    let solutions = certain.flat_map(|case| &mut case.solutions);
    fault::name_exchanges(&mut solutions.flat_map(|solution| &mut solution.faults).collect::<Vec<_>>());
    cases
}

fn places<'a, 'f>(network: &Network<'a>, figures: impl Iterator<Item = &'f usize>) -> impl Iterator<Item = &'a Place> {
    figures.map(|figure| &network.nodes[*figure].operand.figure.place)
}

/// What is said, and under which relation.
fn findings(laws: &[RuledRelation], cases: &[ContradictionCase]) -> Vec<(usize, Finding)> {
    let faults: Vec<_> =
        cases.iter().filter_map(ContradictionCase::certain).flat_map(|solution| &solution.faults).collect();
    let uncertain = cases.iter().filter(|case| case.certain().is_none());
    let mut findings: Vec<_> =
        uncertain.flat_map(|case| verdict::uncertain(laws, &case.solutions, &case.broken)).collect();
    findings.extend(verdict::certain(laws, &faults));
    findings
}

/// What a rule's law gives at one place, seen by itself.
fn outcome(rule: &Rule, relation: &Relation, verdict: Verdict) -> Option<Outcome> {
    match verdict {
        Verdict::Undefined => None,
        Verdict::Holds => Some(Outcome::Holds),
        Verdict::Rounding => Some(Outcome::Broken(finding(rule, relation, true))),
        Verdict::Broken => Some(Outcome::Broken(finding(rule, relation, false))),
    }
}

fn finding(rule: &Rule, relation: &Relation, rounding: bool) -> Finding {
    let stated = &relation.stated.figure;
    let expected = relation.rounded_for(stated, relation.expected().unwrap_or(Decimal::ZERO));
    let shown = stated.show_other(expected);
    let (verb, bound, sign) = match relation.law {
        // A limit gives no value to put in place, only a bound to name.
        Law::AtMost(_) => ("不应大于", "≤", "即"),
        Law::AtLeast(_) => ("不应小于", "≥", "="),
        _ => ("应为", "", "="),
    };
    let mut message = format!("填报 {}，{verb} {shown} {sign} {}", stated.show(), relation.formula());
    if rounding {
        message.push_str("；按各数自身位数四舍五入可以相符，请统一小数位数后核对");
    } else if let Some(advice) = &relation.advice {
        message.push_str(&format!("；{advice}"));
    }
    // Where rounding explains it, the figure filed may be the exact one.
    let trust = if rounding { Trust::Suggested } else { Trust::Automatic };
    let mut finding = rule.finding_on(stated, &relation.item, expected, message).because(relation.evidence());
    finding.expected = Some(format!("{bound}{shown}"));
    finding.severity = if rounding { rule.severity.min(Severity::Warning) } else { rule.severity };
    finding.correction = relation.derived.then(|| correction(stated, expected, trust));
    finding
}

/// How many relations hold with a figure as filed and would break with another value (base units).
fn confirmations(figure: &Figure, value: Decimal, relations: &[&Relation]) -> usize {
    let value = value / figure.unit.scale();
    let confirms = |relation: &&Relation| {
        relation.involves(&figure.place)
            && relation.verdict() == Verdict::Holds
            && relation.with(&figure.place, value).verdict() != Verdict::Holds
    };
    relations.iter().copied().filter(confirms).count()
}

/// Weighs a correction against all relations: an amount that another relation confirms as filed is not
/// changed without asking; a score that the total confirms as expected is.
pub fn weigh(finding: &mut Finding, relations: &[&Relation]) {
    let place = finding.place.clone();
    let Some(correction) = finding.correction.as_mut() else { return };
    let involved: Vec<&Relation> = relations.iter().copied().filter(|relation| relation.involves(&place)).collect();
    let operands = involved.iter().flat_map(|relation| relation.inputs().into_iter().chain([&relation.stated]));
    let Some(figure) = operands.map(|operand| &operand.figure).find(|figure| figure.place == place) else { return };
    let Some(value) = figure.value_of(&correction.stored) else { return };
    if figure.unit.is_money() {
        let confirmed = confirmations(figure, value * figure.unit.scale(), relations) > 0;
        if confirmed && correction.trust == Trust::Automatic {
            correction.trust = Trust::Suggested;
            finding.message.push_str("；另有勾稽关系与填报数相符，可能是分项有误，请核实后再改");
        }
        return;
    }
    let mends = |relation: &&Relation| {
        relation.stated.figure.place != place
            && relation.verdict() == Verdict::Broken
            && relation.with(&place, value).verdict() == Verdict::Holds
    };
    if finding.severity == Severity::Error && involved.iter().any(mends) {
        correction.trust = Trust::Automatic;
    } else if correction.trust == Trust::Automatic && inputs_in_doubt(&finding.evidence, relations) {
        correction.trust = Trust::Suggested;
        finding.message.push_str("；所依据的数与合计不符，请先核实该数");
    }
}

/// Whether an amount that something follows from is an addend of a sum that does not come out.
fn inputs_in_doubt(evidence: &[Evidence], relations: &[&Relation]) -> bool {
    let is_input = |relation: &Relation| {
        relation.inputs().iter().any(|input| evidence.iter().any(|known| known.place == input.figure.place))
    };
    let sums = relations
        .iter()
        .filter(|relation| matches!(relation.law, Law::Sum(_)) && relation.stated.figure.unit.is_money());
    sums.filter(|relation| is_input(relation)).any(|relation| relation.verdict() == Verdict::Broken)
}

#[cfg(test)]
mod tests;
