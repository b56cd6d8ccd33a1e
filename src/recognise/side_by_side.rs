//! Forms that stand side by side: the columns of a sheet are parted where one form ends and the next begins.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::limits::deadline::check_time;
use crate::model::place::{Address, Region};
use crate::read::Sheet;
use crate::recognise::Layouts;
use crate::recognise::locate::{Sight, headers_of};

/// Looks at the windows of a sheet, from top to bottom and from left to right; nearly always there is one.
pub fn each(sheet: &Sheet, layouts: &Layouts, mut look: impl FnMut(&Sight, &Range<u32>)) {
    let whole = Sight::new(sheet, layouts);
    let gaps = gaps(sheet);
    let bands = bands(&whole, &gaps);
    if bands.iter().any(|band| !band.cuts.is_empty()) {
        for band in &bands {
            look_at_parts(sheet, layouts, band, &mut look);
        }
        return;
    }
    // Titles are the surer sign; gaps are tried only where there is none.
    let beside = cuts_beside_titles(&whole);
    let cuts = if beside.is_empty() { cuts_at_gaps(sheet, layouts, &gaps) } else { beside };
    match cuts.is_empty() {
        true => look(&whole, &(0..u32::MAX)),
        false => look_at_parts(sheet, layouts, &Band { rows: 0..u32::MAX, cuts }, &mut look),
    }
}

/// Titles in different rows, merged over columns that have nothing in common, stand over forms side by side.
fn cuts_beside_titles(sight: &Sight) -> Vec<u32> {
    let sheet = sight.sheet;
    let merged = sheet.regions.iter().filter(|region| region.first.column < region.last.column);
    let titles: Vec<&Region> = merged.filter(|region| sight.is_title(region.first)).collect();
    let starts = titles.iter().map(|title| title.first.column).collect::<BTreeSet<u32>>();
    let is_cut = |start: &u32| {
        titles.iter().any(|title| title.last.column < *start) && !is_crossed(sheet, 0..u32::MAX, &[*start])
    };
    starts.into_iter().filter(is_cut).collect()
}

/// Rows in which forms stand side by side, and the columns where the further ones begin.
struct Band {
    rows: Range<u32>,
    cuts: Vec<u32>,
}

fn look_at_parts(sheet: &Sheet, layouts: &Layouts, band: &Band, look: &mut impl FnMut(&Sight, &Range<u32>)) {
    let starts = [0].into_iter().chain(band.cuts.iter().copied());
    for (start, end) in starts.zip(band.cuts.iter().copied().chain([u32::MAX])) {
        look(&Sight::new(&part(sheet, &band.rows, &(start..end)), layouts), &(start..end));
    }
}

/// What stands in some rows and columns of a sheet, at its own addresses.
pub fn part(sheet: &Sheet, rows: &Range<u32>, columns: &Range<u32>) -> Sheet {
    let inside = |cell: &Address| rows.contains(&cell.row) && columns.contains(&cell.column);
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
    // A stray cell far to the right must not make thousands of gaps to try.
    (first..last.min(first + 500)).filter(|column| !used.contains(column)).collect()
}

/// The rows from one row with titles to the next. Where a row has several, each but the first begins a form: at its
/// own column, or after the last gap before it. Further forms below stay in the columns of those above unless
/// something is merged across.
fn bands(sight: &Sight, gaps: &BTreeSet<u32>) -> Vec<Band> {
    let titles_in = |row: u32| -> Vec<u32> {
        sight
            .sheet
            .row(row)
            .map(|(cell, _)| cell)
            .filter(|cell| sight.is_title(*cell))
            .map(|cell| cell.column)
            .collect()
    };
    let rows = 0..sight.sheet.height();
    let titled: Vec<(u32, Vec<u32>)> =
        rows.map(|row| (row, titles_in(row))).filter(|(_, titles)| !titles.is_empty()).collect();
    let mut bands = vec![Band { rows: 0..u32::MAX, cuts: Vec::new() }];
    for (index, (row, titles)) in titled.iter().enumerate() {
        let end = titled.get(index + 1).map_or(u32::MAX, |(next, _)| *next);
        let above = bands.last_mut().expect("there is a first");
        if titles.len() == 1 && !above.cuts.is_empty() && !is_crossed(sight.sheet, *row..end, &above.cuts) {
            continue;
        }
        above.rows.end = *row;
        let cut = |pair: &[u32]| gaps.range(pair[0]..pair[1]).next_back().map_or(pair[1], |gap| gap + 1);
        bands.push(Band { rows: *row..u32::MAX, cuts: titles.windows(2).map(cut).collect() });
    }
    bands
}

/// Whether some region in these rows lies on both sides of a cut.
fn is_crossed(sheet: &Sheet, rows: Range<u32>, cuts: &[u32]) -> bool {
    let crosses = |region: &&Region| {
        rows.contains(&region.first.row)
            && cuts.iter().any(|cut| region.first.column < *cut && *cut <= region.last.column)
    };
    sheet.regions.iter().any(|region| crosses(&region))
}

/// A gap parts two forms only if some layout stands complete on either side of it.
fn cuts_at_gaps(sheet: &Sheet, layouts: &Layouts, gaps: &BTreeSet<u32>) -> Vec<u32> {
    let mut cuts: Vec<u32> = Vec::new();
    for &gap in gaps {
        check_time();
        let start = cuts.last().copied().unwrap_or(0);
        let [left, right] = [start..gap, gap + 1..u32::MAX].map(|columns| part(sheet, &(0..u32::MAX), &columns));
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
        // A blank column inside a table of several panels (公开06) parts panels, not forms.
        let is_whole = sight.has_title() || layout.blocks.iter().all(|block| block.panels.len() == 1);
        !layout.blocks.is_empty() && is_whole && headers_of(sight.view_of(index), layout, rows.clone()).is_some()
    };
    (0..layouts.all.len()).any(fits)
}
