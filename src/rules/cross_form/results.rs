//! one department, one result.

use crate::model::finding::{Severity, entry_evidence, evidence};
use crate::model::form::{Field, Form, FormKind};
use crate::rules::cross_form::tables::year_of;
use crate::rules::outcome::Missing;
use crate::rules::{Check, Outcome, Rule, basis, narrative};
use crate::scoring::grade::grade_in;
use crate::submission::Submission;

static DIFFERING_RESULTS: Rule = Rule {
    id: "X-404",
    title: "同一部门的自评得分和等级应前后一致",
    severity: Severity::Error,
    basis: basis::FRAMEWORK,
    explanation: "同一单位报送的材料中，部门整体支出自评的总分和等级只能有一个结果；多份部门自评表之间不一致的，逐份列出；报告写明的得分和等级与部门自评表不一致，或等级与报告自己的得分不符的，也列出。",
    how_to_fix: "确定以哪一份为准，撤回其余的。",
    example: "自评表总分 95.20 优，另一份总分 88.00 良。",
    check: Check::Submission(one_result),
};

/// The rules of this group.
pub const RULES: &[&Rule] = &[&DIFFERING_RESULTS];

fn one_result(rule: &Rule, submission: &Submission) -> Vec<Outcome> {
    let forms: Vec<&Form> = submission.forms.iter().filter(|form| form.layout.kind == FormKind::Department).collect();
    let against_first = |(index, form): (usize, &&Form)| {
        let same_year = |other: &&&Form| year_of(submission, other) == year_of(submission, form);
        let first = forms[..index].iter().find(same_year)?;
        Some([score_against(rule, first, form), grade_against(rule, first, form)])
    };
    let told = narrative::result::score_and_grade(rule, submission);
    forms.iter().enumerate().filter_map(against_first).flatten().flatten().chain(told).collect()
}

fn score_against(rule: &Rule, first: &Form, form: &Form) -> Option<Outcome> {
    let score = |form: &Form| form.total_score().cloned();
    let Some((stated, other)) = score(form).zip(score(first)) else {
        return Some(Outcome::Unchecked(Missing { place: form.place.clone(), missing: "总分".to_string() }));
    };
    if stated.range().meets(other.range()) {
        return Some(Outcome::Holds);
    }
    let message = format!(
        "本表总分 {}，另一份部门自评表（{} · {}!{}）为 {}；请确定以哪一份为准",
        stated.show(),
        other.place.file,
        other.place.sheet,
        other.place.cell_name(),
        other.show()
    );
    let mut finding = rule.finding(&stated.place, "总分", message).stating(stated.show()).expecting(other.show());
    finding.compare(&stated, other.value);
    Some(Outcome::Broken(finding.because(vec![evidence("总分", &other)])))
}

fn grade_against(rule: &Rule, first: &Form, form: &Form) -> Option<Outcome> {
    let grade = |form: &Form| {
        let entry = form.fields.get(&Field::Grade)?.clone();
        Some((grade_in(&entry.text)?, entry))
    };
    let ((stated, entry), (other, there)) = grade(form).zip(grade(first))?;
    if stated == other {
        return Some(Outcome::Holds);
    }
    let message = format!(
        "本表等级为{stated}，另一份部门自评表（{} · {}!{}）为{other}；请确定以哪一份为准",
        there.place.file,
        there.place.sheet,
        there.place.cell_name()
    );
    let finding = rule.finding(&entry.place, "自评等级", message).stating(stated).expecting(other);
    Some(Outcome::Broken(finding.because(vec![entry_evidence("自评等级", &there)])))
}
