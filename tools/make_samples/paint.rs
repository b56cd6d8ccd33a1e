//! Grid → worksheet, with the look of an official form: 黑体 title, 宋体 10, thin borders, A4.

#![expect(clippy::float_arithmetic, reason = "row heights, not money")]

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Formula, Worksheet, XlsxError};

use crate::grid::{At, Cell, Grid, Look, Shown, Value};
use crate::number::as_f64;

pub fn paint(grid: &Grid, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    set_up_page(grid, sheet)?;
    for (column, width) in grid.widths.iter().enumerate() {
        sheet.set_column_width(column as u16, *width)?;
    }
    for (row, height) in heights(grid) {
        sheet.set_row_height(row, height)?;
    }
    for &(first, last) in &grid.regions {
        let look = grid.cells.get(&first).map_or(Look::Cell, |cell| cell.look);
        sheet.merge_range(first.0, first.1, last.0, last.1, "", &format(look, Shown::General))?;
    }
    for (&at, cell) in &grid.cells {
        write(sheet, at, cell)?;
    }
    Ok(())
}

fn set_up_page(grid: &Grid, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    const A4: u8 = 9;
    sheet.set_paper_size(A4).set_print_fit_to_pages(1, u16::from(grid.one_page)).set_print_center_horizontally(true);
    sheet.set_margins(0.6, 0.6, 0.7, 0.7, 0.3, 0.3);
    if grid.landscape {
        sheet.set_landscape();
    }
    if let Some((first, last)) = grid.heading_rows {
        sheet.set_repeat_rows(first, last)?;
    }
    Ok(())
}

fn write(sheet: &mut Worksheet, (row, column): At, cell: &Cell) -> Result<(), XlsxError> {
    let format = &format(cell.look, cell.value.format());
    match &cell.value {
        Value::Blank => sheet.write_blank(row, column, format)?,
        Value::Text(text) => sheet.write_string_with_format(row, column, text, format)?,
        Value::Number(value, _) => sheet.write_number_with_format(row, column, as_f64(*value), format)?,
        Value::Formula(text, result, _) => {
            let formula = Formula::new(text).set_result(as_f64(*result).to_string());
            sheet.write_formula_with_format(row, column, formula, format)?
        }
        Value::Error(text, code) => {
            let formula = Formula::new(text).set_result(*code);
            sheet.write_formula_with_format(row, column, formula, format)?
        }
    };
    Ok(())
}

fn format(look: Look, shown: Shown) -> Format {
    let plain = Format::new().set_align(FormatAlign::VerticalCenter).set_num_format(match shown {
        Shown::General => "General",
        Shown::Fixed => "0.00",
        Shown::Thousands => "#,##0.00",
        Shown::Percent => "0.00%",
    });
    let body = |align| plain.clone().set_font_name("宋体").set_font_size(10).set_align(align);
    let boxed = |align| body(align).set_border(FormatBorder::Thin).set_text_wrap();
    match look {
        Look::Title => plain.clone().set_font_name("黑体").set_font_size(18).set_align(FormatAlign::Center),
        Look::Year => body(FormatAlign::Center).set_font_size(12),
        Look::Left => body(FormatAlign::Left),
        Look::Right => body(FormatAlign::Right),
        Look::Head => boxed(FormatAlign::Center).set_bold(),
        Look::Upright => body(FormatAlign::Center).set_border(FormatBorder::Thin).set_bold().set_rotation(270),
        Look::Cell => boxed(FormatAlign::Center),
        Look::Prose => boxed(FormatAlign::Left),
        Look::Money => boxed(FormatAlign::Right),
    }
}

/// Row heights that show all the text: the tallest cell decides, cells merged downwards aside.
fn heights(grid: &Grid) -> Vec<(u32, f64)> {
    let mut rows: Vec<(u32, f64)> = Vec::new();
    for (&at, cell) in &grid.cells {
        let height = match cell.look {
            Look::Title => 30.0,
            Look::Year | Look::Left | Look::Right => 18.0,
            _ => 8.0 + 13.0 * lines(grid, at, &cell.value.shown()),
        };
        match rows.last_mut() {
            Some((row, tallest)) if *row == at.0 => *tallest = tallest.max(height),
            _ => rows.push((at.0, height)),
        }
    }
    for (row, height) in &mut rows {
        *height = height.max(grid.least_heights.get(row).copied().unwrap_or_default());
    }
    rows
}

fn lines(grid: &Grid, at: At, text: &str) -> f64 {
    let last = grid.regions.iter().find(|region| region.0 == at).map_or(at, |region| region.1);
    if last.0 > at.0 {
        return 1.0;
    }
    let room: f64 = grid.widths[at.1 as usize..=last.1 as usize].iter().sum();
    let wide = |c: char| if c.is_ascii() { 1.0 } else { 2.05 };
    text.split('\n').map(|line| (line.chars().map(wide).sum::<f64>() / room).ceil().max(1.0)).sum()
}
