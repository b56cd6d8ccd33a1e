//! Sheets and their cells.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rust_decimal::Decimal;

use super::NumberFormat;
use crate::model::place::{Address, Region};

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
