//! Decimal helpers: how a person rounds and types a number.

use rust_decimal::{Decimal, RoundingStrategy};

/// A number written in the generator's own data; a slip there is a bug, so it panics.
pub fn dec(text: &str) -> Decimal {
    text.trim().parse().unwrap_or_else(|_| panic!("not a number in the sample data: {text}"))
}

/// Rounds half away from zero, as people and spreadsheets do.
pub fn round(value: Decimal, digits: u32) -> Decimal {
    value.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero)
}

/// The value with exactly so many digits after the point.
pub fn fixed(value: Decimal, digits: usize) -> String {
    format!("{:.digits$}", round(value, digits as u32))
}

/// The value as a General cell shows it: no trailing zeros.
pub fn general(value: Decimal) -> String {
    value.normalize().to_string()
}

/// Two digits and separators between thousands.
pub fn thousands(value: Decimal) -> String {
    let text = fixed(value.abs(), 2);
    let (whole, fraction) = text.split_once('.').expect("two digits were asked for");
    let mut grouped = String::new();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let sign = if value.is_sign_negative() { "-" } else { "" };
    format!("{sign}{grouped}.{fraction}")
}

/// The nearest double: what a spreadsheet stores.
pub fn as_f64(value: Decimal) -> f64 {
    value.to_string().parse().expect("a decimal reads as a double")
}

/// The same characters as somebody types them with a Chinese input method left on.
pub fn full_width(text: &str) -> String {
    let widen = |c: char| match c {
        '0'..='9' | '.' | '%' => char::from_u32(c as u32 + 0xFEE0).unwrap_or(c),
        other => other,
    };
    text.chars().map(widen).collect()
}

/// The first number in a text such as `≥50个`.
pub fn first_number(text: &str) -> Option<Decimal> {
    let text: String = text.chars().map(narrow).collect();
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let digits: String = text[start..].chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
    digits.parse().ok()
}

fn narrow(c: char) -> char {
    match c {
        '０'..='９' | '．' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        other => other,
    }
}
