//! .txt and .md: bytes in any usual encoding → paragraphs.

use anyhow::{Result, bail};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use crate::read::document::Paragraph;
use crate::read::paragraphs;

/// The paragraphs of a text file.
pub fn paragraphs(bytes: &[u8], markdown: bool) -> Result<Vec<Paragraph>> {
    let text = decode(bytes)?;
    if !markdown {
        return Ok(paragraphs::of_lines(text.lines().map(|line| (line, None))));
    }
    let plain: Vec<String> = text.lines().map(without_marks).collect();
    Ok(paragraphs::of_lines(plain.iter().map(|line| (line.as_str(), None))))
}

/// A line of Markdown without its marks; rows of tables are no sentences.
fn without_marks(line: &str) -> String {
    let line = line.trim_start();
    if line.starts_with('|') || line.starts_with("```") {
        return String::new();
    }
    let bare = line.trim_start_matches(['#', '>']).trim_start();
    let bare = bare.strip_prefix("- ").or_else(|| bare.strip_prefix("* ")).unwrap_or(bare);
    bare.replace("**", "").replace('`', "")
}

/// The text in UTF-8, UTF-16 (with or without a mark) or GB18030; an error for bytes that are no text.
pub fn decode(bytes: &[u8]) -> Result<String> {
    let encoding = Encoding::for_bom(bytes).map_or_else(|| guess(bytes), |(encoding, _)| encoding);
    let (text, _, wrong) = encoding.decode(bytes);
    if wrong || text.contains('\0') {
        bail!("文字编码无法识别或文件已损坏，请用记事本打开，另存为 UTF-8 编码后重报");
    }
    Ok(text.into_owned())
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    if std::str::from_utf8(bytes).is_ok() && !bytes.contains(&0) {
        return UTF_8;
    }
    if let Some(encoding) = unmarked_utf_16(bytes) {
        return encoding;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guessed = detector.guess(Some(b"cn"), Utf8Detection::Allow);
    // GBK is what the detector knows of Chinese; GB18030 holds it and more. Other guesses are not Chinese.
    if guessed == UTF_8 { UTF_8 } else { GB18030 }
}

/// UTF-16 without a mark: line breaks and digits have a zero byte on one side.
fn unmarked_utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    let zeros = |offset: usize| bytes.iter().skip(offset).step_by(2).filter(|&&byte| byte == 0).count();
    match (zeros(0), zeros(1)) {
        (0, 0) => None,
        (even, odd) if even > odd => Some(UTF_16BE),
        _ => Some(UTF_16LE),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "本年收入合计443.66万元。\n其中：财政拨款收入443.26万元，占99.91%。";

    #[test]
    fn every_usual_encoding_gives_the_same_text() {
        let utf_16 = |big: bool, mark: bool| -> Vec<u8> {
            let units = mark.then_some(0xFEFF).into_iter().chain(TEXT.encode_utf16());
            units.flat_map(|unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
        };
        let gb = encoding_rs::GB18030.encode(TEXT).0.into_owned();
        let marked = [b"\xEF\xBB\xBF".as_slice(), TEXT.as_bytes()].concat();
        for bytes in [
            TEXT.as_bytes().to_vec(),
            marked,
            gb,
            utf_16(false, true),
            utf_16(true, true),
            utf_16(false, false),
            utf_16(true, false),
        ] {
            assert_eq!(decode(&bytes).expect("read"), TEXT);
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_refused_with_advice() {
        let error = decode(&[0xFF, 0x00, 0x80, 0x00, 0x00, 0xC1, 0xFF]).expect_err("refused");
        assert!(error.to_string().contains("另存为"));
    }

    #[test]
    fn marks_and_tables_of_markdown_are_left_out() {
        let paragraphs =
            paragraphs("# 一、收入\n\n| 项目 | 金额 |\n\n**本年收入**合计100万元。".as_bytes(), true).expect("read");
        let texts: Vec<&str> = paragraphs.iter().map(|paragraph| paragraph.text.as_str()).collect();
        assert_eq!(texts, ["一、收入", "本年收入合计100万元。"]);
    }
}
