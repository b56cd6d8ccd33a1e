//! Files of text → paragraphs, by content.

use anyhow::{Result, bail};

use crate::read::{docx, pdf, text};

/// How a report was stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocumentFormat {
    /// .docx: a package that can be annotated.
    Docx,
    /// .txt and .md
    Text,
    /// .pdf with a text layer
    Pdf,
}

/// A paragraph of a report.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Paragraph {
    /// Its number in the file, from 1.
    pub number: u32,
    /// Its page, where the file has pages.
    pub page: Option<u32>,
    /// Its text.
    pub text: String,
    /// It carries a number of a list that is not part of its text.
    pub numbered: bool,
    /// It is a cell of a table.
    pub in_table: bool,
}

/// The paragraphs of a file, by content; the extension only tells texts apart.
pub fn paragraphs_of(bytes: &[u8], extension: &str) -> Result<(DocumentFormat, Vec<Paragraph>)> {
    if bytes.is_empty() {
        bail!("文件为空（0 字节），请重新报送");
    }
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        bail!("{}", compound(bytes));
    }
    if bytes.starts_with(b"PK") {
        return Ok((DocumentFormat::Docx, docx::paragraphs(bytes)?));
    }
    if bytes.starts_with(b"%PDF") {
        return Ok((DocumentFormat::Pdf, pdf::paragraphs(bytes)?));
    }
    match extension {
        "txt" | "md" => Ok((DocumentFormat::Text, text::paragraphs(bytes, extension == "md")?)),
        _ => bail!("文件已损坏或格式与扩展名不符，请用 WPS 或 Word 打开，另存为 .docx 后重报"),
    }
}

/// Why a file of the old binary format, or an encrypted one, is not read.
fn compound(bytes: &[u8]) -> &'static str {
    let encrypted: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    if bytes.windows(encrypted.len()).any(|window| window == encrypted) {
        "文件已加密，请取消打开密码后重报"
    } else {
        "旧版 .doc、.wps 文档不能读取，请用 WPS 或 Word 打开，另存为 .docx 后重报"
    }
}
