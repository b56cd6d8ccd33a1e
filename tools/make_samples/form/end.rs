//! What closes a form: 总分, 自评等级, further rows, the contact line.

use rust_decimal::Decimal;

use super::{Painter, blank};
use crate::grid::{Look, Shown, Span, Value, address};
use crate::shape::{Field, holding};

const NOBODY: &str = "填表人：　　　　　　　　　联系电话：　　　　　　　　　填报日期：　　　　年　　月　　日";

impl Painter<'_> {
    /// Writes the rows from `row` on; gives the row after them.
    pub(super) fn end(&mut self, row: u32, fund_row: u32, first_row: u32) -> u32 {
        assert!(self.form.score() <= Decimal::ONE_HUNDRED, "{} has too many points", self.form.name);
        let (shape, mut next) = (&self.shape.end, row);
        if let Some(label) = &shape.total {
            self.total_row(next, label, fund_row, first_row);
            next += 1;
        }
        if let Some(label) = shape.grade.as_ref().filter(|_| self.form.graded) {
            self.grade_row(next, label);
            next += 1;
        }
        let end = self.rows(next, &shape.rows);
        if self.blank {
            (row..end).for_each(|row| self.grid.at_least(row, blank::ROW_HEIGHT));
        }
        if !shape.contact {
            return end;
        }
        let date = format!("填报日期：{}年3月10日", self.form.year + 1);
        let filled = format!("填表人：张某某　　联系电话：13800000000　　{date}");
        let contact = if self.blank { NOBODY } else { &filled };
        self.grid.say(end, Span(0, self.shape.last()), contact, Look::Left);
        end + 1
    }

    fn weight_column(&self) -> u16 {
        holding(&self.shape.indicators.columns, "weight").expect("a form with a total has weights").span.0
    }

    fn total_row(&mut self, row: u32, label: &str, fund_row: u32, first_row: u32) {
        let from = self.weight_column();
        self.grid.say(row, Span(0, from - 1), label, Look::Head);
        for field in self.shape.indicators.columns.iter().filter(|field| field.span.0 >= from) {
            match field.holds.as_str() {
                "weight" => {
                    let weight = Value::Number(self.form.weight(), Shown::General);
                    self.grid.across(row, field.span, weight, Look::Cell);
                    self.grid.named(format!("{}total.weight", self.prefix));
                }
                "score" => {
                    let total = self.total_score(field, fund_row, first_row..row);
                    self.fill(row, field, Look::Cell, "total.score", |_| total);
                }
                _ => {
                    self.grid.across(row, field.span, Value::Blank, Look::Cell);
                }
            }
        }
    }

    fn total_score(&self, field: &Field, fund_row: u32, rows: std::ops::Range<u32>) -> Value {
        let form = self.form;
        if !form.typing.formulas {
            return form.typing.score(form.score());
        }
        let rate = holding(&self.shape.funds.columns, "score").expect("a live total adds the score of the rate");
        let [first, last] = [rows.start, rows.end - 1].map(|row| address((row, field.span.0)));
        let text = format!("={}+SUM({first}:{last})", address((fund_row, rate.span.0)));
        Value::Formula(text, form.score(), Shown::Fixed)
    }

    fn grade_row(&mut self, row: u32, label: &str) {
        let from = self.weight_column();
        self.grid.say(row, Span(0, from - 1), label, Look::Head);
        let rest = Field { span: Span(from, self.shape.last()), text: String::new(), holds: String::new() };
        self.fill(row, &rest, Look::Cell, "grade", |form| Value::text(form.grade()));
    }
}
