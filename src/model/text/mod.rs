//! Texts as they are compared: labels, years, the names of organisations and projects.

pub mod label;
pub mod organisations;
pub mod projects;
pub mod year;
