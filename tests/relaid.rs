//! `ziping export --layout`: a form of one bureau, turned into that of another, is one of that bureau's forms with the
//! same facts. Every layout is turned into every other of its kind.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::export::{Row, facts};
use crate::support::{files, findings, root, text, ziping};

/// A sample of every layout, and its kind.
const SAMPLES: [(&str, &str); 9] = [
    ("project-2020", "清江市水务综合服务中心/项目支出绩效自评表-小型水库维修养护.xlsx"),
    ("project-central", "华夏农业技术推广中心/项目支出绩效自评表-绿色高产技术示范推广.xlsx"),
    ("project-sichuan", "川岭市水利局/项目支出绩效自评表-灌区与小型水库运行维护.xlsx"),
    ("project-weight-first", "苍河县乡村振兴局/项目支出绩效自评表-脱贫村道路和饮水设施维修.xlsx"),
    ("transfer-payment", "苍河县乡村振兴局/转移支付区域绩效自评表-农村人居环境整治.xlsx"),
    ("department-chongqing", "渝岭区文化和旅游发展委员会/部门整体支出绩效自评表.xlsx"),
    ("department-framework", "苍河县乡村振兴局/部门整体支出绩效自评表.xlsx"),
    ("department-jiangxi", "清江市水务综合服务中心/部门整体支出绩效自评表.xlsx"),
    ("department-sichuan", "川岭市水利局/部门整体支出绩效自评表.xlsx"),
];

/// The samples, each as a submission of its own.
fn submissions() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (layout, sample) in SAMPLES {
        std::fs::create_dir(folder.path().join(layout)).expect("created");
        std::fs::copy(root().join("samples").join(sample), folder.path().join(layout).join("表.xlsx")).expect("copied");
    }
    folder
}

/// The re-laid workbooks, without the indexes.
fn relaid(folder: &Path, layout: &str, more: &[&str]) -> (tempfile::TempDir, Vec<PathBuf>) {
    let out = tempfile::tempdir().expect("a temporary folder");
    let [from, to] = [folder, out.path()].map(|path| path.to_str().expect("UTF-8"));
    let args = ["export", from, "-o", to, "--to", "xlsx", "--as-filed", "--force", "--layout", layout];
    let ran = ziping(&[&args, more].concat());
    assert!(ran.status <= 1, "{}{}", ran.stdout, ran.stderr);
    let mut paths = files(out.path(), &["xlsx"]);
    paths.retain(|path| path.file_name().is_some_and(|name| name != "目录.xlsx" && name != "导出说明.xlsx"));
    (out, paths)
}

/// Facts by the form that states them: a project or a department.
fn by_form(facts: Vec<Row>) -> BTreeMap<(String, String), Vec<Row>> {
    let mut forms: BTreeMap<(String, String), Vec<Row>> = BTreeMap::new();
    for fact in facts {
        forms.entry((fact["department"].clone(), fact["project"].clone())).or_default().push(fact);
    }
    forms
}

/// The facts of one form whatever its layout: a target with its direction and its unit is one fact, and an actual value
/// has that unit where it states none.
fn stated(facts: &[Row]) -> BTreeSet<Vec<String>> {
    let is_part = |fact: &&Row| ["direction", "measuring_unit"].contains(&fact["measure"].as_str());
    let part = |row: &Row, measure: &str| {
        let same =
            |fact: &&Row| fact["measure"] == measure && fact["row"] == row["row"] && fact["block"] == row["block"];
        facts.iter().find(same).map(|fact| fact["text"].replace("定性", "")).unwrap_or_default()
    };
    let said = |fact: &Row| {
        let own: String = fact["text"].split_whitespace().collect();
        match fact["measure"].as_str() {
            "target" | "adjusted_target" => {
                format!("{}{own}{}", part(fact, "direction"), part(fact, "measuring_unit"))
            }
            "actual" if own.parse::<f64>().is_ok() => format!("{own}{}", part(fact, "measuring_unit")),
            _ if !fact["value"].is_empty() => String::new(),
            _ => own,
        }
    };
    let columns = ["year", "kind", "block", "row", "item", "measure", "unit", "value", "low", "high"];
    let told = |fact: &Row| columns.iter().map(|column| fact[*column].clone()).chain([said(fact)]).collect();
    facts.iter().filter(|fact| !is_part(fact)).map(told).collect()
}

fn form(facts: &[Row]) -> &str {
    &facts[0]["form"]
}

/// The layout that a form should be taken for. Those of 2020 and of central departments have the same labels in the
/// same columns: nothing tells them apart but the first-level indicators, and these are what the form states.
fn expected<'a>(source: &str, target: &'a str) -> &'a str {
    match (source, target) {
        ("project-central", "project-2020") => "project-central",
        (source, "project-central") if source != "project-central" => "project-2020",
        _ => target,
    }
}

#[test]
fn every_form_becomes_one_of_every_layout_of_its_kind_with_the_same_facts() {
    let folder = submissions();
    let filed = by_form(facts(&[folder.path().to_path_buf()]));
    assert_eq!(filed.len(), SAMPLES.len());
    let mut failed = Vec::new();
    for (target, _) in SAMPLES {
        let (out, paths) = relaid(folder.path(), target, &[]);
        let read = by_form(facts(&paths));
        for (key, original) in &filed {
            let source = form(original);
            let same_kind = source.starts_with("department") == target.starts_with("department");
            let wanted = if same_kind { expected(source, target) } else { source };
            let Some(found) = read.get(key) else {
                failed.push(format!("{source} → {target}: not recognised at all"));
                continue;
            };
            if form(found) != wanted {
                failed.push(format!("{source} → {target}: taken for {}", form(found)));
            }
            let (before, after) = (stated(original), stated(found));
            let lost: Vec<_> = before.difference(&after).collect();
            let new: Vec<_> = after.difference(&before).collect();
            if !lost.is_empty() || !new.is_empty() {
                failed.push(format!("{source} → {target}: lost {lost:?}, new {new:?}"));
            }
        }
        failed.extend(faults(out.path()).into_iter().map(|fault| format!("→ {target}: {fault}")));
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// What the check finds in sound forms that were re-laid. A transfer has no scores: another layout misses them.
fn faults(out: &Path) -> Vec<String> {
    let ran = ziping(&["check", out.to_str().expect("UTF-8"), "--format", "json"]);
    let document = serde_json::from_str(&ran.stdout).expect("JSON");
    let of_transfer = |finding: &Value| text(&finding["file"]).contains("农村人居环境整治");
    let found = findings(&document).into_iter().filter(|finding| !of_transfer(finding));
    found.map(|finding| format!("{} {}", finding["rule"], finding["message"])).collect()
}

/// A layout with its indicators above its funds, and with a title and labels of its own.
const OWN: &str = r#"
id = "本县"
name = "本县项目表"
kind = "project"
titles = ["某某县财政项目绩效自评表"]
unit = "万元"
head = ["project", "unit"]

[[blocks]]
panels = ["indicators"]
columns = ["third_level", "weight", "target", "actual", "score"]
required = ["third_level", "weight", "score"]

[[blocks]]
panels = ["funds"]
columns = ["executed", "final_budget", "rate"]
required = ["final_budget", "executed"]
items = ["funds_total"]

[same]
"全年支付总数" = "全年执行数"
"批复盘子" = "全年预算数"
"#;

#[test]
fn a_layout_of_ones_own_decides_title_labels_and_the_order_of_blocks() {
    let folder = submissions();
    let templates = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(templates.path().join("本县.toml"), OWN).expect("written");
    let more = ["--templates", templates.path().to_str().expect("UTF-8")];
    let source = folder.path().join("project-2020");
    let (_out, paths) = relaid(&source, "本县", &more);
    let cells: Vec<String> = texts(&paths[0]);
    let at = |text: &str| cells.iter().position(|cell| cell == text).unwrap_or_else(|| panic!("{text}: {cells:?}"));
    assert_eq!(cells[0], "某某县财政项目绩效自评表");
    assert!(at("三级指标") < at("全年支付总数") && at("全年支付总数") < at("批复盘子"));
    let read = crate::export::facts_with(&paths, &more);
    assert!(read.iter().all(|fact| fact["form"] == "本县"));
    assert_eq!(stated(&read), stated(&facts(&[source])));
}

#[test]
fn the_blank_form_beside_a_template_gives_its_labels() {
    let folder = submissions();
    let templates = tempfile::tempdir().expect("a temporary folder");
    let template = templates.path().join("本县.toml");
    let ran =
        ziping(&["templates", "learn", "templates/project-sichuan.xlsx", "-o", template.to_str().expect("UTF-8")]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    std::fs::copy(root().join("templates/project-sichuan.xlsx"), template.with_extension("xlsx")).expect("copied");
    let more = ["--templates", templates.path().to_str().expect("UTF-8")];
    let (_out, paths) = relaid(&folder.path().join("project-2020"), "本县", &more);
    let cells = texts(&paths[0]);
    for label in ["主管部门及代码", "调整后预算数", "预算执行数", "指标性质", "未完成原因分析"]
    {
        assert!(cells.iter().any(|cell| cell == label), "{label}: {cells:?}");
    }
    assert!(crate::export::facts_with(&paths, &more).iter().all(|fact| fact["form"] == "本县"));
}

/// The texts of a workbook, row by row.
fn texts(path: &Path) -> Vec<String> {
    let workbook = ziping::read::workbook::read(path, "表.xlsx".into()).expect("a workbook");
    workbook.sheets[0].cells.values().map(ziping::read::Cell::text).collect()
}
