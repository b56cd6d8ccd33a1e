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

use crate::model::place::{Passage, Place};
use crate::model::text::label::normalise;
use crate::model::text::year::year_in;
use crate::read::document::{DocumentFormat, Paragraph, paragraphs_of};
use crate::read::{ContentHash, paragraphs};

pub use claims::{Claim, Told};
pub use sentence::Sentence;

/// A narrative report that was read.
#[derive(Debug, Clone)]
pub struct Report {
    /// Relative to the folder given.
    pub file: Arc<str>,
    /// Where it is.
    pub path: PathBuf,
    /// That of its bytes, if it is a file.
    pub content_hash: ContentHash,
    /// How it was stored.
    pub format: DocumentFormat,
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
    Ok(Report { content_hash: ContentHash::of(&bytes), ..of_paragraphs(file, path.to_path_buf(), format, paragraphs) })
}

/// A report of these paragraphs.
pub fn of_paragraphs(file: Arc<str>, path: PathBuf, format: DocumentFormat, paragraphs: Vec<Paragraph>) -> Report {
    let told = Told::of(&file, &paragraphs);
    let claims = claims::claims(&told);
    let (department, year) = title(&paragraphs);
    Report { file, path, content_hash: ContentHash::default(), format, paragraphs, department, year, told, claims }
}

/// A report of a plain text, which need not be a file.
pub fn of_text(file: &str, text: &str) -> Report {
    of_paragraphs(
        file.into(),
        PathBuf::from(file),
        DocumentFormat::Text,
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
    let quotation = Passage { page: paragraph.page, paragraph: paragraph.number, figure, text: text.clone() };
    Place { file: file.clone(), sentence: Some(quotation), ..Place::default() }
}

#[cfg(test)]
mod tests;
