//! The funds block: a total, and the rows it is made of.

use rust_decimal::Decimal;

use super::{Painter, blank};
use crate::evaluation::{Evaluation, Fund};
use crate::grid::{Look, Shown, Value, address};
use crate::shape::{Field, holding};

type Pick = fn(&Fund) -> Option<Decimal>;

fn measure(what: &str) -> Option<Pick> {
    match what {
        "initial" => Some(|f| f.initial),
        "budget" => Some(|f| f.budget),
        "executed" => Some(|f| f.executed),
        _ => None,
    }
}

impl Painter<'_> {
    /// Writes the block from row `top` on; gives the row after it.
    pub(super) fn funds(&mut self, top: u32) -> u32 {
        let shape = &self.shape.funds;
        for field in &shape.columns {
            self.grid.say(top, field.span, &field.text, Look::Head);
        }
        for field in &shape.columns {
            self.total_cell(top + 1, field);
        }
        let form = self.form;
        for (i, (row, fund)) in (top + 2..).zip(&form.funds).enumerate() {
            for field in &shape.columns {
                self.part_cell(row, field, i, fund);
            }
        }
        let end = top + 2 + form.funds.len() as u32;
        self.side((top, end), shape.side.as_ref());
        if self.blank {
            (top..end).for_each(|row| self.grid.at_least(row, blank::ROW_HEIGHT));
        }
        end
    }

    fn total_cell(&mut self, row: u32, field: &Field) {
        let what = field.holds.as_str();
        match what {
            "label" => {
                self.grid.say(row, field.span, &self.shape.funds.total, Look::Cell);
            }
            "weight" => {
                let weight = Value::Number(self.form.rate_weight, Shown::General);
                self.grid.across(row, field.span, weight, Look::Cell);
            }
            _ => {
                let columns = &self.shape.funds.columns;
                let name = format!("fund.total.{what}");
                self.fill(row, field, Look::Cell, &name, |form| total(form, row, field, columns));
            }
        }
    }

    fn part_cell(&mut self, row: u32, field: &Field, i: usize, fund: &Fund) {
        let what = field.holds.as_str();
        match what {
            "label" => {
                let label = if i == 0 { format!("其中：{}", fund.label) } else { fund.label.clone() };
                self.grid.say(row, field.span, &label, Look::Cell);
            }
            "weight" | "score" => {
                self.grid.across(row, field.span, Value::text("—"), Look::Cell);
            }
            _ => self.fill(row, field, Look::Cell, &format!("fund.{i}.{what}"), |form| part(form, fund, what)),
        }
    }
}

/// What stands in the row of the total: live formulas where this person uses them.
fn total(form: &Evaluation, row: u32, field: &Field, columns: &[Field]) -> Value {
    let typing = &form.typing;
    let what = field.holds.as_str();
    let cell = |what: &str| address((row, holding(columns, what).expect("a rate has what it is made of").span.0));
    match (what, measure(what)) {
        (_, Some(pick)) if typing.formulas => {
            let column = field.span.0;
            let last = address((row + form.funds.len() as u32, column));
            Value::Formula(format!("=SUM({}:{last})", address((row + 1, column))), form.sum(pick), Shown::Fixed)
        }
        (_, Some(pick)) => typing.amount(Some(form.sum(pick))),
        ("rate", _) if typing.formulas => {
            Value::Formula(format!("={}/{}", cell("executed"), cell("budget")), form.rate(), Shown::Percent)
        }
        ("rate", _) => typing.rate(form.rate()),
        ("score", _) if typing.formulas => {
            let text = format!("=ROUND(MIN({},1)*{},2)", cell("rate"), cell("weight"));
            Value::Formula(text, form.rate_score(), Shown::Fixed)
        }
        ("score", _) => typing.score(form.rate_score()),
        _ => panic!("the funds hold no {what}"),
    }
}

fn part(form: &Evaluation, fund: &Fund, what: &str) -> Value {
    let typing = &form.typing;
    if let Some(pick) = measure(what) {
        return typing.amount(pick(fund));
    }
    match (fund.budget, fund.executed) {
        (Some(budget), Some(executed)) if typing.row_rates && !budget.is_zero() => typing.rate(executed / budget),
        _ => typing.not_applicable(),
    }
}
