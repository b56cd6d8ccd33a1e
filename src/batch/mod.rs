//! A run over many submissions.
//!
//! `bundles → read → check → outputs of the submission → record → outputs of the run`, one bundle a thread and in the
//! order of the bundles at its end, so that memory holds no more submissions than there are threads and results do
//! not depend on how many there are. The [`journal`] keeps the records, so that a run can be taken up again.

pub mod findings_json;
pub mod journal;
mod ordered_names;
pub mod output;
pub mod outputs;
pub mod parquet;
pub mod previous_run;
pub mod roster;
pub mod run;
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
use std::sync::atomic::AtomicBool;

use serde::{Deserialize, Serialize};

use crate::check::{Checked, check};
use crate::limits::deadline::internal_fault;
use crate::record::Record;
use crate::submission::{self, Bundle, LayoutsAndProfiles, Paths, Submission, Unreadable, bundles};

pub use ordered_names::SubmissionNames;
pub use run::{Run, run};
pub use tally::{Summary, Tally};
use threads::Threads;
pub use threads::Turn;

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

/// What a run is over, and how it is done.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    /// Workbooks and folders.
    pub paths: &'a Paths,
    /// The year of forms that state none.
    pub year: Option<i32>,
    /// The layouts and profiles in force.
    pub known: LayoutsAndProfiles<'a>,
    /// The folder that outputs go to, which is no input.
    pub output: Option<&'a Path>,
    /// How many submissions are worked on at once.
    pub threads: usize,
    /// Set when the user has had enough: no further submission is begun.
    pub stop: &'a AtomicBool,
}

/// Who is told how far a run is. Nothing has to be done with it.
pub trait Watcher: Sync {
    /// It begins, over so many bundles.
    fn begin(&self, _all: usize) {}
    /// A bundle is begun, on the thread that works on it.
    fn begun(&self, _bundle: &Bundle) {}
}

/// Nobody.
pub struct Unwatched;

impl Watcher for Unwatched {}

/// The files that are asked for.
#[derive(Debug, Clone, Default)]
pub struct FilesFound {
    /// Each bundle those of one submission.
    pub bundles: Vec<Bundle>,
    /// What could not be found or sorted.
    pub missing: Vec<Unreadable>,
}

impl FilesFound {
    /// Whether there is nothing at all.
    pub fn is_empty(&self) -> bool {
        self.bundles.is_empty() && self.missing.is_empty()
    }
}

impl Request<'_> {
    /// Finds the files that are asked for.
    /// Loose files are read for the department that they name; nothing else is read yet.
    pub fn find(&self) -> FilesFound {
        let (bundles, mut missing) = bundles(self.paths, self.output);
        let sorted = bundles.into_iter().flat_map(|bundle| submission::by_department(bundle, self.known, &mut missing));
        FilesFound { bundles: sorted.collect(), missing }
    }

    /// Does `one` to every submission, each on a thread, and hands what comes of it to `take`, in their order and on
    /// the thread that calls: whatever is done with many submissions is done through this. Says how many were done,
    /// which are not all where the user broke it off.
    pub fn each<T: Send>(
        &self,
        bundles: &[Bundle],
        watcher: &impl Watcher,
        one: impl Fn(Turn, &Bundle) -> T + Sync,
        mut take: impl FnMut(T),
    ) -> usize {
        watcher.begin(bundles.len());
        let begun = |turn: Turn, bundle: &Bundle| {
            watcher.begun(bundle);
            one(turn, bundle)
        };
        let mut done = 0;
        Threads { bundles, threads: self.threads, stop: self.stop }.run(begun, |one| {
            take(one);
            done += 1;
        });
        done
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
        let named = turn.name(submission.as_ref());
        let named = submission.zip(named);
        let (done, failed) =
            guarded(bundle, || (named.map(|(read, named)| then(check(read), named.folder)), Vec::new()));
        unreadable.extend(failed);
        (done, unreadable)
    }
}

/// A fault of the program itself in one bundle is told as such; the rest of the run goes on.
fn guarded<T>(bundle: &Bundle, work: impl FnOnce() -> (Option<T>, Vec<Unreadable>)) -> (Option<T>, Vec<Unreadable>) {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        let reason = internal_fault();
        let failed = |(file, _): &(Arc<str>, PathBuf)| Unreadable { file: file.clone(), reason: reason.clone() };
        (None, bundle.workbooks.iter().chain(&bundle.reports).map(failed).collect())
    })
}
