//! An append-only pool of elements that others refer to by number, such as `fills`.

use anyhow::Result;

use super::markup::{Splices, Tag};
use super::xml::{Cursor, Element, Span};

/// An element that lists others, with a `count` of them.
pub struct Pool {
    span: Span,
    tag: Tag,
    items: Vec<Span>,
    added: Vec<String>,
}

impl Pool {
    /// Reads the list that the cursor has entered.
    pub fn read<'a>(cursor: &mut Cursor<'a>, element: &Element<'a>) -> Result<Self> {
        let mut items = Vec::new();
        while let Some(item) = cursor.child()? {
            items.push(cursor.skip(&item)?);
        }
        Ok(Self { span: cursor.span(element), tag: element.tag()?, items, added: Vec::new() })
    }

    /// The elements that the document lists.
    pub fn items(&self) -> &[Span] {
        &self.items
    }

    /// The number of elements, those added included.
    pub fn len(&self) -> usize {
        self.items.len() + self.added.len()
    }

    /// The prefix of its elements, with the colon.
    pub fn prefix(&self) -> &str {
        self.tag.prefix()
    }

    /// The element of a number.
    pub fn get<'a>(&'a self, source: &'a str, number: u32) -> Option<&'a str> {
        let number = number as usize;
        match self.items.get(number) {
            Some(span) => Some(&source[span.outer()]),
            None => self.added.get(number - self.items.len()).map(String::as_str),
        }
    }

    /// The number of an element that reads like this, else of a new one.
    pub fn number(&mut self, source: &str, text: String) -> u32 {
        let old = self.items.iter().map(|span| &source[span.outer()]);
        let found = old.chain(self.added.iter().map(String::as_str)).position(|known| known == text);
        match found {
            Some(number) => number as u32,
            None => self.push(text),
        }
    }

    /// Adds an element, and gives its number.
    pub fn push(&mut self, text: String) -> u32 {
        self.added.push(text);
        self.len() as u32 - 1
    }

    /// Whether anything was added.
    pub fn has_grown(&self) -> bool {
        !self.added.is_empty()
    }

    /// Writes what was added into the document.
    pub fn append(&self, splices: &mut Splices) {
        let mut tag = self.tag.clone();
        // A count that does not agree with the list is a fault of the document.
        tag.set("count", &self.len().to_string());
        if !self.span.is_self_closed() {
            splices.replace(self.span.start..self.span.inner, tag.open());
        }
        splices.append(self.span, &tag, self.added.concat());
    }
}
