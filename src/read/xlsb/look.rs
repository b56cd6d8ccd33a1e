//! The looks of .xlsb sheets: merged ranges, widths, heights and styles, from the binary records of their parts.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::sync::Arc;

use anyhow::{Context, Result};
use rust_decimal::Decimal;

use super::styles::styles;
use crate::model::place::{Address, Region};
use crate::read::looks::{CellLook, SheetLook};

const ROW: u16 = 0;
const COLUMNS: u16 = 60;
const MERGED: u16 = 176;
const BUNDLED_SHEET: u16 = 156;
/// The records of cells: blank ones, values and formulas.
const CELLS: std::ops::RangeInclusive<u16> = 1..=11;
/// No form has more columns with a width of their own.
const MOST_COLUMNS: u32 = 1024;

/// How the sheets look, by name.
pub fn read(bytes: &[u8]) -> Result<BTreeMap<String, SheetLook>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes))?;
    let mut part = |name: &str| -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        archive.by_name(name)?.take(1 << 28).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    let relations = String::from_utf8(part("xl/_rels/workbook.bin.rels")?)?;
    let targets: BTreeMap<String, String> =
        crate::ooxml::relations::read(&relations, "xl/workbook.bin")?.into_iter().map(|r| (r.id, r.part)).collect();
    let book = part("xl/workbook.bin")?;
    let styles = part("xl/styles.bin").map(|bytes| styles(&bytes)).unwrap_or_default();
    let mut sheets = BTreeMap::new();
    for (_, data) in records(&book).filter(|(kind, _)| *kind == BUNDLED_SHEET) {
        let (id, name) = sheet_name(data).context("工作表没有名称")?;
        if let Some(bytes) = targets.get(&id).and_then(|target| part(target).ok()) {
            sheets.insert(name, look(&bytes, &styles));
        }
    }
    Ok(sheets)
}

/// The identifier of a sheet's part, and its name.
fn sheet_name(data: &[u8]) -> Option<(String, String)> {
    let id = wide_string(data.get(8..)?)?;
    let name = wide_string(data.get(12 + 2 * id.encode_utf16().count()..)?)?;
    Some((id, name))
}

fn look(bytes: &[u8], styles: &[Arc<CellLook>]) -> SheetLook {
    let mut look = SheetLook::default();
    let mut row = 0;
    for (kind, data) in records(bytes) {
        // A record that ends too early is passed over.
        let _ = record(&mut look, &mut row, styles, kind, data);
    }
    look
}

fn record(look: &mut SheetLook, at: &mut u32, styles: &[Arc<CellLook>], kind: u16, data: &[u8]) -> Option<()> {
    match kind {
        ROW => {
            let (row, height, flags) =
                (long(data, 0)?, u16::from_le_bytes([*data.get(8)?, *data.get(9)?]), *data.get(11)?);
            *at = row;
            // Only a height set by hand counts: others follow from the text.
            if flags & 0x20 != 0 {
                look.heights.insert(row, Decimal::from(height) / Decimal::from(20));
            }
        }
        COLUMNS => {
            let (first, last, width) = (long(data, 0)?, long(data, 4)?, long(data, 8)?);
            let width = (Decimal::from(width) / Decimal::from(256) - Decimal::new(71, 2)).round_dp(2);
            let columns = first..=last.min(first.saturating_add(MOST_COLUMNS));
            look.widths.extend(columns.map(|column| (column, width.max(Decimal::ZERO))));
        }
        MERGED => {
            let [top, bottom, left, right] = [0, 4, 8, 12].map(|at| long(data, at));
            let (first, last) = (Address::new(top?, left?), Address::new(bottom?, right?));
            look.regions.push(Region { first, last });
        }
        _ if CELLS.contains(&kind) => {
            // The style takes three bytes.
            let style = styles.get(usize::try_from(long(data, 4)? & 0x00FF_FFFF).ok()?)?;
            look.cells.insert(Address::new(*at, long(data, 0)?), style.clone());
        }
        _ => {}
    }
    Some(())
}

/// The records of a part: kind and data. Both their kind and their length are numbers of seven bits a byte.
pub(super) fn records(bytes: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let (&low, mut after) = rest.split_first()?;
        let mut kind = u16::from(low);
        if low & 0x80 != 0 {
            let (&high, more) = after.split_first()?;
            kind = u16::from(low & 0x7F) | u16::from(high & 0x7F) << 7;
            after = more;
        }
        let mut length = 0usize;
        for shift in [0, 7, 14, 21] {
            let (&byte, more) = after.split_first()?;
            length |= usize::from(byte & 0x7F) << shift;
            after = more;
            if byte & 0x80 == 0 {
                break;
            }
        }
        let data = after.get(..length)?;
        rest = &after[length..];
        Some((kind, data))
    })
}

fn long(data: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(data.get(at..at + 4)?.try_into().ok()?))
}

/// A string after its length in characters of two bytes.
pub(super) fn wide_string(data: &[u8]) -> Option<String> {
    let length = usize::try_from(long(data, 0)?).ok()?;
    let text = data.get(4..4 + length.checked_mul(2)?)?;
    let units: Vec<u16> = text.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
    Some(String::from_utf16_lossy(&units))
}
