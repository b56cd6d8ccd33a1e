//! The indicator block: its heading, a row for each indicator, the levels merged downwards.

use std::ops::Range;

use rust_decimal::Decimal;

use super::{Painter, blank};
use crate::evaluation::Evaluation;
use crate::grid::{Look, Shown, Value};
use crate::indicator::Indicator;
use crate::number::general;
use crate::shape::{Field, holding};

impl Painter<'_> {
    /// Writes the block from row `top` on; gives the row after it.
    pub(super) fn indicators(&mut self, top: u32) -> u32 {
        let (shape, form) = (&self.shape.indicators, self.form);
        for field in &shape.columns {
            self.grid.say(top, field.span, &field.text, Look::Head);
        }
        self.first_levels(top + 1, holding(&shape.columns, "first"));
        self.second_levels(top + 1, holding(&shape.columns, "second"));
        for (i, (row, indicator)) in (top + 1..).zip(&form.indicators).enumerate() {
            for field in shape.columns.iter().filter(|field| !matches!(field.holds.as_str(), "first" | "second")) {
                let name = format!("indicator.{}.{}", i + 1, field.holds);
                self.fill(row, field, look(&field.holds), &name, |form| content(form, indicator, &field.holds));
            }
        }
        let end = top + 1 + form.indicators.len() as u32;
        self.side((top, end), shape.side.as_ref());
        if self.blank {
            (top..end).for_each(|row| self.grid.at_least(row, blank::ROW_HEIGHT));
        }
        end
    }

    /// A first level carries the sum of its weights, where the bureau prints that.
    fn first_levels(&mut self, top: u32, field: Option<&Field>) {
        let Some(field) = field else { return };
        let rows = &self.form.indicators;
        for group in runs(rows, |a, b| a.first == b.first) {
            let weight: Decimal = rows[group.clone()].iter().map(|i| i.weight).sum();
            let name = &rows[group.start].first;
            let text = if self.shape.indicators.weighted {
                format!("{name}（{}分）", general(weight))
            } else {
                name.clone()
            };
            self.level(top, field, &group, &text);
            self.grid.named(format!("{}first.{name}", self.prefix));
        }
    }

    fn second_levels(&mut self, top: u32, field: Option<&Field>) {
        let Some(field) = field else { return };
        let rows = &self.form.indicators;
        for group in runs(rows, |a, b| a.first == b.first && a.second == b.second) {
            self.level(top, field, &group, &rows[group.start].second);
        }
    }

    fn level(&mut self, top: u32, field: &Field, group: &Range<usize>, text: &str) {
        let cells = (top + group.start as u32, top + group.end as u32 - 1);
        let column = field.span.0;
        self.grid.block((cells.0, column), (cells.1, column), Value::text(text), Look::Cell);
    }
}

fn look(what: &str) -> Look {
    if matches!(what, "third" | "reason" | "note") { Look::Prose } else { Look::Cell }
}

fn content(form: &Evaluation, indicator: &Indicator, what: &str) -> Value {
    let typed = |text: &str| if text.is_empty() { Value::Blank } else { Value::text(text) };
    match what {
        "third" => Value::text(&indicator.third),
        "target" => typed(&indicator.target),
        "actual" => typed(&indicator.actual),
        "nature" => Value::text(indicator.nature()),
        "value" => bare(&indicator.target),
        "measure" => Value::text(indicator.measure()),
        "number" => bare(&indicator.actual),
        "weight" => Value::Number(indicator.weight, Shown::General),
        "score" => form.typing.score(indicator.score),
        "coefficient" => Value::Number(indicator.coefficient(), Shown::General),
        "note" | "core" => typed(&indicator.note),
        "reason" => typed(&indicator.reason),
        other => panic!("an indicator holds no {other}"),
    }
}

/// A number without its sign and unit, or the words of a quality.
fn bare(text: &str) -> Value {
    match crate::number::first_number(text) {
        Some(number) => Value::Number(number, Shown::General),
        None => Value::text(text),
    }
}

fn runs(rows: &[Indicator], same: fn(&Indicator, &Indicator) -> bool) -> Vec<Range<usize>> {
    let mut start = 0;
    rows.chunk_by(same)
        .map(|chunk| {
            start += chunk.len();
            start - chunk.len()..start
        })
        .collect()
}
