//! Which part of a package is what: relationships, content types, and the sheets of the workbook.

use anyhow::{Context, Result, bail};

use super::markup::Splices;
use super::parts::Parts;
use super::relations::{self, PartRelation, relations_part, resolve};
use super::xml::{Cursor, Element};

/// The workbook part and what it refers to.
pub struct WorkbookPart {
    /// Name of the workbook part.
    pub part: String,
    relations: Vec<PartRelation>,
    /// The sheets, in the order of their tabs.
    pub sheets: Vec<SheetPart>,
}

/// One sheet of the workbook.
pub struct SheetPart {
    name: String,
    /// The `sheetId`, which calcChain uses.
    pub id: u32,
    /// Name of the part that holds its cells.
    pub part: String,
}

impl WorkbookPart {
    /// Follows the package's relationships to the workbook and its sheets.
    ///
    /// # Errors
    /// The package has no workbook, or a part of it is not well formed.
    pub fn read(parts: &mut Parts) -> Result<Self> {
        let package = relations::read(&parts.text("_rels/.rels")?, "")?;
        // By its relationship, not by its usual name `xl/workbook.xml`, which it need not have.
        let found = package.into_iter().find(|r| r.kind == "officeDocument");
        let part = found.context("文件中没有工作簿")?.part;
        let relations = relations::read(&parts.text(&relations_part(&part))?, &part)?;
        let sheets = read_sheets(&parts.text(&part)?, &relations)?;
        Ok(Self { part, relations, sheets })
    }

    /// The sheet of this name.
    ///
    /// # Errors
    /// There is none, or one without a part.
    pub fn sheet(&self, name: &str) -> Result<&SheetPart> {
        let found = self.sheets.iter().find(|sheet| sheet.name == name);
        found.with_context(|| format!("工作簿中没有名为“{name}”的工作表"))
    }

    /// The part that the workbook refers to by a relationship of this kind, such as `styles`.
    pub fn related(&self, kind: &str) -> Option<&str> {
        let found = self.relations.iter().find(|r| r.kind == kind);
        found.map(|relation| relation.part.as_str())
    }

    /// Drops a part that the workbook refers to, with its relationship and content type.
    pub fn drop_part(&self, parts: &mut Parts, name: &str) -> Result<()> {
        let relations = relations_part(&self.part);
        let kept = without_children(&parts.text(&relations)?, |relation| {
            let target = relation.attribute("Target")?;
            Ok(target.is_some_and(|target| resolve(&self.part, &target) == name))
        })?;
        parts.replace(&relations, kept)?;
        let types = "[Content_Types].xml";
        let kept = without_children(&parts.text(types)?, |entry| {
            let part = entry.attribute("PartName")?;
            Ok(part.is_some_and(|part| resolve("", &part).eq_ignore_ascii_case(name)))
        })?;
        parts.replace(types, kept)?;
        parts.remove(name)
    }
}

fn read_sheets(source: &str, relations: &[PartRelation]) -> Result<Vec<SheetPart>> {
    let (mut cursor, _) = Cursor::root(source)?;
    while let Some(element) = cursor.child()? {
        if !element.is("sheets") {
            cursor.skip(&element)?;
            continue;
        }
        let mut sheets = Vec::new();
        while let Some(sheet) = cursor.child()? {
            sheets.extend(read_sheet(&sheet, relations)?);
            cursor.skip(&sheet)?;
        }
        return Ok(sheets);
    }
    bail!("工作簿中没有工作表")
}

/// `None` for a sheet without a part, which other programs pass over too.
fn read_sheet(sheet: &Element, relations: &[PartRelation]) -> Result<Option<SheetPart>> {
    let Some(relation) = sheet.relation_id()? else {
        return Ok(None);
    };
    let found = relations.iter().find(|known| known.id == relation);
    let name = sheet.attribute("name")?.context("工作表没有名称")?;
    Ok(found.map(|relation| SheetPart {
        name: name.into_owned(),
        id: sheet.number("sheetId").ok().flatten().unwrap_or_default(),
        part: relation.part.clone(),
    }))
}

/// The document without the children of its root that are not wanted.
fn without_children(source: &str, mut unwanted: impl FnMut(&Element) -> Result<bool>) -> Result<String> {
    let (mut cursor, _) = Cursor::root(source)?;
    let mut splices = Splices::default();
    while let Some(child) = cursor.child()? {
        let span = cursor.skip(&child)?;
        if unwanted(&child)? {
            splices.replace(span.outer(), String::new());
        }
    }
    Ok(splices.apply(source))
}
