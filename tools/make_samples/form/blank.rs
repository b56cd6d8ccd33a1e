//! A blank: the shape with its levels and rows, and nothing filled in.

use rust_decimal::Decimal;

use crate::evaluation::{Evaluation, Fund, Head, RATE_WEIGHT};
use crate::form::Painter;
use crate::grid::Grid;
use crate::indicator::Indicator;
use crate::number::dec;
use crate::shape::{Shape, holding};
use crate::typing::Typing;

/// Room to write by hand.
pub const GOAL_HEIGHT: f64 = 66.0;
pub const ROW_HEIGHT: f64 = 24.0;

const NOBODY: Head = Head { department: "", supervisor: "", year: 0 };

pub fn blank_sheet(id: &str) -> Grid {
    let shape = Shape::named(id);
    let mut grid = super::sheet(shape);
    grid.one_page = true;
    let form = nothing(id, shape);
    Painter { grid: &mut grid, shape, form: &form, prefix: String::new(), blank: true }.paint(0);
    grid
}

fn nothing(id: &str, shape: &Shape) -> Evaluation {
    let fund = |label: &String| Fund { label: label.clone(), initial: None, budget: None, executed: None };
    let mut form = Evaluation::blank("", &NOBODY);
    form.shape = id.to_string();
    form.typing = Typing::named("A");
    let scored = holding(&shape.funds.columns, "score").is_some();
    form.rate_weight = if scored { RATE_WEIGHT } else { Decimal::ZERO };
    form.funds = shape.funds.parts.iter().map(fund).collect();
    form.indicators = shape.indicators.rows.iter().map(|row| level(row)).collect();
    form
}

/// `first|second|weight`
fn level(row: &str) -> Indicator {
    let fields: Vec<&str> = row.split('|').collect();
    Indicator {
        first: fields[0].to_string(),
        second: fields[1].to_string(),
        weight: dec(fields[2]),
        ..Indicator::default()
    }
}
