//! Every layout has a blank form and a filled sample; both are recognised, and the blank one is learned.

use std::path::Path;

use ziping::read::workbook;
use ziping::recognise::Layouts;
use ziping::recognise::explain::explain;
use ziping::recognise::learn::{self, Learned};
use ziping::recognise::locate::locate;

use crate::support::{findings, root, text, ziping};

fn layouts() -> Layouts {
    Layouts::embedded().expect("embedded templates")
}

/// The layouts that are recognised in a workbook, in the order of its sheets.
fn recognised(path: &Path) -> Vec<String> {
    let workbook = workbook::read(path, "表.xlsx".into()).expect("a workbook");
    let found = workbook.sheets.iter().map(|sheet| locate(sheet, &layouts()));
    found
        .flat_map(|found| {
            assert!(found.unknown.is_empty(), "{}: {:?}", path.display(), found.unknown);
            found.forms.into_iter().map(|form| form.layout.id.clone()).collect::<Vec<String>>()
        })
        .collect()
}

fn learned(path: &Path) -> Vec<(ziping::read::Sheet, Learned)> {
    let workbook = workbook::read(path, "空表.xlsx".into()).expect("a workbook");
    let of_sheet = |sheet: ziping::read::Sheet| {
        let learned = learn::learn(&sheet, &layouts());
        learned.into_iter().map(move |learned| (sheet.clone(), learned)).collect::<Vec<_>>()
    };
    workbook.sheets.into_iter().flat_map(of_sheet).collect()
}

#[test]
fn every_blank_form_is_recognised_as_its_layout() {
    for known in layouts().all {
        let id = &known.layout.id;
        assert_eq!(recognised(&root().join(format!("templates/{id}.xlsx"))), [id.as_str()]);
    }
}

#[test]
fn every_layout_has_a_filled_sample_that_is_recognised_and_sound() {
    let samples = [
        ("清江市水务综合服务中心/项目支出绩效自评表-小型水库维修养护.xlsx", &["project-2020"][..]),
        ("清江市水务综合服务中心/项目支出绩效自评表-供水与节水（两张）.xlsx", &["project-2020", "project-2020"]),
        ("清江市水务综合服务中心/部门整体支出绩效自评表.xlsx", &["department-jiangxi"]),
        ("川岭市水利局/项目支出绩效自评表-灌区与小型水库运行维护.xlsx", &["project-sichuan"]),
        ("川岭市水利局/部门整体支出绩效自评表.xlsx", &["department-sichuan"]),
        ("渝岭区文化和旅游发展委员会/部门整体支出绩效自评表.xlsx", &["department-chongqing"]),
        ("苍河县乡村振兴局/转移支付区域绩效自评表-农村人居环境整治.xlsx", &["transfer-payment"]),
        ("苍河县乡村振兴局/转移支付整体绩效自评表-乡村特色产业发展.xlsx", &["transfer-payment"]),
        ("苍河县乡村振兴局/项目支出绩效自评表-脱贫村道路和饮水设施维修.xlsx", &["project-weight-first"]),
        ("苍河县乡村振兴局/部门整体支出绩效自评表.xlsx", &["department-framework"]),
    ];
    for (file, expected) in samples {
        assert_eq!(recognised(&root().join("samples").join(file)), expected, "{file}");
    }
    for department in [
        "华夏农业技术推广中心",
        "川岭市水利局",
        "渝岭区文化和旅游发展委员会",
        "苍河县乡村振兴局",
        "平澜县档案馆",
        "云溪县青少年活动中心",
    ] {
        let ran = ziping(&["check", &format!("samples/{department}"), "--format", "json"]);
        let document = serde_json::from_str(&ran.stdout).expect("JSON");
        let found: Vec<_> = findings(&document).into_iter().filter(|finding| !finding["sheet"].is_null()).collect();
        assert!(found.is_empty(), "{department}: {found:?}");
    }
}

#[test]
fn the_accounts_of_2019_and_2024_are_recognised_whatever_their_numbers() {
    let tables = |numbers: &[&str]| numbers.iter().map(|number| format!("accounts-{number}")).collect::<Vec<String>>();
    let newest = recognised(&root().join("samples/川岭市水利局/2024年度部门决算公开表.xlsx"));
    assert_eq!(newest, tables(&["01", "02", "03", "04", "05", "06", "07", "08", "09", "10"]));
    let oldest = recognised(&root().join("samples/平澜县档案馆/2019年度部门决算公开表.xlsx"));
    assert_eq!(oldest, tables(&["01", "02", "03", "04", "05", "06", "09", "07"]));
    let turned = recognised(&root().join("samples/云溪县青少年活动中心/“三公”经费和资产（逐行）.xlsx"));
    assert_eq!(turned, tables(&["09-rows", "10-rows"]));
}

#[test]
fn every_blank_form_is_learned_without_an_edit() {
    for known in layouts().all {
        let id = &known.layout.id;
        let all = learned(&root().join(format!("templates/{id}.xlsx")));
        assert_eq!(all.len(), 1, "{id}");
        for (sheet, mut learned) in all {
            learned.layout.id = "learned".to_string();
            assert!(learned.is_complete(), "{id}: {:?} {:?}", learned.unread, learned.missing);
            assert!(learn::works(&sheet, &layouts(), &learned), "{id}");
            assert_eq!(learned.layout.kind, known.layout.kind, "{id}");
        }
    }
}

#[test]
fn a_learned_template_reads_the_same_figures_as_the_built_in_one() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = |name: &str| folder.path().join(name).to_str().expect("UTF-8").to_string();
    let template = path("模板/本省项目表.toml");
    let ran = ziping(&["templates", "learn", "templates/project-central.xlsx", "-o", &template]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert!(ran.stdout.contains("模板可直接使用"), "{}", ran.stdout);
    let facts = |name: &str, more: &[&str]| {
        let output = path(name);
        let args = [&["facts", "samples/华夏农业技术推广中心", "-o", &output], more].concat();
        assert_eq!(ziping(&args).status, 0);
        std::fs::read_to_string(output).expect("written")
    };
    let built_in = facts("内置.csv", &[]);
    let own = facts("自有.csv", &["--templates", &path("模板")]);
    assert!(built_in.contains(",project-central,") && own.contains(",本省项目表,"));
    assert_eq!(built_in.replace(",project-central,", ",本省项目表,"), own);
}

/// A form whose two amount columns have labels that nobody knows, and a rate that is wrong.
fn write_form_with_words_of_its_own(path: &str) {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let cells = [
        (0, 0, "某某市财政项目绩效自评表"),
        (1, 0, "项目名称"),
        (1, 1, "湿地修复"),
        (2, 1, "批复盘子"),
        (2, 2, "全年支付总数"),
        (2, 3, "执行率"),
        (3, 0, "年度资金总额"),
        (4, 0, "三级指标"),
        (4, 1, "年度指标值"),
        (4, 2, "实际完成值"),
        (4, 3, "分值"),
        (4, 4, "得分"),
        (5, 0, "修复面积"),
        (5, 1, "≥50亩"),
        (5, 2, "50亩"),
    ];
    for (row, column, text) in cells {
        sheet.write(row, column, text).expect("written");
    }
    for (row, column, number) in [(3, 1, 200.0), (3, 2, 150.0), (5, 3, 100.0), (5, 4, 100.0)] {
        sheet.write(row, column, number).expect("written");
    }
    sheet.write(3, 3, "60%").expect("written");
    book.save(path).expect("saved");
}

#[test]
fn unknown_labels_are_listed_with_the_nearest_known_one_and_can_be_explained() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = |name: &str| folder.path().join(name).to_str().expect("UTF-8").to_string();
    let blank = path("空表.xlsx");
    write_form_with_words_of_its_own(&blank);

    let ran = ziping(&["check", &blank]);
    assert!(ran.stdout.contains("错误[F-001]") && ran.stdout.contains("「批复盘子」（B3"), "{}", ran.stdout);
    assert!(ran.stdout.contains("「全年支付总数」（C3，最接近「全年支出数」）"), "{}", ran.stdout);
    assert!(!ran.stdout.contains("P-103"), "nothing is checked on it");

    let template = path("模板/本市.toml");
    let ran = ziping(&["templates", "learn", &blank, "-o", &template]);
    assert_eq!(ran.status, 1, "something is left to do");
    assert!(ran.stdout.contains("未认出 2 个栏目") && ran.stdout.contains("缺少必需的栏目"), "{}", ran.stdout);
    let learned = std::fs::read_to_string(&template).expect("written");
    let filled = learned
        .replace("\"批复盘子\" = \"\"", "\"批复盘子\" = \"全年预算数\"")
        .replace("\"全年支付总数\" = \"\"", "\"全年支付总数\" = \"全年执行数\"");
    assert_ne!(learned, filled);
    std::fs::write(&template, filled).expect("written");
    let ran = ziping(&["check", &blank, "--templates", &path("模板")]);
    assert!(ran.stdout.contains("错误[P-103]") && ran.stdout.contains("应为 75"), "{}", ran.stdout);
}

#[test]
fn two_templates_that_read_a_form_differently_and_fit_equally_are_named() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let template = ziping(&["templates", "show", "project-central"]).stdout;
    let other = template
        .replace("id = \"project-central\"", "id = \"b\"")
        .replace("[\"original_budget\", \"final_budget\"", "[\"final_budget\", \"original_budget\"");
    std::fs::write(folder.path().join("a.toml"), template.replace("id = \"project-central\"", "id = \"a\""))
        .expect("written");
    // The second takes the column 年初预算数 for 全年预算数 and the other way round.
    let same = "\n[same]\n\"年初预算数\" = \"全年预算数\"\n\"全年预算数\" = \"年初预算数\"\n";
    std::fs::write(folder.path().join("b.toml"), other + same).expect("written");
    let name = folder.path().to_str().expect("UTF-8");
    let ran = ziping(&["check", "samples/华夏农业技术推广中心", "--templates", name, "--format", "json"]);
    let document = serde_json::from_str(&ran.stdout).expect("JSON");
    let rules: Vec<String> = findings(&document).iter().map(|finding| text(&finding["rule"])).collect();
    assert_eq!(rules, ["F-001", "F-001"], "one for each form, and nothing else");
    let message = text(&findings(&document)[0]["message"]);
    assert!(message.contains("（a）") && message.contains("（b）") && message.contains("同样相符"), "{message}");
}

#[test]
fn the_recognition_is_explained_on_demand() {
    let file = "samples/华夏农业技术推广中心";
    let ran = ziping(&["check", file, "--explain-layout"]);
    assert!(ran.stdout.contains("→ 项目支出绩效自评表（中央部门，成本指标为一级指标）"), "{}", ran.stdout);
    assert!(ran.stdout.contains("project-central        相符 100%："), "{}", ran.stdout);
    assert!(ran.stdout.contains("project-2020           相符 9"), "the next best is shown too: {}", ran.stdout);
    let workbook = workbook::read(&root().join("templates/project-sichuan.xlsx"), "表".into()).expect("a workbook");
    let explanation = explain(&workbook.sheets[0], &layouts());
    let scores: Vec<usize> =
        explanation.recognised[0].candidates.iter().map(|candidate| candidate.fit.score()).collect();
    assert!(scores.len() > 1 && scores.is_sorted_by(|a, b| a >= b), "{scores:?}");
}

#[test]
fn templates_are_listed_with_their_source_shown_and_handed_out_blank() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = |name: &str| folder.path().join(name).to_str().expect("UTF-8").to_string();
    let shown = ziping(&["templates", "show", "project-2020"]).stdout;
    std::fs::write(path("本市.toml"), shown.replace("id = \"project-2020\"", "id = \"本市\"")).expect("written");
    let listed = ziping(&["templates", "list", "--templates", &path("")]).stdout;
    assert!(listed.contains("project-sichuan") && listed.contains("（内置）"), "{listed}");
    assert!(listed.lines().any(|line| line.starts_with("本市 ") && line.contains("本市.toml")), "{listed}");
    assert!(ziping(&["templates", "show", "本市", "--templates", &path("")]).stdout.contains("id = \"本市\""));
    assert_eq!(ziping(&["templates", "blank", "department-sichuan", "-o", &path("空.xlsx")]).status, 0);
    assert_eq!(recognised(&folder.path().join("空.xlsx")), ["department-sichuan"]);
}

#[test]
fn templates_of_the_user_count_without_being_named() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let folder = home.path().join("ziping/templates");
    std::fs::create_dir_all(&folder).expect("created");
    let shown = ziping(&["templates", "show", "project-2020"]).stdout;
    std::fs::write(folder.join("mine.toml"), shown.replace("id = \"project-2020\"", "id = \"mine\"")).expect("written");
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_ziping"))
        .args(["templates", "list"])
        .env("XDG_CONFIG_HOME", home.path())
        .output()
        .expect("the program starts");
    let listed = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(cfg!(not(target_os = "linux")) || listed.lines().any(|line| line.starts_with("mine ")), "{listed}");
}
