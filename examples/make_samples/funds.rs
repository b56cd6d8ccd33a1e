//! The funds and goals blocks, which project and department forms share.

use rust_decimal::Decimal;

use crate::evaluation::{Evaluation, Fund, RATE_WEIGHT};
use crate::grid::{Grid, Look, Shown, Span, Value, address};

/// Where the funds block has its columns.
pub struct FundColumns {
    pub label: Span,
    pub initial: u16,
    pub budget: u16,
    pub executed: u16,
    pub weight: u16,
    pub rate: Span,
    pub score: Span,
}

type Measure = (&'static str, u16, fn(&Fund) -> Option<Decimal>);

/// Writes the funds block from row `top` on; gives the row after it.
pub fn funds(grid: &mut Grid, top: u32, columns: &FundColumns, form: &Evaluation, prefix: &str) -> u32 {
    let one = |column| Span(column, column);
    let heads = [
        (columns.label, ""),
        (one(columns.initial), "年初预算数"),
        (one(columns.budget), "全年预算数"),
        (one(columns.executed), "全年执行数"),
        (one(columns.weight), "分值"),
        (columns.rate, "执行率"),
        (columns.score, "得分"),
    ];
    for (span, text) in heads {
        grid.say(top, span, text, Look::Head);
    }
    total_row(grid, top + 1, columns, form, prefix);
    for (i, fund) in form.funds.iter().enumerate() {
        part_row(grid, top + 2 + i as u32, columns, form, (i, fund), prefix);
    }
    top + 2 + form.funds.len() as u32
}

fn measures(columns: &FundColumns) -> [Measure; 3] {
    [
        ("initial", columns.initial, |f| f.initial),
        ("budget", columns.budget, |f| f.budget),
        ("executed", columns.executed, |f| f.executed),
    ]
}

fn total_row(grid: &mut Grid, row: u32, columns: &FundColumns, form: &Evaluation, prefix: &str) {
    grid.say(row, columns.label, "年度资金总额", Look::Cell);
    for (measure, column, pick) in measures(columns) {
        let last = (row + form.funds.len() as u32, column);
        let value = if form.typing.formulas {
            let text = format!("=SUM({}:{})", address((row + 1, column)), address(last));
            Value::Formula(text, form.sum(pick), Shown::Fixed)
        } else {
            form.typing.amount(Some(form.sum(pick)))
        };
        grid.put(row, column, value, Look::Cell).named(format!("{prefix}fund.total.{measure}"));
    }
    grid.put(row, columns.weight, Value::Number(RATE_WEIGHT, Shown::General), Look::Cell);
    let (mut rate, mut score) = (form.typing.rate(form.rate()), form.typing.score(form.rate_score()));
    if form.typing.formulas {
        let [executed, budget, weight, ratio] =
            [columns.executed, columns.budget, columns.weight, columns.rate.0].map(|c| address((row, c)));
        rate = Value::Formula(format!("={executed}/{budget}"), form.rate(), Shown::Percent);
        let text = format!("=ROUND(MIN({ratio},1)*{weight},2)");
        score = Value::Formula(text, form.rate_score(), Shown::Fixed);
    }
    grid.across(row, columns.rate, rate, Look::Cell).named(format!("{prefix}fund.total.rate"));
    grid.across(row, columns.score, score, Look::Cell).named(format!("{prefix}fund.total.score"));
}

fn part_row(
    grid: &mut Grid,
    row: u32,
    columns: &FundColumns,
    form: &Evaluation,
    (i, fund): (usize, &Fund),
    prefix: &str,
) {
    let label = if i == 0 { format!("其中：{}", fund.label) } else { fund.label.clone() };
    grid.say(row, columns.label, &label, Look::Cell);
    for (measure, column, pick) in measures(columns) {
        let value = form.typing.amount(pick(fund));
        grid.put(row, column, value, Look::Cell).named(format!("{prefix}fund.{i}.{measure}"));
    }
    let rate = match (fund.budget, fund.executed) {
        (Some(budget), Some(executed)) if form.typing.row_rates && !budget.is_zero() => {
            form.typing.rate(executed / budget)
        }
        _ => form.typing.not_applicable(),
    };
    grid.put(row, columns.weight, Value::text("—"), Look::Cell);
    grid.across(row, columns.rate, rate, Look::Cell).named(format!("{prefix}fund.{i}.rate"));
    grid.across(row, columns.score, Value::text("—"), Look::Cell);
}

/// Writes 年度总体目标 in two rows.
pub fn goals(grid: &mut Grid, top: u32, split: u16, last: u16, form: &Evaluation) -> u32 {
    grid.block((top, 0), (top + 1, 0), Value::text("年度总体目标"), Look::Head);
    let (left, right) = (Span(1, split), Span(split + 1, last));
    grid.say(top, left, "预期目标", Look::Head).say(top, right, "实际完成情况", Look::Head);
    grid.say(top + 1, left, &form.goal, Look::Prose).say(top + 1, right, &form.result, Look::Prose);
    top + 2
}
