//! .ods: values and formulas by calamine; merged cells, shown digits, percent, hidden rows and columns, which it leaves
//! out, from the content.

mod length;
pub mod look;
mod measure;
mod styles;

use std::io::{Cursor, Read};

use anyhow::{Context, Result, anyhow};
use calamine::{Ods, Reader as _};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::from_calamine::{Bytes, ranges};
use super::{NumberFormat, Sheet};
use crate::limits;
use crate::model::place::{Address, Region};

/// Of a row that is repeated more often, no more than so many are looked at: below them is nothing.
const MOST_HIDDEN: u32 = 1 << 14;

/// Where the reader stands in a sheet.
#[derive(Default)]
struct SheetPosition {
    row: u32,
    column: u32,
    header_column: u32,
    row_repeat: u32,
    cell: Option<OpenCell>,
}

/// A cell that is being read.
struct OpenCell {
    percent: bool,
    number: bool,
    repeat: u32,
    text: String,
}

/// The sheets of a file.
pub fn read(bytes: &[u8]) -> Result<Vec<Sheet>> {
    let content = content(bytes)?;
    measure::measure(&content)?;
    let mut book: Ods<Bytes> = Ods::new(Cursor::new(bytes)).map_err(|error| match error {
        calamine::OdsError::Password => anyhow!("文件已加密"),
        other => anyhow!("{other}"),
    })?;
    let mut sheets = ranges(&mut book)?;
    add_looks(&content, &mut sheets).context("content.xml")?;
    Ok(sheets)
}

/// The part of a package in which its sheets stand.
fn content(bytes: &[u8]) -> Result<String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes))?;
    let mut xml = String::new();
    archive.by_name("content.xml")?.read_to_string(&mut xml)?;
    Ok(xml)
}

/// Adds regions, number formats and hidden rows and columns to sheets that calamine has read.
fn add_looks(xml: &str, sheets: &mut [Sheet]) -> Result<()> {
    let mut reader = Reader::from_str(xml);
    let mut sheet: Option<usize> = None;
    let mut seen = 0;
    let mut at = SheetPosition::default();
    loop {
        match reader.read_event()? {
            Event::Start(tag) if tag.local_name().as_ref() == "table" => {
                sheet = Some(seen).filter(|&index| index < sheets.len());
                seen += 1;
                at = SheetPosition::default();
            }
            Event::Start(tag) => open(&tag, sheet.map(|index| &mut sheets[index]), &mut at, false),
            Event::Empty(tag) => open(&tag, sheet.map(|index| &mut sheets[index]), &mut at, true),
            Event::Text(text) => {
                if let Some(cell) = &mut at.cell {
                    cell.text.push_str(&text);
                }
            }
            Event::End(tag) => close(tag.local_name().as_ref(), sheet.map(|index| &mut sheets[index]), &mut at),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

fn open(tag: &BytesStart, sheet: Option<&mut Sheet>, at: &mut SheetPosition, empty: bool) {
    let Some(sheet) = sheet else { return };
    let repeat = |name| number(tag, name).unwrap_or(1).min(1 << 20);
    let hidden = attribute(tag, "visibility").is_some_and(|visibility| visibility != "visible");
    match tag.local_name().as_ref() {
        "table-column" => {
            let repeat = repeat("number-columns-repeated");
            if hidden {
                let end = at.header_column.saturating_add(repeat).min(limits::COLUMNS);
                sheet.hidden_columns.extend(at.header_column..end);
            }
            at.header_column = at.header_column.saturating_add(repeat);
        }
        "table-row" => {
            at.row_repeat = repeat("number-rows-repeated");
            at.column = 0;
            if hidden {
                let most = at.row_repeat.min(MOST_HIDDEN);
                sheet.hidden_rows.extend(at.row..at.row.saturating_add(most).min(limits::ROWS));
            }
        }
        "table-cell" | "covered-table-cell" => {
            merge(tag, sheet, at);
            let kind = attribute(tag, "value-type").unwrap_or_default();
            let number = matches!(kind.as_str(), "float" | "percentage" | "currency");
            let cell = OpenCell {
                percent: kind == "percentage",
                number,
                repeat: repeat("number-columns-repeated"),
                text: String::new(),
            };
            if empty {
                at.column = at.column.saturating_add(cell.repeat);
            } else {
                at.cell = Some(cell);
            }
        }
        _ => {}
    }
}

fn merge(tag: &BytesStart, sheet: &mut Sheet, at: &SheetPosition) {
    let columns = number(tag, "number-columns-spanned").unwrap_or(1).clamp(1, limits::COLUMNS);
    let rows = number(tag, "number-rows-spanned").unwrap_or(1).clamp(1, limits::ROWS);
    if columns > 1 || rows > 1 {
        let first = Address::new(at.row, at.column);
        let last = Address::new(at.row.saturating_add(rows - 1), at.column.saturating_add(columns - 1));
        sheet.regions.push(Region { first, last });
    }
}

fn close(name: &str, sheet: Option<&mut Sheet>, at: &mut SheetPosition) {
    let Some(sheet) = sheet else { return };
    match name {
        "table-row" => at.row = at.row.saturating_add(at.row_repeat),
        "table-cell" | "covered-table-cell" => {
            let Some(cell) = at.cell.take() else { return };
            if cell.number {
                for column in at.column..at.column.saturating_add(cell.repeat) {
                    if let Some(known) = sheet.cells.get_mut(&Address::new(at.row, column)) {
                        known.format = shown_format(&cell.text, cell.percent);
                    }
                }
            }
            at.column = at.column.saturating_add(cell.repeat);
        }
        _ => {}
    }
}

/// The digits that the shown text has; a text that ends in an exponent or the like shows none.
fn shown_format(text: &str, percent: bool) -> NumberFormat {
    let digits = text.trim().trim_end_matches('%').trim_end_matches(')');
    let fraction = digits.rsplit_once('.').map_or("", |(_, fraction)| fraction);
    if !fraction.chars().all(|c| c.is_ascii_digit()) || digits.is_empty() {
        return NumberFormat { decimals: None, percent };
    }
    // A whole number may be shown by General; it has no digits either way.
    let decimals = (percent || !fraction.is_empty()).then(|| u32::try_from(fraction.len()).unwrap_or(0));
    NumberFormat { decimals, percent }
}

fn attribute(tag: &BytesStart, name: &str) -> Option<String> {
    let attributes = tag.attributes().flatten();
    attributes
        .into_iter()
        .find(|attribute| attribute.key.local_name().as_ref() == name)
        .map(|attribute| attribute.value.to_string())
}

fn number(tag: &BytesStart, name: &str) -> Option<u32> {
    attribute(tag, name)?.parse().ok()
}
