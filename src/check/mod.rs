//! A submission → findings and coverage.

pub mod diagnose;
pub mod explanations;
pub mod localise;
pub mod rounds;

use serde::{Deserialize, Serialize};

use crate::check::rounds;
use crate::model::finding::Finding;
use crate::model::form::{Field, Form, Measure};
use crate::model::serde_decimal;
use crate::recognise::Kind;
use crate::rules::Missing;
use crate::submission::Submission;

/// How a rule ended, over the forms of a submission.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Coverage {
    /// Rule id.
    #[serde(with = "serde_decimal::words")]
    pub rule: serde_decimal::Words,
    /// Forms on which it holds.
    pub holds: usize,
    /// Forms on which it is broken.
    pub broken: usize,
    /// Forms to which it does not apply.
    pub not_applicable: usize,
    /// Where it could not be checked, and which figure is missing.
    pub unchecked: Vec<Missing>,
}

/// A submission after checking.
#[derive(Debug, Clone)]
pub struct Checked {
    /// As filed.
    pub submission: Submission,
    /// Its forms with every automatic correction applied.
    pub corrected: Vec<Form>,
    /// What was found, in the order of files, sheets and cells.
    pub findings: Vec<Finding>,
    /// How every rule ended.
    pub coverage: Vec<Coverage>,
}

/// The department's own score and grade.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Result {
    /// 总分 of the department form.
    pub score: Option<String>,
    /// 等级 of the department form.
    pub grade: Option<String>,
}

impl Checked {
    /// Score and grade as stated.
    pub fn stated(&self) -> Result {
        result(&self.submission.forms)
    }

    /// Score and grade with every automatic correction applied.
    pub fn recomputed(&self) -> Result {
        result(&self.corrected)
    }
}

/// The department form's 总分 and 等级; of several department forms, the first; without one, a lone project's.
fn result(forms: &[Form]) -> Result {
    let of = |kind: Kind| forms.iter().filter(move |form| form.layout.kind == kind);
    let lone_project = || of(Kind::Project).next().filter(|_| of(Kind::Project).count() == 1);
    let Some(form) = of(Kind::Department).next().or_else(lone_project) else { return Result::default() };
    let score = form.total.as_ref().and_then(|total| total.figure(Measure::Score)).map(|figure| figure.show());
    Result { score, grade: form.field(Field::Grade).map(str::to_string) }
}

/// Checks a submission with every rule.
pub fn check(submission: Submission) -> Checked {
    let rounds::Outcome { corrected, findings, coverage } = rounds::run(&submission);
    Checked { submission, corrected, findings, coverage }
}
