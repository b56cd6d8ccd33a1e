//! A sheet in memory: cells with their look, merged regions, and names by which planting finds a cell.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::number::{fixed, general, thousands};

/// How a number is shown, that is, its number format.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Shown {
    #[default]
    General,
    Fixed,
    Thousands,
    Percent,
}

/// What stands in a cell.
#[derive(Clone)]
pub enum Value {
    Blank,
    Text(String),
    Number(Decimal, Shown),
    /// A live formula with its stored result.
    Formula(String, Decimal, Shown),
    /// A formula whose result is an error value.
    Error(String, &'static str),
}

impl Value {
    pub fn text(text: impl Into<String>) -> Self {
        Value::Text(text.into())
    }

    /// The digits a reader sees.
    pub fn shown(&self) -> String {
        match self {
            Value::Blank => String::new(),
            Value::Text(text) => text.clone(),
            Value::Error(_, code) => (*code).to_string(),
            Value::Number(value, shown) | Value::Formula(_, value, shown) => match shown {
                Shown::General => general(*value),
                Shown::Fixed => fixed(*value, 2),
                Shown::Thousands => thousands(*value),
                Shown::Percent => format!("{}%", fixed(*value * Decimal::ONE_HUNDRED, 2)),
            },
        }
    }

    pub fn format(&self) -> Shown {
        match self {
            Value::Number(_, shown) | Value::Formula(_, _, shown) => *shown,
            Value::Error(..) => Shown::Percent,
            _ => Shown::General,
        }
    }
}

/// The part a cell plays on the page, which decides font, border and alignment.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Look {
    Title,
    Year,
    /// Outside the table, at the left or at the right.
    Left,
    Right,
    /// Inside the table.
    Head,
    /// A heading in a narrow column, one character under another.
    Upright,
    Cell,
    Prose,
    Money,
}

#[derive(Clone)]
pub struct Cell {
    pub value: Value,
    pub look: Look,
}

pub type At = (u32, u16);

/// Columns from the first to the last, both included.
#[derive(Clone, Copy)]
pub struct Span(pub u16, pub u16);

#[derive(Default)]
pub struct Grid {
    pub cells: BTreeMap<At, Cell>,
    pub regions: Vec<(At, At)>,
    pub widths: Vec<f64>,
    pub landscape: bool,
    /// Printed on one page, however long it is.
    pub one_page: bool,
    pub heading_rows: Option<(u32, u32)>,
    /// Rows that are given room to write in.
    pub least_heights: BTreeMap<u32, f64>,
    names: BTreeMap<String, At>,
    last: At,
}

impl Grid {
    pub fn new(widths: &[f64], landscape: bool) -> Self {
        Grid { widths: widths.to_vec(), landscape, ..Grid::default() }
    }

    pub fn put(&mut self, row: u32, column: u16, value: Value, look: Look) -> &mut Self {
        self.cells.insert((row, column), Cell { value, look });
        self.last = (row, column);
        self
    }

    /// A text in one cell or across several columns.
    pub fn across(&mut self, row: u32, span: Span, value: Value, look: Look) -> &mut Self {
        self.block((row, span.0), (row, span.1), value, look)
    }

    pub fn block(&mut self, first: At, last: At, value: Value, look: Look) -> &mut Self {
        if first != last {
            self.regions.push((first, last));
        }
        self.put(first.0, first.1, value, look)
    }

    pub fn say(&mut self, row: u32, span: Span, text: &str, look: Look) -> &mut Self {
        self.across(row, span, Value::text(text), look)
    }

    pub fn at_least(&mut self, row: u32, height: f64) {
        self.least_heights.insert(row, height);
    }

    /// Names the cell put last.
    pub fn named(&mut self, name: impl Into<String>) -> &mut Self {
        self.names.insert(name.into(), self.last);
        self
    }

    pub fn find(&self, name: &str) -> At {
        *self.names.get(name).unwrap_or_else(|| panic!("no cell is named {name}"))
    }

    pub fn value(&self, name: &str) -> &Value {
        &self.cells[&self.find(name)].value
    }

    pub fn retype(&mut self, name: &str, value: Value) {
        let at = self.find(name);
        self.cells.get_mut(&at).expect("a named cell exists").value = value;
    }
}

/// `(6, 10)` is `K7`.
pub fn address((row, column): At) -> String {
    let letter = |c: u16| char::from(b'A' + c as u8);
    if column < 26 {
        format!("{}{}", letter(column), row + 1)
    } else {
        format!("{}{}{}", letter(column / 26 - 1), letter(column % 26), row + 1)
    }
}
