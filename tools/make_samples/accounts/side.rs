//! What 公开01 and 公开04 share: rows of one side, income at the left or expenditure at the right.

use rust_decimal::Decimal;

use super::names::ordinal;
use crate::grid::{Grid, Look, Shown, Span, Value};

/// First row with amounts in 公开01; 公开04 has one more row of headings.
pub const FIRST: u32 = 6;

/// Label, 行次 and amounts of each row, from the row `top` with the number `number` on.
pub struct Side {
    pub column: u16,
    pub amounts: u16,
    pub top: u32,
    pub number: u32,
}

impl Side {
    /// The i-th row, with its amounts still empty.
    pub fn row(&self, grid: &mut Grid, i: u32, label: &str) {
        let row = self.top + i;
        let is_total = label.ends_with('计');
        let look = if is_total { Look::Cell } else { Look::Prose };
        grid.say(row, Span(self.column, self.column), label, look);
        let number = Value::Number(Decimal::from(self.number + i), Shown::General);
        grid.put(row, self.column + 1, number, Look::Cell);
        for column in 0..self.amounts {
            grid.put(row, self.column + 2 + column, Value::Blank, Look::Money);
        }
    }

    /// A row of a numbered list: `七、附属单位上缴收入`.
    pub fn listed(&self, grid: &mut Grid, i: u32, label: &str) {
        self.row(grid, i, &format!("{}、{label}", ordinal(i as usize + 1)));
    }

    pub fn amount(&self, grid: &mut Grid, i: u32, column: u16, value: Value, name: &str) {
        let column = self.column + 2 + column;
        grid.put(self.top + i, column, value, Look::Money);
        grid.named(name);
    }
}

pub fn sum(column: u16, first: u32, last: u32) -> String {
    let c = char::from(b'A' + column as u8);
    format!("=SUM({c}{}:{c}{})", first + 1, last + 1)
}
