//! Outputs: every file whole or not at all.

pub mod corrected;
pub mod files;
pub mod json;
pub mod rules;
pub mod terminal;

use std::path::Path;

use anyhow::Result;

use crate::run::{self, Run};

/// Writes everything that a run has to hand back; what cannot be written is kept in the run.
pub fn outputs(run: &mut Run, out: &Path) {
    run::hand_back(run, out);
    type Make = fn(&Run) -> Result<Vec<u8>>;
    let whole: [(&str, Make); 2] = [("findings.json", json::document), ("facts.parquet", |run| run.facts().parquet())];
    for (name, make) in whole {
        let result = make(run).and_then(|bytes| files::write(&out.join(name), &bytes));
        run.unwritten.extend(result.err().map(|error| format!("{name}：{error:#}")));
    }
}
