//! Names of the rows and blocks of a form: labels, headings with their weights, codes, known items.

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::model::figure::{CellEncoding, Figure, Unit, number};
use crate::model::form::{Heading, Measure};
use crate::model::place::{Address, Place};
use crate::model::text::label::normalise;
use crate::read::{Cell, Value};
use crate::recognise::extract::{Reader, clean};
use crate::recognise::header::Header;

impl Reader<'_> {
    /// The label of the block itself, left of its columns: 「预算执行情况（10分）」.
    pub(super) fn block_heading(&self, header: &Header) -> Option<Heading> {
        let first = header.columns.values().map(|column| column.cell.column).min()?;
        let cells = (header.top.saturating_sub(1)..=header.bottom + 1).flat_map(|row| self.sheet.row(row));
        let mut left = cells.filter(|(address, _)| address.column < first);
        left.find_map(|(address, cell)| self.heading(address, cell).filter(|heading| heading.weight.is_some()))
    }

    /// First- and second-level labels stay in force until the next one.
    pub(super) fn remember_headings(&self, header: &Header, number: u32, headings: &mut [Option<Heading>; 2]) {
        for (level, measure) in [Measure::FirstLevel, Measure::SecondLevel].iter().enumerate() {
            let cell =
                header.columns.get(measure).and_then(|column| self.first_in(number, column.cell.column, column.last));
            if let Some(mut heading) = cell.and_then(|(address, cell)| self.heading(address, cell)) {
                let weight = [Measure::FirstWeight, Measure::SecondWeight][level];
                heading.weight = heading.weight.or_else(|| self.weight_beside(header, number, weight));
                // A label that is repeated on every row instead of being merged goes on.
                if headings[level].as_ref().is_some_and(|known| known.text == heading.text) {
                    continue;
                }
                headings[level] = Some(heading);
                if level == 0 {
                    headings[1] = None;
                }
            }
        }
    }

    /// The weight of a level, where it stands in a column of its own.
    fn weight_beside(&self, header: &Header, number: u32, measure: Measure) -> Option<Figure> {
        let column = header.columns.get(&measure)?;
        let (address, cell) = self.first_in(number, column.cell.column, column.last)?;
        self.entry(Some(cell), address, measure.kind()).figure().cloned()
    }

    /// A label and the weight in its brackets.
    fn heading(&self, address: Address, cell: &Cell) -> Option<Heading> {
        let Value::Text(text) = &cell.value else { return None };
        let place = self.place.at(address);
        let plain = normalise(text);
        let inside = plain
            .rsplit_once('(')
            .and_then(|(_, rest)| rest.strip_suffix(')'))
            .filter(|inside| inside.ends_with(['分', '%']));
        let weight = inside.and_then(number::parse).map(|typed| Figure {
            value: typed.value,
            decimals: typed.decimals,
            own_decimals: typed.decimals,
            unit: Unit::Points,
            exact: true,
            whole: true,
            stored: CellEncoding::Number { factor: Decimal::ONE, general: false },
            place: place.clone(),
        });
        Some(Heading { text: clean(text), place, weight })
    }

    /// Where a row's name stands, and the name.
    pub(super) fn label(&self, header: &Header, number: u32) -> Option<(Place, String)> {
        let named = [Measure::ThirdLevel, Measure::Item, Measure::Name, Measure::Code];
        for column in named.iter().filter_map(|measure| header.columns.get(measure)) {
            if let Some((address, cell)) = self.first_in(number, column.cell.column, column.last) {
                return Some((self.place.at(address), clean(&cell.text())));
            }
        }
        let key = self.layout_of(header).key;
        if key.is_some() || header.columns.contains_key(&Measure::ThirdLevel) {
            let first =
                named.iter().find_map(|measure| header.columns.get(measure)).or(header.columns.values().next())?;
            return Some((self.place.at(Address::new(number, first.cell.column)), String::new()));
        }
        let first = header.columns.values().map(|column| column.cell.column).min()?;
        let labels = self.sheet.row(number).take_while(|(address, _)| address.column < first);
        let texts: Vec<(Address, &Cell)> = labels.filter(|(_, cell)| matches!(cell.value, Value::Text(_))).collect();
        // The name stands next to the amounts, unless one further left is known: 「金额合计」 before 「完成」.
        let is_known = |cell: &Cell| self.item(header, &cell.text(), None).is_some();
        let named = texts.iter().rev().find(|(_, cell)| is_known(cell)).or(texts.last()).copied();
        Some(match named {
            Some((address, cell)) => (self.place.at(address), clean(&cell.text())),
            None => (self.place.at(Address::new(number, first)), String::new()),
        })
    }

    /// The code of a row. Where 类, 款 and 项 have columns of their own, each part goes on after those to its left,
    /// in this row or, where they are left out, in the rows above (`parts`, by column).
    pub(super) fn code(&self, header: &Header, number: u32, parts: &mut BTreeMap<u32, String>) -> Option<String> {
        let column = header.columns.get(&Measure::Code)?;
        let cells = self.sheet.row(number).filter(|(at, _)| (column.cell.column..=column.last).contains(&at.column));
        let texts = cells.map(|(at, cell)| (at.column, normalise(&cell.text())));
        let digits = texts.filter(|(_, text)| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit()));
        let mut last = None;
        for (column, digits) in digits {
            parts.retain(|left, _| *left < column);
            let before: String = parts.values().map(String::as_str).collect();
            // A whole code in the column of its level stands for itself.
            let part = digits.strip_prefix(&before).filter(|part| !part.is_empty()).unwrap_or(&digits);
            // A number has lost the zero of 「05」.
            let lost = !before.is_empty() && part.len() == 1;
            parts.insert(column, if lost { format!("0{part}") } else { part.to_string() });
            last = Some(column);
        }
        last.map(|_| parts.values().map(String::as_str).collect())
    }

    pub(super) fn item(&self, header: &Header, label: &str, code: Option<&str>) -> Option<Arc<str>> {
        let by_code = code.and_then(|code| self.vocabulary.item_of_code(code)).cloned();
        by_code.or_else(|| self.vocabulary.item(label, &self.layout_of(header).known_rows(self.vocabulary)))
    }
}
