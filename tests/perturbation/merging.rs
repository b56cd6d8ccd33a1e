//! Merged cells: split, or merged where they were not.

use ziping::model::form::Block;
use ziping::model::place::{Address, Region};

use super::dice::Dice;
use super::grid;
use super::scene::{Change, Meaning, Scene, same};

/// Splits one merged cell; its text stays in the first of its cells.
pub fn one_split(scene: &Scene, dice: &mut Dice) -> Option<Change> {
    let mut sheet = scene.sheet.clone();
    let region = *dice.pick(&sheet.regions)?;
    sheet.regions.retain(|known| *known != region);
    same(sheet)
}

/// Splits every merged cell, as copying values into another sheet does.
pub fn all_split(scene: &Scene, _: &mut Dice) -> Option<Change> {
    let mut sheet = scene.sheet.clone();
    sheet.regions.clear();
    same(sheet)
}

/// Merges a label with a blank cell to its right, in a column made for it.
pub fn label_merged_to_the_right(scene: &Scene, dice: &mut Dice) -> Option<Change> {
    let spots = scene.spots(scene.form(dice)?);
    let label = dice.pick(&spots)?.cell;
    let mut sheet = scene.sheet.clone();
    let region = grid::region(&sheet, label);
    grid::insert_columns(&mut sheet, region.last.column + 1, 1);
    let last = Address::new(region.last.row, region.last.column + 1);
    grid::merge(&mut sheet, Region { last, ..region });
    same(sheet)
}

/// The same to its left. The text of a merged cell stands in its first, so that what is below a column's label
/// now stands one column further right. Names of rows stay under the label of their column.
pub fn label_merged_to_the_left(scene: &Scene, dice: &mut Dice) -> Option<Change> {
    let mut spots = scene.spots(scene.form(dice)?);
    spots.retain(|spot| !matches!(spot.meaning, Meaning::Item(_) | Meaning::Name | Meaning::Heading));
    let label = dice.pick(&spots)?.cell;
    let mut sheet = scene.sheet.clone();
    let region = grid::region(&sheet, label);
    grid::insert_columns(&mut sheet, label.column, 1);
    let moved = Address::new(label.row, label.column + 1);
    let text = sheet.cells.remove(&moved)?;
    sheet.cells.insert(label, text);
    sheet.regions.retain(|known| known.first != moved);
    let last = Address::new(region.last.row, region.last.column + 1);
    grid::merge(&mut sheet, Region { first: label, last });
    same(sheet)
}

/// Gives a header a second row: some labels go on in the cell below, the others are
/// merged with it or stand over a blank.
pub fn label_over_two_rows(scene: &Scene, dice: &mut Dice) -> Option<Change> {
    let form = scene.form(dice)?;
    let block = dice.pick(&form.blocks)?;
    let mut sheet = scene.sheet.clone();
    let (row, cells) = header_of_one_row(scene, block)?;
    let long: Vec<Address> = cells.iter().copied().filter(|cell| halves(scene, *cell).is_some()).collect();
    let (split, merged) = (dice.some(long), dice.coin());
    if split.is_empty() {
        return None;
    }
    grid::insert_rows(&mut sheet, row + 1, 1);
    for cell in cells {
        let region = grid::region(&sheet, cell);
        let last = Address::new(row + 1, region.last.column);
        let below = Address::new(row + 1, cell.column);
        match halves(scene, cell).filter(|_| split.contains(&cell)) {
            Some((upper, lower)) => {
                grid::put(&mut sheet, cell, &upper);
                grid::put(&mut sheet, below, &lower);
                grid::merge(&mut sheet, Region { first: below, last });
            }
            None if merged => grid::merge(&mut sheet, Region { first: cell, last }),
            None => {}
        }
    }
    Some(Change { torn: true, ..same(sheet)? })
}

/// The row of a header and its cells, where all of them stand in that row alone.
fn header_of_one_row(scene: &Scene, block: &Block) -> Option<(u32, Vec<Address>)> {
    let cells: Vec<Address> = block.columns.values().filter_map(|place| place.cell).collect();
    let row = cells.first()?.row;
    let alone = cells.iter().all(|cell| cell.row == row && grid::region(&scene.sheet, *cell).last.row == row);
    alone.then_some((row, cells))
}

/// 「全年」 and 「预算数」. What is in brackets is not torn apart.
fn halves(scene: &Scene, cell: Address) -> Option<(String, String)> {
    let text = grid::text(&scene.sheet, cell)?;
    let letters: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    if letters.len() < 4 || text.contains(['(', '（']) {
        return None;
    }
    let (upper, lower) = letters.split_at(if letters.len() <= 5 { 2 } else { letters.len() / 2 });
    Some((upper.iter().collect(), lower.iter().collect()))
}
