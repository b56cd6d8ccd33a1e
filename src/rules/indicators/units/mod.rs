//! Units: a target and its actual value are in the same one, shares stay below 100 %, costs are those of the project.

use rust_decimal::Decimal;

use crate::model::figure::{Range, Unit};
use crate::model::finding::{Severity, entry_evidence, evidence, item};
use crate::model::form::{Entry, Form, FormKind, Measure, Row};
use crate::rules::indicators::in_percent;
use crate::rules::indicators::scored::{assessed, done, live_rows, target_entry};
use crate::rules::{Check, Outcome, PROJECT, Pair, Rule, basis};
use crate::scoring::{self, Actual, Quantity};

static UNIT_MISMATCH: Pair = Rule {
    id: "P-210",
    title: "完成值应与指标值单位一致，满意度、覆盖率不应超过 100%",
    severity: Severity::Warning,
    basis: basis::FILLING,
    explanation: "指标值以个数、金额或百分比表示的，完成值应以同一单位填写，否则无法比较，也无法按比例计分。只看确实不能换算的单位（个与 %、万元与个等），元与万元可以换算；分与 %、倍与 % 等留给人工判断。满意度、覆盖率是占比，不会超过 100%。",
    how_to_fix: "按指标值的单位改填完成值。",
    example: "指标值 ≥50个，完成值填 95%。",
    check: Check::Form(PROJECT, mismatches),
}
.also_for_departments("D-210");

static COST_OF_ALL: Pair = {
    let [project, department] = Rule {
        id: "P-212",
        title: "总成本指标的完成值宜与全年执行数一致",
        severity: Severity::Note,
        basis: basis::FILLING,
        explanation: "项目总成本、项目总投入、预算控制数一类的指标，完成值通常就是项目的全年执行数。两者不一致不一定有误（例如成本含以前年度支出），只作提示；单价、人均等成本指标不核对。",
        how_to_fix: "核实完成值与全年执行数；口径不同的不必更改。",
        example: "指标「项目总成本」完成值 111.01万元，全年执行数 115.01。",
        check: Check::Form(PROJECT, costs),
    }
    .also_for_departments("D-212");
    let department = Rule {
        explanation: "部门支出总额、部门整体支出总成本一类的指标，完成值通常就是部门的全年执行数。两者不一致不一定有误，只作提示；某一项目、基本支出、“三公”经费等一部分支出的指标不核对。",
        example: "指标「部门支出总额」完成值 1080.00万元，全年执行数 1093.66。",
        ..department
    };
    [project, department]
};

/// The rules of this group.
pub const RULES: &[&Pair] = &[&UNIT_MISMATCH, &COST_OF_ALL];

/// Shares of a whole that cannot be more than all of it.
const SHARES: [&str; 3] = ["满意度", "满意率", "覆盖率"];
/// Names of indicators that state what the whole project costs.
const WHOLE_COSTS: [&str; 7] =
    ["项目总成本", "项目成本总额", "项目总投入", "项目总支出", "项目总投资", "项目预算控制", "预算控制数"];
/// Names of indicators that state what the whole department spends.
const DEPARTMENT_COSTS: [&str; 6] =
    ["部门支出总额", "部门总支出", "部门总成本", "整体支出总额", "整体支出总成本", "部门支出总成本"];
/// What makes an indicator of a department one about a part of its expenditure.
const PARTS: [&str; 5] = ["项目", "基本", "公用", "人员", "三公"];

fn mismatches(rule: &Rule, form: &Form) -> Vec<Outcome> {
    live_rows(form).filter_map(|row| mismatch(rule, form, row)).collect()
}

fn mismatch(rule: &Rule, form: &Form, row: &Row) -> Option<Outcome> {
    let (target, actual) = (target_entry(row)?, row.entries.get(&Measure::Actual)?);
    let read = assessed(form, row)?;
    let name = item(row.name(), Measure::Actual.name());
    let message = if let Some((aim, done)) = scoring::units_that_differ(&read.target, &read.actual) {
        format!(
            "填报 {}，单位为「{done}」，而指标值 {}（{}）的单位为「{aim}」；请按指标值的单位填写完成值",
            actual.text.trim(),
            target.text.trim(),
            target.place.cell_name()
        )
    } else if is_above_all(row, actual, &read.actual) {
        format!("填报 {}，满意度、覆盖率不应超过 100%；请核实完成值", actual.text.trim())
    } else {
        let measured = read.actual.quantity().is_some();
        return measured.then_some(Outcome::Holds);
    };
    let finding = rule.finding(&actual.place, name, message).stating(actual.text.trim());
    Some(Outcome::Broken(finding.because(vec![entry_evidence("指标值", target)])))
}

fn is_above_all(row: &Row, entry: &Entry, actual: &Actual) -> bool {
    let is_share = SHARES.iter().any(|word| row.name().contains(word));
    let above = |done: &Quantity| done.unit == "%" && done.range.low > Decimal::ONE_HUNDRED;
    let as_percent = || in_percent(row, entry).map(|typed| Actual::read(&typed));
    is_share && as_percent().as_ref().unwrap_or(actual).quantity().is_some_and(above)
}

fn costs(rule: &Rule, form: &Form) -> Vec<Outcome> {
    live_rows(form).filter_map(|row| cost(rule, form, row)).collect()
}

fn cost(rule: &Rule, form: &Form, row: &Row) -> Option<Outcome> {
    let actual = row.entries.get(&Measure::Actual).filter(|_| is_whole_cost(form, row))?;
    let Actual::Exactly(done) = Actual::read(&done(row, actual)) else { return None };
    let unit = Unit::of_money(&done.unit).filter(|unit| unit.name() == done.unit)?;
    let executed = form.funds_total()?.figure(Measure::Executed)?;
    // A round 「111万元」 may stand for 111.01.
    let half = Decimal::new(5, done.value.scale() + 1);
    let cost = Range { low: done.value - half, high: done.value + half };
    if (cost * Range::point(unit.scale())).meets(executed.own_range()) {
        return Some(Outcome::Holds);
    }
    let message = format!(
        "完成值 {} 与全年执行数 {}{}（{}）不一致；口径不同的不必更改，否则请核实",
        actual.text.trim(),
        executed.show(),
        executed.unit.name(),
        executed.place.cell_name()
    );
    let name = item(row.name(), Measure::Actual.name());
    let finding = rule.finding(&actual.place, name, message).stating(actual.text.trim());
    Some(Outcome::Noted(finding.because(vec![evidence("全年执行数", executed)])))
}

/// Whether an indicator states what everything on the form costs.
fn is_whole_cost(form: &Form, row: &Row) -> bool {
    let name: String = row.name().chars().filter(|c| !c.is_whitespace()).collect();
    let named = |words: &[&str]| words.iter().any(|word| name.contains(word));
    match form.layout.kind {
        FormKind::Department => named(&DEPARTMENT_COSTS) && !named(&PARTS),
        FormKind::Project | FormKind::Accounts => named(&WHOLE_COSTS) || name == "总成本",
    }
}

#[cfg(test)]
mod tests;
