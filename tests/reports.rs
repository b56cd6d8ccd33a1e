//! Reports as users file them: formats and encodings, findings, the annotated copy.

use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::support::{check, convert, findings, root, text, ziping};

const NAME: &str = "九江市人民政府驻深圳办事处";

fn sample() -> PathBuf {
    root().join("samples").join(NAME).join("绩效评价报告.docx")
}

/// Rule, severity, stated and expected value of every finding.
fn told(document: &Value) -> Vec<[String; 4]> {
    let field = |finding: &Value, name: &str| text(&finding[name]);
    findings(document)
        .into_iter()
        .map(|finding| ["rule", "severity", "stated", "expected"].map(|name| field(finding, name)))
        .collect()
}

/// What is wrong in the report, without the tables beside it.
const KNOWN: [[&str; 4]; 7] = [
    ["N-502", "warning", "2.47%", "16.60%"],
    ["N-501", "error", "99.99%", "99.91%"],
    ["N-501", "error", "0.01%", "0.09%"],
    ["N-502", "error", "12%", "37.32%"],
    ["N-503", "warning", "300.07", "293.61"],
    ["N-505", "warning", "32", ""],
    ["X-405", "warning", "92.83%", ""],
];

#[test]
fn a_report_alone_is_checked_and_every_finding_quotes_its_sentence() {
    let (document, _out) = check(&sample());
    assert_eq!(told(&document), KNOWN.map(|row| row.map(str::to_string)));
    let submission = &document["submissions"][0];
    assert_eq!((text(&submission["department"]).as_str(), submission["year"].as_i64()), (NAME, Some(2022)));
    for finding in findings(&document) {
        assert!(finding["cell"].is_null() && finding["sheet"].is_null());
        assert!(text(&finding["sentence"]).contains(&text(&finding["stated"])), "{finding}");
        assert!(!finding["evidence"].as_array().expect("evidence").is_empty(), "{finding}");
        assert!(finding["evidence"][0]["sentence"].is_string(), "{finding}");
    }
}

#[test]
fn with_the_tables_beside_it_the_rate_is_the_one_of_the_form() {
    let (document, _out) = check(&root().join("samples").join(NAME));
    let expected: Vec<[String; 4]> =
        KNOWN.iter().filter(|row| row[0] != "X-405").map(|row| row.map(str::to_string)).collect();
    assert_eq!(told(&document), expected);
}

#[test]
fn the_screen_shows_paragraph_sentence_and_both_numbers() {
    let ran = ziping(&["check", sample().to_str().expect("UTF-8")]);
    assert_eq!(ran.status, 1);
    for part in
        ["--> 绩效评价报告.docx · 第8段", "文中为 99.99%，应为 99.91% = 财政拨款收入 443.26", "互相掩盖", "原文：「"]
    {
        assert!(ran.stdout.contains(part), "{part}: {}", ran.stdout);
    }
}

/// The text of the sample report, a line a paragraph.
fn plain_text() -> String {
    let source = root().join("tools/make_samples/data/jiujiang_report.txt");
    let text = std::fs::read_to_string(source).expect("the text").replace("## ", "").replace("# ", "");
    let mut parts = text.split('{');
    let first = parts.next().unwrap_or_default().to_string();
    // `{stated|rule|severity|expected}` marks what is wrong.
    parts.fold(first, |plain, part| {
        let (mark, rest) = part.split_once('}').expect("a mark is closed");
        format!("{plain}{}{rest}", mark.split('|').next().unwrap_or_default())
    })
}

fn filed(name: &str, bytes: &[u8]) -> (Value, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).expect("written");
    check(&path)
}

#[test]
fn texts_in_every_usual_encoding_say_the_same() {
    let text = plain_text();
    let utf_16: Vec<u8> = std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let gb = encoding_rs::GB18030.encode(&text).0.into_owned();
    for (name, bytes) in [
        ("报告.txt", text.clone().into_bytes()),
        ("报告.md", text.into_bytes()),
        ("报告一.txt", utf_16),
        ("报告二.txt", gb),
    ] {
        let (document, _out) = filed(name, &bytes);
        assert_eq!(told(&document), KNOWN.map(|row| row.map(str::to_string)), "{name}");
    }
}

/// Whether LibreOffice has a font for the text: without one it leaves the characters out of a PDF.
fn has_chinese_font() -> bool {
    let fonts = std::process::Command::new("fc-list").arg(":lang=zh").output();
    fonts.is_ok_and(|fonts| !fonts.stdout.is_empty())
}

#[test]
fn a_pdf_says_the_same_and_names_its_pages() {
    if !has_chinese_font() {
        eprintln!("no Chinese font is installed: no PDF was read");
        return;
    }
    let Some(converted) = convert(&[sample()], "pdf") else { return };
    let (document, _out) = check(&converted.path().join("converted/绩效评价报告.pdf"));
    assert_eq!(told(&document), KNOWN.map(|row| row.map(str::to_string)));
    let ran = ziping(&["check", converted.path().join("converted/绩效评价报告.pdf").to_str().expect("UTF-8")]);
    assert!(ran.stdout.contains("· 第1页") || ran.stdout.contains("· 第2页"), "{}", ran.stdout);
}

#[test]
fn files_that_cannot_be_read_are_named_with_advice() {
    for (name, bytes, advice) in [
        ("报告.doc", b"\xD0\xCF\x11\xE0 old".as_slice(), "另存为 .docx"),
        ("报告.docx", b"PK\x03\x04 broken".as_slice(), "损坏"),
        ("报告.pdf", b"%PDF-1.7 broken".as_slice(), "PDF"),
        ("报告.txt", b"".as_slice(), "为空"),
    ] {
        let (document, _out) = filed(name, bytes);
        assert!(text(&document["unreadable"][0]["reason"]).contains(advice), "{name}: {}", document["unreadable"]);
    }
}

/// The parts of a package.
fn parts(path: &Path) -> std::collections::BTreeMap<String, Vec<u8>> {
    let bytes = std::fs::read(path).expect("the file");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a package");
    (0..archive.len())
        .map(|index| {
            let mut entry = archive.by_index(index).expect("a part");
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).expect("read");
            (entry.name().expect("a name").into_owned(), bytes)
        })
        .collect()
}

#[test]
fn the_annotated_copy_has_a_comment_at_every_figure_and_nothing_else_changed() {
    let (document, out) = check(&sample());
    let annotated = out.path().join(NAME).join("绩效评价报告（批注）.docx");
    let (before, after) = (parts(&sample()), parts(&annotated));
    let changed: Vec<&String> =
        after.iter().filter(|(name, bytes)| before.get(*name) != Some(*bytes)).map(|(name, _)| name).collect();
    assert_eq!(
        changed,
        ["[Content_Types].xml", "word/_rels/document.xml.rels", "word/comments.xml", "word/document.xml"]
    );
    let body = String::from_utf8(after["word/document.xml"].clone()).expect("UTF-8");
    let comments = String::from_utf8(after["word/comments.xml"].clone()).expect("UTF-8");
    for (id, finding) in findings(&document).into_iter().enumerate() {
        let (_, rest) = body.split_once(&format!("<w:commentRangeStart w:id=\"{id}\"/>")).expect("a start");
        let (inside, _) = rest.split_once(&format!("<w:commentRangeEnd w:id=\"{id}\"/>")).expect("an end");
        let shown = inside.split_once("\">").and_then(|(_, rest)| rest.split_once('<')).map(|(shown, _)| shown);
        let stated = text(&finding["stated"]);
        assert_eq!(shown, Some(stated.trim_end_matches('%')), "{inside}");
        assert!(comments.contains(&text(&finding["message"]).replace('&', "&amp;")), "{comments}");
    }
    if let Some(converted) = convert(&[sample(), annotated], "txt:Text") {
        let read =
            |name: &str| std::fs::read_to_string(converted.path().join("converted").join(name)).expect("converted");
        assert_eq!(read("绩效评价报告.txt"), read("绩效评价报告（批注）.txt"));
    }
}

/// Errors and warnings in a text.
fn alarms(text: &str) -> usize {
    let checked = ziping::check::check(ziping::submission::of_report(ziping::narrative::of_text("报告.txt", text)));
    checked.findings.iter().filter(|finding| finding.severity > ziping::model::finding::Severity::Note).count()
}

/// The passages of a set, each with the marked figure right and, where one is marked, wrong.
fn passages(set: &str) -> Vec<(String, Option<String>)> {
    let text = std::fs::read_to_string(root().join("tools/report_recall").join(set)).expect("a set");
    let variants = |passage: &str| {
        let mark = passage.split_once('{').and_then(|(_, rest)| rest.split_once('}')).map(|(mark, _)| mark);
        let with = |figure: &str| passage.replace(&format!("{{{}}}", mark.unwrap_or_default()), figure);
        match mark.and_then(|mark| mark.split_once("=>")) {
            Some((right, wrong)) => (with(right), Some(with(wrong))),
            None => (passage.to_string(), None),
        }
    };
    text.split("\n\n").filter(|passage| !passage.trim().is_empty()).map(variants).collect()
}

#[test]
fn sound_passages_give_nothing_and_wrong_figures_are_found() {
    for set in ["tuning.txt", "held_out.txt", "sound.txt"] {
        let passages = passages(set);
        for (sound, _) in &passages {
            assert_eq!(alarms(sound), 0, "{sound}");
        }
        let faulty: Vec<&String> = passages.iter().filter_map(|(_, wrong)| wrong.as_ref()).collect();
        let found = faulty.iter().filter(|passage| alarms(passage) > 0).count();
        assert!(found * 10 >= faulty.len() * 9, "{set}: {found} of {}", faulty.len());
    }
}
