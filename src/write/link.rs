//! Hyperlinks: to a cell of the same workbook, or of a file that lies near it.

use rust_xlsxwriter::utility::quote_sheet_name;

use crate::model::place::Place;
use crate::record::Record;
use crate::write::text_width;

/// Longer ones are no use to Excel.
const LONGEST: usize = 2_000;

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkTarget {
    /// A cell of the same workbook: sheet and address.
    Sheet(&'static str, String),
    /// A file, relative to the folder of the workbook.
    File(String),
    /// A cell in such a file: path, sheet, address.
    Cell(String, String, String),
}

impl LinkTarget {
    /// As the workbook keeps it; nothing where the path cannot be linked to.
    pub fn address(&self) -> Option<String> {
        let address = match self {
            LinkTarget::Sheet(sheet, cell) => format!("internal:{}!{cell}", quoted(sheet)),
            LinkTarget::File(path) => format!("file:///{}", escaped(path)?),
            LinkTarget::Cell(path, sheet, cell) => format!("file:///{}#{}!{cell}", escaped(path)?, quoted(sheet)),
        };
        Some(address).filter(|address| address.encode_utf16().count() <= LONGEST)
    }
}

/// The writer takes the first `#` for the end of the path and cannot be told otherwise; it leaves a path alone
/// that looks escaped, so one with a percent sign is escaped here.
fn escaped(path: &str) -> Option<String> {
    let escape = |c: char| match c {
        '%' | '"' | ' ' | '<' | '>' | '[' | ']' | '^' | '`' | '{' | '}' => format!("%{:02x}", u32::from(c)),
        _ => c.to_string(),
    };
    match path {
        _ if path.contains('#') => None,
        _ if path.contains('%') => Some(path.chars().map(escape).collect()),
        _ => Some(path.to_string()),
    }
}

/// A name that begins with an apostrophe would be taken as quoted.
fn quoted(sheet: &str) -> String {
    let sheet = text_width::safe(sheet);
    if sheet.starts_with('\'') { format!("'{}'", sheet.replace('\'', "''")) } else { quote_sheet_name(&sheet) }
}

/// In which folder the workbook lies that links to a corrected one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum From {
    /// In the department's own folder.
    Department,
    /// In the output folder, above the departments' folders.
    Output,
}

/// The cell in the corrected workbook, if there is one.
pub fn corrected(record: &Record, place: &Place, from: From) -> Option<LinkTarget> {
    let file = record.corrected.iter().find(|corrected| corrected.source == place.file)?;
    let folder = format!("{}/", record.folder);
    let path = match from {
        From::Department => file.path.strip_prefix(&folder).unwrap_or(&file.path),
        From::Output => &file.path,
    };
    if place.sheet.is_empty() {
        return Some(LinkTarget::File(path.to_string()));
    }
    let cell = place.cell.map_or_else(|| "A1".to_string(), |cell| cell.to_string());
    Some(LinkTarget::Cell(path.to_string(), place.sheet.to_string(), cell))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(path: &str, sheet: &str) -> Option<String> {
        LinkTarget::Cell(path.into(), sheet.into(), "G8".into()).address()
    }

    #[test]
    fn names_are_quoted_and_escaped() {
        assert_eq!(cell("表（更正）.xlsx", "自评 表").as_deref(), Some("file:///表（更正）.xlsx#'自评 表'!G8"));
        assert_eq!(cell("100% a.xlsx", "O'x y").as_deref(), Some("file:///100%25%20a.xlsx#'O''x y'!G8"));
        assert_eq!(LinkTarget::Sheet("检查覆盖", "A1".into()).address().as_deref(), Some("internal:检查覆盖!A1"));
    }

    #[test]
    fn what_cannot_be_linked_to_is_no_link() {
        assert_eq!(cell("甲#乙.xlsx", "表"), None);
        assert_eq!(LinkTarget::File("长".repeat(3_000)).address(), None);
    }
}
