//! the tables that have to be published together.

use crate::model::finding::Severity;
use crate::model::form::{Form, Measure};
use crate::rules::cross_form::tables::{self, Accounts};
use crate::rules::{Check, Outcome, Rule, basis};
use crate::submission::Submission;

static MISSING_TABLE: Rule = Rule {
    id: "A-331",
    title: "应公开的决算表应齐全",
    severity: Severity::Error,
    basis: basis::ACCOUNTS,
    explanation: "报送了大部分决算公开表的，公开01—公开06 和“三公”经费表应齐全；公开01 或公开04 有政府性基金、国有资本经营预算财政拨款收支的，相应的表也应有。以标题认表，与表号无关；没有这两类收支的，不要求空表；有文件不能读取、有未识别的表，或工作表名称看来是这张表的，不作判断。同一张表报送两份的，由 F-009 指出。",
    how_to_fix: "补报缺少的表；确无数据的，报送空表并注明「本单位没有…，故本表无数据」。",
    example: "公开04 政府性基金预算财政拨款支出 120.00，没有报送政府性基金预算财政拨款收入支出决算表。",
    check: Check::Submission(complete),
};

/// The rules of this group.
pub const RULES: &[&Rule] = &[&MISSING_TABLE];

/// A table that has to be there: its number, its title, and words by which a sheet would be named.
struct Public {
    number: &'static str,
    title: &'static str,
    words: &'static [&'static str],
}

const fn public(number: &'static str, title: &'static str, words: &'static [&'static str]) -> Public {
    Public { number, title, words }
}

const ALWAYS: [Public; 7] = [
    public("01", "收入支出决算总表", &["收入支出", "收支"]),
    public("02", "收入决算表", &["收入"]),
    public("03", "支出决算表", &["支出"]),
    public("04", "财政拨款收入支出决算总表", &["财政拨款"]),
    public("05", "一般公共预算财政拨款支出决算表", &["一般公共预算", "财政拨款"]),
    public("06", "一般公共预算财政拨款基本支出决算表", &["基本支出", "一般公共预算"]),
    public("09", "财政拨款“三公”经费支出决算表", &["三公"]),
];

/// With so many of the tables the others are missing; with fewer, only some were filed.
const MOST_MISSING: usize = 2;

const FUNDS: [(Public, Measure, &str); 2] = [
    (
        public("07", "政府性基金预算财政拨款收入支出决算表", &["基金"]),
        Measure::GovernmentFund,
        "government_fund_income",
    ),
    (
        public("08", "国有资本经营预算财政拨款支出决算表", &["国有资本", "国资"]),
        Measure::StateCapital,
        "state_capital_income",
    ),
];

fn complete(rule: &Rule, submission: &Submission) -> Vec<Outcome> {
    let accounts = tables::of(submission);
    let of_year = accounts.iter().filter(|accounts| accounts.year == submission.year);
    of_year.flat_map(|accounts| of_accounts(rule, submission, accounts)).collect()
}

fn of_accounts(rule: &Rule, submission: &Submission, accounts: &Accounts) -> Vec<Outcome> {
    let is_missing = |table: &&Public| accounts.table(table.number).is_none();
    let missing: Vec<&Public> = ALWAYS.iter().filter(is_missing).collect();
    let Some(first) = accounts.forms.first().filter(|_| missing.len() <= MOST_MISSING) else { return Vec::new() };
    let of_funds =
        FUNDS.iter().filter(|(table, measure, item)| is_missing(&table) && has_fund(accounts, *measure, item));
    let all: Vec<&Public> = missing
        .into_iter()
        .chain(of_funds.map(|(table, ..)| table))
        .filter(|table| !may_be_there(submission, table) && !is_dated_otherwise(submission, accounts, table))
        .collect();
    if all.is_empty() {
        return vec![Outcome::Holds];
    }
    all.into_iter().map(|table| Outcome::Broken(lacking(rule, first, table))).collect()
}

/// Whether the overview tells of money of a fund.
fn has_fund(accounts: &Accounts, measure: Measure, item: &str) -> bool {
    let states = |row: &crate::model::form::Row, measure: Measure| {
        row.figure(measure).is_some_and(|figure| !figure.value.is_zero())
    };
    let four = accounts.table("04").into_iter().flat_map(|form| form.blocks.iter().flat_map(|block| &block.rows));
    let mut spent = four.filter(|row| states(row, measure));
    let income = |number: &str| {
        let row = accounts.table(number).and_then(|form| form.block("income")).and_then(|block| block.row(item));
        row.is_some_and(|row| states(row, Measure::Amount))
    };
    spent.next().is_some() || income("01") || income("04")
}

/// Whether the table may have been filed in a way that could not be read.
fn may_be_there(submission: &Submission, table: &Public) -> bool {
    let named = |name: &str| table.words.iter().any(|word| name.contains(word)) || name.contains(table.number);
    let known = ["封面", "目录", "说明", "名词", "概况"];
    let is_open = |name: &str| named(name) || !known.iter().any(|word| name.contains(word));
    submission.has_unread
        || !submission.unknown.is_empty()
        || submission.other_sheets.iter().any(|place| is_open(&place.sheet))
}

/// Whether the table is there under another year, of which only a few were filed: its year is wrong, says X-408.
fn is_dated_otherwise(submission: &Submission, accounts: &Accounts, table: &Public) -> bool {
    let others = tables::of(submission).into_iter().filter(|other| other.year != accounts.year);
    others.filter(|other| other.forms.len() <= MOST_MISSING).any(|other| other.table(table.number).is_some())
}

fn lacking(rule: &Rule, first: &Form, table: &Public) -> crate::model::finding::Finding {
    let message = format!("报送了其他决算公开表，没有《{}》；请补报，确无数据的报送空表并注明", table.title);
    rule.finding(&first.place, table.title, message)
}

#[cfg(test)]
mod tests {
    use crate::testing::{Filed, sound_submission};

    /// Without one of the sheets.
    fn without(filed: Filed, name: &str) -> Filed {
        filed.without(name)
    }

    #[test]
    fn a_table_that_is_missing_is_named() {
        let checked = without(sound_submission(), "公开02").finds(&["A-331 公开01!A1"]);
        assert!(checked.finding("A-331").message.contains("《收入决算表》"));
    }

    #[test]
    fn a_fund_table_is_missed_only_where_there_is_money_of_the_fund() {
        let rows = [("公开04!F6", "5.00"), ("公开04!E6", "380.00"), ("公开04!B6", "0.00")];
        let filed = rows.into_iter().fold(sound_submission(), |filed, (cell, text)| filed.with(cell, text));
        let found = filed.checked().findings;
        assert!(found.iter().any(|finding| finding.rule == "A-331" && finding.message.contains("政府性基金")));
        sound_submission().finds(&[]);
    }

    #[test]
    fn a_table_with_another_year_is_not_missing() {
        let found = sound_submission().with("公开05!C2", "2022年度").checked().findings;
        assert!(found.iter().all(|finding| finding.rule != "A-331"), "{found:#?}");
        assert!(found.iter().any(|finding| finding.rule == "X-408"), "{found:#?}");
    }

    #[test]
    fn a_few_tables_alone_are_not_asked_about_the_others() {
        let few = ["公开01", "公开02", "公开04"];
        few.into_iter().fold(sound_submission(), Filed::without).finds(&[]);
    }
}
