//! A claim, whether it holds, and what is said where it does not.

use rust_decimal::{Decimal, RoundingStrategy};

use crate::model::figure::{Figure, Range};
use crate::model::finding::{Evidence, Finding, Severity};
use crate::model::relation::{Law, Operand, Relation, Verdict};
use crate::read::Place;
use crate::rules::outcome::{difference, evidence};
use crate::rules::{Outcome, Rule};

/// What must hold between figures of a report.
#[derive(Debug, Clone)]
pub struct Claim {
    /// The rule that it falls under.
    pub rule: &'static str,
    /// The figures and their law.
    pub tie: Tie,
    /// How much a breach weighs, where it is less than the rule says.
    pub severity: Option<Severity>,
    /// What else is to be said about a breach.
    pub remark: Option<String>,
}

/// How figures are tied.
#[derive(Debug, Clone)]
pub enum Tie {
    /// By a law that the forms know too.
    Law(Relation),
    /// The rate at which an amount changed, from the amount and by how much it changed.
    Growth {
        /// The rate.
        stated: Operand,
        /// The amount of the year.
        amount: Operand,
        /// By how much it changed.
        change: Operand,
        /// It became less.
        falls: bool,
    },
    /// By words: the judgement is made where the sentence is read.
    Said(Said),
}

/// Words and figures that contradict each other, or do not.
#[derive(Debug, Clone)]
pub struct Said {
    /// The figure or the words.
    pub place: Place,
    /// What stands there.
    pub item: String,
    /// As stated.
    pub stated: String,
    /// What it should be, if that is known.
    pub expected: Option<String>,
    /// What is the matter; nothing where all is well.
    pub wrong: Option<String>,
    /// The other figures.
    pub evidence: Vec<Evidence>,
}

impl Claim {
    /// A claim by a law.
    pub fn law(rule: &'static str, relation: Relation) -> Claim {
        Claim { rule, tie: Tie::Law(relation), severity: None, remark: None }
    }

    /// A claim by words.
    pub fn said(rule: &'static str, said: Said) -> Claim {
        Claim { rule, tie: Tie::Said(said), severity: None, remark: None }
    }

    /// The same where a breach is only to be explained.
    pub fn warning(self) -> Claim {
        Claim { severity: Some(Severity::Warning), ..self }
    }

    /// The same with something else to say about a breach.
    pub fn remarking(self, remark: impl Into<String>) -> Claim {
        Claim { remark: Some(remark.into()), ..self }
    }

    /// Where its figure stands.
    pub fn place(&self) -> &Place {
        match &self.tie {
            Tie::Law(relation) => &relation.stated.figure.place,
            Tie::Growth { stated, .. } => &stated.figure.place,
            Tie::Said(said) => &said.place,
        }
    }

    /// Whether it does not hold.
    pub fn is_broken(&self) -> bool {
        match &self.tie {
            Tie::Law(relation) => relation.verdict() == Verdict::Broken,
            Tie::Growth { stated, amount, change, falls } => {
                growth_breaks(&stated.figure, &amount.figure, &change.figure, *falls)
            }
            Tie::Said(said) => said.wrong.is_some(),
        }
    }

    /// What its rule says about it.
    pub fn outcome(&self, rule: &Rule) -> Outcome {
        if !self.is_broken() {
            return Outcome::Holds;
        }
        let mut finding = match &self.tie {
            Tie::Law(relation) => self.broken_law(rule, relation),
            Tie::Growth { stated, amount, change, falls } => self.broken_growth(rule, [stated, amount, change], *falls),
            Tie::Said(said) => {
                let message = said.wrong.clone().unwrap_or_default();
                let finding = rule.finding(&said.place, &said.item, message).stating(&said.stated);
                Finding { expected: said.expected.clone(), ..finding.because(said.evidence.clone()) }
            }
        };
        finding.severity = self.severity.unwrap_or(rule.severity);
        if let Some(remark) = &self.remark {
            finding.message.push_str(&format!("；{remark}"));
        }
        Outcome::Broken(finding)
    }

    fn broken_law(&self, rule: &Rule, relation: &Relation) -> Finding {
        let expected = relation.expected().unwrap_or_default();
        let finding = match &relation.law {
            // A fall is stated without its sign.
            Law::Change(now, before) if relation.stated.figure.value < Decimal::ZERO => {
                let figure = Figure { value: -relation.stated.figure.value, ..relation.stated.figure.clone() };
                let formula = format!("({} − {}) ÷ {}", shown(before), shown(now), before.label);
                numbers(rule, &relation.item, &Operand::new("", &figure), -expected, &formula)
            }
            Law::Sum(_) if self.severity == Some(Severity::Warning) => self.short_account(rule, relation, expected),
            _ => numbers(rule, &relation.item, &relation.stated, expected, &relation.formula()),
        };
        finding.because(relation.evidence())
    }

    /// Parts that fall short of a whole that may be right.
    fn short_account(&self, rule: &Rule, relation: &Relation, expected: Decimal) -> Finding {
        let finding = numbers(rule, &relation.item, &relation.stated, expected, "");
        let figure = &relation.stated.figure;
        let [unit, parts] = [figure.unit.name(), finding.expected.as_deref().unwrap_or_default()];
        let message = format!("总数为 {}{unit}，所列各项合计 {parts}{unit} = {}", figure.show(), relation.formula());
        Finding { message, ..finding }
    }

    fn broken_growth(&self, rule: &Rule, [stated, amount, change]: [&Operand; 3], falls: bool) -> Finding {
        let before = base(&amount.figure, &change.figure, falls);
        let expected = change.figure.base().checked_div(before).unwrap_or_default();
        let sign = if falls { '+' } else { '−' };
        let formula =
            format!("{} ÷（{} {sign} {} {}）", shown(change), shown(amount), change.label, change.figure.show());
        let finding = numbers(rule, &format!("{} · {}", amount.label, stated.label), stated, expected, &formula);
        finding.because([amount, change].map(|operand| evidence(&operand.label, &operand.figure)).to_vec())
    }
}

/// A figure with its name and place.
fn shown(operand: &Operand) -> String {
    format!("{} {}（{}）", operand.label, operand.figure.show(), operand.figure.place.cell_name())
}

/// The amount of the year before.
fn base(amount: &Figure, change: &Figure, falls: bool) -> Decimal {
    if falls { amount.base() + change.base() } else { amount.base() - change.base() }
}

/// Whether no choice of true values gives the stated rate: change ÷ before = 1 ÷ (amount ÷ change ∓ 1), where each
/// figure stands once, so that the range is not too wide.
pub fn growth_breaks(stated: &Figure, amount: &Figure, change: &Figure, falls: bool) -> bool {
    let one = Range::point(Decimal::ONE);
    let follows = amount.range().divide(change.range()).and_then(|times| {
        let before = if falls { times + one } else { times - one };
        (before.low > Decimal::ZERO).then(|| one.divide(before)).flatten()
    });
    follows.is_some_and(|follows| !follows.meets(stated.range()))
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
    let mut finding = rule.finding(&figure.place, item, message).stating(figure.show()).expecting(shown);
    finding.difference = Some(difference(figure, value));
    finding
}

/// Whether a figure is what follows with the further digits cut off.
fn is_cut_off(figure: &Figure, expected: Decimal) -> bool {
    let digits = u32::try_from(figure.decimals).unwrap_or(0);
    let exact = expected / figure.unit.scale();
    exact.round_dp_with_strategy(digits, RoundingStrategy::ToZero) == figure.value
        && figure.value != figure.rounded_like(expected)
}
