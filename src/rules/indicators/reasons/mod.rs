//! Points that were lost, and targets that were far exceeded, ask for a reason.

use crate::model::finding::{Severity, entry_evidence, evidence, item};
use crate::model::form::{Entry, Form, Measure, Row};
use crate::rules::indicators::scored::{
    Scored, assessed, explained, in_bounds, is_unanswered, live_rows, target_entry,
};
use crate::rules::{Check, Outcome, PROJECT, Pair, Rule, basis};
use crate::scoring::{Case, ScoreAgreement, Target, Tier};

static TARGET_FAR_EXCEEDED: Pair = Rule {
    id: "P-208",
    title: "大幅超过指标值而得满分的，应说明原因",
    severity: Severity::Warning,
    basis: basis::MEASURES,
    explanation: "因年初指标值设定明显偏低而超额完成的，办法要求适当扣减得分。完成值超过指标值一定幅度（默认 30%，评分口径可以另定）仍得满分而没有说明原因的，提请核实。只看正向指标，指标值为零或说不清方向的不看；表中没有原因栏的也不看。",
    how_to_fix: "在偏差原因栏说明超额完成的原因；指标值定得偏低的，按规定适当扣分。",
    example: "指标值 ≥50个，完成值 80个，分值 5，得分 5，原因栏空白。",
    check: Check::Form(PROJECT, exceeded),
}
.also_for_departments("D-208");

static UNEXPLAINED_LOSS: Pair = Rule {
    id: "P-209",
    title: "未达到指标值或未得满分的，应填写偏差原因及改进措施",
    severity: Severity::Warning,
    basis: basis::FORM,
    explanation: "填表说明要求对未完成或扣分的指标说明偏差原因和改进措施；「无」「/」「已完成」不算原因。无偏差而填写了说明的不算问题。得分本身有误的，先按得分的规则提示，不重复提示；表中没有原因栏、评分口径不要求填写原因的，不核对。",
    how_to_fix: "补填偏差原因分析及改进措施。",
    example: "指标值 ≥50个，完成值 40个，分值 5，得分 4，原因栏空白。",
    check: Check::Form(PROJECT, unexplained),
}
.also_for_departments("D-209");

/// The rules of this group.
pub const RULES: &[&Pair] = &[&TARGET_FAR_EXCEEDED, &UNEXPLAINED_LOSS];

fn exceeded(rule: &Rule, form: &Form) -> Vec<Outcome> {
    live_rows(form).filter_map(|row| exceeds(rule, form, row)).collect()
}

fn exceeds(rule: &Rule, form: &Form, row: &Row) -> Option<Outcome> {
    let reason = row.entries.get(&Measure::Reason)?;
    let (scored, score) = (Scored::of(form, row)?, row.figure(Measure::Score)?);
    let reach = scored.points.reach?;
    let full = score.value == scored.weight.value;
    let limit = form.profile.over_achieved_from();
    if reach <= limit || !full || explained(row) || remarks(row) {
        return Some(Outcome::Holds);
    }
    let (target, actual) = (target_entry(row)?, row.entries.get(&Measure::Actual)?);
    let percent = |times| crate::model::figure::round(times * rust_decimal::Decimal::ONE_HUNDRED, 0).normalize();
    let message = format!(
        "完成值 {}（{}）为指标值 {}（{}）的 {}%，超过 {}% 而得满分 {}（{}）；请说明原因，指标值定得偏低的请适当扣分",
        actual.text.trim(),
        actual.place.cell_name(),
        target.text.trim(),
        target.place.cell_name(),
        percent(reach),
        percent(limit),
        score.show(),
        score.place.cell_name(),
    );
    let because = vec![entry_evidence("指标值", target), entry_evidence("完成值", actual), evidence("得分", score)];
    Some(Outcome::Broken(about(rule, row, reason, message).because(because)))
}

fn unexplained(rule: &Rule, form: &Form) -> Vec<Outcome> {
    if !form.profile.reason_required {
        return Vec::new();
    }
    live_rows(form).filter_map(|row| lost(rule, form, row)).collect()
}

fn lost(rule: &Rule, form: &Form, row: &Row) -> Option<Outcome> {
    let reason = row.entries.get(&Measure::Reason)?;
    let actual = row.entries.get(&Measure::Actual).filter(|actual| !is_unanswered(actual))?;
    let (score, weight) = (row.figure(Measure::Score)?, row.figure(Measure::Weight)?);
    let scored = Scored::of(form, row);
    if !in_bounds(score, weight) || is_doubted(form, row, scored.as_ref()) {
        return None; // the score is at fault: another rule says so
    }
    let missed = scored.as_ref().is_some_and(|scored| !scored.points.met);
    if explained(row) || remarks(row) || score.value == weight.value && !missed {
        return Some(Outcome::Holds);
    }
    let what = match scored.as_ref().map(|scored| scored.points.case) {
        Some(Case::Late) => format!("完成时间 {}（{}）晚于指标值", actual.text.trim(), actual.place.cell_name()),
        _ if missed => format!("完成值 {}（{}）未达到指标值", actual.text.trim(), actual.place.cell_name()),
        _ => "未得满分".to_string(),
    };
    let message = format!(
        "{what}，得分 {}（{}）、分值 {}（{}），而偏差原因{}；请说明偏差原因和改进措施",
        score.show(),
        score.place.cell_name(),
        weight.show(),
        weight.place.cell_name(),
        if reason.text.trim().is_empty() {
            "未填".to_string()
        } else {
            format!("只填了「{}」", reason.text.trim())
        },
    );
    let because = vec![entry_evidence("完成值", actual), evidence("得分", score), evidence("分值", weight)];
    Some(Outcome::Broken(about(rule, row, reason, message).because(because)))
}

fn about(rule: &Rule, row: &Row, reason: &Entry, message: String) -> crate::model::finding::Finding {
    rule.finding(&reason.place, item(row.name(), "偏差原因"), message).stating(reason.text.trim())
}

/// Whether the score is a finding of its own, so that points may not be lost at all.
fn is_doubted(form: &Form, row: &Row, scored: Option<&Scored>) -> bool {
    let (Some(score), Some(weight)) = (row.figure(Measure::Score), row.figure(Measure::Weight)) else { return false };
    if let Some(scored) = scored {
        let by_preset = scored.by_preset(score);
        let off = matches!(scored.fit(score), ScoreAgreement::TooHigh | ScoreAgreement::TooLow);
        return off && !by_preset && !scored.by_coefficient(score);
    }
    let qualitative = assessed(form, row).is_some_and(|read| read.target == Target::Qualitative);
    let tier = row.entries.get(&Measure::Actual).and_then(|actual| Tier::of(&actual.text)).filter(|_| qualitative);
    tier.is_some_and(|tier| !tier.allows(score.value, weight.value))
}

/// A reason may stand with the actual value: 「2期（因疫情）」.
fn remarks(row: &Row) -> bool {
    row.entries.get(&Measure::Actual).is_some_and(|actual| actual.text.contains(['因', '（', '(']))
}

#[cfg(test)]
mod tests;
