//! Figures of a form that nobody sees, because their row, column or sheet is hidden.

use std::collections::BTreeMap;

use crate::model::figure::number;
use crate::model::form::{Entry, Form, HiddenBy, Measure};
use crate::model::place::{Address, Region};
use crate::read::Sheet;

/// The cells of hidden figures, by what hides them.
pub(super) fn figures(sheet: &Sheet, form: &Form) -> BTreeMap<HiddenBy, Vec<Address>> {
    let mut hidden: BTreeMap<HiddenBy, Vec<Address>> = BTreeMap::new();
    if !sheet.hidden && sheet.hidden_rows.is_empty() && sheet.hidden_columns.is_empty() {
        return hidden;
    }
    let of_blocks = form.entries().map(|(_, _, measure, entry)| (measure, entry));
    let of_total = form.total.iter().flat_map(|row| row.entries.iter().map(|(measure, entry)| (*measure, entry)));
    let figures = of_blocks.chain(of_total).filter(|(measure, entry)| is_figure(*measure, entry));
    for cell in figures.filter_map(|(_, entry)| entry.place.cell) {
        if let Some(by) = hidden_by(sheet, cell) {
            hidden.entry(by).or_default().push(cell);
        }
    }
    hidden
}

/// A zero says no more than an empty cell: unused rows of accounts tables are hidden as a matter of course.
fn is_figure(measure: Measure, entry: &Entry) -> bool {
    match measure {
        Measure::Target | Measure::Actual => number::parse(&entry.text).is_some(),
        _ => entry.figure().is_some_and(|figure| !figure.value.is_zero()),
    }
}

/// What hides a cell; a merged one is seen where any of its rows and columns is.
fn hidden_by(sheet: &Sheet, cell: Address) -> Option<HiddenBy> {
    if sheet.hidden {
        return Some(HiddenBy::Sheet);
    }
    let Region { first, last } = sheet.region(cell).copied().unwrap_or(Region { first: cell, last: cell });
    let rows = (first.row..=last.row).all(|row| sheet.hidden_rows.contains(&row));
    let columns = || (first.column..=last.column).all(|column| sheet.hidden_columns.contains(&column));
    match rows {
        true => Some(HiddenBy::Row(cell.row)),
        false => columns().then_some(HiddenBy::Column(cell.column)),
    }
}
