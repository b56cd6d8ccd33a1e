//! Recalculation of the formulas of a workbook.
//!
//! Files edited by scripts or saved without calculating carry results that no longer follow from their
//! inputs, or none at all. The engine is ironcalc; a formula that it cannot evaluate is left alone.

use std::thread::{self, ScopedJoinHandle};

use ironcalc_base::Model;
use ironcalc_base::cell::CellValue;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::number_format::decimal;
use super::{Cell, Sheet, Value};
use crate::model::place::Address;
use crate::ooxml::address::Area;

/// Workbooks with more cells than this are not recalculated: forms are far smaller.
const MOST_CELLS: usize = 50_000;
/// Nor are those with more formulas.
const MOST_FORMULAS: usize = 10_000;
/// Nor are those whose formulas look at more cells in ranges, each time counted.
const MOST_VISITS: u64 = 10_000_000;
/// The engine follows formulas that need each other, one call within another: it gets room for all of them. Only what is
/// used of it takes memory.
const STACK: usize = 512 << 20;
/// Formulas longer than this, in bytes, are not calculated.
const LONGEST_FORMULA: usize = 4_000;
/// Nor are those with more brackets in brackets.
const DEEPEST_NESTING: usize = 40;
/// Formulas that name a row below this one are not calculated.
const FARTHEST_ROW: u64 = 10_000;

/// Fills in results that are missing, and notes those that differ from what is stored.
pub fn recalculate(sheets: &mut [Sheet]) {
    for cell in sheets.iter_mut().flat_map(|sheet| sheet.cells.values_mut()) {
        cell.unverified = cell.formula.is_some();
    }
    let formulas = || sheets.iter().flat_map(|sheet| sheet.cells.values()).filter_map(|cell| cell.formula.as_deref());
    let cells: usize = sheets.iter().map(|sheet| sheet.cells.len()).sum();
    let count = formulas().count();
    let is_too_much = || formulas().map(visits).fold(0, u64::saturating_add) > MOST_VISITS;
    if count == 0 || count > MOST_FORMULAS || cells > MOST_CELLS || is_too_much() {
        return;
    }
    let evaluate = || {
        if let Ok(model) = evaluated(sheets) {
            for (sheet, index) in sheets.iter_mut().zip(0u32..) {
                compare(sheet, index, &model);
            }
        }
    };
    // The engine must not bring down a run; without it formulas keep what the file stores.
    thread::scope(|scope| {
        drop(thread::Builder::new().stack_size(STACK).spawn_scoped(scope, evaluate).map(ScopedJoinHandle::join));
    });
}

/// How many cells the ranges of a formula have.
fn visits(formula: &str) -> u64 {
    let ranges = formula.match_indices(':').filter_map(|(colon, _)| {
        let before = formula[..colon].rsplit(|c: char| !is_name(c)).next()?;
        let after = formula[colon + 1..].split(|c: char| !is_name(c)).next()?;
        Area::parse(&format!("{before}:{after}").replace('$', ""))
    });
    ranges.map(|area| area.cells()).fold(0, u64::saturating_add)
}

/// Whether a character can belong to the name of a cell.
fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '$'
}

/// The workbook in the engine, calculated.
fn evaluated(sheets: &[Sheet]) -> Result<Model<'static>, String> {
    let mut model = Model::new_empty("workbook", "en", "UTC", "en")?;
    for (sheet, index) in sheets.iter().zip(0u32..) {
        if index > 0 {
            model.new_sheet();
        }
        model.rename_sheet_by_index(index, &sheet.name)?;
    }
    // Formulas come after the values that they use.
    for formulas in [false, true] {
        for (sheet, index) in sheets.iter().zip(0u32..) {
            let cells = sheet.cells.iter().filter(|(_, cell)| cell.formula.is_some() == formulas);
            cells.for_each(|(address, cell)| put(&mut model, index, *address, cell));
        }
    }
    model.evaluate();
    Ok(model)
}

/// Gives one cell to the engine. What it refuses stays empty in it; formulas that need it come out as errors.
fn put(model: &mut Model, sheet: u32, address: Address, cell: &Cell) {
    let Some((row, column)) = engine_address(address) else { return };
    let taken = match (&cell.formula, &cell.value) {
        // Left out, it comes out as nothing, and so do the formulas that need it.
        (Some(formula), _) if is_beyond_the_engine(formula) => model.update_cell_with_text(sheet, row, column, "#N/A"),
        (Some(formula), _) => model.update_cell_with_formula(sheet, row, column, format!("={formula}")),
        (None, Value::Number(number)) => {
            model.update_cell_with_number(sheet, row, column, number.to_f64().unwrap_or_default())
        }
        (None, Value::Text(text)) => model.update_cell_with_text(sheet, row, column, text),
        (None, Value::Error(_) | Value::Pending) => Ok(()),
    };
    drop(taken);
}

/// Whether the engine would run out of stack or walk through millions of cells: no formula on a form does that.
fn is_beyond_the_engine(formula: &str) -> bool {
    let mut depth = 0usize;
    let deepest = formula.chars().map(|c| {
        match c {
            '(' | '{' => depth += 1,
            ')' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth
    });
    formula.len() > LONGEST_FORMULA || deepest.max().unwrap_or(0) > DEEPEST_NESTING || reaches_far(formula)
}

/// Whether a formula names whole rows or columns, or rows beyond any form: the engine would walk through all of them.
fn reaches_far(formula: &str) -> bool {
    let far_row = formula
        .split(|c: char| !c.is_ascii_digit())
        .any(|digits| digits.parse().is_ok_and(|row: u64| row > FARTHEST_ROW));
    let whole = formula.match_indices(':').any(|(colon, _)| {
        let before = formula[..colon].rsplit(|c: char| !is_name(c)).next().unwrap_or_default();
        let after = formula[colon + 1..].split(|c: char| !is_name(c)).next().unwrap_or_default();
        let is_cell = |name: &str| {
            name.contains(|c: char| c.is_ascii_digit()) && name.contains(|c: char| c.is_ascii_alphabetic())
        };
        !is_cell(before) || !is_cell(after)
    });
    far_row || whole
}

fn engine_address(address: Address) -> Option<(i32, i32)> {
    Some((i32::try_from(address.row).ok()? + 1, i32::try_from(address.column).ok()? + 1))
}

/// Only numbers are compared, as the cell shows them: an error of the engine says nothing about the cell.
fn compare(sheet: &mut Sheet, index: u32, model: &Model) {
    for (address, cell) in sheet.cells.iter_mut().filter(|(_, cell)| cell.formula.is_some()) {
        let Some((row, column)) = engine_address(*address) else { continue };
        let Ok(CellValue::Number(result)) = model.get_cell_value_by_index(index, row, column) else { continue };
        let Some(result) = decimal(result) else { continue };
        cell.unverified = false;
        match &cell.value {
            Value::Pending => cell.value = Value::Number(result),
            Value::Number(stored) if cell.format.show(as_shown(*stored)) != cell.format.show(as_shown(result)) => {
                cell.recalculated = Some(result);
            }
            _ => {}
        }
    }
}

/// General shows eleven digits at the most: what differs beyond them differs for nobody.
fn as_shown(number: Decimal) -> Decimal {
    number.round_sf(11).unwrap_or(number).normalize()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::NumberFormat;

    fn sheet(name: &str, cells: &[(&str, Option<&str>, Value)]) -> Sheet {
        let mut sheet = Sheet { name: name.into(), ..Sheet::default() };
        for (address, formula, value) in cells {
            let column = u32::from(address.as_bytes()[0] - b'A');
            let row: u32 = address[1..].parse().expect("a row");
            let cell = Cell {
                value: value.clone(),
                formula: formula.map(String::from),
                format: NumberFormat::default(),
                recalculated: None,
                unverified: false,
            };
            sheet.cells.insert(Address::new(row - 1, column), cell);
        }
        sheet
    }

    fn number(number: i64) -> Value {
        Value::Number(number.into())
    }

    #[test]
    fn a_stale_result_is_noted_and_a_missing_one_filled_in() {
        let mut sheets = [
            sheet(
                "甲 表",
                &[
                    ("A1", None, number(2)),
                    ("A2", None, number(3)),
                    ("A3", Some("SUM(A1:A2)"), number(6)),
                    ("A4", Some("ROUND(A1/A2,2)"), Value::Pending),
                ],
            ),
            sheet("乙表", &[("A1", Some("'甲 表'!A1*10"), number(20)), ("A2", Some("甲!A1"), number(7))]),
        ];
        recalculate(&mut sheets);
        let cell = |sheet: usize, row| sheets[sheet].cell(row, 0).expect("a cell").clone();
        assert_eq!(cell(0, 2).recalculated, Some(Decimal::from(5)));
        assert_eq!(cell(0, 3).value, Value::Number(Decimal::new(67, 2)));
        assert_eq!(cell(1, 0).recalculated, None);
        assert_eq!(cell(1, 1).recalculated, None, "a formula that cannot be evaluated is left alone");
    }

    #[test]
    fn formulas_beyond_any_form_are_left_alone() {
        let nested = format!("{}1{}", "(".repeat(20_000), ")".repeat(20_000));
        for formula in [nested.as_str(), "COUNTIF(B1:XFD1048575,1)", "SUM(A:A)", "SUM(1:1048576)"] {
            let mut sheets = [sheet("甲", &[("A1", Some(formula), number(3))])];
            recalculate(&mut sheets);
            let cell = sheets[0].cell(0, 0).expect("a cell");
            assert!(cell.unverified && cell.recalculated.is_none() && cell.value == number(3));
        }
    }

    #[test]
    fn formulas_that_need_one_another_thousands_deep_are_calculated() {
        let last = MOST_FORMULAS as u32;
        let formulas: Vec<String> = (2..=last).map(|row| format!("A{row}+1")).collect();
        let mut chain = sheet("甲", &[]);
        for (row, formula) in (0u32..).zip(&formulas) {
            chain.cells.extend(
                sheet("甲", &[("A1", Some(formula.as_str()), Value::Pending)])
                    .cells
                    .into_values()
                    .map(|cell| (Address::new(row, 0), cell)),
            );
        }
        chain.cells.extend(
            sheet("甲", &[("A1", None, number(1))]).cells.into_values().map(|cell| (Address::new(last - 1, 0), cell)),
        );
        let mut sheets = [chain];
        recalculate(&mut sheets);
        assert_eq!(sheets[0].cell(0, 0).map(|cell| cell.value.clone()), Some(number(last.into())));
        let long = vec!["1"; 1_900].join("+");
        for formula in [long, format!("{}1", "-".repeat(3_900)), vec!["1"; 1_900].join("^"), vec!["1"; 1_900].join("=")]
        {
            recalculate(&mut [sheet("甲", &[("A1", Some(&formula), number(3))])]); // and nothing overflows
        }
    }

    #[test]
    fn formulas_over_millions_of_cells_are_left_alone() {
        let mut wide = sheet("甲", &[]);
        for row in 0..50 {
            let cell = sheet("甲", &[("A1", Some("SUM($B$1:Z9999)"), number(3))]).cells.into_values();
            wide.cells.extend(cell.map(|cell| (Address::new(row, 0), cell)));
        }
        assert_eq!(visits("SUM($B$1:Z9999)+C3:C4"), 25 * 9_999 + 2);
        let mut sheets = [wide];
        recalculate(&mut sheets);
        assert!(sheets[0].cells.values().all(|cell| cell.unverified && cell.recalculated.is_none()));
    }

    #[test]
    fn totals_may_stand_above_their_parts() {
        let total = |first, last| Some(format!("SUM(A{first}:A{last})"));
        let (all, half) = (total(2, 3), total(4, 5));
        let mut sheets = [sheet(
            "甲",
            &[
                ("A1", all.as_deref(), Value::Pending),
                ("A2", half.as_deref(), Value::Pending),
                ("A3", None, number(1)),
                ("A4", None, number(2)),
                ("A5", None, number(3)),
            ],
        )];
        recalculate(&mut sheets);
        assert_eq!(sheets[0].cell(0, 0).map(|cell| cell.value.clone()), Some(number(6)));
    }

    #[test]
    fn a_formula_without_a_result_that_cannot_be_evaluated_stays_pending() {
        let mut sheets = [sheet("甲", &[("A1", Some("没有这个函数(1)"), Value::Pending)])];
        recalculate(&mut sheets);
        let cell = sheets[0].cell(0, 0).expect("a cell");
        assert!(cell.unverified && cell.value == Value::Pending);
    }
}
