//! Faults in weights, levels, total, grade, and what is quoted of them.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use ziping::model::form::{Field, Form, Heading, Measure, Row};
use ziping::model::place::Address;

use crate::rules::planted::{Planted, figure, indicators, more, restated, text, typed};
use crate::rules::{Trial, both};

/// The trials of this group.
pub const TRIALS: &[Trial] = &[
    both("P-301", "D-301", |form| Some(more(figure(indicators(form).next()?, Measure::Weight)?, 1))),
    both("P-302", "D-302", |form| {
        let heading = indicators(form).flat_map(|row| &row.headings).find(|heading| heading.weight.is_some())?;
        let weight = heading.weight.as_ref()?.value;
        let other = heading.text.replace(&weight.to_string(), &(weight + Decimal::ONE).to_string());
        Some(Planted::wrong([(heading.place.clone(), text(&other))]))
    }),
    both("P-302", "D-302", |form| {
        let heading = form.block("funds")?.heading.as_ref().filter(|heading| heading.weight.is_some())?;
        Some(Planted::wrong([(heading.place.clone(), text("预算执行情况（25分）"))]))
    }),
    both("P-303", "D-303", shifted),
    both("P-304", "D-304", |form| {
        let (levels, last) = (levels(form), indicators(form).last()?.headings.first()?);
        let first = indicators(form).next()?.headings.first()?;
        let planted = Planted::wrong([(last.place.clone(), text(&*first.text))]);
        (levels.len() > 1).then(|| Planted { profile: own_weights(form), ..planted })
    }),
    both("P-401", "D-401", |form| Some(more(figure(form.total.as_ref()?, Measure::Score)?, -3))),
    both("P-401", "D-401", |form| Some(more(figure(form.total.as_ref()?, Measure::Weight)?, 10))),
    both("P-402", "D-402", graded),
    both("P-403", "D-403", |form| {
        let (_, score) = figure(form.total.as_ref()?, Measure::Score)?;
        let outcome = form.fields.get(&Field::GoalOutcome)?;
        let quoting = |score: Decimal| [restated(outcome, &format!("经自评，自评得分{score}分，完成较好。"))];
        Some(Planted::pair(quoting(score - Decimal::TEN), quoting(score)))
    }),
];

/// The grade where it stands, or in a row of its own below the form.
fn graded(form: &Form) -> Option<Planted> {
    let (_, score) = figure(form.total.as_ref()?, Measure::Score)?;
    if let Some(grade) = form.fields.get(&Field::Grade) {
        return Some(Planted::wrong([restated(grade, "差")]));
    }
    let below = |column: u32| form.place.at(Address::new(form.rows.end, form.columns.start + column));
    let stating = |grade: &str| [(below(0), text("自评等级")), (below(1), text(grade))];
    (score >= Decimal::from(90)).then(|| Planted::pair(stating("差"), stating("优")))
}

/// The first-level headings with what their rows weigh; nothing for forms without levels.
fn levels(form: &Form) -> BTreeMap<&str, Decimal> {
    let mut levels = BTreeMap::new();
    for row in indicators(form) {
        if let Some(heading) = row.headings.first() {
            let weight = row.figure(Measure::Weight).map(|figure| figure.value).unwrap_or_default();
            *levels.entry(heading.text.as_str()).or_default() += weight;
        }
    }
    levels
}

/// Where the profile in force sets no weights for such a form: those that the form has.
fn own_weights(form: &Form) -> Option<String> {
    if form.profile.weights(form.layout.kind).is_some() {
        return None;
    }
    let funds = form.block("funds").map(|block| block.rows.as_slice()).unwrap_or_default();
    let rate = funds.iter().find_map(|row| row.figure(Measure::Weight)).map(|weight| ("执行率", weight.value));
    let lines =
        levels(form).into_iter().chain(rate).map(|(name, weight)| format!("{name:?} = {}\n", weight.normalize()));
    Some(format!("[weights.{}]\n{}", form.layout.kind.code(), lines.collect::<String>()))
}

/// A point moved from one level to another, so that the sum stays.
fn shifted(form: &Form) -> Option<Planted> {
    let first = indicators(form).next()?;
    let level = |row: &Row| row.headings.first().map(|heading: &Heading| heading.text.clone());
    let other = indicators(form).find(|row| level(row) != level(first))?;
    let ((place, weight), (from, less)) = (figure(first, Measure::Weight)?, figure(other, Measure::Weight)?);
    let planted = Planted::wrong([(place, typed(weight + Decimal::ONE)), (from, typed(less - Decimal::ONE))]);
    Some(Planted { profile: own_weights(form), ..planted })
}
