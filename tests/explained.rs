//! The second round: a 差异表 that came back filled in.

use std::path::{Path, PathBuf};

use calamine::{Data, Reader, open_workbook_auto};
use serde_json::Value;
use ziping::model::figure::NewValue;
use ziping::ooxml::{CellEdit, Changes, patch};

use crate::support::{findings, root, text, ziping};

const DEPARTMENT: &str = "云岭市文化体育发展中心";

/// Runs the program and gives findings.json.
fn checked(out: &Path, more: &[&str]) -> (i32, String, Value) {
    let folder = format!("samples/{DEPARTMENT}");
    let out_name = out.to_str().expect("UTF-8");
    let ran = ziping(&[&["check", &folder, "-o", out_name, "--fail-on", "warning"], more].concat());
    let json = std::fs::read(out.join("findings.json")).expect("findings.json");
    (ran.status, ran.stdout, serde_json::from_slice(&json).expect("JSON"))
}

/// Fills in 情况说明 for the findings of a severity in a 差异表, and changes the first 填报值 so filled if asked to.
fn filled_in(list: &Path, severity: &str, to: PathBuf, stated: Option<&str>) -> usize {
    let mut book = open_workbook_auto(list).expect("a workbook");
    let range = book.worksheet_range("差异表").expect("the sheet");
    let rows: Vec<Vec<String>> = range.rows().map(|row| row.iter().map(Data::to_string).collect()).collect();
    let header = rows.iter().position(|row| row[0] == "序号").expect("a header");
    let column = |name: &str| rows[header].iter().position(|title| title == name).expect("a column");
    let edit = |row: usize, name: &str, value: &str| CellEdit {
        sheet: "差异表".into(),
        row: u32::try_from(row).expect("a row"),
        column: u32::try_from(column(name)).expect("a column"),
        value: Some(NewValue::Text(value.into())),
        keep_formula: false,
        fill: "FFFFFF".into(),
        note: None,
        listed: None,
    };
    let meant = |row: &usize| rows[*row].get(column("级别")).is_some_and(|level| level == severity);
    let chosen: Vec<usize> = (header + 1..rows.len()).filter(meant).collect();
    let mut edits: Vec<CellEdit> = chosen.iter().map(|row| edit(*row, "情况说明", "年中追加任务，已报备")).collect();
    edits.extend(stated.map(|stated| edit(chosen[0], "填报值", stated)));
    let changes = Changes { edits, ..Changes::default() };
    let bytes = patch(&std::fs::read(list).expect("read"), &changes).expect("filled in");
    std::fs::write(to, bytes).expect("written");
    chosen.len()
}

#[test]
fn explained_warnings_no_longer_fail_and_errors_stay() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (_, _, before) = checked(&folder.path().join("一"), &[]);
    let list = folder.path().join("一").join(DEPARTMENT).join("差异表.xlsx");
    let back = folder.path().join("差异表.xlsx");
    let warnings = filled_in(&list, "警告", back.clone(), None);
    assert!(warnings > 0);
    let (_, screen, after) = checked(&folder.path().join("二"), &["--explained", back.to_str().expect("UTF-8")]);
    let explained: Vec<&Value> =
        findings(&after).into_iter().filter(|finding| !finding["explanation"].is_null()).collect();
    assert_eq!(explained.len(), warnings);
    assert!(explained.iter().all(|finding| finding["severity"] == "warning"));
    assert_eq!(findings(&after).len(), findings(&before).len());
    assert!(screen.contains("（单位已说明）") && screen.contains("单位说明：年中追加任务，已报备"), "{screen}");
    assert!(screen.contains(&format!("（单位已说明 {warnings} 处）")), "{screen}");
    // The new list carries the explanations on, so that it can be taken back again.
    let again = folder.path().join("二").join(DEPARTMENT);
    let (_, _, third) = checked(&folder.path().join("三"), &["--explained", again.to_str().expect("UTF-8")]);
    assert_eq!(findings(&third), findings(&after));
}

#[test]
fn an_explanation_whose_figure_has_changed_is_listed_and_not_used() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    checked(&folder.path().join("一"), &[]);
    let list = folder.path().join("一").join(DEPARTMENT).join("差异表.xlsx");
    let back = folder.path().join("差异表（已填）.xlsx");
    let warnings = filled_in(&list, "警告", back.clone(), Some("别的数"));
    let (_, screen, document) = checked(
        &folder.path().join("二"),
        &["--explained", folder.path().join("差异表（已填）.xlsx").to_str().expect("UTF-8")],
    );
    let unused = document["submissions"][0]["unused_explanations"].as_array().expect("a list");
    assert_eq!(unused.len(), 1, "{unused:?}");
    assert_eq!(text(&unused[0]["reason"]), "changed");
    assert!(screen.contains("未采用的说明["), "{screen}");
    let explained = findings(&document).iter().filter(|finding| !finding["explanation"].is_null()).count();
    assert_eq!(explained, warnings - 1);
}

#[test]
fn only_warnings_left_and_all_explained_end_well() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let profile = folder.path().join("宽.toml");
    let rules = "P-103 = \"warning\"\nP-104 = \"warning\"\nP-401 = \"warning\"\n";
    std::fs::write(&profile, format!("id = \"x\"\nname = \"宽\"\n[rules]\n{rules}")).expect("written");
    let out = folder.path().join("一");
    let run = |out: &Path, more: &[&str]| {
        let args = ["check", "samples/松溪县融媒体中心", "--fail-on", "warning", "--profile"];
        let rest = [profile.to_str().expect("UTF-8"), "-o", out.to_str().expect("UTF-8")];
        ziping(&[&args, &rest[..], more].concat())
    };
    assert_eq!(run(&out, &[]).status, 1);
    let back = folder.path().join("差异表.xlsx");
    filled_in(&out.join("松溪县融媒体中心/差异表.xlsx"), "警告", back.clone(), None);
    let ran = run(&folder.path().join("二"), &["--explained", back.to_str().expect("UTF-8")]);
    assert_eq!(ran.status, 0, "{}", ran.stdout);
}

#[test]
fn what_is_no_list_is_named_and_other_departments_are_too() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let samples = root().join("samples/松溪县融媒体中心");
    let form = crate::support::files(&samples, &["xls"]).remove(0);
    let ran = ziping(&["check", "samples/松溪县融媒体中心", "--explained", form.to_str().expect("UTF-8")]);
    assert_eq!(ran.status, 2);
    assert!(ran.stdout.contains("不是本程序生成的差异表"), "{}", ran.stdout);
    checked(&folder.path().join("一"), &[]);
    let list = folder.path().join("一").join(DEPARTMENT).join("差异表.xlsx");
    let back = folder.path().join("差异表.xlsx");
    filled_in(&list, "警告", back.clone(), None);
    let ran = ziping(&["check", "samples/松溪县融媒体中心", "--explained", back.to_str().expect("UTF-8")]);
    assert!(ran.stdout.contains(&format!("「{DEPARTMENT} 2023年度」不在本次核对的材料中")), "{}", ran.stdout);
}

#[test]
fn a_report_that_is_filed_again_with_our_comments_is_the_same_report() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let sample = root().join("samples/川岭市水利局/部门决算情况说明.docx");
    let run = |name: &str, input: PathBuf, more: &[&str]| {
        let own = folder.path().join(name);
        std::fs::create_dir_all(own.join("川岭市水利局")).expect("a folder");
        std::fs::copy(&input, own.join("川岭市水利局").join(input.file_name().expect("a name"))).expect("copied");
        let out = folder.path().join(format!("{name}-结果"));
        let paths = [&own, &out].map(|path| path.to_str().expect("UTF-8").to_string());
        assert_eq!(ziping(&[&["check", &paths[0], "-o", &paths[1]], more].concat()).status, 1);
        let json = std::fs::read(out.join("findings.json")).expect("findings.json");
        (out, serde_json::from_slice::<Value>(&json).expect("JSON"))
    };
    let (first, _) = run("一", sample, &[]);
    let [annotated] = &crate::support::files(&first, &["docx"])[..] else { panic!("one annotated report") };
    let list = annotated.with_file_name("差异表.xlsx");
    let back = folder.path().join("差异表.xlsx");
    let explained = filled_in(&list, "警告", back.clone(), None);
    let (second, again) = run("二", annotated.clone(), &["--explained", back.to_str().expect("UTF-8")]);
    let used = findings(&again).iter().filter(|finding| !finding["explanation"].is_null()).count();
    assert!(explained > 0 && used == explained, "{used} of {explained} explanations are used");
    let names = crate::support::files(&second, &["docx"]);
    assert!(names[0].ends_with("部门决算情况说明（批注）.docx"), "{names:?}");
}
