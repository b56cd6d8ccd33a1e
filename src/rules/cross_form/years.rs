//! what was left at the end of last year is what this year begins with.

use crate::model::figure::Figure;
use crate::model::finding::Severity;
use crate::model::form::Measure;
use crate::model::relation::{Law, Operand, Relation};
use crate::model::text::organisations::same_organisation;
use crate::rules::cross_form::tables::{Accounts, of};
use crate::rules::cross_form::{column, side, total_row};
use crate::rules::final_accounts::amount;
use crate::rules::{Check, LawOrSkip, Rule, Skip, basis};
use crate::submission::Submission;

static OPENING_BALANCE: Rule = Rule {
    id: "X-409",
    title: "年初结转和结余应等于上年的年末结转和结余",
    severity: Severity::Warning,
    basis: basis::ACCOUNTS,
    explanation: "同一文件夹中有同一单位上一年度的决算表时，公开01 年初结转和结余、公开04 年初财政拨款结转和结余、公开07 年初结转和结余，应等于上年同一张表的年末数。年初有调整（会计差错更正、收回结余等）的可能不同，所以只是警告。",
    how_to_fix: "核对两年的表；有年初调整的，请说明。",
    example: "2023年度公开01 年初结转和结余 21.78，2022年度年末结转和结余 122.78。",
    check: Check::Between(year_on_year),
};

/// The rules of this group.
pub const RULES: &[&Rule] = &[&OPENING_BALANCE];

fn year_on_year(submission: &Submission) -> Vec<LawOrSkip> {
    let all = of(submission);
    let pairs = all.iter().filter_map(|now| Some((now, all.iter().find(|before| is_before(before, now))?)));
    pairs.flat_map(|(now, before)| [overview(now, before), appropriations(now, before), fund(now, before)]).collect()
}

fn is_before(before: &Accounts, now: &Accounts) -> bool {
    let follows = before.year.zip(now.year).is_some_and(|(before, now)| before + 1 == now);
    follows && before.department().zip(now.department()).is_some_and(|(before, now)| same_organisation(before, now))
}

fn overview(now: &Accounts, before: &Accounts) -> LawOrSkip {
    let balance = |accounts: &Accounts<'_>, block: &str, name: &str| {
        accounts.table("01").ok_or(Skip::NotApplicable).and_then(|form| Ok(amount(side(form, block, name)?)?.clone()))
    };
    let opening = balance(now, "income", "opening_balance")?;
    let closing = balance(before, "expenditure", "closing_balance")?;
    Ok(carried("公开01 年初结转和结余", &opening, "年末结转和结余", &closing, before))
}

fn appropriations(now: &Accounts, before: &Accounts) -> LawOrSkip {
    let balance = |accounts: &Accounts<'_>, block: &str, name: &str| {
        accounts.table("04").ok_or(Skip::NotApplicable).and_then(|form| Ok(amount(side(form, block, name)?)?.clone()))
    };
    let opening = balance(now, "income", "opening_appropriation")?;
    let closing = balance(before, "expenditure", "closing_appropriation")?;
    Ok(carried("公开04 年初财政拨款结转和结余", &opening, "年末财政拨款结转和结余", &closing, before))
}

fn fund(now: &Accounts, before: &Accounts) -> LawOrSkip {
    let balance = |accounts: &Accounts<'_>, measure: Measure| {
        let form = accounts.table("07").ok_or(Skip::NotApplicable)?;
        column(total_row(form), measure).cloned()
    };
    let (opening, closing) = (balance(now, Measure::Opening)?, balance(before, Measure::Closing)?);
    Ok(carried("公开07 年初结转和结余", &opening, "年末结转和结余", &closing, before))
}

fn carried(label: &str, opening: &Figure, of_before: &str, closing: &Figure, before: &Accounts) -> Relation {
    let year = before.year.map(|year| format!("{year}年度 ")).unwrap_or_default();
    let law = Law::Equal(Operand::new(format!("{year}{of_before}"), closing));
    Relation::reported(label, Operand::new(label, opening), law).advising("请核对两年的表，有年初调整的请说明")
}

#[cfg(test)]
mod tests {
    use crate::model::finding::Severity;
    use crate::testing::{Filed, sheet, sound_submission};

    const LAST_YEAR: &str = "
A1=收入支出决算总表; A2=部门：园林局; F2=金额单位：万元; D2=2022年度
A4=项目; B4=行次; C4=决算数; D4=项目; E4=行次; F4=决算数
A6=一、一般公共预算财政拨款收入; C6=400.00; D6=十一、城乡社区支出; F6=390.00
A9=本年收入合计; C9=400.00; D9=本年支出合计; F9=390.00
A11=年初结转和结余; C11=10.00; D11=年末结转和结余; F11=20.00
A12=总计; C12=410.00; D12=总计; F12=410.00";

    fn with_last_year() -> Filed {
        sound_submission().and("上年01", &Filed::of(vec![sheet("上年01", LAST_YEAR)]))
    }

    #[test]
    fn last_years_tables_are_neither_copies_nor_compared_with_this_years() {
        with_last_year().finds(&[]);
    }

    #[test]
    fn a_year_begins_with_what_was_left_of_the_last() {
        let filed =
            with_last_year().with("上年01!F11", "21.00").with("上年01!F12", "411.00").with("上年01!C11", "11.00");
        let checked = filed.with("上年01!C12", "411.00").checked();
        let finding = checked.finding("X-409");
        assert_eq!(finding.severity, Severity::Warning);
        assert!(finding.message.contains("2022年度 年末结转和结余 21.00"), "{}", finding.message);
    }
}
