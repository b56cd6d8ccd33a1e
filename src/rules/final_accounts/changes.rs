//! what changed from last year to this one, where a table has columns for it.

use crate::model::finding::{Severity, item};
use crate::model::form::{Form, Measure, Row};
use crate::model::relation::{Law, Operand, Relation};
use crate::rules::final_accounts::row_name;
use crate::rules::outcome::reported;
use crate::rules::{ACCOUNTS, Check, LawOrSkip, Rule, Skip, basis};

static CHANGE_ON_LAST_YEAR: Rule = Rule {
    id: "A-333",
    title: "增减额、增减率应由上年数和本年数得出",
    severity: Severity::Error,
    basis: basis::ACCOUNTS,
    explanation: "决算公开表列有上年数、增减额、增减率的：增减额 = 本年数 − 上年数；增减率 =（本年数 − 上年数）÷ 上年数。上年数为 0 或负数的，增减率不核对；填「新增」「不可比」等文字的不核对。",
    how_to_fix: "核对上年数、本年数；增减额、增减率按公式重新计算，减少的用负数。",
    example: "上年数 120.00、本年数 90.00，增减率填 -33.33%：应为 -25.00%。",
    check: Check::Relations(ACCOUNTS, changes),
};

/// The rules of this group.
pub const RULES: &[&Rule] = &[&CHANGE_ON_LAST_YEAR];

fn changes(form: &Form) -> Vec<LawOrSkip> {
    let has_last_year = |row: &&Row| row.entries.contains_key(&Measure::PreviousYear);
    let rows = form.blocks.iter().flat_map(|block| &block.rows).filter(has_last_year);
    rows.flat_map(|row| [change(row, Measure::Increase), change(row, Measure::IncreaseRate)]).collect()
}

fn change(row: &Row, measure: Measure) -> LawOrSkip {
    let figure = reported(row, measure)?;
    let this_year = [Measure::Amount, Measure::Total].into_iter().find(|this| row.entries.contains_key(this));
    let now = Operand::new("本年数", reported(row, this_year.ok_or(Skip::NotApplicable)?)?);
    let before = Operand::new("上年数", reported(row, Measure::PreviousYear)?);
    let law = match measure {
        Measure::Increase => Law::Balance { plus: vec![now], minus: vec![before] },
        // On a base below zero bureaus differ in what the sign means.
        _ if before.figure.value <= rust_decimal::Decimal::ZERO => return Err(Skip::NotApplicable),
        _ => Law::Change(now, before),
    };
    let name = measure.name();
    Ok(Relation::derived(item(&row_name(row), name), Operand::new(name, figure), law))
}

#[cfg(test)]
mod tests {
    use crate::testing::{Filed, sheet};

    /// 公开01 with columns for last year; each side has its own.
    const COMPARED: &str = "
A1=收入支出决算总表; A2=部门：园林局; L2=金额单位：万元
A3=收入; F3=支出
A4=项目; B4=上年数; C4=本年数; D4=增减额; E4=增减率; F4=项目; G4=上年数; H4=本年数; I4=增减额; J4=增减率
A5=一、一般公共预算财政拨款收入; B5=120.00; C5=90.00; D5=-30.00; E5=-25.00%; F5=七、文化旅游体育与传媒支出; G5=100.00; H5=95.00; I5=-5.00; J5=-5
A6=五、事业收入; B6=0.00; C6=5.00; D6=5.00; E6=—
A7=八、其他收入; C7=0.50; E7=新增
A8=本年收入合计; B8=120.00; C8=95.50; D8=-24.50; E8=-20.42%; F8=本年支出合计; G8=100.00; H8=95.00; I8=-5.00; J8=-0.05
A9=年初结转和结余; C9=2.00; F9=年末结转和结余; H9=2.50
A10=总计; C10=97.50; F10=总计; H10=97.50";

    fn compared() -> Filed {
        Filed::of(vec![sheet("公开01", COMPARED)])
    }

    #[test]
    fn changes_that_follow_are_sound_however_the_rate_is_typed() {
        compared().finds(&[]);
    }

    #[test]
    fn a_difference_or_a_rate_that_does_not_follow_is_corrected() {
        compared().with("D5", "30.00").finds(&["A-333 D5"]).expecting("A-333", "-30.00");
        compared().with("E5", "-33.33%").finds(&["A-333 E5"]).expecting("A-333", "-25.00%");
        compared().with("J5", "-15").finds(&["A-333 J5"]).expecting("A-333", "-5%");
    }

    #[test]
    fn a_rate_on_a_base_of_zero_is_not_derivable() {
        compared().with("E6", "100.00%").finds(&[]);
        let negative = compared().with("B7", "-0.50").with("D7", "1.00").with("E7", "200.00%");
        assert!(negative.checked().findings.iter().all(|finding| finding.rule != "A-333"));
    }
}
