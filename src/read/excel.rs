//! calamine → [`Workbook`]: values as typed, formulas, merged regions, number formats.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Seek};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, anyhow, bail};
use calamine::{Data, DataRef, Dimensions, Ods, Reader, SheetVisible, Xls, Xlsb, Xlsx};

use super::digits::decimal;
use super::markup::{self, Markup};
use super::{Address, Cell, Format, NumberFormat, Region, Sheet, Value, Workbook, looks, ods, recalculate, xls};

/// Files larger than this are not read.
const LARGEST_FILE: usize = 200 << 20;
/// Packages that unpack to more than this are not read.
const LARGEST_CONTENT: u64 = 1 << 30;
/// Sheets with more cells than this are not read.
const MOST_CELLS: usize = 2_000_000;

type Bytes<'a> = Cursor<&'a [u8]>;

/// Reads a workbook of any supported format. The error says in Chinese why it cannot be read.
pub fn read(path: &Path, file: Arc<str>) -> Result<Workbook> {
    let bytes = std::fs::read(path).map_err(|error| anyhow!("文件无法打开（{}）", reason(&error)))?;
    let format = format_of(&bytes)?;
    Ok(Workbook { file, path: path.to_path_buf(), format, sheets: sheets(&bytes)? })
}

/// The sheets of a workbook in memory, recalculated.
pub fn sheets(bytes: &[u8]) -> Result<Vec<Sheet>> {
    let read = || match format_of(bytes)? {
        Format::Xlsx => read_xlsx(bytes),
        Format::Xlsb => read_xlsb(bytes),
        Format::Xls => read_xls(bytes),
        Format::Ods => read_ods(bytes),
    };
    let sheets = catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Err(anyhow!("文件内容异常")));
    let mut sheets = sheets
        .map_err(|error| anyhow!("文件已损坏或不是有效的电子表格（{error:#}），请用 WPS 或 Excel 打开另存后重报"))?;
    // The engine must not bring down a run either; without it formulas keep what the file stores.
    drop(catch_unwind(AssertUnwindSafe(|| recalculate::recalculate(&mut sheets))));
    Ok(sheets)
}

/// The usual reasons of the operating system, in the user's words.
pub fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "文件不存在".to_string(),
        std::io::ErrorKind::PermissionDenied => "没有权限".to_string(),
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => "磁盘已满".to_string(),
        std::io::ErrorKind::ReadOnlyFilesystem => "磁盘是只读的".to_string(),
        std::io::ErrorKind::IsADirectory | std::io::ErrorKind::NotADirectory => "同名的文件或文件夹已存在".to_string(),
        _ => error.to_string(),
    }
}

/// The format by content, since names are often wrong; refuses what is empty, encrypted or too large.
fn format_of(bytes: &[u8]) -> Result<Format> {
    if bytes.is_empty() {
        bail!("文件为空（0 字节），请重新报送");
    }
    if bytes.len() > LARGEST_FILE {
        bail!("文件过大（超过 200 MB），请检查是否误报");
    }
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        let encrypted: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        if bytes.windows(encrypted.len()).any(|window| window == encrypted) {
            bail!("文件已加密，请取消打开密码后重报");
        }
        return Ok(Format::Xls);
    }
    let start = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    if start.starts_with(b"<") {
        bail!("文件实为网页或 XML，扩展名不符，请用 WPS 或 Excel 打开，另存为 .xlsx 后重报");
    }
    if !bytes.starts_with(b"PK") {
        bail!("文件已损坏或不是电子表格（如文本文件改了扩展名），请用 WPS 或 Excel 打开另存后重报");
    }
    format_of_package(bytes)
}

fn format_of_package(bytes: &[u8]) -> Result<Format> {
    let archive = zip::ZipArchive::new(Cursor::new(bytes))
        .map_err(|_| anyhow!("文件已损坏（压缩包不完整），请用 WPS 或 Excel 打开另存后重报"))?;
    if archive.decompressed_size().is_some_and(|size| size > u128::from(LARGEST_CONTENT)) {
        bail!("文件解压后超过 1 GB，疑似异常文件，未读取");
    }
    let has = |name: &str| archive.file_names().any(|entry| entry.is_ok_and(|entry| entry == name));
    Ok(match () {
        () if has("xl/workbook.bin") => Format::Xlsb,
        () if has("content.xml") => Format::Ods,
        () => Format::Xlsx,
    })
}

fn read_xlsx(bytes: &[u8]) -> Result<Vec<Sheet>> {
    let mut book: Xlsx<Bytes> = Xlsx::new(Cursor::new(bytes)).map_err(|error| match error {
        calamine::XlsxError::Password => anyhow!("文件已加密"),
        other => anyhow!("{other}"),
    })?;
    let mut markup = Markup::open(bytes);
    let mut sheets = Vec::new();
    for mut sheet in empty_sheets(&book) {
        match xlsx_cells(&mut book, &sheet.name) {
            Ok(cells) => sheet.cells = cells,
            Err(calamine::XlsxError::NotAWorksheet(_)) => continue, // a chart sheet
            Err(error) => return Err(anyhow!("{error}")),
        }
        let text = markup.of(&sheet.name);
        if text.as_deref().is_none_or(markup::may_have_formulas) {
            add_formulas(&mut book, &mut sheet);
        }
        sheet.regions = text.as_deref().and_then(markup::regions).unwrap_or_else(|| {
            let regions = book.merge_cells_by_sheet_name(&sheet.name).unwrap_or_default();
            regions.into_iter().map(region).collect()
        });
        text.into_iter().for_each(|text| markup::mark(&text, &mut sheet));
        sheets.push(sheet);
    }
    Ok(sheets)
}

fn xlsx_cells<RS: Read + Seek>(
    book: &mut Xlsx<RS>,
    name: &str,
) -> Result<BTreeMap<Address, Cell>, calamine::XlsxError> {
    let mut reader = book.worksheet_cells_reader(name)?;
    let formats: Vec<NumberFormat> = reader
        .styles()
        .iter()
        .map(|style| {
            style.number_format.as_ref().map(|format| NumberFormat::parse(&format.format_code)).unwrap_or_default()
        })
        .collect();
    let mut cells = BTreeMap::new();
    while let Some((cell, style)) = reader.next_cell_with_style_id()? {
        let (row, column) = cell.get_position();
        if let Some(value) = value(Data::from(cell.get_value().clone())) {
            let format = formats.get(style).copied().unwrap_or_default();
            cells.insert(
                Address::new(row, column),
                Cell { value, formula: None, format, recalculated: None, unverified: false },
            );
        }
        if cells.len() > MOST_CELLS {
            return Err(calamine::XlsxError::Unexpected("单元格过多"));
        }
    }
    Ok(cells)
}

fn add_formulas<RS: Read + Seek>(book: &mut Xlsx<RS>, sheet: &mut Sheet) {
    let Ok(mut reader) = book.worksheet_cells_reader(&sheet.name) else { return };
    while let Ok(Some(formula)) = reader.next_formula() {
        let (row, column) = formula.get_position();
        put_formula(sheet, Address::new(row, column), formula.get_value().clone());
    }
}

fn read_xlsb(bytes: &[u8]) -> Result<Vec<Sheet>> {
    let mut book: Xlsb<Bytes> = Xlsb::new(Cursor::new(bytes)).map_err(|error| anyhow!("{error}"))?;
    // calamine leaves merged ranges and number formats out.
    let mut looks = looks::read(bytes, Format::Xlsb);
    let mut sheets = Vec::new();
    for mut sheet in empty_sheets(&book) {
        let mut reader = book.worksheet_cells_reader(&sheet.name).map_err(|error| anyhow!("{error}"))?;
        while let Some(cell) = reader.next_cell().map_err(|error| anyhow!("{error}"))? {
            let (row, column) = cell.get_position();
            put(&mut sheet, row, column, Data::from(DataRef::clone(cell.get_value())));
        }
        drop(reader);
        // One by one: as a range, two cells far apart would take all memory.
        let mut reader = book.worksheet_cells_reader(&sheet.name).map_err(|error| anyhow!("{error}"))?;
        while let Ok(Some(formula)) = reader.next_formula() {
            let (row, column) = formula.get_position();
            put_formula(&mut sheet, Address::new(row, column), formula.get_value().clone());
        }
        drop(reader);
        if let Some(look) = looks.remove(&*sheet.name) {
            look.add_to(&mut sheet);
        }
        sheets.push(sheet);
    }
    Ok(sheets)
}

fn read_xls(bytes: &[u8]) -> Result<Vec<Sheet>> {
    let mut book: Xls<Bytes> = Xls::new(Cursor::new(bytes)).map_err(|error| anyhow!("{error}"))?;
    let mut sheets = ranges(&mut book)?;
    for sheet in &mut sheets {
        let regions = book.merge_cells_by_sheet_name(&sheet.name).unwrap_or_default();
        sheet.regions = regions.into_iter().map(region).collect();
    }
    xls::add_looks(bytes, &mut sheets);
    Ok(sheets)
}

fn read_ods(bytes: &[u8]) -> Result<Vec<Sheet>> {
    let mut book: Ods<Bytes> = Ods::new(Cursor::new(bytes)).map_err(|error| match error {
        calamine::OdsError::Password => anyhow!("文件已加密"),
        other => anyhow!("{other}"),
    })?;
    let mut sheets = ranges(&mut book)?;
    ods::add_looks(bytes, &mut sheets).context("content.xml")?;
    Ok(sheets)
}

/// The sheets of a format that is read as dense ranges.
fn ranges<'a, B: Reader<Bytes<'a>>>(book: &mut B) -> Result<Vec<Sheet>>
where
    B::Error: std::fmt::Display,
{
    let mut sheets = empty_sheets(book);
    for sheet in &mut sheets {
        let range = book.worksheet_range(&sheet.name).map_err(|error| anyhow!("{error}"))?;
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, data) in range.used_cells() {
            put(sheet, top + u32::try_from(row)?, left + u32::try_from(column)?, data.clone());
        }
        put_formulas(book, sheet);
    }
    Ok(sheets)
}

fn put_formulas<'a, B: Reader<Bytes<'a>>>(book: &mut B, sheet: &mut Sheet) {
    let Ok(range) = book.worksheet_formula(&sheet.name) else { return };
    let (top, left) = range.start().unwrap_or_default();
    for (row, column, formula) in range.used_cells().filter(|(.., formula)| !formula.is_empty()) {
        let address = Address::new(top + u32::try_from(row).unwrap_or(0), left + u32::try_from(column).unwrap_or(0));
        put_formula(sheet, address, formula.trim_start_matches("of:=").trim_start_matches('=').to_string());
    }
}

/// A formula whose result is not stored (openpyxl writes none) stands with a result that is pending.
fn put_formula(sheet: &mut Sheet, address: Address, formula: String) {
    if formula.is_empty() {
        return; // calamine gives cells without a formula too
    }
    let pending = Cell {
        value: Value::Pending,
        formula: None,
        format: NumberFormat::default(),
        recalculated: None,
        unverified: false,
    };
    sheet.cells.entry(address).or_insert(pending).formula = Some(formula);
}

fn empty_sheets<RS: Read + Seek, B: Reader<RS>>(book: &B) -> Vec<Sheet> {
    let sheet = |sheet: &calamine::Sheet| Sheet {
        name: sheet.name.as_str().into(),
        hidden: sheet.visible != SheetVisible::Visible,
        ..Sheet::default()
    };
    book.sheets_metadata().iter().filter(|sheet| sheet.typ == calamine::SheetType::WorkSheet).map(sheet).collect()
}

fn put(sheet: &mut Sheet, row: u32, column: u32, data: Data) {
    if let Some(value) = value(data) {
        let cell =
            Cell { value, formula: None, format: NumberFormat::default(), recalculated: None, unverified: false };
        sheet.cells.insert(Address::new(row, column), cell);
    }
}

fn region(dimensions: Dimensions) -> Region {
    let address = |(row, column)| Address::new(row, column);
    Region { first: address(dimensions.start), last: address(dimensions.end) }
}

/// A value as calamine gives it; nothing for an empty cell.
fn value(data: Data) -> Option<Value> {
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

#[cfg(test)]
mod tests;
