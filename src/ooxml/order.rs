//! The schema order of the children of a worksheet: where a new one belongs.

use anyhow::Result;

use super::markup::Splices;
use super::xml::{Cursor, Span};

/// The children of a worksheet up to `legacyDrawing`, in their order.
const ORDER: [&str; 30] = [
    "sheetPr",
    "dimension",
    "sheetViews",
    "sheetFormatPr",
    "cols",
    "sheetData",
    "sheetCalcPr",
    "sheetProtection",
    "protectedRanges",
    "scenarios",
    "autoFilter",
    "sortState",
    "dataConsolidate",
    "customSheetViews",
    "mergeCells",
    "phoneticPr",
    "conditionalFormatting",
    "dataValidations",
    "hyperlinks",
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
    "rowBreaks",
    "colBreaks",
    "customProperties",
    "cellWatches",
    "ignoredErrors",
    "smartTags",
    "drawing",
];

/// A child of the root by its name, if it is there.
pub fn child(source: &str, name: &str) -> Result<Option<Span>> {
    let (mut cursor, _) = Cursor::root(source)?;
    while let Some(element) = cursor.child()? {
        let span = cursor.skip(&element)?;
        if element.is(name) {
            return Ok(Some(span));
        }
    }
    Ok(None)
}

/// The worksheet with a new child where it belongs. `text` makes the child, given the prefix of its elements and
/// the prefix of the attributes that name relationships, if the root declares one.
pub fn insert(
    source: &str,
    name: &str,
    namespace: &str,
    text: impl FnOnce(&str, Option<&str>) -> String,
) -> Result<String> {
    // Excel takes a worksheet whose children stand in another order for damaged.
    let before: Vec<&str> = ORDER.iter().copied().take_while(|known| *known != name).collect();
    let (mut cursor, root) = Cursor::root(source)?;
    let tag = root.tag()?;
    let mut place = root.inner();
    while let Some(element) = cursor.child()? {
        let span = cursor.skip(&element)?;
        if before.iter().any(|known| element.is(known)) {
            place = span.end;
        }
    }
    let mut splices = Splices::default();
    splices.insert(place, text(tag.prefix(), tag.declared(namespace)));
    Ok(splices.apply(source))
}
