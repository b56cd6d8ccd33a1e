//! Titles: with a place, a year, other words around the words that count.

use ziping::model::form::Form;
use ziping::model::place::Address;

use super::dice::Dice;
use super::facts::plain;
use super::grid;
use super::scene::{Change, Scene, same};
use super::wording::between_characters;

fn retitle(scene: &Scene, dice: &mut Dice, other: impl Fn(&Form, &str, &mut Dice) -> Option<String>) -> Option<Change> {
    let form = scene.form(dice)?;
    let (cell, title) = scene.title(form)?;
    let text = other(form, title, dice)?;
    let mut sheet = scene.sheet.clone();
    grid::put(&mut sheet, cell, &text);
    same(sheet)
}

pub fn prefixed(scene: &Scene, dice: &mut Dice) -> Option<Change> {
    retitle(scene, dice, |form, title, dice| {
        let year = form.year.map_or(String::new(), |year| format!("{year}年度"));
        let prefixes = ["江西省", "云岭市", "云岭市本级", "附件2：", "附件2-1 ", "附表3：云岭市市级", "省级财政"];
        let prefix = *dice.pick(&prefixes)?;
        Some(if dice.coin() { format!("{prefix}{year}{title}") } else { format!("{prefix}{title}") })
    })
}

pub fn suffixed(scene: &Scene, dice: &mut Dice) -> Option<Change> {
    retitle(scene, dice, |_, title, dice| {
        let suffixes = ["（单位自评）", "（市级）", "\n（试行）", "（第一批）", "（报送稿）", "（参考样式）"];
        Some(format!("{title}{}", dice.pick(&suffixes)?))
    })
}

/// Another of the titles that the layout names.
pub fn reworded(scene: &Scene, dice: &mut Dice) -> Option<Change> {
    retitle(scene, dice, |form, title, dice| {
        let typed = plain(title);
        // In some, an asterisk stands for any words.
        let titles: Vec<String> =
            scene.world.program.titles(&form.layout.id).into_iter().filter(|title| !title.contains('*')).collect();
        let core = titles.iter().filter(|core| typed.contains(core.as_str())).max_by_key(|core| core.len())?;
        let other = typed.replacen(core.as_str(), dice.pick(&titles)?, 1);
        Some(other).filter(|other| *other != typed)
    })
}

pub fn spaced(scene: &Scene, dice: &mut Dice) -> Option<Change> {
    retitle(scene, dice, |_, title, dice| Some(between_characters(title, dice.pick(&[" ", "\u{3000}", "  "])?)))
}

/// 「附件2」 in a row of its own.
pub fn annex_above(scene: &Scene, dice: &mut Dice) -> Option<Change> {
    let form = scene.form(dice)?;
    let (title, _) = scene.title(form)?;
    let mut sheet = scene.sheet.clone();
    grid::insert_rows(&mut sheet, title.row, 1);
    grid::put(
        &mut sheet,
        Address::new(title.row, title.column),
        dice.pick(&["附件2", "附件2：", "附表 3", "附件2-1"])?,
    );
    same(sheet)
}
