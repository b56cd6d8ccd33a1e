//! The styles of an .ods document: of columns, rows and cells, with the number formats that they name.

use std::collections::HashMap;

use anyhow::Result;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use rust_decimal::Decimal;

use super::length::{characters, inches};
use crate::read::looks::{Across, CellLook, Upright};

/// What styles say, by their names.
#[derive(Default)]
pub struct OdsStyles {
    /// Widths in characters.
    pub columns: HashMap<String, Decimal>,
    /// Heights in points.
    pub rows: HashMap<String, Decimal>,
    /// Looks of cells.
    pub cells: HashMap<String, CellLook>,
    /// Codes of number formats.
    codes: HashMap<String, String>,
}

/// The style that is being read.
#[derive(Default)]
struct Open {
    name: String,
    family: String,
    look: CellLook,
    /// The number format that is being read.
    code: Option<Code>,
}

/// A number format, put together from its parts.
#[derive(Default)]
struct Code {
    name: String,
    text: String,
}

impl OdsStyles {
    /// Adds the styles of a part; those of an earlier part may be named as parents.
    pub fn read(&mut self, xml: &str) -> Result<()> {
        let mut reader = Reader::from_str(xml);
        let mut open = Open::default();
        loop {
            match reader.read_event()? {
                Event::Start(tag) => self.start(&tag, &mut open),
                Event::Empty(tag) => {
                    self.start(&tag, &mut open);
                    self.end(tag.local_name().as_ref(), &mut open);
                }
                Event::Text(text) => {
                    if let Some(code) = open.code.as_mut().filter(|_| !text.trim().is_empty()) {
                        code.text.push_str(&quoted(&text));
                    }
                }
                Event::End(tag) => self.end(tag.local_name().as_ref(), &mut open),
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    fn start(&mut self, tag: &BytesStart, open: &mut Open) {
        let of = |name: &str| attribute(tag, name);
        match tag.local_name().as_ref() {
            "style" => {
                open.name = of("style:name").unwrap_or_default();
                open.family = of("style:family").unwrap_or_default();
                let parent = of("style:parent-style-name").and_then(|parent| self.cells.get(&parent)).cloned();
                open.look = parent.unwrap_or_default();
                if let Some(code) = of("style:data-style-name").and_then(|name| self.codes.get(&name)) {
                    open.look.code = code.clone();
                }
            }
            "table-column-properties" => {
                let width = of("style:column-width").and_then(|width| inches(&width)).map(characters);
                self.columns.extend(width.map(|width| (open.name.clone(), width)));
            }
            "table-row-properties" => {
                let height = of("style:row-height").and_then(|height| inches(&height));
                let points = height.map(|height| (height * Decimal::from(72)).round_dp(2));
                self.rows.extend(points.map(|points| (open.name.clone(), points)));
            }
            "table-cell-properties" => cell(&mut open.look, of),
            "paragraph-properties" => open.look.across = across(of("fo:text-align").as_deref(), open.look.across),
            "text-properties" => text(&mut open.look, of),
            "number-style" | "percentage-style" | "text-style" => {
                open.code = of("style:name").map(|name| Code { name, text: String::new() });
            }
            "number" => {
                if let Some(code) = &mut open.code {
                    let digits = of("number:decimal-places").and_then(|digits| digits.parse().ok()).unwrap_or(0);
                    let grouped = of("number:grouping").as_deref() == Some("true");
                    code.text.push_str(if grouped { "#,##0" } else { "0" });
                    code.text.push_str(&if digits > 0 { format!(".{}", "0".repeat(digits)) } else { String::new() });
                    // General counts as a number without a fixed number of digits.
                    if of("number:decimal-places").is_none() && !grouped {
                        code.text.clear();
                    }
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str, open: &mut Open) {
        match name {
            "style" if open.family == "table-cell" => {
                self.cells.insert(std::mem::take(&mut open.name), std::mem::take(&mut open.look));
            }
            "number-style" | "percentage-style" | "text-style" => {
                if let Some(code) = open.code.take() {
                    let text = if name == "text-style" { "@".to_string() } else { code.text };
                    self.codes.insert(code.name, text);
                }
            }
            _ => {}
        }
    }
}

/// Text within a number format: a percent sign counts, other text is shown as it is.
fn quoted(text: &str) -> String {
    match text.trim() {
        sign @ ("%" | "-" | "(" | ")" | " ") => sign.to_string(),
        other => format!("\"{}\"", other.replace('"', "")),
    }
}

fn cell(look: &mut CellLook, of: impl Fn(&str) -> Option<String>) {
    if let Some(all) = of("fo:border") {
        look.borders = [border(&all); 4];
    }
    for (side, name) in look.borders.iter_mut().zip(["left", "right", "top", "bottom"]) {
        if let Some(line) = of(&format!("fo:border-{name}")) {
            *side = border(&line);
        }
    }
    if let Some(ground) = of("fo:background-color") {
        look.fill = colour(&ground);
    }
    if let Some(wrap) = of("fo:wrap-option") {
        look.wrapped = wrap == "wrap";
    }
    look.upright = match of("style:vertical-align").as_deref() {
        Some("top") => Upright::Top,
        Some("middle") => Upright::Centre,
        Some(_) => Upright::Bottom,
        None => look.upright,
    };
}

fn text(look: &mut CellLook, of: impl Fn(&str) -> Option<String>) {
    if let Some(points) = of("fo:font-size").and_then(|size| inches(&size)) {
        let twips = (points * Decimal::from(1440)).round();
        look.twips = u16::try_from(twips).unwrap_or(look.twips);
    }
    // Chinese text takes the font for Asian text.
    if let Some(font) = of("style:font-name-asian").or_else(|| of("style:font-name")) {
        look.font = font.trim_end_matches(|c: char| c.is_ascii_digit()).to_string();
    }
    if let Some(weight) = of("fo:font-weight") {
        look.bold = weight == "bold" || weight.parse().is_ok_and(|weight: u32| weight >= 600);
    }
    if let Some(style) = of("fo:font-style") {
        look.italic = style == "italic";
    }
    if let Some(ink) = of("fo:color") {
        look.ink = colour(&ink);
    }
}

fn across(align: Option<&str>, known: Across) -> Across {
    match align {
        Some("center") => Across::Centre,
        Some("end" | "right") => Across::Right,
        Some("start" | "left") => Across::Left,
        _ => known,
    }
}

/// `0.75pt solid #000000` as the number that .xls files give such a border.
fn border(line: &str) -> u8 {
    let width = line.split_whitespace().find_map(inches).unwrap_or_default();
    let is = |kind: &str| line.split_whitespace().any(|word| word == kind);
    let point = Decimal::ONE / Decimal::from(72);
    match () {
        () if is("none") || line.trim().is_empty() => 0,
        () if is("double") || is("double-thin") => 6,
        () if is("dashed") || is("fine-dashed") => 3,
        () if is("dotted") => 4,
        () if width > point * Decimal::from(2) => 5,
        () if width > point * Decimal::new(12, 1) => 2,
        () if width < point * Decimal::new(3, 1) => 7,
        () => 1,
    }
}

fn colour(text: &str) -> Option<u32> {
    u32::from_str_radix(text.strip_prefix('#')?, 16).ok()
}

/// An attribute by its name with prefix; programs do not vary these prefixes.
pub fn attribute(tag: &BytesStart, name: &str) -> Option<String> {
    let found = tag.attributes().flatten().find(|attribute| attribute.key.as_ref() == name);
    found.and_then(|attribute| Some(attribute.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned()))
}
