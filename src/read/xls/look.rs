//! The looks of .xls (and WPS .et) sheets, from the records of the Workbook stream.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::model::place::Address;
use crate::read::looks::{Across, CellLook, SheetLook, Upright};
use crate::read::xls::palette::Palette;
use crate::read::xls::{
    BOUND_SHEET, COLUMNS, END_OF_STREAM, FORMAT, MUL_RK, ROW, WORKSHEET, XF, format_code, records, string, word,
    workbook_stream,
};

const FONT: u16 = 0x0031;
const PALETTE: u16 = 0x0092;
const MUL_BLANK: u16 = 0x00BE;
/// BLANK, NUMBER, LABEL, BOOLERR, RK, FORMULA, RSTRING, LABELSST: row, column, style.
const CELLS: [u16; 8] = [0x0201, 0x0203, 0x0204, 0x0205, 0x027E, 0x0006, 0x00D6, 0x00FD];
/// Of the built-in formats, those that amounts, rates and dates use.
pub(in crate::read) const BUILT_IN: [(u16, &str); 18] = [
    (1, "0"),
    (2, "0.00"),
    (3, "#,##0"),
    (4, "#,##0.00"),
    (5, "#,##0"),
    (6, "#,##0"),
    (7, "#,##0.00"),
    (8, "#,##0.00"),
    (9, "0%"),
    (10, "0.00%"),
    (14, "yyyy/m/d"),
    (22, "yyyy/m/d h:mm"),
    (37, "#,##0"),
    (39, "#,##0.00"),
    (41, "#,##0"),
    (43, "#,##0.00"),
    (44, "#,##0.00"),
    (49, "@"),
];

/// What belongs to the whole book.
#[derive(Default)]
struct Book {
    codes: HashMap<u16, String>,
    fonts: Vec<CellLook>,
    palette: Palette,
    styles: Vec<Arc<CellLook>>,
    sheets: Vec<(String, usize)>,
}

/// How the sheets look, by name.
pub fn read(bytes: &[u8]) -> Option<BTreeMap<String, SheetLook>> {
    let stream = workbook_stream(bytes)?;
    let book = book(&stream);
    let look = |(name, start): &(String, usize)| {
        let mut look = SheetLook::default();
        let records = records(stream.get(*start..)?).take_while(|(kind, _)| *kind != END_OF_STREAM);
        for (kind, data) in records {
            // A record that ends too early is passed over.
            let _ = sheet_record(&mut look, &book, kind, data);
        }
        Some((name.clone(), look))
    };
    Some(book.sheets.iter().filter_map(look).collect())
}

fn book(stream: &[u8]) -> Book {
    let mut book =
        Book { codes: BUILT_IN.iter().map(|(id, code)| (*id, code.to_string())).collect(), ..Book::default() };
    let all = || records(stream).take_while(|(kind, _)| *kind != END_OF_STREAM);
    for (kind, data) in all() {
        match kind {
            FORMAT => book.codes.extend(word(data, 0).zip(format_code(data))),
            FONT => book.fonts.extend(font(data)),
            PALETTE => book.palette = Palette::custom(data.get(2..).unwrap_or_default()),
            BOUND_SHEET if data.get(5) == Some(&WORKSHEET) => {
                let start = word(data, 0).zip(word(data, 2));
                let start = start.map(|(low, high)| usize::from(low) | usize::from(high) << 16);
                book.sheets.extend(data.get(6..).and_then(|name| string(name, 1)).zip(start));
            }
            _ => {}
        }
    }
    let styles: Vec<Arc<CellLook>> = all()
        .filter(|(kind, _)| *kind == XF)
        .map(|(_, data)| Arc::new(style(&book, data).unwrap_or_default()))
        .collect();
    book.styles = styles;
    book
}

/// The colour is kept by its number here, until the palette is known.
fn font(data: &[u8]) -> Option<CellLook> {
    Some(CellLook {
        twips: word(data, 0)?,
        italic: word(data, 2)? & 2 != 0,
        ink: word(data, 4).map(u32::from),
        bold: word(data, 6)? >= 600,
        font: string(data.get(14..)?, 1)?,
        ..CellLook::default()
    })
}

/// A cell format: font, number format, alignment, borders, fill.
fn style(book: &Book, data: &[u8]) -> Option<CellLook> {
    // There is no font 4.
    let font = usize::from(word(data, 0)?);
    let font = book.fonts.get(if font > 4 { font - 1 } else { font }).cloned().unwrap_or_default();
    let alignment = *data.get(6)?;
    let lines = word(data, 10)?;
    let side = |shift: u16| u8::try_from(lines >> shift & 0xF).unwrap_or(0);
    let patterned = word(data, 16)? >> 10 != 0;
    Some(CellLook {
        code: book.codes.get(&word(data, 2)?).cloned().unwrap_or_default(),
        ink: font.ink.and_then(|number| book.palette.colour(number)),
        fill: patterned.then(|| book.palette.colour(u32::from(word(data, 18).unwrap_or(0) & 0x7F))).flatten(),
        borders: [side(0), side(4), side(8), side(12)],
        across: across(alignment & 7),
        upright: upright(alignment >> 4 & 7),
        wrapped: alignment & 8 != 0,
        ..font
    })
}

/// Numbers as in .xls and .xlsb files.
pub fn across(number: u8) -> Across {
    match number {
        1 => Across::Left,
        2 | 6 => Across::Centre,
        3 => Across::Right,
        _ => Across::General,
    }
}

/// Numbers as in .xls and .xlsb files.
pub fn upright(number: u8) -> Upright {
    match number {
        0 => Upright::Top,
        1 | 3 | 4 => Upright::Centre,
        _ => Upright::Bottom,
    }
}

fn sheet_record(look: &mut SheetLook, book: &Book, kind: u16, data: &[u8]) -> Option<()> {
    let mut put = |row: u16, column: u16, style: u16| {
        if let Some(style) = book.styles.get(usize::from(style)) {
            look.cells.insert(Address::new(row.into(), column.into()), style.clone());
        }
    };
    match kind {
        MUL_BLANK | MUL_RK => {
            let (row, first, size) = (word(data, 0)?, word(data, 2)?, if kind == MUL_RK { 6 } else { 2 });
            let cells = data.get(4..data.len().checked_sub(2)?)?.chunks_exact(size);
            for (offset, cell) in (0u16..).zip(cells) {
                put(row, first.checked_add(offset)?, word(cell, 0)?);
            }
        }
        ROW => {
            let height = word(data, 6)?;
            if height & 0x8000 == 0 && height > 0 {
                look.heights.insert(word(data, 0)?.into(), Decimal::from(height) / Decimal::from(20));
            }
        }
        COLUMNS => {
            let width = (Decimal::from(word(data, 4)?) / Decimal::from(256)).round_dp(2);
            // The stored width counts the five pixels beside the text too.
            let shown = (width - Decimal::new(71, 2)).max(Decimal::ZERO);
            look.widths.extend((word(data, 0)?..=word(data, 2)?.min(255)).map(|column| (u32::from(column), shown)));
        }
        _ if CELLS.contains(&kind) => put(word(data, 0)?, word(data, 2)?, word(data, 4)?),
        _ => {}
    }
    Some(())
}
