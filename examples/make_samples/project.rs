//! 项目支出绩效自评表 in its 11-column and its 10-column shape.

use crate::evaluation::Evaluation;
use crate::funds::{FundColumns, funds, goals};
use crate::grid::{Grid, Look, Span, Value};
use crate::indicator_rows::{Added, IndicatorColumns, closing, indicators};

struct Shape {
    last: u16,
    /// Last column of 预期目标, and of the value beside 主管部门.
    split: u16,
    supervisor: u16,
    widths: &'static [f64],
    landscape: bool,
    funds: FundColumns,
    indicators: IndicatorColumns,
}

static WIDE: Shape = Shape {
    last: 10,
    split: 5,
    supervisor: 4,
    widths: &[6.0, 13.0, 15.0, 13.0, 12.0, 13.0, 15.0, 7.0, 9.0, 15.0, 11.0],
    landscape: true,
    funds: FundColumns {
        label: Span(2, 3),
        initial: 4,
        budget: 5,
        executed: 6,
        weight: 7,
        rate: Span(8, 9),
        score: Span(10, 10),
    },
    indicators: IndicatorColumns {
        first: 1,
        second: 2,
        third: Span(3, 4),
        target: 5,
        actual: 6,
        weight: 7,
        score: 8,
        reason: Span(9, 10),
    },
};

static NARROW: Shape = Shape {
    last: 9,
    split: 4,
    supervisor: 3,
    widths: &[6.0, 13.0, 18.0, 21.0, 13.0, 15.0, 7.0, 10.0, 9.0, 15.0],
    landscape: false,
    funds: FundColumns {
        label: Span(2, 2),
        initial: 3,
        budget: 4,
        executed: 5,
        weight: 6,
        rate: Span(7, 7),
        score: Span(8, 9),
    },
    indicators: IndicatorColumns {
        first: 1,
        second: 2,
        third: Span(3, 3),
        target: 4,
        actual: 5,
        weight: 6,
        score: 7,
        reason: Span(8, 9),
    },
};

/// A sheet with one form.
pub fn project_sheet(form: &Evaluation) -> Grid {
    stacked_sheet(std::slice::from_ref(form))
}

/// A sheet with forms of one shape, one under another; the names of the n-th begin with `n/` from the second on.
pub fn stacked_sheet(forms: &[Evaluation]) -> Grid {
    let shape = if forms[0].wide { &WIDE } else { &NARROW };
    let mut grid = Grid::new(shape.widths, shape.landscape);
    grid.heading_rows = Some((0, 1));
    let mut top = 0;
    for (i, form) in forms.iter().enumerate() {
        let prefix = if i == 0 { String::new() } else { format!("{}/", i + 1) };
        top = write_form(&mut grid, top, shape, form, &prefix) + 2;
    }
    grid
}

fn write_form(grid: &mut Grid, top: u32, shape: &Shape, form: &Evaluation, prefix: &str) -> u32 {
    let fund_top = head(grid, top, shape, form, prefix);
    let fund_end = funds(grid, fund_top, &shape.funds, form, prefix);
    let money = Value::text("项目资金\n（万元）");
    grid.block((fund_top, 0), (fund_end - 1, 1), money, Look::Head);
    let heading = goals(grid, fund_end, shape.split, shape.last, form);
    let end = indicators(grid, heading, &shape.indicators, form, prefix);
    grid.block((heading, 0), (end - 1, 0), Value::text("绩效指标"), Look::Head);
    let added = Added { rate_score: shape.funds.score.0, fund_row: fund_top + 1, first_row: heading + 1 };
    closing(grid, end, &shape.indicators, form, &added, prefix)
}

fn head(grid: &mut Grid, top: u32, shape: &Shape, form: &Evaluation, prefix: &str) -> u32 {
    let all = Span(0, shape.last);
    grid.say(top, all, "项目支出绩效自评表", Look::Title);
    grid.say(top + 1, all, &format!("（{}年度）", form.year), Look::Year);
    grid.say(top + 3, Span(0, 1), "项目名称", Look::Head);
    grid.say(top + 3, Span(2, shape.last), &form.name, Look::Cell).named(format!("{prefix}project"));
    let beside = shape.supervisor + 1;
    grid.say(top + 4, Span(0, 1), "主管部门", Look::Head);
    grid.say(top + 4, Span(2, shape.supervisor), &form.supervisor, Look::Cell);
    grid.say(top + 4, Span(beside, beside), "实施单位", Look::Head);
    grid.say(top + 4, Span(beside + 1, shape.last), &form.department, Look::Cell);
    top + 5
}
