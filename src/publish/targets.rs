//! Targets as a layout wants them: 「≥50公顷」 in one cell, or its direction, number and unit in columns of their own.

use rust_decimal::Decimal;

use crate::model::form::{Block, Measure, Row};
use crate::scoring;

/// Signs before a target.
const SIGNS: [char; 10] = ['≥', '≤', '＝', '=', '＞', '＜', '>', '<', '≧', '≦'];
/// What stands as direction of a target without a number.
const IN_WORDS: &str = "定性";
/// What a date or a time has behind its number, and what a deadline ends with: no units.
const OF_DATES: [char; 5] = ['年', '月', '日', '号', '时'];
const OF_DEADLINES: [char; 5] = ['前', '后', '底', '内', '末'];
/// A unit has no more characters than this.
const LONGEST_UNIT: usize = 8;

/// How the targets of a block are published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TargetParts {
    /// In the columns in which they were filed.
    AsFiled,
    /// Put together from direction, number and unit.
    Joined,
    /// Taken apart; the unit too, where there is a column for it.
    Apart {
        /// There is one.
        unit: bool,
    },
}

impl TargetParts {
    /// What becomes of the targets of a block in these columns.
    pub fn of(block: &Block, wanted: &[Measure]) -> TargetParts {
        let (wants, has) = (|measure| wanted.contains(&measure), |measure| block.columns.contains_key(&measure));
        let in_parts = has(Measure::Direction) || has(Measure::MeasuringUnit);
        match (wants(Measure::Target) && has(Measure::Target), wants(Measure::Direction)) {
            (true, false) if in_parts && block.rows.iter().all(can_be_joined) => TargetParts::Joined,
            (true, true) if !in_parts => TargetParts::Apart { unit: wants(Measure::MeasuringUnit) },
            _ => TargetParts::AsFiled,
        }
    }

    /// Whether a column goes into that of the targets.
    pub fn takes_in(self, measure: Measure) -> bool {
        self == TargetParts::Joined && matches!(measure, Measure::Direction | Measure::MeasuringUnit)
    }

    /// What a row says in a column, where that is not what was filed in it.
    pub fn said(self, row: &Row, measure: Measure) -> Option<String> {
        match (self, measure) {
            (TargetParts::Joined, Measure::Target | Measure::AdjustedTarget) => joined(row, measure),
            (TargetParts::Joined, Measure::Actual) => with_unit(row),
            (TargetParts::Apart { unit }, _) => apart(row, measure, unit),
            _ => None,
        }
    }
}

/// What a row states in a column; empty where it states nothing.
fn text(row: &Row, measure: Measure) -> &str {
    row.entries.get(&measure).filter(|entry| !entry.is_empty()).map_or("", |entry| entry.text.trim())
}

/// Whether nothing is lost: the direction is a sign, or says that the target is in words, as it is.
fn can_be_joined(row: &Row) -> bool {
    let (direction, target) = (text(row, Measure::Direction), text(row, Measure::Target));
    let is_in_words = direction == IN_WORDS && !target.is_empty() && !has_number(target);
    let has_target = !target.is_empty() || direction.is_empty() && text(row, Measure::MeasuringUnit).is_empty();
    has_target && (is_in_words || direction.chars().all(|c| SIGNS.contains(&c)))
}

/// 「≥」「50」「个」 → 「≥50个」.
fn joined(row: &Row, measure: Measure) -> Option<String> {
    let target = Some(text(row, measure)).filter(|target| !target.is_empty())?;
    let [sign, unit] = [Measure::Direction, Measure::MeasuringUnit].map(|part| text(row, part));
    let sign = if sign == IN_WORDS || target.starts_with(sign) { "" } else { sign };
    let unit = if target.ends_with(unit) { "" } else { unit };
    (!sign.is_empty() || !unit.is_empty()).then(|| format!("{sign}{target}{unit}"))
}

/// 「336」 beside 「≥320万立方米」 → 「336万立方米」: without its unit it would be another quantity. A fraction may be
/// meant as a percentage, and stays.
fn with_unit(row: &Row) -> Option<String> {
    let [actual, unit] = [Measure::Actual, Measure::MeasuringUnit].map(|part| text(row, part));
    let said = scoring::with_unit(actual, unit);
    let is_fraction = unit == "%" && actual.parse::<Decimal>().is_ok_and(|value| value <= Decimal::ONE);
    (said != actual && !is_fraction).then_some(said)
}

/// The part of a target that belongs into a column.
fn apart(row: &Row, measure: Measure, has_unit: bool) -> Option<String> {
    let target = text(row, Measure::Target);
    let is_target = matches!(measure, Measure::Target | Measure::AdjustedTarget);
    let own = if is_target { text(row, measure) } else { target };
    let parts = parts(own);
    let part = match (measure, parts) {
        (Measure::Direction, Some((sign, ..))) => sign,
        (Measure::Direction, None) if !target.is_empty() && !has_number(target) => IN_WORDS,
        (Measure::MeasuringUnit, Some((.., unit))) => unit,
        (_, Some((_, number, _))) if is_target && has_unit => number,
        (_, Some((sign, ..))) if is_target => own.strip_prefix(sign)?.trim_start(),
        _ => "",
    };
    (!part.is_empty()).then(|| part.to_string())
}

fn has_number(text: &str) -> bool {
    text.chars().any(|c| c.is_ascii_digit() || ('０'..='９').contains(&c))
}

/// Sign (perhaps none), number and unit of 「≥50公顷」; nothing for dates, ranges, and words.
fn parts(target: &str) -> Option<(&str, &str, &str)> {
    let after_sign = target.trim_start_matches(SIGNS);
    let sign = target.strip_suffix(after_sign)?;
    let number_on = after_sign.trim_start();
    let unit_on = number_on.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','));
    let number = number_on.strip_suffix(unit_on).filter(|number| has_number(number))?;
    let unit = unit_on.trim();
    let is_time = unit.starts_with(OF_DATES) || unit.ends_with(OF_DEADLINES);
    let is_unit = !is_time
        && unit.chars().count() <= LONGEST_UNIT
        && unit.chars().all(|c| c.is_alphabetic() || matches!(c, '%' | '％' | '/' | '‰' | '℃'));
    is_unit.then_some((sign, number, unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_taken_apart_only_where_it_is_number_and_unit() {
        assert_eq!(parts("≥50公顷"), Some(("≥", "50", "公顷")));
        assert_eq!(parts("= 98.5 %"), Some(("=", "98.5", "%")));
        assert_eq!(parts("≤6.5万元/公里"), Some(("≤", "6.5", "万元/公里")));
        assert_eq!(parts("≥3,200"), Some(("≥", "3,200", "")));
        assert_eq!(parts("≥12个月"), Some(("≥", "12", "个月")));
        assert_eq!(parts("12座"), Some(("", "12", "座")));
        for whole in
            ["2023年12月底前", "12月底前", "≤12月", "2024年", "≤10天内", "≥5次（每季度）", "≥10～20个", "效果明显", "≥"]
        {
            assert_eq!(parts(whole), None, "{whole}");
        }
    }
}
