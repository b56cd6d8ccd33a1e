//! A paragraph → sentences, in a form in which they can be compared: half-width digits, Chinese signs.

use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;

use crate::read::document::Paragraph;
use crate::read::paragraphs::{Level, numbering};

/// A sentence of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Which paragraph it stands in, from 0.
    pub paragraph: usize,
    /// As it stands in the report.
    pub text: Arc<str>,
    /// The same in plain form: half-width digits and letters, Chinese punctuation, no spaces.
    pub plain: String,
    /// The character of the paragraph that each byte of `plain` comes from, and one past the last.
    origin: Vec<u32>,
    /// How its paragraph is numbered, where it opens one that is.
    pub item: Option<Level>,
}

impl Sentence {
    /// The characters of the paragraph that some bytes of `plain` come from.
    pub fn characters(&self, plain: std::ops::Range<usize>) -> (u32, u32) {
        let last = plain.end.checked_sub(1).map_or(0, |byte| self.origin[byte] + 1);
        (self.origin[plain.start], last)
    }
}

/// The sentences of a paragraph.
pub fn sentences(index: usize, paragraph: &Paragraph) -> Vec<Sentence> {
    let characters: Vec<char> = paragraph.text.chars().collect();
    let mut sentences = Vec::new();
    let mut start = 0;
    for position in 0..characters.len() {
        let ends = matches!(characters[position], '。' | '！' | '？') || position + 1 == characters.len();
        // A closing quotation mark or bracket belongs to the sentence before it.
        if ends {
            let end = position + 1;
            sentences.extend(sentence(index, paragraph, &characters, start, end));
            start = end;
        }
    }
    sentences
}

fn sentence(index: usize, paragraph: &Paragraph, characters: &[char], start: usize, end: usize) -> Option<Sentence> {
    let text: String = characters[start..end].iter().collect();
    let number = numbering(&text).filter(|_| start == 0);
    let skipped = number.map_or(0, |(_, bytes)| text[..bytes].chars().count());
    let (plain, origin) = plain(&characters[start + skipped..end], start + skipped);
    let text: Arc<str> = text.trim().into();
    let numbered = paragraph.numbered.then_some(Level::Automatic).filter(|_| start == 0);
    let item = number.map(|(level, _)| level).or(numbered);
    (!plain.is_empty()).then_some(Sentence { paragraph: index, text, plain, origin, item })
}

/// Plain characters, and where each of their bytes comes from.
fn plain(characters: &[char], offset: usize) -> (String, Vec<u32>) {
    let mut text = String::new();
    let mut origin = Vec::new();
    for (position, &c) in characters.iter().enumerate() {
        let Some(c) = plain_character(characters, position, c) else { continue };
        text.push(c);
        let from = u32::try_from(offset + position).unwrap_or(u32::MAX);
        origin.resize(text.len(), from);
    }
    (text, origin)
}

fn plain_character(characters: &[char], position: usize, c: char) -> Option<char> {
    if c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}') {
        return None;
    }
    let mut half = c.nfkc();
    let half = match (half.next(), half.next()) {
        // Signs that decompose into several, such as ㎡, stay one character: positions must not shift.
        (Some(one), None) => one,
        _ => c,
    };
    Some(match half {
        // 「1,234.56」 keeps its comma; all others part clauses.
        ',' if is_separator(characters, position) => ',',
        ',' => '，',
        ';' => '；',
        ':' => '：',
        '(' => '（',
        ')' => '）',
        '−' | '－' => '-',
        '~' => '～',
        other => other,
    })
}

/// A comma between groups of three digits.
fn is_separator(characters: &[char], position: usize) -> bool {
    let digit =
        |offset: usize| characters.get(offset).is_some_and(|c| c.is_numeric() && !"一二三四五六七八九十".contains(*c));
    let group = (1..=3).all(|step| digit(position + step)) && !digit(position + 4);
    position > 0 && digit(position - 1) && group
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<Sentence> {
        sentences(0, &Paragraph { number: 1, text: text.to_string(), ..Paragraph::default() })
    }

    #[test]
    fn sentences_end_at_full_stops_and_keep_their_text() {
        let found = of("（一）收入 １，２３４．５０ 万元，占９０％。支出3万元");
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].plain, "收入1,234.50万元，占90%。");
        assert_eq!(found[0].item, Some(Level::Second));
        assert_eq!(&*found[0].text, "（一）收入 １，２３４．５０ 万元，占９０％。");
        let at = found[0].plain.find("1,234.50").expect("there");
        assert_eq!(found[0].characters(at..at + 8), (6, 14));
    }
}
