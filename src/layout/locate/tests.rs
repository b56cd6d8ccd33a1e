//! Layouts are recognised by labels and structure, and what is not recognised is named.

use crate::form::Measure;
use crate::read::{Address, Region, Sheet};
use crate::testing::{Filed, address, sheet, sound_department, sound_form, sound_submission};

/// Direction, value and unit in columns of their own; other words for most columns.
const IN_COLUMNS: &str = "
A1=2023年度省级部门项目支出绩效自评表; H1=单位：万元
A3=项目名称; B3=渔港维护; A4=主管部门及代码; B4=渔业局（012）; F4=实施单位; G4=渔港站
A5=预算执行情况（10分）; C5=年初预算; D5=调整后预算数; E5=预算执行数; F5=预算执行率; G5=权重; H5=得分
B6=总额; C6=100.00; D6=100.00; E6=95.00; F6=95.00%; G6=10; H6=9.50
B7=其中：财政资金; C7=100.00; D7=100.00; E7=95.00
A8=年度总体目标; B8=预期目标; F8=实际完成情况; B9=维护渔港; F9=已维护
A10=一级指标; B10=二级指标; C10=三级指标; D10=指标性质; E10=指标值; F10=度量单位; G10=完成值; H10=权重; I10=得分; J10=未完成原因分析
A11=产出指标; B11=数量指标; C11=维护泊位; D11=≥; E11=50; F11=个; G11=40; H11=50; I11=40; J11=台风影响
A12=效益指标; B12=社会效益指标; C12=渔民避风; D12=定性; E12=有保障; F12=—; G12=达成年度指标; H12=30; I12=30
A13=满意度指标; B13=满意度指标; C13=渔民投诉; D13=≤; E13=5; F13=件; G13=4; H13=10; I13=10
A14=总分; H14=100; I14=89.50
";

fn in_columns() -> Filed {
    Filed::of(vec![sheet("自评表", IN_COLUMNS)])
}

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
    assert_eq!(layouts(in_columns()), ["project-sichuan"]);
    in_columns().finds(&[]);
    in_columns().with("I11", "45").with("I14", "94.50").finds(&["P-202 I11", "P-401 I14"]).expecting("P-202", "40");
    in_columns().with("G13", "8").finds(&["P-203 I13", "P-401 I14"]).expecting("P-203", "6.25");
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
    assert_eq!((six.len(), six[0].unit), (1, crate::figure::Unit::Yuan));
}

#[test]
fn a_header_may_have_two_lines_with_a_label_over_several_columns() {
    let form = in_columns().changed(|sheet| {
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
