//! One fault in a sound form, so that the test can fail.

use rust_decimal::Decimal;
use ziping::model::place::Address;

use super::filling::Filled;
use super::typing::{show, text};
use crate::perturbation::dice::Dice;

const GRADES: [&str; 4] = ["优", "良", "中", "差"];

/// A cell, what is typed there, and what is wrong with it; nothing where the form has no such cell.
type Fault = (Address, String, &'static str);
type Plant = fn(&Filled, &mut Dice) -> Option<Fault>;

/// Plants a fault; where it stands, and what it is.
pub fn plant(filled: &mut Filled, dice: &mut Dice) -> (Address, &'static str) {
    let faults: [Plant; 4] = [wrong_rate, wrong_total, wrong_grade, above_weight];
    let first = usize::try_from(dice.below(4)).expect("small");
    let mut in_turn = faults.iter().cycle().skip(first).take(faults.len());
    let planted = in_turn.find_map(|fault| fault(filled, dice)).expect("a rate at least");
    filled.sheet.cells.insert(planted.0, text(&planted.1));
    (planted.0, planted.2)
}

fn wrong_rate(filled: &Filled, _: &mut Dice) -> Option<Fault> {
    let percent = filled.fraction * Decimal::ONE_HUNDRED;
    let wrong = if percent > Decimal::from(20) { percent - Decimal::from(13) } else { percent + Decimal::from(13) };
    Some((filled.rate, format!("{}%", show(wrong, 2)), "wrong rate"))
}

fn wrong_total(filled: &Filled, dice: &mut Dice) -> Option<Fault> {
    let (cell, total) = filled.total?;
    let off = Decimal::from(1 + dice.below(5));
    Some((cell, show(total - off, 2), "wrong total"))
}

/// A grade that none of the usual bands gives (90/80/60 or 80/70/60).
fn wrong_grade(filled: &Filled, dice: &mut Dice) -> Option<Fault> {
    let (cell, right) = filled.grade?;
    let (_, total) = filled.total?;
    let by_other_bands = match total {
        total if total >= Decimal::from(80) => "优",
        total if total >= Decimal::from(70) => "良",
        _ => right,
    };
    let wrong: Vec<&str> = GRADES.into_iter().filter(|grade| *grade != right && *grade != by_other_bands).collect();
    Some((cell, dice.pick(&wrong)?.to_string(), "wrong grade"))
}

fn above_weight(filled: &Filled, dice: &mut Dice) -> Option<Fault> {
    let (cell, weight) = dice.pick(&filled.scores)?;
    Some((*cell, show(*weight + Decimal::ONE, 2), "score above its weight"))
}
