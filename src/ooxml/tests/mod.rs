//! Whole packages patched, most of them made by hand to hold what ordinary writers seldom write.

mod cells;
mod comments;
mod formulas;
mod looks;
mod packages;

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::{CellEdit, Changes, address};
use crate::model::figure::NewValue;

const FILL: &str = "FFF2CC";
const STYLES: &str = r#"<styleSheet><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><cellXfs count="2"><xf numFmtId="0" fillId="0"/><xf numFmtId="10" fontId="3" fillId="0" borderId="1" applyAlignment="1"><alignment horizontal="center"/></xf></cellXfs><cellStyles/></styleSheet>"#;
const TYPES: &str = r#"<Types><Default Extension="xml" ContentType="a"/><Override PartName="/xl/calcChain.xml" ContentType="b"/></Types>"#;
const ROOT: &str = r#"<Relationships><Relationship Id="rId1" Type="http://x/extended-properties" Target="docProps/app.xml"/><Relationship Id="rId2" Type="http://x/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const RELATIONS: &str = r#"<Relationships><Relationship Id="rId1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://x/styles" Target="styles.xml"/><Relationship Id="rId3" Type="http://x/calcChain" Target="calcChain.xml"/></Relationships>"#;
const WORKBOOK: &str =
    r#"<workbook xmlns:r="x"><sheets><sheet name="表" sheetId="4" r:id="rId1"/></sheets><extLst/></workbook>"#;

/// The parts of a package, in order.
type Entries = Vec<(String, String)>;

/// A small package whose one sheet, 表, has this text.
fn entries(sheet: &str) -> Entries {
    let parts = [
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", ROOT),
        ("xl/workbook.xml", WORKBOOK),
        ("xl/_rels/workbook.xml.rels", RELATIONS),
        ("xl/worksheets/sheet1.xml", sheet),
        ("xl/styles.xml", STYLES),
        ("xl/media/seal.png", "印"),
    ];
    let owned = parts.map(|(name, text)| (name.to_owned(), text.to_owned()));
    owned.into()
}

/// The entries with one of them exchanged, or added at the end.
fn with(mut entries: Entries, name: &str, text: &str) -> Entries {
    entries.retain(|(known, _)| known != name);
    entries.push((name.to_owned(), text.to_owned()));
    entries
}

fn zip(entries: &Entries) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in entries {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn unzip(package: &[u8]) -> Entries {
    let mut archive = ZipArchive::new(Cursor::new(package)).unwrap();
    let indices = 0..archive.len();
    let read = |index| {
        let mut entry = archive.by_index(index).unwrap();
        let mut text = String::new();
        entry.read_to_string(&mut text).unwrap();
        (entry.name().unwrap().into_owned(), text)
    };
    indices.map(read).collect()
}

fn part(package: &[u8], name: &str) -> String {
    let mut entries = unzip(package).into_iter();
    entries.find(|(known, _)| known == name).unwrap().1
}

/// Makes edits, all with one fill.
fn patch(package: &[u8], edits: &[CellEdit], fill: &str) -> anyhow::Result<Vec<u8>> {
    let edits = edits.iter().map(|edit| CellEdit { fill: fill.to_owned(), ..edit.clone() }).collect();
    super::patch(package, &Changes { edits, ..Changes::default() })
}

/// An edit of 表, such as `set("G8", number("95.2"))`.
fn set(cell: &str, value: NewValue) -> CellEdit {
    let (row, column) = address::parse(cell).unwrap();
    CellEdit {
        sheet: "表".to_owned(),
        row,
        column,
        value: Some(value),
        keep_formula: false,
        fill: FILL.to_owned(),
        note: None,
        listed: None,
    }
}

/// The same, of a cell that keeps its formula.
fn renew(cell: &str, value: NewValue) -> CellEdit {
    CellEdit { keep_formula: true, ..set(cell, value) }
}

fn number(text: &str) -> NewValue {
    NewValue::Number(text.parse().unwrap())
}

fn text(text: &str) -> NewValue {
    NewValue::Text(text.to_owned())
}

/// What becomes of a sheet part.
fn sheet_after(sheet: &str, edits: &[CellEdit]) -> String {
    let package = patch(&zip(&entries(sheet)), edits, FILL).unwrap();
    part(&package, "xl/worksheets/sheet1.xml")
}

/// What becomes of the content of `sheetData`, in a workbook without styles.
fn data_after(data: &str, edits: &[CellEdit]) -> String {
    let sheet = format!("<worksheet><sheetData>{data}</sheetData></worksheet>");
    let plain = with(entries(&sheet), "xl/styles.xml", "<styleSheet/>");
    let package = patch(&zip(&plain), edits, FILL).unwrap();
    let after = part(&package, "xl/worksheets/sheet1.xml");
    let inner = after.strip_prefix("<worksheet><sheetData>");
    let inner = inner.and_then(|rest| rest.strip_suffix("</sheetData></worksheet>"));
    inner.unwrap().to_owned()
}

/// The message of a patch that fails.
fn refusal(entries: &Entries, edits: &[CellEdit]) -> String {
    format!("{:#}", patch(&zip(entries), edits, FILL).unwrap_err())
}
