//! The formatting of sheets in formats that cannot be corrected in place: widths, heights, borders, fonts, number
//! formats, as far as they can be read. Only re-creating a workbook asks for them, so that checking stays quick.

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::{Format, NumberFormat, Sheet, ods, xls, xlsb};
use crate::model::place::{Address, Region};

/// How one sheet looks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SheetLook {
    /// Widths of columns in characters.
    pub widths: BTreeMap<u32, Decimal>,
    /// Heights of rows in points.
    pub heights: BTreeMap<u32, Decimal>,
    /// How cells look, empty ones included.
    pub cells: BTreeMap<Address, Arc<CellLook>>,
    /// Merged ranges, where reading the values does not give them.
    pub regions: Vec<Region>,
}

impl SheetLook {
    /// Gives a sheet its merged ranges and its cells their number formats.
    pub fn add_to(self, sheet: &mut Sheet) {
        sheet.regions = self.regions;
        for (address, cell) in &mut sheet.cells {
            if let Some(look) = self.cells.get(address).filter(|look| !look.code.is_empty()) {
                cell.format = NumberFormat::parse(&look.code);
            }
        }
    }
}

/// How one cell looks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CellLook {
    /// Code of its number format; empty for General.
    pub code: String,
    /// Name of its font; empty if it is not known.
    pub font: String,
    /// Size of its font in twentieths of a point; 0 if it is not known.
    pub twips: u16,
    /// In bold.
    pub bold: bool,
    /// In italics.
    pub italic: bool,
    /// Colour of its text.
    pub ink: Option<u32>,
    /// Colour of its ground.
    pub fill: Option<u32>,
    /// Borders: left, right, top, bottom; numbers as in .xls files, 0 for none.
    pub borders: [u8; 4],
    /// How its text stands across.
    pub across: Across,
    /// How its text stands up and down.
    pub upright: Upright,
    /// Its text is wrapped.
    pub wrapped: bool,
}

/// How text stands across a cell.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Across {
    /// By what the cell holds.
    #[default]
    General,
    /// Left.
    Left,
    /// Centred.
    Centre,
    /// Right.
    Right,
}

/// How text stands up and down in a cell.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Upright {
    /// At the bottom.
    #[default]
    Bottom,
    /// In the middle.
    Centre,
    /// At the top.
    Top,
}

/// How the sheets of a file look, by name; what cannot be read is left out.
pub fn read(bytes: &[u8], format: Format) -> BTreeMap<String, SheetLook> {
    match format {
        Format::Xls => xls::look::read(bytes).unwrap_or_default(),
        Format::Ods => ods::look::read(bytes).unwrap_or_default(),
        Format::Xlsb => xlsb::look::read(bytes).unwrap_or_default(),
        Format::Xlsx => BTreeMap::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damaged_files_have_no_looks() {
        for format in [Format::Xls, Format::Ods, Format::Xlsb] {
            assert!(read(b"PK\x03\x04", format).is_empty());
        }
    }
}
