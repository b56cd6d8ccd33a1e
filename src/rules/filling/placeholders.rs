//! F-004: what the template left for people to replace.

use std::collections::BTreeSet;

use crate::model::finding::{Item, Severity};
use crate::model::form::{Entry, Field, Form, Measure, Row};
use crate::model::place::Place;
use crate::rules::filling::placeholder_words::placeholder;
use crate::rules::{ANY, Check, Outcome, Rule, basis};

pub(super) static PLACEHOLDER: Rule = Rule {
    id: "F-004",
    title: "模板中的占位文字应替换为实际内容",
    severity: Severity::Warning,
    basis: basis::FILLING,
    explanation: "空表里的「XX」「××」「……」「指标1」「（100字以内）」「请填写」「说明相关任务」「例：」「样例」是给填表人看的，留在名称、目标、指标、指标值、完成值和原因里，说明该项没有填。用「某某」代替的地名、遮去名字的人（张××）、尺寸（3×5米、XXL）和句末的省略号不算；没有数的空行不算。",
    how_to_fix: "改填实际内容；不需要的行请删除。",
    example: "项目名称为「XX市公园养护」；指标名称为「……」而填有分值。",
    check: Check::Form(ANY, placeholders),
};

/// The texts of an indicator's row that somebody has to write.
const WRITTEN: [Measure; 5] =
    [Measure::Target, Measure::AdjustedTarget, Measure::Actual, Measure::Reason, Measure::MeasuringUnit];

/// A text on a form: what it is, where it stands.
struct PlaceholderText<'a> {
    item: Item<'a>,
    place: &'a Place,
    text: &'a str,
}

fn placeholders(rule: &Rule, form: &Form) -> Vec<Outcome> {
    let rows = form.blocks.iter().flat_map(|block| &block.rows).filter(|row| is_used(row));
    let texts =
        form.fields.iter().filter(|(field, _)| **field != Field::Grade).map(|(field, entry)| of_field(*field, entry));
    let mut seen = BTreeSet::new(); // a heading stands over several rows
    texts
        .chain(rows.flat_map(of_row))
        .filter(|text| !text.text.is_empty() && seen.insert(text.place.cell))
        .map(|text| outcome(rule, &text))
        .collect()
}

fn of_field(field: Field, entry: &Entry) -> PlaceholderText<'_> {
    PlaceholderText { item: Item(field.name(), ""), place: &entry.place, text: &entry.text }
}

fn of_row(row: &Row) -> impl Iterator<Item = PlaceholderText<'_>> {
    let name = [PlaceholderText { item: Item("名称", ""), place: &row.place, text: &row.label }];
    let headings = row.headings.iter();
    let headings = headings.map(|heading| PlaceholderText {
        item: Item("上级指标", ""),
        place: &heading.place,
        text: &heading.text,
    });
    let written = WRITTEN.iter().filter_map(|measure| Some((measure, row.entries.get(measure)?)));
    let written = written.map(|(measure, entry)| PlaceholderText {
        item: Item(row.name(), measure.name()),
        place: &entry.place,
        text: &entry.text,
    });
    headings.chain(name).chain(written)
}

/// Rows of the blank form that nobody used keep their placeholders by right.
fn is_used(row: &Row) -> bool {
    let answered = row.entries.get(&Measure::Actual).is_some_and(|actual| !actual.is_empty());
    answered || row.entries.values().any(|entry| entry.figure().is_some_and(|figure| !figure.value.is_zero()))
}

fn outcome(rule: &Rule, text: &PlaceholderText) -> Outcome {
    let shown = text.text.trim();
    let Some(found) = placeholder(shown) else { return Outcome::Holds };
    let what = if found == shown { String::new() } else { format!("「{shown}」中的") };
    let message = format!("{what}「{found}」是模板中的占位文字，请改填实际内容");
    Outcome::Broken(rule.finding(text.place, text.item, message).stating(shown))
}

#[cfg(test)]
mod tests {
    use crate::testing::{sound_department, sound_form, sound_submission};

    #[test]
    fn placeholders_left_in_place_are_found() {
        let checked = sound_form().with("C3", "XX市公园养护").finds(&["F-004 C3"]);
        assert!(checked.finding("F-004").message.starts_with("「XX市公园养护」中的「XX」"));
        sound_form().with("B11", "（100字以内）").finds(&["F-004 B11"]);
        sound_form().with("C14", "……").finds(&["F-004 C14"]);
        sound_form().with("H15", "请填写偏差原因").finds(&["F-004 H15"]);
        sound_form().with("C9", "……").with("D9", "0.00").finds(&[]);
        sound_department().with("C12", "指标1：").finds(&["F-004 C12"]);
        sound_department().with("F10", "说明相关任务完成情况").finds(&["F-004 F10"]);
        sound_submission().with("公开03!A2", "部门：××局").finds(&["F-004 公开03!A2"]);
    }

    #[test]
    fn a_heading_over_several_rows_is_found_once() {
        sound_form().with("B16", "……").finds(&["F-004 B16"]);
    }

    #[test]
    fn what_was_filled_in_is_fine() {
        sound_form().with("C3", "某某市3×5米展板").with("F11", "慰问张××等5人，修建道路……").finds(&[]);
        sound_department().with("H13", "公文标题控制在30字以内").finds(&[]);
        sound_form().with("C9", "……").finds(&[]);
    }
}
