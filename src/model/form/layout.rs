//! How a bureau lays out a form: what its template says. Templates are loaded and tried where forms are recognised.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::model::figure::Unit;
use crate::model::form::{Field, FormKind, Measure};
use crate::model::text::label::normalise;

/// One form family as one bureau lays it out.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    /// Stable name, such as `accounts-01`.
    pub id: String,
    /// As users read it.
    pub name: String,
    /// What it is about.
    pub kind: FormKind,
    /// The number of an accounts table, as in 公开`03`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    table: Option<String>,
    /// Titles that such forms carry, beside those that every form of the kind may carry.
    #[serde(default)]
    pub titles: Vec<Title>,
    /// Only its own titles count, not those of its kind.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub own_titles: bool,
    /// Marks such as 「公开01表」.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<String>,
    /// The unit where the form states none.
    unit: String,
    /// Labels of the head that the form has.
    #[serde(default)]
    pub head: Vec<Field>,
    /// Labels (fields or items) that tell this form from others with the same columns.
    #[serde(default)]
    pub distinctive: Vec<String>,
    /// First-level indicators, as 产出, 效益, 满意度.
    #[serde(default)]
    pub levels: Vec<String>,
    /// Its blocks, from top to bottom.
    pub blocks: Vec<BlockLayout>,
    /// The bureau's own labels, each with a known label that means the same.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub same: BTreeMap<String, String>,
}

impl Layout {
    /// The unit of amounts where the form states none.
    pub fn unit(&self) -> Unit {
        Unit::of_money(&self.unit).unwrap_or(Unit::WanYuan)
    }

    /// The accounts table's number, as in 公开`03`.
    pub fn table(&self) -> Option<&str> {
        self.table.as_deref()
    }

    /// A layout of this kind with nothing in it yet.
    pub fn empty(kind: FormKind, unit: Unit) -> Layout {
        Layout {
            id: String::new(),
            name: String::new(),
            kind,
            table: None,
            titles: Vec::new(),
            own_titles: false,
            marks: Vec::new(),
            unit: unit.name().to_string(),
            head: Vec::new(),
            distinctive: Vec::new(),
            levels: Vec::new(),
            blocks: Vec::new(),
            same: BTreeMap::new(),
        }
    }
}

/// A part of a form with columns of its own, perhaps several side by side.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct BlockLayout {
    /// Names of the parts that stand side by side, from left to right.
    pub panels: Vec<Arc<str>>,
    /// The column with which each part begins; none where the row's name stands before the first column.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<Measure>,
    /// The columns that such a form has, in their usual order.
    pub columns: Vec<Measure>,
    /// The amount columns of the parts, where the table stands on its side: then `columns` are its rows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub turned: Vec<Measure>,
    /// The columns without which it is not this block.
    pub required: Vec<Measure>,
    /// The row names that it may have; others are kept, but not known.
    #[serde(default)]
    pub items: Vec<String>,
    /// A form without this block is still one of these.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub optional: bool,
}

/// The words of a title in their order; `*` stands for anything between two of them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(from = "String", into = "String")]
pub struct Title {
    text: String,
    words: Vec<String>,
}

impl From<String> for Title {
    fn from(text: String) -> Title {
        let words = text.split('*').map(normalise).filter(|word| !word.is_empty()).collect();
        Title { text, words }
    }
}

impl From<Title> for String {
    fn from(title: Title) -> String {
        title.text
    }
}

impl Title {
    /// As it stands in the template.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The letter with which its first word begins.
    pub fn start(&self) -> Option<char> {
        self.words.first().and_then(|word| word.chars().next())
    }

    /// Its words, in their order.
    pub fn words(&self) -> &[String] {
        &self.words
    }
}
