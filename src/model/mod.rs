//! The domain model: places, figures, forms, the relations between figures, findings, profiles, and how
//! names are compared. It knows nothing of files, layouts or rules.

pub mod catalogue_text;
pub mod figure;
pub mod finding;
pub mod form;
pub mod output_names;
pub mod place;
pub mod profile;
pub mod relation;
pub mod serde_decimal;
pub mod text;
