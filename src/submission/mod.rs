//! Submissions: what one department files for one year, and which files belong to it.

mod bundles;
pub mod key;
mod loose;
pub mod years;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::bail;
use serde::{Deserialize, Serialize};

use crate::limits;
use crate::limits::deadline;
use crate::model::form::{Entry, Field, Form, FormKind, YearNote};
use crate::model::output_names;
use crate::model::place::Place;
use crate::model::profile::{self, Profile, Profiles};
use crate::model::text::year::year_in;
use crate::narrative::{self, Report};
use crate::read::{ContentHash, Format, Sheet, Workbook, workbook};
use crate::recognise::extract::extract;
use crate::recognise::locate::{Located, locate};
use crate::recognise::unknown::Unknown;
use crate::recognise::{Layouts, fields};

pub use bundles::{Bundle, Paths, bundles, filed_in_output};
pub use loose::by_department;

/// A file that could not be read, and why.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Unreadable {
    /// Relative to the folder given.
    pub file: Arc<str>,
    /// In Chinese, with what to do.
    pub reason: String,
}

impl Submission {
    /// Whether a profile in force puts up with some differences.
    pub fn has_tolerance(&self) -> bool {
        let profiles = self.forms.iter().map(|form| &form.profile).chain([&self.profile]);
        profiles.into_iter().any(|profile| profile.tolerance.words().is_some())
    }

    /// The names of the profiles in force, as users read them.
    pub fn profiles(&self) -> String {
        let scored = self.forms.iter().filter(|form| form.layout.kind != FormKind::Accounts);
        let mut names: Vec<String> = scored.map(|form| form.profile.shown_name()).collect();
        names.sort_unstable();
        names.dedup();
        if names.is_empty() { self.profile.shown_name() } else { names.join("、") }
    }
}

/// A workbook that was read.
#[derive(Debug, Clone)]
pub struct FileRead {
    /// Relative to the folder given.
    pub file: Arc<str>,
    /// Where it is.
    pub path: PathBuf,
    /// That of its bytes.
    pub content_hash: ContentHash,
    /// Its format by content.
    pub format: Format,
}

/// Something that looks like a form and matches no layout, with its place.
#[derive(Debug, Clone)]
pub struct UnknownForm {
    /// Its title or first known label.
    pub place: Place,
    /// What was and was not found.
    pub unknown: Unknown,
}

/// All that one department files for one year.
#[derive(Debug, Clone)]
pub struct Submission {
    /// By what it is known in every table.
    pub key: String,
    /// The department, as its forms name it.
    pub department: String,
    /// The year the forms are about.
    pub year: Option<i32>,
    /// What the bureau does differently, for what is checked over all forms.
    pub profile: Arc<Profile>,
    /// Its forms, in the order of files and sheets.
    pub forms: Vec<Form>,
    /// Its workbooks.
    pub files: Vec<FileRead>,
    /// Its narrative reports.
    pub reports: Vec<Arc<Report>>,
    /// What looks like a form, but is none that is known.
    pub unknown: Vec<UnknownForm>,
    /// Sheets on which no form was found.
    pub other_sheets: Vec<Place>,
    /// What its cover sheets say.
    pub covers: Vec<Cover>,
    /// Some file of it could not be read.
    pub has_unread: bool,
}

/// A sheet before the forms that says whose and of what year they are.
#[derive(Debug, Clone)]
pub struct Cover {
    /// The sheet.
    pub place: Place,
    /// The years that it names.
    pub years: Vec<YearNote>,
    /// The department that it names.
    pub department: Option<Entry>,
}

/// The layouts and profiles in force.
#[derive(Debug, Clone, Copy)]
pub struct LayoutsAndProfiles<'a> {
    /// How forms are laid out.
    pub layouts: &'a Layouts,
    /// What bureaus do differently.
    pub profiles: &'a Profiles,
}

/// Reads the files of a bundle, and names those that cannot be read.
/// A submission comes back as soon as one file can be read; the reasons of the others are in Chinese.
pub fn read(bundle: &Bundle, known: LayoutsAndProfiles, year: Option<i32>) -> (Option<Submission>, Vec<Unreadable>) {
    let mut unreadable = Vec::new();
    let mut submission: Option<Submission> = None;
    for (file, path) in &bundle.workbooks {
        match workbook(path, file, known) {
            Ok(part) => merge(submission.get_or_insert_with(empty), part),
            Err(error) => unreadable.push(error),
        }
    }
    for (file, path) in &bundle.reports {
        match narrative(path, file) {
            Ok(report) => submission.get_or_insert_with(empty).reports.push(Arc::new(report)),
            Err(error) => unreadable.push(error),
        }
    }
    let has_unread = bundle.has_unread || !unreadable.is_empty();
    let submission = submission.map(|read| finish(Submission { has_unread, ..read }, &bundle.folder, year));
    (submission, unreadable)
}

/// The forms of one workbook; whatever goes wrong with it is its own reason.
fn workbook(path: &Path, file: &Arc<str>, known: LayoutsAndProfiles) -> Result<Submission, Unreadable> {
    let read = || {
        let part = forms_of(workbook::read(path, file.clone())?, known);
        if part.forms.is_empty() && part.unknown.is_empty() {
            bail!("未找到自评表或决算公开表（表内没有可识别的标题和表头），请核对是否报错文件");
        }
        limits::count("工作簿内", "张表", part.forms.len() + part.unknown.len(), limits::FORMS)?;
        Ok(part)
    };
    deadline::file(read).map_err(|error| Unreadable { file: file.clone(), reason: error.to_string() })
}

/// One report, likewise.
fn narrative(path: &Path, file: &Arc<str>) -> Result<Report, Unreadable> {
    let read = deadline::file(|| narrative::read(path, file.clone()));
    read.map_err(|error| Unreadable { file: file.clone(), reason: error.to_string() })
}

fn empty() -> Submission {
    Submission {
        key: String::new(),
        department: String::new(),
        year: None,
        profile: profile::national(),
        forms: Vec::new(),
        files: Vec::new(),
        reports: Vec::new(),
        unknown: Vec::new(),
        other_sheets: Vec::new(),
        covers: Vec::new(),
        has_unread: false,
    }
}

fn merge(into: &mut Submission, part: Submission) {
    into.forms.extend(part.forms);
    into.files.extend(part.files);
    into.unknown.extend(part.unknown);
    into.other_sheets.extend(part.other_sheets);
    into.covers.extend(part.covers);
}

/// The forms on the sheets of one workbook.
fn forms_of(workbook: Workbook, known: LayoutsAndProfiles) -> Submission {
    let mut part = empty();
    let is_filed = |sheet: &&Sheet| !sheet.cells.is_empty() && !is_discrepancy_list(sheet);
    for sheet in workbook.sheets.iter().filter(is_filed) {
        let found = locate(sheet, known.layouts);
        let place = Place { file: workbook.file.clone(), sheet: sheet.name.clone(), cell: None, sentence: None };
        if found.forms.is_empty() && found.unknown.is_empty() {
            part.other_sheets.push(place.clone());
            part.covers.extend(cover(sheet, &place, known));
        }
        let form = |located: &Located| Form {
            profile: known.profiles.of(&located.layout.id, located.layout.kind),
            ..extract(sheet, &workbook.file, located)
        };
        part.forms.extend(found.forms.iter().map(form));
        part.unknown
            .extend(found.unknown.into_iter().map(|unknown| UnknownForm { place: place.at(unknown.cell), unknown }));
    }
    years::complete(&mut part.forms, &workbook.file);
    let Workbook { file, path, content_hash, format, .. } = workbook;
    part.files.push(FileRead { file, path, content_hash, format });
    part
}

/// Whether a sheet is a list of findings, which this program has added to a corrected workbook.
pub fn is_discrepancy_list(sheet: &Sheet) -> bool {
    sheet.cell(0, 0).is_some_and(|cell| output_names::is_list_title(&cell.text()))
}

/// A cover has no more texts than this.
const MOST_ON_A_COVER: usize = 30;

fn cover(sheet: &Sheet, place: &Place, known: LayoutsAndProfiles) -> Option<Cover> {
    let rows = 0..sheet.height();
    let years = fields::years(sheet, rows.clone());
    let department = fields::fields(sheet, &known.layouts.vocabulary, place, rows).remove(&Field::Department);
    (sheet.cells.len() <= MOST_ON_A_COVER).then(|| Cover { place: place.clone(), years, department })
}

/// The submission that consists of one workbook, which need not be a file.
pub fn of_workbook(workbook: Workbook, known: LayoutsAndProfiles) -> Submission {
    finish(forms_of(workbook, known), "", None)
}

/// The submission that consists of one report.
pub fn of_report(report: Report) -> Submission {
    finish(Submission { reports: vec![Arc::new(report)], ..empty() }, "", None)
}

fn finish(mut submission: Submission, folder: &str, year: Option<i32>) -> Submission {
    let folder_year = year_in(folder).map(|(_, year)| year);
    submission.profile = profile_of(&submission.forms);
    let titled = submission.reports.iter().find_map(|report| report.department.clone());
    let named = department(&submission).or(titled);
    submission.department = named.unwrap_or_else(|| fallback_name(&submission, folder));
    let titled = submission.reports.iter().find_map(|report| report.year);
    submission.year = years::most_common(&submission.forms).or(year).or(titled).or(folder_year);
    submission.key = key::key(folder, &submission.department, submission.year);
    submission
}

/// The profile of the department form, or else of the first form.
fn profile_of(forms: &[Form]) -> Arc<Profile> {
    let of_department = forms.iter().find(|form| form.layout.kind == FormKind::Department);
    of_department.or(forms.first()).map_or_else(profile::national, |form| form.profile.clone())
}

fn fallback_name(submission: &Submission, folder: &str) -> String {
    let paths =
        submission.files.iter().map(|file| &file.path).chain(submission.reports.iter().map(|report| &report.path));
    let stem = paths.into_iter().next().map(|path| path.file_stem().unwrap_or_default().to_string_lossy().into_owned());
    Some(folder.to_string()).filter(|folder| !folder.is_empty()).or(stem).unwrap_or_default()
}

/// The department that the forms name: the department form first, then the accounts, then the projects' 实施单位.
fn department(submission: &Submission) -> Option<String> {
    let named = |kind: FormKind, field: Field| {
        let forms = submission.forms.iter().filter(move |form| form.layout.kind == kind);
        most_common(forms.filter_map(move |form| form.field(field).map(str::to_string)))
    };
    named(FormKind::Department, Field::Department)
        .or_else(|| named(FormKind::Accounts, Field::Department))
        .or_else(|| named(FormKind::Project, Field::Unit))
        .or_else(|| named(FormKind::Project, Field::Supervisor))
}

/// The value that stands most often; of equals the first in order.
fn most_common<T: Ord + Clone>(values: impl Iterator<Item = T>) -> Option<T> {
    let mut counts: BTreeMap<T, usize> = BTreeMap::new();
    for value in values {
        *counts.entry(value).or_default() += 1;
    }
    let most = counts.values().copied().max()?;
    counts.into_iter().find(|(_, count)| *count == most).map(|(value, _)| value)
}
