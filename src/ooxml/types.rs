//! Content types: what each part of a package is.

use anyhow::Result;

use super::markup::{Splices, Tag};
use super::parts::Parts;
use super::relations::resolve;
use super::xml::Cursor;

/// The namespace of workbooks.
pub const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
/// The same in strict documents.
pub const STRICT_MAIN: &str = "http://purl.oclc.org/ooxml/spreadsheetml/main";
/// A part with comments.
pub const COMMENTS: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml";
/// A sheet.
pub const SHEET: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml";
/// A drawing of the old kind.
pub const VML: &str = "application/vnd.openxmlformats-officedocument.vmlDrawing";

const PART: &str = "[Content_Types].xml";

/// Says what a part is.
pub fn add_part(parts: &mut Parts, name: &str, content: &str) -> Result<()> {
    add(parts, "Override", "PartName", &format!("/{name}"), content)
}

/// Says what all parts with an extension are.
pub fn add_extension(parts: &mut Parts, extension: &str, content: &str) -> Result<()> {
    add(parts, "Default", "Extension", extension, content)
}

fn add(parts: &mut Parts, element: &str, key: &str, value: &str, content: &str) -> Result<()> {
    let source = parts.text(PART)?;
    let (mut cursor, root) = Cursor::root(&source)?;
    while let Some(child) = cursor.child()? {
        let known = child.attribute(key)?;
        // Part names do not distinguish case, and the slash before them is often missing.
        if known.is_some_and(|known| resolve("", &known).eq_ignore_ascii_case(&resolve("", value))) {
            return Ok(());
        }
        cursor.skip(&child)?;
    }
    let root_tag = root.tag()?;
    let mut tag = Tag::new(&format!("{}{element}", root_tag.prefix()));
    tag.set(key, value);
    tag.set("ContentType", content);
    let mut splices = Splices::default();
    splices.append(cursor.span(&root), &root_tag, tag.around(""));
    parts.put(PART, splices.apply(&source))
}
