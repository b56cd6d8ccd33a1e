//! A broken claim of a report → what is said about it.

use rust_decimal::{Decimal, RoundingStrategy};

use crate::model::figure::Figure;
use crate::model::finding::{Finding, Severity, evidence};
use crate::model::relation::{Law, Operand, Relation};
use crate::narrative::claims::{Claim, Tie};
use crate::rules::{Outcome, Rule};

/// What its rule says about a claim.
pub fn outcome(claim: &Claim, rule: &Rule) -> Outcome {
    if !claim.is_broken() {
        return Outcome::Holds;
    }
    let mut finding = match &claim.tie {
        Tie::Law(relation) => broken_law(claim, rule, relation),
        Tie::Growth { stated, amount, change, falls } => broken_growth(rule, [stated, amount, change], *falls),
        Tie::Said(said) => {
            let message = said.wrong.clone().unwrap_or_default();
            let finding = rule.finding(&said.place, &said.item, message).stating(&said.stated);
            Finding { expected: said.expected.clone(), ..finding.because(said.evidence.clone()) }
        }
    };
    finding.severity = claim.severity.unwrap_or(rule.severity);
    if let Some(remark) = &claim.remark {
        finding.message.push_str(&format!("；{remark}"));
    }
    Outcome::Broken(finding)
}

fn broken_law(claim: &Claim, rule: &Rule, relation: &Relation) -> Finding {
    let expected = relation.expected().unwrap_or_default();
    let finding = match &relation.law {
        // A fall is stated without its sign.
        Law::Change(now, before) if relation.stated.figure.value < Decimal::ZERO => {
            let figure = Figure { value: -relation.stated.figure.value, ..relation.stated.figure.clone() };
            let formula = format!("({} − {}) ÷ {}", shown(before), shown(now), before.label);
            numbers(rule, &relation.item, &Operand::new("", &figure), -expected, &formula)
        }
        Law::Sum(_) if claim.severity == Some(Severity::Warning) => short_account(rule, relation, expected),
        _ => numbers(rule, &relation.item, &relation.stated, expected, &relation.formula()),
    };
    finding.because(relation.evidence())
}

/// Parts that fall short of a whole that may be right.
fn short_account(rule: &Rule, relation: &Relation, expected: Decimal) -> Finding {
    let finding = numbers(rule, &relation.item, &relation.stated, expected, "");
    let figure = &relation.stated.figure;
    let [unit, parts] = [figure.unit.name(), finding.expected.as_deref().unwrap_or_default()];
    let message = format!("总数为 {}{unit}，所列各项合计 {parts}{unit} = {}", figure.show(), relation.formula());
    Finding { message, ..finding }
}

fn broken_growth(rule: &Rule, [stated, amount, change]: [&Operand; 3], falls: bool) -> Finding {
    let before = base(&amount.figure, &change.figure, falls);
    let expected = change.figure.base().checked_div(before).unwrap_or_default();
    let sign = if falls { '+' } else { '−' };
    let formula = format!("{} ÷（{} {sign} {} {}）", shown(change), shown(amount), change.label, change.figure.show());
    let finding = numbers(rule, &format!("{} · {}", amount.label, stated.label), stated, expected, &formula);
    finding.because([amount, change].map(|operand| evidence(&operand.label, &operand.figure)).to_vec())
}

/// A figure with its name and place.
fn shown(operand: &Operand) -> String {
    format!("{} {}（{}）", operand.label, operand.figure.show(), operand.figure.place.cell_name())
}

/// The amount of the year before.
fn base(amount: &Figure, change: &Figure, falls: bool) -> Decimal {
    if falls { amount.base() + change.base() } else { amount.base() - change.base() }
}

/// A finding with both numbers; digits that were cut off are called so.
fn numbers(rule: &Rule, item: &str, stated: &Operand, expected: Decimal, formula: &str) -> Finding {
    let figure = &stated.figure;
    let value = figure.rounded_like(expected);
    let shown = figure.show_other(value);
    let unit = if figure.unit.is_money() { figure.unit.name() } else { "" };
    let mut message = format!("文中为 {}{unit}，应为 {shown}{unit} = {formula}", figure.show());
    if is_cut_off(figure, expected) {
        message.push_str("；疑似截尾（舍去了后面的数字，没有四舍五入）");
    }
    rule.finding_on(figure, item, value, message)
}

/// Whether a figure is what follows with the further digits cut off.
fn is_cut_off(figure: &Figure, expected: Decimal) -> bool {
    let digits = u32::try_from(figure.decimals).unwrap_or(0);
    let exact = expected / figure.unit.scale();
    exact.round_dp_with_strategy(digits, RoundingStrategy::ToZero) == figure.value
        && figure.value != figure.rounded_like(expected)
}
