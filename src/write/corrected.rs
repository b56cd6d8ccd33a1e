//! The department's own workbooks with the wrong derived cells replaced and filled.

use std::collections::HashSet;
use std::path::Path;

use anyhow::{Context, Result};

use crate::finding::Finding;
use crate::package::{self, CellEdit};
use crate::read::{Format, excel};
use crate::run::{CorrectedFile, Reviewed};
use crate::submission::FileRead;
use crate::write::files;

/// The fill of a corrected cell: a light yellow that also prints.
pub const FILL: &str = "FFF2A8";

/// Writes the corrected copies of a submission's workbooks; what failed is told.
pub fn write(reviewed: &Reviewed, out: &Path) -> (Vec<CorrectedFile>, Vec<String>) {
    let mut written = Vec::new();
    let mut failed = Vec::new();
    let mut taken = HashSet::new();
    for file in &reviewed.checked.submission.files {
        let edits = edits(&reviewed.checked.findings, file);
        if edits.is_empty() {
            continue;
        }
        let (stem, extension) = corrected_name(file);
        let name = format!("{}.{extension}", files::free_name(&stem, &mut taken));
        let path = format!("{}/{name}", reviewed.folder);
        match correct(file, &edits, &out.join(&reviewed.folder).join(&name)) {
            Ok(()) => written.push(CorrectedFile { source: file.file.clone(), path }),
            Err(error) => failed.push(format!("{}：{error:#}", file.file)),
        }
    }
    (written, failed)
}

/// `自评表.xlsx` → `自评表（更正）.xlsx`
fn corrected_name(file: &FileRead) -> (String, String) {
    let part = |part: Option<&std::ffi::OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
    let stem: String = part(file.path.file_stem()).chars().take(45).collect();
    (format!("{stem}（更正）"), part(file.path.extension()))
}

/// The cells of a file that are corrected automatically; only packages can be corrected in place.
fn edits(findings: &[Finding], file: &FileRead) -> Vec<CellEdit> {
    let ours = findings.iter().filter(|finding| finding.is_automatic() && finding.place.file == file.file);
    let edits = ours.filter_map(|finding| {
        let correction = finding.correction.as_ref()?;
        let cell = correction.place.cell?;
        Some(CellEdit {
            sheet: correction.place.sheet.to_string(),
            row: cell.row,
            column: cell.column,
            value: correction.stored.clone(),
            keep_formula: correction.keeps_formula,
        })
    });
    if file.format == Format::Xlsx { edits.collect() } else { Vec::new() }
}

fn correct(file: &FileRead, edits: &[CellEdit], path: &Path) -> Result<()> {
    let bytes = std::fs::read(&file.path).context("无法再次读取原文件")?;
    let corrected = package::patch(&bytes, edits, FILL).context("无法生成更正件")?;
    let corrected = match without_wrong_formulas(&corrected, edits)? {
        Some(edits) => package::patch(&bytes, &edits, FILL).context("无法生成更正件")?,
        None => corrected,
    };
    files::write(path, &corrected)
}

/// A formula stays only where calculating it over the corrected cells gives the right value; where one
/// does not, the edits with that formula given up.
fn without_wrong_formulas(corrected: &[u8], edits: &[CellEdit]) -> Result<Option<Vec<CellEdit>>> {
    if !edits.iter().any(|edit| edit.keep_formula) {
        return Ok(None);
    }
    let sheets = excel::sheets(corrected)?;
    let is_wrong = |edit: &&CellEdit| {
        let sheet = sheets.iter().find(|sheet| *sheet.name == *edit.sheet);
        let cell = sheet.and_then(|sheet| sheet.cell(edit.row, edit.column));
        edit.keep_formula && cell.is_some_and(|cell| cell.recalculated.is_some() || cell.unverified)
    };
    if !edits.iter().any(|edit| is_wrong(&edit)) {
        return Ok(None);
    }
    let decided =
        edits.iter().map(|edit| CellEdit { keep_formula: edit.keep_formula && !is_wrong(&edit), ..edit.clone() });
    Ok(Some(decided.collect()))
}
