//! What a spreadsheet program does to a sheet: inserting, moving, merging. Formulas stay as they are,
//! since reading a form takes their stored results.

use std::ops::RangeInclusive;

use ziping::model::place::{Address, Region};
use ziping::read::{Cell, NumberFormat, Sheet, Value};

/// A cell that was typed in.
pub fn cell(value: Value, format: NumberFormat) -> Cell {
    Cell { value, formula: None, format, recalculated: None, unverified: false }
}

pub fn put(sheet: &mut Sheet, address: Address, text: &str) {
    sheet.cells.insert(address, cell(Value::Text(text.to_string()), NumberFormat::default()));
}

/// The text typed in a cell, if it is a text.
pub fn text(sheet: &Sheet, address: Address) -> Option<&str> {
    match &sheet.cells.get(&address)?.value {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

/// The merged range around a cell, or the cell alone.
pub fn region(sheet: &Sheet, address: Address) -> Region {
    sheet.region(address).copied().unwrap_or(Region { first: address, last: address })
}

/// Merges a range in place of whatever was merged where it begins.
pub fn merge(sheet: &mut Sheet, region: Region) {
    sheet.regions.retain(|known| known.first != region.first);
    if region.first != region.last {
        sheet.regions.push(region);
    }
}

/// One past the last row that holds something or is merged.
pub fn height(sheet: &Sheet) -> u32 {
    let merged = sheet.regions.iter().map(|region| region.last.row + 1).max().unwrap_or(0);
    sheet.height().max(merged)
}

/// One past the last column that holds something or is merged.
pub fn width(sheet: &Sheet) -> u32 {
    let filled = sheet.cells.keys().map(|address| address.column + 1).max().unwrap_or(0);
    sheet.regions.iter().map(|region| region.last.column + 1).max().unwrap_or(0).max(filled)
}

/// Moves everything. A merged range whose ends move apart grows, as in a spreadsheet program.
fn remap(sheet: &mut Sheet, row: impl Fn(u32) -> u32, column: impl Fn(u32) -> u32) {
    let moved = |address: Address| Address::new(row(address.row), column(address.column));
    sheet.cells = std::mem::take(&mut sheet.cells).into_iter().map(|(address, cell)| (moved(address), cell)).collect();
    for region in &mut sheet.regions {
        *region = Region { first: moved(region.first), last: moved(region.last) };
    }
    sheet.hidden_rows = sheet.hidden_rows.iter().map(|&number| row(number)).collect();
    sheet.hidden_columns = sheet.hidden_columns.iter().map(|&number| column(number)).collect();
}

pub fn insert_rows(sheet: &mut Sheet, at: u32, count: u32) {
    remap(sheet, |row| if row >= at { row + count } else { row }, |column| column);
}

pub fn insert_columns(sheet: &mut Sheet, at: u32, count: u32) {
    remap(sheet, |row| row, |column| if column >= at { column + count } else { column });
}

/// Copies all that another sheet holds, moved down and to the right.
pub fn paste(sheet: &mut Sheet, other: &Sheet, down: u32, right: u32) {
    let mut other = other.clone();
    remap(&mut other, |row| row + down, |column| column + right);
    sheet.cells.extend(other.cells);
    sheet.regions.extend(other.regions);
    sheet.hidden_rows.extend(other.hidden_rows);
    sheet.hidden_columns.extend(other.hidden_columns);
}

/// Swaps two groups of neighbouring columns within some rows; nothing where merged cells stand in the way.
pub fn swap(
    sheet: &mut Sheet,
    rows: &RangeInclusive<u32>,
    left: &RangeInclusive<u32>,
    right: &RangeInclusive<u32>,
) -> Option<()> {
    let (start, end) = (*left.start(), *right.end());
    if left.end() >= right.start() {
        return None;
    }
    let parts = [left.clone(), left.end() + 1..=right.start() - 1, right.clone()];
    let inside = |region: &Region, columns: &RangeInclusive<u32>| {
        columns.contains(&region.first.column) && columns.contains(&region.last.column)
    };
    let meets = |region: &Region| {
        region.first.row <= *rows.end()
            && region.last.row >= *rows.start()
            && region.last.column >= start
            && region.first.column <= end
    };
    let moves = |region: &Region| {
        parts.iter().any(|part| inside(region, part))
            && rows.contains(&region.first.row)
            && rows.contains(&region.last.row)
    };
    let stays = |region: &Region| region.first.column < start && region.last.column >= end;
    if sheet.regions.iter().any(|region| meets(region) && !moves(region) && !stays(region)) {
        return None;
    }
    let [a, b, c] = parts.clone().map(|part| u32::try_from(part.count()).expect("few columns"));
    let column = |column: u32| match column {
        _ if parts[0].contains(&column) => column + b + c,
        _ if parts[1].contains(&column) => column + c - a,
        _ => column - a - b,
    };
    let moved = |address: Address| match rows.contains(&address.row) && (start..=end).contains(&address.column) {
        true => Address::new(address.row, column(address.column)),
        false => address,
    };
    sheet.cells = std::mem::take(&mut sheet.cells).into_iter().map(|(address, cell)| (moved(address), cell)).collect();
    for region in sheet.regions.iter_mut().filter(|region| meets(region) && !stays(region)) {
        *region = Region { first: moved(region.first), last: moved(region.last) };
    }
    Some(())
}
