//! What is done with one bundle: read, check, write what goes back to the department, keep a record.

use std::path::Path;

use super::journal::{self, Journal, Key};
use super::threads::Turn;
use super::{Done, Request, guarded};
use crate::check::explanations::{self, Explanations};
use crate::check::{Checked, check};
use crate::record::Record;
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

impl Work<'_> {
    /// Does a bundle when its turn has come.
    pub fn on(&self, turn: Turn, bundle: &Bundle) -> Finished {
        let key = self.kept.as_ref().and_then(|(_, settings)| journal::key(settings, bundle));
        let kept = key.as_ref().and_then(|key| self.kept.as_ref()?.0.find(key));
        if let Some(done) = kept {
            let name = turn.name(done.record.as_ref().map(|record| record.department.as_str()));
            if is_still_there(&done, name.as_deref(), self.request.output) {
                return Finished { done, is_kept: true, key };
            }
            let done = self.finish(bundle, self.request.read(bundle), name);
            return Finished { done, is_kept: false, key };
        }
        let read = self.request.read(bundle);
        let name = turn.name(read.0.as_ref().map(|submission| submission.department.as_str()));
        Finished { done: self.finish(bundle, read, name), is_kept: false, key }
    }

    fn finish(&self, bundle: &Bundle, read: (Option<Submission>, Vec<Unreadable>), name: Option<String>) -> Done {
        let (submission, mut unreadable) = read;
        let Some((submission, folder)) = submission.zip(name) else {
            return Done { unreadable, ..Done::default() };
        };
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

/// Whether what an earlier run wrote for a bundle is where this one would write it.
fn is_still_there(done: &Done, name: Option<&str>, output: Option<&Path>) -> bool {
    let Some(out) = output else { return false };
    let is_there = |record: &Record| record.written.iter().all(|file| file.is_still_there(out));
    let same_folder = done.record.as_ref().map(|record| record.folder.as_str()) == name;
    done.unwritten.is_empty() && same_folder && done.record.iter().all(is_there)
}
