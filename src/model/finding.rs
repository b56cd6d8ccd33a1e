//! Findings: what the program says is wrong, the only currency between rules and outputs.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::model::catalogue_text::CatalogueText;
use crate::model::figure::{Figure, NewValue, Unit};
use crate::model::form::Entry;
use crate::model::place::Place;
use crate::model::serde_decimal;

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

/// What is stated and what should stand there, as numbers in one unit (95.2 percent for 95.20 %).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Numbers {
    /// The unit of both.
    pub unit: Unit,
    /// As filed.
    #[serde(with = "serde_decimal::amount")]
    pub stated: Decimal,
    /// What should stand there.
    #[serde(with = "serde_decimal::amount")]
    pub expected: Decimal,
}

impl Numbers {
    /// Stated minus expected.
    pub fn difference(&self) -> Decimal {
        self.stated - self.expected
    }
}

/// One place where a rule fails.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Rule id, such as `P-103`.
    pub rule: CatalogueText,
    /// What must hold, in the user's words.
    pub title: CatalogueText,
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
    /// Both as numbers, where they are numbers.
    pub numbers: Option<Numbers>,
    /// What, both numbers, where the second comes from.
    pub message: String,
    /// The provision it rests on.
    pub basis: CatalogueText,
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

    /// Notes both sides as numbers, and by how much a figure differs from what is expected (both in the figure's own
    /// unit), signed and without a percent sign.
    pub fn compare(&mut self, stated: &Figure, expected: Decimal) {
        let difference = stated.value - expected;
        let shown = stated.show_other(difference).trim_end_matches('%').to_string();
        self.difference = Some(if difference > Decimal::ZERO { format!("+{shown}") } else { shown });
        self.numbers = Some(Numbers { unit: stated.unit, stated: stated.value, expected });
    }

    /// The same for numbers that are no figures, such as the sum of some.
    pub fn compare_values(&mut self, unit: Unit, stated: Decimal, expected: Decimal) {
        self.difference = Some((stated - expected).normalize().to_string());
        self.numbers = Some(Numbers { unit, stated, expected });
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

/// The correction that gives a figure another value, written the way its cell keeps numbers.
pub fn correction(figure: &Figure, value: Decimal, trust: Trust) -> Correction {
    Correction {
        place: figure.place.clone(),
        value: figure.show_other(value),
        stored: figure.to_stored(value),
        trust,
        keeps_formula: false,
    }
}
