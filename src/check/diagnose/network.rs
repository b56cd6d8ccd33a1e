//! Relations as a system of numbered figures and linear laws.
//!
//! Sums, balances, equalities and limits between amounts or counts are linear as they are. A rate ties two amounts
//! within the bounds that its own interval sets; where the rate itself is in doubt, it ties nothing. Points are left
//! out: what a score follows from is no linear law, and people may deduct.

use std::collections::HashMap;

use rust_decimal::Decimal;

use crate::check::localise::{Constraint, System, Variable};
use crate::model::figure::{Figure, Range, Unit};
use crate::model::place::Place;
use crate::model::relation::{Law, Operand, Relation, Verdict};

/// The weight of a figure that no law derives, and of one that a law does.
const REPORTED: u32 = DERIVED + PREFERENCE;
const DERIVED: u32 = 1000;
/// How much sooner a derived figure is doubted than a reported one.
pub const PREFERENCE: u32 = 50;
/// What every law that confirms a figure adds, and how many count.
const CONFIRMED: u32 = 10;
const MOST_CONFIRMING: u32 = 4;
/// Sets of as many figures as the lightest are all looked at: a likely slip may outweigh the difference.
const SLACK: u32 = 500;

/// A figure of the network, and the relations that it stands in.
pub struct Node<'a> {
    /// The figure, under the name that it has in the first of them.
    pub operand: &'a Operand,
    /// Indices of the relations.
    pub laws: Vec<usize>,
    /// Some law derives it.
    pub derived: bool,
}

/// All relations that take part, with their figures.
pub struct Network<'a> {
    /// The relations, those that do not take part included.
    pub relations: Vec<&'a Relation>,
    /// The figures.
    pub nodes: Vec<Node<'a>>,
    /// The number of the figure at a place.
    pub at: HashMap<&'a Place, usize>,
    /// The linear laws; their numbers are the indices of the relations.
    pub system: System,
}

impl<'a> Network<'a> {
    /// The network of relations, with how each of them ends by itself.
    pub fn of(relations: Vec<&'a Relation>, verdicts: &[Verdict]) -> Network<'a> {
        let mut network = Network {
            relations,
            nodes: Vec::new(),
            at: HashMap::new(),
            system: System { slack: SLACK, ..System::default() },
        };
        for law in 0..network.relations.len() {
            let relation = network.relations[law];
            if takes_part(relation) {
                let numbers: HashMap<&Place, usize> =
                    operands(relation).map(|operand| (&operand.figure.place, network.number(operand, law))).collect();
                // A total of one part is as likely wrong as the part.
                let parts = relation.inputs().iter().filter(|part| !part.figure.value.is_zero()).count();
                let derives = relation.derived && parts > 1;
                network.nodes[numbers[&relation.stated.figure.place]].derived |= derives;
                network.system.constraints.extend(constraints(law, relation, &numbers));
            }
        }
        network.weigh(verdicts);
        network
    }

    fn number(&mut self, operand: &'a Operand, law: usize) -> usize {
        let figure = &operand.figure;
        let number = *self.at.entry(&figure.place).or_insert_with(|| {
            self.nodes.push(Node { operand, laws: Vec::new(), derived: false });
            let variable = Variable { value: figure.base(), range: figure.own_range(), weight: 0 };
            self.system.variables.push(variable);
            self.nodes.len() - 1
        });
        // One law may take a figure as exact and another not.
        let (known, range) = (&mut self.system.variables[number].range, figure.own_range());
        *known = Range { low: known.low.min(range.low), high: known.high.max(range.high) };
        if self.nodes[number].laws.last() != Some(&law) {
            self.nodes[number].laws.push(law);
        }
        number
    }

    fn weigh(&mut self, verdicts: &[Verdict]) {
        for (node, variable) in self.nodes.iter().zip(&mut self.system.variables) {
            let confirms = |&&law: &&usize| verdicts[law] == Verdict::Holds && !self.relations[law].law.is_limit();
            // Zeros agree with nearly every law, and confirm nothing.
            let confirming = if variable.value.is_zero() { 0 } else { node.laws.iter().filter(confirms).count() };
            let confirming = u32::try_from(confirming).unwrap_or(MOST_CONFIRMING).min(MOST_CONFIRMING);
            // Every set of one figure weighs less than any of two: `DERIVED` exceeds all that can be added.
            variable.weight = if node.derived { DERIVED } else { REPORTED } + CONFIRMED * confirming;
        }
    }

    /// Figures in the cells right beside another one from which it may have been copied: what a law makes it equal to
    /// is no copy.
    pub fn not_tied(&self, number: usize) -> impl Iterator<Item = &'a Figure> {
        let node = &self.nodes[number];
        let laws = node.laws.iter().map(|&law| self.relations[law]);
        let holding: Vec<&Relation> =
            laws.filter(|law| !law.law.is_limit() && law.verdict() == Verdict::Holds).collect();
        let tied = move |other: &Figure| holding.iter().any(|law| law.involves(&other.place));
        self.beside(&node.operand.figure).filter(move |other| !tied(other))
    }

    /// Figures in the cells right beside another one.
    fn beside(&self, figure: &Figure) -> impl Iterator<Item = &'a Figure> {
        let Place { file, sheet, cell, .. } = figure.place.clone();
        let beside = move |other: &Place| {
            let distance = |a: u32, b: u32| a.abs_diff(b);
            other.file == file
                && other.sheet == sheet
                && cell.zip(other.cell).is_some_and(|(a, b)| distance(a.row, b.row) + distance(a.column, b.column) == 1)
        };
        self.nodes.iter().map(|node| &node.operand.figure).filter(move |other| beside(&other.place))
    }
}

/// The figures of a relation.
pub fn operands(relation: &Relation) -> impl Iterator<Item = &Operand> {
    relation.inputs().into_iter().chain([&relation.stated])
}

/// Whether a relation is linear between amounts or counts. Several figures of one sentence have one place, so that
/// they cannot be told apart here.
fn takes_part(relation: &Relation) -> bool {
    let linear = |operand: &Operand| !matches!(operand.figure.unit, Unit::Points | Unit::Percent);
    let in_cells = operands(relation).all(|operand| operand.figure.place.cell.is_some());
    in_cells
        && !relation.open
        && match &relation.law {
            Law::Ratio(one, other) | Law::Change(one, other) => {
                relation.stated.figure.unit == Unit::Percent
                    && linear(one)
                    && linear(other)
                    // Multiplying an inequality by a divisor below zero would turn it round.
                    && other.figure.own_range().low > Decimal::ZERO
                    && one.figure.place != other.figure.place
            }
            // A product of two figures in doubt is not linear, and scores are mostly such products.
            Law::Product(..) => false,
            _ => operands(relation).all(linear),
        }
}

fn constraints(law: usize, relation: &Relation, numbers: &HashMap<&Place, usize>) -> Vec<Constraint> {
    let number = |operand: &Operand| numbers[&operand.figure.place];
    let zero = Some(Decimal::ZERO);
    let (one, minus) = (Decimal::ONE, Decimal::NEGATIVE_ONE);
    let stated = (number(&relation.stated), one);
    let every = |operands: &[Operand], sign: Decimal| operands.iter().map(|operand| (number(operand), sign)).collect();
    let between = |terms: Vec<(usize, Decimal)>, low, high| {
        vec![Constraint { law, terms: merged(terms.into_iter().chain([stated])), low, high, given: Vec::new() }]
    };
    match &relation.law {
        Law::Sum(terms) => between(every(terms, minus), zero, zero),
        Law::Balance { plus, minus: less } => between([every(plus, minus), every(less, one)].concat(), zero, zero),
        Law::Equal(other) => between(vec![(number(other), minus)], zero, zero),
        Law::AtMost(other) => between(vec![(number(other), minus)], None, zero),
        Law::AtLeast(terms) => between(every(terms, minus), zero, None),
        Law::Ratio(above, below) => within(law, stated.0, (number(above), number(below)), relation, Decimal::ZERO),
        Law::Change(now, before) => within(law, stated.0, (number(now), number(before)), relation, one),
        Law::Product(..) => Vec::new(),
    }
}

/// `rate.low ≤ above ÷ below − base ≤ rate.high`, for a divisor above zero.
fn within(law: usize, rate: usize, of: (usize, usize), relation: &Relation, base: Decimal) -> Vec<Constraint> {
    let Range { low, high } = relation.stated.figure.own_range();
    let terms = |rate: Decimal| merged([(of.0, Decimal::ONE), (of.1, -(base + rate))].into_iter());
    let zero = Some(Decimal::ZERO);
    vec![
        Constraint { law, terms: terms(low), low: zero, high: None, given: vec![rate] },
        Constraint { law, terms: terms(high), low: None, high: zero, given: vec![rate] },
    ]
}

/// The same with every figure once.
fn merged(terms: impl Iterator<Item = (usize, Decimal)>) -> Vec<(usize, Decimal)> {
    let mut once: Vec<(usize, Decimal)> = Vec::new();
    for (figure, coefficient) in terms {
        match once.iter_mut().find(|(known, _)| *known == figure) {
            Some((_, known)) => *known += coefficient,
            None => once.push((figure, coefficient)),
        }
    }
    // The same figure on both sides, as where a table repeats a cell, cancels out.
    once.retain(|(_, coefficient)| !coefficient.is_zero());
    once
}
