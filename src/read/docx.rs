//! .docx → paragraphs: body, tables and text boxes; what tracked changes have deleted is left out.

use std::ops::Range;

use anyhow::{Context, Result, anyhow, bail};

use crate::limits;
use crate::limits::deadline::check_time;
use crate::ooxml::parts::Parts;
use crate::ooxml::xml::{Cursor, Element};
use crate::read::document::Paragraph;

/// A piece of a paragraph's text, and the run that it stands in.
#[derive(Debug, Clone)]
pub struct Piece {
    /// Its characters.
    pub text: String,
    /// The bytes of the run.
    pub run: Range<usize>,
    /// The bytes of the run's properties.
    pub properties: Option<Range<usize>>,
    /// The run holds this text and nothing else, so that it can be parted.
    pub alone: bool,
}

/// The paragraphs of a package.
pub fn paragraphs(bytes: &[u8]) -> Result<Vec<Paragraph>> {
    let read = || -> Result<Vec<Paragraph>> {
        let mut parts = Parts::open(bytes)?;
        let main = main_part(&mut parts)?;
        let source = parts.text(&main)?;
        Ok(walk(&source)?.into_iter().map(|(paragraph, _)| paragraph).collect())
    };
    read().map_err(|error| match error.is::<limits::Exceeded>() {
        true => error, // it says itself what to do
        false => anyhow!("文件已损坏或不是 Word 文档（{error:#}），请用 WPS 或 Word 打开，另存为 .docx 后重报"),
    })
}

/// The part that holds the text.
pub fn main_part(parts: &mut Parts) -> Result<String> {
    let relations = parts.text("_rels/.rels").unwrap_or_default();
    let stated = targets(&relations).ok().and_then(|targets| {
        targets.into_iter().find(|(kind, _)| kind.ends_with("/officeDocument")).map(|(_, target)| target)
    });
    let main = stated.map_or("word/document.xml".to_string(), |target| target.trim_start_matches('/').to_string());
    if !parts.has(&main) || !main.starts_with("word/") && !main.contains("document") {
        bail!("其中没有正文");
    }
    Ok(main)
}

/// Type and target of every relationship.
pub fn targets(relations: &str) -> Result<Vec<(String, String)>> {
    let mut targets = Vec::new();
    let (mut cursor, _) = Cursor::root(relations)?;
    while let Some(relation) = cursor.child()? {
        let attribute = |name: &str| {
            relation.attribute(name).map(|value| value.map(|value| value.into_owned()).unwrap_or_default())
        };
        targets.push((attribute("Type")?, attribute("Target")?));
        cursor.skip(&relation)?;
    }
    Ok(targets)
}

/// The paragraphs that hold text, with their pieces.
pub fn walk(source: &str) -> Result<Vec<(Paragraph, Vec<Piece>)>> {
    let (mut cursor, _) = Cursor::root(source).context("正文有错")?;
    let mut walker = Walker { cursor: &mut cursor, open: Vec::new(), done: Vec::new(), tables: 0 };
    walker.children(0)?;
    let mut found = walker.done;
    found.retain(|(paragraph, _)| !paragraph.text.trim().is_empty());
    for (number, (paragraph, _)) in (1u32..).zip(&mut found) {
        paragraph.number = number;
    }
    Ok(found)
}

struct Walker<'c, 'a> {
    cursor: &'c mut Cursor<'a>,
    /// Paragraphs that have begun; a text box stands inside another one.
    open: Vec<(Paragraph, Vec<Piece>)>,
    done: Vec<(Paragraph, Vec<Piece>)>,
    tables: usize,
}

impl<'a> Walker<'_, 'a> {
    /// Everything inside the element entered last.
    fn children(&mut self, depth: usize) -> Result<()> {
        check_time();
        limits::count("正文内", "层嵌套的元素", depth, limits::DEPTH)?;
        limits::count("正文内", "个段落", self.done.len(), limits::PARAGRAPHS)?;
        while let Some(child) = self.cursor.child()? {
            self.element(&child, depth)?;
        }
        Ok(())
    }

    fn element(&mut self, child: &Element<'a>, depth: usize) -> Result<()> {
        match () {
            () if child.is("p") => self.paragraph(depth),
            () if child.is("r") => self.run(child, depth),
            () if child.is("tbl") => {
                self.tables += 1;
                self.children(depth + 1)?;
                self.tables -= 1;
                Ok(())
            }
            () if child.is("numPr") => {
                self.open.iter_mut().last().into_iter().for_each(|(paragraph, _)| paragraph.numbered = true);
                self.cursor.skip(child).map(drop)
            }
            // The old form of a drawing repeats the text of the new one.
            () if ["del", "moveFrom", "Fallback", "instrText", "rPr", "sectPr", "tblPr"]
                .iter()
                .any(|name| child.is(name)) =>
            {
                self.cursor.skip(child).map(drop)
            }
            () => self.children(depth + 1),
        }
    }

    fn paragraph(&mut self, depth: usize) -> Result<()> {
        self.open.push((Paragraph { in_table: self.tables > 0, ..Paragraph::default() }, Vec::new()));
        self.children(depth + 1)?;
        self.done.extend(self.open.pop());
        Ok(())
    }

    fn run(&mut self, run: &Element<'a>, depth: usize) -> Result<()> {
        let mut texts = Vec::new();
        let mut properties = None;
        let mut others = 0;
        while let Some(child) = self.cursor.child()? {
            if child.is("t") {
                texts.push(self.cursor.text()?);
            } else if child.is("rPr") {
                properties = Some(self.cursor.skip(&child)?.outer());
            } else {
                others += 1;
                if ["tab", "br", "cr"].iter().any(|name| child.is(name)) {
                    texts.push(" ".to_string());
                }
                self.element(&child, depth + 1)?;
            }
        }
        let span = self.cursor.span(run).outer();
        let alone = others == 0 && texts.len() == 1;
        let Some((paragraph, pieces)) = self.open.last_mut() else { return Ok(()) };
        for text in texts.into_iter().filter(|text| !text.is_empty()) {
            paragraph.text.push_str(&text);
            pieces.push(Piece { text, run: span.clone(), properties: properties.clone(), alone });
        }
        Ok(())
    }
}
