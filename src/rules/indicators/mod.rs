//! Indicator rows: target, actual value, weight and score.

pub mod bounds;
pub mod points;
pub mod reasons;
pub mod scored;
pub mod units;

use rust_decimal::Decimal;

use crate::model::figure::number;
use crate::model::form::{Entry, Form, Measure, Row};
use crate::model::relation::{Law, Operand, Relation};
use crate::rules::outcome::{addends, required};
use crate::rules::{LawOrSkip, Skip};

/// The sum of a column over the indicator rows, for weights and totals.
pub fn column(form: &Form, measure: Measure) -> Result<Vec<Operand>, Skip> {
    let awarded = |row: &Row| Ok(Operand::new(row.name(), &required(row, measure)?.as_awarded()));
    addends(form.indicators().iter().map(awarded))
}

/// A bare number beside % in a column of units, with that sign. Up to 1 it may be a fraction, and is left alone.
pub fn in_percent(row: &Row, actual: &Entry) -> Option<String> {
    let unit = row.entries.get(&Measure::MeasuringUnit).map(|unit| number::half_width(unit.text.trim()));
    let typed = number::parse(&actual.text).filter(|typed| typed.unit.is_none() && typed.unit_text.is_empty())?;
    let is_percent = unit.as_deref() == Some("%") && typed.value.abs() > Decimal::ONE;
    is_percent.then(|| format!("{}%", actual.text.trim()))
}

/// A law over some terms, unless there are none.
pub fn total_of(name: String, stated: Operand, terms: Vec<Operand>) -> LawOrSkip {
    if terms.is_empty() {
        return Err(Skip::NotApplicable);
    }
    Ok(Relation::derived(name, stated, Law::Sum(terms)))
}

#[cfg(test)]
mod tests;
