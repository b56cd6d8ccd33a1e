//! The second round: what became of the findings of an earlier run.

use std::path::Path;

use calamine::{Data, Reader, open_workbook_auto};
use serde_json::Value;

use crate::support::{findings, root, text, ziping};

const DEPARTMENT: &str = "samples/松溪县融媒体中心";

fn name(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

/// Checks a folder, compared with an earlier run if there is one, and gives findings.json and the screen.
fn checked(input: &Path, out: &Path, before: Option<&Path>) -> (Value, String) {
    let against: Vec<&str> = before.map(|before| vec!["--against", name(before)]).unwrap_or_default();
    let ran = ziping(&[&["check", name(input), "-o", name(out), "--quiet"], &against[..]].concat());
    assert!(ran.status <= 2, "{}", ran.stderr);
    let json = std::fs::read(out.join("findings.json")).expect("findings.json");
    (serde_json::from_slice(&json).expect("JSON"), ran.stdout)
}

/// The fates of findings whose correction was automatic then.
fn fates_of_automatic(before: &Value, against: &Value) -> Vec<String> {
    let automatic: Vec<(String, String, String)> = findings(before)
        .into_iter()
        .filter(|finding| finding["correction"]["trust"] == "automatic")
        .map(|finding| (text(&finding["rule"]), text(&finding["file"]), text(&finding["cell"])))
        .collect();
    let departments = against["departments"].as_array().expect("departments");
    let traced = departments.iter().flat_map(|department| department["findings"].as_array().expect("findings"));
    let key = |traced: &Value| (text(&traced["rule"]), text(&traced["file"]), text(&traced["cell"]));
    traced.filter(|traced| automatic.contains(&key(traced))).map(|traced| text(&traced["fate"])).collect()
}

#[test]
fn what_was_corrected_by_the_program_is_mended_in_the_next_round() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (first, second) = (folder.path().join("一"), folder.path().join("二"));
    let (before, _) = checked(&root().join(DEPARTMENT), &first, None);
    assert_eq!(before["against"], Value::Null);
    let (after, screen) = checked(&first, &second, Some(&first));
    let against = &after["against"];
    let fates = fates_of_automatic(&before, against);
    assert!(!fates.is_empty() && fates.iter().all(|fate| fate == "mended"), "{fates:?}");
    assert_eq!(against["new"], 0, "{against:#}");
    assert!(screen.starts_with("与上次比较") && screen.contains("已改正 2 条，仍存在 0 条"), "{screen}");
    let mut book = open_workbook_auto(second.join("复核汇总.xlsx")).expect("a workbook");
    let sheet = book.worksheet_range("与上次比较").expect("the sheet");
    let row = sheet.rows().find(|row| row[0] == "松溪县融媒体中心").expect("the department");
    assert_eq!(row[2..5], [2.0, 2.0, 0.0].map(Data::Float));
    assert!(book.sheet_names().contains(&"比较明细".to_string()));
}

#[test]
fn what_is_checked_again_unchanged_remains_and_what_is_left_out_is_not_mended() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let out = folder.path().join("一");
    let (before, _) = checked(&root().join(DEPARTMENT), &out, None);
    let (after, _) = checked(&root().join(DEPARTMENT), &folder.path().join("二"), Some(&out.join("findings.json")));
    let count = findings(&before).iter().filter(|finding| finding["severity"] != "note").count();
    assert_eq!(after["against"]["remaining"], count);
    let other = root().join("samples/清江市水务综合服务中心");
    let (after, screen) = checked(&other, &folder.path().join("三"), Some(&out));
    assert_eq!([&after["against"]["not_filed"], &after["against"]["mended"]], [count, 0]);
    assert!(screen.contains("（本次没有报送）"), "{screen}");
}

#[test]
fn what_is_no_earlier_result_stops_the_run_before_anything_is_written() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let out = folder.path().join("结果");
    let ran = ziping(&["check", DEPARTMENT, "-o", name(&out), "--against", "samples"]);
    assert_eq!(ran.status, 2);
    assert!(ran.stderr.contains("请给出上次的输出文件夹"), "{}", ran.stderr);
    assert!(!out.exists());
}
