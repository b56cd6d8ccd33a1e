//! Forms are read wherever they stand and however they are typed.

use crate::model::figure::NewValue;
use crate::model::form::{Field, Measure};
use crate::model::place::Address;
use crate::read::{Cell, Sheet, Value};
use crate::testing::{Filed, sheet, sound_department, sound_form, sound_submission};

/// A form with a wrong rate, so that a test sees that it is really read.
fn faulty() -> Filed {
    sound_form().with("H6", "91.00%")
}

fn moved(filed: Filed, rows: u32, columns: u32) -> Filed {
    filed.changed(|sheet| {
        let cells = std::mem::take(&mut sheet.cells);
        sheet.cells =
            cells.into_iter().map(|(at, cell)| (Address::new(at.row + rows, at.column + columns), cell)).collect();
    })
}

/// A blank column before column `before`, as someone inserts one.
fn column_inserted(filed: Filed, before: u32) -> Filed {
    filed.changed(|sheet| {
        let cells = std::mem::take(&mut sheet.cells);
        let place = |at: Address| if at.column >= before { Address::new(at.row, at.column + 1) } else { at };
        sheet.cells = cells.into_iter().map(|(at, cell)| (place(at), cell)).collect();
    })
}

fn retyped(filed: Filed, retype: impl Fn(&Cell) -> Option<String>) -> Filed {
    filed.changed(|sheet| {
        for cell in sheet.cells.values_mut() {
            if let Some(text) = retype(cell) {
                *cell = Cell {
                    value: Value::Text(text),
                    formula: None,
                    format: Default::default(),
                    recalculated: None,
                    unverified: false,
                };
            }
        }
    })
}

fn full_width(text: &str) -> String {
    let wide = |c: char| match c {
        '!'..='~' => char::from_u32(u32::from(c) + 0xFEE0).unwrap_or(c),
        other => other,
    };
    text.chars().map(wide).collect()
}

#[test]
fn a_form_is_found_wherever_it_stands() {
    moved(faulty(), 4, 2).finds(&["P-103 J10"]);
    column_inserted(faulty(), 3).finds(&["P-103 I6"]);
    column_inserted(faulty(), 7).finds(&["P-103 I6"]);
}

#[test]
fn numbers_typed_as_text_and_full_width_count_the_same() {
    let number = |cell: &Cell| matches!(cell.value, Value::Number(_)).then(|| cell.text());
    retyped(faulty(), number).finds(&["P-103 H6"]);
    retyped(faulty(), |cell| number(cell).map(|text| full_width(&text))).finds(&["P-103 H6"]);
    retyped(faulty(), |cell| Some(full_width(&cell.text()))).finds(&["P-103 H6"]);
    retyped(faulty(), |cell| number(cell).filter(|text| text.ends_with(".00")).map(|text| format!("{text}万元")))
        .finds(&["P-103 H6"]);
}

#[test]
fn labels_may_be_typed_in_many_ways() {
    let form = faulty().with("A5", "项目资金\n(万元)").with("E5", "全年 预算数（A）").with("F5", "全年执行数\n（B）");
    form.with("H5", "执行率（B/A）")
        .with("A1", "2023年度 项目支出绩效 自评表")
        .with("C6", "*年度资金总额：")
        .finds(&["P-103 H6"]);
    let form = faulty().with("E5", "调整后预算数").with("F5", "实际支出数").with("C6", "合计").with("G12", "自评得分");
    form.with("F12", "权重").with("D12", "指标值").with("E12", "完成值").with("A18", "合计").finds(&["P-103 H6"]);
}

#[test]
fn of_which_may_stand_in_a_cell_of_its_own() {
    let form = faulty().with("B7", "其中：").with("C7", "当年财政拨款");
    form.finds(&["P-103 H6"]);
}

#[test]
fn several_forms_may_stand_one_under_another() {
    let faulty = || faulty().with("C3", "绿地养护");
    let lower = moved(faulty(), 30, 0);
    let stacked = sound_form().changed(|sheet| sheet.cells.extend(lower.clone().into_cells()));
    stacked.finds(&["P-103 H36"]);
    let untitled = moved(faulty().with("A1", "").with("A2", ""), 30, 0);
    sound_form().changed(|sheet| sheet.cells.extend(untitled.into_cells())).finds(&["P-103 H36"]);
}

#[test]
fn a_form_without_a_title_is_known_by_its_labels() {
    faulty().with("A1", "").with("A2", "").finds(&["P-103 H6"]);
    sound_department().with("A1", "").with("H6", "91.00%").finds(&["D-102 H6"]);
}

#[test]
fn cover_sheets_and_notes_are_no_forms() {
    let cover = Filed::of(vec![sheet(
        "封面",
        "A1=2023年度项目支出绩效自评表; A3=单位名称：; B3=园林局; A4=填报日期：2024年3月1日",
    )]);
    let checked = cover.and("自评表", &faulty()).finds(&["P-103 自评表!H6"]);
    assert_eq!(checked.submission.other_sheets.len(), 1);
    faulty()
        .with("A21", "注：本表与部门整体支出绩效自评表一并报送。")
        .with("A22", "填表人：张某某")
        .with("C22", "联系电话：13800000000")
        .finds(&["P-103 H6"]);
}

#[test]
fn the_grade_may_stand_in_the_cell_of_its_label() {
    let checked = sound_form().with("A19", "自评等级：良").with("B19", "").finds(&["P-402 A19"]);
    let correction = checked.finding("P-402").correction.clone().expect("a correction");
    assert_eq!(correction.stored, NewValue::Text("自评等级：优".to_string()), "the label stays");
}

#[test]
fn head_year_unit_and_department_are_read() {
    let checked = sound_submission().checked();
    let form = &checked.submission.forms[0];
    assert_eq!((form.year, form.field(Field::Department)), (Some(2023), Some("园林局")));
    assert_eq!(checked.submission.department, "园林局");
    let accounts: Vec<Option<&str>> = checked.submission.forms[1..].iter().map(|form| form.layout.table()).collect();
    assert_eq!(accounts, ["01", "02", "03", "04", "05", "06", "09"].map(Some));
}

#[test]
fn amounts_in_yuan_agree_with_amounts_in_ten_thousands() {
    let in_yuan = sound_submission().with("公开03!H2", "金额单位：元");
    let yuan = in_yuan.on("公开03", |sheet: &mut Sheet| {
        for cell in sheet.cells.iter_mut().filter(|(at, _)| at.row >= 4 && at.column >= 2).map(|(_, cell)| cell) {
            if let Value::Number(number) = &mut cell.value {
                *number *= rust_decimal::Decimal::from(10_000);
            }
        }
    });
    yuan.clone().finds(&[]);
    yuan.with("公开03!E10", "1700001.00")
        .with("公开03!C10", "4000001.00")
        .finds(&["A-304 公开03!C10", "A-304 公开03!E10"]);
}

#[test]
fn digits_come_from_the_number_format_and_from_the_finest_amount() {
    let general = |text: &str| Value::Number(text.parse().expect("a number"));
    let form = sound_form().changed(|sheet| {
        for (name, text) in [("E7", "799.974"), ("E8", "200"), ("E6", "999.974")] {
            let cell = Cell {
                value: general(text),
                formula: None,
                format: Default::default(),
                recalculated: None,
                unverified: false,
            };
            sheet.cells.insert(crate::testing::address(name), cell);
        }
    });
    let checked = form.finds(&[]);
    let row = checked.submission.forms[0].row("carried_over").cloned().expect("the row");
    let figure = row.figure(Measure::FinalBudget).cloned().expect("a figure");
    assert_eq!((figure.own_decimals, figure.decimals), (0, 3), "200 among thousandths is 200.000");
}

#[test]
fn labels_repeated_on_every_row_are_one_heading() {
    let form = sound_form().with("A14", "产出指标（50分）").with("A15", "产出指标（50分）");
    form.finds(&[]);
}

#[test]
fn subtotals_between_indicators_are_no_indicators() {
    let form = sound_form().changed(|sheet| {
        let lower: Vec<_> = sheet.cells.keys().filter(|at| at.row >= 15).copied().collect();
        let cells: Vec<_> = lower.iter().filter_map(|at| sheet.cells.remove(at).map(|cell| (*at, cell))).collect();
        sheet.cells.extend(cells.into_iter().map(|(at, cell)| (Address::new(at.row + 1, at.column), cell)));
    });
    form.with("B16", "小计").with("F16", "50").with("G16", "49").finds(&[]);
}

#[test]
fn an_indicator_that_names_the_form_is_no_title() {
    sound_form().with("C14", "项目支出绩效自评表报送及时率").finds(&[]);
}

#[test]
fn weights_may_be_percentages() {
    let form = sound_form().changed(|sheet| {
        for (address, cell) in sheet.cells.iter_mut().filter(|(address, _)| address.column == 5 && address.row >= 12) {
            if let Value::Number(number) = &mut cell.value {
                (*number, cell.format) =
                    (*number / rust_decimal::Decimal::ONE_HUNDRED, crate::read::NumberFormat::fixed(0, true));
            }
            assert!(address.row < 20);
        }
    });
    form.finds(&[]);
}

#[test]
fn codes_are_never_taken_for_amounts_where_amounts_are_text() {
    let as_text = |name: &str, filed: Filed| {
        filed.on(name, |sheet| {
            for cell in sheet.cells.values_mut() {
                *cell = Cell {
                    value: Value::Text(cell.text()),
                    formula: None,
                    format: Default::default(),
                    recalculated: None,
                    unverified: false,
                };
            }
        })
    };
    let filed = ["公开02", "公开03", "公开04", "公开05"]
        .into_iter()
        .fold(sound_submission(), |filed, name| as_text(name, filed));
    filed.finds(&[]);
}
