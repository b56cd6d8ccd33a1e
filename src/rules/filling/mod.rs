//! Rules for filling in: required entries, and legible ones.

mod duplicate_forms;
mod hidden_figures;
mod numbers_as_text;
mod placeholder_words;
mod placeholders;
mod required;
#[cfg(test)]
mod tests;
mod units;
mod unknown;
mod unreadable_figures;

use crate::model::finding::Item;
use crate::model::form::{ColumnKind, Entry, Form, Measure, Row};
use crate::rules::Rule;

/// The rules of this group.
pub const RULES: &[&Rule] = &[
    &unknown::UNKNOWN_FORM,
    &required::MISSING_ENTRY,
    &unreadable_figures::UNREADABLE_FIGURE,
    &placeholders::PLACEHOLDER,
    &units::UNIT_OF_AMOUNTS,
    &unreadable_figures::FORMULA_ERROR,
    &numbers_as_text::NUMBER_AS_TEXT,
    &hidden_figures::HIDDEN_FIGURE,
    &duplicate_forms::DUPLICATE_FORM,
];

/// Every entry that should hold a figure, with its name.
fn figures(form: &Form) -> Vec<(Item<'_>, Measure, &Row, &Entry)> {
    let of_blocks = form.entries().map(|(_, row, measure, entry)| (row, measure, entry));
    let of_total =
        form.total.iter().flat_map(|row| row.entries.iter().map(move |(measure, entry)| (row, *measure, entry)));
    let all = of_blocks.chain(of_total).filter(|(_, measure, _)| measure.kind() != ColumnKind::Text);
    all.map(|(row, measure, entry)| (Item(row.name(), measure.name()), measure, row, entry)).collect()
}
