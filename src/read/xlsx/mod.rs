//! .xlsx and .xlsm: values and formulas by calamine, merged ranges and what is hidden by the markup of the parts.

mod markup;

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Seek};

use anyhow::{Result, anyhow};
use calamine::{Data, Reader, Xlsx, XlsxCellReader};

use super::from_calamine::{Bytes, empty_sheets, put_formula, put_regions, region, text_length, value};
use super::{Cell, NumberFormat, Sheet};
use crate::limits::Cells;
use crate::model::place::Address;
use markup::Markup;

/// The sheets of a file.
pub fn read(bytes: &[u8]) -> Result<Vec<Sheet>> {
    let mut book: Xlsx<Bytes> = Xlsx::new(Cursor::new(bytes)).map_err(|error| match error {
        calamine::XlsxError::Password => anyhow!("文件已加密"),
        other => anyhow!("{other}"),
    })?;
    let mut markup = Markup::open(bytes);
    let mut sheets = Vec::new();
    let mut counted = Cells::default();
    for mut sheet in empty_sheets(&book)? {
        let reader = match book.worksheet_cells_reader(&sheet.name) {
            Ok(reader) => reader,
            Err(calamine::XlsxError::NotAWorksheet(_)) => continue, // a chart sheet
            Err(error) => return Err(anyhow!("{error}")),
        };
        sheet.cells = cells(reader, &mut counted)?;
        let text = markup.of(&sheet.name);
        if text.as_deref().is_none_or(markup::may_have_formulas) {
            add_formulas(&mut book, &mut sheet, &mut counted)?;
        }
        let regions = text.as_deref().and_then(markup::regions).unwrap_or_else(|| {
            let regions = book.merge_cells_by_sheet_name(&sheet.name).unwrap_or_default();
            regions.into_iter().map(region).collect()
        });
        put_regions(&mut sheet, regions)?;
        text.into_iter().for_each(|text| markup::mark(&text, &mut sheet));
        sheets.push(sheet);
    }
    Ok(sheets)
}

fn cells<RS: Read + Seek>(mut reader: XlsxCellReader<RS>, counted: &mut Cells) -> Result<BTreeMap<Address, Cell>> {
    let formats: Vec<NumberFormat> = reader
        .styles()
        .iter()
        .map(|style| {
            style.number_format.as_ref().map(|format| NumberFormat::parse(&format.format_code)).unwrap_or_default()
        })
        .collect();
    let mut cells = BTreeMap::new();
    while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(|error| anyhow!("{error}"))? {
        let (row, column) = cell.get_position();
        if let Some(value) = value(Data::from(cell.get_value().clone())) {
            counted.add(row, column, text_length(&value))?;
            let format = formats.get(style).copied().unwrap_or_default();
            cells.insert(
                Address::new(row, column),
                Cell { value, formula: None, format, recalculated: None, unverified: false },
            );
        }
    }
    Ok(cells)
}

fn add_formulas<RS: Read + Seek>(book: &mut Xlsx<RS>, sheet: &mut Sheet, counted: &mut Cells) -> Result<()> {
    let Ok(mut reader) = book.worksheet_cells_reader(&sheet.name) else { return Ok(()) };
    while let Ok(Some(formula)) = reader.next_formula() {
        let (row, column) = formula.get_position();
        put_formula(sheet, Address::new(row, column), formula.get_value().clone(), counted)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
