//! the tables of 财政拨款 against each other.

use crate::model::figure::Figure;
use crate::model::finding::{Severity, evidence, item};
use crate::model::form::{Form, Measure};
use crate::rules::cross_form::tables::{Accounts, each, of};
use crate::rules::cross_form::{column, same, side, side_amount, total_row};
use crate::rules::{Check, LawOrSkip, Outcome, Rule, Skip, basis};
use crate::submission::Submission;

static APPROPRIATION_INCOME: Rule = Rule {
    id: "A-323",
    title: "公开04表的财政拨款收入应与公开01、公开02表相符",
    severity: Severity::Error,
    basis: basis::ACCOUNTS,
    explanation: "公开04 一般公共预算、政府性基金、国有资本经营预算财政拨款 = 公开01 的同名收入行；公开04 本年收入合计 = 公开02 合计行的财政拨款收入（公开01 只有财政拨款收入一行的，与该行比较）。",
    how_to_fix: "核对各表，哪一表有误需由单位判断。",
    example: "公开04 一般公共预算财政拨款 440.00，公开01 同名行 404.00。",
    check: Check::Between(|submission| each(submission, income)),
};

static FUND_TABLES: Rule = Rule {
    id: "A-325",
    title: "公开07、公开08表应与公开04表的相应栏相符",
    severity: Severity::Error,
    basis: basis::ACCOUNTS,
    explanation: "政府性基金（公开07）、国有资本经营预算（公开08）表：合计行的本年支出 = 公开04 本年支出合计的该栏；本年收入 = 公开04 的该项拨款；年末结转和结余 = 公开04 年末财政拨款结转和结余的该栏。表号各年不同，以标题为准。",
    how_to_fix: "核对两表，哪一表有误需由单位判断。",
    example: "公开07 本年支出小计 252.00，公开04 政府性基金预算财政拨款栏 225.00。",
    check: Check::Between(|submission| each(submission, funds)),
};

static THREE_PUBLIC_ABOVE_ALL: Rule = Rule {
    id: "A-326",
    title: "基本支出中的“三公”科目不应大于公开09表的决算数",
    severity: Severity::Note,
    basis: basis::ACCOUNTS,
    explanation: "公开06 的 30212 因公出国（境）费用、30217 公务接待费、30231 公务用车运行维护费、31013 公务用车购置只是基本支出的部分，公开09 包括项目支出和各类财政拨款，所以前者不大于后者；小于是正常的，不提示。",
    how_to_fix: "核对两表的该项支出。",
    example: "公开06 30217 公务接待费 1.60，公开09 公务接待费决算数 0.86。",
    check: Check::Submission(three_public),
};

/// The rules of this group.
pub const RULES: &[&Rule] = &[&APPROPRIATION_INCOME, &FUND_TABLES, &THREE_PUBLIC_ABOVE_ALL];

/// The budgets: the income rows, the columns of 公开04, and the table of its own that a budget has.
const BUDGETS: [(&str, Measure, Option<&str>); 3] = [
    ("general_public_income", Measure::GeneralPublic, None),
    ("government_fund_income", Measure::GovernmentFund, Some("07")),
    ("state_capital_income", Measure::StateCapital, Some("08")),
];

fn income(accounts: &Accounts) -> Vec<LawOrSkip> {
    let Some(four) = accounts.table("04") else { return Vec::new() };
    let mut laws = Vec::new();
    if let Some(one) = accounts.table("01") {
        let by_kind = |name: &str| {
            let there = side(one, "income", name)?;
            let label = format!("公开04 {}", there.name());
            same(
                label.clone(),
                (label, side_amount(four, "income", name)),
                (format!("公开01 {}", there.name()), side_amount(one, "income", name)),
            )
        };
        laws.extend(BUDGETS.iter().map(|(name, ..)| by_kind(name)));
        if side(one, "income", "appropriation").is_ok() {
            let there = ("公开01 财政拨款收入".to_string(), side_amount(one, "income", "appropriation"));
            laws.push(of_year(four, there));
        }
    }
    if let Some(two) = accounts.table("02") {
        laws.push(of_year(four, ("公开02 财政拨款收入".to_string(), column(total_row(two), Measure::Appropriation))));
    }
    laws
}

fn of_year(four: &Form, there: (String, Result<&Figure, Skip>)) -> LawOrSkip {
    let label = "公开04 本年收入合计".to_string();
    same(label.clone(), (label, side_amount(four, "income", "income_of_year")), there)
}

fn funds(accounts: &Accounts) -> Vec<LawOrSkip> {
    let with_tables = BUDGETS
        .iter()
        .filter_map(|&(name, measure, number)| Some((name, measure, accounts.tables([number?, "04"])?, number?)));
    with_tables.flat_map(|(name, measure, [own, four], number)| fund(name, measure, number, own, four)).collect()
}

fn fund(name: &str, measure: Measure, number: &str, own: &Form, four: &Form) -> Vec<LawOrSkip> {
    let spent = |row: &str| column(side(four, "expenditure", row), measure);
    let income = ("本年收入", Measure::Income, side_amount(four, "income", name));
    let pairs = [
        ("本年支出", Measure::Total, spent("spending_of_year")),
        income,
        (Measure::Closing.name(), Measure::Closing, spent("closing_appropriation")),
    ];
    // A table without the column says nothing about it.
    let has_column = |column: Measure| own.block("rows").is_some_and(|block| block.columns.contains_key(&column));
    let pairs = pairs.into_iter().filter(|(_, here, _)| has_column(*here));
    let law = |(what, here, there): (&str, Measure, _)| {
        let label = format!("公开{number} {what}");
        let other = (format!("公开04 {what} · {}", measure.name()), there);
        same(label.clone(), (label, column(total_row(own), here)), other)
    };
    pairs.map(law).collect()
}

/// Items of 公开06 and the columns of 公开09 that they are a part of.
const THREE_PUBLIC: [(&str, Measure); 4] = [
    ("30212", Measure::Abroad),
    ("30217", Measure::Reception),
    ("30231", Measure::VehicleRunning),
    ("31013", Measure::VehiclePurchase),
];

/// No laws: a bound that is only worth a note is no evidence against any figure.
fn three_public(rule: &Rule, submission: &Submission) -> Vec<Outcome> {
    of(submission).iter().flat_map(|accounts| bounds(rule, accounts)).collect()
}

fn bounds(rule: &Rule, accounts: &Accounts) -> Vec<Outcome> {
    let Some([six, nine]) = accounts.tables(["06", "09"]) else { return Vec::new() };
    let spent = nine.block("final").and_then(|block| block.rows.first());
    let compare = |&(code, measure): &(&str, Measure)| -> Option<Outcome> {
        let mut rows = six.blocks_named("classes").flat_map(|block| &block.rows);
        let row = rows.find(|row| row.code.as_deref() == Some(code))?;
        let (part, whole) = (row.figure(Measure::Amount)?, spent?.figure(measure)?);
        if part.range().low <= whole.range().high {
            return Some(Outcome::Holds);
        }
        let name = format!("公开09 {}", measure.name());
        let message = format!("填报 {}，大于{name} {}；请核对两表的该项支出", part.show(), whole.show());
        let finding = rule.finding(&part.place, item(&format!("公开06 {code}"), row.name()), message);
        let finding = finding.stating(part.show()).expecting(format!("≤{}", whole.show()));
        Some(Outcome::Broken(finding.because(vec![evidence(name, whole)])))
    };
    THREE_PUBLIC.iter().filter_map(compare).collect()
}

#[cfg(test)]
mod tests {
    use crate::model::finding::Severity;
    use crate::testing::{Filed, sheet, sound_submission};

    #[test]
    fn appropriations_differ_between_the_tables() {
        let filed = sound_submission().with("公开04!B5", "404.00").with("公开04!B7", "404.00");
        let checked = filed.checked();
        let found: Vec<String> = checked.findings.iter().map(crate::model::finding::Finding::key).collect();
        assert_eq!(found, ["A-323 B5", "A-323 B7"]);
        assert_eq!(checked.findings[0].expected.as_deref(), Some("440.00"));
    }

    const SEVEN: &str = "
A1=政府性基金预算财政拨款收入支出决算表; A2=部门：园林局; H2=单位：万元
A3=项目; C3=年初结转和结余; D3=本年收入; E3=本年支出; H3=年末结转和结余
A4=科目编码; B4=科目名称; E4=小计; F4=基本支出; G4=项目支出
A5=合计; D5=12.00; E5=12.00; G5=12.00
A6=212; B6=城乡社区支出; D6=12.00; E6=12.00; G6=12.00";

    /// With 12.00 of a government fund in 公开01, 公开04 and 公开07.
    fn with_fund() -> Filed {
        let seven = Filed::of(vec![sheet("公开07", SEVEN)]);
        sound_submission()
            .and("公开07", &seven)
            .with("公开04!B6", "12.00")
            .with("公开04!B7", "452.00")
            .with("公开04!F6", "12.00")
            .with("公开04!D6", "397.00")
            .with("公开04!F7", "12.00")
            .with("公开04!D7", "447.00")
    }

    #[test]
    fn a_fund_table_agrees_with_its_columns() {
        // 公开01 and 公开02 are left as they are: only the fund's own table is looked at here.
        let of_fund = |filed: Filed| {
            let findings = filed.checked().findings;
            let of_rule = findings.iter().filter(|finding| finding.rule == "A-325");
            of_rule.map(|finding| format!("{}!{}", finding.place.sheet, finding.place.cell_name())).collect::<Vec<_>>()
        };
        assert!(of_fund(with_fund()).is_empty());
        let wrong = with_fund()
            .with("公开07!E5", "21.00")
            .with("公开07!G5", "21.00")
            .with("公开07!E6", "21.00")
            .with("公开07!G6", "21.00");
        assert_eq!(of_fund(wrong.clone()), ["公开07!E5"]);
        assert_eq!(wrong.checked().finding("A-325").expected.as_deref(), Some("12.00"));
    }

    #[test]
    fn more_three_public_money_in_basic_expenditure_than_in_all_is_noted() {
        let six = |filed: Filed, amount: &str| {
            let rest = if amount == "1.60" { "8.40" } else { "9.50" };
            filed
                .with("公开06!D6", "30217")
                .with("公开06!E6", "公务接待费")
                .with("公开06!F6", amount)
                .with("公开06!D7", "30211")
                .with("公开06!E7", "差旅费")
                .with("公开06!F7", rest)
        };
        let checked = six(sound_submission(), "1.60").checked();
        let finding = checked.finding("A-326");
        assert_eq!((finding.severity, finding.expected.as_deref()), (Severity::Note, Some("≤1.00")));
        let below = six(sound_submission(), "0.50").checked();
        assert!(below.findings.is_empty(), "less than in 公开09 is usual");
    }
}
