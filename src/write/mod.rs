//! Outputs.

pub mod package;
