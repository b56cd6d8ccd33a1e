//! Scores within their bounds: tiers of qualitative results, the weight, and no score without an actual value.

use crate::model::finding::{Severity, Trust, entry_evidence, evidence, item};
use crate::model::form::{Form, Measure, Row};
use crate::rules::indicators::scored::{Scored, assessed, in_bounds, is_unanswered, live_rows};
use crate::rules::outcome::{reported, required};
use crate::rules::{Check, Outcome, PROJECT, Pair, Rule, Skip, basis};
use crate::scoring::{Case, Target, Tier};

static SCORE_OUTSIDE_TIER: Pair = Rule {
    id: "P-205",
    title: "定性指标的得分应在其档次的区间内",
    severity: Severity::Error,
    basis: basis::MEASURES,
    explanation: "定性指标分三档：达成年度指标，得分为分值的 80%（含）—100%；部分达成年度指标并具有一定效果，60%（含）—80%（不含）；未达成年度指标且效果较差，0—60%（不含）。实际完成值没有写明档次的，不按本条核对。区间边界按两位小数取整。",
    how_to_fix: "按所填档次调整得分，或按实际情况调整档次。",
    example: "实际完成值「部分达成年度指标并具有一定效果」，分值 10，得分填 9：应在 6.00（含）至 8.00（不含）之间。",
    check: Check::Form(PROJECT, tiers),
}
.also_for_departments("D-205");

static SCORE_OUT_OF_BOUNDS: Pair = Rule {
    id: "P-206",
    title: "得分应在零和分值之间",
    severity: Severity::Error,
    basis: basis::FORM,
    explanation: "任何指标的得分不得为负，也不得高于该指标的分值。",
    how_to_fix: "按指标值和完成值重新计算得分。",
    example: "分值 5，得分 6。",
    check: Check::Form(PROJECT, within_weight),
}
.also_for_departments("D-206");

static ACTUAL_WITHOUT_SCORE: Pair = Rule {
    id: "P-207",
    title: "实际完成值和得分应同时填写",
    severity: Severity::Error,
    basis: basis::FORM,
    explanation: "有得分而没有实际完成值，得分没有依据；有实际完成值而没有得分，总分会漏计。",
    how_to_fix: "补填实际完成值或得分。",
    example: "实际完成值 50个，得分空白。",
    check: Check::Form(PROJECT, paired),
}
.also_for_departments("D-207");

/// The rules of this group.
pub const RULES: &[&Pair] = &[&SCORE_OUTSIDE_TIER, &SCORE_OUT_OF_BOUNDS, &ACTUAL_WITHOUT_SCORE];

fn tiers(rule: &Rule, form: &Form) -> Vec<Outcome> {
    live_rows(form).filter_map(|row| tier(rule, form, row)).collect()
}

fn tier(rule: &Rule, form: &Form, row: &Row) -> Option<Outcome> {
    let actual = row.entries.get(&Measure::Actual)?;
    let tier = Tier::of(&actual.text)
        .filter(|_| assessed(form, row).is_some_and(|read| read.target == Target::Qualitative))?;
    let (score, weight) = (row.figure(Measure::Score)?, row.figure(Measure::Weight)?);
    if !in_bounds(score, weight) {
        return None;
    }
    if tier.allows(score.value, weight.value) {
        return Some(Outcome::Holds);
    }
    let (low, high) = tier.shares();
    let [low, high] = [low, high].map(|share| score.show_other(crate::model::figure::round(share * weight.value, 2)));
    let upper = if tier == Tier::Reached { "含" } else { "不含" };
    let message = format!(
        "填报 {}，实际完成值（{}）为「{}」，得分应在 {low}（含）至 {high}（{upper}）之间，分值 {}（{}）；请核实得分或档次",
        score.show(),
        actual.place.cell_name(),
        actual.text.trim(),
        weight.show(),
        weight.place.cell_name()
    );
    let name = item(row.name(), Measure::Score.name());
    let because = vec![entry_evidence("完成值", actual), evidence("分值", weight)];
    Some(Outcome::Broken(
        rule.finding(&score.place, name, message)
            .stating(score.show())
            .expecting(format!("{low}–{high}"))
            .because(because),
    ))
}

fn within_weight(rule: &Rule, form: &Form) -> Vec<Outcome> {
    form.indicators().iter().filter_map(|row| within(rule, form, row).unwrap_or_else(Into::into)).collect()
}

fn within(rule: &Rule, form: &Form, row: &Row) -> Result<Option<Outcome>, Skip> {
    let score = reported(row, Measure::Score)?;
    let weight = required(row, Measure::Weight)?;
    if in_bounds(score, weight) {
        return Ok(Some(Outcome::Holds));
    }
    if let Some(scored) = Scored::of(form, row).filter(|scored| scored.points.case != Case::Late) {
        let trust = if scored.points.case == Case::Exact { Trust::Suggested } else { Trust::Automatic };
        return Ok(Some(Outcome::Broken(scored.finding(rule, score, trust))));
    }
    let message = format!(
        "填报 {}，应在 0 和分值 {}（{}）之间，请重新评定",
        score.show(),
        weight.show(),
        weight.place.cell_name()
    );
    let name = item(row.name(), Measure::Score.name());
    let finding =
        rule.finding(&score.place, name, message).stating(score.show()).expecting(format!("0–{}", weight.show()));
    Ok(Some(Outcome::Broken(finding.because(vec![evidence("分值", weight)]))))
}

fn paired(rule: &Rule, form: &Form) -> Vec<Outcome> {
    live_rows(form).filter_map(|row| pair(rule, form, row)).collect()
}

fn pair(rule: &Rule, form: &Form, row: &Row) -> Option<Outcome> {
    let [actual, score] = [Measure::Actual, Measure::Score].map(|measure| row.entries.get(&measure));
    let (actual, score) = (actual?, score?);
    let (missing, column, there) = match (is_unanswered(actual), score.is_empty()) {
        (false, false) => return Some(Outcome::Holds),
        (true, true) => return None, // an empty row is the business of F-002
        (true, false) => (actual, Measure::Actual, entry_evidence("得分", score)),
        (false, true) => (score, Measure::Score, entry_evidence("实际完成值", actual)),
    };
    let message =
        format!("{}未填，而{}为 {}（{}），请补填", column.name(), there.label, there.value, there.place.cell_name());
    let mut finding =
        rule.finding(&missing.place, item(row.name(), column.name()), message).stating("").because(vec![there]);
    let points = Scored::of(form, row)
        .filter(|scored| column == Measure::Score && scored.points.case != Case::Late)
        .map(|scored| crate::model::figure::round(scored.points.value, 2).normalize());
    finding.expected = points.map(|points| points.to_string());
    Some(Outcome::Broken(finding))
}
