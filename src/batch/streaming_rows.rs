//! Streaming writers of Parquet and CSV files.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::{Result, bail};
use polars::prelude::DataFrame;
use polars_io::parquet::write::{BatchedWriter, ParquetWriter};

use crate::limits::files::Pending;
use crate::record::facts::FactTable;

/// Rows of a row group, about: it ends with the submission that makes it full.
pub const GROUP: usize = 20_000;

/// A Parquet file that grows by row groups; it gets its name once it is whole.
pub struct GrowingParquet {
    pending: Pending,
    writer: BatchedWriter<BufWriter<File>>,
}

impl GrowingParquet {
    /// Begins a file of these columns.
    ///
    /// # Errors
    /// These and the following: the file cannot be written.
    pub fn begin(path: &Path, empty: &DataFrame) -> Result<GrowingParquet> {
        let pending = Pending::new(path)?;
        // Its metadata comes byte by byte; the end of the file flushes it.
        let writer = ParquetWriter::new(BufWriter::new(pending.file()?)).batched(empty.schema())?;
        Ok(GrowingParquet { pending, writer })
    }

    /// Adds a row group.
    pub fn add(&mut self, rows: &DataFrame) -> Result<()> {
        Ok(self.writer.write_batch(rows)?)
    }

    /// Gives the file its name.
    pub fn end(self) -> Result<()> {
        self.writer.finish()?;
        self.pending.persist()
    }
}

/// The table of facts alone, as Parquet or CSV by the extension of its name.
pub struct FactsFile {
    to: To,
    facts: FactTable,
    rows: usize,
}

enum To {
    Parquet(Box<GrowingParquet>),
    Csv(Pending, Box<csv::Writer<File>>),
}

impl FactsFile {
    /// Begins the file.
    ///
    /// # Errors
    /// Another extension; these and the following: the file cannot be written.
    pub fn begin(path: &Path) -> Result<FactsFile> {
        let to = match path.extension().unwrap_or_default().to_string_lossy().to_lowercase().as_str() {
            "parquet" => To::Parquet(Box::new(GrowingParquet::begin(path, &FactTable::default().frame()?)?)),
            // No BufWriter: the writer of CSV has a buffer of its own.
            "csv" => {
                let pending = Pending::new(path)?;
                let mut file = pending.file()?;
                // Spreadsheets take a file for UTF-8 by the byte order mark.
                file.write_all("\u{feff}".as_bytes())?;
                let mut writer = csv::Writer::from_writer(file);
                writer.write_record(FactTable::header())?;
                To::Csv(pending, Box::new(writer))
            }
            _ => bail!("输出文件的扩展名应为 .parquet 或 .csv：{}", path.display()),
        };
        Ok(FactsFile { to, facts: FactTable::default(), rows: 0 })
    }

    /// Adds facts.
    pub fn add(&mut self, facts: &FactTable) -> Result<()> {
        self.rows += facts.len();
        self.facts.append(facts);
        self.write(GROUP)
    }

    fn write(&mut self, least: usize) -> Result<()> {
        if self.facts.len() < least {
            return Ok(());
        }
        let facts = std::mem::take(&mut self.facts);
        match &mut self.to {
            To::Parquet(growing) => growing.add(&facts.frame()?),
            To::Csv(_, writer) => facts.write_csv(writer),
        }
    }

    /// Gives the file its name, and says how many facts it holds.
    pub fn end(mut self) -> Result<usize> {
        self.write(1)?;
        match self.to {
            To::Parquet(growing) => growing.end()?,
            To::Csv(pending, mut writer) => {
                writer.flush()?;
                pending.persist()?;
            }
        }
        Ok(self.rows)
    }
}
