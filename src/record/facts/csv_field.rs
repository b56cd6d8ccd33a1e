//! Texts in CSV files: a spreadsheet program takes one that begins like a formula for a formula, and calculates it.

use rust_decimal::Decimal;

/// What a formula begins with, or what leads to one.
const BEGINNINGS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// The text as it is written: an apostrophe stands before what a spreadsheet program would calculate, as people type it
/// there themselves. Numbers such as `-3.20` and `+5%` stay as they are.
pub fn shielded(text: &str) -> String {
    if is_formula(text.trim_start_matches('\'')) { format!("'{text}") } else { text.to_string() }
}

/// The text that was written as this.
pub fn unshielded(text: &str) -> &str {
    let bare = text.strip_prefix('\'').filter(|_| is_formula(text.trim_start_matches('\'')));
    bare.unwrap_or(text)
}

fn is_formula(text: &str) -> bool {
    let is_number = || {
        let plain = text.trim_end_matches('%').replace(',', "");
        plain.parse::<Decimal>().is_ok()
    };
    text.starts_with(BEGINNINGS) && !is_number()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_texts_and_come_back() {
        for text in ["=1+1", "@SUM(A1)", "-2+3+cmd|' /C calc'!A0", "+A1", "\t=1", "'=1", "''-x", "—"] {
            let written = shielded(text);
            assert!(!written.starts_with(BEGINNINGS), "{written}");
            assert_eq!(unshielded(&written), text);
        }
    }

    #[test]
    fn numbers_and_words_stay_as_they_are() {
        for text in ["-3.20", "+5%", "-1,234.5", "年度资金总额", "'甲'", "", "0"] {
            assert_eq!((shielded(text).as_str(), unshielded(text)), (text, text));
        }
    }
}
