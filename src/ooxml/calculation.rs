//! The calculation chain of a workbook, and the request to recalculate.

use std::collections::BTreeSet;

use anyhow::{Context, Result};

use super::address::{self, Position};
use super::grid;
use super::markup::{Splices, Tag};
use super::parts::Parts;
use super::workbook::WorkbookPart;
use super::xml::{Cursor, Span};

/// What stands before `calcPr` in a workbook part, in the order of the schema.
const BEFORE: [&str; 4] = ["sheets", "functionGroups", "externalReferences", "definedNames"];

/// Cells that no longer have a formula, with the `sheetId` of their sheet.
pub type Lost = BTreeSet<(u32, Position)>;

/// Brings the calculation chain in line, and asks for a recalculation if there is what to
/// recalculate. `formulas_stay` says that some sheet is known to have formulas.
pub fn settle(parts: &mut Parts, workbook: &WorkbookPart, lost: &Lost, formulas_stay: bool) -> Result<()> {
    let chained = shorten_chain(parts, workbook, lost)?;
    // Without formulas there is nothing to ask for, and the workbook part stays as it is.
    if formulas_stay || chained || any_formula(parts, workbook) {
        request(parts, workbook)?;
    }
    Ok(())
}

/// Takes the lost formulas out of the chain; whether something is left in it.
fn shorten_chain(parts: &mut Parts, workbook: &WorkbookPart, lost: &Lost) -> Result<bool> {
    let Some(part) = workbook.related("calcChain").filter(|part| parts.has(part)) else {
        return Ok(false);
    };
    if lost.is_empty() {
        return Ok(true);
    }
    let source = parts.text(part)?;
    match without(&source, lost).with_context(|| part.to_owned())? {
        Some(text) if text == source => Ok(true),
        Some(text) => parts.replace(part, text).map(|()| true),
        // The schema wants one entry at least; a workbook without a chain gets a new one when it is calculated.
        None => workbook.drop_part(parts, part).map(|()| false),
    }
}

/// The chain without the lost formulas; `None` if nothing is left.
fn without(source: &str, lost: &Lost) -> Result<Option<String>> {
    let mut splices = Splices::default();
    // An entry without a sheet belongs to the sheet of the entry before it, as read and as written.
    let (mut read, mut written) = (0, 0);
    let mut left = false;
    for (span, tag, position) in entries(source)? {
        if let Some(sheet) = tag.get("i").and_then(|i| i.parse().ok()) {
            read = sheet;
            if !lost.contains(&(read, position)) {
                written = sheet;
            }
        }
        if lost.contains(&(read, position)) {
            splices.replace(span.outer(), String::new());
            continue;
        }
        left = true;
        // The entry that named the sheet is gone, so this one has to.
        if read != written {
            let mut tag = tag;
            tag.set("i", &read.to_string());
            splices.replace(span.outer(), tag.around(""));
            written = read;
        }
    }
    Ok(left.then(|| splices.apply(source)))
}

fn entries(source: &str) -> Result<Vec<(Span, Tag, Position)>> {
    let (mut cursor, _) = Cursor::root(source)?;
    let mut entries = Vec::new();
    while let Some(entry) = cursor.child()? {
        let span = cursor.skip(&entry)?;
        let name = entry.attribute("r")?.unwrap_or_default();
        if let Some(position) = address::parse(&name) {
            entries.push((span, entry.tag()?, position));
        }
    }
    Ok(entries)
}

/// Whether a sheet without edits has a formula; those with edits are known to have none. A sheet
/// that cannot be read is of no concern here.
fn any_formula(parts: &mut Parts, workbook: &WorkbookPart) -> bool {
    workbook.sheets.iter().any(|sheet| {
        // A sheet whose formulas stay has been counted already, by `formulas_stay`.
        if parts.is_changed(&sheet.part) {
            return false;
        }
        let source = parts.text(&sheet.part);
        source.and_then(|s| grid::has_formula(&s)).unwrap_or(false)
    })
}

/// Asks for a full calculation when the workbook is opened: what depends on a changed cell still
/// has its old result.
fn request(parts: &mut Parts, workbook: &WorkbookPart) -> Result<()> {
    let source = parts.text(&workbook.part)?;
    let text = with_request(&source)?;
    if text != source {
        parts.replace(&workbook.part, text)?;
    }
    Ok(())
}

fn with_request(source: &str) -> Result<String> {
    let (mut cursor, root) = Cursor::root(source)?;
    let prefix = root.tag()?.prefix().to_owned();
    let mut splices = Splices::default();
    let mut place = root.inner();
    while let Some(element) = cursor.child()? {
        let span = cursor.skip(&element)?;
        if element.is("calcPr") {
            let mut tag = element.tag()?;
            tag.set("fullCalcOnLoad", "1");
            // Left as written, so that a second patch gives the same bytes.
            if !element.flag("fullCalcOnLoad")? {
                splices.replace(span.outer(), tag.around(&source[span.content()]));
            }
            return Ok(splices.apply(source));
        }
        if BEFORE.iter().any(|name| element.is(name)) {
            place = span.end;
        }
    }
    let mut tag = Tag::new(&format!("{prefix}calcPr"));
    tag.set("fullCalcOnLoad", "1");
    splices.insert(place, tag.around(""));
    Ok(splices.apply(source))
}
