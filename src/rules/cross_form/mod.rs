//! Relations between the tables and forms of one submission.

pub mod appropriation_tables;
pub mod disclosure_tables;
pub mod documents;
pub mod functions;
pub mod names;
pub mod projects;
pub mod results;
pub mod tables;
pub mod years;

use crate::model::figure::Figure;
use crate::model::finding::{Severity, item};
use crate::model::form::{Form, FormKind, Measure, Row};
use crate::model::relation::{Law, Operand, Relation};
use crate::rules::cross_form::tables::{Accounts, beside, each};
use crate::rules::final_accounts::amount;
use crate::rules::outcome::{Missing, addends, reported};
use crate::rules::{Check, LawOrSkip, Rule, Skip, basis};
use crate::submission::Submission;

static INCOME_TABLES: Rule = Rule {
    id: "A-321",
    title: "公开02表应与公开01表的收入相符",
    severity: Severity::Error,
    basis: basis::ACCOUNTS,
    explanation: "公开02 合计行的本年收入合计 = 公开01 本年收入合计；财政拨款、上级补助、事业、经营、附属单位上缴、其他收入各栏 = 公开01 的对应行。单位不同（元、万元）时先换算。",
    how_to_fix: "核对两表，哪一表有误需由单位判断。",
    example: "公开02 其他收入合计 0.50，公开01 其他收入 0.40。",
    check: Check::Between(|submission| each(submission, income_tables)),
};

static EXPENDITURE_TABLES: Rule = Rule {
    id: "A-322",
    title: "公开03表应与公开01表的支出相符",
    severity: Severity::Error,
    basis: basis::ACCOUNTS,
    explanation: "公开03 合计 = 公开01 本年支出合计；公开03 每个类级科目 = 公开01 同名功能分类行（改名前后的科目视为同一行）。",
    how_to_fix: "核对两表，哪一表有误需由单位判断。",
    example: "公开03 207 为 320.00，公开01 文化旅游体育与传媒支出 310.00。",
    check: Check::Between(|submission| each(submission, expenditure_tables)),
};

static GENERAL_PUBLIC_TABLES: Rule = Rule {
    id: "A-324",
    title: "公开05表应与公开04、公开06表相符",
    severity: Severity::Error,
    basis: basis::ACCOUNTS,
    explanation: "公开05 合计 = 公开04 本年支出合计的一般公共预算财政拨款栏，公开05 每个类级科目 = 公开04 同名功能分类行的该栏；公开05 基本支出 = 公开06 人员经费合计 + 公用经费合计。",
    how_to_fix: "核对三表，哪一表有误需由单位判断。",
    example: "公开05 基本支出 300.07，公开06 人员经费 265.83、公用经费 33.24。",
    check: Check::Between(|submission| each(submission, general_public_tables)),
};

static DEPARTMENT_AGAINST_ACCOUNTS: Rule = Rule {
    id: "X-403",
    title: "部门自评表的执行数应与公开03表相符",
    severity: Severity::Error,
    basis: basis::FRAMEWORK,
    explanation: "部门整体支出绩效自评表的全年执行数（总额、基本支出、项目支出）= 公开03 的合计、基本支出、项目支出。",
    how_to_fix: "以决算数核对自评表。",
    example: "自评表项目支出执行数 112.01，公开03 项目支出 111.01。",
    check: Check::Between(department_against_accounts),
};

/// The rules of this group.
pub const RULES: &[&Rule] =
    &[&INCOME_TABLES, &EXPENDITURE_TABLES, &GENERAL_PUBLIC_TABLES, &DEPARTMENT_AGAINST_ACCOUNTS];

/// Two figures that are the same thing; a blank one beside a stated one is a missing figure.
fn same(name: String, stated: (String, Result<&Figure, Skip>), other: (String, Result<&Figure, Skip>)) -> LawOrSkip {
    let (label, figure) = stated;
    let missing = |label: String, beside: &Figure| match beside.value.is_zero() {
        // A blank cell beside a zero says the same.
        true => Skip::NotApplicable,
        false => Skip::Missing(Missing { place: beside.place.clone(), missing: format!("与之对应的 {label}") }),
    };
    let (figure, there) = match (figure, other.1) {
        (Ok(figure), Ok(there)) => (figure, there),
        (Ok(figure), Err(Skip::NotApplicable)) => return Err(missing(other.0, figure)),
        (Err(Skip::NotApplicable), Ok(there)) => return Err(missing(label, there)),
        (Err(skip), _) | (_, Err(skip)) => return Err(skip),
    };
    let law = Law::Equal(Operand::new(other.0, there));
    Ok(Relation::reported(name, Operand::new(label, figure), law).advising("两处应为同一数，请核对哪一处有误"))
}

/// The row 合计 of a table with codes.
fn total_row(form: &Form) -> Result<&Row, Skip> {
    form.row("column_total").ok_or(Skip::NotApplicable)
}

/// A column of a row; where the row states nothing there, nothing is said.
fn column(row: Result<&Row, Skip>, measure: Measure) -> Result<&Figure, Skip> {
    reported(row?, measure)
}

/// A row of 公开01 or 公开04 by its item.
fn side<'a>(form: &'a Form, block: &str, name: &str) -> Result<&'a Row, Skip> {
    form.block(block).and_then(|block| block.row(name)).ok_or(Skip::NotApplicable)
}

fn side_amount<'a>(form: &'a Form, block: &str, name: &str) -> Result<&'a Figure, Skip> {
    amount(side(form, block, name)?)
}

const INCOME: [(Measure, &str); 5] = [
    (Measure::FromSuperior, "from_superior"),
    (Measure::Business, "business"),
    (Measure::OperatingIncome, "operating_income"),
    (Measure::FromSubsidiary, "from_subsidiary"),
    (Measure::OtherIncome, "other_income"),
];

fn income_tables(accounts: &Accounts) -> Vec<LawOrSkip> {
    let Some([one, two]) = accounts.tables(["01", "02"]) else { return Vec::new() };
    let label = |measure: Measure| format!("公开02 {}", measure.name());
    let mut laws = vec![same(
        "公开02 合计".to_string(),
        ("公开02 合计".to_string(), column(total_row(two), Measure::Total)),
        ("公开01 本年收入合计".to_string(), side_amount(one, "income", "income_of_year")),
    )];
    laws.push(appropriations(one, two));
    laws.extend(INCOME.iter().map(|&(measure, name)| {
        let there = (format!("公开01 {}", measure.name()), side_amount(one, "income", name));
        same(label(measure), (label(measure), column(total_row(two), measure)), there)
    }));
    laws
}

/// 财政拨款收入 of 公开02 is the sum of the three 拨款 of 公开01.
fn appropriations(one: &Form, two: &Form) -> LawOrSkip {
    let figure = column(total_row(two), Measure::Appropriation)?;
    // Older tables state 财政拨款收入 in one row, with 其中 below it.
    let older = side(one, "income", "appropriation").is_ok();
    let sources = ["general_public_income", "government_fund_income", "state_capital_income"];
    let sources = if older { &["appropriation"][..] } else { &sources[..] };
    let terms = addends(sources.iter().map(|name| {
        let row = side(one, "income", name)?;
        Ok(Operand::new(format!("公开01 {}", row.name()), amount(row)?))
    }))?;
    if terms.is_empty() {
        return Err(Skip::NotApplicable);
    }
    let operand = Operand::new("公开02 财政拨款收入", figure);
    Ok(Relation::reported("公开02 财政拨款收入", operand, Law::Sum(terms)).advising("两处应为同一数，请核对哪一处有误"))
}

/// The rows of the 类.
fn classes(form: &Form) -> impl Iterator<Item = &Row> {
    let rows = form.block("rows").into_iter().flat_map(|block| &block.rows);
    rows.filter(|row| row.code.as_ref().is_some_and(|code| code.len() == 3))
}

fn expenditure_tables(accounts: &Accounts) -> Vec<LawOrSkip> {
    let Some([one, three]) = accounts.tables(["01", "03"]) else { return Vec::new() };
    let mut laws = vec![same(
        "公开03 合计".to_string(),
        ("公开03 合计".to_string(), column(total_row(three), Measure::Total)),
        ("公开01 本年支出合计".to_string(), side_amount(one, "expenditure", "spending_of_year")),
    )];
    for row in classes(three) {
        // A function that is not known cannot be found on the other table by its name.
        let Some(name) = &row.item else { continue };
        let label = format!("公开03 {}", row.name());
        let there = (format!("公开01 {}", row.name()), side_amount(one, "expenditure", name));
        laws.push(same(label.clone(), (label, reported(row, Measure::Total)), there));
    }
    laws
}

fn general_public_tables(accounts: &Accounts) -> Vec<LawOrSkip> {
    let mut laws = Vec::new();
    if let Some([four, five]) = accounts.tables(["04", "05"]) {
        let spending = side(four, "expenditure", "spending_of_year");
        laws.push(same(
            "公开05 合计".to_string(),
            ("公开05 合计".to_string(), column(total_row(five), Measure::Total)),
            ("公开04 本年支出合计 · 一般公共预算财政拨款".to_string(), column(spending, Measure::GeneralPublic)),
        ));
        let by_class = |row: &Row| {
            let there = side(four, "expenditure", row.item.as_ref().ok_or(Skip::NotApplicable)?)?;
            let label = format!("公开05 {}", row.name());
            let other =
                (format!("公开04 {} · 一般公共预算财政拨款", row.name()), reported(there, Measure::GeneralPublic));
            same(label.clone(), (label, reported(row, Measure::Total)), other)
        };
        laws.extend(classes(five).map(by_class));
    }
    if let Some([five, six]) = accounts.tables(["05", "06"]) {
        laws.push(basic_expenditure(five, six));
    }
    laws
}

fn basic_expenditure(five: &Form, six: &Form) -> LawOrSkip {
    let basic = column(total_row(five), Measure::Basic)?;
    let [staff, running] = ["staff_total", "running_total"].map(|name| six.row(name).ok_or(Skip::NotApplicable));
    let rows = [staff?, running?]; // without one of the two rows there is no sum to compare with
    let terms = addends(rows.iter().map(|row| Ok(Operand::new(format!("公开06 {}", row.name()), amount(row)?))))?;
    if terms.is_empty() {
        return Err(Skip::NotApplicable);
    }
    let operand = Operand::new("公开05 基本支出", basic);
    Ok(Relation::reported("公开05 基本支出", operand, Law::Sum(terms)).advising("请核对公开05与公开06"))
}

fn department_against_accounts(submission: &Submission) -> Vec<LawOrSkip> {
    let forms = submission.forms.iter().filter(|form| form.layout.kind == FormKind::Department);
    let pairs = [("funds_total", Measure::Total), ("basic", Measure::Basic), ("project", Measure::Project)];
    forms
        .flat_map(|form| pairs.iter().map(move |&(name, measure)| (form, name, measure)))
        .map(|(form, name, measure)| {
            let three =
                beside(submission, form).and_then(|accounts| accounts.table("03")).ok_or(Skip::NotApplicable)?;
            let row = form.funds().and_then(|block| block.row(name)).ok_or(Skip::NotApplicable)?;
            let executed = reported(row, Measure::Executed);
            let label = item(row.name(), Measure::Executed.name());
            same(
                label.clone(),
                (label, executed),
                (format!("公开03 {}", measure.name()), column(total_row(three), measure)),
            )
        })
        .collect()
}

#[cfg(test)]
mod tests;
