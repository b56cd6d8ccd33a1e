//! Number formats: how many digits a cell shows.

use rust_decimal::Decimal;

use crate::model::figure::{Unit, round, show};

/// What binary arithmetic leaves over of a zero is smaller than this; no figure on a form is.
const SMALLEST: f64 = 1e-13;

/// How a numeric cell is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct NumberFormat {
    /// Digits after the point; none for General and for formats that show as many as there are.
    pub decimals: Option<u32>,
    /// Shown times 100 with a percent sign.
    pub percent: bool,
}

impl NumberFormat {
    /// Reads a format code such as `#,##0.00` or `0.00%`; only the section for positive numbers counts.
    pub fn parse(code: &str) -> NumberFormat {
        let section = bare_section(code);
        let percent = section.contains('%');
        let (whole, fraction) = section.split_once('.').unwrap_or((section.as_str(), ""));
        let has_digits = section.contains(['0', '?', '#']);
        let scaled = section.trim_end_matches(|c: char| !matches!(c, '0' | '#' | '?' | ',')).ends_with(',');
        let vague =
            !has_digits || whole.contains('/') || fraction.contains(['#', '/', 'E']) || whole.contains('E') || scaled;
        let decimals = (!vague).then(|| count_digits(fraction));
        NumberFormat { decimals, percent }
    }

    /// The format of a cell that shows exactly these digits.
    pub fn fixed(decimals: u32, percent: bool) -> NumberFormat {
        NumberFormat { decimals: Some(decimals), percent }
    }

    /// The number as the cell shows it.
    pub fn show(self, number: Decimal) -> String {
        let shown = if self.percent { number.saturating_mul(Decimal::ONE_HUNDRED) } else { number };
        let unit = if self.percent { Unit::Percent } else { Unit::Count };
        let decimals = self.decimals.unwrap_or_else(|| shown.normalize().scale());
        show(round(shown, decimals), i32::try_from(decimals).unwrap_or(0), unit)
    }
}

/// A stored number with the 15 digits that spreadsheets keep: 0.92829999999999990 is 0.9283.
pub fn decimal(number: f64) -> Option<Decimal> {
    if number.abs() < SMALLEST {
        return Some(Decimal::ZERO);
    }
    let scientific = format!("{number:.14e}");
    Decimal::from_scientific(&scientific).ok().map(|decimal| decimal.normalize())
}

/// The first section of a code without quoted text, colours, conditions and padding.
fn bare_section(code: &str) -> String {
    let mut bare = String::new();
    let mut chars = code.chars();
    while let Some(c) = chars.next() {
        match c {
            ';' => break,
            '"' => drop(chars.by_ref().find(|&c| c == '"')),
            '[' => drop(chars.by_ref().find(|&c| c == ']')),
            '\\' | '_' | '*' => drop(chars.next()),
            other => bare.push(other),
        }
    }
    bare
}

fn count_digits(fraction: &str) -> u32 {
    let digits = fraction.chars().take_while(|c| matches!(c, '0' | '?')).count();
    u32::try_from(digits).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_say_how_many_digits_are_shown() {
        let cases = [
            ("General", None, false),
            ("@", None, false),
            ("0", Some(0), false),
            ("0.00", Some(2), false),
            ("#,##0.00", Some(2), false),
            ("#,##0.00_);(#,##0.00)", Some(2), false),
            ("_ * #,##0.000_ ;_ * -#,##0.000_ ;_ * \"-\"??_ ;_ @_ ", Some(3), false),
            ("0.00%", Some(2), true),
            ("0%", Some(0), true),
            ("[Red]0.0\"万元\"", Some(1), false),
            ("#.##", None, false),
            ("0.00E+00", None, false),
            ("# ?/?", None, false),
            ("#,##0.0,", None, false),
        ];
        for (code, decimals, percent) in cases {
            assert_eq!(NumberFormat::parse(code), NumberFormat { decimals, percent }, "{code}");
        }
    }

    #[test]
    fn a_shown_number_keeps_its_zeros() {
        assert_eq!(NumberFormat::parse("0.00").show(Decimal::new(952, 1)), "95.20");
        assert_eq!(NumberFormat::parse("0.00%").show(Decimal::new(952, 3)), "95.20%");
        assert_eq!(NumberFormat::default().show(Decimal::new(95200, 3)), "95.2");
    }

    #[test]
    fn stored_numbers_lose_the_noise_of_binary() {
        let cases = [
            (0.928_299_999_999_999_9, "0.9283"),
            (0.1 + 0.2, "0.3"),
            (95.2, "95.2"),
            (-1e-7, "-0.0000001"),
            (1e12, "1000000000000"),
            (0.1 + 0.2 - 0.3, "0"),
        ];
        for (stored, meant) in cases {
            assert_eq!(decimal(stored).map(|number| number.to_string()).as_deref(), Some(meant));
        }
        assert_eq!(decimal(f64::NAN), None);
        assert_eq!(decimal(1e40), None);
    }
}
