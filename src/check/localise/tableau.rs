//! An exact simplex tableau: whether linear laws and bounds can be met together.
//!
//! This is the simplex method for bounds as theorem provers use it (Dutertre and de Moura, 2006): every law is a row
//! with a variable of its own that carries the law's bounds. Where the bounds cannot be met, the row that shows it
//! names a smallest set of variables whose bounds contradict each other. Bounds may be lifted and set again at any
//! time, and the next check goes on from where the last one ended.

use num_traits::{Signed, Zero};

use super::exact::{Exact, ExactOutcome, Overflow, add, multiply, subtract};

/// The values that a variable may have; no bound where there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Bounds {
    /// The smallest.
    pub low: Option<Exact>,
    /// The largest.
    pub high: Option<Exact>,
}

impl Bounds {
    fn admits_more_than(&self, value: &Exact) -> bool {
        self.high.as_ref().is_none_or(|high| value < high)
    }

    fn admits_less_than(&self, value: &Exact) -> bool {
        self.low.as_ref().is_none_or(|low| value > low)
    }

    /// The value inside that is nearest.
    fn nearest(&self, value: Exact) -> Exact {
        let value = self.low.map_or(value, |low| value.max(low));
        self.high.map_or(value, |high| value.min(high))
    }
}

/// Variables `0..columns` are free to choose; variable `columns + r` is what row `r` comes to.
pub struct Tableau {
    /// What a basic variable is, as a sum over the others.
    rows: Vec<Vec<Exact>>,
    basic: Vec<usize>,
    nonbasic: Vec<usize>,
    value: Vec<Exact>,
    bounds: Vec<Bounds>,
}

impl Tableau {
    /// A tableau from the rows' coefficients, with a first value for each column; no variable is bounded yet.
    pub fn new(rows: Vec<Vec<Exact>>, start: Vec<Exact>) -> ExactOutcome<Tableau> {
        let columns = start.len();
        let mut value = start;
        for row in &rows {
            let mut sum = Exact::zero();
            for (coefficient, value) in row.iter().zip(&value).filter(|(coefficient, _)| !coefficient.is_zero()) {
                sum = add(sum, multiply(*coefficient, *value)?)?;
            }
            value.push(sum);
        }
        Ok(Tableau {
            basic: (columns..columns + rows.len()).collect(),
            nonbasic: (0..columns).collect(),
            bounds: vec![Bounds::default(); value.len()],
            rows,
            value,
        })
    }

    /// Gives a variable other bounds.
    pub fn bind(&mut self, variable: usize, bounds: Bounds) -> ExactOutcome<()> {
        self.bounds[variable] = bounds;
        let inside = bounds.nearest(self.value[variable]);
        match self.nonbasic.iter().position(|&other| other == variable) {
            // The method keeps every variable that is not basic inside its bounds; only basic ones may be outside.
            Some(column) if inside != self.value[variable] => self.shift(column, inside),
            _ => Ok(()),
        }
    }

    /// Moves a column to another value, and the rows with it.
    fn shift(&mut self, column: usize, to: Exact) -> ExactOutcome<()> {
        let variable = self.nonbasic[column];
        let by = subtract(to, self.value[variable])?;
        for (row, &basic) in self.rows.iter().zip(&self.basic).filter(|(row, _)| !row[column].is_zero()) {
            self.value[basic] = add(self.value[basic], multiply(row[column], by)?)?;
        }
        self.value[variable] = to;
        Ok(())
    }

    /// Looks for values inside all bounds; where there are none, the variables whose bounds contradict each other.
    pub fn check(&mut self) -> ExactOutcome<Result<(), Vec<usize>>> {
        loop {
            let Some((row, target)) = self.violated() else { return Ok(Ok(())) };
            let grows = target > self.value[self.basic[row]];
            let Some(column) = self.entering(row, grows) else { return Ok(Err(self.conflict(row))) };
            let by = subtract(target, self.value[self.basic[row]])?;
            let step = multiply(by, self.rows[row][column].recip())?;
            let to = add(self.value[self.nonbasic[column]], step)?;
            self.shift(column, to)?;
            self.pivot(row, column)?;
        }
    }

    /// The row of the first variable that is outside its bounds, and the bound. Always the first of all (Bland), so
    /// that the search ends.
    fn violated(&self) -> Option<(usize, Exact)> {
        let outside = |(row, &variable): (usize, &usize)| {
            let target = self.bounds[variable].nearest(self.value[variable]);
            (target != self.value[variable]).then_some((variable, row, target))
        };
        let first = self.basic.iter().enumerate().filter_map(outside).min_by_key(|(variable, ..)| *variable)?;
        Some((first.1, first.2))
    }

    /// The first column that can move a row up or down.
    fn entering(&self, row: usize, grows: bool) -> Option<usize> {
        let can = |&column: &usize| {
            let coefficient = &self.rows[row][column];
            let variable = self.nonbasic[column];
            match (coefficient.is_zero(), coefficient.is_positive() == grows) {
                (true, _) => false,
                (_, true) => self.bounds[variable].admits_more_than(&self.value[variable]),
                (_, false) => self.bounds[variable].admits_less_than(&self.value[variable]),
            }
        };
        (0..self.nonbasic.len()).filter(can).min_by_key(|&column| self.nonbasic[column])
    }

    fn conflict(&self, row: usize) -> Vec<usize> {
        let columns = self.rows[row].iter().zip(&self.nonbasic).filter(|(coefficient, _)| !coefficient.is_zero());
        columns.map(|(_, &variable)| variable).chain([self.basic[row]]).collect()
    }

    /// Swaps the variable of a row with that of a column.
    fn pivot(&mut self, row: usize, column: usize) -> ExactOutcome<()> {
        let by = self.rows[row][column].recip();
        // Taken out, so that the other rows can be changed by it; an empty row marks its place.
        let mut pivot = std::mem::take(&mut self.rows[row]);
        for (index, entry) in pivot.iter_mut().enumerate().filter(|(_, entry)| !entry.is_zero()) {
            *entry = if index == column { by } else { multiply(-*entry, by)? };
        }
        let filled: Vec<usize> = (0..pivot.len()).filter(|&index| !pivot[index].is_zero()).collect();
        for other in self.rows.iter_mut().filter(|other| !other.is_empty() && !other[column].is_zero()) {
            substitute(other, &pivot, &filled, column)?;
        }
        self.rows[row] = pivot;
        std::mem::swap(&mut self.basic[row], &mut self.nonbasic[column]);
        Ok(())
    }
}

/// Puts a row in the place of the column's variable.
fn substitute(row: &mut [Exact], pivot: &[Exact], filled: &[usize], column: usize) -> Result<(), Overflow> {
    let times = std::mem::replace(&mut row[column], Exact::zero());
    for &index in filled {
        row[index] = add(row[index], multiply(times, pivot[index])?)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(value: i128) -> Exact {
        Exact::from_integer(value)
    }

    fn between(low: i128, high: i128) -> Bounds {
        Bounds { low: Some(whole(low)), high: Some(whole(high)) }
    }

    /// x + y − z = 0 and y − w = 0 over four columns.
    fn two_laws(start: [i128; 4]) -> Tableau {
        let row = |coefficients: [i128; 4]| coefficients.map(whole).to_vec();
        let rows = vec![row([1, 1, -1, 0]), row([0, 1, 0, -1])];
        let mut tableau = Tableau::new(rows, start.map(whole).to_vec()).expect("small numbers");
        tableau.bind(4, between(0, 0)).expect("small numbers");
        tableau.bind(5, between(0, 0)).expect("small numbers");
        tableau
    }

    fn bound(tableau: &mut Tableau, values: [i128; 4], half: i128) {
        for (variable, value) in values.into_iter().enumerate() {
            tableau.bind(variable, between(value - half, value + half)).expect("small numbers");
        }
    }

    #[test]
    fn values_that_meet_all_bounds_are_found() {
        let mut tableau = two_laws([100, 200, 302, 200]);
        bound(&mut tableau, [100, 200, 302, 200], 1);
        assert_eq!(tableau.check(), Ok(Ok(())));
    }

    #[test]
    fn a_contradiction_names_the_bounds_that_make_it() {
        let mut tableau = two_laws([100, 200, 304, 200]);
        bound(&mut tableau, [100, 200, 304, 200], 1);
        let mut conflict = tableau.check().expect("small numbers").expect_err("3 do not reach 4");
        conflict.sort_unstable();
        assert_eq!(conflict, [0, 1, 2, 4]);
    }

    #[test]
    fn bounds_are_looked_at_together_not_one_law_at_a_time() {
        // y may be 201 for the first law, or 199 for the second, but not both.
        let mut tableau = two_laws([100, 200, 303, 198]);
        bound(&mut tableau, [100, 200, 303, 198], 1);
        let conflict = tableau.check().expect("small numbers").expect_err("a contradiction over both laws");
        assert!(conflict.contains(&4) && conflict.contains(&5));
    }

    #[test]
    fn a_lifted_bound_may_be_set_again() {
        let mut tableau = two_laws([100, 200, 400, 200]);
        bound(&mut tableau, [100, 200, 400, 200], 1);
        assert!(tableau.check().expect("small numbers").is_err());
        tableau.bind(0, Bounds::default()).expect("small numbers");
        assert_eq!(tableau.check(), Ok(Ok(())));
        tableau.bind(0, between(99, 101)).expect("small numbers");
        assert!(tableau.check().expect("small numbers").is_err());
    }
}
