//! The formats of workbooks: which one a file has by its content, and whether it may be read at all.

use std::io::Cursor;

use anyhow::{Result, anyhow, bail};

use crate::limits;

/// The file formats that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// .xlsx and .xlsm: packages that can be corrected in place.
    Xlsx,
    /// .xlsb
    Xlsb,
    /// .xls and WPS .et
    Xls,
    /// .ods
    Ods,
}

/// The format by content, since names are often wrong; refuses what is empty, encrypted or too large.
pub fn format_of(bytes: &[u8]) -> Result<Format> {
    if bytes.is_empty() {
        bail!("文件为空（0 字节），请重新报送");
    }
    limits::bytes("文件", bytes.len() as u64, limits::FILE)?;
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
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes))
        .map_err(|_| anyhow!("文件已损坏（压缩包不完整），请用 WPS 或 Excel 打开另存后重报"))?;
    limits::package(&mut archive)?;
    let has = |name: &str| archive.file_names().any(|entry| entry.is_ok_and(|entry| entry == name));
    Ok(match () {
        () if has("xl/workbook.bin") => Format::Xlsb,
        () if has("content.xml") => Format::Ods,
        () => Format::Xlsx,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_workbook_is_refused_with_a_reason() {
        for (bytes, reason) in [(&b""[..], "为空"), (b"hello", "损坏"), (b"PK\x03\x04rest", "损坏")] {
            let error = format_of(bytes).expect_err("refused");
            assert!(error.to_string().contains(reason), "{error}");
        }
    }
}
