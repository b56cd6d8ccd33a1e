//! Kinds of indicators, each with a target, a result, and the points that follow by the regulation.

use rust_decimal::Decimal;
use ziping::read::Cell;

use super::target::{Page, Sign, Stated, by_words, done, state};
use super::typing::{chance, one, show, text};
use super::words::{COSTS, COUNTS, DAYS, DEADLINES, INCOMES, QUALITIES, SATISFACTIONS, SHARES};
use crate::perturbation::dice::Dice;

/// Which points a result earns, as shares of the weight.
#[derive(Clone, Copy)]
pub enum Due {
    Full,
    /// In proportion: the first to the second.
    Share(Decimal, Decimal),
    /// People judge: from the first share to the second, the second only where it is all.
    Between(Decimal, Decimal),
}

/// One indicator before it is weighed.
pub struct Indicator {
    pub name: String,
    pub stated: Stated,
    pub actual: Cell,
    pub due: Due,
    /// The points follow from two numbers, whatever people think of them.
    pub is_measured: bool,
    /// A reason is wanted even where no points are lost.
    pub explain: bool,
}

impl Indicator {
    fn new(name: &str, stated: Stated, actual: Cell, due: Due) -> Indicator {
        let explain = matches!(due, Due::Between(..));
        Indicator { name: name.to_string(), stated, actual, due, is_measured: false, explain }
    }

    fn measured(self) -> Indicator {
        Indicator { is_measured: true, ..self }
    }
}

type Kind = fn(&Page, &mut Dice) -> Indicator;

/// An indicator that suits a second-level one.
pub fn indicator(page: &Page, dice: &mut Dice) -> Indicator {
    let kinds: &[Kind] = match page.level.as_str() {
        level if level.contains("满意度") => &[satisfaction],
        level if level.contains("成本") => &[cost, cost, quality],
        level if level.contains("数量") => &[count, count, count, equal],
        level if level.contains("质量") => &[share, share, equal_share, range],
        level if level.contains("时效") => &[deadline, days, share],
        level if level.contains("经济") => &[income, share, quality],
        level if ["社会", "生态", "可持续"].iter().any(|word| level.contains(word)) => {
            &[quality, quality, share, count]
        }
        _ => &[count, share, quality, deadline, equal_share, days],
    };
    one(dice, kinds)(page, dice)
}

/// 满意度 where people are served.
pub fn satisfaction(page: &Page, dice: &mut Dice) -> Indicator {
    let name = *one(dice, &SATISFACTIONS);
    percent(page, dice, name)
}

fn count(page: &Page, dice: &mut Dice) -> Indicator {
    let (name, unit) = *one(dice, &COUNTS);
    let most = *one(dice, &[20, 200, 5000]);
    let target = 2 + dice.below(most);
    let result = amount_reached(dice, target);
    upwards(page, dice, name, (Decimal::from(target), Decimal::from(result)), unit, 0)
}

/// As much as was wanted, somewhat more, or less.
fn amount_reached(dice: &mut Dice, target: u32) -> u32 {
    match dice.below(10) {
        0..4 => target,
        4..7 => target + dice.below(target * 3 / 10 + 1), // no more than 30 % above
        7 => target * 3 / 2 + dice.below(target),         // much more: wants a reason
        8 if chance(dice, 10) => 0,
        _ => target - 1 - dice.below(target / 2),
    }
}

fn income(page: &Page, dice: &mut Dice) -> Indicator {
    let name = *one(dice, &INCOMES);
    let target = 100 + dice.below(50_000);
    let result = amount_reached(dice, target);
    upwards(page, dice, name, (Decimal::new(target.into(), 1), Decimal::new(result.into(), 1)), "万元", 1)
}

fn share(page: &Page, dice: &mut Dice) -> Indicator {
    let name = *one(dice, &SHARES);
    if chance(dice, 15) { quotient(page, dice, name) } else { percent(page, dice, name) }
}

fn percent(page: &Page, dice: &mut Dice, name: &str) -> Indicator {
    let target = *one(dice, &[80, 85, 90, 95, 98, 100]) * 100;
    let digits = dice.below(3);
    let result = if chance(dice, 75) { target + dice.below(10_001 - target) } else { target - 1 - dice.below(3000) };
    let result = super::typing::cut(Decimal::new(result.into(), 2), digits);
    upwards(page, dice, name, (Decimal::from(target / 100), result), "%", digits)
}

/// A rate that a formula gives, in a cell that shows one digit.
fn quotient(page: &Page, dice: &mut Dice, name: &str) -> Indicator {
    let target = Decimal::from(95);
    let whole = 100 + dice.below(900);
    let done = whole - dice.below(whole / 8);
    let (result, actual) = super::typing::quotient(done, whole);
    let due = if result >= target { Due::Full } else { Due::Share(result, target) };
    Indicator::new(name, state(page, dice, Sign::Up, target, "%"), actual, due)
}

fn upwards(
    page: &Page,
    dice: &mut Dice,
    name: &str,
    (target, result): (Decimal, Decimal),
    unit: &str,
    digits: u32,
) -> Indicator {
    let stated = state(page, dice, Sign::Up, target, unit);
    let met = result >= target;
    let due = if met { Due::Full } else { Due::Share(result, target) };
    if result == target && chance(dice, 25) {
        return Indicator::new(name, stated, by_words(dice, target, unit), due);
    }
    let explain = result > target * Decimal::new(13, 1);
    Indicator { explain, ..Indicator::new(name, stated, done(dice, result, unit, digits), due).measured() }
}

fn cost(page: &Page, dice: &mut Dice) -> Indicator {
    let cost = *one(dice, &COSTS);
    downwards(page, dice, cost)
}

fn days(page: &Page, dice: &mut Dice) -> Indicator {
    let page = Page { little_is_wanted: true, ..page.clone() };
    let days = *one(dice, &DAYS);
    downwards(&page, dice, days)
}

fn downwards(page: &Page, dice: &mut Dice, (name, unit): (&str, &str)) -> Indicator {
    let target = 10 + dice.below(990);
    let result = match dice.below(10) {
        0..4 => target,
        4..7 => target - dice.below(target * 3 / 10 + 1),
        _ => target + 1 + dice.below(target / 2),
    };
    let digits = if unit == "万元" { 1 } else { 0 };
    let [target, result] = [target, result].map(|value| Decimal::new(value.into(), digits));
    let stated = state(page, dice, Sign::Down, target, unit);
    // Both 指标值 ÷ 完成值 and 2 − 完成值 ÷ 指标值 are usual.
    let shares = [(target, result), (target + target - result, target)];
    let (above, below) = *one(dice, &shares);
    let due = if result <= target { Due::Full } else { Due::Share(above, below) };
    Indicator::new(name, stated, done(dice, result, unit, digits), due).measured()
}

/// 「=12次」: points in proportion where it is missed; full ones where it is exceeded are usual too.
fn equal(page: &Page, dice: &mut Dice) -> Indicator {
    let (name, unit) = *one(dice, &COUNTS);
    let target = 4 + dice.below(40);
    let result = match dice.below(4) {
        0 | 1 => target,
        2 => target + 1 + dice.below(target / 4),
        _ => target - 1 - dice.below(target / 2),
    };
    let [target, result] = [target, result].map(Decimal::from);
    let due = match result.cmp(&target) {
        std::cmp::Ordering::Equal => Due::Full,
        std::cmp::Ordering::Less => Due::Share(result, target),
        std::cmp::Ordering::Greater => *one(dice, &[Due::Full, Due::Share(target, result)]),
    };
    let stated = state(page, dice, Sign::Equal, target, unit);
    let actual = done(dice, result, unit, 0);
    Indicator { explain: result != target, ..Indicator::new(name, stated, actual, due) }
}

fn equal_share(page: &Page, dice: &mut Dice) -> Indicator {
    let name = *one(dice, &SHARES);
    let result = if chance(dice, 70) { 1000 } else { 999 - dice.below(200) };
    let stated = state(page, dice, Sign::Equal, Decimal::ONE_HUNDRED, "%");
    let actual = done(dice, Decimal::new(result.into(), 1), "%", 1);
    let due = if result == 1000 { Due::Full } else { Due::Share(result.into(), Decimal::ONE_THOUSAND) };
    Indicator::new(name, stated, actual, due)
}

/// 「90%-95%」: full marks inside, in proportion to the nearer bound outside.
fn range(page: &Page, dice: &mut Dice) -> Indicator {
    if page.in_columns {
        return share(page, dice); // a range is no value with a direction
    }
    let low = 70 + dice.below(15);
    let high = low + 5 + dice.below(10);
    let result = match dice.below(4) {
        0 => low - 1 - dice.below(20),
        1 => high + 1 + dice.below(100 - high),
        _ => low + dice.below(high - low + 1),
    };
    let due = match result {
        result if result < low => Due::Share(result.into(), low.into()),
        result if result > high => Due::Share(high.into(), result.into()),
        _ => Due::Full,
    };
    let stated = Stated::words(&format!("{low}%{}{high}%", one(dice, &["-", "～"])), page);
    let actual = done(dice, Decimal::from(result), "%", 0);
    Indicator::new(one::<&str>(dice, &SHARES), stated, actual, due)
}

fn deadline(page: &Page, dice: &mut Dice) -> Indicator {
    let (year, month) = (page.year, 6 + dice.below(7));
    let target = match dice.below(3) {
        0 => format!("{year}年{month}月底前"),
        1 => format!("{year}年{month}月30日前"),
        _ => format!("{year}年{month}月前完成"),
    };
    let before = 1 + dice.below(month - 1);
    let (actual, due) = match dice.below(6) {
        0 | 1 => (format!("{year}年{before}月"), Due::Full),
        2 => (format!("{year}年{before}月{}日", 1 + dice.below(28)), Due::Full),
        3 => ("已完成".to_string(), Due::Full),
        4 => ("达成年度指标".to_string(), Due::Full),
        _ => (format!("{}年{}月", year + 1, 1 + dice.below(3)), Due::Between(Decimal::ZERO, Decimal::ONE)),
    };
    Indicator::new(one::<&str>(dice, &DEADLINES), Stated::words(&target, page), text(&actual), due)
}

/// In words; the three tiers of the regulation, or words of one's own.
fn quality(page: &Page, dice: &mut Dice) -> Indicator {
    let (name, target) = *one(dice, &QUALITIES);
    let tenths = |tenths: i64| Decimal::new(tenths, 1);
    let (actual, due) = match dice.below(10) {
        0..3 => ("达成年度指标", Due::Full),
        3 => ("达成年度指标", Due::Between(tenths(8), tenths(10))),
        4 => (
            *one(dice, &["部分达成年度指标并具有一定效果", "部分达成年度指标，并具有一定效果"]),
            Due::Between(tenths(6), tenths(8)),
        ),
        5 => ("未达成年度指标且效果较差", Due::Between(tenths(0), tenths(6))),
        6 => ("已完成", Due::Full),
        7 | 8 => (target, Due::Full),
        _ => ("有所改善，尚有差距", Due::Between(tenths(5), tenths(10))),
    };
    Indicator::new(name, Stated::words(target, page), text(actual), due)
}

/// A rate of the form's own amounts (框架: 预算完成率 = 完成数 ÷ 预算数).
pub fn completion(page: &Page, dice: &mut Dice, rate: Decimal) -> Indicator {
    let percent = rate * Decimal::ONE_HUNDRED;
    let target = Decimal::from(95);
    let stated = state(page, dice, Sign::Up, target, "%");
    let digits = percent.normalize().scale();
    let due = if percent >= target { Due::Full } else { Due::Share(percent, target) };
    let actual = text(&format!("{}%", show(percent, digits)));
    Indicator::new("预算完成率", stated, actual, due).measured()
}
