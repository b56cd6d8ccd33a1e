//! Who has filed, in findings.json: the object `roster`.

use serde::Serialize;

use super::outcome::{DepartmentOutcome, FilingStatus, Line, RosterOutcome};

/// Rows of the list by how they stand, then what is not on it, and files that could not be read.
/// `expected` = filed + twice + unsure + partial + missing.
#[derive(Debug, Serialize)]
struct RosterCounts {
    expected: usize,
    filed: usize,
    twice: usize,
    unsure: usize,
    partial: usize,
    missing: usize,
    unexpected: usize,
    unreadable: usize,
}

impl RosterCounts {
    fn of(expected: usize, count: impl Fn(FilingStatus) -> usize) -> RosterCounts {
        let [filed, twice, unsure, partial, missing, unexpected, unreadable] = FilingStatus::ALL.map(count);
        RosterCounts { expected, filed, twice, unsure, partial, missing, unexpected, unreadable }
    }
}

/// The object `roster` of findings.json.
#[derive(Debug, Serialize)]
pub struct RosterJson<'a> {
    /// The list, as it was named.
    list: &'a str,
    year: Option<i32>,
    #[serde(flatten)]
    counts: RosterCounts,
    /// Rows of the list that could not be understood.
    faults: &'a [String],
    departments: Vec<DepartmentJson<'a>>,
}

#[derive(Debug, Serialize)]
struct DepartmentJson<'a> {
    department: &'a str,
    listed: bool,
    #[serde(flatten)]
    counts: RosterCounts,
    items: Vec<LineJson<'a>>,
}

#[derive(Debug, Serialize)]
struct LineJson<'a> {
    /// `filed`, `twice`, `unsure`, `partial`, `missing`, `unexpected` or `unreadable`.
    status: &'a str,
    unit: &'a str,
    /// `project`, `department`, `accounts`, `report` or `any`.
    kind: &'a str,
    form: &'a str,
    project: &'a str,
    /// Null where the list does not say how many.
    expected: Option<usize>,
    filed: usize,
    files: &'a [String],
    note: &'a str,
}

/// The object `roster` of findings.json.
pub fn document(outcome: &RosterOutcome) -> RosterJson<'_> {
    RosterJson {
        list: &outcome.file,
        year: outcome.year,
        counts: RosterCounts::of(outcome.expected(), |status| outcome.count(status)),
        faults: &outcome.faults,
        departments: outcome.departments.iter().map(department).collect(),
    }
}

fn department(department: &DepartmentOutcome) -> DepartmentJson<'_> {
    DepartmentJson {
        department: &department.department,
        listed: department.is_listed,
        counts: RosterCounts::of(department.expected(), |status| department.count(status)),
        items: department.lines.iter().map(line).collect(),
    }
}

fn line(line: &Line) -> LineJson<'_> {
    LineJson {
        status: line.status.code(),
        unit: &line.unit,
        kind: line.item.code(),
        form: &line.form,
        project: &line.project,
        expected: line.expected,
        filed: line.filed,
        files: &line.files,
        note: &line.note,
    }
}
