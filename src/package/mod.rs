//! The department's own .xlsx, corrected: the same package with only the wrong cells changed.
//!
//! A workbook read and written anew loses what the writer does not know: seals, print set-up,
//! extensions of WPS. So nothing is written anew. Parts that need not change are copied with
//! their compressed bytes; in a sheet part only the bytes of the cells concerned change; styles
//! are added to, never altered.
//!
//! - `parts`: the zip archive, with parts to be exchanged or dropped;
//! - `workbook`: which part is what (relationships, content types);
//! - `sheet`: the edits of one sheet; `grid` finds the cells, `cell` rewrites one, `formula` keeps
//!   shared formulas whole;
//! - `styles`: the fill;
//! - `calculation`: calculation chain and recalculation;
//! - `xml`, `markup`, `address`: elements with their bytes, changes to them, cell addresses.

mod address;
mod calculation;
mod cell;
mod formula;
mod grid;
pub mod markup;
pub mod parts;
mod sheet;
mod styles;
#[cfg(test)]
mod tests;
pub mod workbook;
pub mod xml;

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};
use rust_decimal::Decimal;

use calculation::Lost;
use parts::Parts;
use sheet::Edits;
use styles::Styles;
use workbook::Workbook;

/// One cell to change.
#[derive(Clone, Debug)]
pub struct CellEdit {
    /// Name of the sheet as the workbook has it.
    pub sheet: String,
    /// Zero-based.
    pub row: u32,
    /// Zero-based.
    pub column: u32,
    /// What the cell should hold.
    pub value: NewValue,
    /// Whether a formula stays and only its stored result is renewed.
    pub keep_formula: bool,
}

/// The value that a cell gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NewValue {
    /// A number; how it is shown is up to the cell's format.
    Number(Decimal),
    /// A text, never taken for a formula.
    Text(String),
}

/// The package with only these cells changed, and filled with `fill` (RRGGBB).
///
/// Of two edits of one cell the last one counts. A cell, row or style that is not there is made.
/// Making the same edits again gives the same package.
///
/// # Errors
///
/// If the package cannot be read, a sheet does not exist, or a cell would have to be torn out of
/// an array formula. Then nothing is changed at all.
pub fn patch(package: &[u8], edits: &[CellEdit], fill: &str) -> Result<Vec<u8>> {
    if edits.is_empty() {
        return Ok(package.to_vec());
    }
    let mut parts = Parts::open(package)?;
    let workbook = Workbook::read(&mut parts)?;
    let mut styles = read_styles(&mut parts, &workbook, fill)?;
    let mut lost = Lost::new();
    let mut formulas_stay = false;
    for (name, edits) in by_sheet(edits)? {
        let sheet = workbook.sheet(name)?;
        let source = parts.text(&sheet.part)?;
        let patched = sheet::patch(&source, &edits, &mut styles).with_context(|| format!("改动工作表“{name}”"))?;
        lost.extend(patched.lost.into_iter().map(|cell| (sheet.id, cell)));
        formulas_stay |= patched.has_formulas;
        if patched.text != source {
            parts.replace(&sheet.part, patched.text)?;
        }
    }
    if let (Some(part), Some(text)) = (workbook.related("styles"), styles.finish()) {
        parts.replace(part, text)?;
    }
    calculation::settle(&mut parts, &workbook, &lost, formulas_stay)?;
    parts.finish()
}

fn by_sheet(edits: &[CellEdit]) -> Result<BTreeMap<&str, Edits<'_>>> {
    let mut sheets: BTreeMap<&str, Edits> = BTreeMap::new();
    for edit in edits {
        let (row, column) = (edit.row, edit.column);
        let inside = row < address::LIMITS.0 && column < address::LIMITS.1;
        ensure!(inside, "单元格（第 {row} 行、第 {column} 列）超出范围");
        let sheet = sheets.entry(&edit.sheet).or_default();
        sheet.insert((row, column), edit);
    }
    Ok(sheets)
}

/// A workbook may do without a styles part; its cells are then corrected without a fill.
fn read_styles(parts: &mut Parts, workbook: &Workbook, fill: &str) -> Result<Styles> {
    let part = workbook.related("styles").filter(|part| parts.has(part));
    let source = part.map(|part| parts.text(part)).transpose()?;
    Styles::read(source, fill)
}
