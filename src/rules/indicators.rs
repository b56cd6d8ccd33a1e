//! Indicator rows: target, actual value, weight and score.

pub mod bounds;
pub mod points;
pub mod reasons;
mod scored;
pub mod units;

use crate::form::{Form, Measure, Row};
use crate::relation::{Law, Operand, Relation};
use crate::rules::outcome::{addends, need};
use crate::rules::{Skip, Stated};

/// The indicator rows of a form.
pub fn rows(form: &Form) -> &[Row] {
    form.block("indicators").map(|block| block.rows.as_slice()).unwrap_or_default()
}

/// The sum of a column over the indicator rows, for weights and totals.
pub fn column(form: &Form, measure: Measure) -> Result<Vec<Operand>, Skip> {
    let awarded = |row: &Row| Ok(Operand::new(row.name(), &need(row, measure)?.as_awarded()));
    addends(rows(form).iter().map(awarded))
}

/// A law over some terms, unless there are none.
pub fn total_of(name: String, stated: Operand, terms: Vec<Operand>) -> Stated {
    if terms.is_empty() {
        return Err(Skip::NotApplicable);
    }
    Ok(Relation::derived(name, stated, Law::Sum(terms)))
}

#[cfg(test)]
mod tests;
