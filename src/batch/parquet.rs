//! The Parquet files of a run, written in row groups as submissions come: figures, findings, forms, submissions.
//!
//! `facts.parquet` is described in [`crate::record::facts`]. The others, with texts where nothing else is said; what is not
//! stated is null. Rows of one submission have one `submission` in all tables (folder, department, year):
//!
//! | file | columns |
//! | --- | --- |
//! | `findings.parquet` | `submission`, `department`, `year` (integer), `rule`, `severity`, `file`, `sheet`, `cell`, `sentence`, `item`, `stated`, `expected`, `difference`, `message`, `basis`, `cause`, `correction_cell`, `correction_value`, `trust`, `explanation` |
//! | `forms.parquet` | `submission`, `department` (that filed it), `year` (integer), `file`, `sheet`, `kind`, `form` (id of the layout), `title`, `project`, `unit`, `supervisor`, `initial_budget`, `final_budget`, `executed` (yuan), `rate` (percent), `score` (Decimal(38, 10)), `grade`, with automatic corrections; `stated_score`, `stated_grade` as filed |
//! | `submissions.parquet` | `submission`, `department`, `year` (integer), `folder`, `stated_score`, `score` (Decimal(38, 10)), `stated_grade`, `grade`, `forms`, `files`, `reports`, `errors`, `warnings`, `notes`, `explained`, `unchecked` (integers), `doubtful` (yuan, Decimal(38, 10)) |

use std::path::{Path, PathBuf};

use anyhow::Result;
use polars::prelude::*;
use rust_decimal::Decimal;

use super::streaming_rows::{GROUP, GrowingParquet};
use crate::batch::output::{Ending, Output};
use crate::batch::statistics;
use crate::model::finding::{Finding, Severity};
use crate::record::facts::{FactTable, decimals};
use crate::record::{FormRecord, Record};

/// Names of the files.
pub const FILES: [&str; 4] = ["facts.parquet", "findings.parquet", "forms.parquet", "submissions.parquet"];

/// The files, and the rows that are not yet written.
pub struct Tables {
    out: PathBuf,
    files: [GrowingParquet; 4],
    facts: FactTable,
    findings: Vec<OwnedFinding>,
    forms: Vec<(RowOwner, FormRecord)>,
    submissions: Vec<Summed>,
}

/// Whose something is.
#[derive(Clone)]
struct RowOwner {
    submission: String,
    department: String,
    year: Option<i32>,
}

/// A finding with whose it is.
struct OwnedFinding {
    owner: RowOwner,
    finding: Finding,
}

/// What is said of a submission as a whole.
struct Summed {
    owner: RowOwner,
    texts: [Option<String>; 3],
    numbers: [Option<Decimal>; 3],
    counts: [usize; 8],
}

impl Output for Tables {
    const NAME: &'static str = "Parquet 数据";

    fn begin(out: &Path) -> Result<Tables> {
        let [facts, findings, forms, submissions] = FILES.map(|name| out.join(name));
        let files = [
            GrowingParquet::begin(&facts, &FactTable::default().frame()?)?,
            GrowingParquet::begin(&findings, &findings_frame(&[])?)?,
            GrowingParquet::begin(&forms, &forms_frame(&[])?)?,
            GrowingParquet::begin(&submissions, &submissions_frame(&[])?)?,
        ];
        let (out, facts) = (out.to_path_buf(), FactTable::default());
        Ok(Tables { out, files, facts, findings: Vec::new(), forms: Vec::new(), submissions: Vec::new() })
    }

    fn add(&mut self, record: &Record) -> Result<()> {
        self.facts.append(&record.facts);
        let Record { submission, department, year, .. } = record;
        let owner = || RowOwner { submission: submission.clone(), department: department.clone(), year: *year };
        self.findings
            .extend(record.findings.iter().map(|finding| OwnedFinding { owner: owner(), finding: finding.clone() }));
        // As in the table of figures: a form that states no year is about that of the submission.
        let form = |form: &FormRecord| (owner(), FormRecord { year: form.year.or(*year), ..form.clone() });
        self.forms.extend(record.forms.iter().map(form));
        self.submissions.push(Summed::of(record));
        self.write(GROUP)
    }

    /// Writes what is left, gives the files their names, and answers the questions across submissions from them; of one
    /// submission there is nothing to rank or to compare.
    fn end(mut self, ending: &mut Ending) -> Result<()> {
        self.write(1)?;
        // The files get their names before anything is asked of them: statistics read them by name.
        self.files.into_iter().try_for_each(GrowingParquet::end)?;
        statistics::clear(&self.out);
        if ending.summary.tally.submissions > 1 {
            ending.chapters.extend(statistics::write(&self.out)?);
        }
        Ok(())
    }
}

impl Tables {
    /// Writes the rows of every file that has so many of them.
    fn write(&mut self, least: usize) -> Result<()> {
        let [facts, findings, forms, submissions] = &mut self.files;
        if self.facts.len() >= least {
            facts.add(&std::mem::take(&mut self.facts).frame()?)?;
        }
        if self.findings.len() >= least {
            findings.add(&findings_frame(&std::mem::take(&mut self.findings))?)?;
        }
        if self.forms.len() >= least {
            forms.add(&forms_frame(&std::mem::take(&mut self.forms))?)?;
        }
        if self.submissions.len() >= least {
            submissions.add(&submissions_frame(&std::mem::take(&mut self.submissions))?)?;
        }
        Ok(())
    }
}

impl Summed {
    fn of(record: &Record) -> Summed {
        let (stated, recomputed) = (&record.stated, &record.recomputed);
        let [errors, warnings, notes] =
            [Severity::Error, Severity::Warning, Severity::Note].map(|severity| record.count(severity));
        let [forms, files, reports] = [record.forms.len(), record.files.len(), record.reports.len()];
        Summed {
            owner: RowOwner {
                submission: record.submission.clone(),
                department: record.department.clone(),
                year: record.year,
            },
            texts: [Some(record.folder.clone()), stated.grade.clone(), recomputed.grade.clone()],
            numbers: [stated.points, recomputed.points, Some(record.doubtful)],
            counts: [forms, files, reports, errors, warnings, notes, record.explained(), record.unchecked()],
        }
    }
}

fn texts<'a>(name: &str, texts: impl Iterator<Item = Option<&'a str>>) -> Column {
    let stated = texts.map(|text| text.filter(|text| !text.is_empty()));
    Column::new(name.into(), stated.collect::<Vec<Option<&str>>>())
}

fn years(years: impl Iterator<Item = Option<i32>>) -> Column {
    Column::new("year".into(), years.collect::<Vec<Option<i32>>>())
}

/// Whose the rows are, and of which year.
fn owners<'a>(
    owners: impl Iterator<Item = &'a RowOwner> + Clone,
    of: impl Iterator<Item = Option<i32>>,
) -> Vec<Column> {
    let key = texts("submission", owners.clone().map(|owner| Some(owner.submission.as_str())));
    vec![key, texts("department", owners.map(|owner| Some(owner.department.as_str()))), years(of)]
}

/// A column of texts: its name, and the text of a row.
type Texts<T> = (&'static str, fn(&T) -> Option<&str>);

const FINDING: [Texts<Finding>; 14] = [
    ("rule", |finding| Some(&finding.rule)),
    ("severity", |finding| Some(finding.severity.code())),
    ("file", |finding| Some(&finding.place.file)),
    ("sheet", |finding| Some(&finding.place.sheet)),
    ("sentence", |finding| finding.place.sentence.as_deref()),
    ("item", |finding| Some(&finding.item)),
    ("stated", |finding| finding.stated.as_deref()),
    ("expected", |finding| finding.expected.as_deref()),
    ("difference", |finding| finding.difference.as_deref()),
    ("message", |finding| Some(&finding.message)),
    ("basis", |finding| Some(&finding.basis)),
    ("cause", |finding| finding.cause.as_deref()),
    ("correction_value", |finding| Some(&finding.correction.as_ref()?.value)),
    ("trust", |finding| Some(finding.correction.as_ref()?.trust.code())),
];

fn findings_frame(found: &[OwnedFinding]) -> Result<DataFrame> {
    let all = || found.iter().map(|found| &found.finding);
    let mut columns = owners(found.iter().map(|found| &found.owner), found.iter().map(|found| found.owner.year));
    columns.extend(FINDING.iter().map(|(name, text)| texts(name, all().map(text))));
    let cells: Vec<String> = all().map(|finding| finding.place.cell_name()).collect();
    let correction = |finding: &Finding| finding.correction.as_ref().map(|correction| correction.place.cell_name());
    let corrected: Vec<Option<String>> = all().map(correction).collect();
    // Made here and not in `FINDING`, which borrows its texts: the name of a cell is put together.
    columns.insert(7, texts("cell", cells.iter().map(|cell| Some(cell.as_str()))));
    columns.insert(16, texts("correction_cell", corrected.iter().map(Option::as_deref)));
    columns.push(texts("explanation", all().map(|finding| finding.explanation.as_deref())));
    Ok(DataFrame::new(found.len(), columns)?)
}

const FORM: [Texts<FormRecord>; 8] = [
    ("file", |form| Some(&form.file)),
    ("sheet", |form| Some(&form.sheet)),
    ("kind", |form| Some(form.kind.code())),
    ("form", |form| Some(&form.layout)),
    ("title", |form| Some(&form.title)),
    ("project", |form| Some(&form.project)),
    ("unit", |form| Some(&form.unit)),
    ("supervisor", |form| Some(&form.supervisor)),
];

/// A column of numbers: its name, and the number of a row.
type NumberColumn<T> = (&'static str, fn(&T) -> Option<Decimal>);

const FORM_NUMBERS: [NumberColumn<FormRecord>; 6] = [
    ("initial_budget", |form| form.initial_budget),
    ("final_budget", |form| form.final_budget),
    ("executed", |form| form.executed),
    ("rate", |form| form.rate),
    ("score", |form| form.score),
    ("stated_score", |form| form.stated_score),
];

fn forms_frame(forms: &[(RowOwner, FormRecord)]) -> Result<DataFrame> {
    let all = || forms.iter().map(|(_, form)| form);
    let mut columns = owners(forms.iter().map(|(owner, _)| owner), all().map(|form| form.year));
    columns.extend(FORM.iter().map(|(name, text)| texts(name, all().map(text))));
    for (name, number) in FORM_NUMBERS {
        columns.push(decimals(name, all().map(number))?);
    }
    columns.push(texts("grade", all().map(|form| form.grade.as_deref())));
    columns.push(texts("stated_grade", all().map(|form| form.stated_grade.as_deref())));
    Ok(DataFrame::new(forms.len(), columns)?)
}

const COUNTS: [&str; 8] = ["forms", "files", "reports", "errors", "warnings", "notes", "explained", "unchecked"];

fn submissions_frame(summed: &[Summed]) -> Result<DataFrame> {
    let text = |name: &str, index: usize| texts(name, summed.iter().map(|one| one.texts[index].as_deref()));
    let number = |name: &str, index: usize| decimals(name, summed.iter().map(|one| one.numbers[index]));
    let mut columns = owners(summed.iter().map(|one| &one.owner), summed.iter().map(|one| one.owner.year));
    columns.push(text("folder", 0));
    columns.extend([number("stated_score", 0)?, number("score", 1)?, text("stated_grade", 1), text("grade", 2)]);
    for (index, name) in COUNTS.iter().enumerate() {
        let counts = summed.iter().map(|one| u32::try_from(one.counts[index]).unwrap_or(u32::MAX));
        columns.push(Column::new((*name).into(), counts.collect::<Vec<u32>>()));
    }
    columns.push(number("doubtful", 2)?);
    Ok(DataFrame::new(summed.len(), columns)?)
}
