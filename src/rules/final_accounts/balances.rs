//! what is left at the end of the year, in the tables that state what was carried over.

use crate::model::finding::{Severity, item};
use crate::model::form::{Form, Measure, Row};
use crate::model::relation::{Law, Operand, Relation};
use crate::rules::final_accounts::{coded, row_name};
use crate::rules::outcome::{addends, reported, required};
use crate::rules::{ACCOUNTS, Check, LawOrSkip, Rule, Skip, basis};

static CLOSING_BALANCE: Rule = Rule {
    id: "A-307",
    title: "年末结转和结余应等于年初加本年收入减本年支出",
    severity: Severity::Error,
    basis: basis::ACCOUNTS,
    explanation: "公开07表（以及列有年初、年末结转和结余的公开05、公开08表）每行：年末结转和结余 = 年初结转和结余 + 本年收入 − 本年支出。只填支出的行不核对。",
    how_to_fix: "核对该行的年初、收入、支出与年末数；年中上缴或收回结余的，请说明。",
    example: "年初 18.00，本年收入 240.00，本年支出 252.00，年末填 60.00：应为 6.00。",
    check: Check::Relations(ACCOUNTS, balances),
};

/// The rules of this group.
pub const RULES: &[&Rule] = &[&CLOSING_BALANCE];

fn balances(form: &Form) -> Vec<LawOrSkip> {
    coded(form).iter().map(balance).collect()
}

fn balance(row: &Row) -> LawOrSkip {
    let operand = |measure: Measure| Ok(Operand::new(measure.name(), reported(row, measure)?));
    let closing = row.entries.get(&Measure::Closing).ok_or(Skip::NotApplicable)?;
    let plus = addends([Measure::Opening, Measure::Income].into_iter().map(operand))?;
    let spent = |measure| Ok(Operand::new("本年支出", reported(row, measure)?));
    let minus = addends([Measure::Total].into_iter().map(spent))?;
    let left = plus.iter().map(|term| term.figure.base()).sum::<rust_decimal::Decimal>()
        - minus.iter().map(|term| term.figure.base()).sum::<rust_decimal::Decimal>();
    // Where only what was spent is stated, the table does not say from what.
    if plus.is_empty() || closing.is_empty() && left.is_zero() {
        return Err(Skip::NotApplicable);
    }
    let name = Measure::Closing.name();
    let figure = required(row, Measure::Closing)?;
    let law = Law::Balance { plus, minus };
    Ok(Relation::reported(item(&row_name(row), name), Operand::new(name, figure), law)
        .advising("请核对该行各数，年中收回结余的请说明"))
}

#[cfg(test)]
mod tests {
    use crate::testing::{Filed, sheet, sound_submission};

    const SEVEN: &str = "
A1=政府性基金预算财政拨款收入支出决算表; A2=部门：园林局; H2=单位：万元
A3=项目; C3=年初结转和结余; D3=本年收入; E3=本年支出; H3=年末结转和结余
A4=科目编码; B4=科目名称; E4=小计; F4=基本支出; G4=项目支出
A5=合计; C5=18.00; D5=0.00; E5=12.00; G5=12.00; H5=6.00
A6=212; B6=城乡社区支出; C6=18.00; E6=12.00; G6=12.00; H6=6.00";

    fn with_fund() -> Filed {
        Filed::of(vec![sheet("公开07", SEVEN)])
    }

    #[test]
    fn what_is_left_follows_by_row() {
        with_fund().finds(&[]);
        let checked = with_fund().with("H5", "30.00").with("H6", "30.00").checked();
        assert_eq!(checked.findings[0].key(), "A-307 H5");
        assert!(
            checked.findings.iter().all(|finding| !finding.is_automatic()),
            "what is left is reported, not derived"
        );
    }

    #[test]
    fn rows_that_only_state_what_was_spent_say_nothing() {
        let only_spent = |row: u32| [format!("C{row}"), format!("D{row}"), format!("H{row}")];
        let filed = [5, 6].into_iter().flat_map(only_spent).fold(with_fund(), |filed, cell| filed.with(&cell, ""));
        filed.finds(&[]);
    }

    #[test]
    fn the_other_tables_are_not_concerned() {
        sound_submission().finds(&[]);
    }
}
