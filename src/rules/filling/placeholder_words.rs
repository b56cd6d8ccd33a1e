//! Placeholder texts of templates: 「XX」, 「（100字以内）」, 「……」, 「请填写」.

use crate::model::text::label::normalise;

/// With these words an instruction begins, never what somebody fills in.
const INSTRUCTIONS: [&str; 10] =
    ["请填写", "请在此", "请输入", "此处填写", "在此填写", "说明相关任务", "例:", "样例:", "示例:", "填写示例"];
/// An instruction is also what is nothing but one of these.
const WHOLE: [&str; 5] = ["例", "样例", "示例", "待填", "待填写"];
/// After the masked name of a person: 「张××等5人」.
const AFTER_PERSONS: &str = "等同先女士们、,;及和";
/// Surnames before a masked given name.
const SURNAMES: &str = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文";

/// The placeholder left in a text, as typed (but half-width); none in a text that somebody filled in.
pub(super) fn placeholder(text: &str) -> Option<String> {
    // Nearly every text is sound, and a look at its letters costs less than normalising it.
    if !text.contains(is_sign) {
        return None;
    }
    let plain = normalise(text);
    if is_dots(&plain)
        || is_number_of_indicator(&plain)
        || WHOLE.contains(&plain.trim_matches(['(', ')', '[', ']', '【', '】']))
    {
        return Some(text.trim().to_string());
    }
    crosses(&plain).or_else(|| instruction(&plain)).or_else(|| word_limit(&plain))
}

/// Without one of these letters a text holds no placeholder.
fn is_sign(c: char) -> bool {
    matches!(c, 'X' | 'x' | 'Ｘ' | 'ｘ' | '×' | '✕' | '╳' | '.' | '…' | '⋯' | '。' | '．' | '字' | '请' | '填')
        || matches!(c, '说' | '例' | '指')
}

/// 「……」 as the whole text; behind others it only says that there are more.
fn is_dots(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| matches!(c, '.' | '…' | '⋯' | '。')) && text.chars().count() > 1
}

/// 「指标1」, as on the blank form.
fn is_number_of_indicator(text: &str) -> bool {
    let number = text.strip_prefix("指标").unwrap_or_default();
    !number.is_empty() && number.chars().all(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(c))
}

/// 「XX」 or 「××」 in the place of a name or a number.
fn crosses(text: &str) -> Option<String> {
    let is_cross = |c: char| matches!(c, 'X' | 'x' | '×' | '✕' | '╳');
    let chars: Vec<char> = text.chars().collect();
    let mut start = 0;
    while start < chars.len() {
        let length = chars[start..].iter().take_while(|c| is_cross(**c)).count();
        if length > 1 && is_left_open(&chars[..start], &chars[start + length..]) {
            return Some(chars[start..start + length].iter().collect());
        }
        start += length.max(1);
    }
    None
}

/// Not a size (XXL), not a masked number (138××××0000), not the masked name of a person (张××).
fn is_left_open(before: &[char], after: &[char]) -> bool {
    let next = after.first().copied().unwrap_or(' ');
    let previous = before.last().copied().unwrap_or(' ');
    if previous.is_ascii_alphanumeric() {
        return before.ends_with(&['2', '0']) && next == '年'; // 「20XX年」
    }
    !next.is_ascii_alphanumeric() && !SURNAMES.contains(previous) && !AFTER_PERSONS.contains(next)
}

fn instruction(text: &str) -> Option<String> {
    let start = text.trim_start_matches(['(', '[', '【']);
    INSTRUCTIONS.iter().find(|word| start.starts_with(**word)).map(|word| (*word).to_string())
}

/// 「(100字以内)」, in brackets of its own before or behind the text.
fn word_limit(text: &str) -> Option<String> {
    let first = text.strip_prefix('(').and_then(|rest| rest.split_once(')')).map(|(inside, _)| inside);
    let last = text.strip_suffix(')').and_then(|rest| rest.rsplit_once('(')).map(|(_, inside)| inside);
    first.into_iter().chain(last).find(|inside| is_limit(inside)).map(|inside| format!("({inside})"))
}

fn is_limit(text: &str) -> bool {
    let words = ["请", "字数", "控制在", "限", "不超过", "不多于"];
    let number = words.iter().fold(text, |rest, word| rest.strip_prefix(word).unwrap_or(rest));
    let unit = number.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '~'));
    let limits = matches!(unit, "字以内" | "字内" | "字左右" | "个字以内") || unit == "字" && number.len() < text.len();
    limits && unit.len() < number.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_template_leaves_is_a_placeholder() {
        for text in [
            "XX市公园养护",
            "××局",
            "ＸＸ项目",
            "完成XX次",
            "≥XX%",
            "xx县水利局",
            "20XX年12月底前",
            "关于××的补助",
            "……",
            "…",
            "......",
            "指标1：",
            "指标二",
            "（100字以内）",
            "说明项目完成情况（不超过200字）",
            "（限50字）",
            "请填写年度目标",
            "（请填写）",
            "此处填写实际完成情况",
            "说明相关任务完成情况",
            "例：≥90%",
            "【样例】",
        ] {
            assert!(placeholder(text).is_some(), "{text}");
        }
    }

    #[test]
    fn what_somebody_filled_in_is_none() {
        for text in [
            "某某市公园养护",
            "3×5米展板",
            "XXL码工作服",
            "校服（XXL）",
            "X光机采购",
            "慰问张××等5人",
            "受助学生李XX",
            "联系电话138××××0000",
            "修建道路、桥梁……",
            "公文标题控制在30字以内",
            "信息简报（300字）篇数不少于20篇（每季5篇）",
            "说明书编印",
            "样例工程建设",
            "例行检查",
            "指标1：修剪面积",
            "指标体系建设",
            "请示件办结率",
            "",
            "—",
            "50",
        ] {
            assert_eq!(placeholder(text), None, "{text}");
        }
    }
}
