//! Layouts are recognised by labels and structure, and what is not recognised is named.

use crate::model::form::Measure;
use crate::model::place::{Address, Region};
use crate::read::Sheet;
use crate::testing::{Filed, address, sheet, sound_department, sound_form, sound_submission, three_columns};

/// Cells and regions of another form, so many columns further right.
fn beside(filed: Filed, other: Filed, columns: u32) -> Filed {
    let right = |at: Address| Address::new(at.row, at.column + columns);
    filed.changed(|sheet| {
        sheet.cells.extend(other.into_cells().into_iter().map(|(at, cell)| (right(at), cell)));
    })
}

fn layouts(filed: Filed) -> Vec<String> {
    filed.checked().submission.forms.iter().map(|form| form.layout.id.clone()).collect()
}

#[test]
fn direction_value_and_unit_may_stand_in_columns_of_their_own() {
    assert_eq!(layouts(three_columns()), ["project-sichuan"]);
    three_columns().finds(&[]);
    three_columns().with("I11", "18").with("I16", "97.50").finds(&["P-202 I11", "P-401 I16"]).expecting("P-202", "16");
    three_columns().with("G13", "125").finds(&["P-203 I13", "P-401 I16"]).expecting("P-203", "16");
}

#[test]
fn forms_may_stand_side_by_side() {
    let wrong = || sound_form().with("C3", "绿地养护").with("H6", "91.00%");
    beside(sound_form(), wrong(), 10).finds(&["P-103 R6"]);
    beside(wrong(), sound_form(), 9).finds(&["P-103 H6"]);
    let untitled = wrong().with("A1", "").with("A2", "");
    let left = sound_form().with("A1", "").with("A2", "");
    beside(left, untitled, 10).finds(&["P-103 R6"]);
}

#[test]
fn a_blank_column_between_panels_parts_no_forms() {
    let part = |at: Address| if at.column >= 3 { Address::new(at.row, at.column + 1) } else { at };
    let parted = sound_submission().on("公开06", |sheet| {
        sheet.cells = std::mem::take(&mut sheet.cells).into_iter().map(|(at, cell)| (part(at), cell)).collect();
    });
    let checked = parted.with("公开06!J1", "单位：元").with("公开06!J2", "").checked();
    let six: Vec<_> = checked.submission.forms.iter().filter(|form| form.layout.table() == Some("06")).collect();
    assert_eq!((six.len(), six[0].unit), (1, crate::model::figure::Unit::Yuan));
}

#[test]
fn a_header_may_have_two_lines_with_a_label_over_several_columns() {
    let form = three_columns().changed(|sheet| {
        let cells = std::mem::take(&mut sheet.cells);
        let down = |at: Address| if at.row >= 9 { Address::new(at.row + 1, at.column) } else { at };
        sheet.cells = cells.into_iter().map(|(at, cell)| (down(at), cell)).collect();
        sheet.regions.push(Region { first: address("D10"), last: address("F10") });
    });
    form.with("D10", "指标值").finds(&[]);
}

#[test]
fn a_label_may_be_split_over_two_lines() {
    let form = sound_form().changed(|sheet| {
        let cells = std::mem::take(&mut sheet.cells);
        let down = |at: Address| if at.row >= 5 { Address::new(at.row + 1, at.column) } else { at };
        sheet.cells = cells.into_iter().map(|(at, cell)| (down(at), cell)).collect();
    });
    let split = form.with("E5", "全年").with("E6", "预算数").with("F5", "全年执行").with("F6", "数（B）");
    split.clone().finds(&[]);
    split.with("H7", "91.00%").finds(&["P-103 H7"]);
}

#[test]
fn weights_of_the_upper_levels_are_not_those_of_the_indicators() {
    let form = "
A1=部门整体支出绩效自评表; A2=单位名称：园林局
A4=一级指标; B4=权重; C4=二级指标; D4=权重; E4=三级指标; F4=权重; G4=评价标准; H4=自评得分
A5=投入; B5=40; C5=目标设定; D5=40; E5=目标合理性; F5=40; H5=40
A6=产出; B6=60; C6=职责履行; D6=60; E6=完成率; F6=60; H6=58
A7=合计; F7=100; H7=98";
    let checked = Filed::of(vec![sheet("自评表", form)]).finds(&[]);
    let form = &checked.submission.forms[0];
    assert_eq!(form.layout.id, "department-framework");
    let weights = form.blocks[0].rows.iter().filter_map(|row| row.figure(Measure::Weight));
    assert_eq!(weights.map(|weight| weight.show()).collect::<Vec<_>>(), ["40", "60"]);
}

#[test]
fn a_total_may_stand_in_the_head() {
    let form = || sound_form().with("A18", "").with("F18", "").with("G18", "").with("A19", "").with("B19", "");
    let in_head = form().with("E3", "自评总分").with("F3", "98.52");
    in_head.clone().finds(&[]);
    in_head.with("F3", "97.52").finds(&["P-401 F3"]);
}

#[test]
fn amounts_without_a_name_are_the_total() {
    let form = sound_department();
    let form =
        ["C6", "C7", "C8", "D7", "E7", "F7", "D8", "E8", "F8"].iter().fold(form, |form, cell| form.with(cell, ""));
    form.clone().finds(&[]);
    form.with("H6", "99.00%").finds(&["D-102 H6"]);
}

#[test]
fn a_form_that_lacks_a_column_is_named_with_the_label_that_is_not_known() {
    let checked = sound_form().with("F5", "全年开支数").with("H6", "91.00%").finds(&["F-001 A1"]);
    let message = &checked.finding("F-001").message;
    assert!(message.contains("缺少：全年执行数"), "{message}");
    assert!(message.contains("「全年开支数」（F5，最接近「全年执行数」）"), "{message}");
    assert!(checked.submission.forms.is_empty(), "nothing is checked on it");
}

#[test]
fn tables_with_the_same_columns_and_no_title_are_not_guessed() {
    let untitled = |sheet: &mut Sheet| sheet.name = "表".into();
    let filed = sound_submission().with("公开05!A1", "").on("公开05", untitled);
    let checked = filed.checked();
    let unknown: Vec<&str> = checked
        .findings
        .iter()
        .filter(|finding| finding.rule == "F-001")
        .map(|finding| finding.message.as_str())
        .collect();
    assert_eq!(unknown.len(), 1, "{:?}", checked.findings);
    assert!(unknown[0].contains("accounts-05") && unknown[0].contains("accounts-08"), "{}", unknown[0]);
}

#[test]
fn an_accounts_table_of_assets_counts_things() {
    let form = "
A1=国有资产占用情况表; A2=部门：园林局
A3=车辆数合计（台、辆）; B3=副部（省）级及以上领导用车; C3=机要通信用车; D3=应急保障用车; E3=其他用车; F3=单价100万元（含）以上设备（不含车辆）
A4=5; B4=0; C4=2; D4=1; E4=2; F4=3";
    let checked = Filed::of(vec![sheet("公开10", form)]).finds(&[]);
    let form = &checked.submission.forms[0];
    assert_eq!(form.layout.table(), Some("10"));
    let row = &form.blocks[0].rows[0];
    assert_eq!(row.figure(Measure::VehicleCount).map(|count| count.show()).as_deref(), Some("5"));
    assert!(row.figure(Measure::Equipment).is_some_and(|count| count.exact));
}
