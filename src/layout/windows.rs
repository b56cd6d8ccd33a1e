//! Forms that stand side by side: the columns of a sheet are parted where one form ends and the next begins.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::layout::Layouts;
use crate::layout::locate::{Sight, headers_of};
use crate::read::{Address, Sheet};

/// Rows with more cells hold no titles.
const MOST_IN_A_TITLE_ROW: usize = 9;

/// Looks at the windows of a sheet, from left to right; nearly always there is one.
pub fn each(sheet: &Sheet, layouts: &Layouts, mut look: impl FnMut(&Sight, &Range<u32>)) {
    let whole = Sight::new(sheet, layouts);
    let gaps = gaps(sheet);
    let cuts = cuts_at_titles(&whole, &gaps);
    let cuts = if cuts.is_empty() { cuts_at_gaps(sheet, layouts, &gaps) } else { cuts };
    if cuts.is_empty() {
        return look(&whole, &(0..u32::MAX));
    }
    let starts = [0].into_iter().chain(cuts.iter().copied());
    for (start, end) in starts.zip(cuts.iter().copied().chain([u32::MAX])) {
        look(&Sight::new(&part(sheet, &(start..end)), layouts), &(start..end));
    }
}

/// What stands in some columns of a sheet, at its own addresses.
pub fn part(sheet: &Sheet, columns: &Range<u32>) -> Sheet {
    let inside = |cell: &Address| columns.contains(&cell.column);
    Sheet {
        name: sheet.name.clone(),
        hidden: sheet.hidden,
        cells: sheet.cells.iter().filter(|(cell, _)| inside(cell)).map(|(at, cell)| (*at, cell.clone())).collect(),
        regions: sheet.regions.iter().filter(|region| inside(&region.first)).copied().collect(),
        hidden_rows: sheet.hidden_rows.clone(),
        hidden_columns: sheet.hidden_columns.clone(),
    }
}

/// Columns in which nothing stands, and over which nothing is merged, between such that hold something.
fn gaps(sheet: &Sheet) -> BTreeSet<u32> {
    let mut used: BTreeSet<u32> = sheet.cells.keys().map(|cell| cell.column).collect();
    for region in sheet.regions.iter().filter(|region| sheet.cells.contains_key(&region.first)) {
        // A region over thousands of columns is no form's.
        used.extend(region.first.column..=region.last.column.min(region.first.column + 200));
    }
    let (Some(&first), Some(&last)) = (used.first(), used.last()) else { return BTreeSet::new() };
    (first..last.min(first + 500)).filter(|column| !used.contains(column)).collect()
}

/// Where a row has several titles, each but the first begins a form: at its own column, or after the last gap before it.
fn cuts_at_titles(sight: &Sight, gaps: &BTreeSet<u32>) -> Vec<u32> {
    let mut cuts = BTreeSet::new();
    for row in (0..sight.sheet.height()).filter(|&row| sight.sheet.row(row).count() <= MOST_IN_A_TITLE_ROW) {
        let titles: Vec<u32> =
            sight.sheet.row(row).filter(|(_, cell)| sight.is_title(cell)).map(|(cell, _)| cell.column).collect();
        for pair in titles.windows(2) {
            cuts.insert(gaps.range(pair[0]..pair[1]).next_back().map_or(pair[1], |gap| gap + 1));
        }
    }
    cuts.into_iter().collect()
}

/// A gap parts two forms only if some layout stands complete on either side of it.
fn cuts_at_gaps(sheet: &Sheet, layouts: &Layouts, gaps: &BTreeSet<u32>) -> Vec<u32> {
    let mut cuts: Vec<u32> = Vec::new();
    for &gap in gaps {
        let start = cuts.last().copied().unwrap_or(0);
        let [left, right] = [start..gap, gap + 1..u32::MAX].map(|columns| part(sheet, &columns));
        if is_form(&left, layouts) && is_form(&right, layouts) {
            cuts.push(gap + 1);
        }
    }
    cuts
}

fn is_form(sheet: &Sheet, layouts: &Layouts) -> bool {
    let sight = Sight::new(sheet, layouts);
    let rows = 0..sheet.height();
    let fits = |index: usize| {
        let layout = &layouts.all[index].layout;
        !layout.blocks.is_empty() && headers_of(sight.view_of(index), layout, rows.clone()).is_some()
    };
    (0..layouts.all.len()).any(fits)
}
