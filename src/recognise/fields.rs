//! Head and foot of a form: names, year, unit, texts, grade.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::model::figure::Unit;
use crate::model::form::{ColumnKind, Content, Entry, Field, Remark, YearNote};
use crate::model::place::{Address, Place};
use crate::model::text::label::normalise;
use crate::model::text::year::year_in;
use crate::read::{Cell, Sheet, Value};
use crate::recognise::Vocabulary;
use crate::recognise::entry::entry;
use crate::recognise::labels::label_text;

/// Titles and labels have no more characters than this; longer texts tell of something else.
pub(super) const LONGEST_TITLE: usize = 80;

/// Blank rows that may stand between a label and the text below it, and that text.
const DEEPEST_GAP: u32 = 4;

/// The fields that stand in some rows, each with the cell that holds its value.
pub fn fields(sheet: &Sheet, vocabulary: &Vocabulary, place: &Place, rows: Range<u32>) -> BTreeMap<Field, Entry> {
    let mut fields = BTreeMap::new();
    for (address, cell) in rows.flat_map(|row| sheet.row(row)) {
        let Value::Text(text) = &cell.value else { continue };
        if let Some((field, entry)) = inline(vocabulary, text, place.at(address)) {
            fields.entry(field).or_insert(entry);
        } else if let Some(field) = label_text(cell).and_then(|text| vocabulary.field(text)) {
            let cell = value_cell(sheet, vocabulary, field, address);
            let value = entry(sheet.cells.get(&cell), place.at(cell), ColumnKind::Text, Unit::Count);
            if names_a_unit(&value.text) {
                // 「部门：」 and then 「金额单位：万元」: no name was typed behind the colon.
                let blank =
                    Entry { prefix: text.clone(), ..entry(None, place.at(address), ColumnKind::Text, Unit::Count) };
                fields.entry(field).or_insert(blank);
            } else if !is_money_unit(&value.text) {
                fields.entry(field).or_insert(value);
            }
        }
    }
    fields
}

/// A label and its value in one cell: 「部门：某某局」, 「自评等级：优」.
fn inline(vocabulary: &Vocabulary, text: &str, place: Place) -> Option<(Field, Entry)> {
    let colon = text.find(['：', ':'])?;
    let field = vocabulary.field(&text[..colon])?;
    let rest = text[colon..].trim_start_matches(['：', ':']).trim_start();
    // Another label may follow in the same cell, behind spaces.
    let value = rest.split_whitespace().next().unwrap_or_default().to_string();
    if value.is_empty() || is_money_unit(&value) {
        return None;
    }
    // Only where nothing follows the value can the cell be written anew from its two parts.
    let prefix = if rest.trim_end() == value { text[..text.len() - rest.len()].to_string() } else { text.to_string() };
    Some((
        field,
        Entry {
            place,
            text: value,
            prefix,
            content: Content::Text,
            formula: None,
            recalculated: None,
            unverified: false,
        },
    ))
}

/// 「单位：万元」 is about money, not about who files the form.
pub fn is_money_unit(text: &str) -> bool {
    unit_word(&normalise(text)).is_some()
}

/// 「金额单位：万元」, 「单位：台、辆、套」: a label with its own value.
fn names_a_unit(text: &str) -> bool {
    normalise(text).split_once("单位:").is_some_and(|(before, _)| ["", "金额", "计量", "货币"].contains(&before))
}

/// Where the value of a label stands: to its right; for the goals below it, unless it stands to the right.
fn value_cell(sheet: &Sheet, vocabulary: &Vocabulary, field: Field, label: Address) -> Address {
    let region = sheet.region(label);
    let right = Address::new(label.row, region.map_or(label.column, |region| region.last.column) + 1);
    let next = sheet.row(label.row).find(|(address, _)| address.column >= right.column);
    // Beside 「年初绩效目标」 may stand 「全年（调整）绩效目标」, which is no goal but the head of another column.
    let is_goal = matches!(field, Field::Goal | Field::GoalOutcome);
    let is_other_label = |text| {
        let meaning = vocabulary.meaning(text);
        meaning.is_label() || is_goal && (meaning.ignored || !meaning.ends.is_empty())
    };
    match next {
        Some((address, cell)) if label_text(cell).is_none_or(|text| !is_other_label(text)) => address,
        _ if is_goal => {
            let below = region.map_or(label.row, |region| region.last.row) + 1;
            let last = region.map_or(label.column, |region| region.last.column);
            let first_in = |row| sheet.row(row).find(|(cell, _)| (label.column..=last).contains(&cell.column));
            let filled = (below..below + DEEPEST_GAP).find_map(first_in);
            // The next block begins there: the text was left out.
            let is_label = |cell: &Cell| label_text(cell).is_some_and(|text| vocabulary.meaning(text).is_label());
            let filled = filled.filter(|(_, cell)| !is_label(cell));
            filled.map_or(Address::new(below, label.column), |(cell, _)| cell)
        }
        _ => right,
    }
}

/// The year that a form is about: 「2022年度」 or 「2022年」 in some rows, not the year of a date.
pub fn year(sheet: &Sheet, rows: Range<u32>) -> Option<i32> {
    let mut found = years(sheet, rows);
    // 「2022年度」 before 「2022年」, which may be the year of a date.
    found.sort_by_key(|note| !note.of_year);
    found.first().map(|note| note.year)
}

/// Every year that is named in some rows.
pub fn years(sheet: &Sheet, rows: Range<u32>) -> Vec<YearNote> {
    let note = |(cell, text): (Address, String)| {
        let (of_year, year) = year_in(&text)?;
        Some(YearNote { cell, text, year, of_year })
    };
    texts(sheet, rows).filter_map(note).collect()
}

/// Words that say that there is nothing: 「本单位没有…，故本表无数据」, 「未发生」, 「不涉及」, 「空表」.
const NOTHING: [&str; 5] = ["没有", "无", "未", "不涉及", "空表"];
/// Shorter texts are no sentences.
const SHORTEST_REMARK: usize = 4;

/// Texts that may say why there is nothing in a table.
pub fn remarks(sheet: &Sheet, rows: Range<u32>) -> Vec<Remark> {
    let is_remark = |(_, text): &(Address, String)| {
        text.chars().count() >= SHORTEST_REMARK && NOTHING.iter().any(|word| text.contains(word))
    };
    texts(sheet, rows).filter(is_remark).map(|(cell, text)| Remark { cell, text }).collect()
}

fn texts(sheet: &Sheet, rows: Range<u32>) -> impl Iterator<Item = (Address, String)> {
    rows.flat_map(|row| sheet.row(row)).filter_map(|(cell, content)| match &content.value {
        Value::Text(text) => Some((cell, normalise(text))),
        _ => None,
    })
}

/// The money unit that title, head or header state: 「单位：万元」, 「金额单位：元」, 「项目资金（万元）」; or else a note below.
pub fn unit(sheet: &Sheet, head: Range<u32>, below: Range<u32>) -> Option<Unit> {
    let texts: Vec<String> = head
        .flat_map(|row| sheet.row(row))
        .filter_map(|(_, cell)| match &cell.value {
            Value::Text(text) => Some(normalise(text)),
            _ => None,
        })
        // Notes speak of units in sentences, which are read apart.
        .filter(|text| !text.starts_with('注') && text.chars().count() <= LONGEST_TITLE)
        .collect();
    let stated = texts.iter().find_map(|text| text.rsplit_once("单位:").and_then(|(_, unit)| unit_word(unit)));
    let bracketed = || texts.iter().flat_map(|text| text.split('(').skip(1)).find_map(unit_word);
    stated.or_else(bracketed).or_else(|| unit_in_notes(sheet, below))
}

/// 「注：本表金额单位为万元」, 「以万元为单位」, 「单位：万元」 below the table.
fn unit_in_notes(sheet: &Sheet, rows: Range<u32>) -> Option<Unit> {
    let texts = rows.flat_map(|row| sheet.row(row)).filter_map(|(_, cell)| match &cell.value {
        Value::Text(text) => Some(normalise(text)),
        _ => None,
    });
    texts.filter_map(|text| unit_in_note(&text)).next()
}

/// The unit that one note states; the note is normalised.
pub(super) fn unit_in_note(text: &str) -> Option<Unit> {
    let after = |word| text.split_once(word).and_then(|(_, rest): (&str, &str)| leading_unit(rest));
    let before = || text.split_once("为单位").and_then(|(before, _)| leading_unit(before.rsplit('以').next()?));
    after("单位:").or_else(|| after("单位为")).or_else(|| after("单位均为")).or_else(before)
}

/// The unit with which a text begins, if no further letter belongs to the word.
fn leading_unit(text: &str) -> Option<Unit> {
    let text = text.trim_start_matches("人民币");
    let units = [Unit::WanYuan, Unit::YiYuan, Unit::QianYuan, Unit::Yuan];
    let rest = |unit: &Unit| text.strip_prefix(unit.name());
    // 「元旦」 begins with 元 and is no unit.
    units.into_iter().find(|unit| rest(unit).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)))
}

/// The unit that a text names, and nothing else.
pub(super) fn unit_word(text: &str) -> Option<Unit> {
    let text = text.split(['(', ')', '、', ',', ';', '/']).next().unwrap_or_default();
    let text = text.trim_start_matches("单位:").trim_start_matches("人民币");
    Unit::of_money(text).filter(|unit| unit.name() == text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_words_not_letters_somewhere() {
        assert_eq!(unit_word("万元"), Some(Unit::WanYuan));
        assert_eq!(unit_word("元)"), Some(Unit::Yuan));
        assert_eq!(unit_word("公元"), None);
        assert_eq!(unit_word("元氏县水利局"), None);
        assert_eq!(unit_word("人民币万元"), Some(Unit::WanYuan));
        assert_eq!(unit_word("千元、%"), Some(Unit::QianYuan));
        assert_eq!(leading_unit("万元。"), Some(Unit::WanYuan));
        assert_eq!(leading_unit("元氏县水利局"), None);
    }
}
