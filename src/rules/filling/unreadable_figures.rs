//! F-003, F-006: figures that can be read, formulas that give what is stored.

use rust_decimal::Decimal;

use crate::model::figure::{Figure, NewValue};
use crate::model::finding::{Correction, Finding, Item, Severity, Trust, correction};
use crate::model::form::{Content, Entry, Form, Measure, Row};
use crate::model::relation::{Law, Operand, Relation};
use crate::rules::filling::figures;
use crate::rules::{ANY, Check, Missing, Outcome, Rule, basis};

pub(super) static UNREADABLE_FIGURE: Rule = Rule {
    id: "F-003",
    title: "应填数字的单元格无法读成数字",
    severity: Severity::Error,
    basis: basis::FILLING,
    explanation: "金额、分值、得分、执行率必须是数字。执行率没有百分号时，按比例（0.952）和百分数（95.2）哪个与本行预算数、执行数相符来判断；都不相符的，无法确定其含义。",
    how_to_fix: "改填数字；执行率请带百分号。",
    example: "全年执行数填「见附件」。",
    check: Check::Form(ANY, illegible),
};

pub(super) static FORMULA_ERROR: Rule = Rule {
    id: "F-006",
    title: "公式出错，或公式的结果没有更新",
    severity: Severity::Error,
    basis: basis::FILLING,
    explanation: "#DIV/0!、#REF! 等错误值不是数字，所在单元格及由它计算的数都不可用。公式保存的结果与重新计算的结果（按单元格显示的位数）不同的，说明改数之后没有重算；程序不能计算的公式不核对。",
    how_to_fix: "修正公式或直接填数；结果没有更新的，重新计算后保存。",
    example: "执行率为 #DIV/0!；公式 =SUM(D8:D10) 保存的结果为 96.00，重新计算为 98.00。",
    check: Check::Form(ANY, error_values),
};

fn illegible(rule: &Rule, form: &Form) -> Vec<Outcome> {
    let outcome = |(name, measure, row, entry): (Item, Measure, &Row, &Entry)| match entry.content {
        Content::Figure(_) => Some(Outcome::Holds),
        Content::Unreadable if is_pending(entry) => None, // F-006 says so
        Content::Unreadable if measure == Measure::Rate => {
            Some(Outcome::Broken(ambiguous_rate(rule, name, row, entry)))
        }
        Content::Unreadable => {
            let message = format!("填报「{}」，不是数字，请改填数字", entry.text.trim());
            Some(Outcome::Broken(rule.finding(&entry.place, name, message).stating(entry.text.trim())))
        }
        _ => None,
    };
    figures(form).into_iter().filter_map(outcome).collect()
}

/// A bare rate that is neither the fraction nor the percentage of its row.
fn ambiguous_rate(rule: &Rule, name: Item, row: &Row, entry: &Entry) -> Finding {
    let shown = entry.text.trim();
    let finding =
        rule.finding(&entry.place, name, format!("填报「{shown}」，无法读成执行率，请改填带百分号的数")).stating(shown);
    let Some((rate, relation)) = rate_of(row) else { return finding };
    let message = format!("填报 {shown}，按比例或百分数都与执行数 ÷ 预算数不符，应为 {rate} = {}", relation.formula());
    Finding { message, expected: Some(rate), evidence: relation.evidence(), ..finding }
}

fn error_values(rule: &Rule, form: &Form) -> Vec<Outcome> {
    let outcome =
        |(name, measure, row, entry): (Item, Measure, &Row, &Entry)| match (&entry.content, entry.recalculated) {
            (Content::Error, _) => Some(Outcome::Broken(error_value(rule, name, measure, row, entry))),
            (Content::Figure(figure), Some(result)) => Some(stale(rule, name, entry, figure, result)),
            (Content::Figure(_), None) if entry.unverified => Some(not_evaluated(name, entry)),
            (Content::Unreadable, _) if is_pending(entry) => Some(not_evaluated(name, entry)),
            (Content::Figure(_), None) => Some(Outcome::Holds),
            _ => None,
        };
    figures(form).into_iter().filter_map(outcome).collect()
}

/// A formula whose result the file does not store and the program cannot calculate.
fn is_pending(entry: &Entry) -> bool {
    entry.formula.is_some() && entry.text.is_empty()
}

fn not_evaluated(name: Item, entry: &Entry) -> Outcome {
    let formula = entry.formula.as_deref().unwrap_or_default();
    let missing = format!("{name}：公式的计算结果（程序不能计算 ={formula}）");
    Outcome::Unchecked(Missing { place: entry.place.clone(), missing })
}

fn error_value(rule: &Rule, name: Item, measure: Measure, row: &Row, entry: &Entry) -> Finding {
    let formula = entry.formula.as_ref().map(|formula| format!("，公式为 ={formula}")).unwrap_or_default();
    let message = format!("单元格为错误值 {}{formula}，请修正公式或直接填数", entry.text.trim());
    let finding = rule.finding(&entry.place, name, message).stating(entry.text.trim());
    match rate_of(row).filter(|_| measure == Measure::Rate) {
        Some((rate, relation)) => {
            let message = format!("{}；应为 {rate} = {}", finding.message, relation.formula());
            Finding { message, expected: Some(rate), evidence: relation.evidence(), ..finding }
        }
        None => finding,
    }
}

/// A stored result that is not what the formula gives: the formula stays, its result is renewed.
fn stale(rule: &Rule, name: Item, entry: &Entry, figure: &Figure, result: Decimal) -> Outcome {
    let Some(value) = figure.value_of(&NewValue::Number(result)).filter(|value| *value != figure.value) else {
        return Outcome::Holds;
    };
    let formula = entry.formula.as_deref().unwrap_or_default();
    let expected = figure.rounded_like(value * figure.unit.scale());
    let shown = figure.show_other(expected);
    let message = format!("公式 ={formula} 保存的结果为 {}，重新计算为 {shown}；请重新计算后保存", figure.show());
    let mut finding = rule.finding(&entry.place, name, message).stating(figure.show()).expecting(shown);
    finding.compare(figure, expected);
    finding.correction = Some(Correction {
        keeps_formula: true,
        stored: NewValue::Number(result),
        ..correction(figure, expected, Trust::Automatic)
    });
    Outcome::Broken(finding)
}

/// The rate that follows from the amounts of a row, and the law that gives it.
pub(super) fn rate_of(row: &Row) -> Option<(String, Relation)> {
    let (executed, budget) = row.figure(Measure::Executed).zip(row.figure(Measure::FinalBudget))?;
    let rate = executed.base().checked_div(budget.base())?;
    let law = Law::Ratio(Operand::new("全年执行数", executed), Operand::new("全年预算数", budget));
    let shown = format!("{:.2}%", crate::model::figure::round(rate * Decimal::ONE_HUNDRED, 2));
    Some((shown, Relation::derived("", Operand::new("", executed), law)))
}
