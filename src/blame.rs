//! One wrong figure that breaks several relations: found where all of them meet.
//!
//! After everything certain is corrected, the relations still broken are looked at together. Where exactly one
//! figure stands in all relations of a connected group, and one value of it makes every relation hold, that
//! figure is at fault; what the relations said of other figures follows from it.

use rust_decimal::Decimal;

use crate::figure::Figure;
use crate::finding::{Evidence, Finding, Severity, Trust};
use crate::read::Place;
use crate::relation::{Operand, Relation, Verdict};
use crate::resolve::correction;
use crate::rules::outcome::difference;

/// A relation and the id of the rule that states it.
pub type Law = (&'static str, Relation);

/// Gathers the findings of each group under the figure at fault, where there is just one.
pub fn gather(findings: &mut [Finding], laws: &[Law]) {
    let fails = |relation: &Relation| matches!(relation.verdict(), Verdict::Broken | Verdict::Rounding);
    let broken: Vec<&Law> = laws.iter().filter(|(_, relation)| fails(relation)).collect();
    for group in groups(&broken) {
        let only_rounding = group.iter().all(|(_, relation)| relation.verdict() == Verdict::Rounding);
        if group.len() < 2 || only_rounding {
            continue;
        }
        let solutions: Vec<(Operand, Decimal)> =
            shared(&group).into_iter().filter_map(|operand| solve(operand, &group, laws)).collect();
        if let [(operand, value)] = &solutions[..] {
            settle(findings, &group, operand, *value);
        }
    }
}

/// Broken relations that are connected by common figures.
fn groups<'a>(broken: &[&'a Law]) -> Vec<Vec<&'a Law>> {
    let mut groups: Vec<Vec<&Law>> = Vec::new();
    for law in broken {
        let touches =
            |group: &Vec<&Law>| group.iter().any(|other| places(&other.1).iter().any(|place| law.1.involves(place)));
        let (mut touching, apart): (Vec<_>, Vec<_>) = groups.into_iter().partition(touches);
        let mut merged: Vec<&Law> = touching.drain(..).flatten().collect();
        merged.push(law);
        groups = apart;
        groups.push(merged);
    }
    groups
}

fn operands(relation: &Relation) -> Vec<&Operand> {
    relation.inputs().into_iter().chain([&relation.stated]).collect()
}

fn places(relation: &Relation) -> Vec<&Place> {
    operands(relation).into_iter().map(|operand| &operand.figure.place).collect()
}

/// The figures that stand in every relation of a group.
fn shared<'a>(group: &[&'a Law]) -> Vec<&'a Operand> {
    let in_all = |operand: &&Operand| group.iter().all(|(_, relation)| relation.involves(&operand.figure.place));
    group.first().map(|(_, relation)| operands(relation).into_iter().filter(in_all).collect()).unwrap_or_default()
}

/// The value of a figure that makes every relation hold, those that hold already included.
fn solve(operand: &Operand, group: &[&Law], laws: &[Law]) -> Option<(Operand, Decimal)> {
    let figure = &operand.figure;
    let value = figure.rounded_like(group.first()?.1.solved_for(&figure.place)?);
    let involved = laws.iter().filter(|(_, relation)| relation.involves(&figure.place));
    let all_hold =
        involved.into_iter().all(|(_, relation)| relation.with(&figure.place, value).verdict() == Verdict::Holds);
    all_hold.then(|| (operand.clone(), value))
}

/// The finding on the figure at fault first; the others of the group follow from it.
fn settle(findings: &mut [Finding], group: &[&Law], operand: &Operand, value: Decimal) {
    let of_group = |finding: &Finding| {
        finding.cause.is_none()
            && group
                .iter()
                .any(|(rule, relation)| *rule == finding.rule && relation.stated.figure.place == finding.place)
    };
    let members: Vec<usize> = (0..findings.len()).filter(|&index| of_group(&findings[index])).collect();
    let at_fault = members.iter().copied().find(|&index| findings[index].place == operand.figure.place);
    let Some(first) = at_fault.or(members.first().copied()) else { return };
    if at_fault.is_none() {
        blame(&mut findings[first], group, operand, value);
    }
    let key = findings[first].key();
    for index in members.into_iter().filter(|&index| index != first) {
        findings[index].cause = Some(key.clone());
        findings[index].correction = None;
    }
}

/// Turns a finding into one on the figure at fault, with every relation as evidence.
fn blame(finding: &mut Finding, group: &[&Law], operand: &Operand, value: Decimal) {
    let figure: &Figure = &operand.figure;
    let shown = figure.show_other(value);
    let formulas: Vec<String> = group.iter().map(|(_, relation)| relation.equation()).collect();
    let elsewhere = |operand: &&Operand| operand.figure.place != figure.place;
    let known = group.iter().flat_map(|(_, relation)| operands(relation)).filter(elsewhere);
    finding.evidence = known
        .map(|operand| Evidence {
            place: operand.figure.place.clone(),
            label: operand.label.clone(),
            value: operand.figure.show(),
        })
        .collect();
    finding.evidence.dedup();
    finding.message = format!("填报 {}，改为 {shown} 则下列关系都相符：{}；请核实", figure.show(), formulas.join("；"));
    finding.place = figure.place.clone();
    finding.item = operand.label.clone();
    finding.stated = Some(figure.show());
    finding.difference = Some(difference(figure, value));
    finding.correction = Some(correction(figure, value, Trust::Suggested));
    finding.expected = Some(shown);
    finding.severity = Severity::Error;
}
