//! Labels said in other words, or typed in another manner.

use ziping::model::form::Measure;
use ziping::model::place::Address;

use super::dice::Dice;
use super::facts::plain;
use super::grid;
use super::scene::{Change, Meaning, Scene, Spot, same};

/// Retypes some of the labels that can be typed another way.
fn retype(
    scene: &Scene,
    dice: &mut Dice,
    other: impl Fn(&Scene, &Spot, &mut Dice) -> Option<String>,
) -> Option<Change> {
    let spots = scene.spots(scene.form(dice)?);
    let texts = spots.iter().filter_map(|spot| Some((spot, other(scene, spot, dice)?)));
    let retyped: Vec<(Address, String)> =
        texts.filter(|(spot, text)| *text != spot.text).map(|(spot, text)| (spot.cell, text)).collect();
    let mut sheet = scene.sheet.clone();
    let some = dice.some(retyped);
    some.first()?;
    some.iter().for_each(|(cell, text)| grid::put(&mut sheet, *cell, text));
    same(sheet)
}

/// Another of the labels that mean the same, with what stands around it (「其中：」, a number, a unit).
fn synonym(spot: &Spot, known: &[String], others: &[&str], dice: &mut Dice) -> Option<String> {
    let typed = plain(&spot.text);
    let known = known.iter().map(|label| plain(label)).filter(|label| typed.contains(label.as_str()));
    let label = known.max_by_key(String::len)?;
    let (before, after) = typed.split_once(&label)?;
    let numbering = |c: char| "其中:、()一二三四五六七八九十.".contains(c) || c.is_ascii_digit();
    let aside = after.is_empty() || after.starts_with('(') && after.ends_with(')');
    if !aside || !before.chars().all(numbering) {
        return None;
    }
    Some(format!("{before}{}{after}", dice.pick(others)?))
}

pub fn column_synonyms(scene: &Scene, dice: &mut Dice) -> Option<Change> {
    retype(scene, dice, |scene, spot, dice| {
        // 「项目」, 「收入」 and 「支出」 are columns in one table and headings over columns in another.
        let Meaning::Measure(measure) = spot.meaning else { return None };
        let known = scene.world.labels.of_measure(measure);
        let others = scene.world.labels.unambiguous(known);
        (measure != Measure::Item).then(|| synonym(spot, known, &others, dice)).flatten()
    })
}

pub fn field_synonyms(scene: &Scene, dice: &mut Dice) -> Option<Change> {
    retype(scene, dice, |scene, spot, dice| {
        let Meaning::Field(field) = spot.meaning else { return None };
        let known = scene.world.labels.of_field(field);
        synonym(spot, known, &scene.world.labels.unambiguous(known), dice)
    })
}

pub fn item_synonyms(scene: &Scene, dice: &mut Dice) -> Option<Change> {
    retype(scene, dice, |scene, spot, dice| {
        let Meaning::Item(item) = &spot.meaning else { return None };
        let known = scene.world.labels.of_item(item);
        synonym(spot, known, &scene.world.labels.unambiguous(known), dice)
    })
}

/// A text with something between its Chinese characters; what is in brackets or numbered stays together.
pub fn between_characters(text: &str, gap: &str) -> String {
    let is_chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let mut spread = String::new();
    let mut last = ' ';
    for c in text.chars() {
        if is_chinese(last) && is_chinese(c) {
            spread.push_str(gap);
        }
        spread.push(c);
        last = c;
    }
    spread
}

pub fn spaced(scene: &Scene, dice: &mut Dice) -> Option<Change> {
    retype(scene, dice, |_, spot, dice| {
        let gap = *dice.pick(&[" ", "\u{3000}", "  "])?;
        Some(between_characters(&spot.text, gap))
    })
}

/// Vertical text, one character a line.
pub fn vertical(scene: &Scene, dice: &mut Dice) -> Option<Change> {
    retype(scene, dice, |_, spot, dice| Some(between_characters(&spot.text, dice.pick(&["\n", "\r\n"])?)))
}

pub fn other_brackets(scene: &Scene, dice: &mut Dice) -> Option<Change> {
    retype(scene, dice, |_, spot, _| {
        let swapped = |c: char| match c {
            '（' => '(',
            '）' => ')',
            '(' => '（',
            ')' => '）',
            other => other,
        };
        Some(spot.text.chars().map(swapped).collect())
    })
}

pub fn with_colon(scene: &Scene, dice: &mut Dice) -> Option<Change> {
    retype(scene, dice, |_, spot, dice| {
        let has_one = spot.text.trim_end().ends_with(['：', ':']);
        (!has_one).then(|| Some(format!("{}{}", spot.text, dice.pick(&["：", ":", "： "])?))).flatten()
    })
}

pub fn with_asterisk(scene: &Scene, dice: &mut Dice) -> Option<Change> {
    retype(scene, dice, |_, spot, dice| Some(format!("{}{}", dice.pick(&["*", "＊", "★", "* "])?, spot.text)))
}

/// （A）, （B） and （B/A） behind budget, execution and rate.
pub fn formula_marks(scene: &Scene, dice: &mut Dice) -> Option<Change> {
    retype(scene, dice, |_, spot, dice| {
        let mark = match spot.meaning {
            Meaning::Measure(Measure::OriginalBudget) => "",
            Meaning::Measure(Measure::FinalBudget) => dice.pick(&["（A）", "(A)", "（Ａ）", "\n（A）"])?,
            Meaning::Measure(Measure::Executed) => dice.pick(&["（B）", "(B)", "\n（Ｂ）"])?,
            Meaning::Measure(Measure::Rate) => dice.pick(&["（B/A）", "(B/A)", "（B÷A）", "（B/A×100%）"])?,
            _ => return None,
        };
        Some(format!("{}{mark}", spot.text))
    })
}

/// 「产出指标（50分）」 with other brackets, spaces, digits.
pub fn weights_restyled(scene: &Scene, dice: &mut Dice) -> Option<Change> {
    retype(scene, dice, |_, spot, dice| {
        let typed = plain(&spot.text);
        let (name, weight) = typed.strip_suffix("分)")?.rsplit_once('(')?;
        Some(match dice.below(4) {
            0 => format!("{name}({weight}分)"),
            1 => format!("{name}\n（{weight} 分）"),
            2 => format!("{name} （{}分）", full_width(weight)),
            _ => format!("{name}（ {weight}分 ）："),
        })
    })
}

/// Weights behind headings that have none.
pub fn weights_added(scene: &Scene, dice: &mut Dice) -> Option<Change> {
    let change = retype(scene, dice, |_, spot, dice| {
        let takes_one = matches!(spot.meaning, Meaning::Heading) && !spot.text.contains(['(', '（']);
        takes_one.then(|| Some(format!("{}{}", spot.text, dice.pick(&["（10分）", "(20分)", "\n（5分）"])?))).flatten()
    })?;
    Some(Change { new_weights: true, ..change })
}

/// `12` as `１２`.
pub fn full_width(text: &str) -> String {
    let wide = |c: char| match c {
        '0'..='9' | '.' | '%' | ',' => char::from_u32(u32::from(c) + 0xfee0).expect("a full-width sign"),
        other => other,
    };
    text.chars().map(wide).collect()
}

/// Full-width digits in any text of the form: years, weights, targets, completed values.
pub fn full_width_texts(scene: &Scene, dice: &mut Dice) -> Option<Change> {
    let texts = scene.texts(scene.form(dice)?);
    let retyped = texts.iter().map(|(cell, text)| (*cell, text, full_width(text)));
    let changed: Vec<(Address, String)> =
        retyped.filter(|(_, text, wide)| *text != wide).map(|(cell, _, wide)| (cell, wide)).collect();
    let mut sheet = scene.sheet.clone();
    let some = dice.some(changed);
    some.first()?;
    some.iter().for_each(|(cell, text)| grid::put(&mut sheet, *cell, text));
    same(sheet)
}
