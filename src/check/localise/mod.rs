//! Error localisation (Fellegi–Holt): the figures at fault when laws between them are broken.
//!
//! The task is the error localisation of statistical offices (Fellegi and Holt, 1976): of all sets of figures whose
//! change lets every law hold, take those that weigh least. It is solved exactly. Whether a set will do is decided by
//! a simplex method over fractions (`tableau`); where it will not, the laws that still contradict each other name a
//! conflict, every solution has to have something in common with every conflict, and the lightest sets that do are
//! tried next (`cover`). A floating-point solver would need a tolerance, and in sums of rounded figures the very
//! ends of the intervals decide.
//!
//! Nothing here knows what the figures are about: they are numbered from 0, and so are the laws.

mod cover;
mod exact;
mod model;
mod search;
mod tableau;

use rust_decimal::Decimal;

use crate::model::figure::Range;

/// A figure: the values that it may stand for, and how much it takes to doubt it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variable {
    /// As written.
    pub value: Decimal,
    /// Every value that it may stand for.
    pub range: Range,
    /// The weight of changing it.
    pub weight: u32,
}

/// A linear law, or a part of one: `low ≤ Σ coefficient × figure ≤ high`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Constraint {
    /// The law that it belongs to.
    pub law: usize,
    /// Figures and their coefficients; no figure twice.
    pub terms: Vec<(usize, Decimal)>,
    /// The smallest value of the sum.
    pub low: Option<Decimal>,
    /// The largest value of the sum.
    pub high: Option<Decimal>,
    /// Figures that went into the coefficients: where one of them is in doubt, the law says nothing.
    pub given: Vec<usize>,
}

/// Figures and the laws between them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct System {
    /// The figures.
    pub variables: Vec<Variable>,
    /// The laws.
    pub constraints: Vec<Constraint>,
    /// Sets of figures that weigh at most this much more than the lightest are listed too.
    pub slack: u32,
}

/// Laws that contradict each other, and what may be done about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contradiction {
    /// The laws, in order.
    pub laws: Vec<usize>,
    /// Sets of figures that, changed, let every law hold; from the lightest. Empty where it could not be decided.
    pub solutions: Vec<Vec<usize>>,
}

/// What is wrong with a system.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Diagnosis {
    /// Contradictions that have no figure in common.
    pub contradictions: Vec<Contradiction>,
    /// Laws that hold one by one, but not with all others: differences of rounding that were evened out by hand.
    pub strained: Vec<usize>,
}

/// Finds the figures at fault. A system whose laws all hold together gives nothing.
/// Takes at most some hundred constraints of a component into account, those nearest to the broken ones.
pub fn localise(system: &System) -> Diagnosis {
    let mut diagnosis = Diagnosis::default();
    for part in model::components(system) {
        // The tables of a whole department can be one component, too large for an exact tableau.
        let part = model::near_the_broken(system, part);
        // Nearly every component: no tableau is built for it.
        if model::holds_as_written(system, &part) {
            continue;
        }
        let decided = if model::is_too_large(&part) { Err(exact::Overflow) } else { search::diagnose(system, &part) };
        let of_part = decided.unwrap_or_else(|_| undecided(system, &part));
        diagnosis.contradictions.extend(of_part.contradictions);
        diagnosis.strained.extend(of_part.strained);
    }
    diagnosis
}

/// What is known where numbers or systems are too large for exact calculation: each law that is broken by itself.
fn undecided(system: &System, part: &[usize]) -> Diagnosis {
    let mut laws: Vec<usize> = part
        .iter()
        .map(|&index| &system.constraints[index])
        .filter(|constraint| !model::holds_alone(system, constraint))
        .map(|constraint| constraint.law)
        .collect();
    // A rate is two constraints with one law, side by side.
    laws.dedup();
    let alone = |law| Contradiction { laws: vec![law], solutions: Vec::new() };
    Diagnosis { contradictions: laws.into_iter().map(alone).collect(), strained: Vec::new() }
}

#[cfg(test)]
mod tests;
