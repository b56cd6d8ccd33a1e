//! Parts of an .xlsx sheet that calamine leaves out, or gives only by reading all of it once more: hidden rows and
//! columns, merged ranges, and whether there are formulas at all. Looks at the bytes save reading them as XML.

use anyhow::Result;

use crate::limits;
use crate::model::place::{Address, Region};
use crate::ooxml::address::Area;
use crate::ooxml::parts::Parts;
use crate::ooxml::workbook::WorkbookPart;
use crate::ooxml::xml::{Cursor, Element};
use crate::read::Sheet;

/// The sheet parts of a package, as text.
pub struct Markup<'a>(Option<(Parts<'a>, WorkbookPart)>);

impl<'a> Markup<'a> {
    /// Of a package that cannot be read this way nothing is known.
    pub fn open(bytes: &'a [u8]) -> Markup<'a> {
        let open = || {
            let mut parts = Parts::open(bytes).ok()?;
            let workbook = WorkbookPart::read(&mut parts).ok()?;
            Some((parts, workbook))
        };
        Markup(open())
    }

    /// The part of one sheet.
    pub fn of(&mut self, sheet: &str) -> Option<String> {
        let (parts, workbook) = self.0.as_mut()?;
        parts.text(&workbook.sheet(sheet).ok()?.part).ok()
    }
}

/// Whether a sheet part may hold formulas.
pub fn may_have_formulas(text: &str) -> bool {
    let ends_a_name = |rest: &str| rest.starts_with(['>', '/']) || rest.starts_with(char::is_whitespace);
    let mut names = text.match_indices("<f").map(|(at, found)| at + found.len());
    let prefixed = || text.match_indices(":f").map(|(at, found)| at + found.len()).any(|at| ends_a_name(&text[at..]));
    names.any(|at| ends_a_name(&text[at..])) || text.contains("xmlns:") && prefixed()
}

/// The merged ranges of a sheet part; nothing where they are not written as usual.
pub fn regions(text: &str) -> Option<Vec<Region>> {
    let Some(start) = text.find("<mergeCells") else {
        return (!text.contains("mergeCells")).then(Vec::new);
    };
    let close = "</mergeCells>";
    let end = start + text[start..].find(close)? + close.len();
    let (mut cursor, _) = Cursor::root(&text[start..end]).ok()?;
    let mut regions = Vec::new();
    while let Some(element) = cursor.child().ok()? {
        let (first, last) = Area::parse(element.attribute("ref").ok()??.as_ref())?.corners();
        let [first, last] = [first, last].map(|(row, column)| Address::new(row, column));
        regions.push(Region { first, last });
        cursor.skip(&element).ok()?;
    }
    Some(regions)
}

/// Marks hidden rows and columns.
pub fn mark(text: &str, sheet: &mut Sheet) {
    // Most sheets hide nothing.
    if text.contains("hidden=") {
        drop(mark_sheet(text, sheet)); // what was marked before a fault in the XML stays marked
    }
}

fn mark_sheet(text: &str, sheet: &mut Sheet) -> Result<()> {
    let (mut cursor, _) = Cursor::root(text)?;
    while let Some(element) = cursor.child()? {
        if element.is("cols") {
            // They stand in order; what is covered already is not gone through again.
            let mut covered = 0;
            each(&mut cursor, "col", |column| {
                let (first, last) = (column.number("min")?.unwrap_or(1), column.number("max")?.unwrap_or(0));
                let last = last.min(limits::COLUMNS);
                sheet.hidden_columns.extend(first.saturating_sub(1).max(covered)..last);
                covered = covered.max(last);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_seen_however_they_are_written() {
        for sheet in ["<c><f>A1</f></c>", "<c><f t=\"shared\" si=\"0\"/></c>", "<x:c xmlns:x=\"y\"><x:f>A1</x:f></x:c>"]
        {
            assert!(may_have_formulas(sheet), "{sheet}");
        }
        assert!(!may_have_formulas("<sheetFormatPr/><formatting/><c t=\"inlineStr\"><is><t>a:f</t></is></c>"));
    }

    #[test]
    fn merged_ranges_are_read_or_left_to_the_library() {
        let region = |first: (u32, u32), last: (u32, u32)| Region {
            first: Address::new(first.0, first.1),
            last: Address::new(last.0, last.1),
        };
        let sheet = "<worksheet><sheetData/><mergeCells count=\"2\"><mergeCell ref=\"A1:J1\"/><mergeCell ref=\"B2\"/></mergeCells></worksheet>";
        assert_eq!(regions(sheet), Some(vec![region((0, 0), (0, 9)), region((1, 1), (1, 1))]));
        assert_eq!(regions("<worksheet><sheetData/></worksheet>"), Some(Vec::new()));
        for odd in [
            "<x:mergeCells><x:mergeCell ref=\"A1:B1\"/></x:mergeCells>",
            "<mergeCells><mergeCell ref=\"?\"/></mergeCells>",
        ] {
            assert_eq!(regions(odd), None, "{odd}");
        }
    }
}
