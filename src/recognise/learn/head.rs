//! The head of a form that is learned.

use std::ops::Range;

use crate::model::form::{Field, FormKind, Unread};
use crate::model::place::Address;
use crate::recognise::fields;
use crate::recognise::labels::{Label, View};
use crate::recognise::learn::Read;

/// Labels that name what a form is about.
const NAMES: [Field; 4] = [Field::Project, Field::Supervisor, Field::Unit, Field::Department];
/// Marks of the kinds, as far as the form has them.
const OF_PROJECTS: [&str; 1] = ["项目名称"];
const OF_DEPARTMENTS: [&str; 2] = ["基本支出", "项目支出"];

/// The label of a cell, or what stands before the colon in it.
fn field(view: View, label: &Label) -> Option<Field> {
    let (before, after) = label.text.split_once(['：', ':']).unwrap_or((&label.text, ""));
    let of_money = fields::is_money_unit(after);
    label.meaning.field.or_else(|| view.vocabulary.field(before)).filter(|_| !of_money)
}

fn cells(view: View<'_>, rows: Range<u32>) -> Vec<(Address, &Label)> {
    rows.flat_map(|row| view.labels.row(row)).collect()
}

/// The names that the head asks for.
pub fn fields(view: View, rows: Range<u32>) -> Vec<Field> {
    let mut fields: Vec<Field> = cells(view, rows).into_iter().filter_map(|(_, label)| field(view, label)).collect();
    fields.retain(|field| NAMES.contains(field));
    fields.sort();
    fields.dedup();
    fields
}

/// The recognised labels of the head.
pub fn read(view: View, rows: Range<u32>) -> Vec<Read> {
    let known = |(cell, label): (Address, &Label)| {
        let meaning = field(view, label)?.name();
        Some(Read { cell, label: label.plain.clone(), meaning })
    };
    cells(view, rows).into_iter().filter_map(known).collect()
}

/// Texts of the head that are neither known nor the value of a known label.
pub fn unread(view: View, rows: Range<u32>, title: Option<Address>) -> Vec<Unread> {
    let title_row = title.map(|title| title.row);
    let all = cells(view, rows);
    let is_value = |index: usize| {
        let before = index.checked_sub(1).map(|index| all[index]);
        before.is_some_and(|(cell, label)| cell.row == all[index].0.row && label.meaning.is_known())
    };
    let says_something = |label: &Label| {
        let is_mark = ["公开", "附件", "附表"].iter().any(|mark| label.plain.starts_with(mark));
        label.plain.chars().count() > 1 && !is_mark && !label.plain.starts_with('(') && !label.plain.contains("单位:")
    };
    let unknown = all.iter().enumerate().filter(|(index, (cell, label))| {
        Some(cell.row) != title_row
            && says_something(label)
            && field(view, label).is_none()
            && !label.meaning.is_known()
            && !is_value(*index)
    });
    unknown
        .map(|(_, (cell, label))| Unread {
            cell: *cell,
            label: label.plain.clone(),
            nearest: view.vocabulary.nearest_name(&label.text).map(str::to_string),
            is_missed: false,
        })
        .collect()
}

/// Labels that tell the form from one of another kind.
pub fn distinctive(view: View, kind: FormKind, head: Range<u32>, names: &[Address]) -> Vec<String> {
    let marks: &[&str] = if kind == FormKind::Department { &OF_DEPARTMENTS } else { &OF_PROJECTS };
    let of_names = names.iter().filter_map(|cell| view.labels.get(*cell));
    let texts: Vec<&Label> = cells(view, head).into_iter().map(|(_, label)| label).chain(of_names).collect();
    let is_there = |mark: &&&str| texts.iter().any(|label| crate::model::text::label::is_label(&label.text, mark));
    marks.iter().filter(is_there).map(|mark| mark.to_string()).collect()
}
