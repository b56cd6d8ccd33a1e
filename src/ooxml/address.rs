//! Cell addresses such as `G8`, and areas such as `B2:D9`.

/// Row and column of a cell, zero-based.
pub type Position = (u32, u32);

/// The number of rows and of columns that a sheet can have.
pub const LIMITS: (u32, u32) = (1_048_576, 16_384);

/// The A1 name of a cell.
pub fn name((row, column): Position) -> String {
    let mut letters = String::new();
    let mut rest = column + 1;
    while rest > 0 {
        let digit = (rest - 1) % 26;
        letters.insert(0, char::from(b'A' + digit as u8));
        rest = (rest - 1) / 26;
    }
    format!("{letters}{}", row + 1)
}

/// The cell that an A1 name stands for, if it is one inside the limits of a sheet.
pub fn parse(name: &str) -> Option<Position> {
    let (letters, digits) = name.split_at(name.find(|c: char| c.is_ascii_digit())?);
    if !(1..=3).contains(&letters.len()) {
        return None;
    }
    let column = letters.bytes().try_fold(0, |sum, letter| {
        let letter = letter.to_ascii_uppercase();
        letter.is_ascii_uppercase().then(|| sum * 26 + u32::from(letter - b'A') + 1)
    })?;
    let row: u32 = digits.parse().ok()?;
    let inside = (1..=LIMITS.0).contains(&row) && column <= LIMITS.1;
    inside.then(|| (row - 1, column - 1))
}

/// A rectangle of cells, both corners included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    first: Position,
    last: Position,
}

impl Area {
    /// The area that `B2:D9`, or a single `B2`, stands for.
    pub fn parse(text: &str) -> Option<Self> {
        let (first, last) = text.split_once(':').unwrap_or((text, text));
        Some(Self { first: parse(first)?, last: parse(last)? })
    }

    /// The area from `first` to the outermost row and column of `cells`.
    pub fn spanning(first: Position, cells: impl Iterator<Item = Position>) -> Self {
        let last = cells.fold(first, |last, cell| (last.0.max(cell.0), last.1.max(cell.1)));
        Self { first, last }
    }

    /// Its first and its last cell.
    pub fn corners(&self) -> (Position, Position) {
        (self.first, self.last)
    }

    /// How many cells it has.
    pub fn cells(&self) -> u64 {
        let side = |first: u32, last: u32| u64::from(first.abs_diff(last)) + 1;
        side(self.first.0, self.last.0) * side(self.first.1, self.last.1)
    }

    /// Whether it is one cell only.
    pub fn is_cell(&self) -> bool {
        self.first == self.last
    }

    /// Whether the cell lies inside.
    pub fn contains(&self, (row, column): Position) -> bool {
        (self.first.0..=self.last.0).contains(&row) && (self.first.1..=self.last.1).contains(&column)
    }

    /// The area as written in a `ref` attribute.
    pub fn name(&self) -> String {
        if self.first == self.last {
            return name(self.first);
        }
        format!("{}:{}", name(self.first), name(self.last))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_positions_are_each_others_reverse() {
        for (position, text) in [
            ((0, 0), "A1"),
            ((7, 6), "G8"),
            ((9, 25), "Z10"),
            ((9, 26), "AA10"),
            ((0, 701), "ZZ1"),
            ((1_048_575, 16_383), "XFD1048576"),
        ] {
            assert_eq!(name(position), text);
            assert_eq!(parse(text), Some(position));
        }
    }

    #[test]
    fn what_is_no_cell_of_a_sheet_is_no_address() {
        for text in ["", "A", "1", "A0", "XFE1", "A1048577", "A1B", "ABCD1", "表1"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
