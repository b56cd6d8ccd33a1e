//! Reading the findings.json of an earlier run, of whichever version of the program.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use anyhow::{Context, Result, anyhow};
use serde::Deserialize;

use super::pairs::stem;
use crate::limits::io_error::reason;
use crate::model::output_names;

/// A submission of the earlier run.
#[derive(Debug, Deserialize)]
pub struct Earlier {
    /// The department.
    #[serde(default)]
    pub department: String,
    /// The year of its submission.
    #[serde(default)]
    pub year: Option<i32>,
    /// What was found in it.
    #[serde(default)]
    pub findings: Vec<EarlierFinding>,
    /// Its place in the document.
    #[serde(skip)]
    pub order: usize,
}

impl Earlier {
    /// The files in which something was found, without folders and endings.
    pub fn stems(&self) -> impl Iterator<Item = &str> {
        self.findings.iter().map(|found| stem(&found.file))
    }
}

/// A finding of either run, with no more than it takes to know it again.
#[derive(Debug, Deserialize)]
pub struct EarlierFinding {
    /// Rule id.
    pub rule: Box<str>,
    /// `error`, `warning` or `note`.
    #[serde(default)]
    pub severity: Box<str>,
    /// The file, relative to the folder that was given.
    #[serde(default)]
    pub file: Box<str>,
    /// The sheet; none for a report.
    #[serde(default)]
    pub sheet: Option<Box<str>>,
    /// The cell; none for a report.
    #[serde(default)]
    pub cell: Option<Box<str>>,
    /// The sentence of a report.
    #[serde(default)]
    pub sentence: Option<Box<str>>,
    /// What stands there.
    #[serde(default)]
    pub item: Box<str>,
    /// The value as filed.
    #[serde(default)]
    pub stated: Option<Box<str>>,
    /// Where else it rests on.
    #[serde(default)]
    pub evidence: Vec<Spot>,
}

/// Where a figure stands that a finding rests on.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub struct Spot {
    /// The file.
    #[serde(default)]
    pub file: Box<str>,
    /// The sheet; none for a report.
    #[serde(default)]
    pub sheet: Option<Box<str>>,
}

impl EarlierFinding {
    /// Whether it asks for nothing.
    pub fn is_note(&self) -> bool {
        &*self.severity == "note"
    }

    /// Of what it rests on, other sheets and files matter, each once.
    fn keep_other_places(&mut self) {
        self.evidence.retain(|spot| spot.file != self.file || spot.sheet != self.sheet);
        self.evidence.sort();
        self.evidence.dedup();
        self.evidence.shrink_to_fit();
    }

    /// The sheet; empty for a report.
    pub fn sheet(&self) -> &str {
        self.sheet.as_deref().unwrap_or_default()
    }

    /// The cell, or the sentence of a report.
    pub fn spot(&self) -> &str {
        self.cell.as_deref().or(self.sentence.as_deref()).unwrap_or_default()
    }
}

#[derive(Deserialize)]
struct EarlierDocument {
    submissions: Vec<Earlier>,
}

/// The submissions of an earlier run: its output folder, or its findings.json. The document is never held as a whole.
pub fn read(path: &Path) -> Result<Vec<Earlier>> {
    let file = if path.is_dir() { path.join(output_names::FINDINGS) } else { path.to_path_buf() };
    let opened = File::open(&file).map_err(|error| anyhow!("{}", reason(&error)));
    let opened = opened.with_context(|| {
        format!("无法读取上次的结果 {}：请给出上次的输出文件夹，或其中的 {}", file.display(), output_names::FINDINGS)
    })?;
    let document: Result<EarlierDocument, _> = serde_json::from_reader(BufReader::new(opened));
    let mut submissions = document
        .map_err(|_| anyhow!("{} 不是本程序写出的 {}，或不完整，无法比较", file.display(), output_names::FINDINGS))?
        .submissions;
    for (order, submission) in submissions.iter_mut().enumerate() {
        submission.order = order;
        submission.findings.iter_mut().for_each(EarlierFinding::keep_other_places);
    }
    Ok(submissions)
}
