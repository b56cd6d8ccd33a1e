//! What else stands on the sheet: other forms, a cover, notes.

use ziping::model::form::Form;
use ziping::model::place::{Address, Region};
use ziping::read::Sheet;

use super::dice::Dice;
use super::grid;
use super::scene::{Change, Scene, same};
use super::world::Sample;

fn with(sheet: Sheet, added: &Sheet) -> Option<Change> {
    Some(Change { sheet, added: Some(added.clone()), new_weights: false, torn: false })
}

fn below(scene: &Scene, other: &Sheet, dice: &mut Dice) -> Option<Change> {
    let mut sheet = scene.sheet.clone();
    let down = grid::height(&sheet) + dice.below(4);
    grid::paste(&mut sheet, other, down, 0);
    with(sheet, other)
}

fn beside(scene: &Scene, other: &Sheet, gap: u32) -> Option<Change> {
    let mut sheet = scene.sheet.clone();
    let right = grid::width(&sheet) + gap;
    grid::paste(&mut sheet, other, 0, right);
    with(sheet, other)
}

/// A sample with forms of another kind than those on the sheet.
fn other<'a>(scene: &'a Scene, dice: &mut Dice) -> Option<&'a Sample> {
    let is_here = |layout: &String| scene.reading.forms.iter().any(|form| form.layout.id == *layout);
    let others: Vec<&Sample> =
        scene.world.samples.iter().filter(|sample| !sample.layouts.iter().any(is_here)).collect();
    dice.pick(&others).copied()
}

pub fn twice(scene: &Scene, dice: &mut Dice) -> Option<Change> {
    below(scene, &scene.sheet, dice)
}

pub fn another_below(scene: &Scene, dice: &mut Dice) -> Option<Change> {
    below(scene, &other(scene, dice)?.sheet, dice)
}

/// Any form, of the same kind or not, one blank column to the right.
pub fn another_beside(scene: &Scene, dice: &mut Dice) -> Option<Change> {
    beside(scene, &dice.pick(&scene.world.samples)?.sheet, 1)
}

pub fn another_beside_touching(scene: &Scene, dice: &mut Dice) -> Option<Change> {
    beside(scene, &dice.pick(&scene.world.samples)?.sheet, 0)
}

/// What stands on the front page of a bundle of forms.
pub fn cover_above(scene: &Scene, dice: &mut Dice) -> Option<Change> {
    let form = scene.form(dice)?;
    let year = form.year.map_or(String::new(), |year| format!("{year}年度"));
    let lines = [
        ["附件1", ""].map(String::from),
        [format!("{year}绩效自评材料"), String::new()],
        ["填报单位（盖章）：", "云岭市某某局"].map(String::from),
        ["联系人及电话", "张某某 13800000000"].map(String::from),
        ["填报日期", "3月10日"].map(String::from),
        ["填报说明：本表由项目实施单位填写，主管部门汇总后报财政部门。", ""].map(String::from),
    ];
    let lines: Vec<[String; 2]> = lines.into_iter().filter(|_| dice.below(4) > 0).collect();
    let count = u32::try_from(lines.len()).expect("few");
    let mut sheet = scene.sheet.clone();
    let last = grid::width(&sheet) - 1;
    grid::insert_rows(&mut sheet, 0, count + dice.below(3));
    for (row, texts) in (0..count).zip(&lines) {
        let columns = (0..2).zip(texts).filter(|(_, text)| !text.is_empty());
        columns.for_each(|(column, text)| grid::put(&mut sheet, Address::new(row, column), text));
        if texts[1].is_empty() && dice.coin() {
            grid::merge(&mut sheet, Region { first: Address::new(row, 0), last: Address::new(row, last) });
        }
    }
    same(sheet)
}

/// Explanations under a form, such as the official forms carry.
pub fn notes_below(scene: &Scene, dice: &mut Dice) -> Option<Change> {
    let form: &Form = scene.form(dice)?;
    let extent = scene.extent(form);
    let notes = [
        "注：1.其他资金包括和财政资金共同投入到同一项目的自有资金、社会资金等。",
        "2.定量指标，资金使用单位填写本地区实际完成数。",
        "3.定性指标根据完成情况分为：达成预期指标、部分达成预期指标并具有一定效果、未达成预期指标且效果较差三档。",
        "单位负责人（签字）：",
    ];
    let count = 1 + dice.below(u32::try_from(notes.len()).expect("few"));
    let mut sheet = scene.sheet.clone();
    grid::insert_rows(&mut sheet, extent.rows.end, count);
    for (row, note) in (extent.rows.end..extent.rows.end + count).zip(notes) {
        let [first, last] = [extent.columns.start(), extent.columns.end()].map(|column| Address::new(row, *column));
        grid::put(&mut sheet, first, note);
        if dice.coin() {
            grid::merge(&mut sheet, Region { first, last });
        }
    }
    same(sheet)
}

/// The tab does not tell what stands on the sheet.
pub fn renamed(scene: &Scene, dice: &mut Dice) -> Option<Change> {
    let mut sheet = scene.sheet.clone();
    sheet.name = (*dice.pick(&["Sheet1", "附件2", "1", "绩效"])?).into();
    same(sheet)
}
