//! What a sheet says, without saying where: the facts that must survive every change.

use std::collections::BTreeMap;
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;
use ziping::model::figure::Figure;
use ziping::model::form::{Content, Entry, Form, Heading, Measure, Row};
use ziping::read::Sheet;
use ziping::recognise::Layouts;
use ziping::recognise::extract::extract;
use ziping::recognise::locate::locate;

/// How often each fact is stated.
pub type Facts = BTreeMap<String, usize>;

/// What facts about the weights in labels begin with; adding weights to labels adds such facts.
const WEIGHT: &str = "weight in a label";

/// The program under test.
pub struct Program {
    layouts: Layouts,
}

/// What the program makes of a sheet.
#[derive(Default)]
pub struct Reading {
    pub forms: Vec<Form>,
    /// How many times it says that something looks like a form that it does not know.
    pub unknown: usize,
}

impl Program {
    pub fn new() -> Program {
        Program { layouts: Layouts::embedded().expect("embedded templates") }
    }

    /// Here alone the tests let the program read a sheet.
    pub fn read(&self, sheet: &Sheet) -> Reading {
        let file: Arc<str> = "表.xlsx".into();
        let found = locate(sheet, &self.layouts);
        let forms = found.forms.iter().map(|located| extract(sheet, &file, located)).collect();
        Reading { forms, unknown: found.unknown.len() }
    }

    /// The titles that a form of this layout may carry.
    pub fn titles(&self, layout: &str) -> Vec<String> {
        let known = self.layouts.find(layout).map_or(&[][..], |known| known.titles.as_slice());
        known.iter().map(|title| title.as_str().to_string()).collect()
    }
}

/// A text as it is compared: spaces, asterisks, a closing colon and the width of characters say nothing.
pub fn plain(text: &str) -> String {
    let plain: String = text.nfkc().filter(|c| !c.is_whitespace() && !matches!(c, '*' | '★' | '\u{200b}')).collect();
    plain.trim_end_matches(':').to_string()
}

/// All facts of a sheet.
pub fn facts(reading: &Reading) -> Facts {
    let mut facts = Facts::new();
    for form in &reading.forms {
        add_form(&mut facts, form);
    }
    if reading.unknown > 0 {
        facts.insert("unknown form".to_string(), reading.unknown);
    }
    facts
}

fn add(facts: &mut Facts, fact: String) {
    *facts.entry(fact).or_default() += 1;
}

fn add_form(facts: &mut Facts, form: &Form) {
    let id = format!("{} {}", form.layout.kind.code(), form.layout.id);
    add(facts, format!("{id} year {:?}", form.year));
    for (field, entry) in form.fields.iter().filter(|(_, entry)| !entry.is_empty()) {
        add(facts, format!("{id} {field:?}: {}", plain(&entry.text)));
    }
    for block in &form.blocks {
        let place = format!("{id} {}", block.name);
        add_weight(facts, &place, block.heading.as_ref());
        block.rows.iter().for_each(|row| add_row(facts, &place, row));
    }
    form.total.iter().for_each(|row| add_row(facts, &format!("{id} total"), row));
}

fn add_row(facts: &mut Facts, place: &str, row: &Row) {
    let name = row.item.as_deref().map_or_else(|| plain(&row.label), str::to_string);
    let headings: Vec<String> = row.headings.iter().map(|heading| without_weight(&heading.text)).collect();
    let code = row.code.as_deref().unwrap_or_default();
    let place = format!("{place} {}[{code} {name}]", headings.join(">"));
    row.headings.iter().for_each(|heading| add_weight(facts, &place, Some(heading)));
    for (measure, entry) in row.entries.iter().filter(|(measure, _)| !names_the_row(**measure)) {
        add(facts, format!("{place} {measure:?} = {}", value(entry)));
    }
}

fn add_weight(facts: &mut Facts, place: &str, heading: Option<&Heading>) {
    if let Some((heading, weight)) = heading.and_then(|heading| Some((heading, heading.weight.as_ref()?))) {
        add(facts, format!("{WEIGHT} {place} {} = {}", without_weight(&heading.text), figure(weight)));
    }
}

/// Columns that repeat what the row is called or where it stands.
fn names_the_row(measure: Measure) -> bool {
    use Measure::*;
    matches!(measure, Item | Code | Name | Line | FirstLevel | SecondLevel | ThirdLevel)
}

/// 「产出指标」 of 「产出指标（50分）」.
fn without_weight(label: &str) -> String {
    let label = plain(label);
    let bare = label.strip_suffix("分)").and_then(|rest| rest.rsplit_once('(')).map(|(bare, _)| plain(bare));
    bare.unwrap_or(label)
}

fn value(entry: &Entry) -> String {
    match &entry.content {
        Content::Figure(stated) => figure(stated),
        _ if entry.is_empty() => "nothing".to_string(),
        Content::Text => plain(&entry.text),
        _ => format!("unreadable {}", plain(&entry.text)),
    }
}

fn figure(figure: &Figure) -> String {
    let unit = if figure.unit.is_money() { "元" } else { figure.unit.name() };
    format!("{} {unit}", figure.base().normalize())
}

/// Both together.
pub fn sum(mut facts: Facts, more: &Facts) -> Facts {
    for (fact, count) in more {
        *facts.entry(fact.clone()).or_default() += count;
    }
    facts
}

/// What is stated in one of the two only; nothing where they say the same.
pub fn difference(expected: &Facts, found: &Facts, weights_too: bool) -> Vec<String> {
    let count = |facts: &Facts, fact: &String| facts.get(fact).copied().unwrap_or(0);
    let all: std::collections::BTreeSet<&String> = expected.keys().chain(found.keys()).collect();
    all.into_iter()
        .filter(|fact| weights_too || !fact.starts_with(WEIGHT))
        .filter_map(|fact| match (count(expected, fact), count(found, fact)) {
            (before, after) if before > after => Some(format!("lost {}x: {fact}", before - after)),
            (before, after) if before < after => Some(format!("new  {}x: {fact}", after - before)),
            _ => None,
        })
        .collect()
}
