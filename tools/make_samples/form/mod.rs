//! One painter for all self-evaluation forms: a shape, and what is filled in; a blank has nothing filled in.

mod blank;
mod end;
mod funds;
mod indicators;

use crate::evaluation::Evaluation;
use crate::grid::{Grid, Look, Span, Value};
use crate::shape::{Field, Shape};

pub use blank::blank_sheet;

struct Painter<'a> {
    grid: &'a mut Grid,
    shape: &'a Shape,
    form: &'a Evaluation,
    /// Begins the names of the cells, where several forms stand on one sheet.
    prefix: String,
    blank: bool,
}

/// A sheet with one form.
pub fn form_sheet(form: &Evaluation) -> Grid {
    stacked_sheet(std::slice::from_ref(form))
}

/// A sheet with forms of one shape, one under another; the names of the n-th begin with `n/` from the second on.
pub fn stacked_sheet(forms: &[Evaluation]) -> Grid {
    let shape = Shape::named(&forms[0].shape);
    let mut grid = sheet(shape);
    let mut top = 0;
    for (i, form) in forms.iter().enumerate() {
        let prefix = if i == 0 { String::new() } else { format!("{}/", i + 1) };
        top = Painter { grid: &mut grid, shape, form, prefix, blank: false }.paint(top) + 2;
    }
    grid
}

fn sheet(shape: &Shape) -> Grid {
    let mut grid = Grid::new(&shape.widths, shape.landscape);
    grid.heading_rows = Some((0, 1));
    grid
}

impl Painter<'_> {
    /// Writes the form from row `top` on; gives the row after it.
    fn paint(&mut self, top: u32) -> u32 {
        let fund_top = self.head(top);
        let goal_top = self.funds(fund_top);
        let heading = self.goals(goal_top);
        if self.blank || !self.shape.repeat_title {
            self.grid.heading_rows = Some((heading, heading));
        }
        let end = self.indicators(heading);
        self.end(end, fund_top + 1, heading + 1)
    }

    fn head(&mut self, top: u32) -> u32 {
        let all = Span(0, self.shape.last());
        let title = self.form.said.get("标题").unwrap_or(&self.shape.title);
        self.grid.say(top, all, title, Look::Title).named(format!("{}title", self.prefix));
        let year = if self.blank { "    ".to_string() } else { self.form.year.to_string() };
        self.grid.say(top + 1, all, &format!("（{year}年度）"), Look::Year);
        self.rows(top + 2, &self.shape.head)
    }

    /// Rows of labels with what was filled in beside them; gives the row after them.
    fn rows(&mut self, top: u32, rows: &[Vec<Field>]) -> u32 {
        for (row, fields) in (top..).zip(rows) {
            for field in fields {
                self.labelled(row, field);
            }
        }
        top + rows.len() as u32
    }

    fn labelled(&mut self, row: u32, field: &Field) {
        match field.holds.as_str() {
            "" => self.print(row, field, Look::Head),
            "unit" => self.print(row, field, Look::Right),
            "boxed unit" => self.print(row, field, Look::Money),
            _ => self.answer(row, field),
        }
    }

    fn print(&mut self, row: u32, field: &Field, look: Look) {
        self.grid.say(row, field.span, &field.text, look);
    }

    fn answer(&mut self, row: u32, field: &Field) {
        let look = if field.holds == "说明" { Look::Prose } else { Look::Cell };
        self.fill(row, field, look, &field.holds, |form| match field.holds.as_str() {
            "name" => Value::text(&form.name),
            "department" => Value::text(&form.department),
            "supervisor" => Value::text(&form.supervisor),
            "score" => form.typing.score(form.score()),
            "goal" => Value::text(&form.goal),
            "result" => Value::text(&form.result),
            other => Value::text(form.said.get(other).unwrap_or_else(|| panic!("{} lacks {other}", form.name))),
        });
    }

    /// What a person fills in: nothing in a blank.
    fn fill(&mut self, row: u32, field: &Field, look: Look, name: &str, value: impl FnOnce(&Evaluation) -> Value) {
        let value = if self.blank { Value::Blank } else { value(self.form) };
        self.grid.across(row, field.span, value, look).named(format!("{}{name}", self.prefix));
    }

    /// The label at the left of a whole block.
    fn side(&mut self, (top, end): (u32, u32), field: Option<&Field>) {
        let Some(field) = field else { return };
        let look = if field.holds == "upright" { Look::Upright } else { Look::Head };
        let (first, last) = ((top, field.span.0), (end - 1, field.span.1));
        let name = format!("{}{}", self.prefix, field.holds);
        self.grid.block(first, last, Value::text(&field.text), look).named(name);
    }

    /// Writes the goals in two rows, if the form has them.
    fn goals(&mut self, top: u32) -> u32 {
        let Some(goals) = &self.shape.goals else { return top };
        self.side((top, top + 2), goals.side.as_ref());
        for field in &goals.columns {
            self.grid.say(top, field.span, &field.text, Look::Head);
        }
        for field in &goals.columns {
            self.answer(top + 1, field);
            let at = (top + 1, field.span.0);
            self.grid.cells.get_mut(&at).expect("the answer was just put").look = Look::Prose;
        }
        if self.blank {
            self.grid.at_least(top + 1, blank::GOAL_HEIGHT);
        } else if goals.side.is_some() && !self.shape.repeat_title {
            // The label at the left is merged downwards and needs three lines.
            self.grid.at_least(top + 1, 36.0);
        }
        top + 2
    }
}
