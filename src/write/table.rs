//! Tables before they are written: what stands in their cells, and how wide their columns are.

use rust_decimal::Decimal;

use crate::model::finding::Severity;
use crate::write::link::LinkTarget;
use crate::write::style::Align;
use crate::write::text_width;

/// What stands in a cell of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TableCell {
    /// Nothing, or a place to write by hand.
    Blank,
    /// Text as it is.
    Text(String),
    /// A number of things.
    Count(usize),
    /// A score as shown; written as a number if it is one.
    Score(Option<String>),
    /// A rate or share in percent; written as a number that is shown so.
    Percent(Decimal),
    /// A severity, in its colour.
    Level(Severity),
    /// Text that leads elsewhere, if there is somewhere to lead.
    Link(String, Option<Box<LinkTarget>>),
}

impl TableCell {
    /// Any text; of none, nothing.
    pub fn text(text: impl Into<String>) -> TableCell {
        TableCell::Text(text.into())
    }

    /// Text that leads elsewhere, if there is somewhere to lead.
    pub fn link(text: impl Into<String>, target: Option<LinkTarget>) -> TableCell {
        TableCell::Link(text.into(), target.map(Box::new))
    }

    /// As it is read.
    pub fn shown(&self) -> String {
        match self {
            TableCell::Blank => String::new(),
            TableCell::Text(text) | TableCell::Link(text, _) => text_width::safe(text),
            TableCell::Count(count) => count.to_string(),
            TableCell::Score(score) => score.as_deref().map_or_else(|| "—".to_string(), text_width::safe),
            TableCell::Percent(percent) => format!("{percent}%"),
            TableCell::Level(severity) => severity.name().to_string(),
        }
    }
}

/// A column of a table: its header, and between which widths (half-width characters) it may lie.
#[derive(Debug, Clone, Copy)]
pub struct TableColumn {
    /// Its header.
    pub title: &'static str,
    /// Its least width.
    pub least: usize,
    /// Its greatest width.
    pub most: usize,
    /// How its text stands.
    pub align: Align,
}

impl TableColumn {
    /// A column of words.
    pub const fn words(title: &'static str, least: usize, most: usize) -> TableColumn {
        TableColumn { title, least, most, align: Align::Left }
    }

    /// A column of codes, counts or names, centred.
    pub const fn short(title: &'static str, least: usize, most: usize) -> TableColumn {
        TableColumn { title, least, most, align: Align::Centre }
    }

    /// A column of figures as filed.
    pub const fn figures(title: &'static str, least: usize, most: usize) -> TableColumn {
        TableColumn { title, least, most, align: Align::Right }
    }
}

/// A table before it is written.
#[derive(Debug, Clone)]
pub struct Table {
    /// Its columns.
    pub columns: Vec<TableColumn>,
    /// Its rows, a cell for every column.
    pub rows: Vec<Vec<TableCell>>,
}

impl Table {
    /// The widths that its columns take.
    pub fn widths(&self) -> Vec<usize> {
        let width = |(index, column): (usize, &TableColumn)| {
            let texts =
                self.rows.iter().filter_map(|row| row.get(index)).map(|cell| text_width::width(&cell.shown()) + 2);
            texts.max().unwrap_or(0).clamp(column.least, column.most)
        };
        self.columns.iter().enumerate().map(width).collect()
    }
}

/// A score as a number, with its digits after the point.
pub fn number(text: &str) -> Option<(f64, usize)> {
    let text = text.trim();
    let plain = text.chars().all(|c| c.is_ascii_digit() || ".-".contains(c));
    let digits = text.split_once('.').map_or(0, |(_, digits)| digits.len());
    text.parse().ok().filter(|_| plain).map(|value| (value, digits))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_text_within_their_limits() {
        let columns = vec![
            TableColumn::words("项目", 8, 20),
            TableColumn::short("规则", 8, 20),
            TableColumn::figures("数", 4, 6),
        ];
        let row = vec![TableCell::text("年度资金总额"), TableCell::Blank, TableCell::text("1234567.89")];
        assert_eq!(Table { columns, rows: vec![row] }.widths(), [14, 8, 6]);
    }

    #[test]
    fn scores_are_read_with_their_digits() {
        assert_eq!(
            [number("98.50"), number("100"), number("优"), number("NaN")],
            [Some((98.5, 2)), Some((100.0, 0)), None, None]
        );
    }
}
