//! Outputs: every file whole or not at all.

pub mod annotated;
pub mod chapter;
pub mod corrected;
pub mod discrepancies;
pub mod doubt;
pub mod files;
pub mod fit;
pub mod growing;
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
use crate::read::excel::reason;
use crate::run::Record;
use files::Written;

/// Writes what goes back to a department into its folder, and notes it in the record; what could not be written is
/// told.
pub fn hand_back(checked: &Checked, record: &mut Record, out: &Path) -> Vec<String> {
    let (corrected, mut failed) = corrected::write(checked, &record.folder, out);
    let (annotated, unannotated) = annotated::write(checked, &record.folder, out);
    failed.extend(unannotated);
    let (corrected, copies): (Vec<_>, Vec<_>) = corrected.into_iter().unzip();
    record.corrected = corrected;
    record.written.extend(copies.into_iter().chain(annotated));
    let path = format!("{}/{}", record.folder, discrepancies::FILE);
    match discrepancies::workbook(record).and_then(|bytes| Written::new(out, path, &bytes)) {
        Ok(list) => record.written.push(list),
        Err(error) => failed.push(failure(discrepancies::FILE, &error)),
    }
    failed
}

/// What could not be written, and why.
fn failure(name: &str, error: &anyhow::Error) -> String {
    error.downcast_ref().map_or_else(|| format!("{name}：{error:#}"), |error| format!("{name}：{}", reason(error)))
}
