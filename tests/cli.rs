//! Commands end to end: screen, files, exit status.

use crate::support::{files, root, ziping};

fn out() -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let name = folder.path().to_str().expect("UTF-8").to_string();
    (folder, name)
}

#[test]
fn the_exit_status_says_how_it_went() {
    let sound = "samples/清江市水务综合服务中心";
    let faulty = "samples/松溪县融媒体中心";
    let status = |args: &[&str]| ziping(args).status;
    assert_eq!(status(&["check", sound]), 0);
    assert_eq!(status(&["check", faulty]), 1);
    assert_eq!(status(&["check", faulty, "--fail-on", "never"]), 0);
    assert_eq!(status(&["check", "samples/无法读取的文件"]), 2);
    assert_eq!(status(&["check", "没有这个文件夹"]), 2);
    assert_eq!(status(&["check"]), 64);
    assert_eq!(status(&["cheque", sound]), 64);
    assert_eq!(status(&["check", sound, "--fail-on", "sometimes"]), 64);
    assert_eq!(status(&["--version"]), 0);
}

#[test]
fn a_run_that_cannot_begin_leaves_no_torn_document() {
    let ran = ziping(&["check", "samples/松溪县融媒体中心", "--format", "json", "--roster", "没有这份清单.xlsx"]);
    assert_eq!((ran.status, ran.stdout.as_str()), (2, ""), "{}", ran.stderr);
}

#[test]
fn wrong_usage_is_told_in_chinese() {
    for args in [
        &["check"][..],
        &["cheque"],
        &["check", "samples", "--nothing"],
        &["check", "samples", "--fail-on", "x"],
        &[],
        &["check", "a", "--jobs", "0"],
    ] {
        let ran = ziping(args);
        assert!(ran.stderr.contains("用法有误"), "{args:?}: {}", ran.stderr);
        assert_eq!(ran.status, 64, "{args:?}");
    }
}

#[test]
fn help_is_in_chinese() {
    for args in
        [&["--help"][..], &["check", "--help"], &["facts", "--help"], &["rules", "--help"], &["templates", "--help"]]
    {
        let ran = ziping(args);
        assert_eq!(ran.status, 0);
        for english in ["Usage", "Options", "Print help", "Commands", "Arguments", "possible values", "default:"] {
            assert!(!ran.stdout.contains(english), "{args:?} says {english}:\n{}", ran.stdout);
        }
    }
}

#[test]
fn a_finding_says_what_where_both_numbers_and_what_to_do() {
    let ran = ziping(&["check", "samples/松溪县融媒体中心"]);
    let expected = "错误[P-103] 执行率应等于全年执行数除以全年预算数
  --> 项目自评表-融媒体采编设备更新.xls · 自评表!H7  年度资金总额 · 执行率
      填报 96.30%，应为 93.00% = 全年执行数 46.50（F7） ÷ 全年预算数 50.00（E7）
      更正：H7 改为 93.00%（自动）
";
    assert!(ran.stdout.contains(expected), "{}", ran.stdout);
}

#[test]
fn the_screen_ends_with_what_was_and_was_not_checked() {
    let ran = ziping(&["check", "samples/云岭市文化体育发展中心"]);
    let tail: Vec<&str> = ran.stdout.lines().rev().take(6).collect();
    assert!(tail.iter().any(|line| line.starts_with("核对情况：1 个单位 29 张表")), "{tail:?}");
    assert!(
        tail.iter().any(|line| line.contains("无法核对[P-101]") && line.contains("缺 上年结转资金 · 年初预算数")),
        "{tail:?}"
    );
}

#[test]
fn json_on_the_screen_is_findings_json() {
    let (folder, name) = out();
    let ran = ziping(&["check", "samples/松溪县融媒体中心", "-o", &name, "--format", "json"]);
    assert_eq!(ran.stdout, std::fs::read_to_string(folder.path().join("findings.json")).expect("findings.json"));
}

#[test]
fn all_outputs_are_written_and_no_temporary_file_stays() {
    let (folder, name) = out();
    ziping(&["check", "samples/云岭市文化体育发展中心", "-o", &name]);
    for file in [
        "复核汇总.xlsx",
        "findings.json",
        "facts.parquet",
        "云岭市文化体育发展中心/差异表.xlsx",
        "云岭市文化体育发展中心/部门决算公开表（更正）.xlsx",
    ] {
        assert!(folder.path().join(file).is_file(), "{file}");
    }
    assert!(
        files(folder.path(), &["xlsx", "json", "parquet"])
            .iter()
            .all(|path| !path.to_string_lossy().contains(".ziping-"))
    );
}

#[test]
fn equal_inputs_give_equal_outputs_whatever_the_number_of_jobs() {
    let (one, one_name) = out();
    let (two, two_name) = out();
    ziping(&["check", "samples", "-o", &one_name, "--jobs", "1"]);
    ziping(&["check", "samples", "-o", &two_name, "--jobs", "2"]);
    let outputs = files(one.path(), &["xlsx", "json", "parquet"]);
    assert!(outputs.len() > 15);
    for path in outputs {
        let relative = path.strip_prefix(one.path()).expect("inside");
        let [a, b] = [one.path(), two.path()].map(|folder| std::fs::read(folder.join(relative)).expect("written"));
        assert!(a == b, "{}", relative.display());
    }
}

#[test]
fn an_output_folder_that_holds_what_a_department_filed_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let department = folder.path().join("某单位");
    std::fs::create_dir(&department).expect("a folder");
    let filed = "samples/清江市水务综合服务中心/部门整体支出绩效自评表.xlsx";
    std::fs::copy(root().join(filed), department.join("自评表.xlsx")).expect("a copy");
    let [inputs, output] = [folder.path(), &department].map(|path| path.to_string_lossy().into_owned());
    let ran = ziping(&["check", &inputs, "-o", &output]);
    assert_ne!(ran.status, 0);
    assert!(ran.stderr.contains("自评表.xlsx") && ran.stderr.contains("另选"), "{}", ran.stderr);
    let inside = folder.path().join("out").to_string_lossy().into_owned();
    assert_eq!(ziping(&["check", &inputs, "-o", &inside]).status, 0);
    assert_eq!(ziping(&["check", &inputs, "-o", &inside]).status, 0, "once more into the same folder");
}

#[test]
fn an_output_folder_that_cannot_be_written_is_said_so_before_any_work() {
    let (folder, _) = out();
    let file = folder.path().join("文件");
    std::fs::write(&file, "").expect("written");
    let ran = ziping(&["check", "samples", "-o", file.to_str().expect("UTF-8")]);
    assert_eq!(ran.status, 2);
    assert!(ran.stderr.contains("是一个文件：请另给一个文件夹名"), "{}", ran.stderr);
    assert!(ran.stdout.is_empty());
}

#[test]
fn facts_are_written_as_csv_and_parquet() {
    let (folder, _) = out();
    let file = |name: &str| folder.path().join(name).to_str().expect("UTF-8").to_string();
    assert_eq!(ziping(&["facts", "samples/九江市人民政府驻深圳办事处", "-o", &file("数据.csv")]).status, 0);
    let csv = std::fs::read_to_string(file("数据.csv")).expect("written");
    assert!(csv.starts_with(
        "\u{feff}submission,department,year,file,sheet,cell,kind,form,table,project,block,row,item,code,measure,unit,value,low,high,text"
    ));
    let executed = csv
        .lines()
        .find(|line| line.contains("department-jiangxi") && line.contains(",funds_total,,executed,"))
        .expect("the total");
    assert!(executed.ends_with("yuan,4114800,4114750,4114850,411.48"), "{executed}");
    assert_eq!(ziping(&["facts", "samples/九江市人民政府驻深圳办事处", "-o", &file("数据.parquet")]).status, 0);
    assert!(std::fs::read(file("数据.parquet")).expect("written").starts_with(b"PAR1"));
    assert_eq!(ziping(&["facts", "samples", "-o", &file("数据.txt")]).status, 2);
}

#[test]
fn loose_files_are_grouped_by_the_department_that_they_name() {
    let (folder, name) = out();
    for sample in
        ["松溪县融媒体中心/项目自评表-融媒体采编设备更新.xls", "清江市水务综合服务中心/部门整体支出绩效自评表.xlsx"]
    {
        let from = root().join("samples").join(sample);
        std::fs::copy(&from, folder.path().join(from.file_name().expect("a name"))).expect("copied");
    }
    let ran = ziping(&["check", &name]);
    assert!(ran.stdout.contains("== 松溪县融媒体中心 2023 年度：1 张表"), "{}", ran.stdout);
    assert!(ran.stdout.contains("== 清江市水务综合服务中心 2023 年度：1 张表"), "{}", ran.stdout);
}

#[test]
fn templates_are_listed_shown_and_overridden() {
    assert!(ziping(&["templates", "list"]).stdout.contains("project-2020"));
    let shown = ziping(&["templates", "show", "project-2020"]).stdout;
    assert!(shown.contains("id = \"project-2020\""));
    let (folder, name) = out();
    std::fs::write(folder.path().join("坏.toml"), "id = ").expect("written");
    let ran = ziping(&["check", "samples/松溪县融媒体中心", "--templates", &name]);
    assert_eq!(ran.status, 2);
    assert!(ran.stderr.contains("坏.toml"), "{}", ran.stderr);
}

#[test]
fn profiles_are_listed_shown_and_in_force() {
    assert!(ziping(&["profiles", "list"]).stdout.contains("central-2021"));
    assert!(ziping(&["profiles", "show", "jiangxi"]).stdout.contains("department-jiangxi"));
    let (folder, name) = out();
    let file = folder.path().join("本县.toml");
    let text = "id = \"x\"\nname = \"本县口径\"\n[rules]\nP-103 = \"off\"\nP-401 = \"warning\"\n";
    std::fs::write(&file, text).expect("written");
    let faulty = "samples/松溪县融媒体中心";
    let ran = ziping(&["check", faulty, "--profile", file.to_str().expect("UTF-8"), "-o", &name]);
    assert_eq!(ran.status, 0, "{}", ran.stdout);
    assert!(ran.stdout.contains("评分口径：本县口径") && ran.stdout.contains("警告[P-401]"), "{}", ran.stdout);
    assert!(!ran.stdout.contains("[P-103]"));
    let json = std::fs::read_to_string(folder.path().join("findings.json")).expect("written");
    assert!(json.contains("\"profile\": \"本县口径\""));
    assert!(ziping(&["check", faulty]).stdout.contains("评分口径：全国（财预〔2020〕10号）"));
    let ran = ziping(&["check", faulty, "--profile", "没有"]);
    assert!(ran.status == 2 && ran.stderr.contains("没有名为「没有」的评分口径"), "{}", ran.stderr);
}

#[test]
fn rules_are_listed_and_explained() {
    assert!(ziping(&["rules", "list"]).stdout.contains("P-103  错误  执行率应等于全年执行数除以全年预算数"));
    let explained = ziping(&["rules", "explain", "p103"]).stdout;
    for heading in ["依据", "怎样判断", "怎么办", "例"] {
        assert!(explained.contains(heading), "{explained}");
    }
    let ran = ziping(&["rules", "explain", "Z-999"]);
    assert!(ran.status == 2 && ran.stderr.contains("没有编号为「Z-999」的规则"));
}
