//! Lines → paragraphs: a line that a program has broken is put together again.

use crate::read::document::Paragraph;

/// A line shorter than this was ended by its writer, not broken by a program.
const SHORTEST_BROKEN: usize = 18;
/// A line that is narrower than the widest by no more than this (in half-width letters) is full.
const FULL_BUT: usize = 6;
/// Headings are no longer than this.
const LONGEST_HEADING: usize = 40;

/// The paragraphs of lines with their pages.
pub fn of_lines<'a>(lines: impl Iterator<Item = (&'a str, Option<u32>)>) -> Vec<Paragraph> {
    let bare = |line: &'a str| line.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let lines: Vec<(&str, Option<u32>)> = lines.map(|(line, page)| (bare(line), page)).collect();
    let width = |line: &str| {
        line.chars().filter(|c| !c.is_whitespace()).map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>()
    };
    let widest =
        lines.iter().filter(|(_, page)| page.is_some()).map(|(line, _)| width(line)).max().unwrap_or(usize::MAX);
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    let mut last_width = 0;
    for (line, page) in lines {
        if line.is_empty() || is_page_number(line) {
            continue;
        }
        // A line of a page that is full, or ends in 「；」, goes on: the mark only happens to stand at its end.
        let last = paragraphs.last().map_or("", |last| last.text.as_str());
        let is_full = last_width + FULL_BUT >= widest && !last.ends_with(['。', '！', '？']) || last.ends_with('；');
        let is_full = is_full && page.is_some();
        last_width = width(line);
        match paragraphs.last_mut() {
            Some(last) if goes_on(&last.text, line) || is_full && numbering(line).is_none() => last.text.push_str(line),
            _ => paragraphs.push(Paragraph {
                number: u32::try_from(paragraphs.len() + 1).unwrap_or(u32::MAX),
                page,
                text: line.to_string(),
                ..Paragraph::default()
            }),
        }
    }
    paragraphs
}

/// 「3」, 「- 3 -」, 「— 3 —」 alone on a line.
fn is_page_number(line: &str) -> bool {
    let bare = line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '—' | '–' | '第' | '页'));
    !bare.is_empty() && bare.len() <= 3 && bare.chars().all(|c| c.is_ascii_digit())
}

/// Whether a line continues the one before it.
fn goes_on(before: &str, line: &str) -> bool {
    let ended = before.ends_with(['。', '！', '？', '；', '：', ':', ';', '!', '?', '”']);
    let title = ["报告", "说明", "总结"].iter().any(|end| before.ends_with(end));
    let short = before.chars().count() < SHORTEST_BROKEN;
    !(ended || title || short || is_heading(before) || numbering(line).is_some())
}

/// A numbered line that is no sentence.
pub fn is_heading(line: &str) -> bool {
    numbering(line).is_some()
        && line.chars().count() <= LONGEST_HEADING
        && !line.contains(['。', '，', '；', '：', ','])
}

/// How a heading or an item of a list is numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// 「一、」
    First,
    /// 「（一）」
    Second,
    /// 「1.」
    Third,
    /// 「（1）」
    Fourth,
    /// By the program that wrote the file; the number is not part of the text.
    Automatic,
}

/// The number at the start of a line: its level, and its length in bytes.
pub fn numbering(line: &str) -> Option<(Level, usize)> {
    let text = line.trim_start();
    let indent = line.len() - text.len();
    let open = text.starts_with(['（', '(']);
    let body = text.trim_start_matches(['（', '(']);
    let digits = |c: char| c.is_ascii_digit() || c.is_numeric() && !c.is_alphabetic();
    let chinese = |c: char| "一二三四五六七八九十".contains(c);
    let (is_chinese, length) = match body.find(|c| !chinese(c)) {
        Some(end) if end > 0 => (true, end),
        _ => (false, body.find(|c| !digits(c)).filter(|&end| end > 0 && end <= 6)?),
    };
    let rest = &body[length..];
    let after = |count: usize| Some(line.len() - rest.len() + count).filter(|&end| end > indent);
    let first = rest.chars().next()?;
    match (open, is_chinese, first) {
        (true, true, '）' | ')') => Some((Level::Second, after(first.len_utf8())?)),
        (true, false, '）' | ')') => Some((Level::Fourth, after(first.len_utf8())?)),
        (false, true, '、' | '．') => Some((Level::First, after(first.len_utf8())?)),
        (false, false, '、' | '．' | '.') if !rest[first.len_utf8()..].starts_with(digits) => {
            Some((Level::Third, after(first.len_utf8())?))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_lines_are_put_together_and_headings_stay_apart() {
        let lines = "某某局2023年度部门决算情况说明\n2024年5月\n一、收入情况\n本年收入合计100.00万元，其中财政拨款收入90.00万\n元，其他收入10.00万元。\n\n- 2 -\n（二）支出情况";
        let texts: Vec<String> =
            of_lines(lines.lines().map(|line| (line, None))).into_iter().map(|paragraph| paragraph.text).collect();
        assert_eq!(texts.len(), 5, "{texts:?}");
        assert!(texts[3].contains("90.00万元，其他"));
    }

    #[test]
    fn numbers_of_lists_are_told_from_figures() {
        for (line, level) in [
            ("一、概况", Level::First),
            ("（二）支出", Level::Second),
            ("3.其他", Level::Third),
            ("(1)甲", Level::Fourth),
        ] {
            assert_eq!(numbering(line).map(|(level, _)| level), Some(level), "{line}");
        }
        for line in ["3.5万元", "2022年", "一是", "三公经费", "（类）"] {
            assert_eq!(numbering(line), None, "{line}");
        }
    }
}
