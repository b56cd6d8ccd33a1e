//! How people type a figure: as a number or a text, with few digits or many, rounded or cut off.

use rust_decimal::{Decimal, RoundingStrategy};
use ziping::read::{Cell, NumberFormat, Value};

use crate::perturbation::dice::Dice;
use crate::perturbation::grid::cell;

/// Excel keeps fifteen digits; fewer are enough for a quotient that only has to be finer than what is shown.
const STORED_DIGITS: u32 = 12;

/// Whether something happens that happens in so many of a hundred cases.
pub fn chance(dice: &mut Dice, percent: u32) -> bool {
    dice.below(100) < percent
}

/// One of some things of which there is at least one.
pub fn one<'a, T>(dice: &mut Dice, things: &'a [T]) -> &'a T {
    dice.pick(things).expect("something to choose from")
}

/// As taught at school: a half goes up.
pub fn round(value: Decimal, digits: u32) -> Decimal {
    value.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero)
}

/// With the digits behind left out.
pub fn cut(value: Decimal, digits: u32) -> Decimal {
    value.round_dp_with_strategy(digits, RoundingStrategy::ToZero)
}

/// With just so many digits.
pub fn show(value: Decimal, digits: u32) -> String {
    format!("{value:.*}", usize::try_from(digits).expect("few"))
}

pub fn text(text: &str) -> Cell {
    cell(Value::Text(text.to_string()), NumberFormat::default())
}

/// A number in a cell with the format General, which shows no closing zeros.
pub fn general(value: Decimal) -> Cell {
    cell(Value::Number(value.normalize()), NumberFormat::default())
}

fn formatted(value: Decimal, digits: u32, percent: bool) -> Cell {
    cell(Value::Number(value), NumberFormat::fixed(digits, percent))
}

fn full_width(text: &str) -> String {
    let wide = |c: char| match c {
        '0'..='9' => char::from_u32(u32::from(c) + 0xfee0).expect("a digit"),
        '.' => '．',
        other => other,
    };
    text.chars().map(wide).collect()
}

fn with_separators(text: &str) -> String {
    let (whole, fraction) = text.split_once('.').map_or((text, None), |(whole, fraction)| (whole, Some(fraction)));
    let digits: Vec<char> = whole.chars().collect();
    let mut spaced = String::new();
    for (index, digit) in digits.iter().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            spaced.push(',');
        }
        spaced.push(*digit);
    }
    fraction.map_or(spaced.clone(), |fraction| format!("{spaced}.{fraction}"))
}

/// How the amounts of one form are kept: with how many digits, and whether cells hold more than they show.
///
/// All cells of a form keep the same digits, since a bare number counts with the finest digits of its form.
pub struct Hand {
    pub digits: u32,
    pub hides: bool,
}

impl Hand {
    pub fn new(dice: &mut Dice) -> Hand {
        Hand { digits: *one(dice, &[0, 2, 2, 2, 4, 6]), hides: chance(dice, 25) }
    }

    /// An amount in 万元.
    pub fn amount(&self, dice: &mut Dice, value: Decimal) -> Cell {
        let rounded = round(value, self.digits);
        let shown = show(rounded, self.digits);
        match dice.below(8) {
            0..3 if self.hides => formatted(value, self.digits, false),
            0..3 => general(rounded),
            3 | 4 => formatted(rounded, self.digits, false),
            5 => text(&shown),
            6 => text(&with_separators(&shown)),
            _ => text(&if dice.coin() { format!("{shown}万元") } else { full_width(&shown) }),
        }
    }
}

/// A rate as typed, and the fraction that a person reads there.
pub fn rate(dice: &mut Dice, exact: Decimal) -> (Cell, Decimal) {
    let digits = *one(dice, &[0, 1, 2, 2]);
    let stated = round(exact, digits + 2);
    let percent = stated * Decimal::ONE_HUNDRED;
    let cell = match dice.below(9) {
        0 => formatted(round(exact, STORED_DIGITS), digits, true), // a formula behind it
        1 | 2 => formatted(stated, digits, true),
        3 | 4 => text(&format!("{}%", show(percent, digits))),
        5 => text(&format!("{}％", show(percent, digits))),
        6 => general(stated),
        7 => general(percent),
        _ => text(&show(percent, digits)),
    };
    (cell, stated)
}

/// The percentage that a formula gives, and its cell, which shows one digit.
pub fn quotient(part: u32, whole: u32) -> (Decimal, Cell) {
    let fraction = round(Decimal::from(part) / Decimal::from(whole), STORED_DIGITS);
    (fraction * Decimal::ONE_HUNDRED, formatted(fraction, 1, true))
}

/// Points as typed.
pub struct Points {
    pub cell: Cell,
    /// What a person reads.
    pub shown: Decimal,
    /// What a formula that adds them up reads.
    pub stored: Decimal,
}

impl Points {
    /// Typed as they are.
    pub fn plain(dice: &mut Dice, value: Decimal) -> Points {
        let digits = value.normalize().scale();
        let cell = match dice.below(10) {
            0..6 => general(value),
            6 | 7 => formatted(value, digits, false),
            8 => text(&show(value, digits)),
            _ => text(&format!("{}分", show(value, digits))),
        };
        Points { cell, shown: value, stored: value }
    }

    /// What a calculation gives, rounded or cut off as people do it; never above `most`.
    pub fn calculated(dice: &mut Dice, exact: Decimal, most: Decimal) -> Points {
        if exact >= most {
            return Points::plain(dice, most);
        }
        let (digits, shown) = match dice.below(20) {
            0..9 => (2, round(exact, 2)),
            9..12 => (1, round(exact, 1)),
            12..15 => (2, cut(exact, 2)),
            15 => (1, cut(exact, 1)),
            16 => (0, round(exact, 0)),
            _ => return Points::hidden(exact),
        };
        let (digits, shown) = if shown > most { (2, round(exact, 2)) } else { (digits, shown) };
        let cell = match dice.below(10) {
            0..5 => general(shown),
            5..8 => formatted(shown, digits, false),
            8 => text(&show(shown, digits)),
            _ => text(&full_width(&show(shown, digits))),
        };
        Points { cell, shown, stored: shown }
    }

    /// A formula's result, of which the cell shows two digits.
    fn hidden(exact: Decimal) -> Points {
        let stored = round(exact, STORED_DIGITS);
        Points { cell: formatted(stored, 2, false), shown: round(exact, 2), stored }
    }
}
