//! Deterministic naming: folders and keys get their names in the order of the bundles, whichever thread is quickest.

use std::collections::BTreeMap;
use std::panic::resume_unwind;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use crate::limits::files::Names;

/// No bundle is begun that is so far ahead of the first unfinished one: records that wait for it take memory.
const LEAD: usize = 256;

#[derive(Default)]
struct TurnState {
    turn: usize,
    finished: usize,
    names: Names,
    keys: BTreeMap<String, usize>,
    abandoned: bool,
}

impl TurnState {
    /// The key; of one that is there already, as where folders of several paths have one name, with a number.
    fn unique(&mut self, key: &str) -> String {
        let count = self.keys.entry(key.to_string()).or_default();
        *count += 1;
        if *count == 1 { key.to_string() } else { format!("{key}#{count}") }
    }
}

/// How a submission is called in the outputs of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubmissionNames {
    /// Its folder in the output folder.
    pub folder: String,
    /// Its key in every table.
    pub key: String,
}

/// Whose turn it is.
#[derive(Default)]
pub struct Turns {
    state: Mutex<TurnState>,
    changed: Condvar,
}

impl Turns {
    fn state(&self) -> MutexGuard<'_, TurnState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for a state; unwinds where it will never come because a thread of the run has panicked.
    fn wait_until(&self, ready: impl Fn(&TurnState) -> bool) -> MutexGuard<'_, TurnState> {
        let waits = |state: &mut TurnState| !state.abandoned && !ready(state);
        let state = self.changed.wait_while(self.state(), waits).unwrap_or_else(PoisonError::into_inner);
        if state.abandoned {
            drop(state);
            resume_unwind(Box::new("another thread of the run has panicked"));
        }
        state
    }

    /// Says that a thread has panicked: nobody is to wait for its turn, or for a bundle that it would have finished.
    pub fn abandon(&self) {
        self.state().abandoned = true;
        self.changed.notify_all();
    }

    /// Waits until a bundle may be begun.
    pub fn begin(&self, index: usize) {
        drop(self.wait_until(|state| index < state.finished + LEAD));
    }

    /// Names the submission of a bundle, if it has one, by its department and its key, once those of all bundles
    /// before it are named. Each bundle that was begun has to come here once, or the others wait for ever.
    pub fn name(&self, index: usize, of: Option<(&str, &str)>) -> Option<SubmissionNames> {
        let mut state = self.wait_until(|state| state.turn == index);
        // Also where there is nothing to name: the next bundle waits for this one's turn to pass.
        state.turn += 1;
        self.changed.notify_all();
        of.map(|(department, key)| SubmissionNames { folder: state.names.free(department), key: state.unique(key) })
    }

    /// Says that so many bundles are finished.
    pub fn finished(&self, bundles: usize) {
        self.state().finished = bundles;
        self.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_names_are_numbered_in_the_order_of_the_bundles() {
        let turns = Turns::default();
        let names = std::thread::scope(|scope| {
            let second = scope.spawn(|| turns.name(1, Some(("某局", "|某局|2023"))));
            let first = turns.name(0, Some(("某局", "|某局|2023")));
            [first, second.join().expect("no panic")].map(|named| named.expect("a name"))
        });
        assert_eq!(names.each_ref().map(|named| named.folder.as_str()), ["某局", "某局（2）"]);
        assert_eq!(names.each_ref().map(|named| named.key.as_str()), ["|某局|2023", "|某局|2023#2"]);
    }
}
