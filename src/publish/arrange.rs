//! A self-evaluation form → the official table: head, funds, goals, indicators, total.

use crate::form::{Block, Entry, Field, Form, Heading, Measure, Row};
use crate::layout::Layout;
use crate::publish::columns::{self, Column};
use crate::publish::page::{Page, Role};

/// Lays a project or department form out, in the columns of `layout` if one is asked for.
pub fn arrange(form: &Form, layout: Option<&Layout>) -> Page {
    let funds: Vec<(&Block, Vec<Column>)> =
        form.blocks_named("funds").map(|block| (block, columns::of(form, block, layout))).collect();
    let indicators: Vec<(&Block, Vec<Column>)> =
        form.blocks_named("indicators").map(|block| (block, columns::of(form, block, layout))).collect();
    let widest_funds = funds.iter().map(|(_, columns)| columns.len() + 2).max().unwrap_or(0);
    let widest = indicators.iter().map(|(_, columns)| columns.len()).max().unwrap_or(0).max(widest_funds).max(4);
    let mut page = Page { widths: vec![0; widest], ..Page::default() };
    columns::widths(&mut page, indicators.first().map_or(&[], |(_, columns)| columns));
    let mut sketch = Sketch { page, form, row: 0 };
    sketch.head(layout);
    funds.iter().for_each(|(block, columns)| sketch.funds(block, columns));
    sketch.goals();
    indicators.iter().for_each(|(block, columns)| sketch.indicators(block, columns));
    sketch.total(indicators.last().map_or(&[], |(_, columns)| columns));
    sketch.page.ordered()
}

/// A page that is being filled from top to bottom.
struct Sketch<'a> {
    page: Page,
    form: &'a Form,
    row: usize,
}

impl Sketch<'_> {
    fn width(&self) -> usize {
        self.page.widths.len()
    }

    /// 项目名称 across the table, then the others in pairs.
    fn head(&mut self, layout: Option<&Layout>) {
        let head = [Field::Project, Field::Department, Field::Supervisor, Field::Unit];
        let expected = &layout.unwrap_or(&self.form.layout).head;
        let is_shown = |field: &Field| expected.contains(field) || self.form.field(*field).is_some();
        let fields: Vec<Field> = head.into_iter().filter(is_shown).collect();
        let (alone, pairs) = fields.split_at(fields.len().min(1));
        alone.iter().for_each(|field| {
            self.field((self.row, 0), self.width(), *field);
            self.row += 1;
        });
        for pair in pairs.chunks(2) {
            let half = if pair.len() == 2 { self.width().div_ceil(2) } else { self.width() };
            for (field, (from, to)) in pair.iter().zip([(0, half), (half, self.width())]) {
                self.field((self.row, from), to - from, *field);
            }
            self.row += 1;
        }
    }

    /// A label of one column (two where there is room) with what was filled in beside it.
    fn field(&mut self, (row, column): (usize, usize), columns: usize, field: Field) {
        let label = if columns >= 6 { 2 } else { 1 };
        self.page.put((row, column), (1, label), Role::RowHead, field.name());
        let entry = self.form.fields.get(&field);
        self.page.put_entry((row, column + label), columns - label, Role::Prose, entry);
    }

    fn funds(&mut self, block: &Block, columns: &[Column]) {
        let top = self.row;
        let side = side_label(self.form, block);
        self.page.put((top, 0), (block.rows.len() + 1, 1), Role::RowHead, &side);
        let spans = columns::spread(columns.len() + 1, self.width() - 1);
        let starts = starts(1, &spans);
        self.page.put((top, 1), (1, spans[0]), Role::ColumnHead, "资金来源");
        for (index, column) in columns.iter().enumerate() {
            self.page.put((top, starts[index + 1]), (1, spans[index + 1]), Role::ColumnHead, &column.name);
        }
        for (row, source) in (top + 1..).zip(&block.rows) {
            self.page.put((row, 1), (1, spans[0]), Role::RowName, &source.label);
            for (index, column) in columns.iter().enumerate() {
                let entry = column.entry(source);
                self.page.put_entry((row, starts[index + 1]), spans[index + 1], Role::Word, entry);
            }
        }
        self.row = top + 1 + block.rows.len();
    }

    fn goals(&mut self) {
        let goals = [Field::Goal, Field::GoalOutcome];
        if goals.iter().all(|field| self.form.field(*field).is_none()) {
            return;
        }
        let half = (self.width() - 1).div_ceil(2);
        self.page.put((self.row, 0), (2, 1), Role::RowHead, "年度总体目标");
        for (field, (from, columns)) in goals.iter().zip([(1, half), (1 + half, self.width() - 1 - half)]) {
            self.page.put((self.row, from), (1, columns), Role::ColumnHead, field.name());
            self.page.put_entry((self.row + 1, from), columns, Role::Prose, self.form.fields.get(field));
        }
        self.row += 2;
    }

    fn indicators(&mut self, block: &Block, columns: &[Column]) {
        let top = self.row;
        let spans = columns::spread_over(columns, self.width());
        let starts = starts(0, &spans);
        for (index, column) in columns.iter().enumerate() {
            self.page.put((top, starts[index]), (1, spans[index]), Role::ColumnHead, &column.name);
        }
        self.page.repeated = Some((top, top));
        for (index, column) in columns.iter().enumerate() {
            let at = (top + 1, starts[index]);
            match column.measure {
                Measure::FirstLevel => self.level(block, at, spans[index], 0),
                Measure::SecondLevel => self.level(block, at, spans[index], 1),
                _ => self.column(block, at, spans[index], column),
            }
        }
        self.row = top + 1 + block.rows.len();
    }

    fn column(&mut self, block: &Block, (top, at): (usize, usize), span: usize, column: &Column) {
        for (row, source) in (top..).zip(&block.rows) {
            match column.measure {
                Measure::ThirdLevel => self.page.put((row, at), (1, span), Role::RowName, &source.label),
                _ => {
                    self.page.put_entry((row, at), span, role(column.measure), column.entry(source));
                    let said = column.joined(source);
                    if let (Some(said), Some(cell)) = (said, self.page.cells.last_mut()) {
                        (cell.text, cell.number) = (said, None);
                    }
                }
            }
        }
    }

    /// Headings of one level, merged downwards over the rows that they stand over.
    fn level(&mut self, block: &Block, (top, at): (usize, usize), span: usize, level: usize) {
        let headings: Vec<Option<&Heading>> = block.rows.iter().map(|row| heading(block, row, level)).collect();
        let same = |one: &Option<&Heading>, other: &Option<&Heading>| matches!((one, other), (Some(one), Some(other)) if one.place == other.place);
        let mut row = top;
        for group in headings.chunk_by(same) {
            let text = group[0].map(|heading| heading.text.as_str()).unwrap_or_default();
            self.page.put((row, at), (group.len(), span), Role::RowHead, text);
            row += group.len();
        }
    }

    /// 总分 with its points, and 自评等级.
    fn total(&mut self, columns: &[Column]) {
        let points = columns.iter().position(|column| matches!(column.measure, Measure::Weight | Measure::Score));
        if let (Some(total), Some(first)) = (&self.form.total, points) {
            let spans = columns::spread_over(columns, self.width());
            let starts = starts(0, &spans);
            self.page.put((self.row, 0), (1, starts[first].max(1)), Role::RowHead, total_label(total));
            for (index, column) in columns.iter().enumerate().skip(first.max(1)) {
                let entry = total.entries.get(&column.measure).filter(|_| is_points(column.measure));
                self.page.put_entry((self.row, starts[index]), spans[index], Role::Word, entry);
            }
            self.row += 1;
        }
        if let Some(grade) = self.form.fields.get(&Field::Grade).filter(|grade| !grade.is_empty()) {
            self.grade(grade);
        }
    }

    fn grade(&mut self, grade: &Entry) {
        let label = self.width().div_ceil(3);
        self.page.put((self.row, 0), (1, label), Role::RowHead, Field::Grade.name());
        self.page.put_entry((self.row, label), self.width() - label, Role::Word, Some(grade));
        self.row += 1;
    }
}

/// The label as filed, unless the score stood in it: 「总分：89.5分」.
fn total_label(total: &Row) -> &str {
    let is_label = !total.label.is_empty() && !total.label.contains(|c: char| c.is_ascii_digit() || "：:".contains(c));
    if is_label { &total.label } else { "总分" }
}

fn is_points(measure: Measure) -> bool {
    matches!(measure, Measure::Weight | Measure::Score)
}

fn role(measure: Measure) -> Role {
    if measure == Measure::Reason { Role::Prose } else { Role::Word }
}

/// 「项目资金（万元）」, or the block's own label where that carries the weight.
fn side_label(form: &Form, block: &Block) -> String {
    let own = block.heading.as_ref().map(|heading| heading.text.clone());
    let usual = if form.layout.kind == crate::layout::Kind::Project { "项目资金" } else { "预算执行情况" };
    let name = own.unwrap_or_else(|| usual.to_string());
    let unit = form.unit.name();
    if name.contains(unit) { name } else { format!("{name}（{unit}）") }
}

/// The heading of a level over a row: the one that stands in the level's column.
fn heading<'r>(block: &Block, row: &'r Row, level: usize) -> Option<&'r Heading> {
    let measure = [Measure::FirstLevel, Measure::SecondLevel][level];
    let column = block.columns.get(&measure)?.cell?.column;
    row.headings.iter().find(|heading| heading.place.cell.is_some_and(|cell| cell.column == column))
}

/// Where spans begin, one after another.
pub fn starts(first: usize, spans: &[usize]) -> Vec<usize> {
    spans
        .iter()
        .scan(first, |next, span| {
            let start = *next;
            *next += span;
            Some(start)
        })
        .collect()
}
