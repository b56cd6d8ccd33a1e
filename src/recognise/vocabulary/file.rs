//! Labels as they stand in a file.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::model::form::{Field, FormKind, Measure, Title};
use crate::recognise::vocabulary::End;

/// What a row's name means.
#[derive(Debug, Clone, Deserialize)]
pub struct ItemLabels {
    /// `labels` of the file.
    pub labels: Vec<String>,
    /// `code` of the file.
    pub code: Option<String>,
}

/// Labels that say nothing about figures.
#[derive(Debug, Default, Deserialize)]
pub struct IgnoredLabels {
    /// `labels` of the file.
    pub labels: Vec<String>,
}

/// Titles of sheets that are no self-evaluation.
#[derive(Debug, Default, Deserialize)]
pub struct OtherTitles {
    /// `endings` of the file.
    pub endings: Vec<String>,
}

/// A file of labels.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LabelFile {
    /// `measures` of the file.
    #[serde(default)]
    pub measures: BTreeMap<Measure, Vec<String>>,
    /// `columns` of the file.
    #[serde(default)]
    pub columns: BTreeMap<String, Vec<Measure>>,
    /// `fields` of the file.
    #[serde(default)]
    pub fields: BTreeMap<Field, Vec<String>>,
    /// `ends` of the file.
    #[serde(default)]
    pub ends: BTreeMap<End, Vec<String>>,
    /// `items` of the file.
    #[serde(default)]
    pub items: BTreeMap<String, ItemLabels>,
    /// `ignored` of the file.
    #[serde(default)]
    pub ignored: IgnoredLabels,
    /// `titles` of the file.
    #[serde(default)]
    pub titles: BTreeMap<FormKind, Vec<Title>>,
    /// `other_titles` of the file.
    #[serde(default)]
    pub other_titles: OtherTitles,
    /// `rows` of the file.
    #[serde(default)]
    pub rows: BTreeMap<String, Vec<String>>,
}
