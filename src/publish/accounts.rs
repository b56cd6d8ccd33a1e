//! An accounts table → the public table: parts side by side, rows as filed.

use std::collections::BTreeSet;

use crate::model::form::{Block, Form, Measure, Row};
use crate::publish::columns::{self, PublishedColumn};
use crate::publish::page::{CellRole, PublishedPage};

/// Lays an accounts table out.
pub fn arrange(form: &Form) -> PublishedPage {
    let is_turned = form.layout.blocks.iter().any(|block| !block.turned.is_empty());
    let mut page = if is_turned { turned(form) } else { side_by_side(form) };
    let body = form.blocks.iter().flat_map(|block| &block.rows).filter_map(|row| row.place.cell).map(|cell| cell.row);
    let last = body.max().unwrap_or(0);
    let notes = form.remarks.iter().filter(|note| note.cell.row > last || note.text.starts_with('注'));
    page.notes = notes.map(|note| note.text.clone()).collect();
    page.ordered()
}

/// What heads a part of the table, where it has several that differ.
fn part_name(block: &str) -> Option<&'static str> {
    match block {
        "income" => Some("收入"),
        "expenditure" => Some("支出"),
        "budget" => Some("预算数"),
        "final" => Some("决算数"),
        _ => None,
    }
}

fn side_by_side(form: &Form) -> PublishedPage {
    let mut page = PublishedPage::default();
    let lines: BTreeSet<u32> = form.blocks.iter().flat_map(|block| block.rows.iter().filter_map(line)).collect();
    let has_parts = form.blocks.len() > 1 && form.blocks.iter().any(|block| part_name(&block.name).is_some());
    let header = usize::from(has_parts);
    for block in &form.blocks {
        let columns = part_columns(block);
        let left = page.widths.len();
        page.widths.extend(columns::wishes(&columns));
        if let Some(name) = part_name(&block.name).filter(|_| has_parts) {
            page.put((0, left), (1, columns.len().max(1)), CellRole::ColumnHead, name);
        }
        for (column, at) in columns.iter().zip(left..) {
            page.put((header, at), (1, 1), CellRole::ColumnHead, &column.name);
        }
        for (number, row) in lines.iter().zip(header + 1..) {
            let source = block.rows.iter().find(|source| line(source) == Some(*number));
            part_row(&mut page, (row, left), &columns, source);
        }
    }
    page.repeated = Some((0, header));
    page
}

/// The sheet row that a row stood in.
fn line(row: &Row) -> Option<u32> {
    row.place.cell.or(row.entries.values().find_map(|entry| entry.place.cell)).map(|cell| cell.row)
}

/// The columns of a part; the row's name comes first where no column holds it.
fn part_columns(block: &Block) -> Vec<PublishedColumn> {
    let mut columns = columns::of(block, None);
    let named = columns.iter().any(|column| is_name(column.measure));
    if !named && block.rows.iter().any(|row| !row.label.is_empty()) {
        columns.insert(0, PublishedColumn::of(Measure::Item));
    }
    columns
}

fn is_name(measure: Measure) -> bool {
    matches!(measure, Measure::Item | Measure::Name | Measure::Code)
}

fn part_row(page: &mut PublishedPage, (row, left): (usize, usize), columns: &[PublishedColumn], source: Option<&Row>) {
    let Some(source) = source else {
        return columns.iter().zip(left..).for_each(|(_, at)| page.put((row, at), (1, 1), CellRole::Word, ""));
    };
    let names = columns.iter().take_while(|column| is_name(column.measure)).count();
    // 「合计」 has no code: its name takes the place of both.
    let as_one = names > 0 && source.code.is_none();
    if as_one {
        page.put((row, left), (1, names), CellRole::RowName, &source.label);
    }
    for (column, at) in columns.iter().zip(left..).skip(if as_one { names } else { 0 }) {
        match column.measure {
            Measure::Code => page.put((row, at), (1, 1), CellRole::RowHead, source.code.as_deref().unwrap_or_default()),
            Measure::Item | Measure::Name => page.put((row, at), (1, 1), CellRole::RowName, &source.label),
            _ => page.put_entry((row, at), 1, CellRole::Word, column.entry(source)),
        }
    }
}

/// A row for what others have as column, a column for each part.
fn turned(form: &Form) -> PublishedPage {
    let mut page = PublishedPage { widths: vec![40], ..PublishedPage::default() };
    let order = form.layout.blocks.iter().flat_map(|block| &block.columns).copied();
    let measures: Vec<Measure> =
        order.filter(|measure| form.blocks.iter().any(|block| block.columns.contains_key(measure))).collect();
    page.put((0, 0), (1, 1), CellRole::ColumnHead, Measure::Item.name());
    for (measure, row) in measures.iter().zip(1..) {
        page.put((row, 0), (1, 1), CellRole::RowName, measure.name());
    }
    for (block, column) in form.blocks.iter().zip(1..) {
        page.widths.push(16);
        let name = part_name(&block.name).unwrap_or(Measure::Quantity.name());
        page.put((0, column), (1, 1), CellRole::ColumnHead, name);
        for (measure, row) in measures.iter().zip(1..) {
            let entry = block.rows.first().and_then(|source| source.entries.get(measure));
            page.put_entry((row, column), 1, CellRole::Word, entry);
        }
    }
    page.repeated = Some((0, 0));
    page
}
