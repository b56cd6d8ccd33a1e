//! A parser of numbers, in every way that people type them.
//!
//! Full-width digits, any thousands separator, trailing units, hedges (约, 近, 余, 多), brackets or
//! △ for minus, Chinese numerals. What is not a number as a whole (「50个，其中…」) is not read as one.

use chinese_number::from_chinese_to_u64_ten_thousand;
use rust_decimal::Decimal;
use unicode_normalization::UnicodeNormalization;

use crate::model::figure::{LARGEST, Unit};

/// What a text in the place of a figure turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// Blank, or a sign that nothing is stated (`—`, `/`, 「无」, 「不适用」). Never zero.
    NotStated,
    /// A number.
    Number(Typed),
    /// Something else.
    Unreadable,
}

/// A number as typed, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed {
    /// Its value in `unit`; 「3万人」 is 30000.
    pub value: Decimal,
    /// Digits after the point as typed; negative where a magnitude such as 万 took them.
    pub decimals: i32,
    /// The unit typed after it, if it is one that this program calculates with.
    pub unit: Option<Unit>,
    /// The unit as typed: 「个」, `%`, 「万元」; may be empty.
    pub unit_text: String,
    /// 约, 近, 余 or 多 stood beside it.
    pub hedged: bool,
    /// What stood before the digits.
    pub prefix: String,
    /// What stood after the digits.
    pub suffix: String,
}

const NOT_STATED: [&str; 12] = ["", "-", "--", "—", "——", "―", "/", "\\", "无", "不适用", "N/A", "n/a"];
const HEDGES_BEFORE: [&str; 4] = ["大约", "约", "近", "达"];
const HEDGES_AFTER: [char; 2] = ['余', '多'];
/// More digits after the point than this are no figure.
const MOST_DECIMALS: usize = 12;
/// What may follow a Chinese numeral: without one of these 「十分明显」 would be ten of something.
const MEASURE_WORDS: &str = " 个 次 人 人次 家 期 项 场 场次 件 套 部 名 位 元 元整 万元 亿元 篇 条 批 批次 处 所 座 台 辆 户 份 本 张 种 天 年 周 小时 分 公里 亩 吨 ";
const CHINESE_DIGITS: &str = "零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟";

/// The text with full-width letters, digits and signs made half-width, without space at the ends.
pub fn half_width(text: &str) -> String {
    if is_plain(text) {
        return text.trim().to_string();
    }
    if text.chars().all(folds) {
        return text.chars().map(folded).collect::<String>().trim().to_string();
    }
    text.nfkc().collect::<String>().replace('−', "-").trim().to_string()
}

/// Whether a text consists of characters that stay as they are when full-width ones are made half-width: nearly every
/// cell does, and normalising it would take longer than everything else that is done with it.
pub fn is_plain(text: &str) -> bool {
    text.chars().all(stays)
}

fn stays(c: char) -> bool {
    c.is_ascii() || matches!(c, '\u{4e00}'..='\u{9fff}' | '、' | '。' | '—' | '≥' | '≤' | '“' | '”')
}

/// Whether a character stays, or is one of those with a half-width form that [`folded`] gives.
pub fn folds(c: char) -> bool {
    stays(c) || matches!(c, '！'..='～' | '\u{3000}')
}

/// The half-width form of a full-width letter, digit, sign or space: what normalising makes of it, at less cost.
pub fn folded(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '！'..='～' => char::from_u32(u32::from(c) - u32::from('！') + u32::from('!')).unwrap_or(c),
        _ => c,
    }
}

/// Reads a text that stands where a figure is expected.
pub fn read(text: &str) -> Reading {
    let plain = half_width(text);
    if NOT_STATED.contains(&plain.as_str()) || plain.chars().all(|c| matches!(c, '-' | '—' | '─' | '―' | '－')) {
        return Reading::NotStated;
    }
    parse(&plain).map_or(Reading::Unreadable, Reading::Number)
}

/// Whether a text begins with a Chinese character with which no number begins: nearly all words do.
fn begins_a_word(text: &str) -> bool {
    let first = text.trim_start().chars().next().unwrap_or_default();
    let begins_a_number = || "大约近达百负".contains(first) || CHINESE_DIGITS.contains(first);
    ('\u{4e00}'..='\u{9fff}').contains(&first) && !begins_a_number()
}

/// Reads a number and nothing but a number (with its unit), or gives nothing.
pub fn parse(text: &str) -> Option<Typed> {
    if begins_a_word(text) {
        return None;
    }
    let plain = half_width(text);
    let (hedged_before, rest) = strip_hedge(&plain);
    let (hundredths, rest) = match rest.strip_prefix("百分之") {
        Some(rest) => (true, rest),
        None => (false, rest),
    };
    let (negative, body, closing) = strip_sign(rest);
    let (number, decimals, after) = leading_number(body)?;
    let (inside, outside) = if closing { after.split_once(')')? } else { (after, "") };
    let tail = format!("{inside}{outside}");
    if tail.chars().any(|c| c.is_ascii_digit()) {
        return None;
    }
    let prefix = plain[..plain.len() - body.len()].to_string();
    let signed = if negative { -number } else { number };
    let typed = Typed {
        value: signed,
        decimals,
        unit: hundredths.then_some(Unit::Percent),
        unit_text: String::new(),
        hedged: hedged_before || tail.contains(HEDGES_AFTER),
        prefix: prefix.trim_end_matches(['-', '△', '▲', '(', '负']).to_string(),
        suffix: outside_suffix(after, closing),
    };
    Some(with_unit(typed, &tail, hundredths)).filter(|typed| typed.value.abs() <= Decimal::from(LARGEST))
}

fn outside_suffix(after: &str, closing: bool) -> String {
    if closing { after.replacen(')', "", 1) } else { after.to_string() }
}

fn strip_hedge(text: &str) -> (bool, &str) {
    for hedge in HEDGES_BEFORE {
        if let Some(rest) = text.strip_prefix(hedge) {
            return (hedge != "达", rest.trim_start());
        }
    }
    (false, text)
}

/// Minus, the body, and whether a bracket has to close behind it.
fn strip_sign(text: &str) -> (bool, &str, bool) {
    if let Some(rest) = text.strip_prefix('(') {
        return (true, rest.trim_start(), true);
    }
    for sign in ['-', '△', '▲', '负'] {
        if let Some(rest) = text.strip_prefix(sign) {
            return (true, rest.trim_start(), false);
        }
    }
    (false, text.strip_prefix('+').unwrap_or(text), false)
}

/// The number at the start, its digits after the point, and the rest of the text.
fn leading_number(text: &str) -> Option<(Decimal, i32, &str)> {
    let end = text.find(|c: char| !(c.is_ascii_digit() || is_separator(c) || c == '.')).unwrap_or(text.len());
    let token = text[..end].trim_end_matches(is_separator);
    if !token.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return chinese_number(text);
    }
    let rest = &text[token.len()..];
    let digits = without_separators(token)?;
    let decimals = digits.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    let (exponent, rest) = exponent(rest);
    if exponent.is_empty() {
        return Some((digits.parse().ok()?, i32::try_from(decimals).ok()?, rest));
    }
    let value = Decimal::from_scientific(&format!("{digits}{exponent}")).ok()?;
    Some((value, i32::try_from(value.normalize().scale()).ok()?, rest))
}

fn is_separator(c: char) -> bool {
    matches!(c, ',' | '\'' | ' ' | '\u{a0}' | '\u{202f}' | '’')
}

/// Drops separators, which must part groups of three digits.
fn without_separators(token: &str) -> Option<String> {
    let (whole, fraction) = token.split_once('.').unwrap_or((token, ""));
    if fraction.len() > MOST_DECIMALS || fraction.contains(|c: char| !c.is_ascii_digit()) {
        return None;
    }
    let groups: Vec<&str> = whole.split(is_separator).filter(|group| !group.is_empty()).collect();
    let grouped = groups.len() < 2 || (groups[1..].iter().all(|group| group.len() == 3) && groups[0].len() <= 3);
    let digits = groups.concat();
    if !grouped || digits.len() + fraction.len() > 27 {
        return None;
    }
    Some(if token.contains('.') { format!("{digits}.{fraction}") } else { digits })
        .map(|number| if number.starts_with('.') { format!("0{number}") } else { number })
        .map(|number| number.trim_end_matches('.').to_string())
}

fn exponent(rest: &str) -> (&str, &str) {
    let Some(after) = rest.strip_prefix(['e', 'E']) else { return ("", rest) };
    let unsigned = after.strip_prefix(['+', '-']).unwrap_or(after);
    let digits = unsigned.len() - unsigned.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if digits == 0 || digits > 2 {
        return ("", rest);
    }
    rest.split_at(1 + (after.len() - unsigned.len()) + digits)
}

/// 「十二」, 「两万元」: a Chinese numeral and nothing but a measure word behind it; 「一般」 is none.
fn chinese_number(text: &str) -> Option<(Decimal, i32, &str)> {
    let end = text.find(|c| !CHINESE_DIGITS.contains(c)).unwrap_or(text.len());
    let (mut token, mut rest) = text.split_at(end);
    if let Some(rest_with_unit) = text[..end].strip_suffix(['万', '亿'])
        && !rest_with_unit.is_empty()
        && rest.starts_with('元')
    {
        (token, rest) = text.split_at(rest_with_unit.len());
    }
    let unit = rest.trim_start_matches(HEDGES_AFTER);
    let alone = unit.is_empty() && token.chars().count() > 1;
    if token.is_empty()
        || token.starts_with(['万', '亿', '百', '千'])
        || !alone && !MEASURE_WORDS.contains(&format!(" {unit} "))
    {
        return None;
    }
    let number = from_chinese_to_u64_ten_thousand(token.replace('两', "二").replace('〇', "零")).ok()?;
    Some((Decimal::from(number), 0, rest))
}

/// Recognises the unit behind the digits; a magnitude of a count is multiplied out.
fn with_unit(typed: Typed, tail: &str, hundredths: bool) -> Typed {
    let tail = tail.trim().trim_start_matches(HEDGES_AFTER).to_string();
    let unit = match tail.as_str() {
        "%" | "百分比" | "个百分点" | "百分点" => Some(Unit::Percent),
        "千元" => Some(Unit::QianYuan),
        "万元" => Some(Unit::WanYuan),
        "亿元" => Some(Unit::YiYuan),
        "元" | "元整" => Some(Unit::Yuan),
        "分" => Some(Unit::Points),
        _ => typed.unit,
    };
    if unit.is_some() || hundredths {
        return Typed { unit, unit_text: tail, ..typed };
    }
    for (magnitude, zeros) in [('万', 4), ('亿', 8)] {
        if let Some(rest) = tail.strip_prefix(magnitude) {
            let value = typed.value.saturating_mul(Decimal::from(10_i64.pow(zeros)));
            let decimals = typed.decimals - i32::try_from(zeros).expect("4 or 8");
            return Typed { value, decimals, unit_text: rest.trim_start_matches(HEDGES_AFTER).to_string(), ..typed };
        }
    }
    Typed { unit_text: tail, ..typed }
}

#[cfg(test)]
mod tests;
