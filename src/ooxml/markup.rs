//! Writing into a part: start tags, and a text in which some bytes are exchanged while all others
//! stay as they are.

use std::ops::Range;

use quick_xml::escape::partial_escape;

use super::xml::Span;

/// A start tag taken apart; names and values as they are written in the document.
#[derive(Clone, Debug)]
pub struct Tag {
    name: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    /// A tag without attributes.
    pub fn new(name: &str) -> Self {
        Self { name: name.to_owned(), attributes: Vec::new() }
    }

    /// The prefix with its colon, or nothing: new elements beside this one take it too.
    pub fn prefix(&self) -> &str {
        self.name.find(':').map_or("", |colon| &self.name[..=colon])
    }

    /// The same tag with a prefix, given with its colon.
    pub fn prefixed(&self, prefix: &str) -> Self {
        Self { name: format!("{prefix}{}", self.name), attributes: self.attributes.clone() }
    }

    /// The prefix, without colon, by which the tag declares a namespace.
    pub fn declared(&self, namespace: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(name, value)| name.starts_with("xmlns:") && value == namespace);
        found.map(|(name, _)| &name["xmlns:".len()..])
    }

    /// The value of an attribute.
    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Sets an attribute, in its place if it is there, else after the others.
    pub fn set(&mut self, name: &str, value: &str) {
        match self.attributes.iter_mut().find(|(key, _)| key == name) {
            Some((_, old)) => value.clone_into(old),
            None => self.attributes.push((name.to_owned(), value.to_owned())),
        }
    }

    /// Takes an attribute away.
    pub fn remove(&mut self, name: &str) {
        self.attributes.retain(|(key, _)| key != name);
    }

    /// The start tag as text.
    pub fn open(&self) -> String {
        let attributes = self.attributes.iter();
        let written: String = attributes.map(|(k, v)| format!(" {k}=\"{v}\"")).collect();
        format!("<{}{written}>", self.name)
    }

    /// The element with this content, as one tag if there is none.
    pub fn around(&self, content: &str) -> String {
        let mut text = self.open();
        if content.is_empty() {
            // Empty elements come out as programs write them, which keeps differences small.
            text.insert(text.len() - 1, '/');
            return text;
        }
        format!("{text}{content}</{}>", self.name)
    }
}

/// Changes to a text, by byte range.
#[derive(Default)]
pub struct Splices(Vec<(Range<usize>, String)>);

impl Splices {
    /// Exchanges a range.
    pub fn replace(&mut self, range: Range<usize>, text: String) {
        self.0.push((range, text));
    }

    /// Puts a text before a byte; several at one place keep their order.
    pub fn insert(&mut self, at: usize, text: String) {
        self.0.push((at..at, text));
    }

    /// Adds children at the end of an element, whose start tag stays as written if it can.
    pub fn append(&mut self, span: Span, tag: &Tag, children: String) {
        if span.is_self_closed() {
            self.replace(span.outer(), tag.around(&children));
        } else {
            self.insert(span.close, children);
        }
    }

    /// The changed text.
    pub fn apply(mut self, source: &str) -> String {
        // Stable, and an insertion goes before the replacement that begins at the same byte.
        self.0.sort_by_key(|(range, _)| (range.start, range.end));
        let mut result = String::with_capacity(source.len() + 256);
        let mut done = 0;
        for (range, text) in &self.0 {
            result.push_str(&source[done..range.start]);
            result.push_str(text);
            done = range.end;
        }
        result + &source[done..]
    }
}

/// A text as element content: escaped, without the characters that XML does not allow.
pub fn escape(text: &str) -> String {
    let allowed = |c: &char| matches!(c, '\t' | '\n' | '\r') || (*c >= ' ' && !matches!(c, '\u{fffe}' | '\u{ffff}'));
    partial_escape(text.chars().filter(allowed).collect::<String>()).into_owned()
}
