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
fn open_errors_are_one_finding_that_counts_them() {
    let checked = sound_form().with("G16", "40").checked();
    let open: Vec<&Finding> = checked.findings.iter().filter(|finding| finding.rule == "P-206").collect();
    let finding = open_errors(&Place::default(), &open).expect("open errors");
    assert_eq!(format!("{} {}", finding.rule, finding.evidence.len()), "U-603 1");
    assert!(open_errors(&Place::default(), &[]).is_none());
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
        print: crate::read::Print::default(),
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
        ("（0792）8123456", "（****3456"),
        ("身份证11010519491231002X，", "身份证110***************，"),
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
fn what_may_be_a_name_before_a_number_is_told_but_not_replaced() {
    assert_eq!(redact("如有疑问请找：张三丰 13800000000", false), "如有疑问请找：张三丰 138****0000");
    let told = |text: &str| find(text, false).iter().any(|found| found.kind == Kind::Perhaps);
    assert!(told("如有疑问请找：张三丰 13800000000") && told("李四13800000000"));
    for text in
        ["水利局 13800000000", "常州 13800000000", "联系张三 13800000000", "金额 13800000000元", "李某 13800000000"]
    {
        assert!(!told(text), "{text}");
    }
}

#[test]
fn figures_codes_and_public_numbers_stay() {
    let texts = [
        "投入13800000000元",
        "项目编码36042122T000000113800",
        "2022-2023年完成1500 3000 200件",
        "身份证110105194912310021",
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
