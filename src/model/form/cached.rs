//! A lazily computed value that follows from the rest of its owner, left out of comparison.

use std::any::Any;
use std::sync::{Arc, OnceLock};

/// Something of one type that is worked out when it is first asked for, by whoever knows how: what is kept here says
/// nothing that its owner does not say already, so that owners are compared without it.
#[derive(Debug, Clone, Default)]
pub struct Cached(OnceLock<Arc<dyn Any + Send + Sync>>);

impl Cached {
    /// As worked out before, or else now. A value of another type than the one kept is worked out in vain: nothing.
    pub fn get<T: Any + Send + Sync>(&self, work: impl FnOnce() -> T) -> Option<&T> {
        self.0.get_or_init(|| Arc::new(work())).downcast_ref()
    }
}

impl PartialEq for Cached {
    fn eq(&self, _: &Cached) -> bool {
        true
    }
}

impl Eq for Cached {}
