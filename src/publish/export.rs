//! A whole export: every submission, the indexes, what stays inside, and what is out of date.

use std::path::Path;

use rayon::prelude::*;

use crate::check::Checked;
use crate::publish::index::{Absent, Index};
use crate::publish::shelf::{self, Shelf, Stale, Tidied};
use crate::publish::{Options, Published, Target, html, inside, public, submission};
use crate::run::Run;

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

/// Writes the forms of all submissions and the indexes, and takes away what is out of date of an earlier export.
pub fn export(run: &Run, options: &Options, out: &Path) -> Exported {
    let shelf = Shelf::open(out);
    let mut published: Vec<Published> = run
        .reviewed
        .par_iter()
        .map(|reviewed| submission(&reviewed.checked, &reviewed.folder, options, &shelf))
        .collect();
    let mut all = Index { title: "绩效自评和决算公开目录".to_string(), ..Index::default() };
    for (one, reviewed) in published.iter_mut().zip(&run.reviewed) {
        let index = index(one, &reviewed.checked, &reviewed.folder);
        if !one.entries.is_empty() {
            one.unwritten.extend(write_index(&index, options, &shelf, Some("../index.html")));
        }
        all.entries.extend(index.entries);
        all.absent.extend(index.absent);
        all.missing.extend(index.missing);
    }
    let mut exported = Exported { unwritten: write_index(&all, options, &shelf, None), ..Exported::default() };
    let path = format!("{}/{}", shelf::INSIDE, inside::FILE);
    match inside::workbook(&published).and_then(|bytes| bytes.map(|bytes| shelf.write(&path, &bytes)).transpose()) {
        Ok(written) => exported.inside = written.map(|()| path),
        Err(error) => exported.unwritten.push(format!("{path}：{error:#}")),
    }
    match shelf.tidy(&stale(run, &published, options)) {
        Ok(tidied) => exported.tidied = tidied,
        Err(error) => exported.unwritten.push(format!("{error:#}")),
    }
    Exported { published, ..exported }
}

/// What this export would have written anew if it were still published.
fn stale(run: &Run, published: &[Published], options: &Options) -> Stale {
    let folders = |held: bool| {
        let of = published.iter().zip(&run.reviewed).filter(|(one, _)| one.held == held);
        of.map(|(_, reviewed)| reviewed.folder.clone()).collect()
    };
    let extensions = options.targets.iter().map(|target| target.extension()).collect();
    Stale { held: folders(true), written: folders(false), extensions }
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
        missing: one.missing.messages.iter().map(|message| public(message, checked)).collect(),
        folder: folder.to_string(),
    }
}

/// The index in every format asked for; what could not be written is told.
fn write_index(index: &Index, options: &Options, shelf: &Shelf, up: Option<&str>) -> Vec<String> {
    let write = |target: &Target| {
        let (name, bytes) = match target {
            Target::Html => ("index.html", html::index(index, up)),
            Target::Xlsx => ("目录.xlsx", index.workbook()),
            Target::Csv => ("index.csv", index.csv()),
            Target::Json => ("index.json", index.json()),
        };
        let path = format!("{}/{name}", index.folder).trim_start_matches('/').to_string();
        let written = bytes.and_then(|bytes| shelf.write(&path, &bytes));
        written.err().map(|error| format!("{path}：{error:#}"))
    };
    options.targets.iter().filter_map(write).collect()
}
