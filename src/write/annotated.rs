//! The department's own report with comments: `<单位>/<name>（批注）.docx`.

use std::path::Path;

use anyhow::{Context, Result};

use crate::check::Checked;
use crate::limits::files::{self, Written};
use crate::model::finding::Finding;
use crate::model::output_names;
use crate::narrative::Report;
use crate::read::document::DocumentFormat;
use crate::write::docx_comments::{Comment, annotate};

/// Writes the annotated copy of every report in which something was found; gives the copies, and what failed.
pub fn write(checked: &Checked, folder: &str, out: &Path) -> (Vec<Written>, Vec<String>) {
    let (mut written, mut failed) = (Vec::new(), Vec::new());
    let mut names = files::Names::default();
    for report in checked.submission.reports.iter().filter(|report| report.format == DocumentFormat::Docx) {
        let path = |stem: &str| format!("{folder}/{}.docx", names.free(&output_names::annotated(stem)));
        match copy(checked, report, path, out) {
            Ok(copy) => written.extend(copy),
            Err(error) => failed.push(format!("{}：{error:#}", report.file)),
        }
    }
    (written, failed)
}

fn copy(checked: &Checked, report: &Report, path: impl FnOnce(&str) -> String, out: &Path) -> Result<Option<Written>> {
    let comments = comments(&checked.findings, report);
    if comments.is_empty() {
        return Ok(None);
    }
    let bytes = report.content_hash.read_again(&report.path)?;
    let annotated = annotate(&bytes, &comments).context("无法生成批注件")?;
    let stem = report.path.file_stem().unwrap_or_default().to_string_lossy();
    Written::new(out, path(&stem), &annotated).map(Some)
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
