//! The labels on a sheet, each looked up once: recognition asks for them again and again.

use std::collections::BTreeMap;

use crate::form::{Field, Measure};
use crate::layout::Vocabulary;
use crate::layout::label::normalise;
use crate::layout::vocabulary::End;
use crate::read::{Address, Cell, Sheet, Value};

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
    /// The columns that it may stand for.
    pub measures: Vec<Measure>,
    /// The label of the head that it may be.
    pub field: Option<Field>,
    /// The cells below that hold the other parts of a split label.
    pub parts: Vec<Address>,
}

impl Label {
    /// Whether it is known as a label of a column or of the head.
    pub fn is_known(&self) -> bool {
        self.field.is_some() || !self.measures.is_empty()
    }
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
        Value::Text(text) if text.chars().count() <= LONGEST => Some(text),
        _ => None,
    }
}

impl Labels {
    /// Looks up every short text of a sheet.
    pub fn read(sheet: &Sheet, vocabulary: &Vocabulary) -> Labels {
        let texts = sheet.cells.iter().filter_map(|(address, cell)| Some((*address, label_text(cell)?)));
        let mut cells: BTreeMap<Address, Label> = texts
            .map(|(address, text)| {
                let (measures, field) = (vocabulary.measures(text), vocabulary.field(text));
                (address, Label { text: text.to_string(), plain: normalise(text), measures, field, parts: Vec::new() })
            })
            .collect();
        let joined: Vec<(Address, Label)> =
            cells.keys().filter_map(|&address| Some((address, joined(sheet, vocabulary, &cells, address)?))).collect();
        for (address, label) in joined {
            // The lower parts mean nothing by themselves.
            for part in &label.parts {
                cells.entry(*part).and_modify(|part| part.measures.clear());
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
    let is_part = |label: &&Label| is_word(label) && (label.plain.starts_with('(') || label.plain.contains(is_chinese));
    let first = cells.get(&address).filter(|label| label.field.is_none()).filter(is_word)?;
    let (mut text, mut below, mut parts) = (first.text.clone(), address, Vec::new());
    while parts.len() + 1 < MOST_PARTS {
        let row = sheet.region(below).map_or(below.row, |region| region.last.row) + 1;
        below = Address::new(row, address.column);
        text.push_str(&cells.get(&below).filter(is_part)?.text);
        parts.push(below);
        let measures = vocabulary.measures(&text);
        let goes_on = first.measures.iter().all(|measure| measures.contains(measure));
        if !measures.is_empty() && goes_on {
            return Some(Label { plain: normalise(&text), text, measures, field: None, parts });
        }
    }
    None
}

fn is_chinese(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

impl View<'_> {
    /// Whether a label of these ends a block, in some row.
    pub fn has_end(&self, row: u32, end: End) -> bool {
        self.labels.row(row).any(|(_, label)| self.vocabulary.is_end(&label.text, end))
    }
}
