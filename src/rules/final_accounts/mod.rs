//! Relations inside the accounts tables 公开01–公开09.

pub mod appropriations;
pub mod balances;
pub mod changes;
pub mod empty;
#[cfg(test)]
mod tests;
pub mod three_public_expenses;

use crate::model::figure::Figure;
use crate::model::finding::{Severity, item};
use crate::model::form::{Block, ColumnKind, Form, Measure, Row};
use crate::model::relation::{Law, Operand, Relation};
use crate::rules::funds::sum;
use crate::rules::outcome::{addends, reported, required};
use crate::rules::{ACCOUNTS, Check, LawOrSkip, Rule, Skip, basis};

static TOTAL_OF_YEAR: Rule = Rule {
    id: "A-301",
    title: "公开01 本年收入（支出）合计应等于各项之和",
    severity: Severity::Error,
    basis: basis::ACCOUNTS,
    explanation: "公开01表：本年收入合计 = 各项收入之和；本年支出合计 = 各功能分类支出之和。「其中」行是上一行的一部分，不重复相加；空白不计入。",
    how_to_fix: "核对合计与各项；另有表间关系支持填报的合计时，多为某一项有误。",
    example: "公开01 本年收入合计 443.66，各项之和 443.26 + 0.50 = 443.76。",
    check: Check::Relations(ACCOUNTS, |form| table(form, "01", of_year)),
};

static GRAND_TOTAL: Rule = Rule {
    id: "A-302",
    title: "公开01 总计应等于本年合计加结余各项，且收支总计相等",
    severity: Severity::Error,
    basis: basis::ACCOUNTS,
    explanation: "公开01表：收入总计 = 本年收入合计 + 使用非财政拨款结余 + 年初结转和结余；支出总计 = 本年支出合计 + 结余分配 + 年末结转和结余；收入总计 = 支出总计。",
    how_to_fix: "核对总计、结转结余与本年合计。",
    example: "本年支出合计 411.48，年末结转和结余 122.78，总计填 544.27：应为 534.26 左右。",
    check: Check::Relations(ACCOUNTS, |form| table(form, "01", grand_totals)),
};

static SUM_OF_ROW: Rule = Rule {
    id: "A-303",
    title: "每行的合计应等于其右各栏之和",
    severity: Severity::Error,
    basis: basis::ACCOUNTS,
    explanation: "公开02、03、05、07、08表：每个科目的合计等于同一行各栏相加。",
    how_to_fix: "核对该行的合计与各栏。",
    example: "公开03 一般公共服务支出 合计 411.48，基本支出 300.47、项目支出 111.10。",
    check: Check::Relations(ACCOUNTS, by_row),
};

static SUM_OF_CODES: Rule = Rule {
    id: "A-304",
    title: "上级科目应等于其下一级科目之和",
    severity: Severity::Error,
    basis: basis::ACCOUNTS,
    explanation: "公开02、03、05、07、08表按列：类（3位）= 款（5位）之和，款 = 项（7位）之和；合计行 = 各类之和。没有列出下级科目的不核对。",
    how_to_fix: "核对该科目与其下级科目。",
    example: "公开03 201 项目支出 111.10，其下 20103 为 111.01。",
    check: Check::Relations(ACCOUNTS, by_code),
};

static SUM_OF_CLASS: Rule = Rule {
    id: "A-306",
    title: "经济分类各类应等于其明细之和，人员、公用经费合计应相符",
    severity: Severity::Error,
    basis: basis::ACCOUNTS,
    explanation: "公开06表：301、302 等各类 = 其下五位科目之和；人员经费合计 = 301 + 303；公用经费合计 = 302 + 307 + 309 + 310 + 311 + 312 + 399。",
    how_to_fix: "核对该类与其明细；明细中有一项恰好翻倍的，先查明细。",
    example: "302 商品和服务支出 27.78，其明细之和 26.78。",
    check: Check::Relations(ACCOUNTS, |form| table(form, "06", economic)),
};

static SUM_OF_THREE_PUBLIC: Rule = Rule {
    id: "A-308",
    title: "“三公”经费合计、小计应等于各项之和",
    severity: Severity::Error,
    basis: basis::ACCOUNTS,
    explanation: "公开09表预算数、决算数分别核对：合计 = 因公出国（境）费 + 公务用车购置及运行维护费小计 + 公务接待费；小计 = 公务用车购置费 + 公务用车运行维护费。",
    how_to_fix: "核对合计、小计与各项。",
    example: "小计 30.00，购置费 18.00、运行维护费 11.00：应为 29.00。",
    check: Check::Relations(ACCOUNTS, |form| table(form, "09", three_public_sums)),
};

/// The rules of this group.
pub const RULES: &[&Rule] =
    &[&TOTAL_OF_YEAR, &GRAND_TOTAL, &SUM_OF_ROW, &SUM_OF_CODES, &SUM_OF_CLASS, &SUM_OF_THREE_PUBLIC];

/// The laws of one table, for the forms that are this table.
fn table(form: &Form, number: &str, laws: fn(&Form) -> Vec<LawOrSkip>) -> Vec<LawOrSkip> {
    if form.layout.table() == Some(number) { laws(form) } else { Vec::new() }
}

/// The only amount of a row of 公开01, or the 合计 of a row of 公开04.
pub fn amount(row: &Row) -> Result<&Figure, Skip> {
    let measure = if row.entries.contains_key(&Measure::Amount) { Measure::Amount } else { Measure::Total };
    reported(row, measure)
}

fn of_year(form: &Form) -> Vec<LawOrSkip> {
    [("income", "income_of_year"), ("expenditure", "spending_of_year")]
        .iter()
        .filter_map(|(block, total)| form.block(block).map(|block| year_total(block, total)))
        .collect()
}

/// 本年合计 = the rows above it, without 其中.
fn year_total(block: &Block, total: &str) -> LawOrSkip {
    let total_row = block.row(total).ok_or(Skip::NotApplicable)?;
    let above = block.rows.iter().take_while(|row| !row.is(total));
    let parts: Vec<&Row> = above.filter(|row| !row.label.starts_with("其中")).collect();
    sum(total_row, &parts, Measure::Amount)
}

fn grand_totals(form: &Form) -> Vec<LawOrSkip> {
    let of = |block: &str, parts: &[&str]| -> LawOrSkip {
        let block = form.block(block).ok_or(Skip::NotApplicable)?;
        let total = block.row("grand_total").ok_or(Skip::NotApplicable)?;
        let parts: Vec<&Row> = parts.iter().filter_map(|part| block.row(part)).collect();
        if parts.len() < 2 {
            return Err(Skip::NotApplicable);
        }
        sum(total, &parts, Measure::Amount)
    };
    let both = || -> LawOrSkip {
        let row = |block: &str| form.block(block).and_then(|block| block.row("grand_total")).ok_or(Skip::NotApplicable);
        let (income, spending) =
            (reported(row("income")?, Measure::Amount)?, reported(row("expenditure")?, Measure::Amount)?);
        let law = Law::Equal(Operand::new("收入总计", income));
        Ok(Relation::reported("支出总计", Operand::new("支出总计", spending), law)
            .advising("收支总计应相等，请核对两侧"))
    };
    vec![
        of("income", &["income_of_year", "balance_used", "opening_balance"]),
        of("expenditure", &["spending_of_year", "surplus_distribution", "closing_balance"]),
        both(),
    ]
}

/// The tables with a row for each code, and the rows of each.
fn coded(form: &Form) -> &[Row] {
    let has_codes = matches!(form.layout.table(), Some("02" | "03" | "05" | "07" | "08"));
    form.block("rows").filter(|_| has_codes).map(|block| block.rows.as_slice()).unwrap_or_default()
}

/// What a row is called in a message: 「2010301 行政运行」.
fn row_name(row: &Row) -> String {
    match &row.code {
        Some(code) if !row.label.contains(code.as_str()) => format!("{code} {}", row.label),
        _ => row.label.clone(),
    }
}

const ROW_PARTS: [Measure; 11] = [
    Measure::Appropriation,
    Measure::FromSuperior,
    Measure::Business,
    Measure::OperatingIncome,
    Measure::FromSubsidiary,
    Measure::OtherIncome,
    Measure::Basic,
    Measure::Project,
    Measure::ToSuperior,
    Measure::OperatingExpense,
    Measure::ToSubsidiary,
];

fn by_row(form: &Form) -> Vec<LawOrSkip> {
    let rows = coded(form);
    let law = |row: &Row| -> LawOrSkip {
        let part = |measure: Measure| {
            // A blank column over stated codes is missing, not nothing.
            let hollow = rows.iter().any(|below| is_below(below, row) && below.figure(measure).is_some());
            Ok(Operand::new(measure.name(), if hollow { required(row, measure)? } else { reported(row, measure)? }))
        };
        let terms = addends(ROW_PARTS.into_iter().map(part))?;
        if terms.is_empty() {
            return Err(Skip::NotApplicable);
        }
        let total = required(row, Measure::Total)?;
        Ok(Relation::derived(item(&row_name(row), "合计"), Operand::new("合计", total), Law::Sum(terms)))
    };
    rows.iter().map(law).collect()
}

/// By column: a code is the sum of the codes one level below; 合计 is the sum of the 类.
fn by_code(form: &Form) -> Vec<LawOrSkip> {
    let rows = coded(form);
    let columns = form.block("rows").map(|block| block.columns.keys().copied().collect::<Vec<_>>()).unwrap_or_default();
    // Last year's codes need not stand in this year's table.
    let of_last_year = [Measure::PreviousYear, Measure::Increase];
    let is_amount = |measure: &Measure| measure.kind() == ColumnKind::Amount && !of_last_year.contains(measure);
    let amounts = || columns.iter().copied().filter(is_amount);
    let mut laws = Vec::new();
    for parent in rows.iter().filter(|row| row.code.is_some() || row.is("column_total")) {
        let children: Vec<&Row> = rows.iter().filter(|row| is_below(row, parent)).collect();
        if !children.is_empty() {
            laws.extend(amounts().map(|measure| {
                // A blank code over stated ones is missing, not nothing.
                let hollow =
                    |child: &&&Row| rows.iter().any(|row| is_below(row, child) && row.figure(measure).is_some());
                children.iter().filter(hollow).try_for_each(|child| required(child, measure).map(drop))?;
                column_sum(parent, &children, measure)
            }));
        }
    }
    laws
}

fn is_below(row: &Row, parent: &Row) -> bool {
    match (&row.code, &parent.code) {
        (Some(code), Some(parent)) => code.len() == parent.len() + 2 && code.starts_with(parent.as_str()),
        (Some(code), None) => code.len() == 3,
        _ => false,
    }
}

fn column_sum(parent: &Row, children: &[&Row], measure: Measure) -> LawOrSkip {
    let terms = addends(children.iter().map(|child| Ok(Operand::new(row_name(child), reported(child, measure)?))))?;
    if terms.is_empty() {
        return Err(Skip::NotApplicable);
    }
    let (name, total) = (row_name(parent), required(parent, measure)?);
    Ok(Relation::derived(item(&name, measure.name()), Operand::new(name, total), Law::Sum(terms)))
}

const STAFF: [&str; 2] = ["301", "303"];
const RUNNING: [&str; 7] = ["302", "307", "309", "310", "311", "312", "399"];

fn economic(form: &Form) -> Vec<LawOrSkip> {
    let rows: Vec<&Row> = form.blocks_named("classes").flat_map(|block| &block.rows).collect();
    let mut laws = Vec::new();
    for class in rows.iter().filter(|row| row.code.as_ref().is_some_and(|code| code.len() == 3)) {
        let children: Vec<&Row> = rows.iter().copied().filter(|row| is_below(row, class)).collect();
        if !children.is_empty() {
            laws.push(column_sum(class, &children, Measure::Amount));
        }
    }
    for (total, classes) in [("staff_total", &STAFF[..]), ("running_total", &RUNNING[..])] {
        let Some(total) = rows.iter().find(|row| row.is(total)) else { continue };
        let parts: Vec<&Row> = rows
            .iter()
            .copied()
            .filter(|row| row.code.as_deref().is_some_and(|code| classes.contains(&code)))
            .collect();
        laws.push(sum(total, &parts, Measure::Amount));
    }
    laws
}

fn three_public_sums(form: &Form) -> Vec<LawOrSkip> {
    let mut laws = Vec::new();
    for (name, block) in [("预算数", "budget"), ("决算数", "final")] {
        for row in form.block(block).map(|block| block.rows.as_slice()).unwrap_or_default() {
            laws.push(across(name, row, Measure::Total, &[Measure::Abroad, Measure::Vehicles, Measure::Reception]));
            laws.push(across(name, row, Measure::Vehicles, &[Measure::VehiclePurchase, Measure::VehicleRunning]));
        }
    }
    laws
}

fn across(name: &str, row: &Row, total: Measure, parts: &[Measure]) -> LawOrSkip {
    let has_parts = [Measure::VehiclePurchase, Measure::VehicleRunning].iter().any(|part| row.figure(*part).is_some());
    let part = |&measure: &Measure| {
        // A blank 小计 over stated parts is missing, not nothing.
        let hollow = measure == Measure::Vehicles && has_parts;
        let figure = if hollow { required(row, measure)? } else { reported(row, measure)? };
        Ok(Operand::new(measure.name(), figure))
    };
    let terms = addends(parts.iter().map(part))?;
    if terms.is_empty() {
        return Err(Skip::NotApplicable);
    }
    let figure = required(row, total)?;
    Ok(Relation::derived(item(name, total.name()), Operand::new(total.name(), figure), Law::Sum(terms)))
}
