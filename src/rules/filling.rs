//! What must be filled in, and legible.

use rust_decimal::Decimal;

use crate::figure::Figure;
use crate::finding::{Correction, Finding, NewValue, Severity, Trust};
use crate::form::{Block, ColumnKind, Content, Entry, Field, Form, Measure, Row};
use crate::relation::{Law, Operand, Relation};
use crate::resolve::correction;
use crate::rules::funds::{funds, parts, total};
use crate::rules::indicators::rows;
use crate::rules::outcome::{difference, item};
use crate::rules::{ANY, Check, Missing, Outcome, Rule, basis};
use crate::submission::{Submission, UnknownForm};

static F_001: Rule = Rule {
    id: "F-001",
    title: "表的格式无法识别",
    severity: Severity::Error,
    basis: basis::FILLING,
    why: "工作表有自评表或决算公开表的标题，或有三个以上已知栏目名，却与任何已知版式不符。未识别的表没有核对，不能当作无误。表已识别、但有栏目没有认出的，该栏未核对：疑为错写的（与该版式缺少的栏目相近）为警告，其余为提示。",
    remedy: "核对是否删改了表头；本地的表可用 ziping templates learn 学成模板，放入模板文件夹（--templates）。",
    example: "标题为「项目支出绩效自评表」，但缺少「全年预算数」「全年执行数」。",
    check: Check::Submission(unknown_forms),
};

static F_002: Rule = Rule {
    id: "F-002",
    title: "必填项未填",
    severity: Severity::Error,
    basis: basis::FILLING,
    why: "金额、分值、得分必填，缺少为错误；项目名称、单位、目标、指标值等文字缺少为警告。「—」「无」视为已说明没有，不算未填；整列都没有数的列不核对。",
    remedy: "补填该单元格。",
    example: "年度资金总额 全年执行数 空白。",
    check: Check::Form(ANY, required),
};

static F_003: Rule = Rule {
    id: "F-003",
    title: "应填数字的单元格无法读成数字",
    severity: Severity::Error,
    basis: basis::FILLING,
    why: "金额、分值、得分、执行率必须是数字。执行率没有百分号时，按比例（0.952）和百分数（95.2）哪个与本行预算数、执行数相符来判断；都不相符的，无法确定其含义。",
    remedy: "改填数字；执行率请带百分号。",
    example: "全年执行数填「见附件」。",
    check: Check::Form(ANY, illegible),
};

static F_006: Rule = Rule {
    id: "F-006",
    title: "公式出错，或公式的结果没有更新",
    severity: Severity::Error,
    basis: basis::FILLING,
    why: "#DIV/0!、#REF! 等错误值不是数字，所在单元格及由它计算的数都不可用。公式保存的结果与重新计算的结果（按单元格显示的位数）不同的，说明改数之后没有重算；程序不能计算的公式不核对。",
    remedy: "修正公式或直接填数；结果没有更新的，重新计算后保存。",
    example: "执行率为 #DIV/0!；公式 =SUM(D8:D10) 保存的结果为 96.00，重新计算为 98.00。",
    check: Check::Form(ANY, error_values),
};

/// The rules of this group.
pub const RULES: &[&Rule] = &[&F_001, &F_002, &F_003, &F_006];

fn unknown_forms(rule: &Rule, submission: &Submission) -> Vec<Outcome> {
    let known = submission.forms.iter().flat_map(|form| known_form(rule, form));
    known.chain(submission.unknown.iter().map(|unknown| Outcome::Broken(unknown_form(rule, unknown)))).collect()
}

/// A form that was recognised holds, but for columns whose labels are not known.
fn known_form(rule: &Rule, form: &Form) -> Vec<Outcome> {
    let unread = form.unread.iter().map(|unread| {
        let nearest = unread.nearest.as_ref().map(|known| format!("（最接近「{known}」）")).unwrap_or_default();
        let message = format!(
            "栏目「{}」没有认出{nearest}，该栏未读取、未核对；请核对栏目名，或用模板的 same 说明其含义",
            unread.label
        );
        let severity = if unread.is_missed { Severity::Warning } else { Severity::Note };
        let finding = rule.finding(&form.place.at(unread.cell), &unread.label, message).stating(&unread.label);
        if unread.is_missed {
            Outcome::Broken(finding.weighing(severity))
        } else {
            Outcome::Noted(finding.weighing(severity))
        }
    });
    unread.chain([Outcome::Holds]).collect()
}

fn unknown_form(rule: &Rule, form: &UnknownForm) -> Finding {
    let unknown = &form.unknown;
    let name = unknown.title.as_deref().map_or("（无标题）", str::trim);
    let found = if unknown.found.is_empty() {
        String::new()
    } else {
        format!("；已找到栏目：{}", unknown.found.join("、"))
    };
    let message = format!("「{name}」{}{found}。本表未核对", unknown.reason());
    rule.finding(&form.place, name, message).stating(name)
}

/// An entry that is required: what it is called, and how much its absence weighs.
struct Required<'a> {
    entry: &'a Entry,
    item: String,
    severity: Severity,
    /// What should stand there, where it follows from other figures.
    expected: Option<String>,
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
        let message = required
            .expected
            .as_ref()
            .map_or(message.clone(), |expected| format!("{message}；按其下各行合计为 {expected}"));
        let finding =
            rule.finding(&required.entry.place, required.item, message).stating("").weighing(required.severity);
        Outcome::Broken(Finding { expected: required.expected, ..finding })
    };
    entries.map(outcome).collect()
}

/// Names and goals of the head.
fn head(form: &Form) -> Vec<Required<'_>> {
    let texts = form.fields.iter().filter(|(field, _)| **field != Field::Grade);
    texts
        .map(|(field, entry)| Required {
            entry,
            item: field.name().to_string(),
            severity: Severity::Warning,
            expected: None,
        })
        .collect()
}

/// 年度资金总额: budget and executed, and the original budget where its parts state one; score and weight where it has the columns.
fn funds_total(form: &Form) -> Vec<Required<'_>> {
    let Some((block, total)) = funds(form).and_then(|block| Some((block, total(block)?))) else { return Vec::new() };
    let executed = total.figure(Measure::Executed).is_some_and(|figure| !figure.value.is_zero());
    let parts_state = |measure: Measure| block.rows.iter().any(|row| row.figure(measure).is_some());
    let is_required = |measure: Measure| match measure {
        Measure::OriginalBudget => parts_state(measure),
        Measure::FinalBudget => !executed, // else P-105 says so
        Measure::Executed => true,
        Measure::Score => total.figure(Measure::Weight).is_some(),
        _ => false,
    };
    let entries = total.entries.iter().filter(|(measure, _)| is_required(**measure));
    entries
        .map(|(measure, entry)| Required {
            entry,
            item: item(total.name(), measure.name()),
            severity: Severity::Error,
            expected: parts_sum(block, *measure),
        })
        .collect()
}

/// What the rows below 年度资金总额 add up to in an amount column.
fn parts_sum(block: &Block, measure: Measure) -> Option<String> {
    let parts: Vec<&Figure> = parts(block).into_iter().filter_map(|row| row.figure(measure)).collect();
    let first = parts.iter().max_by_key(|figure| figure.own_decimals).filter(|figure| figure.unit.is_money())?;
    let sum: Decimal = parts.iter().map(|figure| figure.base()).sum();
    Some(first.show_other(first.rounded_like(sum)))
}

/// Of an indicator: weight, target and, where both are missing, score and actual value.
fn indicator_entries(form: &Form) -> Vec<Required<'_>> {
    rows(form).iter().flat_map(row_entries).collect()
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
            item: item(row.name(), measure.name()),
            severity,
            expected: None,
        })
        .collect()
}

fn final_row(form: &Form) -> Option<Required<'_>> {
    let entry = form.total.as_ref()?.entries.get(&Measure::Score)?;
    Some(Required { entry, item: "总分 · 得分".to_string(), severity: Severity::Error, expected: None })
}

const ACCOUNT_TOTALS: [&str; 6] =
    ["income_of_year", "spending_of_year", "grand_total", "column_total", "staff_total", "running_total"];

/// The totals of accounts tables, in columns where something stands.
fn column_totals(form: &Form) -> Vec<Required<'_>> {
    if form.layout.kind != crate::layout::Kind::Accounts {
        return Vec::new();
    }
    let mut found = Vec::new();
    for block in &form.blocks {
        let stated = |measure: Measure| {
            block.rows.iter().any(|row| row.figure(measure).is_some_and(|figure| !figure.value.is_zero()))
        };
        for row in block.rows.iter().filter(|row| ACCOUNT_TOTALS.iter().any(|name| row.is(name))) {
            let amounts =
                row.entries.iter().filter(|(measure, _)| measure.kind() == ColumnKind::Amount && stated(**measure));
            found.extend(amounts.map(|(measure, entry)| Required {
                entry,
                item: item(row.name(), measure.name()),
                severity: Severity::Error,
                expected: None,
            }));
        }
    }
    found
}

/// Every entry that should hold a figure, with its name.
fn figures(form: &Form) -> Vec<(String, Measure, &Row, &Entry)> {
    let of_blocks = form.entries().map(|(_, row, measure, entry)| (row, measure, entry));
    let of_total =
        form.total.iter().flat_map(|row| row.entries.iter().map(move |(measure, entry)| (row, *measure, entry)));
    let all = of_blocks.chain(of_total).filter(|(_, measure, _)| measure.kind() != ColumnKind::Text);
    all.map(|(row, measure, entry)| (item(row.name(), measure.name()), measure, row, entry)).collect()
}

fn illegible(rule: &Rule, form: &Form) -> Vec<Outcome> {
    let outcome = |(name, measure, row, entry): (String, Measure, &Row, &Entry)| match entry.content {
        Content::Figure(_) => Some(Outcome::Holds),
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
fn ambiguous_rate(rule: &Rule, name: String, row: &Row, entry: &Entry) -> Finding {
    let shown = entry.text.trim();
    let finding =
        rule.finding(&entry.place, name, format!("填报「{shown}」，无法读成执行率，请改填带百分号的数")).stating(shown);
    let Some((rate, relation)) = rate_of(row) else { return finding };
    let message = format!("填报 {shown}，按比例或百分数都与执行数 ÷ 预算数不符，应为 {rate} = {}", relation.formula());
    Finding { message, expected: Some(rate), evidence: relation.evidence(), ..finding }
}

fn error_values(rule: &Rule, form: &Form) -> Vec<Outcome> {
    let outcome =
        |(name, measure, row, entry): (String, Measure, &Row, &Entry)| match (&entry.content, entry.recalculated) {
            (Content::Error, _) => Some(Outcome::Broken(error_value(rule, name, measure, row, entry))),
            (Content::Figure(figure), Some(result)) => Some(stale(rule, name, entry, figure, result)),
            (Content::Figure(_), None) if entry.unverified => {
                let formula = entry.formula.as_deref().unwrap_or_default();
                let missing = format!("{name}：公式的计算结果（程序不能计算 ={formula}）");
                Some(Outcome::Unchecked(Missing { place: entry.place.clone(), missing }))
            }
            (Content::Figure(_), None) => Some(Outcome::Holds),
            _ => None,
        };
    figures(form).into_iter().filter_map(outcome).collect()
}

fn error_value(rule: &Rule, name: String, measure: Measure, row: &Row, entry: &Entry) -> Finding {
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
fn stale(rule: &Rule, name: String, entry: &Entry, figure: &Figure, result: Decimal) -> Outcome {
    let Some(value) = figure.value_of(&NewValue::Number(result)).filter(|value| *value != figure.value) else {
        return Outcome::Holds;
    };
    let formula = entry.formula.as_deref().unwrap_or_default();
    let expected = figure.rounded_like(value * figure.unit.scale());
    let shown = figure.show_other(expected);
    let message = format!("公式 ={formula} 保存的结果为 {}，重新计算为 {shown}；请重新计算后保存", figure.show());
    let mut finding = rule.finding(&entry.place, name, message).stating(figure.show()).expecting(shown);
    finding.difference = Some(difference(figure, expected));
    finding.correction = Some(Correction {
        keeps_formula: true,
        stored: NewValue::Number(result),
        ..correction(figure, expected, Trust::Automatic)
    });
    Outcome::Broken(finding)
}

/// The rate that follows from the amounts of a row, and the law that gives it.
fn rate_of(row: &Row) -> Option<(String, Relation)> {
    let (executed, budget) = row.figure(Measure::Executed).zip(row.figure(Measure::FinalBudget))?;
    let rate = executed.base().checked_div(budget.base())?;
    let law = Law::Ratio(Operand::new("全年执行数", executed), Operand::new("全年预算数", budget));
    let shown = format!("{:.2}%", crate::figure::round(rate * Decimal::ONE_HUNDRED, 2));
    Some((shown, Relation::derived("", Operand::new("", executed), law)))
}

#[cfg(test)]
mod tests;
