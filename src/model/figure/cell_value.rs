//! The new value of a cell: a number or a text.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::model::serde_decimal;

/// The value that a cell gets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NewValue {
    /// A number; how it is shown is up to the cell's format.
    Number(#[serde(with = "serde_decimal::amount")] Decimal),
    /// A text, never taken for a formula.
    Text(String),
}
