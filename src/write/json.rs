//! findings.json: everything that was found, for programs.

use anyhow::Result;
use serde::Serialize;

use crate::check::Coverage;
use crate::explained::Unused;
use crate::finding::{Correction, Evidence, Finding};
use crate::read::Place;
use crate::run::{Reviewed, Run};

/// The name of the file.
pub const FILE: &str = "findings.json";

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    submissions: Vec<SubmissionJson<'a>>,
    unreadable: Vec<UnreadableJson<'a>>,
    unplaced_explanations: Vec<UnplacedJson<'a>>,
    coverage: Vec<CoverageJson<'a>>,
}

#[derive(Serialize)]
struct SubmissionJson<'a> {
    department: &'a str,
    year: Option<i32>,
    stated_score: Option<String>,
    score: Option<String>,
    stated_grade: Option<String>,
    grade: Option<String>,
    profile: String,
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

/// The document, indented, with a line break at its end.
pub fn document(run: &Run) -> Result<Vec<u8>> {
    let coverage = run.coverage();
    let document = Document {
        version: 1,
        submissions: run.reviewed.iter().map(submission).collect(),
        unreadable: run
            .unreadable
            .iter()
            .map(|file| UnreadableJson { file: &file.file, reason: &file.reason })
            .collect(),
        unplaced_explanations: run
            .unplaced_lists()
            .into_iter()
            .map(|(list, department, explanations)| UnplacedJson { list, department, explanations })
            .collect(),
        coverage: coverage.iter().map(rule).collect(),
    };
    let mut bytes = serde_json::to_vec_pretty(&document)?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn submission(reviewed: &Reviewed) -> SubmissionJson<'_> {
    let checked = &reviewed.checked;
    let (stated, recomputed) = (checked.stated(), checked.recomputed());
    SubmissionJson {
        department: &checked.submission.department,
        year: checked.submission.year,
        stated_score: stated.score,
        score: recomputed.score,
        stated_grade: stated.grade,
        grade: recomputed.grade,
        profile: checked.submission.profiles(),
        findings: checked.findings.iter().map(finding).collect(),
        unused_explanations: reviewed.unused.iter().map(unused).collect(),
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
        rule: finding.rule,
        severity: finding.severity.code(),
        place: place(&finding.place),
        item: &finding.item,
        stated: finding.stated.as_deref(),
        expected: finding.expected.as_deref(),
        difference: finding.difference.as_deref(),
        message: &finding.message,
        basis: finding.basis,
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
        rule: coverage.rule,
        holds: coverage.holds,
        broken: coverage.broken,
        not_applicable: coverage.not_applicable,
        unchecked: unchecked.collect(),
    }
}
