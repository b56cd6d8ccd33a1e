//! Where the rows, cells and formulas of a sheet stand in the text of its part.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail, ensure};

use super::address::{self, Area, Position};
use super::markup::Tag;
use super::xml::{Cursor, Element, Span};

/// The cells of a sheet.
pub struct Grid<'a> {
    /// The `sheetData` element.
    pub data: Span,
    /// Its start tag.
    pub tag: Tag,
    /// By number, zero-based.
    pub rows: BTreeMap<u32, GridRow<'a>>,
    columns: Vec<GridColumns>,
}

/// One `row` element.
pub struct GridRow<'a> {
    /// Where it stands.
    pub span: Span,
    /// Its start tag.
    pub element: Element<'a>,
    /// By column, zero-based.
    pub cells: BTreeMap<u32, GridCell>,
}

/// One `c` element.
pub struct GridCell {
    /// Where it stands.
    pub span: Span,
    /// Boxed because most cells have none.
    pub formula: Option<Box<GridFormula>>,
}

/// One `f` element.
pub struct GridFormula {
    /// Where it stands.
    pub span: Span,
    /// How it depends on other cells' formulas.
    pub kind: GridKind,
}

/// How a formula depends on those of other cells.
pub enum GridKind {
    /// Not at all.
    Plain,
    /// It belongs to a group; the text is written in one cell of the group only, its master.
    Shared { group: u32, text: String },
    /// It fills a whole area, as array formulas and data tables do.
    Area(Area),
}

/// Neighbouring columns with one default style.
struct GridColumns {
    first: u32,
    last: u32,
    style: u32,
}

impl<'a> Grid<'a> {
    /// Finds the cells in a sheet part.
    ///
    /// # Errors
    /// The sheet has no cells at all (a chart sheet), or rows and cells contradict their addresses.
    pub fn read(source: &'a str) -> Result<Self> {
        let (mut cursor, _) = Cursor::root(source)?;
        let mut columns = Vec::new();
        while let Some(element) = cursor.child()? {
            if element.is("sheetData") {
                let rows = read_rows(&mut cursor)?;
                return Ok(Self { data: cursor.span(&element), tag: element.tag()?, rows, columns });
            } else if element.is("cols") {
                columns = read_columns(&mut cursor)?;
            } else {
                cursor.skip(&element)?;
            }
        }
        bail!("不是有单元格的工作表")
    }

    /// A cell, if it is there.
    pub fn cell(&self, (row, column): Position) -> Option<&GridCell> {
        self.rows.get(&row)?.cells.get(&column)
    }

    /// The cells that have a formula, row by row.
    pub fn formulas(&self) -> impl Iterator<Item = (Position, &GridFormula)> {
        self.rows.iter().flat_map(|(&row, found)| {
            let cells = found.cells.iter();
            cells.filter_map(move |(&column, cell)| Some(((row, column), cell.formula.as_deref()?)))
        })
    }

    /// The style that a cell takes which is not there yet: its row's, else its column's.
    pub fn default_style(&self, (row, column): Position) -> Result<u32> {
        if let Some(GridRow { element, .. }) = self.rows.get(&row)
            && element.flag("customFormat")?
        {
            return Ok(element.number("s")?.unwrap_or_default());
        }
        let mut columns = self.columns.iter();
        let found = columns.find(|c| (c.first..=c.last).contains(&column));
        Ok(found.map_or(0, |columns| columns.style))
    }
}

fn read_columns(cursor: &mut Cursor) -> Result<Vec<GridColumns>> {
    let mut columns = Vec::new();
    while let Some(element) = cursor.child()? {
        cursor.skip(&element)?;
        let [first, last, style] = ["min", "max", "style"].map(|name| element.number(name));
        let (Some(first), Some(last)) = (first?, last?) else {
            continue;
        };
        columns.push(GridColumns {
            first: first.saturating_sub(1),
            last: last.saturating_sub(1),
            style: style?.unwrap_or_default(),
        });
    }
    Ok(columns)
}

fn read_rows<'a>(cursor: &mut Cursor<'a>) -> Result<BTreeMap<u32, GridRow<'a>>> {
    let mut rows = BTreeMap::new();
    let mut next = 0;
    while let Some(element) = cursor.child()? {
        if !element.is("row") {
            cursor.skip(&element)?;
            continue;
        }
        let (named, cells) = read_cells(cursor)?;
        let span = cursor.span(&element);
        // `r` may be left out of rows and of cells, by the standard.
        let number = row_number(&element, named)?.unwrap_or(next);
        ensure!(number < address::LIMITS.0, "行号 {number} 超出范围");
        next = number + 1;
        let row = GridRow { span, element, cells };
        let twice = rows.insert(number, row).is_some();
        // Which of two equal rows a program shows is not defined, so that a correction could miss the visible one.
        ensure!(!twice, "第 {next} 行重复出现");
    }
    Ok(rows)
}

/// The number that the row or, failing that, its cells state; a row without follows the one
/// before it.
fn row_number(row: &Element, named: Option<u32>) -> Result<Option<u32>> {
    let Some(number) = row.number("r")? else {
        return Ok(named);
    };
    let number = number.checked_sub(1).context("行号为 0")?;
    let agrees = named.is_none_or(|named| named == number);
    ensure!(agrees, "第 {} 行中有其他行的单元格", number + 1);
    Ok(Some(number))
}

/// The cells of a row by column, and the row that their addresses name.
fn read_cells(cursor: &mut Cursor) -> Result<(Option<u32>, BTreeMap<u32, GridCell>)> {
    let mut cells = BTreeMap::new();
    let mut row = None;
    // A cell without an address follows the one before it.
    let mut next = 0;
    while let Some(element) = cursor.child()? {
        if !element.is("c") {
            cursor.skip(&element)?;
            continue;
        }
        let mut column = next;
        if let Some(position) = position_of(&element)? {
            ensure!(*row.get_or_insert(position.0) == position.0, "同一行中单元格的行号不一致");
            column = position.1;
        }
        next = column + 1;
        let formula = read_cell(cursor)?.map(Box::new);
        let span = cursor.span(&element);
        let twice = cells.insert(column, GridCell { span, formula }).is_some();
        ensure!(!twice, "同一行中有两个第 {next} 列的单元格");
    }
    Ok((row, cells))
}

fn position_of(cell: &Element) -> Result<Option<Position>> {
    let Some(name) = cell.attribute("r")? else {
        return Ok(None);
    };
    let position = address::parse(&name);
    position.map(Some).with_context(|| format!("“{name}”不是单元格地址"))
}

fn read_cell(cursor: &mut Cursor) -> Result<Option<GridFormula>> {
    let mut formula = None;
    while let Some(element) = cursor.child()? {
        if element.is("f") {
            formula = Some(read_formula(cursor, &element)?);
        } else {
            cursor.skip(&element)?;
        }
    }
    Ok(formula)
}

fn read_formula(cursor: &mut Cursor, element: &Element) -> Result<GridFormula> {
    let text = cursor.text()?;
    let span = cursor.span(element);
    let kind = match element.attribute("t")?.as_deref() {
        Some("shared") => GridKind::Shared { group: element.number("si")?.context("共享公式没有编号")?, text },
        // Spilled formulas of Excel 365 are stored as arrays too.
        Some("array" | "dataTable") => {
            let area = element.attribute("ref")?;
            let area = area.as_deref().and_then(Area::parse);
            GridKind::Area(area.context("数组公式没有区域")?)
        }
        _ => GridKind::Plain,
    };
    Ok(GridFormula { span, kind })
}

/// Whether a sheet part has a formula, without looking further than the first.
pub fn has_formula(source: &str) -> Result<bool> {
    let (mut cursor, _) = Cursor::root(source)?;
    while let Some(element) = cursor.child()? {
        if element.is("sheetData") {
            return any_formula(&mut cursor);
        }
        cursor.skip(&element)?;
    }
    Ok(false)
}

fn any_formula(cursor: &mut Cursor) -> Result<bool> {
    while let Some(_row) = cursor.child()? {
        while let Some(_cell) = cursor.child()? {
            while let Some(element) = cursor.child()? {
                if element.is("f") {
                    return Ok(true);
                }
                cursor.skip(&element)?;
            }
        }
    }
    Ok(false)
}
