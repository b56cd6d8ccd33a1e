//! What an output of a run does.

use std::path::Path;

use anyhow::Result;

use super::summary_sheet::Chapter;
use super::tally::Summary;
use crate::model::profile::Profiles;
use crate::record::Record;

/// One output of a run.
pub trait Output {
    /// Its file in the output folder, or what its files are called together.
    const NAME: &'static str;

    /// Begins it in the output folder.
    ///
    /// # Errors
    /// This and the following: it cannot be written.
    fn begin(out: &Path) -> Result<Self>
    where
        Self: Sized;

    /// Adds a submission.
    fn add(&mut self, record: &Record) -> Result<()>;

    /// Ends it with what is said of the whole run.
    fn end(self, ending: &mut Ending) -> Result<()>;
}

/// What outputs are ended with.
pub struct Ending<'a> {
    /// What is said of the run; what could not be written is added to it.
    pub summary: &'a mut Summary,
    /// The profiles in force.
    pub profiles: &'a Profiles,
    /// Sheets that earlier outputs have for 复核汇总.
    pub chapters: Vec<Chapter>,
}
