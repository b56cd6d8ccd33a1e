//! the execution rate that the report states.

use crate::model::figure::Figure;
use crate::model::finding::{Severity, evidence};
use crate::model::form::{Form, FormKind, Measure};
use crate::model::relation::{Law, Operand, Relation, Verdict};
use crate::narrative::claims::completion;
use crate::narrative::mention::{Mention, Role};
use crate::narrative::{Report, name};
use crate::rules::narrative::against_tables::{column, side};
use crate::rules::{Check, Missing, Outcome, Rule, basis};
use crate::submission::Submission;

static RATE_IN_REPORT: Rule = Rule {
    id: "X-405",
    title: "报告中的预算执行率应等于全年执行数除以全年预算数",
    severity: Severity::Error,
    basis: basis::NARRATIVE,
    explanation: "报告写明的预算执行率应与部门自评表的执行率一致，或等于本年支出除以全年预算数。实务中有以本年收入、财政拨款收入、收入总计或年初预算数为分母的：与其中之一相符的为警告，指出所用的分母；都不相符的为错误。没有部门自评表、报告也没有写明全年预算数，又没有相符的分母时，不作判断。",
    how_to_fix: "执行率按全年预算数计算；用其他口径的，请在报告中写明。",
    example: "报告写全年预算执行率 92.83%，= 本年支出 411.48 ÷ 财政拨款收入 443.26。",
    check: Check::Submission(rates),
};

/// The rules of this group.
pub const RULES: &[&Rule] = &[&RATE_IN_REPORT];

fn rates(rule: &Rule, submission: &Submission) -> Vec<Outcome> {
    let of_report = |report| stated(report).into_iter().filter_map(move |rate| judge(rule, submission, report, rate));
    submission.reports.iter().flat_map(|report| of_report(&**report)).collect()
}

/// The rates of the department as a whole; a rate beside its own budget and account is another rule's.
fn stated(report: &Report) -> Vec<&Mention> {
    let told = &report.told;
    let is_whole = |index: usize, mention: &&Mention| {
        let text = &told.sentence(mention).plain[..mention.quantity.span.start];
        let clause = &mention.clause;
        let other = [
            "项目",
            "采购",
            "公用经费",
            "三公",
            "序时",
            "上年",
            "去年",
            "基本支出",
            "季度",
            "月",
            "目标",
            "专项",
            "资金",
            "达到",
        ];
        mention.role == Role::ExecutionRate
            && !mention.quantity.hedged
            && !other.iter().any(|word| clause.contains(word))
            && !text.contains("满分")
            && completion::pair(told, index).is_none()
    };
    told.mentions
        .iter()
        .enumerate()
        .filter(|(index, mention)| is_whole(*index, mention))
        .map(|(_, mention)| mention)
        .collect()
}

fn judge(rule: &Rule, submission: &Submission, report: &Report, rate: &Mention) -> Option<Outcome> {
    let form = submission.forms.iter().find(|form| form.layout.kind == FormKind::Department);
    let filed = form.and_then(filed_rate);
    if filed.as_ref().is_some_and(|filed| filed.figure.range().meets(rate.figure.range())) {
        return Some(Outcome::Holds);
    }
    let spent = spending(submission, report);
    let budget =
        form.and_then(|form| total(form, Measure::FinalBudget)).or_else(|| said(report, Role::Budget, "全年预算"));
    let executed = form.and_then(|form| total(form, Measure::Executed)).or_else(|| spent.clone());
    if let Some((executed, budget)) = executed.as_ref().zip(budget.as_ref())
        && follows(rate, executed, budget)
    {
        return Some(Outcome::Holds);
    }
    let fitting = spent.as_ref().and_then(|spent| {
        let all = denominators(submission, report);
        all.into_iter().find(|below| follows(rate, spent, below)).map(|below| (spent.clone(), below))
    });
    match (fitting, filed, executed.zip(budget)) {
        (Some((spent, below)), filed, _) => {
            Some(Outcome::Broken(other_base(rule, rate, &spent, &below, filed.as_ref())))
        }
        (None, Some(filed), _) => Some(Outcome::Broken(wrong(rule, rate, &filed))),
        (None, None, Some((executed, budget))) => {
            Some(Outcome::Broken(does_not_follow(rule, rate, &executed, &budget)))
        }
        _ => Some(Outcome::Unchecked(Missing {
            place: rate.figure.place.clone(), missing: "全年预算数".to_string()
        })),
    }
}

fn follows(rate: &Mention, above: &Operand, below: &Operand) -> bool {
    let law = Law::Ratio(above.clone(), below.clone());
    Relation::reported("", rate.operand(), law).verdict() == Verdict::Holds
}

fn filed_rate(form: &Form) -> Option<Operand> {
    total(form, Measure::Rate)
}

fn total(form: &Form, measure: Measure) -> Option<Operand> {
    let figure = form.funds_total()?.figure(measure)?;
    Some(Operand::new(format!("部门自评表 {}", measure.name()), figure))
}

/// What was spent in the year, by the report itself or by the tables.
fn spending(submission: &Submission, report: &Report) -> Option<Operand> {
    let year = report.year.or(submission.year);
    said_amount(report, "本年支出")
        .or_else(|| side(submission, year, "expenditure", "spending_of_year", "本年支出合计"))
}

/// The denominators that are met in practice, besides 全年预算数.
fn denominators(submission: &Submission, report: &Report) -> Vec<Operand> {
    let year = report.year.or(submission.year);
    let found = [
        said_amount(report, "本年收入").or_else(|| side(submission, year, "income", "income_of_year", "本年收入合计")),
        said_amount(report, "财政拨款收入").or_else(|| column(submission, year, "02", Measure::Appropriation)),
        said_amount(report, "收入总计").or_else(|| side(submission, year, "income", "grand_total", "收入总计")),
        said(report, Role::Budget, "年初预算"),
    ];
    found.into_iter().flatten().collect()
}

/// The amount of this name in the report.
fn said_amount(report: &Report, key: &str) -> Option<Operand> {
    let mut found = report.told.mentions.iter().filter(|mention| mention.is_entry() && name::key(&mention.name) == key);
    found.next().map(Mention::operand)
}

/// The budget of the whole department: it stands under no other name.
fn said(report: &Report, role: Role, word: &str) -> Option<Operand> {
    let whole = |mention: &&Mention| {
        mention.role == role
            && mention.clause.contains(word)
            && (mention.name.is_empty() || mention.name.contains("整体") || mention.name.contains("部门"))
    };
    report.told.mentions.iter().find(whole).map(Mention::operand)
}

fn other_base(
    rule: &Rule,
    rate: &Mention,
    spent: &Operand,
    below: &Operand,
    filed: Option<&Operand>,
) -> crate::model::finding::Finding {
    let shown = |operand: &Operand| {
        format!("{} {}（{}）", operand.label, operand.figure.show(), where_it_stands(rate, &operand.figure))
    };
    let against = filed.map(|filed| format!("，与{}不一致", shown(filed))).unwrap_or_default();
    let message = format!(
        "{} = {} ÷ {}，分母不是全年预算数{against}；请写明口径，或按全年预算数计算",
        rate.figure.show(),
        shown(spent),
        shown(below)
    );
    let finding =
        rule.finding(&rate.figure.place, "预算执行率", message).stating(rate.figure.show()).weighing(Severity::Warning);
    finding.because(
        [spent, below].into_iter().chain(filed).map(|operand| evidence(&operand.label, &operand.figure)).collect(),
    )
}

fn wrong(rule: &Rule, rate: &Mention, filed: &Operand) -> crate::model::finding::Finding {
    let expected = rate.figure.rounded_like(filed.figure.base());
    let shown = rate.figure.show_other(expected);
    let message = format!(
        "文中为 {}，应为 {shown} = {}（{}）；以本年收入、财政拨款收入、收入总计为分母也不相符",
        rate.figure.show(),
        filed.label,
        where_it_stands(rate, &filed.figure)
    );
    let finding = rule.finding_on(&rate.figure, "预算执行率", expected, message);
    finding.because(vec![evidence(&filed.label, &filed.figure)])
}

fn does_not_follow(
    rule: &Rule,
    rate: &Mention,
    executed: &Operand,
    budget: &Operand,
) -> crate::model::finding::Finding {
    let exact = executed.figure.base().checked_div(budget.figure.base()).unwrap_or_default();
    let expected = rate.figure.rounded_like(exact);
    let shown = rate.figure.show_other(expected);
    let message = format!(
        "文中为 {}，应为 {shown} = {} {} ÷ {} {}；以本年收入、财政拨款收入、收入总计为分母也不相符",
        rate.figure.show(),
        executed.label,
        executed.figure.show(),
        budget.label,
        budget.figure.show()
    );
    let finding = rule.finding_on(&rate.figure, "预算执行率", expected, message);
    finding.because([executed, budget].map(|operand| evidence(&operand.label, &operand.figure)).to_vec())
}

/// Where another figure stands, as seen from the rate.
fn where_it_stands(rate: &Mention, figure: &Figure) -> String {
    let place = &figure.place;
    if place.file == rate.figure.place.file {
        place.cell_name()
    } else {
        format!("{} · {}", place.file, place.on_sheet())
    }
}
