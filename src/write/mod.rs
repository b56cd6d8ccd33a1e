//! Outputs: every file whole or not at all.

pub mod annotated;
pub mod corrected;
pub mod discrepancies;
pub mod link;
pub mod recreated;
pub mod rows;
pub mod sheet;
pub mod style;
pub mod table;
#[cfg(test)]
pub(crate) mod testing;
pub mod text_width;

use std::path::Path;

use crate::batch::Record;
use crate::check::Checked;
use crate::read::excel::reason;
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
