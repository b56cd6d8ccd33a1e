//! The bytes of a file, and by what they are known again.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use anyhow::{Context, Result, anyhow, ensure};

use crate::limits;
use crate::limits::io_error;

/// The bytes of a file, unless there are too many. The error says in Chinese why it cannot be read.
pub fn bytes(path: &Path) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let file = File::open(path).and_then(|file| file.take(limits::FILE + 1).read_to_end(&mut bytes));
    file.map_err(|error| anyhow!("文件无法打开（{}）", io_error::reason(&error)))?;
    limits::bytes("文件", bytes.len() as u64, limits::FILE)?;
    Ok(bytes)
}

/// By what the bytes of a file are known again: what is written rests on the very bytes that were checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ContentHash([u8; 32]);

impl ContentHash {
    /// That of these bytes.
    pub fn of(bytes: &[u8]) -> ContentHash {
        ContentHash(blake3::hash(bytes).into())
    }

    /// Reads a file once more.
    ///
    /// # Errors
    ///
    /// If it cannot be read any more, or is no longer the same.
    pub fn read_again(self, path: &Path) -> Result<Vec<u8>> {
        let bytes = bytes(path).context("无法再次读取原文件")?;
        ensure!(ContentHash::of(&bytes) == self, "原文件在核对之后有改动，请重新核对");
        Ok(bytes)
    }
}
