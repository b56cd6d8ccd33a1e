//! Labels that mean the same, and how labels are compared.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use anyhow::Result;
use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

use crate::form::{Field, Measure};

/// What ends a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// The goals block begins.
    Goals,
    /// The row 总分.
    Total,
}

/// What a row's name means.
#[derive(Debug, Clone, Deserialize)]
struct ItemLabels {
    labels: Vec<String>,
    code: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LabelFile {
    #[serde(default)]
    measures: BTreeMap<Measure, Vec<String>>,
    #[serde(default)]
    fields: BTreeMap<Field, Vec<String>>,
    #[serde(default)]
    ends: BTreeMap<End, Vec<String>>,
    #[serde(default)]
    items: BTreeMap<String, ItemLabels>,
}

/// All known labels, ready to be looked up.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    measures: HashMap<String, Vec<Measure>>,
    endings: Vec<(String, Measure)>,
    fields: HashMap<String, Field>,
    ends: HashMap<String, Vec<End>>,
    items: HashMap<String, Vec<Arc<str>>>,
    item_endings: Vec<(String, Arc<str>)>,
    codes: HashMap<String, Arc<str>>,
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
            let item: Arc<str> = item.into();
            for label in &labels.labels {
                if let Some(ending) = label.strip_prefix('*') {
                    self.item_endings.push((normalise(ending), item.clone()));
                    continue;
                }
                self.items.entry(normalise(label)).or_default().push(item.clone());
            }
            self.codes.extend(labels.code.map(|code| (code, item)));
        }
        Ok(())
    }

    /// The columns that a header label may stand for.
    pub fn measures(&self, label: &str) -> Vec<Measure> {
        for variant in variants(label) {
            if let Some(measures) = self.measures.get(&variant) {
                return measures.clone();
            }
        }
        let plain = normalise(label);
        let ending = self.endings.iter().filter(|(ending, _)| plain.ends_with(ending.as_str()));
        ending.map(|(_, measure)| *measure).collect()
    }

    /// The field that a label of the head stands for.
    pub fn field(&self, label: &str) -> Option<Field> {
        variants(label).iter().find_map(|variant| self.fields.get(variant).copied())
    }

    /// Whether a label ends a block in this way.
    pub fn is_end(&self, label: &str, end: End) -> bool {
        variants(label).iter().any(|variant| self.ends.get(variant).is_some_and(|ends| ends.contains(&end)))
    }

    /// Which of the `allowed` items a row's name means.
    pub fn item(&self, label: &str, allowed: &[String]) -> Option<Arc<str>> {
        let known = |variant: &String| {
            let items = self.items.get(variant)?;
            items.iter().find(|item| allowed.iter().any(|name| **name == ***item)).cloned()
        };
        let ending = |variant: &String| {
            let allowed = |item: &Arc<str>| allowed.iter().any(|name| **name == **item);
            self.item_endings
                .iter()
                .find(|(ending, item)| variant.ends_with(ending.as_str()) && allowed(item))
                .map(|(_, item)| item.clone())
        };
        let variants = variants(label);
        variants.iter().find_map(known).or_else(|| variants.iter().find_map(ending))
    }

    /// The item that a 类 of the functional classification stands for.
    pub fn item_of_code(&self, code: &str) -> Option<&Arc<str>> {
        self.codes.get(code)
    }

    /// Whether a text is any known label of a column or of the head.
    pub fn is_label(&self, text: &str) -> bool {
        self.field(text).is_some() || !self.measures(text).is_empty()
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

/// A label without spaces, line breaks, quotation marks, asterisks and a closing colon, half-width throughout.
pub fn normalise(label: &str) -> String {
    let plain: String = label
        .nfkc()
        .filter(|c| {
            !c.is_whitespace()
                && !matches!(
                    c,
                    '*' | '★' | '▲' | '“' | '”' | '"' | '\'' | '‘' | '’' | '《' | '》' | '「' | '」' | '\u{200b}'
                )
        })
        .collect();
    plain.trim_end_matches(':').to_string()
}

/// Whether a text is this label, in any of the ways labels are typed.
pub fn is_label(text: &str, label: &str) -> bool {
    variants(text).contains(&normalise(label))
}

/// The forms in which a label is looked up, the most literal first.
fn variants(label: &str) -> Vec<String> {
    let plain = normalise(label);
    let bare = without_numbering(without_of_which(&plain));
    let mut variants = vec![plain.clone()];
    let after_colon = plain.rsplit_once(':').map_or("", |(_, rest)| without_of_which(rest)); // 「按来源：财政拨款」
    for variant in [bare, without_brackets(&plain), without_brackets(bare), after_colon] {
        if !variant.is_empty() && !variants.iter().any(|known| known == variant) {
            variants.push(variant.to_string());
        }
    }
    variants
}

fn without_of_which(label: &str) -> &str {
    label.strip_prefix("其中").map_or(label, |rest| rest.trim_start_matches([':', ',']))
}

/// Drops 「一、」, 「(一)」, `1.`, `1、` from the start.
fn without_numbering(label: &str) -> &str {
    let is_number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    if let Some((number, rest)) = label.strip_prefix('(').and_then(|rest| rest.split_once(')'))
        && number.chars().all(is_number)
    {
        return rest;
    }
    let rest = label.trim_start_matches(is_number);
    if rest.len() == label.len() {
        return label;
    }
    rest.strip_prefix(['、', '.', ',']).unwrap_or(label)
}

/// Drops brackets at the end: weights, units, formulas such as `(B/A)`.
fn without_brackets(label: &str) -> &str {
    let mut rest = label;
    while let Some(open) = rest.strip_suffix(')').and_then(|inside| inside.rfind('(')) {
        rest = rest[..open].trim_end_matches(':');
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::Layouts;

    #[test]
    fn labels_are_known_however_they_are_typed() {
        let vocabulary = Layouts::embedded().expect("embedded").vocabulary;
        let cases = [
            ("全年预算数（A）", Measure::FinalBudget),
            ("全年\n预算数", Measure::FinalBudget),
            ("全 年 预 算 数：", Measure::FinalBudget),
            ("全年（调整预）算数", Measure::FinalBudget),
            ("*执行率（B/A）", Measure::Rate),
            ("执行率(%)", Measure::Rate),
            ("2022年度决算数", Measure::Amount),
            ("因公出国（境）费", Measure::Abroad),
            ("实际完成值(B)", Measure::Actual),
        ];
        for (label, measure) in cases {
            assert!(vocabulary.measures(label).contains(&measure), "{label}");
        }
    }

    #[test]
    fn row_names_are_known_without_numbering() {
        let vocabulary = Layouts::embedded().expect("embedded").vocabulary;
        let allowed: Vec<String> = ["current_appropriation", "basic", "business"].map(String::from).into();
        let item = |label| vocabulary.item(label, &allowed).map(|item| item.to_string());
        assert_eq!(item("其中：当年财政拨款").as_deref(), Some("current_appropriation"));
        assert_eq!(item("（一）基本支出").as_deref(), Some("basic"));
        assert_eq!(item("五、事业收入").as_deref(), Some("business"));
        assert_eq!(item("捐赠收入"), None);
    }

    #[test]
    fn numbering_is_dropped_only_where_it_is_numbering() {
        assert_eq!(without_numbering("一般公共预算财政拨款"), "一般公共预算财政拨款");
        assert_eq!(without_numbering("十二、农林水支出"), "农林水支出");
    }
}
