//! Formulas for the figures of a form that follow from others by a law that the layout knows.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::check::rounds;
use crate::model::figure::{Figure, Stored, round};
use crate::model::place::Address;
use crate::model::relation::{Law, Operand, Relation};
use crate::submission::Submission;

/// Formulas by sheet and cell, without the equals sign.
pub type Live = BTreeMap<(Arc<str>, Address), String>;

/// The values that cells are corrected to, by sheet and cell.
pub type Corrected = BTreeMap<(Arc<str>, Address), Decimal>;

/// The formulas of a file: each gives the value that stands in its cell, or the one that it is `corrected` to.
pub fn formulas(submission: &Submission, file: &Arc<str>, corrected: &Corrected) -> Live {
    let mut live = Live::new();
    let mut inputs: BTreeMap<(Arc<str>, Address), Vec<Address>> = BTreeMap::new();
    let laws = rounds::relations(submission).into_iter().map(|(_, relation)| relation);
    let is_ours =
        |relation: &Relation| relation.derived && !relation.open && relation.stated.figure.place.file == *file;
    for relation in &laws.filter(is_ours).collect::<Vec<_>>() {
        let place = &relation.stated.figure.place;
        let Some(cell) = place.cell else { continue };
        let key = (place.sheet.clone(), cell);
        let is_corrected = corrected.contains_key(&key);
        let found = formula(relation, is_corrected).filter(|_| !live.contains_key(&key));
        let Some((formula, from)) = found else { continue };
        if !reaches(&inputs, &place.sheet, &from, cell) {
            inputs.insert(key.clone(), from);
            live.insert(key, formula);
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

/// The formula of a law between cells of one sheet, and the cells that it names.
fn formula(relation: &Relation, is_corrected: bool) -> Option<(String, Vec<Address>)> {
    let stated = &relation.stated.figure;
    let operands = relation.inputs();
    let on_sheet = |operand: &&Operand| {
        let place = &operand.figure.place;
        place.file == stated.place.file && place.sheet == stated.place.sheet
    };
    if operands.is_empty() || !operands.iter().all(on_sheet) {
        return None;
    }
    let cells: Vec<Address> = operands.iter().map(|operand| operand.figure.place.cell).collect::<Option<_>>()?;
    let scales: Vec<Decimal> = operands.iter().map(|operand| scale(&operand.figure)).collect::<Option<_>>()?;
    let own = scale(stated)?;
    let one = Decimal::ONE;
    let (text, fits) = match &relation.law {
        // A sum of one would leave out what somebody fills in later.
        Law::Sum(terms) if terms.len() < 2 => return None,
        Law::Sum(_) => (sum(&cells), scales.iter().all(|scale| *scale == own)),
        Law::Balance { plus, .. } => (balance(&cells, plus.len()), scales.iter().all(|scale| *scale == own)),
        Law::Ratio(..) => (format!("{}/{}", cells[0], cells[1]), scales[0].checked_div(scales[1])? == own),
        Law::Product(..) => (format!("{}*{}", cells[0], cells[1]), scales[0] * scales[1] == own),
        Law::Change(..) => (format!("({0}-{1})/{1}", cells[0], cells[1]), scales[0] == scales[1] && own == one),
        Law::Equal(_) | Law::AtMost(_) | Law::AtLeast(_) => return None,
    };
    let digits = digits(stated)?;
    let exact = matches!(relation.law, Law::Sum(_) | Law::Balance { .. });
    let text = if exact { text } else { format!("ROUND({text},{digits})") };
    // Where rounding lets more than one value stand, the one that was filed stays.
    let expected = relation.expected()? / own;
    let expected = if exact { expected } else { round(expected, digits) };
    let is_right = (stated.base() / own).normalize() == expected.normalize();
    (fits && (is_right || is_corrected)).then_some((text, cells))
}

/// How many base units one of what the cell holds is; none where the cell holds text.
fn scale(figure: &Figure) -> Option<Decimal> {
    match figure.stored {
        Stored::Number { factor, .. } => figure.unit.scale().checked_div(factor),
        Stored::Text { .. } => None,
    }
}

/// Digits after the point of what the cell holds.
fn digits(figure: &Figure) -> Option<u32> {
    let Stored::Number { factor, .. } = figure.stored else { return None };
    let finer = if factor == Decimal::new(1, 2) { 2 } else { 0 };
    let usual = if finer > 0 { 2 } else { 0 };
    u32::try_from(figure.own_decimals.max(usual) + finer).ok()
}

/// `E8+E9-E12`: the first cells add, the others take away.
fn balance(cells: &[Address], plus: usize) -> String {
    let (plus, minus) = cells.split_at(plus.min(cells.len()));
    let minus: String = minus.iter().map(|cell| format!("-{cell}")).collect();
    format!("{}{minus}", plus.iter().map(Address::to_string).collect::<Vec<_>>().join("+"))
}

/// `SUM(E8:E10)` where the cells stand one under another, else `E8+E10`.
fn sum(cells: &[Address]) -> String {
    let in_line = cells.windows(2).all(|pair| pair[1].row == pair[0].row + 1 && pair[1].column == pair[0].column);
    match (cells.first(), cells.last()) {
        (Some(first), Some(last)) if in_line && cells.len() > 2 => format!("SUM({first}:{last})"),
        _ => cells.iter().map(Address::to_string).collect::<Vec<_>>().join("+"),
    }
}
