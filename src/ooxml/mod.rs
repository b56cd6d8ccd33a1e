//! The department's own .xlsx, corrected: the same package with only the wrong cells changed.
//!
//! A workbook read and written anew loses what the writer does not know: seals, print set-up,
//! extensions of WPS. So nothing is written anew. Parts that need not change are copied with
//! their compressed bytes; in a sheet part only the bytes of the cells concerned change; styles
//! are added to, never altered.
//!
//! - `parts`: the zip archive, with parts to be exchanged, added or dropped;
//! - `workbook`, `relations`, `types`: which part is what;
//! - `sheet`: the edits of one sheet; `grid` finds the cells, `cell` rewrites one, `formula` keeps
//!   shared formulas whole, `order` knows where a new child belongs;
//! - `styles`: fills and looks, kept in a `pool` each;
//! - `comments`, `vml`: comments and their shapes; `links`: links between cells; `list`: a sheet added at the end;
//! - `calculation`: calculation chain and recalculation;
//! - `xml`, `markup`, `address`: elements with their bytes, changes to them, cell addresses.

pub mod address;
mod calculation;
mod cell;
mod comments;
mod formula;
mod grid;
mod links;
mod list;
pub mod markup;
mod order;
pub mod parts;
mod pool;
pub mod relations;
mod sheet;
mod styles;
#[cfg(test)]
mod tests;
mod types;
mod vml;
pub mod workbook;
pub mod xml;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, ensure};

use crate::model::figure::NewValue;
use address::Position;
use calculation::Lost;
use comments::Notes;
use parts::Parts;
use sheet::Edits;
use styles::PackageStyles;
use workbook::WorkbookPart;

pub use list::{ListCell, ListRow, ListSheet};
pub use styles::Look;

/// All that is to be changed in a package.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    /// Cells.
    pub edits: Vec<CellEdit>,
    /// A sheet at the end.
    pub list: Option<ListSheet>,
    /// Who signs the comments.
    pub author: String,
    /// What a comment adds where a formula has given way to a value.
    pub formula_lost: String,
}

/// One cell to change.
#[derive(Clone, Debug)]
pub struct CellEdit {
    /// Name of the sheet as the workbook has it.
    pub sheet: String,
    /// Zero-based.
    pub row: u32,
    /// Zero-based.
    pub column: u32,
    /// What the cell should hold; none keeps what it holds.
    pub value: Option<NewValue>,
    /// Whether a formula stays and only its stored result is renewed.
    pub keep_formula: bool,
    /// Colour of its fill, RRGGBB.
    pub fill: String,
    /// What its comment says.
    pub note: Option<String>,
    /// The row of the added list that is about it, zero-based.
    pub listed: Option<u32>,
}

impl CellEdit {
    /// Whether a formula in the cell has to go.
    fn gives_up_formula(&self) -> bool {
        self.value.is_some() && !self.keep_formula
    }
}

/// The package with only these changes.
///
/// Of two edits of one cell the last one counts. A cell, row or style that is not there is made.
/// Making the same changes again gives the same package.
///
/// # Errors
///
/// If the package cannot be read, a sheet does not exist, or a cell would have to be torn out of
/// an array formula. Then nothing is changed at all.
pub fn patch(package: &[u8], changes: &Changes) -> Result<Vec<u8>> {
    // Byte for byte the same: a package that is only read is not packed anew.
    if changes.edits.is_empty() && changes.list.is_none() {
        return Ok(package.to_vec());
    }
    let mut parts = Parts::open(package)?;
    let workbook = WorkbookPart::read(&mut parts)?;
    let mut styles = read_styles(&mut parts, &workbook)?;
    let mut lost = Lost::new();
    let mut formulas_stay = false;
    for (name, edits) in by_sheet(&changes.edits)? {
        let sheet = workbook.sheet(name)?;
        let source = parts.text(&sheet.part)?;
        let patched = sheet::patch(&source, &edits, &mut styles).with_context(|| format!("改动工作表“{name}”"))?;
        formulas_stay |= patched.has_formulas;
        parts.put(&sheet.part, patched.text)?;
        explain(&mut parts, sheet, &edits, &patched.lost, changes)?;
        lost.extend(patched.lost.into_iter().map(|cell| (sheet.id, cell)));
    }
    if let Some(list) = &changes.list {
        list.write(&mut parts, &workbook, &mut styles)?;
    }
    if let (Some(part), Some(text)) = (workbook.related("styles"), styles.finish()) {
        parts.put(part, text)?;
    }
    // Marks and comments leave every result as it was.
    if changes.edits.iter().any(|edit| edit.value.is_some()) {
        calculation::settle(&mut parts, &workbook, &lost, formulas_stay)?;
    }
    if parts.has_changes() { parts.finish() } else { Ok(package.to_vec()) }
}

/// Whether a package has a sheet of this name.
///
/// # Errors
/// The package cannot be read, or has no workbook.
pub fn has_sheet(package: &[u8], name: &str) -> Result<bool> {
    let mut parts = Parts::open(package)?;
    Ok(WorkbookPart::read(&mut parts)?.sheet(name).is_ok())
}

/// Comments and links to the list on the changed cells of a sheet.
fn explain(
    parts: &mut Parts,
    sheet: &workbook::SheetPart,
    edits: &Edits,
    lost: &BTreeSet<Position>,
    changes: &Changes,
) -> Result<()> {
    if let Some(list) = &changes.list {
        let listed = edits.iter().filter_map(|(cell, edit)| Some((*cell, (edit.listed?, 0))));
        let targets: links::LinkTargets = listed.map(|(cell, row)| (cell, links::location(&list.name, row))).collect();
        if !targets.is_empty() {
            let linked = links::with(&parts.text(&sheet.part)?, &targets)?;
            parts.put(&sheet.part, linked)?;
        }
    }
    let note = |(cell, edit): (&Position, &&CellEdit)| {
        let end = if lost.contains(cell) { changes.formula_lost.as_str() } else { "" };
        edit.note.as_ref().map(|note| (*cell, format!("{note}{end}")))
    };
    let notes: Notes = edits.iter().filter_map(note).collect();
    // Damaged comments of the file are no reason to hand nothing back; the list says the same.
    if !notes.is_empty() {
        drop(comments::write(parts, sheet, &notes, &changes.author));
    }
    Ok(())
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
fn read_styles(parts: &mut Parts, workbook: &WorkbookPart) -> Result<PackageStyles> {
    let part = workbook.related("styles").filter(|part| parts.has(part));
    let source = part.map(|part| parts.text(part)).transpose()?;
    PackageStyles::read(source)
}
