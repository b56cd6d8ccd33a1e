//! Open data: one row a figure, as CSV and as JSON, and back.
//!
//! The columns are those of the facts table without the places in files that are not published. The JSON document is
//! described by `docs/schema/published.schema.json`.

use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::model::form::Form;
use crate::publish::index::IndexEntry;
use crate::record::facts::FactTable;
use crate::record::facts::csv_field::{shielded, unshielded};
use crate::rules::privacy::personal::redact;
use crate::submission::Submission;

/// The version of the document that is described by the schema.
const VERSION: u32 = 1;
/// Columns, in their order.
const COLUMNS: [&str; 15] = [
    "department",
    "year",
    "kind",
    "form",
    "project",
    "block",
    "row",
    "item",
    "code",
    "measure",
    "unit",
    "value",
    "low",
    "high",
    "text",
];
/// What says that a JSON file is one of these.
const FORMAT: &str = "ziping-published";

#[derive(Serialize, Deserialize)]
struct PublishedDocument {
    format: String,
    version: u32,
    title: String,
    department: String,
    year: Option<i32>,
    kind: String,
    project: Option<String>,
    score: Option<String>,
    grade: Option<String>,
    facts: Vec<Map<String, Value>>,
}

type PublishedFact = Vec<(&'static str, String)>;

/// The figures and texts of one form, with personal data replaced.
pub fn facts(submission: &Submission, form: &Form) -> Vec<PublishedFact> {
    let alone = Submission { forms: vec![form.clone()], ..submission.clone() };
    let table = FactTable::of(&alone);
    let names = form.profile.publish_names;
    let public = |(name, text): (&'static str, String)| match name {
        "row" | "text" | "project" | "department" => (name, redact(&text, names)),
        _ => (name, text),
    };
    let kept = |fact: PublishedFact| fact.into_iter().filter(|(name, _)| COLUMNS.contains(name)).map(public).collect();
    table.rows().map(kept).collect()
}

/// As CSV with a header, UTF-8 with a byte order mark so that spreadsheets show Chinese.
pub fn csv(facts: &[PublishedFact]) -> Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    writer.write_record(COLUMNS)?;
    for fact in facts {
        let of = |column: &&str| {
            fact.iter().find(|(name, _)| name == column).map_or(String::new(), |(_, text)| shielded(text))
        };
        writer.write_record(COLUMNS.iter().map(of))?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

/// As a JSON document.
pub fn json(facts: &[PublishedFact], entry: &IndexEntry) -> Result<Vec<u8>> {
    let document = PublishedDocument {
        format: FORMAT.to_string(),
        version: VERSION,
        title: entry.title.clone(),
        department: entry.department.clone(),
        year: entry.year,
        kind: entry.kind.code().to_string(),
        project: Some(entry.project.clone()).filter(|project| !project.is_empty()),
        score: entry.score.clone(),
        grade: entry.grade.clone(),
        facts: facts.iter().map(object).collect(),
    };
    Ok(serde_json::to_vec_pretty(&document)?)
}

/// Every column, null where nothing is stated; the year is a number, figures are texts that keep their digits.
fn object(fact: &PublishedFact) -> Map<String, Value> {
    let value = |column: &str| {
        let text = fact.iter().find(|(name, _)| *name == column).map(|(_, text)| text.clone());
        match (column, text) {
            (_, None) => Value::Null,
            ("year", Some(year)) => year.parse::<i32>().map_or(Value::Null, Value::from),
            (_, Some(text)) => Value::String(text),
        }
    };
    COLUMNS.iter().map(|column| ((*column).to_string(), value(column))).collect()
}

/// Whether a path may be open data that was exported.
pub fn is_open_data(path: &Path) -> bool {
    path.is_file() && path.extension().is_some_and(|extension| extension == "csv" || extension == "json")
}

/// Reads exported open data back as a table of facts.
pub fn read(path: &Path) -> Result<FactTable> {
    let mut table = FactTable::default();
    let bytes = std::fs::read(path).with_context(|| format!("无法读取 {}", path.display()))?;
    let rows = if path.extension().is_some_and(|extension| extension == "json") {
        from_json(&bytes)
    } else {
        from_csv(&bytes)
    };
    let rows = rows.with_context(|| format!("{} 不是 ziping export 导出的数据", path.display()))?;
    for row in &rows {
        table.add_published(|name| match row.get(name)? {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        });
    }
    Ok(table)
}

fn from_json(bytes: &[u8]) -> Result<Vec<Map<String, Value>>> {
    let document: PublishedDocument = serde_json::from_slice(bytes)?;
    if document.format != FORMAT || document.version != VERSION {
        bail!("格式或版本不符");
    }
    Ok(document.facts)
}

fn from_csv(bytes: &[u8]) -> Result<Vec<Map<String, Value>>> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let mut reader = csv::Reader::from_reader(bytes);
    if reader.headers()?.iter().ne(COLUMNS) {
        bail!("表头与导出的不同");
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record?;
        let named = COLUMNS.iter().zip(&record).filter(|(_, text)| !text.is_empty());
        rows.push(named.map(|(name, text)| ((*name).to_string(), Value::from(unshielded(text)))).collect());
    }
    Ok(rows)
}
