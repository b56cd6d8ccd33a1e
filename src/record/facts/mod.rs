//! The long table of facts: one row for every figure of the run.
//!
//! | column | type | holds |
//! | --- | --- | --- |
//! | `submission` | text | key of the submission: folder, department and year, as in every table of a run |
//! | `department` | text | the department that filed it |
//! | `year` | integer | the year the form is about; null if none is stated |
//! | `file`, `sheet`, `cell` | text | where it stands; `cell` is the top-left of its region |
//! | `kind` | text | `project`, `department` or `accounts` |
//! | `form` | text | id of the layout, such as `accounts-03` |
//! | `table` | text | number of an accounts table, such as `03` |
//! | `project` | text | project name, on project forms |
//! | `block` | text | part of the form: `funds`, `indicators`, `income`, … |
//! | `row` | text | the row's name as typed |
//! | `item` | text | what the name is known to mean; null if it is not known |
//! | `code` | text | classification code of the row, in accounts tables |
//! | `measure` | text | what the column holds: `final_budget`, `rate`, `score`, … |
//! | `unit` | text | unit of value, low and high: `yuan`, `percent`, `points` |
//! | `value` | Decimal(38, 10) | the figure, money in yuan, rates in percent |
//! | `low`, `high` | Decimal(38, 10) | the range that it stands for by its digits |
//! | `text` | text | as typed; target, actual value and reason have no value |

pub mod csv_field;

use std::collections::HashMap;
use std::sync::Arc;

use anyhow::Result;
use polars::prelude::*;
use rust_decimal::Decimal as Number;
use serde::{Deserialize, Serialize};

use crate::model::figure::{Figure, Range, Unit};
use crate::model::form::{ColumnKind, Entry, Field, Form, Measure, Row};
use crate::model::serde_decimal;
use crate::record::facts::csv_field::shielded;
use crate::submission::Submission;
use crate::submission::key::key;

/// Digits after the point that the table keeps: a ten-thousandth of a fen.
const SCALE: u32 = 10;
const PRECISION: usize = 38;

/// Number of a text among the texts of a table.
type Text = u32;

/// One row of the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Fact {
    texts: [Option<Text>; 15],
    typed: Text,
    year: Option<i32>,
    #[serde(with = "serde_decimal::amounts")]
    amounts: [Option<Number>; 3],
}

const TEXTS: [&str; 15] = [
    "submission",
    "department",
    "file",
    "sheet",
    "cell",
    "kind",
    "form",
    "table",
    "project",
    "block",
    "row",
    "item",
    "code",
    "measure",
    "unit",
];
/// So many texts stand before the year.
const LEADING: usize = 2;
const AMOUNTS: [&str; 3] = ["value", "low", "high"];

/// Collects facts. Most of their texts stand in many rows, and are kept once.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct FactTable {
    facts: Vec<Fact>,
    texts: Vec<Arc<str>>,
    #[serde(skip)]
    known: HashMap<Arc<str>, Text>,
}

impl FactTable {
    /// Every figure and text of a submission, as filed.
    pub fn of(submission: &Submission) -> FactTable {
        let mut table = FactTable::default();
        submission.forms.iter().for_each(|form| table.add(submission, form));
        // Only who adds texts has to know which are known.
        FactTable { known: HashMap::new(), ..table }
    }

    fn add(&mut self, submission: &Submission, form: &Form) {
        for (block, row, measure, entry) in form.entries() {
            self.add_entry(submission, form, &block.name, row, measure, entry);
        }
        if let Some(row) = &form.total {
            // The label may stand in a column of words: it is no fact.
            let is_label =
                |measure: Measure, entry: &Entry| measure.kind() == ColumnKind::Text && entry.place == row.place;
            for (measure, entry) in row.entries.iter().filter(|(measure, entry)| !is_label(**measure, entry)) {
                self.add_entry(submission, form, "total", row, *measure, entry);
            }
        }
    }

    /// Adds one row that was published: texts and amounts by the names of their columns.
    pub fn add_published(&mut self, text: impl Fn(&str) -> Option<String>) {
        let text = |name: &str| match name {
            // What was published names no folder.
            "submission" => {
                let year = text("year").and_then(|year| year.parse().ok());
                Some(key("", &text("department").unwrap_or_default(), year))
            }
            _ => text(name),
        };
        let texts = TEXTS.map(|name| text(name).filter(|text| !text.is_empty()).map(|text| self.text(&text)));
        let number = |name: &str| text(name).and_then(|number| number.parse().ok());
        let year = text("year").and_then(|year| year.parse().ok());
        let typed = self.text(&text("text").unwrap_or_default());
        self.facts.push(Fact { texts, typed, year, amounts: AMOUNTS.map(number) });
    }

    /// Adds the rows of another table.
    /// Texts of the other table are looked up again, so that equal texts are still kept once.
    pub fn append(&mut self, other: &FactTable) {
        let ours: Vec<Text> = other.texts.iter().map(|text| self.text(text)).collect();
        let our = |text: Text| ours[text as usize];
        let fact =
            |fact: &Fact| Fact { texts: fact.texts.map(|text| text.map(our)), typed: our(fact.typed), ..fact.clone() };
        self.facts.extend(other.facts.iter().map(fact));
    }

    /// The rows, each as names of columns with what stands in them.
    pub fn rows(&self) -> impl Iterator<Item = Vec<(&'static str, String)>> {
        self.facts.iter().map(|fact| {
            let year = fact.year.map(|year| ("year", year.to_string()));
            let texts = TEXTS
                .iter()
                .zip(fact.texts)
                .filter_map(|(name, text)| Some((*name, self.of_number(text?).to_string())));
            let amounts = AMOUNTS.iter().zip(&fact.amounts);
            let amounts = amounts.filter_map(|(name, number)| Some((*name, (*number)?.normalize().to_string())));
            let typed = self.of_number(fact.typed).to_string();
            year.into_iter().chain(texts).chain(amounts).chain([("text", typed)]).collect()
        })
    }

    fn of_number(&self, text: Text) -> &str {
        &self.texts[text as usize]
    }

    /// The number of a text, which is kept if it is new.
    fn text(&mut self, text: &str) -> Text {
        if let Some(known) = self.known.get(text) {
            return *known;
        }
        let (number, text) = (self.texts.len() as Text, Arc::<str>::from(text));
        self.texts.push(text.clone());
        self.known.insert(text, number);
        number
    }

    fn add_entry(
        &mut self,
        submission: &Submission,
        form: &Form,
        block: &str,
        row: &Row,
        measure: Measure,
        entry: &Entry,
    ) {
        let is_name = matches!(measure, Measure::Item | Measure::Code | Measure::Name | Measure::Line);
        if entry.is_empty() || is_name {
            return;
        }
        let figure = entry.figure();
        let (cell, measure) = (entry.place.cell_name(), measure.code());
        let texts = [
            Some(submission.key.as_str()),
            Some(submission.department.as_str()),
            Some(&*entry.place.file),
            Some(&*entry.place.sheet),
            Some(&*cell),
            Some(form.layout.kind.code()),
            Some(&*form.layout.id),
            form.layout.table(),
            form.field(Field::Project),
            Some(block),
            Some(row.name()),
            row.item.as_deref(),
            row.code.as_deref(),
            Some(&*measure),
            figure.map(|figure| base_unit(figure.unit)),
        ];
        let texts = texts.map(|text| text.filter(|text| !text.is_empty()).map(|text| self.text(text)));
        let typed = self.text(&entry.text);
        self.facts.push(Fact { texts, typed, year: form.year.or(submission.year), amounts: amounts(figure) });
    }

    /// The number of facts.
    pub fn len(&self) -> usize {
        self.facts.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.facts.is_empty()
    }

    /// The table.
    ///
    /// # Errors
    /// A figure does not fit into Decimal(38, 10).
    pub fn frame(&self) -> Result<DataFrame> {
        let mut columns: Vec<Column> = Vec::new();
        for (index, name) in TEXTS.iter().enumerate() {
            let texts = self.facts.iter().map(|fact| fact.texts[index].map(|text| self.of_number(text)));
            columns.push(Column::new((*name).into(), texts.collect::<Vec<Option<&str>>>()));
        }
        let years: Vec<Option<i32>> = self.facts.iter().map(|fact| fact.year).collect();
        columns.insert(LEADING, Column::new("year".into(), years));
        for (index, name) in AMOUNTS.iter().enumerate() {
            columns.push(decimals(name, self.facts.iter().map(|fact| fact.amounts[index]))?);
        }
        let typed: Vec<&str> = self.facts.iter().map(|fact| self.of_number(fact.typed)).collect();
        columns.push(Column::new("text".into(), typed));
        Ok(DataFrame::new(self.facts.len(), columns)?)
    }

    /// The header of the table as CSV.
    pub fn header() -> impl Iterator<Item = &'static str> {
        let names = TEXTS[..LEADING].iter().chain(&["year"]).chain(&TEXTS[LEADING..]).chain(&AMOUNTS).chain(&["text"]);
        names.copied()
    }

    /// Writes the rows of the table as CSV.
    ///
    /// # Errors
    /// The writer fails.
    pub fn write_csv<W: std::io::Write>(&self, writer: &mut csv::Writer<W>) -> Result<()> {
        for fact in &self.facts {
            let text = |text: &Option<Text>| text.map_or(String::new(), |text| shielded(self.of_number(text)));
            let year = fact.year.map(|year| year.to_string()).unwrap_or_default();
            let number =
                |number: &Option<Number>| number.map(|number| number.normalize().to_string()).unwrap_or_default();
            let (leading, rest) = fact.texts.split_at(LEADING);
            let rest = rest.iter().map(text).chain(fact.amounts.iter().map(number));
            let typed = shielded(self.of_number(fact.typed));
            writer.write_record(leading.iter().map(text).chain([year]).chain(rest).chain([typed]))?;
        }
        Ok(())
    }
}

/// A column of exact numbers with ten digits after the point.
/// The type of the column is Decimal(38, 10); further digits are rounded half to even.
///
/// # Errors
/// A number does not fit.
pub fn decimals(name: &str, numbers: impl Iterator<Item = Option<Number>>) -> Result<Column> {
    let values: Vec<AnyValue> = numbers.map(any_value).collect();
    let kind = DataType::Decimal(PRECISION, SCALE as usize);
    Ok(Series::from_any_values_and_dtype(name.into(), &values, &kind, true)?.into())
}

fn base_unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Yuan | Unit::QianYuan | Unit::WanYuan | Unit::YiYuan => "yuan",
        Unit::Percent => "percent",
        Unit::Points => "points",
        Unit::Count => "count",
    }
}

fn amounts(figure: Option<&Figure>) -> [Option<Number>; 3] {
    let Some(figure) = figure else { return [None; 3] };
    let factor = if figure.unit == Unit::Percent { Number::ONE_HUNDRED } else { Number::ONE };
    let Range { low, high } = figure.range();
    [figure.base(), low, high].map(|number| Some(number * factor))
}

/// A number with the table's scale.
fn any_value(number: Option<Number>) -> AnyValue<'static> {
    let Some(number) = number else { return AnyValue::Null };
    let mut scaled = number.round_dp(SCALE);
    scaled.rescale(SCALE);
    // A figure too large for ten digits after the point keeps the digits that it has.
    let missing = SCALE.saturating_sub(scaled.scale());
    AnyValue::Decimal(scaled.mantissa() * 10_i128.pow(missing), PRECISION, SCALE as usize)
}
