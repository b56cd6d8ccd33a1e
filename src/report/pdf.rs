//! .pdf with a text layer → paragraphs with their pages.

use std::panic::{AssertUnwindSafe, catch_unwind};

use anyhow::{Result, anyhow, bail};

use crate::report::{Paragraph, paragraphs};

const ADVICE: &str = "请改报 .docx";

/// The paragraphs of a PDF; a scan has none, and is refused with advice.
pub fn paragraphs(bytes: &[u8]) -> Result<Vec<Paragraph>> {
    // The reader gives up on some damaged files by panicking; that is this file's reason, not the run's end.
    let read = catch_unwind(AssertUnwindSafe(|| pdf_extract::extract_text_from_mem_by_pages(bytes)));
    let pages = match read {
        Ok(Ok(pages)) => pages,
        Ok(Err(error)) => bail!("PDF 文件已损坏或已加密（{error}），{ADVICE}"),
        Err(_) => bail!("PDF 文件内容异常，无法读取，{ADVICE}"),
    };
    let lines = pages.iter().zip(1u32..).flat_map(|(page, number)| page.lines().map(move |line| (line, Some(number))));
    let paragraphs = paragraphs::of_lines(lines);
    let letters: usize = paragraphs.iter().map(|paragraph| paragraph.text.chars().count()).sum();
    if letters < pages.len().max(1) {
        return Err(anyhow!("PDF 没有文字层（可能是扫描件），{ADVICE}"));
    }
    Ok(paragraphs)
}
