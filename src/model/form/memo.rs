//! What follows from the rest of a value, worked out once.

use std::sync::OnceLock;

/// Something that is worked out when it is first asked for. It says nothing that its owner does not say already, so
/// that owners are compared without it.
#[derive(Debug, Clone)]
pub struct Memo<T>(OnceLock<T>);

impl<T> Memo<T> {
    /// As worked out before, or else now.
    pub fn get(&self, work: impl FnOnce() -> T) -> &T {
        self.0.get_or_init(work)
    }
}

impl<T> Default for Memo<T> {
    fn default() -> Memo<T> {
        Memo(OnceLock::new())
    }
}

impl<T> PartialEq for Memo<T> {
    fn eq(&self, _: &Memo<T>) -> bool {
        true
    }
}

impl<T> Eq for Memo<T> {}
