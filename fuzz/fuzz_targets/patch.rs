//! A cell of a package is exchanged: it then holds the value, no other cell and no other part is different.
#![no_main]

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use libfuzzer_sys::fuzz_target;
use rust_decimal::Decimal;
use ziping::model::figure::NewValue;
use ziping::model::place::Address;
use ziping::ooxml::{CellEdit, Changes, patch};
use ziping::read::{Sheet, Value, workbook};

fuzz_target!(init: ziping_fuzz::as_in_a_run(), |input: &[u8]| {
    let package = ziping_fuzz::workbook(input);
    let Ok(before) = workbook::sheets(&package) else { return };
    let Some(sheet) = before.first().filter(|_| before.len() == 1) else { return };
    // Some cell that is there, or one that is not.
    let number = input.iter().fold(0usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(usize::from(*byte)));
    let there = sheet.cells.keys().nth(number % (sheet.cells.len() + 1)).copied();
    let cell = there.unwrap_or(Address::new(number as u32 % 40, number as u32 / 40 % 20));
    let value = Decimal::new(9520, 2);
    let edit = CellEdit {
        sheet: sheet.name.to_string(),
        row: cell.row,
        column: cell.column,
        value: Some(NewValue::Number(value)),
        keep_formula: false,
        fill: "FFF2CC".to_string(),
        note: Some("应为 95.20".to_string()),
        listed: None,
    };
    let changes = Changes { edits: vec![edit], author: "自评".to_string(), ..Changes::default() };
    let Ok(patched) = patch(&package, &changes) else { return };
    let after = workbook::sheets(&patched).expect("a corrected workbook can be read");
    let found = after[0].cells.get(&cell).map(|cell| cell.value.clone());
    assert_eq!(found, Some(Value::Number(value.normalize())), "{cell}");
    assert_eq!(others(sheet, cell), others(&after[0], cell), "no other cell is different");
    let (old, new) = (parts(&package), parts(&patched));
    for name in ["[Content_Types].xml", "_rels/.rels", "xl/sharedStrings.xml"] {
        // A comment is a part of its own, and listed among the types.
        assert!(name.starts_with('[') || old.get(name) == new.get(name), "{name}");
    }
    assert!(patch(&patched, &changes).is_ok_and(|again| again == patched), "correcting twice equals once");
});

/// What the other cells hold as stored: formulas that count the corrected cell come to other results.
fn others(sheet: &Sheet, cell: Address) -> BTreeMap<Address, (Value, Option<String>)> {
    let others = sheet.cells.iter().filter(|(at, other)| **at != cell && other.formula.is_none());
    others.map(|(at, other)| (*at, (other.value.clone(), other.formula.clone()))).collect()
}

fn parts(package: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(package)).expect("a package");
    let mut parts = BTreeMap::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).expect("a part");
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).expect("it can be read");
        parts.insert(entry.name().expect("a name").into_owned(), bytes);
    }
    parts
}
