//! Hidden rows and columns of .xlsx sheets, which calamine does not give.

use anyhow::Result;

use super::Sheet;
use crate::package::parts::Parts;
use crate::package::workbook::Workbook;
use crate::package::xml::{Cursor, Element};

/// Excel's last column; a `<col>` may reach to it.
const LAST_COLUMN: u32 = 16_384;

/// Marks hidden rows and columns; a package that cannot be read this way has none marked.
pub fn mark(bytes: &[u8], sheets: &mut [Sheet]) {
    let Ok(mut parts) = Parts::open(bytes) else { return };
    let Ok(workbook) = Workbook::read(&mut parts) else { return };
    for sheet in sheets {
        let text = workbook.sheet(&sheet.name).and_then(|found| parts.text(&found.part));
        // Most sheets hide nothing: a look at the bytes saves reading them as XML.
        if let Some(text) = text.ok().filter(|text: &String| text.contains("hidden=")) {
            drop(mark_sheet(&text, sheet)); // what was marked before a fault in the XML stays marked
        }
    }
}

fn mark_sheet(text: &str, sheet: &mut Sheet) -> Result<()> {
    let (mut cursor, _) = Cursor::root(text)?;
    while let Some(element) = cursor.child()? {
        if element.is("cols") {
            each(&mut cursor, "col", |column| {
                let (first, last) = (column.number("min")?.unwrap_or(1), column.number("max")?.unwrap_or(0));
                sheet.hidden_columns.extend(first.saturating_sub(1)..last.min(LAST_COLUMN));
                Ok(())
            })?;
        } else if element.is("sheetData") {
            each(&mut cursor, "row", |row| {
                sheet.hidden_rows.extend(row.number("r")?.and_then(|row| row.checked_sub(1)));
                Ok(())
            })?;
        } else {
            cursor.skip(&element)?;
        }
    }
    Ok(())
}

/// Runs over the hidden children of one name.
fn each(cursor: &mut Cursor, name: &str, mut hide: impl FnMut(&Element) -> Result<()>) -> Result<()> {
    while let Some(child) = cursor.child()? {
        if child.is(name) && child.flag("hidden")? {
            hide(&child)?;
        }
        cursor.skip(&child)?;
    }
    Ok(())
}
