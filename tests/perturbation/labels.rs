//! Labels that mean the same, from `templates/labels.toml`, read on their own so that the test does not
//! rest on the program's own looking up.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;
use ziping::model::form::{Field, Measure};

use super::facts::plain;
use crate::support::root;

#[derive(Deserialize)]
struct Item {
    labels: Vec<String>,
}

#[derive(Deserialize)]
struct File {
    measures: BTreeMap<Measure, Vec<String>>,
    fields: BTreeMap<Field, Vec<String>>,
    ends: BTreeMap<String, Vec<String>>,
    items: BTreeMap<String, Item>,
}

/// The synonyms, and how many things each of them may mean.
pub struct Labels {
    file: File,
    meanings: HashMap<String, usize>,
}

impl Labels {
    pub fn load() -> Labels {
        let text = std::fs::read_to_string(root().join("templates/labels.toml")).expect("labels.toml");
        let file: File = toml::from_str(&text).expect("labels.toml is sound");
        let mut meanings = HashMap::new();
        let items = file.items.values().map(|item| &item.labels);
        for labels in file.measures.values().chain(file.fields.values()).chain(file.ends.values()).chain(items) {
            let mut labels: Vec<String> = labels.iter().map(|label| plain(label)).collect();
            labels.sort();
            labels.dedup();
            labels.into_iter().for_each(|label| *meanings.entry(label).or_default() += 1);
        }
        Labels { file, meanings }
    }

    pub fn of_measure(&self, measure: Measure) -> &[String] {
        self.file.measures.get(&measure).map_or(&[], Vec::as_slice)
    }

    pub fn of_field(&self, field: Field) -> &[String] {
        self.file.fields.get(&field).map_or(&[], Vec::as_slice)
    }

    pub fn of_item(&self, item: &str) -> &[String] {
        self.file.items.get(item).map_or(&[], |item| item.labels.as_slice())
    }

    /// Those of the labels that can mean nothing else. One with a percent sign says how rates are written,
    /// one that begins with an asterisk is no label but the end of one.
    pub fn unambiguous<'a>(&self, labels: &'a [String]) -> Vec<&'a str> {
        let sure = |label: &&str| self.meanings.get(&plain(label)) == Some(&1);
        labels.iter().map(String::as_str).filter(|label| !label.contains(['%', '*'])).filter(sure).collect()
    }
}
