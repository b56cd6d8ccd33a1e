//! The threads of a run: each takes the next bundle, and the outputs of the run are made in their order.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};

use super::journal::{self, Journal, Key};
use super::turns::Turns;
use super::{Done, Record, Request, guarded};
use crate::check::{Checked, check};
use crate::explained::{self, Explanations};
use crate::submission::{Bundle, Submission, Unreadable};
use crate::write::{self, files};

/// All that the work on one bundle needs.
pub struct Work<'a> {
    /// What is asked for.
    pub request: &'a Request<'a>,
    /// The bundles, in their order.
    pub bundles: &'a [Bundle],
    /// What departments explained in an earlier round.
    pub explanations: &'a Explanations,
    /// What an earlier run has kept, and by which settings this one goes.
    pub kept: Option<(&'a Journal, Key)>,
    /// Set when the user has had enough: no further bundle is begun.
    pub stop: &'a AtomicBool,
}

/// A bundle that is done.
pub struct Finished {
    /// Its number.
    pub index: usize,
    /// What became of it.
    pub done: Done,
    /// An earlier run had done it.
    pub is_kept: bool,
    /// What names its contents in the journal.
    pub key: Option<Key>,
}

impl Work<'_> {
    /// Does the bundles on so many threads, and hands them over in their order. `begun` is told as they are begun.
    pub fn run(&self, threads: usize, begun: impl Fn(&Bundle) + Sync, mut take: impl FnMut(Finished)) {
        let turns = Turns::default();
        let next = AtomicUsize::new(0);
        let (sender, receiver) = mpsc::channel();
        std::thread::scope(|scope| {
            for _ in 0..threads.clamp(1, self.bundles.len().max(1)) {
                let sender = sender.clone();
                scope.spawn(|| self.thread(&turns, &next, &begun, sender));
            }
            drop(sender);
            in_order(&receiver, &turns, &mut take);
        });
    }

    fn thread(&self, turns: &Turns, next: &AtomicUsize, begun: &(impl Fn(&Bundle) + Sync), sender: Sender<Finished>) {
        while !self.stop.load(Ordering::Relaxed) {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(bundle) = self.bundles.get(index) else { return };
            turns.begin(index);
            begun(bundle);
            if sender.send(self.one(turns, index, bundle)).is_err() {
                return;
            }
        }
    }

    fn one(&self, turns: &Turns, index: usize, bundle: &Bundle) -> Finished {
        let key = self.kept.as_ref().and_then(|(_, settings)| journal::key(settings, bundle));
        let kept = key.as_ref().and_then(|key| self.kept.as_ref()?.0.find(key));
        if let Some(done) = kept {
            let name = turns.name(index, done.record.as_ref().map(|record| record.department.as_str()));
            if is_still_there(&done, name.as_deref(), self.request.output) {
                return Finished { index, done, is_kept: true, key };
            }
            let done = self.finish(bundle, self.request.read(bundle), name);
            return Finished { index, done, is_kept: false, key };
        }
        let read = self.request.read(bundle);
        let name = turns.name(index, read.0.as_ref().map(|submission| submission.department.as_str()));
        Finished { index, done: self.finish(bundle, read, name), is_kept: false, key }
    }

    fn finish(&self, bundle: &Bundle, read: (Option<Submission>, Vec<Unreadable>), name: Option<String>) -> Done {
        let (submission, mut unreadable) = read;
        let Some((submission, folder)) = submission.zip(name) else {
            return Done { unreadable, ..Done::default() };
        };
        let (checked, failed) = guarded(bundle, || (Some(check(submission)), Vec::new()));
        unreadable.extend(failed);
        let handed_back = checked.map(|checked| self.hand_back(checked, folder));
        let (record, unwritten) = handed_back.map_or((None, Vec::new()), |(record, failed)| (Some(record), failed));
        Done { record, unreadable, unwritten }
    }

    /// Writes what goes back to a department; what could not be written is told.
    fn hand_back(&self, mut checked: Checked, folder: String) -> (Record, Vec<String>) {
        let who = explained::who(&checked.submission.department, checked.submission.year);
        let unused = explained::apply(&mut checked.findings, &who, self.explanations);
        let mut record = Record { folder, unused, ..Record::of(&checked) };
        let Some(out) = self.request.output else { return (record, Vec::new()) };
        let write = AssertUnwindSafe(|| write::hand_back(&checked, &mut record, out));
        let failed = catch_unwind(write).unwrap_or_else(|_| {
            vec![format!(
                "{}：写出时程序内部出错，请将该单位的材料反馈给我们",
                files::safe_name(&checked.submission.department)
            )]
        });
        (record, failed)
    }
}

/// Whether what an earlier run wrote for a bundle is where this one would write it.
fn is_still_there(done: &Done, name: Option<&str>, output: Option<&Path>) -> bool {
    let Some(out) = output else { return false };
    let is_there = |record: &Record| record.written.iter().all(|file| file.is_still_there(out));
    let same_folder = done.record.as_ref().map(|record| record.folder.as_str()) == name;
    done.unwritten.is_empty() && same_folder && done.record.iter().all(is_there)
}

fn in_order(receiver: &Receiver<Finished>, turns: &Turns, take: &mut impl FnMut(Finished)) {
    let mut waiting = BTreeMap::new();
    let mut next = 0;
    for finished in receiver {
        waiting.insert(finished.index, finished);
        while let Some(finished) = waiting.remove(&next) {
            take(finished);
            next += 1;
            turns.finished(next);
        }
    }
}
