//! What a form says about itself beside its figures: units, years, remarks.

use crate::figure::Unit;
use crate::read::Address;

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
