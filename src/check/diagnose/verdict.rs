//! Findings for a contradiction: the figure at fault, or the figures among which it is.

use std::collections::BTreeSet;

use crate::check::diagnose::fault::{Fault, Solution};
use crate::check::diagnose::network::operands;
use crate::check::diagnose::{RuledRelation, finding};
use crate::model::figure::{Figure, round};
use crate::model::finding::{Evidence, Finding, Severity, Trust, correction, item};
use crate::model::relation::{Law, Relation};
use crate::rules::Rule;

/// At most so many figures are offered to choose from.
const MOST_OFFERED: usize = 4;

/// One finding for each figure at fault, with the relation under which it is reported: what speaks most directly
/// about a figure is taken first, and no relation twice while there are others.
pub fn certain(laws: &[RuledRelation], faults: &[&Fault]) -> Vec<(usize, Finding)> {
    let evidence: Vec<Vec<usize>> = faults.iter().map(|fault| evident(laws, fault, faults)).collect();
    let mut choices: Vec<((usize, usize, usize), usize)> = Vec::new();
    for (index, evident) in evidence.iter().enumerate() {
        choices.extend(evident.iter().map(|&law| (directness(laws, law, faults[index].figure()), index)));
    }
    // The number of the law comes last: equals are told in the order of the catalogue, on every machine.
    choices.sort_unstable();
    let (mut leads, mut taken) = (vec![None; faults.len()], BTreeSet::new());
    for ((.., law), index) in &choices {
        if leads[*index].is_none() && taken.insert(*law) {
            leads[*index] = Some(*law);
        }
    }
    for ((.., law), index) in &choices {
        leads[*index].get_or_insert(*law);
    }
    let lead_of =
        |(index, lead): (usize, Option<usize>)| Some((lead?, at_fault(laws, lead?, &evidence[index], faults[index])));
    leads.into_iter().enumerate().filter_map(lead_of).collect()
}

/// The broken relations of a figure that say the same whatever the others at fault should be; all of them where there
/// are none. Two exchanged figures change no sum.
fn evident(laws: &[RuledRelation], fault: &Fault, faults: &[&Fault]) -> Vec<usize> {
    let place = &fault.figure().place;
    let undisturbed = |law: &usize| {
        let relation = laws[*law].1;
        let others = || faults.iter().filter(|other| other.figure().place != *place);
        let mut involved = others().filter(|other| relation.involves(&other.figure().place)).peekable();
        let correct = |relation: Relation, other: &&Fault| Some(relation.with(&other.figure().place, other.value?));
        involved.peek().is_none() || {
            let corrected = involved.try_fold(relation.clone(), correct);
            corrected.is_some_and(|corrected| corrected.solved_for(place) == relation.solved_for(place))
        }
    };
    let alone: Vec<usize> = fault.broken.iter().copied().filter(undisturbed).collect();
    if alone.is_empty() { fault.broken.clone() } else { alone }
}

/// A relation that derives the figure speaks first, then one that states it, then any other; of equals the shortest.
fn directness(laws: &[RuledRelation], law: usize, figure: &Figure) -> (usize, usize, usize) {
    let relation = laws[law].1;
    let rank = match (relation.stated.figure.place == figure.place, relation.derived) {
        (true, true) => 0,
        (true, false) => 1,
        _ => 2,
    };
    (rank, if rank == 0 { 0 } else { operands(relation).count() }, law)
}

fn at_fault(laws: &[RuledRelation], lead: usize, evident: &[usize], fault: &Fault) -> Finding {
    let ((rule, relation), figure) = (laws[lead], fault.figure());
    let derives = relation.stated.figure.place == figure.place && !relation.law.is_limit();
    let others: Vec<&Relation> =
        evident.iter().filter(|&&law| law != lead || !derives).map(|&law| laws[law].1).collect();
    // Where no value can be said of the figure at fault, the one that the relation states is not corrected either.
    let mut found = Finding { correction: None, ..finding(rule, relation, false) };
    let all: Vec<&Relation> = evident.iter().map(|&law| laws[law].1).collect();
    let name = if found.place == figure.place { found.item.clone() } else { named_by(fault, &all) };
    if let Some(allowed) = fault.allowed.filter(|_| fault.is_vague()) {
        let step = u32::try_from(figure.own_decimals).unwrap_or(0);
        let [low, high] = [allowed.low, allowed.high].map(|end| figure.show_other(round(end, step)));
        found = stating(rule, name, fault, format!("{low}～{high}"));
        found.message =
            format!("填报 {}，按下列关系应在 {low} 至 {high} 之间：{}；请核实", figure.show(), equations(&all));
    } else if let Some(value) = fault.value.filter(|_| fault.mends) {
        // Only a calculated figure is certain to be wrong; a reported one is known to somebody else.
        let trust = if derives && relation.derived { Trust::Automatic } else { Trust::Suggested };
        found = stating(rule, name, fault, figure.show_other(value));
        found.compare(figure, value);
        found.correction = Some(correction(figure, value, trust));
        found.message = match derives {
            true => derived(figure, value, relation),
            false => format!("填报 {}，疑应为 {}", figure.show(), figure.show_other(value)),
        };
        if !others.is_empty() {
            let also = if derives { "另有" } else { "" };
            found.message.push_str(&format!("；{also}目前不符、改后相符的关系：{}", equations(&others)));
        }
        let ask =
            if trust == Trust::Suggested && !derives { Some("请核实".to_string()) } else { relation.advice.clone() };
        let slip = fault.slip.as_ref().map(|slip| slip.words());
        slip.into_iter().chain(ask).for_each(|words| found.message.push_str(&format!("；{words}")));
    }
    found.evidence = evidence(laws, evident, fault, lead);
    found
}

/// 「填报 411.48，应为 411.57 = 基本支出 300.47（D5） + 项目支出 111.10（E5）」
fn derived(figure: &Figure, value: rust_decimal::Decimal, relation: &Relation) -> String {
    let nominal = relation.expected().map(|expected| relation.rounded_for(figure, expected));
    let about = if nominal == Some(value) { "=" } else { "≈" };
    format!("填报 {}，应为 {} {about} {}", figure.show(), figure.show_other(value), relation.formula())
}

/// What an addend is called: its column, and its row where one of the sums runs down that column.
fn named_by(fault: &Fault, relations: &[&Relation]) -> String {
    let (label, place) = (&fault.operand.label, &fault.figure().place);
    let down =
        |relation: &&&Relation| matches!(relation.law, Law::Sum(_)) && relation.item.ends_with(&format!(" · {label}"));
    let addends = relations.iter().filter(down).flat_map(|relation| relation.inputs());
    let mut addends = addends.filter(|addend| addend.figure.place == *place && addend.label != *label);
    addends.next().map_or_else(|| label.clone(), |addend| item(&addend.label, label))
}

fn stating(rule: &Rule, name: String, fault: &Fault, expected: String) -> Finding {
    let figure = fault.figure();
    let finding = rule.finding(&figure.place, name, String::new()).stating(figure.show());
    finding.expecting(expected).weighing(rule.severity.max(Severity::Warning))
}

/// The figures of all relations that the fault breaks, those of the first relation first.
fn evidence(laws: &[RuledRelation], evident: &[usize], fault: &Fault, lead: usize) -> Vec<Evidence> {
    let order = [lead].into_iter().chain(evident.iter().copied().filter(|&law| law != lead));
    // The figure at fault is the subject of the finding and no evidence for itself.
    let mut seen = BTreeSet::from([fault.figure().place.clone()]);
    let figures = order.flat_map(|law| operands(laws[law].1));
    let new = figures.filter(|operand| seen.insert(operand.figure.place.clone()));
    new.map(|operand| Evidence {
        place: operand.figure.place.clone(),
        label: operand.label.clone(),
        value: operand.figure.show(),
    })
    .collect()
}

fn equations(relations: &[&Relation]) -> String {
    let equations: Vec<String> = relations.iter().map(|relation| relation.equation()).collect();
    equations.join("；")
}

/// One finding that shows what may be at fault, and corrects nothing.
pub fn uncertain(laws: &[RuledRelation], solutions: &[Solution], broken: &BTreeSet<usize>) -> Vec<(usize, Finding)> {
    let suspects = || solutions.iter().flat_map(|solution| &solution.faults);
    let suspected = |law: &&usize| suspects().any(|fault| fault.figure().place == laws[**law].1.stated.figure.place);
    let Some(&lead) = broken.iter().find(suspected).or(broken.first()) else { return Vec::new() };
    let (rule, relation) = laws[lead];
    let mut found = finding(rule, relation, false);
    found.correction = None;
    // Where the two sides of one equality are all there is to choose from, the finding has said so already.
    let plain = solutions.len() <= 2 && (relation.law.is_limit() || !relation.derived && relation.inputs().len() == 1);
    if broken.len() > 1 || !plain {
        let all: Vec<&Relation> = broken.iter().map(|&law| laws[law].1).collect();
        let together = if all.len() > 1 { "下列关系不能同时成立" } else { "下列关系不成立" };
        found.message = format!("{together}：{}；{}", equations(&all), offers(solutions, relation));
        found.expected = None;
        found.difference = None;
        found.numbers = None;
    }
    vec![(lead, found)]
}

fn offers(solutions: &[Solution], relation: &Relation) -> String {
    let offer = |solution: &Solution| {
        let figures: Vec<String> = solution.faults.iter().map(|fault| one_offer(fault, relation)).collect();
        figures.join("，且 ")
    };
    let shown: Vec<String> = solutions.iter().take(MOST_OFFERED).map(offer).collect();
    let more = if solutions.len() > MOST_OFFERED { format!("；等 {} 处", solutions.len()) } else { String::new() };
    format!("可能是下列之一有误，请核实：{}{more}", shown.join("；"))
}

fn one_offer(fault: &Fault, relation: &Relation) -> String {
    let (figure, label) = (fault.figure(), &fault.operand.label);
    let cell = relation.cell(&figure.place);
    let right = fault.value.map(|value| format!("，应为 {}", figure.show_other(value))).unwrap_or_default();
    let slip = fault.slip.as_ref().map(|slip| format!("（{}）", slip.words())).unwrap_or_default();
    format!("{label} {}（{cell}）{right}{slip}", figure.show())
}

/// A note on a relation that holds by itself, but not with all others.
pub fn strained((rule, relation): RuledRelation) -> Finding {
    let figure = &relation.stated.figure;
    let message = format!(
        "{} 单独核对在四舍五入范围内，与其他关系放在一起则差一个尾数；疑似人工调整尾差，可不更正",
        relation.equation().replace('≠', "≈")
    );
    let found = rule.finding(&figure.place, &relation.item, message).stating(figure.show());
    found.because(relation.evidence()).weighing(Severity::Note)
}
