//! Points by formula: upward, downward and exact targets.

use crate::model::figure::Figure;
use crate::model::finding::{Finding, Severity, Trust, item};
use crate::model::form::{Form, Measure, Row};
use crate::rules::indicators::scored::{Scored, explained, in_bounds, live_rows};
use crate::rules::outcome::reported;
use crate::rules::rates::full_marks;
use crate::rules::{Check, Outcome, PROJECT, Pair, Rule, Skip, basis};
use crate::scoring::{Case, ScoreAgreement};

static TARGET_MET: Pair = Rule {
    id: "P-201",
    title: "已达到指标值的，得分应等于分值",
    severity: Severity::Error,
    basis: basis::MEASURES,
    explanation: "正向定量指标（≥、不少于、以上，或未写方向的数）完成值达到指标值的，记该指标全部分值。得分低于分值而又填写了偏差原因的，视为单位主动扣分，另按扣分提示（211 号规则），不算错误。",
    how_to_fix: "按分值更正得分；确需扣分的，请在偏差原因栏说明。",
    example: "指标值 ≥50个，完成值 52个，分值 5，得分填 4，未说明原因：应为 5。",
    check: Check::Form(PROJECT, |rule, form| scored(rule, form, Case::Met)),
}
.also_for_departments("D-201");

static TARGET_MISSED: Pair = Rule {
    id: "P-202",
    title: "未达到指标值的，得分应按完成比例计算",
    severity: Severity::Error,
    basis: basis::MEASURES,
    explanation: "正向定量指标未完成的，按完成值与指标值的比例记分：得分 = 完成值 ÷ 指标值 × 分值。小数按得分自身的位数看，四舍五入或截去尾数都接受（截去的作提示）。",
    how_to_fix: "按完成比例更正得分。",
    example: "指标值 ≥50个，完成值 40个，分值 5，得分填 5：应为 4。",
    check: Check::Form(PROJECT, |rule, form| scored(rule, form, Case::Short)),
}
.also_for_departments("D-202");

static REVERSE_TARGET: Pair = Rule {
    id: "P-203",
    title: "反向指标的得分应与指标值、完成值相符",
    severity: Severity::Error,
    basis: basis::MEASURES,
    explanation: "反向定量指标（≤、不超过、控制在…以内，或成本类指标未写方向的数）未超过指标值的记满分；超过的，通行做法是 指标值 ÷ 完成值 × 分值。各地另有 (2 − 完成值 ÷ 指标值) × 分值 的做法，与之相符的只作提示。",
    how_to_fix: "按本地规定的反向指标算法更正得分。",
    example: "指标值 ≤90万元，完成值 100万元，分值 5，得分填 5：应为 4.5。",
    check: Check::Form(PROJECT, |rule, form| scored(rule, form, Case::Down)),
}
.also_for_departments("D-203");

static EXACT_TARGET: Pair = Rule {
    id: "P-204",
    title: "定值、区间和时限指标的得分宜与完成情况相符",
    severity: Severity::Warning,
    basis: basis::MEASURES,
    explanation: "指标值为定值（=100%）、区间（90%—95%）或完成时限（2023年12月底前）的，达到的得满分；未达到的，建议按与指标值（区间取较近的一端）的比例计分：小的数 ÷ 大的数 × 分值。超额完成定值或区间的可以得满分；未按期完成的由单位评定，不按本条核对。办法没有写明算法，因此只提请核实。",
    how_to_fix: "核实得分；本地另有算法或属主动扣分的，请在偏差原因栏说明。",
    example: "指标值 =100%，完成值 92%，分值 10，得分填 10：建议为 9.20。",
    check: Check::Form(PROJECT, |rule, form| scored(rule, form, Case::Exact)),
}
.also_for_departments("D-204");

static SCORE_BELOW_FORMULA: Pair = Rule {
    id: "P-211",
    title: "得分低于按完成情况计算的分数",
    severity: Severity::Warning,
    basis: basis::MEASURES,
    explanation: "单位可以主动扣分（例如指标值定得偏低），所以在填写了偏差原因的情况下，得分低于公式结果只提请核实，从不更正。",
    how_to_fix: "确为主动扣分的不必更改；属计算错误的请更正。",
    example: "指标值 ≥50个，完成值 60个，分值 5，得分 4，原因栏写明指标值偏低。",
    check: Check::Form(PROJECT, deducted),
}
.also_for_departments("D-211");

/// The rules of this group.
pub const RULES: &[&Pair] = &[&TARGET_MET, &TARGET_MISSED, &REVERSE_TARGET, &EXACT_TARGET, &SCORE_BELOW_FORMULA];

fn scored(rule: &Rule, form: &Form, case: Case) -> Vec<Outcome> {
    let rows = live_rows(form);
    rows.filter_map(|row| score_of(rule, form, row, case).unwrap_or_else(Into::into)).collect()
}

fn score_of(rule: &Rule, form: &Form, row: &Row, case: Case) -> Result<Option<Outcome>, Skip> {
    let Some(scored) = Scored::of(form, row).filter(|scored| scored.points.case == case) else { return Ok(None) };
    let score = reported(row, Measure::Score)?;
    if !in_bounds(score, scored.weight) {
        return Ok(None); // the score is out of bounds: another rule says so
    }
    let trust = if case == Case::Exact { Trust::Suggested } else { Trust::Automatic };
    Ok(Some(match scored.fit(score) {
        ScoreAgreement::Rounded if score.value == scored.weight.value && scored.points.range.high < score.value => {
            let name = item(row.name(), Measure::Score.name());
            full_marks(rule, score, name, score.rounded_like(scored.points.value))
        }
        ScoreAgreement::Rounded => Outcome::Holds,
        ScoreAgreement::CutOff => note(rule, score, &scored, "尾数截去"),
        _ if scored.by_preset(score) => note(rule, score, &scored, "与 (2 − 完成值 ÷ 指标值) × 分值 的算法相符"),
        _ if scored.by_coefficient(score) => note(rule, score, &scored, "与得分系数 × 分值相符，请核实得分系数"),
        ScoreAgreement::TooHigh => Outcome::Broken(asking(form, row, scored.finding(rule, score, trust))),
        ScoreAgreement::TooLow if explained(row) => Outcome::Holds,
        ScoreAgreement::TooLow => Outcome::Broken(asking(form, row, scored.finding(rule, score, Trust::Suggested))),
    }))
}

/// Lost points need a reason: said with the finding on the score, so that one row gives one finding.
fn asking(form: &Form, row: &Row, mut finding: Finding) -> Finding {
    let lost = Scored::of(form, row).is_some_and(|scored| scored.points.value < scored.weight.value);
    if lost && form.profile.reason_required && row.entries.contains_key(&Measure::Reason) && !explained(row) {
        finding.message.push_str("；未达到指标值的，请同时填写偏差原因");
    }
    finding
}

/// Why a score counts as it stands: another reading of the regulation gives it.
fn note(rule: &Rule, score: &Figure, scored: &Scored, what: &str) -> Outcome {
    let shown = score.show_other(score.rounded_like(scored.points.value));
    let message = format!("填报 {}，按通行算法为 {shown} = {}；{what}，可不更正", score.show(), scored.formula());
    let name = item(scored.row.name(), Measure::Score.name());
    Outcome::Noted(rule.finding(&score.place, name, message).stating(score.show()).weighing(Severity::Note))
}

fn deducted(rule: &Rule, form: &Form) -> Vec<Outcome> {
    let outcome = |row: &Row| {
        let scored = Scored::of(form, row)?;
        let score = row.figure(Measure::Score).filter(|score| in_bounds(score, scored.weight))?;
        let by_preset = scored.by_preset(score);
        if scored.fit(score) != ScoreAgreement::TooLow || by_preset || scored.by_coefficient(score) {
            return Some(Outcome::Holds);
        }
        explained(row).then(|| Outcome::Broken(scored.finding(rule, score, Trust::Suggested)))
    };
    live_rows(form).filter_map(outcome).collect()
}

#[cfg(test)]
mod tests;
