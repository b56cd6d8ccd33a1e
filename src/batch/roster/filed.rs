//! The forms that were filed, with the names by which they may be known.

use std::sync::Arc;

use super::FilingItem;
use crate::model::form::FormKind;
use crate::model::text::organisations::organisation_key;
use crate::model::text::projects::project_key;
use crate::record::{FormRecord, Record};

/// A form or report that was filed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filed {
    /// What it is.
    pub item: FilingItem,
    /// The department of its submission, as its forms name it.
    pub department: String,
    /// Keys of the bodies that it is filed for.
    pub own: Vec<String>,
    /// Keys of the bodies that filed it, by submission and folder.
    pub by: Vec<String>,
    /// Key of the body over it.
    pub over: String,
    /// 项目名称, as typed.
    pub project: String,
    /// The same as it is compared.
    pub project_key: String,
    /// The number of an accounts table.
    pub table: Option<String>,
    /// Where it stands.
    pub file: Arc<str>,
    /// The sheet; empty for a report.
    pub sheet: Arc<str>,
    /// The year that it is about.
    pub year: Option<i32>,
}

/// The forms and reports of a submission.
pub fn of(record: &Record) -> Vec<Filed> {
    let reports = record.reports.iter().map(|report| report_of(record, &report.file));
    record.forms.iter().map(|form| form_of(record, form)).chain(reports).collect()
}

/// The first folder in a file's name; none where it lies loose.
pub fn folder(file: &str) -> Option<&str> {
    file.split_once('/').map(|(folder, _)| folder)
}

fn keys<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut keys: Vec<String> = names.into_iter().map(organisation_key).filter(|key| !key.is_empty()).collect();
    keys.dedup();
    keys
}

fn filers(record: &Record, file: &str) -> Vec<String> {
    keys([record.department.as_str()].into_iter().chain(folder(file)))
}

fn form_of(record: &Record, form: &FormRecord) -> Filed {
    let (item, own) = match form.kind {
        FormKind::Project => (FilingItem::Project, &form.unit),
        FormKind::Department => (FilingItem::Department, &form.department),
        FormKind::Accounts => (FilingItem::Accounts, &form.department),
    };
    Filed {
        item,
        department: record.department.clone(),
        own: keys([own.as_str()]),
        by: filers(record, &form.file),
        over: organisation_key(&form.supervisor),
        project: form.project.clone(),
        project_key: project_key(&form.project),
        table: (item == FilingItem::Accounts).then(|| table(form)),
        file: form.file.clone(),
        sheet: form.sheet.clone(),
        year: form.year.or(record.year),
    }
}

fn report_of(record: &Record, file: &Arc<str>) -> Filed {
    Filed {
        item: FilingItem::Report,
        department: record.department.clone(),
        own: Vec::new(),
        by: filers(record, file),
        over: String::new(),
        project: String::new(),
        project_key: String::new(),
        table: None,
        file: file.clone(),
        sheet: "".into(),
        year: record.year,
    }
}

/// The number in 「公开03表」; of a layout without such a mark, its id.
fn table(form: &FormRecord) -> String {
    let number: String = form.mark.chars().filter(char::is_ascii_digit).collect();
    if number.is_empty() { form.layout.clone() } else { number }
}
