//! Figures: numbers as written, with unit and the interval that they may stand for by their digits.
//!
//! `95.2` typed with one digit stands for every value in [95.15, 95.25]; `91%` for
//! [90.5 %, 91.5 %]. Whether figures agree is decided over these ranges, never with a
//! tolerance: a relation is broken only where no choice of true values satisfies it.

pub mod cell_value;
pub mod number;
pub mod range;

use std::fmt;

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

use crate::model::place::Place;

/// Figures larger than this (in their own unit) are not read: no budget has them, and
/// products of two stay far inside what `Decimal` holds.
pub const LARGEST: i64 = 1_000_000_000_000_000;

/// What a figure counts, and how many base units one of it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Unit {
    /// 元, the base unit of money.
    Yuan,
    /// 千元, a thousand yuan.
    QianYuan,
    /// 万元, ten thousand yuan.
    WanYuan,
    /// 亿元, a hundred million yuan.
    YiYuan,
    /// Percent; the base unit is the fraction 1.
    Percent,
    /// 分, points of a score or a weight.
    Points,
    /// Pieces, persons, codes: anything counted.
    Count,
}

impl Unit {
    /// Base units in one of this unit: yuan for money, 1 for everything that has no other base.
    pub fn scale(self) -> Decimal {
        match self {
            Unit::QianYuan => Decimal::ONE_THOUSAND,
            Unit::WanYuan => Decimal::from(10_000),
            Unit::YiYuan => Decimal::from(100_000_000),
            Unit::Percent => Decimal::new(1, 2),
            Unit::Yuan | Unit::Points | Unit::Count => Decimal::ONE,
        }
    }

    /// Whether this is a unit of money.
    pub fn is_money(self) -> bool {
        matches!(self, Unit::Yuan | Unit::QianYuan | Unit::WanYuan | Unit::YiYuan)
    }

    /// The most digits after the point that money in this unit can have: nothing is finer than a fen.
    pub fn finest(self) -> i32 {
        match self {
            Unit::Yuan => 2,
            Unit::QianYuan => 5,
            Unit::WanYuan => 6,
            Unit::YiYuan => 10,
            _ => 6,
        }
    }

    /// The unit as it stands on forms; empty for counts.
    pub fn name(self) -> &'static str {
        match self {
            Unit::Yuan => "元",
            Unit::QianYuan => "千元",
            Unit::WanYuan => "万元",
            Unit::YiYuan => "亿元",
            Unit::Percent => "%",
            Unit::Points => "分",
            Unit::Count => "",
        }
    }

    /// The money unit named in a text such as 「单位：万元」, if any.
    pub fn of_money(text: &str) -> Option<Unit> {
        // 元 stands in the others.
        [Unit::WanYuan, Unit::YiYuan, Unit::QianYuan, Unit::Yuan].into_iter().find(|unit| text.contains(unit.name()))
    }
}

pub use cell_value::NewValue;
pub use range::Range;

/// How the cell keeps the figure, so that a corrected value is written the same way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CellEncoding {
    /// A number.
    Number {
        /// The cell holds the figure's value times this (0.01 for a percent format).
        factor: Decimal,
        /// The cell has no number format, so that its zeros at the end are not shown.
        general: bool,
    },
    /// A text; what stands before and after the number.
    Text {
        /// Such as 「自评等级：」 or 「约」.
        prefix: String,
        /// Such as `%` or 「万元」.
        suffix: String,
        /// The text shows the figure's value times this (0.01 for a rate typed as 0.95).
        factor: Decimal,
    },
}

/// A number as written in one cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// The value in `unit` (95.20 for 95.20 %).
    pub value: Decimal,
    /// Digits after the point that the figure counts as having. For a plain number among
    /// amounts these are the finest digits of the form; negative for 「1.5万人次」.
    pub decimals: i32,
    /// Digits after the point as written in this very cell.
    pub own_decimals: i32,
    /// What it counts.
    pub unit: Unit,
    /// Counts, head counts and weights stand for themselves only.
    pub exact: bool,
    /// The cell holds no more digits than it shows.
    pub whole: bool,
    /// How the cell keeps it.
    pub stored: CellEncoding,
    /// Where it stands.
    pub place: Place,
}

impl Figure {
    /// Every value, in base units, that rounds to this figure.
    pub fn range(&self) -> Range {
        self.range_with(self.decimals)
    }

    /// The same with the digits of the cell itself, where the form's digits are finer.
    pub fn own_range(&self) -> Range {
        self.range_with(self.own_decimals)
    }

    fn range_with(&self, decimals: i32) -> Range {
        let half = if self.exact { Decimal::ZERO } else { unit_in_last_place(decimals) * Decimal::new(5, 1) };
        let scale = self.unit.scale();
        Range { low: (self.value - half) * scale, high: (self.value + half) * scale }
    }

    /// The figure as an addend of points: a score is what was awarded, not a rounding of something finer,
    /// unless the cell itself hides further digits.
    pub fn as_awarded(&self) -> Figure {
        Figure { exact: self.exact || self.whole, ..self.clone() }
    }

    /// The value in base units.
    pub fn base(&self) -> Decimal {
        self.value * self.unit.scale()
    }

    /// The figure's value that another content of its cell stands for; none for a text that is no number.
    pub fn value_of(&self, stored: &NewValue) -> Option<Decimal> {
        let number = match stored {
            NewValue::Number(number) => *number,
            NewValue::Text(text) => crate::model::figure::number::parse(text)?.value,
        };
        match &self.stored {
            CellEncoding::Number { factor, .. } | CellEncoding::Text { factor, .. } => {
                Some((number / factor).normalize())
            }
        }
    }

    /// What the cell has to hold to state another value.
    pub fn to_stored(&self, value: Decimal) -> NewValue {
        match &self.stored {
            CellEncoding::Number { factor, .. } => NewValue::Number((value * factor).normalize()),
            CellEncoding::Text { prefix, suffix, factor } => {
                let shown = self.show_other(value * factor);
                NewValue::Text(format!("{prefix}{}{suffix}", shown.trim_end_matches('%')))
            }
        }
    }

    /// Another value (base units) rounded to the digits and unit of this figure.
    pub fn rounded_like(&self, base: Decimal) -> Decimal {
        // Rates and scores that follow from a division are given with the usual two digits at least.
        let usual = if matches!(self.unit, Unit::Percent | Unit::Points) { 2 } else { 0 };
        let decimals = u32::try_from(self.decimals.max(usual)).unwrap_or(0);
        round(base / self.unit.scale(), decimals)
    }

    /// The figure with another value; where it stands and how it is kept stay.
    pub fn with_value(&self, value: Decimal) -> Figure {
        let decimals = self.decimals.max(i32::try_from(value.normalize().scale()).unwrap_or(0));
        Figure { value, decimals, own_decimals: decimals, ..self.clone() }
    }

    /// The value as a person would type it in this cell: `91.00%`, `1000.00`.
    pub fn show(&self) -> String {
        show(self.value, self.own_decimals, self.unit)
    }

    /// Another value shown in the manner of this figure.
    pub fn show_other(&self, value: Decimal) -> String {
        let needed = i32::try_from(value.normalize().scale()).unwrap_or(0);
        show(value, self.own_decimals.max(needed), self.unit)
    }
}

/// 10 to the power of minus `decimals`.
pub fn unit_in_last_place(decimals: i32) -> Decimal {
    match u32::try_from(decimals) {
        Ok(digits) => Decimal::new(1, digits.min(20)),
        Err(_) => Decimal::from(10_i64.pow(decimals.unsigned_abs().min(12))),
    }
}

/// Rounds half away from zero, as spreadsheets and people do.
pub fn round(value: Decimal, decimals: u32) -> Decimal {
    value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero)
}

/// A value with a fixed number of digits, and the percent sign where it is one.
pub fn show(value: Decimal, decimals: i32, unit: Unit) -> String {
    let digits = usize::try_from(decimals).unwrap_or(0);
    let sign = if unit == Unit::Percent { "%" } else { "" };
    let rounded = round(value, u32::try_from(digits).unwrap_or(0));
    format!("{rounded:.digits$}{sign}")
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.show())
    }
}

#[cfg(test)]
mod tests;
