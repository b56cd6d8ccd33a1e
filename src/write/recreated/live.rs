//! Formulas for the figures of a form that follow from others by a law that the layout knows.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::check::rounds;
use crate::model::figure::{CellEncoding, Figure, round};
use crate::model::form::Form;
use crate::model::place::{Address, Place};
use crate::model::relation::{Law, Relation};
use crate::submission::Submission;
use crate::write::formula::{self, Manner};

/// Formulas by sheet and cell, without the equals sign.
pub type LiveCells = BTreeMap<(Arc<str>, Address), String>;

/// The values that cells are corrected to, by sheet and cell.
pub type Corrected = BTreeMap<(Arc<str>, Address), Decimal>;

type RecreatedFormula = formula::Formula<Address>;

/// A figure that may be a formula over others of its sheet.
struct FormulaCandidate<'a> {
    stated: &'a Figure,
    inputs: Vec<&'a Figure>,
    formula: RecreatedFormula,
}

/// The formulas of a file: each gives the value that stands in its cell, or the one that it is `corrected` to.
pub fn formulas(submission: &Submission, file: &Arc<str>, corrected: &Corrected) -> LiveCells {
    let mut live = LiveCells::new();
    let mut inputs: BTreeMap<(Arc<str>, Address), Vec<Address>> = BTreeMap::new();
    let relations = rounds::relations(submission);
    let laws = relations.iter().filter_map(|(_, relation)| of_relation(relation));
    for candidate in laws.chain(submission.forms.iter().flat_map(of_rate_scores)) {
        let place = &candidate.stated.place;
        let Some(cell) = place.cell.filter(|_| place.file == *file) else { continue };
        let key = (place.sheet.clone(), cell);
        let text = candidate.text(corrected.contains_key(&key)).filter(|_| !live.contains_key(&key));
        let (Some(text), from) = (text, candidate.formula.inputs()) else { continue };
        if !reaches(&inputs, &place.sheet, &from, cell) {
            inputs.insert(key.clone(), from);
            live.insert(key, text);
        }
    }
    live
}

/// Whether a cell is reached from others by what is a formula already: then it would follow from itself.
fn reaches(
    inputs: &BTreeMap<(Arc<str>, Address), Vec<Address>>,
    sheet: &Arc<str>,
    from: &[Address],
    target: Address,
) -> bool {
    let mut open = from.to_vec();
    let mut seen = BTreeSet::new();
    while let Some(cell) = open.pop() {
        if cell == target {
            return true;
        }
        if seen.insert(cell) {
            open.extend(inputs.get(&(sheet.clone(), cell)).into_iter().flatten());
        }
    }
    false
}

fn of_relation(relation: &Relation) -> Option<FormulaCandidate<'_>> {
    let stated = &relation.stated.figure;
    // A sum of one would leave out what somebody fills in later.
    let is_one = matches!(&relation.law, Law::Sum(terms) if terms.len() < 2);
    let formula = RecreatedFormula::of_law(&relation.law, |place| beside(stated, place))?;
    let inputs = relation.inputs().into_iter().map(|operand| &operand.figure).collect();
    (relation.derived && !relation.open && !is_one).then_some(FormulaCandidate { stated, inputs, formula })
}

fn of_rate_scores(form: &Form) -> impl Iterator<Item = FormulaCandidate<'_>> {
    formula::rate_scores(form).filter_map(|[score, rate, weight]| {
        let (stated, inputs) = (score.figure()?, vec![rate.figure()?, weight.figure()?]);
        let formula = RecreatedFormula::RateScore(beside(stated, &rate.place)?, beside(stated, &weight.place)?);
        Some(FormulaCandidate { stated, inputs, formula })
    })
}

/// The cell of a place on the sheet of a figure.
fn beside(stated: &Figure, place: &Place) -> Option<Address> {
    place.cell.filter(|_| place.file == stated.place.file && place.sheet == stated.place.sheet)
}

impl FormulaCandidate<'_> {
    /// The formula, if it gives what was filed, or what is corrected anyhow.
    fn text(&self, is_corrected: bool) -> Option<String> {
        let own = scale(self.stated)?;
        let digits = digits(self.stated)?;
        let fits = self.fits(own)?;
        let value = |cell| {
            let figure = self.inputs.iter().find(|figure| figure.place.cell == Some(cell))?;
            figure.base().checked_div(scale(figure)?)
        };
        let result = self.formula.result(value)?;
        // Where rounding lets more than one value stand, the one that was filed stays.
        let expected = if self.formula.is_rounded(Manner::AsFiled) { round(result, digits) } else { result };
        let is_right = (self.stated.base() / own).normalize() == expected.normalize();
        (fits && (is_right || is_corrected)).then(|| self.formula.text(Manner::AsFiled, digits, |cell| cell))
    }

    /// Whether the units of its cells come to the unit of its own cell.
    fn fits(&self, own: Decimal) -> Option<bool> {
        let scales: Vec<Decimal> = self.inputs.iter().map(|figure| scale(figure)).collect::<Option<_>>()?;
        let one = Decimal::ONE;
        Some(match (&self.formula, &scales[..]) {
            (RecreatedFormula::Sum(..), scales) => !scales.is_empty() && scales.iter().all(|scale| *scale == own),
            (RecreatedFormula::Ratio(..), [above, below]) => above.checked_div(*below)? == own,
            (RecreatedFormula::Product(..), [left, right]) => left * right == own,
            (RecreatedFormula::Change(..), [now, before]) => now == before && own == one,
            (RecreatedFormula::RateScore(..), [rate, weight]) => *rate == one && *weight == own,
            _ => false,
        })
    }
}

/// How many base units one of what the cell holds is; none where the cell holds text.
fn scale(figure: &Figure) -> Option<Decimal> {
    match figure.stored {
        CellEncoding::Number { factor, .. } => figure.unit.scale().checked_div(factor),
        CellEncoding::Text { .. } => None,
    }
}

/// Digits after the point of what the cell holds.
fn digits(figure: &Figure) -> Option<u32> {
    let CellEncoding::Number { factor, .. } = figure.stored else { return None };
    let finer = if factor == Decimal::new(1, 2) { 2 } else { 0 };
    let usual = if finer > 0 { 2 } else { 0 };
    u32::try_from(figure.own_decimals.max(usual) + finer).ok()
}
