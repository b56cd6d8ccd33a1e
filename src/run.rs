//! A run over many submissions: what was checked, what was written, what could not be read.

use std::collections::{BTreeMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use crate::check::{Checked, Coverage, check};
use crate::explained::{Explanation, Unused};
use crate::facts::FactTable;
use crate::finding::Severity;
use crate::rules::catalogue;
use crate::submission::{self, Bundle, Known, Submission, Unreadable, bundles};
use crate::write::{corrected, files};

/// A workbook handed back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorrectedFile {
    /// The file as it came in.
    pub source: Arc<str>,
    /// Its corrected copy, relative to the output folder: `<单位>/<name>（更正）.xlsx`.
    pub path: String,
    /// It could not be corrected in place, and was made anew.
    pub recreated: bool,
    /// How many of its cells are corrected.
    pub corrected: usize,
    /// How many are marked for a person to look at.
    pub suggested: usize,
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
    /// Explanations of an earlier round that explain nothing any more.
    pub unused: Vec<Unused>,
}

/// All that a run has to tell.
#[derive(Debug, Clone, Default)]
pub struct Run {
    /// Submissions, in the order of their folders.
    pub reviewed: Vec<Reviewed>,
    /// Files that could not be read.
    pub unreadable: Vec<Unreadable>,
    /// Outputs that could not be written, with the reason.
    pub unwritten: Vec<String>,
    /// Explanations by departments that are not among the submissions.
    pub unplaced: Vec<Explanation>,
}

impl Run {
    /// How every rule ended over all submissions.
    pub fn coverage(&self) -> Vec<Coverage> {
        let mut sums: BTreeMap<&str, Coverage> = BTreeMap::new();
        for coverage in self.reviewed.iter().flat_map(|reviewed| &reviewed.checked.coverage) {
            let sum =
                sums.entry(coverage.rule).or_insert_with(|| Coverage { rule: coverage.rule, ..Coverage::default() });
            sum.holds += coverage.holds;
            sum.broken += coverage.broken;
            sum.not_applicable += coverage.not_applicable;
            sum.unchecked.extend(coverage.unchecked.iter().cloned());
        }
        catalogue().iter().filter_map(|rule| sums.remove(rule.id)).collect()
    }

    /// The number of findings of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        let findings = self.reviewed.iter().flat_map(|reviewed| &reviewed.checked.findings);
        findings.filter(|finding| finding.severity == severity).count()
    }

    /// The number of warnings that the departments' explanations settle.
    pub fn explained(&self) -> usize {
        let findings = self.reviewed.iter().flat_map(|reviewed| &reviewed.checked.findings);
        findings.filter(|finding| finding.severity == Severity::Warning && finding.is_explained()).count()
    }

    /// The lists whose departments are not among the submissions: list, department, number of explanations.
    pub fn unplaced_lists(&self) -> Vec<(&str, &str, usize)> {
        let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for explanation in &self.unplaced {
            *counts.entry((&explanation.list, &explanation.who)).or_default() += 1;
        }
        counts.into_iter().map(|((list, who), count)| (list, who, count)).collect()
    }

    /// The facts of all submissions, as filed.
    pub fn facts(&self) -> FactTable {
        let mut table = FactTable::default();
        self.reviewed.iter().for_each(|reviewed| table.add(&reviewed.checked.submission));
        table
    }
}

/// What a run is asked to do.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    /// Workbooks and folders.
    pub paths: &'a [PathBuf],
    /// The year of forms that state none.
    pub year: Option<i32>,
    /// The layouts and profiles in force.
    pub known: Known<'a>,
    /// The folder that outputs go to, which is no input.
    pub output: Option<&'a Path>,
}

/// Reads all submissions, without checking them.
pub fn read(request: &Request) -> (Vec<Submission>, Vec<Unreadable>) {
    let (bundles, mut unreadable) = bundles(request.paths, request.output);
    let read: Vec<_> = bundles
        .par_iter()
        .map(|bundle| guarded(bundle, || submission::read(bundle, request.known, request.year)))
        .collect();
    let mut submissions = Vec::new();
    for (read, failed) in read {
        submissions.extend(read);
        unreadable.extend(failed);
    }
    (submissions, unreadable)
}

/// A fault of the program itself in one bundle is told as such; the rest of the run goes on.
fn guarded<T>(bundle: &Bundle, work: impl FnOnce() -> (Vec<T>, Vec<Unreadable>)) -> (Vec<T>, Vec<Unreadable>) {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        let reason = "处理时程序内部出错，未核对；请将该文件反馈给我们".to_string();
        let failed = |(file, _): &(Arc<str>, PathBuf)| Unreadable { file: file.clone(), reason: reason.clone() };
        (Vec::new(), bundle.workbooks.iter().chain(&bundle.reports).map(failed).collect())
    })
}

/// Reads and checks all submissions.
pub fn review(request: &Request) -> Run {
    let (bundles, mut unreadable) = bundles(request.paths, request.output);
    let results: Vec<(Vec<Checked>, Vec<Unreadable>)> = bundles
        .par_iter()
        .map(|bundle| {
            guarded(bundle, || {
                let (submissions, failed) = submission::read(bundle, request.known, request.year);
                (submissions.into_iter().map(check).collect(), failed)
            })
        })
        .collect();
    let mut checked = Vec::new();
    for (done, failed) in results {
        checked.extend(done);
        unreadable.extend(failed);
    }
    let mut taken = HashSet::new();
    let reviewed = checked.into_iter().map(|checked| {
        let folder = files::free_name(&checked.submission.department, &mut taken);
        Reviewed { checked, folder, corrected: Vec::new(), unused: Vec::new() }
    });
    Run { reviewed: reviewed.collect(), unreadable, ..Run::default() }
}

/// Writes the corrected workbooks of every submission; one that cannot be corrected or written is named.
pub fn hand_back(run: &mut Run, out: &Path) {
    let results: Vec<(Vec<CorrectedFile>, Vec<String>)> =
        run.reviewed.par_iter().map(|reviewed| corrected::write(reviewed, out)).collect();
    for (reviewed, (corrected, failed)) in run.reviewed.iter_mut().zip(results) {
        reviewed.corrected = corrected;
        run.unwritten.extend(failed);
    }
}
