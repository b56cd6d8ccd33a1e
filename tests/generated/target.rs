//! How a target and a result are written down.

use rust_decimal::Decimal;
use ziping::read::{Cell, NumberFormat, Value};

use super::typing::{chance, general, one, show, text};
use crate::perturbation::dice::Dice;
use crate::perturbation::grid::cell;

/// What matters for how a target is written.
#[derive(Clone)]
pub struct Page {
    pub year: u32,
    /// The second-level indicator; empty where there is none.
    pub level: String,
    /// Direction, value and unit stand in three columns.
    pub in_columns: bool,
    /// The name says that little is wanted, so that a bare number is an upper bound.
    pub little_is_wanted: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    Up,
    Down,
    Equal,
}

/// A target as it stands on the form.
pub struct Stated {
    pub direction: String,
    pub target: Cell,
    pub unit: String,
}

impl Stated {
    /// A target in words.
    pub fn words(target: &str, page: &Page) -> Stated {
        let (direction, unit) = if page.in_columns { ("定性", "—") } else { ("", "") };
        Stated { direction: direction.to_string(), target: text(target), unit: unit.to_string() }
    }
}

pub fn state(page: &Page, dice: &mut Dice, sign: Sign, value: Decimal, unit: &str) -> Stated {
    let shown = show(value, value.normalize().scale());
    if page.in_columns {
        let direction = match sign {
            Sign::Up => "≥",
            Sign::Down => "≤",
            Sign::Equal => *one(dice, &["=", "＝"]),
        };
        let target = if chance(dice, 70) { general(value) } else { text(&shown) };
        return Stated { direction: direction.to_string(), target, unit: unit.to_string() };
    }
    let target = match sign {
        Sign::Up if chance(dice, 10) && unit == "%" => as_percent(value),
        Sign::Up if chance(dice, 10) && !wants_little(page) && unit != "%" => general(value),
        Sign::Down if chance(dice, 10) && wants_little(page) => general(value),
        _ => text(&in_words(page, dice, sign, &format!("{shown}{unit}"))),
    };
    Stated { direction: String::new(), target, unit: String::new() }
}

fn in_words(page: &Page, dice: &mut Dice, sign: Sign, value: &str) -> String {
    let up = [format!("≥{value}"), format!(">={value}"), format!("不少于{value}"), format!("{value}以上")];
    let down = [format!("≤{value}"), format!("<={value}"), format!("不超过{value}"), format!("控制在{value}以内")];
    let spaced = format!("{} {value}", if sign == Sign::Up { '≥' } else { '≤' });
    match sign {
        Sign::Equal => format!("{}{value}", one(dice, &["=", "＝"])),
        _ if chance(dice, 20) && (sign == Sign::Down) == wants_little(page) => value.to_string(),
        _ if chance(dice, 10) => spaced,
        Sign::Up => one(dice, &up).clone(),
        Sign::Down => one(dice, &down).clone(),
    }
}

/// Whether a bare number is an upper bound.
fn wants_little(page: &Page) -> bool {
    page.level.contains("成本") || page.little_is_wanted
}

fn as_percent(value: Decimal) -> Cell {
    let fraction = (value / Decimal::ONE_HUNDRED).normalize();
    cell(Value::Number(fraction), NumberFormat::fixed(fraction.scale().saturating_sub(2), true))
}

/// A result with its digits, with or without its unit.
pub fn done(dice: &mut Dice, value: Decimal, unit: &str, digits: u32) -> Cell {
    let shown = show(value, digits);
    match dice.below(10) {
        0..2 if unit == "%" => as_percent(value),
        2 if unit == "%" => text(&format!("{shown}％")),
        0..2 => general(value),
        2 => text(&shown),
        3 => text(&format!("完成{shown}{unit}")),
        4 if unit == "%" => general(value),
        _ => text(&format!("{shown}{unit}")),
    }
}

/// A target that was met just so, said in other words.
pub fn by_words(dice: &mut Dice, target: Decimal, unit: &str) -> Cell {
    let shown = target.normalize();
    let fraction = if unit == "%" { "100%".to_string() } else { format!("{shown}/{shown}") };
    let words = ["已完成".to_string(), "达成年度指标".to_string(), format!("≥{shown}{unit}"), fraction];
    text(one::<String>(dice, &words))
}
