//! Shared formulas: a group of cells whose formula is written out only in the first of them.
//!
//! When that cell gives its formula up for a value, the others would be left without one. The
//! next cell of the group then gets it, translated to where it stands.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use calamine::expand_shared_formula;

use super::address::{Area, Position};
use super::grid::{Grid, GridKind};
use super::markup::{Tag, escape};
use super::xml::{Cursor, Span};

/// The cells that share one formula.
struct SharedGroup<'g> {
    master: Position,
    text: &'g str,
    /// The other cells, row by row, with their `f` elements.
    members: Vec<(Position, Span)>,
}

/// The `f` elements that have to be written anew because the masters of their groups are `lost`.
pub fn reanchor(grid: &Grid, source: &str, lost: &BTreeSet<Position>) -> Result<BTreeMap<Position, String>> {
    let mut renewed = BTreeMap::new();
    for mut group in groups(grid) {
        // Cells that give their formulas up in the same patch need none.
        group.members.retain(|(cell, _)| !lost.contains(cell));
        if lost.contains(&group.master) {
            group.reanchor(source, &mut renewed)?;
        }
    }
    Ok(renewed)
}

fn groups<'g>(grid: &'g Grid) -> Vec<SharedGroup<'g>> {
    let mut groups: Vec<SharedGroup> = Vec::new();
    // A number may be used again further down, for another group.
    let mut latest = BTreeMap::new();
    for (position, formula) in grid.formulas() {
        let GridKind::Shared { group, text } = &formula.kind else {
            continue;
        };
        if !text.trim().is_empty() {
            latest.insert(group, groups.len());
            groups.push(SharedGroup { master: position, text, members: Vec::new() });
        } else if let Some(&index) = latest.get(group) {
            groups[index].members.push((position, formula.span));
        }
    }
    groups
}

impl SharedGroup<'_> {
    /// Makes the first remaining cell the master. Readers count from the corner of the area, so
    /// cells left of it cannot stay in the group: they get formulas of their own.
    fn reanchor(&self, source: &str, renewed: &mut BTreeMap<Position, String>) -> Result<()> {
        let Some(&(anchor, _)) = self.members.first() else {
            return Ok(());
        };
        let (inside, outside): (Vec<_>, Vec<_>) =
            self.members.iter().partition(|(cell, _)| cell.0 >= anchor.0 && cell.1 >= anchor.1);
        let area = Area::spanning(anchor, inside.iter().map(|(cell, _)| *cell));
        for &(cell, span) in inside.iter().take(1).chain(&outside) {
            let mut tag = tag_of(&source[span.outer()])?;
            if cell == anchor {
                tag.set("ref", &area.name());
            } else {
                tag.remove("t");
                tag.remove("si");
            }
            let text = translate(self.text, self.master, cell)?;
            renewed.insert(cell, tag.around(&escape(&text)));
        }
        Ok(())
    }
}

fn tag_of(element: &str) -> Result<Tag> {
    Cursor::root(element)?.1.tag()
}

/// The formula as it reads in another cell: relative references move along.
///
/// calamine moves them, but takes parts of sheet names and of Chinese words for references
/// (`'2022 B2'!C3`, `表A1!B2`), so it is given one word at a time, and only where a reference
/// can stand.
fn translate(formula: &str, from: Position, to: Position) -> Result<String> {
    let mut result = String::with_capacity(formula.len());
    let mut rest = formula;
    while let Some(first) = rest.chars().next() {
        let (token, after) = rest.split_at(token_length(rest, first));
        let (reference, other) = match after.chars().next() {
            _ if !is_word(first) || !token.is_ascii() => ("", token),
            // The name of a sheet, or of a table: it looks like a reference in `表A1!B2`.
            Some('!' | '[') => ("", token),
            // In `A1:INDEX(` only what stands before the function is a reference.
            Some('(') => token.split_at(token.rfind(':').unwrap_or_default()),
            _ => (token, ""),
        };
        result += &expand_shared_formula(reference, from, to)?;
        result += other;
        rest = after;
    }
    Ok(result)
}

/// The length of the quoted text, bracketed text, word or single character that `rest` begins with.
fn token_length(rest: &str, first: char) -> usize {
    let end = match first {
        '"' | '\'' => rest[1..].find(first).map(|end| end + 2),
        '[' => bracketed(rest),
        _ if is_word(first) => rest.find(|c| !is_word(c) && c != ':'),
        _ => Some(first.len_utf8()),
    };
    end.unwrap_or(rest.len())
}

fn bracketed(rest: &str) -> Option<usize> {
    let mut depth = 0;
    let closing = rest.char_indices().find(|(_, c)| {
        depth += i32::from(*c == '[') - i32::from(*c == ']');
        depth == 0
    });
    closing.map(|(at, _)| at + 1)
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '.' | '$' | '\\')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_relative_references_move() {
        for (formula, moved) in [
            ("A1+$A1+A$1+$A$1", "B3+$A3+B$1+$A$1"),
            ("SUM(A1:B2,A:A,1:1)", "SUM(B3:C4,B:B,3:3)"),
            ("LOG10(A1)&\"A1\"", "LOG10(B3)&\"A1\""),
            ("'2022 B2'!C3+Sheet1!C3", "'2022 B2'!D5+Sheet1!D5"),
            ("表A1!B2+预算A1+IF(A1>0,1E5,0.5)", "表A1!C4+预算A1+IF(B3>0,1E5,0.5)"),
            ("SUM(A1:INDEX(A1:A9,2):B2)", "SUM(B3:INDEX(B3:B11,2):C4)"),
            ("T1[[#This Row],[A1]]*[1]S1!A1", "T1[[#This Row],[A1]]*[1]S1!B3"),
            ("\"a\"\"A1\"&'it''s A1'!A1", "\"a\"\"A1\"&'it''s A1'!B3"),
        ] {
            assert_eq!(translate(formula, (0, 0), (2, 1)).unwrap(), moved);
        }
    }
}
