//! Broken relations → findings: wording, expected value, and whether the stated figure is to blame.
//!
//! This module knows figures and relations, neither forms nor files.

use rust_decimal::Decimal;

use crate::figure::Figure;
use crate::finding::{Correction, Finding, Severity, Trust};
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
    let limit = matches!(relation.law, Law::AtMost(_));
    let verb = if limit { "不应大于" } else { "应为" };
    let sign = if limit { "即" } else { "=" };
    let mut message = format!("填报 {}，{verb} {shown} {sign} {}", stated.show(), relation.formula());
    if rounding {
        message.push_str("；按各数自身位数四舍五入可以相符，请统一小数位数后核对");
    } else if let Some(advice) = &relation.advice {
        message.push_str(&format!("；{advice}"));
    }
    let trust = if rounding { Trust::Suggested } else { Trust::Automatic };
    let mut finding = rule.finding(&stated.place, &relation.item, message).stating(stated.show()).because(relation.evidence());
    finding.expected = Some(if limit { format!("≤{shown}") } else { shown });
    finding.difference = Some(difference(stated, expected));
    finding.severity = if rounding { Severity::Warning } else { rule.severity };
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

/// Weighs every correction against all relations: an amount that another relation confirms as filed is not
/// changed without asking; a score that the total confirms as expected is.
pub fn weigh(findings: &mut [&mut Finding], relations: &[Relation]) {
    for finding in findings.iter_mut() {
        let place = finding.place.clone();
        let Some(correction) = finding.correction.as_mut() else { continue };
        let Some(stated) = relations.iter().flat_map(|relation| relation.inputs().into_iter().chain([&relation.stated])).find(|operand| operand.figure.place == place) else { continue };
        let Some(value) = corrected_value(&stated.figure, correction) else { continue };
        let others: Vec<&Relation> = relations.iter().filter(|relation| relation.involves(&place)).collect();
        let after = |relation: &Relation| relation.with(&place, value).verdict();
        let confirms_stated = others.iter().any(|relation| relation.verdict() == Verdict::Holds && after(relation) == Verdict::Broken);
        let confirms_expected = others.iter().any(|relation| {
            relation.stated.figure.place != place && relation.verdict() == Verdict::Broken && after(relation) == Verdict::Holds
        });
        if stated.figure.unit.is_money() && confirms_stated && correction.trust == Trust::Automatic {
            correction.trust = Trust::Suggested;
            finding.message.push_str("；另有勾稽关系与填报数相符，可能是分项有误，请核实后再改");
        } else if !stated.figure.unit.is_money() && confirms_expected && finding.severity == Severity::Error {
            correction.trust = Trust::Automatic;
        }
    }
}

fn corrected_value(figure: &Figure, correction: &Correction) -> Option<Decimal> {
    use crate::finding::NewValue;
    match &correction.stored {
        NewValue::Number(number) => Some(figure.from_stored(*number)),
        NewValue::Text(_) => crate::read::number::parse(&correction.value).map(|typed| typed.value),
    }
}
