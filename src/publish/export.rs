//! A whole export: every submission, the indexes, what stays inside, and what is out of date.

use std::path::Path;

use crate::check::Checked;
use crate::model::output_names;
use crate::publish::index::{Absent, Index};
use crate::publish::shelf::{self, Shelf, Stale, Tidied};
use crate::publish::{ExportFormat, Options, Published, html, inside, public, submission};

/// An export that is going on.
#[derive(Debug)]
pub struct Export<'a> {
    options: &'a Options,
    shelf: Shelf<'a>,
}

/// A submission that was exported.
#[derive(Debug)]
pub struct One {
    published: Published,
    index: Index,
}

/// What became of an export.
#[derive(Debug, Default)]
pub struct Exported {
    /// Its submissions.
    pub published: Vec<Published>,
    /// Files of an earlier export that are out of date.
    pub tidied: Tidied,
    /// Files for all that could not be written.
    pub unwritten: Vec<String>,
    /// Where what stays inside was written, if there was anything to say.
    pub inside: Option<String>,
}

impl Export<'_> {
    /// Begins an export into a folder, in which an earlier one may lie.
    pub fn begin<'a>(options: &'a Options, out: &'a Path) -> Export<'a> {
        Export { options, shelf: Shelf::open(out) }
    }

    /// Writes the forms of a submission and their index.
    pub fn one(&self, checked: &Checked, folder: &str) -> One {
        let mut published = submission(checked, folder, self.options, &self.shelf);
        let index = index(&published, checked, folder);
        if !published.entries.is_empty() {
            published.unwritten.extend(write_index(&index, self.options, &self.shelf, Some("../index.html")));
        }
        One { published, index }
    }

    /// Writes the index of all and what stays inside, and takes away what is out of date of an earlier export.
    pub fn end(self, all: Vec<One>) -> Exported {
        let mut index = Index { title: "绩效自评和决算公开目录".to_string(), ..Index::default() };
        let mut published = Vec::new();
        let mut stale = Stale::default();
        for One { published: one, index: own } in all {
            let folders = if one.held { &mut stale.held } else { &mut stale.written };
            folders.insert(own.folder);
            index.entries.extend(own.entries);
            index.absent.extend(own.absent);
            index.missing.extend(own.missing);
            published.push(one);
        }
        let unwritten = write_index(&index, self.options, &self.shelf, None);
        let mut exported = Exported { published, unwritten, ..Exported::default() };
        let path = format!("{}/{}", shelf::INSIDE, output_names::EXPORT_NOTES);
        let workbook = inside::workbook(&exported.published);
        match workbook.and_then(|bytes| bytes.map(|bytes| self.shelf.write(&path, &bytes)).transpose()) {
            Ok(written) => exported.inside = written.map(|()| path),
            Err(error) => exported.unwritten.push(format!("{path}：{error:#}")),
        }
        match self.shelf.tidy(&stale) {
            Ok(tidied) => exported.tidied = tidied,
            Err(error) => exported.unwritten.push(format!("{error:#}")),
        }
        exported
    }
}

/// The index of one submission: its forms, or that it was held back, and what it did not file.
fn index(one: &Published, checked: &Checked, folder: &str) -> Index {
    let department = public(&one.department, checked);
    let absent = |project: String, reason: String| Absent { department: department.clone(), project, reason };
    let held = one.held.then(|| absent(String::new(), format!("未公开：仍有 {} 处错误未更正", one.open.len())));
    let projects = one.missing.projects.iter().map(|project| public(project, checked));
    let unfiled = projects.map(|project| absent(project, "未公开：没有报送项目自评表".to_string()));
    let unknown = checked.submission.unknown.iter().filter(|_| !one.held).map(|form| {
        let title = form.unknown.title.as_deref().unwrap_or(&form.place.sheet);
        absent(String::new(), public(&format!("未公开：「{}」版式未能识别", title.trim()), checked))
    });
    Index {
        absent: held.into_iter().chain(unfiled).chain(unknown).collect(),
        title: format!("{department}绩效自评和决算公开目录"),
        entries: one.entries.clone(),
        missing: one.missing.stated.iter().map(|stated| public(stated, checked)).collect(),
        folder: folder.to_string(),
    }
}

/// The index in every format asked for; what could not be written is told.
fn write_index(index: &Index, options: &Options, shelf: &Shelf, up: Option<&str>) -> Vec<String> {
    let write = |target: &ExportFormat| {
        let (name, bytes) = match target {
            ExportFormat::Html => ("index.html", html::index(index, up)),
            ExportFormat::Xlsx => (output_names::INDEX, index.workbook()),
            ExportFormat::Csv => ("index.csv", index.csv()),
            ExportFormat::Json => ("index.json", index.json()),
        };
        let path = format!("{}/{name}", index.folder).trim_start_matches('/').to_string();
        let written = bytes.and_then(|bytes| shelf.write(&path, &bytes));
        written.err().map(|error| format!("{path}：{error:#}"))
    };
    options.targets.iter().filter_map(write).collect()
}
