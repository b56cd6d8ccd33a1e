//! Titles, however they are worded: 「2023年度某某市本级项目支出绩效自评表」 is a 项目支出绩效自评表.

use crate::model::form::{Layout, Title};
use crate::model::text::label::normalise;
use crate::recognise::Vocabulary;

/// A title has no more characters than this beyond the words that make it one.
const LONGEST: usize = 45;

/// Words before a form's name in sentences about it: 「按时报送项目支出绩效自评表」.
const VERBS: [&str; 8] = ["完成", "报送", "开展", "填报", "编制", "做好", "按要求", "组织"];

/// How many characters of a text (already without decorations) are a title's; 0 if they are not that title.
fn matched_by(title: &Title, plain: &str) -> usize {
    let words = title.words();
    // Most cells are shorter than any title, and looking for words in them costs more than this.
    if plain.len() < words.iter().map(String::len).sum() {
        return 0;
    }
    // Looking for one character is quicker than for a word, and most texts do not have it.
    if words.iter().any(|word| word.chars().next().is_some_and(|first| !plain.contains(first))) {
        return 0;
    }
    let first = words.first().and_then(|word| plain.split_once(word.as_str()));
    if first.is_some_and(|(before, _)| VERBS.iter().any(|verb| before.contains(verb))) {
        return 0;
    }
    let mut rest = plain;
    for word in words {
        let Some((_, after)) = rest.split_once(word.as_str()) else { return 0 };
        rest = after;
    }
    let length: usize = words.iter().map(|word| word.chars().count()).sum();
    if ends_a_title(rest) && plain.chars().count() <= length + LONGEST { length } else { 0 }
}

/// Whether nothing follows the words of a title but what titles end in: 「表」, 「（样表）」, 「：单位：万元」. A sentence
/// about a form goes on otherwise: 「完成项目支出绩效自评工作」.
fn ends_a_title(rest: &str) -> bool {
    let rest = rest.trim_start_matches(['表', ':', '-', '一', '二', '三', '1', '2', '3']);
    rest.is_empty()
        || rest.starts_with(['(', '[', '〔'])
        || ["单位", "金额", "20", "情况表", "打分表", "评分表"].iter().any(|word| rest.starts_with(word))
}

/// All titles of a layout: its own, and those that every form of its kind may carry.
pub fn of(layout: &Layout, vocabulary: &Vocabulary) -> Vec<Title> {
    let shared = if layout.own_titles { &[] } else { vocabulary.titles(layout.kind) };
    layout.titles.iter().chain(shared).cloned().collect()
}

/// How many characters of a text are one of these titles; 0 if it is none of them.
pub fn matched(titles: &[Title], text: &str) -> usize {
    matched_plain(titles, &normalise(text))
}

/// The same for a text that is already without decorations.
pub fn matched_plain(titles: &[Title], plain: &str) -> usize {
    // Notes and sentences name forms too.
    if plain.starts_with('注') || plain.starts_with("说明") || plain.contains('。') {
        return 0;
    }
    titles.iter().map(|title| matched_by(title, plain)).max().unwrap_or(0)
}

/// The words of a title that stay from year to year, with `*` where the year, a blank to fill in, or a remark in
/// brackets stands.
pub fn lasting(text: &str) -> String {
    let mut words = String::new();
    let mut depth = 0_u32;
    for c in normalise(text).chars() {
        match c {
            '(' | '[' | '〔' => depth += 1,
            ')' | ']' | '〕' => {
                depth = depth.saturating_sub(1);
                words.push('*');
            }
            _ if depth > 0 => {}
            _ if c.is_ascii_digit() || matches!(c, '_' | 'X' | 'x' | '×' | '*' | '○' | '…') => words.push('*'),
            _ => words.push(c),
        }
    }
    let words = words.replace("*年度", "*").replace("*年", "*");
    // Empty words would match anywhere.
    words.split('*').filter(|word| !word.is_empty()).collect::<Vec<_>>().join("*")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::form::FormKind;
    use crate::recognise::Layouts;

    fn project(text: &str) -> bool {
        let vocabulary = Layouts::embedded().expect("embedded").vocabulary;
        matched(vocabulary.titles(FormKind::Project), text) > 0
    }

    #[test]
    fn a_title_may_be_reworded() {
        for text in [
            "项目支出绩效自评表",
            "2023 年度某某市市级预算项目支出绩效目标完成情况自评表",
            "附件2：部门预算项目绩效自评表",
            "“项目支出”绩效 自评表（2023年度）",
            "项目支出绩效自评表（报送稿）",
        ] {
            assert!(project(text), "{text}");
        }
    }

    #[test]
    fn what_changes_from_year_to_year_is_no_part_of_a_title() {
        assert_eq!(lasting("2023年度某某市项目支出绩效自评表（样表）"), "某某市项目支出绩效自评表");
        assert_eq!(lasting("XX县（　　年度）整体绩效 自评表"), "县*整体绩效自评表");
        assert_eq!(lasting("区域（项目）绩效自评表"), "区域*绩效自评表");
        assert_eq!(lasting("（2023年度）"), "");
    }

    #[test]
    fn a_note_that_names_a_form_is_no_title() {
        assert!(!project("注：本表与项目支出绩效自评表一并报送"));
        assert!(!project("部门整体支出绩效自评表"));
        for text in [
            "完成项目支出绩效自评工作",
            "项目绩效自评完成率",
            "个别项目绩效自评滞后",
            "按时报送项目支出绩效自评表并整改",
        ] {
            assert!(!project(text), "{text}");
        }
    }
}
