//! Rows and columns: inserted, or in another order.

use std::ops::RangeInclusive;

use ziping::model::form::{Block, Form, Measure};
use ziping::model::place::{Address, Region};
use ziping::read::Sheet;

use super::dice::Dice;
use super::grid;
use super::scene::{Change, Scene, same};

/// Leaves rows blank, anywhere on the sheet.
pub fn blank_rows(scene: &Scene, dice: &mut Dice) -> Option<Change> {
    let mut sheet = scene.sheet.clone();
    // Of torn labels only one row is left blank, since the headers' rows are known before it alone.
    for _ in 0..=dice.below(if scene.torn { 1 } else { 3 }) {
        let at = dice.below(grid::height(&sheet));
        if scene.torn && is_below_header(scene, at) {
            return None;
        }
        // A gap that grows with every row belongs between two tables, not inside of one.
        let is_blank = |row: u32| sheet.row(row).next().is_none();
        if is_blank(at) || at > 0 && is_blank(at - 1) {
            continue;
        }
        grid::insert_rows(&mut sheet, at, 1 + dice.below(2));
    }
    same(sheet)
}

fn is_below_header(scene: &Scene, row: u32) -> bool {
    let blocks = scene.reading.forms.iter().flat_map(|form| &form.blocks);
    let mut headers = blocks.flat_map(|block| block.columns.values()).filter_map(|place| place.cell);
    headers.any(|cell| row == cell.row || row == cell.row + 1)
}

/// Leaves columns blank, anywhere on the sheet.
pub fn blank_columns(scene: &Scene, dice: &mut Dice) -> Option<Change> {
    let mut sheet = scene.sheet.clone();
    for _ in 0..=dice.below(2) {
        let at = dice.below(grid::width(&sheet));
        grid::insert_columns(&mut sheet, at, 1);
    }
    same(sheet)
}

/// Puts two columns of funds or indicators in the place of each other.
pub fn swapped_columns(scene: &Scene, dice: &mut Dice) -> Option<Change> {
    let form = scene.form(dice)?;
    let blocks: Vec<&Block> =
        form.blocks.iter().filter(|block| matches!(&*block.name, "funds" | "indicators")).collect();
    let block = *dice.pick(&blocks)?;
    let mut sheet = scene.sheet.clone();
    let mut columns: Vec<RangeInclusive<u32>> = block
        .columns
        .iter()
        .filter(|(measure, _)| !leads(**measure))
        .filter_map(|(_, place)| Some(grid::region(&sheet, place.cell?)))
        .map(|region| region.first.column..=region.last.column)
        .collect();
    columns.sort_by_key(|columns| *columns.start());
    let second = 1 + dice.below(u32::try_from(columns.len()).ok()?.checked_sub(1)?);
    let first = dice.below(second);
    let [first, second] = [first, second].map(|index| columns[usize::try_from(index).expect("small")].clone());
    let rows = rows_of(form, block)?;
    if let Some(total) = total_of(form, block) {
        free_total(&mut sheet, total, *first.start()..=*second.end());
    }
    grid::swap(&mut sheet, &rows, &first, &second)?;
    same(sheet)
}

/// The columns with which an indicator begins stay where they are.
fn leads(measure: Measure) -> bool {
    matches!(measure, Measure::FirstLevel | Measure::SecondLevel | Measure::ThirdLevel)
}

fn total_of(form: &Form, block: &Block) -> Option<u32> {
    let total = form.total.as_ref().filter(|_| block.columns.contains_key(&Measure::ThirdLevel))?;
    total.place.cell.map(|cell| cell.row)
}

/// From the header to the last row, which is the total where the block has one.
fn rows_of(form: &Form, block: &Block) -> Option<RangeInclusive<u32>> {
    let top = block.columns.values().filter_map(|place| place.cell).map(|cell| cell.row).min()?;
    let last = block.rows.iter().filter_map(|row| row.place.cell).map(|cell| cell.row).max()?;
    Some(top..=total_of(form, block).unwrap_or(last).max(last))
}

/// The label 总分 mostly spans every column before the weights, so it must be split to move one of them.
fn free_total(sheet: &mut Sheet, row: u32, columns: RangeInclusive<u32>) {
    let last = Address::new(row, columns.start().saturating_sub(1));
    for region in sheet.regions.iter_mut().filter(|region| region.first.row == row && region.last.row == row) {
        let reaches_in = region.first.column < *columns.start() && columns.contains(&region.last.column);
        if reaches_in {
            *region = Region { first: region.first, last };
        }
    }
    sheet.regions.retain(|region| region.first != region.last);
}
