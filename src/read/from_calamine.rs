//! Conversion of calamine ranges to the cells of a sheet, counted on the way; it serves more than one format.

use std::io::{Cursor, Read, Seek};

use anyhow::{Result, anyhow, ensure};
use calamine::{Data, Dimensions, Reader, SheetVisible};

use super::number_format::decimal;
use super::{Cell, NumberFormat, Sheet, Value};
use crate::limits::{self, Cells};
use crate::model::place::{Address, Region};

/// A file in memory.
pub type Bytes<'a> = Cursor<&'a [u8]>;

/// The worksheets that a book names, still without cells.
pub fn empty_sheets<RS: Read + Seek, B: Reader<RS>>(book: &B) -> Result<Vec<Sheet>> {
    let sheet = |sheet: &calamine::Sheet| Sheet {
        name: sheet.name.as_str().into(),
        hidden: sheet.visible != SheetVisible::Visible,
        ..Sheet::default()
    };
    let all = book.sheets_metadata();
    ensure!(!all.is_empty(), "其中没有工作表");
    limits::count("工作簿内", "张工作表", all.len(), limits::SHEETS)?;
    Ok(all.iter().filter(|sheet| sheet.typ == calamine::SheetType::WorkSheet).map(sheet).collect())
}

/// The sheets of a format that is read as dense ranges.
pub fn ranges<'a, B: Reader<Bytes<'a>>>(book: &mut B) -> Result<Vec<Sheet>>
where
    B::Error: std::fmt::Display,
{
    let mut sheets = empty_sheets(book)?;
    let mut counted = Cells::default();
    for sheet in &mut sheets {
        let range = book.worksheet_range(&sheet.name).map_err(|error| anyhow!("{error}"))?;
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, data) in range.used_cells() {
            put(sheet, top + u32::try_from(row)?, left + u32::try_from(column)?, data.clone(), &mut counted)?;
        }
        put_formulas(book, sheet, &mut counted)?;
    }
    Ok(sheets)
}

fn put_formulas<'a, B: Reader<Bytes<'a>>>(book: &mut B, sheet: &mut Sheet, counted: &mut Cells) -> Result<()> {
    let Ok(range) = book.worksheet_formula(&sheet.name) else { return Ok(()) };
    let (top, left) = range.start().unwrap_or_default();
    for (row, column, formula) in range.used_cells().filter(|(.., formula)| !formula.is_empty()) {
        let address = Address::new(top + u32::try_from(row)?, left + u32::try_from(column)?);
        let formula = formula.trim_start_matches("of:=").trim_start_matches('=').to_string();
        put_formula(sheet, address, formula, counted)?;
    }
    Ok(())
}

/// Enters a value, unless it is none.
pub fn put(sheet: &mut Sheet, row: u32, column: u32, data: Data, counted: &mut Cells) -> Result<()> {
    if let Some(value) = value(data) {
        counted.add(row, column, text_length(&value))?;
        let cell =
            Cell { value, formula: None, format: NumberFormat::default(), recalculated: None, unverified: false };
        sheet.cells.insert(Address::new(row, column), cell);
    }
    Ok(())
}

/// A formula whose result is not stored (openpyxl writes none) stands with a result that is pending.
pub fn put_formula(sheet: &mut Sheet, address: Address, formula: String, counted: &mut Cells) -> Result<()> {
    if formula.is_empty() {
        return Ok(()); // calamine gives cells without a formula too
    }
    counted.add(address.row, address.column, formula.len())?;
    let pending = Cell {
        value: Value::Pending,
        formula: None,
        format: NumberFormat::default(),
        recalculated: None,
        unverified: false,
    };
    sheet.cells.entry(address).or_insert(pending).formula = Some(formula);
    Ok(())
}

/// Gives a sheet its merged ranges; such that are none are left out.
pub fn put_regions(sheet: &mut Sheet, mut regions: Vec<Region>) -> Result<()> {
    limits::count(&format!("工作表「{}」内", sheet.name), "处合并单元格", regions.len(), limits::REGIONS)?;
    regions.retain(|region| {
        region.first.row <= region.last.row && region.last.row < limits::ROWS && region.last.column < limits::COLUMNS
    });
    sheet.regions = regions;
    Ok(())
}

/// A merged range.
pub fn region(dimensions: Dimensions) -> Region {
    let address = |(row, column)| Address::new(row, column);
    Region { first: address(dimensions.start), last: address(dimensions.end) }
}

/// A value as calamine gives it; nothing for an empty cell.
pub fn value(data: Data) -> Option<Value> {
    Some(match data {
        Data::Empty => return None,
        Data::Int(number) => Value::Number(number.into()),
        Data::Float(number) => decimal(number).map_or_else(|| Value::Error("#NUM!".to_string()), Value::Number),
        Data::String(text) if text.trim().is_empty() => return None,
        Data::String(text) => Value::Text(text),
        Data::Bool(yes) => Value::Text(if yes { "TRUE" } else { "FALSE" }.to_string()),
        Data::DateTime(date) => Value::Text(date_text(&date)),
        Data::DateTimeIso(text) | Data::DurationIso(text) => Value::Text(text),
        Data::Error(error) => Value::Error(error.to_string()),
    })
}

fn date_text(date: &calamine::ExcelDateTime) -> String {
    let (year, month, day, ..) = date.to_ymd_hms_milli();
    format!("{year}年{month}月{day}日")
}

/// Bytes of the text in a cell.
pub fn text_length(value: &Value) -> usize {
    if let Value::Text(text) = value { text.len() } else { 0 }
}
