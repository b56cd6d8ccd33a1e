//! The outputs of a run. They grow as submissions come, and get their names when the run is over.

use std::path::Path;

use anyhow::Result;

use super::findings_json::FindingsJson;
use super::output::{Ending, Output};
use super::parquet::Tables;
use super::summary::SummaryWorkbook;
use super::tally::Summary;
use crate::model::profile::Profiles;
use crate::record::Record;
use crate::write::failure;

/// The outputs, in the order in which they end: the last one names what could not be written of the others.
const OUTPUTS: &[Begin] = &[begin::<FindingsJson>, begin::<Tables>, begin::<SummaryWorkbook>];

/// The outputs of a run that is going on.
pub struct Outputs {
    growing: Vec<Box<dyn GrowingOutput>>,
    failed: Vec<String>,
}

type Begin = fn(&Path) -> Result<Box<dyn GrowingOutput>, String>;

fn begin<O: Output + 'static>(out: &Path) -> Result<Box<dyn GrowingOutput>, String> {
    let output = O::begin(out).map_err(|error| failure(O::NAME, &error))?;
    Ok(Box::new(output))
}

/// An output of whatever type; errors name it.
trait GrowingOutput {
    fn add(&mut self, record: &Record) -> Result<(), String>;
    fn end(self: Box<Self>, ending: &mut Ending) -> Result<(), String>;
}

impl<O: Output> GrowingOutput for O {
    fn add(&mut self, record: &Record) -> Result<(), String> {
        Output::add(self, record).map_err(|error| failure(O::NAME, &error))
    }

    fn end(self: Box<Self>, ending: &mut Ending) -> Result<(), String> {
        Output::end(*self, ending).map_err(|error| failure(O::NAME, &error))
    }
}

impl Outputs {
    /// Begins all outputs in a folder.
    pub fn begin(out: &Path) -> Outputs {
        let mut outputs = Outputs { growing: Vec::new(), failed: Vec::new() };
        for begin in OUTPUTS {
            match begin(out) {
                Ok(output) => outputs.growing.push(output),
                Err(failed) => outputs.failed.push(failed),
            }
        }
        outputs
    }

    /// Adds a submission. An output that cannot be written is given up, the others go on.
    pub fn add(&mut self, record: &Record) {
        let failed = &mut self.failed;
        self.growing.retain_mut(|output| output.add(record).map_err(|error| failed.push(error)).is_ok());
    }

    /// Ends the outputs; what could not be written is added to the summary.
    pub fn end(self, summary: &mut Summary, profiles: &Profiles) {
        // Before the outputs end, so that the summary workbook can list them.
        summary.tally.unwritten.extend(self.failed);
        let mut ending = Ending { summary, profiles, chapters: Vec::new() };
        for output in self.growing {
            if let Err(failed) = output.end(&mut ending) {
                ending.summary.tally.unwritten.push(failed);
            }
        }
    }
}
