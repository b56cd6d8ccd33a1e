//! Indicator rows: target, actual value, weight and score.

use rust_decimal::Decimal;

use crate::figure::Figure;
use crate::finding::{Evidence, Finding, Severity, Trust};
use crate::form::{Entry, Form, Measure, Row};
use crate::relation::{Law, Operand, Relation};
use crate::resolve::correction;
use crate::rules::outcome::{addends, difference, entry_evidence, evidence, item, need, stated};
use crate::rules::rates::full_marks;
use crate::rules::{Check, Outcome, PROJECT, Rule, Skip, Stated, basis};
use crate::scoring::{self, Case, Fit, Points, Target, Tier, fit};

const MET: Rule = Rule {
    id: "P-201",
    title: "已达到指标值的，得分应等于分值",
    severity: Severity::Error,
    basis: basis::MEASURES,
    why: "正向定量指标（≥、不少于、以上，或未写方向的数）完成值达到指标值的，记该指标全部分值。得分低于分值而又填写了偏差原因的，视为单位主动扣分，另按扣分提示（211 号规则），不算错误。",
    remedy: "按分值更正得分；确需扣分的，请在偏差原因栏说明。",
    example: "指标值 ≥50个，完成值 52个，分值 5，得分填 4，未说明原因：应为 5。",
    check: Check::Form(PROJECT, |rule, form| scored(rule, form, Case::Met)),
};

const SHORT: Rule = Rule {
    id: "P-202",
    title: "未达到指标值的，得分应按完成比例计算",
    severity: Severity::Error,
    basis: basis::MEASURES,
    why: "正向定量指标未完成的，按完成值与指标值的比例记分：得分 = 完成值 ÷ 指标值 × 分值。小数按得分自身的位数看，四舍五入或截去尾数都接受（截去的作提示）。",
    remedy: "按完成比例更正得分。",
    example: "指标值 ≥50个，完成值 40个，分值 5，得分填 5：应为 4。",
    check: Check::Form(PROJECT, |rule, form| scored(rule, form, Case::Short)),
};

const DOWN: Rule = Rule {
    id: "P-203",
    title: "反向指标的得分应与指标值、完成值相符",
    severity: Severity::Error,
    basis: basis::MEASURES,
    why: "反向定量指标（≤、不超过、控制在…以内，或成本类指标未写方向的数）未超过指标值的记满分；超过的，通行做法是 指标值 ÷ 完成值 × 分值。各地另有 (2 − 完成值 ÷ 指标值) × 分值 的做法，与之相符的只作提示。",
    remedy: "按本地规定的反向指标算法更正得分。",
    example: "指标值 ≤90万元，完成值 100万元，分值 5，得分填 5：应为 4.5。",
    check: Check::Form(PROJECT, |rule, form| scored(rule, form, Case::Down)),
};

const TIERS: Rule = Rule {
    id: "P-205",
    title: "定性指标的得分应在其档次的区间内",
    severity: Severity::Error,
    basis: basis::MEASURES,
    why: "定性指标分三档：达成年度指标，得分为分值的 80%（含）—100%；部分达成年度指标并具有一定效果，60%（含）—80%（不含）；未达成年度指标且效果较差，0—60%（不含）。实际完成值没有写明档次的，不按本条核对。区间边界按两位小数取整。",
    remedy: "按所填档次调整得分，或按实际情况调整档次。",
    example: "实际完成值「部分达成年度指标并具有一定效果」，分值 10，得分填 9：应在 6.00（含）至 8.00（不含）之间。",
    check: Check::Form(PROJECT, tiers),
};

const WITHIN: Rule = Rule {
    id: "P-206",
    title: "得分应在零和分值之间",
    severity: Severity::Error,
    basis: basis::FORM,
    why: "任何指标的得分不得为负，也不得高于该指标的分值。",
    remedy: "按指标值和完成值重新计算得分。",
    example: "分值 5，得分 6。",
    check: Check::Form(PROJECT, within_weight),
};

const PAIRED: Rule = Rule {
    id: "P-207",
    title: "实际完成值和得分应同时填写",
    severity: Severity::Error,
    basis: basis::FORM,
    why: "有得分而没有实际完成值，得分没有依据；有实际完成值而没有得分，总分会漏计。",
    remedy: "补填实际完成值或得分。",
    example: "实际完成值 50个，得分空白。",
    check: Check::Form(PROJECT, paired),
};

const DEDUCTED: Rule = Rule {
    id: "P-211",
    title: "得分低于按完成情况计算的分数",
    severity: Severity::Warning,
    basis: basis::MEASURES,
    why: "单位可以主动扣分（例如指标值定得偏低），所以在填写了偏差原因的情况下，得分低于公式结果只提请核实，从不更正。",
    remedy: "确为主动扣分的不必更改；属计算错误的请更正。",
    example: "指标值 ≥50个，完成值 60个，分值 5，得分 4，原因栏写明指标值偏低。",
    check: Check::Form(PROJECT, deducted),
};

static P_201: Rule = MET;
static P_202: Rule = SHORT;
static P_203: Rule = DOWN;
static P_205: Rule = TIERS;
static P_206: Rule = WITHIN;
static P_207: Rule = PAIRED;
static P_211: Rule = DEDUCTED;
static D_201: Rule = MET.for_departments("D-201");
static D_202: Rule = SHORT.for_departments("D-202");
static D_203: Rule = DOWN.for_departments("D-203");
static D_205: Rule = TIERS.for_departments("D-205");
static D_206: Rule = WITHIN.for_departments("D-206");
static D_207: Rule = PAIRED.for_departments("D-207");
static D_211: Rule = DEDUCTED.for_departments("D-211");

/// The rules of this group.
pub const RULES: &[&Rule] =
    &[&P_201, &P_202, &P_203, &P_205, &P_206, &P_207, &P_211, &D_201, &D_202, &D_203, &D_205, &D_206, &D_207, &D_211];

/// The indicator rows of a form.
pub fn rows(form: &Form) -> &[Row] {
    form.block("indicators").map(|block| block.rows.as_slice()).unwrap_or_default()
}

/// One indicator whose points a formula gives.
struct Scored<'a> {
    row: &'a Row,
    target: &'a Entry,
    actual: &'a Entry,
    weight: &'a Figure,
    points: Points,
}

impl<'a> Scored<'a> {
    fn of(row: &'a Row) -> Option<Scored<'a>> {
        let [target, actual] = [Measure::Target, Measure::Actual].map(|measure| row.entries.get(&measure));
        let (target, actual, weight) = (target?, actual?, row.figure(Measure::Weight)?);
        let points = scoring::points(&aim(row, target), &done(row, actual), weight.value)?;
        Some(Scored { row, target, actual, weight, points })
    }

    fn evidence(&self) -> Vec<Evidence> {
        vec![
            entry_evidence("指标值", self.target),
            entry_evidence("完成值", self.actual),
            evidence("分值", self.weight),
        ]
    }

    fn formula(&self) -> String {
        format!(
            "{}（{}、{}、{}）",
            self.points.formula,
            self.target.place.cell_name(),
            self.actual.place.cell_name(),
            self.weight.place.cell_name()
        )
    }

    /// The finding that the score should be what the formula gives.
    fn finding(&self, rule: &Rule, score: &Figure, trust: Trust) -> Finding {
        let expected = score.rounded_like(self.points.value);
        let shown = score.show_other(expected);
        let message = format!("填报 {}，应为 {shown} = {}", score.show(), self.formula());
        let name = item(self.row.name(), Measure::Score.name());
        let mut finding =
            rule.finding(&score.place, name, message).stating(score.show()).expecting(shown).because(self.evidence());
        finding.difference = Some(difference(score, expected));
        finding.correction = Some(correction(score, expected, trust));
        finding
    }
}

/// What a row asks for: its target, or the adjusted one where it is stated, with direction and unit where they
/// stand in columns of their own.
fn aim(row: &Row, target: &Entry) -> Target {
    let level = row.headings.last().map(|heading| heading.text.as_str()).unwrap_or_default();
    let text = |measure| row.entries.get(&measure).filter(|entry| !entry.is_empty()).map(|entry| entry.text.as_str());
    let value = text(Measure::AdjustedTarget).unwrap_or(&target.text);
    let [direction, unit] = [Measure::Direction, Measure::MeasuringUnit].map(text);
    scoring::target_in_parts(direction.unwrap_or_default(), value, unit.unwrap_or_default(), &row.label, level)
}

/// The actual value, with the unit that stands in a column of its own. A percent sign is left out: 0.95 may be meant.
fn done(row: &Row, actual: &Entry) -> String {
    let unit = row.entries.get(&Measure::MeasuringUnit).map(|unit| unit.text.trim()).filter(|unit| *unit != "%");
    scoring::with_unit(&actual.text, unit.unwrap_or_default())
}

/// Whether a reason for lost points is given: 「无」 or 「已完成」 is none.
fn explained(row: &Row) -> bool {
    row.entries.get(&Measure::Reason).is_some_and(|reason| !reason.is_empty() && reason.text.trim() != "已完成")
}

/// Why a score counts as it stands: another reading of the regulation gives it.
fn note(rule: &Rule, score: &Figure, scored: &Scored, what: &str) -> Outcome {
    let shown = score.show_other(score.rounded_like(scored.points.value));
    let message = format!("填报 {}，按通行算法为 {shown} = {}；{what}，可不更正", score.show(), scored.formula());
    let name = item(scored.row.name(), Measure::Score.name());
    Outcome::Noted(rule.finding(&score.place, name, message).stating(score.show()).weighing(Severity::Note))
}

fn scored(rule: &Rule, form: &Form, case: Case) -> Vec<Outcome> {
    rows(form).iter().filter_map(|row| score_of(rule, row, case).unwrap_or_else(Into::into)).collect()
}

fn score_of(rule: &Rule, row: &Row, case: Case) -> Result<Option<Outcome>, Skip> {
    let Some(scored) = Scored::of(row).filter(|scored| scored.points.case == case) else { return Ok(None) };
    let score = stated(row, Measure::Score)?;
    if !in_bounds(score, scored.weight) {
        return Ok(None); // the score is out of bounds: another rule says so
    }
    Ok(Some(match fit(score, scored.points.range) {
        Fit::Rounded if score.value == scored.weight.value && scored.points.range.high < score.value => {
            let name = item(row.name(), Measure::Score.name());
            full_marks(rule, score, name, score.rounded_like(scored.points.value))
        }
        Fit::Rounded => Outcome::Holds,
        Fit::CutOff => note(rule, score, &scored, "尾数截去"),
        _ if scored.points.preset.is_some_and(|preset| fit(score, preset) == Fit::Rounded) => {
            note(rule, score, &scored, "与 (2 − 完成值 ÷ 指标值) × 分值 的算法相符")
        }
        Fit::TooHigh => Outcome::Broken(scored.finding(rule, score, Trust::Automatic)),
        Fit::TooLow if explained(row) => Outcome::Holds,
        Fit::TooLow => Outcome::Broken(scored.finding(rule, score, Trust::Suggested)),
    }))
}

fn in_bounds(score: &Figure, weight: &Figure) -> bool {
    score.value >= Decimal::ZERO && score.value <= weight.value
}

fn deducted(rule: &Rule, form: &Form) -> Vec<Outcome> {
    let outcome = |row: &Row| {
        let scored = Scored::of(row)?;
        let score = row.figure(Measure::Score).filter(|score| in_bounds(score, scored.weight))?;
        let by_preset = scored.points.preset.is_some_and(|preset| fit(score, preset) == Fit::Rounded);
        if fit(score, scored.points.range) != Fit::TooLow || by_preset {
            return Some(Outcome::Holds);
        }
        explained(row).then(|| Outcome::Broken(scored.finding(rule, score, Trust::Suggested)))
    };
    rows(form).iter().filter_map(outcome).collect()
}

fn tiers(rule: &Rule, form: &Form) -> Vec<Outcome> {
    rows(form).iter().filter_map(|row| tier(rule, row)).collect()
}

fn tier(rule: &Rule, row: &Row) -> Option<Outcome> {
    let target = row.entries.get(&Measure::Target)?;
    let actual = row.entries.get(&Measure::Actual)?;
    let tier = Tier::of(&actual.text).filter(|_| aim(row, target) == Target::Qualitative)?;
    let (score, weight) = (row.figure(Measure::Score)?, row.figure(Measure::Weight)?);
    if !in_bounds(score, weight) {
        return None;
    }
    if tier.allows(score.value, weight.value) {
        return Some(Outcome::Holds);
    }
    let (low, high) = tier.shares();
    let [low, high] = [low, high].map(|share| score.show_other(crate::figure::round(share * weight.value, 2)));
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
    rows(form).iter().filter_map(|row| within(rule, row).unwrap_or_else(Into::into)).collect()
}

fn within(rule: &Rule, row: &Row) -> Result<Option<Outcome>, Skip> {
    let score = stated(row, Measure::Score)?;
    let weight = need(row, Measure::Weight)?;
    if in_bounds(score, weight) {
        return Ok(Some(Outcome::Holds));
    }
    if let Some(scored) = Scored::of(row) {
        return Ok(Some(Outcome::Broken(scored.finding(rule, score, Trust::Automatic))));
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
    rows(form).iter().filter_map(|row| pair(rule, row)).collect()
}

fn pair(rule: &Rule, row: &Row) -> Option<Outcome> {
    let [actual, score] = [Measure::Actual, Measure::Score].map(|measure| row.entries.get(&measure));
    let (actual, score) = (actual?, score?);
    if row.figure(Measure::Weight).is_some_and(|weight| weight.value.is_zero()) {
        return None; // a withdrawn indicator scores and weighs nothing
    }
    // 「无」 answers a target such as 「无安全事故」.
    let unanswered = actual.is_empty() && actual.text.trim() != "无";
    let (missing, column, there) = match (unanswered, score.is_empty()) {
        (false, false) => return Some(Outcome::Holds),
        (true, true) => return None, // an empty row is the business of F-002
        (true, false) => (actual, Measure::Actual, entry_evidence("得分", score)),
        (false, true) => (score, Measure::Score, entry_evidence("实际完成值", actual)),
    };
    let message =
        format!("{}未填，而{}为 {}（{}），请补填", column.name(), there.label, there.value, there.place.cell_name());
    let mut finding =
        rule.finding(&missing.place, item(row.name(), column.name()), message).stating("").because(vec![there]);
    let points = Scored::of(row)
        .filter(|_| column == Measure::Score)
        .map(|scored| crate::figure::round(scored.points.value, 2).normalize());
    finding.expected = points.map(|points| points.to_string());
    Some(Outcome::Broken(finding))
}

/// The sum of a column over the indicator rows, for weights and totals.
pub fn column(form: &Form, measure: Measure) -> Result<Vec<Operand>, Skip> {
    let awarded = |row: &Row| Ok(Operand::new(row.name(), &need(row, measure)?.as_awarded()));
    addends(rows(form).iter().map(awarded))
}

/// A law over some terms, unless there are none.
pub fn total_of(name: String, stated: Operand, terms: Vec<Operand>) -> Stated {
    if terms.is_empty() {
        return Err(Skip::NotApplicable);
    }
    Ok(Relation::derived(name, stated, Law::Sum(terms)))
}

#[cfg(test)]
mod tests;
