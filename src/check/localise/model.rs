//! A connected part of a system as a tableau.
//!
//! A figure that stands in one law only needs no column: its interval widens the bounds of that law's row.

use std::collections::{BTreeMap, BTreeSet};

use num_traits::Zero;
use rust_decimal::Decimal;

use super::exact::{Exact, ExactOutcome, exact, multiply, subtract};
use super::tableau::{Bounds, Tableau};
use super::{Constraint, System};

/// The constraints that are connected by common figures, as groups of indices.
pub fn components(system: &System) -> Vec<Vec<usize>> {
    let mut root: Vec<usize> = (0..system.variables.len()).collect();
    for constraint in &system.constraints {
        let mut members = figures(constraint);
        if let Some(first) = members.next() {
            let first = find(&mut root, first);
            members.for_each(|member| {
                let other = find(&mut root, member);
                root[other] = first;
            });
        }
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (index, constraint) in system.constraints.iter().enumerate() {
        if let Some(first) = figures(constraint).next() {
            groups.entry(find(&mut root, first)).or_default().push(index);
        }
    }
    groups.into_values().collect()
}

fn find(root: &mut [usize], mut member: usize) -> usize {
    while root[member] != member {
        // Path halving keeps the trees of the union-find flat.
        root[member] = root[root[member]];
        member = root[member];
    }
    member
}

/// Every figure that a constraint depends on.
pub fn figures(constraint: &Constraint) -> impl Iterator<Item = usize> {
    constraint.terms.iter().map(|(figure, _)| *figure).chain(constraint.given.iter().copied())
}

/// At most so many constraints are looked at together.
const MOST_CONSTRAINTS: usize = 800;

/// Whether even the broken constraints are too many.
pub fn is_too_large(part: &[usize]) -> bool {
    part.len() > MOST_CONSTRAINTS
}

/// The constraints of a part that are nearest to the broken ones, where it is too large to be looked at as a whole;
/// what lies farther away is no evidence then.
pub fn near_the_broken(system: &System, part: Vec<usize>) -> Vec<usize> {
    if part.len() <= MOST_CONSTRAINTS {
        return part;
    }
    let of = |index: usize| &system.constraints[index];
    let mut near: BTreeSet<usize> = part.iter().copied().filter(|&index| !holds_alone(system, of(index))).collect();
    loop {
        let reached: BTreeSet<usize> = near.iter().flat_map(|&index| figures(of(index))).collect();
        let touches = |index: &usize| !near.contains(index) && figures(of(*index)).any(|f| reached.contains(&f));
        let next: Vec<usize> = part.iter().copied().filter(touches).collect();
        // Whole rings only: half a ring would favour the figures that happen to come first.
        if next.is_empty() || near.len() + next.len() > MOST_CONSTRAINTS {
            return near.into_iter().collect();
        }
        near.extend(next);
    }
}

/// Whether every constraint holds for the very values that are written.
pub fn holds_as_written(system: &System, part: &[usize]) -> bool {
    let sum = |constraint: &Constraint| {
        let terms = constraint.terms.iter();
        terms.map(|(figure, coefficient)| coefficient * system.variables[*figure].value).sum::<Decimal>()
    };
    part.iter().map(|&index| &system.constraints[index]).all(|constraint| admits(constraint, sum(constraint)))
}

fn admits(constraint: &Constraint, value: Decimal) -> bool {
    constraint.low.is_none_or(|low| value >= low) && constraint.high.is_none_or(|high| value <= high)
}

/// Whether a constraint can be met by values inside the intervals of its figures.
pub fn holds_alone(system: &System, constraint: &Constraint) -> bool {
    let ends = constraint.terms.iter().map(|(figure, coefficient)| {
        let range = system.variables[*figure].range;
        let (a, b) = (range.low * coefficient, range.high * coefficient);
        (a.min(b), a.max(b))
    });
    let (low, high) = ends.fold((Decimal::ZERO, Decimal::ZERO), |sum, end| (sum.0 + end.0, sum.1 + end.1));
    constraint.low.is_none_or(|least| high >= least) && constraint.high.is_none_or(|most| low <= most)
}

/// One row: its constraint, its bounds while nothing is in doubt, and what it has of its own.
struct ModelRow {
    law: usize,
    bounds: Bounds,
    /// Figures that stand in this row only, and those that went into its coefficients.
    own: Vec<usize>,
}

/// A tableau over one part of a system, with the figures that are in doubt.
pub struct Model {
    tableau: Tableau,
    columns: Vec<usize>,
    rows: Vec<ModelRow>,
    bounds: BTreeMap<usize, Bounds>,
    doubted: BTreeSet<usize>,
    dropped: BTreeSet<usize>,
}

/// Figures and laws that contradict each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The figures, in order.
    pub figures: Vec<usize>,
    /// The laws, in order.
    pub laws: Vec<usize>,
}

impl Model {
    /// The part of a system that these constraints make.
    pub fn new(system: &System, part: &[usize]) -> ExactOutcome<Model> {
        let constraints: Vec<&Constraint> = part.iter().map(|&index| &system.constraints[index]).collect();
        let mut times: BTreeMap<usize, usize> = BTreeMap::new();
        constraints.iter().flat_map(|constraint| &constraint.terms).for_each(|(figure, _)| {
            *times.entry(*figure).or_default() += 1;
        });
        // Most figures stand in one law only; without them the tableau is much smaller.
        let columns: Vec<usize> = times.iter().filter(|(_, times)| **times > 1).map(|(figure, _)| *figure).collect();
        let column: BTreeMap<usize, usize> =
            columns.iter().enumerate().map(|(index, figure)| (*figure, index)).collect();
        let mut rows = Vec::new();
        let mut coefficients = Vec::new();
        for constraint in &constraints {
            let mut row = vec![Exact::zero(); columns.len()];
            for (figure, coefficient) in &constraint.terms {
                if let Some(&index) = column.get(figure) {
                    row[index] = exact(*coefficient)?;
                }
            }
            coefficients.push(row);
            rows.push(ModelRow::of(system, constraint, |figure| column.contains_key(&figure))?);
        }
        let start =
            columns.iter().map(|&figure| exact(system.variables[figure].value)).collect::<ExactOutcome<Vec<_>>>()?;
        let mut tableau = Tableau::new(coefficients, start)?;
        let bounds =
            columns.iter().map(|&figure| Ok((figure, of_figure(system, figure)?))).collect::<ExactOutcome<_>>()?;
        for (index, figure) in columns.iter().enumerate() {
            tableau.bind(index, of_figure(system, *figure)?)?;
        }
        for (index, row) in rows.iter().enumerate() {
            tableau.bind(columns.len() + index, row.bounds)?;
        }
        Ok(Model { tableau, columns, rows, bounds, doubted: BTreeSet::new(), dropped: BTreeSet::new() })
    }

    /// Leaves laws out.
    pub fn drop_laws(&mut self, laws: impl IntoIterator<Item = usize>) -> ExactOutcome<()> {
        self.dropped.extend(laws);
        self.bind_rows(|_| true)
    }

    /// Takes all laws in again that were left out, but for these.
    pub fn keep_dropped(&mut self, laws: &[usize]) -> ExactOutcome<()> {
        self.dropped = laws.iter().copied().collect();
        self.bind_rows(|_| true)
    }

    /// Whether all laws can be met with these figures in doubt and all others inside their intervals.
    pub fn check(&mut self, doubted: &[usize]) -> ExactOutcome<Result<(), Conflict>> {
        let doubted: BTreeSet<usize> = doubted.iter().copied().collect();
        let changed: BTreeSet<usize> = self.doubted.symmetric_difference(&doubted).copied().collect();
        self.doubted = doubted;
        for (index, figure) in self.columns.iter().enumerate().filter(|(_, figure)| changed.contains(figure)) {
            let free = self.doubted.contains(figure);
            self.tableau.bind(index, if free { Bounds::default() } else { self.bounds[figure] })?;
        }
        self.bind_rows(|row| row.own.iter().any(|figure| changed.contains(figure)))?;
        Ok(self.tableau.check()?.map_err(|variables| self.conflict(&variables)))
    }

    fn bind_rows(&mut self, which: impl Fn(&ModelRow) -> bool) -> ExactOutcome<()> {
        for (index, row) in self.rows.iter().enumerate().filter(|(_, row)| which(row)) {
            // A figure in doubt may be anything, so that a row with one of its own says nothing.
            let free = self.dropped.contains(&row.law) || row.own.iter().any(|figure| self.doubted.contains(figure));
            self.tableau.bind(self.columns.len() + index, if free { Bounds::default() } else { row.bounds })?;
        }
        Ok(())
    }

    fn conflict(&self, variables: &[usize]) -> Conflict {
        let (mut figures, mut laws) = (BTreeSet::new(), BTreeSet::new());
        for &variable in variables {
            match variable.checked_sub(self.columns.len()) {
                None => drop(figures.insert(self.columns[variable])),
                Some(row) => {
                    figures.extend(self.rows[row].own.iter().copied());
                    laws.insert(self.rows[row].law);
                }
            }
        }
        Conflict { figures: figures.into_iter().collect(), laws: laws.into_iter().collect() }
    }
}

impl ModelRow {
    /// The bounds of what the columns of a constraint may add up to.
    fn of(system: &System, constraint: &Constraint, is_column: impl Fn(usize) -> bool) -> ExactOutcome<ModelRow> {
        let mut low = constraint.low.map(exact).transpose()?;
        let mut high = constraint.high.map(exact).transpose()?;
        let mut own = constraint.given.clone();
        for (figure, coefficient) in constraint.terms.iter().filter(|(figure, _)| !is_column(*figure)) {
            let (factor, range) = (exact(*coefficient)?, system.variables[*figure].range);
            let (a, b) = (multiply(factor, exact(range.low)?)?, multiply(factor, exact(range.high)?)?);
            // The bounds of the rest are the widest that the interval of this figure allows.
            low = low.map(|low| subtract(low, a.max(b))).transpose()?;
            high = high.map(|high| subtract(high, a.min(b))).transpose()?;
            own.push(*figure);
        }
        Ok(ModelRow { law: constraint.law, bounds: Bounds { low, high }, own })
    }
}

fn of_figure(system: &System, figure: usize) -> ExactOutcome<Bounds> {
    let range = system.variables[figure].range;
    Ok(Bounds { low: Some(exact(range.low)?), high: Some(exact(range.high)?) })
}
