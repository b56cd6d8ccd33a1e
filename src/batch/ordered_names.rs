//! What has to happen in the order of the bundles, whichever thread is quickest: folders get their names.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use crate::limits::files::Names;

/// No bundle is begun that is so far ahead of the first unfinished one: records that wait for it take memory.
const LEAD: usize = 256;

#[derive(Default)]
struct State {
    turn: usize,
    finished: usize,
    names: Names,
}

/// Whose turn it is.
#[derive(Default)]
pub struct Turns {
    state: Mutex<State>,
    changed: Condvar,
}

impl Turns {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait_until(&self, ready: impl Fn(&State) -> bool) -> MutexGuard<'_, State> {
        let waits = |state: &mut State| !ready(state);
        self.changed.wait_while(self.state(), waits).unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until a bundle may be begun.
    pub fn begin(&self, index: usize) {
        drop(self.wait_until(|state| index < state.finished + LEAD));
    }

    /// Names the folder of a bundle's department, if it has one, once those of all bundles before it are named. Each
    /// bundle that was begun has to come here once, or the others wait for ever.
    pub fn name(&self, index: usize, department: Option<&str>) -> Option<String> {
        let mut state = self.wait_until(|state| state.turn == index);
        state.turn += 1;
        self.changed.notify_all();
        department.map(|department| state.names.free(department))
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
            let second = scope.spawn(|| turns.name(1, Some("某局")));
            let first = turns.name(0, Some("某局"));
            [first, second.join().expect("no panic")]
        });
        assert_eq!(names.map(Option::unwrap_or_default), ["某局", "某局（2）"]);
    }
}
