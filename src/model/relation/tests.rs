//! Tests of `relation`.

use super::*;
use crate::model::figure::{CellEncoding, Unit};
use crate::model::place::Address;

/// An operand in a column of the first row, in 万元.
fn operand(label: &str, column: u32, text: &str) -> Operand {
    let value: Decimal = text.parse().expect("a number");
    let decimals = i32::try_from(value.scale()).expect("few digits");
    let stored = CellEncoding::Number { factor: Decimal::ONE, general: false };
    let place = Place::default().at(Address::new(0, column));
    let unit = Unit::WanYuan;
    Operand::new(
        label,
        &Figure { value, decimals, own_decimals: decimals, unit, exact: false, whole: true, stored, place },
    )
}

fn place(column: u32) -> Place {
    Place::default().at(Address::new(0, column))
}

/// 年末 = 年初 + 收入 − 支出
fn balance(closing: &str, opening: &str, income: &str, spent: &str) -> Relation {
    let plus = vec![operand("年初", 1, opening), operand("收入", 2, income)];
    let law = Law::Balance { plus, minus: vec![operand("支出", 3, spent)] };
    Relation::derived("年末", operand("年末", 0, closing), law)
}

#[test]
fn a_balance_takes_away_what_is_spent_within_rounding() {
    assert_eq!(balance("7.00", "5.00", "40.00", "38.00").verdict(), Verdict::Holds);
    assert_eq!(balance("7.02", "5.00", "40.00", "38.00").verdict(), Verdict::Holds);
    assert_eq!(balance("7.03", "5.00", "40.00", "38.00").verdict(), Verdict::Broken);
    assert_eq!(balance("9.00", "5.00", "40.00", "38.00").expected(), Some(Decimal::from(70_000)));
}

#[test]
fn a_balance_is_solved_for_each_of_its_figures_and_holds_with_what_is_found() {
    let broken = balance("9.00", "5.00", "40.00", "38.00");
    let solved = [(0, 7), (1, 7), (2, 42), (3, 36)];
    for (column, value) in solved {
        let base = broken.solved_for(&place(column)).expect("a value");
        assert_eq!(base, Decimal::from(value * 10_000));
        assert_eq!(broken.with(&place(column), Decimal::from(value)).verdict(), Verdict::Holds);
        assert!(broken.involves(&place(column)));
    }
    assert_eq!(broken.solved_for(&place(4)), None);
}

#[test]
fn a_balance_is_told_with_its_signs_and_cells() {
    let broken = balance("9.00", "5.00", "40.00", "38.00");
    assert_eq!(broken.formula(), "年初 5.00（B1） + 收入 40.00（C1） − 支出 38.00（D1）");
    assert_eq!(broken.evidence().len(), 3);
    assert_eq!(balance("1.00", "0.00", "0.00", "2.00").formula(), "0 − 支出 2.00（D1）");
    assert_eq!(balance("1.00", "0.00", "2.00", "0.00").formula(), "收入 2.00（C1）");
    assert_eq!(balance("1.00", "0.00", "0.00", "0.00").formula(), "各项均为 0");
}

#[test]
fn what_is_at_least_a_sum_may_be_larger_and_has_no_one_value_to_be_solved_for() {
    let limit = |stated: &str| {
        let terms = vec![operand("甲", 1, "40.00"), operand("乙", 2, "30.00")];
        Relation::reported("项目支出", operand("项目支出", 0, stated), Law::AtLeast(terms))
    };
    assert_eq!(limit("70.00").verdict(), Verdict::Holds);
    assert_eq!(limit("90.00").verdict(), Verdict::Holds);
    assert_eq!(limit("69.98").verdict(), Verdict::Broken);
    assert_eq!(limit("69.98").expected(), Some(Decimal::from(700_000)));
    assert_eq!(limit("69.98").solved_for(&place(1)), None);
    assert_eq!(limit("69.98").with(&place(1), Decimal::from(39)).verdict(), Verdict::Holds);
    assert!(limit("70.00").law.is_limit());
}

#[test]
fn of_very_many_addends_the_last_ones_are_told_as_one() {
    let terms = (1..=12).map(|column| operand("项", column, "1.50")).collect();
    let relation = Relation::derived("合计", operand("合计", 0, "18.00"), Law::Sum(terms));
    assert!(relation.formula().ends_with("项 1.50（K1） + 其余 2 项 3.00"));
}
