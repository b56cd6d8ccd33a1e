//! 部门整体支出绩效自评表 in the manner of Jiangxi: 管理, 产出, 效果, 满意度.

use crate::evaluation::{Evaluation, RATE_WEIGHT};
use crate::funds::{FundColumns, funds, goals};
use crate::grid::{Grid, Look, Span, Value};
use crate::indicator_rows::{Added, IndicatorColumns, closing, indicators};
use crate::number::general;

const LAST: u16 = 8;

static FUNDS: FundColumns = FundColumns {
    label: Span(2, 2),
    initial: 3,
    budget: 4,
    executed: 5,
    weight: 6,
    rate: Span(7, 7),
    score: Span(8, 8),
};

static INDICATORS: IndicatorColumns = IndicatorColumns {
    first: 0,
    second: 1,
    third: Span(2, 3),
    target: 4,
    actual: 5,
    weight: 6,
    score: 7,
    reason: Span(8, 8),
};

pub fn department_sheet(form: &Evaluation) -> Grid {
    let mut grid = Grid::new(&[13.0, 14.0, 17.0, 13.0, 14.0, 16.0, 7.0, 10.0, 26.0], true);
    let all = Span(0, LAST);
    grid.heading_rows = Some((0, 1));
    grid.say(0, all, "部门整体支出绩效自评表", Look::Title);
    grid.say(1, all, &format!("（{}年度）", form.year), Look::Year);
    grid.say(2, Span(LAST, LAST), "金额单位：万元", Look::Right);
    grid.say(3, Span(0, 1), "部门（单位）名称", Look::Head);
    grid.say(3, Span(2, LAST), &form.department, Look::Cell);
    let fund_end = funds(&mut grid, 4, &FUNDS, form, "");
    let label = format!("预算执行情况\n（{}分）", general(RATE_WEIGHT));
    grid.block((4, 0), (fund_end - 1, 1), Value::Text(label), Look::Head).named("first.预算执行情况");
    let heading = goals(&mut grid, fund_end, 4, LAST, form);
    let end = indicators(&mut grid, heading, &INDICATORS, form, "");
    let added = Added { rate_score: FUNDS.score.0, fund_row: 5, first_row: heading + 1 };
    closing(&mut grid, end, &INDICATORS, form, &added, "");
    grid
}
