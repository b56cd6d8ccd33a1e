//! One sheet part with its edits made.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, bail};

use super::address::{self, Position};
use super::grid::{Grid, GridKind, GridRow};
use super::markup::{Splices, Tag};
use super::styles::PackageStyles;
use super::{CellEdit, cell, formula};

/// The edits of one sheet, by cell.
pub type Edits<'e> = BTreeMap<Position, &'e CellEdit>;

/// Cells to be made, with their columns, by row.
type MissingCell = BTreeMap<u32, Vec<(u32, String)>>;

/// A sheet part after its edits.
pub struct Patched {
    /// Its text.
    pub text: String,
    /// The cells whose formula has given way to a value.
    pub lost: BTreeSet<Position>,
    /// Whether other cells have formulas still.
    pub has_formulas: bool,
}

/// Makes the edits; bytes outside the cells concerned stay as they are.
///
/// # Errors
/// A cell would have to be torn out of an array formula, or the part is not well formed.
pub fn patch(source: &str, edits: &Edits, styles: &mut PackageStyles) -> Result<Patched> {
    let grid = Grid::read(source)?;
    let lost = lost_formulas(&grid, edits)?;
    let mut formulas = formula::reanchor(&grid, source, &lost)?;
    let mut splices = Splices::default();
    let mut missing = MissingCell::new();
    for (&position, edit) in edits {
        if let Some(found) = grid.cell(position) {
            let range = found.span.outer();
            // A changed cell may itself be the next to carry its group's formula; then both changes are one splice.
            let formula = formulas.remove(&position);
            let restyle = |old| styles.filled(old, &edit.fill);
            let text = cell::rewrite(&source[range.clone()], edit, formula, restyle)?;
            splices.replace(range, text);
        } else {
            let style = styles.filled(grid.default_style(position)?, &edit.fill)?;
            let text = cell::create(grid.tag.prefix(), position, edit.value.as_ref(), style);
            let row = missing.entry(position.0).or_default();
            row.push((position.1, text));
        }
    }
    insert(&grid, missing, &mut splices)?;
    for (position, formula) in grid.formulas() {
        if let Some(text) = formulas.remove(&position) {
            splices.replace(formula.span.outer(), text);
        }
    }
    Ok(Patched { text: splices.apply(source), has_formulas: grid.formulas().count() > lost.len(), lost })
}

/// The cells whose formula gives way to a value; it cannot where it fills other cells too.
fn lost_formulas(grid: &Grid, edits: &Edits) -> Result<BTreeSet<Position>> {
    let replaced = |position: &Position| edits.get(position).is_some_and(|edit| edit.gives_up_formula());
    let mut lost = BTreeSet::new();
    for (position, formula) in grid.formulas() {
        // Excel does not let part of an array be changed, and a file must not do what Excel does not.
        if let GridKind::Area(area) = formula.kind
            && !area.is_cell()
            && let Some(cell) = edits.keys().find(|c| area.contains(**c) && replaced(c))
        {
            bail!("单元格 {} 属于数组公式，不能单独改动", address::name(*cell));
        }
        if replaced(&position) {
            lost.insert(position);
        }
    }
    Ok(lost)
}

/// Puts cells that are not there yet, row by row, where they belong.
fn insert(grid: &Grid, missing: MissingCell, splices: &mut Splices) -> Result<()> {
    let mut last_rows = String::new();
    for (number, cells) in missing {
        if let Some(row) = grid.rows.get(&number) {
            insert_cells(row, cells, splices)?;
            continue;
        }
        let mut tag = Tag::new(&format!("{}row", grid.tag.prefix()));
        tag.set("r", &(number + 1).to_string());
        let text = tag.around(&cells.into_iter().map(|(_, text)| text).collect::<String>());
        match grid.rows.range(number..).next() {
            Some((_, following)) => splices.insert(following.span.start, text),
            None => last_rows.push_str(&text),
        }
    }
    if !last_rows.is_empty() {
        splices.append(grid.data, &grid.tag, last_rows);
    }
    Ok(())
}

fn insert_cells(row: &GridRow, cells: Vec<(u32, String)>, splices: &mut Splices) -> Result<()> {
    let mut last_cells = String::new();
    for (column, text) in cells {
        match row.cells.range(column..).next() {
            Some((_, following)) => splices.insert(following.span.start, text),
            None => last_cells.push_str(&text),
        }
    }
    if !last_cells.is_empty() {
        splices.append(row.span, &row.element.tag()?, last_cells);
    }
    Ok(())
}
