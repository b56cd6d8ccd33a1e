//! A run over many submissions: what was checked, what was written, what could not be read.

use std::sync::Arc;

use crate::check::Checked;
use crate::submission::Unreadable;

/// A workbook handed back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorrectedFile {
    /// The file as it came in.
    pub source: Arc<str>,
    /// Its corrected copy, relative to the output folder: `<单位>/<name>（更正）.xlsx`.
    pub path: String,
}

/// A submission after checking, and what is handed back for it.
#[derive(Debug, Clone)]
pub struct Reviewed {
    /// What was found.
    pub checked: Checked,
    /// Name of its folder in the output folder.
    pub folder: String,
    /// Its corrected workbooks.
    pub corrected: Vec<CorrectedFile>,
}

/// All that a run has to tell.
#[derive(Debug, Clone, Default)]
pub struct Run {
    /// Submissions, in the order of their folders.
    pub reviewed: Vec<Reviewed>,
    /// Files that could not be read.
    pub unreadable: Vec<Unreadable>,
}
