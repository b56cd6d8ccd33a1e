//! The errors that are planted: what people do when they type and copy figures.

use rust_decimal::Decimal;
use ziping::model::figure::{Figure, Unit, round};
use ziping::model::form::{ColumnKind, Content, Measure};
use ziping::model::place::{Address, Place};
use ziping::submission::Submission;

use crate::dice::Dice;

/// Places, and what is typed there instead.
type Changes = Vec<(Place, Decimal)>;
/// Makes one error in the figure of this number.
type Make = fn(&[&Figure], usize, &mut Dice) -> Option<Changes>;

/// One kind of error.
pub struct Kind {
    /// As it stands in the table.
    pub name: &'static str,
    make: Make,
    rates: bool,
}

/// Every kind.
pub const KINDS: [Kind; 13] = [
    amounts("相邻两位颠倒", |figures, index, dice| digits(figures[index], dice, transpose)),
    amounts("漏一位", |figures, index, dice| digits(figures[index], dice, drop_one)),
    amounts("重一位", |figures, index, dice| digits(figures[index], dice, double_one)),
    amounts("错一位", |figures, index, dice| digits(figures[index], dice, mistype)),
    amounts("小数点错位", |figures, index, dice| {
        times(figures[index], if dice.coin() { 10 } else { 100 }, dice.coin())
    }),
    amounts("元填成万元", |figures, index, _| times(figures[index], 10_000, true)),
    amounts("万元填成元", |figures, index, _| times(figures[index], 10_000, false)),
    amounts("正负号", |figures, index, _| one(figures[index], -figures[index].value)),
    amounts("互换", exchange),
    amounts("抄成相邻数", copy),
    amounts("串行", slide),
    amounts("任意改动", anything),
    Kind {
        name: "百分数与小数", make: |figures, index, dice| times(figures[index], 100, dice.coin()), rates: true
    },
];

const fn amounts(name: &'static str, make: Make) -> Kind {
    Kind { name, make, rates: false }
}

/// What was planted: places, and the right values.
pub struct Planted {
    /// The kind of the errors.
    pub kind: &'static str,
    /// How many.
    pub errors: usize,
    /// The submission with the errors in it.
    pub submission: Submission,
    /// Where they are, and what should stand there.
    pub right: Vec<(Place, Decimal)>,
}

/// The amounts of a submission that are not zero.
pub fn figures(submission: &Submission) -> Vec<&Figure> {
    of_kind(submission, |measure| measure.kind() == ColumnKind::Amount)
}

fn of_kind(submission: &Submission, wanted: fn(Measure) -> bool) -> Vec<&Figure> {
    let entries = submission.forms.iter().flat_map(|form| form.entries());
    let of_kind = entries.filter(|(_, _, measure, _)| wanted(*measure)).filter_map(|(.., entry)| entry.figure());
    of_kind.filter(|figure| !figure.value.is_zero()).collect()
}

/// Plants so many errors of a kind in different figures.
pub fn plant(submission: &Submission, kind: &Kind, errors: usize, dice: &mut Dice) -> Option<Planted> {
    let figures = match kind.rates {
        true => of_kind(submission, |measure| measure == Measure::Rate),
        false => figures(submission),
    };
    let mut changes: Vec<(Place, Decimal)> = Vec::new();
    for _ in 0..errors {
        let change = (0..50).find_map(|_| {
            let index = dice.below(u32::try_from(figures.len()).ok()?) as usize;
            let change = (kind.make)(&figures, index, dice)?;
            let new = |(place, _): &(Place, Decimal)| changes.iter().all(|(known, _)| known != place);
            change.iter().all(new).then_some(change)
        })?;
        changes.extend(change);
    }
    let mut planted = Planted { kind: kind.name, errors, submission: submission.clone(), right: Vec::new() };
    let rows = planted.submission.forms.iter_mut().flat_map(|form| &mut form.blocks).flat_map(|block| &mut block.rows);
    for entry in rows.flat_map(|row| row.entries.values_mut()) {
        let Some((_, value)) = changes.iter().find(|(place, _)| *place == entry.place) else { continue };
        if let Content::Figure(figure) = &mut entry.content {
            planted.right.push((figure.place.clone(), figure.value));
            *figure = figure.with_value(*value);
            entry.text = figure.show();
        }
    }
    Some(planted)
}

fn one(figure: &Figure, value: Decimal) -> Option<Changes> {
    (value != figure.value).then(|| vec![(figure.place.clone(), value)])
}

fn times(figure: &Figure, factor: i64, up: bool) -> Option<Changes> {
    let (factor, digits) = (Decimal::from(factor), u32::try_from(figure.own_decimals).ok()?);
    let value = if up { figure.value * factor } else { round(figure.value / factor, digits) };
    let large_enough = value.abs() >= Decimal::new(1, 1) || figure.unit == Unit::Percent;
    one(figure, value).filter(|_| large_enough)
}

/// Changes the digits as they are typed.
fn digits(figure: &Figure, dice: &mut Dice, change: fn(&mut Vec<char>, usize, &mut Dice)) -> Option<Changes> {
    let mut typed: Vec<char> = figure.show().chars().collect();
    let places: Vec<usize> = (0..typed.len()).filter(|&index| typed[index].is_ascii_digit()).collect();
    let at = *dice.pick(&places)?;
    change(&mut typed, at, dice);
    let text: String = typed.into_iter().collect();
    one(figure, text.parse().ok()?)
}

#[allow(clippy::ptr_arg, reason = "one type for every change of digits")]
fn transpose(typed: &mut Vec<char>, at: usize, _: &mut Dice) {
    if let Some(next) = (at + 1..typed.len()).find(|&index| typed[index].is_ascii_digit()) {
        typed.swap(at, next);
    }
}

fn drop_one(typed: &mut Vec<char>, at: usize, _: &mut Dice) {
    typed.remove(at);
}

fn double_one(typed: &mut Vec<char>, at: usize, _: &mut Dice) {
    typed.insert(at, typed[at]);
}

#[allow(clippy::ptr_arg, reason = "one type for every change of digits")]
fn mistype(typed: &mut Vec<char>, at: usize, dice: &mut Dice) {
    typed[at] = char::from_digit(dice.below(10), 10).unwrap_or('0');
}

fn cell(figure: &Figure) -> Option<Address> {
    figure.place.cell
}

/// The figure in the cell below.
fn below<'a>(figures: &[&'a Figure], figure: &Figure, rows: u32) -> Option<&'a Figure> {
    let here = cell(figure)?;
    let is_below = |other: &&&Figure| {
        other.place.file == figure.place.file
            && other.place.sheet == figure.place.sheet
            && cell(other).is_some_and(|there| there.column == here.column && there.row == here.row + rows)
    };
    figures.iter().find(is_below).copied()
}

fn exchange(figures: &[&Figure], index: usize, _: &mut Dice) -> Option<Changes> {
    let (one, other) = (figures[index], below(figures, figures[index], 1)?);
    (one.value != other.value).then(|| vec![(one.place.clone(), other.value), (other.place.clone(), one.value)])
}

fn copy(figures: &[&Figure], index: usize, _: &mut Dice) -> Option<Changes> {
    one(below(figures, figures[index], 1)?, figures[index].value)
}

/// Three figures of a column, each a row too low, the last one at the top.
fn slide(figures: &[&Figure], index: usize, _: &mut Dice) -> Option<Changes> {
    let first = figures[index];
    let (second, third) = (below(figures, first, 1)?, below(figures, first, 2)?);
    let changed = [(second, first), (third, second), (first, third)];
    let all_differ = changed.iter().all(|(to, from)| to.value != from.value);
    all_differ.then(|| changed.map(|(to, from)| (to.place.clone(), from.value)).to_vec())
}

fn anything(figures: &[&Figure], index: usize, dice: &mut Dice) -> Option<Changes> {
    let factor = Decimal::new(i64::from(30 + dice.below(170)), 2);
    let digits = u32::try_from(figures[index].own_decimals).ok()?;
    let value = round(figures[index].value * factor + Decimal::new(i64::from(dice.below(100)), 2), digits);
    one(figures[index], value)
}
