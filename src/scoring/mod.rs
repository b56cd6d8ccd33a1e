//! Points that follow from target, actual value and weight.
//!
//! What a machine cannot judge gives no points at all: words, dates without a year, hedged numbers, units that
//! differ. Such indicators are left to people.

pub mod actual;
pub mod date;
pub mod grade;
pub mod quantity;
pub mod target;
#[cfg(test)]
mod tests;
pub mod tier;
#[cfg(test)]
mod triples;

use rust_decimal::Decimal;

use crate::model::figure::{Figure, Range, unit_in_last_place};
use crate::model::profile::Overrun;

pub use actual::Actual;
pub use quantity::Quantity;
pub use target::{Target, target, target_in_parts, with_unit};
pub use tier::Tier;

/// What the points of an indicator follow from, as read from its texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessed {
    /// What was asked for.
    pub target: Target,
    /// What was achieved.
    pub actual: Actual,
    /// The points that follow; nothing where people have to judge, or where there is no weight.
    pub points: Option<Points>,
}

/// How a stated score relates to what follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScoreAgreement {
    /// It is what follows, rounded to its digits.
    Rounded,
    /// It is what follows, with the further digits cut off.
    CutOff,
    /// It is more than what follows.
    TooHigh,
    /// It is less.
    TooLow,
}

/// Compares a stated score with the range of what follows.
pub fn fit(score: &Figure, expected: Range) -> ScoreAgreement {
    let stated = score.range();
    let cut = Range { low: score.value, high: score.value + unit_in_last_place(score.decimals) };
    match () {
        () if stated.meets(expected) => ScoreAgreement::Rounded,
        () if cut.low <= expected.high && expected.low < cut.high => ScoreAgreement::CutOff,
        () if stated.low > expected.high => ScoreAgreement::TooHigh,
        () => ScoreAgreement::TooLow,
    }
}

/// What the points of an indicator follow from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Points {
    /// The rule that gives them.
    pub case: Case,
    /// Whether the target is met.
    pub met: bool,
    /// The points that follow, before rounding.
    pub value: Decimal,
    /// The same for every true value of the actual value, and where people may choose.
    pub range: Range,
    /// What another reading of the regulation gives, where practice differs.
    pub preset: Option<Range>,
    /// The formula with its figures: 「完成值 40 ÷ 指标值 50 × 分值 5」.
    pub formula: String,
    /// How many times the target was achieved, at least; of upward targets that are met.
    pub reach: Option<Decimal>,
    /// Which way the target points is not stated, but assumed from the name of the indicator.
    pub assumed: bool,
}

/// Which of the scoring rules applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    /// Up, met.
    Met,
    /// Up, not met.
    Short,
    /// Down, met or not.
    Down,
    /// An exact value, a range or a deadline: the points are only suggested.
    Exact,
    /// Too late: any points are for people to give.
    Late,
}

/// The points that a target and an actual value give; nothing where people have to judge.
pub fn points(target: &Target, actual: &str, weight: Decimal, overrun: Option<Overrun>) -> Option<Points> {
    if let Target::Deadline(deadline) = target {
        return match deadline.kept_by(&target::plain(actual))? {
            true => Some(Points::full(Case::Exact, weight, "已按期完成，得满分")),
            false => Some(Points::late(weight)),
        };
    }
    let done = Actual::read(actual).against(target)?;
    match target {
        // Reached is not passed.
        Target::Up(aim) | Target::Down(aim) if aim.strict && aim.value == done.value => None,
        // Nothing is in proportion to zero: people judge.
        Target::Up(aim) | Target::Down(aim) if aim.value.is_zero() && !done.value.is_zero() => None,
        Target::Up(aim) => upwards(aim, &done, weight).map(|points| Points { assumed: aim.assumed, ..points }),
        Target::Down(aim) => {
            downwards(aim, &done, weight, overrun).map(|points| Points { assumed: aim.assumed, ..points })
        }
        Target::Exact { low, high, less_is_better } => exactly([low, high], *less_is_better, &done, weight),
        Target::Unclear(aim) => {
            (aim.value == done.value).then(|| Points::full(Case::Met, weight, "与指标值相同，得满分"))
        }
        Target::Deadline(_) | Target::Qualitative | Target::Other => None,
    }
}

/// Full marks when met, else in proportion: 完成值 ÷ 指标值 × 分值.
fn upwards(aim: &Quantity, done: &Quantity, weight: Decimal) -> Option<Points> {
    if done.value >= aim.value {
        let reach = done.range.low.checked_div(aim.value);
        let full = Points::full(Case::Met, weight, "已达指标值，得满分");
        // 95.0 % may be a little less than the 95 % that were aimed at.
        let low = (done.range.low * weight).checked_div(aim.value).map_or(weight, |low| low.min(weight));
        return Some(Points { reach, range: Range { low, high: weight }, ..full });
    }
    Some(Points::share_of(Case::Short, done, aim, weight))
}

/// Full marks when kept, else 指标值 ÷ 完成值 × 分值; some bureaus take (2 − 完成值 ÷ 指标值) × 分值.
fn downwards(aim: &Quantity, done: &Quantity, weight: Decimal, overrun: Option<Overrun>) -> Option<Points> {
    if done.value <= aim.value {
        let full = Points::full(Case::Down, weight, "未超过指标值，得满分");
        let low = (aim.value * weight).checked_div(done.range.high).map_or(weight, |low| low.min(weight));
        return Some(Points { range: Range { low, high: weight }, ..full });
    }
    let ratio = Points::excess_of(Case::Down, aim, done, weight)?;
    let linear = |done: Decimal| (Decimal::TWO * weight - done * weight / aim.value).max(Decimal::ZERO).min(weight);
    let range = Range { low: linear(done.range.high), high: linear(done.range.low) };
    Some(match overrun {
        Some(Overrun::Ratio) => ratio,
        None => Points { preset: Some(range), ..ratio },
        Some(Overrun::Linear) => {
            let formula = format!("(2 − 完成值 {} ÷ 指标值 {}) × 分值 {weight}", done.show(), aim.show());
            Points { value: linear(done.value), range, formula, ..ratio }
        }
    })
}

/// Full marks inside, in proportion to the nearer bound outside; on the better side any points from there up.
fn exactly([low, high]: [&Quantity; 2], less_is_better: bool, done: &Quantity, weight: Decimal) -> Option<Points> {
    let (below, above) = (done.value < low.value, done.value > high.value);
    if !below && !above {
        let formula = if low == high { "与指标值相同，得满分" } else { "在指标值区间内，得满分" };
        return Some(Points::full(Case::Exact, weight, formula));
    }
    let points = if below {
        Points::share_of(Case::Exact, done, low, weight)
    } else {
        Points::excess_of(Case::Exact, high, done, weight).filter(|_| !high.value.is_zero())?
    };
    let better = below == less_is_better;
    let range = if better { Range { high: weight, ..points.range } } else { points.range };
    Some(Points { met: better, range, ..points })
}

impl Points {
    fn full(case: Case, weight: Decimal, formula: &str) -> Points {
        Points {
            case,
            met: true,
            value: weight,
            range: Range::point(weight),
            preset: None,
            formula: formula.to_string(),
            reach: None,
            assumed: false,
        }
    }

    fn late(weight: Decimal) -> Points {
        let range = Range { low: Decimal::ZERO, high: weight };
        Points { met: false, range, ..Points::full(Case::Late, weight, "晚于指标值，由单位评定") }
    }

    /// 完成值 ÷ 指标值 × 分值, of a target above zero. A target stands for itself; an actual value for what
    /// rounds to it, and it may so reach its target.
    fn share_of(case: Case, done: &Quantity, aim: &Quantity, weight: Decimal) -> Points {
        let share = |done: Decimal| (done * weight / aim.value).min(weight);
        let formula = format!("完成值 {} ÷ 指标值 {} × 分值 {weight}", done.show(), aim.show());
        let range = Range { low: share(done.range.low), high: share(done.range.high) };
        let met = done.range.high >= aim.value;
        Points { met, range, value: share(done.value), ..Points::full(case, weight, &formula) }
    }

    /// 指标值 ÷ 完成值 × 分值
    fn excess_of(case: Case, aim: &Quantity, done: &Quantity, weight: Decimal) -> Option<Points> {
        let share = |done: Decimal| (aim.value * weight).checked_div(done).map(|share| share.min(weight));
        let formula = format!("指标值 {} ÷ 完成值 {} × 分值 {weight}", aim.show(), done.show());
        let high = share(done.range.low.max(aim.value)).unwrap_or(weight);
        let range = Range { low: share(done.range.high)?, high };
        let met = done.range.low <= aim.value;
        Some(Points { met, range, value: share(done.value)?, ..Points::full(case, weight, &formula) })
    }
}

/// The units of a target and an actual value, where they cannot mean the same: 「个」 and `%`.
pub fn units_that_differ(target: &Target, actual: &Actual) -> Option<(String, String)> {
    let (Target::Up(aim) | Target::Down(aim) | Target::Unclear(aim) | Target::Exact { low: aim, .. }) = target else {
        return None;
    };
    let done = actual.quantity()?;
    quantity::units_differ(aim, done).then(|| (aim.unit.clone(), done.unit.clone()))
}
