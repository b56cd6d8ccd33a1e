//! The looks of .ods sheets.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::sync::Arc;

use anyhow::Result;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::styles::{OdsStyles, attribute};
use crate::model::place::Address;
use crate::read::looks::{CellLook, SheetLook};

/// Rows and columns repeated beyond these are only the rest of the sheet.
const MOST_REPEATED: u32 = 256;

/// Where the reader stands in a sheet.
#[derive(Default)]
struct LookPosition {
    row: u32,
    rows: u32,
    column: u32,
    header: u32,
    /// The styles of cells that name none, by column.
    defaults: BTreeMap<u32, String>,
}

/// How the sheets look, by name.
pub fn read(bytes: &[u8]) -> Result<BTreeMap<String, SheetLook>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes))?;
    let mut part = |name: &str| -> Result<String> {
        let mut text = String::new();
        archive.by_name(name)?.take(1 << 28).read_to_string(&mut text)?;
        Ok(text)
    };
    let mut styles = OdsStyles::default();
    if let Ok(common) = part("styles.xml") {
        styles.read(&common)?;
    }
    let content = part("content.xml")?;
    styles.read(&content)?;
    sheets(&content, &styles)
}

fn sheets(content: &str, styles: &OdsStyles) -> Result<BTreeMap<String, SheetLook>> {
    let looks = styles.cells.iter().map(|(name, look)| (name.as_str(), Arc::new(look.clone()))).collect();
    let mut sheets = BTreeMap::new();
    let mut reader = Reader::from_str(content);
    let mut open: Option<(String, SheetLook)> = None;
    let mut at = LookPosition::default();
    loop {
        match reader.read_event()? {
            Event::Start(tag) if tag.local_name().as_ref() == "table" => {
                open = Some((attribute(&tag, "table:name").unwrap_or_default(), SheetLook::default()));
                at = LookPosition::default();
            }
            Event::Start(tag) | Event::Empty(tag) => {
                if let Some((_, look)) = &mut open {
                    element(&tag, look, &mut at, styles, &looks);
                }
            }
            Event::End(tag) => match tag.local_name().as_ref() {
                "table" => sheets.extend(open.take()),
                "table-row" => at.row += at.rows,
                _ => {}
            },
            Event::Eof => return Ok(sheets),
            _ => {}
        }
    }
}

type Looks<'a> = BTreeMap<&'a str, Arc<CellLook>>;

fn element(tag: &BytesStart, look: &mut SheetLook, at: &mut LookPosition, styles: &OdsStyles, looks: &Looks) {
    let repeated = |name: &str| attribute(tag, name).and_then(|count| count.parse::<u32>().ok()).unwrap_or(1);
    let style = attribute(tag, "table:style-name");
    match tag.local_name().as_ref() {
        "table-column" => {
            let count = repeated("table:number-columns-repeated");
            let columns = at.header..at.header + count.min(MOST_REPEATED);
            if let Some(width) = style.and_then(|style| styles.columns.get(&style)) {
                look.widths.extend(columns.clone().map(|column| (column, *width)));
            }
            if let Some(default) = attribute(tag, "table:default-cell-style-name") {
                at.defaults.extend(columns.map(|column| (column, default.clone())));
            }
            at.header += count;
        }
        "table-row" => {
            at.rows = repeated("table:number-rows-repeated");
            at.column = 0;
            if let Some(height) = style.and_then(|style| styles.rows.get(&style)).filter(|_| at.rows <= MOST_REPEATED) {
                look.heights.extend((at.row..at.row + at.rows).map(|row| (row, *height)));
            }
        }
        "table-cell" | "covered-table-cell" => {
            let count = repeated("table:number-columns-repeated");
            if count <= MOST_REPEATED && at.rows <= MOST_REPEATED {
                for column in at.column..at.column + count {
                    let style = style.as_ref().or_else(|| at.defaults.get(&column));
                    let Some(known) = style.and_then(|style| looks.get(style.as_str())) else { continue };
                    look.cells.extend((at.row..at.row + at.rows).map(|row| (Address::new(row, column), known.clone())));
                }
            }
            at.column += count;
        }
        _ => {}
    }
}
