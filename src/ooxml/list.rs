//! A sheet added at the end of a workbook: a list whose rows lead to cells of the other sheets.

use anyhow::{Context, Result};

use super::address::{self, Position};
use super::markup::{Splices, Tag, escape};
use super::parts::Parts;
use super::relations::{self, Relations};
use super::styles::{Look, PackageStyles};
use super::workbook::WorkbookPart;
use super::xml::Cursor;
use super::{links, types};

/// A sheet to be added.
#[derive(Clone, Debug)]
pub struct ListSheet {
    /// Its name. A sheet of this name that is there already gives way to it.
    pub name: String,
    /// Widths of its columns in half-width characters.
    pub widths: Vec<u32>,
    /// Its rows from the top.
    pub rows: Vec<ListRow>,
    /// The row with the names of the columns, zero-based: it stays in sight.
    pub header: u32,
}

/// A row of an added sheet.
#[derive(Clone, Debug)]
pub struct ListRow {
    /// Height in points.
    pub height: u32,
    /// Its cells from the left. A row of one cell goes across all columns.
    pub cells: Vec<ListCell>,
}

/// A cell of an added sheet.
#[derive(Clone, Debug)]
pub struct ListCell {
    /// Its text, never taken for a formula.
    pub text: String,
    /// How it looks.
    pub look: Look,
    /// The cell it leads to: sheet, row, column.
    pub target: Option<(String, Position)>,
}

impl ListSheet {
    /// Adds the sheet to a workbook.
    pub fn write(&self, parts: &mut Parts, workbook: &WorkbookPart, styles: &mut PackageStyles) -> Result<()> {
        let book = parts.text(&workbook.part)?;
        let strict = relations::is_strict(&book);
        let text = self.part(strict, book.contains("bookViews"), styles)?;
        // A corrected workbook that was filed again has the list of the last round.
        if let Ok(sheet) = workbook.sheet(&self.name) {
            return parts.put(&sheet.part, text);
        }
        let folder = workbook.part.rsplit_once('/').map(|(folder, _)| format!("{folder}/")).unwrap_or_default();
        let part = parts.free_name(&format!("{folder}worksheets/sheet"), "xml");
        let mut links = Relations::of(parts, &workbook.part)?;
        let id = links.add("worksheet", &part, strict);
        types::add_part(parts, &part, types::SHEET)?;
        links.write(parts)?;
        parts.put(&part, text)?;
        parts.put(&workbook.part, self.named(&book, workbook, &id, strict)?)
    }

    /// The workbook part with the sheet's name.
    fn named(&self, source: &str, workbook: &WorkbookPart, id: &str, strict: bool) -> Result<String> {
        let (mut cursor, root) = Cursor::root(source)?;
        let root = root.tag()?;
        while let Some(element) = cursor.child()? {
            let span = cursor.skip(&element)?;
            if !element.is("sheets") {
                continue;
            }
            let namespace = relations::namespace(strict);
            let mut tag = Tag::new(&format!("{}sheet", root.prefix()));
            tag.set("name", &escape(&self.name).replace('"', "&quot;"));
            // The identifier may have gaps and need not follow the order of the tabs; only a used one would be damage.
            tag.set("sheetId", &(workbook.sheets.iter().map(|sheet| sheet.id).max().unwrap_or(0) + 1).to_string());
            match root.declared(namespace) {
                Some(prefix) => tag.set(&format!("{prefix}:id"), id),
                None => {
                    tag.set("xmlns:r", namespace);
                    tag.set("r:id", id);
                }
            }
            let mut splices = Splices::default();
            splices.append(span, &element.tag()?, tag.around(""));
            return Ok(splices.apply(source));
        }
        None.context("工作簿中没有工作表")
    }

    /// The sheet part. A view of a sheet belongs to a view of the book; without those, the header scrolls away.
    fn part(&self, strict: bool, has_views: bool, styles: &mut PackageStyles) -> Result<String> {
        // A strict workbook has its sheets in the strict namespace.
        let namespace = if strict { types::STRICT_MAIN } else { types::MAIN };
        let width = |(number, width): (u32, &u32)| {
            format!("<col min=\"{number}\" max=\"{number}\" width=\"{width}\" customWidth=\"1\"/>")
        };
        let columns: String = (1..).zip(&self.widths).map(width).collect();
        let Body { rows, merged, links } = self.body(styles)?;
        let list = |name: &str, children: &str| match children.is_empty() {
            true => String::new(),
            false => format!("<{name}>{children}</{name}>"),
        };
        Ok(format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<worksheet xmlns=\"{namespace}\">\
             <sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr>{}\
             <sheetFormatPr defaultRowHeight=\"14\"/>{}<sheetData>{rows}</sheetData>{}{}\
             <printOptions horizontalCentered=\"1\"/>\
             <pageMargins left=\"0.35\" right=\"0.35\" top=\"0.45\" bottom=\"0.55\" header=\"0.25\" footer=\"0.25\"/>\
             <pageSetup paperSize=\"9\" orientation=\"landscape\" fitToHeight=\"0\"/>\
             <headerFooter><oddFooter>&amp;R&amp;8第 &amp;P 页，共 &amp;N 页</oddFooter></headerFooter></worksheet>",
            if has_views { self.view() } else { String::new() },
            list("cols", &columns),
            list("mergeCells", &merged),
            list("hyperlinks", &links),
        ))
    }

    /// The view that keeps the header in sight.
    fn view(&self) -> String {
        let top = self.header + 1;
        format!(
            "<sheetViews><sheetView showGridLines=\"0\" workbookViewId=\"0\"><pane ySplit=\"{top}\" \
             topLeftCell=\"A{}\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews>",
            top + 1
        )
    }

    fn body(&self, styles: &mut PackageStyles) -> Result<Body> {
        let last = self.widths.len().saturating_sub(1) as u32;
        let mut body = Body::default();
        for (row, content) in (0..).zip(&self.rows) {
            body.rows.push_str(&format!("<row r=\"{}\" ht=\"{}\" customHeight=\"1\">", row + 1, content.height));
            for (column, cell) in (0..).zip(&content.cells) {
                body.rows.push_str(&cell.text((row, column), styles)?);
                body.links.extend(cell.link((row, column)));
            }
            body.rows.push_str("</row>");
            if content.cells.len() == 1 && last > 0 {
                body.merged.push_str(&format!("<mergeCell ref=\"A{}:{}\"/>", row + 1, address::name((row, last))));
            }
        }
        Ok(body)
    }
}

/// What stands in an added sheet, as elements.
#[derive(Default)]
struct Body {
    rows: String,
    merged: String,
    links: String,
}

impl ListCell {
    fn text(&self, at: Position, styles: &mut PackageStyles) -> Result<String> {
        let (name, style) = (address::name(at), styles.look(&self.look)?);
        Ok(match self.text.is_empty() {
            true => format!("<c r=\"{name}\" s=\"{style}\"/>"),
            false => {
                let text = escape(&self.text);
                format!(
                    "<c r=\"{name}\" s=\"{style}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is></c>"
                )
            }
        })
    }

    fn link(&self, at: Position) -> Option<String> {
        let (sheet, cell) = self.target.as_ref()?;
        Some(links::link("", at, &links::location(sheet, *cell)))
    }
}
