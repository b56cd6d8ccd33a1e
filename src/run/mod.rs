//! A run over many submissions.
//!
//! `bundles → read → check → outputs of the submission → record → outputs of the run`, one bundle a thread and in the
//! order of the bundles at its end, so that memory holds no more submissions than there are threads and results do
//! not depend on how many there are. The [`journal`] keeps the records, so that a run can be taken up again.

pub mod journal;
pub mod record;
pub mod tally;
pub mod threads;
mod turns;
pub mod work;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::check::{Checked, check};
use crate::submission::{self, Bundle, Known, Paths, Submission, Unreadable, bundles};
use crate::write::files;
pub use record::{CorrectedFile, FormRecord, Record};
pub use tally::Tally;

/// A submission after checking, and where its outputs go.
#[derive(Debug, Clone)]
pub struct Reviewed {
    /// What was found.
    pub checked: Checked,
    /// Name of its folder in the output folder.
    pub folder: String,
}

/// Submissions that are all held at once, to be published.
#[derive(Debug, Clone, Default)]
pub struct Run {
    /// Submissions, in the order of their folders.
    pub reviewed: Vec<Reviewed>,
    /// Files that could not be read.
    pub unreadable: Vec<Unreadable>,
}

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
    fn read(&self, bundle: &Bundle) -> (Option<Submission>, Vec<Unreadable>) {
        guarded(bundle, || submission::read(bundle, self.known, self.year))
    }
}

/// Reads all submissions, without checking them.
pub fn read(request: &Request) -> (Vec<Submission>, Vec<Unreadable>) {
    let (bundles, mut unreadable) = request.bundles();
    let read: Vec<_> = bundles.par_iter().map(|bundle| request.read(bundle)).collect();
    let mut submissions = Vec::new();
    for (read, failed) in read {
        submissions.extend(read);
        unreadable.extend(failed);
    }
    (submissions, unreadable)
}

/// A fault of the program itself in one bundle is told as such; the rest of the run goes on.
fn guarded<T>(bundle: &Bundle, work: impl FnOnce() -> (Option<T>, Vec<Unreadable>)) -> (Option<T>, Vec<Unreadable>) {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        let reason = "处理时程序内部出错，未核对；请将该文件反馈给我们".to_string();
        let failed = |(file, _): &(Arc<str>, PathBuf)| Unreadable { file: file.clone(), reason: reason.clone() };
        (None, bundle.workbooks.iter().chain(&bundle.reports).map(failed).collect())
    })
}

/// Reads and checks all submissions, and holds them all.
pub fn review(request: &Request) -> Run {
    let (bundles, mut unreadable) = request.bundles();
    let checked = |bundle: &Bundle| {
        guarded(bundle, || {
            let (submission, failed) = submission::read(bundle, request.known, request.year);
            (submission.map(check), failed)
        })
    };
    let results: Vec<(Option<Checked>, Vec<Unreadable>)> = bundles.par_iter().map(checked).collect();
    let mut taken = files::Names::default();
    let mut reviewed = Vec::new();
    for (done, failed) in results {
        unreadable.extend(failed);
        reviewed.extend(done.into_iter().map(|checked| {
            let folder = taken.free(&checked.submission.department);
            Reviewed { checked, folder }
        }));
    }
    Run { reviewed, unreadable }
}
