//! A model of typing errors: how a wrong figure may have come about.
//!
//! Each is undone on the figure as written; where a value that the laws allow comes out, the slip is a likely reason.
//! The rarer it is for a slip to fit by chance, the more it says.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::model::figure::{Figure, Range, Unit};

/// A slip of typing or copying.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Slip {
    /// Typed in the first unit, where the form counts in the second.
    Unit(&'static str, &'static str),
    /// The decimal point shifted.
    Point,
    /// A fraction for a percentage, or the reverse.
    Percent,
    /// The sign lost, or one too many.
    Sign,
    /// Two neighbouring digits exchanged.
    Transposed,
    /// A digit left out.
    Dropped,
    /// A digit typed twice.
    Doubled,
    /// One digit mistyped.
    Mistyped,
    /// The value of the cell beside it, which is named.
    Copied(String),
    /// Two cells exchanged; the other one is named.
    Exchanged(String),
    /// Values that slid into the next row or column.
    Shifted,
}

impl Slip {
    /// How much it says for a figure being at fault, on the scale of the figures' weights.
    pub fn strength(&self) -> u32 {
        match self {
            Slip::Exchanged(_) | Slip::Shifted => 300,
            Slip::Unit(..) | Slip::Percent | Slip::Sign => 200,
            Slip::Point => 150,
            Slip::Transposed | Slip::Doubled => 110,
            Slip::Dropped => 80,
            Slip::Copied(_) => 10,
            // Any of a sum's figures may differ from what would fit in one digit.
            Slip::Mistyped => 0,
        }
    }

    /// 「疑似把元填成了万元」
    pub fn words(&self) -> String {
        match self {
            Slip::Unit(typed, meant) => format!("疑似把{typed}填成了{meant}"),
            Slip::Point => "疑似小数点错位".to_string(),
            Slip::Percent => "疑似百分数与小数混淆".to_string(),
            Slip::Sign => "疑似正负号有误".to_string(),
            Slip::Transposed => "疑似相邻两位数字颠倒".to_string(),
            Slip::Dropped => "疑似漏了一位数字".to_string(),
            Slip::Doubled => "疑似一位数字重复".to_string(),
            Slip::Mistyped => "疑似一位数字误填".to_string(),
            Slip::Copied(cell) => format!("与相邻的 {cell} 相同，疑似误抄"),
            Slip::Exchanged(cell) => format!("疑似与 {cell} 互换"),
            Slip::Shifted => "疑似填串了行或列".to_string(),
        }
    }
}

/// A slip, and the values in the figure's own unit that it would have been made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlipReading {
    /// What happened.
    pub slip: Slip,
    /// The value that was meant, as far as the digits still tell.
    pub value: Decimal,
    /// Every value that it may have been.
    pub range: Range,
}

/// Every slip that can have led to this figure.
pub fn readings(figure: &Figure) -> Vec<SlipReading> {
    let mut readings = factors(figure);
    let exact = |(slip, value): (Slip, Decimal)| SlipReading { slip, value, range: Range::point(value) };
    readings.push(exact((Slip::Sign, -figure.value)));
    readings.extend(digits(figure.value).into_iter().map(exact));
    // Nobody means more digits than the form has.
    let digits = figure.decimals.max(figure.own_decimals);
    let finer = |value: Decimal| i32::try_from(value.normalize().scale()).is_ok_and(|scale| scale > digits);
    readings.retain(|reading| {
        let lost = reading.range.low != reading.range.high;
        reading.value != figure.value && (lost || !finer(reading.value))
    });
    readings
}

/// Slips that multiply: unit, percent, decimal point. Digits that were lost leave a range.
fn factors(figure: &Figure) -> Vec<SlipReading> {
    let scaled = |slip: Slip, factor: Decimal| {
        let range = figure.own_range();
        let to = factor / figure.unit.scale();
        SlipReading { slip, value: figure.value * factor, range: Range::between(range.low * to, range.high * to) }
    };
    let ten_thousand = Decimal::from(10_000);
    let mut readings = Vec::new();
    match figure.unit {
        Unit::WanYuan => {
            readings.push(scaled(Slip::Unit("元", "万元"), Decimal::ONE / ten_thousand));
            readings.push(scaled(Slip::Unit("亿元", "万元"), ten_thousand));
        }
        Unit::Yuan => readings.push(scaled(Slip::Unit("万元", "元"), ten_thousand)),
        Unit::Percent => {
            readings.push(scaled(Slip::Percent, Decimal::ONE_HUNDRED));
            readings.push(scaled(Slip::Percent, Decimal::ONE / Decimal::ONE_HUNDRED));
        }
        _ => {}
    }
    for shift in [10, 100, 1000].map(Decimal::from) {
        readings.push(scaled(Slip::Point, shift));
        readings.push(scaled(Slip::Point, Decimal::ONE / shift));
    }
    readings
}

/// Slips of single digits.
fn digits(value: Decimal) -> Vec<(Slip, Decimal)> {
    let value = value.normalize();
    let (sign, decimals) = (if value.is_sign_negative() { -1 } else { 1 }, value.scale());
    let digits: Vec<u8> = value.mantissa().unsigned_abs().to_string().bytes().map(|digit| digit - b'0').collect();
    let integers = digits.len().saturating_sub(decimals as usize);
    let mut found = BTreeSet::new();
    for index in 0..digits.len() {
        found.extend(mistyped(&digits, index).map(|other| (SlipKey::Mistyped, other, decimals)));
        if digits.get(index + 1).is_some_and(|next| *next == digits[index]) {
            let fewer = if index < integers { decimals } else { decimals.saturating_sub(1) };
            found.insert((SlipKey::Doubled, without(&digits, index), fewer));
        } else if index + 1 < digits.len() {
            let mut other = digits.clone();
            other.swap(index, index + 1);
            found.insert((SlipKey::Transposed, other, decimals));
        }
    }
    for index in 0..=digits.len() {
        let more = if index <= integers && integers > 0 { [Some(decimals), None] } else { [None, Some(decimals + 1)] };
        // At the point itself the digit may have stood on either side.
        let more = if index == integers { [Some(decimals), Some(decimals + 1)] } else { more };
        for digit in 0..=9 {
            for decimals in more.into_iter().flatten() {
                found.insert((SlipKey::Dropped, with(&digits, index, digit), decimals));
            }
        }
    }
    let leads = |digits: &[u8], decimals: u32| digits.len() > decimals as usize + 1 && digits[0] == 0;
    let plausible = found.into_iter().filter(|(_, digits, decimals)| !leads(digits, *decimals));
    plausible
        .filter_map(|(key, digits, decimals)| Some((key.slip(), number(&digits, decimals)? * Decimal::from(sign))))
        .collect()
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum SlipKey {
    Transposed,
    Doubled,
    Dropped,
    Mistyped,
}

impl SlipKey {
    fn slip(self) -> Slip {
        match self {
            SlipKey::Transposed => Slip::Transposed,
            SlipKey::Doubled => Slip::Doubled,
            SlipKey::Dropped => Slip::Dropped,
            SlipKey::Mistyped => Slip::Mistyped,
        }
    }
}

fn mistyped(digits: &[u8], index: usize) -> impl Iterator<Item = Vec<u8>> {
    (0..=9).filter(move |&digit| digit != digits[index]).map(move |digit| {
        let mut other = digits.to_vec();
        other[index] = digit;
        other
    })
}

fn with(digits: &[u8], index: usize, digit: u8) -> Vec<u8> {
    let mut other = digits.to_vec();
    other.insert(index, digit);
    other
}

fn without(digits: &[u8], index: usize) -> Vec<u8> {
    let mut other = digits.to_vec();
    other.remove(index);
    other
}

fn number(digits: &[u8], decimals: u32) -> Option<Decimal> {
    let mantissa = digits.iter().try_fold(0_i64, |number, &digit| number.checked_mul(10)?.checked_add(digit.into()))?;
    (decimals <= 20).then(|| Decimal::new(mantissa, decimals))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The slips by which one value could have become another.
    fn slips(typed: &str, meant: &str) -> Vec<Slip> {
        let meant: Decimal = meant.parse().expect("a number");
        let found = digits(typed.parse().expect("a number")).into_iter();
        found.filter(|(_, value)| *value == meant).map(|(slip, _)| slip).collect()
    }

    #[test]
    fn slips_of_single_digits_are_undone() {
        assert_eq!(slips("434.26", "443.26"), [Slip::Transposed]);
        assert_eq!(slips("4433.26", "443.26"), [Slip::Doubled]);
        assert_eq!(slips("44.26", "443.26"), [Slip::Dropped]);
        assert_eq!(slips("443.6", "443.26"), [Slip::Dropped]);
        assert_eq!(slips("448.26", "443.26"), [Slip::Mistyped]);
        assert_eq!(slips("443.266", "443.26"), [Slip::Doubled, Slip::Mistyped]);
        assert_eq!(slips("-434.26", "-443.26"), [Slip::Transposed]);
        assert_eq!(slips("500.00", "443.26"), []);
    }
}
