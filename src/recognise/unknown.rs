//! Unrecognised forms: what was found, what is missing, what is not understood.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::model::form::{BlockLayout, FormKind, Measure, Unread};
use crate::model::place::Address;
use crate::read::{Cell, Value};
use crate::recognise::labels::{Label, View};
use crate::recognise::locate::{Located, Sight, first_text};
use crate::recognise::template::LoadedLayout;
use crate::recognise::{Layouts, header};

/// Fewer known labels than this do not make a sheet look like a form.
const LOOKS_LIKE_A_FORM: usize = 3;

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
    /// Labels that are not known, where the missing ones should stand.
    pub unread: Vec<Unread>,
    /// Names of the layouts that fit equally well, where that is why none was taken.
    pub rivals: Vec<String>,
}

impl Unknown {
    /// Why no layout was taken, and what to look at.
    pub fn reason(&self) -> String {
        if !self.rivals.is_empty() {
            return format!("与 {} 同样相符而读法不同，无法确定是哪一种", self.rivals.join("、"));
        }
        let unread = |unread: &Unread| {
            let nearest = unread.nearest.as_ref().map(|known| format!("，最接近「{known}」")).unwrap_or_default();
            format!("「{}」（{}{nearest}）", unread.label, unread.cell)
        };
        let unread: Vec<String> = self.unread.iter().map(unread).collect();
        let unread =
            if unread.is_empty() { String::new() } else { format!("；未认出的栏目：{}", unread.join("、")) };
        format!("与任何已知版式不符，缺少：{}{unread}", self.missing.join("、"))
    }
}

/// Two layouts fit equally and would read the form in different ways.
pub fn ambiguous(sight: &Sight, form: &Located, rival: &Located) -> Option<Unknown> {
    let cell = form
        .title
        .or_else(|| form.headers.first().and_then(|header| header.columns.values().map(|column| column.cell).min()))?;
    Some(Unknown {
        cell,
        title: form.title.and_then(|cell| sight.sheet.cells.get(&cell)).map(Cell::text),
        found: Vec::new(),
        missing: Vec::new(),
        unread: Vec::new(),
        rivals: [form, rival].map(|form| format!("{}（{}）", form.layout.name, form.layout.id)).into(),
    })
}

/// Says what was and was not found in rows that look like a form.
pub fn describe(sight: &Sight, layouts: &Layouts, title: Option<Address>, rows: Range<u32>) -> Option<Unknown> {
    let view = sight.view();
    let labels = known_labels(view, rows.clone());
    let found: BTreeSet<String> = labels.iter().map(|(_, label)| label.clone()).collect();
    // A cover page has a title and names, but neither columns nor figures.
    let columns = found.iter().filter(|label| !view.vocabulary.measures(label).is_empty()).count();
    let has_body = columns > 0 || figures(view, rows.clone()) >= LOOKS_LIKE_A_FORM;
    if !has_body || title.is_none() && found.len() < LOOKS_LIKE_A_FORM {
        return None;
    }
    let (missing, unread) = nearest(sight, layouts, title, &rows);
    let title = title.or_else(|| first_text(view, rows));
    Some(Unknown {
        cell: title.or_else(|| labels.first().map(|(address, _)| *address))?,
        title: title.and_then(|cell| sight.sheet.cells.get(&cell)).map(Cell::text),
        found: found.into_iter().collect(),
        missing,
        unread,
        rivals: Vec::new(),
    })
}

fn known_labels(view: View, rows: Range<u32>) -> Vec<(Address, String)> {
    let labels = rows.flat_map(|row| view.labels.row(row));
    labels
        .filter(|(_, label)| label.meaning.is_label() && label.text.chars().count() > 2)
        .map(|(address, label)| (address, label.plain.clone()))
        .collect()
}

/// The required labels that the nearest layout misses, and the unknown labels beside those that it has.
fn nearest(sight: &Sight, layouts: &Layouts, title: Option<Address>, rows: &Range<u32>) -> (Vec<String>, Vec<Unread>) {
    let titles = sight.titles(title);
    let is_titled = |index: &usize| titles[*index].matched > 0 && titles[*index].matched == titles[*index].longest;
    let titled: Vec<usize> = (0..layouts.all.len()).filter(is_titled).collect();
    let by_labels = || (0..layouts.all.len()).filter(|index| layouts.all[*index].layout.kind != FormKind::Accounts);
    let candidates = if titled.is_empty() { by_labels().collect() } else { titled };
    let gaps = candidates.iter().map(|&index| gap(sight, index, &layouts.all[index], rows));
    let Some(gap) = gaps.min_by_key(|gap| gap.missing.len()) else { return Default::default() };
    let mut names: Vec<String> = gap.missing.iter().map(|measure| measure.name().to_string()).collect();
    names.dedup();
    if names.is_empty() {
        names.push("表头未在同一处出现".to_string());
    }
    (names, gap.unread)
}

/// What keeps a layout from fitting.
#[derive(Debug, Default)]
pub struct Gap {
    /// Required columns that were not found.
    pub missing: Vec<Measure>,
    /// Unknown labels in the rows where they should stand.
    pub unread: Vec<Unread>,
}

/// What keeps this layout from fitting some rows.
pub fn gap(sight: &Sight, index: usize, known: &LoadedLayout, rows: &Range<u32>) -> Gap {
    let view = sight.view_of(index);
    let mut gap = Gap::default();
    let found = |block: &BlockLayout| header::find(view, block, 0, rows.clone()).into_iter().next();
    let taken: Vec<Range<u32>> =
        known.layout.blocks.iter().filter_map(found).map(|header| header.top..header.bottom + 1).collect();
    for block in known.layout.blocks.iter().filter(|block| !block.optional && found(block).is_none()) {
        let (header, missing) =
            header::nearest(view, block, rows.clone(), &taken).unwrap_or_else(|| (0..0, block.required.clone()));
        gap.unread.extend(unread_in(view, header, &block.readable(view.vocabulary)));
        gap.missing.extend(missing);
    }
    gap
}

/// Unknown labels in header rows, each with the known column's label that looks most like it.
pub fn unread_in(view: View, rows: Range<u32>, columns: &[Measure]) -> Vec<Unread> {
    let is_text = |cell: Address| matches!(view.sheet.cells.get(&cell), Some(Cell { value: Value::Text(_), .. }));
    let labels = rows.clone().flat_map(|row| view.labels.row(row));
    let is_open = |cell: Address, label: &Label| is_text(cell) && !label.plain.is_empty() && !label.meaning.is_known();
    let unknown = labels.filter(|(cell, label)| is_open(*cell, label) && !view.stands_over_columns(*cell, rows.end));
    let unread = |(cell, label): (Address, &Label)| Unread {
        cell,
        label: label.plain.clone(),
        nearest: view.vocabulary.nearest_column(&label.text, columns).map(str::to_string),
        is_missed: false,
    };
    unknown.map(unread).collect()
}

/// Numbers that stand in some rows: a cover page has none.
fn figures(view: View, rows: Range<u32>) -> usize {
    rows.flat_map(|row| view.sheet.row(row)).filter(|(_, cell)| matches!(cell.value, Value::Number(_))).count()
}
