//! Numbers with their units in running text.
//!
//! Years, dates, numbers of documents and of lists are no quantities; a number beside 约, 近, 余, 超过 is kept apart,
//! because nothing exact follows from it.

use std::ops::Range;

use rust_decimal::Decimal;

use crate::model::figure::{LARGEST, Unit, number};

/// A number with its unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextQuantity {
    /// Its value in `unit`.
    pub value: Decimal,
    /// Digits after the point as written; negative where a magnitude such as 万 took them.
    pub decimals: i32,
    /// What it counts.
    pub unit: Unit,
    /// The measure word of a count: 「期」, 「人次」.
    pub measure: &'static str,
    /// The bytes of the number and its unit in the plain sentence.
    pub span: Range<usize>,
    /// Where the number itself ends.
    pub digits_end: usize,
    /// 约, 近, 余, 超过, 以上 stands beside it.
    pub hedged: bool,
}

/// Measure words, longer ones before those that they begin with.
const MEASURES: &[&str] = &[
    "人次", "批次", "场次", "件次", "户次", "家次", "个", "次", "人", "名", "家", "期", "项", "场", "件", "套", "部",
    "位", "篇", "条", "批", "处", "所", "座", "台", "辆", "户", "份", "本", "张", "种", "亩", "吨", "公里", "千米",
    "小时", "例", "宗", "起", "门",
];
/// What must not follow 分 where it counts points.
const NO_POINTS: &str = "别之类析管钟期成部支行工散布批公局步项子院厂享为级组包赛区歧";
const HEDGES_BEFORE: &[&str] = &[
    "约",
    "近",
    "超",
    "逾",
    "超过",
    "大约",
    "将近",
    "接近",
    "不少于",
    "不低于",
    "不超过",
    "达到或超过",
    "≥",
    "≤",
    "至少",
];
const HEDGES_AFTER: &[&str] = &["以上", "左右", "以下", "以内", "上下"];

/// The quantities of a plain sentence, from left to right.
pub fn quantities(plain: &str) -> Vec<TextQuantity> {
    let mut found = Vec::new();
    let mut position = 0;
    while let Some(start) = next_number(plain, position) {
        let (end, quantity) = at(plain, start);
        found.extend(quantity);
        position = end;
    }
    share_units(plain, &mut found);
    found.into_iter().filter_map(Bare::known).collect()
}

/// A quantity whose unit may stand after a later number: 「5.2、3.1万元」.
struct Bare {
    quantity: TextQuantity,
    has_unit: bool,
}

impl Bare {
    fn known(self) -> Option<TextQuantity> {
        self.has_unit.then_some(self.quantity)
    }
}

/// Where the next number begins, in digits or Chinese numerals.
fn next_number(plain: &str, from: usize) -> Option<usize> {
    let mut characters = plain[from..].char_indices();
    characters.find(|(_, c)| c.is_ascii_digit() || CHINESE.contains(*c)).map(|(offset, _)| from + offset)
}

const CHINESE: &str = "一二三四五六七八九十两百";

/// The quantity at a number, and where to go on.
fn at(plain: &str, start: usize) -> (usize, Option<Bare>) {
    if plain[start..].starts_with(|c: char| c.is_ascii_digit()) {
        in_digits(plain, start)
    } else {
        in_words(plain, start)
    }
}

fn in_digits(plain: &str, start: usize) -> (usize, Option<Bare>) {
    let length =
        plain[start..].find(|c: char| !(c.is_ascii_digit() || c == ',' || c == '.')).unwrap_or(plain.len() - start);
    // A comma or point at the end belongs to the sentence.
    let token = plain[start..start + length].trim_end_matches([',', '.']);
    let end = start + token.len();
    let before = plain[..start].chars().next_back();
    // 「A4」, 「〔2023〕2号」, 「3-5」, 「-0.5%」
    let joined = before.is_some_and(|c| c.is_ascii_alphanumeric() || "〔[~～-—/*×".contains(c));
    let negative = before == Some('-') && !plain[..start - 1].ends_with(|c: char| c.is_ascii_alphanumeric());
    let typed = number::parse(token).filter(|typed| typed.prefix.is_empty() && (!joined || negative));
    let Some(typed) = typed else { return (end, None) };
    let value = if negative { -typed.value } else { typed.value };
    let start = if negative { start - 1 } else { start };
    let Some(bare) = with_unit(plain, start..end, value, typed.decimals) else { return (end, None) };
    (bare.quantity.span.end.max(end), Some(bare))
}

/// 「两万元」, 「十二次」: a numeral with a unit behind it and nothing of a word before it.
fn in_words(plain: &str, start: usize) -> (usize, Option<Bare>) {
    let length =
        plain[start..].find(|c| !"一二三四五六七八九十两百千万亿零".contains(c)).unwrap_or(plain.len() - start);
    let token = &plain[start..start + length];
    // 万 and 亿 before 元 are read with the unit, as behind digits.
    let magnitude = token.strip_suffix(['万', '亿']).filter(|_| plain[start + length..].starts_with('元'));
    let numeral = magnitude.unwrap_or(token);
    let end = start + numeral.len();
    let go_on = start + length;
    let ordinal = plain[..start].ends_with(['第', '之', '每', '“', '"', '“', '《', '成', '星']);
    // 「二期工程」 is an ordinal; 「一家」, 「一项」 and 「三大」 are articles more than figures.
    let typed = Some(numeral)
        .filter(|numeral| !ordinal && *numeral != "一")
        .and_then(|numeral| number::parse(&format!("{numeral}个")));
    let bare = typed.and_then(|typed| with_unit(plain, start..end, typed.value, typed.decimals));
    let bare = bare.filter(|bare| {
        bare.has_unit && !matches!(bare.quantity.unit, Unit::Points | Unit::Percent) && bare.quantity.measure != "期"
    });
    (go_on.max(bare.as_ref().map_or(0, |bare| bare.quantity.span.end)), bare)
}

/// The unit behind a number; nothing where it makes the number a date, an identifier or foreign money.
fn with_unit(plain: &str, number: Range<usize>, value: Decimal, decimals: i32) -> Option<Bare> {
    let rest = &plain[number.end..];
    let hedge_length = rest.chars().next().filter(|c| "余多几".contains(*c)).map_or(0, char::len_utf8);
    let tail = &rest[hedge_length..];
    // Dates, numbers of documents, degrees and levels.
    if tail.starts_with(['年', '月', '日', '号', '时', '周', '届', '度', '级', '〕'])
        || tail.starts_with(|c: char| c.is_ascii_alphabetic())
    {
        return None;
    }
    let (unit, measure, factor, length) = unit_of(tail)?;
    let end = number.end + hedge_length + length;
    let before = &plain[..number.start];
    let hedged = hedge_length > 0
        || HEDGES_BEFORE.iter().any(|hedge| before.ends_with(hedge))
        || HEDGES_AFTER.iter().any(|hedge| plain[end..].starts_with(hedge) || tail[length..].starts_with(hedge));
    let value = if factor > 0 { value.checked_mul(Decimal::from(10_i64.pow(factor)))?.normalize() } else { value };
    let quantity = TextQuantity {
        value,
        decimals: decimals - i32::try_from(factor).unwrap_or(0),
        unit,
        measure,
        digits_end: number.end,
        span: number.start..end,
        hedged,
    };
    (value.abs() <= Decimal::from(LARGEST)).then_some(Bare { has_unit: length > 0, quantity })
}

/// Unit, measure word, zeros of a magnitude, and length in bytes. A bare number may still share a later unit.
fn unit_of(tail: &str) -> Option<(Unit, &'static str, u32, usize)> {
    for foreign in ["万美元", "亿美元", "美元", "港元", "港币", "欧元", "日元", "百万元", "十万元", "元/", "万元/"]
    {
        if tail.starts_with(foreign) {
            return None;
        }
    }
    for unit in [Unit::WanYuan, Unit::YiYuan, Unit::QianYuan, Unit::Yuan] {
        if tail.starts_with(unit.name()) {
            return Some((unit, "", 0, unit.name().len()));
        }
    }
    if let Some(rest) = tail.strip_prefix("个百分点").or_else(|| tail.strip_prefix("百分点")) {
        return Some((Unit::Count, "百分点", 0, tail.len() - rest.len()));
    }
    if tail.starts_with('%') {
        return Some((Unit::Percent, "", 0, 1));
    }
    if let Some(rest) = tail.strip_prefix('分') {
        return (!rest.starts_with(|c| NO_POINTS.contains(c))).then_some((Unit::Points, "", 0, '分'.len_utf8()));
    }
    // 万 before a measure word multiplies; before 元 it is part of the unit, found above.
    let (magnitude, zeros) = match tail.chars().next() {
        Some('万') => ("万", 4),
        Some('亿') => ("亿", 8),
        _ => ("", 0),
    };
    let rest = &tail[magnitude.len()..];
    let measure = MEASURES.iter().find(|measure| rest.starts_with(**measure) && is_measure(rest, measure));
    match measure {
        Some(measure) => Some((Unit::Count, measure, zeros, magnitude.len() + measure.len())),
        None if magnitude.is_empty() && tail.starts_with(['、', '和', '及', '与']) => Some((Unit::Count, "", 0, 0)),
        None => None,
    }
}

/// 「次级」, 「部门」, 「个人」, 「项目」, 「本级」, 「人民」: the word goes on, so that it is no measure word.
fn is_measure(rest: &str, measure: &str) -> bool {
    const LONGER: [&str; 14] = [
        "部门", "个人", "本级", "人民", "本年", "次级", "家庭", "期间", "处理", "处室", "条件", "张家", "所有", "名称",
    ];
    !LONGER.iter().any(|word| word.starts_with(measure) && rest.starts_with(word))
}

/// A number without a unit takes that of the next number, where nothing but 「、」 or 「和」 lies between.
fn share_units(plain: &str, found: &mut [Bare]) {
    // From the right, so that a unit passes through several numbers: 「5.2、3.1、1.0万元」.
    for index in (0..found.len().saturating_sub(1)).rev() {
        let (left, right) = found.split_at_mut(index + 1);
        let (bare, next) = (&mut left[index], &right[0]);
        let between = &plain[bare.quantity.span.end..next.quantity.span.start];
        if !bare.has_unit && next.has_unit && matches!(between, "、" | "和" | "及" | "与") {
            bare.has_unit = true;
            bare.quantity.unit = next.quantity.unit;
            bare.quantity.measure = next.quantity.measure;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let show = |quantity: TextQuantity| {
            let hedge = if quantity.hedged { "约" } else { "" };
            format!("{hedge}{}{}{}", quantity.value, quantity.unit.name(), quantity.measure)
        };
        quantities(text).into_iter().map(show).collect()
    }

    #[test]
    fn numbers_are_read_with_their_units() {
        assert_eq!(shown("收入1,234.50万元，占99.9%，共3.5亿元和200元"), ["1234.50万元", "99.9%", "3.5亿元", "200元"]);
        assert_eq!(shown("推送30期，培训1.2万人次，得分98.5分"), ["30期", "12000人次", "98.5分"]);
        assert_eq!(shown("拨付两万元，开展十二次活动，分别为5.2、3.1万元"), ["2万元", "12次", "5.2万元", "3.1万元"]);
        assert_eq!(shown("约150余人，近20%，200条以上，-3.5%"), ["约150人", "约20%", "约200条", "-3.5%"]);
    }

    #[test]
    fn years_dates_and_identifiers_are_no_quantities() {
        let text =
            "九财绩〔2023〕2号，2022年度3月26日，A4，“5020”项目，一家单位，第三期，两个维护中的一是，20分钟，3个部门";
        assert_eq!(shown(text), ["2个", "3个"]);
        assert_eq!(shown("提高5个百分点，投资3万美元，十大产业链，11人"), ["5百分点", "11人"]);
    }
}
