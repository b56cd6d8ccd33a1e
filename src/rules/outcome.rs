//! How a rule ends: holds, broken, not applicable, or cannot be checked because a named figure is missing.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::model::figure::Figure;
use crate::model::finding::{Finding, item};
use crate::model::form::{Entry, Measure, Row};
use crate::model::place::Place;
use crate::model::relation::Operand;
use crate::rules::Rule;

/// A figure without which a rule cannot be checked.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Missing {
    /// Where it should stand.
    pub place: Place,
    /// What it is.
    pub missing: String,
}

/// What a rule found at one place.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// It holds.
    Holds,
    /// It holds, and something is worth knowing.
    Noted(Finding),
    /// It is broken.
    Broken(Finding),
    /// It is broken by a figure that another finding names.
    Explained,
    /// It cannot be checked.
    Unchecked(Missing),
}

impl Outcome {
    /// The finding, if there is one.
    pub fn finding(&self) -> Option<&Finding> {
        match self {
            Outcome::Broken(finding) | Outcome::Noted(finding) => Some(finding),
            _ => None,
        }
    }

    /// The same, for changing it.
    pub fn finding_mut(&mut self) -> Option<&mut Finding> {
        match self {
            Outcome::Broken(finding) | Outcome::Noted(finding) => Some(finding),
            _ => None,
        }
    }

    /// What is missing, if something is.
    pub fn missing(&self) -> Option<&Missing> {
        match self {
            Outcome::Unchecked(missing) => Some(missing),
            _ => None,
        }
    }
}

/// Why a law cannot be stated for a row: the rule says nothing there, or a figure is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Skip {
    /// The rule does not apply.
    NotApplicable,
    /// A figure is missing.
    Missing(Missing),
}

impl From<Skip> for Option<Outcome> {
    fn from(skip: Skip) -> Option<Outcome> {
        match skip {
            Skip::NotApplicable => None,
            Skip::Missing(missing) => Some(Outcome::Unchecked(missing)),
        }
    }
}

/// The figure of a column that a law needs: a missing one is named.
pub fn required(row: &Row, measure: Measure) -> Result<&Figure, Skip> {
    let entry = row.entries.get(&measure).ok_or(Skip::NotApplicable)?;
    entry.figure().ok_or_else(|| Skip::Missing(missing(row, measure, entry)))
}

/// The figure of a column that a law is about: where it is not stated, the law says nothing.
pub fn reported(row: &Row, measure: Measure) -> Result<&Figure, Skip> {
    let entry = row.entries.get(&measure).ok_or(Skip::NotApplicable)?;
    match entry.figure() {
        Some(figure) => Ok(figure),
        None if entry.is_empty() => Err(Skip::NotApplicable),
        None => Err(Skip::Missing(missing(row, measure, entry))),
    }
}

fn missing(row: &Row, measure: Measure, entry: &Entry) -> Missing {
    Missing { place: entry.place.clone(), missing: item(row.name(), measure.name()) }
}

/// The addends of a sum: what is not stated is left out, what is missing is the reason why there is no sum.
pub fn addends(found: impl Iterator<Item = Result<Operand, Skip>>) -> Result<Vec<Operand>, Skip> {
    found.filter(|addend| !matches!(addend, Err(Skip::NotApplicable))).collect()
}

impl Rule {
    /// A finding of this rule, with nothing but place and message.
    pub fn finding(&self, place: &Place, item: impl Into<String>, message: impl Into<String>) -> Finding {
        Finding {
            rule: self.id.into(),
            title: self.title.into(),
            severity: self.severity,
            place: place.clone(),
            item: item.into(),
            stated: None,
            expected: None,
            difference: None,
            numbers: None,
            message: message.into(),
            basis: self.basis.into(),
            cause: None,
            evidence: Vec::new(),
            correction: None,
            explanation: None,
        }
    }

    /// A finding on a figure that should have another value: what is stated, what is expected, and the difference.
    pub fn finding_on(&self, figure: &Figure, item: &str, expected: Decimal, message: String) -> Finding {
        let finding = self.finding(&figure.place, item, message).stating(figure.show());
        let mut finding = finding.expecting(figure.show_other(expected));
        finding.compare(figure, expected);
        finding
    }
}
