//! the project forms against the accounts and the department form.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::model::figure::{Unit, number};
use crate::model::finding::{Finding, Numbers, Severity, evidence, item};
use crate::model::form::{Field, Form, FormKind, Measure};
use crate::model::relation::slip::Slip;
use crate::model::relation::{Law, Operand, Relation, Verdict};
use crate::model::text::label::normalise;
use crate::model::text::organisations::same_organisation;
use crate::rules::cross_form::tables::{Accounts, of, year_of};
use crate::rules::cross_form::{column, total_row};
use crate::rules::outcome::{addends, reported};
use crate::rules::{Check, LawOrSkip, Missing, Outcome, Rule, Skip, basis, narrative};
use crate::submission::Submission;

static PROJECTS_ABOVE_ACCOUNTS: Rule = Rule {
    id: "X-401",
    title: "项目自评表的执行数之和不应大于公开03表的项目支出",
    severity: Severity::Error,
    basis: basis::ACCOUNTS,
    explanation: "同一单位、同一年度的项目支出绩效自评表，年度资金总额的全年执行数相加，不应大于公开03 合计行的项目支出（只对部分项目自评的可以小于）。单位不同（元、万元）时先换算。由其他单位实施的项目、转移支付不计入，同一项目有两份的只计一份。",
    how_to_fix: "核对各项目表的全年执行数与公开03 项目支出。",
    example: "三个项目的全年执行数之和 184.02，公开03 项目支出 111.02。",
    check: Check::Submission(within_accounts),
};

static NUMBER_OF_PROJECTS: Rule = Rule {
    id: "X-402",
    title: "报送的项目自评表份数应与部门自评表所填的自评项目个数相符",
    severity: Severity::Error,
    basis: basis::FRAMEWORK,
    explanation: "部门自评表有「自评项目个数」一类指标的，其实际完成值应等于同时报送的项目支出绩效自评表的份数（同一项目只计一次）。没有报送项目表的列为无法核对；完成值不是确定个数的不核对。",
    how_to_fix: "补报缺少的项目表，或更正个数。",
    example: "自评项目个数填 16 个，报送了 15 个项目的自评表。",
    check: Check::Submission(counted),
};

/// The rules of this group.
pub const RULES: &[&Rule] = &[&PROJECTS_ABOVE_ACCOUNTS, &NUMBER_OF_PROJECTS];

/// The project forms of one year, each project once.
pub fn projects(submission: &Submission, year: Option<i32>) -> Vec<&Form> {
    let mut seen = BTreeSet::new();
    let of_year = submission.forms.iter().filter(|form| {
        form.layout.kind == FormKind::Project && year_of(submission, form) == year && !is_transfer(form)
    });
    of_year.filter(|form| form.field(Field::Project).is_none_or(|name| seen.insert(normalise(name)))).collect()
}

/// Transfers to lower levels are spent there, not by the department that reports on them.
fn is_transfer(form: &Form) -> bool {
    form.layout.id.starts_with("transfer") || form.title.contains("转移支付")
}

/// Judged by itself: a limit that is far from being reached says nothing about single figures, and would tie all
/// forms of a submission together when the figure at fault is looked for.
fn within_accounts(rule: &Rule, submission: &Submission) -> Vec<Outcome> {
    let of_year = |accounts: &Accounts| judge(rule, limit(accounts, &projects(submission, accounts.year)));
    of(submission).iter().flat_map(of_year).collect()
}

fn judge(rule: &Rule, stated: LawOrSkip) -> Vec<Outcome> {
    let relation = match stated {
        Ok(relation) => relation,
        Err(skip) => return Option::from(skip).into_iter().collect(),
    };
    if relation.verdict() != Verdict::Broken {
        return vec![Outcome::Holds];
    }
    let in_yuan = in_yuan(rule, &relation);
    let found = if in_yuan.is_empty() { exceeded(rule, &relation).into_iter().collect() } else { in_yuan };
    found.into_iter().map(Outcome::Broken).collect()
}

/// The forms whose amounts were typed in 元 instead of 万元, if that explains everything: amounts so far above the
/// limit that no slip of the decimal point leads there.
fn in_yuan(rule: &Rule, relation: &Relation) -> Vec<Finding> {
    let (limit, per_wan) = (&relation.stated, Decimal::from(10_000));
    let beyond = |term: &&&Operand| {
        // A thousand times the limit: 元 for 万元 is a factor of ten thousand, and projects may be small.
        term.figure.unit == Unit::WanYuan && term.figure.base() > limit.figure.base() * Decimal::ONE_THOUSAND
    };
    let terms = relation.inputs();
    let typed: Vec<&&Operand> = terms.iter().filter(beyond).collect();
    let meant = |term: &Operand| term.figure.value / per_wan;
    let corrected =
        typed.iter().fold(relation.clone(), |relation, term| relation.with(&term.figure.place, meant(term)));
    if corrected.verdict() == Verdict::Broken {
        return Vec::new();
    }
    let finding = |term: &&&Operand| {
        let (figure, above) = (&term.figure, &limit.figure);
        let meant = meant(term).normalize();
        let message = format!(
            "填报 {}，远大于 {} {}（{}）；{}，按元折合 {meant} 万元；请核对本表的金额单位",
            figure.show(),
            limit.label,
            above.show(),
            above.place.on_sheet(),
            Slip::Unit("元", "万元").words()
        );
        let finding = rule.finding(&figure.place, &term.label, message).stating(figure.show());
        finding.because(vec![evidence(&limit.label, above)])
    };
    typed.iter().map(finding).collect()
}

fn exceeded(rule: &Rule, relation: &Relation) -> Option<Finding> {
    let figure = &relation.stated.figure;
    let least = figure.rounded_like(relation.expected()?);
    let (stated, shown) = (figure.show(), figure.show_other(least));
    let message = format!("填报 {stated}，不应小于 {shown} = {}；请核对各项目的全年执行数", relation.formula());
    let finding = rule.finding(&figure.place, &relation.item, message).stating(stated);
    let mut finding = finding.expecting(format!("≥{shown}")).because(relation.evidence());
    finding.compare(figure, least);
    Some(finding)
}

fn limit(accounts: &Accounts, projects: &[&Form]) -> LawOrSkip {
    let three = accounts.table("03").ok_or(Skip::NotApplicable)?;
    let executed = |form: &&Form| {
        let row = form.funds_total().ok_or(Skip::NotApplicable)?;
        let name = form.field(Field::Project).unwrap_or(&form.title);
        Ok(Operand::new(format!("{name} 全年执行数"), reported(row, Measure::Executed)?))
    };
    let own: Vec<&Form> = projects.iter().copied().filter(|form| is_own(accounts, form)).collect();
    let terms = addends(own.iter().map(executed))?;
    if terms.is_empty() {
        return Err(Skip::NotApplicable);
    }
    let label = item("公开03", Measure::Project.name());
    let spent = column(total_row(three), Measure::Project)?;
    Ok(Relation::reported(label, Operand::new("公开03 项目支出", spent), Law::AtLeast(terms)))
}

/// Whether a project is carried out by the department whose accounts these are.
fn is_own(accounts: &Accounts, form: &Form) -> bool {
    // Who carries it out counts; the body over it only where nobody else is named.
    let by = form.field(Field::Unit).or(form.field(Field::Supervisor));
    accounts.department().zip(by).is_some_and(|(department, by)| same_organisation(department, by))
}

/// Whether a finding tells that other than the stated number of projects have forms.
pub fn is_about_their_number(finding: &Finding) -> bool {
    finding.rule == NUMBER_OF_PROJECTS.id
}

fn counted(rule: &Rule, submission: &Submission) -> Vec<Outcome> {
    let forms = submission.forms.iter().filter(|form| form.layout.kind == FormKind::Department);
    let told = narrative::projects::counted(rule, submission);
    forms.flat_map(|form| counted_on(rule, submission, form)).chain(told).collect()
}

fn counted_on(rule: &Rule, submission: &Submission, form: &Form) -> Vec<Outcome> {
    let projects = projects(submission, year_of(submission, form));
    let count = Decimal::from(projects.len());
    let of_row = |row: &crate::model::form::Row| {
        let entry = row.entries.get(&Measure::Actual).filter(|_| counts_projects(&normalise(&row.label)))?;
        let typed = number::parse(&entry.text).filter(|typed| !typed.hedged && typed.value.is_integer())?;
        if !typed.prefix.trim().is_empty() || !matches!(typed.suffix.trim(), "" | "个" | "项" | "份") {
            return None;
        }
        if typed.value == count {
            return Some(Outcome::Holds);
        }
        // A form may be checked by itself, before the others are at hand.
        if projects.is_empty() {
            let missing = "项目支出绩效自评表".to_string();
            return Some(Outcome::Unchecked(Missing { place: entry.place.clone(), missing }));
        }
        let stated = entry.text.trim();
        let message = format!("填报 {stated}，报送的项目自评表为 {count} 个项目；请补报或更正");
        let mut finding = rule.finding(&entry.place, item(row.name(), Measure::Actual.name()), message);
        finding.numbers = Some(Numbers { unit: Unit::Count, stated: typed.value, expected: count });
        Some(Outcome::Broken(finding.stating(stated).expecting(count.to_string())))
    };
    form.indicators().iter().filter_map(of_row).collect()
}

/// Names of indicators that count the projects with a self-evaluation.
fn counts_projects(label: &str) -> bool {
    let counts = ["数", "数量", "个数", "项目数", "项目个数", "项目数量"];
    label.contains("自评") && label.contains("项目") && counts.iter().any(|end| label.ends_with(end))
}

#[cfg(test)]
mod tests {
    use crate::model::finding::Severity;
    use crate::testing::{Filed, sound_form, sound_submission};

    /// A submission with a project form of this department that executed an amount.
    fn with_project(executed: &str) -> Filed {
        let project = sound_form().with("F6", executed).with("F7", executed).with("F8", "");
        sound_submission().and("项目", &project).with("项目!G4", "园林局")
    }

    /// What X-401 finds.
    fn over(filed: Filed) -> Option<(String, Option<String>)> {
        let findings = filed.checked().findings;
        let found = findings.into_iter().find(|finding| finding.rule == "X-401")?;
        assert_eq!(found.severity, Severity::Error);
        Some((found.place.cell_name(), found.expected))
    }

    #[test]
    fn projects_cannot_have_executed_more_than_the_accounts_say() {
        assert_eq!(over(with_project("170.00")), None);
        assert_eq!(over(with_project("120.00")), None);
        assert_eq!(over(with_project("170.02")), Some(("E5".to_string(), Some("≥170.02".to_string()))));
        let twice = with_project("100.00")
            .and("乙", &sound_form())
            .with("乙!C3", "苗圃")
            .with("乙!F6", "80.00")
            .with("乙!F7", "80.00")
            .with("乙!F8", "");
        assert_eq!(over(twice.with("乙!G4", "园林局")), Some(("E5".to_string(), Some("≥180.00".to_string()))));
    }

    #[test]
    fn an_amount_in_yuan_is_found_in_its_form() {
        let checked = with_project("1200000.00").checked();
        let found = checked.finding("X-401");
        assert_eq!((&*found.place.sheet, &*found.place.cell_name()), ("项目", "F6"));
        assert!(found.message.contains("疑似把元填成了万元，按元折合 120 万元"), "{}", found.message);
        // That is 0.5 in 万元: a decimal point out of place would do as well.
        assert_eq!(over(with_project("5000.00")).expect("a finding").0, "E5");
        assert_eq!(over(with_project("9000000.00")).expect("a finding").0, "E5");
    }

    #[test]
    fn projects_of_other_units_years_and_copies_do_not_count() {
        assert_eq!(over(with_project("952.00").with("项目!G4", "城建公司")), None);
        let copy = with_project("100.00").and("副本", &sound_form()).with("副本!F6", "100.00");
        assert_eq!(over(copy.with("副本!G4", "园林局")), None);
    }

    #[test]
    fn the_number_of_projects_is_that_of_the_forms() {
        let stating = |actual: &str| {
            let filed = with_project("100.00").with("C13", "项目自评个数").with("D13", "≥1个").with("E13", actual);
            let findings = filed.checked().findings;
            findings.into_iter().find(|finding| finding.rule == "X-402").map(|finding| finding.expected)
        };
        assert_eq!(stating("1个"), None);
        assert_eq!(stating("3个"), Some(Some("1".to_string())));
        assert_eq!(stating("约3个"), None);
    }

    #[test]
    fn a_number_of_projects_without_a_form_of_one_cannot_be_checked() {
        let alone = |actual: &str| {
            let filed = sound_submission().with("C13", "项目自评个数").with("D13", "≥1个").with("E13", actual);
            let checked = filed.checked();
            assert!(checked.findings.iter().all(|finding| finding.rule != "X-402"));
            let of_rule = checked.coverage.into_iter().filter(|coverage| coverage.rule == "X-402");
            of_rule.flat_map(|coverage| coverage.unchecked).map(|missing| missing.missing).collect::<Vec<String>>()
        };
        assert_eq!(alone("2个"), ["项目支出绩效自评表"]);
        assert!(alone("0个").is_empty());
    }

    #[test]
    fn findings_carry_the_id_of_their_rule() {
        let checked = with_project("171.00").with("C13", "自评项目数").with("E13", "2个").checked();
        assert_eq!(checked.finding("X-401").evidence.len(), 1);
        assert_eq!(checked.finding("X-402").stated.as_deref(), Some("2个"));
    }
}
