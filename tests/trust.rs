//! Nothing that is filed brings a run down, gets out of the output folder, or comes to life in what is written.

mod damage;
mod names;
mod package;
mod surroundings;

use std::path::Path;

use serde_json::Value;

use crate::support::{Ran, check, files, findings, root, text, ziping};
use damage::Damaged;

/// A sound form, and one with an error that is corrected.
const SOUND: &str = "samples/清江市水务综合服务中心/部门整体支出绩效自评表.xlsx";
const FAULTY: &str = "samples/云岭市文化体育发展中心/项目自评表16-基层文艺骨干培训.xlsx";

fn sample(path: &str) -> Vec<u8> {
    std::fs::read(root().join(path)).expect("a sample")
}

/// Lays files into a folder of their own; gives that of all.
fn filed(files: &[(&str, Vec<u8>)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, bytes) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, bytes).expect("written");
    }
    folder
}

/// The reason that is given for a file.
fn reason(document: &Value, file: &str) -> String {
    let unreadable = document["unreadable"].as_array().expect("a list");
    let of_file = unreadable.iter().find(|one| one["file"] == file);
    of_file.map(|one| text(&one["reason"])).unwrap_or_default()
}

/// Each file is named with its reason, and the sound one beside it is checked all the same.
fn named(damaged: Vec<Damaged>) {
    let folder = filed(&[("好单位/自评表.xlsx", sample(FAULTY))]);
    for one in &damaged {
        let department = folder.path().join(one.name);
        std::fs::create_dir(&department).expect("made");
        std::fs::write(department.join(format!("表.{}", one.extension)), &one.bytes).expect("written");
    }
    let (document, out) = check(folder.path());
    let is_chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let reasons = damaged.iter().map(|one| (one, reason(&document, &format!("{}/表.{}", one.name, one.extension))));
    let wrong: Vec<String> = reasons
        .filter(|(one, reason)| !reason.contains(one.reason) || !reason.contains(is_chinese))
        .map(|(one, reason)| format!("{}: {reason}", one.name))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(findings(&document).iter().any(|finding| finding["file"] == "好单位/自评表.xlsx"), "the rest goes on");
    assert!(!files(out.path(), &["xlsx"]).is_empty());
}

#[test]
fn files_damaged_by_accident_are_named_and_the_rest_goes_on() {
    let damaged = damage::by_accident(&sample(SOUND));
    assert!(damaged.len() >= 10);
    named(damaged);
}

#[test]
fn files_made_to_bring_a_run_down_are_named_and_the_rest_goes_on() {
    named(damage::on_purpose(&sample(SOUND)));
}

/// What a fuzz target has found: chains of sectors in old files that lead back to their beginning.
#[test]
fn files_that_once_took_all_memory_are_refused() {
    for path in files(&root().join("tests/trust/inputs"), &["xls"]) {
        let error = ziping::read::workbook::sheets(&std::fs::read(&path).expect("an input")).expect_err("refused");
        assert!(error.to_string().contains("复合文档结构有误"), "{}: {error}", path.display());
    }
}

#[test]
fn files_that_are_only_odd_are_checked() {
    let sound = sample(FAULTY);
    let (expected, _out) = check(filed(&[("单位/表.xlsx", sound.clone())]).path());
    assert!(findings(&expected).len() > 1);
    for (name, bytes) in damage::harmless(&sound) {
        let (document, _out) = check(filed(&[("单位/表.xlsx", bytes)]).path());
        assert_eq!(document["submissions"][0]["findings"], expected["submissions"][0]["findings"], "{name}");
    }
}

#[test]
fn what_is_no_number_is_a_finding_at_its_cell() {
    for number in ["NaN", "INF", "-Infinity", "1E+400", "9e99"] {
        let change = |text: String| {
            let (before, after) = text.split_once("<v>9.8</v>").expect("a figure");
            format!("{before}<v>{number}</v>{after}")
        };
        let bytes = package::with(&sample(FAULTY), "xl/worksheets/sheet1.xml", change);
        let (document, _out) = check(filed(&[("单位/表.xlsx", bytes)]).path());
        let told = findings(&document).iter().any(|finding| text(&finding["rule"]).starts_with("F-"));
        assert!(told || !reason(&document, "单位/表.xlsx").is_empty(), "{number}: {document:#}");
    }
}

/// One in eight files of four hundred is damaged; `tools/damaged.rs` does the same with ten thousand.
#[test]
fn many_damaged_files_among_many_sound_ones_cost_no_sound_one() {
    let (sound, damaged) = (sample(FAULTY), damage::by_accident(&sample(SOUND)));
    let folder = tempfile::tempdir().expect("a folder");
    let mut bad = 0;
    for number in 0..400 {
        let department = folder.path().join(format!("单位{number:03}"));
        std::fs::create_dir(&department).expect("made");
        let one = (number % 8 == 3).then(|| &damaged[number / 8 % damaged.len()]);
        bad += usize::from(one.is_some());
        let (extension, bytes) = one.map_or(("xlsx", &sound), |one| (one.extension, &one.bytes));
        std::fs::write(department.join(format!("表.{extension}")), bytes).expect("written");
    }
    let (document, out) = check(folder.path());
    assert_eq!(document["unreadable"].as_array().map(Vec::len), Some(bad));
    assert_eq!(document["submissions"].as_array().map(Vec::len), Some(400 - bad));
    let corrected =
        files(out.path(), &["xlsx"]).iter().filter(|path| path.to_string_lossy().contains("（更正）")).count();
    assert_eq!(corrected, 400 - bad);
}

fn run_check(folder: &Path, out: &Path) -> Ran {
    ziping(&["check", folder.to_str().expect("UTF-8"), "-o", out.to_str().expect("UTF-8")])
}
