//! How much room a text takes in a cell: widths in half-width characters, wrapped lines, cutting.
//!
//! Spreadsheet programs do not size rows that another program wrapped, so the lines are counted
//! here, on the careful side: a row that is a little too high reads better than one that hides a line.

use unicode_width::UnicodeWidthChar;

/// Longest text that a cell takes, in UTF-16 units.
const LONGEST_TEXT: usize = 32_767;
/// Stands for what was cut away.
const ELLIPSIS: char = '…';

/// Width of the widest line in half-width characters; a Chinese one counts two.
pub fn width(text: &str) -> usize {
    text.lines().map(|line| line.chars().map(char_width).sum()).max().unwrap_or(0)
}

/// Quotation marks, dashes and signs such as `÷` are full-width in Chinese fonts.
fn char_width(c: char) -> usize {
    c.width_cjk().unwrap_or(0)
}

/// The text without what a cell cannot hold: control characters, and more than Excel allows.
pub fn safe(text: &str) -> String {
    // Bytes are never fewer than UTF-16 units.
    if text.len() <= LONGEST_TEXT && !text.contains(char::is_control) {
        return text.to_string();
    }
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let kept: String = text.chars().filter(|c| *c == '\n' || !c.is_control()).collect();
    let mut units = 0;
    let within = |c: &char| {
        units += c.len_utf16();
        units < LONGEST_TEXT
    };
    if kept.encode_utf16().count() <= LONGEST_TEXT {
        return kept;
    }
    kept.chars().take_while(within).chain([ELLIPSIS]).collect()
}

/// The number of lines that a text takes when it is wrapped at this width.
pub fn lines(text: &str, width: usize) -> usize {
    if is_short(text, width) {
        return 1;
    }
    let mut wrap = Wrap::new(width);
    text.chars().for_each(|c| wrap.add(c));
    wrap.lines
}

/// Whether a text fits into one line beyond doubt: no character is wider than it has bytes.
fn is_short(text: &str, width: usize) -> bool {
    text.len() <= width && !text.contains('\n')
}

/// The beginning of a text that takes no more than so many lines; what is cut away is marked.
pub fn within(text: &str, width: usize, most: usize) -> String {
    if is_short(text, width) && most > 0 {
        return text.to_string();
    }
    let mut wrap = Wrap::new(width);
    let fits = |c: &char| {
        wrap.add(*c);
        wrap.lines <= most
    };
    let mut kept: String = text.chars().take_while(fits).collect();
    if kept.len() < text.len() {
        kept.pop();
        kept.push(ELLIPSIS);
    }
    kept
}

/// Breaks lines as spreadsheets do: between Chinese characters, but not within a word or a number,
/// unless it is longer than a line.
struct Wrap {
    width: usize,
    lines: usize,
    /// Taken on the current line.
    used: usize,
    /// Of that, the word that would move to the next line as a whole.
    word: usize,
}

impl Wrap {
    fn new(width: usize) -> Wrap {
        Wrap { width: width.max(2), lines: 1, used: 0, word: 0 }
    }

    fn add(&mut self, c: char) {
        if c == '\n' {
            (self.lines, self.used, self.word) = (self.lines + 1, 0, 0);
            return;
        }
        let taken = char_width(c);
        self.word = if belongs_to_word(c) { self.word + taken } else { 0 };
        self.used += taken;
        if self.used > self.width {
            let moved = if self.word > self.width { taken } else { self.word.max(taken) };
            (self.lines, self.used) = (self.lines + 1, moved);
            self.word = if belongs_to_word(c) { moved } else { 0 };
        }
    }
}

fn belongs_to_word(c: char) -> bool {
    c.is_ascii_graphic()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_characters_count_two() {
        assert_eq!([width("执行率"), width("P-103"), width("“优”÷"), width("一\n一二三")], [6, 5, 8, 6]);
    }

    #[test]
    fn chinese_breaks_anywhere_and_numbers_move_as_a_whole() {
        assert_eq!(lines("一二三四五", 4), 3);
        assert_eq!(lines("应为 1234.56", 9), 2);
        assert_eq!(lines("甲\n乙", 40), 2);
        assert_eq!(lines("abcdefghijkl", 5), 3);
        assert_eq!(lines("", 5), 1);
    }

    #[test]
    fn what_does_not_fit_is_cut_and_marked() {
        assert_eq!(within("一二三四五", 4, 2), "一二三…");
        assert_eq!(within("一二三四", 4, 2), "一二三四");
        let long = safe(&"𠀀".repeat(20_000));
        assert_eq!(long.encode_utf16().count(), LONGEST_TEXT);
        assert!(long.ends_with(ELLIPSIS));
    }

    #[test]
    fn control_characters_are_left_out() {
        assert_eq!(safe("甲\u{0}\r\n乙\u{7}"), "甲\n乙");
    }
}
