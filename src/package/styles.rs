//! The styles part: for every style in use by a changed cell, the same style with the fill.
//!
//! Old styles are never changed, because cells that stay as they are use them too.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, ensure};

use super::markup::{Splices, Tag};
use super::xml::{Cursor, Element, Span};

/// The fills that every workbook begins with; Excel takes the first two for these whatever they say.
const RESERVED: [&str; 2] = ["none", "gray125"];

/// The styles of a workbook and those that have been added; without a styles part, nothing.
pub struct Styles {
    sheet: Option<Stylesheet>,
}

impl Styles {
    /// Reads the styles part; `fill` is the colour as RRGGBB.
    pub fn read(source: Option<String>, fill: &str) -> Result<Self> {
        let digits = fill.chars().all(|c| c.is_ascii_hexdigit());
        ensure!(digits && fill.len() == 6, "“{fill}”不是 RRGGBB 颜色");
        let sheet = source.map(|source| Stylesheet::read(source, fill));
        Ok(Self { sheet: sheet.transpose()?.flatten() })
    }

    /// The style that looks like this one, but with the fill.
    pub fn filled(&mut self, style: u32) -> Result<u32> {
        match &mut self.sheet {
            Some(sheet) => sheet.filled(style),
            None => Ok(style),
        }
    }

    /// The changed part, if anything was added.
    pub fn finish(self) -> Option<String> {
        let sheet = self.sheet?;
        (!sheet.added.is_empty()).then(|| sheet.finish())
    }
}

/// An element that lists others, with a `count` of them.
struct List {
    span: Span,
    tag: Tag,
    items: Vec<Span>,
}

struct Stylesheet {
    source: String,
    colour: String,
    fills: List,
    formats: List,
    /// The fills that are this colour already.
    matching: BTreeSet<u32>,
    /// Text of the `xf` elements to be appended.
    added: Vec<String>,
    /// What has been asked for, and the answer.
    known: BTreeMap<u32, u32>,
}

impl Stylesheet {
    /// `None` if the part has no fills or no cell formats to which to add.
    fn read(source: String, colour: &str) -> Result<Option<Self>> {
        let (mut cursor, _) = Cursor::root(&source)?;
        let (mut fills, mut formats) = (None, None);
        while let Some(element) = cursor.child()? {
            if element.is("fills") {
                fills = Some(List::read(&mut cursor, &element)?);
            } else if element.is("cellXfs") {
                formats = Some(List::read(&mut cursor, &element)?);
            } else {
                cursor.skip(&element)?;
            }
        }
        let (Some(fills), Some(formats)) = (fills, formats) else {
            return Ok(None);
        };
        let mut matching = BTreeSet::new();
        for (id, span) in (0..).zip(&fills.items).skip(RESERVED.len()) {
            if is_solid(&source[span.outer()], colour)? {
                matching.insert(id);
            }
        }
        Ok(Some(Self {
            source,
            colour: colour.to_ascii_uppercase(),
            fills,
            formats,
            matching,
            added: Vec::new(),
            known: BTreeMap::new(),
        }))
    }

    fn filled(&mut self, style: u32) -> Result<u32> {
        if let Some(&known) = self.known.get(&style) {
            return Ok(known);
        }
        // A number without a format is a fault of the document; it is left as it is.
        let Some(&span) = self.formats.items.get(style as usize) else {
            return Ok(style);
        };
        let (_, format) = Cursor::root(&self.source[span.outer()])?;
        let old_fill = format.number("fillId")?.unwrap_or_default();
        let filled = if self.matching.contains(&old_fill) {
            style
        } else {
            let mut tag = format.tag()?;
            tag.set("fillId", &self.fill().to_string());
            tag.set("applyFill", "1");
            let text = tag.around(&self.source[span.content()]);
            self.place(text)
        };
        self.known.insert(style, filled);
        Ok(filled)
    }

    /// The number of the fill, which may still have to be added.
    fn fill(&self) -> u32 {
        let new = self.fills.items.len().max(RESERVED.len()) as u32;
        self.matching.first().copied().unwrap_or(new)
    }

    /// The number of a format: of one that reads the same, else of a new one.
    fn place(&mut self, text: String) -> u32 {
        let old = self.formats.items.iter().map(|span| &self.source[span.outer()]);
        let mut all = old.chain(self.added.iter().map(String::as_str));
        let found = all.position(|known| known == text);
        let number = found.unwrap_or(self.formats.items.len() + self.added.len());
        if found.is_none() {
            self.added.push(text);
        }
        number as u32
    }

    fn finish(self) -> String {
        let mut splices = Splices::default();
        if self.matching.is_empty() {
            self.fills.append(&self.new_fills(), &mut splices);
        }
        self.formats.append(&self.added, &mut splices);
        splices.apply(&self.source)
    }

    /// The fill, after the reserved ones should they be missing.
    fn new_fills(&self) -> Vec<String> {
        let p = self.fills.tag.prefix();
        let reserved = RESERVED.iter().skip(self.fills.items.len());
        let pattern = |kind| format!("<{p}fill><{p}patternFill patternType=\"{kind}\"/></{p}fill>");
        let mut fills: Vec<_> = reserved.map(pattern).collect();
        fills.push(format!(
            "<{p}fill><{p}patternFill patternType=\"solid\"><{p}fgColor rgb=\"FF{}\"/>\
             <{p}bgColor indexed=\"64\"/></{p}patternFill></{p}fill>",
            self.colour
        ));
        fills
    }
}

impl List {
    fn read<'a>(cursor: &mut Cursor<'a>, element: &Element<'a>) -> Result<Self> {
        let mut items = Vec::new();
        while let Some(item) = cursor.child()? {
            items.push(cursor.skip(&item)?);
        }
        Ok(Self { span: cursor.span(element), tag: element.tag()?, items })
    }

    fn append(&self, added: &[String], splices: &mut Splices) {
        let mut tag = self.tag.clone();
        tag.set("count", &(self.items.len() + added.len()).to_string());
        if !self.span.is_self_closed() {
            splices.replace(self.span.start..self.span.inner, tag.open());
        }
        splices.append(self.span, &tag, added.concat());
    }
}

/// Whether a `fill` element is solid and of this colour.
fn is_solid(fill: &str, colour: &str) -> Result<bool> {
    let (mut cursor, _) = Cursor::root(fill)?;
    let Some(pattern) = cursor.child()? else {
        return Ok(false);
    };
    if pattern.attribute("patternType")?.as_deref() != Some("solid") {
        return Ok(false);
    }
    while let Some(part) = cursor.child()? {
        cursor.skip(&part)?;
        if part.is("fgColor") {
            let rgb = part.attribute("rgb")?.unwrap_or_default();
            // Programs differ in the transparency that they write before the colour.
            let shown = rgb.get(rgb.len().saturating_sub(6)..).unwrap_or_default();
            return Ok(shown.eq_ignore_ascii_case(colour));
        }
    }
    Ok(false)
}
