//! Outputs: every file whole or not at all.

pub mod annotated;
pub mod corrected;
pub mod discrepancies;
pub mod docx_comments;
pub mod formula;
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

use crate::check::Checked;
use crate::limits::files::Written;
use crate::limits::io_error::reason;
use crate::model::output_names;
use crate::record::Record;

/// Writes what goes back to a department into its folder, and notes it in the record; what could not be written is
/// told.
pub fn hand_back(checked: &Checked, record: &mut Record, out: &Path) -> Vec<String> {
    let (corrected, mut failed) = corrected::write(checked, &record.folder, out);
    let (annotated, unannotated) = annotated::write(checked, &record.folder, out);
    failed.extend(unannotated);
    let (corrected, copies): (Vec<_>, Vec<_>) = corrected.into_iter().unzip();
    record.corrected = corrected;
    record.written.extend(copies.into_iter().chain(annotated));
    let path = format!("{}/{}", record.folder, output_names::DISCREPANCIES);
    match discrepancies::workbook(record).and_then(|bytes| Written::new(out, path, &bytes)) {
        Ok(list) => record.written.push(list),
        Err(error) => failed.push(failure(output_names::DISCREPANCIES, &error)),
    }
    failed
}

/// What could not be written, and why.
pub fn failure(name: &str, error: &anyhow::Error) -> String {
    error.downcast_ref().map_or_else(|| format!("{name}：{error:#}"), |error| format!("{name}：{}", reason(error)))
}
