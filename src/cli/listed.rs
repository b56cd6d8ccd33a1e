//! `--files-from`: a list of files made by another program.

use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow};

use crate::limits::io_error::reason;

/// Reads a list, `-` from the standard input: names that end with NUL (`find -print0`), or one a line.
pub fn read(list: &Path) -> Result<Vec<PathBuf>> {
    let mut bytes = Vec::new();
    if list == Path::new("-") {
        std::io::stdin()
            .lock()
            .read_to_end(&mut bytes)
            .map_err(|error| anyhow!("无法从标准输入读取名单（{}）", reason(&error)))?;
    } else {
        bytes =
            std::fs::read(list).map_err(|error| anyhow!("无法读取名单 {}（{}）", list.display(), reason(&error)))?;
    }
    Ok(paths(&bytes))
}

fn paths(bytes: &[u8]) -> Vec<PathBuf> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let end = if bytes.contains(&0) { 0 } else { b'\n' };
    let names = bytes.split(|byte| *byte == end);
    let names = names.map(|name| if end == b'\n' { name.strip_suffix(b"\r").unwrap_or(name) } else { name });
    names.filter(|name| !name.is_empty()).map(path).collect()
}

/// The file of this name. A name that is no UTF-8 is one in GB18030, as lists from Chinese Windows are, unless there is
/// a file whose name is these bytes.
fn path(name: &[u8]) -> PathBuf {
    match std::str::from_utf8(name) {
        Ok(name) => PathBuf::from(name),
        Err(_) => as_it_is(name).filter(|path| path.exists()).unwrap_or_else(|| decoded(name)),
    }
}

fn decoded(name: &[u8]) -> PathBuf {
    PathBuf::from(encoding_rs::GB18030.decode_without_bom_handling(name).0.into_owned())
}

/// File names on Unix are bytes, whatever they are.
#[cfg(unix)]
fn as_it_is(name: &[u8]) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStrExt;
    Some(PathBuf::from(std::ffi::OsStr::from_bytes(name)))
}

#[cfg(not(unix))]
fn as_it_is(_name: &[u8]) -> Option<PathBuf> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_end_with_lines_or_with_nul() {
        let expected = ["甲局/表 一.xlsx", "乙局/表.xls"].map(PathBuf::from);
        assert_eq!(paths("\u{feff}甲局/表 一.xlsx\r\n\r\n乙局/表.xls".as_bytes()), expected);
        assert_eq!(paths("甲局/表 一.xlsx\0乙局/表.xls\0".as_bytes()), expected);
        assert_eq!(paths("换\n行.xlsx\0".as_bytes()), [PathBuf::from("换\n行.xlsx")]);
        assert_eq!(paths(&encoding_rs::GB18030.encode("甲局/表 一.xlsx\r\n乙局/表.xls").0), expected);
    }
}
