//! `ziping export` end to end: what is written, what is kept back, and that it reads back to the same facts.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rust_xlsxwriter::{DocProperties, Note, Workbook};
use serde_json::Value;

use crate::support::{Ran, files, root, ziping};

/// Exports a path with some more options.
pub fn export(path: &Path, more: &[&str]) -> (Ran, tempfile::TempDir) {
    let out = tempfile::tempdir().expect("a temporary folder");
    let (path, folder) = (path.to_str().expect("UTF-8"), out.path().to_str().expect("UTF-8"));
    (ziping(&[&["export", path, "-o", folder], more].concat()), out)
}

pub type Row = BTreeMap<String, String>;

/// The facts of some files, as `ziping facts` reads them.
pub fn facts(paths: &[PathBuf]) -> Vec<Row> {
    facts_with(paths, &[])
}

/// The same with some more options.
pub fn facts_with(paths: &[PathBuf], more: &[&str]) -> Vec<Row> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let csv = folder.path().join("facts.csv");
    let names = paths.iter().map(|path| path.to_str().expect("UTF-8"));
    let args: Vec<&str> = ["facts"].into_iter().chain(names).chain(["-o", csv.to_str().expect("UTF-8")]).collect();
    let ran = ziping(&[&args, more].concat());
    assert!(ran.status == 0 || ran.status == 2, "{}", ran.stderr);
    let text = std::fs::read_to_string(&csv).expect("facts.csv");
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

/// Some columns of every fact, sorted; the text only of facts that are no figures.
fn told(facts: &[Row], columns: &[&str]) -> Vec<Vec<String>> {
    let column = |row: &Row, name: &str| match name {
        "text" if !row["value"].is_empty() => String::new(),
        // Where a label breaks its line is a matter of its column.
        "text" => row[name].split_whitespace().collect(),
        name => row[name].clone(),
    };
    let mut told: Vec<Vec<String>> =
        facts.iter().map(|row| columns.iter().map(|name| column(row, name)).collect()).collect();
    told.sort();
    told
}

const SAME: [&str; 15] = [
    "department",
    "year",
    "kind",
    "form",
    "project",
    "block",
    "row",
    "item",
    "code",
    "measure",
    "unit",
    "value",
    "low",
    "high",
    "text",
];

/// A workbook with one project form; some cells otherwise.
pub fn project(folder: &Path, changes: &[(u32, u16, &str)]) -> PathBuf {
    let mut book = Workbook::new();
    book.set_properties(&DocProperties::new().set_author("赵六六"));
    let sheet = book.add_worksheet();
    let rows = [
        "项目支出绩效自评表",
        "（2023年度）",
        "项目名称||公园养护",
        "主管部门||园林局|||实施单位|园林中心",
        "项目资金（万元）|||年初预算数|全年预算数|全年执行数|分值|执行率|得分",
        "||年度资金总额|1000.00|1000.00|952.00|10|95.20%|9.52",
        "||其中：当年财政拨款|1000.00|1000.00|952.00",
        "年度总体目标|预期目标||||实际完成情况",
        "|养护全市公园||||已按计划养护",
        "一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|偏差原因分析及改进措施",
        "产出指标|数量指标|修剪面积|≥50公顷|50公顷|50|50",
        "效益指标|社会效益指标|环境改善|效果明显|达成年度指标|30|30",
        "满意度指标|服务对象满意度指标|市民满意度|≥90%|95%|10|10",
        "总分|||||100|99.52",
        "自评等级|优",
    ];
    for (row, cells) in (0..).zip(rows) {
        for (column, text) in (0..).zip(cells.split('|')).filter(|(_, text)| !text.is_empty()) {
            match text.parse::<f64>() {
                Ok(number) => sheet.write_number(row, column, number).expect("written"),
                Err(_) => sheet.write_string(row, column, text).expect("written"),
            };
        }
    }
    for (row, column, text) in changes {
        sheet.write_string(*row, *column, *text).expect("written");
    }
    sheet.insert_note(8, 1, &Note::new("批注里的话").set_author("赵六六")).expect("a note");
    let hidden = book.add_worksheet();
    hidden.set_name("底稿").expect("a name").set_hidden(true);
    hidden.write_string(0, 0, "底稿里的话").expect("written");
    let path = folder.join("自评表.xlsx");
    book.save(&path).expect("saved");
    path
}

/// What was written to be published, with one of these extensions.
pub fn published(out: &Path, extensions: &[&str]) -> Vec<PathBuf> {
    let is_inside = |path: &PathBuf| path.starts_with(out.join("内部资料（勿上传）"));
    files(out, extensions).into_iter().filter(|path| !is_inside(path)).collect()
}

/// Everything in a file, packages unpacked.
pub fn contents(path: &Path) -> String {
    let bytes = std::fs::read(path).expect("a file");
    let Ok(mut archive) = zip::ZipArchive::new(std::io::Cursor::new(&bytes)) else {
        return String::from_utf8(bytes).expect("UTF-8");
    };
    let mut all = String::new();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).expect("a part");
        std::io::Read::read_to_string(&mut part, &mut all).expect("UTF-8");
    }
    all
}

#[test]
fn exported_workbooks_and_open_data_read_back_to_the_same_facts() {
    let samples = root().join("samples");
    let original = told(&facts(std::slice::from_ref(&samples)), &SAME);
    let (_, out) = export(&samples, &["--to", "xlsx,csv,json", "--as-filed", "--force"]);
    let is_index = |path: &PathBuf| path.file_stem().is_some_and(|stem| stem == "目录" || stem == "index");
    for extension in ["csv", "json"] {
        let mut paths = published(out.path(), &[extension]);
        paths.retain(|path| !is_index(path));
        assert!(told(&facts(&paths), &SAME) == original, "{extension}");
    }
    files(out.path(), &["xlsx"]).iter().filter(|path| is_index(path)).for_each(|path| {
        std::fs::remove_file(path).expect("removed");
    });
    assert!(told(&facts(&[out.path().to_path_buf()]), &SAME) == original, "xlsx");
}

#[test]
fn another_layout_states_the_same_figures() {
    let sample = root().join("samples/川岭市水利局");
    let columns = ["project", "block", "item", "row", "measure", "unit", "value"];
    let figures = |paths: &[PathBuf]| {
        let mut facts = facts(paths);
        facts.retain(|fact| !fact["value"].is_empty());
        told(&facts, &columns)
    };
    let original = figures(std::slice::from_ref(&sample));
    for layout in ["project-2020", "project-weight-first", "department-jiangxi", "department-chongqing"] {
        let (ran, out) = export(&sample, &["--to", "xlsx", "--as-filed", "--layout", layout]);
        assert!(ran.status == 0, "{}", ran.stdout);
        std::fs::remove_file(out.path().join("目录.xlsx")).expect("removed");
        std::fs::remove_file(out.path().join("川岭市水利局/目录.xlsx")).expect("removed");
        assert!(figures(&[out.path().to_path_buf()]) == original, "{layout}");
    }
    let (ran, _out) = export(&sample, &["--layout", "没有"]);
    assert!(ran.stderr.contains("没有名为「没有」的版式"), "{}", ran.stderr);
}

#[test]
fn exported_workbooks_are_as_sound_as_the_forms() {
    let sample = root().join("samples/清江市水务综合服务中心");
    let (ran, out) = export(&sample, &["--to", "xlsx"]);
    assert_eq!(ran.status, 0, "{}", ran.stdout);
    let ran = ziping(&["check", out.path().to_str().expect("UTF-8"), "--fail-on", "warning"]);
    assert!(!ran.stdout.contains("错误["), "{}", ran.stdout);
}

#[test]
fn personal_data_comments_hidden_sheets_and_authors_stay_behind() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let goal = "已养护。联系人：李大明，电话13812345678，邮箱dm@example.com";
    let path = project(folder.path(), &[(8, 5, goal), (15, 0, "填表人：王小小　联系电话：0792-8123456")]);
    let (ran, out) = export(&path, &["--to", "xlsx,html,csv,json"]);
    for told in ["U-601", "U-602", "U-604", "138****5678", "批注", "1 张隐藏的工作表"] {
        assert!(ran.stdout.contains(told), "{told}: {}", ran.stdout);
    }
    let written = published(out.path(), &["xlsx", "html", "csv", "json"]);
    assert_eq!(written.len(), 4 + 2 * 4);
    for path in written {
        let all = contents(&path);
        for secret in ["13812345678", "dm@example", "李大明", "王小小", "8123456", "赵六六", "批注里的话", "底稿"]
        {
            assert!(!all.contains(secret), "{secret} in {}", path.display());
        }
    }
    let page = files(out.path(), &["html"]).into_iter().find(|path| !path.ends_with("index.html")).expect("a page");
    assert!(contents(&page).contains("联系人：李某，电话138****5678，邮箱***@example.com"));
}

#[test]
fn a_profile_may_publish_names() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = project(folder.path(), &[(8, 5, "项目负责人：李大明")]);
    let profile = folder.path().join("own.toml");
    std::fs::write(&profile, "id = \"own\"\nname = \"自定\"\npublish_names = true\n").expect("written");
    let (ran, out) = export(&path, &["--to", "html", "--profile", profile.to_str().expect("UTF-8")]);
    assert!(!ran.stdout.contains("U-602"), "{}", ran.stdout);
    assert!(files(out.path(), &["html"]).iter().any(|path| contents(path).contains("李大明")));
}

#[test]
fn hostile_text_is_no_markup_no_formula_and_no_path() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let name = "../../<script>alert(1)</script>=1+1";
    let path = project(folder.path(), &[(2, 2, name), (3, 6, "CON"), (8, 5, "=HYPERLINK(\"http://a\")<img src=x>")]);
    let (ran, out) = export(&path, &["--to", "html,xlsx,csv,json"]);
    assert_eq!(ran.status, 0, "{}", ran.stdout);
    let written = published(out.path(), &["html", "xlsx", "csv", "json"]);
    assert_eq!(written.len(), 4 + 2 * 4);
    for path in &written {
        let all = contents(path);
        let is_page = path.extension().is_some_and(|extension| extension == "html");
        assert!(!is_page || !all.contains("<script>alert") && !all.contains("<img"), "{}", path.display());
        assert!(!all.contains("<f>HYPERLINK") && !all.contains("<f>=HYPERLINK"), "{}", path.display());
        let relative = path.strip_prefix(out.path()).expect("inside");
        assert!(relative.components().all(|part| part.as_os_str() != "CON"), "{}", path.display());
    }
}

#[test]
fn open_errors_stop_a_department_unless_forced() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = project(folder.path(), &[(11, 6, "40")]);
    let (ran, out) = export(&path, &[]);
    assert_eq!(ran.status, 1);
    assert!(ran.stdout.contains("未导出") && ran.stdout.contains("U-603"), "{}", ran.stdout);
    assert_eq!(published(out.path(), &["html", "xlsx"]).len(), 2, "nothing but the indexes of all");
    let (ran, out) = export(&path, &["--force"]);
    assert!(ran.stdout.contains("P-206"), "{}", ran.stdout);
    assert_eq!(published(out.path(), &["html", "xlsx"]).len(), 2 + 2 * 2);
}

#[test]
fn corrections_are_applied_unless_the_form_is_wanted_as_filed() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = project(folder.path(), &[(5, 7, "91.00%")]);
    let shown = |more: &[&str]| {
        let (_, out) = export(&path, &[&["--to", "csv", "--force"], more].concat());
        let index = out.path().join("index.csv");
        let data = files(out.path(), &["csv"]).into_iter().find(|path| !path.ends_with("index.csv")).expect("data");
        (contents(&data).contains(",rate,percent,95.2,"), contents(&index).contains("公园养护"))
    };
    assert_eq!(shown(&[]), (true, true));
    assert_eq!(shown(&["--as-filed"]), (false, true));
}

#[test]
fn the_index_leads_to_every_file_and_names_what_is_missing() {
    let sample = root().join("samples/云岭市文化体育发展中心");
    let folder = tempfile::tempdir().expect("a temporary folder");
    for path in files(&sample, &["xlsx"]) {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        if !["05-", "06-", "07-"].iter().any(|number| name.contains(number)) {
            std::fs::copy(&path, folder.path().join(name)).expect("copied");
        }
    }
    let (ran, out) = export(folder.path(), &["--to", "html,json", "--force"]);
    assert!(ran.stdout.contains("尚缺"), "{}", ran.stdout);
    let index: Value = serde_json::from_str(&contents(&out.path().join("index.json"))).expect("JSON");
    assert!(index["missing"][0].as_str().is_some_and(|text| text.contains("云岭市文化体育发展中心")));
    let absent = index["unpublished"].as_array().expect("a list");
    let is_unknown = |one: &Value| one["reason"] == "未公开：「项目支出绩效自评简表」版式未能识别";
    assert!(absent.iter().any(is_unknown), "{absent:?}");
    let forms = index["forms"].as_array().expect("forms");
    assert_eq!(forms.len(), files(out.path(), &["html"]).len() - 2);
    for path in forms.iter().flat_map(|form| form["files"].as_array().expect("files")) {
        assert!(out.path().join(path.as_str().expect("a path")).is_file(), "{path}");
    }
    let page = contents(&out.path().join("index.html"));
    assert!(page.contains("class=\"missing\"") && !page.contains("http"));
}

#[test]
fn what_a_profile_puts_up_with_is_named_in_every_output() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = |name: &str| folder.path().join(name).to_str().expect("UTF-8").to_string();
    let profile = "id = \"x\"\nname = \"本县\"\n[tolerance]\nrate = \"0.5\"\n";
    std::fs::write(path("本县.toml"), profile).expect("written");
    let sample = "samples/华夏农业技术推广中心";
    let named = "本县（容差：比率 0.5 个百分点）";
    let ran = ziping(&["export", sample, "--profile", &path("本县.toml"), "-o", &path("公示")]);
    assert!(ran.stdout.contains(named), "{}", ran.stdout);
    let ran = ziping(&["check", sample, "--profile", &path("本县.toml"), "-o", &path("结果")]);
    assert!(ran.stdout.contains(named), "{}", ran.stdout);
    let json = std::fs::read_to_string(folder.path().join("结果/findings.json")).expect("written");
    assert!(json.contains(named));
    let books =
        ["公示/内部资料（勿上传）/导出说明.xlsx", "结果/复核汇总.xlsx", "结果/华夏农业技术推广中心/差异表.xlsx"];
    for name in books {
        let mut book = calamine::open_workbook_auto(folder.path().join(name)).expect("a workbook");
        let sheets = calamine::Reader::worksheets(&mut book);
        let says = |cell: &calamine::Data| cell.to_string().contains(named);
        assert!(sheets.iter().any(|(_, range)| range.rows().flatten().any(says)), "{name}");
    }
}
