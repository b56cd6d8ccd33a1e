//! How a rule ends: holds, broken, not applicable, or cannot be checked because a named figure is missing.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::model::figure::Figure;
use crate::model::finding::{Evidence, Finding, Severity};
use crate::model::form::{Entry, Measure, Row};
use crate::model::relation::Operand;
use crate::read::Place;
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
pub fn need(row: &Row, measure: Measure) -> Result<&Figure, Skip> {
    let entry = row.entries.get(&measure).ok_or(Skip::NotApplicable)?;
    entry.figure().ok_or_else(|| Skip::Missing(missing(row, measure, entry)))
}

/// The figure of a column that a law is about: where it is not stated, the law says nothing.
pub fn stated(row: &Row, measure: Measure) -> Result<&Figure, Skip> {
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

/// 「年度资金总额 · 执行率」
pub fn item(row: &str, column: &str) -> String {
    match (row.is_empty(), column.is_empty()) {
        (true, _) => column.to_string(),
        (_, true) => row.to_string(),
        _ => format!("{row} · {column}"),
    }
}

/// The same, put together where it is read: most of what rules look at is sound.
#[derive(Debug, Clone, Copy)]
pub struct Item<'a>(pub &'a str, pub &'a str);

impl std::fmt::Display for Item<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&item(self.0, self.1))
    }
}

impl From<Item<'_>> for String {
    fn from(name: Item) -> String {
        item(name.0, name.1)
    }
}

/// A figure as evidence.
pub fn evidence(label: impl Into<String>, figure: &Figure) -> Evidence {
    Evidence { place: figure.place.clone(), label: label.into(), value: figure.show() }
}

/// An entry as evidence, as typed.
pub fn entry_evidence(label: impl Into<String>, entry: &Entry) -> Evidence {
    Evidence { place: entry.place.clone(), label: label.into(), value: entry.text.trim().to_string() }
}

impl Rule {
    /// A finding of this rule, with nothing but place and message.
    pub fn finding(&self, place: &Place, item: impl Into<String>, message: impl Into<String>) -> Finding {
        Finding {
            rule: self.id,
            title: self.title,
            severity: self.severity,
            place: place.clone(),
            item: item.into(),
            stated: None,
            expected: None,
            difference: None,
            message: message.into(),
            basis: self.basis,
            cause: None,
            evidence: Vec::new(),
            correction: None,
            explanation: None,
        }
    }
}

impl Finding {
    /// The same with the value as filed.
    pub fn stating(mut self, stated: impl Into<String>) -> Finding {
        self.stated = Some(stated.into());
        self
    }

    /// The same with the value that should stand there.
    pub fn expecting(mut self, expected: impl Into<String>) -> Finding {
        self.expected = Some(expected.into());
        self
    }

    /// The same with what it follows from.
    pub fn because(mut self, evidence: Vec<Evidence>) -> Finding {
        self.evidence = evidence;
        self
    }

    /// The same with another severity.
    pub fn weighing(mut self, severity: Severity) -> Finding {
        self.severity = severity;
        self
    }
}

/// Stated minus expected in the stated figure's unit, signed, without a percent sign.
pub fn difference(stated: &Figure, expected: Decimal) -> String {
    let difference = stated.value - expected;
    let shown = stated.show_other(difference).trim_end_matches('%').to_string();
    if difference > Decimal::ZERO { format!("+{shown}") } else { shown }
}
