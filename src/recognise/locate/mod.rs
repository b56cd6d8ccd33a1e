//! Which layout stands where on a sheet, recognised by labels and structure, never by cell address.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::limits::deadline::check_time;
use crate::model::form::{BlockLayout, FormKind, Layout, Unread};
use crate::model::place::Address;
use crate::model::text::label::normalise;
use crate::read::{Cell, Sheet, Value};
use crate::recognise::fit::{self, TitleMatch, fit};
use crate::recognise::header::{self, Header};
use crate::recognise::labels::{Labels, View, label_text};
pub use crate::recognise::located::Located;
use crate::recognise::located::{follows, rival};
use crate::recognise::template::LoadedLayout;
use crate::recognise::unknown::{self, Unknown};
use crate::recognise::vocabulary::End;
use crate::recognise::{Layouts, side_by_side, title};

/// Rows with more cells hold no titles, even of forms side by side.
const MOST_IN_A_TITLE_ROW: usize = 9;
/// More cells than this do not stand in the row of a title.
const MOST_BESIDE_A_TITLE: usize = 3;
/// A layout that fits worse (in tenths of a percent) is none.
const WORST_FIT: usize = 500;

/// What stands on a sheet.
#[derive(Debug, Clone, Default)]
pub struct LocatedForms {
    /// Forms, from top to bottom; of such that stand side by side the left ones first.
    pub forms: Vec<Located>,
    /// What looks like a form, but is none that is known.
    pub unknown: Vec<Unknown>,
}

/// Rows from one title to the next.
#[derive(Debug, Clone)]
pub struct Segment {
    /// The title, if there is one.
    pub title: Option<Address>,
    /// Its rows.
    pub rows: Range<u32>,
}

/// Finds every form on a sheet.
pub fn locate(sheet: &Sheet, layouts: &Layouts) -> LocatedForms {
    let mut found = LocatedForms::default();
    side_by_side::each(sheet, layouts, |sight, columns| {
        for segment in sight.segments() {
            sight.locate_in(segment, columns, &mut found);
        }
    });
    found
}

/// A sheet and everything that is looked up on it.
pub struct Sight<'a> {
    /// The sheet.
    pub sheet: &'a Sheet,
    layouts: &'a Layouts,
    shared: Labels,
    /// The labels as a layout with words of its own reads them.
    own: Vec<Option<Labels>>,
    /// Cells that hold the title of some layout.
    titles: BTreeSet<Address>,
}

impl<'a> Sight<'a> {
    /// Looks up all labels of a sheet.
    pub fn new(sheet: &'a Sheet, layouts: &'a Layouts) -> Sight<'a> {
        let texts: Vec<&str> = sheet.cells.values().filter_map(label_text).collect();
        let says_otherwise = |known: &LoadedLayout| texts.iter().any(|text| known.vocabulary.is_own(text));
        let own = |known: &LoadedLayout| says_otherwise(known).then(|| Labels::read(sheet, &known.vocabulary));
        let own = layouts.all.iter().map(own).collect();
        let few = (0..sheet.height()).filter(|&row| sheet.row(row).count() <= MOST_IN_A_TITLE_ROW);
        let is_title = |cell: &Cell| matches!(&cell.value, Value::Text(text) if layouts.is_title(text));
        let titles = few.flat_map(|row| sheet.row(row)).filter(|(_, cell)| is_title(cell)).map(|(at, _)| at).collect();
        Sight { sheet, layouts, shared: Labels::read(sheet, &layouts.vocabulary), own, titles }
    }

    /// The sheet as the shared words read it.
    pub fn view(&self) -> View<'_> {
        View { sheet: self.sheet, labels: &self.shared, vocabulary: &self.layouts.vocabulary }
    }

    /// The sheet as one layout reads it.
    pub fn view_of(&self, index: usize) -> View<'_> {
        let labels = self.own[index].as_ref().unwrap_or(&self.shared);
        View { sheet: self.sheet, labels, vocabulary: &self.layouts.all[index].vocabulary }
    }

    /// Rows from one title to the next; the rows above the first title are a segment without title.
    pub fn segments(&self) -> Vec<Segment> {
        let titles: Vec<Address> = (0..self.sheet.height()).filter_map(|row| self.title_in_row(row)).collect();
        let mut segments = Vec::new();
        let first = titles.first().map_or(self.sheet.height(), |title| title.row);
        if first > 0 {
            segments.push(Segment { title: None, rows: 0..first });
        }
        let ends = titles.iter().skip(1).map(|title| title.row).chain([self.sheet.height()]);
        segments
            .extend(titles.iter().zip(ends).map(|(title, end)| Segment { title: Some(*title), rows: title.row..end }));
        segments
    }

    /// A title stands alone in its row, but for marks such as 「公开01表」: neither figures nor labels beside it.
    fn title_in_row(&self, row: u32) -> Option<Address> {
        let beside = |address: Address, cell: &Cell| match &cell.value {
            Value::Number(_) | Value::Error(_) => true,
            _ => self.shared.get(address).is_some_and(|label| label.meaning.is_label()),
        };
        // A form's name among other cells is a value: the name of a report, of an indicator.
        if self.sheet.row(row).count() > MOST_BESIDE_A_TITLE
            || self.sheet.row(row).any(|(address, cell)| beside(address, cell))
        {
            return None;
        }
        self.sheet.row(row).map(|(address, _)| address).find(|address| self.is_title(*address))
    }

    /// Whether a cell holds the title of any layout.
    pub fn is_title(&self, cell: Address) -> bool {
        self.titles.contains(&cell)
    }

    /// Whether some cell holds a title.
    pub fn has_title(&self) -> bool {
        !self.titles.is_empty()
    }

    /// How many characters of a segment's title (or else of the sheet's name) each layout's title has.
    pub fn titles(&self, title: Option<Address>) -> Vec<TitleMatch> {
        let text = title.and_then(|cell| self.sheet.cells.get(&cell)).map(Cell::text);
        // The title was cut off, but the tab often has it.
        let text = text.unwrap_or_else(|| self.sheet.name.to_string());
        let matched: Vec<usize> = self.layouts.all.iter().map(|known| title::matched(&known.titles, &text)).collect();
        let longest = matched.iter().copied().max().unwrap_or(0);
        matched.into_iter().map(|matched| TitleMatch { matched, longest }).collect()
    }

    fn locate_in(&self, segment: Segment, columns: &Range<u32>, found: &mut LocatedForms) {
        if self.is_other(&segment) {
            return;
        }
        let Segment { mut title, mut rows } = segment;
        let mut above: Option<Located> = None;
        loop {
            let bound = above.as_ref().map_or(rows.end, |above: &Located| self.second_start(above, &rows));
            let mut candidates = self.candidates(title, &(rows.start..bound));
            // The guess where the next form ends may be wrong; all rows are tried before giving up.
            if candidates.is_empty() && bound < rows.end {
                candidates = self.candidates(title, &rows);
            }
            // What stands below without a title of its own is a form of the same kind.
            candidates.retain(|form| above.as_ref().is_none_or(|above| follows(above, form)));
            let Some(form) = candidates.first() else { break };
            if let Some(rival) = rival(&candidates) {
                found.unknown.extend(unknown::ambiguous(self, form, rival));
                return;
            }
            let next = form.headers.iter().map(|header| header.bottom + 1).max().unwrap_or(rows.end);
            let end = self.repeated_start(form, next..rows.end);
            let unread = self.unread(form);
            let form = Located { rows: rows.start..end, columns: columns.clone(), unread, ..form.clone() };
            (rows.start, title) = (end, None);
            found.forms.push(form.clone());
            above = Some(form);
        }
        if above.is_none() {
            found.unknown.extend(unknown::describe(self, self.layouts, title, rows));
        }
    }

    /// Whether a segment begins with the title of a sheet that is no self-evaluation.
    fn is_other(&self, segment: &Segment) -> bool {
        let title = segment.title.or_else(|| first_text(self.view(), segment.rows.clone()));
        let text = title.and_then(|cell| self.sheet.cells.get(&cell)).map(Cell::text);
        // Accounts tables have so few labels that a budget table may look like one.
        let is_evaluation = |form: &Located| form.layout.kind != FormKind::Accounts;
        text.is_some_and(|text| self.layouts.vocabulary.is_other_title(&text))
            && !self.candidates(segment.title, &segment.rows).iter().any(is_evaluation)
    }

    /// The layouts that fit some rows, the best first; of such that fit equally the one of the latest source.
    pub fn candidates(&self, title: Option<Address>, rows: &Range<u32>) -> Vec<Located> {
        let titles = self.titles(title);
        let mut fitting: Vec<Located> = Vec::new();
        for (index, known) in self.layouts.all.iter().enumerate() {
            check_time();
            // Where the title is that of some layout, no other can be meant.
            if titles[index].longest > 0 && titles[index].matched == 0 {
                continue;
            }
            let view = self.view_of(index);
            let Some(headers) = headers_of(view, &known.layout, rows.clone()) else { continue };
            let fit = fit(view, &known.layout, titles[index], rows, &headers);
            if fit.score() >= WORST_FIT {
                fitting.push(Located {
                    layout: known.layout.clone(),
                    vocabulary: known.vocabulary.clone(),
                    title,
                    rows: rows.clone(),
                    columns: 0..u32::MAX,
                    headers,
                    fit,
                    unread: Vec::new(),
                    source: known.source.clone(),
                });
            }
        }
        // Stable: of equals from one source the first in the order of templates stays first.
        fitting.sort_by(|a, b| (b.fit.score(), &b.source).cmp(&(a.fit.score(), &a.source)));
        fitting
    }

    /// The labels in the headers of a form that are not known, each with the column that it may stand for.
    fn unread(&self, form: &Located) -> Vec<Unread> {
        let index = self.layouts.all.iter().position(|known| known.layout.id == form.layout.id);
        let Some(view) = index.map(|index| self.view_of(index)) else { return Vec::new() };
        let missed = |header: &Header| fit::missed(view, &form.layout.blocks[header.block], header);
        let mut unread: Vec<Unread> = form.headers.iter().flat_map(missed).collect();
        for unread in &mut unread {
            // The template still waits for an answer: that is no harmless column.
            unread.is_missed |= form.layout.same.keys().any(|label| normalise(label) == unread.label);
        }
        unread
    }

    /// Where the next but one form of an untitled stack begins, if the next is laid out like the one above.
    fn second_start(&self, above: &Located, rows: &Range<u32>) -> u32 {
        let view = View { vocabulary: &above.vocabulary, ..self.view() };
        let Some(first) = above.headers.first() else { return rows.end };
        let next = header::find(view, &above.layout.blocks[first.block], first.block, rows.clone());
        let Some(next) = next.into_iter().next() else { return rows.end };
        self.repeated_start(&Located { headers: vec![next.clone()], ..above.clone() }, next.bottom + 1..rows.end)
    }

    /// Where the next form of an untitled stack begins: at its head, above the repeated first header.
    fn repeated_start(&self, form: &Located, rest: Range<u32>) -> u32 {
        let view = View { vocabulary: &form.vocabulary, ..self.view() };
        let Some(first) = form.headers.first() else { return rest.end };
        let again = header::find(view, &form.layout.blocks[first.block], first.block, rest.clone());
        let Some(top) = again.first().map(|header| header.top) else { return rest.end };
        let is_head = |row: &u32| {
            view.labels
                .row(*row)
                .any(|(_, label)| label.meaning.field.is_some_and(|field| form.layout.head.contains(&field)))
        };
        // What stands between a total and the next header is the head of the next form, not the foot of this one.
        let total_above = (rest.start..top).rev().find(|&row| view.has_end(row, End::Total));
        (total_above.map_or(rest.start, |row| row + 1)..top).find(is_head).unwrap_or(top)
    }
}

/// The headers of all blocks, in whatever order they stand; none if one that is needed is missing, or if one that
/// may be missing seems to be there and cannot be read.
pub fn headers_of(view: View, layout: &Layout, rows: Range<u32>) -> Option<Vec<Header>> {
    let mut headers: Vec<Header> = Vec::new();
    let mut absent = Vec::new();
    let mut from = rows.start;
    for (index, block) in layout.blocks.iter().enumerate() {
        let mut parts = header::find(view, block, index, from..rows.end);
        // Below the block before it first, for that is the usual order; then above all that was found.
        if parts.is_empty() && from > rows.start {
            let above = headers.iter().map(|header| header.top).min().unwrap_or(rows.end);
            parts = header::find(view, block, index, rows.start..above);
        }
        match parts.first() {
            Some(first) => from = first.bottom + 1,
            None if block.optional => absent.push(block),
            None => return None,
        }
        headers.extend(parts);
    }
    let unread = absent.iter().any(|block| is_there(view, block, &headers, &rows));
    (!unread && (layout.blocks.is_empty() || !headers.is_empty())).then_some(headers)
}

/// Whether an optional block seems to be there all the same, though not all that it needs was found.
fn is_there(view: View, block: &BlockLayout, headers: &[Header], rows: &Range<u32>) -> bool {
    let taken: Vec<Range<u32>> = headers.iter().map(|header| header.top..header.bottom + 1).collect();
    // Below the header of the indicators 「预算执行率」 is the name of one.
    let last = headers.iter().map(|header| header.top).min().unwrap_or(rows.end);
    let next = |row: u32| header::seems_there(view, block, row, last);
    rows.clone().take_while(|row| *row < last).any(|row| !taken.iter().any(|taken| taken.contains(&row)) && next(row))
}

/// The first text of some rows, if it is no label: what a reader takes for the title.
pub fn first_text(view: View, mut rows: Range<u32>) -> Option<Address> {
    let (address, _) = rows.find_map(|row| view.sheet.row(row).next())?;
    view.labels.get(address).filter(|label| !label.meaning.is_label()).map(|_| address)
}

#[cfg(test)]
mod tests;
