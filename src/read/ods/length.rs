//! Lengths as .ods files state them, with a unit.

use rust_decimal::Decimal;

/// A width in characters from one in inches: a character of the usual font takes 7 pixels of 96 to the inch, and
/// five are left free.
pub fn characters(inches: Decimal) -> Decimal {
    let pixels = inches * Decimal::from(96);
    ((pixels - Decimal::from(5)) / Decimal::from(7)).round_dp(2).max(Decimal::ZERO)
}

/// A length such as `2.26cm` in inches.
pub fn inches(text: &str) -> Option<Decimal> {
    let text = text.trim();
    let digits = text.find(|c: char| c.is_ascii_alphabetic())?;
    let (number, unit) = text.split_at(digits);
    let number: Decimal = number.parse().ok()?;
    let per_inch = match unit {
        "in" => Decimal::ONE,
        "cm" => Decimal::new(254, 2),
        "mm" => Decimal::new(254, 1),
        "pt" => Decimal::from(72),
        _ => return None,
    };
    number.checked_div(per_inch)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_any_unit_are_inches() {
        assert_eq!(inches("2.54cm"), Some(Decimal::ONE));
        assert_eq!(inches("36pt"), Some(Decimal::new(5, 1)));
        assert_eq!(inches("1.5"), None);
        assert_eq!(characters(Decimal::ONE), Decimal::from(13));
    }
}
