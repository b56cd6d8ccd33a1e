//! The labels on a sheet, each looked up once: recognition asks for them again and again.

use std::collections::BTreeMap;

use crate::model::place::Address;
use crate::model::text::label::normalise;
use crate::read::{Cell, Sheet, Value};
use crate::recognise::Vocabulary;
use crate::recognise::vocabulary::{End, Meaning};

/// Texts with more characters are no labels.
const LONGEST: usize = 40;
/// Parts of a label that is split over cells have no more characters than this.
const LONGEST_PART: usize = 8;
/// A label is split over at most so many cells.
const MOST_PARTS: usize = 3;

/// A text that may be a label, and what it means.
#[derive(Debug, Clone)]
pub struct Label {
    /// As typed; the parts of a split label together.
    pub text: String,
    /// Without spaces and decorations.
    pub plain: String,
    /// What it may mean.
    pub meaning: Meaning,
    /// The cells below that hold the other parts of a split label.
    pub parts: Vec<Address>,
}

/// All labels of a sheet.
#[derive(Debug, Clone, Default)]
pub struct Labels {
    cells: BTreeMap<Address, Label>,
}

/// What recognition looks at.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// The cells.
    pub sheet: &'a Sheet,
    /// What their texts mean.
    pub labels: &'a Labels,
    /// The words in force.
    pub vocabulary: &'a Vocabulary,
}

/// The text of a cell that is short enough to be a label.
pub fn label_text(cell: &Cell) -> Option<&str> {
    match &cell.value {
        Value::Text(text) if text.chars().filter(|c| !c.is_whitespace()).count() <= LONGEST => Some(text),
        _ => None,
    }
}

impl Labels {
    /// Looks up every short text of a sheet.
    pub fn read(sheet: &Sheet, vocabulary: &Vocabulary) -> Labels {
        let texts = sheet.cells.iter().filter_map(|(address, cell)| Some((*address, label_text(cell)?)));
        let mut cells: BTreeMap<Address, Label> = texts
            .map(|(address, text)| {
                let label = Label {
                    text: text.to_string(),
                    plain: normalise(text),
                    meaning: vocabulary.meaning(text),
                    parts: Vec::new(),
                };
                (address, label)
            })
            .collect();
        let joined: Vec<(Address, Label)> =
            cells.keys().filter_map(|&address| Some((address, joined(sheet, vocabulary, &cells, address)?))).collect();
        for (address, label) in joined {
            // The lower parts mean nothing by themselves.
            for part in &label.parts {
                cells.entry(*part).and_modify(|part| part.meaning.measures.clear());
            }
            cells.insert(address, label);
        }
        Labels { cells }
    }

    /// The labels of one row, from left to right.
    pub fn row(&self, row: u32) -> impl Iterator<Item = (Address, &Label)> {
        let range = Address::new(row, 0)..=Address::new(row, u32::MAX);
        self.cells.range(range).map(|(address, label)| (*address, label))
    }

    /// The label in a cell.
    pub fn get(&self, address: Address) -> Option<&Label> {
        self.cells.get(&address)
    }
}

/// A column's label that is split over cells one under another: 「全年」 over 「预算数」.
fn joined(sheet: &Sheet, vocabulary: &Vocabulary, cells: &BTreeMap<Address, Label>, address: Address) -> Option<Label> {
    let is_word = |label: &&Label| !label.plain.is_empty() && label.plain.chars().count() <= LONGEST_PART;
    // What stands below must be words or a remark in brackets, no figure.
    let is_part = |label: &&Label| {
        !label.plain.contains(':')
            && is_word(label)
            && (label.plain.starts_with('(') || label.plain.contains(is_chinese))
    };
    // A part that ends with a colon, or has one inside, is a label and what belongs to it.
    let is_open = |label: &&Label| label.meaning.field.is_none() && !label.text.trim_end().ends_with(['：', ':']);
    // The year over a column belongs to the table, not to the column.
    let of_year = |c: char| c.is_ascii_digit() || "年度()".contains(c);
    let is_more_than_a_year = |label: &&Label| !label.plain.chars().all(of_year);
    let first = cells.get(&address).filter(is_open).filter(is_word).filter(is_part).filter(is_more_than_a_year)?;
    let (mut text, mut below, mut parts) = (first.text.clone(), address, Vec::new());
    while parts.len() + 1 < MOST_PARTS {
        let row = sheet.region(below).map_or(below.row, |region| region.last.row) + 1;
        below = Address::new(row, address.column);
        text.push_str(&cells.get(&below).filter(is_part)?.text);
        parts.push(below);
        // Exact only: joined by chance, words would nearly always contain some column.
        let measures = vocabulary.exact_measures(&text);
        let goes_on = first.meaning.measures.iter().all(|measure| measures.contains(measure));
        if !measures.is_empty() && goes_on {
            let meaning = Meaning { measures, ..Meaning::default() };
            return Some(Label { plain: normalise(&text), text, meaning, parts });
        }
    }
    None
}

fn is_chinese(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

impl View<'_> {
    /// Whether a label only stands over the labels of columns, in header rows that end before `end`.
    pub fn stands_over_columns(&self, cell: Address, end: u32) -> bool {
        let columns = cell.column..self.reach(cell);
        let below = (cell.row + 1..end).flat_map(|row| self.labels.row(row));
        below.into_iter().any(|(below, label)| columns.contains(&below.column) && !label.meaning.measures.is_empty())
    }

    /// One past the last column that a label stands over: those of its region, or else up to the next text beside it.
    pub fn reach(&self, cell: Address) -> u32 {
        if let Some(region) = self.sheet.region(cell) {
            return region.last.column + 1;
        }
        let next = self.sheet.row(cell.row).map(|(beside, _)| beside.column).find(|&column| column > cell.column);
        next.unwrap_or(u32::MAX)
    }

    /// Whether a label of these ends a block, in some row.
    pub fn has_end(&self, row: u32, end: End) -> bool {
        self.labels.row(row).any(|(_, label)| label.meaning.ends.contains(&end))
    }
}
