//! Sheet + layout → form.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::figure::{Stored, Unit};
use crate::form::{Block, ColumnKind, Content, Entry, Field, Form, Heading, Measure, Row};
use crate::layout::entry::{entry, settle_rate};
use crate::layout::fields;
use crate::layout::header::Header;
use crate::layout::labels::label_text;
use crate::layout::locate::Located;
use crate::layout::vocabulary::End;
use crate::layout::{BlockLayout, Kind, Vocabulary, normalise, windows};
use crate::read::number;
use crate::read::{Address, Cell, Place, Sheet, Value};

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
        _ => Cow::Owned(windows::part(sheet, &located.columns)), // another form stands beside it
    };
    let sheet = &*own;
    let place = Place { file: file.clone(), sheet: sheet.name.clone(), cell: None, sentence: None };
    let layout = &located.layout;
    let body = located.headers.iter().map(|header| header.top).min().unwrap_or(located.rows.end);
    let header_end = located.headers.iter().map(|header| header.bottom + 1).min().unwrap_or(located.rows.end);
    let unit = fields::unit(sheet, located.rows.start..header_end, header_end..located.rows.end);
    let unit = unit.unwrap_or(layout.unit());
    let reader = Reader { sheet, vocabulary: &located.vocabulary, located, place: place.clone(), unit };
    let mut blocks: Vec<Block> = Vec::new();
    let mut total = None;
    for header in &located.headers {
        let (block, total_row) = reader.block(header);
        blocks.push(block);
        total = total.or(total_row);
    }
    let total = total.or_else(|| reader.total_in_head(body));
    let first_cell = located.title.or_else(|| located.headers.first().map(|header| Address::new(header.top, 0)));
    let title =
        located.title.and_then(|cell| sheet.cells.get(&cell)).map(|cell| clean(&cell.text())).unwrap_or_default();
    let mut form = Form {
        layout: layout.clone(),
        place: place.at(first_cell.unwrap_or_default()),
        year: fields::year(sheet, located.rows.start..body.max(located.rows.start + 1)),
        title,
        unit,
        fields: reader.fields(body),
        blocks,
        total,
        rows: located.rows.clone(),
        columns: located.columns.clone(),
    };
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

    /// Fields of the head, of the rows between the blocks, and of the foot.
    fn fields(&self, body: u32) -> BTreeMap<Field, Entry> {
        let rows = &self.located.rows;
        let mut found = fields::fields(self.sheet, self.vocabulary, &self.place, rows.start..body);
        if self.located.layout.kind != Kind::Accounts {
            for (field, entry) in fields::fields(self.sheet, self.vocabulary, &self.place, body..rows.end) {
                if matches!(field, Field::Goal | Field::GoalOutcome | Field::Grade) {
                    found.entry(field).or_insert(entry);
                }
            }
        }
        found
    }

    /// The rows under a header, and the row 总分 that ends them.
    fn block(&self, header: &Header) -> (Block, Option<Row>) {
        let mut rows = Vec::new();
        let mut total = None;
        let mut headings: [Option<Heading>; 2] = [None, None];
        for number in header.bottom + 1..self.end(header) {
            if self.is_line_numbers(header, number) || self.is_subtotal(header, number) {
                continue;
            }
            let Some(row) = self.row(header, number, &mut headings) else { continue };
            if row.label.is_empty() && is_funds(header) {
                // Amounts without a name are the total, if they stand first; else they belong to nothing.
                rows.extend(rows.is_empty().then(|| total_of_funds(row)));
                continue;
            }
            if header.columns.contains_key(&Measure::ThirdLevel) && self.is_total(header, number) {
                total = Some(row);
                break;
            }
            rows.push(row);
        }
        let columns = header.columns.iter().map(|(measure, column)| (*measure, self.place.at(column.cell))).collect();
        let top = header.columns.values().map(|column| column.cell).min().unwrap_or_default();
        let block = Block {
            name: header.name.clone(),
            place: self.place.at(top),
            heading: self.block_heading(header),
            columns,
            rows,
        };
        (block, total)
    }

    /// 「自评总分」 in the head, with the score beside it or behind its colon.
    fn total_in_head(&self, body: u32) -> Option<Row> {
        if self.located.layout.kind == Kind::Accounts {
            return None;
        }
        let cells = (self.located.rows.start..body).flat_map(|row| self.sheet.row(row));
        let labels = cells.filter_map(|(address, cell)| Some((address, label_text(cell)?)));
        let of = |(address, text): (Address, &str)| {
            let (label, behind) = text.split_once(['：', ':']).unwrap_or((text, ""));
            let named = self.vocabulary.is_end(label, End::Total) && behind.trim().is_empty();
            let after = self.sheet.region(address).map_or(address.column, |region| region.last.column) + 1;
            let (cell_address, cell) = self.first_in(address.row, after, u32::MAX).filter(|_| named)?;
            let score = entry(Some(cell), self.place.at(cell_address), Measure::Score.kind(), self.unit);
            score.figure()?;
            Some(Row {
                label: clean(text),
                item: None,
                code: None,
                place: self.place.at(address),
                headings: Vec::new(),
                entries: BTreeMap::from([(Measure::Score, score)]),
            })
        };
        labels.filter_map(of).next()
    }

    /// One past the last row that can belong to a block.
    fn end(&self, header: &Header) -> u32 {
        let tops = self.located.headers.iter().map(|other| other.top).filter(|&top| top > header.bottom);
        let next = tops.min().unwrap_or(self.located.rows.end);
        (header.bottom + 1..next).find(|&row| self.is_below(header, row)).unwrap_or(next)
    }

    /// Whether a row begins as one that stands below a block: notes, signatures, below the funds the goals.
    fn is_below(&self, header: &Header, row: u32) -> bool {
        let first = self.sheet.row(row).next().map(|(_, cell)| &cell.value);
        let Some(Value::Text(text)) = first else { return false };
        let plain = normalise(text);
        if plain.starts_with('注') {
            return true;
        }
        let is_evaluation = self.located.layout.kind != Kind::Accounts;
        let label = text.split(['：', ':']).next().unwrap_or_default();
        let is_goal = || {
            let field = self.vocabulary.field(text);
            self.vocabulary.is_end(text, End::Goals) || matches!(field, Some(Field::Goal | Field::GoalOutcome))
        };
        let is_funds = !header.columns.contains_key(&Measure::ThirdLevel);
        is_evaluation && (self.vocabulary.is_end(label, End::Foot) || is_funds && is_goal())
    }

    /// 「栏次 1 2 3」: a row that numbers the columns.
    fn is_line_numbers(&self, header: &Header, row: u32) -> bool {
        let cells: Vec<&Cell> = self
            .sheet
            .row(row)
            .filter(|(address, _)| header.span.contains(&address.column))
            .map(|(_, cell)| cell)
            .collect();
        let named = cells.iter().filter_map(|cell| label_text(cell)).any(|text| normalise(text) == "栏次");
        let numbers: Vec<String> = cells
            .iter()
            .map(|cell| normalise(&cell.text()))
            .filter(|text| text.chars().all(|c| c.is_ascii_digit()))
            .collect();
        let counts = |numbers: &[String]| {
            numbers.windows(2).all(|pair| pair[0].parse::<u32>().ok().map(|n| n + 1) == pair[1].parse().ok())
        };
        named || numbers.len() >= 3 && numbers.len() == cells.len() && counts(&numbers)
    }

    /// 「小计」 between indicators.
    fn is_subtotal(&self, header: &Header, row: u32) -> bool {
        let is_name = |text: &str| matches!(normalise(text).as_str(), "小计" | "本级小计" | "分项小计");
        header.columns.contains_key(&Measure::ThirdLevel) && self.names_left_of_weights(header, row).any(is_name)
    }

    fn is_total(&self, header: &Header, row: u32) -> bool {
        self.names_left_of_weights(header, row).any(|text| self.vocabulary.is_end(text, End::Total))
    }

    /// The labels of a row that stand before its points.
    fn names_left_of_weights(&self, header: &Header, row: u32) -> impl Iterator<Item = &str> {
        let weight = header.columns.get(&Measure::Weight).or(header.columns.get(&Measure::Score));
        let limit = weight.map_or(u32::MAX, |column| column.cell.column);
        let labels = self.sheet.row(row).take_while(move |(address, _)| address.column < limit);
        labels.filter_map(|(_, cell)| label_text(cell))
    }

    fn row(&self, header: &Header, number: u32, headings: &mut [Option<Heading>; 2]) -> Option<Row> {
        self.remember_headings(header, number, headings);
        let entries = self.entries(header, number);
        let (place, label) = self.label(header, number)?;
        let stated = |measure: &Measure| entries.get(measure).is_some_and(|entry| !entry.is_empty());
        let is_indicator = header.columns.contains_key(&Measure::ThirdLevel);
        let counts = [Measure::Target, Measure::Actual, Measure::Weight, Measure::Score];
        if is_indicator
            && !counts.iter().any(stated)
            && (label.is_empty() || label.chars().all(|c| matches!(c, '…' | '.')))
        {
            return None;
        }
        let has_figures =
            entries.values().any(|entry| !matches!(entry.content, Content::Blank | Content::Text | Content::NotStated));
        // Beside other panels a row without a name is the far end of one of theirs (公开06 公用经费合计).
        let panels = self.located.layout.blocks[header.block].panels.len();
        if label.is_empty() && (!has_figures || panels > 1 && header.columns.contains_key(&Measure::Code)) {
            return None;
        }
        let code = self.code(header, number);
        let item = self.item(header, &label, code.as_deref());
        Some(Row { label, item, code, place, headings: headings.iter().flatten().cloned().collect(), entries })
    }

    /// What stands in the columns of one row. A total that is written further right than its column
    /// (公开06 公用经费合计) is found there.
    fn entries(&self, header: &Header, number: u32) -> BTreeMap<Measure, Entry> {
        let mut entries = BTreeMap::new();
        for (measure, column) in &header.columns {
            let found = self.first_in(number, column.cell.column, column.last);
            let address = found.map_or(Address::new(number, column.cell.column), |(address, _)| address);
            let entry = entry(found.map(|(_, cell)| cell), self.place.at(address), measure.kind(), self.unit);
            entries.insert(*measure, entry);
        }
        self.look_further_right(header, number, &mut entries);
        settle(header, &mut entries);
        entries
    }

    fn look_further_right(&self, header: &Header, number: u32, entries: &mut BTreeMap<Measure, Entry>) {
        let has_codes = header.columns.contains_key(&Measure::Code);
        let is_total =
            has_codes && self.label(header, number).is_some_and(|(_, label)| self.item(header, &label, None).is_some());
        let Some(amount) =
            entries.get_mut(&Measure::Amount).filter(|entry| is_total && entry.content == Content::Blank)
        else {
            return;
        };
        let Some(from) = amount.place.cell else { return };
        let mut right = self.sheet.row(number).filter(|(address, _)| address.column > from.column);
        if let Some((address, cell)) = right
            .next()
            .filter(|(_, cell)| matches!(cell.value, Value::Number(_)) || number::parse(&cell.text()).is_some())
        {
            *amount = entry(Some(cell), self.place.at(address), ColumnKind::Amount, self.unit);
        }
    }

    /// The first cell that holds something in a row, between two sheet columns.
    pub(super) fn first_in(&self, row: u32, first: u32, last: u32) -> Option<(Address, &Cell)> {
        let range = Address::new(row, first)..=Address::new(row, last);
        self.sheet.cells.range(range).next().map(|(address, cell)| (*address, cell))
    }
}

/// Whether a block has amounts beside the names of its rows, and neither codes nor indicators.
fn is_funds(header: &Header) -> bool {
    let named = [Measure::ThirdLevel, Measure::Item, Measure::Code, Measure::Total];
    !named.iter().any(|measure| header.columns.contains_key(measure)) && header.columns.contains_key(&Measure::Executed)
}

fn total_of_funds(row: Row) -> Row {
    Row { label: "年度资金总额".to_string(), item: Some("funds_total".into()), ..row }
}

/// Reads a bare rate by the amounts beside it, and a bare coefficient by itself.
fn settle(header: &Header, entries: &mut BTreeMap<Measure, Entry>) {
    let says_percent =
        |measure: Measure| header.columns.get(&measure).is_some_and(|column| normalise(&column.label).contains('%'));
    if let Some(coefficient) = entries.get_mut(&Measure::Coefficient) {
        settle_rate(coefficient, None, None, says_percent(Measure::Coefficient));
    }
    let Some(mut rate) = entries.remove(&Measure::Rate) else { return };
    let says_percent = says_percent(Measure::Rate);
    let figure = |measure| entries.get(&measure).and_then(Entry::figure);
    settle_rate(&mut rate, figure(Measure::Executed), figure(Measure::FinalBudget), says_percent);
    entries.insert(Measure::Rate, rate);
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
            && matches!(figure.stored, Stored::Number { general: true, .. })
        {
            figure.decimals = figure.own_decimals.max(finest).min(limit);
        }
    }
}

#[cfg(test)]
mod tests;
