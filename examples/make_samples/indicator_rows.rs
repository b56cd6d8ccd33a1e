//! The indicator block and what closes a form: 总分, 自评等级, the contact line.

use rust_decimal::Decimal;

use crate::evaluation::Evaluation;
use crate::grid::{Grid, Look, Shown, Span, Value, address};
use crate::indicator::Indicator;
use crate::number::general;

/// Where the indicator block has its columns.
pub struct IndicatorColumns {
    pub first: u16,
    pub second: u16,
    pub third: Span,
    pub target: u16,
    pub actual: u16,
    pub weight: u16,
    pub score: u16,
    pub reason: Span,
}

/// Writes the heading and a row for each indicator; gives the row after it.
pub fn indicators(grid: &mut Grid, top: u32, at: &IndicatorColumns, form: &Evaluation, prefix: &str) -> u32 {
    let one = |column| Span(column, column);
    let heads = [
        (one(at.first), "一级指标"),
        (one(at.second), "二级指标"),
        (at.third, "三级指标"),
        (one(at.target), "年度指标值"),
        (one(at.actual), "实际完成值"),
        (one(at.weight), "分值"),
        (one(at.score), "得分"),
        (at.reason, "偏差原因分析及改进措施"),
    ];
    for (span, text) in heads {
        grid.say(top, span, text, Look::Head);
    }
    levels(grid, top + 1, at, form, prefix);
    for (i, indicator) in form.indicators.iter().enumerate() {
        indicator_row(grid, top + 1 + i as u32, at, form, (i, indicator), prefix);
    }
    top + 1 + form.indicators.len() as u32
}

fn indicator_row(
    grid: &mut Grid,
    row: u32,
    at: &IndicatorColumns,
    form: &Evaluation,
    (i, indicator): (usize, &Indicator),
    prefix: &str,
) {
    let name = |grid: &mut Grid, what: &str| {
        grid.named(format!("{prefix}indicator.{}.{what}", i + 1));
    };
    let typed = |text: &str| {
        if text.is_empty() { Value::Blank } else { Value::text(text) }
    };
    grid.say(row, at.third, &indicator.third, Look::Prose);
    grid.put(row, at.target, typed(&indicator.target), Look::Cell);
    name(grid, "target");
    grid.put(row, at.actual, typed(&indicator.actual), Look::Cell);
    name(grid, "actual");
    grid.put(row, at.weight, Value::Number(indicator.weight, Shown::General), Look::Cell);
    name(grid, "weight");
    grid.put(row, at.score, form.typing.score(indicator.score), Look::Cell);
    name(grid, "score");
    grid.across(row, at.reason, typed(&indicator.reason), Look::Prose);
    name(grid, "reason");
}

/// First and second levels are merged downwards; a first level carries the sum of its weights.
fn levels(grid: &mut Grid, top: u32, at: &IndicatorColumns, form: &Evaluation, prefix: &str) {
    let rows = &form.indicators;
    for group in runs(rows, |a, b| a.first == b.first) {
        let weight: Decimal = rows[group.clone()].iter().map(|i| i.weight).sum();
        let text = format!("{}（{}分）", rows[group.start].first, general(weight));
        let cells = (top + group.start as u32, top + group.end as u32 - 1);
        grid.block((cells.0, at.first), (cells.1, at.first), Value::Text(text), Look::Cell);
        grid.named(format!("{prefix}first.{}", rows[group.start].first));
    }
    for group in runs(rows, |a, b| a.first == b.first && a.second == b.second) {
        let cells = (top + group.start as u32, top + group.end as u32 - 1);
        let text = Value::text(&rows[group.start].second);
        grid.block((cells.0, at.second), (cells.1, at.second), text, Look::Cell);
    }
}

fn runs(rows: &[Indicator], same: fn(&Indicator, &Indicator) -> bool) -> Vec<std::ops::Range<usize>> {
    let mut start = 0;
    rows.chunk_by(same)
        .map(|chunk| {
            start += chunk.len();
            start - chunk.len()..start
        })
        .collect()
}

/// The cells that a live total adds up.
pub struct Added {
    pub rate_score: u16,
    pub fund_row: u32,
    pub first_row: u32,
}

/// Writes 总分, 自评等级 and the contact line; gives the row after them.
pub fn closing(
    grid: &mut Grid,
    row: u32,
    at: &IndicatorColumns,
    form: &Evaluation,
    added: &Added,
    prefix: &str,
) -> u32 {
    assert!(form.score() <= Decimal::ONE_HUNDRED, "{} has too many points", form.name);
    let label = Span(0, at.weight - 1);
    grid.say(row, label, "总分", Look::Head);
    let weight = Value::Number(form.weight(), Shown::General);
    grid.put(row, at.weight, weight, Look::Cell).named(format!("{prefix}total.weight"));
    let score = total_score(row, at, form, added);
    grid.put(row, at.score, score, Look::Cell).named(format!("{prefix}total.score"));
    grid.across(row, Span(at.score + 1, at.reason.1), Value::Blank, Look::Cell);
    let mut next = row + 1;
    if form.graded {
        grid.say(next, label, "自评等级", Look::Head);
        grid.say(next, Span(at.weight, at.reason.1), form.grade(), Look::Cell);
        grid.named(format!("{prefix}grade"));
        next += 1;
    }
    let date = format!("填报日期：{}年3月10日", form.year + 1);
    let contact = format!("填表人：张某某　　联系电话：13800000000　　{date}");
    grid.say(next, Span(0, at.reason.1), &contact, Look::Left);
    next + 1
}

fn total_score(row: u32, at: &IndicatorColumns, form: &Evaluation, added: &Added) -> Value {
    if !form.typing.formulas {
        return form.typing.score(form.score());
    }
    let rate = address((added.fund_row, added.rate_score));
    let [first, last] = [added.first_row, row - 1].map(|r| address((r, at.score)));
    Value::Formula(format!("={rate}+SUM({first}:{last})"), form.score(), Shown::Fixed)
}
