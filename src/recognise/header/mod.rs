//! Where the columns of a block stand on a sheet.

mod candidates;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use crate::model::figure::number;
use crate::model::form::{BlockLayout, ColumnKind, Measure};
use crate::model::place::Address;
use crate::model::text::label;
use crate::read::{Sheet, Value};
use crate::recognise::Vocabulary;
use crate::recognise::header::candidates::{
    Hit, drop_names_of_rows, drop_parts_of_balances, take_only_budget, without_groups,
};
use crate::recognise::labels::{Label, View};

/// Header rows are at most this many lines deep.
const DEEPEST: u32 = 4;
/// One column of a block: its header cell, and how far the column reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderColumn {
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
    pub columns: BTreeMap<Measure, HeaderColumn>,
}

/// Finds the first header of a block within some rows; several parts side by side give several.
pub fn find(view: View, block: &BlockLayout, index: usize, rows: Range<u32>) -> Vec<Header> {
    let readable = block.readable(view.vocabulary);
    for top in rows.clone() {
        let Some((bottom, mut hits)) = header_rows(view, block, &readable, top, rows.end) else { continue };
        // Only blocks of funds have a budget to execute.
        if readable.contains(&Measure::FinalBudget) {
            drop_names_of_rows(view, bottom, &mut hits);
            take_only_budget(view, top..bottom + 1, &mut hits);
        }
        drop_parts_of_balances(view, top..bottom + 1, &mut hits);
        let has = |needed: &Measure| hits.iter().any(|hit| hit.measure == *needed);
        if block.required.iter().all(has) && has_turned_rows(view, block, bottom, rows.end) {
            let parts = parts(view, block, index, top, bottom, &without_groups(view, hits));
            if is_whole(block, &parts) {
                return parts;
            }
        }
    }
    Vec::new()
}

/// Whether every part was found, where they are of different kinds: with 预算数 left out, 决算数 would be taken for it.
fn is_whole(block: &BlockLayout, parts: &[Header]) -> bool {
    let alike = block.panels.windows(2).all(|pair| pair[0] == pair[1]);
    alike || !block.turned.is_empty() || parts.len() == block.panels.len()
}

/// Whether a row seems to be the header of a block: it has amounts or a rate, and another of its columns.
pub fn seems_there(view: View, block: &BlockLayout, row: u32, end: u32) -> bool {
    let readable = block.readable(view.vocabulary);
    let says_money = |hit: &Hit| matches!(hit.measure.kind(), ColumnKind::Amount | ColumnKind::Percent);
    let hits = header_rows(view, block, &readable, row, end).map(|(_, hits)| hits).unwrap_or_default();
    hits.len() > 1 && hits.iter().any(says_money)
}

/// Rows of a table that stands on its side without which it is none.
const FEWEST_TURNED_ROWS: usize = 3;

/// Whether the names of a turned table's rows stand below its header.
fn has_turned_rows(view: View, block: &BlockLayout, bottom: u32, end: u32) -> bool {
    let is_row = |row: &u32| {
        let mut labels = view.labels.row(*row);
        labels.any(|(_, label)| label.meaning.measures.iter().any(|measure| block.columns.contains(measure)))
    };
    block.turned.is_empty() || (bottom + 1..end).filter(is_row).count() >= FEWEST_TURNED_ROWS
}

/// The row that comes nearest to a block's header, and the required columns that it lacks; for saying what is
/// wrong. Rows `taken` by the header of another block are none.
pub fn nearest(
    view: View,
    block: &BlockLayout,
    rows: Range<u32>,
    taken: &[Range<u32>],
) -> Option<(Range<u32>, Vec<Measure>)> {
    let readable = block.readable(view.vocabulary);
    let of_row = |top: u32| {
        let (bottom, mut hits) = header_rows(view, block, &readable, top, rows.end)?;
        take_only_budget(view, top..bottom + 1, &mut hits);
        let missing = block.required.iter().filter(|needed| !hits.iter().any(|hit| hit.measure == **needed));
        Some((hits.len(), top..bottom + 1, missing.copied().collect::<Vec<Measure>>()))
    };
    let free = rows.clone().filter(|row| !taken.iter().any(|taken| taken.contains(row)));
    let best =
        free.filter_map(of_row).min_by_key(|(hits, rows, missing)| (missing.len(), usize::MAX - hits, rows.start));
    best.map(|(_, rows, missing)| (rows, missing))
}

impl BlockLayout {
    /// The columns that stand in its header.
    pub fn usual(&self) -> &[Measure] {
        if self.turned.is_empty() { &self.columns } else { &self.turned }
    }

    /// The row names that are known in the block: its own and those of every such block.
    pub fn known_rows(&self, vocabulary: &Vocabulary) -> Vec<String> {
        let common = self.panels.first().map(|name| vocabulary.rows(name)).unwrap_or_default();
        self.items.iter().chain(common.iter().filter(|item| !self.items.contains(item))).cloned().collect()
    }

    /// All columns that are read in the block: its own, those of every such block, and the key last, since
    /// its labels are the most general.
    pub fn readable(&self, vocabulary: &Vocabulary) -> Vec<Measure> {
        let common = self.panels.first().map(|name| vocabulary.columns(name)).unwrap_or_default();
        let mut readable = self.usual().to_vec();
        readable.extend(common.iter().filter(|measure| !self.usual().contains(measure)));
        readable.extend(self.key);
        readable
    }
}

/// The labels of a header that begins in row `top`, and its last row.
fn header_rows(view: View, block: &BlockLayout, readable: &[Measure], top: u32, end: u32) -> Option<(u32, Vec<Hit>)> {
    let mut hits = hits_in_row(view, readable, top);
    if hits.is_empty() {
        return None;
    }
    let mut bottom = lowest(&hits, top);
    for row in top + 1..end.min(top + DEEPEST) {
        if view.sheet.row(row).next().is_none() {
            continue; // a blank row between header rows
        }
        let more = hits_in_row(view, readable, row);
        let has_column = more.iter().any(|hit| Some(hit.measure) != block.key);
        // A row of figures with a word such as 「合计」 would lengthen the header into the table.
        let is_header = has_column && !has_number(view.sheet, row) && !has_item(view, block, &hits, row);
        if !is_header && row > bottom {
            break;
        }
        if is_header {
            bottom = bottom.max(lowest(&more, row));
        }
        hits.extend(more);
    }
    Some((bottom.min(top + DEEPEST), hits))
}

fn hits_in_row(view: View, readable: &[Measure], row: u32) -> Vec<Hit> {
    let hit = |(cell, label): (Address, &Label)| {
        let measure = *readable.iter().find(|measure| label.meaning.measures.contains(measure))?;
        let region = view.sheet.region(cell);
        let below = label.parts.last().map_or(row, |part| part.row);
        let bottom = region.map_or(below, |region| region.last.row.max(below));
        let last = region.map_or(cell.column, |region| region.last.column);
        Some(Hit { measure, cell, label: label.text.clone(), bottom, last })
    };
    view.labels.row(row).filter_map(hit).collect()
}

fn lowest(hits: &[Hit], row: u32) -> u32 {
    hits.iter().map(|hit| hit.bottom).max().unwrap_or(row).max(row)
}

fn has_number(sheet: &Sheet, row: u32) -> bool {
    sheet.row(row).any(|(_, cell)| match &cell.value {
        Value::Number(_) => true,
        Value::Text(text) => number::parse(text).is_some(),
        _ => false,
    })
}

/// Whether a known row name stands in the key column: then the row is one of the table, not of its header.
fn has_item(view: View, block: &BlockLayout, hits: &[Hit], row: u32) -> bool {
    let keys = hits.iter().filter(|hit| Some(hit.measure) == block.key);
    let mut names = keys.filter_map(|hit| view.labels.get(Address::new(row, hit.cell.column)));
    names.any(|name| name.meaning.item(&block.items).is_some())
}

/// Splits the header where its key column begins anew.
fn parts(view: View, block: &BlockLayout, index: usize, top: u32, bottom: u32, hits: &[Hit]) -> Vec<Header> {
    let starts_in = |is_row: &dyn Fn(u32) -> bool| {
        let keys = hits.iter().filter(|hit| Some(hit.measure) == block.key && is_row(hit.cell.row));
        keys.map(|hit| hit.cell.column).collect::<BTreeSet<u32>>().into_iter().collect::<Vec<u32>>()
    };
    let mut starts = starts_in(&|_| true);
    if starts.len() > block.panels.len() {
        // 「收入」 over a part is no column beside 「项目」: the key stands in the row of the other columns.
        let others: BTreeSet<u32> =
            hits.iter().filter(|hit| Some(hit.measure) != block.key).map(|hit| hit.cell.row).collect();
        starts = starts_in(&|row| others.contains(&row));
    }
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
        columns: columns_in(view, hits, &span),
        span,
    };
    spans.enumerate().map(header).collect()
}

/// The columns of one part. Where a label stands twice, the upper one counts, then the left one; but weights left of
/// the indicators' names are those of the levels above.
fn columns_in(view: View, hits: &[Hit], span: &Range<u32>) -> BTreeMap<Measure, HeaderColumn> {
    let mut inside: Vec<&Hit> = hits.iter().filter(|hit| span.contains(&hit.cell.column)).collect();
    let column_of = |measure| inside.iter().find(|hit| hit.measure == measure).map(|hit| hit.cell.column);
    let (names, second) = (column_of(Measure::ThirdLevel), column_of(Measure::SecondLevel));
    let measure_of = |hit: &Hit| match hit.measure {
        Measure::Weight if names.is_some_and(|names| hit.cell.column < names) => {
            let of_first = second.is_some_and(|second| hit.cell.column < second);
            if of_first { Measure::FirstWeight } else { Measure::SecondWeight }
        }
        measure => measure,
    };
    // Of two years the later one is the year that is evaluated.
    inside.sort_by_key(|hit| (Reverse(label::year(&hit.label)), hit.cell.row, hit.cell.column));
    let mut columns = BTreeMap::new();
    for hit in &inside {
        // Any label beside it in its row ends a column, whether it is known or not.
        let others = inside.iter().map(|other| other.cell.column);
        let beside = others.chain(view.labels.row(hit.cell.row).map(|(cell, _)| cell.column));
        let next = beside.filter(|&column| column > hit.cell.column).min();
        let limit = next.map_or(span.end, |next| next.min(span.end)) - 1;
        let last = match hit.last > hit.cell.column {
            true => hit.last.min(limit),
            // On a sheet without merged ranges only the next label tells how far a column reaches.
            false if view.sheet.regions.is_empty() && next.is_some() => limit,
            false => hit.cell.column,
        };
        columns.entry(measure_of(hit)).or_insert(HeaderColumn { cell: hit.cell, label: hit.label.clone(), last });
    }
    columns
}
