//! A pull parser for the XML of a part: its elements, with the byte ranges that they take up.
//!
//! Names are compared without their prefix, so `worksheet` and `x:worksheet` are the same, and
//! so are the transitional and the strict namespace.

use std::borrow::Cow;
use std::ops::Range;

use anyhow::{Context, Result, bail};
use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

use super::markup::Tag;

/// Walks through a document, element by element.
pub struct Cursor<'a> {
    reader: Reader<&'a [u8]>,
    /// Length of the byte order mark, which the reader does not count.
    mark: usize,
    /// Where the end tag read last begins.
    close: usize,
}

impl<'a> Cursor<'a> {
    /// A cursor before the root element.
    pub fn new(source: &'a str) -> Self {
        let text = source.strip_prefix('\u{feff}').unwrap_or(source);
        let mut reader = Reader::from_str(text);
        // `<c/>` and `<c></c>` are walked through alike; `Span::is_self_closed` tells them apart.
        reader.config_mut().expand_empty_elements = true;
        Self { reader, mark: source.len() - text.len(), close: 0 }
    }

    /// Enters the root element.
    pub fn root(source: &'a str) -> Result<(Self, Element<'a>)> {
        let mut cursor = Self::new(source);
        let root = cursor.child()?.context("XML 中没有元素")?;
        Ok((cursor, root))
    }

    fn read(&mut self) -> Result<Event<'a>> {
        self.reader.read_event().context("XML 有错")
    }

    fn position(&self) -> usize {
        self.mark + self.reader.buffer_position() as usize
    }

    /// Enters the next child of the element entered last; without one, leaves that element.
    pub fn child(&mut self) -> Result<Option<Element<'a>>> {
        loop {
            let start = self.position();
            match self.read()? {
                Event::Start(tag) => {
                    let inner = self.position();
                    return Ok(Some(Element { tag, start, inner }));
                }
                Event::End(_) => {
                    self.close = start;
                    return Ok(None);
                }
                Event::Eof => bail!("XML 不完整"),
                _ => {}
            }
        }
    }

    /// Leaves the element entered last, whatever is still in it.
    pub fn skip(&mut self, element: &Element<'a>) -> Result<Span> {
        let inside = self.reader.read_to_end(element.tag.name());
        let inside = inside.context("XML 有错")?;
        self.close = self.mark + inside.end as usize;
        Ok(self.span(element))
    }

    /// The bytes of an element that has just been left.
    pub fn span(&self, element: &Element<'a>) -> Span {
        Span { start: element.start, inner: element.inner, close: self.close, end: self.position() }
    }

    /// Leaves an element that holds only text, and returns the text.
    pub fn text(&mut self) -> Result<String> {
        let mut text = String::new();
        loop {
            let start = self.position();
            match self.read()? {
                Event::Text(part) => text.push_str(&part.xml10_content()),
                Event::CData(part) => text.push_str(&part),
                // Entities that a document type declares are not resolved: they are how small files become huge.
                Event::GeneralRef(name) => match name.resolve_char_ref()? {
                    Some(character) => text.push(character),
                    None => text.push_str(resolve_predefined_entity(&name).unwrap_or_default()),
                },
                Event::End(_) => {
                    self.close = start;
                    return Ok(text);
                }
                Event::Eof => bail!("XML 不完整"),
                _ => {}
            }
        }
    }
}

/// Where an element stands in its document.
#[derive(Clone, Copy, Debug)]
pub struct Span {
    /// First byte of the start tag.
    pub start: usize,
    /// First byte after the start tag.
    pub inner: usize,
    /// First byte of the end tag.
    pub close: usize,
    /// First byte after the element.
    pub end: usize,
}

impl Span {
    /// The whole element.
    pub fn outer(&self) -> Range<usize> {
        self.start..self.end
    }

    /// What stands between the tags.
    pub fn content(&self) -> Range<usize> {
        self.inner..self.close
    }

    /// Whether it is one tag, `<c/>`: then there is no place for a child.
    pub fn is_self_closed(&self) -> bool {
        self.inner == self.end
    }
}

/// An element that the cursor has entered.
pub struct Element<'a> {
    tag: BytesStart<'a>,
    start: usize,
    inner: usize,
}

impl Element<'_> {
    /// Whether it has this name, whatever the prefix.
    pub fn is(&self, name: &str) -> bool {
        self.tag.local_name().as_ref() == name
    }

    /// First byte after the start tag.
    pub fn inner(&self) -> usize {
        self.inner
    }

    /// The value of an attribute, entities resolved.
    pub fn attribute(&self, name: &str) -> Result<Option<Cow<'_, str>>> {
        let found = self.tag.try_get_attribute(name)?;
        let value = found.map(|a| a.normalized_value(quick_xml::XmlVersion::Implicit1_0));
        Ok(value.transpose()?)
    }

    /// The value of an attribute that is a number.
    pub fn number(&self, name: &str) -> Result<Option<u32>> {
        let Some(value) = self.attribute(name)? else {
            return Ok(None);
        };
        let number = value.trim().parse();
        number.map(Some).with_context(|| format!("{name}=\"{value}\" 不是数"))
    }

    /// Whether an attribute is set to true.
    pub fn flag(&self, name: &str) -> Result<bool> {
        Ok(matches!(self.attribute(name)?.as_deref(), Some("1" | "true")))
    }

    /// The identifier of the relationship that the element refers to, `r:id` by any prefix.
    pub fn relation_id(&self) -> Result<Option<String>> {
        for attribute in self.tag.attributes().with_checks(false) {
            let attribute = attribute?;
            let (name, prefix) = attribute.key.decompose();
            if prefix.is_some() && name.as_ref() == "id" {
                return Ok(Some(attribute.value.into_owned()));
            }
        }
        Ok(None)
    }

    /// The start tag, to be changed.
    pub fn tag(&self) -> Result<Tag> {
        let mut tag = Tag::new(self.tag.name().as_ref());
        for attribute in self.tag.attributes().with_checks(false) {
            let attribute = attribute?;
            // A value in single quotes may hold double ones, and is written in double quotes.
            tag.set(attribute.key.as_ref(), &attribute.value.replace('"', "&quot;"));
        }
        Ok(tag)
    }
}
