//! Outputs: every file whole or not at all.

pub mod annotated;
pub mod corrected;
pub mod discrepancies;
pub mod doubt;
pub mod files;
pub mod fit;
pub mod json;
pub mod learned;
pub mod link;
pub mod outputs;
pub mod recognition;
pub mod recreated;
pub mod rows;
pub mod rules;
pub mod sheet;
pub mod style;
pub mod summary;
pub mod table;
pub mod tables;
pub mod terminal;
#[cfg(test)]
pub(crate) mod testing;

use std::path::Path;

use crate::check::Checked;
use crate::run::Record;

/// Writes what goes back to a department into its folder, and notes it in the record; what could not be written is
/// told.
pub fn hand_back(checked: &Checked, record: &mut Record, out: &Path) -> Vec<String> {
    let (corrected, mut failed) = corrected::write(checked, &record.folder, out);
    let (annotated, unannotated) = annotated::write(checked, &record.folder, out);
    failed.extend(unannotated);
    record.written.extend(corrected.iter().map(|file| file.path.clone()).chain(annotated));
    record.corrected = corrected;
    let path = format!("{}/{}", record.folder, discrepancies::FILE);
    match discrepancies::workbook(record).and_then(|bytes| files::write(&out.join(&path), &bytes)) {
        Ok(()) => record.written.push(path),
        Err(error) => failed.push(failure(discrepancies::FILE, &error)),
    }
    failed
}

fn failure(name: &str, error: &anyhow::Error) -> String {
    format!("{name}：{error:#}")
}
