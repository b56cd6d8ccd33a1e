//! A run over many submissions.
//!
//! `bundles → read → check → outputs of the submission → record → outputs of the run`, one bundle a thread and in the
//! order of the bundles at its end, so that memory holds no more submissions than there are threads and results do
//! not depend on how many there are. The [`journal`] keeps the records, so that a run can be taken up again.

pub mod findings_json;
pub mod journal;
mod ordered_names;
pub mod outputs;
pub mod parquet;
pub mod previous_run;
pub mod roster;
pub mod statistics;
pub mod streaming_rows;
pub mod summary;
pub mod summary_sheet;
pub mod tally;
pub mod terminal;
pub mod threads;
pub mod work;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::check::{Checked, check};
use crate::record::Record;
use crate::submission::{self, Bundle, Known, Paths, Submission, Unreadable, bundles};

pub use tally::Tally;
use threads::Turn;

/// What became of one bundle.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Done {
    /// Its submission, if any file of it could be read.
    pub record: Option<Record>,
    /// Its files that could not be read.
    pub unreadable: Vec<Unreadable>,
    /// Outputs that could not be written, with the reason.
    pub unwritten: Vec<String>,
}

/// What a run is asked to do.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    /// Workbooks and folders.
    pub paths: &'a Paths,
    /// The year of forms that state none.
    pub year: Option<i32>,
    /// The layouts and profiles in force.
    pub known: Known<'a>,
    /// The folder that outputs go to, which is no input.
    pub output: Option<&'a Path>,
}

impl Request<'_> {
    /// The files that are asked for, each bundle those of one submission, and what could not be found.
    pub fn bundles(&self) -> (Vec<Bundle>, Vec<Unreadable>) {
        let (found, mut unreadable) = bundles(self.paths, self.output);
        let sorted =
            found.into_iter().flat_map(|bundle| submission::by_department(bundle, self.known, &mut unreadable));
        let sorted = sorted.collect();
        (sorted, unreadable)
    }

    /// Reads one bundle; a fault of the program is told as one of its files.
    pub fn read(&self, bundle: &Bundle) -> (Option<Submission>, Vec<Unreadable>) {
        guarded(bundle, || submission::read(bundle, self.known, self.year))
    }

    /// Reads and checks one bundle when its turn has come, and does something with its submission and the name of its
    /// folder.
    pub fn check<T>(
        &self,
        turn: Turn,
        bundle: &Bundle,
        then: impl FnOnce(Checked, String) -> T,
    ) -> (Option<T>, Vec<Unreadable>) {
        let (submission, mut unreadable) = self.read(bundle);
        let name = turn.name(submission.as_ref().map(|submission| submission.department.as_str()));
        let named = submission.zip(name);
        let (done, failed) = guarded(bundle, || (named.map(|(read, name)| then(check(read), name)), Vec::new()));
        unreadable.extend(failed);
        (done, unreadable)
    }
}

/// A fault of the program itself in one bundle is told as such; the rest of the run goes on.
fn guarded<T>(bundle: &Bundle, work: impl FnOnce() -> (Option<T>, Vec<Unreadable>)) -> (Option<T>, Vec<Unreadable>) {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        let reason = "处理时程序内部出错，未核对；请将该文件反馈给我们".to_string();
        let failed = |(file, _): &(Arc<str>, PathBuf)| Unreadable { file: file.clone(), reason: reason.clone() };
        (None, bundle.workbooks.iter().chain(&bundle.reports).map(failed).collect())
    })
}
