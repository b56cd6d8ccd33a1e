//! `check --roster` and `check --against`: what submissions are compared with.

use std::path::Path;

use anyhow::Result;

use crate::batch::Tally;
use crate::batch::previous_run::Against;
use crate::batch::roster::{self, Roster};
use crate::record::Record;

/// What the submissions are compared with: a list of what is expected, an earlier run.
pub struct Compared {
    roster: Option<Roster>,
    against: Option<Against>,
}

impl Compared {
    /// Reads both, as far as they are given.
    pub fn begin(list: Option<&Path>, earlier: Option<&Path>) -> Result<Compared> {
        let list = list.map(roster::read).transpose()?;
        let against = earlier.map(Against::read).transpose()?;
        Ok(Compared { roster: list.map(Roster::new), against })
    }

    /// Adds a submission.
    pub fn add(&mut self, record: &Record) {
        self.roster.iter_mut().for_each(|roster| roster.add(record));
        self.against.iter_mut().for_each(|against| against.add(record));
    }

    /// Compares once all submissions are there; files that could not be read are known to the tally.
    pub fn end(self, tally: &mut Tally) {
        tally.roster = self.roster.map(|roster| roster.finish(&tally.unreadable));
        tally.against = self.against.map(|against| against.finish(&tally.unreadable));
    }
}
