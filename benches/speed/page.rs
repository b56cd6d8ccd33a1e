//! A sheet as it is written: bordered cells, merged regions, column widths.

use anyhow::Result;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Workbook, XlsxError};

const WIDTHS: [u16; 10] = [9, 12, 18, 24, 14, 14, 8, 10, 20, 12];

enum Cell {
    Text(String, String),
    Number(String, Decimal),
    /// A range that is merged, and its text.
    Region(String, String),
}

/// A sheet that grows from the top down.
pub struct Page {
    cells: Vec<Cell>,
    last_row: u32,
    /// The cell that was made wrong.
    pub wrong: Option<String>,
}

impl Page {
    /// Without any cell.
    pub fn new() -> Page {
        Page { cells: Vec::new(), last_row: 0, wrong: None }
    }

    /// Puts a text into a cell.
    pub fn text(&mut self, cell: &str, text: &str) {
        self.grow(cell);
        self.cells.push(Cell::Text(cell.to_string(), text.to_string()));
    }

    /// Puts a number into a cell.
    pub fn number(&mut self, cell: &str, value: Decimal) {
        self.grow(cell);
        self.cells.push(Cell::Number(cell.to_string(), value));
    }

    /// Merges a range and puts a text into it.
    pub fn region(&mut self, range: &str, text: &str) {
        self.grow(range);
        self.cells.push(Cell::Region(range.to_string(), text.to_string()));
    }

    /// The same from a row down to the last one, in one column.
    pub fn column(&mut self, column: &str, top: u32, text: &str) {
        match self.last_row {
            last if last > top => self.region(&format!("{column}{top}:{column}{last}"), text),
            _ => self.text(&format!("{column}{top}"), text),
        }
    }

    /// One past the last row, counted from 1.
    pub fn next_row(&self) -> u32 {
        self.last_row + 1
    }

    fn grow(&mut self, range: &str) {
        let last = range.rsplit(':').next().unwrap_or(range).trim_start_matches(char::is_alphabetic);
        self.last_row = self.last_row.max(last.parse().unwrap_or_default());
    }

    /// The workbook.
    pub fn finish(&self) -> Result<Vec<u8>, XlsxError> {
        let body = Format::new().set_font_name("宋体").set_font_size(10).set_border(FormatBorder::Thin);
        let body = body.set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter).set_text_wrap();
        let mut book = Workbook::new();
        let sheet = book.add_worksheet().set_name("自评表")?;
        for (column, width) in (0..).zip(WIDTHS) {
            sheet.set_column_width(column, width)?;
        }
        for cell in &self.cells {
            match cell {
                Cell::Text(cell, text) => sheet.write_with_format(at(cell).0, at(cell).1, text.as_str(), &body)?,
                Cell::Number(cell, value) => {
                    sheet.write_number_with_format(at(cell).0, at(cell).1, value.to_f64().unwrap_or_default(), &body)?
                }
                Cell::Region(range, text) => {
                    let (first, last) = range.split_once(':').unwrap_or((range, range));
                    let (first, last) = (at(first), at(last));
                    sheet.merge_range(first.0, first.1, last.0, last.1, text, &body)?
                }
            };
        }
        book.save_to_buffer()
    }
}

/// `C7` → row 6, column 2.
fn at(cell: &str) -> (u32, u16) {
    let (letter, row) = cell.split_at(1);
    let column = letter.bytes().next().map_or(0, |letter| u16::from(letter - b'A'));
    (row.parse::<u32>().map_or(0, |row| row - 1), column)
}
