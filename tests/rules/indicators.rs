//! Faults in the indicator rows: one row is given a target, an actual value and points.

use rust_decimal::Decimal;
use ziping::model::form::{Form, Measure, Row};
use ziping::model::place::Place;
use ziping::read::Value;

use crate::rules::planted::{Planted, figure, indicators, right_of_all, text, total, typed};
use crate::rules::{Trial, both, departments};

/// The trials of this group.
pub const TRIALS: &[Trial] = &[
    both("P-201", "D-201", |form| scoring(form, ("≥", "100", "个"), "100", ["0.8", "1"])),
    both("P-202", "D-202", |form| scoring(form, ("≥", "200", "个"), "100", ["0.8", "0.5"])),
    both("P-203", "D-203", |form| scoring(form, ("≤", "100", "个"), "200", ["0.8", "0.5"])),
    both("P-204", "D-204", |form| scoring(form, ("＝", "200", "个"), "100", ["0.8", "0.5"])),
    both("P-204", "D-204", |form| scoring(form, ("", "80-100", "个"), "40", ["0.8", "0.5"])),
    both("P-205", "D-205", |form| scoring(form, ("定性", "稳定保障", ""), "达成年度指标", ["0.5", "0.9"])),
    both("P-206", "D-206", |form| scoring(form, ("≥", "100", "个"), "100", ["1.5", "1"])),
    both("P-206", "D-206", |form| scoring(form, ("定性", "稳定保障", ""), "运行平稳", ["-0.5", "0.9"])),
    both("P-207", "D-207", |form| Some(Planted::wrong([blank(scored(form)?, Measure::Actual)?]))),
    both("P-207", "D-207", |form| Some(Planted::wrong([blank(scored(form)?, Measure::Score)?]))),
    both("P-208", "D-208", |form| asked(form, ("≥", "100", "个"), "300", "1")),
    both("P-209", "D-209", |form| asked(form, ("≥", "200", "个"), "100", "0.5")),
    both("P-210", "D-210", |form| {
        let of = |actual| of_row(first(form)?, ("≥", "100", "个"), actual);
        Some(Planted::pair(of("95%")?, of("100")?))
    }),
    both("P-210", "D-210", |form| {
        let row = first(form)?;
        let of = |actual| Some([of_row(row, ("≥", "90", "%"), actual)?, vec![named(row, "群众满意度")]].concat());
        Some(Planted::pair(of("105")?, of("95")?))
    }),
    both("P-211", "D-211", |form| {
        let row = scored(form)?;
        let reason = (place(row, Measure::Reason)?, text("指标值定得偏低，主动扣分"));
        let planted = scoring(form, ("≥", "100", "个"), "100", ["0.8", "1"])?;
        let faulty = [planted.faulty, vec![(reason.0.cell?, reason.1)]].concat();
        Some(Planted { faulty, ..planted })
    }),
    both("P-212", "D-212", costing),
    both("D-103", "D-103", coefficients),
    departments("D-105", shared),
    departments("X-404", |form| {
        let row = scored(form)?;
        let (place_of_total, score) = figure(form.total.as_ref()?, Measure::Score)?;
        let (_, weight) = figure(row, Measure::Weight)?;
        // Fewer points with a reason, and a total that follows from them.
        let reason = (place(row, Measure::Reason)?, text("指标值定得偏低，主动扣分"));
        let planted =
            Planted::wrong([points(row, "0.8")?, reason, (place_of_total, typed(score - weight / Decimal::from(5)))]);
        Some(Planted { twice: true, ..planted })
    }),
];

/// A coefficient in its column, or in one that is added on the right.
fn coefficients(form: &Form) -> Option<Planted> {
    let row = scored(form)?;
    if let Some(coefficient) = place(row, Measure::Coefficient) {
        return Some(Planted::wrong([(coefficient, text("55"))]));
    }
    let ((_, weight), (_, score)) = (figure(row, Measure::Weight)?, figure(row, Measure::Score)?);
    let header = form.block("indicators")?.columns.get(&Measure::Weight)?;
    let label = (right_of_all(form, header)?, text("得分系数（%）"));
    let at = right_of_all(form, &place(row, Measure::Weight)?)?;
    let stating = |percent: Decimal| [label.clone(), (at.clone(), typed(percent))];
    let percent = score / weight * Decimal::ONE_HUNDRED;
    Some(Planted::pair(stating(percent - Decimal::TEN), stating(percent)))
}

/// Direction, value and unit of a target.
type Aim<'a> = (&'a str, &'a str, &'a str);

/// The row that is retyped where points are needed; costs have rules of their own.
fn scored(form: &Form) -> Option<&Row> {
    indicators(form).find(|row| {
        let states = |measure| row.figure(measure).is_some_and(|figure| !figure.value.is_zero());
        let is_cost = row.headings.iter().any(|heading| heading.text.contains("成本"));
        states(Measure::Weight) && states(Measure::Score) && !is_cost
    })
}

/// The row that is retyped where only target and actual value are needed.
fn first(form: &Form) -> Option<&Row> {
    indicators(form)
        .find(|row| row.entries.contains_key(&Measure::Target) && row.entries.contains_key(&Measure::Actual))
}

fn place(row: &Row, measure: Measure) -> Option<Place> {
    row.entries.get(&measure).map(|entry| entry.place.clone())
}

fn blank(row: &Row, measure: Measure) -> Option<(Place, Value)> {
    Some((place(row, measure)?, text("")))
}

fn named(row: &Row, name: &str) -> (Place, Value) {
    (row.place.clone(), text(name))
}

/// Target and actual value, in one cell each or with direction and unit in columns of their own.
fn of_row(row: &Row, (direction, value, unit): Aim, actual: &str) -> Option<Vec<(Place, Value)>> {
    let is_quantity = !unit.is_empty();
    let (own_direction, own_unit) = (place(row, Measure::Direction), place(row, Measure::MeasuringUnit));
    let sign = if own_direction.is_some() || !is_quantity { "" } else { direction };
    let behind = if own_unit.is_some() { "" } else { unit };
    let target = format!("{sign}{value}{behind}");
    let is_bare = actual.chars().all(|c| c.is_ascii_digit() || c == '.');
    let done = if is_bare { format!("{actual}{behind}") } else { actual.to_string() };
    let mut cells = vec![(place(row, Measure::Target)?, text(&*target)), (place(row, Measure::Actual)?, text(done))];
    cells.extend(place(row, Measure::AdjustedTarget).map(|place| (place, text(target))));
    cells.extend(own_direction.map(|place| (place, text(direction))));
    cells.extend(own_unit.map(|place| (place, text(if is_quantity { unit } else { "—" }))));
    Some(cells)
}

/// Shares of the weight as points: the wrong ones, and the right ones. No reason is given.
fn scoring(form: &Form, aim: Aim, actual: &str, [wrong, right]: [&str; 2]) -> Option<Planted> {
    let row = scored(form)?;
    let of = |share: &str| {
        Some(
            [of_row(row, aim, actual)?, blank(row, Measure::Reason).into_iter().collect(), vec![points(row, share)?]]
                .concat(),
        )
    };
    Some(Planted::pair(of(wrong)?, of(right)?))
}

fn points(row: &Row, share: &str) -> Option<(Place, Value)> {
    let (_, weight) = figure(row, Measure::Weight)?;
    let share: Decimal = share.parse().expect("a share");
    Some((place(row, Measure::Score)?, typed(weight * share)))
}

/// Right points that ask for a reason: without and with one.
fn asked(form: &Form, aim: Aim, actual: &str, share: &str) -> Option<Planted> {
    let row = scored(form)?;
    let reason = place(row, Measure::Reason)?;
    let of = |words: &str| {
        Some([of_row(row, aim, actual)?, vec![points(row, share)?, (reason.clone(), text(words))]].concat())
    };
    Some(Planted::pair(of("无")?, of("受持续降雨影响，已安排补做")?))
}

/// What everything cost, beside what was executed.
fn costing(form: &Form) -> Option<Planted> {
    let row = first(form)?;
    let (_, executed) = figure(total(form)?, Measure::Executed)?;
    let unit = form.unit.name();
    let name = named(
        row,
        if form.layout.kind == ziping::model::form::FormKind::Project {
            "项目总成本"
        } else {
            "部门支出总额"
        },
    );
    let of = |cost: Decimal| Some([of_row(row, ("≤", "99999", unit), &cost.to_string())?, vec![name.clone()]].concat());
    Some(Planted::pair(of(executed + Decimal::TEN)?, of(executed)?))
}

/// A rate that follows from the funds of the form.
fn shared(form: &Form) -> Option<Planted> {
    let row = first(form)?;
    let funds = total(form)?;
    let ((_, executed), (_, budget)) = (figure(funds, Measure::Executed)?, figure(funds, Measure::FinalBudget)?);
    let rate = (executed / budget * Decimal::ONE_HUNDRED).round_dp(2);
    let of = |rate: Decimal| {
        Some([of_row(row, ("≤", "100", "%"), &rate.to_string())?, vec![named(row, "预算完成率")]].concat())
    };
    Some(Planted::pair(of(rate - Decimal::TEN)?, of(rate)?))
}
