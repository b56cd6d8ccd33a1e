//! A sheet with what the program reads on it, which tells a perturbation where labels and figures stand.

use std::ops::{Range, RangeInclusive};
use std::sync::Arc;

use ziping::model::form::{Entry, Field, Form, Measure, Row};
use ziping::model::place::Address;
use ziping::read::{Sheet, Value};

use super::dice::Dice;
use super::facts::{Reading, plain};
use super::grid;
use super::world::World;

/// A sheet before it is changed.
pub struct Scene<'a> {
    pub sheet: Sheet,
    pub reading: Reading,
    pub world: &'a World,
    /// Some labels go on in the cell below, so that a row between would tear them apart.
    pub torn: bool,
}

/// A sheet after it was changed.
pub struct Change {
    pub sheet: Sheet,
    /// A sheet whose forms now stand on this one too.
    pub added: Option<Sheet>,
    /// Labels state weights that they did not state before.
    pub new_weights: bool,
    /// Labels go on in the cell below.
    pub torn: bool,
}

/// A change after which the sheet must say exactly what it said before.
pub fn same(sheet: Sheet) -> Option<Change> {
    Some(Change { sheet, added: None, new_weights: false, torn: false })
}

/// What a label stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    Measure(Measure),
    Field(Field),
    Item(Arc<str>),
    /// A row's name that is no known item.
    Name,
    /// A first- or second-level heading.
    Heading,
}

/// A cell that holds a label and nothing else.
#[derive(Debug, Clone)]
pub struct Spot {
    pub cell: Address,
    pub text: String,
    pub meaning: Meaning,
}

/// The part of a sheet on which a form stands.
pub struct Extent {
    pub rows: Range<u32>,
    pub columns: RangeInclusive<u32>,
}

impl Extent {
    pub fn contains(&self, cell: Address) -> bool {
        self.rows.contains(&cell.row) && self.columns.contains(&cell.column)
    }
}

impl Scene<'_> {
    /// One of the forms on the sheet.
    pub fn form(&self, dice: &mut Dice) -> Option<&Form> {
        dice.pick(&self.reading.forms)
    }

    /// The cell of a form's title.
    pub fn title(&self, form: &Form) -> Option<(Address, &str)> {
        let cell = form.place.cell.filter(|_| !form.title.is_empty())?;
        Some((cell, grid::text(&self.sheet, cell)?))
    }

    pub fn extent(&self, form: &Form) -> Extent {
        let entries = form.entries().map(|(.., entry)| entry).chain(form.fields.values());
        let headers = form.blocks.iter().flat_map(|block| block.columns.values());
        let places = entries.map(|entry| &entry.place).chain(headers).chain([&form.place]);
        let names = form.blocks.iter().flat_map(|block| block.rows.iter().map(|row| &row.place));
        let regions = places.chain(names).filter_map(|place| Some(grid::region(&self.sheet, place.cell?)));
        let (first, last) = regions.fold((u32::MAX, 0), |(first, last), region| {
            (first.min(region.first.column), last.max(region.last.column))
        });
        let columns = first..=last;
        let used =
            self.sheet.cells.keys().filter(|cell| form.rows.contains(&cell.row) && columns.contains(&cell.column));
        let end = used.map(|cell| cell.row + 1).max().unwrap_or(form.rows.end);
        Extent { rows: form.rows.start..end, columns }
    }

    /// The cells of a form that hold a text.
    pub fn texts(&self, form: &Form) -> Vec<(Address, String)> {
        let extent = self.extent(form);
        let cells = self.sheet.cells.iter().filter(|(cell, _)| extent.contains(**cell));
        cells
            .filter_map(|(address, cell)| match &cell.value {
                Value::Text(text) => Some((*address, text.clone())),
                _ => None,
            })
            .collect()
    }

    /// The cells of a form that hold a label: of a column, of the head, of a row.
    pub fn spots(&self, form: &Form) -> Vec<Spot> {
        let mut spots: Vec<(Address, Meaning)> = Vec::new();
        for block in &form.blocks {
            let columns = block.columns.iter().filter_map(|(measure, place)| Some((place.cell?, *measure)));
            let columns = columns.filter(|(cell, measure)| self.is_whole(*cell, *measure));
            spots.extend(columns.map(|(cell, measure)| (cell, Meaning::Measure(measure))));
            block.rows.iter().for_each(|row| spots.extend(row_spots(row)));
        }
        let fields = form.fields.iter().filter_map(|(field, entry)| Some((self.label_of(*field, entry)?, *field)));
        spots.extend(fields.map(|(cell, field)| (cell, Meaning::Field(field))));
        spots.sort_by_key(|(cell, _)| *cell);
        spots.dedup_by_key(|(cell, _)| *cell);
        let typed = |(cell, meaning)| {
            let text = grid::text(&self.sheet, cell)?.to_string();
            Some(Spot { cell, text, meaning })
        };
        spots.into_iter().filter_map(typed).collect()
    }

    /// Whether a column's label stands in this one cell, not half of it in the cell below.
    fn is_whole(&self, cell: Address, measure: Measure) -> bool {
        let typed = grid::text(&self.sheet, cell).map(plain).unwrap_or_default();
        self.world.labels.of_measure(measure).iter().any(|label| typed.contains(&plain(label)))
    }

    /// The label of a value in the head: left of it, or above it.
    fn label_of(&self, field: Field, entry: &Entry) -> Option<Address> {
        let value = entry.place.cell.filter(|_| entry.prefix.is_empty())?;
        let left = self.sheet.row(value.row).map(|(cell, _)| cell).filter(|cell| cell.column < value.column).last();
        let above = self.sheet.cells.keys().filter(|cell| cell.column == value.column && cell.row < value.row).max();
        let known: Vec<String> = self.world.labels.of_field(field).iter().map(|label| plain(label)).collect();
        let is_label = |cell: &Address| grid::text(&self.sheet, *cell).is_some_and(|text| known.contains(&plain(text)));
        left.filter(is_label).or(above.copied().filter(is_label))
    }
}

fn row_spots(row: &Row) -> Vec<(Address, Meaning)> {
    let meaning = row.item.clone().map_or(Meaning::Name, Meaning::Item);
    let name = row.place.cell.filter(|_| !row.label.is_empty()).map(|cell| (cell, meaning));
    let headings = row.headings.iter().filter_map(|heading| Some((heading.place.cell?, Meaning::Heading)));
    name.into_iter().chain(headings).collect()
}
