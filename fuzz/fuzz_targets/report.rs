//! A report → paragraphs → claims → findings: the text part of a .docx where the input begins with `<`, else the bytes
//! of a .txt, .pdf or .docx.
#![no_main]

use std::path::PathBuf;

use libfuzzer_sys::fuzz_target;
use ziping::narrative;
use ziping::read::document::{self, DocumentFormat};
use ziping::write::docx_comments;

fuzz_target!(init: ziping_fuzz::as_in_a_run(), |input: &[u8]| {
    let bytes = if input.starts_with(b"<") { ziping_fuzz::document(input) } else { input.to_vec() };
    let Ok((format, paragraphs)) = document::paragraphs_of(&bytes, "txt") else { return };
    let comment = paragraphs.first().map(|first| docx_comments::Comment {
        paragraph: first.number,
        characters: (0, 1),
        text: "问题".to_string(),
    });
    ziping_fuzz::check_report(narrative::of_paragraphs("报告".into(), PathBuf::new(), format, paragraphs));
    if format == DocumentFormat::Docx
        && let Ok(annotated) = docx_comments::annotate(&bytes, comment.as_slice())
    {
        assert!(document::paragraphs_of(&annotated, "docx").is_ok(), "an annotated report is still one");
    }
});
