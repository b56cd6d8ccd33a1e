//! findings.json: everything that was found, for programs.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::Result;
use serde::Serialize;

use crate::batch::output::{Ending, Output};
use crate::batch::{Summary, previous_run, roster};
use crate::check::explanations::Unused;
use crate::limits::files::Pending;
use crate::model::finding::{Correction, Evidence, Finding};
use crate::model::output_names;
use crate::model::place::Place;
use crate::record::Record;
use crate::rules::Coverage;
use crate::submission::Unreadable;

const VERSION: u32 = 1;
#[derive(Serialize)]
struct SubmissionJson<'a> {
    submission: &'a str,
    department: &'a str,
    year: Option<i32>,
    stated_score: Option<&'a str>,
    score: Option<&'a str>,
    stated_grade: Option<&'a str>,
    grade: Option<&'a str>,
    profile: &'a str,
    findings: Vec<FindingJson<'a>>,
    unused_explanations: Vec<UnusedJson<'a>>,
}

/// An explanation of an earlier round that is of no use any more.
#[derive(Serialize)]
struct UnusedJson<'a> {
    rule: &'a str,
    file: &'a str,
    sheet: &'a str,
    cell: &'a str,
    stated: &'a str,
    explanation: &'a str,
    /// `gone` or `changed`.
    reason: &'a str,
    list: &'a str,
}

/// A list by a department that is not among the submissions.
#[derive(Serialize)]
struct UnplacedJson<'a> {
    list: &'a str,
    department: &'a str,
    explanations: usize,
}

/// Where something stands; fields are absent-as-null, never missing.
#[derive(Serialize)]
struct PlaceJson<'a> {
    file: &'a str,
    sheet: Option<&'a str>,
    cell: Option<String>,
    sentence: Option<&'a str>,
}

#[derive(Serialize)]
struct FindingJson<'a> {
    rule: &'a str,
    severity: &'a str,
    #[serde(flatten)]
    place: PlaceJson<'a>,
    item: &'a str,
    stated: Option<&'a str>,
    expected: Option<&'a str>,
    difference: Option<&'a str>,
    message: &'a str,
    basis: &'a str,
    cause: Option<&'a str>,
    evidence: Vec<EvidenceJson<'a>>,
    correction: Option<CorrectionJson<'a>>,
    /// What the department says about it; a warning is settled by it, an error is not.
    explanation: Option<&'a str>,
}

#[derive(Serialize)]
struct EvidenceJson<'a> {
    #[serde(flatten)]
    place: PlaceJson<'a>,
    value: &'a str,
}

#[derive(Serialize)]
struct CorrectionJson<'a> {
    cell: String,
    value: &'a str,
    trust: &'a str,
}

#[derive(Serialize)]
struct UnreadableJson<'a> {
    file: &'a str,
    reason: &'a str,
}

#[derive(Serialize)]
struct CoverageJson<'a> {
    rule: &'a str,
    holds: usize,
    broken: usize,
    not_applicable: usize,
    unchecked: Vec<MissingJson<'a>>,
}

#[derive(Serialize)]
struct MissingJson<'a> {
    #[serde(flatten)]
    place: PlaceJson<'a>,
    missing: &'a str,
}

/// The file in the output folder.
pub struct FindingsJson {
    pending: Pending,
    document: Document<BufWriter<File>>,
}

impl Output for FindingsJson {
    const NAME: &'static str = output_names::FINDINGS;

    fn begin(out: &Path) -> Result<FindingsJson> {
        let pending = Pending::new(&out.join(Self::NAME))?;
        let document = Document::begin(BufWriter::new(pending.file()?));
        Ok(FindingsJson { pending, document })
    }

    fn add(&mut self, record: &Record) -> Result<()> {
        self.document.add(record)
    }

    fn end(self, ending: &mut Ending) -> Result<()> {
        self.document.end(ending.summary)?;
        self.pending.persist()
    }
}

/// The document, written as submissions come: one object, indented, with a line break at its end. Nothing is written
/// before the first submission or the end, so that a run which cannot begin leaves no torn document on the screen.
pub struct Document<W> {
    to: W,
    begun: bool,
}

impl<W: Write> Document<W> {
    /// Begins the document.
    pub fn begin(to: W) -> Document<W> {
        Document { to, begun: false }
    }

    fn head(&mut self) -> Result<()> {
        Ok(write!(self.to, "{{\n  \"version\": {VERSION},\n  \"submissions\": [")?)
    }

    /// Adds a submission.
    ///
    /// # Errors
    /// This and the following: what it is written to fails.
    pub fn add(&mut self, record: &Record) -> Result<()> {
        if self.begun {
            write!(self.to, ",")?
        } else {
            self.head()?
        }
        write!(self.to, "\n    {}", indented(&submission(record), "    ")?)?;
        self.begun = true;
        Ok(())
    }

    /// Ends the document with what is said of the whole run, and gives back what it was written to.
    pub fn end(mut self, summary: &Summary) -> Result<W> {
        if !self.begun {
            self.head()?;
        }
        let tally = &summary.tally;
        let unreadable: Vec<UnreadableJson> = tally.unreadable.iter().map(unreadable).collect();
        let unplaced: Vec<UnplacedJson> = tally.unplaced.iter().map(unplaced).collect();
        let coverage: Vec<CoverageJson> = tally.coverage().map(rule).collect();
        let close = if self.begun { "\n  ]" } else { "]" };
        write!(self.to, "{close},\n  \"unreadable\": {}", indented(&unreadable, "  ")?)?;
        write!(self.to, ",\n  \"unplaced_explanations\": {}", indented(&unplaced, "  ")?)?;
        write!(self.to, ",\n  \"coverage\": {}", indented(&coverage, "  ")?)?;
        write!(self.to, ",\n  \"roster\": {}", indented(&summary.roster.as_ref().map(roster::document), "  ")?)?;
        let against = summary.comparison.as_ref().map(previous_run::document);
        write!(self.to, ",\n  \"against\": {}\n}}\n", indented(&against, "  ")?)?;
        self.to.flush()?;
        Ok(self.to)
    }
}

/// Indented JSON whose lines after the first stand further in. Texts hold no line breaks of their own.
fn indented(value: &impl Serialize, by: &str) -> Result<String> {
    Ok(serde_json::to_string_pretty(value)?.replace('\n', &format!("\n{by}")))
}

fn unreadable(file: &Unreadable) -> UnreadableJson<'_> {
    UnreadableJson { file: &file.file, reason: &file.reason }
}

fn unplaced((list, department, explanations): &(String, String, usize)) -> UnplacedJson<'_> {
    UnplacedJson { list, department, explanations: *explanations }
}

fn submission(record: &Record) -> SubmissionJson<'_> {
    let (stated, recomputed) = (&record.stated, &record.recomputed);
    SubmissionJson {
        submission: &record.submission,
        department: &record.department,
        year: record.year,
        stated_score: stated.score.as_deref(),
        score: recomputed.score.as_deref(),
        stated_grade: stated.grade.as_deref(),
        grade: recomputed.grade.as_deref(),
        profile: &record.profiles,
        findings: record.findings.iter().map(finding).collect(),
        unused_explanations: record.unused.iter().map(unused).collect(),
    }
}

fn unused(unused: &Unused) -> UnusedJson<'_> {
    let explanation = &unused.explanation;
    UnusedJson {
        rule: &explanation.rule,
        file: &explanation.file,
        sheet: &explanation.sheet,
        cell: &explanation.cell,
        stated: &explanation.stated,
        explanation: &explanation.text,
        reason: unused.code(),
        list: &explanation.list,
    }
}

fn place(place: &Place) -> PlaceJson<'_> {
    let sheet = Some(&*place.sheet).filter(|sheet| !sheet.is_empty());
    PlaceJson {
        file: &place.file,
        sheet,
        cell: place.cell.map(|cell| cell.to_string()),
        sentence: place.sentence.as_deref(),
    }
}

fn finding(finding: &Finding) -> FindingJson<'_> {
    FindingJson {
        rule: &finding.rule,
        severity: finding.severity.code(),
        place: place(&finding.place),
        item: &finding.item,
        stated: finding.stated.as_deref(),
        expected: finding.expected.as_deref(),
        difference: finding.difference.as_deref(),
        message: &finding.message,
        basis: &finding.basis,
        cause: finding.cause.as_deref(),
        evidence: finding.evidence.iter().map(evidence).collect(),
        correction: finding.correction.as_ref().map(correction),
        explanation: finding.explanation.as_deref(),
    }
}

fn evidence(evidence: &Evidence) -> EvidenceJson<'_> {
    EvidenceJson { place: place(&evidence.place), value: &evidence.value }
}

fn correction(correction: &Correction) -> CorrectionJson<'_> {
    CorrectionJson { cell: correction.place.cell_name(), value: &correction.value, trust: correction.trust.code() }
}

fn rule(coverage: &Coverage) -> CoverageJson<'_> {
    let unchecked = coverage
        .unchecked
        .iter()
        .map(|missing| MissingJson { place: place(&missing.place), missing: &missing.missing });
    CoverageJson {
        rule: &coverage.rule,
        holds: coverage.holds,
        broken: coverage.broken,
        not_applicable: coverage.not_applicable,
        unchecked: unchecked.collect(),
    }
}
