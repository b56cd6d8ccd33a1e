//! Targets: direction, value, range, deadline, or words.

use rust_decimal::Decimal;

use crate::model::figure::number;
use crate::scoring::date::Deadline;
use crate::scoring::quantity::Quantity;

/// What a target asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// At least this: `≥50个`, 「不少于50」, or a bare number.
    Up(Quantity),
    /// At most this: `≤90万元`, 「控制在90万元以内」, or a bare number of a cost indicator.
    Down(Quantity),
    /// Exactly this (`=100%`), or inside a range (`90%-95%`).
    Exact {
        /// The lower bound.
        low: Quantity,
        /// The upper bound; the lower one again for an exact value.
        high: Quantity,
        /// Less is better, as for costs, so that to stay below is no failure.
        less_is_better: bool,
    },
    /// A bare number of something of which less may be better: met by just that number, else for people.
    Unclear(Quantity),
    /// 「2023年12月底前」
    Deadline(Deadline),
    /// Words, such as 「效果明显」.
    Qualitative,
    /// Anything else with digits: left to people.
    Other,
}

const UP: [&str; 14] = [
    "≥",
    ">=",
    "≧",
    "=>",
    "不少于",
    "不低于",
    "不小于",
    "大于等于",
    "大于或等于",
    "高于或等于",
    "至少",
    "达到",
    "最少",
    "不得少于",
];
const MORE: [&str; 6] = [">", "大于", "高于", "超过", "多于", "超"];
const DOWN: [&str; 14] = [
    "≤",
    "<=",
    "≦",
    "=<",
    "不超过",
    "不高于",
    "不大于",
    "不多于",
    "小于等于",
    "小于或等于",
    "低于或等于",
    "不得超过",
    "最多",
    "不超",
];
const LESS: [&str; 4] = ["<", "小于", "低于", "少于"];
const EQUAL: [&str; 3] = ["==", "=", "等于"];
const DOWN_NAMES: [&str; 3] = ["率下降", "成本", "时间"];
/// In names like these less is often better, or a number alone does not say which way it points.
const UNCLEAR_NAMES: [&str; 36] = [
    "投诉",
    "事故",
    "差错",
    "失误",
    "误差",
    "返工",
    "流失",
    "死亡",
    "发病",
    "违规",
    "违法",
    "违纪",
    "损失",
    "缺陷",
    "用时",
    "耗时",
    "时长",
    "时限",
    "周期",
    "响应",
    "延误",
    "逾期",
    "能耗",
    "排放",
    "控制",
    "费用",
    "单价",
    "价格",
    "造价",
    "降低",
    "下降",
    "变动",
    "调整率",
    "结转",
    "结余",
    "空置",
];
const GOOD_SHARES: [&str; 11] =
    ["完成率", "及时", "合格", "达标", "办结", "处理率", "处置率", "整改", "准确", "覆盖", "满意"];
const SAVING: [&str; 4] = ["节约", "节省", "降低", "下降"];
const BUSY: [&str; 6] = ["开放", "服务", "运行", "培训", "学习", "开馆"];
const TIME_UNITS: &str = " 天 日 个工作日 工作日 小时 分钟 秒 个月 月 周 ";

/// Reads a target whose direction and unit may stand in columns of their own (指标性质, 指标值, 度量单位).
pub fn target_in_parts(direction: &str, value: &str, unit: &str, name: &str, level: &str) -> Target {
    let is_number = number::parse(value).is_some();
    let value = with_unit(value, unit);
    let direction = number::half_width(direction);
    let sign = match direction.as_str() {
        "定性" | "定性指标" => return Target::Qualitative,
        "正向" | "正向指标" => "≥",
        "反向" | "反向指标" | "负向" | "负向指标" | "逆向" | "逆向指标" => "≤",
        "" | "定量" | "定量指标" => "",
        sign => sign,
    };
    // A value that says its direction itself needs no other.
    target(&if is_number { format!("{sign}{value}") } else { value }, name, level)
}

/// A number without unit, with or without a sign before it, followed by the unit that stands in a column of its own.
pub fn with_unit(value: &str, unit: &str) -> String {
    let half = number::half_width(value);
    let unsigned = half.trim().trim_start_matches(['≥', '≤', '≧', '≦', '>', '<', '=']);
    let is_bare = number::parse(unsigned).is_some_and(|typed| typed.unit.is_none() && typed.unit_text.is_empty());
    if is_bare { format!("{}{}", value.trim(), unit.trim()) } else { value.to_string() }
}

/// Reads a target; `name` and `level` (三级, 二级指标) decide the direction of a bare number.
pub fn target(text: &str, name: &str, level: &str) -> Target {
    let plain = plain(text);
    if let Some(deadline) = Deadline::read(&plain).filter(|_| !plain.starts_with(['≤', '<'])) {
        return Target::Deadline(deadline);
    }
    let plain = without_subject(plain);
    signed(&plain, name, level)
        .or_else(|| suffixed(&plain))
        .or_else(|| range(&plain, name, level))
        .or_else(|| Quantity::read(&plain).map(|quantity| bare(quantity, name, level)))
        .unwrap_or_else(|| unmeasured(&plain))
}

/// Half-width, without any space, without a full stop at the end.
pub fn plain(text: &str) -> String {
    let plain: String = number::half_width(text).chars().filter(|c| !c.is_whitespace()).collect();
    plain.trim_end_matches(['。', ';', '.', ',']).to_string()
}

/// A target that begins with its direction; `Other` where no quantity follows.
fn signed(plain: &str, name: &str, level: &str) -> Option<Target> {
    let after = |signs: &[&str]| signs.iter().find_map(|sign| plain.strip_prefix(sign));
    let strictly = |rest: &str, target: fn(Quantity) -> Target| strict(rest).map(target);
    let found = if let Some(rest) = after(&UP) {
        Quantity::read(strip_suffixes(rest, &["及以上", "以上"]).unwrap_or(rest)).map(Target::Up)
    } else if let Some(rest) = after(&DOWN) {
        let rest = strip_suffixes(rest, &["以内", "以下"]).unwrap_or(rest);
        Quantity::read(rest).map(Target::Down).or_else(|| Deadline::read(rest).map(Target::Deadline))
    } else if let Some(rest) = after(&MORE) {
        strictly(rest, Target::Up)
    } else if let Some(rest) = after(&LESS) {
        strictly(rest, Target::Down)
    } else {
        Quantity::read(after(&EQUAL)?).map(|quantity| Target::Exact {
            less_is_better: less_is_better(&quantity, name, level),
            low: quantity.clone(),
            high: quantity,
        })
    };
    Some(found.unwrap_or_else(|| unmeasured(plain)))
}

/// What has to be passed: 「超过50个」.
fn strict(rest: &str) -> Option<Quantity> {
    Quantity::read(rest).map(|quantity| Quantity { strict: true, ..quantity })
}

/// A target that ends with its direction: 「50个以上」, 「控制在90万元以内」.
fn suffixed(plain: &str) -> Option<Target> {
    if let Some(rest) = strip_suffixes(plain, &["及以上", "以上"]) {
        return Some(Quantity::read(rest).map_or_else(|| unmeasured(plain), Target::Up));
    }
    let within = ["控制在", "限制在", "在"].iter().find_map(|word| plain.strip_prefix(word)).unwrap_or(plain);
    let rest = strip_suffixes(within, &["以内", "之内", "及以下", "以下", "内"])?;
    Some(Quantity::read(rest).map_or_else(|| unmeasured(plain), Target::Down))
}

/// 「90%-95%」, 「90%～95%」, 「90至95%」
fn range(plain: &str, name: &str, level: &str) -> Option<Target> {
    let (left, right) = ["~", "至", "到", "—", "–", "-"].iter().find_map(|between| plain.split_once(between))?;
    let upper = number::parse(right).filter(|typed| !typed.suffix.starts_with(['年', '月', '日', '号']))?;
    let lower = number::parse(left)?;
    // The unit behind the second number counts for both.
    let left = if lower.suffix.is_empty() { format!("{left}{}", upper.suffix) } else { left.to_string() };
    let (low, high) = (Quantity::read(&left)?, Quantity::read(right)?);
    let years = |quantity: &Quantity| (Decimal::from(1990)..Decimal::from(2100)).contains(&quantity.value);
    let is_years = high.unit.is_empty() && years(&low) && years(&high);
    let sound = low.unit == high.unit && low.value < high.value && !is_years;
    sound.then(|| Target::Exact { less_is_better: less_is_better(&high, name, level), low, high })
}

/// A bare number is a floor; of a cost or a time, a ceiling.
fn bare(quantity: Quantity, name: &str, level: &str) -> Target {
    let quantity = Quantity { assumed: true, ..quantity };
    let named = |words: &[&str]| words.iter().any(|word| name.contains(word));
    let is_cost = level.contains("成本") || name.contains("成本");
    let is_time = name.contains("时间") && !is_cost;
    match () {
        () if is_cost && named(&SAVING) => Target::Unclear(quantity),
        () if is_cost || name.contains("率下降") => Target::Down(quantity),
        () if is_good_share(&quantity, name) => Target::Up(quantity),
        () if is_time && (named(&BUSY) || quantity.unit == "%") => Target::Unclear(quantity),
        () if is_time => Target::Down(quantity),
        () if named(&UNCLEAR_NAMES) || lasts(&quantity, level) => Target::Unclear(quantity),
        () => Target::Up(quantity),
    }
}

/// Whether to stay below an exact value is better than to pass it.
fn less_is_better(quantity: &Quantity, name: &str, level: &str) -> bool {
    let named = DOWN_NAMES.iter().chain(&UNCLEAR_NAMES).any(|word| name.contains(word));
    (named || level.contains("成本") || lasts(quantity, level)) && !is_good_share(quantity, name)
}

/// So many days of a 时效指标.
fn lasts(quantity: &Quantity, level: &str) -> bool {
    level.contains("时效") && TIME_UNITS.contains(&format!(" {} ", quantity.unit))
}

/// 「投诉办结率」, 「响应及时率」: of these more is better, whatever else the name says.
fn is_good_share(quantity: &Quantity, name: &str) -> bool {
    let name = name.replace("不合格", "").replace("不满意", "").replace("不达标", "");
    quantity.unit == "%" && GOOD_SHARES.iter().any(|word| name.contains(word))
}

/// 「合格率≥95%」 → 「≥95%」: what stands before the sign is what is measured.
fn without_subject(text: String) -> String {
    let sign = text.find(['≥', '≤', '≧', '≦']);
    match sign.filter(|&sign| !text[..sign].contains(|c: char| c.is_ascii_digit())) {
        Some(sign) => text[sign..].to_string(),
        None => text,
    }
}

/// A target that is no quantity: words are qualitative, anything with digits is left to people.
fn unmeasured(text: &str) -> Target {
    if text.chars().any(|c| c.is_ascii_digit()) { Target::Other } else { Target::Qualitative }
}

fn strip_suffixes<'a>(text: &'a str, suffixes: &[&str]) -> Option<&'a str> {
    suffixes.iter().find_map(|suffix| text.strip_suffix(suffix))
}
