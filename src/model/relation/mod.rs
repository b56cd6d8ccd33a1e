//! Relations between figures (sums, ratios, limits), and whether they hold.
//!
//! A relation is broken only where no choice of true values inside the ranges of its figures satisfies it.

pub mod slip;
mod solve;

use rust_decimal::Decimal;

use crate::model::figure::{Figure, Range, show};
use crate::model::finding::Evidence;
use crate::model::place::Place;

/// A figure and what it is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operand {
    /// 「全年执行数」, 「公开03 合计」.
    pub label: String,
    /// The figure.
    pub figure: Figure,
}

impl Operand {
    /// A figure under a name.
    pub fn new(label: impl Into<String>, figure: &Figure) -> Operand {
        Operand { label: label.into(), figure: figure.clone() }
    }
}

/// How the stated figure follows from others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Law {
    /// The sum.
    Sum(Vec<Operand>),
    /// The sum of the first ones less the second ones.
    Balance {
        /// What adds to it.
        plus: Vec<Operand>,
        /// What takes from it.
        minus: Vec<Operand>,
    },
    /// The first divided by the second.
    Ratio(Operand, Operand),
    /// The one times the other.
    Product(Operand, Operand),
    /// By how much the first differs from the second, as a share of the second.
    Change(Operand, Operand),
    /// The same figure, written elsewhere.
    Equal(Operand),
    /// Not more than this.
    AtMost(Operand),
    /// Not less than the sum of these.
    AtLeast(Vec<Operand>),
}

impl Law {
    /// Whether it only sets a limit, so that other values than the expected one would do as well.
    pub fn is_limit(&self) -> bool {
        matches!(self, Law::AtMost(_) | Law::AtLeast(_))
    }

    /// What is added up, and what is taken away from it.
    fn signed(&self) -> Option<(&[Operand], &[Operand])> {
        match self {
            Law::Sum(terms) | Law::AtLeast(terms) => Some((terms, &[])),
            Law::Balance { plus, minus } => Some((plus, minus)),
            _ => None,
        }
    }
}

/// Whether a relation holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Some choice of true values satisfies it.
    Holds,
    /// Only with the digits of each figure alone, not with the finest digits of the form: 四舍五入.
    Rounding,
    /// No choice satisfies it.
    Broken,
    /// It says nothing: a division by zero.
    Undefined,
}

/// A law that ties a stated figure to others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// What should follow.
    pub stated: Operand,
    /// From what it follows.
    pub law: Law,
    /// What the finding is called: 「年度资金总额 · 执行率」.
    pub item: String,
    /// Whether the stated figure is derived by this law, so that it may be recomputed.
    pub derived: bool,
    /// Which figures it is made of is not beyond doubt, so that it speaks against none of them.
    pub open: bool,
    /// A hint to a person about what may be wrong.
    pub advice: Option<String>,
}

impl Relation {
    /// A stated figure that is derived by a law.
    pub fn derived(item: impl Into<String>, stated: Operand, law: Law) -> Relation {
        Relation { stated, law, item: item.into(), derived: true, open: false, advice: None }
    }

    /// A reported figure that has to agree with others.
    pub fn reported(item: impl Into<String>, stated: Operand, law: Law) -> Relation {
        Relation { derived: false, ..Relation::derived(item, stated, law) }
    }

    /// The same with a hint.
    pub fn advising(self, advice: impl Into<String>) -> Relation {
        Relation { advice: Some(advice.into()), ..self }
    }

    /// The figures that the stated one follows from.
    pub fn inputs(&self) -> Vec<&Operand> {
        match &self.law {
            Law::Sum(terms) | Law::AtLeast(terms) => terms.iter().collect(),
            Law::Balance { plus, minus } => plus.iter().chain(minus).collect(),
            Law::Ratio(one, other) | Law::Product(one, other) | Law::Change(one, other) => vec![one, other],
            Law::Equal(other) | Law::AtMost(other) => vec![other],
        }
    }

    /// Whether a figure at this place takes part.
    pub fn involves(&self, place: &Place) -> bool {
        self.stated.figure.place == *place || self.inputs().iter().any(|input| input.figure.place == *place)
    }

    /// What follows, computed with the values as written, in base units.
    pub fn expected(&self) -> Option<Decimal> {
        match &self.law {
            Law::Sum(plus) | Law::AtLeast(plus) => Some(total(plus)),
            Law::Balance { plus, minus } => Some(total(plus) - total(minus)),
            Law::Ratio(above, below) => above.figure.base().checked_div(below.figure.base()),
            Law::Product(one, other) => one.figure.base().checked_mul(other.figure.base()),
            Law::Change(now, before) => (now.figure.base() - before.figure.base()).checked_div(before.figure.base()),
            Law::Equal(other) | Law::AtMost(other) => Some(other.figure.base()),
        }
    }

    fn expected_range(&self, range: fn(&Figure) -> Range) -> Option<Range> {
        let sum = |terms: &[Operand]| {
            terms.iter().map(|term| range(&term.figure)).fold(Range::point(Decimal::ZERO), |sum, term| sum + term)
        };
        match &self.law {
            Law::Sum(terms) => Some(sum(terms)),
            Law::Balance { plus, minus } => Some(sum(plus) - sum(minus)),
            Law::AtLeast(terms) => Some(Range { low: sum(terms).low, high: Decimal::MAX }),
            Law::Ratio(above, below) => range(&above.figure).divide(range(&below.figure)),
            Law::Product(one, other) => Some(range(&one.figure) * range(&other.figure)),
            Law::Change(now, before) => {
                // now ÷ before − 1: the second figure stands in it once, so that the range is not too wide.
                Some(range(&now.figure).divide(range(&before.figure))? - Range::point(Decimal::ONE))
            }
            Law::Equal(other) => Some(range(&other.figure)),
            Law::AtMost(other) => Some(Range { low: Decimal::MIN, high: range(&other.figure).high }),
        }
    }

    /// Whether it holds.
    pub fn verdict(&self) -> Verdict {
        let holds = |range: fn(&Figure) -> Range| {
            self.expected_range(range).map(|expected| expected.meets(range(&self.stated.figure)))
        };
        match (holds(Figure::range), holds(Figure::own_range)) {
            (None, _) => Verdict::Undefined,
            (Some(true), _) => Verdict::Holds,
            (_, Some(true)) => Verdict::Rounding,
            _ => Verdict::Broken,
        }
    }

    /// The whole relation with its numbers and cells: 「合计 5.54（G8）≠ 车辆 5.28（I8） + 接待 0.86（L8）」.
    pub fn equation(&self) -> String {
        let stated = &self.stated;
        let sign = if self.law.is_limit() { "不合" } else { "≠" };
        let computed = self.computed().map(|value| format!(" = {value}")).unwrap_or_default();
        let formula = self.formula();
        format!(
            "{} {}（{}）{sign} {formula}{computed}",
            self.item,
            stated.figure.show(),
            stated.figure.place.cell_name()
        )
    }

    /// What a calculation comes to, as the stated figure is written.
    fn computed(&self) -> Option<String> {
        let figure = &self.stated.figure;
        let single = self.inputs().len() == 1 || self.law.is_limit();
        self.expected().filter(|_| !single).map(|value| figure.show_other(self.rounded_for(figure, value)))
    }

    /// The law with its numbers and cells: 「全年执行数 952.00（F8）÷ 全年预算数 1000.00（E8）」.
    pub fn formula(&self) -> String {
        let shown = |operand: &Operand| {
            format!("{} {}（{}）", operand.label, operand.figure.show(), self.cell(&operand.figure.place))
        };
        match &self.law {
            Law::Sum(plus) | Law::AtLeast(plus) => sum_formula(plus, &[], shown),
            Law::Balance { plus, minus } => sum_formula(plus, minus, shown),
            Law::Ratio(above, below) => format!("{} ÷ {}", shown(above), shown(below)),
            Law::Product(one, other) => format!("{} × {}", shown(one), shown(other)),
            Law::Change(now, before) => format!("({} − {}) ÷ {}", shown(now), shown(before), before.label),
            Law::Equal(other) | Law::AtMost(other) => shown(other),
        }
    }

    /// A cell as seen from the stated figure: its sheet is named where it is another one.
    pub fn cell(&self, place: &Place) -> String {
        let here = &self.stated.figure.place;
        match (place.file == here.file, place.sheet == here.sheet) {
            (true, true) => place.cell_name(),
            (true, false) => place.on_sheet(),
            _ => format!("{} · {}", place.file, place.on_sheet()),
        }
    }

    /// The inputs as evidence.
    pub fn evidence(&self) -> Vec<Evidence> {
        let evidence = |operand: &&Operand| Evidence {
            place: operand.figure.place.clone(),
            label: operand.label.clone(),
            value: operand.figure.show(),
        };
        self.inputs().iter().map(evidence).collect()
    }
}

fn total(terms: &[Operand]) -> Decimal {
    terms.iter().map(|term| term.figure.base()).sum()
}

/// At most so many addends are written out; zeros first fall away.
const MOST_TERMS: usize = 10;

fn sum_formula(plus: &[Operand], minus: &[Operand], shown: impl Fn(&Operand) -> String) -> String {
    let counting = |terms: &[Operand]| terms.iter().any(|term| !term.figure.value.is_zero());
    let mut formula = match (counting(plus), counting(minus)) {
        (false, false) => return "各项均为 0".to_string(),
        (false, true) => "0".to_string(),
        _ => joined(plus, " + ", &shown),
    };
    if counting(minus) {
        formula.push_str(&format!(" − {}", joined(minus, " − ", &shown)));
    }
    formula
}

/// The terms that are not zero, with a sign between them; of very many the last ones as one.
fn joined(terms: &[Operand], sign: &str, shown: impl Fn(&Operand) -> String) -> String {
    let counting: Vec<&Operand> = terms.iter().filter(|term| !term.figure.value.is_zero()).collect();
    let mut written: Vec<String> = counting.iter().take(MOST_TERMS).map(|term| shown(term)).collect();
    let rest: Vec<&&Operand> = counting.iter().skip(MOST_TERMS).collect();
    if let Some(first) = rest.first() {
        let figure = &first.figure;
        let sum: Decimal = rest.iter().map(|term| term.figure.base()).sum::<Decimal>() / figure.unit.scale();
        written.push(format!("其余 {} 项 {}", rest.len(), show(sum, figure.own_decimals, figure.unit)));
    }
    written.join(sign)
}

#[cfg(test)]
mod tests;
