//! A blank or filled form → a layout of one's own.
//!
//! What the form's labels mean is looked up among the known ones; a label that is not known is left to the user,
//! with the known label that looks most like it. Whether the result is enough is found out by reading the form
//! with it.

mod blocks;
mod head;

use std::ops::Range;

use crate::model::figure::Unit;
use crate::model::form::{FormKind, Layout, Measure, Title, Unread};
use crate::model::place::Address;
use crate::read::{Cell, Sheet};
use crate::recognise::fit::levels_on;
use crate::recognise::header::Header;
use crate::recognise::labels::View;
use crate::recognise::locate::{Located, Segment, Sight, locate};
use crate::recognise::{Layouts, fields, side_by_side, title};

/// A label that was recognised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    /// Where it stands.
    pub cell: Address,
    /// As typed, without line breaks.
    pub label: String,
    /// What it means, as users read it.
    pub meaning: &'static str,
}

/// What was learned from one form.
#[derive(Debug, Clone)]
pub struct Learned {
    /// The layout, still without id.
    pub layout: Layout,
    /// Where the form stands: its title, or its first header cell.
    pub cell: Address,
    /// The sheet rows in which it stands.
    pub rows: Range<u32>,
    /// The sheet columns in which it stands.
    pub columns: Range<u32>,
    /// The title as typed.
    pub title: Option<String>,
    /// Labels that were recognised.
    pub read: Vec<Read>,
    /// Labels of columns that are not known; the user says what they mean.
    pub unread: Vec<Unread>,
    /// Names of rows and labels of the head that are not known; forms can be read without them.
    pub unnamed: Vec<Unread>,
    /// Columns without which such a form cannot be checked.
    pub missing: Vec<Measure>,
}

impl Learned {
    /// Whether forms can be read with it as it is.
    pub fn is_complete(&self) -> bool {
        self.unread.is_empty() && self.missing.is_empty()
    }
}

/// Learns every form on a sheet.
pub fn learn(sheet: &Sheet, layouts: &Layouts) -> Vec<Learned> {
    let mut learned = Vec::new();
    side_by_side::each(sheet, layouts, |sight, columns| {
        let forms = sight.segments().into_iter().filter_map(|segment| learn_form(sight, layouts, segment));
        learned.extend(forms.map(|form| Learned { columns: columns.clone(), ..form }));
    });
    learned
}

/// Whether the form from which a layout was learned is read with this layout, once it is one of the known ones.
pub fn works(sheet: &Sheet, layouts: &Layouts, learned: &Learned) -> bool {
    let Ok(layouts) = layouts.with_layout(learned.layout.clone()) else { return false };
    let is_it = |form: &Located| form.layout.id == learned.layout.id && form.rows.contains(&learned.cell.row);
    locate(&side_by_side::part(sheet, &learned.rows, &learned.columns), &layouts).forms.iter().any(is_it)
}

fn learn_form(sight: &Sight, layouts: &Layouts, segment: Segment) -> Option<Learned> {
    let view = sight.view();
    let title = segment.title.or_else(|| title_like(view, segment.rows.clone()));
    let known = sight.candidates(segment.title, &segment.rows).into_iter().next();
    match known.filter(|known| known.layout.kind == FormKind::Accounts) {
        Some(known) => Some(of_accounts(view, title, &known)),
        None => of_evaluation(view, layouts, title, segment.rows),
    }
}

/// Accounts tables have the blocks that are known; what is learned is their title and further columns.
fn of_accounts(view: View, title: Option<Address>, known: &Located) -> Learned {
    let mut layout = (*known.layout).clone();
    layout.titles.extend(title.and_then(|cell| title_of(view, cell)));
    finish(view, layout, title, &known.rows, &known.headers, Vec::new())
}

fn of_evaluation(view: View, layouts: &Layouts, title: Option<Address>, rows: Range<u32>) -> Option<Learned> {
    let headers = blocks::find(view, rows.clone());
    if headers.is_empty() {
        return None;
    }
    let top = headers.iter().map(|header| header.top).min().unwrap_or(rows.end);
    let bottom = headers.iter().map(|header| header.bottom + 1).min().unwrap_or(rows.end);
    let unit = fields::unit(view.sheet, rows.start..bottom, bottom..rows.end).unwrap_or(Unit::WanYuan);
    let names = blocks::row_names(view, &headers, rows.end);
    let kind = kind(view, layouts, title, rows.start..top, &names);
    let mut layout = Layout::empty(kind, unit);
    layout.titles.extend(title.and_then(|cell| title_of(view, cell)));
    layout.head = head::fields(view, rows.start..top);
    layout.levels = levels_on(view, &rows, &headers);
    layout.distinctive = head::distinctive(view, kind, rows.start..top, &names);
    layout.blocks = blocks::layouts(view, &headers, &names, kind);
    if !headers.iter().any(|header| &*header.name == blocks::INDICATORS) {
        layout.blocks.push(blocks::unfound_indicators()); // without them no form is taken for one of these
    }
    let missing = blocks::require(&mut layout.blocks, &headers);
    Some(Learned { missing, ..finish(view, layout, title, &rows, &headers, names) })
}

/// Lists what was recognised and what was not, and opens an entry in `same` for every unknown column.
fn finish(
    view: View,
    mut layout: Layout,
    title: Option<Address>,
    rows: &Range<u32>,
    headers: &[Header],
    names: Vec<Address>,
) -> Learned {
    let top = headers.iter().map(|header| header.top).min().unwrap_or(rows.end);
    let unread = blocks::unread(view, headers, &names);
    layout.same = unread.iter().map(|unread| (unread.label.clone(), String::new())).collect();
    let mut read = head::read(view, rows.start..top);
    read.extend(blocks::read(headers));
    let header_cell = headers.iter().flat_map(|header| header.columns.values()).map(|column| column.cell).min();
    let mut unnamed = head::unread(view, rows.start..top, title);
    unnamed.extend(blocks::unnamed(view, &names));
    Learned {
        layout,
        cell: title.or(header_cell).unwrap_or_default(),
        rows: rows.clone(),
        columns: 0..u32::MAX,
        title: title.and_then(|cell| view.sheet.cells.get(&cell)).map(Cell::text),
        read,
        unread,
        unnamed,
        missing: Vec::new(),
    }
}

/// The first rows hold the title.
const ROWS_OF_TITLE: u32 = 4;
/// A title has at least so many characters.
const SHORTEST_TITLE: usize = 6;

/// A text of the first rows that reads like a title: not 「附件1」, a department's name or a sentence.
fn title_like(view: View, rows: Range<u32>) -> Option<Address> {
    let is_title = |text: &str| {
        let plain = crate::model::text::label::normalise(text);
        let words = crate::model::text::label::without_brackets(&plain);
        let ends = ["表", "自评", "评价"].iter().any(|end| words.ends_with(end));
        ends && words.chars().count() >= SHORTEST_TITLE && !words.starts_with('附') && !plain.contains('。')
    };
    let texts = (rows.start..rows.end.min(rows.start + ROWS_OF_TITLE)).flat_map(|row| view.labels.row(row));
    texts.filter(|(_, label)| !label.meaning.is_known() && is_title(&label.text)).map(|(cell, _)| cell).next()
}

/// The words of a title that stay from year to year.
fn title_of(view: View, cell: Address) -> Option<Title> {
    let text = view.sheet.cells.get(&cell)?.text();
    let words = title::lasting(&text);
    (!words.is_empty()).then(|| Title::from(words))
}

/// By the title; else by what the form is about.
fn kind(view: View, layouts: &Layouts, title: Option<Address>, head: Range<u32>, names: &[Address]) -> FormKind {
    let text = title.and_then(|cell| view.sheet.cells.get(&cell)).map(Cell::text).unwrap_or_default();
    let kinds = [FormKind::Project, FormKind::Department];
    let matched = |kind: &FormKind| title::matched(layouts.vocabulary.titles(*kind), &text);
    if let Some(kind) = kinds.into_iter().filter(|kind| matched(kind) > 0).max_by_key(matched) {
        return kind;
    }
    let has_project = head::fields(view, head).contains(&crate::model::form::Field::Project);
    let is_use = |cell: &Address| {
        let uses = ["basic", "project"].map(String::from);
        view.labels.get(*cell).is_some_and(|label| label.meaning.item(&uses).is_some())
    };
    if !has_project && names.iter().any(is_use) { FormKind::Department } else { FormKind::Project }
}

/// The text of a template, with the unknown labels explained.
pub fn text(learned: &Learned, origin: &str) -> anyhow::Result<String> {
    let mut layout = learned.layout.clone();
    layout.same.retain(|_, meaning| !meaning.is_empty());
    let mut text = format!("# 由 {origin} 学成\n{}", toml::to_string(&layout)?);
    let open = &learned.unread;
    if !open.is_empty() {
        text.push_str("\n# 下列栏目没有认出。请在等号右边填写含义相同的已知栏目名；不需要读取的填 \"忽略\"。\n");
        text.push_str(if layout.same.is_empty() { "[same]\n" } else { "" });
    }
    for unread in open {
        let nearest = unread.nearest.as_ref().map(|known| format!("，最接近 {known}")).unwrap_or_default();
        let label = toml::Value::String(unread.label.clone());
        text.push_str(&format!("{label} = \"\" # {}{nearest}\n", unread.cell));
    }
    Ok(text)
}

#[cfg(test)]
mod tests;
