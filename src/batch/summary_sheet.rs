//! A sheet of 复核汇总 that is described elsewhere: title, lines of text, tables.

use anyhow::Result;
use rust_xlsxwriter::Workbook;

use crate::write::sheet::Page;
use crate::write::table::Table;

/// What stands on the sheet, from top to bottom.
#[derive(Debug, Clone)]
pub struct Chapter {
    /// Name on its tab.
    pub name: &'static str,
    /// Title over it.
    pub title: String,
    /// What it comes to.
    pub lines: Vec<String>,
    /// How to read it.
    pub remarks: Vec<String>,
    /// Its tables, each with a heading; the heading of a lone table is not written.
    pub tables: Vec<(String, Table)>,
}

impl Chapter {
    /// Writes the sheet. A lone table filters and keeps its header in sight; tables without rows are left out.
    pub fn write(&self, book: &mut Workbook) -> Result<()> {
        let tables: Vec<&Table> = self.tables.iter().map(|(_, table)| table).collect();
        let mut page = Page::new(book, self.name, &self.title, &tables)?;
        self.lines.iter().try_for_each(|line| page.line(line))?;
        self.remarks.iter().try_for_each(|remark| page.remark(remark))?;
        match &self.tables[..] {
            [(_, only)] => page.main_table(only).map(drop),
            several => several.iter().filter(|(_, table)| !table.rows.is_empty()).try_for_each(|(heading, table)| {
                page.heading(heading)?;
                page.table(table).map(drop)
            }),
        }
    }
}
