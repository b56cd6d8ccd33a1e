//! Broken relations → findings: wording, expected value, and whether the stated figure is to blame.
//!
//! It knows figures and relations, and of a rule only its name and weight; neither forms nor files.

use rust_decimal::Decimal;

use crate::figure::Figure;
use crate::finding::{Correction, Evidence, Finding, Severity, Trust};
use crate::relation::{Law, Relation, Verdict};
use crate::rules::outcome::difference;
use crate::rules::{Outcome, Rule};

/// What a rule's law gives at one place; nothing where the law says nothing.
pub fn outcome(rule: &Rule, relation: &Relation) -> Option<Outcome> {
    match relation.verdict() {
        Verdict::Undefined => None,
        Verdict::Holds => Some(Outcome::Holds),
        Verdict::Rounding => Some(Outcome::Broken(finding(rule, relation, true))),
        Verdict::Broken => Some(Outcome::Broken(finding(rule, relation, false))),
    }
}

fn finding(rule: &Rule, relation: &Relation, rounding: bool) -> Finding {
    let stated = &relation.stated.figure;
    let expected = stated.rounded_like(relation.expected().unwrap_or(Decimal::ZERO));
    let shown = stated.show_other(expected);
    let (verb, bound, sign) = match relation.law {
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
    let trust = if rounding { Trust::Suggested } else { Trust::Automatic };
    let mut finding =
        rule.finding(&stated.place, &relation.item, message).stating(stated.show()).because(relation.evidence());
    finding.expected = Some(format!("{bound}{shown}"));
    finding.difference = Some(difference(stated, expected));
    finding.severity = if rounding { rule.severity.min(Severity::Warning) } else { rule.severity };
    finding.correction = relation.derived.then(|| correction(stated, expected, trust));
    finding
}

/// The correction that gives a figure another value, written the way its cell keeps numbers.
pub fn correction(figure: &Figure, value: Decimal, trust: Trust) -> Correction {
    Correction {
        place: figure.place.clone(),
        value: figure.show_other(value),
        stored: figure.to_stored(value),
        trust,
        keeps_formula: false,
    }
}

/// Lays the blame: where the same figure stands in two places and differs, the place that fewer other
/// relations confirm is at fault; of equals, the stated one.
pub fn aim(relation: Relation, relations: &[Relation]) -> Relation {
    let Law::Equal(other) = &relation.law else { return relation };
    if relation.derived || relation.verdict() == Verdict::Holds {
        return relation;
    }
    let stated = &relation.stated;
    let of_stated = confirmations(&stated.figure, other.figure.base(), relations);
    let of_other = confirmations(&other.figure, stated.figure.base(), relations);
    if of_other >= of_stated {
        return relation;
    }
    let (stated, other) = (other.clone(), stated.clone());
    Relation { item: stated.label.clone(), stated, law: Law::Equal(other), ..relation }
}

/// How many relations hold with a figure as filed and would break with another value (base units).
fn confirmations(figure: &Figure, value: Decimal, relations: &[Relation]) -> usize {
    let value = value / figure.unit.scale();
    let confirms = |relation: &&Relation| {
        relation.involves(&figure.place)
            && relation.verdict() == Verdict::Holds
            && relation.with(&figure.place, value).verdict() != Verdict::Holds
    };
    relations.iter().filter(confirms).count()
}

/// Weighs a correction against all relations: an amount that another relation confirms as filed is not
/// changed without asking; a score that the total confirms as expected is.
pub fn weigh(finding: &mut Finding, relations: &[Relation]) {
    let place = finding.place.clone();
    let Some(correction) = finding.correction.as_mut() else { return };
    let involved: Vec<&Relation> = relations.iter().filter(|relation| relation.involves(&place)).collect();
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
fn inputs_in_doubt(evidence: &[Evidence], relations: &[Relation]) -> bool {
    let is_input = |relation: &Relation| {
        relation.inputs().iter().any(|input| evidence.iter().any(|known| known.place == input.figure.place))
    };
    let sums = relations
        .iter()
        .filter(|relation| matches!(relation.law, Law::Sum(_)) && relation.stated.figure.unit.is_money());
    sums.filter(|relation| is_input(relation)).any(|relation| relation.verdict() == Verdict::Broken)
}
