//! The department's own .docx with comments at the very figures: the same package, nothing else changed.

use std::collections::BTreeMap;
use std::ops::Range;

use anyhow::{Context, Result};

use crate::ooxml::markup::{Splices, escape};
use crate::ooxml::parts::Parts;
use crate::read::docx::{self, Piece};

mod comments;

/// A comment on some characters of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// Number of the paragraph, as [`docx::walk`] counts.
    pub paragraph: u32,
    /// The first character, and the one after the last.
    pub characters: (u32, u32),
    /// What it says; each line is a paragraph of the comment.
    pub text: String,
}

/// The package with these comments. A document that has comments already keeps them.
pub fn annotate(package: &[u8], comments: &[Comment]) -> Result<Vec<u8>> {
    let mut parts = Parts::open(package)?;
    let main = docx::main_part(&mut parts)?;
    let source = parts.text(&main)?;
    let first = comments::add(&mut parts, &main, comments)?;
    let prefix = prefix(&source);
    let mut splices = Splices::default();
    let paragraphs = docx::walk(&source)?;
    let mut by_paragraph: BTreeMap<u32, Vec<(usize, &Comment)>> = BTreeMap::new();
    for (id, comment) in (first..).zip(comments) {
        by_paragraph.entry(comment.paragraph).or_default().push((id, comment));
    }
    for (paragraph, pieces) in &paragraphs {
        for marks in by_paragraph.remove(&paragraph.number).into_iter() {
            mark(&source, pieces, &marks, &prefix, &mut splices).context("批注无法写入正文")?;
        }
    }
    parts.replace(&main, splices.apply(&source))?;
    parts.finish()
}

/// The prefix of the document's own elements, `w:` nearly always.
fn prefix(source: &str) -> String {
    let name = source.rfind("</").map_or("", |at| &source[at + 2..]);
    name.split(':').next().filter(|_| name.contains(':')).map_or(String::new(), |prefix| format!("{prefix}:"))
}

/// A piece with its characters in the paragraph.
struct Placed<'a> {
    piece: &'a Piece,
    start: usize,
}

/// Puts the marks of all comments of one paragraph into its runs.
fn mark(source: &str, pieces: &[Piece], marks: &[(usize, &Comment)], w: &str, splices: &mut Splices) -> Result<()> {
    let mut start = 0;
    let mut placed = Vec::new();
    for piece in pieces {
        placed.push(Placed { piece, start });
        start += piece.text.chars().count();
    }
    let mut runs: BTreeMap<usize, Vec<&Placed>> = BTreeMap::new();
    for one in &placed {
        runs.entry(one.piece.run.start).or_default().push(one);
    }
    for pieces in runs.values() {
        let first = pieces[0];
        let length: usize = pieces.iter().map(|one| one.piece.text.chars().count()).sum();
        let range = first.start..first.start + length;
        let opens: Vec<(usize, usize)> = marks
            .iter()
            .map(|(id, comment)| (*id, comment.characters.0 as usize))
            .filter(|(_, at)| range.contains(at))
            .collect();
        let closes: Vec<(usize, usize)> = marks
            .iter()
            .map(|(id, comment)| (*id, (comment.characters.1 as usize).max(1) - 1))
            .filter(|(_, at)| range.contains(at))
            .collect();
        if opens.is_empty() && closes.is_empty() {
            continue;
        }
        let run = first.piece.run.clone();
        if first.piece.alone {
            splices.replace(run, parted(source, first, &opens, &closes, w));
        } else {
            let begin: String = opens.iter().map(|(id, _)| open_mark(*id, w)).collect();
            let end: String = closes.iter().map(|(id, _)| close_mark(*id, w)).collect();
            splices.replace(run.clone(), format!("{begin}{}{end}", &source[run]));
        }
    }
    Ok(())
}

/// A run with one text, parted at the marks.
fn parted(source: &str, one: &Placed, opens: &[(usize, usize)], closes: &[(usize, usize)], w: &str) -> String {
    let characters: Vec<char> = one.piece.text.chars().collect();
    let properties = one.piece.properties.clone().map_or("", |range: Range<usize>| &source[range]);
    let mut text = String::new();
    let mut part = String::new();
    let flush = |part: &mut String, text: &mut String| {
        if !part.is_empty() {
            text.push_str(&format!("<{w}r>{properties}<{w}t xml:space=\"preserve\">{}</{w}t></{w}r>", escape(part)));
            part.clear();
        }
    };
    for (offset, character) in characters.iter().enumerate() {
        let at = one.start + offset;
        for (id, _) in opens.iter().filter(|(_, open)| *open == at) {
            flush(&mut part, &mut text);
            text.push_str(&open_mark(*id, w));
        }
        part.push(*character);
        for (id, _) in closes.iter().filter(|(_, close)| *close == at) {
            flush(&mut part, &mut text);
            text.push_str(&close_mark(*id, w));
        }
    }
    flush(&mut part, &mut text);
    text
}

fn open_mark(id: usize, w: &str) -> String {
    format!("<{w}commentRangeStart {w}id=\"{id}\"/>")
}

fn close_mark(id: usize, w: &str) -> String {
    format!("<{w}commentRangeEnd {w}id=\"{id}\"/><{w}r><{w}commentReference {w}id=\"{id}\"/></{w}r>")
}

#[cfg(test)]
mod tests;
