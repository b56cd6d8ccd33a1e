//! Source locations: the cell of a sheet, or a passage of a report.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// A cell's position, zero-based; shown as `G8`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Address {
    /// Row, 0 for the first.
    pub row: u32,
    /// Column, 0 for `A`.
    pub column: u32,
}

impl Address {
    /// The cell at this zero-based row and column.
    pub fn new(row: u32, column: u32) -> Address {
        Address { row, column }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", column_name(self.column), self.row + 1)
    }
}

/// `A`, `B`, … `AA` for a zero-based column.
pub fn column_name(column: u32) -> String {
    let mut name = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        let letter = u8::try_from((rest - 1) % 26).expect("below 26");
        name.push(char::from(b'A' + letter));
        rest = (rest - 1) / 26;
    }
    name.iter().rev().collect()
}

/// A merged range; its text stands in the first cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Region {
    /// Top-left cell.
    pub first: Address,
    /// Bottom-right cell.
    pub last: Address,
}

impl Region {
    /// Whether the cell lies inside.
    pub fn contains(&self, cell: Address) -> bool {
        (self.first.row..=self.last.row).contains(&cell.row)
            && (self.first.column..=self.last.column).contains(&cell.column)
    }
}

/// Where something stands: file, sheet and cell, or file and sentence.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// File, relative to the folder given.
    pub file: Arc<str>,
    /// Sheet name; empty for a report.
    pub sheet: Arc<str>,
    /// Cell (top-left of its region).
    pub cell: Option<Address>,
    /// Where it stands in a report, with the sentence.
    pub sentence: Option<Passage>,
}

/// A passage of a report: the sentence, and the figure in it that something is said about.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Passage {
    /// Page, where the file has pages.
    pub page: Option<u32>,
    /// Number of the paragraph, from 1; 0 where it is not known.
    pub paragraph: u32,
    /// First character of the figure in its paragraph, and the one after its last.
    pub figure: (u32, u32),
    /// The sentence as it stands in the report.
    pub text: Arc<str>,
}

impl From<&str> for Passage {
    fn from(sentence: &str) -> Passage {
        Passage { page: None, paragraph: 0, figure: (0, 0), text: sentence.into() }
    }
}

impl Deref for Passage {
    type Target = str;
    fn deref(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Passage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Place {
    /// Another cell on the same sheet.
    pub fn at(&self, cell: Address) -> Place {
        Place { cell: Some(cell), sentence: None, ..self.clone() }
    }

    /// The cell as `G8`; in a report the page or the paragraph.
    pub fn cell_name(&self) -> String {
        match (&self.cell, &self.sentence) {
            (Some(cell), _) => cell.to_string(),
            (None, Some(Passage { page: Some(page), .. })) => format!("第{page}页"),
            (None, Some(quotation)) if quotation.paragraph > 0 => format!("第{}段", quotation.paragraph),
            _ => String::new(),
        }
    }

    /// The cell with its sheet, `自评表!G8`; in a report the page or the paragraph alone.
    pub fn on_sheet(&self) -> String {
        if self.sheet.is_empty() { self.cell_name() } else { format!("{}!{}", self.sheet, self.cell_name()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_read_as_in_a_spreadsheet() {
        let names: Vec<String> =
            [0, 25, 26, 701, 702].iter().map(|&column| Address::new(7, column).to_string()).collect();
        assert_eq!(names, ["A8", "Z8", "AA8", "ZZ8", "AAA8"]);
    }
}
