//! A form laid out for publication: a grid of cells, the same for every format.

use rust_decimal::Decimal;

use crate::model::figure::{CellEncoding, Figure, Unit, show};
use crate::model::form::{Content, Entry};
use crate::model::place::Place;

/// What a portrait page carries without shrinking much, in half-width characters.
const WIDEST_PORTRAIT: usize = 120;

/// What a cell is to the reader of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellRole {
    /// Heads a column.
    ColumnHead,
    /// Heads a row, or several.
    RowHead,
    /// Names a row in a column of such names, which read best from the left.
    RowName,
    /// Words that are read as such: goals, reasons.
    Prose,
    /// Short words, centred.
    Word,
    /// A figure.
    Number,
}

/// A number with the digits that it shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    /// In the unit that is shown: 95.20 for 95.20 %.
    pub value: Decimal,
    /// Digits after the point.
    pub digits: u32,
    /// It is shown with a percent sign.
    pub percent: bool,
    /// It was typed without a format: its digits are only what was typed, and a reader may not take them for more.
    pub open: bool,
}

/// One cell, perhaps over several rows and columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageCell {
    /// Zero-based row of the grid.
    pub row: usize,
    /// Zero-based column of the grid.
    pub column: usize,
    /// How many rows it takes.
    pub rows: usize,
    /// How many columns it takes.
    pub columns: usize,
    /// What it is.
    pub role: CellRole,
    /// As it is shown.
    pub text: String,
    /// The number that it shows, where it is one.
    pub number: Option<Number>,
    /// Where it stood as filed.
    pub place: Option<Place>,
}

/// A form laid out for publication.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PublishedPage {
    /// The title.
    pub title: String,
    /// 「（2022年度）」; empty where no year is known.
    pub year_line: String,
    /// What stands at the left above the table: 「部门：某局」.
    pub left_line: String,
    /// What stands at the right above the table: the mark of the table and the unit.
    pub right_lines: Vec<String>,
    /// Widths of the columns in half-width characters.
    pub widths: Vec<usize>,
    /// Cells by row, then column.
    pub cells: Vec<PageCell>,
    /// The number of rows.
    pub height: usize,
    /// The rows that are repeated on every printed page: first and last.
    pub repeated: Option<(usize, usize)>,
    /// Lines below the table.
    pub notes: Vec<String>,
}

impl PublishedPage {
    /// Puts a text into the grid.
    pub fn put(&mut self, (row, column): (usize, usize), (rows, columns): (usize, usize), role: CellRole, text: &str) {
        let text = text.to_string();
        self.cells.push(PageCell { row, column, rows, columns, role, text, number: None, place: None });
        self.height = self.height.max(row + rows);
    }

    /// Puts what was filed in a cell into the grid; nothing filed leaves the cell empty.
    pub fn put_entry(&mut self, at: (usize, usize), columns: usize, role: CellRole, entry: Option<&Entry>) {
        self.put(at, (1, columns), role, "");
        let (Some(entry), Some(cell)) = (entry, self.cells.last_mut()) else { return };
        cell.place = Some(entry.place.clone());
        match number(entry) {
            Some((number, unit)) => {
                cell.text = show(number.value, i32::try_from(number.digits).unwrap_or(0), unit);
                (cell.number, cell.role) = (Some(number), CellRole::Number);
            }
            None => cell.text = entry.text.trim().to_string(),
        }
    }

    /// Puts the cells into reading order.
    pub fn ordered(mut self) -> PublishedPage {
        self.cells.sort_by_key(|cell| (cell.row, cell.column));
        self
    }

    /// Whether it is printed across: more columns than a portrait page carries.
    pub fn is_wide(&self) -> bool {
        self.widths.len() > 10 || self.widths.iter().sum::<usize>() > WIDEST_PORTRAIT
    }
}

/// The plain number that an entry is; hedged ones, and such with a unit of their own, stay words.
fn number(entry: &Entry) -> Option<(Number, Unit)> {
    let Content::Figure(figure) = &entry.content else { return None };
    let is_plain = match &figure.stored {
        CellEncoding::Number { .. } => true,
        CellEncoding::Text { prefix, suffix, .. } => {
            prefix.trim().is_empty() && matches!(suffix.trim(), "" | "%" | "％")
        }
    };
    let digits = digits(figure)?;
    is_plain.then(|| {
        let percent = figure.unit == Unit::Percent;
        let open = figure.unit.is_money() && matches!(figure.stored, CellEncoding::Number { general: true, .. });
        (Number { value: figure.value, digits, percent, open }, figure.unit)
    })
}

/// The digits as written, and never fewer than its value has; amounts show two at least.
fn digits(figure: &Figure) -> Option<u32> {
    let stated = u32::try_from(figure.own_decimals).ok()?;
    let usual = if figure.unit.is_money() && matches!(figure.stored, CellEncoding::Number { general: true, .. }) {
        2
    } else {
        0
    };
    Some(stated.max(figure.value.normalize().scale()).max(usual).min(10))
}
