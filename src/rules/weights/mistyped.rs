//! Which weight is mistyped where the weights do not add up, if a score tells.

use rust_decimal::Decimal;

use crate::model::figure::Figure;
use crate::model::finding::{Finding, Trust, correction, evidence, item};
use crate::model::form::{Form, Measure, Row};
use crate::model::relation::Operand;
use crate::rules::Rule;
use crate::rules::indicators::scored::{explained, in_bounds, live_rows, points_with};
use crate::rules::weights::{WeightGroup, groups, rate_weights, weights};
use crate::scoring::{ScoreAgreement, fit};

/// A weight with whose change all weights add up and the score of its row fits.
pub struct Mistyped<'a> {
    row: &'a Row,
    /// The weight as filed.
    pub weight: &'a Figure,
    score: &'a Figure,
    meant: Decimal,
    /// The other weights, which add up with it.
    others: Vec<Operand>,
}

/// The weight at fault; nothing where there is none, or more than one might be.
pub fn mistyped(form: &Form) -> Option<Mistyped<'_>> {
    let terms = weights(form).ok()?;
    let sum: Decimal = terms.iter().map(|term| term.figure.value).sum();
    let missing = Decimal::ONE_HUNDRED - sum;
    if missing.is_zero() || rate_weights(form).is_empty() {
        return None;
    }
    let groups = groups(form);
    let mut found = live_rows(form).filter_map(|row| tried(form, &groups, row, missing));
    // Two weights that might be meant are a matter for the department.
    let first = found.next().filter(|_| found.next().is_none())?;
    let others = terms.into_iter().filter(|term| term.figure.place != first.weight.place).collect();
    Some(Mistyped { others, ..first })
}

fn tried<'a>(form: &Form, groups: &[WeightGroup], row: &'a Row, missing: Decimal) -> Option<Mistyped<'a>> {
    let (weight, score) = (row.figure(Measure::Weight)?, row.figure(Measure::Score)?);
    let meant = weight.value + missing;
    let in_group = |group: &WeightGroup| if group.has(row) { missing } else { Decimal::ZERO };
    // A label with a weight is a second witness: with the change its rows have to add up too.
    let add_up = groups.iter().all(|group| group.missing().is_none_or(|short| short == in_group(group)));
    let deducted = row.figure(Measure::Deduction).is_some_and(|deduction| !deduction.value.is_zero());
    let tells = meant > Decimal::ZERO && add_up && !deducted && misfits(form, row, score, weight);
    let corrected = weight.with_value(meant);
    (tells && fits(form, row, score, &corrected)).then(|| Mistyped { row, weight, score, meant, others: Vec::new() })
}

/// Whether a score contradicts the weight of its row; points taken off on purpose do not.
fn misfits(form: &Form, row: &Row, score: &Figure, weight: &Figure) -> bool {
    let by_formula = || points_with(form, row, weight.value).map(|points| fit(score, points.range));
    !in_bounds(score, weight)
        || match by_formula() {
            Some(ScoreAgreement::TooHigh) => true,
            Some(ScoreAgreement::TooLow) => !explained(row),
            _ => false,
        }
}

fn fits(form: &Form, row: &Row, score: &Figure, weight: &Figure) -> bool {
    let rounded = |points: crate::scoring::Points| fit(score, points.range) == ScoreAgreement::Rounded;
    in_bounds(score, weight) && points_with(form, row, weight.value).is_none_or(rounded)
}

impl Mistyped<'_> {
    /// The finding at the weight.
    pub fn finding(&self, rule: &Rule, form: &Form) -> Finding {
        let (weight, score) = (self.weight, self.score);
        let (shown, cell) = (weight.show_other(self.meant), score.place.cell_name());
        let groups = groups(form);
        let group = groups.iter().rfind(|group| group.has(self.row) && group.missing().is_some());
        let label = group.map(|group| format!("「{}」与其下各行相符，", group.heading.text.trim())).unwrap_or_default();
        let message = format!(
            "填报 {}，疑应为 {shown}：改后{label}各项分值合计 100，得分 {}（{cell}）也与分值相符；请核实",
            weight.show(),
            score.show()
        );
        let because = self.others.iter().map(|other| evidence(&other.label, &other.figure)).collect();
        let name = item(self.row.name(), Measure::Weight.name());
        let mut finding = rule.finding(&weight.place, name, message).stating(weight.show()).expecting(shown);
        finding.compare(weight, self.meant);
        finding.correction = Some(correction(weight, self.meant, Trust::Suggested));
        finding.because(because)
    }
}
