//! Identity numbers: with a valid check digit anywhere, and whatever stands behind a label that says it is one.

use std::ops::Range;

use super::{DigitRun, PersonalData, PersonalKind, after};

/// What says that a number is one.
const LABELS: [&str; 4] = ["身份证", "身份号码", "证件号码", "证件号"];
/// How many digits these numbers have, the last of which may be an X.
const LENGTHS: [usize; 2] = [15, 18];

/// Behind 「身份证号：」, 15 or 18 digits however they are grouped: one that was mistyped is nearly somebody's number.
pub fn labelled(chars: &[char]) -> Vec<PersonalData> {
    let mut found = Vec::new();
    for label in LABELS {
        let mut from = 0;
        while let Some(end) = after(chars, label, from) {
            from = end;
            let gap = chars[end..].iter().take_while(|c| "号码为是:(".contains(**c) || c.is_whitespace()).count();
            found.extend(number_at(chars, end + gap));
        }
    }
    found
}

fn number_at(chars: &[char], start: usize) -> Option<PersonalData> {
    let (mut digits, mut end) = (String::new(), start);
    for (at, c) in chars.iter().enumerate().skip(start) {
        match c {
            c if digits.len() == 18 && !c.is_ascii_digit() => break,
            'X' | 'x' if digits.len() == 17 => {}
            c if c.is_ascii_digit() => {}
            '-' | '—' if at > start => continue,
            c if c.is_whitespace() => continue,
            _ => break,
        }
        digits.push(*c);
        end = at + 1;
    }
    LENGTHS.contains(&digits.len()).then(|| found(start..end, &digits))
}

/// A number by itself: 18 digits at once, or as people group them, with a birthday and a valid check digit.
pub fn unlabelled(digits: &str, lengths: &[usize], next: Option<&char>, run: &DigitRun) -> Option<PersonalData> {
    let with_x = digits.len() == 17 && next.is_some_and(|c| matches!(c, 'X' | 'x'));
    let whole = if with_x { format!("{digits}X") } else { digits.to_string() };
    let last = if with_x { 3 } else { 4 };
    let is_grouped = lengths.len() == 1 || lengths == [6, 8, last] || lengths == [6, 4, 4, last];
    if !is_grouped || whole.len() != 18 || !has_check_digit(&whole) {
        return None;
    }
    Some(found(run.range.start..run.range.end + usize::from(with_x), &whole))
}

fn found(range: Range<usize>, digits: &str) -> PersonalData {
    PersonalData { kind: PersonalKind::Identity, range, masked: format!("{}***************", &digits[..3]) }
}

/// GB 11643: the weighted sum of the first 17 digits decides the last one; the birthday must be one.
fn has_check_digit(whole: &str) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = whole.chars().zip(WEIGHTS).map(|(c, weight)| c.to_digit(10).unwrap_or(0) * weight).sum();
    let expected = "10X98765432".chars().nth(usize::try_from(sum % 11).unwrap_or(0));
    let part = |range: Range<usize>| whole[range].parse::<u32>().unwrap_or(0);
    // The check digit alone passes one in eleven of all other long numbers.
    let is_day =
        (1900..2100).contains(&part(6..10)) && (1..=12).contains(&part(10..12)) && (1..=31).contains(&part(12..14));
    is_day && whole.chars().last() == expected
}
