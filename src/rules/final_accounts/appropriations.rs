//! 公开04, what came in as 财政拨款 at the left, what was spent of each kind at the right.

use crate::model::finding::{Severity, item};
use crate::model::form::{Block, Form, Measure, Row};
use crate::model::relation::{Law, Operand, Relation};
use crate::rules::final_accounts::{amount, column_sum, row_name, table};
use crate::rules::outcome::{addends, reported, required};
use crate::rules::{ACCOUNTS, Check, LawOrSkip, Rule, Skip, basis};

static APPROPRIATIONS: Rule = Rule {
    id: "A-305",
    title: "公开04 合计应等于三类拨款之和，各合计、总计应相符",
    severity: Severity::Error,
    basis: basis::ACCOUNTS,
    explanation: "公开04表：每行支出合计 = 一般公共预算 + 政府性基金 + 国有资本经营预算财政拨款；本年收入（支出）合计 = 各项之和；收入总计 = 本年收入合计 + 年初财政拨款结转和结余，支出总计 = 本年支出合计 + 年末财政拨款结转和结余，收支总计相等；年初财政拨款结转和结余 = 其中各类之和。支出各栏分别核对；空白不计入。",
    how_to_fix: "核对该行的合计、该栏的合计与各项；公开05、公开07 与填报数相符的，多为别处有误。",
    example: "社会保障和就业支出 合计 50.00，一般公共预算 45.00、政府性基金 4.00：应为 49.00。",
    check: Check::Relations(ACCOUNTS, |form| table(form, "04", appropriations)),
};

/// The rules of this group.
pub const RULES: &[&Rule] = &[&APPROPRIATIONS];

const KINDS: [Measure; 3] = [Measure::GeneralPublic, Measure::GovernmentFund, Measure::StateCapital];
const KIND_ROWS: [&str; 3] = ["general_public_income", "government_fund_income", "state_capital_income"];
const OPENING: [&str; 2] = ["opening_appropriation", "opening_balance"];
const CLOSING: [&str; 2] = ["closing_appropriation", "closing_balance"];

fn appropriations(form: &Form) -> Vec<LawOrSkip> {
    let (income, spending) = (form.block("income"), form.block("expenditure"));
    let mut laws = Vec::new();
    if let Some(block) = income {
        let measure = if block.columns.contains_key(&Measure::Amount) { Measure::Amount } else { Measure::Total };
        laws.push(year_total(block, "income_of_year", measure));
        laws.push(carried_over(block, measure));
        laws.push(grand_total(block, "income_of_year", OPENING, measure));
    }
    if let Some(block) = spending {
        laws.extend(block.rows.iter().map(by_row));
        for measure in [&[Measure::Total][..], &KINDS].concat() {
            laws.push(year_total(block, "spending_of_year", measure));
            laws.push(grand_total(block, "spending_of_year", CLOSING, measure));
        }
    }
    laws.extend(income.zip(spending).map(|(income, spending)| both_sides(income, spending)));
    laws
}

/// 合计 of a row is the sum of the three kinds.
fn by_row(row: &Row) -> LawOrSkip {
    let kind = |measure: Measure| Ok(Operand::new(measure.name(), reported(row, measure)?));
    let terms = addends(KINDS.into_iter().map(kind))?;
    if terms.is_empty() {
        return Err(Skip::NotApplicable);
    }
    let total = required(row, Measure::Total)?;
    Ok(Relation::derived(item(&row_name(row), "合计"), Operand::new("合计", total), Law::Sum(terms)))
}

/// The total of a column, where the column states anything at all in that row.
fn total_of<'a>(block: &'a Block, name: &str, measure: Measure) -> Result<&'a Row, Skip> {
    let row = block.row(name).ok_or(Skip::NotApplicable)?;
    let is_kind = KINDS.contains(&measure);
    let states = row.entries.get(&measure).is_some_and(|entry| !entry.is_empty());
    // Only 合计 has to be filled in; a total by kind may be left out.
    if states || !is_kind && row.entries.contains_key(&measure) { Ok(row) } else { Err(Skip::NotApplicable) }
}

fn year_total(block: &Block, total: &str, measure: Measure) -> LawOrSkip {
    let row = total_of(block, total, measure)?;
    let above = block.rows.iter().take_while(|row| !row.is(total));
    let parts: Vec<&Row> = above.filter(|row| !row.label.starts_with("其中")).collect();
    column_sum(row, &parts, measure)
}

fn grand_total(block: &Block, of_year: &str, balances: [&str; 2], measure: Measure) -> LawOrSkip {
    let row = total_of(block, "grand_total", measure)?;
    let year = block.row(of_year).ok_or(Skip::NotApplicable)?;
    let balance = balances.iter().find_map(|name| block.row(name)).ok_or(Skip::NotApplicable)?;
    column_sum(row, &[year, balance], measure)
}

/// 年初财政拨款结转和结余 is the sum of the kinds listed below it.
fn carried_over(block: &Block, measure: Measure) -> LawOrSkip {
    let at = block.rows.iter().position(|row| OPENING.iter().any(|name| row.is(name))).ok_or(Skip::NotApplicable)?;
    let is_kind = |row: &&Row| KIND_ROWS.iter().any(|name| row.is(name));
    let kinds: Vec<&Row> = block.rows[at + 1..].iter().take_while(is_kind).collect();
    // One kind alone says nothing about the others.
    if kinds.len() < 2 {
        return Err(Skip::NotApplicable);
    }
    column_sum(&block.rows[at], &kinds, measure)
}

fn both_sides(income: &Block, spending: &Block) -> LawOrSkip {
    let total = |block: &'_ Block| block.row("grand_total").cloned().ok_or(Skip::NotApplicable);
    let (income, spending) = (total(income)?, total(spending)?);
    let law = Law::Equal(Operand::new("收入总计", amount(&income)?));
    Ok(Relation::reported("支出总计", Operand::new("支出总计", amount(&spending)?), law)
        .advising("收支总计应相等，请核对两侧"))
}

#[cfg(test)]
mod tests {
    use crate::testing::{Filed, sound_submission};

    /// 公开04 with balances and with money of a government fund.
    fn with_balances() -> Filed {
        let cells = [
            ("A8", "年初财政拨款结转和结余"),
            ("B8", "12.00"),
            ("A9", "一般公共预算财政拨款"),
            ("B9", "12.00"),
            ("A10", "政府性基金预算财政拨款"),
            ("B10", "0.00"),
            ("A11", "总计"),
            ("B11", "452.00"),
            ("C8", "年末财政拨款结转和结余"),
            ("D8", "17.00"),
            ("E8", "17.00"),
            ("C11", "总计"),
            ("D11", "452.00"),
            ("E11", "452.00"),
        ];
        cells.into_iter().fold(sound_submission(), |filed, (cell, text)| filed.with(&format!("公开04!{cell}"), text))
    }

    #[test]
    fn appropriations_with_balances_come_out() {
        with_balances().finds(&[]);
    }

    #[test]
    fn a_row_is_the_sum_of_the_three_kinds() {
        with_balances().with("公开04!D5", "45.00").finds(&["A-305 公开04!D5"]).expecting("A-305", "50.00");
    }

    #[test]
    fn totals_and_balances_of_one_side_come_out() {
        with_balances().with("公开04!B11", "425.00").finds(&["A-305 公开04!B11"]).expecting("A-305", "452.00");
        with_balances().with("公开04!B9", "21.00").finds(&["A-305 公开04!B9"]).expecting("A-305", "12.00");
        with_balances().with("公开04!E11", "542.00").finds(&["A-305 公开04!E11"]).expecting("A-305", "452.00");
    }
}
