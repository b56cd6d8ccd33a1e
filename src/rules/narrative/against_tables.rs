//! amounts of the same name agree between report and tables.

use crate::model::figure::Figure;
use crate::model::finding::Severity;
use crate::model::form::{Form, Measure};
use crate::model::relation::{Law, Operand, Relation};
use crate::narrative::claims::SCOPES;
use crate::narrative::mention::{Mention, Role};
use crate::narrative::{Report, name};
use crate::rules::final_accounts::amount;
use crate::rules::{Check, LawOrSkip, Rule, basis};
use crate::submission::Submission;

static AMOUNT_IN_REPORT: Rule = Rule {
    id: "X-406",
    title: "报告与决算公开表的同名金额应一致",
    severity: Severity::Error,
    basis: basis::NARRATIVE,
    explanation: "报告中的收入总计、本年收入合计、财政拨款收入、其他收入、年初和年末结转和结余、本年支出合计、基本支出、项目支出、“三公”经费，以及一般公共预算基本支出的工资福利、商品和服务、对个人和家庭的补助，与公开01、02、03、06、09 的同名金额在换算单位、四舍五入后相等。只比较名称完全相同、属于本年度的数；一般公共预算财政拨款等分口径的数不与总口径比较。",
    how_to_fix: "核对报告与决算表，哪一处有误需由单位判断。",
    example: "报告中本年支出合计 411.84 万元，公开01 为 411.48。",
    check: Check::Between(same_amounts),
};

/// The rules of this group.
pub const RULES: &[&Rule] = &[&AMOUNT_IN_REPORT];

/// How a table is asked for an amount.
type TableSource = fn(&Submission, Option<i32>) -> Option<Operand>;

/// The names compared by, and where the tables have the amount.
const AMOUNTS: [(&[&str], TableSource); 9] = [
    (&["收入总计", "收支总计"], |all, year| side(all, year, "income", "grand_total", "收入总计")),
    (&["本年收入"], |all, year| side(all, year, "income", "income_of_year", "本年收入合计")),
    (&["其他收入"], |all, year| side(all, year, "income", "other_income", "其他收入")),
    (&["年初结转和结余"], |all, year| side(all, year, "income", "opening_balance", "年初结转和结余")),
    (&["年末结转和结余"], |all, year| side(all, year, "expenditure", "closing_balance", "年末结转和结余")),
    (&["本年支出"], |all, year| side(all, year, "expenditure", "spending_of_year", "本年支出合计")),
    (&["财政拨款收入"], |all, year| column(all, year, "02", Measure::Appropriation)),
    (&["基本支出"], |all, year| column(all, year, "03", Measure::Basic)),
    (&["项目支出"], |all, year| column(all, year, "03", Measure::Project)),
];
/// Amounts whose name says which part of the accounts they are.
const NARROW: [(&[&str], TableSource); 3] = [
    (&["一般公共预算财政拨款基本支出"], |all, year| column(all, year, "05", Measure::Basic)),
    (&["一般公共预算财政拨款项目支出"], |all, year| column(all, year, "05", Measure::Project)),
    (&["一般公共预算财政拨款支出", "一般公共预算财政拨款"], |all, year| {
        column(all, year, "05", Measure::Total)
    }),
];
/// Amounts of 公开09, which covers appropriations only; reports may say so or not.
const THREE_PUBLIC: [(&[&str], Measure); 4] = [
    (&["三公经费", "三公经费支出", "三公经费财政拨款", "三公经费财政拨款支出"], Measure::Total),
    (&["因公出国费", "因公出国费支出"], Measure::Abroad),
    (&["公务用车购置及运行维护费", "公务用车购置及运行维护费支出"], Measure::Vehicles),
    (&["公务接待费", "公务接待费支出"], Measure::Reception),
];
/// Classes of 公开06, which covers the basic expenditure from the general public budget only.
const CLASSES: [(&[&str], &str); 3] =
    [(&["工资福利支出"], "301"), (&["商品和服务支出"], "302"), (&["对个人和家庭补助", "对个人和家庭补助支出"], "303")];
fn same_amounts(submission: &Submission) -> Vec<LawOrSkip> {
    submission.reports.iter().flat_map(|report| of_report(submission, report)).collect()
}

fn of_report(submission: &Submission, report: &Report) -> Vec<LawOrSkip> {
    let year = report.year.or(submission.year);
    let entries =
        report.told.mentions.iter().enumerate().filter(|(_, mention)| mention.is_entry() && is_of_year(mention));
    let mut laws = Vec::new();
    for (index, mention) in entries.filter(|(_, mention)| mention.quantity.unit.is_money()) {
        let key = name::key(&mention.name);
        let is = |names: &&[&str]| names.contains(&key.as_str());
        let plain = AMOUNTS.iter().find(|(names, _)| is(names)).filter(|_| !is_narrowed(report, index));
        let class = CLASSES.iter().find(|(names, _)| is(names)).filter(|_| is_basic_of_general_budget(report, index));
        let public = THREE_PUBLIC.iter().find(|(names, _)| is(names)).filter(|_| mention.role == Role::Final);
        let narrow =
            NARROW.iter().find(|(names, _)| is(names)).filter(|_| mention.role == Role::Final || key.ends_with("支出"));
        let there = plain.or(narrow).and_then(|(_, source)| source(submission, year));
        let there = there.or_else(|| class.and_then(|(_, code)| economic(submission, year, code)));
        let there = there.or_else(|| public.and_then(|(_, measure)| three_public(submission, year, *measure)));
        let there = there.filter(|there| {
            there.figure.range().meets(mention.figure.range())
                || !is_of_general_budget(submission, year, &key, &mention.figure)
        });
        laws.extend(there.map(|there| {
            let operand = Operand::new(mention.label(), &mention.figure);
            Ok(Relation::reported(mention.label(), operand, Law::Equal(there))
                .advising("报告与决算表应为同一数，请核对哪一处有误"))
        }));
    }
    laws
}

/// Whether a mention is about the report's own year, not about the one before.
fn is_of_year(mention: &Mention) -> bool {
    !["上年", "去年", "上一年", "较", "比"].iter().any(|word| mention.clause.contains(word))
}

/// Whether an amount is one of a part of the accounts: its paragraph, its whole or its heading says so.
fn is_narrowed(report: &Report, index: usize) -> bool {
    let heading = heading_before(report, report.told.mentions[index].paragraph);
    report.told.is_narrowed(index) || SCOPES.iter().any(|scope| heading.contains(scope))
}

/// Whether an amount is that of the same name in 公开05: then the report means the general public budget.
fn is_of_general_budget(submission: &Submission, year: Option<i32>, key: &str, figure: &Figure) -> bool {
    let measure = match key {
        "本年支出" => Measure::Total,
        "基本支出" => Measure::Basic,
        "项目支出" => Measure::Project,
        _ => return false,
    };
    column(submission, year, "05", measure).is_some_and(|there| there.figure.range().meets(figure.range()))
}

/// The last heading over a paragraph.
fn heading_before(report: &Report, paragraph: usize) -> &str {
    let above = report.paragraphs[..paragraph].iter().rev();
    above
        .map(|paragraph| paragraph.text.as_str())
        .find(|text| crate::read::paragraphs::is_heading(text))
        .unwrap_or_default()
}

/// Whether an amount is listed under the basic expenditure from the general public budget.
fn is_basic_of_general_budget(report: &Report, index: usize) -> bool {
    let list = report.told.lists.iter().find(|list| list.parts.contains(&index));
    let whole = list.and_then(|list| list.whole).map(|whole| &report.told.mentions[whole].name);
    whole.is_some_and(|name| name.contains("一般公共预算") && name.contains("基本支出"))
}

/// The table of a number for a year.
pub fn table<'a>(submission: &'a Submission, year: Option<i32>, number: &str) -> Option<&'a Form> {
    let of_year = |form: &&Form| form.year.is_none() || year.is_none() || form.year == year;
    submission.forms.iter().filter(|form| form.layout.table() == Some(number)).find(of_year)
}

/// A row of one side of 公开01.
pub fn side(submission: &Submission, year: Option<i32>, block: &str, item: &str, label: &str) -> Option<Operand> {
    let row = table(submission, year, "01")?.block(block)?.row(item)?;
    operand(format!("公开01 {label}"), amount(row).ok()?)
}

/// A column of the row 合计.
pub fn column(submission: &Submission, year: Option<i32>, number: &str, measure: Measure) -> Option<Operand> {
    let row = table(submission, year, number)?.row("column_total")?;
    operand(format!("公开{number} {}", measure.name()), row.figure(measure)?)
}

fn economic(submission: &Submission, year: Option<i32>, code: &str) -> Option<Operand> {
    let form = table(submission, year, "06")?;
    let row = form.blocks.iter().flat_map(|block| &block.rows).find(|row| row.code.as_deref() == Some(code))?;
    operand(format!("公开06 {}", row.name()), amount(row).ok()?)
}

/// What was spent, in 公开09.
fn three_public(submission: &Submission, year: Option<i32>, measure: Measure) -> Option<Operand> {
    let spent = table(submission, year, "09")?.block("final")?;
    let figure = spent.rows.iter().find_map(|row| row.figure(measure))?;
    operand(format!("公开09 {}（决算数）", measure.name()), figure)
}

fn operand(label: String, figure: &Figure) -> Option<Operand> {
    Some(Operand::new(label, figure))
}
