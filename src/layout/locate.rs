//! Which layout stands where on a sheet, recognised by labels and structure, never by cell address.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use crate::layout::header::{self, Header, label_text};
use crate::layout::vocabulary::{End, is_label};
use crate::layout::{BlockLayout, Kind, Layout, Layouts, normalise};
use crate::read::{Address, Cell, Sheet, Value};

/// Fewer known labels than this do not make a sheet look like a form.
const LOOKS_LIKE_A_FORM: usize = 3;
/// A title has no more characters than this beyond the words that make it one.
const LONGEST_TITLE: usize = 45;

/// More cells than this do not stand in the row of a title.
const MOST_BESIDE_A_TITLE: usize = 3;

/// A form found on a sheet.
#[derive(Debug, Clone)]
pub struct Located {
    /// How it is laid out.
    pub layout: Arc<Layout>,
    /// Where its title stands.
    pub title: Option<Address>,
    /// The sheet rows that belong to it.
    pub rows: Range<u32>,
    /// The headers of its blocks.
    pub headers: Vec<Header>,
}

/// Rows that look like a form, but match no layout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// Its title, or the first known label.
    pub cell: Address,
    /// The title as typed, if there is one.
    pub title: Option<String>,
    /// Known labels that were found.
    pub found: Vec<String>,
    /// Labels that the nearest layout needs and that were not found.
    pub missing: Vec<String>,
}

/// What stands on a sheet.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// Forms, from top to bottom.
    pub forms: Vec<Located>,
    /// What looks like a form, but is none that is known.
    pub unknown: Vec<Unknown>,
}

/// Finds every form on a sheet.
pub fn locate(sheet: &Sheet, layouts: &Layouts) -> Found {
    let mut found = Found::default();
    for (title, mut rows) in segments(sheet, layouts) {
        let mut title = title;
        let mut any = false;
        let mut candidates = layouts.all.clone();
        while let Some(form) = best(sheet, layouts, &candidates, title, rows.clone()) {
            let next = form.headers.iter().map(|header| header.bottom + 1).max().unwrap_or(rows.end);
            any = true;
            rows.start = repeated_start(sheet, layouts, &form, next..rows.end);
            found.forms.push(Located { rows: form.rows.start..rows.start, ..form.clone() });
            title = None;
            // What stands below without a title of its own is a form of the same kind.
            let accounts = form.layout.kind == Kind::Accounts;
            candidates
                .retain(|layout| if accounts { layout.id == form.layout.id } else { layout.kind != Kind::Accounts });
        }
        if !any {
            found.unknown.extend(unknown(sheet, layouts, title, rows));
        }
    }
    found
}

/// Where the next form of an untitled stack begins: at its head, above the repeated first header.
fn repeated_start(sheet: &Sheet, layouts: &Layouts, form: &Located, rest: Range<u32>) -> u32 {
    let again =
        form.layout.blocks.first().map(|block| header::find(sheet, &layouts.vocabulary, block, 0, rest.clone()));
    let Some(top) = again.and_then(|headers| headers.first().map(|header| header.top)) else { return rest.end };
    let is_head = |row: &u32| {
        sheet
            .row(*row)
            .filter_map(|(_, cell)| label_text(cell))
            .any(|text| layouts.vocabulary.field(text).is_some_and(|field| form.layout.head.contains(&field)))
    };
    let total_above = (rest.start..top).rev().find(|&row| {
        sheet.row(row).filter_map(|(_, cell)| label_text(cell)).any(|text| layouts.vocabulary.is_end(text, End::Total))
    });
    (total_above.map_or(rest.start, |row| row + 1)..top).find(is_head).unwrap_or(top)
}

/// Rows from one title to the next; the rows above the first title are a segment without title.
fn segments(sheet: &Sheet, layouts: &Layouts) -> Vec<(Option<Address>, Range<u32>)> {
    let titles: Vec<Address> = (0..sheet.height()).filter_map(|row| title_in_row(sheet, layouts, row)).collect();
    let mut segments = Vec::new();
    let first = titles.first().map_or(sheet.height(), |title| title.row);
    if first > 0 {
        segments.push((None, 0..first));
    }
    let ends = titles.iter().skip(1).map(|title| title.row).chain([sheet.height()]);
    segments.extend(titles.iter().zip(ends).map(|(title, end)| (Some(*title), title.row..end)));
    segments
}

/// A title stands alone in its row, but for marks such as 「公开01表」: neither figures nor labels beside it.
fn title_in_row(sheet: &Sheet, layouts: &Layouts, row: u32) -> Option<Address> {
    let beside = |cell: &Cell| match &cell.value {
        Value::Number(_) | Value::Error(_) => true,
        _ => label_text(cell).is_some_and(|text| layouts.vocabulary.is_label(text)),
    };
    if sheet.row(row).count() > MOST_BESIDE_A_TITLE || sheet.row(row).any(|(_, cell)| beside(cell)) {
        return None;
    }
    sheet
        .row(row)
        .find(|(_, cell)| match &cell.value {
            Value::Text(text) => layouts.all.iter().any(|layout| title_match(layout, text) > 0),
            _ => false,
        })
        .map(|(address, _)| address)
}

/// How many characters of a layout's title stand in the text; 0 if it is not such a title.
fn title_match(layout: &Layout, text: &str) -> usize {
    let plain = normalise(text);
    let length = plain.chars().count();
    if plain.starts_with('注') || plain.starts_with("说明") || plain.contains('。') {
        return 0;
    }
    let matches = layout.titles.iter().map(|title| normalise(title)).filter(|title| plain.contains(title.as_str()));
    matches.map(|title| title.chars().count()).filter(|title| length <= title + LONGEST_TITLE).max().unwrap_or(0)
}

/// The layout that fits some rows best, if any fits.
fn best(
    sheet: &Sheet,
    layouts: &Layouts,
    candidates: &[Arc<Layout>],
    title: Option<Address>,
    rows: Range<u32>,
) -> Option<Located> {
    let mut best: Option<(usize, Located)> = None;
    for layout in candidates {
        let Some(headers) = headers_of(sheet, layouts, layout, rows.clone()) else { continue };
        let score = score(sheet, layout, title, &rows, &headers);
        let named = headers.is_empty() && score < TITLE_WEIGHT;
        if !named && best.as_ref().is_none_or(|(known, _)| score > *known) {
            best = Some((score, Located { layout: layout.clone(), title, rows: rows.clone(), headers }));
        }
    }
    best.map(|(_, located)| located)
}

const TITLE_WEIGHT: usize = 1000;
const MARK_WEIGHT: usize = 500;
const DISTINCTIVE_WEIGHT: usize = 50;

/// Title first, then the mark 「公开01表」, then distinctive labels, then the number of columns found.
fn score(sheet: &Sheet, layout: &Layout, title: Option<Address>, rows: &Range<u32>, headers: &[Header]) -> usize {
    let title_text = title.and_then(|cell| sheet.cells.get(&cell)).map(|cell| cell.text()).unwrap_or_default();
    let matched =
        title_match(layout, &title_text).max(if title.is_none() { title_match(layout, &sheet.name) } else { 0 });
    let last = headers.iter().map(|header| header.bottom + 1).max().unwrap_or(rows.end);
    let texts: Vec<String> = (rows.start..last)
        .flat_map(|row| sheet.row(row))
        .filter_map(|(_, cell)| label_text(cell).map(normalise))
        .collect();
    let marked = layout.marks.iter().any(|mark| {
        texts.iter().any(|text| text.contains(mark.as_str())) || sheet.name.contains(mark.trim_end_matches('表'))
    });
    let distinctive = layout.distinctive.iter().filter(|label| texts.iter().any(|text| is_label(text, label))).count();
    let columns: usize = headers.iter().map(|header| header.columns.len()).sum();
    let title_score = if matched > 0 { TITLE_WEIGHT + 10 * matched } else { 0 };
    title_score + usize::from(marked) * MARK_WEIGHT + distinctive * DISTINCTIVE_WEIGHT + columns
}

/// The headers of all blocks, each below the one before; none if one of them is missing.
fn headers_of(sheet: &Sheet, layouts: &Layouts, layout: &Layout, rows: Range<u32>) -> Option<Vec<Header>> {
    let mut headers: Vec<Header> = Vec::new();
    let mut from = rows.start;
    for (index, block) in layout.blocks.iter().enumerate() {
        let parts = header::find(sheet, &layouts.vocabulary, block, index, from..rows.end);
        from = parts.first()?.bottom + 1;
        headers.extend(parts);
    }
    Some(headers)
}

/// Says what was and was not found in rows that look like a form.
fn unknown(sheet: &Sheet, layouts: &Layouts, title: Option<Address>, rows: Range<u32>) -> Option<Unknown> {
    let labels = known_labels(sheet, layouts, rows.clone());
    let found: BTreeSet<String> = labels.iter().map(|(_, label)| label.clone()).collect();
    // A cover page has a title and names, but neither columns nor figures.
    let columns = found.iter().filter(|label| !layouts.vocabulary.measures(label).is_empty()).count();
    let figures =
        rows.clone().flat_map(|row| sheet.row(row)).filter(|(_, cell)| matches!(cell.value, Value::Number(_))).count();
    let has_body = columns > 0 || figures >= LOOKS_LIKE_A_FORM;
    if !has_body || title.is_none() && found.len() < LOOKS_LIKE_A_FORM {
        return None;
    }
    let title = title.or_else(|| first_text(sheet, layouts, rows.clone()));
    let title_text = title.and_then(|cell| sheet.cells.get(&cell)).map(|cell| cell.text());
    let nearest = nearest(layouts, title_text.as_deref(), &labels, sheet, &rows);
    Some(Unknown {
        cell: title.or_else(|| labels.first().map(|(address, _)| *address))?,
        title: title_text,
        found: found.into_iter().collect(),
        missing: nearest,
    })
}

/// The first text of some rows, if it is no label: what a reader takes for the title.
fn first_text(sheet: &Sheet, layouts: &Layouts, mut rows: Range<u32>) -> Option<Address> {
    let (address, cell) = rows.find_map(|row| sheet.row(row).next())?;
    label_text(cell).filter(|text| !layouts.vocabulary.is_label(text)).map(|_| address)
}

fn known_labels(sheet: &Sheet, layouts: &Layouts, rows: Range<u32>) -> Vec<(Address, String)> {
    let cells = rows.flat_map(|row| sheet.row(row));
    let labels = cells.filter_map(|(address, cell)| Some((address, label_text(cell)?)));
    labels
        .filter(|(_, text)| text.chars().count() > 2 && layouts.vocabulary.is_label(text))
        .map(|(address, text)| (address, normalise(text)))
        .collect()
}

/// The required labels that the nearest layout misses.
fn nearest(
    layouts: &Layouts,
    title: Option<&str>,
    labels: &[(Address, String)],
    sheet: &Sheet,
    rows: &Range<u32>,
) -> Vec<String> {
    let is_there = |block: &BlockLayout, needed| {
        labels.iter().any(|(_, label)| layouts.vocabulary.measures(label).contains(&needed))
            && !block.columns.is_empty()
    };
    let missing = |layout: &Arc<Layout>| -> Vec<String> {
        let needed = layout.blocks.iter().flat_map(|block| block.required.iter().map(move |measure| (block, *measure)));
        needed
            .filter(|(block, measure)| !is_there(block, *measure))
            .map(|(_, measure)| measure.name().to_string())
            .collect()
    };
    let titled = layouts.all.iter().filter(|layout| title.is_some_and(|title| title_match(layout, title) > 0));
    let by_title = titled.max_by_key(|layout| title.map_or(0, |title| title_match(layout, title)));
    let by_labels =
        || layouts.all.iter().filter(|layout| layout.kind != Kind::Accounts).min_by_key(|layout| missing(layout).len());
    let mut names = by_title.or_else(by_labels).map(missing).unwrap_or_default();
    names.dedup();
    if names.is_empty() && rows.end <= sheet.height() {
        names.push("表头未在同一处出现".to_string());
    }
    names
}
