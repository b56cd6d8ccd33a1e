//! Faults in the amounts, rates and points of the funds.

use rust_decimal::Decimal;
use ziping::model::form::{Form, Measure, Row};

use crate::rules::planted::{Planted, figure, more, right_of_all, sheet, text, total, typed};
use crate::rules::{Trial, both, departments, projects};

/// The trials of this group.
pub const TRIALS: &[Trial] = &[
    both("P-101", "D-101", |form| Some(more(figure(total(form)?, Measure::FinalBudget)?, 700))),
    both("P-101", "D-101", |form| Some(more(figure(total(form)?, Measure::OriginalBudget)?, 700))),
    projects("P-102", |form| Some(more(figure(part(form)?, Measure::Executed)?, 90_000))),
    both("P-103", "D-102", |form| Some(Planted::wrong([(figure(total(form)?, Measure::Rate)?.0, text("1.23%"))]))),
    both("P-104", "D-102", |form| Some(Planted::wrong([(figure(total(form)?, Measure::Score)?.0, text("0.11"))]))),
    projects("P-105", |form| Some(Planted::wrong([(figure(part(form)?, Measure::FinalBudget)?.0, text("0.00"))]))),
    projects("P-106", |form| Some(Planted::wrong([(figure(part(form)?, Measure::Executed)?.0, text("-5.00"))]))),
    projects("P-107", halved),
    both("D-104", "D-104", adjusted),
    departments("X-403", beside_accounts),
];

/// A row below the total that states what was executed.
fn part(form: &Form) -> Option<&Row> {
    let rows = &form.block("funds")?.rows;
    rows.iter().find(|row| !row.is("funds_total") && row.figure(Measure::Executed).is_some_and(|f| !f.value.is_zero()))
}

/// Every original budget halved, so that the total stays the sum of its rows.
fn halved(form: &Form) -> Option<Planted> {
    figure(total(form)?, Measure::OriginalBudget)?;
    let rows = form.block("funds")?.rows.iter();
    let budgets = rows.filter_map(|row| figure(row, Measure::OriginalBudget));
    Some(Planted::wrong(budgets.map(|(place, value)| (place, typed(value / Decimal::TWO)))))
}

/// A column 调整数 right of all others; no built-in layout has one, and any with both budgets may.
fn adjusted(form: &Form) -> Option<Planted> {
    let header = form.block("funds")?.columns.get(&Measure::OriginalBudget)?;
    let (original, budget) =
        (figure(total(form)?, Measure::OriginalBudget)?, figure(total(form)?, Measure::FinalBudget)?);
    let label = (right_of_all(form, header)?, text("调整数"));
    let at = right_of_all(form, &budget.0)?;
    let stating = |value: Decimal| [label.clone(), (at.clone(), typed(value))];
    let adjustment = budget.1 - original.1;
    Some(Planted::pair(stating(adjustment + Decimal::TEN), stating(adjustment)))
}

/// 公开03 with what the department executed.
fn beside_accounts(form: &Form) -> Option<Planted> {
    let executed = ["funds_total", "basic", "project"].map(|item| figure(form.row(item)?, Measure::Executed));
    let [all, basic, project] = executed;
    let ((_, all), (_, basic), (place, project)) = (all?, basic?, project?);
    let unit = format!("单位：{}", form.unit.name());
    let [all, basic, amount] = [all, basic, project].map(|value| value.to_string());
    let rows: [&[&str]; 5] = [
        &["支出决算表"],
        &["部门：本单位", "", &unit],
        &["项目", "", "本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出"],
        &["功能分类科目编码", "科目名称"],
        &["合计", "", &all, &basic, &amount],
    ];
    Some(Planted { beside: vec![sheet("公开03", &rows)], ..more((place, project), 7) })
}
