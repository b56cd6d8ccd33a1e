//! How a bureau lays out a form: data, read from `templates/*.toml`.

pub mod entry;
pub mod extract;
pub mod fields;
pub mod header;
pub mod locate;
mod names;
pub mod template;
pub mod vocabulary;

pub use template::{BlockLayout, Kind, Layout, Layouts};
pub use vocabulary::{Vocabulary, normalise};
