//! .xlsb: values and formulas by calamine; merged ranges and number formats, which it leaves out, with the looks.

pub mod look;
mod styles;

use std::io::Cursor;

use anyhow::{Result, anyhow};
use calamine::{Data, DataRef, Reader, Xlsb};

use super::Sheet;
use super::from_calamine::{Bytes, empty_sheets, put, put_formula, put_regions};
use crate::limits::Cells;
use crate::model::place::Address;

/// The sheets of a file.
pub fn read(bytes: &[u8]) -> Result<Vec<Sheet>> {
    let mut book: Xlsb<Bytes> = Xlsb::new(Cursor::new(bytes)).map_err(|error| anyhow!("{error}"))?;
    // calamine leaves merged ranges and number formats out.
    let mut looks = look::read(bytes).unwrap_or_default();
    let mut sheets = Vec::new();
    let mut counted = Cells::default();
    for mut sheet in empty_sheets(&book)? {
        let mut reader = book.worksheet_cells_reader(&sheet.name).map_err(|error| anyhow!("{error}"))?;
        while let Some(cell) = reader.next_cell().map_err(|error| anyhow!("{error}"))? {
            let (row, column) = cell.get_position();
            put(&mut sheet, row, column, Data::from(DataRef::clone(cell.get_value())), &mut counted)?;
        }
        drop(reader);
        // One by one: as a range, two cells far apart would take all memory.
        let mut reader = book.worksheet_cells_reader(&sheet.name).map_err(|error| anyhow!("{error}"))?;
        while let Ok(Some(formula)) = reader.next_formula() {
            let (row, column) = formula.get_position();
            put_formula(&mut sheet, Address::new(row, column), formula.get_value().clone(), &mut counted)?;
        }
        drop(reader);
        if let Some(look) = looks.remove(&*sheet.name) {
            look.add_to(&mut sheet);
        }
        let regions = std::mem::take(&mut sheet.regions);
        put_regions(&mut sheet, regions)?;
        sheets.push(sheet);
    }
    Ok(sheets)
}
