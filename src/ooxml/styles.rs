//! The styles part: for every style in use by a changed cell, the same style with a fill; and the few looks
//! that an added sheet needs.
//!
//! Old styles are never changed, because cells that stay as they are use them too.

use std::collections::BTreeMap;

use anyhow::{Result, ensure};

use super::markup::{Splices, Tag};
use super::pool::Pool;
use super::xml::Cursor;

/// The fills that every workbook begins with; Excel takes the first two for these whatever they say.
const RESERVED: [&str; 2] = ["none", "gray125"];

/// How a cell of an added sheet looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Look {
    /// Size in points.
    pub points: u32,
    /// In bold.
    pub bold: bool,
    /// Colour of the text, RRGGBB.
    pub ink: &'static str,
    /// Colour of the ground, if it has one.
    pub fill: Option<&'static str>,
    /// With a thin border.
    pub bordered: bool,
    /// `left`, `center` or `right`.
    pub align: &'static str,
}

/// The styles of a workbook and those that have been added; without a styles part, nothing.
pub struct PackageStyles {
    sheet: Option<Stylesheet>,
}

impl PackageStyles {
    /// Reads the styles part.
    pub fn read(source: Option<String>) -> Result<Self> {
        let sheet = source.map(Stylesheet::read);
        Ok(Self { sheet: sheet.transpose()?.flatten() })
    }

    /// The style that looks like this one, but with a fill of this colour, RRGGBB.
    pub fn filled(&mut self, style: u32, colour: &str) -> Result<u32> {
        let digits = colour.chars().all(|c| c.is_ascii_hexdigit());
        ensure!(digits && colour.len() == 6, "“{colour}”不是 RRGGBB 颜色");
        match &mut self.sheet {
            Some(sheet) => sheet.filled(style, colour),
            None => Ok(style),
        }
    }

    /// The style of a look; of none where it cannot be added.
    pub fn look(&mut self, look: &Look) -> Result<u32> {
        self.sheet.as_mut().map_or(Ok(0), |sheet| sheet.look(look))
    }

    /// The changed part, if anything was added.
    pub fn finish(self) -> Option<String> {
        self.sheet?.finish()
    }
}

struct Stylesheet {
    source: String,
    fonts: Option<Pool>,
    fills: Pool,
    borders: Option<Pool>,
    formats: Pool,
    /// The fill of each colour, where there is one.
    colours: BTreeMap<String, u32>,
    /// What has been asked for, and the answer.
    known: BTreeMap<(u32, String), u32>,
    /// The same for looks.
    looks: BTreeMap<Look, u32>,
}

impl Stylesheet {
    /// `None` if the part has no fills or no cell formats to which to add.
    fn read(source: String) -> Result<Option<Self>> {
        let (mut cursor, _) = Cursor::root(&source)?;
        let mut pools: BTreeMap<&str, Pool> = BTreeMap::new();
        while let Some(element) = cursor.child()? {
            match ["fonts", "fills", "borders", "cellXfs"].into_iter().find(|name| element.is(name)) {
                Some(name) => drop(pools.insert(name, Pool::read(&mut cursor, &element)?)),
                None => drop(cursor.skip(&element)?),
            }
        }
        let mut pool = |name| pools.remove(name);
        let (Some(fills), Some(formats)) = (pool("fills"), pool("cellXfs")) else {
            return Ok(None);
        };
        let (fonts, borders) = (pool("fonts"), pool("borders"));
        let mut colours = BTreeMap::new();
        // The reserved two are shown as none and as grey whatever colour they state.
        for (id, span) in (0..).zip(fills.items()).skip(RESERVED.len()) {
            if let Some(colour) = solid(&source[span.outer()])? {
                colours.entry(colour).or_insert(id);
            }
        }
        Ok(Some(Self {
            source,
            fonts,
            fills,
            borders,
            formats,
            colours,
            known: BTreeMap::new(),
            looks: BTreeMap::new(),
        }))
    }

    fn filled(&mut self, style: u32, colour: &str) -> Result<u32> {
        let asked = (style, colour.to_ascii_uppercase());
        if let Some(&known) = self.known.get(&asked) {
            return Ok(known);
        }
        // A number without a format is a fault of the document; it is left as it is.
        let Some(format) = self.formats.get(&self.source, style).map(str::to_owned) else {
            return Ok(style);
        };
        let (mut cursor, element) = Cursor::root(&format)?;
        let content = cursor.skip(&element)?.content();
        let old_fill = element.number("fillId")?.unwrap_or_default();
        // A cell that has the colour already keeps its style, so that patching twice changes nothing.
        let has_it = self.fills.get(&self.source, old_fill).map(solid).transpose()?.flatten() == Some(asked.1.clone());
        let filled = if has_it && old_fill as usize >= RESERVED.len() {
            style
        } else {
            let mut tag = element.tag()?;
            tag.set("fillId", &self.fill(&asked.1).to_string());
            // Says that the fill of this format counts, and not that of the named style behind it.
            tag.set("applyFill", "1");
            self.formats.number(&self.source, tag.around(&format[content]))
        };
        self.known.insert(asked, filled);
        Ok(filled)
    }

    /// The number of a fill, which may still have to be added.
    fn fill(&mut self, colour: &str) -> u32 {
        if let Some(&known) = self.colours.get(colour) {
            return known;
        }
        let p = self.fills.prefix().to_owned();
        // A document with fewer fills than the reserved ones would lose ours to them.
        for kind in RESERVED.iter().skip(self.fills.len()) {
            self.fills.push(format!("<{p}fill><{p}patternFill patternType=\"{kind}\"/></{p}fill>"));
        }
        let number = self.fills.push(format!(
            "<{p}fill><{p}patternFill patternType=\"solid\"><{p}fgColor rgb=\"FF{colour}\"/>\
             <{p}bgColor indexed=\"64\"/></{p}patternFill></{p}fill>"
        ));
        self.colours.insert(colour.to_owned(), number);
        number
    }

    fn look(&mut self, look: &Look) -> Result<u32> {
        if let Some(&known) = self.looks.get(look) {
            return Ok(known);
        }
        let added = self.add_look(look)?;
        self.looks.insert(*look, added);
        Ok(added)
    }

    fn add_look(&mut self, look: &Look) -> Result<u32> {
        let (Some(fonts), Some(borders)) = (&mut self.fonts, &mut self.borders) else { return Ok(0) };
        let p = self.formats.prefix().to_owned();
        let bold = if look.bold { format!("<{p}b/>") } else { String::new() };
        let font = format!(
            "<{p}font>{bold}<{p}sz val=\"{}\"/><{p}color rgb=\"FF{}\"/><{p}name val=\"宋体\"/><{p}charset val=\"134\"/></{p}font>",
            look.points, look.ink
        );
        let font = fonts.number(&self.source, font);
        let border = match look.bordered {
            true => borders.number(&self.source, thin_border(&p)),
            false => 0,
        };
        let fill = look.fill.map_or(0, |colour| self.fill(colour));
        let mut tag = Tag::new(&format!("{p}xf"));
        // 49 is text: what somebody types into a copied row stays as typed.
        let numbers = [("numFmtId", 49), ("fontId", font), ("fillId", fill), ("borderId", border), ("xfId", 0)];
        numbers.iter().for_each(|(name, number)| tag.set(name, &number.to_string()));
        let parts = ["NumberFormat", "Font", "Fill", "Border", "Alignment"];
        parts.iter().for_each(|part| tag.set(&format!("apply{part}"), "1"));
        // Figures stand off the border.
        let indent = if look.align == "right" { " indent=\"1\"" } else { "" };
        let alignment =
            format!("<{p}alignment horizontal=\"{}\" vertical=\"center\" wrapText=\"1\"{indent}/>", look.align);
        Ok(self.formats.number(&self.source, tag.around(&alignment)))
    }

    fn finish(self) -> Option<String> {
        let pools = [self.fonts, Some(self.fills), self.borders, Some(self.formats)];
        let grown: Vec<Pool> = pools.into_iter().flatten().filter(Pool::has_grown).collect();
        if grown.is_empty() {
            return None;
        }
        let mut splices = Splices::default();
        grown.iter().for_each(|pool| pool.append(&mut splices));
        Some(splices.apply(&self.source))
    }
}

fn thin_border(p: &str) -> String {
    let side = |name| format!("<{p}{name} style=\"thin\"><{p}color rgb=\"FFB4BCC6\"/></{p}{name}>");
    let sides: String = ["left", "right", "top", "bottom"].map(side).concat();
    format!("<{p}border>{sides}<{p}diagonal/></{p}border>")
}

/// The colour of a `fill` element that is solid.
fn solid(fill: &str) -> Result<Option<String>> {
    let (mut cursor, _) = Cursor::root(fill)?;
    let Some(pattern) = cursor.child()? else {
        return Ok(None);
    };
    if pattern.attribute("patternType")?.as_deref() != Some("solid") {
        return Ok(None);
    }
    while let Some(part) = cursor.child()? {
        cursor.skip(&part)?;
        if part.is("fgColor") {
            let rgb = part.attribute("rgb")?.unwrap_or_default();
            // Programs differ in the transparency that they write before the colour.
            let shown = rgb.get(rgb.len().saturating_sub(6)..).unwrap_or_default();
            return Ok(Some(shown.to_ascii_uppercase()).filter(|shown| shown.len() == 6));
        }
    }
    Ok(None)
}
