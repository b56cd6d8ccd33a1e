//! Tests of `publication`.

use super::personal::{find, redact};
use super::*;
use crate::testing::sound_form;

/// What is found in the form of a sheet, as `U-601 C10`.
fn found(cells: &[(&str, &str)]) -> Vec<String> {
    let mut filed = sound_form();
    for (cell, value) in cells {
        filed = filed.with(cell, value);
    }
    let sheet = Sheet { cells: filed.clone().into_cells(), ..Sheet::default() };
    let checked = filed.checked();
    let findings = personal_data(&checked.submission.forms[0], &sheet);
    findings.iter().map(Finding::key).collect()
}

#[test]
fn a_telephone_number_in_a_text_is_found_and_a_form_without_one_is_sound() {
    assert_eq!(found(&[]), [""; 0]);
    assert_eq!(found(&[("F11", "已养护，咨询电话13800000000")]), ["U-601 F11"]);
}

#[test]
fn names_beside_their_label_are_found_in_the_same_and_in_the_next_cell() {
    assert_eq!(found(&[("A20", "填表人：欧阳明　联系电话：0755-88886666")]), ["U-601 A20", "U-602 A20"]);
    assert_eq!(found(&[("A20", "联系人"), ("B20", "李小明")]), ["U-602 B20"]);
    assert_eq!(found(&[("A20", "联系人"), ("B20", "李某某")]), [""; 0]);
}

#[test]
fn what_was_not_hidden_is_told_apart_from_what_was() {
    let checked = sound_form().with("F11", "张建国 13800000000").checked();
    let filed = sound_form().with("F11", "张建国 13800000000");
    let sheet = Sheet { cells: filed.into_cells(), ..Sheet::default() };
    let findings = personal_data(&checked.submission.forms[0], &sheet);
    let open: Vec<(&str, bool)> = findings.iter().map(|finding| (&*finding.rule, is_left_open(finding))).collect();
    assert_eq!(open, [("U-601", false), ("U-602", true)]);
}

#[test]
fn open_errors_are_one_finding_that_counts_them() {
    let checked = sound_form().with("G16", "40").checked();
    let open: Vec<&Finding> = checked.findings.iter().filter(|finding| finding.rule == "P-206").collect();
    let finding = open_errors(&open).expect("open errors");
    assert_eq!(finding.place, open[0].place);
    assert_eq!(format!("{} {}", finding.rule, finding.evidence.len()), "U-603 1");
    assert!(open_errors(&[]).is_none());
}

#[test]
fn what_a_workbook_would_carry_is_told() {
    let mut book = rust_xlsxwriter::Workbook::new();
    book.set_properties(&rust_xlsxwriter::DocProperties::new().set_author("赵六"));
    let sheet = book.add_worksheet();
    sheet.insert_note(0, 0, &rust_xlsxwriter::Note::new("请核实")).expect("a note");
    book.add_worksheet().set_hidden(true);
    let bytes = book.save_to_buffer().expect("a workbook");
    let hidden = Sheet { hidden: true, ..Sheet::default() };
    let workbook = Workbook {
        file: "表.xlsx".into(),
        path: "表.xlsx".into(),
        content_hash: crate::read::ContentHash::default(),
        format: crate::read::Format::Xlsx,
        sheets: vec![Sheet::default(), hidden],
    };
    let finding = carried(&workbook, &bytes).expect("a finding");
    let expected = ["1 张隐藏的工作表", "批注", "作者"];
    assert_eq!(format!("{} {}", finding.rule, finding.item), "U-604 随附内容");
    assert!(expected.iter().all(|part| finding.message.contains(part)), "{}", finding.message);
}

#[test]
fn personal_data_is_replaced() {
    let cases = [
        ("电话13800000000。", "电话138****0000。"),
        ("电话：１３８-０００１-２３４５", "电话：138****2345"),
        ("+86 13912345678", "+139****5678"),
        ("座机0755-88886666", "座机****6666"),
        ("（0792）8123456", "****3456"),
        ("户主电话（0797）8234567。", "户主电话****4567。"),
        ("（0797）8234567或(0797)8234568转", "****4567或****4568转"),
        ("身份证11010519491231002X，", "身份证110***************，"),
        ("身份证号：110105194912310021，", "身份证号：110***************，"),
        ("身份证 110101 19900307 651X 手机", "身份证 110*************** 手机"),
        ("身份证号码为110101-19900307-6511。", "身份证号码为110***************。"),
        ("身份证（110101900307651）", "身份证（110***************）"),
        ("110105 19491231 002X", "110***************"),
        ("账号 3600 1234 5678 9012 345", "账号 ****2345"),
        ("卡 6222021234567890128", "卡 ****0128"),
        ("邮箱zhang.san@example.com", "邮箱***@example.com"),
        ("家庭住址：江畔路8号3栋201室，", "家庭住址：某处，"),
        ("项目负责人：张三", "项目负责人：张某"),
        ("联系人:王 五 电话", "联系人:王某 电话"),
        ("经办人：李四联系电话：88886666", "经办人：李某联系电话：****6666"),
        ("部门负责人（签字）：欧阳修 审核人：李 四", "部门负责人（签字）：欧某 审核人：李某"),
    ];
    for (text, public) in cases {
        assert_eq!(redact(text, false), public, "{text}");
    }
}

#[test]
fn names_behind_a_label_are_replaced_without_a_colon_too() {
    let cases = [
        ("联系人 陈美玲", "联系人 陈某"),
        ("联系人陈美玲，电话8234567", "联系人陈某，电话****4567"),
        ("联系人高志远，电话8234567", "联系人高某，电话****4567"),
        ("经办:李小红 / 13912345678", "经办:李某 / 139****5678"),
        ("填表人王小明审核人∶李大伟", "填表人王某审核人∶李某"),
        ("审核人：李金城", "审核人：李某"),
        ("项目负责人欧阳修文。", "项目负责人欧某。"),
    ];
    for (text, public) in cases {
        assert_eq!(redact(text, false), public, "{text}");
    }
}

#[test]
fn words_bodies_and_places_behind_a_label_stay() {
    let texts = [
        "项目负责人明确，职责清晰",
        "联系人齐全，负责人和联系人应到位",
        "联系人 单位 电话",
        "联系人单位，电话见附件",
        "负责人 黄山市，联系人 万达公司",
        "负责人高度重视，负责人任务明确",
        "经办：市财政局，经办：王家村，经办陈列馆",
        "填表人 审核人 日期",
        "项目负责人周期性检查",
        "负责人 王家湾",
    ];
    for text in texts {
        assert_eq!(redact(text, false), text, "{text}");
    }
}

#[test]
fn what_may_be_a_name_before_a_number_is_told_but_not_replaced() {
    assert_eq!(redact("如有疑问请找：张三丰 13800000000", false), "如有疑问请找：张三丰 138****0000");
    let told = |text: &str| find(text, false).iter().any(|found| found.kind == PersonalKind::Perhaps);
    assert!(told("如有疑问请找：张三丰 13800000000") && told("李四13800000000"));
    for text in [
        "请与张建国联系，电话13912345678",
        "张建国：0797-8234567",
        "如有疑问请联系张建国13912345678",
        "由局长郑国华（13566667777）牵头",
        "户主李桂英电话（0797）8234567",
        "联系张三 13800000000",
    ] {
        assert!(told(text), "{text}");
    }
    for text in [
        "水利局 13800000000",
        "常州 13800000000",
        "金额 13800000000元",
        "李某 13800000000",
        "联系单位 13800000000",
        "请与黄河公司联系，电话13800000000",
        "请联系安全科，电话13800000000",
        "龙南：0797-8234567",
        "补助5万元，电话13800000000",
        "咨询电话：0797-8234567",
        "联系方式 0797-8234567",
        "王家村村委会电话0797-8234567",
        "请联系安全员，电话13800000000",
        "地址：王家湾，电话0797-8234567",
        "温泉路0797-8234567",
    ] {
        assert!(!told(text), "{text}");
    }
}

#[test]
fn figures_codes_and_public_numbers_stay() {
    let texts = [
        "投入13800000000元",
        "项目编码36042122T000000113800",
        "2022-2023年完成1500 3000 200件",
        "编号110105194912310021",
        "编号110105 19491231 0021",
        "办理身份证1234张、身份证 2023 年 120000 件",
        "热线12345、400-800-1234",
        "2023年10月-12月",
        "合同编号20230415-0086",
        "负责人落实到位，联系人制度健全",
        "项目负责人：由各乡镇主要负责同志担任",
        "负责人：市水利局，审核人：江西省，复核人：温州，联系人：办公室",
        "执行数13812345678.50",
        "编号6222021234567890129",
        "住址信息登记200户",
    ];
    for text in texts {
        assert_eq!(find(text, false), [], "{text}");
    }
    assert_eq!(redact("项目负责人：张三", true), "项目负责人：张三");
}
