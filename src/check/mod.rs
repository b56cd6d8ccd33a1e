//! Checking of a submission: findings and coverage.

pub mod diagnose;
pub mod explanations;
pub mod localise;
pub mod rounds;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::model::figure::Figure;
use crate::model::finding::Finding;
use crate::model::form::{Field, Form, FormKind};
use crate::model::serde_decimal;
use crate::rules::Coverage;
use crate::submission::Submission;

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
pub struct ScoreAndGrade {
    /// 总分 of the department form, as it stands there.
    pub score: Option<String>,
    /// The same as a number.
    #[serde(with = "serde_decimal::optional")]
    pub points: Option<Decimal>,
    /// 等级 of the department form.
    pub grade: Option<String>,
}

impl Checked {
    /// Score and grade as stated.
    pub fn stated(&self) -> ScoreAndGrade {
        result(&self.submission.forms)
    }

    /// Score and grade with every automatic correction applied.
    pub fn recomputed(&self) -> ScoreAndGrade {
        result(&self.corrected)
    }
}

/// The department form's 总分 and 等级; of several department forms, the first; without one, a lone project's.
fn result(forms: &[Form]) -> ScoreAndGrade {
    let of = |kind: FormKind| forms.iter().filter(move |form| form.layout.kind == kind);
    let lone_project = || of(FormKind::Project).next().filter(|_| of(FormKind::Project).count() == 1);
    let Some(form) = of(FormKind::Department).next().or_else(lone_project) else { return ScoreAndGrade::default() };
    let score = form.total_score();
    let points = score.map(|figure| figure.value);
    ScoreAndGrade { score: score.map(Figure::show), points, grade: form.field(Field::Grade).map(str::to_string) }
}

/// Checks a submission with every rule.
/// The forms in `submission` stay as filed; corrections stand in `corrected`.
pub fn check(submission: Submission) -> Checked {
    let rounds::RoundsOutcome { corrected, findings, coverage } = rounds::run(&submission);
    Checked { submission, corrected, findings, coverage }
}
