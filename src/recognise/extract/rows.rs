//! The rows of a block, from its header down to what ends it.

use std::collections::BTreeMap;

use crate::model::figure::number::{self, Reading};
use crate::model::form::{Block, Cached, ColumnKind, Content, Entry, Field, FormKind, Heading, Measure, Row};
use crate::model::place::Address;
use crate::model::text::label::normalise;
use crate::read::{Cell, Value};
use crate::recognise::entry::{entry, settle_increase, settle_rate};
use crate::recognise::extract::{Reader, clean};
use crate::recognise::header::Header;
use crate::recognise::labels::label_text;
use crate::recognise::vocabulary::End;

/// What rows above say for those below them.
#[derive(Debug, Default)]
pub struct Above {
    /// First- and second-level labels in force.
    pub headings: [Option<Heading>; 2],
    /// Parts of a code that stand in columns of their own, by column.
    pub codes: BTreeMap<u32, String>,
}

impl Reader<'_> {
    /// The rows under a header, and the row 总分 that ends them.
    pub(super) fn block(&self, header: &Header) -> (Block, Option<Row>) {
        let mut rows = Vec::new();
        let mut total = None;
        let mut above = Above::default();
        let is_indicators = header.columns.contains_key(&Measure::ThirdLevel);
        let end = self.end(header);
        let below = if is_indicators { self.total_below(header, end) } else { None };
        for number in header.bottom + 1..below.map_or(end, |total| total + 1) {
            let is_remark = number >= end && self.is_below(header, number);
            if is_remark || self.is_line_numbers(header, number) || self.is_subtotal(header, number) {
                continue;
            }
            if is_indicators && self.is_total(header, number) {
                total = self.total_row(header, number);
                break;
            }
            let Some(row) = self.row(header, number, &mut above) else { continue };
            if row.label.is_empty() && is_funds(header) {
                // Amounts without a name are the total, if they stand first; else they belong to nothing.
                rows.extend(rows.is_empty().then(|| total_of_funds(row)));
                continue;
            }
            rows.push(row);
        }
        let total = total.or_else(|| if is_indicators { unnamed_total(&mut rows) } else { None });
        let columns = header.columns.iter().map(|(measure, column)| (*measure, self.place.at(column.cell))).collect();
        let top = header.columns.values().map(|column| column.cell).min().unwrap_or_default();
        let (name, heading) = (header.name.clone(), self.block_heading(header));
        (Block { name, place: self.place.at(top), heading, columns, rows }, total)
    }

    /// One past the last row that can belong to a block.
    pub(super) fn end(&self, header: &Header) -> u32 {
        let tops = self.located.headers.iter().map(|other| other.top).filter(|&top| top > header.bottom);
        let next = tops.min().unwrap_or(self.located.rows.end);
        (header.bottom + 1..next).find(|&row| self.is_below(header, row)).unwrap_or(next)
    }

    /// The row 总分 below a remark that seemed to end the indicators.
    fn total_below(&self, header: &Header, end: u32) -> Option<u32> {
        let next = self.located.headers.iter().map(|other| other.top).filter(|&top| top > header.bottom).min();
        let rest = end..next.unwrap_or(self.located.rows.end);
        let has_total = (header.bottom + 1..end).any(|row| self.is_total(header, row));
        rest.into_iter().find(|&row| {
            !has_total
                && self.is_total(header, row)
                && self.total_row(header, row).is_some_and(|total| total.figure(Measure::Score).is_some())
        })
    }

    /// Whether a row begins as one that stands below a block: notes, signatures, below the funds the goals.
    fn is_below(&self, header: &Header, row: u32) -> bool {
        let first = self.sheet.row(row).next().map(|(_, cell)| &cell.value);
        let Some(Value::Text(text)) = first else { return false };
        if text.contains('注') && normalise(text).starts_with('注') {
            return true;
        }
        let is_evaluation = self.located.layout.kind != FormKind::Accounts;
        let label = text.split(['：', ':']).next().unwrap_or_default();
        let is_funds = !header.columns.contains_key(&Measure::ThirdLevel);
        let has_points = || {
            let entries = self.entries(header, row);
            [Measure::Weight, Measure::Score]
                .iter()
                .all(|measure| entries.get(measure).is_some_and(|entry| entry.figure().is_some()))
        };
        let is_foot = (is_evaluation || label.len() < text.len())
            && self.vocabulary.is_end(label, End::Foot)
            && (is_funds || !has_points());
        is_foot || is_evaluation && is_funds && self.begins_goals(row, text)
    }

    fn begins_goals(&self, row: u32, first: &str) -> bool {
        let mut labels = self.sheet.row(row).filter_map(|(_, cell)| label_text(cell));
        let is_goal = |label| matches!(self.vocabulary.field(label), Some(Field::Goal | Field::GoalOutcome));
        self.vocabulary.is_end(first, End::Goals) || labels.any(is_goal)
    }

    /// 「栏次 1 2 3」, 「类 款 项」: a row that numbers the columns, or parts them.
    pub(super) fn is_line_numbers(&self, header: &Header, row: u32) -> bool {
        let inside = self.sheet.row(row).filter(|(address, _)| header.span.contains(&address.column));
        let cells: Vec<&Cell> = inside.map(|(_, cell)| cell).collect();
        let is_part_of_codes = |cell: &&Cell| matches!(cell.text().trim(), "类" | "款" | "项");
        if !cells.is_empty() && cells.iter().all(is_part_of_codes) {
            return true;
        }
        let named = cells
            .iter()
            .filter_map(|cell| label_text(cell))
            .any(|text| text.contains('栏') && normalise(text) == "栏次");
        let texts = cells.iter().map(|cell| normalise(&cell.text()));
        let numbers: Vec<String> = texts.take_while(|text| text.chars().all(|c| c.is_ascii_digit())).collect();
        let counts = |numbers: &[String]| {
            numbers.windows(2).all(|pair| pair[0].parse::<u32>().ok().map(|n| n + 1) == pair[1].parse().ok())
        };
        named || numbers.len() >= 3 && numbers.len() == cells.len() && counts(&numbers)
    }

    /// 「小计」 between indicators.
    fn is_subtotal(&self, header: &Header, row: u32) -> bool {
        let is_name = |text: &str| {
            text.contains(['小', '⼩']) && matches!(normalise(text).as_str(), "小计" | "本级小计" | "分项小计")
        };
        header.columns.contains_key(&Measure::ThirdLevel) && self.names_left_of_weights(header, row).any(is_name)
    }

    /// The labels of a row that stand before its points.
    pub(super) fn names_left_of_weights(&self, header: &Header, row: u32) -> impl Iterator<Item = &str> {
        let weight = header.columns.get(&Measure::Weight).or(header.columns.get(&Measure::Score));
        let limit = weight.map_or(u32::MAX, |column| column.cell.column);
        let labels = self.sheet.row(row).take_while(move |(address, _)| address.column < limit);
        labels.filter_map(|(_, cell)| label_text(cell))
    }

    /// One row; nothing where it is no row of the block.
    pub(super) fn row(&self, header: &Header, number: u32, above: &mut Above) -> Option<Row> {
        self.remember_headings(header, number, &mut above.headings);
        let entries = self.entries(header, number);
        let (place, label) = self.label(header, number)?;
        if header.columns.contains_key(&Measure::ThirdLevel) && is_unused(&label, &entries) {
            return None;
        }
        let says_something =
            |entry: &Entry| !matches!(entry.content, Content::Blank | Content::Text | Content::NotStated);
        let has_figures = entries.values().any(says_something);
        // Beside other panels a row without a name is the far end of one of theirs (公开06 公用经费合计).
        let panels = self.layout_of(header).panels.len();
        if label.is_empty() && (!has_figures || panels > 1 && header.columns.contains_key(&Measure::Code)) {
            return None;
        }
        let code = self.code(header, number, &mut above.codes);
        let item = self.item(header, &label, code.as_deref());
        let only_words = has_figures && entries.values().all(|entry| entry.figure().is_none());
        if is_funds(header) && item.is_none() && only_words {
            return None; // words across the amounts: 「按收入性质分：」, 「其中：基本支出：300万元」
        }
        let headings = above.headings.iter().flatten().cloned().collect();
        Some(Row { label: clean(&label), item, code, place, headings, entries, assessed: Cached::default() })
    }

    /// What stands in the columns of one row. A total that is written further right than its column
    /// (公开06 公用经费合计) is found there.
    pub(super) fn entries(&self, header: &Header, number: u32) -> BTreeMap<Measure, Entry> {
        let mut entries = BTreeMap::new();
        for (measure, column) in &header.columns {
            let found = self.first_in(number, column.cell.column, column.last);
            let found = found.or_else(|| self.merged_reason(*measure, Address::new(number, column.cell.column)));
            let address = found.map_or(Address::new(number, column.cell.column), |(address, _)| address);
            entries.insert(*measure, self.entry(found.map(|(_, cell)| cell), address, measure.kind()));
        }
        self.look_further_right(header, number, &mut entries);
        settle(header, &mut entries);
        entries
    }

    /// One reason may stand for several rows, in a merged cell over all of them.
    fn merged_reason(&self, measure: Measure, cell: Address) -> Option<(Address, &Cell)> {
        let region = self.sheet.region(cell).filter(|_| measure == Measure::Reason)?;
        let first = region.first;
        self.sheet.cell(first.row, first.column).map(|reason| (first, reason))
    }

    /// What a cell of the form states.
    pub(super) fn entry(&self, cell: Option<&Cell>, address: Address, kind: ColumnKind) -> Entry {
        entry(cell, self.place.at(address), kind, self.unit)
    }

    fn look_further_right(&self, header: &Header, number: u32, entries: &mut BTreeMap<Measure, Entry>) {
        let has_codes = header.columns.contains_key(&Measure::Code);
        let is_total =
            has_codes && self.label(header, number).is_some_and(|(_, label)| self.item(header, &label, None).is_some());
        let blank = entries.get_mut(&Measure::Amount).filter(|entry| is_total && entry.content == Content::Blank);
        let Some((amount, from)) = blank.and_then(|amount| amount.place.cell.map(|from| (amount, from))) else {
            return;
        };
        let next = self.sheet.row(number).find(|(address, _)| address.column > from.column);
        let is_number = |cell: &Cell| matches!(cell.value, Value::Number(_)) || number::parse(&cell.text()).is_some();
        if let Some((address, cell)) = next.filter(|(_, cell)| is_number(cell)) {
            *amount = self.entry(Some(cell), address, ColumnKind::Amount);
        }
    }

    /// The first cell that holds something in a row, between two sheet columns.
    pub(super) fn first_in(&self, row: u32, first: u32, last: u32) -> Option<(Address, &Cell)> {
        let range = Address::new(row, first)..=Address::new(row, last);
        self.sheet.cells.range(range).next().map(|(address, cell)| (*address, cell))
    }
}

/// A row of the blank form that was not used: nothing in it, and no name but 「无」 or 「……」; or a sentence below it.
fn is_unused(label: &str, entries: &BTreeMap<Measure, Entry>) -> bool {
    let counts = [Measure::Target, Measure::Actual, Measure::Weight, Measure::Score];
    let stated = |measure: &Measure| entries.get(measure).is_some_and(|entry| !entry.is_empty());
    let says_nothing = || {
        number::read(label) == Reading::NotStated
            || label.chars().all(|c| matches!(c, '…' | '.'))
            || label.ends_with('。')
    };
    !counts.iter().any(stated) && says_nothing()
}

/// Whether a block has amounts beside the names of its rows, and neither codes nor indicators.
fn is_funds(header: &Header) -> bool {
    let named = [Measure::ThirdLevel, Measure::Item, Measure::Code, Measure::Total];
    !named.iter().any(|measure| header.columns.contains_key(measure)) && header.columns.contains_key(&Measure::Executed)
}

fn total_of_funds(row: Row) -> Row {
    Row { label: "年度资金总额".to_string(), item: Some("funds_total".into()), ..row }
}

/// A last row without an indicator that weighs as much as all rows above it is the total, whatever it is called.
fn unnamed_total(rows: &mut Vec<Row>) -> Option<Row> {
    let weight = |row: &Row| row.figure(Measure::Weight).map(|weight| weight.value);
    let (last, others) = rows.split_last()?;
    let sum = others.iter().filter_map(weight).sum();
    // Two other rows at least: with one, the last would only repeat it.
    let is_total = last.label.is_empty() && others.len() > 1 && weight(last).is_some_and(|total| total >= sum);
    if is_total { rows.pop() } else { None }
}

/// Reads a bare rate by the amounts beside it, and a bare coefficient by itself.
fn settle(header: &Header, entries: &mut BTreeMap<Measure, Entry>) {
    let says_percent =
        |measure: Measure| header.columns.get(&measure).is_some_and(|column| normalise(&column.label).contains('%'));
    if let Some(coefficient) = entries.get_mut(&Measure::Coefficient) {
        settle_rate(coefficient, None, None, says_percent(Measure::Coefficient));
    }
    settle_increase(entries, says_percent(Measure::IncreaseRate));
    let Some(mut rate) = entries.remove(&Measure::Rate) else { return };
    let figure = |measure| entries.get(&measure).and_then(Entry::figure);
    settle_rate(&mut rate, figure(Measure::Executed), figure(Measure::FinalBudget), says_percent(Measure::Rate));
    entries.insert(Measure::Rate, rate);
}
