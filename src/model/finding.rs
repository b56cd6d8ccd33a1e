//! What the program says is wrong: the only currency between rules and outputs.

use serde::{Deserialize, Serialize};

use crate::model::serde_decimal;
use crate::read::Place;

pub use crate::ooxml::NewValue;

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Severity {
    /// 提示: worth knowing.
    Note,
    /// 警告: needs an explanation.
    Warning,
    /// 错误: a figure or an entry is wrong.
    Error,
}

impl Severity {
    /// As users read it.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "错误",
            Severity::Warning => "警告",
            Severity::Note => "提示",
        }
    }

    /// As programs read it.
    pub fn code(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

/// Whether a correction is applied or only proposed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Trust {
    /// A derived cell whose inputs are not in doubt: applied.
    Automatic,
    /// For a person to decide.
    Suggested,
}

impl Trust {
    /// As users read it.
    pub fn name(self) -> &'static str {
        match self {
            Trust::Automatic => "自动",
            Trust::Suggested => "建议核实",
        }
    }

    /// As programs read it.
    pub fn code(self) -> &'static str {
        match self {
            Trust::Automatic => "automatic",
            Trust::Suggested => "suggested",
        }
    }
}

/// A cell and the value it should have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// The cell.
    pub place: Place,
    /// The value as a person would type it.
    pub value: String,
    /// The value as the cell stores it.
    pub stored: NewValue,
    /// Applied or proposed.
    pub trust: Trust,
    /// The cell's formula gives the right value once its inputs are corrected.
    pub keeps_formula: bool,
}

/// A figure that a finding follows from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Where it stands.
    pub place: Place,
    /// What it is: 「全年执行数」.
    pub label: String,
    /// Its value as typed.
    pub value: String,
}

/// One place where a rule fails.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Rule id, such as `P-103`.
    #[serde(with = "serde_decimal::words")]
    pub rule: serde_decimal::Words,
    /// What must hold, in the user's words.
    #[serde(with = "serde_decimal::words")]
    pub title: serde_decimal::Words,
    /// How much it weighs here.
    pub severity: Severity,
    /// The figure or entry at fault.
    pub place: Place,
    /// What stands there: 「年度资金总额 · 执行率」.
    pub item: String,
    /// The value as filed.
    pub stated: Option<String>,
    /// The value that should stand there.
    pub expected: Option<String>,
    /// Stated minus expected, in the form's unit.
    pub difference: Option<String>,
    /// What, both numbers, where the second comes from.
    pub message: String,
    /// The provision it rests on.
    #[serde(with = "serde_decimal::words")]
    pub basis: serde_decimal::Words,
    /// The finding that this one follows from: rule and cell, `P-103 G8`.
    pub cause: Option<String>,
    /// The figures it follows from.
    pub evidence: Vec<Evidence>,
    /// The correction, if there is one.
    pub correction: Option<Correction>,
    /// What the department has said about it since an earlier round.
    pub explanation: Option<String>,
}

impl Finding {
    /// `P-103 G8`: how other findings refer to this one.
    pub fn key(&self) -> String {
        format!("{} {}", self.rule, self.place.cell_name()).trim_end().to_string()
    }

    /// Rule, sheet and cell: which finding this is within its file.
    pub fn key_on_sheet(&self) -> String {
        format!("{} {}!{}", self.rule, self.place.sheet, self.place.cell_name())
    }

    /// Whether the department's explanation settles it: an error stays one, whatever is said about it.
    pub fn is_explained(&self) -> bool {
        self.severity < Severity::Error && self.explanation.is_some()
    }

    /// Whether the correction is one that is applied.
    pub fn is_automatic(&self) -> bool {
        self.correction.as_ref().is_some_and(|correction| correction.trust == Trust::Automatic)
    }
}
