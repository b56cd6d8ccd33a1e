//! Normalisation of labels: stripped of everything that clerks add to them.

use unicode_normalization::UnicodeNormalization;

use crate::model::figure::number::{folded, folds};
use crate::model::text::year::leading_year;

/// A label without spaces, line breaks, quotation marks, asterisks and a closing colon, half-width throughout.
pub fn normalise(label: &str) -> String {
    // Most labels are words that hold nothing to be taken off.
    if label.chars().all(is_word) {
        return label.to_string();
    }
    let stays = |c: &char| !c.is_whitespace() && !is_decoration(*c);
    let plain: String = match label.chars().all(folds) {
        true => folded_without(label, stays),
        // ① behind a label numbers the column.
        false => label.chars().filter(|c| !('①'..='⑳').contains(c)).nfkc().filter(stays).collect(),
    };
    plain.trim_end_matches(':').to_string()
}

/// The half-width characters of a text that stay.
fn folded_without(label: &str, stays: impl Fn(&char) -> bool) -> String {
    let mut plain = String::with_capacity(label.len());
    label.chars().map(folded).filter(stays).for_each(|c| plain.push(c));
    plain
}

/// Chinese characters and what else never changes, but for the colon.
fn is_word(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '0'..='9' | 'a'..='z' | 'A'..='Z' | '%' | '(' | ')' | '.' | ',' | '-' | '/' | '≥' | '≤' | '—')
}

fn is_decoration(c: char) -> bool {
    matches!(
        c,
        '*' | '★'
            | '▲'
            | '☆'
            | '●'
            | '“'
            | '”'
            | '"'
            | '\''
            | '‘'
            | '’'
            | '《'
            | '》'
            | '「'
            | '」'
            | '\u{200b}'
            | '\u{feff}'
    )
}

/// Whether a text is this label, in any of the ways labels are typed.
pub fn is_label(text: &str, label: &str) -> bool {
    variants(&normalise(text)).contains(&&*normalise(label))
}

/// The forms in which a normalised label is looked up, the most literal first.
pub fn variants(plain: &str) -> Vec<&str> {
    if is_bare(plain) {
        return vec![plain];
    }
    let bare = without_year(without_numbering(without_of_which(plain)));
    let after_colon = plain.rsplit_once(':').map_or("", |(_, rest)| without_of_which(rest)); // 「按来源：财政拨款」
    let stripped = without_brackets(bare);
    let candidates = [
        bare,
        without_brackets(plain),
        stripped,
        without_formula(bare),
        without_formula(stripped),
        without_unit(stripped),
        after_colon,
        without_brackets(after_colon),
    ];
    let mut variants = Vec::with_capacity(candidates.len());
    variants.push(plain);
    for variant in candidates {
        if !variant.is_empty() && !variants.contains(&variant) {
            variants.push(variant);
        }
    }
    variants
}

/// Whether there is nothing that could be taken off: neither signs nor digits, no 「其中」 and no unit.
fn is_bare(plain: &str) -> bool {
    let is_chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    plain.chars().all(is_chinese) && !plain.starts_with("其中") && !plain.ends_with('元')
}

fn without_of_which(label: &str) -> &str {
    label.strip_prefix("其中").map_or(label, |rest| rest.trim_start_matches([':', ',']))
}

/// Drops 「一、」, 「(一)」, `1.`, `1、` from the start.
fn without_numbering(label: &str) -> &str {
    let is_number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    if let Some((number, rest)) = label.strip_prefix('(').and_then(|rest| rest.split_once(')'))
        && number.chars().all(is_number)
    {
        return rest;
    }
    let rest = label.trim_start_matches(is_number);
    if rest.len() == label.len() {
        return label;
    }
    rest.strip_prefix(['、', '.', ',']).unwrap_or(label)
}

/// The year with which a label begins: 2023 for 「2023年执行数」.
pub fn year(label: &str) -> Option<i32> {
    let plain = normalise(label);
    leading_year(&plain).and_then(|(year, _)| year.parse().ok())
}

/// Drops 「2023年」 and 「2023年度」 from the start.
fn without_year(label: &str) -> &str {
    match leading_year(label) {
        Some((year, after)) if year.len() == 4 => after.strip_prefix('度').unwrap_or(after),
        _ => label,
    }
}

/// Words in brackets that make another column of a label: 「全年执行数（上年）」, 「得分（财政复核）」.
const OTHERS: [&str; 10] = ["上年", "去年", "上一年", "其中", "复核", "调整前", "抽查", "再评", "财政评", "主管部门评"];

/// Drops brackets at the end: weights, units, formulas such as `(B/A)`.
pub fn without_brackets(label: &str) -> &str {
    let mut rest = label;
    while let Some(open) = rest.strip_suffix(')').and_then(|inside| inside.rfind('(')) {
        if OTHERS.iter().any(|other| rest[open..].contains(other)) {
            return rest;
        }
        rest = rest[..open].trim_end_matches(':');
    }
    rest
}

/// Drops a formula mark without brackets: 「全年预算数A」, 「执行率B/A×100%」.
fn without_formula(label: &str) -> &str {
    let is_formula = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '÷' | '=' | '×' | '%' | '+' | '-');
    let rest = label.trim_end_matches(is_formula);
    // 「单位0012」 is a name: a formula has letters or an equals sign.
    let is_sign = |c: char| c.is_ascii_alphabetic() || c == '=';
    if label[rest.len()..].contains(is_sign) { rest } else { label }
}

/// Drops a unit without brackets: 「全年预算数/万元」.
fn without_unit(label: &str) -> &str {
    let unit = ["万元", "千元", "元"].iter().find_map(|unit| label.strip_suffix(unit));
    let rest = unit.map_or(label, |rest| rest.trim_end_matches(['/', ',', ':', '-']));
    if rest.ends_with("单位") { label } else { rest } // 「单位：元」 is about money, not a label 单位
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbering_is_dropped_only_where_it_is_numbering() {
        assert_eq!(without_numbering("一般公共预算财政拨款"), "一般公共预算财政拨款");
        assert_eq!(without_numbering("十二、农林水支出"), "农林水支出");
    }

    #[test]
    fn what_clerks_add_is_taken_off() {
        for label in [
            "＊全年预算数（A）：",
            "全年预算数A",
            "全\n年\n预\n算\n数",
            "2023年度全年预算数",
            "全年预算数（万元）（A）",
            "全年预算数/万元",
        ] {
            assert!(is_label(label, "全年预算数"), "{label}: {:?}", variants(&normalise(label)));
        }
        assert!(!is_label("全年执行数", "全年预算数"));
        assert!(!is_label("单位0012", "单位"));
        assert!(!is_label("全年执行数（上年）", "全年执行数"));
    }
}
