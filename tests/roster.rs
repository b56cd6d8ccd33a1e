//! 应报清单: who has to file what, and who has filed it.

use std::path::{Path, PathBuf};

use calamine::{Data, Reader, open_workbook_auto};
use serde_json::Value;
use ziping::model::figure::NewValue;
use ziping::ooxml::{CellEdit, Changes, patch};

use crate::support::{convert, root, text, ziping};

const SAMPLES: &str = "samples";

fn name(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

/// A list of what the samples hold, for one year.
fn list(folder: &Path) -> PathBuf {
    let path = folder.join("应报清单.xlsx");
    let from =
        ["samples/云岭市文化体育发展中心", "samples/清江市水务综合服务中心", "samples/渝岭区文化和旅游发展委员会"];
    let from = from.iter().flat_map(|folder| ["--from", folder]).collect::<Vec<_>>();
    let ran = ziping(&[&["roster", "new", "--year", "2023", "-o", name(&path)], &from[..]].concat());
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    path
}

fn rows(path: &Path, sheet: &str) -> Vec<Vec<String>> {
    let mut book = open_workbook_auto(path).expect("a workbook");
    let range = book.worksheet_range(sheet).expect("the sheet");
    range.rows().map(|row| row.iter().map(Data::to_string).collect()).collect()
}

/// Changes cells of a list: every cell with this text.
fn changed(path: &Path, from: &str, to: &str) {
    let at = |(row, cells): (usize, Vec<String>)| {
        let columns = cells.into_iter().enumerate().filter(|(_, cell)| cell == from);
        columns.map(|(column, _)| (row, column)).collect::<Vec<_>>()
    };
    let edit = |(row, column): (usize, usize)| CellEdit {
        sheet: "应报清单".into(),
        row: u32::try_from(row).expect("a row"),
        column: u32::try_from(column).expect("a column"),
        value: Some(NewValue::Text(to.into())),
        keep_formula: false,
        fill: "FFFFFF".into(),
        note: None,
        listed: None,
    };
    let edits: Vec<CellEdit> = rows(path, "应报清单").into_iter().enumerate().flat_map(at).map(edit).collect();
    assert!(!edits.is_empty(), "{from}");
    let bytes = patch(&std::fs::read(path).expect("read"), &Changes { edits, ..Changes::default() }).expect("changed");
    std::fs::write(path, bytes).expect("written");
}

/// Checks a folder by a list, and gives the status, the object `roster` and the screen.
fn checked(input: &str, list: &Path, out: &Path) -> (i32, Value, String) {
    let ran = ziping(&["check", input, "--roster", name(list), "-o", name(out), "--quiet"]);
    let json = std::fs::read(out.join("findings.json")).expect(&ran.stderr);
    let document: Value = serde_json::from_slice(&json).expect("JSON");
    (ran.status, document["roster"].clone(), ran.stdout)
}

fn statuses(roster: &Value, department: &str) -> Vec<(String, String)> {
    let departments = roster["departments"].as_array().expect("departments");
    let own = departments.iter().filter(|one| one["department"] == department);
    let items = own.flat_map(|one| one["items"].as_array().expect("items"));
    items.map(|item| (text(&item["kind"]), text(&item["status"]))).collect()
}

#[test]
fn a_list_made_from_submissions_finds_them_filed() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let list = list(folder.path());
    let sound = "samples/清江市水务综合服务中心";
    let (status, roster, screen) = checked(sound, &list, &folder.path().join("结果"));
    let own = statuses(&roster, "清江市水务综合服务中心");
    assert!(own.len() == 6 && own.iter().all(|(_, status)| status == "filed"), "{own:?}");
    assert_eq!(status, 1, "the other departments have filed nothing");
    assert!(screen.starts_with("报送情况") && screen.contains("全部未报（2 个部门）"), "{screen}");
    let never = ziping(&["check", sound, "--roster", name(&list), "--fail-on", "never"]);
    assert_eq!(never.status, 0);
}

#[test]
fn who_has_not_filed_is_told_on_the_screen_and_in_the_summary() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let list = list(folder.path());
    changed(&list, "渝岭区文化和旅游发展委员会", "青石县教育局");
    changed(&list, "送戏下乡演出", "食堂改造");
    changed(&list, "群众合唱节", "群众合唱节项目");
    let out = folder.path().join("结果");
    let (_, roster, screen) = checked(SAMPLES, &list, &out);
    assert!(screen.contains("全部未报（1 个部门）：青石县教育局"), "{screen}");
    assert!(screen.contains("未报 项目支出绩效自评表「食堂改造」"), "{screen}");
    assert!(screen.contains("不在清单中（4 个单位）") && screen.contains("渝岭区文化和旅游发展委员会"), "{screen}");
    let own = statuses(&roster, "云岭市文化体育发展中心");
    let count = |status: &str| own.iter().filter(|(_, own)| own == status).count();
    assert_eq!([count("missing"), count("unsure"), count("twice")], [1, 1, 1], "{own:?}");
    assert!(own.contains(&("project".into(), "unexpected".into())), "{own:?}");
    assert_eq!(roster["unreadable"], 4);
    let row = rows(&out.join("复核汇总.xlsx"), "报送情况").into_iter().find(|row| row[0] == "青石县教育局");
    assert_eq!(row.expect("the department")[1], "全部未报");
    let details = rows(&out.join("复核汇总.xlsx"), "报送明细");
    assert!(details.iter().any(|row| row[3] == "食堂改造" && row[6] == "未报"));
}

#[test]
fn a_list_in_the_folder_of_submissions_is_none_of_them_and_may_be_of_any_format() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let list = list(folder.path());
    let sample = root().join("samples/松溪县融媒体中心");
    let form = crate::support::files(&sample, &["xls"]).remove(0);
    std::fs::create_dir(folder.path().join("松溪县融媒体中心")).expect("a folder");
    std::fs::copy(form, folder.path().join("松溪县融媒体中心/自评表.xls")).expect("copied");
    let (_, roster, _) = checked(name(folder.path()), &list, &folder.path().join("结果"));
    assert_eq!(roster["unreadable"], 0, "{roster:#}");
    for format in ["ods", "xls"] {
        let Some(converted) = convert(std::slice::from_ref(&list), format) else { return };
        let other = converted.path().join("converted").join(format!("应报清单.{format}"));
        let (_, again, _) = checked(name(folder.path()), &other, &folder.path().join("结果"));
        assert_eq!([&again["expected"], &again["year"]], [&roster["expected"], &roster["year"]], "{format}");
    }
}

#[test]
fn a_list_is_never_written_over_and_a_blank_one_expects_nothing() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("清单.xlsx");
    let new = || ziping(&["roster", "new", "-o", name(&path)]);
    assert_eq!(new().status, 0);
    let again = new();
    assert_eq!(again.status, 2);
    assert!(again.stderr.contains("没有覆盖"), "{}", again.stderr);
    let ran = ziping(&["check", "samples/松溪县融媒体中心", "--roster", name(&path)]);
    assert_eq!(ran.status, 2);
    assert!(ran.stderr.contains("没有填写应报的单位和表"), "{}", ran.stderr);
    let ran = ziping(&["check", "samples/松溪县融媒体中心", "--roster", "samples/planted.csv"]);
    assert_eq!(ran.status, 2);
}

#[test]
fn a_column_that_is_not_known_is_refused_and_names_for_drop_down_lists_are_not_expected() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("台账.xlsx");
    let written = |label: &str, form: &str| {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheets: [(&str, &[[&str; 2]]); 2] = [
            ("台账", &[["部门", label], ["松溪县融媒体中心", form]]),
            ("名录", &[["单位名称", ""], ["青石县教育局", ""]]),
        ];
        for (name, rows) in sheets {
            let sheet = book.add_worksheet().set_name(name).expect("a name");
            for (row, cells) in (0..).zip(rows) {
                sheet.write_row(row, 0, *cells).expect("written");
            }
        }
        book.save(&path).expect("saved");
    };
    let check = || {
        let out = folder.path().join("结果");
        ziping(&["check", "samples/松溪县融媒体中心", "--roster", name(&path), "-q", "-o", name(&out)])
    };
    written("应报的东西", "部门整体支出绩效自评表");
    let known = check().stdout;
    assert!(known.contains("应报 1 项") && !known.contains("青石县教育局"), "{known}");
    written("上报材料", "甲");
    let refused = check();
    assert_eq!(refused.status, 2);
    assert!(refused.stderr.contains("「台账」第 B 列（「上报材料」，像是「表种」"), "{}", refused.stderr);
}
