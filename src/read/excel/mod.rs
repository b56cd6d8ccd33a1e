//! calamine → [`Workbook`]: values as typed, formulas, merged regions, number formats.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Seek};
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, anyhow, ensure};
use calamine::{Data, DataRef, Dimensions, Ods, Reader, SheetVisible, Xls, Xlsb, Xlsx, XlsxCellReader};

use super::cell_value::{text_length, value};
use super::kind::format_of;
use super::markup::{self, Markup};
use super::{Cell, Format, NumberFormat, Print, Sheet, Value, Workbook, ods, recalculate, style, xls};
use crate::limits::deadline::caught;
use crate::limits::{self, Cells};
use crate::model::place::{Address, Region};

type Bytes<'a> = Cursor<&'a [u8]>;

/// Reads a workbook of any supported format. The error says in Chinese why it cannot be read.
pub fn read(path: &Path, file: Arc<str>) -> Result<Workbook> {
    let bytes = super::bytes(path)?;
    let format = format_of(&bytes)?;
    let sheets = sheets_in(&bytes, format)?;
    Ok(Workbook { file, path: path.to_path_buf(), print: Print::of(&bytes), format, sheets })
}

/// The sheets of a workbook in memory, recalculated.
pub fn sheets(bytes: &[u8]) -> Result<Vec<Sheet>> {
    sheets_in(bytes, format_of(bytes)?)
}

fn sheets_in(bytes: &[u8], format: Format) -> Result<Vec<Sheet>> {
    let read = || match format {
        Format::Xlsx => read_xlsx(bytes),
        Format::Xlsb => read_xlsb(bytes),
        Format::Xls => read_xls(bytes),
        Format::Ods => read_ods(bytes),
    };
    let sheets = caught(read).unwrap_or_else(|| Err(anyhow!("文件内容异常")));
    let mut sheets = sheets.map_err(|error| {
        // A limit that was hit says itself what to do.
        let known = error.is::<limits::Exceeded>();
        if known {
            error
        } else {
            anyhow!("文件已损坏或不是有效的电子表格（{error:#}），请用 WPS 或 Excel 打开另存后重报")
        }
    })?;
    recalculate::recalculate(&mut sheets);
    Ok(sheets)
}

fn read_xlsx(bytes: &[u8]) -> Result<Vec<Sheet>> {
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
        sheet.cells = xlsx_cells(reader, &mut counted)?;
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

fn xlsx_cells<RS: Read + Seek>(mut reader: XlsxCellReader<RS>, counted: &mut Cells) -> Result<BTreeMap<Address, Cell>> {
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

/// Gives a sheet its merged ranges; such that are none are left out.
fn put_regions(sheet: &mut Sheet, mut regions: Vec<Region>) -> Result<()> {
    limits::count(&format!("工作表「{}」内", sheet.name), "处合并单元格", regions.len(), limits::REGIONS)?;
    regions.retain(|region| {
        region.first.row <= region.last.row && region.last.row < limits::ROWS && region.last.column < limits::COLUMNS
    });
    sheet.regions = regions;
    Ok(())
}

fn read_xlsb(bytes: &[u8]) -> Result<Vec<Sheet>> {
    let mut book: Xlsb<Bytes> = Xlsb::new(Cursor::new(bytes)).map_err(|error| anyhow!("{error}"))?;
    // calamine leaves merged ranges and number formats out.
    let mut looks = style::read(bytes, Format::Xlsb);
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

fn read_xls(bytes: &[u8]) -> Result<Vec<Sheet>> {
    xls::measure(bytes)?;
    let mut book: Xls<Bytes> = Xls::new(Cursor::new(bytes)).map_err(|error| match error {
        calamine::XlsError::Password => anyhow!("文件已加密"),
        other => anyhow!("{other}"),
    })?;
    let mut sheets = ranges(&mut book)?;
    for sheet in &mut sheets {
        let regions = book.merge_cells_by_sheet_name(&sheet.name).unwrap_or_default();
        put_regions(sheet, regions.into_iter().map(region).collect())?;
    }
    xls::add_looks(bytes, &mut sheets);
    Ok(sheets)
}

fn read_ods(bytes: &[u8]) -> Result<Vec<Sheet>> {
    let content = ods::content(bytes)?;
    ods::measure(&content)?;
    let mut book: Ods<Bytes> = Ods::new(Cursor::new(bytes)).map_err(|error| match error {
        calamine::OdsError::Password => anyhow!("文件已加密"),
        other => anyhow!("{other}"),
    })?;
    let mut sheets = ranges(&mut book)?;
    ods::add_looks(&content, &mut sheets).context("content.xml")?;
    Ok(sheets)
}

/// The sheets of a format that is read as dense ranges.
fn ranges<'a, B: Reader<Bytes<'a>>>(book: &mut B) -> Result<Vec<Sheet>>
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

/// A formula whose result is not stored (openpyxl writes none) stands with a result that is pending.
fn put_formula(sheet: &mut Sheet, address: Address, formula: String, counted: &mut Cells) -> Result<()> {
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

fn empty_sheets<RS: Read + Seek, B: Reader<RS>>(book: &B) -> Result<Vec<Sheet>> {
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

fn put(sheet: &mut Sheet, row: u32, column: u32, data: Data, counted: &mut Cells) -> Result<()> {
    if let Some(value) = value(data) {
        counted.add(row, column, text_length(&value))?;
        let cell =
            Cell { value, formula: None, format: NumberFormat::default(), recalculated: None, unverified: false };
        sheet.cells.insert(Address::new(row, column), cell);
    }
    Ok(())
}

fn region(dimensions: Dimensions) -> Region {
    let address = |(row, column)| Address::new(row, column);
    Region { first: address(dimensions.start), last: address(dimensions.end) }
}

#[cfg(test)]
mod tests;
