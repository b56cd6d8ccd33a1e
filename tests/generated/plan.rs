//! Which indicators a form has, and how its hundred points are spread over them.

use rust_decimal::Decimal;

use super::blank::Level;
use super::funds::Funds;
use super::kinds::{Indicator, completion, indicator, satisfaction};
use super::target::Page;
use super::typing::{chance, round};
use crate::perturbation::dice::Dice;

/// One row of indicators.
pub struct Planned {
    /// Where it stands: the number of its first level, and of the second level in it.
    pub first: usize,
    pub second: usize,
    /// None for a second level that nothing stands beside.
    pub indicator: Option<Indicator>,
    /// None where indicators are not weighed.
    pub weight: Option<Decimal>,
}

/// What a plan depends on.
pub struct Frame<'a> {
    pub levels: &'a [Level],
    pub year: u32,
    pub in_columns: bool,
    /// The points that the execution rate leaves, where there are no levels that carry weights.
    pub points: Decimal,
    pub is_weighed: bool,
}

impl Frame<'_> {
    fn page(&self, level: &str) -> Page {
        Page { year: self.year, level: level.to_string(), in_columns: self.in_columns, little_is_wanted: false }
    }
}

pub fn plan(frame: &Frame, funds: &Funds, dice: &mut Dice) -> Vec<Planned> {
    if frame.levels.is_empty() {
        let count = 5 + dice.below(10);
        let mut indicators: Vec<Indicator> = (0..count).map(|_| indicator(&frame.page(""), dice)).collect();
        indicators.push(satisfaction(&frame.page(""), dice));
        return weighed(indicators.into_iter().map(|indicator| (0, Some(indicator))).collect(), 0, frame.points, dice);
    }
    let levels = frame.levels.iter().enumerate();
    levels.flat_map(|(number, _)| level(frame, number, funds, dice)).collect()
}

/// The rows of one first-level indicator, at least one of them filled.
fn level(frame: &Frame, number: usize, funds: &Funds, dice: &mut Dice) -> Vec<Planned> {
    let level = &frame.levels[number];
    let sure = usize::try_from(dice.below(u32::try_from(level.seconds.len()).expect("few"))).expect("small");
    let mut rows: Vec<(usize, Option<Indicator>)> = Vec::new();
    for (second, name) in level.seconds.iter().enumerate() {
        let page = frame.page(name);
        let count = match dice.below(10) {
            _ if second == sure => 1 + dice.below(3),
            0..2 => 0,
            2..7 => 1,
            7 | 8 => 2,
            _ => 3,
        };
        rows.extend((0..count).map(|_| (second, Some(indicator(&page, dice)))));
        // A second level without indicators stays on the form, or is deleted with its row.
        rows.extend((count == 0 && dice.coin()).then_some((second, None)));
        // The rate that the framework counts among its indicators is the form's own.
        let is_rate = name == "预算执行" && funds.points.is_none() && funds.original_is_final;
        rows.extend((is_rate && dice.coin()).then(|| (second, Some(completion(&page, dice, funds.rate)))));
    }
    if level.name == "效果" {
        // People are served, so that their satisfaction is asked for; the framework has no level for it.
        rows.push((level.seconds.len() - 1, Some(satisfaction(&frame.page(""), dice))));
    }
    match level.weight.filter(|_| frame.is_weighed) {
        Some(weight) => weighed(rows, number, weight.into(), dice),
        None => {
            let planned = |(second, indicator)| Planned { first: number, second, indicator, weight: None };
            rows.into_iter().map(planned).collect()
        }
    }
}

fn weighed(rows: Vec<(usize, Option<Indicator>)>, first: usize, points: Decimal, dice: &mut Dice) -> Vec<Planned> {
    let count = rows.iter().filter(|(_, indicator)| indicator.is_some()).count();
    let mut weights = spread(points, u32::try_from(count).expect("few"), dice).into_iter();
    let planned = |(second, indicator): (usize, Option<Indicator>)| {
        let weight = indicator.as_ref().and_then(|_| weights.next());
        Planned { first, second, indicator, weight }
    };
    rows.into_iter().map(planned).collect()
}

/// Weights that add up exactly: even ones with two digits, or whole and half points.
fn spread(points: Decimal, count: u32, dice: &mut Dice) -> Vec<Decimal> {
    let mut weights = Vec::new();
    let mut left = points;
    let is_even = chance(dice, 30);
    let step = if chance(dice, 30) { Decimal::new(5, 1) } else { Decimal::ONE };
    for others in (1..count).rev().map(Decimal::from) {
        let fair = left / (others + Decimal::ONE);
        let weight = match is_even {
            true => round(fair, 2),
            // Between half of and one and a half times a fair share, so that a point is left for each of the others.
            false => (round(fair * Decimal::new(i64::from(5 + dice.below(10)), 1) / step, 0) * step).max(step),
        };
        let weight = weight.min(left - others * step).max(Decimal::new(1, 1));
        left -= weight;
        weights.push(weight);
    }
    weights.push(left);
    weights
}
