//! Points that follow from target, actual value and weight.

use rust_decimal::Decimal;

use crate::figure::{Figure, Range, Unit, unit_in_last_place};
use crate::read::number::{self, Typed};

/// How a stated score relates to what follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
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
pub fn fit(score: &Figure, expected: Range) -> Fit {
    let stated = score.range();
    let cut = Range { low: score.value, high: score.value + unit_in_last_place(score.decimals) };
    match () {
        () if stated.meets(expected) => Fit::Rounded,
        () if cut.low <= expected.high && expected.low < cut.high => Fit::CutOff,
        () if stated.low > expected.high => Fit::TooHigh,
        () => Fit::TooLow,
    }
}

/// A number with its unit, from a target or an actual value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantity {
    /// As typed, with a magnitude multiplied out.
    pub value: Decimal,
    /// What it stands for: exact for counts, by its digits for percentages and decimals.
    pub range: Range,
    /// 「个」, `%`; empty if none was typed.
    pub unit: String,
}

impl Quantity {
    fn of(typed: &Typed) -> Quantity {
        let half = unit_in_last_place(typed.decimals) * Decimal::new(5, 1);
        let rounded = typed.unit == Some(Unit::Percent) || typed.decimals > 0 || typed.hedged;
        let range = if rounded {
            Range { low: typed.value - half, high: typed.value + half }
        } else {
            Range::point(typed.value)
        };
        let unit = if typed.unit == Some(Unit::Percent) { "%".to_string() } else { typed.unit_text.clone() };
        Quantity { value: typed.value, range, unit }
    }

    /// The same quantity in the unit of another, if the two can be compared.
    fn comparable(self, target: &Quantity) -> Option<Quantity> {
        let money = |unit: &str| Unit::of_money(unit).filter(|known| known.name() == unit).map(Unit::scale);
        match (money(&self.unit), money(&target.unit)) {
            (Some(from), Some(to)) => return Some(self.times(from / to, &target.unit)),
            _ if self.unit == target.unit || target.unit.is_empty() && self.unit != "%" => return Some(self),
            // 「≥95」 answered by 「76%」: a number up to a hundred may go without its sign.
            _ if target.unit.is_empty() && target.value <= Decimal::ONE_HUNDRED && target.value > Decimal::ONE => {
                return Some(self);
            }
            _ => {}
        }
        let bare = self.unit.is_empty();
        // 0.95 beside a target in percent is 95 %: a fraction, unless the target itself is that small.
        if bare && target.unit == "%" && self.value <= Decimal::ONE && target.value > Decimal::TWO {
            return Some(self.times(Decimal::ONE_HUNDRED, "%"));
        }
        bare.then_some(Quantity { unit: target.unit.clone(), ..self })
    }

    fn times(self, factor: Decimal, unit: &str) -> Quantity {
        Quantity { value: self.value * factor, range: self.range * Range::point(factor), unit: unit.to_string() }
    }
}

/// What a target asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// At least this: `≥50个`, 「不少于50」, or a bare number.
    Up(Quantity),
    /// At most this: `≤90万元`, 「控制在90万元以内」, or a bare number of a cost indicator.
    Down(Quantity),
    /// Words, such as 「效果明显」.
    Qualitative,
    /// A range, a deadline, an exact value: left to people.
    Other,
}

const UP: [&str; 13] =
    ["≥", ">=", "≧", ">", "不少于", "不低于", "不小于", "大于等于", "大于", "高于", "超过", "至少", "达到"];
const DOWN: [&str; 12] =
    ["≤", "<=", "≦", "<", "不超过", "不高于", "不大于", "不多于", "小于等于", "小于", "低于", "少于"];
const DOWN_NAMES: [&str; 3] = ["率下降", "成本", "时间"];

/// Reads a target whose direction and unit may stand in columns of their own (指标性质, 指标值, 度量单位).
pub fn target_in_parts(direction: &str, value: &str, unit: &str, name: &str, level: &str) -> Target {
    let bare = is_bare(value);
    let value = with_unit(value, unit);
    let direction = number::half_width(direction);
    match direction.as_str() {
        "定性" | "定性指标" => Target::Qualitative,
        "正向" | "正向指标" => target(&format!("≥{value}"), name, level),
        "反向" | "反向指标" | "负向" | "负向指标" => target(&format!("≤{value}"), name, level),
        "" | "定量" | "定量指标" => target(&value, name, level),
        sign if bare => target(&format!("{sign}{value}"), name, level),
        _ => target(&value, name, level), // the value says its direction itself
    }
}

/// A number without unit, followed by the unit that stands in a column of its own.
pub fn with_unit(value: &str, unit: &str) -> String {
    if is_bare(value) { format!("{}{}", value.trim(), unit.trim()) } else { value.to_string() }
}

fn is_bare(value: &str) -> bool {
    number::parse(value).is_some_and(|typed| typed.unit.is_none() && typed.unit_text.is_empty())
}

/// Reads a target; `name` and `level` (三级, 二级指标) decide the direction of a bare number.
pub fn target(text: &str, name: &str, level: &str) -> Target {
    let plain: String = number::half_width(text).chars().filter(|c| !c.is_whitespace()).collect();
    let plain = without_subject(plain);
    if let Some(rest) = UP.iter().find_map(|sign| plain.strip_prefix(sign)) {
        return quantity(rest.trim_end_matches("以上")).map_or_else(|| unmeasured(&plain), Target::Up);
    }
    if let Some(rest) = DOWN.iter().find_map(|sign| plain.strip_prefix(sign)) {
        return quantity(rest).map_or_else(|| unmeasured(&plain), Target::Down);
    }
    if let Some(rest) = strip_suffixes(&plain, &["及以上", "以上"]) {
        return quantity(rest).map_or_else(|| unmeasured(&plain), Target::Up);
    }
    let within = plain.strip_prefix("控制在").unwrap_or(&plain);
    if let Some(rest) = strip_suffixes(within, &["以内", "之内", "以下", "内"]) {
        return quantity(rest).map_or_else(|| unmeasured(&plain), Target::Down);
    }
    let is_cost = level.contains("成本") || DOWN_NAMES.iter().any(|word| name.contains(word));
    match quantity(&plain) {
        Some(quantity) if is_cost => Target::Down(quantity),
        Some(quantity) => Target::Up(quantity),
        None => unmeasured(&plain),
    }
}

/// 「合格率≥95%」 → 「≥95%」: what stands before the sign is what is measured.
fn without_subject(text: String) -> String {
    let sign = text.find(['≥', '≤', '≧', '≦']);
    match sign.filter(|&sign| !text[..sign].contains(|c: char| c.is_ascii_digit())) {
        Some(sign) => text[sign..].to_string(),
        None => text,
    }
}

/// 「完成2期（因疫情）」 → 「2期」.
fn without_remarks(actual: &str) -> &str {
    let words = ["已完成", "实际完成", "完成", "实际", "共", "达到"];
    let rest = words.iter().find_map(|word| actual.strip_prefix(word)).unwrap_or(actual);
    match rest.strip_suffix(')').and_then(|inside| inside.find('(')) {
        Some(open) if open > 0 => &rest[..open],
        _ => rest,
    }
}

/// A target that is no quantity: words are qualitative, anything with digits (a deadline, a range) is left to people.
fn unmeasured(text: &str) -> Target {
    if text.chars().any(|c| c.is_ascii_digit()) { Target::Other } else { Target::Qualitative }
}

fn strip_suffixes<'a>(text: &'a str, suffixes: &[&str]) -> Option<&'a str> {
    suffixes.iter().find_map(|suffix| text.strip_suffix(suffix))
}

fn quantity(text: &str) -> Option<Quantity> {
    let typed = number::parse(text)?;
    let unit_is_a_date = typed.unit_text.starts_with(['年', '月', '日']) && typed.unit_text.chars().count() > 1;
    (!unit_is_a_date && typed.value >= Decimal::ZERO).then(|| Quantity::of(&typed))
}

/// What the points of an indicator follow from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Points {
    /// The rule that gives them: `met`, `short` (up, not met), `over` (down, not met).
    pub case: Case,
    /// The points that follow, before rounding.
    pub value: Decimal,
    /// The same for every true value of target and actual value.
    pub range: Range,
    /// What another reading of the regulation gives, where practice differs.
    pub preset: Option<Range>,
    /// The formula with its figures: 「完成值 40 ÷ 指标值 50 × 分值 5」.
    pub formula: String,
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
}

/// The points that a target and an actual value give; nothing where people have to judge.
pub fn points(target: &Target, actual: &str, weight: Decimal) -> Option<Points> {
    let plain: String = number::half_width(actual).chars().filter(|c| !c.is_whitespace()).collect();
    let (Target::Up(aim) | Target::Down(aim)) = target else { return None };
    let done = quantity(without_remarks(&plain))?.comparable(aim)?;
    if aim.value.is_zero() && !done.value.is_zero() {
        return None; // nothing is in proportion to zero: people judge
    }
    if matches!(target, Target::Up(_)) { upwards(aim, &done, weight) } else { downwards(aim, &done, weight) }
}

/// Full marks when met, else in proportion: 完成值 ÷ 指标值 × 分值.
fn upwards(aim: &Quantity, done: &Quantity, weight: Decimal) -> Option<Points> {
    if done.range.high >= aim.value {
        return Some(Points::full(Case::Met, weight, "已达指标值，得满分"));
    }
    let formula = format!("完成值 {} ÷ 指标值 {} × 分值 {weight}", done.value, aim.value);
    Points::ratio(Case::Short, done, aim, weight, formula)
}

/// Full marks when kept, else 指标值 ÷ 完成值 × 分值; some bureaus take (2 − 完成值 ÷ 指标值) × 分值.
fn downwards(aim: &Quantity, done: &Quantity, weight: Decimal) -> Option<Points> {
    if done.range.low <= aim.value {
        return Some(Points::full(Case::Down, weight, "未超过指标值，得满分"));
    }
    let formula = format!("指标值 {} ÷ 完成值 {} × 分值 {weight}", aim.value, done.value);
    let points = Points::ratio(Case::Down, aim, done, weight, formula)?;
    let preset = done.range.divide(aim.range).map(|overrun| {
        let linear = Range::point(Decimal::TWO) - overrun;
        let kept = Range { low: linear.low.max(Decimal::ZERO), high: linear.high.max(Decimal::ZERO) };
        kept * Range::point(weight)
    });
    Some(Points { preset, ..points })
}

impl Points {
    fn full(case: Case, weight: Decimal, formula: &str) -> Points {
        Points { case, value: weight, range: Range::point(weight), preset: None, formula: formula.to_string() }
    }

    fn ratio(case: Case, above: &Quantity, below: &Quantity, weight: Decimal, formula: String) -> Option<Points> {
        let value = above.value.checked_div(below.value)?.checked_mul(weight)?;
        let range = above.range.divide(below.range)?.at_most(Decimal::ONE) * Range::point(weight);
        Some(Points { case, value, range, preset: None, formula })
    }
}

/// The three tiers of qualitative results (办法第二十条的三档).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tier {
    /// 达成年度指标: 80–100 %.
    Reached,
    /// 部分达成年度指标并具有一定效果: 60–80 %.
    Partly,
    /// 未达成年度指标且效果较差: 0–60 %.
    Missed,
}

impl Tier {
    /// The tier that an actual value names in the words of the regulation; free wording names none.
    pub fn of(actual: &str) -> Option<Tier> {
        let plain: String = actual.chars().filter(|c| !c.is_whitespace() && !"，,。;；".contains(*c)).collect();
        let rest = |tier: &str| {
            let rest = plain.strip_prefix(tier)?;
            ["年度指标", "年度目标", "预期指标", "预期目标"].iter().find_map(|subject| rest.strip_prefix(subject))
        };
        let alone = |prefix: &str| rest(prefix).is_some_and(str::is_empty);
        match () {
            () if ["达成", "已达成", "全部达成", "完全达成"].iter().any(|prefix| alone(prefix)) => {
                Some(Tier::Reached)
            }
            () if rest("部分达成").is_some() => Some(Tier::Partly),
            () if rest("未达成").is_some() => Some(Tier::Missed),
            () => None,
        }
    }

    /// Lower and upper share of the weight; the upper one belongs to the next tier (but 100 % to the first).
    pub fn shares(self) -> (Decimal, Decimal) {
        let share = |percent| Decimal::new(percent, 2);
        match self {
            Tier::Reached => (share(80), share(100)),
            Tier::Partly => (share(60), share(80)),
            Tier::Missed => (share(0), share(60)),
        }
    }

    /// Whether a score is inside, with bounds rounded to two digits as people round them.
    pub fn allows(self, score: Decimal, weight: Decimal) -> bool {
        let (low, high) = self.shares();
        let low = crate::figure::round(low * weight, 2).min(low * weight);
        let below = crate::figure::round(high * weight, 2);
        let above_low = score >= low;
        match self {
            Tier::Reached => above_low && score <= weight,
            _ => above_low && (score < high * weight || score < below),
        }
    }
}

#[cfg(test)]
mod tests;
