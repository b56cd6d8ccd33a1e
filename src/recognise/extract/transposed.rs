//! Tables that stand on their side: what others have as columns are rows here, and each column is a part of its own.

use std::collections::BTreeMap;

use crate::model::form::{Block, Cached, Entry, Measure, Row};
use crate::recognise::extract::Reader;
use crate::recognise::header::Header;

impl Reader<'_> {
    /// A block for every amount column, with one row whose entries stand one under another.
    pub(super) fn turned_blocks(&self, header: &Header) -> Vec<Block> {
        let layout = self.layout_of(header);
        let panels = layout.panels.iter().zip(&layout.turned);
        panels.filter_map(|(name, column)| self.turned_block(header, name, *column)).collect()
    }

    fn turned_block(&self, header: &Header, name: &str, column: Measure) -> Option<Block> {
        let place = self.place.at(header.columns.get(&column)?.cell);
        let mut entries: BTreeMap<Measure, Entry> = BTreeMap::new();
        for number in header.bottom + 1..self.end(header) {
            if let Some((measure, entry)) = self.turned_entry(header, number, column) {
                entries.entry(measure).or_insert(entry);
            }
        }
        let columns = entries.iter().map(|(measure, entry)| (*measure, entry.place.clone())).collect();
        let row = Row {
            label: String::new(),
            item: None,
            code: None,
            place: place.clone(),
            headings: Vec::new(),
            entries,
            assessed: Cached::default(),
        };
        Some(Block { name: name.into(), place, heading: None, columns, rows: vec![row] })
    }

    fn turned_entry(&self, header: &Header, number: u32, column: Measure) -> Option<(Measure, Entry)> {
        let (_, label) = self.label(header, number)?;
        let layout = self.layout_of(header);
        let known = self.vocabulary.measures(&label);
        let measure = *layout.columns.iter().find(|measure| known.contains(measure))?;
        let column = header.columns.get(&column)?;
        let found = self.first_in(number, column.cell.column, column.last);
        let address =
            found.map_or(crate::model::place::Address::new(number, column.cell.column), |(address, _)| address);
        Some((measure, self.entry(found.map(|(_, cell)| cell), address, measure.kind())))
    }
}
