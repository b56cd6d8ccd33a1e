//! Where the columns of a block stand on a sheet.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::form::Measure;
use crate::layout::{BlockLayout, Vocabulary};
use crate::read::{Address, Cell, Sheet, Value, number};

/// Header rows are at most this many lines deep.
const DEEPEST: u32 = 4;

/// One column of a block: its header cell, and how far the column reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The header cell.
    pub cell: Address,
    /// The header as typed.
    pub label: String,
    /// The last sheet column that belongs to it.
    pub last: u32,
}

/// The header of one part of a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// Index into the layout's blocks.
    pub block: usize,
    /// Name of the part.
    pub name: Arc<str>,
    /// First header row.
    pub top: u32,
    /// Last header row.
    pub bottom: u32,
    /// Sheet columns of this part.
    pub span: Range<u32>,
    /// Its columns.
    pub columns: BTreeMap<Measure, Column>,
}

type Hit = (Measure, Address, String);

/// Finds the first header of a block within some rows; several parts side by side give several.
pub fn find(
    sheet: &Sheet,
    vocabulary: &Vocabulary,
    block: &BlockLayout,
    index: usize,
    rows: Range<u32>,
) -> Vec<Header> {
    for top in rows.clone() {
        let Some((bottom, hits)) = header_rows(sheet, vocabulary, block, top, rows.end) else { continue };
        if block.required.iter().all(|needed| hits.iter().any(|(measure, ..)| measure == needed)) {
            return parts(sheet, block, index, top, bottom, &hits);
        }
    }
    Vec::new()
}

/// The labels of a header that begins in row `top`, and its last row.
fn header_rows(
    sheet: &Sheet,
    vocabulary: &Vocabulary,
    block: &BlockLayout,
    top: u32,
    end: u32,
) -> Option<(u32, Vec<Hit>)> {
    let mut hits = hits_in_row(sheet, vocabulary, block, top);
    if hits.is_empty() {
        return None;
    }
    let mut bottom = merged_bottom(sheet, &hits, top);
    for row in top + 1..end.min(top + DEEPEST) {
        let more = hits_in_row(sheet, vocabulary, block, row);
        let has_column = more.iter().any(|(measure, ..)| Some(*measure) != block.key);
        let is_header = has_column && !has_number(sheet, row) && !has_item(sheet, vocabulary, block, &hits, row);
        if !is_header && row > bottom {
            break;
        }
        bottom = bottom.max(row).max(merged_bottom(sheet, &more, row));
        hits.extend(more);
    }
    Some((bottom.min(top + DEEPEST), hits))
}

fn hits_in_row(sheet: &Sheet, vocabulary: &Vocabulary, block: &BlockLayout, row: u32) -> Vec<Hit> {
    let labels = sheet.row(row).filter_map(|(address, cell)| Some((address, label_text(cell)?)));
    let hit = |(address, label): (Address, &str)| {
        let measures = vocabulary.measures(label);
        let measure = block.all_columns().find(|measure| measures.contains(measure))?;
        Some((measure, address, label.to_string()))
    };
    labels.filter_map(hit).collect()
}

/// The text of a cell that is short enough to be a label.
pub fn label_text(cell: &Cell) -> Option<&str> {
    match &cell.value {
        Value::Text(text) if text.chars().count() <= 40 => Some(text),
        _ => None,
    }
}

fn has_number(sheet: &Sheet, row: u32) -> bool {
    sheet.row(row).any(|(_, cell)| match &cell.value {
        Value::Number(_) => true,
        Value::Text(text) => number::parse(text).is_some(),
        _ => false,
    })
}

/// Whether a known row name stands in the key column: then the row is one of the table, not of its header.
fn has_item(sheet: &Sheet, vocabulary: &Vocabulary, block: &BlockLayout, hits: &[Hit], row: u32) -> bool {
    let keys = hits.iter().filter(|(measure, ..)| Some(*measure) == block.key);
    let names = keys.filter_map(|(_, address, _)| sheet.cell(row, address.column)).filter_map(label_text);
    names.into_iter().any(|name| vocabulary.item(name, &block.items).is_some())
}

fn merged_bottom(sheet: &Sheet, hits: &[Hit], row: u32) -> u32 {
    let bottoms = hits.iter().filter_map(|(_, address, _)| sheet.region(*address)).map(|region| region.last.row);
    bottoms.max().unwrap_or(row)
}

/// Splits the header where its key column begins anew.
fn parts(sheet: &Sheet, block: &BlockLayout, index: usize, top: u32, bottom: u32, hits: &[Hit]) -> Vec<Header> {
    let mut starts: Vec<u32> =
        hits.iter().filter(|(measure, ..)| Some(*measure) == block.key).map(|(_, address, _)| address.column).collect();
    starts.sort_unstable();
    starts.dedup();
    if starts.is_empty() {
        starts.push(0);
    }
    starts.truncate(block.panels.len());
    let ends = starts.iter().skip(1).copied().chain([u32::MAX]);
    let spans = starts.iter().zip(ends).map(|(&start, end)| start..end);
    let header = |(number, span): (usize, Range<u32>)| Header {
        block: index,
        name: block.panels[number].clone(),
        top,
        bottom,
        columns: columns_in(sheet, hits, &span),
        span,
    };
    spans.enumerate().map(header).collect()
}

/// The columns of one part; where a label stands twice, the upper one counts, then the left one.
fn columns_in(sheet: &Sheet, hits: &[Hit], span: &Range<u32>) -> BTreeMap<Measure, Column> {
    let mut inside: Vec<&Hit> = hits.iter().filter(|(_, address, _)| span.contains(&address.column)).collect();
    inside.sort_by_key(|(_, address, _)| (address.row, address.column));
    let mut columns = BTreeMap::new();
    for (measure, address, label) in &inside {
        let next = inside.iter().map(|(_, other, _)| other.column).filter(|&column| column > address.column).min();
        let limit = next.map_or(span.end, |next| next.min(span.end)) - 1;
        let last = match sheet.region(*address) {
            Some(region) => region.last.column.min(limit),
            None if sheet.regions.is_empty() && next.is_some() => limit,
            None => address.column,
        };
        columns.entry(*measure).or_insert(Column { cell: *address, label: label.clone(), last });
    }
    columns
}
