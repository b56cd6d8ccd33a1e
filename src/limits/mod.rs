//! Resource limits of input files.
//!
//! Forms and reports need a hundredth of it. What asks for more is damaged, exported by mistake, or made to bring a run
//! down: it is refused with its number, and the rest of the run goes on. All but [`TIME`] depend on nothing but the
//! file, so that a file is refused on every machine or on none; they are set so that what keeps them ends long before
//! its time is up.

pub mod deadline;
pub mod files;
pub mod io_error;

use std::error::Error;
use std::fmt;
use std::io::Cursor;
use std::time::Duration;

use anyhow::{Result, bail};
use zip::ZipArchive;

use crate::limits::deadline::check_time;

/// Bytes of a file.
pub const FILE: u64 = 200 << 20;
/// Bytes of all parts of a package, unpacked.
pub const PACKAGE: u64 = 512 << 20;
/// Bytes of one part of a package, unpacked.
pub const PART: u64 = 256 << 20;
/// Parts of a package.
pub const PARTS: usize = 10_000;
/// Sheets of a workbook.
pub const SHEETS: usize = 500;
/// Cells of a workbook that hold something.
pub const CELLS: usize = 1_000_000;
/// Cells of the smallest rectangles around all that stands on the sheets, for formats that are read as rectangles.
pub const AREA: u64 = 4_000_000;
/// Bytes of text and formulas in the cells of a workbook; few stored ones may stand in many cells.
pub const TEXT: usize = 256 << 20;
/// Merged ranges of a sheet.
pub const REGIONS: usize = 20_000;
/// Forms in a workbook, and what looks like one.
pub const FORMS: usize = 2_000;
/// Rows of a sheet in any format.
pub const ROWS: u32 = 1_048_576;
/// Columns of a sheet in any format.
pub const COLUMNS: u32 = 16_384;
/// Elements inside one another.
pub const DEPTH: usize = 200;
/// Paragraphs of a report.
pub const PARAGRAPHS: usize = 200_000;
/// Time for reading one file and finding its forms.
pub const TIME: Duration = Duration::from_secs(60);

/// A limit that was hit: what, how much of it, how much may be, and what to do.
#[derive(Debug)]
pub struct Exceeded(String);

impl Error for Exceeded {}

impl fmt::Display for Exceeded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}，疑似异常文件，未读取；请删去多余内容，另存后重报", self.0)
    }
}

fn within(is_within: bool, what: impl FnOnce() -> String) -> Result<()> {
    if is_within { Ok(()) } else { Err(Exceeded(what()).into()) }
}

/// Refuses more bytes than so many, a multiple of 2²⁰.
pub fn bytes(what: &str, bytes: u64, most: u64) -> Result<()> {
    within(bytes <= most, || format!("{what}有 {} MB，超过 {} MB 的上限", bytes.div_ceil(1 << 20), most >> 20))
}

/// Refuses more things than so many: 「工作簿内有 501 张工作表」.
pub fn count(what: &str, unit: &str, number: usize, most: usize) -> Result<()> {
    within(number <= most, || format!("{what}有 {number} {unit}，超过 {most} {unit}的上限"))
}

/// Refuses sheets whose outermost cells span more.
pub fn area(cells: u64) -> Result<()> {
    within(cells <= AREA, || format!("各工作表的数据区域共 {cells} 个单元格，超过 {AREA} 个的上限"))
}

/// Counts the cells of a workbook while they are read.
#[derive(Debug, Default)]
pub struct Cells {
    cells: usize,
    text: usize,
}

impl Cells {
    /// One more cell, with so many bytes of text.
    pub fn add(&mut self, row: u32, column: u32, text: usize) -> Result<()> {
        self.cells += 1;
        self.text += text;
        if self.cells.is_multiple_of(1024) {
            check_time();
        }
        within(row < ROWS && column < COLUMNS, || {
            let (row, column) = (u64::from(row) + 1, u64::from(column) + 1);
            format!("有单元格在第 {row} 行、第 {column} 列，超出 {ROWS} 行、{COLUMNS} 列的上限")
        })?;
        count("工作簿内", "个单元格", self.cells, CELLS)?;
        bytes("单元格内的文字共", self.text as u64, TEXT as u64)
    }
}

/// Refuses packages that unpack to too much. The sizes that a package states can be relied on: the reader stops where a
/// part becomes larger.
pub fn package(archive: &mut ZipArchive<Cursor<&[u8]>>) -> Result<()> {
    count("压缩包内", "个部件", archive.len(), PARTS)?;
    let mut total = 0u64;
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index)?;
        if entry.encrypted() {
            bail!("文件已加密，请取消打开密码后重报");
        }
        bytes(&format!("部件 {} 解压后", entry.name().unwrap_or_default()), entry.size(), PART)?;
        total = total.saturating_add(entry.size());
    }
    bytes("文件解压后", total, PACKAGE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_that_is_hit_says_both_numbers_and_what_to_do() {
        let error = count("工作簿内", "张工作表", 501, SHEETS).expect_err("too many").to_string();
        assert!(error.starts_with("工作簿内有 501 张工作表，超过 500 张工作表的上限"), "{error}");
        assert!(error.contains("重报"));
        assert!(count("", "", SHEETS, SHEETS).is_ok() && bytes("", PART, PART).is_ok());
        let error = bytes("文件", FILE + 1, FILE).expect_err("too large").to_string();
        assert!(error.starts_with("文件有 201 MB，超过 200 MB 的上限"), "{error}");
    }

    #[test]
    fn cells_outside_of_any_sheet_are_refused() {
        let mut cells = Cells::default();
        assert!(cells.add(ROWS - 1, COLUMNS - 1, 1).is_ok());
        let error = cells.add(0, COLUMNS, 0).expect_err("outside").to_string();
        assert!(error.contains("第 16385 列") && error.contains("16384"), "{error}");
        assert!(cells.add(u32::MAX, 0, 0).is_err());
    }
}
