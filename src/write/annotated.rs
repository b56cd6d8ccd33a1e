//! The department's own report with comments: `<单位>/<name>（批注）.docx`.

use std::path::Path;

use anyhow::{Context, Result};

use crate::finding::Finding;
use crate::report::annotate::{Comment, annotate};
use crate::report::{Format, Report};
use crate::run::Reviewed;
use crate::write::files;

/// Writes the annotated copy of every report in which something was found; what failed is named.
pub fn write(reviewed: &Reviewed, out: &Path) -> Vec<String> {
    let reports = reviewed.checked.submission.reports.iter().filter(|report| report.format == Format::Docx);
    reports
        .filter_map(|report| copy(reviewed, report, out).err().map(|error| format!("{}：{error:#}", report.file)))
        .collect()
}

fn copy(reviewed: &Reviewed, report: &Report, out: &Path) -> Result<()> {
    let comments = comments(&reviewed.checked.findings, report);
    if comments.is_empty() {
        return Ok(());
    }
    let bytes = std::fs::read(&report.path).context("无法再次读取原文件")?;
    let annotated = annotate(&bytes, &comments).context("无法生成批注件")?;
    let stem: String = report.path.file_stem().unwrap_or_default().to_string_lossy().chars().take(45).collect();
    files::write(&out.join(&reviewed.folder).join(format!("{stem}（批注）.docx")), &annotated)
}

/// A comment for every finding in the report, at its figure.
fn comments(findings: &[Finding], report: &Report) -> Vec<Comment> {
    let ours = findings.iter().filter(|finding| finding.place.file == report.file);
    let comment = |finding: &Finding| {
        let quotation = finding.place.sentence.as_ref()?;
        let text = format!(
            "{}〔{}〕{}\n{}\n依据：{}",
            finding.severity.name(),
            finding.rule,
            finding.title,
            finding.message,
            finding.basis
        );
        Some(Comment { paragraph: quotation.paragraph, characters: quotation.figure, text })
    };
    ours.filter_map(comment).collect()
}
