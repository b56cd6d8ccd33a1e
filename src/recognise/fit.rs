//! The score of a layout against a form: points for title, columns, first-level indicators and head, in percent.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::model::figure::number;
use crate::model::form::{BlockLayout, ColumnKind, Layout, Measure, Unread};
use crate::model::place::Address;
use crate::model::text::label::{is_label, without_brackets};
use crate::read::{Cell, Value};
use crate::recognise::header::{Header, HeaderColumn};
use crate::recognise::labels::{Label, View};
use crate::recognise::vocabulary::{End, Meaning};

/// Points of one kind: got, of so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FitPoints {
    /// Points that the form earns.
    pub got: usize,
    /// Points to be had; none where the form cannot say.
    pub of: usize,
}

impl FitPoints {
    /// A share of some points; where there is nothing to compare there are none to be had.
    fn share(of: usize, part: usize, whole: usize) -> FitPoints {
        (of * part.min(whole)).checked_div(whole).map_or(FitPoints::default(), |got| FitPoints { got, of })
    }
}

/// Most points of each kind. A title says most; columns count next, for they decide how figures are read, then their
/// order. First-level indicators count least: they belong to the form that was filled in as much as to its layout.
const TITLE: usize = 400;
const MARK: usize = 50;
const COLUMNS: usize = 300;
const LEVELS: usize = 20;
const HEAD: usize = 150;
const ORDER: usize = 100;

/// Distinctive row names are looked for in so many rows below the header.
const ROWS_OF_FUNDS: u32 = 12;
/// Figures below a label are looked for in so many rows.
const ROWS_BELOW: u32 = 3;

/// How well a layout fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Fit {
    /// The title, measured against the longest title that fits.
    pub title: FitPoints,
    /// The mark 「公开01表」.
    pub mark: FitPoints,
    /// Columns found, missing, and left over.
    pub columns: FitPoints,
    /// First-level indicators.
    pub levels: FitPoints,
    /// Labels of the head and distinctive labels.
    pub head: FitPoints,
    /// Columns in the layout's order.
    pub order: FitPoints,
}

impl Fit {
    /// All points, in tenths of a percent.
    pub fn score(&self) -> usize {
        let all = [self.title, self.mark, self.columns, self.levels, self.head, self.order];
        let of: usize = all.iter().map(|points| points.of).sum();
        (all.iter().map(|points| points.got).sum::<usize>() * 1000).checked_div(of).unwrap_or(0)
    }
}

/// What a title says for a layout: so many of its characters, of so many of the longest that fits.
#[derive(Debug, Clone, Copy, Default)]
pub struct TitleMatch {
    /// Characters of this layout's title.
    pub matched: usize,
    /// Characters of the longest title of any layout.
    pub longest: usize,
}

/// Judges a layout whose headers were found in some rows of a sheet.
pub fn fit(view: View, layout: &Layout, title: TitleMatch, rows: &Range<u32>, headers: &[Header]) -> Fit {
    let last = headers.iter().map(|header| header.bottom + 1).max().unwrap_or(rows.end);
    let head = rows.start..last;
    Fit {
        title: FitPoints::share(TITLE, title.matched, title.longest),
        mark: mark(view, layout, head.clone()),
        columns: columns(view, layout, headers),
        levels: levels(view, layout, rows, headers),
        head: labels_of_head(view, layout, head),
        order: order(layout, headers),
    }
}

fn mark(view: View, layout: &Layout, rows: Range<u32>) -> FitPoints {
    let mut texts = rows.flat_map(|row| view.labels.row(row)).map(|(_, label)| label.plain.as_str());
    let there = |mark: &String, text: &str| text.contains(mark.trim_end_matches('表'));
    let on_sheet = texts.any(|text| layout.marks.iter().any(|mark| there(mark, text)));
    // The mark may stand on the tab instead of the sheet.
    let on_tab = layout.marks.iter().any(|mark| there(mark, &view.sheet.name));
    FitPoints::share(MARK, usize::from(on_sheet || on_tab), layout.marks.len().min(1))
}

/// Twice what both have, of what each has: columns that the form lacks and such that the layout lacks count alike.
fn columns(view: View, layout: &Layout, headers: &[Header]) -> FitPoints {
    let (mut both, mut all) = (0, 0);
    for (index, block) in layout.blocks.iter().enumerate() {
        let Some(header) = headers.iter().find(|header| header.block == index) else { continue };
        let found = header.columns.keys().filter(|measure| block.usual().contains(measure)).count();
        both += 2 * found;
        all += block.usual().len() + seen(view, header, block.key);
    }
    FitPoints::share(COLUMNS, both, all)
}

/// Labels that stand in a header, known or not, but for those that say nothing.
fn seen(view: View, header: &Header, key: Option<Measure>) -> usize {
    let known = header.columns.keys().filter(|measure| Some(**measure) != key).count();
    known + unread_cells(view, header).len()
}

/// Labels in the header of a block that stand for none of its columns.
fn unread_cells(view: View, header: &Header) -> Vec<Address> {
    let first = header.columns.values().map(|column| column.cell.column).min().unwrap_or(0);
    let last = header.columns.values().map(|column| column.last).max().unwrap_or(0);
    let cells = (header.top..=header.bottom).flat_map(|row| view.labels.row(row));
    let read: BTreeSet<Address> = header.columns.values().map(|column| column.cell).collect();
    let is_part = |address: Address| {
        read.iter().filter_map(|cell| view.labels.get(*cell)).any(|label| label.parts.contains(&address))
    };
    let under_a_column = |cell: Address| {
        let over = |column: &HeaderColumn| {
            column.cell.row < cell.row && (column.cell.column..=column.last).contains(&cell.column)
        };
        header.columns.values().any(over)
    };
    let inside = cells
        .filter(|(address, _)| (first..=last + 1).contains(&address.column) && header.span.contains(&address.column));
    let left_over = inside.filter(|(address, label)| {
        !label.plain.is_empty()
            && !read.contains(address)
            && !is_part(*address)
            && !label.meaning.is_known()
            && !view.stands_over_columns(*address, header.bottom + 1)
            && !under_a_column(*address)
    });
    left_over.map(|(address, _)| address).collect()
}

/// Labels in the header that are not known, with the column that each may stand for: one that the layout has and
/// the form lacks, if such a one is much like it.
pub fn missed(view: View, block: &BlockLayout, header: &Header) -> Vec<Unread> {
    let absent: Vec<Measure> =
        block.usual().iter().filter(|measure| !header.columns.contains_key(measure)).copied().collect();
    let counts =
        |measure: &&Measure| measure.kind() != ColumnKind::Text || matches!(measure, Measure::Target | Measure::Actual);
    let counted: Vec<Measure> = absent.iter().filter(counts).copied().collect();
    let unread = |cell: Address| {
        let label = view.labels.get(cell)?;
        // Only columns that rules look at are worth asking for; other texts are merely shown.
        let missed = view.vocabulary.much_like_column(&label.text, &counted);
        let nearest = missed.or_else(|| view.vocabulary.nearest_column(&label.text, &block.readable(view.vocabulary)));
        let (nearest, is_missed) = (nearest.map(str::to_string), missed.is_some());
        Some(Unread { cell, label: label.plain.clone(), nearest, is_missed })
    };
    unread_cells(view, header).into_iter().chain(unread_before(view, header)).filter_map(unread).collect()
}

/// Labels left of all columns are those of the block, unless figures stand below them: then a column begins there.
fn unread_before(view: View, header: &Header) -> Vec<Address> {
    let first = header.columns.values().map(|column| column.cell.column).min().unwrap_or(0);
    let body = header.bottom + 1..=header.bottom + ROWS_BELOW;
    let is_figure = |cell: &Cell| match &cell.value {
        Value::Number(_) => true,
        Value::Text(text) => number::parse(text).is_some(),
        Value::Error(_) | Value::Pending => false,
    };
    let over_figures = |column: u32| body.clone().any(|row| view.sheet.cell(row, column).is_some_and(&is_figure));
    let cells = (header.top..=header.bottom).flat_map(|row| view.labels.row(row));
    let left = cells.filter(|(cell, label)| {
        cell.column < first
            && header.span.contains(&cell.column)
            && !label.plain.is_empty()
            && !label.meaning.is_known()
            && over_figures(cell.column)
    });
    left.map(|(cell, _)| cell).collect()
}

/// First-level indicators that both have, of those that either has.
fn levels(view: View, layout: &Layout, rows: &Range<u32>, headers: &[Header]) -> FitPoints {
    let on_form = levels_on(view, rows, headers);
    if layout.levels.is_empty() || on_form.is_empty() {
        return FitPoints::default();
    }
    let both = layout.levels.iter().filter(|level| on_form.iter().any(|name| same_level(name, level))).count();
    let either = layout.levels.len() + on_form.len() - both.min(on_form.len());
    FitPoints::share(LEVELS, both, either)
}

/// The first-level indicators of a form, without weights.
pub fn levels_on(view: View, rows: &Range<u32>, headers: &[Header]) -> Vec<String> {
    let Some(header) = headers.iter().find(|header| header.columns.contains_key(&Measure::ThirdLevel)) else {
        return Vec::new();
    };
    let Some(column) = header.columns.get(&Measure::FirstLevel) else { return Vec::new() };
    let mut names: Vec<String> = Vec::new();
    for row in header.bottom + 1..rows.end {
        if view.has_end(row, End::Total) {
            break;
        }
        let inside = column.cell.column..=column.last;
        let Some((_, label)) = view.labels.row(row).find(|(cell, _)| inside.contains(&cell.column)) else { continue };
        let name = without_brackets(&label.plain).to_string();
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// 「产出」 and 「产出指标」 are the same.
fn same_level(name: &str, level: &str) -> bool {
    name.trim_end_matches("指标") == level.trim_end_matches("指标")
}

fn labels_of_head(view: View, layout: &Layout, rows: Range<u32>) -> FitPoints {
    let labels: Vec<_> = rows.clone().flat_map(|row| view.labels.row(row)).map(|(_, label)| label).collect();
    let fields = layout.head.iter().filter(|field| {
        labels.iter().any(|label| label.meaning.field == Some(**field) || starts_with_field(view, &label.text, **field))
    });
    let is_distinctive = |wanted: &&String| {
        let meaning = view.vocabulary.meaning(wanted);
        let below = rows.end..rows.end.saturating_add(ROWS_OF_FUNDS);
        let mut texts = rows.clone().chain(below).flat_map(|row| view.labels.row(row));
        texts.any(|(_, label)| is_same(label, wanted, &meaning))
    };
    let distinctive = layout.distinctive.iter().filter(is_distinctive).count();
    FitPoints::share(HEAD, fields.count() + distinctive, layout.head.len() + layout.distinctive.len())
}

/// Whether a label is the same as another, or means the same field of the head, or the same row.
fn is_same(label: &Label, wanted: &str, meaning: &Meaning) -> bool {
    let same_field = meaning.field.is_some() && label.meaning.field == meaning.field;
    same_field || label.meaning.items.iter().any(|item| meaning.items.contains(item)) || is_label(&label.plain, wanted)
}

/// 「部门：某某局」: the label and its value in one cell.
fn starts_with_field(view: View, text: &str, field: crate::model::form::Field) -> bool {
    text.split_once(['：', ':']).is_some_and(|(label, _)| view.vocabulary.field(label) == Some(field))
}

/// Blocks whose columns stand in the layout's order.
fn order(layout: &Layout, headers: &[Header]) -> FitPoints {
    let in_order = |(index, block): (usize, &BlockLayout)| {
        let header = headers.iter().find(|header| header.block == index)?;
        let mut found: Vec<(u32, Measure)> =
            header.columns.iter().map(|(measure, column)| (column.cell.column, *measure)).collect();
        found.sort();
        let ranks = found.iter().filter_map(|(_, measure)| block.usual().iter().position(|column| column == measure));
        Some(ranks.is_sorted())
    };
    let blocks: Vec<bool> = layout.blocks.iter().enumerate().filter_map(in_order).collect();
    FitPoints::share(ORDER, blocks.iter().filter(|kept| **kept).count(), blocks.len())
}
