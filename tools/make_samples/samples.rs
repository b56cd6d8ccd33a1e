//! The folder that is written, and the ledger of everything planted in it.

use std::path::{Path, PathBuf};
use std::{fs, io};

use anyhow::{Context, Result};

use crate::book::{Book, Fault};
use crate::report;

/// A fault and the file that carries it.
pub struct Planted {
    pub submission: String,
    pub file: String,
    pub fault: Fault,
}

pub struct Samples {
    pub root: PathBuf,
    pub planted: Vec<Planted>,
}

impl Samples {
    pub fn new(root: &Path) -> Self {
        Samples { root: root.to_path_buf(), planted: Vec::new() }
    }

    /// Writes a workbook into a submission and enters its faults.
    pub fn save(&mut self, submission: &str, file: &str, book: &Book) -> Result<()> {
        book.save(&self.path(submission, file)?)?;
        self.enter(submission, file, book);
        Ok(())
    }

    /// Writes a report whose text marks its faults, and enters them.
    pub fn save_report(&mut self, submission: &str, file: &str, text: &str) -> Result<()> {
        let (plain, faults) = report::planted(text);
        self.save_bytes(submission, file, &report::docx(&plain)?)?;
        self.enter_faults(submission, file, &faults);
        Ok(())
    }

    pub fn save_bytes(&self, submission: &str, file: &str, bytes: &[u8]) -> Result<()> {
        let path = self.path(submission, file)?;
        fs::write(&path, bytes).with_context(|| format!("cannot write {}", path.display()))
    }

    pub fn enter(&mut self, submission: &str, file: &str, book: &Book) {
        self.enter_faults(submission, file, &book.faults);
    }

    fn enter_faults(&mut self, submission: &str, file: &str, faults: &[Fault]) {
        self.planted.extend(faults.iter().map(|fault| Planted {
            submission: submission.to_string(),
            file: file.to_string(),
            fault: fault.clone(),
        }));
    }

    pub fn path(&self, submission: &str, file: &str) -> Result<PathBuf> {
        let folder = self.root.join(submission);
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        Ok(folder.join(file))
    }

    /// `planted.csv`: one row for every cell that is wrong.
    pub fn write_ledger(&self) -> io::Result<()> {
        let mut text = String::from("submission,file,sheet,cell,rule,severity,stated,expected,cause\n");
        for Planted { submission, file, fault } in &self.planted {
            let severity = if fault.warning { "W" } else { "E" };
            let row = [
                submission,
                file,
                &fault.sheet,
                &fault.cell,
                fault.rule,
                severity,
                &fault.stated,
                &fault.expected,
                &fault.cause,
            ];
            text += &row.map(quoted).join(",");
            text.push('\n');
        }
        fs::write(self.root.join("planted.csv"), text)
    }
}

fn quoted(field: &str) -> String {
    if field.contains([',', '"', '\n']) { format!("\"{}\"", field.replace('"', "\"\"")) } else { field.to_string() }
}
