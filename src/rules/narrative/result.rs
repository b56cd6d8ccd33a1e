//! The report's side of X-404: its score and grade are those of the department form, and fit each other.

use crate::model::figure::Figure;
use crate::model::finding::evidence;
use crate::model::form::{Field, Form, FormKind};
use crate::narrative::Report;
use crate::narrative::claims::grade::{Graded, graded};
use crate::rules::{Outcome, Rule};
use crate::scoring::grade::{grade_in, grade_of};
use crate::submission::Submission;

/// Where bureaus differ: what one of them calls right is not held against a report.
const OTHER_BANDS: [i64; 3] = [80, 70, 60];

/// What a report says of the result.
pub fn score_and_grade(rule: &Rule, submission: &Submission) -> Vec<Outcome> {
    submission.reports.iter().flat_map(|report| of_report(rule, submission, report)).collect()
}

fn of_report(rule: &Rule, submission: &Submission, report: &Report) -> Vec<Outcome> {
    let form = submission.forms.iter().find(|form| form.layout.kind == FormKind::Department);
    let total = form.and_then(Form::total_score);
    let grade = form.and_then(|form| grade_in(form.field(Field::Grade)?));
    let mut outcomes = Vec::new();
    for stated in graded(&report.told) {
        outcomes.extend(total.map(|total| score(rule, &stated, total)));
        let against = grade.zip(form).and_then(|(grade, form)| against_form(rule, &stated, grade, form));
        outcomes.extend(against.or_else(|| against_score(rule, submission, &stated)));
    }
    outcomes
}

/// The score as quoted against 总分.
fn score(rule: &Rule, stated: &Graded, total: &Figure) -> Outcome {
    let figure = &stated.score.figure;
    if figure.range().meets(total.range()) {
        return Outcome::Holds;
    }
    let expected = figure.rounded_like(total.value);
    let message = format!(
        "报告中自评得分为 {} 分，部门自评表总分为 {}（{} · {}）；请核对并统一",
        figure.show(),
        total.show(),
        total.place.file,
        total.place.on_sheet()
    );
    let finding = rule.finding_on(figure, "自评得分", expected, message);
    Outcome::Broken(finding.because(vec![evidence("总分", total)]))
}

/// The grade as quoted against that of the form.
fn against_form(rule: &Rule, stated: &Graded, grade: char, form: &Form) -> Option<Outcome> {
    let said = stated.grade?;
    if said == grade {
        return Some(Outcome::Holds);
    }
    let message = format!("报告中等级为{said}，部门自评表为{grade}（{}）；请核对并统一", form.place.file);
    Some(Outcome::Broken(rule.finding(&stated.score.figure.place, "自评等级", message).stating(said).expecting(grade)))
}

/// The grade against the score beside it, by the bands in force.
fn against_score(rule: &Rule, submission: &Submission, stated: &Graded) -> Option<Outcome> {
    let said = stated.grade?;
    let score = &stated.score.figure;
    let (bands, strict) = submission.profile.bands();
    let expected = grade_of(score.value, bands);
    if said == expected || !strict && grade_of(score.value, OTHER_BANDS) == said {
        return Some(Outcome::Holds);
    }
    let [good, fair, low] = bands;
    let message =
        format!("得分 {}，按 {good}/{fair}/{low} 分档应为{expected}，文中写为{said}；请核对得分和等级", score.show());
    let finding = rule.finding(&score.place, "自评等级", message).stating(said).expecting(expected);
    Some(Outcome::Broken(finding.because(vec![evidence("得分", score)])))
}
