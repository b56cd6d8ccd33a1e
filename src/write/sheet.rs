//! One sheet of a workbook made new: title, lines of text and tables, set up for A4.
//!
//! Tables are described before they are written, so that columns get the widths and rows the heights
//! that their text takes. Text is always written as text: nothing that was filed becomes a formula.

use anyhow::Result;
use rust_decimal::Decimal;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, IgnoreError, Url, Workbook, Worksheet};

use crate::write::link::LinkTarget;
use crate::write::style::{Align, WriterStyles};
use crate::write::table::{Table, TableCell, TableColumn, number};
use crate::write::text_width;

/// Points that a line of 10 pt text takes, whichever Chinese font stands in.
const LINE: usize = 14;
/// Excel's limit for a row is 409 points.
const MOST_LINES: usize = 26;
/// A sheet has 1,048,576 rows; some are left for what stands around a table.
const MOST_ROWS: usize = 1_048_000;
/// Excel takes no more hyperlinks on one sheet than 65,530.
const MOST_LINKS: usize = 65_000;

/// Where a table was written, zero-based rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WrittenTable {
    /// The row of its header.
    pub header: u32,
    /// Its last row; the header's where it has none.
    pub last: u32,
}

/// A new workbook. Its date is fixed, so that equal findings give equal bytes.
pub fn workbook(title: &str) -> Result<Workbook> {
    let mut book = Workbook::new();
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_title(text_width::safe(title)).set_creation_datetime(&created));
    Ok(book)
}

/// A sheet that is written from top to bottom.
pub struct Page<'a> {
    sheet: &'a mut Worksheet,
    styles: WriterStyles,
    widths: Vec<usize>,
    row: u32,
    links: usize,
}

impl<'a> Page<'a> {
    /// A new sheet with its title, wide enough for the tables that will stand on it.
    pub fn new(book: &'a mut Workbook, name: &str, title: &str, tables: &[&Table]) -> Result<Page<'a>> {
        let sheet = book.add_worksheet().set_name(name)?;
        let mut widths: Vec<usize> = Vec::new();
        for (index, width) in tables.iter().flat_map(|table| table.widths().into_iter().enumerate()) {
            widths.resize(widths.len().max(index + 1), 0);
            widths[index] = widths[index].max(width);
        }
        for (column, width) in (0..).zip(&widths) {
            sheet.set_column_width(column, u16::try_from(*width)?)?;
        }
        set_up(sheet);
        let mut page = Page { sheet, styles: WriterStyles::default(), widths, row: 0, links: 0 };
        let style = page.styles.title.clone();
        page.merged(title, &style, 34)?;
        Ok(page)
    }

    /// A line of text.
    pub fn line(&mut self, text: &str) -> Result<()> {
        let style = self.styles.line.clone();
        self.text_line(text, &style, 17)
    }

    /// A line of lesser weight.
    pub fn remark(&mut self, text: &str) -> Result<()> {
        let style = self.styles.remark.clone();
        self.text_line(text, &style, LINE)
    }

    /// A heading over a further table.
    pub fn heading(&mut self, text: &str) -> Result<()> {
        self.row += 1;
        let style = self.styles.heading.clone();
        self.merged(text, &style, 24)
    }

    /// A line that leads to another place of the workbook.
    pub fn link_line(&mut self, text: &str, target: &LinkTarget) -> Result<()> {
        let style = self.styles.line_link.clone();
        let row = self.row;
        self.merged(text, &style, 20)?;
        if let Some(address) = target.address() {
            self.sheet.write_url_with_options(row, 0, Url::new(address), text_width::safe(text), "", Some(&style))?;
        }
        Ok(())
    }

    /// An empty row.
    pub fn gap(&mut self) {
        self.row += 1;
    }

    fn text_line(&mut self, text: &str, style: &Format, height: usize) -> Result<()> {
        let width = self.total_width().saturating_sub(4);
        let lines = text_width::lines(&text_width::safe(text), width).min(MOST_LINES);
        self.merged(text, style, height * lines + 5)
    }

    fn total_width(&self) -> usize {
        self.widths.iter().sum()
    }

    /// A text across all columns.
    fn merged(&mut self, text: &str, style: &Format, height: usize) -> Result<()> {
        let text = text_width::within(&text_width::safe(text), self.total_width().saturating_sub(4), MOST_LINES);
        let last = u16::try_from(self.widths.len().saturating_sub(1))?;
        if last > 0 {
            self.sheet.merge_range(self.row, 0, self.row, last, "", style)?;
        }
        self.sheet.write_string_with_format(self.row, 0, text, style)?;
        self.set_height(height)?;
        self.row += 1;
        Ok(())
    }

    fn set_height(&mut self, points: usize) -> Result<()> {
        self.sheet.set_row_height(self.row, u16::try_from(points.min(409))?)?;
        Ok(())
    }

    /// The table of the sheet: its header stays in sight, is repeated in print, and filters.
    pub fn main_table(&mut self, table: &Table) -> Result<WrittenTable> {
        let written = self.table(table)?;
        let last = u16::try_from(table.columns.len().saturating_sub(1))?;
        self.sheet.set_freeze_panes(written.header + 1, 0)?;
        self.repeat_header(written)?;
        if written.last > written.header {
            self.sheet.autofilter(written.header, 0, written.last, last)?;
        }
        Ok(written)
    }

    /// Repeats a table's header on every page that is printed.
    pub fn repeat_header(&mut self, written: WrittenTable) -> Result<()> {
        self.sheet.set_repeat_rows(written.header, written.header)?;
        Ok(())
    }

    /// A table.
    pub fn table(&mut self, table: &Table) -> Result<WrittenTable> {
        let header = self.row;
        let style = self.styles.header.clone();
        for (column, title) in (0..).zip(table.columns.iter().map(|column| column.title)) {
            self.sheet.write_string_with_format(header, column, title, &style)?;
        }
        self.set_height(26)?;
        self.row += 1;
        for row in table.rows.iter().take(MOST_ROWS) {
            self.table_row(&table.columns, row)?;
        }
        let written = WrittenTable { header, last: self.row - 1 };
        let last = u16::try_from(table.columns.len().saturating_sub(1))?;
        self.sheet.ignore_error_range(header, 0, written.last, last, IgnoreError::NumberStoredAsText)?;
        let left_out = table.rows.len().saturating_sub(MOST_ROWS);
        if left_out > 0 {
            self.remark(&format!("另有 {left_out} 行超出工作表的行数上限，未列出；全部内容见 findings.json。"))?;
        }
        Ok(written)
    }

    fn table_row(&mut self, columns: &[TableColumn], cells: &[TableCell]) -> Result<()> {
        let mut most = 1;
        for (index, (column, cell)) in columns.iter().zip(cells).enumerate() {
            let width = self.widths.get(index).copied().unwrap_or(column.most).saturating_sub(1);
            let text = text_width::within(&cell.shown(), width, MOST_LINES);
            most = most.max(text_width::lines(&text, width));
            self.cell(u16::try_from(index)?, column.align, cell, text)?;
        }
        self.set_height(LINE * most + 7)?;
        self.row += 1;
        Ok(())
    }

    fn cell(&mut self, column: u16, align: Align, cell: &TableCell, text: String) -> Result<()> {
        let row = self.row;
        let style = self.styles.cell(align);
        match cell {
            TableCell::Count(count) => {
                let count = f64::from(u32::try_from(*count)?);
                self.sheet.write_number_with_format(row, column, count, &self.styles.number(Align::Centre, 0))?;
            }
            TableCell::Score(Some(score)) if number(score).is_some() => {
                let (value, digits) = number(score).unwrap_or_default();
                self.sheet.write_number_with_format(row, column, value, &self.styles.number(align, digits))?;
            }
            TableCell::Percent(percent) => {
                let (value, _) = number(&(percent / Decimal::ONE_HUNDRED).to_string()).unwrap_or_default();
                let style = self.styles.percent(align, percent.scale());
                self.sheet.write_number_with_format(row, column, value, &style)?;
            }
            TableCell::Level(severity) => {
                self.sheet.write_string_with_format(row, column, text, self.styles.severity(*severity))?;
            }
            TableCell::Link(_, Some(target)) if self.links < MOST_LINKS && target.address().is_some() => {
                let url = Url::new(target.address().unwrap_or_default());
                self.links += 1;
                self.sheet.write_url_with_options(row, column, url, text, "", Some(&self.styles.link))?;
            }
            _ => {
                self.sheet.write_string_with_format(row, column, text, style)?;
            }
        }
        Ok(())
    }
}

/// A4 landscape, one page wide, with page numbers.
fn set_up(sheet: &mut Worksheet) {
    sheet.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0).set_print_center_horizontally(true);
    sheet.set_margins(0.35, 0.35, 0.45, 0.55, 0.25, 0.25);
    sheet.set_footer("&L&8&F　&A&R&8第 &P 页，共 &N 页");
    sheet.set_screen_gridlines(false);
}
