//! Comments (批注) in a sheet, beside those that are there already.
//!
//! A comment is two things: its text, in a part of its own, and a shape, in a drawing of the old kind (VML).

use std::collections::BTreeMap;

use anyhow::{Result, ensure};

use super::address::{self, Position};
use super::markup::{Splices, Tag, escape};
use super::parts::Parts;
use super::relations::{self, Relations};
use super::workbook::SheetPart;
use super::xml::{Cursor, Element, Span};
use super::{order, types, vml};

/// What is to be said, by cell.
pub type Notes = BTreeMap<Position, String>;

/// Authors of this kind stand for threads of comments, whose text stands in another part.
const THREAD: &str = "tc=";

/// Writes comments into a sheet.
pub fn write(parts: &mut Parts, sheet: &SheetPart, notes: &Notes, author: &str) -> Result<()> {
    let source = parts.text(&sheet.part)?;
    let strict = relations::is_strict(&source);
    let mut links = Relations::of(parts, &sheet.part)?;
    // Beside the folder of the sheets, which need not lie in `xl`.
    let folder = sheet.part.rsplit_once("/worksheets/").map_or("xl", |(folder, _)| folder);
    let known = links.related("comments").filter(|part| parts.has(part)).map(str::to_owned);
    let text = known.as_deref().map(|part| parts.text(part)).transpose()?;
    let text = text.unwrap_or_else(|| empty(strict));
    let (text, new) = with(&text, notes, author)?;
    let comments = known.clone().unwrap_or_else(|| parts.free_name(&format!("{folder}/comments"), "xml"));
    let legacy = legacy_drawing(&source)?;
    let drawing = legacy.as_deref().and_then(|id| links.named(id)).filter(|part| parts.has(part)).map(str::to_owned);
    // A second element that names a drawing would not be allowed.
    ensure!(legacy.is_none() || drawing.is_some(), "批注图形部件缺失");
    let shapes = drawing.as_deref().map(|part| parts.text(part)).transpose()?;
    let shapes = vml::with(shapes, &new, notes, sheet.id)?;
    let drawn = drawing.clone().unwrap_or_else(|| parts.free_name(&format!("{folder}/drawings/vmlDrawing"), "vml"));
    // From here on nothing fails any more that depends on what stands in the parts.
    if known.is_none() {
        links.add("comments", &comments, strict);
        types::add_part(parts, &comments, types::COMMENTS)?;
    }
    if drawing.is_none() {
        let id = links.add("vmlDrawing", &drawn, strict);
        types::add_extension(parts, "vml", types::VML)?;
        parts.put(&sheet.part, with_drawing(&source, &id, relations::namespace(strict))?)?;
    }
    links.write(parts)?;
    parts.put(&comments, text)?;
    parts.put(&drawn, shapes)
}

fn empty(strict: bool) -> String {
    let namespace = if strict { types::STRICT_MAIN } else { types::MAIN };
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
         <comments xmlns=\"{namespace}\"><authors/><commentList/></comments>"
    )
}

/// The identifier by which the sheet names the drawing of its comments.
fn legacy_drawing(source: &str) -> Result<Option<String>> {
    let (mut cursor, _) = Cursor::root(source)?;
    while let Some(element) = cursor.child()? {
        if element.is("legacyDrawing") {
            return element.relation_id();
        }
        cursor.skip(&element)?;
    }
    Ok(None)
}

fn with_drawing(source: &str, id: &str, namespace: &str) -> Result<String> {
    order::insert(source, "legacyDrawing", namespace, |p, known| match known {
        Some(prefix) => format!("<{p}legacyDrawing {prefix}:id=\"{id}\"/>"),
        None => format!("<{p}legacyDrawing xmlns:r=\"{namespace}\" r:id=\"{id}\"/>"),
    })
}

/// A comment that is there.
struct KnownComments {
    span: Span,
    /// Its whole `text` element.
    text: Span,
    author: usize,
}

/// What a part with comments holds.
struct Comments {
    authors: Vec<String>,
    authors_at: (Span, Tag),
    list_at: (Span, Tag),
    known: BTreeMap<Position, KnownComments>,
}

/// The part with the comments said, and the cells that have got one for the first time.
fn with(source: &str, notes: &Notes, author: &str) -> Result<(String, Vec<Position>)> {
    let comments = read(source)?;
    let ours = comments.authors.iter().position(|known| known == author);
    let p = comments.list_at.1.prefix();
    let mut splices = Splices::default();
    let mut new: BTreeMap<Position, String> = BTreeMap::new();
    for (&cell, note) in notes {
        match comments.known.get(&cell) {
            None => drop(new.insert(cell, note.clone())),
            // A comment of an earlier round is replaced, not added to: it speaks of figures as they were then.
            Some(known) if Some(known.author) == ours => splices.replace(known.text.outer(), said(p, note)),
            // The text of a thread stands in another part, which a changed copy here would contradict.
            Some(known) if comments.authors.get(known.author).is_some_and(|author| author.starts_with(THREAD)) => {}
            Some(known) => splices.replace(known.text.outer(), joined(p, &source[known.text.outer()], note, author)?),
        }
    }
    // Authors are referred to by position: a new one may only stand at the end.
    let number = ours.unwrap_or(comments.authors.len());
    if ours.is_none() && !new.is_empty() {
        let (span, tag) = &comments.authors_at;
        splices.append(*span, tag, format!("<{p}author>{}</{p}author>", escape(author)));
    }
    // In the order of cells, as programs write them; those that are there may stand in any.
    let mut at_end = String::new();
    for (cell, note) in &new {
        let name = address::name(*cell);
        let text = format!("<{p}comment ref=\"{name}\" authorId=\"{number}\">{}</{p}comment>", said(p, note));
        match comments.known.range(*cell..).next() {
            Some((_, following)) => splices.insert(following.span.start, text),
            None => at_end.push_str(&text),
        }
    }
    if !at_end.is_empty() {
        let (span, tag) = &comments.list_at;
        splices.append(*span, tag, at_end);
    }
    Ok((splices.apply(source), new.into_keys().collect()))
}

fn read(source: &str) -> Result<Comments> {
    let (mut cursor, root) = Cursor::root(source)?;
    let p = root.tag()?.prefix().to_owned();
    let nowhere = (Span { start: 0, inner: 0, close: 0, end: 0 }, Tag::new(&format!("{p}authors")));
    let mut found =
        Comments { authors: Vec::new(), authors_at: nowhere.clone(), list_at: nowhere, known: BTreeMap::new() };
    while let Some(element) = cursor.child()? {
        match () {
            () if element.is("authors") => {
                while let Some(_author) = cursor.child()? {
                    found.authors.push(cursor.text()?);
                }
                found.authors_at = (cursor.span(&element), element.tag()?);
            }
            () if element.is("commentList") => {
                while let Some(comment) = cursor.child()? {
                    found.known.extend(read_comment(&mut cursor, &comment)?);
                }
                found.list_at = (cursor.span(&element), element.tag()?);
            }
            () => drop(cursor.skip(&element)?),
        }
    }
    ensure!(found.list_at.0.end > 0 && found.authors_at.0.end > 0, "批注部件不完整");
    Ok(found)
}

fn read_comment<'a>(cursor: &mut Cursor<'a>, comment: &Element<'a>) -> Result<Option<(Position, KnownComments)>> {
    let mut text = None;
    while let Some(child) = cursor.child()? {
        let span = cursor.skip(&child)?;
        if child.is("text") {
            text = Some(span);
        }
    }
    let cell = comment.attribute("ref")?.and_then(|name| address::parse(&name));
    // A comment without a readable author is still a comment that must not be lost.
    let author = comment.number("authorId").ok().flatten().unwrap_or_default() as usize;
    let known = |(cell, text)| (cell, KnownComments { span: cursor.span(comment), text, author });
    Ok(cell.zip(text).map(known))
}

/// A comment of ours.
fn said(p: &str, note: &str) -> String {
    format!("<{p}text>{}</{p}text>", run(p, note))
}

fn run(p: &str, note: &str) -> String {
    format!(
        "<{p}r><{p}rPr><{p}sz val=\"9\"/><{p}color indexed=\"81\"/><{p}rFont val=\"宋体\"/><{p}charset val=\"134\"/></{p}rPr>\
         <{p}t xml:space=\"preserve\">{}</{p}t></{p}r>",
        escape(note)
    )
}

/// Somebody else's comment with ours under it; one that was under it before gives way.
fn joined(p: &str, text: &str, note: &str, author: &str) -> Result<String> {
    let sign = format!("\n【{author}】\n");
    let ours = run(p, &format!("{sign}{note}"));
    let (mut cursor, root) = Cursor::root(text)?;
    let mut splices = Splices::default();
    let mut end = root.inner();
    while let Some(child) = cursor.child()? {
        let span = cursor.skip(&child)?;
        let part = &text[span.outer()];
        match () {
            () if child.is("r") && part.contains(&escape(&sign)) => splices.replace(span.outer(), String::new()),
            () if child.is("t") => {
                // Beside runs Excel does not show a plain text.
                splices.replace(span.outer(), format!("<{p}r>{part}</{p}r>"));
                end = span.end;
            }
            () if child.is("r") => end = span.end,
            () => {}
        }
    }
    let whole = cursor.span(&root);
    // `<text/>` has no place to insert at.
    if whole.is_self_closed() {
        return Ok(said(p, &format!("{sign}{note}")));
    }
    splices.insert(end, ours);
    Ok(splices.apply(text))
}
