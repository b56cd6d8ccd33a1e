//! Which columns a block is published in, and how wide they are.

use crate::model::form::{Block, ColumnKind, Entry, Measure, Row};
use crate::publish::page::PublishedPage;
use crate::publish::pattern::Pattern;
use crate::publish::targets::TargetParts;

/// One column of a published block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedColumn {
    /// What it holds.
    pub measure: Measure,
    /// Its heading.
    pub name: String,
    /// Whether targets are put together, or taken apart.
    targets: TargetParts,
}

impl PublishedColumn {
    /// A column under its usual heading.
    pub fn of(measure: Measure) -> PublishedColumn {
        PublishedColumn { measure, name: measure.name().to_string(), targets: TargetParts::AsFiled }
    }

    /// What a row has in this column.
    pub fn entry<'r>(&self, row: &'r Row) -> Option<&'r Entry> {
        row.entries.get(&self.measure)
    }

    /// What a row says in this column where that is not what was filed in it.
    pub fn said(&self, row: &Row) -> Option<String> {
        self.targets.said(row, self.measure)
    }
}

/// The columns of a block: as filed, or those of a layout and whatever else holds something.
pub fn of(block: &Block, pattern: Option<&Pattern>) -> Vec<PublishedColumn> {
    let mut filed: Vec<(Measure, u32)> = block
        .columns
        .iter()
        .filter(|(measure, _)| !matches!(measure, Measure::Line))
        .map(|(measure, place)| (*measure, place.cell.map_or(u32::MAX, |cell| cell.column)))
        .collect();
    filed.sort_by_key(|(_, column)| *column);
    let filed: Vec<Measure> = filed.into_iter().map(|(measure, _)| measure).collect();
    let Some((pattern, wanted)) = pattern.and_then(|pattern| Some((pattern, pattern.block(&block.name)?))) else {
        return filed.into_iter().map(PublishedColumn::of).collect();
    };
    let targets = TargetParts::of(block, &wanted.columns);
    let says = |measure: &Measure| match measure {
        Measure::FirstLevel | Measure::SecondLevel => block.rows.iter().any(|row| !row.headings.is_empty()),
        _ => block.rows.iter().any(|row| row.entries.get(measure).is_some_and(|entry| !entry.is_empty())),
    };
    let is_more = |measure: &&Measure| !wanted.columns.contains(measure) && !targets.takes_in(**measure);
    let more: Vec<Measure> = filed.iter().filter(is_more).filter(|measure| says(measure)).copied().collect();
    let (levels, others): (Vec<Measure>, Vec<Measure>) = more.into_iter().partition(|measure| is_level(*measure));
    let all = levels.into_iter().chain(wanted.columns.iter().copied()).chain(others);
    all.map(|measure| PublishedColumn { measure, name: pattern.column(&block.name, measure).to_string(), targets })
        .collect()
}

fn is_level(measure: Measure) -> bool {
    matches!(measure, Measure::FirstLevel | Measure::SecondLevel)
}

/// How wide a column wants to be, in half-width characters.
fn wish(measure: Measure) -> usize {
    match measure {
        Measure::ThirdLevel => 20,
        Measure::Reason => 26,
        Measure::Actual | Measure::Target | Measure::AdjustedTarget => 13,
        Measure::FirstLevel | Measure::SecondLevel => 12,
        Measure::Item | Measure::Name => 26,
        Measure::Code => 10,
        _ if measure.kind() == ColumnKind::Amount => 12,
        _ => 9,
    }
}

/// Widths of an evaluation form's grid: what its indicators wish, and enough for amounts above them.
pub fn widths(page: &mut PublishedPage, columns: &[PublishedColumn]) {
    let spans = spread_over(columns, page.widths.len());
    let mut next = 0;
    for (column, span) in columns.iter().zip(&spans) {
        for width in page.widths.iter_mut().skip(next).take(*span) {
            *width = wish(column.measure).div_ceil(*span).max(10);
        }
        next += span;
    }
    page.widths.iter_mut().filter(|width| **width == 0).for_each(|width| *width = 12);
}

/// The widths that columns of an accounts table wish.
pub fn wishes(columns: &[PublishedColumn]) -> Vec<usize> {
    columns.iter().map(|column| wish(column.measure)).collect()
}

/// Spreads so many columns over a grid: the first takes what is left over.
pub fn spread(columns: usize, width: usize) -> Vec<usize> {
    let mut spans = vec![1; columns];
    if let Some(first) = spans.first_mut() {
        *first += width.saturating_sub(columns);
    }
    spans
}

/// The same for indicators: the columns that hold most take what is left over, in turn.
pub fn spread_over(columns: &[PublishedColumn], width: usize) -> Vec<usize> {
    let mut spans = vec![1; columns.len()];
    for _ in columns.len()..width {
        let room = |index: &usize| wish(columns[*index].measure) / spans[*index];
        if let Some(roomiest) = (0..columns.len()).max_by_key(room) {
            spans[roomiest] += 1;
        }
    }
    spans
}
