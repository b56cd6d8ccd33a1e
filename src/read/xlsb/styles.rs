//! The styles of an .xlsb: number formats, fonts, borders, alignment.

use std::collections::HashMap;
use std::sync::Arc;

use super::look::{records, wide_string};
use crate::read::looks::CellLook;
use crate::read::xls::look::{BUILT_IN, across, upright};
use crate::read::xls::word;

const FORMAT: u16 = 44;
const FONT: u16 = 43;
const BORDER: u16 = 46;
const STYLE: u16 = 47;
/// Styles of cells stand between these; others of the same kind are what they are based on.
const STYLES_BEGIN: u16 = 617;
const STYLES_END: u16 = 618;
/// Bytes that a line of a border takes: its kind, one unused, its colour.
const LINE: usize = 10;

/// The looks that cells name by number.
pub fn styles(bytes: &[u8]) -> Vec<Arc<CellLook>> {
    let mut codes: HashMap<u16, String> = BUILT_IN.iter().map(|(id, code)| (*id, code.to_string())).collect();
    let (mut fonts, mut borders, mut styles) = (Vec::new(), Vec::new(), Vec::new());
    let mut of_cells = false;
    for (kind, data) in records(bytes) {
        match kind {
            FORMAT => codes.extend(word(data, 0).zip(data.get(2..).and_then(wide_string))),
            FONT => fonts.push(font(data).unwrap_or_default()),
            BORDER => borders.push(border(data).unwrap_or_default()),
            STYLES_BEGIN => of_cells = true,
            STYLES_END => of_cells = false,
            STYLE if of_cells => styles.push(Arc::new(style(data, &codes, &fonts, &borders).unwrap_or_default())),
            _ => {}
        }
    }
    styles
}

fn font(data: &[u8]) -> Option<CellLook> {
    Some(CellLook {
        twips: word(data, 0)?,
        italic: word(data, 2)? & 2 != 0,
        bold: word(data, 4)? >= 600,
        font: wide_string(data.get(21..)?)?,
        ..CellLook::default()
    })
}

/// Left, right, top, bottom; the record has them in another order.
fn border(data: &[u8]) -> Option<[u8; 4]> {
    let line = |number: usize| data.get(1 + number * LINE).copied();
    Some([line(2)?, line(3)?, line(0)?, line(1)?])
}

fn style(data: &[u8], codes: &HashMap<u16, String>, fonts: &[CellLook], borders: &[[u8; 4]]) -> Option<CellLook> {
    let alignment = word(data, 12)?;
    let [low, middle] = [alignment & 7, alignment >> 3 & 7].map(|number| u8::try_from(number).unwrap_or(0));
    Some(CellLook {
        code: codes.get(&word(data, 2)?).cloned().unwrap_or_default(),
        borders: borders.get(usize::from(word(data, 8)?)).copied().unwrap_or_default(),
        across: across(low),
        upright: upright(middle),
        wrapped: alignment & 0x40 != 0,
        ..fonts.get(usize::from(word(data, 4)?)).cloned().unwrap_or_default()
    })
}
