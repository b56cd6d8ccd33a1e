//! The drawings of comments. VML is old and often not well formed, so it is only added to at its end.

use anyhow::{Context, Result};

use super::address::Position;
use super::comments::Notes;

const NAMESPACES: &str = "xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\" \
     xmlns:x=\"urn:schemas-microsoft-com:office:excel\"";
/// The shape that comments have.
const KIND: &str = "<v:shapetype id=\"_x0000_t202\" coordsize=\"21600,21600\" o:spt=\"202\" path=\"m,l,21600r21600,l21600,xe\">\
     <v:stroke joinstyle=\"miter\"/><v:path gradientshapeok=\"t\" o:connecttype=\"rect\"/></v:shapetype>";
/// How shapes are numbered.
const SHAPE: &str = "_x0000_s";
/// Shapes of one sheet are numbered in blocks of so many.
const BLOCK: u32 = 1024;
/// About how many half-width characters a line of a comment takes.
const LINE: usize = 44;

/// A drawing with a shape for each of these cells; `sheet` numbers a new drawing.
pub fn with(drawing: Option<String>, cells: &[Position], notes: &Notes, sheet: u32) -> Result<String> {
    let drawing = drawing.unwrap_or_else(|| empty(sheet));
    if cells.is_empty() {
        return Ok(drawing);
    }
    // As text and from the end, for VML is often not well-formed XML.
    let end = drawing.rfind("</xml>").context("批注图形部件不完整")?;
    // The shapes of other programs may go by other prefixes.
    let declared = ["xmlns:v=", "xmlns:o=", "xmlns:x="].iter().all(|name| drawing.contains(name));
    let namespaces = if declared { String::new() } else { format!(" {NAMESPACES}") };
    // Shapes name their kind by its id, which the drawing has to define, and only once.
    let kind = if drawing.contains("\"_x0000_t202\"") {
        String::new()
    } else {
        KIND.replacen('>', &format!("{namespaces}>"), 1)
    };
    let first = last_shape(&drawing).unwrap_or(sheet.max(1) * BLOCK) + 1;
    let shapes = (first..).zip(cells).map(|(number, cell)| {
        let lines = notes.get(cell).map_or(1, |note| lines(note));
        shape(number, *cell, lines, &namespaces)
    });
    let shapes: String = shapes.collect();
    Ok(format!("{}{kind}{shapes}{}", &drawing[..end], &drawing[end..]))
}

fn empty(sheet: u32) -> String {
    let block = sheet.max(1);
    format!(
        "<xml {NAMESPACES}><o:shapelayout v:ext=\"edit\"><o:idmap v:ext=\"edit\" data=\"{block}\"/></o:shapelayout>{KIND}</xml>"
    )
}

/// The highest number of a shape.
fn last_shape(drawing: &str) -> Option<u32> {
    let numbers = drawing.match_indices(SHAPE).filter_map(|(at, _)| {
        let digits = drawing[at + SHAPE.len()..].split(|c: char| !c.is_ascii_digit()).next()?;
        digits.parse().ok()
    });
    numbers.max()
}

/// How many lines a text takes, on the careful side.
fn lines(text: &str) -> u32 {
    let width = |line: &str| line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
    text.lines().map(|line| width(line) as u32 / LINE as u32 + 1).sum()
}

/// A hidden box right of its cell, high enough for its text.
fn shape(number: u32, (row, column): Position, lines: u32, namespaces: &str) -> String {
    let (right, top) = (column + 1, row.saturating_sub(1));
    // 13 points a line, and 12 for the margins.
    let height = lines * 13 + 12;
    format!(
        "<v:shape id=\"{SHAPE}{number}\"{namespaces} type=\"#_x0000_t202\" style=\"position:absolute;margin-left:80pt;\
         margin-top:2pt;width:230pt;height:{height}pt;z-index:{};visibility:hidden\" fillcolor=\"#ffffe1\" o:insetmode=\"auto\">\
         <v:fill color2=\"#ffffe1\"/><v:shadow on=\"t\" color=\"black\" obscured=\"t\"/><v:path o:connecttype=\"none\"/>\
         <v:textbox style=\"mso-direction-alt:auto\"><div style=\"text-align:left\"></div></v:textbox>\
         <x:ClientData ObjectType=\"Note\"><x:MoveWithCells/><x:SizeWithCells/>\
         <x:Anchor>{right}, 15, {top}, 2, {}, 31, {}, 1</x:Anchor><x:AutoFill>False</x:AutoFill>\
         <x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>",
        number % BLOCK,
        right + 4,
        top + (height / 14).max(4),
    )
}
