//! A workbook of any supported format, by content: read, and its formulas calculated anew.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Result, anyhow};

use super::format::format_of;
use super::{ContentHash, Format, Sheet, bytes, ods, recalculate, xls, xlsb, xlsx};
use crate::limits;
use crate::limits::deadline::caught;

/// One file of tables.
#[derive(Debug, Clone)]
pub struct Workbook {
    /// Name relative to the folder given, with `/`.
    pub file: Arc<str>,
    /// Where it is.
    pub path: PathBuf,
    /// That of its bytes.
    pub content_hash: ContentHash,
    /// Its format, by content.
    pub format: Format,
    /// Its sheets, in order.
    pub sheets: Vec<Sheet>,
}

/// Reads a workbook of any supported format. The error says in Chinese why it cannot be read.
pub fn read(path: &Path, file: Arc<str>) -> Result<Workbook> {
    let bytes = bytes(path)?;
    let format = format_of(&bytes)?;
    let sheets = sheets_in(&bytes, format)?;
    Ok(Workbook { file, path: path.to_path_buf(), content_hash: ContentHash::of(&bytes), format, sheets })
}

/// The sheets of a workbook in memory, recalculated.
pub fn sheets(bytes: &[u8]) -> Result<Vec<Sheet>> {
    sheets_in(bytes, format_of(bytes)?)
}

fn sheets_in(bytes: &[u8], format: Format) -> Result<Vec<Sheet>> {
    let read = || match format {
        Format::Xlsx => xlsx::read(bytes),
        Format::Xlsb => xlsb::read(bytes),
        Format::Xls => xls::read(bytes),
        Format::Ods => ods::read(bytes),
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
