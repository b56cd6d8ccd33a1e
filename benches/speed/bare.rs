//! The least that the job can take: every form is read by calamine, and one cell of it is rewritten.

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use calamine::{Reader, Xlsx};
use rayon::prelude::*;
use rust_decimal::Decimal;
use walkdir::WalkDir;
use ziping::model::figure::NewValue;
use ziping::ooxml::{CellEdit, Changes, patch};

/// Reads and patches every form under `forms`, on so many threads.
pub fn run(forms: &Path, out: &Path, jobs: usize) -> Result<()> {
    let files: Vec<PathBuf> = WalkDir::new(forms)
        .into_iter()
        .filter_map(|entry| entry.ok().map(|entry| entry.into_path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "xlsx"))
        .collect();
    fs::create_dir_all(out)?;
    let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs).build()?;
    pool.install(|| files.par_iter().try_for_each(|file| read_and_patch(file, out)))
}

fn read_and_patch(file: &Path, out: &Path) -> Result<()> {
    let bytes = fs::read(file)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.as_slice()))?;
    let sheet = book.sheet_names().into_iter().next().context("no sheet")?;
    let range = book.worksheet_range(&sheet)?;
    let (row, column) = range.start().context("empty")?;
    let edit = CellEdit {
        sheet,
        row: row + 6,
        column: column + 8,
        value: Some(NewValue::Number(Decimal::TEN)),
        keep_formula: false,
        fill: "FFFF00".to_string(),
        note: None,
        listed: None,
    };
    let patched = patch(&bytes, &Changes { edits: vec![edit], ..Changes::default() })?;
    fs::write(out.join(file.file_name().context("no name")?), patched)?;
    Ok(())
}
