//! Notes of a form beside its figures: units, years, remarks.

use crate::model::figure::{Figure, Unit};
use crate::model::place::{Address, Place};

/// A text that names a unit of money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitNote {
    /// Where it stands.
    pub cell: Address,
    /// As typed, without spaces.
    pub text: String,
    /// The unit.
    pub unit: Unit,
    /// It is about the amounts of the whole form, beyond doubt.
    pub is_plain: bool,
}

/// A text in title or head that names a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearNote {
    /// Where it stands.
    pub cell: Address,
    /// As typed, without spaces.
    pub text: String,
    /// The year.
    pub year: i32,
    /// 「年度」 follows it: it is the year that the form is about, hardly the one in which it was filed.
    pub of_year: bool,
}

/// A text of an accounts table that is no figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// Where it stands.
    pub cell: Address,
    /// As typed, without spaces.
    pub text: String,
}

/// The total or the grade, quoted in the head or in a text of the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// Where it stands.
    pub place: Place,
    /// The text.
    pub text: String,
    /// The score that it quotes.
    pub score: Option<Figure>,
    /// The grade that it quotes: 优, 良, 中 or 差.
    pub grade: Option<char>,
    /// The cell holds nothing but the quoted figure.
    pub alone: bool,
}

/// What hides a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum HiddenBy {
    /// The sheet is hidden.
    Sheet,
    /// Its row is, zero-based.
    Row(u32),
    /// Its column is, zero-based.
    Column(u32),
}

/// A header label that is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// Where it stands.
    pub cell: Address,
    /// As typed, without spaces.
    pub label: String,
    /// The known label that looks most like it.
    pub nearest: Option<String>,
    /// That known label is one of a column that the form should have and lacks.
    pub is_missed: bool,
}
