//! Interval arithmetic over closed intervals.

use std::ops::{Add, Mul, Neg, Sub};

use rust_decimal::Decimal;

/// A closed interval of values, in base units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    /// Smallest value.
    pub low: Decimal,
    /// Largest value.
    pub high: Decimal,
}

impl Range {
    /// The interval that holds one value only.
    pub fn point(value: Decimal) -> Range {
        Range { low: value, high: value }
    }

    /// The interval between two values, given in any order.
    pub fn between(a: Decimal, b: Decimal) -> Range {
        Range { low: a.min(b), high: a.max(b) }
    }

    /// Whether some value lies in both intervals.
    pub fn meets(self, other: Range) -> bool {
        self.low <= other.high && other.low <= self.high
    }

    /// What lies in both intervals; where nothing does, the end of each that faces the other.
    pub fn common(self, other: Range) -> Range {
        let (low, high) = (self.low.max(other.low), self.high.min(other.high));
        Range { low: low.min(high), high: low.max(high) }
    }

    /// Whether `value` lies inside.
    pub fn contains(self, value: Decimal) -> bool {
        self.low <= value && value <= self.high
    }

    /// The quotients of all pairs; none where the divisor may be zero, or so small that nothing can be said.
    pub fn divide(self, by: Range) -> Option<Range> {
        if by.contains(Decimal::ZERO) {
            return None;
        }
        let divide = |above: Decimal, below: Decimal| above.checked_div(below);
        let (low, high) = (self.low, self.high);
        Some(Range::hull([divide(low, by.low)?, divide(low, by.high)?, divide(high, by.low)?, divide(high, by.high)?]))
    }

    fn hull(values: [Decimal; 4]) -> Range {
        let mut hull = Range::point(values[0]);
        for value in values {
            hull = Range { low: hull.low.min(value), high: hull.high.max(value) };
        }
        hull
    }
}

impl Add for Range {
    type Output = Range;
    fn add(self, other: Range) -> Range {
        Range { low: self.low.saturating_add(other.low), high: self.high.saturating_add(other.high) }
    }
}

impl Neg for Range {
    type Output = Range;
    fn neg(self) -> Range {
        Range { low: -self.high, high: -self.low }
    }
}

impl Sub for Range {
    type Output = Range;
    fn sub(self, other: Range) -> Range {
        self + -other
    }
}

impl Mul for Range {
    type Output = Range;
    fn mul(self, other: Range) -> Range {
        Range::hull([
            self.low.saturating_mul(other.low),
            self.low.saturating_mul(other.high),
            self.high.saturating_mul(other.low),
            self.high.saturating_mul(other.high),
        ])
    }
}
