//! Faults in filling in, on every kind of form.

use rust_decimal::Decimal;
use ziping::model::figure::{CellEncoding, Figure, Unit};
use ziping::model::form::{Block, ColumnKind, Entry, Field, Form, FormKind, Measure, Row};
use ziping::model::place::Address;
use ziping::read::Value;

use crate::rules::planted::{Planted, indicators, restated, text, total, typed};
use crate::rules::{Trial, all};

/// The trials of this group.
pub const TRIALS: &[Trial] = &[
    all("F-001", mislabelled),
    all("F-002", |form| {
        let entry = total(form)?.entries.get(&Measure::Executed)?;
        Some(Planted::wrong([(entry.place.clone(), text(""))]))
    }),
    all("F-002", |form| {
        let sum = rows(form).find(|row| SUMS.iter().any(|item| row.is(item)))?;
        let figure = sum.entries.values().filter_map(Entry::figure).find(|figure| !figure.value.is_zero())?;
        Some(Planted::wrong([(figure.place.clone(), text(""))]))
    }),
    all("F-002", |form| Some(Planted::wrong([restated(form.fields.values().next()?, "")]))),
    all("F-003", |form| Some(Planted::wrong([(figures(form).next()?.place.clone(), text("见附件"))]))),
    all("F-004", |form| Some(Planted::wrong([(indicators(form).next()?.place.clone(), text("XX工作完成数"))]))),
    all("F-004", |form| Some(Planted::wrong([restated(form.fields.values().next()?, "XX单位")]))),
    all("F-005", |form| {
        let mut amounts = figures(form).filter(|figure| figure.unit.is_money() && !figure.value.is_zero());
        amounts.next()?;
        let other = if form.unit == Unit::Yuan { "万元" } else { "元" };
        let below = form.place.at(Address::new(form.rows.end, form.columns.start));
        Some(Planted::wrong([(below, text(format!("注：本表金额单位为{other}。")))]))
    }),
    all("F-006", |form| Some(Planted::wrong([(figures(form).next()?.place.clone(), Value::Error("#REF!".into()))]))),
    all("F-007", as_text),
    all("F-008", |form| {
        let figure = figures(form).find(|figure| !figure.value.is_zero())?;
        Some(Planted { hidden: Some(figure.place.cell?.row), ..Planted::default() })
    }),
    all("F-009", twice),
];

/// The sums of accounts tables.
const SUMS: [&str; 4] = ["income_of_year", "spending_of_year", "column_total", "staff_total"];

/// A column of figures under a label that nobody knows. Where the columns are rows, the label over their figures.
fn mislabelled(form: &Form) -> Option<Planted> {
    let has_figures = |block: &&Block| block.columns.keys().any(|measure| measure.kind() != ColumnKind::Text);
    let block = form.blocks.iter().find(has_figures)?;
    let (_, header) = block.columns.iter().find(|(measure, _)| measure.kind() != ColumnKind::Text)?;
    let is_turned = figures(form).any(|figure| figure.place == *header);
    let label = if is_turned { &block.place } else { header };
    Some(Planted::wrong([(label.clone(), text("某某数"))]))
}

fn rows(form: &Form) -> impl Iterator<Item = &Row> {
    form.blocks.iter().flat_map(|block| &block.rows)
}

fn figures(form: &Form) -> impl Iterator<Item = &Figure> {
    form.entries().filter_map(|(.., entry)| entry.figure())
}

/// One number as text, where all others are numbers; by a profile that asks for it.
fn as_text(form: &Form) -> Option<Planted> {
    let of_total = form.total.iter().flat_map(|row| row.entries.values()).filter_map(Entry::figure);
    let all: Vec<&Figure> = figures(form).chain(of_total).collect();
    let is_text = |figure: &&&Figure| matches!(figure.stored, CellEncoding::Text { .. });
    let scale = |figure: &Figure| if figure.unit == Unit::Percent { Decimal::ONE_HUNDRED } else { Decimal::ONE };
    let as_number = |figure: &&Figure| (figure.place.clone(), Value::Number(figure.value / scale(figure)));
    let numbers: Vec<_> = all.iter().filter(is_text).map(as_number).collect();
    let first = all.iter().find(|figure| figure.unit != Unit::Percent)?;
    let profile = Some("[rules]\nF-007 = \"note\"".to_string());
    let faulty = numbers.iter().cloned().chain([(first.place.clone(), typed(first.value))]);
    Some(Planted { profile, ..Planted::pair(faulty, numbers.clone()) })
}

/// The form twice with another figure, and the form of another project or department.
fn twice(form: &Form) -> Option<Planted> {
    let name = match form.layout.kind {
        FormKind::Project => Field::Project,
        FormKind::Department | FormKind::Accounts => Field::Department,
    };
    let other = restated(form.fields.get(&name)?, "另一名称");
    let figure = figures(form).find(|figure| !figure.value.is_zero())?;
    let faulty = [(figure.place.clone(), typed(figure.value + Decimal::TEN))];
    Some(Planted { twice: true, ..Planted::pair(faulty, [other]) })
}
