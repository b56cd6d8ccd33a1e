//! Which published cells become live formulas: those whose stated value is what their law gives.
//!
//! Laws come from the rules, so that a formula says what is checked. A cell whose value does not follow to its last
//! digit stays a value: publishing changes no figure.

use std::collections::{HashMap, HashSet};

use rust_decimal::Decimal;

use crate::model::figure::round;
use crate::model::form::{Form, Measure, Row};
use crate::model::place::Place;
use crate::model::relation::{Law, Operand, Relation};
use crate::publish::page::{Number, Page};
use crate::rules::indicators::scored::{aim, done, target_entry};
use crate::scoring::{Actual, Target};

/// How a cell follows from others, by their index on the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Formula {
    /// The sum of the first less the second.
    Sum(Vec<usize>, Vec<usize>),
    /// The first divided by the second.
    Ratio(usize, usize),
    /// The one times the other, rounded.
    Product(usize, usize),
    /// The change from the second to the first.
    Change(usize, usize),
    /// Points of the execution rate: min(rate, 1) × weight, rounded.
    RateScore(usize, usize),
    /// A share of a weight, rounded: what was done of what was aimed at.
    Share(usize, Decimal, Decimal),
    /// The whole weight.
    Full(usize),
}

/// A formula with its result as the cell stores it, and the digits that its result is rounded to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Live {
    /// The formula.
    pub formula: Formula,
    /// Its result.
    pub result: Decimal,
    /// Digits after the point of the stored value.
    pub digits: u32,
}

/// A number as a cell stores it: a percentage as a fraction.
pub fn stored(number: &Number) -> (Decimal, u32) {
    if number.percent {
        (number.value / Decimal::ONE_HUNDRED, number.digits + 2)
    } else {
        (number.value, number.digits)
    }
}

/// The formulas of a page, by cell.
pub fn live(page: &Page, form: &Form, relations: &[Relation]) -> HashMap<usize, Live> {
    let places = page.cells.iter().enumerate().filter(|(_, cell)| cell.number.is_some());
    let index: HashMap<&Place, usize> = places.filter_map(|(at, cell)| Some((cell.place.as_ref()?, at))).collect();
    let at = |place: &Place| index.get(place).copied();
    let mut candidates: HashMap<usize, Vec<Formula>> = HashMap::new();
    for (cell, formula) in
        relations.iter().filter_map(|relation| Some((at(&relation.stated.figure.place)?, of_law(&relation.law, &at)?)))
    {
        candidates.entry(cell).or_default().push(formula);
    }
    for (cell, formula) in of_points(form, &at) {
        candidates.entry(cell).or_default().push(formula);
    }
    let mut settled = Settled { page, candidates, live: HashMap::new(), open: HashSet::new(), done: HashSet::new() };
    let mut cells: Vec<usize> = settled.candidates.keys().copied().collect();
    cells.sort_unstable();
    cells.into_iter().for_each(|cell| settled.settle(cell));
    settled.live
}

/// A law as formula, if all its figures stand on the page.
fn of_law(law: &Law, at: &impl Fn(&Place) -> Option<usize>) -> Option<Formula> {
    let one = |operand: &Operand| at(&operand.figure.place);
    let all = |operands: &[Operand]| operands.iter().map(one).collect::<Option<Vec<usize>>>();
    match law {
        Law::Sum(terms) => Some(Formula::Sum(all(terms)?, Vec::new())),
        Law::Balance { plus, minus } => Some(Formula::Sum(all(plus)?, all(minus)?)),
        Law::Ratio(above, below) => Some(Formula::Ratio(one(above)?, one(below)?)),
        Law::Product(left, right) => Some(Formula::Product(one(left)?, one(right)?)),
        Law::Change(now, before) => Some(Formula::Change(one(now)?, one(before)?)),
        Law::Equal(_) | Law::AtMost(_) | Law::AtLeast(_) => None,
    }
}

/// Points of the execution rate and of the indicators.
fn of_points(form: &Form, at: &impl Fn(&Place) -> Option<usize>) -> Vec<(usize, Formula)> {
    let cell = |row: &Row, measure: Measure| at(&row.entries.get(&measure)?.place);
    let of_rate = |row: &Row| {
        let [score, rate, weight] = [Measure::Score, Measure::Rate, Measure::Weight].map(|measure| cell(row, measure));
        Some((score?, Formula::RateScore(rate?, weight?)))
    };
    let funds = form.blocks_named("funds").flat_map(|block| &block.rows).filter_map(of_rate);
    let of_indicator = |row: &Row| {
        let [score, weight] = [Measure::Score, Measure::Weight].map(|measure| cell(row, measure));
        let (weight, target, actual) = (weight?, target_entry(row)?, row.entries.get(&Measure::Actual)?);
        Some((score?, share(&aim(form, row, target), &done(row, actual), weight)?))
    };
    funds.chain(form.indicators().iter().filter_map(of_indicator)).collect()
}

/// The points of an indicator: all when the target is met, else in proportion.
fn share(target: &Target, actual: &str, weight: usize) -> Option<Formula> {
    let done = Actual::read(actual).against(target)?.value;
    match target {
        Target::Up(aim) if done < aim.value => Some(Formula::Share(weight, done, aim.value)),
        Target::Down(aim) if done > aim.value => Some(Formula::Share(weight, aim.value, done)),
        Target::Up(_) | Target::Down(_) | Target::Exact { .. } => Some(Formula::Full(weight)),
        _ => None,
    }
}

struct Settled<'a> {
    page: &'a Page,
    candidates: HashMap<usize, Vec<Formula>>,
    live: HashMap<usize, Live>,
    /// Cells that are being settled: a formula over one of them would refer to itself.
    open: HashSet<usize>,
    done: HashSet<usize>,
}

impl Settled<'_> {
    fn settle(&mut self, cell: usize) {
        if !self.done.insert(cell) {
            return;
        }
        self.open.insert(cell);
        for formula in self.candidates.remove(&cell).unwrap_or_default() {
            let inputs = inputs(&formula);
            inputs.iter().for_each(|input| self.settle(*input));
            if inputs.iter().any(|input| self.open.contains(input)) {
                continue;
            }
            if let Some(live) = self.accepted(cell, formula) {
                self.live.insert(cell, live);
                break;
            }
        }
        self.open.remove(&cell);
    }

    /// The formula, if it gives what is stated.
    fn accepted(&self, cell: usize, formula: Formula) -> Option<Live> {
        let (stated, digits) = stored(self.page.cells[cell].number.as_ref()?);
        let result = self.result(&formula, digits)?;
        (round(result, digits) == stated).then_some(Live { formula, result, digits })
    }

    fn value(&self, cell: usize) -> Option<Decimal> {
        match self.live.get(&cell) {
            Some(live) => Some(live.result),
            None => Some(stored(self.page.cells[cell].number.as_ref()?).0),
        }
    }

    fn result(&self, formula: &Formula, digits: u32) -> Option<Decimal> {
        let sum = |cells: &[usize]| cells.iter().map(|cell| self.value(*cell)).sum::<Option<Decimal>>();
        match formula {
            Formula::Sum(plus, minus) => Some(sum(plus)? - sum(minus)?),
            Formula::Ratio(above, below) => self.value(*above)?.checked_div(self.value(*below)?),
            Formula::Product(one, other) => Some(round(self.value(*one)?.checked_mul(self.value(*other)?)?, digits)),
            Formula::Change(now, before) => {
                (self.value(*now)? - self.value(*before)?).checked_div(self.value(*before)?)
            }
            Formula::RateScore(rate, weight) => {
                Some(round(self.value(*rate)?.min(Decimal::ONE) * self.value(*weight)?, digits))
            }
            Formula::Share(weight, above, below) => {
                Some(round((self.value(*weight)? * above).checked_div(*below)?, digits))
            }
            Formula::Full(weight) => self.value(*weight),
        }
    }
}

/// The cells that a formula takes in.
pub fn inputs(formula: &Formula) -> Vec<usize> {
    match formula {
        Formula::Sum(plus, minus) => plus.iter().chain(minus).copied().collect(),
        Formula::Ratio(one, other)
        | Formula::Product(one, other)
        | Formula::Change(one, other)
        | Formula::RateScore(one, other) => vec![*one, *other],
        Formula::Share(weight, ..) | Formula::Full(weight) => vec![*weight],
    }
}

impl Live {
    /// The formula as a spreadsheet writes it; `name` gives a cell's address, `position` its row and column.
    pub fn text(&self, name: impl Fn(usize) -> String, position: impl Fn(usize) -> (usize, usize)) -> String {
        let digits = self.digits;
        let sum = |cells: &[usize]| sum_text(cells, &name, &position);
        match &self.formula {
            Formula::Sum(plus, minus) if minus.is_empty() => sum(plus),
            Formula::Sum(plus, minus) => format!("{}-{}", sum(plus), sum(minus)),
            Formula::Ratio(above, below) => format!("{}/{}", name(*above), name(*below)),
            Formula::Product(one, other) => format!("ROUND({}*{},{digits})", name(*one), name(*other)),
            Formula::Change(now, before) => format!("({}-{})/{}", name(*now), name(*before), name(*before)),
            Formula::RateScore(rate, weight) => format!("ROUND(MIN({},1)*{},{digits})", name(*rate), name(*weight)),
            Formula::Share(weight, above, below) => format!("ROUND({}*{above}/{below},{digits})", name(*weight)),
            Formula::Full(weight) => name(*weight),
        }
    }
}

/// `SUM(D7:D9)`; cells that stand apart are listed, neighbours in a column or row are a range.
fn sum_text(cells: &[usize], name: &impl Fn(usize) -> String, position: &impl Fn(usize) -> (usize, usize)) -> String {
    let mut sorted = cells.to_vec();
    sorted.sort_by_key(|cell| {
        let (row, column) = position(*cell);
        (column, row)
    });
    let down = |one: &usize, other: &usize| {
        let ((row, column), (next, below)) = (position(*one), position(*other));
        column == below && row + 1 == next
    };
    let runs: Vec<&[usize]> = sorted.chunk_by(down).collect();
    let text = |run: &&[usize]| match run {
        [one] => name(*one),
        [first, .., last] => format!("{}:{}", name(*first), name(*last)),
        [] => String::new(),
    };
    format!("SUM({})", runs.iter().map(text).collect::<Vec<_>>().join(","))
}
