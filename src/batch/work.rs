//! The work on one bundle: read, check, write what goes back to the department, keep a record.

use std::path::Path;

use anyhow::Result;

use super::journal::{self, Journal, Key};
use super::ordered_names::SubmissionNames;
use super::threads::Turn;
use super::{Done, Request, guarded};
use crate::check::explanations::{self, Explanations};
use crate::check::{Checked, check};
use crate::record::Record;
use crate::submission::key::without_number;
use crate::submission::{Bundle, Submission, Unreadable};
use crate::write;

/// All that the work on a bundle needs.
pub struct Work<'a> {
    /// What is asked for.
    pub request: &'a Request<'a>,
    /// What departments explained in an earlier round.
    pub explanations: &'a Explanations,
    /// What an earlier run has kept, and by which settings this one goes.
    pub kept: Option<(&'a Journal, Key)>,
}

/// A bundle that is done.
pub struct Finished {
    /// What became of it.
    pub done: Done,
    /// An earlier run had done it.
    pub is_kept: bool,
    /// What names its contents in the journal.
    pub key: Option<Key>,
}

impl Finished {
    /// Keeps it in a journal, unless it was kept there before or cannot be named.
    /// `None` where there is nothing to keep.
    pub fn keep(&self, journal: &Journal) -> Option<Result<()>> {
        self.key.as_ref().filter(|_| !self.is_kept).map(|key| journal.append(key, &self.done))
    }
}

impl Work<'_> {
    /// All that is done with one submission when its turn has come: it is read, checked, and written for its department,
    /// unless an earlier run has done so.
    pub fn read_check_write(&self, turn: Turn, bundle: &Bundle) -> Finished {
        // Hashed before the file is read: a file that changes in between is done anew the next time.
        let key = self.kept.as_ref().and_then(|(_, settings)| journal::key(settings, bundle));
        let kept = key.as_ref().and_then(|key| self.kept.as_ref()?.0.find(key));
        let Some(done) = kept else {
            let read = self.request.read(bundle);
            let named = turn.name(read.0.as_ref());
            return Finished { done: self.check_write(bundle, read, named), is_kept: false, key };
        };
        let own = |record: &Record| (record.department.clone(), without_number(&record.submission).to_string());
        let own = done.record.as_ref().map(own);
        // Its number may be another one in this run, where bundles were added before it.
        let named = turn.again(own.as_ref().map(|(department, key)| (department.as_str(), key.as_str())));
        if is_still_there(&done, named.as_ref(), self.request.output) {
            return Finished { done, is_kept: true, key };
        }
        Finished { done: self.check_write(bundle, self.request.read(bundle), named), is_kept: false, key }
    }

    fn check_write(
        &self,
        bundle: &Bundle,
        read: (Option<Submission>, Vec<Unreadable>),
        named: Option<SubmissionNames>,
    ) -> Done {
        let (submission, mut unreadable) = read;
        let Some((submission, SubmissionNames { folder, key })) = submission.zip(named) else {
            return Done { unreadable, ..Done::default() };
        };
        let submission = Submission { key, ..submission };
        let handed_back = || (Some(self.hand_back(check(submission), folder)), Vec::new());
        let (handed_back, failed) = guarded(bundle, handed_back);
        unreadable.extend(failed);
        let (record, unwritten) = handed_back.unzip();
        Done { record, unreadable, unwritten: unwritten.unwrap_or_default() }
    }

    /// Writes what goes back to a department; what could not be written is told.
    fn hand_back(&self, mut checked: Checked, folder: String) -> (Record, Vec<String>) {
        let who = explanations::who(&checked.submission.department, checked.submission.year);
        let unused = explanations::apply(&mut checked.findings, &who, self.explanations);
        let mut record = Record { folder, unused, ..Record::of(&checked) };
        let failed = self.request.output.map(|out| write::hand_back(&checked, &mut record, out));
        (record, failed.unwrap_or_default())
    }
}

/// Whether what an earlier run wrote for a bundle is what this one would write, and where.
fn is_still_there(done: &Done, named: Option<&SubmissionNames>, output: Option<&Path>) -> bool {
    let Some(out) = output else { return false };
    let is_there = |record: &Record| record.written.iter().all(|file| file.is_still_there(out));
    let names = done.record.as_ref().map(|record| (record.folder.as_str(), record.submission.as_str()));
    let same_names = names == named.map(|named| (named.folder.as_str(), named.key.as_str()));
    done.unwritten.is_empty() && same_names && done.record.iter().all(is_there)
}
