//! Which published cells become live formulas: those whose stated value is what their law gives.
//!
//! Laws come from the rules, so that a formula says what is checked. A cell whose value does not follow to its last
//! digit stays a value: publishing changes no figure.

use std::collections::{HashMap, HashSet};

use rust_decimal::Decimal;

use crate::model::figure::round;
use crate::model::form::{Entry, Form, Measure, Row};
use crate::model::place::{Address, Place};
use crate::model::relation::Relation;
use crate::publish::page::{Number, PublishedPage};
use crate::rules::indicators::scored::{aim, done, target_entry};
use crate::scoring::{Actual, Target};
use crate::write::formula::{self, Manner};

/// How a cell follows from others, by their index on the page.
pub type PlacedFormula = formula::Formula<usize>;

/// A formula with its result as the cell stores it, and the digits that its result is rounded to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LiveFormulas {
    /// The formula.
    pub formula: PlacedFormula,
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
pub fn live(page: &PublishedPage, form: &Form, relations: &[Relation]) -> HashMap<usize, LiveFormulas> {
    let places = page.cells.iter().enumerate().filter(|(_, cell)| cell.number.is_some());
    let index: HashMap<&Place, usize> = places.filter_map(|(at, cell)| Some((cell.place.as_ref()?, at))).collect();
    let at = |place: &Place| index.get(place).copied();
    let mut candidates: HashMap<usize, Vec<PlacedFormula>> = HashMap::new();
    for (cell, formula) in relations
        .iter()
        .filter_map(|relation| Some((at(&relation.stated.figure.place)?, PlacedFormula::of_law(&relation.law, at)?)))
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

/// Points of the execution rate and of the indicators.
fn of_points(form: &Form, at: &impl Fn(&Place) -> Option<usize>) -> Vec<(usize, PlacedFormula)> {
    let cell = |row: &Row, measure: Measure| at(&row.entries.get(&measure)?.place);
    let of_rate = |[score, rate, weight]: [&Entry; 3]| {
        Some((at(&score.place)?, PlacedFormula::RateScore(at(&rate.place)?, at(&weight.place)?)))
    };
    let of_indicator = |row: &Row| {
        let [score, weight] = [Measure::Score, Measure::Weight].map(|measure| cell(row, measure));
        let (weight, target, actual) = (weight?, target_entry(row)?, row.entries.get(&Measure::Actual)?);
        Some((score?, share(&aim(form, row, target), &done(row, actual), weight)?))
    };
    let rates = formula::rate_scores(form).filter_map(of_rate);
    rates.chain(form.indicators().iter().filter_map(of_indicator)).collect()
}

/// The points of an indicator: all when the target is met, else in proportion.
fn share(target: &Target, actual: &str, weight: usize) -> Option<PlacedFormula> {
    let done = Actual::read(actual).against(target)?.value;
    match target {
        Target::Up(aim) if done < aim.value => Some(PlacedFormula::Share(weight, done, aim.value)),
        Target::Down(aim) if done > aim.value => Some(PlacedFormula::Share(weight, aim.value, done)),
        Target::Up(_) | Target::Down(_) | Target::Exact { .. } => Some(PlacedFormula::Full(weight)),
        _ => None,
    }
}

struct Settled<'a> {
    page: &'a PublishedPage,
    candidates: HashMap<usize, Vec<PlacedFormula>>,
    live: HashMap<usize, LiveFormulas>,
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
            let inputs = formula.inputs();
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
    fn accepted(&self, cell: usize, formula: PlacedFormula) -> Option<LiveFormulas> {
        let (stated, digits) = stored(self.page.cells[cell].number.as_ref()?);
        let result = formula.result(|cell| self.value(cell))?;
        let result = if formula.is_rounded(Manner::Published) { round(result, digits) } else { result };
        (round(result, digits) == stated).then_some(LiveFormulas { formula, result, digits })
    }

    fn value(&self, cell: usize) -> Option<Decimal> {
        match self.live.get(&cell) {
            Some(live) => Some(live.result),
            None => Some(stored(self.page.cells[cell].number.as_ref()?).0),
        }
    }
}

impl LiveFormulas {
    /// The formula as a spreadsheet writes it; `address` gives where a cell stands.
    pub fn text(&self, address: impl Fn(usize) -> Address) -> String {
        self.formula.text(Manner::Published, self.digits, address)
    }
}
