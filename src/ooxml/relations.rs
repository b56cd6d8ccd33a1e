//! Relationships: that one part refers to another, by an identifier of its own.

use anyhow::Result;

use super::markup::{Splices, Tag};
use super::parts::Parts;
use super::xml::Cursor;

/// The types of relationships begin so, in documents that are not strict.
const TRANSITIONAL: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const STRICT: &str = "http://purl.oclc.org/ooxml/officeDocument/relationships";

/// That one part refers to another.
pub struct PartRelation {
    /// What the part calls it.
    pub id: String,
    /// Last segment of the type, which is the same in transitional and strict documents.
    pub kind: String,
    /// Name of the part referred to.
    pub part: String,
}

/// The relationships of one part, to which others can be added.
pub struct Relations {
    owner: String,
    source: String,
    known: Vec<PartRelation>,
    added: Vec<Tag>,
}

impl Relations {
    /// Those of a part; none where it has none.
    pub fn of(parts: &mut Parts, owner: &str) -> Result<Self> {
        let name = relations_part(owner);
        let source = match parts.has(&name) {
            true => parts.text(&name)?,
            false => format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships xmlns=\"{PACKAGE}\"/>"
            ),
        };
        let known = read(&source, owner)?;
        Ok(Self { owner: owner.to_owned(), source, known, added: Vec::new() })
    }

    /// The part referred to by a relationship of this kind.
    pub fn related(&self, kind: &str) -> Option<&str> {
        self.known.iter().find(|relation| relation.kind == kind).map(|relation| relation.part.as_str())
    }

    /// The part that the owner calls by this identifier.
    pub fn named(&self, id: &str) -> Option<&str> {
        self.known.iter().find(|relation| relation.id == id).map(|relation| relation.part.as_str())
    }

    /// Adds a relationship, and gives its identifier.
    pub fn add(&mut self, kind: &str, part: &str, strict: bool) -> String {
        let ids = (1u32..).map(|number| format!("rId{number}"));
        // Those that lead outside are not known, but their identifiers are taken too.
        let is_taken = |id: &str| ['"', '\''].iter().any(|quote| self.source.contains(&format!("{quote}{id}{quote}")));
        let is_free = |id: &String| !is_taken(id) && self.named(id).is_none();
        let id = ids.into_iter().find(is_free).unwrap_or_default();
        let mut tag = Tag::new("Relationship");
        tag.set("Id", &id);
        tag.set("Type", &format!("{}/{kind}", if strict { STRICT } else { TRANSITIONAL }));
        tag.set("Target", &relative(&self.owner, part));
        self.added.push(tag);
        self.known.push(PartRelation { id: id.clone(), kind: kind.to_owned(), part: part.to_owned() });
        id
    }

    /// Writes what was added.
    pub fn write(self, parts: &mut Parts) -> Result<()> {
        if self.added.is_empty() {
            return Ok(());
        }
        let (mut cursor, root) = Cursor::root(&self.source)?;
        let tag = root.tag()?;
        let prefix = tag.prefix().to_owned();
        let children = self.added.iter().map(|added| added.prefixed(&prefix).around(""));
        let mut splices = Splices::default();
        splices.append(cursor.skip(&root)?, &tag, children.collect());
        parts.put(&relations_part(&self.owner), splices.apply(&self.source))
    }
}

/// Whether a part is of a strict document, by the namespaces that it names.
pub fn is_strict(source: &str) -> bool {
    source.contains("http://purl.oclc.org/ooxml/")
}

/// The namespace of relationships for attributes such as `r:id`.
pub fn namespace(strict: bool) -> &'static str {
    if strict { STRICT } else { TRANSITIONAL }
}

/// How one part names another: relative to its own folder.
fn relative(owner: &str, part: &str) -> String {
    let folder: Vec<&str> = owner.split('/').rev().skip(1).collect::<Vec<_>>().into_iter().rev().collect();
    let target: Vec<&str> = part.split('/').collect();
    let common = folder.iter().zip(&target).take_while(|(one, other)| one == other).count();
    let up = folder[common..].iter().map(|_| "..");
    up.chain(target[common..].iter().copied()).collect::<Vec<_>>().join("/")
}

/// The relationships that a part of this kind lists; those that lead outside are left out.
pub fn read(source: &str, owner: &str) -> Result<Vec<PartRelation>> {
    let (mut cursor, _) = Cursor::root(source)?;
    let mut relations = Vec::new();
    while let Some(element) = cursor.child()? {
        let [id, kind, target] = ["Id", "Type", "Target"].map(|name| element.attribute(name));
        if let (Some(id), Some(kind), Some(target)) = (id?, kind?, target?)
            && element.attribute("TargetMode")?.as_deref() != Some("External")
        {
            relations.push(PartRelation {
                id: id.into_owned(),
                // The beginnings of the types differ between strict and transitional documents.
                kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                part: resolve(owner, &target),
            });
        }
        cursor.skip(&element)?;
    }
    Ok(relations)
}

/// The part that holds the relationships of another.
pub fn relations_part(part: &str) -> String {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    resolve("", &format!("{folder}/_rels/{file}.rels"))
}

/// The name of the part that `target`, written in `owner`, refers to.
pub fn resolve(owner: &str, target: &str) -> String {
    let folder = match owner.rsplit_once('/') {
        Some((folder, _)) if !target.starts_with('/') => folder,
        _ => "",
    };
    let mut segments = Vec::new();
    for segment in folder.split('/').chain(target.split('/')) {
        match segment {
            "" | "." => {}
            // One that leads above the root stays at the root: nothing outside the package is ever read.
            ".." => drop(segments.pop()),
            _ => segments.push(segment),
        }
    }
    segments.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_relative_to_the_folder_of_their_owner_or_absolute() {
        for (owner, target, part) in [
            ("", "xl/workbook.xml", "xl/workbook.xml"),
            ("", "/xl/workbook.xml", "xl/workbook.xml"),
            ("xl/workbook.xml", "worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("xl/workbook.xml", "/xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("xl/workbook.xml", "./../other/a.xml", "other/a.xml"),
            ("workbook.xml", "sheet.xml", "sheet.xml"),
            ("xl/workbook.xml", "../../../a.xml", "a.xml"),
        ] {
            assert_eq!(resolve(owner, target), part);
        }
    }

    #[test]
    fn parts_name_each_other_by_the_shortest_way() {
        for (owner, part, target) in [
            ("xl/worksheets/sheet1.xml", "xl/comments1.xml", "../comments1.xml"),
            ("xl/worksheets/sheet1.xml", "xl/drawings/a.vml", "../drawings/a.vml"),
            ("xl/workbook.xml", "xl/worksheets/sheet2.xml", "worksheets/sheet2.xml"),
            ("workbook.xml", "sheet.xml", "sheet.xml"),
        ] {
            assert_eq!(relative(owner, part), target);
            assert_eq!(resolve(owner, target), part);
        }
    }

    #[test]
    fn relationships_stand_in_a_folder_beside_their_owner() {
        assert_eq!(relations_part("xl/workbook.xml"), "xl/_rels/workbook.xml.rels");
        assert_eq!(relations_part("workbook.xml"), "_rels/workbook.xml.rels");
    }
}
