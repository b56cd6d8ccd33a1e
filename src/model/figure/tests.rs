//! Tests of `figure`.

use super::*;
use proptest::prelude::*;

use crate::testing::failures_beside_the_test;

fn figure(text: &str, unit: Unit) -> Figure {
    let value: Decimal = text.parse().expect("a number");
    let decimals = i32::try_from(value.scale()).expect("few digits");
    let stored = CellEncoding::Number { factor: Decimal::ONE, general: false };
    Figure { value, decimals, own_decimals: decimals, unit, exact: false, whole: true, stored, place: Place::default() }
}

#[test]
fn digits_decide_what_a_figure_stands_for() {
    let range = figure("95.2", Unit::Percent).range();
    assert_eq!((range.low, range.high), (Decimal::new(9515, 4), Decimal::new(9525, 4)));
}

#[test]
fn rounded_parts_of_a_rounded_total_agree() {
    let range = |text| figure(text, Unit::WanYuan).range();
    assert!((range("534.27") - range("411.48")).meets(range("122.78")));
}

#[test]
fn a_share_that_does_not_follow_is_outside() {
    let share = figure("443.26", Unit::WanYuan).range().divide(figure("443.66", Unit::WanYuan).range());
    assert!(!share.expect("not zero").meets(figure("99.99", Unit::Percent).range()));
}

#[test]
fn nothing_is_divided_by_what_may_be_zero() {
    assert_eq!(Range::point(Decimal::ONE).divide(figure("0.00", Unit::Yuan).range()), None);
}

#[test]
fn shown_as_typed() {
    assert_eq!(figure("91.00", Unit::Percent).show(), "91.00%");
    assert_eq!(figure("1000.00", Unit::WanYuan).show_other(Decimal::new(9522, 1)), "952.20");
}

proptest! {
    #![proptest_config(failures_beside_the_test())]

    #[test]
    fn the_sum_of_ranges_holds_every_sum(a in -1_000_000i64..1_000_000, b in -1_000_000i64..1_000_000, da in 0u32..5, db in 0u32..5) {
        let (x, y) = (Decimal::new(a, 4), Decimal::new(b, 4));
        let rounded = |v: Decimal, d| figure(&format!("{:.*}", d as usize, round(v, d)), Unit::Yuan).range();
        prop_assert!((rounded(x, da) + rounded(y, db)).contains(x + y));
        prop_assert!((rounded(x, da) * rounded(y, db)).contains(x * y));
        prop_assert!((rounded(x, da) - rounded(y, db)).contains(x - y));
    }
}
