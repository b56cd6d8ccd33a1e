//! Sheet + layout → form.

mod hidden;
mod names;
#[cfg(test)]
mod other_ways;
mod quotes;
mod rows;
#[cfg(test)]
mod tests;
mod totals;
mod transposed;
mod units;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::figure::{CellEncoding, Unit};
use crate::model::form::{Block, BlockLayout, ColumnKind, Content, Entry, Field, Form, FormKind, Row};
use crate::model::place::{Address, Place};
use crate::model::profile;
use crate::read::Sheet;
use crate::recognise::header::Header;
use crate::recognise::locate::Located;
use crate::recognise::{Vocabulary, fields, side_by_side};

/// Everything that reading a form needs.
pub(super) struct Reader<'a> {
    pub(super) sheet: &'a Sheet,
    pub(super) vocabulary: &'a Vocabulary,
    pub(super) located: &'a Located,
    pub(super) place: Place,
    unit: Unit,
}

/// Reads the form that was located on a sheet of a file.
pub fn extract(sheet: &Sheet, file: &Arc<str>, located: &Located) -> Form {
    let own = match located.columns.end {
        u32::MAX if located.columns.start == 0 => Cow::Borrowed(sheet),
        _ => Cow::Owned(side_by_side::part(sheet, &located.rows, &located.columns)), // another form stands beside it
    };
    let sheet = &*own;
    let place = Place { file: file.clone(), sheet: sheet.name.clone(), cell: None, sentence: None };
    let layout = &located.layout;
    let body = located.headers.iter().map(|header| header.top).min().unwrap_or(located.rows.end);
    let header_end = located.headers.iter().map(|header| header.bottom + 1).min().unwrap_or(located.rows.end);
    let stated = fields::unit(sheet, located.rows.start..header_end, header_end..located.rows.end);
    let unit = stated.unwrap_or(layout.unit());
    let reader = Reader { sheet, vocabulary: &located.vocabulary, located, place: place.clone(), unit };
    let (blocks, total) = reader.blocks(body);
    let quotes = reader.quotes(body, total.as_ref());
    let first_cell = located.title.or_else(|| located.headers.first().map(|header| Address::new(header.top, 0)));
    let title = located.title.and_then(|cell| sheet.cells.get(&cell)).map(|cell| clean(&cell.text()));
    let remarks = (layout.kind == FormKind::Accounts).then(|| fields::remarks(sheet, located.rows.clone()));
    let mut form = Form {
        layout: layout.clone(),
        profile: profile::national(),
        place: place.at(first_cell.unwrap_or_default()),
        year: fields::year(sheet, located.rows.start..body.max(located.rows.start + 1)),
        title: title.unwrap_or_default(),
        unit,
        fields: reader.fields(body),
        blocks,
        total,
        rows: located.rows.clone(),
        columns: located.columns.clone(),
        unread: located.unread.clone(),
        quotes,
        units: reader.unit_notes(),
        years: fields::years(sheet, located.rows.start..body.max(located.rows.start + 1)),
        remarks: remarks.unwrap_or_default(),
        hidden: BTreeMap::new(),
    };
    form.hidden = hidden::figures(sheet, &form);
    share_finest_digits(&mut form);
    form
}

/// A text without line breaks and outer spaces.
pub(super) fn clean(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join("")
}

impl Reader<'_> {
    pub(super) fn layout_of(&self, header: &Header) -> &BlockLayout {
        &self.located.layout.blocks[header.block]
    }

    /// All blocks, and the total, wherever it stands.
    fn blocks(&self, body: u32) -> (Vec<Block>, Option<Row>) {
        let mut blocks: Vec<Block> = Vec::new();
        let mut total = None;
        for header in &self.located.headers {
            if !self.layout_of(header).turned.is_empty() {
                blocks.extend(self.turned_blocks(header));
                continue;
            }
            let (block, total_row) = self.block(header);
            blocks.push(block);
            total = total.or(total_row);
        }
        (blocks, total.or_else(|| self.total_in_head(body)))
    }

    /// Fields of the head, of the rows between the blocks, and of the foot.
    fn fields(&self, body: u32) -> BTreeMap<Field, Entry> {
        let rows = &self.located.rows;
        let mut found = fields::fields(self.sheet, self.vocabulary, &self.place, rows.start..body);
        if self.located.layout.kind != FormKind::Accounts {
            for (field, entry) in fields::fields(self.sheet, self.vocabulary, &self.place, body..rows.end) {
                if matches!(field, Field::Goal | Field::GoalOutcome | Field::Grade) {
                    found.entry(field).or_insert(entry);
                }
            }
        }
        if let Some(grade) = found.get_mut(&Field::Grade).filter(|grade| grade.content == Content::Blank) {
            self.look_below_label(grade);
        }
        found
    }

    /// The grade may stand below its label instead of beside it.
    fn look_below_label(&self, grade: &mut Entry) {
        let Some(beside) = grade.place.cell else { return };
        let Some((label, _)) = self.sheet.row(beside.row).filter(|(cell, _)| cell.column < beside.column).last() else {
            return;
        };
        let below = self.sheet.region(label).map_or(label.row, |region| region.last.row) + 1;
        let cell = self.sheet.cell(below, label.column);
        if let Some(cell) = cell.filter(|cell| crate::scoring::grade::grade_in(&cell.text()).is_some()) {
            *grade = self.entry(Some(cell), Address::new(below, label.column), ColumnKind::Text);
        }
    }
}

/// An amount stored without a number format counts with the finest digits that typed amounts of the form have.
fn share_finest_digits(form: &mut Form) {
    let limit = form.unit.finest();
    let unit = form.unit;
    let typed = |entry: &&mut Entry| entry.formula.is_none();
    let finest = form
        .entries_mut()
        .filter(typed)
        .filter_map(|entry| entry.figure().filter(|figure| figure.unit == unit).map(|figure| figure.own_decimals))
        .max()
        .unwrap_or(0)
        .min(limit);
    for entry in form.entries_mut() {
        if let Content::Figure(figure) = &mut entry.content
            && figure.unit == unit
            && matches!(figure.stored, CellEncoding::Number { general: true, .. })
        {
            figure.decimals = figure.own_decimals.max(finest).min(limit);
        }
    }
}
