//! How a cell follows from others of its sheet, as a spreadsheet calculates it: the one place where a law becomes a formula.

use rust_decimal::Decimal;

use crate::model::form::{Entry, Form, Measure};
use crate::model::place::{Address, Place};
use crate::model::relation::{Law, Operand};

/// How a cell follows from others; what a cell is known by, is up to the caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Formula<C> {
    /// The sum of the first less the second.
    Sum(Vec<C>, Vec<C>),
    /// The first divided by the second.
    Ratio(C, C),
    /// The one times the other.
    Product(C, C),
    /// The change from the second to the first.
    Change(C, C),
    /// Points of the execution rate: min(rate, 1) × weight.
    RateScore(C, C),
    /// A share of a weight: what was done of what was aimed at.
    Share(C, Decimal, Decimal),
    /// The whole weight.
    Full(C),
}

/// How formulas are written. Both come to what stands in the cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// As in a table to be published: sums are lists, `SUM(D7:D9,D12)`, and a quotient keeps all its digits.
    Published,
    /// As clerks write them: `D7+D12`, and a quotient has the digits that its cell shows.
    AsFiled,
}

/// The entries of a form that hold a score of the execution rate, with the rate and the weight that it follows from;
/// none where the bureau gives points by bands, which a formula would not show.
pub fn rate_scores(form: &Form) -> impl Iterator<Item = [&Entry; 3]> {
    let rows = form.blocks_named("funds").flat_map(|block| &block.rows).filter(|_| !form.profile.has_rate_bands());
    rows.filter_map(|row| {
        let entry = |measure| row.entries.get(&measure);
        Some([entry(Measure::Score)?, entry(Measure::Rate)?, entry(Measure::Weight)?])
    })
}

impl<C: Copy> Formula<C> {
    /// A law as formula, if it has one and all its figures stand in known cells.
    pub fn of_law(law: &Law, cell: impl Fn(&Place) -> Option<C>) -> Option<Formula<C>> {
        let one = |operand: &Operand| cell(&operand.figure.place);
        let all = |operands: &[Operand]| operands.iter().map(one).collect::<Option<Vec<C>>>();
        match law {
            Law::Sum(terms) => Some(Formula::Sum(all(terms)?, Vec::new())),
            Law::Balance { plus, minus } => Some(Formula::Sum(all(plus)?, all(minus)?)),
            Law::Ratio(above, below) => Some(Formula::Ratio(one(above)?, one(below)?)),
            Law::Product(left, right) => Some(Formula::Product(one(left)?, one(right)?)),
            Law::Change(now, before) => Some(Formula::Change(one(now)?, one(before)?)),
            Law::Equal(_) | Law::AtMost(_) | Law::AtLeast(_) => None,
        }
    }

    /// The cells that it takes in.
    pub fn inputs(&self) -> Vec<C> {
        match self {
            Formula::Sum(plus, minus) => plus.iter().chain(minus).copied().collect(),
            Formula::Ratio(one, other)
            | Formula::Product(one, other)
            | Formula::Change(one, other)
            | Formula::RateScore(one, other) => vec![*one, *other],
            Formula::Share(weight, ..) | Formula::Full(weight) => vec![*weight],
        }
    }

    /// What it comes to over the values of its cells, before it is rounded.
    /// Nothing where a value is missing or a divisor is zero. Values are those that the cells store: a percentage is a
    /// fraction.
    pub fn result(&self, value: impl Fn(C) -> Option<Decimal>) -> Option<Decimal> {
        let sum = |cells: &[C]| cells.iter().map(|cell| value(*cell)).sum::<Option<Decimal>>();
        match self {
            Formula::Sum(plus, minus) => Some(sum(plus)? - sum(minus)?),
            Formula::Ratio(above, below) => value(*above)?.checked_div(value(*below)?),
            Formula::Product(one, other) => value(*one)?.checked_mul(value(*other)?),
            Formula::Change(now, before) => (value(*now)? - value(*before)?).checked_div(value(*before)?),
            Formula::RateScore(rate, weight) => value(*rate)?.min(Decimal::ONE).checked_mul(value(*weight)?),
            Formula::Share(weight, above, below) => (value(*weight)? * above).checked_div(*below),
            Formula::Full(weight) => value(*weight),
        }
    }

    /// Whether its result is rounded to the digits that its cell shows.
    pub fn is_rounded(&self, manner: Manner) -> bool {
        match self {
            Formula::Sum(..) | Formula::Full(_) => false,
            Formula::Ratio(..) | Formula::Change(..) => manner == Manner::AsFiled,
            Formula::Product(..) | Formula::RateScore(..) | Formula::Share(..) => true,
        }
    }

    /// The formula without the equals sign, for a cell that shows so many digits after the point of what it stores.
    pub fn text(&self, manner: Manner, digits: u32, address: impl Fn(C) -> Address) -> String {
        let name = |cell: &C| address(*cell).to_string();
        let all = |cells: &[C]| cells.iter().map(|cell| address(*cell)).collect::<Vec<_>>();
        let text = match self {
            Formula::Sum(plus, minus) if manner == Manner::Published => listed_sum(all(plus), all(minus)),
            Formula::Sum(plus, minus) => written_sum(&all(plus), &all(minus)),
            Formula::Ratio(above, below) => format!("{}/{}", name(above), name(below)),
            Formula::Product(one, other) => format!("{}*{}", name(one), name(other)),
            Formula::Change(now, before) => format!("({}-{1})/{1}", name(now), name(before)),
            Formula::RateScore(rate, weight) => format!("MIN({},1)*{}", name(rate), name(weight)),
            Formula::Share(weight, above, below) => format!("{}*{above}/{below}", name(weight)),
            Formula::Full(weight) => name(weight),
        };
        if self.is_rounded(manner) { format!("ROUND({text},{digits})") } else { text }
    }
}

/// `SUM(D7:D9,F4)-SUM(D11)`: neighbours in a column are a range.
fn listed_sum(plus: Vec<Address>, minus: Vec<Address>) -> String {
    let sum = |mut cells: Vec<Address>| {
        cells.sort_by_key(|cell| (cell.column, cell.row));
        let runs: Vec<String> = cells.chunk_by(is_above).map(run).collect();
        format!("SUM({})", runs.join(","))
    };
    if minus.is_empty() { sum(plus) } else { format!("{}-{}", sum(plus), sum(minus)) }
}

fn run(cells: &[Address]) -> String {
    match cells {
        [first, .., last] => format!("{first}:{last}"),
        others => others.iter().map(Address::to_string).collect(),
    }
}

/// `E8+E9-E12`; `SUM(E8:E10)` where nothing is taken away and more than two cells stand one under another.
fn written_sum(plus: &[Address], minus: &[Address]) -> String {
    let in_line = plus.windows(2).all(|pair| is_above(&pair[0], &pair[1]));
    if in_line && plus.len() > 2 && minus.is_empty() {
        return format!("SUM({})", run(plus));
    }
    let minus: String = minus.iter().map(|cell| format!("-{cell}")).collect();
    format!("{}{minus}", plus.iter().map(Address::to_string).collect::<Vec<_>>().join("+"))
}

/// Whether a cell stands right above another one.
fn is_above(one: &Address, other: &Address) -> bool {
    one.column == other.column && one.row + 1 == other.row
}
