//! One filled-in table: its head, its blocks, their rows, and what stands in each column.

pub mod cached;
pub mod kind;
pub mod layout;
pub mod measure;
pub mod notes;
pub mod parts;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::model::figure::{Figure, Unit};
use crate::model::place::{Address, Place};
use crate::model::profile::Profile;

pub use cached::Cached;
pub use kind::FormKind;
pub use layout::{BlockLayout, Layout, Title};
pub use measure::{ColumnKind, Measure};

pub use notes::{HiddenBy, Quote, Remark, UnitNote, Unread, YearNote};

/// What a text or value in the head (or foot) of a form says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// 项目名称
    Project,
    /// 主管部门
    Supervisor,
    /// 实施单位
    Unit,
    /// 部门名称: the department that the form is about.
    Department,
    /// 预期目标
    Goal,
    /// 实际完成情况
    GoalOutcome,
    /// 自评等级
    Grade,
}

impl Field {
    /// As users read it.
    pub fn name(self) -> &'static str {
        match self {
            Field::Project => "项目名称",
            Field::Supervisor => "主管部门",
            Field::Unit => "实施单位",
            Field::Department => "部门名称",
            Field::Goal => "预期目标",
            Field::GoalOutcome => "实际完成情况",
            Field::Grade => "自评等级",
        }
    }
}

/// What a cell of a form turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Nothing in it.
    Blank,
    /// A sign that there is nothing to state (`—`, 「无」).
    NotStated,
    /// A figure.
    Figure(Figure),
    /// Words (in a column of words).
    Text,
    /// Something that cannot be read as the figure that belongs there.
    Unreadable,
    /// An error value such as `#DIV/0!`.
    Error,
}

/// One cell of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Where it stands.
    pub place: Place,
    /// As typed.
    pub text: String,
    /// What stands before it in the same cell: the label of 「自评等级：优」.
    pub prefix: String,
    /// What it is.
    pub content: Content,
    /// Its formula, if it has one.
    pub formula: Option<String>,
    /// What the formula gives when it is calculated anew, where that is not what the file stores.
    pub recalculated: Option<Decimal>,
    /// It has a formula that could not be calculated, so that its result is taken on trust.
    pub unverified: bool,
}

impl Entry {
    /// The figure in it, if it is one.
    pub fn figure(&self) -> Option<&Figure> {
        match &self.content {
            Content::Figure(figure) => Some(figure),
            _ => None,
        }
    }

    /// Whether nothing is stated: blank, or a sign for nothing.
    pub fn is_empty(&self) -> bool {
        matches!(self.content, Content::Blank | Content::NotStated)
    }
}

/// A first- or second-level heading that stands over indicator rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// As typed, without line breaks.
    pub text: String,
    /// Where it stands.
    pub place: Place,
    /// The weight that stands in the label itself: 50 for 「产出指标（50分）」.
    pub weight: Option<Figure>,
}

/// One row of a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its name as typed, without line breaks: 「其中：当年财政拨款」.
    pub label: String,
    /// What the name is known to mean (an item of `templates/labels.toml`), if it is known.
    pub item: Option<Arc<str>>,
    /// The code before the name, in accounts tables.
    pub code: Option<String>,
    /// Where the name stands.
    pub place: Place,
    /// First- and second-level headings over the row.
    pub headings: Vec<Heading>,
    /// What stands in its columns; a column that the form has is there even where the cell is blank.
    pub entries: BTreeMap<Measure, Entry>,
    /// What its points follow from: rules ask for it again and again.
    pub assessed: Cached,
}

impl Row {
    /// The figure in a column, if there is one.
    pub fn figure(&self, measure: Measure) -> Option<&Figure> {
        self.entries.get(&measure).and_then(Entry::figure)
    }

    /// Whether the row is known to be this item.
    pub fn is(&self, item: &str) -> bool {
        self.item.as_deref() == Some(item)
    }

    /// Its name without 「其中：」 and numbering, for messages.
    pub fn name(&self) -> &str {
        let mut name = self.label.as_str();
        while let Some(rest) = name.strip_prefix("其中") {
            name = rest;
        }
        let name = name.trim_start_matches(['：', ':']).trim();
        if name.is_empty() { &self.label } else { name }
    }
}

/// A part of a form with columns of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// `funds`, `indicators`, `income`, …
    pub name: Arc<str>,
    /// Where its header stands.
    pub place: Place,
    /// The weight in the block's own label, as in 「预算执行情况（10分）」.
    pub heading: Option<Heading>,
    /// The columns it has and where they stand.
    pub columns: BTreeMap<Measure, Place>,
    /// Its rows, from top to bottom.
    pub rows: Vec<Row>,
}

impl Block {
    /// The row known to be this item.
    pub fn row(&self, item: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row.is(item))
    }
}

/// One filled-in table.
#[derive(Debug, Clone)]
pub struct Form {
    /// How it is laid out.
    pub layout: Arc<Layout>,
    /// What the bureau does differently.
    pub profile: Arc<Profile>,
    /// Its title, or its first header cell where it has none.
    pub place: Place,
    /// The title as typed.
    pub title: String,
    /// The year it is about.
    pub year: Option<i32>,
    /// The unit of its amounts.
    pub unit: Unit,
    /// Names and texts of head and foot.
    pub fields: BTreeMap<Field, Entry>,
    /// Its blocks.
    pub blocks: Vec<Block>,
    /// The row 总分.
    pub total: Option<Row>,
    /// The sheet rows that belong to it, zero-based.
    pub rows: Range<u32>,
    /// The sheet columns that belong to it; forms may stand side by side.
    pub columns: Range<u32>,
    /// Labels in its headers that are not known, so that their columns are not read.
    pub unread: Vec<Unread>,
    /// Where the total and the grade are quoted once more.
    pub quotes: Vec<Quote>,
    /// Where it says, or seems to say, in which unit its amounts are.
    pub units: Vec<UnitNote>,
    /// Where its title and head name a year.
    pub years: Vec<YearNote>,
    /// Notes of an accounts table that may say why there is nothing in it.
    pub remarks: Vec<Remark>,
    /// Its figures that nobody sees, by what hides them.
    pub hidden: BTreeMap<HiddenBy, Vec<Address>>,
}

impl Form {
    /// The block of this name.
    pub fn block(&self, name: &str) -> Option<&Block> {
        self.blocks.iter().find(|block| &*block.name == name)
    }

    /// All blocks of this name (公开06 has three).
    pub fn blocks_named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Block> {
        self.blocks.iter().filter(move |block| &*block.name == name)
    }

    /// The row of an item, in whichever block it stands.
    pub fn row(&self, item: &str) -> Option<&Row> {
        self.blocks.iter().find_map(|block| block.row(item))
    }

    /// The text of a field, if one is stated.
    pub fn field(&self, field: Field) -> Option<&str> {
        self.fields.get(&field).filter(|entry| !entry.is_empty()).map(|entry| entry.text.as_str())
    }

    /// Every entry, for changing it.
    pub fn entries_mut(&mut self) -> impl Iterator<Item = &mut Entry> {
        let rows = self.blocks.iter_mut().flat_map(|block| block.rows.iter_mut()).chain(&mut self.total);
        rows.flat_map(|row| row.entries.values_mut()).chain(self.fields.values_mut())
    }

    /// Every entry, those of the row 总分 and of the head included.
    pub fn all_entries(&self) -> impl Iterator<Item = &Entry> {
        let rows = self.blocks.iter().flat_map(|block| &block.rows).chain(&self.total);
        rows.flat_map(|row| row.entries.values()).chain(self.fields.values())
    }

    /// Whether a place is on it, where several forms stand on one sheet.
    pub fn contains(&self, place: &Place) -> bool {
        let cell = place.cell.unwrap_or_default();
        self.place.file == place.file
            && self.place.sheet == place.sheet
            && self.rows.contains(&cell.row)
            && self.columns.contains(&cell.column)
    }

    /// The entries at a place, for changing them; what was worked out from their rows is forgotten.
    pub fn entries_at(&mut self, place: &Place) -> Vec<&mut Entry> {
        let rows = self.blocks.iter_mut().flat_map(|block| block.rows.iter_mut()).chain(&mut self.total);
        let is_there = |row: &&mut Row| row.entries.values().any(|entry| entry.place == *place);
        let entries = rows.filter(is_there).flat_map(|row| {
            row.assessed = Cached::default();
            row.entries.values_mut()
        });
        entries.chain(self.fields.values_mut()).filter(|entry| entry.place == *place).collect()
    }

    /// Every entry, with the row that it stands in.
    pub fn entries(&self) -> impl Iterator<Item = (&Block, &Row, Measure, &Entry)> {
        self.blocks.iter().flat_map(|block| {
            block
                .rows
                .iter()
                .flat_map(move |row| row.entries.iter().map(move |(measure, entry)| (block, row, *measure, entry)))
        })
    }
}
