//! The zip archive that a workbook is: its parts, some of them to be exchanged.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use anyhow::{Context, Result};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::limits;

/// How hard a part is compressed: forms are small, and harder takes longer than all else that is done with them.
const LEVEL: i64 = 1;

/// Added parts shorter than this are not compressed at all.
const SHORT: usize = 1024;

/// The parts of a package. Those that are not exchanged come out as they went in, compressed
/// bytes included.
pub struct Parts<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Parts that were read, by position: several changes ask for the same ones.
    texts: BTreeMap<usize, String>,
    /// By position in the archive; `None` for a part that is dropped.
    changed: BTreeMap<usize, Option<String>>,
    /// Parts that were not there, in the order in which they are added.
    added: Vec<(String, String)>,
}

impl<'a> Parts<'a> {
    /// Opens a package.
    ///
    /// # Errors
    /// It is no zip archive, or exceeds the limits on packages.
    pub fn open(package: &'a [u8]) -> Result<Self> {
        let mut archive = ZipArchive::new(Cursor::new(package)).context("压缩包不完整")?;
        limits::package(&mut archive)?;
        Ok(Self { archive, texts: BTreeMap::new(), changed: BTreeMap::new(), added: Vec::new() })
    }

    /// Where a part stands. Part names do not distinguish case, and some programs write backslashes.
    fn index(&self, name: &str) -> Option<usize> {
        self.archive.index_for_name(name).or_else(|| {
            self.archive
                .file_names()
                .position(|entry| entry.is_ok_and(|entry| entry.replace('\\', "/").eq_ignore_ascii_case(name)))
        })
    }

    /// Whether the package has this part.
    pub fn has(&self, name: &str) -> bool {
        let dropped = |index| matches!(self.changed.get(&index), Some(None));
        self.added.iter().any(|(known, _)| known == name) || self.index(name).is_some_and(|index| !dropped(index))
    }

    /// Whether a part has been exchanged.
    pub fn is_changed(&self, name: &str) -> bool {
        let index = self.index(name);
        index.is_some_and(|index| self.changed.contains_key(&index))
    }

    /// The text of a part, as changed so far.
    ///
    /// # Errors
    /// There is no such part, it was dropped, or it is not UTF-8.
    pub fn text(&mut self, name: &str) -> Result<String> {
        if let Some((_, text)) = self.added.iter().find(|(known, _)| known == name) {
            return Ok(text.clone());
        }
        let index = self.index(name).with_context(|| format!("缺少部件 {name}"))?;
        match self.changed.get(&index) {
            Some(text) => text.clone().with_context(|| format!("部件 {name} 已删除")),
            None => self.unchanged(index).with_context(|| format!("读取部件 {name}")),
        }
    }

    /// The text of a part as it came in.
    fn unchanged(&mut self, index: usize) -> Result<String> {
        if let Some(text) = self.texts.get(&index) {
            return Ok(text.clone());
        }
        let text = read(&mut self.archive, index)?;
        self.texts.insert(index, text.clone());
        Ok(text)
    }

    /// Exchanges the text of a part.
    ///
    /// # Errors
    /// There is no such part.
    pub fn replace(&mut self, name: &str, text: String) -> Result<()> {
        self.change(name, Some(text))
    }

    /// Exchanges the text of a part, or adds the part.
    pub fn put(&mut self, name: &str, text: String) -> Result<()> {
        // A part that was added in this very patch is not in the archive, and may be changed again.
        if let Some((_, old)) = self.added.iter_mut().find(|(known, _)| known == name) {
            *old = text;
        } else if self.index(name).is_some() {
            // A part that stays as it is keeps its compressed bytes.
            if self.text(name).ok().as_ref() != Some(&text) {
                self.replace(name, text)?;
            }
        } else {
            self.added.push((name.to_owned(), text));
        }
        Ok(())
    }

    /// Whether anything is other than it came in.
    pub fn has_changes(&self) -> bool {
        !self.changed.is_empty() || !self.added.is_empty()
    }

    /// The first name of this kind that no part has: `xl/comments1.xml`.
    pub fn free_name(&self, beginning: &str, extension: &str) -> String {
        let names = (1u32..).map(|number| format!("{beginning}{number}.{extension}"));
        names.into_iter().find(|name| !self.has(name)).unwrap_or_default()
    }

    /// Drops a part.
    pub fn remove(&mut self, name: &str) -> Result<()> {
        self.change(name, None)
    }

    fn change(&mut self, name: &str, text: Option<String>) -> Result<()> {
        let index = self.index(name).with_context(|| format!("缺少部件 {name}"))?;
        self.changed.insert(index, text);
        Ok(())
    }

    /// The package with its changes, the entries in their old order.
    ///
    /// # Errors
    /// An entry of the archive cannot be copied.
    pub fn finish(mut self) -> Result<Vec<u8>> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        // What is not changed comes out as it went in, the comment of the archive too.
        writer.set_raw_comment(self.archive.comment().into())?;
        for index in 0..self.archive.len() {
            let entry = self.archive.by_index_raw(index)?;
            match self.changed.get(&index) {
                None => writer.raw_copy_file(entry)?,
                Some(None) => {}
                Some(Some(text)) => {
                    let (name, options) = (entry.name()?.into_owned(), quickly(entry.options(), entry.compression()));
                    write(&mut writer, &name, options, text)?;
                }
            }
        }
        for (name, text) in &self.added {
            write(&mut writer, name, options_of(text), text)?;
        }
        Ok(writer.finish()?.into_inner())
    }
}

fn read(archive: &mut ZipArchive<Cursor<&[u8]>>, index: usize) -> Result<String> {
    let mut bytes = Vec::new();
    archive.by_index(index)?.read_to_end(&mut bytes)?;
    // The standard allows UTF-16 too, which byte ranges would not fit.
    String::from_utf8(bytes).context("不是 UTF-8 编码")
}

/// How an added part is kept: starting to compress takes longer than all that is gained on a few lines.
fn options_of(text: &str) -> SimpleFileOptions {
    let method = if text.len() < SHORT { CompressionMethod::Stored } else { CompressionMethod::Deflated };
    quickly(SimpleFileOptions::default().compression_method(method), method)
}

/// What is compressed at all is compressed quickly.
fn quickly(options: SimpleFileOptions, method: CompressionMethod) -> SimpleFileOptions {
    options.compression_level((method == CompressionMethod::Deflated).then_some(LEVEL))
}

/// Writes a part with the time, attributes and compression of the one it replaces, so that the
/// same input always gives the same bytes.
fn write(writer: &mut ZipWriter<Cursor<Vec<u8>>>, name: &str, options: SimpleFileOptions, text: &str) -> Result<()> {
    writer.start_file(name, options)?;
    writer.write_all(text.as_bytes())?;
    Ok(())
}
