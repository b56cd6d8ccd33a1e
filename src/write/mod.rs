//! Outputs: every file whole or not at all.

pub mod annotated;
pub mod corrected;
pub mod discrepancies;
pub mod doubt;
pub mod files;
pub mod fit;
pub mod json;
pub mod learned;
pub mod link;
pub mod recognition;
pub mod recreated;
pub mod rows;
pub mod rules;
pub mod sheet;
pub mod style;
pub mod summary;
pub mod table;
pub mod terminal;
#[cfg(test)]
pub(crate) mod testing;

use std::path::Path;

use anyhow::Result;
use rayon::prelude::*;

use crate::run::{self, Run};

/// A file that a run writes: its name, and what makes it.
type Output = (&'static str, fn(&Run) -> Result<Vec<u8>>);

const OF_THE_RUN: [Output; 3] =
    [(json::FILE, json::document), ("facts.parquet", |run| run.facts().parquet()), (summary::FILE, summary::workbook)];

/// Writes everything that a run has to hand back; what cannot be written is kept in the run.
pub fn outputs(run: &mut Run, out: &Path) {
    run::hand_back(run, out);
    let annotated: Vec<String> =
        run.reviewed.par_iter().flat_map_iter(|reviewed| annotated::write(reviewed, out)).collect();
    let sheets = run.reviewed.par_iter().filter_map(|reviewed| {
        let path = out.join(&reviewed.folder).join(discrepancies::FILE);
        failure(discrepancies::FILE, discrepancies::workbook(reviewed).and_then(|bytes| files::write(&path, &bytes)))
    });
    let of_submissions: Vec<String> = sheets.collect();
    let of_the_run = OF_THE_RUN
        .iter()
        .filter_map(|(name, make)| failure(name, make(run).and_then(|bytes| files::write(&out.join(name), &bytes))));
    let failed: Vec<String> = annotated.into_iter().chain(of_submissions).chain(of_the_run).collect();
    run.unwritten.extend(failed);
}

fn failure(name: &str, result: Result<()>) -> Option<String> {
    result.err().map(|error| format!("{name}：{error:#}"))
}
