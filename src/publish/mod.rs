//! The forms of a run → what a department publishes: workbooks, pages, open data, and an index of them.
//!
//! A form is laid out once ([`page::PublishedPage`]) and written in every format asked for. Everything is made new, so that
//! nothing of the workbook as filed is carried over but what stands in its forms.

pub mod accounts;
pub mod arrange;
pub mod columns;
pub mod export;
pub mod html;
pub mod index;
pub mod inside;
pub mod laws;
pub mod missing;
pub mod open_data;
pub mod page;
pub mod pattern;
pub mod review;
pub mod sheet;
pub mod shelf;
pub mod targets;

use std::sync::Arc;

use anyhow::{Context, Result};
use clap::ValueEnum;

use crate::check::Checked;
use crate::check::rounds::relations;
use crate::limits::files;
use crate::model::finding::Finding;
use crate::model::form::{Field, Form, FormKind, Measure};
use crate::model::relation::Relation;
use crate::rules::privacy::personal::redact;
use crate::submission::Submission;
pub use export::{Export, Exported};
use index::IndexEntry;
use missing::{UnfiledProjects, missing};
use page::PublishedPage;
use pattern::Pattern;
use shelf::Shelf;

/// The formats that are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum ExportFormat {
    /// A page.
    Html,
    /// A workbook.
    Xlsx,
    /// Figures, one a row.
    Csv,
    /// The same as a document.
    Json,
}

impl ExportFormat {
    /// As users read it.
    pub fn name(self) -> &'static str {
        match self {
            ExportFormat::Html => "网页",
            ExportFormat::Xlsx => "Excel",
            ExportFormat::Csv => "CSV",
            ExportFormat::Json => "JSON",
        }
    }

    fn extension(self) -> &'static str {
        match self {
            ExportFormat::Html => "html",
            ExportFormat::Xlsx => "xlsx",
            ExportFormat::Csv => "csv",
            ExportFormat::Json => "json",
        }
    }
}

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Options {
    /// The formats.
    pub targets: Vec<ExportFormat>,
    /// Automatic corrections are applied.
    pub corrected: bool,
    /// Another layout for the forms of its kind.
    pub layout: Option<Arc<Pattern>>,
    /// Submissions with open errors are published all the same.
    pub force: bool,
}

impl Options {
    /// What a form is turned into.
    fn pattern(&self, form: &Form) -> Option<&Pattern> {
        self.layout.as_deref().filter(|pattern| pattern.layout.kind == form.layout.kind)
    }
}

/// What became of one submission.
#[derive(Debug, Clone, Default)]
pub struct Published {
    /// Its department.
    pub department: String,
    /// The forms that were written.
    pub entries: Vec<IndexEntry>,
    /// What was found before publishing.
    pub findings: Vec<Finding>,
    /// The errors that are still open.
    pub open: Vec<Finding>,
    /// It was held back for them.
    pub held: bool,
    /// Files that could not be written.
    pub unwritten: Vec<String>,
    /// The profiles that it was checked by, where one of them puts up with something.
    pub tolerance: Option<String>,
    /// What its own papers say is missing.
    pub missing: UnfiledProjects,
}

fn public(text: &str, checked: &Checked) -> String {
    redact(text, checked.submission.profile.publish_names)
}

fn submission(checked: &Checked, folder: &str, options: &Options, shelf: &Shelf) -> Published {
    let open = review::open(checked, options.corrected);
    let mut one = Published { department: checked.submission.department.clone(), ..Published::default() };
    one.findings = review::findings(checked, &open);
    one.held = !open.is_empty() && !options.force;
    one.tolerance = checked.submission.has_tolerance().then(|| checked.submission.profiles());
    one.missing = missing(checked, one.held);
    one.open = open;
    if one.held {
        return one;
    }
    let forms = if options.corrected { &checked.corrected } else { &checked.submission.forms };
    let published = Submission { forms: forms.clone(), ..checked.submission.clone() };
    let relations: Vec<Relation> = relations(&published).into_iter().map(|(_, relation)| relation).collect();
    let mut names = files::Names::without(&["index", "目录"]);
    for form in in_order(forms) {
        let name = names.free(&file_name(form, checked));
        let paths = options.targets.iter().map(|target| (*target, format!("{folder}/{name}.{}", target.extension())));
        let entry = entry(form, checked, options, paths.collect());
        let page = page(form, &entry, options);
        for (target, path) in &entry.files {
            let bytes = bytes(*target, &page, form, &published, &relations, &entry);
            let written = bytes.and_then(|bytes| shelf.write(path, &bytes));
            one.unwritten.extend(written.with_context(|| path.clone()).err().map(|error| format!("{error:#}")));
        }
        one.entries.push(entry);
    }
    one
}

fn bytes(
    target: ExportFormat,
    page: &PublishedPage,
    form: &Form,
    published: &Submission,
    relations: &[Relation],
    entry: &IndexEntry,
) -> Result<Vec<u8>> {
    match target {
        ExportFormat::Html => html::form(page, entry),
        ExportFormat::Xlsx => sheet::workbook(page, &laws::live(page, form, relations)),
        ExportFormat::Csv => open_data::csv(&open_data::facts(published, form)),
        ExportFormat::Json => open_data::json(&open_data::facts(published, form), entry),
    }
}

/// The department's own form, its projects, its accounts by their numbers.
fn in_order(forms: &[Form]) -> Vec<&Form> {
    let mut forms: Vec<&Form> = forms.iter().collect();
    let order = |form: &&Form| match form.layout.kind {
        FormKind::Department => (0, None),
        FormKind::Project => (1, None),
        FormKind::Accounts => (2, form.layout.table().map(str::to_string)),
    };
    forms.sort_by_key(order);
    forms
}

/// 「项目支出绩效自评表-公园养护」, 「公开03表 支出决算表」
fn file_name(form: &Form, checked: &Checked) -> String {
    let project = form.field(Field::Project).map(|project| public(project, checked)).unwrap_or_default();
    let title = match form.layout.kind {
        FormKind::Project => "项目支出绩效自评表".to_string(),
        FormKind::Department => "部门整体支出绩效自评表".to_string(),
        FormKind::Accounts => format!("公开{}表-{}", form.layout.table().unwrap_or_default(), title(form)),
    };
    if project.is_empty() { title } else { format!("{title}-{project}") }
}

/// The title as filed; of a form without one, what its kind is called.
fn title(form: &Form) -> String {
    if form.title.is_empty() { form.layout.name.clone() } else { form.title.clone() }
}

fn entry(form: &Form, checked: &Checked, options: &Options, files: Vec<(ExportFormat, String)>) -> IndexEntry {
    let department = form.field(Field::Department).or(form.field(Field::Unit));
    let score = form.total.as_ref().and_then(|total| total.figure(Measure::Score)).map(|figure| figure.show());
    let text = |field: Field| form.field(field).map(|text| public(text.trim(), checked));
    IndexEntry {
        department: public(department.unwrap_or(&checked.submission.department), checked),
        year: form.year.or(checked.submission.year),
        kind: form.layout.kind,
        title: public(&options.pattern(form).map_or_else(|| title(form), |pattern| pattern.title(form)), checked),
        mark: form.layout.marks.first().cloned().unwrap_or_default(),
        project: text(Field::Project).unwrap_or_default(),
        score,
        grade: text(Field::Grade),
        files,
    }
}

/// The form laid out, with title, year, unit, and without personal data.
fn page(form: &Form, entry: &IndexEntry, options: &Options) -> PublishedPage {
    let pattern = options.pattern(form);
    let is_accounts = form.layout.kind == FormKind::Accounts;
    let mut page = if is_accounts { accounts::arrange(form) } else { arrange::arrange(form, pattern) };
    page.title =
        pattern.map_or(entry.title.clone(), |pattern| redact(&pattern.title(form), form.profile.publish_names));
    page.year_line = entry.year.map(|year| format!("（{year}年度）")).unwrap_or_default();
    let is_of_money = form.entries().any(|(.., entry)| entry.figure().is_some_and(|figure| figure.unit.is_money()));
    if is_accounts {
        page.left_line = format!("部门：{}", entry.department);
        page.right_lines = form.layout.marks.iter().take(1).cloned().collect();
    }
    page.right_lines.push(if is_of_money { format!("金额单位：{}", form.unit.name()) } else { String::new() });
    let names = form.profile.publish_names;
    page.cells.iter_mut().for_each(|cell| cell.text = redact(&cell.text, names));
    page.notes.iter_mut().for_each(|note| *note = redact(note, names));
    page
}

#[cfg(test)]
mod tests;
