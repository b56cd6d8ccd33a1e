//! A published form as a workbook of its own: A4, bordered, with live formulas and their results.

use std::collections::HashMap;

use anyhow::Result;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Formula, IgnoreError, Worksheet};

use crate::model::place::Address;
use crate::publish::laws::{LiveFormulas, stored};
use crate::publish::page::{CellRole, Number, PageCell, PublishedPage};
use crate::write::{sheet, text_width};

/// Points of a line of 10.5 pt text.
const LINE: usize = 15;
/// A row has at most 409 points.
const HIGHEST: usize = 409;
/// What stands above the grid: title and year.
const ABOVE: usize = 2;
/// Half-width characters that a portrait or landscape page carries at this size.
const PAGE_WIDTH: [usize; 2] = [92, 140];

/// The workbook of a page.
pub fn workbook(page: &PublishedPage, live: &HashMap<usize, LiveFormulas>) -> Result<Vec<u8>> {
    let mut book = sheet::workbook(&page.title)?;
    let worksheet = book.add_worksheet().set_name("公示表")?;
    Writer { page, live, widths: widths(page), sheet: worksheet }.write()?;
    Ok(book.save_to_buffer()?)
}

/// Column widths that fill the page, so that the print is neither small nor narrow.
fn widths(page: &PublishedPage) -> Vec<usize> {
    let room = PAGE_WIDTH[usize::from(page.is_wide())];
    let wished: usize = page.widths.iter().sum::<usize>().max(1);
    page.widths.iter().map(|width| if wished < room { width * room / wished } else { *width }).collect()
}

struct Writer<'a> {
    page: &'a PublishedPage,
    live: &'a HashMap<usize, LiveFormulas>,
    widths: Vec<usize>,
    sheet: &'a mut Worksheet,
}

impl Writer<'_> {
    fn write(mut self) -> Result<()> {
        self.set_up()?;
        let top = self.above()?;
        for (index, cell) in self.page.cells.iter().enumerate() {
            self.cell(top, index, cell)?;
        }
        self.heights(top)?;
        if let Some((first, last)) = self.page.repeated {
            self.sheet.set_repeat_rows(row(top + first)?, row(top + last)?)?;
        }
        self.notes(top + self.page.height)
    }

    fn set_up(&mut self) -> Result<()> {
        for (column, width) in (0..).zip(&self.widths) {
            self.sheet.set_column_width(column, u16::try_from(*width)?)?;
        }
        self.sheet.set_paper_size(9).set_print_fit_to_pages(1, 0).set_print_center_horizontally(true);
        if self.page.is_wide() {
            self.sheet.set_landscape();
        }
        self.sheet.set_margins(0.5, 0.5, 0.6, 0.6, 0.3, 0.3);
        self.sheet.set_footer("&C&9第 &P 页，共 &N 页").set_screen_gridlines(false);
        Ok(())
    }

    fn last_column(&self) -> Result<u16> {
        Ok(u16::try_from(self.widths.len().saturating_sub(1))?)
    }

    /// Title, year, mark, department and unit; gives the first row of the grid.
    fn above(&mut self) -> Result<usize> {
        let centred = font().set_align(FormatAlign::Center);
        let title = centred.clone().set_font_name("黑体").set_font_size(18).set_text_wrap();
        let room = self.widths.iter().sum::<usize>() * 10 / 18;
        self.line(0, &self.page.title, &title, 24 * text_width::lines(&self.page.title, room) + 8)?;
        self.line(1, &self.page.year_line, &centred, 20)?;
        let right = font().set_align(FormatAlign::Right);
        let mut next = ABOVE;
        let (last, marks) = self.page.right_lines.split_last().map_or(("", &[][..]), |(last, marks)| (last, marks));
        for mark in marks {
            self.line(next, mark, &right, 18)?;
            next += 1;
        }
        if last.is_empty() && self.page.left_line.is_empty() {
            return Ok(next);
        }
        self.left_and_right(next, last, &right)?;
        Ok(next + 1)
    }

    /// The department at the left, the unit at the right of one line.
    fn left_and_right(&mut self, at: usize, text: &str, right: &Format) -> Result<()> {
        let (line, last) = (row(at)?, self.last_column()?);
        let half = last / 2;
        let left = font();
        self.range((line, 0), (line, half), &self.page.left_line.clone(), &left)?;
        if half < last {
            self.range((line, half + 1), (line, last), text, right)?;
        }
        self.sheet.set_row_height(line, 18)?;
        Ok(())
    }

    fn line(&mut self, at: usize, text: &str, format: &Format, height: usize) -> Result<()> {
        let line = row(at)?;
        self.range((line, 0), (line, self.last_column()?), text, format)?;
        self.sheet.set_row_height(line, u16::try_from(height.min(HIGHEST))?)?;
        Ok(())
    }

    /// A text over a range, merged where it is more than a cell.
    fn range(&mut self, first: (u32, u16), last: (u32, u16), text: &str, format: &Format) -> Result<()> {
        if first != last {
            self.sheet.merge_range(first.0, first.1, last.0, last.1, "", format)?;
        }
        self.sheet.write_string_with_format(first.0, first.1, text_width::safe(text), format)?;
        Ok(())
    }

    fn cell(&mut self, top: usize, index: usize, cell: &PageCell) -> Result<()> {
        let format = format(cell);
        let text = self.broken(cell);
        let first = (row(top + cell.row)?, u16::try_from(cell.column)?);
        let last = (row(top + cell.row + cell.rows - 1)?, u16::try_from(cell.column + cell.columns - 1)?);
        self.range(first, last, &text, &format)?;
        let Some(number) = &cell.number else {
            let is_bare = cell.text.trim_end_matches('%').parse::<Decimal>().is_ok();
            if is_bare {
                self.sheet.ignore_error_range(first.0, first.1, first.0, first.1, IgnoreError::NumberStoredAsText)?;
            }
            return Ok(());
        };
        match self.live.get(&index) {
            Some(live) => {
                let at = |index: usize| {
                    let cell = &self.page.cells[index];
                    let [row, column] = [cell.row + top, cell.column].map(|at| u32::try_from(at).unwrap_or(u32::MAX));
                    Address::new(row, column)
                };
                let formula = Formula::new(live.text(at)).set_result(live.result.normalize().to_string());
                self.sheet.write_formula_with_format(first.0, first.1, formula, &format)?;
            }
            None => {
                let (value, _) = stored(number);
                self.sheet.write_number_with_format(first.0, first.1, value.to_f64().unwrap_or_default(), &format)?;
            }
        }
        Ok(())
    }

    /// Half-width characters that fit into a line of a cell.
    fn room(&self, cell: &PageCell) -> usize {
        self.widths[cell.column..cell.column + cell.columns].iter().sum::<usize>().saturating_sub(1)
    }

    /// A label that takes two lines breaks before its last brackets: 「产出指标」「（50分）」.
    fn broken(&self, cell: &PageCell) -> String {
        let is_head = matches!(cell.role, CellRole::RowHead | CellRole::RowName | CellRole::ColumnHead);
        let breaks = is_head && text_width::lines(&cell.text, self.room(cell)) > 1 && cell.text.ends_with('）');
        let Some(at) = cell.text.find('（').filter(|at| breaks && *at > 0) else { return cell.text.clone() };
        let (label, brackets) = cell.text.split_at(at);
        let fits = text_width::lines(brackets, self.room(cell)) == 1;
        let brackets = if fits { brackets.to_string() } else { brackets.replace("）（", "）\n（") };
        format!("{label}\n{brackets}")
    }

    /// Rows as high as their texts take; what is merged downwards shares its height between its rows.
    fn heights(&mut self, top: usize) -> Result<()> {
        let mut heights = vec![22; self.page.height];
        let needed = |cell: &PageCell| text_width::lines(&self.broken(cell), self.room(cell)) * LINE + 8;
        for cell in self.page.cells.iter().filter(|cell| cell.rows == 1) {
            heights[cell.row] = needed(cell).max(heights[cell.row]).min(HIGHEST);
        }
        for cell in self.page.cells.iter().filter(|cell| cell.rows > 1) {
            let rows = cell.row..cell.row + cell.rows;
            let missing = needed(cell).saturating_sub(heights[rows.clone()].iter().sum());
            let each = missing.div_ceil(cell.rows);
            heights[rows].iter_mut().for_each(|height| *height = (*height + each).min(HIGHEST));
        }
        for (line, height) in (top..).zip(heights) {
            self.sheet.set_row_height(row(line)?, u16::try_from(height)?)?;
        }
        Ok(())
    }

    fn notes(&mut self, top: usize) -> Result<()> {
        let format = font().set_text_wrap();
        let room = self.widths.iter().sum::<usize>().saturating_sub(2);
        for (at, note) in (top..).zip(&self.page.notes) {
            self.line(at, note, &format, text_width::lines(note, room) * LINE + 6)?;
        }
        Ok(())
    }
}

fn row(row: usize) -> Result<u32> {
    Ok(u32::try_from(row)?)
}

fn font() -> Format {
    Format::new().set_font_name("宋体").set_font_size(10.5).set_align(FormatAlign::VerticalCenter)
}

fn format(cell: &PageCell) -> Format {
    let base = font().set_border(FormatBorder::Thin).set_text_wrap();
    let aligned = base.set_align(match cell.role {
        CellRole::Prose | CellRole::RowName => FormatAlign::Left,
        _ => FormatAlign::Center,
    });
    match &cell.number {
        Some(number) => aligned.set_num_format(number_format(number)),
        None => aligned,
    }
}

fn number_format(number: &Number) -> String {
    if number.open {
        return "0.00####".to_string();
    }
    let digits = "0".repeat(usize::try_from(number.digits).unwrap_or(0));
    let point = if digits.is_empty() { "" } else { "." };
    format!("0{point}{digits}{}", if number.percent { "%" } else { "" })
}
