//! functions that stand in one table and not in the other.

use std::collections::BTreeSet;

use crate::model::figure::Figure;
use crate::model::finding::Severity;
use crate::model::form::{Block, Form, Measure, Row};
use crate::rules::cross_form::tables::{self, Accounts};
use crate::rules::{Check, Outcome, Rule, basis};
use crate::submission::Submission;

static MISSING_FUNCTION: Rule = Rule {
    id: "A-334",
    title: "功能分类在总表和明细表中应同时列出",
    severity: Severity::Warning,
    basis: basis::ACCOUNTS,
    explanation: "公开01 有支出的功能分类行，公开03 应有该类的科目；公开04 一般公共预算财政拨款栏有支出的，公开05 应有；反过来也是。按科目编码前三位和改名前后的名称对应；名称无法识别的行、金额为 0 的行不核对。经济分类（301—399）不在功能分类表中，是正常的。",
    how_to_fix: "核对两表，补列科目或更正金额所在的行。",
    example: "公开01 教育支出 12.00，公开03 没有 205 类科目。",
    check: Check::Submission(functions),
};

/// The rules of this group.
pub const RULES: &[&Rule] = &[&MISSING_FUNCTION];

/// The tables that list functions by name, the column, and the tables that list them by code.
const PAIRS: [(&str, Measure, &str); 2] = [("01", Measure::Amount, "03"), ("04", Measure::GeneralPublic, "05")];

fn functions(rule: &Rule, submission: &Submission) -> Vec<Outcome> {
    tables::of(submission).iter().flat_map(|accounts| of_accounts(rule, accounts)).collect()
}

fn of_accounts(rule: &Rule, accounts: &Accounts) -> Vec<Outcome> {
    let pairs = PAIRS.iter().filter_map(|&(overview, measure, detail)| {
        let [overview, detail] = accounts.tables([overview, detail])?;
        Some(ClassPair { listed: listed(overview)?, coded: coded(detail)?, measure, overview, detail })
    });
    pairs.flat_map(|pair| pair.compare(rule)).collect()
}

/// The functions of an overview, above the total.
fn listed(form: &Form) -> Option<Vec<&Row>> {
    let block: &Block = form.block("expenditure")?;
    Some(block.rows.iter().take_while(|row| !row.is("spending_of_year")).collect())
}

/// The rows with codes; none where the table states no codes, so that nothing can be compared.
fn coded(form: &Form) -> Option<Vec<&Row>> {
    let rows = form.block("rows")?.rows.iter();
    Some(rows.filter(|row| class(row).is_some()).collect::<Vec<_>>()).filter(|rows| !rows.is_empty())
}

/// The 类 that a row belongs to.
fn class(row: &Row) -> Option<&str> {
    row.code.as_deref().filter(|code| code.len() >= 3).and_then(|code| code.get(..3))
}

/// The 类 that a named function stands for.
fn class_of_function(row: &Row) -> Option<&str> {
    // Items of functions are named by their code, under old and new names alike.
    row.item.as_deref()?.strip_prefix("function_")
}

/// An amount that is more than nothing.
fn some(row: &Row, measure: Measure) -> Option<&Figure> {
    row.figure(measure).filter(|figure| !figure.range().contains(rust_decimal::Decimal::ZERO))
}

struct ClassPair<'a> {
    listed: Vec<&'a Row>,
    coded: Vec<&'a Row>,
    measure: Measure,
    overview: &'a Form,
    detail: &'a Form,
}

impl ClassPair<'_> {
    fn compare(&self, rule: &Rule) -> Vec<Outcome> {
        let classes: BTreeSet<&str> = self.coded.iter().filter_map(|row| class(row)).collect();
        let stated = self.listed.iter().filter_map(|row| Some((*row, some(row, self.measure)?)));
        let by_name = stated.filter_map(|(row, figure)| {
            let is_there = classes.contains(class_of_function(row)?);
            Some(if is_there { Outcome::Holds } else { self.not_coded(rule, row, figure) })
        });
        // A function whose name is not known may be any.
        let unknown = |row: &&&Row| row.item.is_none() && some(row, self.measure).is_some();
        let all_known = !self.listed.iter().any(|row| unknown(&row));
        let whole = self.coded.iter().filter(|row| all_known && row.code.as_ref().is_some_and(|code| code.len() == 3));
        let by_code = whole.filter_map(|row| {
            let figure = some(row, Measure::Total)?;
            let function = class_of_function(row)?;
            let there = self.listed.iter().find(|listed| class_of_function(listed) == Some(function));
            // What is stated there, but differs, is for the laws on amounts.
            let is_there = there.is_some_and(|listed| listed.figure(self.measure).is_some());
            Some(if is_there { Outcome::Holds } else { self.not_listed(rule, row, figure) })
        });
        by_name.chain(by_code).collect()
    }

    fn number(form: &Form) -> String {
        format!("公开{}", form.layout.table().unwrap_or_default())
    }

    fn not_coded(&self, rule: &Rule, row: &Row, figure: &Figure) -> Outcome {
        let (overview, detail) = (ClassPair::number(self.overview), ClassPair::number(self.detail));
        let code = class_of_function(row).unwrap_or_default();
        let message = format!("{overview} {} {}，{detail}没有 {code} 类科目；请核对两表", row.name(), figure.show());
        Outcome::Broken(rule.finding(&figure.place, row.name(), message).stating(figure.show()))
    }

    fn not_listed(&self, rule: &Rule, row: &Row, figure: &Figure) -> Outcome {
        let (overview, detail) = (ClassPair::number(self.overview), ClassPair::number(self.detail));
        let message = format!("{detail} {} {}，{overview}没有填列该项功能分类；请核对两表", row.name(), figure.show());
        Outcome::Broken(rule.finding(&figure.place, row.name(), message).stating(figure.show()))
    }
}

#[cfg(test)]
mod tests {
    use crate::model::finding::Severity;
    use crate::testing::sound_submission;

    #[test]
    fn a_function_in_the_overview_only_is_asked_about() {
        let moved = sound_submission().with("公开04!C6", "十二、农林水支出");
        let checked = moved.finds(&["A-334 公开04!E6", "A-334 公开05!C7"]);
        assert!(checked.findings.iter().all(|finding| finding.severity == Severity::Warning));
    }

    #[test]
    fn a_code_that_the_overview_leaves_out_is_asked_about() {
        let checked = sound_submission().with("公开01!F7", "").with("公开01!F6", "50.00").checked();
        let places: Vec<String> =
            checked.findings.iter().map(|finding| format!("{} {}", finding.rule, finding.place.cell_name())).collect();
        assert!(places.contains(&"A-334 F6".to_string()) && places.contains(&"A-334 C6".to_string()), "{places:?}");
    }

    #[test]
    fn renamed_functions_unknown_ones_and_zeros_are_left_alone() {
        sound_submission().with("公开01!D6", "七、文化体育与传媒支出").with("公开01!F6", "0.00").finds(&[]);
        sound_submission().with("公开05!B7", "城乡社区事务").finds(&[]);
    }
}
