//! How the forms of a layout look: their title, their labels, and where these stand, as its blank form has them.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::form::{BlockLayout, Field, Form, Layout, Measure, Title};
use crate::model::place::Address;
use crate::read::workbook;
use crate::recognise::labels::{Label, Labels, View};
use crate::recognise::locate::{Located, locate};
use crate::recognise::template::{LoadedLayout, Source, blank};
use crate::recognise::vocabulary::End;
use crate::recognise::{Layouts, title};

/// What a label of the head asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// A name.
    Field(Field),
    /// The score, where it stands in the head.
    Total,
}

/// What the head of a form may ask for.
const HEAD: [Field; 4] = [Field::Project, Field::Department, Field::Supervisor, Field::Unit];

/// A layout that forms are turned into.
#[derive(Debug, Clone)]
pub struct Pattern {
    /// The layout.
    pub layout: Arc<Layout>,
    /// What the head asks for, by lines, each with its label.
    pub head: Vec<Vec<(Asked, String)>>,
    /// Labels of the goals: of both together, of what was aimed at, and of what was done.
    pub goals: [String; 3],
    title: String,
    titles: Vec<Title>,
    other_titles: Vec<Title>,
    columns: BTreeMap<(Arc<str>, Measure), String>,
    sides: BTreeMap<Arc<str>, String>,
}

impl Pattern {
    /// Reads the blank form that belongs to a layout; where there is none, the template has to do.
    pub fn of(known: &LoadedLayout, layouts: &Layouts) -> Pattern {
        let layout = &known.layout;
        let others = layouts.all.iter().filter(|other| other.layout.id != layout.id);
        let mut pattern = Pattern {
            layout: layout.clone(),
            head: usual_head(layout),
            goals: ["年度总体目标", Field::Goal.name(), Field::GoalOutcome.name()].map(str::to_string),
            title: usual_title(known, layouts),
            titles: if layout.titles.is_empty() { known.titles.clone() } else { layout.titles.clone() },
            other_titles: others.flat_map(|other| other.layout.titles.iter().cloned()).collect(),
            columns: own_labels(known),
            sides: BTreeMap::new(),
        };
        let bytes = match &known.source {
            Source::BuiltIn => blank(&layout.id).map(<[u8]>::to_vec),
            Source::Folder(_, template) => std::fs::read(template.with_extension("xlsx")).ok(),
        };
        for sheet in bytes.and_then(|bytes| workbook::sheets(&bytes).ok()).unwrap_or_default() {
            let found = locate(&sheet, layouts).forms.into_iter().find(|form| form.layout.id == layout.id);
            if let Some(form) = found {
                let labels = Labels::read(&sheet, &known.vocabulary);
                pattern.take(View { sheet: &sheet, labels: &labels, vocabulary: &known.vocabulary }, &form);
                break;
            }
        }
        pattern
    }

    fn take(&mut self, view: View, form: &Located) {
        let body = form.headers.iter().map(|header| header.top).min().unwrap_or(form.rows.end);
        let title = form.title.and_then(|cell| view.sheet.cells.get(&cell)).map(|cell| title::lasting(&cell.text()));
        self.title = title.map(|title| title.replace('*', "")).unwrap_or_else(|| self.title.clone());
        let head = lines_of_head(view, form.rows.start..body);
        if !head.is_empty() {
            self.head = head;
        }
        for header in &form.headers {
            let labels = header.columns.iter().map(|(measure, column)| (*measure, clean(&column.label)));
            self.columns.extend(labels.map(|(measure, label)| ((header.name.clone(), measure), label)));
            let first = header.columns.values().map(|column| column.cell.column).min().unwrap_or(0);
            let side = view.sheet.row(header.top).find(|(cell, _)| cell.column < first);
            self.sides.extend(side.map(|(_, cell)| (header.name.clone(), without_brackets(&cell.text()))));
        }
        for row in body..form.rows.end {
            self.take_goals(view, row);
        }
    }

    fn take_goals(&mut self, view: View, row: u32) {
        let labels: Vec<(Address, &Label)> = view.labels.row(row).collect();
        let of = |field: Field| labels.iter().find(|(_, label)| label.meaning.field == Some(field));
        let (Some((goal, label)), Some((_, outcome))) = (of(Field::Goal), of(Field::GoalOutcome)) else { return };
        let side = labels.iter().find(|(cell, _)| cell.column < goal.column);
        let side = side.filter(|(_, side)| side.meaning.ends.contains(&End::Goals)).map(|(_, side)| clean(&side.text));
        self.goals = [side.unwrap_or_else(|| self.goals[0].clone()), clean(&label.text), clean(&outcome.text)];
    }

    /// Its block of this name.
    pub fn block(&self, name: &Arc<str>) -> Option<&BlockLayout> {
        self.layout.blocks.iter().find(|block| block.panels.contains(name))
    }

    /// What it calls a column.
    pub fn column(&self, block: &Arc<str>, measure: Measure) -> &str {
        self.columns.get(&(block.clone(), measure)).map_or(measure.name(), String::as_str)
    }

    /// What stands beside a block, without brackets.
    pub fn side(&self, block: &Arc<str>) -> Option<&str> {
        self.sides.get(block).map(String::as_str).filter(|side| !side.is_empty())
    }

    /// The title as filed where forms of this layout may carry it, else the layout's own.
    pub fn title(&self, form: &Form) -> String {
        let own = title::matched(&self.titles, &form.title);
        let is_own = own > 0 && title::matched(&self.other_titles, &form.title) <= own;
        if is_own { form.title.clone() } else { self.title.clone() }
    }
}

/// The first thing asked for alone, the others in pairs.
fn usual_head(layout: &Layout) -> Vec<Vec<(Asked, String)>> {
    let asked = HEAD.into_iter().filter(|field| layout.head.contains(field));
    let labels: Vec<_> = asked.map(|field| (Asked::Field(field), field.name().to_string())).collect();
    let (alone, pairs) = labels.split_at(labels.len().min(1));
    alone.chunks(1).chain(pairs.chunks(2)).map(<[_]>::to_vec).collect()
}

/// The first title of its own, or else the first of its kind.
fn usual_title(known: &LoadedLayout, layouts: &Layouts) -> String {
    let first = known.layout.titles.first().or(layouts.vocabulary.titles(known.layout.kind).first());
    first.map(|title| title.as_str().replace('*', "")).unwrap_or_default()
}

/// The bureau's own labels that the template explains, by the column that each stands for.
fn own_labels(known: &LoadedLayout) -> BTreeMap<(Arc<str>, Measure), String> {
    let mut labels = BTreeMap::new();
    for block in &known.layout.blocks {
        for (label, measure) in
            known.layout.same.keys().flat_map(|label| {
                known.vocabulary.measures(label).into_iter().map(move |measure| (label.clone(), measure))
            })
        {
            if block.columns.contains(&measure) {
                labels.extend(block.panels.iter().map(|name| ((name.clone(), measure), label.clone())));
            }
        }
    }
    labels
}

fn lines_of_head(view: View, rows: std::ops::Range<u32>) -> Vec<Vec<(Asked, String)>> {
    let asked = |label: &Label| match label.meaning.field.filter(|field| HEAD.contains(field)) {
        Some(field) => Some(Asked::Field(field)),
        None => label.meaning.ends.contains(&End::Total).then_some(Asked::Total),
    };
    let mut lines: Vec<Vec<(Asked, String)>> = Vec::new();
    for row in rows {
        let mut line = Vec::new();
        for (asked, label) in view.labels.row(row).filter_map(|(_, label)| Some((asked(label)?, clean(&label.text)))) {
            // 「中央主管部门」 and 「地方主管部门」: nothing says which of them was filed as 主管部门.
            match lines.iter_mut().flatten().find(|(known, _)| *known == asked) {
                Some((Asked::Field(field), known)) => *known = field.name().to_string(),
                Some(_) => {}
                None => line.push((asked, label)),
            }
        }
        lines.push(line);
    }
    lines.retain(|line| !line.is_empty());
    lines
}

fn clean(text: &str) -> String {
    text.split_whitespace().collect()
}

/// 「预算执行情况（10分）」 → 「预算执行情况」: what stands in brackets belongs to one form.
fn without_brackets(text: &str) -> String {
    clean(text).split(['（', '(']).next().unwrap_or_default().to_string()
}
