//! The funds of a form: amounts that add up, nothing overspent, the rate that follows and its points.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use ziping::model::form::{Block, Measure, Row};
use ziping::model::place::Address;
use ziping::read::Sheet;

use super::typing::{self, Hand, Points, chance, one, round};
use crate::perturbation::dice::Dice;

const COLUMNS: [Measure; 3] = [Measure::OriginalBudget, Measure::FinalBudget, Measure::Executed];
const NOTHING: [&str; 4] = ["", "—", "/", "0.00"];

/// 年初预算数, 全年预算数, 全年执行数 of a row, in 万元.
type Amounts = [Decimal; 3];

/// What the rest of the form needs to know.
pub struct Funds {
    pub rate_cell: Address,
    /// The rate as a person reads it.
    pub rate: Decimal,
    /// Weight and points of the rate, where the form scores it.
    pub points: Option<(Decimal, Points)>,
    /// The amounts of the whole are the same before and after adjustment.
    pub original_is_final: bool,
}

pub fn fill(sheet: &mut Sheet, block: &Block, dice: &mut Dice) -> Funds {
    let hand = Hand::new(dice);
    let total = block.row("funds_total").expect("年度资金总额");
    let parts: Vec<&Row> = block.rows.iter().filter(|row| !row.is("funds_total")).collect();
    let filled = amounts(parts.len(), &hand, dice);
    let sum = |index: usize| filled.iter().flatten().map(|amounts| amounts[index]).sum::<Decimal>();
    let whole = [sum(0), sum(1), sum(2)];
    // Only the total is stated: then there is nothing to add up.
    let total_only = chance(dice, 5);
    for (row, amounts) in parts.iter().zip(&filled).filter(|_| !total_only) {
        match amounts {
            Some(amounts) => write_part(sheet, row, amounts, &hand, dice),
            None => write_nothing(sheet, row, dice),
        }
    }
    write_amounts(sheet, total, &whole, &hand, dice);
    let (rate_cell, exact, rate) = write_rate(sheet, total, &whole, dice);
    let points = write_points(sheet, total, exact, rate, dice);
    Funds { rate_cell, rate, points, original_is_final: whole[0] == whole[1] }
}

/// Amounts of each part, at least one of them stated.
fn amounts(parts: usize, hand: &Hand, dice: &mut Dice) -> Vec<Option<Amounts>> {
    // Amounts are rounded before they are added up, or each by itself: an interval holds the true one either way.
    let rounds_first = dice.coin() && !hand.hides;
    let sure = usize::try_from(dice.below(u32::try_from(parts).expect("few"))).expect("small");
    let part = |index: usize, dice: &mut Dice| {
        (index == sure || chance(dice, 60)).then(|| {
            let amounts = part(dice);
            if rounds_first { amounts.map(|amount| round(amount, hand.digits)) } else { amounts }
        })
    };
    (0..parts).map(|index| part(index, dice)).collect()
}

fn part(dice: &mut Dice) -> Amounts {
    let limit = *one(dice, &[100, 1000, 10_000]);
    let budget = match dice.below(3) {
        0 => Decimal::from(20 + dice.below(limit) / 10 * 10),
        1 => Decimal::new(i64::from(2000 + dice.below(limit * 100)), 2),
        _ => Decimal::new(i64::from(20_000_000 + dice.below(limit * 100_000)), 6),
    };
    let share = |dice: &mut Dice, low: u32, width: u32| Decimal::new(i64::from(low + dice.below(width)), 4);
    let original = match dice.below(4) {
        0 => round(budget * share(dice, 7000, 6000), 2),
        1 if chance(dice, 20) => Decimal::ZERO, // added in the course of the year
        _ => budget,
    };
    let executed = match dice.below(10) {
        0..3 => budget,
        3..9 => round(budget * share(dice, 6000, 3999), *one(dice, &[2, 6])).min(budget), // rounding may exceed it
        _ if chance(dice, 10) => Decimal::ZERO,
        _ => round(budget * share(dice, 9900, 100), 6),
    };
    [original, budget, executed]
}

fn cell_of(row: &Row, measure: Measure) -> Option<Address> {
    row.entries.get(&measure)?.place.cell
}

fn write_amounts(sheet: &mut Sheet, row: &Row, amounts: &Amounts, hand: &Hand, dice: &mut Dice) {
    let cells: BTreeMap<Address, Decimal> =
        COLUMNS.iter().zip(amounts).filter_map(|(measure, amount)| Some((cell_of(row, *measure)?, *amount))).collect();
    sheet.cells.extend(cells.into_iter().map(|(cell, amount)| (cell, hand.amount(dice, amount))));
}

fn write_part(sheet: &mut Sheet, row: &Row, amounts: &Amounts, hand: &Hand, dice: &mut Dice) {
    write_amounts(sheet, row, amounts, hand, dice);
    let Some(cell) = cell_of(row, Measure::Rate) else { return };
    match dice.below(3) {
        0 => drop(sheet.cells.insert(cell, typing::rate(dice, amounts[2] / amounts[1]).0)),
        1 => drop(sheet.cells.insert(cell, typing::text("—"))),
        _ => {}
    }
}

/// A source of money that there was none of.
fn write_nothing(sheet: &mut Sheet, row: &Row, dice: &mut Dice) {
    let sign = *one(dice, &NOTHING);
    let cells = COLUMNS.iter().filter_map(|measure| cell_of(row, *measure)).filter(|_| !sign.is_empty());
    let is_zero = sign.starts_with('0');
    sheet
        .cells
        .extend(cells.map(|cell| (cell, if is_zero { typing::general(Decimal::ZERO) } else { typing::text(sign) })));
    // The formula of the rate gives nothing, or is made to give zero: a rate on nothing does not follow.
    if let Some(cell) = cell_of(row, Measure::Rate).filter(|_| is_zero && dice.coin()) {
        sheet.cells.insert(cell, typing::text("0.00%"));
    }
}

fn write_rate(sheet: &mut Sheet, total: &Row, whole: &Amounts, dice: &mut Dice) -> (Address, Decimal, Decimal) {
    let cell = cell_of(total, Measure::Rate).expect("执行率");
    let exact = whole[2] / whole[1];
    let (typed, stated) = typing::rate(dice, exact);
    sheet.cells.insert(cell, typed);
    (cell, exact, stated)
}

/// The rate is weighed by ten points on every blank form, and its points follow from the amounts or from the
/// rate as stated.
fn write_points(
    sheet: &mut Sheet,
    total: &Row,
    exact: Decimal,
    stated: Decimal,
    dice: &mut Dice,
) -> Option<(Decimal, Points)> {
    let weight = total.figure(Measure::Weight)?.value;
    let rate = if dice.coin() { exact } else { stated };
    let points = Points::calculated(dice, rate.min(Decimal::ONE) * weight, weight);
    sheet.cells.insert(cell_of(total, Measure::Score)?, points.cell.clone());
    Some((weight, points))
}
