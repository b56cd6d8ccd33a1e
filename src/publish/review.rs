//! The review of a submission before it is published.

use crate::check::Checked;
use crate::model::finding::{Finding, Severity};
use crate::model::form::Form;
use crate::read::workbook;
use crate::rules::privacy;

/// The errors that are still open: all of them as filed, else those that no automatic correction has mended. Those
/// in sentences of a report are left out, for the report is not what is published.
pub fn open(checked: &Checked, corrected: bool) -> Vec<Finding> {
    let is_open = |finding: &&Finding| {
        let in_a_form = finding.place.sentence.is_none();
        finding.severity == Severity::Error && in_a_form && !(corrected && finding.is_automatic())
    };
    checked.findings.iter().filter(is_open).cloned().collect()
}

/// What the rules of publication find: personal data, names, open errors, what the workbooks would carry.
pub fn findings(checked: &Checked, open: &[Finding]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in &checked.submission.files {
        let forms: Vec<&Form> = checked.submission.forms.iter().filter(|form| form.place.file == file.file).collect();
        // What could be read a moment ago is gone: the run has told what it could not read.
        let Ok(workbook) = workbook::read(&file.path, file.file.clone()) else { continue };
        for form in forms {
            let sheet = workbook.sheets.iter().find(|sheet| sheet.name == form.place.sheet);
            findings.extend(sheet.into_iter().flat_map(|sheet| privacy::personal_data(form, sheet)));
        }
        let package = std::fs::read(&file.path).unwrap_or_default();
        findings.extend(privacy::carried(&workbook, &package));
    }
    findings.extend(privacy::open_errors(&open.iter().collect::<Vec<_>>()));
    findings
}
