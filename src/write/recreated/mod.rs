//! Workbooks of formats that cannot be corrected in place, made anew as .xlsx: values, formulas, merged ranges,
//! number formats, widths, heights, borders, as far as they can be read. What follows by a law that the layout
//! knows becomes a live formula. Pictures, charts, comments and print set-up are not carried over.

mod format;
mod live;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use anyhow::{Context, Result};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format as CellFormat, Formula, Workbook, Worksheet};

use crate::model::place::Address;
use crate::read::looks::{self, CellLook, SheetLook};
use crate::read::{Cell, Sheet, Value, workbook};
use crate::submission::{FileRead, Submission};
use crate::write::text_width;

use format::formatted;
pub use live::{Corrected, LiveCells};

/// Sheets wider than this, in characters, are printed on their side.
const WIDEST_UPRIGHT: u32 = 95;

/// A workbook made anew.
pub struct Recreated {
    /// The package.
    pub bytes: Vec<u8>,
    /// The cells with a formula: sheet and address.
    pub formulas: BTreeSet<(Arc<str>, Address)>,
}

/// Makes the workbook anew. A formula that does not give the value that stands in its cell is left out again.
pub fn workbook(file: &FileRead, submission: &Submission, corrected: &Corrected) -> Result<Recreated> {
    let bytes = file.content_hash.read_again(&file.path)?;
    let mut sheets = workbook::sheets(&bytes)?;
    let looks = looks::read(&bytes, file.format);
    let mut live = live::formulas(submission, &file.file, corrected);
    for sheet in &sheets {
        let filed = sheet.cells.iter().filter(|(_, cell)| !cell.unverified);
        live.extend(filed.filter_map(|(address, cell)| Some(((sheet.name.clone(), *address), cell.formula.clone()?))));
    }
    // Formulas are judged over what will stand in the cells that they name.
    for ((name, address), value) in corrected {
        let cells =
            sheets.iter_mut().filter(|sheet| sheet.name == *name).filter_map(|sheet| sheet.cells.get_mut(address));
        cells.for_each(|cell| cell.value = Value::Number(*value));
    }
    let first = package(&sheets, &looks, &live)?;
    let wrong = wrong_formulas(&first, &sheets, &live)?;
    if wrong.is_empty() {
        return Ok(Recreated { bytes: first, formulas: live.into_keys().collect() });
    }
    live.retain(|cell, _| !wrong.contains(cell));
    Ok(Recreated { bytes: package(&sheets, &looks, &live)?, formulas: live.into_keys().collect() })
}

/// The formulas that an independent engine does not come to the filed values by, where the file did not have them.
fn wrong_formulas(bytes: &[u8], filed: &[Sheet], live: &LiveCells) -> Result<BTreeSet<(Arc<str>, Address)>> {
    let mut wrong = BTreeSet::new();
    for (sheet, before) in workbook::sheets(bytes)?.iter().zip(filed) {
        for ((name, address), _) in live.iter().filter(|((name, _), _)| *name == before.name) {
            let was_stale = before.cells.get(address).is_some_and(|cell| cell.recalculated.is_some());
            let cell = sheet.cells.get(address);
            if !was_stale && cell.is_none_or(|cell| cell.recalculated.is_some() || cell.unverified) {
                wrong.insert((name.clone(), *address));
            }
        }
    }
    Ok(wrong)
}

fn package(sheets: &[Sheet], looks: &BTreeMap<String, SheetLook>, live: &LiveCells) -> Result<Vec<u8>> {
    let mut book = Workbook::new();
    // The date is fixed, so that equal inputs give equal bytes.
    book.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?));
    let nothing = SheetLook::default();
    // A book opens on a sheet that is not hidden.
    let shown = sheets.iter().position(|sheet| !sheet.hidden).unwrap_or(0);
    for (index, sheet) in sheets.iter().enumerate() {
        let look = looks.get(&*sheet.name).unwrap_or(&nothing);
        let page = book.add_worksheet();
        let refused = || format!("工作表名称「{}」过长或含有 .xlsx 不允许的字符，请改名后重报", sheet.name);
        page.set_name(&*sheet.name).with_context(refused)?;
        if index == shown {
            page.set_active(true).set_first_tab(true);
        }
        page.set_hidden(sheet.hidden && index != shown);
        set_up(page, sheet, look)?;
        cells(page, sheet, look, live)?;
    }
    Ok(book.save_to_buffer()?)
}

/// Widths, heights, what is hidden, and A4.
fn set_up(page: &mut Worksheet, sheet: &Sheet, look: &SheetLook) -> Result<()> {
    for (column, width) in &look.widths {
        page.set_column_width(u16::try_from(*column)?, width.to_f64().unwrap_or(8.43))?;
    }
    for (row, height) in &look.heights {
        page.set_row_height(*row, height.to_f64().unwrap_or(15.0))?;
    }
    for row in &sheet.hidden_rows {
        page.set_row_hidden(*row)?;
    }
    for column in sheet.hidden_columns.iter().filter(|column| **column < 256) {
        page.set_column_hidden(u16::try_from(*column)?)?;
    }
    let last = sheet.cells.keys().map(|cell| cell.column).max().unwrap_or(0);
    let width: Decimal = look.widths.range(..=last).map(|(_, width)| *width).sum();
    page.set_paper_size(9).set_print_fit_to_pages(1, 0);
    if width > Decimal::from(WIDEST_UPRIGHT) {
        page.set_landscape();
    }
    Ok(())
}

fn cells(page: &mut Worksheet, sheet: &Sheet, look: &SheetLook, live: &LiveCells) -> Result<()> {
    let mut formats: BTreeMap<(Arc<CellLook>, Option<String>), CellFormat> = BTreeMap::new();
    let mut format = |address: Address, cell: Option<&Cell>| -> CellFormat {
        let known = look.cells.get(&address).cloned().unwrap_or_default();
        let code = format::code(&known, cell);
        formats.entry((known.clone(), code.clone())).or_insert_with(|| formatted(&known, code.as_deref())).clone()
    };
    for address in look.cells.keys().filter(|address| !sheet.cells.contains_key(address)) {
        page.write_blank(address.row, u16::try_from(address.column)?, &format(*address, None))?;
    }
    let regions = if sheet.regions.is_empty() { &look.regions } else { &sheet.regions };
    for region in regions {
        let [first, last] = [region.first, region.last];
        let columns = [u16::try_from(first.column)?, u16::try_from(last.column)?];
        let style = format(first, sheet.cells.get(&first));
        // Ranges that overlap, which a damaged file may have, are left apart.
        drop(page.merge_range(first.row, columns[0], last.row, columns[1], "", &style).map(|_| ()));
        for address in look.cells.keys().filter(|address| region.contains(**address)) {
            page.write_blank(address.row, u16::try_from(address.column)?, &format(*address, None))?;
        }
    }
    for (address, cell) in &sheet.cells {
        let style = format(*address, Some(cell));
        write(page, *address, cell, live.get(&(sheet.name.clone(), *address)), &style)?;
    }
    Ok(())
}

/// A value, or a formula with its value as result. Text is never taken for a formula.
fn write(page: &mut Worksheet, at: Address, cell: &Cell, formula: Option<&String>, style: &CellFormat) -> Result<()> {
    let (row, column) = (at.row, u16::try_from(at.column)?);
    if let Some(formula) = formula {
        let result = match &cell.value {
            Value::Number(number) => number.normalize().to_string(),
            _ => cell.text(),
        };
        page.write_formula_with_format(row, column, Formula::new(formula).set_result(result), style)?;
        return Ok(());
    }
    match &cell.value {
        Value::Number(number) => {
            page.write_number_with_format(row, column, number.to_f64().unwrap_or_default(), style)?;
        }
        Value::Text(text) | Value::Error(text) => {
            page.write_string_with_format(row, column, text_width::safe(text), style)?;
        }
        Value::Pending => {
            page.write_blank(row, column, style)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
