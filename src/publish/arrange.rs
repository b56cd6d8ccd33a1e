//! A self-evaluation form → the official table: head, funds, goals, indicators, total, in the order of its layout.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::form::{Block, Cached, Entry, Field, Form, FormKind, Heading, Measure, Row};
use crate::publish::columns::{self, PublishedColumn};
use crate::publish::page::{CellRole, PublishedPage};
use crate::publish::pattern::{Asked, Pattern};

const FUNDS: &str = "funds";
const INDICATORS: &str = "indicators";

/// Lays a project or department form out, as `pattern` has it if one is asked for.
pub fn arrange(form: &Form, pattern: Option<&Pattern>) -> PublishedPage {
    let funds = blank_funds(form, pattern);
    let blocks: Vec<(&Block, Vec<PublishedColumn>)> =
        form.blocks.iter().chain(&funds).map(|block| (block, columns::of(block, pattern))).collect();
    let of = |name: &str| blocks.iter().filter(|(block, _)| &*block.name == name).collect::<Vec<_>>();
    let (funds, indicators) = (of(FUNDS), of(INDICATORS));
    // Beside the amounts stand what the block is, and its rows' names over two columns.
    let widest_funds = funds.iter().map(|(_, columns)| columns.len() + 3).max().unwrap_or(0);
    let widest = indicators.iter().map(|(_, columns)| columns.len()).max().unwrap_or(0).max(widest_funds).max(4);
    let mut page = PublishedPage { widths: vec![0; widest], ..PublishedPage::default() };
    columns::widths(&mut page, indicators.first().map_or(&[], |(_, columns)| columns));
    let mut sketch = Sketch { page, form, pattern, row: 0 };
    sketch.head();
    for name in order(form, pattern) {
        if name == FUNDS {
            funds.iter().for_each(|(block, columns)| sketch.funds(block, columns));
        } else {
            sketch.goals();
            indicators.iter().for_each(|(block, columns)| sketch.indicators(block, columns));
            sketch.total(indicators.last().map_or(&[], |(_, columns)| columns));
        }
    }
    sketch.grade();
    sketch.page.ordered()
}

/// Funds before indicators, unless the layout has them the other way round.
fn order(form: &Form, pattern: Option<&Pattern>) -> [&'static str; 2] {
    let layout = pattern.map_or(&form.layout, |pattern| &pattern.layout);
    let place = |name: &str| layout.blocks.iter().position(|block| block.panels.iter().any(|panel| &**panel == name));
    match (place(FUNDS), place(INDICATORS)) {
        (Some(funds), Some(indicators)) if indicators < funds => [INDICATORS, FUNDS],
        _ => [FUNDS, INDICATORS],
    }
}

/// The block that a layout needs and the form does not have, without figures.
fn blank_funds(form: &Form, pattern: Option<&Pattern>) -> Option<Block> {
    let name: Arc<str> = FUNDS.into();
    let is_needed = pattern.and_then(|pattern| pattern.block(&name)).is_some_and(|block| !block.optional);
    let row = Row {
        label: "年度资金总额".to_string(),
        item: None,
        code: None,
        place: form.place.clone(),
        headings: Vec::new(),
        entries: BTreeMap::new(),
        assessed: Cached::default(),
    };
    let place = form.place.clone();
    (is_needed && form.block(FUNDS).is_none()).then(|| Block {
        name,
        place,
        heading: None,
        columns: BTreeMap::new(),
        rows: vec![row],
    })
}

/// A page that is being filled from top to bottom.
struct Sketch<'a> {
    page: PublishedPage,
    form: &'a Form,
    pattern: Option<&'a Pattern>,
    row: usize,
}

impl<'a> Sketch<'a> {
    fn width(&self) -> usize {
        self.page.widths.len()
    }

    /// What the layout asks for, line by line, and what else was filed; else 项目名称 alone and the others in pairs.
    fn head(&mut self) {
        let mut lines = match self.pattern {
            Some(pattern) => pattern.head.clone(),
            None => Vec::new(),
        };
        let is_asked = |field: Field| lines.iter().flatten().any(|(asked, _)| *asked == Asked::Field(field));
        let head = [Field::Project, Field::Department, Field::Supervisor, Field::Unit];
        let is_expected = |field| self.pattern.is_none() && self.form.layout.head.contains(&field);
        let is_shown = |field: &Field| is_expected(*field) || self.form.field(*field).is_some();
        let more: Vec<(Asked, String)> = head
            .into_iter()
            .filter(|field| !is_asked(*field) && is_shown(field))
            .map(|field| (Asked::Field(field), field.name().to_string()))
            .collect();
        let (alone, pairs) = more.split_at(if lines.is_empty() { more.len().min(1) } else { 0 });
        lines.extend(alone.chunks(1).chain(pairs.chunks(2)).map(<[_]>::to_vec));
        for line in lines {
            let share = |number: usize| (self.width() * number).div_ceil(line.len());
            let places: Vec<(usize, usize)> =
                (0..line.len()).map(|number| (share(number), share(number + 1) - share(number))).collect();
            for ((asked, label), (column, columns)) in line.iter().zip(places) {
                self.asked((self.row, column), columns, *asked, label);
            }
            self.row += 1;
        }
    }

    /// A label of one column (two where there is room) with what was filled in beside it.
    fn asked(&mut self, (row, column): (usize, usize), columns: usize, asked: Asked, name: &str) {
        let label = if columns >= 6 { 2 } else { 1 };
        self.page.put((row, column), (1, label), CellRole::RowHead, name);
        let (role, entry) = match asked {
            Asked::Field(field) => (CellRole::Prose, self.form.fields.get(&field)),
            Asked::Total => (CellRole::Word, self.score()),
        };
        self.page.put_entry((row, column + label), columns - label, role, entry);
    }

    fn score(&self) -> Option<&'a Entry> {
        self.form.total.as_ref().and_then(|total| total.entries.get(&Measure::Score))
    }

    fn funds(&mut self, block: &Block, columns: &[PublishedColumn]) {
        let top = self.row;
        let side = side_label(self.form, block, self.pattern);
        self.page.put((top, 0), (block.rows.len() + 1, 1), CellRole::RowHead, &side);
        let spans = columns::spread(columns.len() + 1, self.width() - 1);
        let starts = starts(1, &spans);
        self.page.put((top, 1), (1, spans[0]), CellRole::ColumnHead, "资金来源");
        for (index, column) in columns.iter().enumerate() {
            self.page.put((top, starts[index + 1]), (1, spans[index + 1]), CellRole::ColumnHead, &column.name);
        }
        for (row, source) in (top + 1..).zip(&block.rows) {
            self.page.put((row, 1), (1, spans[0]), CellRole::RowName, &source.label);
            for (index, column) in columns.iter().enumerate() {
                let entry = column.entry(source);
                self.page.put_entry((row, starts[index + 1]), spans[index + 1], CellRole::Word, entry);
            }
        }
        self.row = top + 1 + block.rows.len();
    }

    fn goals(&mut self) {
        let goals = [Field::Goal, Field::GoalOutcome];
        if goals.iter().all(|field| self.form.field(*field).is_none()) {
            return;
        }
        let usual = ["年度总体目标", Field::Goal.name(), Field::GoalOutcome.name()].map(str::to_string);
        let [side, labels @ ..] = self.pattern.map_or(usual, |pattern| pattern.goals.clone());
        let half = (self.width() - 1).div_ceil(2);
        self.page.put((self.row, 0), (2, 1), CellRole::RowHead, &side);
        let places = [(1, half), (1 + half, self.width() - 1 - half)];
        for ((field, label), (from, columns)) in goals.iter().zip(&labels).zip(places) {
            self.page.put((self.row, from), (1, columns), CellRole::ColumnHead, label);
            self.page.put_entry((self.row + 1, from), columns, CellRole::Prose, self.form.fields.get(field));
        }
        self.row += 2;
    }

    fn indicators(&mut self, block: &Block, columns: &[PublishedColumn]) {
        let top = self.row;
        let spans = columns::spread_over(columns, self.width());
        let starts = starts(0, &spans);
        for (index, column) in columns.iter().enumerate() {
            self.page.put((top, starts[index]), (1, spans[index]), CellRole::ColumnHead, &column.name);
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

    fn column(&mut self, block: &Block, (top, at): (usize, usize), span: usize, column: &PublishedColumn) {
        for (row, source) in (top..).zip(&block.rows) {
            match column.measure {
                Measure::ThirdLevel => self.page.put((row, at), (1, span), CellRole::RowName, &source.label),
                _ => {
                    self.page.put_entry((row, at), span, role(column.measure), column.entry(source));
                    let said = column.said(source);
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
            self.page.put((row, at), (group.len(), span), CellRole::RowHead, text);
            row += group.len();
        }
    }

    /// 总分 with its points, where it does not stand in the head.
    fn total(&mut self, columns: &[PublishedColumn]) {
        let points = columns.iter().position(|column| is_points(column.measure));
        let (Some(total), Some(first)) = (&self.form.total, points) else { return };
        let mut asked = self.pattern.iter().flat_map(|pattern| pattern.head.iter().flatten());
        if asked.any(|(asked, _)| *asked == Asked::Total) && total.figure(Measure::Weight).is_none() {
            return;
        }
        let spans = columns::spread_over(columns, self.width());
        let starts = starts(0, &spans);
        self.page.put((self.row, 0), (1, starts[first].max(1)), CellRole::RowHead, total_label(total));
        for (index, column) in columns.iter().enumerate().skip(first.max(1)) {
            let entry = total.entries.get(&column.measure).filter(|_| is_points(column.measure));
            self.page.put_entry((self.row, starts[index]), spans[index], CellRole::Word, entry);
        }
        self.row += 1;
    }

    fn grade(&mut self) {
        let Some(grade) = self.form.fields.get(&Field::Grade).filter(|grade| !grade.is_empty()) else { return };
        let label = self.width().div_ceil(3);
        self.page.put((self.row, 0), (1, label), CellRole::RowHead, Field::Grade.name());
        self.page.put_entry((self.row, label), self.width() - label, CellRole::Word, Some(grade));
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

fn role(measure: Measure) -> CellRole {
    if measure == Measure::Reason { CellRole::Prose } else { CellRole::Word }
}

/// 「项目资金（万元）」, or the block's own label where that carries the weight.
fn side_label(form: &Form, block: &Block, pattern: Option<&Pattern>) -> String {
    let own = block.heading.as_ref().map(|heading| heading.text.as_str());
    let name = match pattern.and_then(|pattern| pattern.side(&block.name)) {
        // 「（10分）」 is this form's weight, whatever the block is called.
        Some(side) => format!("{side}{}", own.and_then(|own| own.find(['（', '(']).map(|at| &own[at..])).unwrap_or("")),
        None if form.layout.kind == FormKind::Project => own.unwrap_or("项目资金").to_string(),
        None => own.unwrap_or("预算执行情况").to_string(),
    };
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
