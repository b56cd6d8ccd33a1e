//! `ziping export`: what is not published is named, and nothing out of date is left lying.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::export::{contents, export, project, published};
use crate::support::{Ran, files, ziping};

const ALL: [&str; 2] = ["--to", "html,xlsx,csv,json"];

/// Exports a folder into another.
fn export_to(from: &Path, out: &Path, more: &[&str]) -> Ran {
    let [from, out] = [from, out].map(|path| path.to_str().expect("UTF-8"));
    ziping(&[&["export", from, "-o", out], more].concat())
}

/// Two departments, of which the second files a score that does not follow from anything certain.
fn two_departments(folder: &Path, faulty: bool) {
    for (name, changes) in [("甲局", &[][..]), ("乙局", &[(11, 6, "40")][..])] {
        let changes = if faulty { changes } else { &[] };
        let own = [(3, 2, name), (3, 6, name), (2, 2, if name == "甲局" { "公园养护" } else { "苗圃更新" })];
        std::fs::create_dir_all(folder.join(name)).expect("created");
        project(&folder.join(name), &[&own, changes].concat());
    }
}

fn json(path: &Path) -> Value {
    serde_json::from_str(&contents(path)).expect("JSON")
}

#[test]
fn a_department_that_is_held_back_has_its_line_in_every_index() {
    let (folder, out) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    two_departments(folder.path(), true);
    let ran = export_to(folder.path(), out.path(), &ALL);
    assert_eq!(ran.status, 1, "{}", ran.stderr);
    let note = "未公开：仍有 2 处错误未更正";
    for index in ["index.html", "目录.xlsx", "index.csv", "index.json"] {
        let all = contents(&out.path().join(index));
        assert!(all.contains("乙局") && all.contains(note) && all.contains("甲局"), "{index}");
        assert!(!all.contains("苗圃更新"), "{index}");
    }
    assert!(contents(&out.path().join("index.html")).contains("共 1 张表"));
    assert!(!out.path().join("乙局").exists());
}

#[test]
fn files_of_an_earlier_export_go_when_their_department_is_held_back() {
    let (folder, out) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    two_departments(folder.path(), false);
    assert_eq!(export_to(folder.path(), out.path(), &ALL).status, 0);
    let in_second = || files(&out.path().join("乙局"), &["html", "xlsx", "csv", "json"]);
    let before = in_second();
    assert_eq!(before.len(), 8);
    let edited: PathBuf = before.iter().find(|path| path.ends_with("目录.xlsx")).expect("an index").clone();
    std::fs::write(&edited, "有人改过").expect("changed");
    std::fs::write(out.path().join("乙局/自己的.html"), "不是导出的").expect("written");
    two_departments(folder.path(), true);
    let ran = export_to(folder.path(), out.path(), &["--to", "html"]);
    assert_eq!(ran.status, 2, "{}", ran.stdout);
    assert!(ran.stdout.contains("未能移去 乙局/目录.xlsx") && ran.stdout.contains("已移去"), "{}", ran.stdout);
    let left = in_second();
    assert!(left.len() == 2 && left.contains(&edited), "{left:?}");
    // The indexes in the other formats would still lead to what is gone.
    assert!(!out.path().join("index.json").exists() && out.path().join("甲局/index.html").is_file());
}

#[test]
fn what_is_no_longer_filed_or_not_in_a_format_asked_for_is_taken_away() {
    let (folder, out) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    project(folder.path(), &[]);
    export_to(folder.path(), out.path(), &["--to", "html,csv,xlsx"]);
    let edited =
        published(out.path(), &["xlsx"]).into_iter().find(|path| !path.ends_with("目录.xlsx")).expect("a form");
    std::fs::write(&edited, "有人改过").expect("changed");
    project(folder.path(), &[(2, 2, "苗圃更新")]);
    let ran = export_to(folder.path(), out.path(), &["--to", "html"]);
    assert_eq!(ran.status, 2, "{}", ran.stdout);
    assert!(ran.stdout.contains("已移去上次导出的文件 6 个（如 index.csv）"), "{}", ran.stdout);
    assert!(ran.stdout.contains("未能移去"), "{}", ran.stdout);
    let left = published(out.path(), &["html", "xlsx", "csv"]);
    assert!(left.len() == 4 && left.contains(&edited), "{left:?}");
    let is_old = |path: &&PathBuf| path.to_string_lossy().contains("公园养护");
    assert_eq!(left.iter().filter(is_old).collect::<Vec<_>>(), [&edited]);
}

#[test]
fn results_of_a_check_and_what_is_published_do_not_lie_together() {
    let (folder, out) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let path = project(folder.path(), &[]);
    let out = out.path().to_str().expect("UTF-8");
    ziping(&["check", path.to_str().expect("UTF-8"), "-o", out]);
    let ran = export_to(folder.path(), Path::new(out), &[]);
    assert!(ran.status != 0 && ran.stderr.contains("ziping check 的核对结果"), "{}", ran.stderr);
}

#[test]
fn errors_that_were_forced_out_stay_inside() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = project(folder.path(), &[(11, 6, "40")]);
    let (ran, out) = export(&path, &[&ALL[..], &["--force"]].concat());
    assert!(ran.stdout.contains("内部资料（勿上传）/导出说明.xlsx"), "{}", ran.stdout);
    let inside = out.path().join("内部资料（勿上传）/导出说明.xlsx");
    assert!(contents(&inside).contains("P-206"));
    for path in published(out.path(), &["html", "xlsx", "csv", "json"]) {
        assert!(!contents(&path).contains("P-206"), "{}", path.display());
    }
    let (ran, out) = export(&project(folder.path(), &[]), &[]);
    assert!(!ran.stdout.contains("P-206"));
    assert!(out.path().join("内部资料（勿上传）/导出清单.json").is_file());
}

/// A submission whose report says how many projects there are.
fn with_report(folder: &Path, sentence: &str) {
    project(folder, &[]);
    let report = format!("园林中心2023年度整体支出绩效自评报告\n一、基本情况\n{sentence}\n");
    std::fs::write(folder.join("绩效自评报告.txt"), report).expect("written");
}

#[test]
fn a_project_without_a_form_is_named_where_the_report_lists_all_of_them() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    with_report(folder.path(), "2023年纳入绩效自评的项目3个：公园养护、苗圃更新和行道树补植。");
    let (ran, out) = export(folder.path(), &[&ALL[..], &["--force"]].concat());
    for project in ["苗圃更新", "行道树补植"] {
        assert!(ran.stdout.contains(&format!("尚缺 项目「{project}」的自评表")), "{}", ran.stdout);
        for index in ["index.html", "目录.xlsx", "index.csv", "index.json"] {
            assert!(contents(&out.path().join(index)).contains(project), "{index}");
        }
    }
    let index = json(&out.path().join("index.json"));
    let named: Vec<&str> =
        index["unpublished"].as_array().expect("a list").iter().filter_map(|one| one["project"].as_str()).collect();
    assert_eq!(named, ["苗圃更新", "行道树补植"]);
}

#[test]
fn of_a_department_that_is_held_back_nothing_is_said_to_be_published() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    with_report(folder.path(), "2023年纳入绩效自评的项目3个。");
    project(folder.path(), &[(11, 6, "40")]);
    let (ran, out) = export(folder.path(), &["--to", "html"]);
    assert_eq!(ran.status, 1, "{}", ran.stdout);
    assert!(contents(&out.path().join("index.html")).contains("写明 3 个项目，报送 1 个"));
}

#[test]
fn a_list_that_is_not_that_of_all_projects_names_none() {
    for sentence in [
        "2023年纳入绩效自评的项目3个。全年举办公园养护、苗圃更新等活动。",
        "2023年纳入绩效自评的项目3个：花坛改造、苗圃更新和行道树补植。",
        "2023年纳入绩效自评的项目3个，主要是公园养护和苗圃更新。",
    ] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        with_report(folder.path(), sentence);
        let (ran, out) = export(folder.path(), &["--to", "json", "--force"]);
        assert!(ran.stdout.contains("尚缺") && !ran.stdout.contains("尚缺 项目"), "{sentence} {}", ran.stdout);
        let index = json(&out.path().join("index.json"));
        assert!(index["missing"][0].as_str().is_some_and(|text| text.ends_with("写明 3 个项目，公开 1 个")), "{index}");
        assert!(ran.stdout.contains("请补报或更正") && !index.to_string().contains("请补报"), "{index}");
    }
}

#[test]
fn a_file_is_no_output_folder() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = project(folder.path(), &[]);
    let path = path.to_str().expect("UTF-8");
    for command in ["export", "check"] {
        for output in [path.to_string(), format!("{path}/公示")] {
            let ran = ziping(&[command, path, "-o", &output]);
            assert!(
                ran.status != 0 && ran.stderr.contains("是一个文件：请另给一个文件夹名"),
                "{command}: {}",
                ran.stderr
            );
        }
    }
}
