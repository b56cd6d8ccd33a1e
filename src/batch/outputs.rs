//! The outputs of a run: findings.json, the Parquet files, 复核汇总.xlsx. They grow as submissions come, and get their
//! names when the run is over.

use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::findings_json::Document;
use super::parquet::Tables;
use super::summary::Summary;
use super::summary_sheet::Chapter;
use crate::batch::Tally;
use crate::batch::statistics;
use crate::limits::files::{self, Pending};
use crate::model::output_names;
use crate::model::profile::Profiles;
use crate::record::Record;
use crate::write::failure;

/// The outputs of a run that is going on.
pub struct Outputs {
    out: PathBuf,
    json: Option<(Pending, Document<BufWriter<File>>)>,
    tables: Option<Tables>,
    summary: Summary,
    failed: Vec<String>,
}

impl Outputs {
    /// Begins the outputs in a folder.
    pub fn begin(out: &Path) -> Outputs {
        let mut failed = Vec::new();
        let json = begin_json(&out.join(output_names::FINDINGS));
        let json = json.map_err(|error| failed.push(failure(output_names::FINDINGS, &error))).ok();
        let tables = Tables::begin(out).map_err(|error| failed.push(failure(TABLES, &error))).ok();
        Outputs { out: out.to_path_buf(), json, tables, summary: Summary::default(), failed }
    }

    /// Adds a submission. An output that cannot be written is given up, the others go on.
    pub fn add(&mut self, record: &Record) {
        if let Some((_, document)) = &mut self.json
            && let Err(error) = document.add(record)
        {
            self.failed.push(failure(output_names::FINDINGS, &error));
            self.json = None;
        }
        if let Some(tables) = &mut self.tables
            && let Err(error) = tables.add(record)
        {
            self.failed.push(failure(TABLES, &error));
            self.tables = None;
        }
        self.summary.add(record);
    }

    /// Ends the outputs, and answers the questions across submissions from them; what could not be written is added to the tally.
    pub fn end(self, tally: &mut Tally, profiles: &Profiles) {
        let Outputs { out, json, tables, summary, mut failed } = self;
        let mut note = |name: &str, ended: Result<()>| failed.extend(ended.err().map(|error| failure(name, &error)));
        if let Some((pending, document)) = json {
            note(output_names::FINDINGS, document.end(tally).and_then(|_| pending.persist()));
        }
        let mut across = Vec::new();
        if let Some(tables) = tables {
            let answered = tables.end().and_then(|()| answers(&out, tally));
            note(TABLES, answered.map(|chapters| across = chapters));
        }
        // The summary names the others.
        tally.unwritten.extend(failed);
        let bytes = summary.workbook(tally, profiles, &across);
        let written = bytes.and_then(|bytes| files::write(&out.join(output_names::SUMMARY), &bytes));
        tally.unwritten.extend(written.err().map(|error| failure(output_names::SUMMARY, &error)));
    }
}

/// The answers to the questions across submissions; of one there is nothing to rank or to compare.
fn answers(out: &Path, tally: &Tally) -> Result<Vec<Chapter>> {
    statistics::clear(out);
    if tally.submissions > 1 { statistics::write(out) } else { Ok(Vec::new()) }
}

/// What the Parquet files are called together.
const TABLES: &str = "Parquet 数据";

fn begin_json(path: &Path) -> Result<(Pending, Document<BufWriter<File>>)> {
    let pending = Pending::new(path)?;
    let document = Document::begin(BufWriter::new(pending.file()?))?;
    Ok((pending, document))
}
