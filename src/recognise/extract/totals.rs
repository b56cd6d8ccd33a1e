//! The total of a form, wherever it stands: in a row of the table, over two rows, in one cell with its label, in the head.

use std::collections::BTreeMap;

use crate::model::figure::CellEncoding;
use crate::model::form::{Cached, ColumnKind, Content, Entry, FormKind, Measure, Row};
use crate::model::place::Address;
use crate::read::{Cell, Value};
use crate::recognise::extract::{Reader, clean};
use crate::recognise::header::Header;
use crate::recognise::labels::label_text;
use crate::recognise::vocabulary::End;

/// The text before a colon, and behind it.
fn parts(text: &str) -> (&str, &str) {
    let (label, behind) = text.split_once(['：', ':']).unwrap_or((text, ""));
    (label, behind.trim())
}

impl Reader<'_> {
    /// Whether a row of the indicators is the total.
    pub(super) fn is_total(&self, header: &Header, row: u32) -> bool {
        self.names_left_of_weights(header, row).any(|text| self.vocabulary.is_end(parts(text).0, End::Total))
    }

    /// The total in a row that begins with its label.
    pub(super) fn total_row(&self, header: &Header, number: u32) -> Option<Row> {
        let (address, cell) = self.sheet.row(number).find(|(_, cell)| self.names_total(cell))?;
        let in_columns = || {
            let entries = self.entries(header, number);
            let scored = [Measure::Weight, Measure::Score]
                .iter()
                .any(|measure| entries.get(measure).is_some_and(|entry| entry.figure().is_some()));
            scored.then_some(entries)
        };
        let in_label = || Some(BTreeMap::from([(Measure::Score, self.behind_label(address, cell)?)]));
        // The label first: 「总分：89.5分」 leaves the columns of its row empty or full of something else.
        let entries = in_label()
            .or_else(in_columns)
            .or_else(|| self.below_labels(number))
            .unwrap_or_else(|| self.entries(header, number));
        Some(self.total_of(address, &cell.text(), entries))
    }

    fn total_of(&self, address: Address, label: &str, entries: BTreeMap<Measure, Entry>) -> Row {
        let place = self.place.at(address);
        Row {
            label: clean(label),
            item: None,
            code: None,
            place,
            headings: Vec::new(),
            entries,
            assessed: Cached::default(),
        }
    }

    fn names_total(&self, cell: &Cell) -> bool {
        label_text(cell).is_some_and(|text| self.vocabulary.is_end(parts(text).0, End::Total))
    }

    /// 「总分：89.5分」: the score in the cell of its label.
    fn behind_label(&self, address: Address, cell: &Cell) -> Option<Entry> {
        let Value::Text(text) = &cell.value else { return None };
        let (_, behind) = parts(text);
        let alone = Cell { value: Value::Text(behind.to_string()), ..cell.clone() };
        let mut entry = self.entry(Some(&alone), address, ColumnKind::Score);
        let Content::Figure(figure) = &mut entry.content else { return None };
        if let CellEncoding::Text { prefix, .. } = &mut figure.stored {
            let before = text.trim_end().strip_suffix(behind).unwrap_or_default();
            *prefix = format!("{before}{prefix}");
        }
        Some(entry)
    }

    /// 「总分值」 and 「总得分」 over their figures.
    fn below_labels(&self, number: u32) -> Option<BTreeMap<Measure, Entry>> {
        let mut entries = BTreeMap::new();
        for (address, cell) in self.sheet.row(number).filter(|(_, cell)| self.names_total(cell)) {
            let below = self.sheet.region(address).map_or(address.row, |region| region.last.row) + 1;
            let measure = if cell.text().contains("分值") { Measure::Weight } else { Measure::Score };
            let found = self.sheet.cell(below, address.column);
            let entry = self.entry(found, Address::new(below, address.column), measure.kind());
            if entry.figure().is_some() {
                entries.insert(measure, entry);
            }
        }
        (!entries.is_empty()).then_some(entries)
    }

    /// 「自评总分」 in the head, with the score beside it or behind its colon.
    pub(super) fn total_in_head(&self, body: u32) -> Option<Row> {
        // 总计 in the head of an accounts table is no score.
        if self.located.layout.kind == FormKind::Accounts {
            return None;
        }
        let cells = (self.located.rows.start..body).flat_map(|row| self.sheet.row(row));
        let labels = cells.filter(|(_, cell)| self.names_total(cell));
        let of = |(address, cell): (Address, &Cell)| {
            let beside = || {
                let after = self.sheet.region(address).map_or(address.column, |region| region.last.column) + 1;
                let (at, cell) = self.first_in(address.row, after, u32::MAX)?;
                Some(self.entry(Some(cell), at, ColumnKind::Score)).filter(|score| score.figure().is_some())
            };
            let score = self.behind_label(address, cell).or_else(beside)?;
            Some(self.total_of(address, &cell.text(), BTreeMap::from([(Measure::Score, score)])))
        };
        labels.filter_map(of).next()
    }
}
