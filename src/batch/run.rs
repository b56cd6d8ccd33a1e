//! The main job: every submission of a request read, checked and handed back, and what is said of all of them.

use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};

use super::journal::{self, Journal, Key};
use super::outputs::Outputs;
use super::previous_run::PreviousRun;
use super::roster::{self, Roster};
use super::work::{Finished, Work};
use super::{Request, Summary, Tally, Turn, Watcher};
use crate::check::explanations;
use crate::limits::files;
use crate::record::Record;
use crate::submission::Bundle;

/// A check of many submissions.
#[derive(Debug, Clone)]
pub struct Run<'a> {
    /// What is checked, and where the outputs go.
    pub request: Request<'a>,
    /// 差异表 that came back filled in, and folders with such lists.
    pub explained: &'a [PathBuf],
    /// The list of who has to file what.
    pub roster: Option<&'a Path>,
    /// The results of an earlier run to compare with.
    pub previous: Option<&'a Path>,
    /// What an earlier run into the same folder has done is not done again.
    pub resume: bool,
}

/// Checks all submissions, hands each back, and writes the outputs of the run. `told` hears of each submission in
/// their order.
///
/// # Errors
/// There is nothing to check, a list cannot be read, or the output folder cannot be written to. What is wrong with single files
/// stands in the summary.
pub fn run(run: &Run, watcher: &impl Watcher, mut told: impl FnMut(&Finished)) -> Result<Summary> {
    let request = &run.request;
    // First of all: a typing error in its path must not cost a whole run.
    let mut compared = Compared::begin(run)?;
    let (explanations, unread) = explanations::read(run.explained);
    let found = request.find();
    ensure!(!found.is_empty(), NOTHING);
    request.output.map_or(Ok(()), files::writable)?;
    let journal = request.output.map(|out| Journal::open(out, run.resume)).transpose()?;
    let kept = journal.as_ref().map(|journal| (journal, run.settings()));
    let work = Work { request, explanations: &explanations, kept };
    let mut outputs = request.output.map(Outputs::begin);
    let mut tally = Tally::missing(found.missing);
    let mut keeping = journal.as_ref();
    let take = |finished: Finished| {
        tally.add(&finished.done);
        if let Some(record) = &finished.done.record {
            compared.add(record);
            outputs.iter_mut().for_each(|outputs| outputs.add(record));
        }
        if let Some(Err(error)) = keeping.and_then(|journal| finished.keep(journal)) {
            // Without the journal the run goes on; only it cannot be taken up again.
            tally.unwritten.push(format!("续做记录：{error:#}"));
            keeping = None;
        }
        told(&finished);
    };
    let one = |turn: Turn, bundle: &Bundle| work.read_check_write(turn, bundle);
    let done = request.each(&found.bundles, watcher, one, take);
    // Totals over part of the submissions would be taken for totals over all.
    if done < found.bundles.len() {
        return Ok(Summary { tally, broken_off: Some((done, found.bundles.len())), ..Summary::default() });
    }
    let mut summary = compared.end(tally);
    summary.tally.unreadable.extend(unread);
    summary.tally.place(&explanations);
    if let (Some(out), Some(journal)) = (request.output, &journal) {
        summary.tally.cleared = files::clear(out, journal.earlier(), &summary.tally.written);
    }
    if let Some(outputs) = outputs {
        outputs.end(&mut summary, request.known.profiles);
    }
    Ok(summary)
}

/// What is said where there is nothing to check.
const NOTHING: &str =
    "没有找到可核对的文件：请给出 .xlsx、.xlsm、.xlsb、.xls、.et 或 .ods 文件，或放有这些文件的文件夹";

impl Run<'_> {
    /// Whatever besides the files decides what is found and written.
    fn settings(&self) -> Key {
        let known = self.request.known;
        // The texts and not the paths: an edited template of the same name is another setting.
        let labels = known.layouts.labels.iter().map(|text| text.to_string());
        let layouts = known.layouts.all.iter().map(|known| known.text.to_string()).chain(labels);
        let profiles = known.profiles.all.iter().map(|known| known.text.clone());
        let explained = explanations::files(self.explained).map(|path| match std::fs::read(&path) {
            Ok(bytes) => journal::settings(&[path.display().to_string().as_bytes(), &bytes]),
            Err(_) => journal::settings(&[path.display().to_string().as_bytes()]),
        });
        let named = format!("{:?} {:?}", self.request.year, known.profiles.named().map(|profile| &profile.id));
        let texts = layouts.chain(profiles).chain([named]).map(String::into_bytes);
        let parts: Vec<Vec<u8>> = texts.chain(explained.map(Vec::from)).collect();
        journal::settings(&parts.iter().map(Vec::as_slice).collect::<Vec<&[u8]>>())
    }
}

/// What the submissions are compared with: a list of what is expected, an earlier run.
struct Compared {
    roster: Option<Roster>,
    previous: Option<PreviousRun>,
}

impl Compared {
    /// Reads both, as far as they are given.
    fn begin(run: &Run) -> Result<Compared> {
        let list = run.roster.map(roster::read).transpose()?;
        let previous = run.previous.map(PreviousRun::read).transpose()?;
        Ok(Compared { roster: list.map(Roster::new), previous })
    }

    fn add(&mut self, record: &Record) {
        self.roster.iter_mut().for_each(|roster| roster.add(record));
        self.previous.iter_mut().for_each(|previous| previous.add(record));
    }

    /// Compares once all submissions are there; files that could not be read are known to the tally.
    fn end(self, tally: Tally) -> Summary {
        let roster = self.roster.map(|roster| roster.finish(&tally.unreadable));
        let comparison = self.previous.map(|previous| previous.finish(&tally.unreadable));
        Summary { tally, roster, comparison, broken_off: None }
    }
}
