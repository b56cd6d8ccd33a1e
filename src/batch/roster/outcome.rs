//! The result of comparing the list with what was filed.

use super::{ExpectedFiling, FilingItem};

/// How it stands with one row of the list, or with something that is not on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FilingStatus {
    /// Filed as expected.
    Filed,
    /// Filed in two files or more.
    Twice,
    /// Something was filed that may be it.
    Unsure,
    /// Fewer were filed than expected.
    Partial,
    /// Not filed.
    Missing,
    /// Filed, and not on the list.
    Unexpected,
    /// A file that could not be read.
    Unreadable,
}

impl FilingStatus {
    /// Every status, in the order of tables.
    pub const ALL: [FilingStatus; 7] = [
        FilingStatus::Filed,
        FilingStatus::Twice,
        FilingStatus::Unsure,
        FilingStatus::Partial,
        FilingStatus::Missing,
        FilingStatus::Unexpected,
        FilingStatus::Unreadable,
    ];

    /// As users read it.
    pub fn name(self) -> &'static str {
        match self {
            FilingStatus::Filed => "已报",
            FilingStatus::Twice => "重复报送",
            FilingStatus::Unsure => "疑似已报",
            FilingStatus::Partial => "份数不足",
            FilingStatus::Missing => "未报",
            FilingStatus::Unexpected => "清单外",
            FilingStatus::Unreadable => "未能读取",
        }
    }

    /// As programs read it.
    pub fn code(self) -> &'static str {
        match self {
            FilingStatus::Filed => "filed",
            FilingStatus::Twice => "twice",
            FilingStatus::Unsure => "unsure",
            FilingStatus::Partial => "partial",
            FilingStatus::Missing => "missing",
            FilingStatus::Unexpected => "unexpected",
            FilingStatus::Unreadable => "unreadable",
        }
    }

    /// Whether it is about a row of the list.
    pub fn is_expected(self) -> bool {
        !matches!(self, FilingStatus::Unexpected | FilingStatus::Unreadable)
    }
}

/// One row of the list and what was filed for it, or something that is not on the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// 单位, as on the list.
    pub unit: String,
    /// What it is.
    pub item: FilingItem,
    /// What the list calls it.
    pub form: String,
    /// 项目名称, as on the list or, of what is not on it, as filed.
    pub project: String,
    /// How many are expected; none where the list does not say, or does not have it.
    pub expected: Option<usize>,
    /// How many were filed.
    pub filed: usize,
    /// How it stands.
    pub status: FilingStatus,
    /// The files, as far as there are any.
    pub files: Vec<String>,
    /// What is to be known about it.
    pub note: String,
}

impl Line {
    /// A row of the list for which nothing was filed yet.
    pub fn missing(expected: &ExpectedFiling) -> Line {
        let named = (!expected.tables.is_empty()).then_some(expected.tables.len());
        let lone = (expected.item == FilingItem::Department || !expected.project.is_empty()).then_some(1);
        Line {
            unit: expected.unit.clone(),
            item: expected.item,
            form: if expected.form.is_empty() { expected.item.name().to_string() } else { expected.form.clone() },
            project: expected.project.clone(),
            expected: expected.count.or(named).or(lone),
            filed: 0,
            status: FilingStatus::Missing,
            files: Vec::new(),
            note: String::new(),
        }
    }

    /// Adds to what is to be known.
    pub fn note(&mut self, note: &str) {
        if !self.note.is_empty() {
            self.note.push('；');
        }
        self.note.push_str(note);
    }

    /// What is expected, for lists: 「园林中心 项目支出绩效自评表「公园养护」」.
    pub fn what(&self) -> String {
        let project = if self.project.is_empty() { String::new() } else { format!("「{}」", self.project.trim()) };
        let unit = if self.unit.is_empty() { String::new() } else { format!("{} ", self.unit) };
        format!("{unit}{}{project}", self.form)
    }
}

/// How it stands with a department.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DepartmentOutcome {
    /// 部门, as on the list; of one that is not on it, as filed.
    pub department: String,
    /// It is on the list.
    pub is_listed: bool,
    /// Of one that is not on the list: the listed bodies that may be meant.
    pub alike: Vec<String>,
    /// The rows of the list, then what is not on it, then what could not be read.
    pub lines: Vec<Line>,
}

impl DepartmentOutcome {
    /// How many of its lines stand so.
    pub fn count(&self, status: FilingStatus) -> usize {
        self.lines.iter().filter(|line| line.status == status).count()
    }

    /// How many rows of the list are about it.
    pub fn expected(&self) -> usize {
        self.lines.iter().filter(|line| line.status.is_expected()).count()
    }

    /// Nothing of what it had to file is there.
    pub fn is_absent(&self) -> bool {
        self.is_listed && self.expected() == self.count(FilingStatus::Missing)
    }

    /// How it stands, in a word.
    pub fn verdict(&self) -> &'static str {
        match () {
            () if !self.is_listed && self.count(FilingStatus::Unexpected) == 0 => "未能读取",
            () if !self.is_listed => "清单外单位",
            () if self.is_absent() => "全部未报",
            () if self.count(FilingStatus::Missing) + self.count(FilingStatus::Partial) > 0 => "未报齐",
            () if self.count(FilingStatus::Unsure) > 0 => "待确认",
            () => "已报齐",
        }
    }
}

/// How the list and what was filed compare.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RosterOutcome {
    /// The list, as it was named.
    pub file: String,
    /// The year that was asked about.
    pub year: Option<i32>,
    /// Rows of the list that could not be understood.
    pub faults: Vec<String>,
    /// The departments of the list in its order, then those that are not on it.
    pub departments: Vec<DepartmentOutcome>,
}

impl RosterOutcome {
    /// How many lines stand so.
    pub fn count(&self, status: FilingStatus) -> usize {
        self.departments.iter().map(|department| department.count(status)).sum()
    }

    /// How many rows the list has.
    pub fn expected(&self) -> usize {
        self.departments.iter().map(DepartmentOutcome::expected).sum()
    }

    /// Whether something that was expected is not there, or not all of it. What is unsure is for a person to say.
    pub fn is_incomplete(&self) -> bool {
        self.count(FilingStatus::Missing) + self.count(FilingStatus::Partial) > 0
    }
}
