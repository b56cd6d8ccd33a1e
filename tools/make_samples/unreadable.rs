//! Sample (e): files that cannot be read, each for another reason.

use std::fs;
use std::io::{Cursor, Write};

use anyhow::{Context, Result};
use cfb::CompoundFile;

use crate::book::Book;
use crate::grid::Grid;
use crate::samples::Samples;

const FOLDER: &str = "无法读取的文件";

pub fn write(samples: &Samples) -> Result<()> {
    let whole = samples.path("九江市人民政府驻深圳办事处", "部门整体支出绩效自评表.xlsx")?;
    let bytes = fs::read(&whole).with_context(|| format!("cannot read {}", whole.display()))?;
    samples.save_bytes(FOLDER, "损坏.xlsx", &bytes[..bytes.len() * 3 / 5])?;
    samples.save_bytes(FOLDER, "加密.xlsx", &encrypted()?)?;
    samples.save_bytes(FOLDER, "空文件.xlsx", &[])?;
    let empty = Book::of("Sheet1", Grid::default());
    empty.save(&samples.path(FOLDER, "空白.xlsx")?)
}

/// What Excel writes when a workbook is given a password: the package as one encrypted stream.
fn encrypted() -> Result<Vec<u8>> {
    const AGILE: [u8; 8] = [4, 0, 4, 0, 0x40, 0, 0, 0];
    const DESCRIPTOR: &str = concat!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
        r#"<encryption xmlns="http://schemas.microsoft.com/office/2006/encryption">"#,
        r#"<keyData saltSize="16" blockSize="16" keyBits="256" hashSize="64" cipherAlgorithm="AES" "#,
        r#"cipherChaining="ChainingModeCBC" hashAlgorithm="SHA512" saltValue="AAECAwQFBgcICQoLDA0ODw=="/>"#,
        r#"</encryption>"#
    );
    const LENGTH: u64 = 8192;
    let mut file = CompoundFile::create(Cursor::new(Vec::new()))?;
    let mut info = file.create_stream("/EncryptionInfo")?;
    info.write_all(&AGILE)?;
    info.write_all(DESCRIPTOR.as_bytes())?;
    drop(info);
    let mut package = file.create_stream("/EncryptedPackage")?;
    package.write_all(&LENGTH.to_le_bytes())?;
    package.write_all(&noise(LENGTH as usize))?;
    drop(package);
    file.flush()?;
    Ok(file.into_inner().into_inner())
}

/// Bytes that look like cipher text, the same each time.
fn noise(length: usize) -> Vec<u8> {
    let mut state: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 24) as u8
    };
    (0..length).map(|_| next()).collect()
}
