//! Files as they came: workbooks, sheets, cells, with text kept as typed.

mod cell_value;
pub mod digits;
pub mod docx;
pub mod excel;
pub mod kind;
pub mod markup;
pub mod ods;
pub mod paragraphs;
pub mod pdf;
pub mod recalculate;
pub mod style;
pub mod text;
pub mod xls;
pub mod xlsb;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs::File;
use std::io::Read;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, anyhow, ensure};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::limits;

pub use digits::NumberFormat;

/// A cell's position, zero-based; shown as `G8`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Address {
    /// Row, 0 for the first.
    pub row: u32,
    /// Column, 0 for `A`.
    pub column: u32,
}

impl Address {
    /// The cell at this zero-based row and column.
    pub fn new(row: u32, column: u32) -> Address {
        Address { row, column }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", column_name(self.column), self.row + 1)
    }
}

/// `A`, `B`, … `AA` for a zero-based column.
pub fn column_name(column: u32) -> String {
    let mut name = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        let letter = u8::try_from((rest - 1) % 26).expect("below 26");
        name.push(char::from(b'A' + letter));
        rest = (rest - 1) / 26;
    }
    name.iter().rev().collect()
}

/// A merged range; its text stands in the first cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Region {
    /// Top-left cell.
    pub first: Address,
    /// Bottom-right cell.
    pub last: Address,
}

impl Region {
    /// Whether the cell lies inside.
    pub fn contains(&self, cell: Address) -> bool {
        (self.first.row..=self.last.row).contains(&cell.row)
            && (self.first.column..=self.last.column).contains(&cell.column)
    }
}

/// Where something stands: file, sheet and cell, or file and sentence.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// File, relative to the folder given.
    pub file: Arc<str>,
    /// Sheet name; empty for a report.
    pub sheet: Arc<str>,
    /// Cell (top-left of its region).
    pub cell: Option<Address>,
    /// Where it stands in a report, with the sentence.
    pub sentence: Option<Quotation>,
}

/// A passage of a report: the sentence, and the figure in it that something is said about.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Quotation {
    /// Page, where the file has pages.
    pub page: Option<u32>,
    /// Number of the paragraph, from 1; 0 where it is not known.
    pub paragraph: u32,
    /// First character of the figure in its paragraph, and the one after its last.
    pub figure: (u32, u32),
    /// The sentence as it stands in the report.
    pub text: Arc<str>,
}

impl From<&str> for Quotation {
    fn from(sentence: &str) -> Quotation {
        Quotation { page: None, paragraph: 0, figure: (0, 0), text: sentence.into() }
    }
}

impl Deref for Quotation {
    type Target = str;
    fn deref(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Quotation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Place {
    /// Another cell on the same sheet.
    pub fn at(&self, cell: Address) -> Place {
        Place { cell: Some(cell), sentence: None, ..self.clone() }
    }

    /// The cell as `G8`; in a report the page or the paragraph.
    pub fn cell_name(&self) -> String {
        match (&self.cell, &self.sentence) {
            (Some(cell), _) => cell.to_string(),
            (None, Some(Quotation { page: Some(page), .. })) => format!("第{page}页"),
            (None, Some(quotation)) if quotation.paragraph > 0 => format!("第{}段", quotation.paragraph),
            _ => String::new(),
        }
    }

    /// The cell with its sheet, `自评表!G8`; in a report the page or the paragraph alone.
    pub fn on_sheet(&self) -> String {
        if self.sheet.is_empty() { self.cell_name() } else { format!("{}!{}", self.sheet, self.cell_name()) }
    }
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Text as typed.
    Text(String),
    /// A number; what the file stores as 0.92829999999999990 is 0.9283.
    Number(Decimal),
    /// An Excel error value such as `#DIV/0!`.
    Error(String),
    /// The result of a formula that the file does not store; it stays so where the formula cannot be calculated.
    Pending,
}

/// One cell that holds something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Its value, or the stored result of its formula.
    pub value: Value,
    /// Its formula, without the equals sign.
    pub formula: Option<String>,
    /// How a number is shown.
    pub format: NumberFormat,
    /// What the formula gives when it is calculated anew, where that is not what the file stores.
    pub recalculated: Option<Decimal>,
    /// It has a formula that could not be calculated, so that its result is taken on trust.
    pub unverified: bool,
}

impl Cell {
    /// The cell as a person sees it.
    pub fn text(&self) -> String {
        match &self.value {
            Value::Text(text) => text.clone(),
            Value::Number(number) => self.format.show(*number),
            Value::Error(error) => error.clone(),
            Value::Pending => String::new(),
        }
    }
}

/// One sheet: the cells that hold something, and what is known of its looks.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    /// Name on the tab.
    pub name: Arc<str>,
    /// Hidden, or very hidden.
    pub hidden: bool,
    /// Cells that are not empty.
    pub cells: BTreeMap<Address, Cell>,
    /// Merged ranges.
    pub regions: Vec<Region>,
    /// Hidden rows.
    pub hidden_rows: BTreeSet<u32>,
    /// Hidden columns.
    pub hidden_columns: BTreeSet<u32>,
}

impl Sheet {
    /// The cells of one row, from left to right.
    pub fn row(&self, row: u32) -> impl Iterator<Item = (Address, &Cell)> {
        let range = Address::new(row, 0)..=Address::new(row, u32::MAX);
        self.cells.range(range).map(|(address, cell)| (*address, cell))
    }

    /// The cell, if it holds something.
    pub fn cell(&self, row: u32, column: u32) -> Option<&Cell> {
        self.cells.get(&Address::new(row, column))
    }

    /// The merged range that covers a cell.
    pub fn region(&self, cell: Address) -> Option<&Region> {
        self.regions.iter().find(|region| region.contains(cell))
    }

    /// One past the last row that holds something.
    pub fn height(&self) -> u32 {
        self.cells.keys().next_back().map_or(0, |last| last.row + 1)
    }
}

/// The file formats that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// .xlsx and .xlsm: packages that can be corrected in place.
    Xlsx,
    /// .xlsb
    Xlsb,
    /// .xls and WPS .et
    Xls,
    /// .ods
    Ods,
}

/// The bytes of a file, unless there are too many. The error says in Chinese why it cannot be read.
pub fn bytes(path: &Path) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let file = File::open(path).and_then(|file| file.take(limits::FILE + 1).read_to_end(&mut bytes));
    file.map_err(|error| anyhow!("文件无法打开（{}）", excel::reason(&error)))?;
    limits::bytes("文件", bytes.len() as u64, limits::FILE)?;
    Ok(bytes)
}

/// By what the bytes of a file are known again: what is written rests on the very bytes that were checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Print([u8; 32]);

impl Print {
    /// That of these bytes.
    pub fn of(bytes: &[u8]) -> Print {
        Print(blake3::hash(bytes).into())
    }

    /// Reads a file once more.
    ///
    /// # Errors
    ///
    /// If it cannot be read any more, or is no longer the same.
    pub fn read_again(self, path: &Path) -> Result<Vec<u8>> {
        let bytes = bytes(path).context("无法再次读取原文件")?;
        ensure!(Print::of(&bytes) == self, "原文件在核对之后有改动，请重新核对");
        Ok(bytes)
    }
}

/// One file of tables.
#[derive(Debug, Clone)]
pub struct Workbook {
    /// Name relative to the folder given, with `/`.
    pub file: Arc<str>,
    /// Where it is.
    pub path: PathBuf,
    /// That of its bytes.
    pub print: Print,
    /// Its format, by content.
    pub format: Format,
    /// Its sheets, in order.
    pub sheets: Vec<Sheet>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_read_as_in_a_spreadsheet() {
        let names: Vec<String> =
            [0, 25, 26, 701, 702].iter().map(|&column| Address::new(7, column).to_string()).collect();
        assert_eq!(names, ["A8", "Z8", "AA8", "ZZ8", "AAA8"]);
    }
}
