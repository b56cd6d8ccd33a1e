//! A cell → what it states: the figure that belongs there, nothing, or something unreadable.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::model::figure::number::{self, Reading, Typed};
use crate::model::figure::{CellEncoding, Figure, LARGEST, Unit, round};
use crate::model::form::{ColumnKind, Content, Entry, Measure};
use crate::model::place::Place;
use crate::read::{Cell, NumberFormat, Value};

/// What stands in a cell where a figure (or text) of this kind belongs.
pub fn entry(cell: Option<&Cell>, place: Place, kind: ColumnKind, money: Unit) -> Entry {
    let Some(cell) = cell else {
        return Entry {
            place,
            text: String::new(),
            prefix: String::new(),
            content: Content::Blank,
            formula: None,
            recalculated: None,
            unverified: false,
        };
    };
    let content = match &cell.value {
        Value::Error(_) => Content::Error,
        // Something stands there, and nobody knows what: no sum over it can be checked.
        Value::Pending if kind == ColumnKind::Text => Content::Text,
        Value::Pending => Content::Unreadable,
        Value::Text(text) if text.trim().is_empty() => Content::Blank,
        // Numbers typed as text are common, and are reported by a rule of their own.
        Value::Text(text) => typed(text, kind, money, &place),
        Value::Number(_) if kind == ColumnKind::Text => Content::Text,
        Value::Number(value) => stored_figure(*value, cell.format, kind, money, &place),
    };
    Entry {
        place,
        text: cell.text(),
        prefix: String::new(),
        content,
        formula: cell.formula.clone(),
        recalculated: cell.recalculated,
        unverified: cell.unverified,
    }
}

/// A text that is not blank.
fn typed(text: &str, kind: ColumnKind, money: Unit, place: &Place) -> Content {
    match number::read(text) {
        Reading::NotStated => Content::NotStated,
        _ if kind == ColumnKind::Text => Content::Text,
        _ if is_error_text(text) => Content::Error,
        Reading::Number(typed) => typed_figure(typed, kind, money, place),
        Reading::Unreadable => Content::Unreadable,
    }
}

fn is_error_text(text: &str) -> bool {
    let text = text.trim();
    // `#DIV/0!` and the like, pasted as values.
    text.starts_with('#') && (text.ends_with('!') || text.ends_with('?') || text == "#N/A")
}

fn stored_figure(value: Decimal, format: NumberFormat, kind: ColumnKind, money: Unit, place: &Place) -> Content {
    // Beyond it exact arithmetic could overflow; no budget comes near.
    if value.abs() > Decimal::from(LARGEST) {
        return Content::Unreadable;
    }
    // A weight of 20 % is 20 points.
    let percent = format.percent && !matches!(kind, ColumnKind::Amount | ColumnKind::Count);
    let factor = if percent { Decimal::new(1, 2) } else { Decimal::ONE };
    let shown = value / factor;
    if matches!(kind, ColumnKind::Weight | ColumnKind::Count) {
        return exact(shown.normalize(), factor, kind, place);
    }
    // People check what the cell shows; hidden digits of a formula would make every sum a broken one.
    let value = format.decimals.map_or(shown, |decimals| round(shown, decimals)).normalize();
    let whole = value == shown;
    let decimals = digits(format.decimals.unwrap_or(value.scale()));
    let unit = if percent && kind == ColumnKind::Percent { Unit::Percent } else { unit_of(kind, money) };
    let stored = CellEncoding::Number { factor, general: format.decimals.is_none() };
    Content::Figure(Figure { whole, ..figure(value, decimals, unit, stored, kind, place) })
}

/// A weight or a count stands for itself only: what the cell stores counts, however few digits it shows.
fn exact(value: Decimal, factor: Decimal, kind: ColumnKind, place: &Place) -> Content {
    let stored = CellEncoding::Number { factor, general: true };
    Content::Figure(figure(value, digits(value.scale()), unit_of(kind, Unit::Count), stored, kind, place))
}

fn typed_figure(typed: Typed, kind: ColumnKind, money: Unit, place: &Place) -> Content {
    let unit = match (kind, typed.unit) {
        (ColumnKind::Amount, Some(unit)) if unit.is_money() => unit,
        (ColumnKind::Amount, None) if typed.unit_text == "万" => Unit::WanYuan,
        (ColumnKind::Percent, Some(Unit::Percent)) => Unit::Percent,
        (ColumnKind::Score | ColumnKind::Weight, Some(Unit::Points | Unit::Percent)) => Unit::Points,
        (ColumnKind::Count, None) => Unit::Count,
        (_, None) if typed.unit_text.is_empty() => unit_of(kind, money),
        _ => return Content::Unreadable,
    };
    let stored = CellEncoding::Text { prefix: typed.prefix, suffix: typed.suffix, factor: Decimal::ONE };
    Content::Figure(figure(typed.value, typed.decimals, unit, stored, kind, place))
}

/// The unit of a bare number; a bare rate is a [`Unit::Count`] until its row decides ([`settle_rate`]).
fn unit_of(kind: ColumnKind, money: Unit) -> Unit {
    match kind {
        ColumnKind::Amount => money,
        ColumnKind::Score | ColumnKind::Weight => Unit::Points,
        ColumnKind::Percent | ColumnKind::Text | ColumnKind::Count => Unit::Count,
    }
}

fn figure(value: Decimal, decimals: i32, unit: Unit, stored: CellEncoding, kind: ColumnKind, place: &Place) -> Figure {
    let exact = matches!(kind, ColumnKind::Weight | ColumnKind::Count);
    Figure { value, decimals, own_decimals: decimals, unit, exact, whole: true, stored, place: place.clone() }
}

fn digits(decimals: u32) -> i32 {
    i32::try_from(decimals).unwrap_or(i32::MAX)
}

/// Decides whether a bare rate is a percentage or a fraction by which of the two fits its row; where
/// the row cannot say, a value up to 1.5 counts as a fraction. If neither fits, it cannot be read.
pub fn settle_rate(entry: &mut Entry, executed: Option<&Figure>, budget: Option<&Figure>, header_says_percent: bool) {
    let Content::Figure(figure) = &entry.content else { return };
    if figure.unit != Unit::Count {
        return;
    }
    let as_percent = Figure { unit: Unit::Percent, ..figure.clone() };
    let as_fraction = fraction_as_percent(figure);
    let expected = executed.zip(budget).and_then(|(executed, budget)| executed.range().divide(budget.range()));
    let settled = match expected {
        // The fraction first: a bare 1 beside equal amounts is 100 %, not 1 %.
        Some(rate) if as_fraction.range().meets(rate) => Some(as_fraction),
        Some(rate) if as_percent.range().meets(rate) => Some(as_percent),
        _ if header_says_percent => Some(as_percent),
        Some(_) => None,
        None if figure.value.abs() <= Decimal::new(15, 1) => Some(as_fraction),
        None => Some(as_percent),
    };
    entry.content = settled.map_or(Content::Unreadable, Content::Figure);
}

/// Reads 增减额 and 增减率 of a row: a bare rate by what changed in it, and words such as 「新增」 or 「不可比」 as nothing
/// stated.
pub fn settle_increase(entries: &mut BTreeMap<Measure, Entry>, header_says_percent: bool) {
    let figure = |measure: Measure| entries.get(&measure).and_then(Entry::figure).cloned();
    let now = figure(Measure::Amount).or_else(|| figure(Measure::Total));
    let before = figure(Measure::PreviousYear);
    let change = now.zip(before.clone()).map(|(now, before)| now.with_value(now.value - before.value));
    if let Some(rate) = entries.get_mut(&Measure::IncreaseRate) {
        let bare = rate.clone();
        settle_rate(rate, change.as_ref(), before.as_ref(), header_says_percent);
        if rate.content == Content::Unreadable && bare.figure().is_some() {
            *rate = bare; // it fits neither way: then it is a percentage that does not follow
            settle_rate(rate, None, None, true);
        }
    }
    for measure in [Measure::Increase, Measure::IncreaseRate] {
        // A formula with an unreadable result is a fault; typed words are an answer.
        let words = entries.get_mut(&measure).filter(|entry| entry.content == Content::Unreadable);
        words.filter(|entry| entry.formula.is_none()).into_iter().for_each(|entry| entry.content = Content::NotStated);
    }
}

fn fraction_as_percent(figure: &Figure) -> Figure {
    let hundredth = Decimal::new(1, 2);
    let stored = match &figure.stored {
        CellEncoding::Number { general, .. } => CellEncoding::Number { factor: hundredth, general: *general },
        CellEncoding::Text { prefix, suffix, .. } => {
            CellEncoding::Text { prefix: prefix.clone(), suffix: suffix.clone(), factor: hundredth }
        }
    };
    let value = (figure.value * Decimal::ONE_HUNDRED).normalize();
    // A bare 1 is 100 %, not anything from 50 % to 150 %.
    let decimals = (figure.decimals - 2).max(0);
    Figure { value, decimals, own_decimals: decimals, unit: Unit::Percent, stored, ..figure.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(value: Value, format: &str) -> Cell {
        Cell { value, formula: None, format: NumberFormat::parse(format), recalculated: None, unverified: false }
    }

    fn number(value: &str, format: &str, kind: ColumnKind) -> Figure {
        let cell = cell(Value::Number(value.parse().expect("a number")), format);
        entry(Some(&cell), Place::default(), kind, Unit::WanYuan).figure().expect("a figure").clone()
    }

    #[test]
    fn a_number_format_gives_the_digits() {
        assert_eq!(number("95.2", "0.00", ColumnKind::Amount).show(), "95.20");
        assert_eq!(number("0.9283", "0.00%", ColumnKind::Percent).show(), "92.83%");
        assert_eq!(number("90", "General", ColumnKind::Amount).show(), "90");
    }

    #[test]
    fn a_unit_typed_behind_an_amount_counts() {
        let text = cell(Value::Text("3.5亿元".into()), "General");
        let entry = entry(Some(&text), Place::default(), ColumnKind::Amount, Unit::WanYuan);
        assert_eq!(entry.figure().map(|figure| figure.base()), Some(Decimal::from(350_000_000)));
    }

    #[test]
    fn a_percentage_among_amounts_cannot_be_read() {
        let text = cell(Value::Text("95%".into()), "General");
        let entry = entry(Some(&text), Place::default(), ColumnKind::Amount, Unit::WanYuan);
        assert_eq!(entry.content, Content::Unreadable);
    }

    #[test]
    fn a_bare_rate_is_what_fits_its_row() {
        let amount = |value| number(value, "0.00", ColumnKind::Amount);
        let (executed, budget) = (amount("952"), amount("1000"));
        let settled = |value: &str| {
            let cell = cell(Value::Number(value.parse().expect("a number")), "General");
            let mut entry = entry(Some(&cell), Place::default(), ColumnKind::Percent, Unit::WanYuan);
            settle_rate(&mut entry, Some(&executed), Some(&budget), false);
            entry.figure().map(Figure::show)
        };
        assert_eq!(settled("0.952").as_deref(), Some("95.2%"));
        assert_eq!(settled("95.2").as_deref(), Some("95.2%"));
        assert_eq!(settled("0.91"), None);
    }
}
