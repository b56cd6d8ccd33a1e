//! Where a form says in which unit its amounts are.

use std::ops::RangeInclusive;

use crate::model::figure::{Unit, number};
use crate::model::form::{ColumnKind, UnitNote};
use crate::model::place::Address;
use crate::model::text::label::normalise;
use crate::read::{Cell, Value};
use crate::recognise::extract::{Reader, clean};
use crate::recognise::fields::{LONGEST_TITLE, unit_in_note, unit_word};
use crate::recognise::header::Header;

/// A unit may also stand so many rows above the title.
const ABOVE_TITLE: u32 = 3;

impl Reader<'_> {
    /// The texts that name a unit of money: above and in the headers of amounts, beside the amounts, in notes.
    pub(super) fn unit_notes(&self) -> Vec<UnitNote> {
        let rows = &self.located.rows;
        let headers: Vec<&Header> = self.located.headers.iter().filter(|header| has_amounts(header)).collect();
        let Some(top) = headers.iter().map(|header| header.top).min() else { return Vec::new() };
        let end = headers.iter().map(|header| self.end(header)).max().unwrap_or(top);
        let texts = (rows.start.saturating_sub(ABOVE_TITLE)..rows.end).flat_map(|row| self.sheet.row(row));
        let mut notes = Vec::new();
        // Below the amounts only notes count: most texts stand there, and normalising them all takes time.
        let begins_note = |cell: &Cell| matches!(&cell.value, Value::Text(text) if is_note(text.trim_start()));
        let counts = |address: Address, cell: &Cell| address.row < end || begins_note(cell);
        let texts = texts.filter(|(address, cell)| counts(*address, cell));
        for (cell, text) in texts.filter_map(|(address, cell)| Some((address, text_of(cell)?))) {
            let in_head = (rows.start..top).contains(&cell.row);
            let in_header = || headers.iter().any(|header| labels_amounts(header, cell));
            let plain = match () {
                () if cell.row < rows.start => None, // perhaps about another form
                () if cell.row >= end => is_note(&text).then(|| unit_in_note(&text)).flatten(),
                () if text.chars().count() > LONGEST_TITLE || is_note(&text) => unit_in_note(&text),
                () if in_head || in_header() => stated(&text),
                () => None,
            };
            // Among the indicators every target has a unit of its own.
            let beside = || cell.row < end && number::parse(&text).is_none();
            let named = plain.or_else(|| Some(Unit::of_money(&text)?).filter(|unit| beside() && names(&text, *unit)));
            notes.extend(named.map(|unit| UnitNote { cell, text: clean(&text), unit, is_plain: plain.is_some() }));
        }
        notes
    }
}

fn text_of(cell: &Cell) -> Option<String> {
    match &cell.value {
        Value::Text(text) => Some(normalise(text)),
        _ => None,
    }
}

fn has_amounts(header: &Header) -> bool {
    header.columns.keys().any(|measure| measure.kind() == ColumnKind::Amount)
}

/// Whether a cell is the label of an amount column, or of the whole block: it stands left of all columns.
fn labels_amounts(header: &Header, cell: Address) -> bool {
    let rows: RangeInclusive<u32> = header.top..=header.bottom + 1;
    let mut amounts = header.columns.iter().filter(|(measure, _)| measure.kind() == ColumnKind::Amount);
    let first = header.columns.values().map(|column| column.cell.column).min();
    amounts.any(|(_, column)| column.cell == cell)
        || rows.contains(&cell.row) && first.is_some_and(|first| cell.column < first)
}

fn is_note(text: &str) -> bool {
    ["注", "备注:", "备注：", "说明:", "说明："].iter().any(|word| text.starts_with(word))
}

/// 「单位:万元」, 「项目资金(万元)」, 「万元」.
fn stated(text: &str) -> Option<Unit> {
    let behind = text.rsplit_once("单位:").and_then(|(_, unit)| unit_word(unit));
    behind.or_else(|| text.split('(').skip(1).find_map(unit_word)).or_else(|| unit_word(text))
}

/// Whether a text may name a unit of money in some other way; 元 alone stands in many words.
fn names(text: &str, unit: Unit) -> bool {
    let alone = ["(元", "元)", ":元", "/元", "单位元"];
    unit != Unit::Yuan || alone.iter().any(|word| text.contains(word))
}
