//! One indicator with the points that a formula gives it.

use rust_decimal::Decimal;

use crate::model::figure::{Figure, Range};
use crate::model::finding::{Evidence, Finding, Trust, correction, entry_evidence, evidence, item};
use crate::model::form::{Entry, Form, Measure, Row};
use crate::rules::Rule;
use crate::scoring::{self, Actual, Assessed, Points, ScoreAgreement, Target, fit};

/// One indicator whose points a formula gives.
pub struct Scored<'a> {
    /// Its row.
    pub row: &'a Row,
    target: &'a Entry,
    actual: &'a Entry,
    /// Its weight.
    pub weight: &'a Figure,
    /// Points taken off in a column of their own.
    deduction: Option<&'a Figure>,
    /// What target and actual value give.
    pub points: &'a Points,
}

impl<'a> Scored<'a> {
    /// Nothing where people have to judge, or a figure is missing.
    pub fn of(form: &Form, row: &'a Row) -> Option<Scored<'a>> {
        let (target, actual, weight) =
            (target_entry(row)?, row.entries.get(&Measure::Actual)?, row.figure(Measure::Weight)?);
        let points = assessed(form, row)?.points.as_ref()?;
        let deduction = row.figure(Measure::Deduction).filter(|deduction| !deduction.value.is_zero());
        Some(Scored { row, target, actual, weight, deduction, points })
    }

    /// How a score fits the formula, or the formula less what was taken off.
    pub fn fit(&self, score: &Figure) -> ScoreAgreement {
        let by_formula = fit(score, self.points.range);
        match self.deduction {
            // Points may be taken off in a column that the score already takes into account, or does not yet.
            Some(deduction) if by_formula != ScoreAgreement::Rounded => fit(score, less(self.points.range, deduction)),
            _ => by_formula,
        }
    }

    /// Whether another reading of the regulation gives the score, rounded or cut off.
    pub fn by_preset(&self, score: &Figure) -> bool {
        self.points
            .preset
            .is_some_and(|preset| matches!(fit(score, preset), ScoreAgreement::Rounded | ScoreAgreement::CutOff))
    }

    /// Whether the score is its coefficient times the weight: another rule checks that.
    pub fn by_coefficient(&self, score: &Figure) -> bool {
        let Some(coefficient) = self.row.figure(Measure::Coefficient) else { return false };
        let hundredth = Decimal::new(1, 2);
        // 80 and 0.8 both mean 80 %, whatever the header says.
        [coefficient.range(), coefficient.range() * Range::point(hundredth), Range::point(coefficient.value)]
            .into_iter()
            .any(|share| fit(score, share * Range::point(self.weight.value)) == ScoreAgreement::Rounded)
    }

    fn evidence(&self) -> Vec<Evidence> {
        let mut because = vec![
            entry_evidence("指标值", self.target),
            entry_evidence("完成值", self.actual),
            evidence("分值", self.weight),
        ];
        because.extend(self.deduction.map(|deduction| evidence("扣分", deduction)));
        because
    }

    /// The formula with its figures and where they stand.
    pub fn formula(&self) -> String {
        let less =
            self.deduction.map(|figure| format!(" − 扣分 {}（{}）", figure.value.abs(), figure.place.cell_name()));
        format!(
            "{}（{}、{}、{}）{}",
            self.points.formula,
            self.target.place.cell_name(),
            self.actual.place.cell_name(),
            self.weight.place.cell_name(),
            less.unwrap_or_default()
        )
    }

    /// The finding that the score should be what the formula gives.
    pub fn finding(&self, rule: &Rule, score: &Figure, trust: Trust) -> Finding {
        let taken = self.deduction.map_or(Decimal::ZERO, |deduction| deduction.value.abs());
        // With points taken off in two ways, nobody knows which of them is meant.
        let trust = if self.deduction.is_some() { Trust::Suggested } else { trust };
        let expected = score.rounded_like((self.points.value - taken).max(Decimal::ZERO));
        let shown = score.show_other(expected);
        let verb = if rule.severity == crate::model::finding::Severity::Error { "应为" } else { "建议为" };
        let message = format!("填报 {}，{verb} {shown} = {}", score.show(), self.formula());
        let name = item(self.row.name(), Measure::Score.name());
        let mut finding =
            rule.finding(&score.place, name, message).stating(score.show()).expecting(shown).because(self.evidence());
        finding.compare(score, expected);
        finding.correction = Some(correction(score, expected, trust));
        finding
    }
}

fn less(points: Range, deduction: &Figure) -> Range {
    let taken = deduction.value.abs();
    let not_below_zero = |bound: Decimal| (bound - taken).max(Decimal::ZERO);
    Range { low: not_below_zero(points.low), high: not_below_zero(points.high) }
}

/// The cell of the target that counts: the adjusted one where it is stated.
pub fn target_entry(row: &Row) -> Option<&Entry> {
    let adjusted = row.entries.get(&Measure::AdjustedTarget).filter(|entry| !entry.is_empty());
    adjusted.or_else(|| row.entries.get(&Measure::Target))
}

/// What a row asks for, what was achieved, and the points that follow; nothing where either is left out.
pub fn assessed<'a>(form: &Form, row: &'a Row) -> Option<&'a Assessed> {
    let assess = || {
        let (target, actual) = (target_entry(row)?, row.entries.get(&Measure::Actual)?);
        let (target, done) = (aim(form, row, target), done(row, actual));
        let weight = row.figure(Measure::Weight);
        let points = weight.and_then(|weight| scoring::points(&target, &done, weight.value, form.profile.overrun));
        Some(Assessed { target, actual: Actual::read(&done), points })
    };
    row.assessed.get(assess)?.as_ref()
}

/// The points that a row would give if it had this weight.
pub fn points_with(form: &Form, row: &Row, weight: Decimal) -> Option<Points> {
    let (target, actual) = (target_entry(row)?, row.entries.get(&Measure::Actual)?);
    scoring::points(&aim(form, row, target), &done(row, actual), weight, form.profile.overrun)
}

/// What a row asks for, with direction and unit where they stand in columns of their own.
pub fn aim(form: &Form, row: &Row, target: &Entry) -> Target {
    let level = row.headings.last().map(|heading| heading.text.as_str()).unwrap_or_default();
    let text = |measure| row.entries.get(&measure).filter(|entry| !entry.is_empty()).map(|entry| entry.text.as_str());
    let [direction, unit] = [Measure::Direction, Measure::MeasuringUnit].map(text);
    let (direction, unit) = (direction.unwrap_or_default(), unit.unwrap_or_default());
    match scoring::target_in_parts(direction, &target.text, unit, &row.label, level) {
        // 「12月31日前」 means that of the year of the form.
        Target::Deadline(deadline) => Target::Deadline(deadline.in_year(form.year)),
        target => target,
    }
}

/// The actual value, with the unit that stands in a column of its own. A percent sign is left out: 0.95 may be meant.
pub fn done(row: &Row, actual: &Entry) -> String {
    let unit = row.entries.get(&Measure::MeasuringUnit).map(|unit| unit.text.trim()).filter(|unit| *unit != "%");
    scoring::with_unit(&actual.text, unit.unwrap_or_default())
}

/// The indicators that count: a withdrawn one scores and weighs nothing.
pub fn live_rows(form: &Form) -> impl Iterator<Item = &Row> {
    form.indicators().iter().filter(|row| !is_withdrawn(row))
}

fn is_withdrawn(row: &Row) -> bool {
    let says_so = |measure| {
        let text = row.entries.get(&measure).map(|entry| entry.text.trim()).unwrap_or_default();
        if text.is_empty() {
            return false;
        }
        let text = text.trim_start_matches('已').trim_start_matches("予以");
        ["取消", "撤销", "删除", "撤消"].iter().any(|word| text.starts_with(word))
    };
    row.figure(Measure::Weight).is_some_and(|weight| weight.value.is_zero()) || says_so(Measure::AdjustedTarget)
}

/// What is no reason for lost points.
const NO_REASON: [&str; 12] = [
    "无",
    "已完成",
    "完成",
    "无偏差",
    "没有",
    "暂无",
    "全部完成",
    "已全部完成",
    "达成年度指标",
    "无原因",
    "未偏差",
    "正常",
];

/// Whether a reason for lost points is given: 「无」, 「/」 or 「已完成」 is none.
pub fn explained(row: &Row) -> bool {
    row.entries.get(&Measure::Reason).is_some_and(|reason| {
        let text = reason.text.trim().trim_end_matches(['。', '，', '！', '.', '；']);
        !reason.is_empty() && !NO_REASON.contains(&text)
    })
}

/// Whether a score is between zero and its weight.
pub fn in_bounds(score: &Figure, weight: &Figure) -> bool {
    score.value >= Decimal::ZERO && score.value <= weight.value
}

/// Whether an actual value is missing; 「无」 answers a target such as 「无安全事故」.
pub fn is_unanswered(actual: &Entry) -> bool {
    actual.is_empty() && actual.text.trim() != "无"
}
