//! .xls and WPS .et: values, formulas and merged ranges by calamine; number formats, hidden rows and columns, which it
//! leaves out, from the records.
//!
//! BIFF8 keeps them in records of the Workbook stream: FORMAT and XF for the whole book, then in each
//! sheet the style index of every numeric cell, ROW and COLINFO. Records that end too early are passed over.

pub mod look;
mod palette;

use std::collections::HashMap;
use std::io::{Cursor, Read};

use anyhow::{Context, Result, anyhow};
use calamine::{Reader, Xls};

use super::from_calamine::{Bytes, put_regions, ranges, region};
use super::{NumberFormat, Sheet};
use crate::limits;
use crate::model::place::Address;

pub(super) const END_OF_STREAM: u16 = 0x000A;
pub(super) const BOUND_SHEET: u16 = 0x0085;
pub(super) const FORMAT: u16 = 0x041E;
pub(super) const XF: u16 = 0x00E0;
const FORMULA: u16 = 0x0006;
const NUMBER: u16 = 0x0203;
const RK: u16 = 0x027E;
const LABEL: u16 = 0x0204;
const BOOL_ERR: u16 = 0x0205;
const LABEL_SST: u16 = 0x00FD;
const RSTRING: u16 = 0x00D6;
/// Records that begin with the row and the column of a cell that holds something.
const CELLS: [u16; 8] = [FORMULA, NUMBER, RK, MUL_RK, LABEL, BOOL_ERR, LABEL_SST, RSTRING];
pub(super) const MUL_RK: u16 = 0x00BD;
pub(super) const ROW: u16 = 0x0208;
pub(super) const COLUMNS: u16 = 0x007D;
pub(super) const WORKSHEET: u8 = 0;

/// The built-in formats that amounts and rates use; all others have no digits of their own.
const BUILT_IN: [(u16, &str); 16] = [
    (1, "0"),
    (2, "0.00"),
    (3, "#,##0"),
    (4, "#,##0.00"),
    (5, "0"),
    (6, "0"),
    (7, "0.00"),
    (8, "0.00"),
    (9, "0%"),
    (10, "0.00%"),
    (37, "#,##0"),
    (38, "#,##0"),
    (39, "#,##0.00"),
    (40, "#,##0.00"),
    (41, "#,##0"),
    (43, "#,##0.00"),
];

/// The sheets of a file.
pub fn read(bytes: &[u8]) -> Result<Vec<Sheet>> {
    measure(bytes)?;
    let mut book: Xls<Bytes> = Xls::new(Cursor::new(bytes)).map_err(|error| match error {
        calamine::XlsError::Password => anyhow!("文件已加密"),
        other => anyhow!("{other}"),
    })?;
    let mut sheets = ranges(&mut book)?;
    for sheet in &mut sheets {
        let regions = book.merge_cells_by_sheet_name(&sheet.name).unwrap_or_default();
        put_regions(sheet, regions.into_iter().map(region).collect())?;
    }
    add_looks(bytes, &mut sheets);
    Ok(sheets)
}

/// Refuses files that are not sound inside, and sheets whose outermost cells span too much: they are read as one
/// rectangle each.
fn measure(bytes: &[u8]) -> Result<()> {
    // calamine follows chains of sectors that lead back to their beginning for ever.
    let stream = workbook_stream(bytes).context("复合文档结构有误")?;
    let (_, starts) = book_records(&stream);
    limits::count("工作簿内", "张工作表", starts.len(), limits::SHEETS)?;
    let area = |start: usize| {
        let sheet = records(stream.get(start..).unwrap_or_default()).take_while(|(kind, _)| *kind != END_OF_STREAM);
        let cells = sheet.filter(|(kind, _)| CELLS.contains(kind));
        let ends = cells.filter_map(|(kind, data)| {
            // The last column of a record that holds a whole row of cells stands at its end.
            let last = if kind == MUL_RK { data.len().checked_sub(2)? } else { 2 };
            Some((u64::from(word(data, 0)?) + 1, u64::from(word(data, last)?) + 1))
        });
        let (rows, columns) = ends.fold((0, 0), |most, end| (most.0.max(end.0), most.1.max(end.1)));
        rows * columns
    };
    limits::area(starts.into_iter().map(area).sum())
}

/// Adds number formats and hidden rows and columns to sheets that calamine has read.
fn add_looks(bytes: &[u8], sheets: &mut [Sheet]) {
    let Some(stream) = workbook_stream(bytes) else { return };
    let (formats, starts) = book_records(&stream);
    for (sheet, start) in sheets.iter_mut().zip(starts) {
        let Some(rest) = stream.get(start..) else { continue };
        for (kind, data) in records(rest).take_while(|(kind, _)| *kind != END_OF_STREAM) {
            sheet_record(sheet, &formats, kind, data);
        }
    }
}

pub(super) fn workbook_stream(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).ok()?;
    let name = if file.is_stream("/Workbook") { "/Workbook" } else { "/Book" };
    let mut stream = Vec::new();
    file.open_stream(name).ok()?.read_to_end(&mut stream).ok()?;
    Some(stream)
}

/// The records of a stream: kind and data.
pub(super) fn records(stream: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    let mut rest = stream;
    std::iter::from_fn(move || {
        let (kind, length) = (word(rest, 0)?, usize::from(word(rest, 2)?));
        let data = rest.get(4..4 + length)?;
        rest = &rest[4 + length..];
        Some((kind, data))
    })
}

/// The format of every style, and where each worksheet begins.
fn book_records(stream: &[u8]) -> (Vec<NumberFormat>, Vec<usize>) {
    let mut codes: HashMap<u16, NumberFormat> =
        BUILT_IN.iter().map(|(id, code)| (*id, NumberFormat::parse(code))).collect();
    let mut styles = Vec::new();
    let mut starts = Vec::new();
    for (kind, data) in records(stream).take_while(|(kind, _)| *kind != END_OF_STREAM) {
        match kind {
            FORMAT => {
                codes.extend(word(data, 0).zip(format_code(data)).map(|(id, code)| (id, NumberFormat::parse(&code))))
            }
            XF => styles.extend(word(data, 2)),
            BOUND_SHEET if data.get(5) == Some(&WORKSHEET) => {
                starts.extend(
                    word(data, 0).zip(word(data, 2)).map(|(low, high)| usize::from(low) | usize::from(high) << 16),
                );
            }
            _ => {}
        }
    }
    (styles.iter().map(|id| codes.get(id).copied().unwrap_or_default()).collect(), starts)
}

/// The code of a FORMAT record: a string of one- or two-byte characters.
pub(super) fn format_code(data: &[u8]) -> Option<String> {
    string(data.get(2..)?, 2)
}

/// A string of one- or two-byte characters, after a count of so many bytes and a byte that says which.
pub(super) fn string(data: &[u8], count: usize) -> Option<String> {
    let length = if count == 1 { usize::from(*data.first()?) } else { usize::from(word(data, 0)?) };
    let wide = data.get(count)? & 1 == 1;
    let text = data.get(count + 1..)?;
    if !wide {
        return Some(text.get(..length)?.iter().map(|&byte| char::from(byte)).collect());
    }
    let units: Vec<u16> =
        text.chunks_exact(2).take(length).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
    Some(String::from_utf16_lossy(&units))
}

fn sheet_record(sheet: &mut Sheet, formats: &[NumberFormat], kind: u16, data: &[u8]) {
    match kind {
        NUMBER | RK | FORMULA => set_format(sheet, formats, word(data, 0), word(data, 2), word(data, 4)),
        MUL_RK => {
            let cells = data.get(4..data.len().saturating_sub(2)).unwrap_or_default().chunks_exact(6);
            for (offset, cell) in (0u16..).zip(cells) {
                let column = word(data, 2).and_then(|first| first.checked_add(offset));
                set_format(sheet, formats, word(data, 0), column, word(cell, 0));
            }
        }
        ROW if word(data, 12).is_some_and(|flags| flags & 0x20 != 0) => {
            sheet.hidden_rows.extend(word(data, 0).map(u32::from))
        }
        COLUMNS if word(data, 8).is_some_and(|flags| flags & 1 != 0) => {
            let (first, last) = (word(data, 0).unwrap_or(1), word(data, 2).unwrap_or(0).min(255));
            sheet.hidden_columns.extend((first..=last).map(u32::from));
        }
        _ => {}
    }
}

fn set_format(sheet: &mut Sheet, formats: &[NumberFormat], row: Option<u16>, column: Option<u16>, style: Option<u16>) {
    let (Some(row), Some(column), Some(style)) = (row, column, style) else { return };
    let cell = sheet.cells.get_mut(&Address::new(row.into(), column.into()));
    if let Some((cell, format)) = cell.zip(formats.get(usize::from(style))) {
        cell.format = *format;
    }
}

pub(super) fn word(data: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes([*data.get(at)?, *data.get(at + 1)?]))
}
