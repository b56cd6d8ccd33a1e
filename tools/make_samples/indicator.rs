//! One indicator: its target, what was achieved, and the score that follows.

use rust_decimal::Decimal;

use crate::number::{dec, first_number, round};

#[derive(Clone, Default)]
pub struct Indicator {
    pub first: String,
    pub second: String,
    pub third: String,
    pub target: String,
    pub actual: String,
    pub weight: Decimal,
    pub score: Decimal,
    pub reason: String,
    /// An explanation of the indicator, or whether it is a core one.
    pub note: String,
}

impl Indicator {
    /// `first|second|third|target|actual|weight|reason|score|note`; an empty level is that of the row above,
    /// and the score is only written where it is a judgement.
    pub fn read(line: &str, before: Option<&Indicator>) -> Self {
        let fields: Vec<&str> = line.split('|').map(str::trim).collect();
        let field = |i: usize| fields.get(i).copied().unwrap_or_default().to_string();
        let level = |i: usize, above: fn(&Indicator) -> &String| match fields[i] {
            "" => above(before.expect("the first row names its levels")).clone(),
            own => own.to_string(),
        };
        let weight = dec(fields[5]);
        let judged = fields.get(7).filter(|text| !text.is_empty());
        Indicator {
            first: level(0, |i| &i.first),
            second: level(1, |i| &i.second),
            third: field(2),
            target: field(3),
            actual: field(4),
            weight,
            score: judged.map_or_else(|| score(fields[3], fields[4], weight), |text| dec(text)),
            reason: field(6),
            note: field(8),
        }
    }

    /// Which way the target goes, for a column of its own.
    pub fn nature(&self) -> &'static str {
        match self.target.chars().next() {
            Some('≥') => "≥",
            Some('≤') => "≤",
            Some('=') => "＝",
            _ => "定性",
        }
    }

    /// The unit behind the target's number, for a column of its own.
    pub fn measure(&self) -> &str {
        let unit = self.target.trim_start_matches(|c: char| !c.is_ascii_digit());
        match unit.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.') {
            "" => "—",
            unit => unit,
        }
    }

    /// Points in percent of the weight.
    pub fn coefficient(&self) -> Decimal {
        round(self.score / self.weight * Decimal::ONE_HUNDRED, 2)
    }
}

/// Points by the formula: full when met, else in proportion.
fn score(target: &str, actual: &str, weight: Decimal) -> Decimal {
    let is_number = target.starts_with(['≥', '≤', '=']) || target.starts_with(|c: char| c.is_ascii_digit());
    let range = target.contains(['-', '～']);
    let deadline = target.contains('月');
    if !is_number || range || deadline || actual.is_empty() {
        return weight;
    }
    let goal = first_number(target).expect("a numeric target has a number");
    let done = first_number(actual).unwrap_or_else(|| panic!("{target} is answered by {actual}"));
    let (part, whole) = if target.starts_with('≤') { (goal, done) } else { (done, goal) };
    if part >= whole { weight } else { round(part / whole * weight, 2) }
}
