//! Comparison with an earlier run: what became of its findings.
//!
//! A finding is the same by rule, file, sheet, cell and item; where rows were inserted, by its item. Nothing counts as
//! mended only because it is no longer found: the form must have been filed again, and its rule have run on it.

mod document;
mod earlier;
mod pairs;
mod screen;
mod sheets;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;

use crate::model::text::label::normalise;
use crate::model::text::organisations::same_organisation;
use crate::record::Record;
use crate::submission::Unreadable;

pub use document::{AgainstJson, document};
pub use screen::report;
pub use sheets::chapters;

use earlier::Earlier;
use pairs::Now;

/// What became of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fate {
    /// The form was filed again, and it is not found any more.
    Mended,
    /// It is found again, with the same value.
    Remaining,
    /// It is found again, with another value.
    Changed,
    /// It was not found then.
    New,
    /// Its form, or all of its department, was not filed this time.
    NotFiled,
    /// Its form was filed, and could not be read or checked this time, or what it was compared with was not filed.
    Unchecked,
}

impl Fate {
    /// Every fate, in the order of tables.
    pub const ALL: [Fate; 6] =
        [Fate::Mended, Fate::Remaining, Fate::Changed, Fate::New, Fate::NotFiled, Fate::Unchecked];

    /// As users read it.
    pub fn name(self) -> &'static str {
        match self {
            Fate::Mended => "已改正",
            Fate::Remaining => "仍存在",
            Fate::Changed => "填报值已变，仍不符",
            Fate::New => "新出现",
            Fate::NotFiled => "本次未报",
            Fate::Unchecked => "本次无法核对",
        }
    }

    /// As programs read it.
    pub fn code(self) -> &'static str {
        match self {
            Fate::Mended => "mended",
            Fate::Remaining => "remaining",
            Fate::Changed => "changed",
            Fate::New => "new",
            Fate::NotFiled => "not_filed",
            Fate::Unchecked => "unchecked",
        }
    }
}

/// A finding of either run, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Traced {
    /// What became of it.
    pub fate: Fate,
    /// Rule id.
    pub rule: Box<str>,
    /// File, where it stands now; of one that is gone, where it stood.
    pub file: Box<str>,
    /// Sheet; empty for a report.
    pub sheet: Box<str>,
    /// Cell; empty for a report.
    pub cell: Box<str>,
    /// What stands there: 「年度资金总额 · 执行率」.
    pub item: Box<str>,
    /// The value as filed then; none for a new one.
    pub before: Option<Box<str>>,
    /// The value as filed now; none where it is not found now.
    pub now: Option<Box<str>>,
}

/// In which of the runs a department is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Presence {
    /// In both.
    Both,
    /// Only in the earlier one.
    Gone,
    /// Only in this one.
    Added,
}

impl Presence {
    /// As users read it.
    pub fn name(self) -> &'static str {
        match self {
            Presence::Both => "两次均有",
            Presence::Gone => "本次没有报送",
            Presence::Added => "上次没有报送",
        }
    }

    /// As programs read it.
    pub fn code(self) -> &'static str {
        match self {
            Presence::Both => "both",
            Presence::Gone => "gone",
            Presence::Added => "added",
        }
    }
}

/// What became of the findings of one department.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The department.
    pub department: String,
    /// The year of its submission.
    pub year: Option<i32>,
    /// In which of the runs it is.
    pub presence: Presence,
    /// Its errors and warnings of both runs. Notes ask for nothing, and are left out.
    pub traced: Vec<Traced>,
}

impl Change {
    /// How many findings met this fate.
    pub fn count(&self, fate: Fate) -> usize {
        self.traced.iter().filter(|traced| traced.fate == fate).count()
    }
}

/// Both runs compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comparison {
    /// The earlier findings.json, as it was named.
    pub previous: String,
    /// The departments of this run, in its order, then those that are gone.
    pub changes: Vec<Change>,
}

impl Comparison {
    /// How many findings met this fate.
    pub fn count(&self, fate: Fate) -> usize {
        self.changes.iter().map(|change| change.count(fate)).sum()
    }
}

/// Compares the submissions of a run, one after another, with those of an earlier one.
#[derive(Debug)]
pub struct PreviousRun {
    previous: String,
    earlier: BTreeMap<(String, Option<i32>), Vec<Earlier>>,
    /// Every department of this run, in its order: compared, or waiting for one whose name is written otherwise.
    seen: Vec<Seen>,
}

#[derive(Debug)]
enum Seen {
    Compared(Change),
    Waiting(Box<Now>),
}

impl PreviousRun {
    /// Reads the findings of an earlier run: its output folder, or its findings.json.
    pub fn read(path: &Path) -> Result<PreviousRun> {
        let mut earlier: BTreeMap<_, Vec<Earlier>> = BTreeMap::new();
        for submission in earlier::read(path)? {
            earlier.entry((normalise(&submission.department), submission.year)).or_default().push(submission);
        }
        Ok(PreviousRun { previous: path.display().to_string(), earlier, seen: Vec::new() })
    }

    /// Compares a submission of this run; they may come in any order, which is that of the outcome.
    pub fn add(&mut self, record: &Record) {
        let now = Now::of(record);
        let same_name = self.earlier.get_mut(&(normalise(&record.department), record.year));
        // Of two submissions of one name, each is compared with the one that has its files.
        let is_same = |earlier: &Earlier| earlier.stems().any(|stem| now.has(stem));
        let known = same_name.and_then(|all| all.iter().position(is_same).map(|place| all.remove(place)));
        self.seen.push(match known {
            Some(earlier) => Seen::Compared(pairs::compare(earlier, now)),
            None => Seen::Waiting(Box::new(now)),
        });
    }

    /// What became of everything. A file that could not be read this time was filed all the same.
    pub fn finish(self, unreadable: &[Unreadable]) -> Comparison {
        let mut left: Vec<Option<Earlier>> = self.earlier.into_values().flatten().map(Some).collect();
        left.sort_by_key(|earlier| earlier.as_ref().map(|earlier| earlier.order));
        let settled = |seen: Seen| match seen {
            Seen::Compared(change) => change,
            Seen::Waiting(now) => match take_named(&mut left, &now).or_else(|| take_like(&mut left, &now)) {
                Some(earlier) => pairs::compare(earlier, *now),
                None => pairs::added(*now),
            },
        };
        let mut changes: Vec<Change> = self.seen.into_iter().map(settled).collect();
        changes.extend(left.into_iter().flatten().map(pairs::gone));
        changes.iter_mut().for_each(|change| pairs::mark_unreadable(change, unreadable));
        Comparison { previous: self.previous, changes }
    }
}

/// The first submission left that is of this department and year, whatever its files are called.
fn take_named(left: &mut [Option<Earlier>], now: &Now) -> Option<Earlier> {
    let key = normalise(&now.department);
    let is_named = |earlier: &Earlier| normalise(&earlier.department) == key && earlier.year == now.year;
    left.iter_mut().find(|earlier| earlier.as_ref().is_some_and(is_named))?.take()
}

/// The only department left whose name may mean the same and some of whose files are here again.
fn take_like(left: &mut [Option<Earlier>], now: &Now) -> Option<Earlier> {
    let is_like = |earlier: &Earlier| {
        same_organisation(&earlier.department, &now.department) && earlier.stems().any(|stem| now.has(stem))
    };
    let mut like = left.iter_mut().filter(|earlier| earlier.as_ref().is_some_and(is_like));
    let only = like.next()?;
    like.next().is_none().then(|| only.take()).flatten()
}
