//! A narrative report: its paragraphs, its sentences, and what they claim.
//!
//! ```text
//! .docx .txt .md .pdf ──▶ paragraphs ──▶ sentences ──▶ quantities ──▶ mentions ──▶ claims
//! ```
//!
//! What is not understood is not claimed about: a report is prose, and a false alarm costs more trust than a miss.

pub mod claims;
pub mod mention;
pub mod name;
pub mod quantity;
pub mod sentence;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Result, bail};

use crate::read::{Place, Print, Quotation};
use crate::recognise::fields::year_in;
use crate::recognise::normalise;

pub use claims::{Claim, Told};
pub use sentence::Sentence;

/// How a report was stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
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

/// A narrative report that was read.
#[derive(Debug, Clone)]
pub struct Report {
    /// Relative to the folder given.
    pub file: Arc<str>,
    /// Where it is.
    pub path: PathBuf,
    /// That of its bytes, if it is a file.
    pub print: Print,
    /// How it was stored.
    pub format: Format,
    /// Its paragraphs that hold text.
    pub paragraphs: Vec<Paragraph>,
    /// The department that its title names.
    pub department: Option<String>,
    /// The year that its title names.
    pub year: Option<i32>,
    /// What its sentences tell, as far as they are understood.
    pub told: Told,
    /// What must hold between its figures.
    pub claims: Vec<Claim>,
}

/// Reads a report; the error says in Chinese why it cannot be read, and what to do.
pub fn read(path: &Path, file: Arc<str>) -> Result<Report> {
    let bytes = crate::read::bytes(path)?;
    let extension = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    let (format, paragraphs) = paragraphs_of(&bytes, &extension)?;
    if paragraphs.is_empty() {
        bail!("文件中没有文字，请核对是否报错文件");
    }
    Ok(Report { print: Print::of(&bytes), ..of_paragraphs(file, path.to_path_buf(), format, paragraphs) })
}

/// The paragraphs of a file, by content; the extension only tells texts apart.
pub fn paragraphs_of(bytes: &[u8], extension: &str) -> Result<(Format, Vec<Paragraph>)> {
    if bytes.is_empty() {
        bail!("文件为空（0 字节），请重新报送");
    }
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        bail!("{}", compound(bytes));
    }
    if bytes.starts_with(b"PK") {
        return Ok((Format::Docx, docx::paragraphs(bytes)?));
    }
    if bytes.starts_with(b"%PDF") {
        return Ok((Format::Pdf, pdf::paragraphs(bytes)?));
    }
    match extension {
        "txt" | "md" => Ok((Format::Text, text::paragraphs(bytes, extension == "md")?)),
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

/// A report of these paragraphs.
pub fn of_paragraphs(file: Arc<str>, path: PathBuf, format: Format, paragraphs: Vec<Paragraph>) -> Report {
    let told = Told::of(&file, &paragraphs);
    let claims = claims::claims(&told);
    let (department, year) = title(&paragraphs);
    Report { file, path, print: Print::default(), format, paragraphs, department, year, told, claims }
}

/// A report of a plain text, which need not be a file.
pub fn of_text(file: &str, text: &str) -> Report {
    of_paragraphs(
        file.into(),
        PathBuf::from(file),
        Format::Text,
        paragraphs::of_lines(text.lines().map(|line| (line, None))),
    )
}

/// Titles stand within so many paragraphs.
const TITLE_DEPTH: usize = 6;
const TITLE_ENDS: [&str; 7] = ["评价报告", "自评报告", "决算公开", "情况说明", "决算说明", "决算", "报告"];

/// Department and year of the title: 「某某局2022年度部门整体支出绩效评价报告」.
fn title(paragraphs: &[Paragraph]) -> (Option<String>, Option<i32>) {
    let texts = paragraphs.iter().take(TITLE_DEPTH).map(|paragraph| normalise(&paragraph.text));
    let found =
        texts.filter(|text| text.chars().count() <= 60).find(|text| TITLE_ENDS.iter().any(|end| text.ends_with(end)));
    let Some(title) = found else { return (None, None) };
    let year = year_in(&title).map(|(_, year)| year);
    let name = year.and_then(|year| title.split_once(&format!("{year}年"))).map(|(before, _)| before.trim());
    let department = name.filter(|name| name.chars().count() >= 3 && !name.starts_with("关于"));
    (department.map(str::to_string), year)
}

impl Report {
    /// A place that names the whole report.
    pub fn place(&self) -> Place {
        Place { file: self.file.clone(), ..Place::default() }
    }
}

/// The place of some characters of a sentence.
pub fn place(file: &Arc<str>, paragraph: &Paragraph, text: &Arc<str>, figure: (u32, u32)) -> Place {
    let quotation = Quotation { page: paragraph.page, paragraph: paragraph.number, figure, text: text.clone() };
    Place { file: file.clone(), sentence: Some(quotation), ..Place::default() }
}

#[cfg(test)]
mod tests;
