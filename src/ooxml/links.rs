//! Links from cells of a sheet to cells of another sheet of the same workbook.

use std::collections::BTreeMap;

use anyhow::Result;

use super::address::{self, Area, Position};
use super::markup::{Splices, Tag};
use super::order;
use super::xml::Cursor;

/// Where cells lead: `'差异表'!E5`.
pub type LinkTargets = BTreeMap<Position, String>;

/// The sheet part with these links; a cell that leads elsewhere already keeps its link, unless that leads to the
/// same sheet.
pub fn with(source: &str, targets: &LinkTargets) -> Result<String> {
    let Some(list) = order::child(source, "hyperlinks")? else {
        return order::insert(source, "hyperlinks", "", |p, _| {
            let links: String = targets.iter().map(|(cell, target)| link(p, *cell, target)).collect();
            format!("<{p}hyperlinks>{links}</{p}hyperlinks>")
        });
    };
    let mut left = targets.clone();
    let mut splices = Splices::default();
    let (mut cursor, root) = Cursor::root(&source[list.outer()])?;
    while let Some(element) = cursor.child()? {
        let span = cursor.skip(&element)?;
        let name = element.attribute("ref")?.unwrap_or_default();
        // What is no area of cells, such as `A:A`, is left alone.
        let Some(area) = Area::parse(&name) else { continue };
        let location = element.attribute("location")?.unwrap_or_default().into_owned();
        left.retain(|cell, target| {
            let ours = sheet_of(&location) == sheet_of(target) && name == address::name(*cell);
            if ours {
                let text = link(element_prefix(&source[list.outer()]), *cell, target);
                splices.replace(list.start + span.start..list.start + span.end, text);
            }
            !area.contains(*cell)
        });
    }
    let tag = root.tag()?;
    let added: String = left.iter().map(|(cell, target)| link(tag.prefix(), *cell, target)).collect();
    if !added.is_empty() {
        splices.append(list, &tag, added);
    }
    Ok(splices.apply(source))
}

fn sheet_of(location: &str) -> &str {
    location.rsplit_once('!').map_or("", |(sheet, _)| sheet)
}

/// The prefix that an element's own name has.
fn element_prefix(element: &str) -> &str {
    let name = element[1..].split(|c: char| c.is_whitespace() || c == '>' || c == '/').next().unwrap_or_default();
    name.find(':').map_or("", |colon| &name[..=colon])
}

/// A link from a cell.
pub fn link(p: &str, cell: Position, target: &str) -> String {
    let mut tag = Tag::new(&format!("{p}hyperlink"));
    tag.set("ref", &address::name(cell));
    // `location` and not a relationship: a link inside the workbook needs no part of its own.
    tag.set("location", &super::markup::escape(target).replace('"', "&quot;"));
    tag.around("")
}

/// A cell as links name it.
pub fn location(sheet: &str, cell: Position) -> String {
    // Quotes are always allowed, and needed for names such as 「2023年」 that begin with a digit.
    format!("'{}'!{}", sheet.replace('\'', "''"), address::name(cell))
}
