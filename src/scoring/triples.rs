//! Targets, actual values and weights with the points that follow, worked out by hand: see `triples.txt`.

use rust_decimal::Decimal;

use super::*;

const TABLE: &str = include_str!("triples.txt");
/// The year that the forms of the table are about.
const YEAR: i32 = 2023;

struct Triple<'a> {
    line: &'a str,
    aim: Target,
    actual: &'a str,
    weight: Decimal,
    expected: &'a str,
}

/// `《name/level》【direction/unit】value`
fn aim(text: &str) -> Target {
    let ([name, level], rest) = parts(text, '《', '》');
    let ([direction, unit], value) = parts(rest, '【', '】');
    match target_in_parts(direction, value, unit, name, level) {
        Target::Deadline(deadline) => Target::Deadline(deadline.in_year(Some(YEAR))),
        aim => aim,
    }
}

/// Two words in brackets, and what follows.
fn parts(text: &str, open: char, close: char) -> ([&str; 2], &str) {
    let inside = text.strip_prefix(open).and_then(|rest| rest.split_once(close));
    let Some((inside, rest)) = inside else { return (["", ""], text) };
    let (one, other) = inside.split_once('/').expect("two words");
    ([one, other], rest)
}

fn triples() -> Vec<Triple<'static>> {
    let rows = TABLE.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    rows.map(|line| {
        let [value, actual, weight, expected] =
            line.split('|').map(str::trim).collect::<Vec<_>>().try_into().unwrap_or_else(|_| panic!("{line}"));
        Triple { line, aim: aim(value), actual, weight: weight.parse().expect("a weight"), expected }
    })
    .collect()
}

/// What the program says, in the words of the table.
fn said(triple: &Triple, typed: &str) -> String {
    let digits = |value: Decimal| crate::model::figure::round(value, 2).normalize().to_string();
    if let Some(points) = points(&triple.aim, typed, triple.weight, None) {
        let value = digits(points.value);
        return match points.case {
            Case::Late => "逾期".to_string(),
            Case::Exact if points.range.high == triple.weight && points.value < triple.weight => {
                format!("{value}~{} 建议", triple.weight)
            }
            Case::Exact => format!("{value} 建议"),
            Case::Met | Case::Short | Case::Down => value,
        };
    }
    if units_that_differ(&triple.aim, &Actual::read(typed)).is_some() {
        return "单位".to_string();
    }
    match Tier::of(typed).filter(|_| triple.aim == Target::Qualitative) {
        Some(tier) => {
            let (low, high) = tier.shares();
            let end = if tier == Tier::Reached { ']' } else { ')' };
            format!("[{},{}{end}", digits(low * triple.weight), digits(high * triple.weight))
        }
        None => "人".to_string(),
    }
}

#[test]
fn points_are_those_worked_out_by_hand() {
    let triples = triples();
    assert!(triples.len() >= 160, "{}", triples.len());
    let unit = |line: &str| {
        line.split_once('】').and_then(|(parts, _)| parts.split_once('/')).map(|(_, unit)| unit.to_string())
    };
    let wrong = triples.iter().filter_map(|triple| {
        // A percent sign in its column is left out, as the rules do.
        let unit = unit(triple.line).filter(|unit| unit != "%").unwrap_or_default();
        let said = said(triple, &with_unit(triple.actual, &unit));
        (said != triple.expected).then(|| format!("{}  — program: {said}", triple.line))
    });
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
