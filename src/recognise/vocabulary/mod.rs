//! Labels that mean the same, and what a label means.

mod file;
mod nearest;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use anyhow::{Result, bail};
use serde::Deserialize;

use crate::model::form::{Field, FormKind, Measure, Title};
use crate::model::text::label::{normalise, variants, without_brackets};
use crate::recognise::vocabulary::file::{ItemLabels, LabelFile};

/// What ends a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// The goals block begins.
    Goals,
    /// The row 总分.
    Total,
    /// Signatures and explanations below the table.
    Foot,
}

/// What stands for 「this label says nothing」 in a layout of one's own.
pub const IGNORE: &str = "忽略";

/// Everything that a label may mean.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Meaning {
    /// The columns that it may stand for.
    pub measures: Vec<Measure>,
    /// The label of the head that it may be.
    pub field: Option<Field>,
    /// The ways in which it ends a block.
    pub ends: Vec<End>,
    /// The rows that it may name, the likeliest first.
    pub items: Vec<Arc<str>>,
    /// It says nothing about figures, such as 备注 or 联系人.
    pub ignored: bool,
}

impl Meaning {
    /// Whether it is a label of a column or of the head.
    pub fn is_label(&self) -> bool {
        self.field.is_some() || !self.measures.is_empty()
    }

    /// Whether anything at all is known of it.
    pub fn is_known(&self) -> bool {
        self.is_label() || self.ignored || !self.ends.is_empty() || !self.items.is_empty()
    }

    /// Which of the `allowed` rows it names.
    pub fn item(&self, allowed: &[String]) -> Option<&Arc<str>> {
        self.items.iter().find(|item| allowed.iter().any(|name| **name == ***item))
    }
}

/// All known labels, ready to be looked up.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    measures: HashMap<String, Vec<Measure>>,
    endings: Vec<(String, Measure)>,
    columns: BTreeMap<String, Vec<Measure>>,
    fields: HashMap<String, Field>,
    ends: HashMap<String, Vec<End>>,
    items: HashMap<String, Vec<Arc<str>>>,
    item_endings: Vec<(String, Arc<str>)>,
    codes: HashMap<String, Arc<str>>,
    ignored: HashSet<String>,
    titles: BTreeMap<FormKind, Vec<Title>>,
    other_titles: Vec<String>,
    rows: BTreeMap<String, Vec<String>>,
    /// Every label above, of whatever kind: most texts of a sheet are none, and are looked up only here.
    words: HashSet<String>,
    /// What labels of one layout mean there, whatever they mean elsewhere.
    own: HashMap<String, Meaning>,
}

impl Vocabulary {
    /// Adds the labels of one file.
    pub fn extend(&mut self, text: &str) -> Result<()> {
        let file: LabelFile = toml::from_str(text)?;
        for (measure, label) in pairs(&file.measures) {
            match label.strip_prefix('*') {
                Some(ending) => self.endings.push((normalise(ending), measure)),
                None => self.measures.entry(normalise(label)).or_default().push(measure),
            }
        }
        for (field, label) in pairs(&file.fields) {
            self.fields.insert(normalise(label), field);
        }
        for (end, label) in pairs(&file.ends) {
            self.ends.entry(normalise(label)).or_default().push(end);
        }
        for (item, labels) in file.items {
            self.add_item(&item.into(), labels);
        }
        self.columns.extend(file.columns);
        self.rows.extend(file.rows);
        self.other_titles.extend(file.other_titles.endings.iter().map(|ending| normalise(ending)));
        for (kind, titles) in file.titles {
            self.titles.entry(kind).or_default().extend(titles);
        }
        self.ignored.extend(file.ignored.labels.iter().map(|label| normalise(label)));
        let (measures, fields, ends) = (self.measures.keys(), self.fields.keys(), self.ends.keys());
        let words = measures.chain(fields).chain(ends).chain(self.items.keys()).chain(&self.ignored);
        self.words = words.cloned().collect();
        Ok(())
    }

    fn add_item(&mut self, item: &Arc<str>, labels: ItemLabels) {
        for label in &labels.labels {
            match label.strip_prefix('*') {
                Some(ending) => self.item_endings.push((normalise(ending), item.clone())),
                None => self.items.entry(normalise(label)).or_default().push(item.clone()),
            }
        }
        self.codes.extend(labels.code.map(|code| (code, item.clone())));
    }

    /// The same with a bureau's own labels, each with a known label that means the same; a label whose
    /// meaning is left open is not known, one that is [`IGNORE`] says nothing. The error names a meaning that is not known.
    pub fn with_same(&self, same: &BTreeMap<String, String>) -> Result<Vocabulary> {
        let mut own = self.clone();
        for (label, known) in same {
            let meaning = match known.as_str() {
                "" => Meaning::default(), // still to be answered: the label is not known
                IGNORE => Meaning { ignored: true, ..Meaning::default() },
                known => {
                    let mut meaning = self.meaning(known);
                    meaning.ends.extend(self.meaning(label).ends); // 「说明」 below the table still ends it
                    meaning
                }
            };
            if !known.is_empty() && !meaning.is_known() {
                bail!("「{label}」的含义「{known}」不是已知的栏目名");
            }
            own.own.insert(normalise(label), meaning);
        }
        Ok(own)
    }

    /// Everything that a label may mean.
    pub fn meaning(&self, label: &str) -> Meaning {
        let plain = normalise(label);
        let variants = variants(&plain);
        if let Some(own) = self.own_meaning(&variants) {
            return own.clone();
        }
        let known: Vec<&str> = variants.iter().copied().filter(|variant| self.words.contains(*variant)).collect();
        Meaning {
            measures: self.measures_of(&plain, &known),
            field: known.iter().find_map(|variant| self.fields.get(*variant).copied()),
            ends: known.iter().flat_map(|variant| self.ends.get(*variant).into_iter().flatten()).copied().collect(),
            items: self.items_of(&variants, &known),
            ignored: known.iter().any(|variant| self.ignored.contains(*variant)),
        }
    }

    /// Whether a layout of one's own says what a text means.
    pub fn is_own(&self, text: &str) -> bool {
        !self.own.is_empty() && self.own_meaning(&variants(&normalise(text))).is_some()
    }

    /// What a layout of one's own says about a label.
    fn own_meaning(&self, variants: &[&str]) -> Option<&Meaning> {
        variants.iter().filter(|_| !self.own.is_empty()).find_map(|variant| self.own.get(*variant))
    }

    fn measures_of(&self, plain: &str, known: &[&str]) -> Vec<Measure> {
        let known = known.iter().find_map(|variant| self.measures.get(*variant).cloned());
        known.unwrap_or_else(|| {
            let endings = self.endings.iter().filter(|(ending, _)| plain.ends_with(ending.as_str()));
            let is_earlier = || ["上年", "去年", "上一年"].iter().any(|year| plain.contains(year));
            endings.filter(|_| !is_earlier()).map(|(_, measure)| *measure).collect()
        })
    }

    fn items_of(&self, variants: &[&str], known: &[&str]) -> Vec<Arc<str>> {
        let known = known.iter().filter_map(|variant| self.items.get(*variant)).flatten();
        let by_ending = variants.iter().flat_map(|variant| {
            self.item_endings.iter().filter(move |(ending, _)| variant.ends_with(&**ending)).map(|(_, item)| item)
        });
        known.chain(by_ending).cloned().collect()
    }

    /// The columns that a header label may stand for.
    pub fn measures(&self, label: &str) -> Vec<Measure> {
        self.meaning(label).measures
    }

    /// Rows that a block of this name may have on any form.
    pub fn rows(&self, block: &str) -> &[String] {
        self.rows.get(block).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether a title is that of a sheet that is no self-evaluation: 汇总表, 目标申报表, 填报说明. 决算 tables are never.
    pub fn is_other_title(&self, title: &str) -> bool {
        let plain = normalise(title);
        let words = without_brackets(&plain);
        !words.contains("决算") && self.other_titles.iter().any(|ending| words.ends_with(ending.as_str()))
    }

    /// The columns that a header label may stand for, without such as are only known by their ending.
    pub fn exact_measures(&self, label: &str) -> Vec<Measure> {
        let plain = normalise(label);
        variants(&plain).into_iter().find_map(|variant| self.measures.get(variant).cloned()).unwrap_or_default()
    }

    /// Titles that every form of a kind may carry.
    pub fn titles(&self, kind: FormKind) -> &[Title] {
        self.titles.get(&kind).map(Vec::as_slice).unwrap_or_default()
    }

    /// Columns that a block of this name may have on any form.
    pub fn columns(&self, block: &str) -> &[Measure] {
        self.columns.get(block).map(Vec::as_slice).unwrap_or_default()
    }

    /// The field that a label of the head stands for.
    pub fn field(&self, label: &str) -> Option<Field> {
        let plain = normalise(label);
        let variants = variants(&plain);
        match self.own_meaning(&variants) {
            Some(own) => own.field,
            None => variants.into_iter().find_map(|variant| self.fields.get(variant).copied()),
        }
    }

    /// Whether a label ends a block in this way.
    pub fn is_end(&self, label: &str, end: End) -> bool {
        let plain = normalise(label);
        let variants = variants(&plain);
        match self.own_meaning(&variants) {
            Some(own) => own.ends.contains(&end),
            None => variants.into_iter().any(|variant| self.ends.get(variant).is_some_and(|ends| ends.contains(&end))),
        }
    }

    /// Which of the `allowed` items a row's name means.
    pub fn item(&self, label: &str, allowed: &[String]) -> Option<Arc<str>> {
        self.meaning(label).item(allowed).cloned()
    }

    /// The item that a 类 of the functional classification stands for.
    pub fn item_of_code(&self, code: &str) -> Option<&Arc<str>> {
        self.codes.get(code)
    }

    /// Whether some label stands for this column.
    pub fn has_measure(&self, measure: Measure) -> bool {
        self.measures.values().any(|measures| measures.contains(&measure))
    }

    /// Whether some label stands for this item.
    pub fn has_item(&self, item: &str) -> bool {
        self.items.values().any(|items| items.iter().any(|known| &**known == item))
    }
}

fn pairs<K: Copy>(map: &BTreeMap<K, Vec<String>>) -> impl Iterator<Item = (K, &String)> {
    map.iter().flat_map(|(key, labels)| labels.iter().map(move |label| (*key, label)))
}

#[cfg(test)]
mod tests;
