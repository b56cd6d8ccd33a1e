//! How a bureau lays out a form: data, read from `templates/*.toml`.

pub mod entry;
pub mod explain;
pub mod extract;
pub mod fields;
pub mod fit;
pub mod folders;
pub mod header;
pub mod labels;
pub mod learn;
pub mod locate;
pub mod located;
pub mod side_by_side;
pub mod template;
pub mod title;
pub mod unknown;
pub mod vocabulary;

pub use template::Layouts;
pub use vocabulary::Vocabulary;
