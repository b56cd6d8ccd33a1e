//! Questions across submissions: totals, ranking, outliers, the same project filed twice, grades, year on year.
//!
//! Every question is a lazy query over the tables of a run (`submissions.parquet`, `forms.parquet`, `facts.parquet`),
//! and has one [`Answer`]: a sheet of 复核汇总.xlsx, and a Parquet file in the folder `across` of the output folder.
//! Amounts are in yuan, rates and shares in percent, scores in points, all as Decimal(38, 10); a year is null where no
//! form states one. Sums are exact; rates and means are rounded half up to two digits after the point, once, in the end.
//!
//! | file | a row for | columns |
//! | --- | --- | --- |
//! | `totals.parquet` | the run, a department, a unit under it; by year | [`totals`] |
//! | `department_ranking.parquet`, `project_ranking.parquet` | a department or project with a score | [`ranking`] |
//! | `outliers.parquet` | a score or execution rate far from the others | [`outliers`] |
//! | `duplicates.parquet` | a form whose project is filed elsewhere too | [`duplicates`] |
//! | `grades.parquet` | departments or projects, as filed or as recomputed | [`grades`] |
//! | `years.parquet` | a department in two years that follow each other | [`years`] |
//! | `balances.parquet` | what was left of last year and what this year begins with (X-409) | [`balances`] |
//!
//! All of it is a hint where to look, and no finding.

pub mod answer;
pub mod balances;
pub mod duplicates;
pub mod frame;
pub mod grades;
pub mod outliers;
pub mod ranking;
#[cfg(test)]
mod same_name_tests;
#[cfg(test)]
mod tests;
pub mod totals;
pub mod years;

use std::fs::File;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use polars::prelude::{DataFrame, Expr, IntoLazy, LazyFrame, col, lit};
use polars_io::SerReader;
use polars_io::parquet::read::ParquetReader;

use crate::batch::streaming_rows::GROUP;
use crate::batch::summary_sheet::Chapter;
use crate::limits::files;

pub use answer::Answer;

/// The folder in the output folder that the answers go to.
pub const FOLDER: &str = "across";
/// A question across submissions: the name of its file, without ending, and who answers it.
type Question = (&'static str, fn(&RunTables) -> Result<Answer>);

/// The questions, in the order of their sheets.
const QUESTIONS: &[Question] = &[
    ("totals", totals::answer),
    ("department_ranking", ranking::of_departments),
    ("project_ranking", ranking::of_projects),
    ("outliers", outliers::answer),
    ("duplicates", duplicates::answer),
    ("grades", grades::answer),
    ("years", years::answer),
    ("balances", balances::answer),
];

/// The tables of a run.
#[derive(Clone)]
pub struct RunTables {
    /// A row a submission.
    pub submissions: LazyFrame,
    /// A row a form.
    pub forms: LazyFrame,
    /// A row a figure: those that a question asks for.
    pub facts: LazyFrame,
}

impl RunTables {
    /// The tables in the output folder of a run.
    ///
    /// # Errors
    /// One of the three files is missing, or is no Parquet file with the columns of [`crate::batch::parquet`].
    pub fn read(out: &Path) -> Result<RunTables> {
        let read = |name: &str, kept: Option<Expr>| {
            let path = out.join(name);
            let frame = parquet_rows(&path, kept.as_ref()).with_context(|| path.display().to_string())?;
            // Names are compared, and joined, with a year of 0 where there is none.
            Ok::<_, anyhow::Error>(frame.lazy().with_column(col("year").fill_null(lit(0))))
        };
        Ok(RunTables {
            submissions: read("submissions.parquet", None)?,
            forms: read("forms.parquet", None)?,
            facts: read("facts.parquet", Some(balances::asked_for()))?,
        })
    }
}

/// The rows of a Parquet file; with a condition those that meet it, so that of a large table never more than one
/// slice is in memory.
fn parquet_rows(path: &Path, kept: Option<&Expr>) -> Result<DataFrame> {
    let reader = || Ok::<_, anyhow::Error>(ParquetReader::new(File::open(path)?));
    let Some(kept) = kept else { return Ok(reader()?.finish()?) };
    let rows = reader()?.num_rows()?;
    let slice = |from: usize| -> Result<DataFrame> {
        Ok(reader()?.with_slice(Some((from, GROUP))).finish()?.lazy().filter(kept.clone()).collect()?)
    };
    let mut frame = slice(0)?;
    // Slices as large as row groups, so that few groups are read twice.
    for from in (GROUP..rows).step_by(GROUP) {
        frame.vstack_mut(&slice(from)?)?;
    }
    Ok(frame)
}

/// The answers to all questions; some may have no rows.
///
/// # Errors
/// A column is missing or has another type, or a sum does not fit into Decimal(38, 10).
pub fn answers(tables: &RunTables) -> Result<Vec<Answer>> {
    QUESTIONS.iter().map(|(_, answer)| answer(tables)).collect()
}

/// Takes away the answers of an earlier run, which would not be true of this one.
pub fn clear(out: &Path) {
    // What is not there need not be taken away.
    QUESTIONS.iter().for_each(|(name, _)| drop(std::fs::remove_file(file(out, name))));
}

fn file(out: &Path, name: &str) -> PathBuf {
    out.join(FOLDER).join(format!("{name}.parquet"))
}

/// Answers all questions from the tables in the output folder, writes them there as Parquet, and gives the sheets of
/// those with anything to tell.
///
/// # Errors
/// The tables cannot be read, or an answer cannot be written; answers written before it stay.
pub fn write(out: &Path) -> Result<Vec<Chapter>> {
    let answers = answers(&RunTables::read(out)?)?;
    for ((name, _), answer) in QUESTIONS.iter().zip(&answers) {
        files::write(&file(out, name), &answer.parquet()?)?;
    }
    let told = QUESTIONS.iter().zip(&answers).filter(|(_, answer)| !answer.rows.is_empty());
    Ok(told.map(|((name, _), answer)| answer.chapter(name)).collect())
}
