//! Files as they came: workbooks, sheets, cells, with text kept as typed.

mod cell_value;
pub mod digits;
pub mod document;
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
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, anyhow, ensure};
use rust_decimal::Decimal;

use crate::limits;
use crate::limits::io_error;
use crate::model::place::{Address, Region};

pub use digits::NumberFormat;

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
    file.map_err(|error| anyhow!("文件无法打开（{}）", io_error::reason(&error)))?;
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
