//! The same amounts in another unit, which may be stated anywhere a form states its unit.

use rust_decimal::Decimal;
use ziping::model::figure::{CellEncoding, Unit};
use ziping::model::form::{ColumnKind, Form};
use ziping::model::place::Address;
use ziping::read::{NumberFormat, Sheet, Value};

use super::dice::Dice;
use super::figures::{Stated, stated};
use super::grid;
use super::scene::{Change, Meaning, Scene, Spot, same};

/// Units by the number of zeros that they stand for.
const UNITS: [(&str, u32); 3] = [("元", 0), ("千元", 3), ("万元", 4)];

/// A form whose amounts were written in another unit, while no unit is stated any more.
struct Converted<'a> {
    sheet: Sheet,
    form: &'a Form,
    unit: &'static str,
    /// Where a unit was stated, with what stood there.
    stood: Vec<(Address, String)>,
}

fn convert<'a>(scene: &'a Scene, dice: &mut Dice) -> Option<Converted<'a>> {
    let form = scene.form(dice)?;
    let others: Vec<_> = UNITS.into_iter().filter(|(name, _)| *name != form.unit.name()).collect();
    let (unit, zeros) = *dice.pick(&others)?;
    let mut sheet = scene.sheet.clone();
    let amounts = form.entries().filter(|(_, _, measure, _)| measure.kind() == ColumnKind::Amount);
    for amount in amounts.filter_map(|(.., entry)| stated(&scene.sheet, entry)) {
        let own_unit = matches!(&amount.figure.stored, CellEncoding::Text { suffix, .. } if !suffix.is_empty());
        if amount.figure.unit == form.unit && !own_unit {
            let (value, format) = converted(&amount, form.unit, zeros);
            sheet.cells.insert(amount.address, grid::cell(value, format));
        }
    }
    let stood = stated_units(scene, form);
    for (cell, text) in &stood {
        let rest = without_unit(text, form.unit.name());
        if rest.trim().is_empty() {
            sheet.cells.remove(cell);
        } else {
            grid::put(&mut sheet, *cell, &rest);
        }
    }
    // A note that states the old unit would contradict the new one.
    let is_note = |text: &str| text.starts_with(['注', '说']) && text.contains("单位");
    let notes = scene.texts(form).into_iter().filter(|(_, text)| is_note(text));
    notes.for_each(|(cell, _)| drop(sheet.cells.remove(&cell)));
    Some(Converted { sheet, form, unit, stood })
}

/// An amount in another unit, with as many digits as it needs.
fn converted(amount: &Stated, from: Unit, zeros: u32) -> (Value, NumberFormat) {
    let other = Decimal::from(10_u64.pow(zeros));
    let value = (amount.figure.value * from.scale() / other).normalize();
    match (&amount.cell.value, amount.cell.format.decimals) {
        (Value::Number(_), Some(_)) => (Value::Number(value), NumberFormat::fixed(value.scale().max(2), false)),
        (Value::Number(_), None) => (Value::Number(value), NumberFormat::default()),
        _ => (Value::Text(value.to_string()), NumberFormat::default()),
    }
}

/// Above the figures, the cells in which the unit is stated.
fn stated_units(scene: &Scene, form: &Form) -> Vec<(Address, String)> {
    let figures = form.blocks.iter().flat_map(|block| &block.rows).filter_map(|row| row.place.cell);
    let end = figures.map(|cell| cell.row).min().unwrap_or(form.rows.end);
    let texts = scene.texts(form).into_iter().filter(|(cell, _)| cell.row < end);
    texts.filter(|(_, text)| without_unit(text, form.unit.name()) != *text).collect()
}

/// All ways in which forms state a unit, the longest first.
fn statements(unit: &str) -> Vec<String> {
    let labels = ["金额单位：", "金额单位:", "单位：", "单位:", "单位: "];
    let bare = labels.map(|label| format!("{label}{unit}"));
    let bracketed = bare.iter().map(|statement| format!("（{statement}）"));
    bracketed.chain(bare.clone()).chain([format!("（{unit}）"), format!("({unit})")]).collect()
}

fn without_unit(text: &str, unit: &str) -> String {
    statements(unit).iter().fold(text.to_string(), |text, statement| text.replace(statement.as_str(), ""))
}

/// Where the unit stood before.
pub fn in_place(scene: &Scene, dice: &mut Dice) -> Option<Change> {
    let Converted { mut sheet, form, unit, stood } = convert(scene, dice)?;
    stood.first()?;
    for (cell, text) in &stood {
        let (old, new) = (statements(form.unit.name()), statements(unit));
        let text = old.iter().zip(&new).fold(text.clone(), |text, (old, new)| text.replace(old.as_str(), new));
        grid::put(&mut sheet, *cell, &text);
    }
    same(sheet)
}

pub fn in_title(scene: &Scene, dice: &mut Dice) -> Option<Change> {
    let Converted { mut sheet, form, unit, .. } = convert(scene, dice)?;
    let (cell, _) = scene.title(form)?;
    let title = grid::text(&sheet, cell)?.to_string();
    let words = [format!("（单位：{unit}）"), format!("（{unit}）"), format!("\n金额单位：{unit}")];
    grid::put(&mut sheet, cell, &format!("{title}{}", dice.pick(&words)?));
    same(sheet)
}

/// At the left or right end of a row between the title and the form.
pub fn in_line(scene: &Scene, dice: &mut Dice) -> Option<Change> {
    let Converted { mut sheet, form, unit, .. } = convert(scene, dice)?;
    let (title, _) = scene.title(form)?;
    let columns = scene.extent(form).columns;
    let column = if dice.coin() { *columns.start() } else { *columns.end() };
    grid::insert_rows(&mut sheet, title.row + 1, 1);
    let words =
        [format!("单位：{unit}"), format!("金额单位：{unit}"), format!("单位: {unit}"), format!("（单位：{unit}）")];
    grid::put(&mut sheet, Address::new(title.row + 1, column), dice.pick(&words)?);
    same(sheet)
}

/// Behind the labels of the columns of amounts.
pub fn in_header(scene: &Scene, dice: &mut Dice) -> Option<Change> {
    let Converted { mut sheet, form, unit, .. } = convert(scene, dice)?;
    let (open, close) = *dice.pick(&[("（", "）"), ("(", ")"), ("\n（", "）")])?;
    let is_amount =
        |spot: &Spot| matches!(spot.meaning, Meaning::Measure(measure) if measure.kind() == ColumnKind::Amount);
    let labels: Vec<Address> = scene.spots(form).iter().filter(|spot| is_amount(spot)).map(|spot| spot.cell).collect();
    labels.first()?;
    for cell in labels {
        let label = grid::text(&sheet, cell)?.to_string();
        grid::put(&mut sheet, cell, &format!("{label}{open}{unit}{close}"));
    }
    same(sheet)
}

pub fn in_note(scene: &Scene, dice: &mut Dice) -> Option<Change> {
    let Converted { mut sheet, form, unit, .. } = convert(scene, dice)?;
    let extent = scene.extent(form);
    grid::insert_rows(&mut sheet, extent.rows.end, 1);
    let words = [
        format!("注：本表金额单位：{unit}"),
        format!("注：金额单位为{unit}。"),
        format!("说明：本表金额单位均为{unit}。"),
    ];
    grid::put(&mut sheet, Address::new(extent.rows.end, *extent.columns.start()), dice.pick(&words)?);
    same(sheet)
}
