//! F-002: what must be filled in.

use rust_decimal::Decimal;

use crate::model::figure::Figure;
use crate::model::finding::{Finding, Item, Severity};
use crate::model::form::{Block, ColumnKind, Content, Entry, Form, FormKind, Measure, Row};
use crate::rules::filling::unreadable_figures::rate_of;
use crate::rules::funds::parts;
use crate::rules::{ANY, Check, Outcome, Rule, basis};

pub(super) static MISSING_ENTRY: Rule = Rule {
    id: "F-002",
    title: "必填项未填",
    severity: Severity::Error,
    basis: basis::FILLING,
    explanation: "金额、分值、得分必填，缺少为错误；项目名称、单位、目标、指标值、自评等级等文字，以及可由总额行算出的执行率，缺少为警告。「—」「无」视为已说明没有，不算未填；整列都没有数的列不核对。",
    how_to_fix: "补填该单元格。",
    example: "年度资金总额 全年执行数 空白。",
    check: Check::Form(ANY, required),
};

/// An entry that is required: what it is called, and how much its absence weighs.
struct Required<'a> {
    entry: &'a Entry,
    item: Item<'a>,
    severity: Severity,
    /// What should stand there, where it follows from other figures, and how.
    expected: Option<RequiredEntry>,
}

/// A value that follows, and from what.
struct RequiredEntry {
    value: String,
    source: &'static str,
}

fn required(rule: &Rule, form: &Form) -> Vec<Outcome> {
    let entries = head(form)
        .into_iter()
        .chain(funds_total(form))
        .chain(indicator_entries(form))
        .chain(final_row(form))
        .chain(column_totals(form));
    let outcome = |required: Required| {
        if required.entry.content != Content::Blank {
            return Outcome::Holds;
        }
        let message = format!("{}未填，请补填（确实没有的请填「无」或「—」）", required.item);
        let message = match &required.expected {
            Some(RequiredEntry { value, source }) => format!("{message}；按{source}为 {value}"),
            None => message,
        };
        let finding =
            rule.finding(&required.entry.place, required.item, message).stating("").weighing(required.severity);
        Outcome::Broken(Finding { expected: required.expected.map(|expected| expected.value), ..finding })
    };
    entries.map(outcome).collect()
}

/// Names and goals of the head, and the grade where its label stands.
fn head(form: &Form) -> Vec<Required<'_>> {
    form.fields
        .iter()
        .map(|(field, entry)| Required {
            entry,
            item: Item(field.name(), ""),
            severity: Severity::Warning,
            expected: None,
        })
        .collect()
}

/// 年度资金总额: budget and executed, and the original budget where its parts state one; the score where it has a
/// weight, and the rate where it follows.
fn funds_total(form: &Form) -> Vec<Required<'_>> {
    let Some((block, total)) = form.funds().zip(form.funds_total()) else { return Vec::new() };
    let executed = total.figure(Measure::Executed).is_some_and(|figure| !figure.value.is_zero());
    let parts_state = |measure: Measure| block.rows.iter().any(|row| row.figure(measure).is_some());
    let is_required = |measure: Measure| match measure {
        Measure::OriginalBudget => parts_state(measure),
        Measure::FinalBudget => !executed, // else P-105 says so
        Measure::Executed => true,
        Measure::Score => total.figure(Measure::Weight).is_some(),
        Measure::Rate => rate_of(total).is_some(),
        _ => false,
    };
    let rate = || Some(RequiredEntry { value: rate_of(total)?.0, source: "全年执行数 ÷ 全年预算数" });
    let entries = total.entries.iter().filter(|(measure, _)| is_required(**measure));
    entries
        .map(|(measure, entry)| Required {
            entry,
            item: Item(total.name(), measure.name()),
            severity: if *measure == Measure::Rate { Severity::Warning } else { Severity::Error },
            expected: if *measure == Measure::Rate { rate() } else { parts_sum(block, *measure) },
        })
        .collect()
}

/// What the rows below 年度资金总额 add up to in an amount column.
fn parts_sum(block: &Block, measure: Measure) -> Option<RequiredEntry> {
    let parts: Vec<&Figure> = parts(block).into_iter().filter_map(|row| row.figure(measure)).collect();
    let first = parts.iter().max_by_key(|figure| figure.own_decimals).filter(|figure| figure.unit.is_money())?;
    let sum: Decimal = parts.iter().map(|figure| figure.base()).sum();
    Some(RequiredEntry { value: first.show_other(first.rounded_like(sum)), source: "其下各行合计" })
}

/// Of an indicator: weight, target and, where both are missing, score and actual value.
fn indicator_entries(form: &Form) -> Vec<Required<'_>> {
    form.indicators().iter().flat_map(row_entries).collect()
}

fn row_entries(row: &Row) -> Vec<Required<'_>> {
    let blank = |measure| row.entries.get(&measure).is_some_and(|entry| entry.content == Content::Blank);
    let unpaired = blank(Measure::Actual) != blank(Measure::Score); // then P-207 says so
    let unused =
        [Measure::Target, Measure::Actual, Measure::Weight, Measure::Score].iter().all(|&measure| blank(measure));
    let severity = |measure: Measure| match measure {
        Measure::Weight => Some(Severity::Error),
        _ if unused => None, // one finding is enough for a row with nothing but a name
        Measure::Target => Some(Severity::Warning),
        Measure::Score if !unpaired => Some(Severity::Error),
        Measure::Actual if !unpaired => Some(Severity::Warning),
        _ => None,
    };
    let entries = row.entries.iter().filter_map(|(measure, entry)| Some((measure, entry, severity(*measure)?)));
    entries
        .map(|(measure, entry, severity)| Required {
            entry,
            item: Item(row.name(), measure.name()),
            severity,
            expected: None,
        })
        .collect()
}

fn final_row(form: &Form) -> Option<Required<'_>> {
    let entry = form.total.as_ref()?.entries.get(&Measure::Score)?;
    Some(Required { entry, item: Item("总分", "得分"), severity: Severity::Error, expected: None })
}

const ACCOUNT_TOTALS: [&str; 6] =
    ["income_of_year", "spending_of_year", "grand_total", "column_total", "staff_total", "running_total"];

/// The totals of accounts tables, in columns where something stands.
fn column_totals(form: &Form) -> Vec<Required<'_>> {
    if form.layout.kind != FormKind::Accounts {
        return Vec::new();
    }
    let mut found = Vec::new();
    for block in &form.blocks {
        let stated = |measure: Measure| {
            block.rows.iter().any(|row| row.figure(measure).is_some_and(|figure| !figure.value.is_zero()))
        };
        for row in block.rows.iter().filter(|row| ACCOUNT_TOTALS.iter().any(|name| row.is(name))) {
            // A comparison with last year is an extra of the bureau's table.
            let is_extra = |measure: Measure| matches!(measure, Measure::PreviousYear | Measure::Increase);
            let is_needed =
                |measure: Measure| measure.kind() == ColumnKind::Amount && !is_extra(measure) && stated(measure);
            let amounts = row.entries.iter().filter(|(measure, _)| is_needed(**measure));
            found.extend(amounts.map(|(measure, entry)| Required {
                entry,
                item: Item(row.name(), measure.name()),
                severity: Severity::Error,
                expected: None,
            }));
        }
    }
    found
}
