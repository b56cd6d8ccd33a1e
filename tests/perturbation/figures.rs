//! The same figure stored or typed in another way.

use rust_decimal::Decimal;
use ziping::model::figure::{CellEncoding, Figure, Unit};
use ziping::model::form::Entry;
use ziping::model::place::Address;
use ziping::read::{Cell, NumberFormat, Sheet, Value};

use super::dice::Dice;
use super::scene::{Change, Scene, same};
use super::{grid, wording};

/// A figure that can be typed anew without losing what stands around it, and its cell.
pub struct Stated<'a> {
    pub address: Address,
    pub cell: &'a Cell,
    pub figure: &'a Figure,
}

pub fn stated<'a>(sheet: &'a Sheet, entry: &'a Entry) -> Option<Stated<'a>> {
    let figure = entry.figure()?;
    let address = entry.place.cell?;
    let bare = match &figure.stored {
        CellEncoding::Text { prefix, suffix, .. } => prefix.is_empty() && matches!(suffix.as_str(), "" | "%"),
        CellEncoding::Number { .. } => true,
    };
    bare.then_some(Stated { address, cell: sheet.cells.get(&address)?, figure })
}

/// Retypes some of the figures that can be typed another way.
fn retype(
    scene: &Scene,
    dice: &mut Dice,
    other: impl Fn(&Stated, &mut Dice) -> Option<(Value, NumberFormat)>,
) -> Option<Change> {
    let form = scene.form(dice)?;
    let total = form.total.iter().flat_map(|row| row.entries.values());
    let entries = form.entries().map(|(.., entry)| entry).chain(total);
    let stated = entries.filter_map(|entry| stated(&scene.sheet, entry));
    let retyped: Vec<(Address, Cell)> = stated
        .filter_map(|stated| other(&stated, dice).map(|(value, format)| (stated.address, grid::cell(value, format))))
        .collect();
    let some = dice.some(retyped);
    some.first()?;
    let mut sheet = scene.sheet.clone();
    sheet.cells.extend(some);
    same(sheet)
}

fn is_number(cell: &Cell) -> bool {
    matches!(cell.value, Value::Number(_))
}

fn typed(text: String) -> Option<(Value, NumberFormat)> {
    Some((Value::Text(text), NumberFormat::default()))
}

/// The figure as a number that shows the same digits.
fn number(figure: &Figure) -> Option<(Value, NumberFormat)> {
    let percent = figure.unit == Unit::Percent;
    let value = if percent { figure.value * Decimal::new(1, 2) } else { figure.value };
    let decimals = u32::try_from(figure.own_decimals).ok()?;
    Some((Value::Number(value), NumberFormat::fixed(decimals, percent)))
}

pub fn as_text(scene: &Scene, dice: &mut Dice) -> Option<Change> {
    retype(scene, dice, |stated, _| is_number(stated.cell).then(|| typed(stated.figure.show())).flatten())
}

pub fn as_numbers(scene: &Scene, dice: &mut Dice) -> Option<Change> {
    retype(scene, dice, |stated, _| (!is_number(stated.cell)).then(|| number(stated.figure)).flatten())
}

/// `1,093.66`, with a half- or full-width comma.
pub fn with_separators(scene: &Scene, dice: &mut Dice) -> Option<Change> {
    retype(scene, dice, |stated, dice| {
        let shown = stated.figure.show();
        let (whole, fraction) =
            shown.split_once('.').map_or((shown.as_str(), None), |(whole, rest)| (whole, Some(rest)));
        let digits = whole.trim_start_matches('-');
        if digits.len() < 4 || !stated.figure.unit.is_money() {
            return None;
        }
        let mut grouped = String::new();
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index) % 3 == 0 {
                grouped.push_str(if dice.coin() { "," } else { "，" });
            }
            grouped.push(digit);
        }
        let sign = if whole.starts_with('-') { "-" } else { "" };
        typed(fraction.map_or(format!("{sign}{grouped}"), |fraction| format!("{sign}{grouped}.{fraction}")))
    })
}

pub fn full_width(scene: &Scene, dice: &mut Dice) -> Option<Change> {
    retype(scene, dice, |stated, _| typed(wording::full_width(&stated.figure.show())))
}

/// `95.65%` as text where it was a number, and a number in percent format where it was not.
pub fn percent_other_way(scene: &Scene, dice: &mut Dice) -> Option<Change> {
    retype(scene, dice, |stated, _| match stated.figure.unit {
        Unit::Percent if is_number(stated.cell) && stated.cell.format.percent => typed(stated.figure.show()),
        Unit::Percent => number(stated.figure),
        _ => None,
    })
}
