//! Solving a relation for one of its figures.

use rust_decimal::Decimal;

use super::{Law, Operand, Relation};
use crate::model::figure::{Figure, Range};
use crate::model::place::Place;

impl Relation {
    /// The value (base units) that the figure at a place needs for the relation to come out; nothing where it
    /// stands in it twice, or where any smaller one would do.
    pub fn solved_for(&self, place: &Place) -> Option<Decimal> {
        let stated = self.stated.figure.base();
        if self.stated.figure.place == *place {
            return self.expected();
        }
        let is_it = |operand: &Operand| operand.figure.place == *place;
        match &self.law {
            Law::Sum(_) | Law::Balance { .. }
                if self.inputs().into_iter().filter(|input| is_it(input)).count() == 1 =>
            {
                let (plus, minus) = self.law.signed()?;
                // What is missing from the sum belongs to the figure, with its sign.
                let missing = stated - self.expected()?;
                let (of_plus, of_minus) = (plus.iter().find(|term| is_it(term)), minus.iter().find(|term| is_it(term)));
                of_plus.map(|term| term.figure.base() + missing).or(of_minus.map(|term| term.figure.base() - missing))
            }
            Law::Ratio(above, below) if is_it(above) => stated.checked_mul(below.figure.base()),
            Law::Ratio(above, below) if is_it(below) => above.figure.base().checked_div(stated),
            Law::Product(one, other) if is_it(one) => stated.checked_div(other.figure.base()),
            Law::Product(one, other) if is_it(other) => stated.checked_div(one.figure.base()),
            Law::Equal(other) if is_it(other) => Some(stated),
            Law::Change(now, before) if is_it(now) => before.figure.base().checked_mul(stated + Decimal::ONE),
            Law::Change(now, before) if is_it(before) => now.figure.base().checked_div(stated + Decimal::ONE),
            _ => None,
        }
    }

    /// The values (base units) of the figure at a place with which the relation holds, the other figures being inside
    /// their own ranges; nothing where it stands in it twice or the relation sets no bounds.
    pub fn range_for(&self, place: &Place) -> Option<Range> {
        if self.stated.figure.place == *place {
            return self.expected_range(Figure::own_range);
        }
        let is_it = |operand: &Operand| operand.figure.place == *place;
        let stated = self.stated.figure.own_range();
        let sum = |terms: &[Operand]| {
            let others = terms.iter().filter(|term| !is_it(term)).map(|term| term.figure.own_range());
            others.fold(Range::point(Decimal::ZERO), |sum, term| sum + term)
        };
        let unbounded = Range { low: Decimal::MIN, high: Decimal::MAX };
        let once = self.inputs().into_iter().filter(|input| is_it(input)).count() == 1;
        match &self.law {
            _ if !once => None,
            Law::Sum(terms) => Some(stated - sum(terms)),
            Law::Balance { plus, minus } if plus.iter().any(is_it) => Some(stated - sum(plus) + sum(minus)),
            Law::Balance { plus, minus } => Some(sum(plus) - sum(minus) - stated),
            Law::Ratio(above, below) if is_it(above) => Some(stated * below.figure.own_range()),
            Law::Ratio(above, _) => above.figure.own_range().divide(stated),
            Law::Product(one, other) => stated.divide(if is_it(one) { other } else { one }.figure.own_range()),
            Law::Change(now, before) if is_it(now) => {
                Some((stated + Range::point(Decimal::ONE)) * before.figure.own_range())
            }
            Law::Change(now, _) => now.figure.own_range().divide(stated + Range::point(Decimal::ONE)),
            Law::Equal(_) => Some(stated),
            Law::AtMost(_) => Some(Range { low: stated.low, ..unbounded }),
            Law::AtLeast(terms) => Some(Range { high: (stated - sum(terms)).high, ..unbounded }),
        }
    }

    /// A value (base units) of a figure, in its own unit, with as many digits as it shows or as the amounts it is tied
    /// to: a total typed as a whole number still has what its parts have.
    pub fn rounded_for(&self, figure: &Figure, base: Decimal) -> Decimal {
        let alike = |operand: &&Operand| operand.figure.unit == figure.unit && figure.unit.is_money();
        let others = self.inputs().into_iter().chain([&self.stated]).filter(alike);
        let decimals = others.map(|operand| operand.figure.decimals).max().unwrap_or(figure.decimals);
        let decimals = decimals.min(figure.unit.finest()).max(figure.decimals);
        Figure { decimals, ..figure.clone() }.rounded_like(base)
    }

    /// The same relation, were the figure at a place another one.
    pub fn with(&self, place: &Place, value: Decimal) -> Relation {
        let mut other = self.clone();
        let change = |operand: &mut Operand| {
            if operand.figure.place == *place {
                operand.figure = operand.figure.with_value(value);
            }
        };
        change(&mut other.stated);
        match &mut other.law {
            Law::Sum(terms) | Law::AtLeast(terms) => terms.iter_mut().for_each(change),
            Law::Balance { plus, minus } => plus.iter_mut().chain(minus).for_each(change),
            Law::Ratio(one, other) | Law::Product(one, other) | Law::Change(one, other) => {
                change(one);
                change(other);
            }
            Law::Equal(input) | Law::AtMost(input) => change(input),
        }
        other
    }
}
