//! The part of a document that holds its comments, and what refers to it.

use anyhow::{Context, Result};

use crate::ooxml::markup::{Splices, escape};
use crate::ooxml::parts::Parts;
use crate::ooxml::xml::Cursor;
use crate::read::docx;
use crate::write::docx_comments::Comment;

const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const STRICT: &str = "http://purl.oclc.org/ooxml/wordprocessingml/main";
const KIND: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments";
const STRICT_KIND: &str = "http://purl.oclc.org/ooxml/officeDocument/relationships/comments";
const CONTENT: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml";
const AUTHOR: &str = "绩效自评复核";

/// Adds comments to the package, and gives the number of the first.
pub fn add(parts: &mut Parts, main: &str, comments: &[Comment]) -> Result<usize> {
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder).to_string();
    let name = main.rsplit('/').next().unwrap_or(main);
    let relations = format!("{folder}/_rels/{name}.rels");
    let listed = if parts.has(&relations) { parts.text(&relations)? } else { String::new() };
    let existing = docx::targets(&listed).unwrap_or_default().into_iter().find(|(kind, _)| kind.ends_with("/comments"));
    match existing {
        Some((_, target)) => extend(parts, &full_name(&folder, &target), comments),
        None => {
            let strict = parts.text(main)?.contains(STRICT);
            create(parts, &folder, &relations, &listed, strict, comments)?;
            Ok(0)
        }
    }
}

fn full_name(folder: &str, target: &str) -> String {
    match target.strip_prefix('/') {
        Some(absolute) => absolute.to_string(),
        None => format!("{folder}/{target}"),
    }
}

/// Appends to the comments that are there, with numbers of their own.
fn extend(parts: &mut Parts, name: &str, comments: &[Comment]) -> Result<usize> {
    let source = parts.text(name)?;
    let (mut cursor, root) = Cursor::root(&source)?;
    let tag = root.tag()?;
    let w = tag.prefix().to_string();
    let mut next = 0;
    while let Some(comment) = cursor.child()? {
        next = next.max(comment.number(&format!("{w}id"))?.map_or(0, |id| id as usize + 1));
        cursor.skip(&comment)?;
    }
    let span = cursor.span(&root);
    let mut splices = Splices::default();
    splices.append(span, &tag, written(next, comments, &w));
    parts.replace(name, splices.apply(&source))?;
    Ok(next)
}

fn create(
    parts: &mut Parts,
    folder: &str,
    relations: &str,
    listed: &str,
    strict: bool,
    comments: &[Comment],
) -> Result<()> {
    let name =
        (0..).map(|number| format!("comments{}.xml", if number == 0 { String::new() } else { number.to_string() }));
    let free = name.into_iter().find(|name| !parts.has(&format!("{folder}/{name}"))).context("没有可用的部件名")?;
    let namespace = if strict { STRICT } else { MAIN };
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:comments xmlns:w=\"{namespace}\">{}</w:comments>",
        written(0, comments, "w:")
    );
    parts.put(&format!("{folder}/{free}"), text)?;
    relate(parts, relations, listed, &free, if strict { STRICT_KIND } else { KIND })?;
    let types = parts.text("[Content_Types].xml")?;
    let end = types.rfind("</").context("[Content_Types].xml 不完整")?;
    let entry = format!("<Override PartName=\"/{folder}/{free}\" ContentType=\"{CONTENT}\"/>");
    parts.replace("[Content_Types].xml", format!("{}{entry}{}", &types[..end], &types[end..]))
}

fn relate(parts: &mut Parts, relations: &str, listed: &str, target: &str, kind: &str) -> Result<()> {
    let id = (1..)
        .map(|number| format!("rIdZp{number}"))
        .find(|id| !listed.contains(&format!("\"{id}\"")))
        .context("没有可用的编号")?;
    let entry = format!("<Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"{target}\"/>");
    if listed.is_empty() {
        let head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">";
        parts.put(relations, format!("{head}{entry}</Relationships>"))?;
        return Ok(());
    }
    let text = match listed.rfind("</") {
        Some(end) => format!("{}{entry}{}", &listed[..end], &listed[end..]),
        None => listed.replace("/>", &format!(">{entry}</Relationships>")),
    };
    parts.replace(relations, text)
}

fn written(first: usize, comments: &[Comment], w: &str) -> String {
    let paragraph =
        |line: &str| format!("<{w}p><{w}r><{w}t xml:space=\"preserve\">{}</{w}t></{w}r></{w}p>", escape(line));
    let comment = |(id, comment): (usize, &Comment)| {
        let body: String = comment.text.lines().map(paragraph).collect();
        format!("<{w}comment {w}id=\"{id}\" {w}author=\"{AUTHOR}\" {w}initials=\"复核\">{body}</{w}comment>")
    };
    (first..).zip(comments).map(comment).collect()
}
