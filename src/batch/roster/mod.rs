//! 应报清单: who has to file what, and who has filed it.
//!
//! Names are compared as they are written, apart from width, spaces, codes and remarks such as （盖章）. A name that
//! only may mean the same (全称 and 简称) is shown as 疑似, and neither counted as filed nor as missing.

mod columns;
mod document;
mod filed;
mod fill;
mod leftovers;
mod list;
mod matching;
pub mod new;
mod outcome;
mod plain;
mod screen;
mod sheets;
#[cfg(test)]
mod tests;

use crate::record::Record;
use crate::submission::Unreadable;

pub use document::{RosterJson, document};
pub use list::read;
pub use outcome::{DepartmentOutcome, FilingStatus, Line, RosterOutcome};
pub use screen::report;
pub use sheets::chapters;

use filed::Filed;

/// What a department has to file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FilingItem {
    /// 项目支出绩效自评表
    Project,
    /// 部门整体支出绩效自评表
    Department,
    /// 部门决算公开表
    Accounts,
    /// 绩效评价报告
    Report,
    /// Anything at all, where the list does not say what.
    Any,
}

impl FilingItem {
    /// What the list calls it, in the order of its drop-down list.
    pub const NAMED: [FilingItem; 4] =
        [FilingItem::Project, FilingItem::Department, FilingItem::Accounts, FilingItem::Report];

    /// As users read it.
    pub fn name(self) -> &'static str {
        match self {
            FilingItem::Project => "项目支出绩效自评表",
            FilingItem::Department => "部门整体支出绩效自评表",
            FilingItem::Accounts => "部门决算公开表",
            FilingItem::Report => "绩效评价报告",
            FilingItem::Any => "报送材料",
        }
    }

    /// As programs read it.
    pub fn code(self) -> &'static str {
        match self {
            FilingItem::Project => "project",
            FilingItem::Department => "department",
            FilingItem::Accounts => "accounts",
            FilingItem::Report => "report",
            FilingItem::Any => "any",
        }
    }
}

/// One row of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpectedFiling {
    /// 部门, as typed.
    pub department: String,
    /// 单位, as typed; empty where the department itself files.
    pub unit: String,
    /// What is expected.
    pub item: FilingItem,
    /// What the list calls it.
    pub form: String,
    /// 项目名称, as typed; empty where any project will do.
    pub project: String,
    /// Numbers of accounts tables that are named: 公开`03`.
    pub tables: Vec<String>,
    /// How many are expected, if the list says.
    pub count: Option<usize>,
}

impl ExpectedFiling {
    /// Who has to file it.
    pub fn body(&self) -> &str {
        if self.unit.is_empty() { &self.department } else { &self.unit }
    }
}

/// A list as it was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RosterList {
    /// Its file, as it was named.
    pub file: String,
    /// The year that it is about, if it says.
    pub year: Option<i32>,
    /// Its rows.
    pub rows: Vec<ExpectedFiling>,
    /// Rows that could not be understood: 「第 8 行：……」.
    pub faults: Vec<String>,
}

/// Collects what was filed, to be compared with the list in the end.
#[derive(Debug)]
pub struct Roster {
    list: RosterList,
    filed: Vec<Filed>,
}

impl Roster {
    /// With nothing filed yet.
    pub fn new(list: RosterList) -> Roster {
        Roster { list, filed: Vec::new() }
    }

    /// Adds what a submission holds.
    pub fn add(&mut self, record: &Record) {
        self.filed.extend(filed::of(record));
    }

    /// Who has filed what.
    pub fn finish(self, unreadable: &[Unreadable]) -> RosterOutcome {
        matching::compare(self.list, self.filed, unreadable)
    }
}
