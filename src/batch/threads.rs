//! The thread pool of a run: each thread takes the next bundle, and results come in the order of the bundles.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};

use super::ordered_names::{SubmissionNames, Turns};
use crate::submission::{Bundle, Submission};

/// The threads that work on the bundles of a run.
pub struct Threads<'a> {
    /// The bundles, in their order.
    pub bundles: &'a [Bundle],
    /// How many of them are worked on at once.
    pub threads: usize,
    /// Set when the user has had enough: no further bundle is begun.
    pub stop: &'a AtomicBool,
}

impl Threads<'_> {
    /// Does `work` on every bundle, which has to take its turn once, and hands what comes of it over in the order of
    /// the bundles, on the thread that calls.
    pub fn run<T: Send>(&self, work: impl Fn(Turn, &Bundle) -> T + Sync, mut take: impl FnMut(T)) {
        let turns = Turns::default();
        let next = AtomicUsize::new(0);
        let (sender, receiver) = mpsc::channel();
        std::thread::scope(|scope| {
            // More threads than bundles would only wait.
            for _ in 0..self.threads.clamp(1, self.bundles.len().max(1)) {
                let sender = sender.clone();
                scope.spawn(|| self.thread(&turns, &next, &work, sender));
            }
            // Else the receiver would wait for a sender that sends nothing.
            drop(sender);
            let _abandons = AbandonsOnPanic(&turns);
            in_order(&receiver, &turns, &mut take);
        });
    }

    fn thread<T>(
        &self,
        turns: &Turns,
        next: &AtomicUsize,
        work: &impl Fn(Turn, &Bundle) -> T,
        sender: Sender<(usize, T)>,
    ) {
        let _abandons = AbandonsOnPanic(turns);
        while !self.stop.load(Ordering::Relaxed) {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(bundle) = self.bundles.get(index) else { return };
            turns.begin(index);
            if sender.send((index, work(Turn { turns, index }, bundle))).is_err() {
                return;
            }
        }
    }
}

/// Lets the other threads go where this one panics: they would wait for it for ever.
struct AbandonsOnPanic<'a>(&'a Turns);

impl Drop for AbandonsOnPanic<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.abandon();
        }
    }
}

/// The turn of one bundle.
pub struct Turn<'a> {
    turns: &'a Turns,
    index: usize,
}

impl Turn<'_> {
    /// Names the submission of the bundle, if it has one, once those of all bundles before it are named.
    pub fn name(self, submission: Option<&Submission>) -> Option<SubmissionNames> {
        self.again(submission.map(|submission| (submission.department.as_str(), submission.key.as_str())))
    }

    /// The same for one that is known by its department and its key.
    /// The key is the submission's own, without the number of an earlier run.
    pub fn again(self, of: Option<(&str, &str)>) -> Option<SubmissionNames> {
        self.turns.name(self.index, of)
    }
}

fn in_order<T>(receiver: &Receiver<(usize, T)>, turns: &Turns, take: &mut impl FnMut(T)) {
    let mut waiting = BTreeMap::new();
    let mut next = 0;
    for (index, done) in receiver {
        waiting.insert(index, done);
        while let Some(done) = waiting.remove(&next) {
            take(done);
            next += 1;
            turns.finished(next);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use super::*;

    fn is_ended(work: impl Fn(Turn, &Bundle) + Sync, take: impl FnMut(())) -> bool {
        let (bundles, stop) = (vec![Bundle::default(); 600], AtomicBool::new(false));
        let threads = Threads { bundles: &bundles, threads: 3, stop: &stop };
        catch_unwind(AssertUnwindSafe(|| threads.run(work, take))).is_err()
    }

    #[test]
    fn a_panic_ends_the_run_and_nobody_waits_for_ever() {
        let named = |turn: Turn, _: &Bundle| drop(turn.name(None));
        assert!(is_ended(|turn, _| assert!(turn.index != 1, "before its turn"), drop));
        assert!(is_ended(named, |()| panic!("what is handed over is not taken")));
    }
}
