use super::*;
use crate::model::form::FormKind;
use crate::record::{FormRecord, ReportRecord};
use crate::write::testing;

fn expected(of: &str) -> ExpectedFiling {
    let parts: Vec<&str> = of.split('|').collect();
    let item =
        FilingItem::NAMED.into_iter().chain([FilingItem::Any]).find(|item| item.code() == parts[2]).expect("an item");
    ExpectedFiling {
        department: parts[0].into(),
        unit: parts[1].into(),
        item,
        form: item.name().into(),
        project: parts.get(3).copied().unwrap_or_default().into(),
        tables: Vec::new(),
        count: parts.get(4).and_then(|count| count.parse().ok()),
    }
}

/// A list with rows such as `园林局|园林中心|project|公园养护|1`.
fn list(rows: &[&str]) -> RosterList {
    RosterList {
        file: "应报清单.xlsx".into(),
        year: Some(2023),
        rows: rows.iter().map(|row| expected(row)).collect(),
        faults: Vec::new(),
    }
}

fn form(kind: FormKind, file: &str, body: &str, project: &str) -> FormRecord {
    let (unit, department) = if kind == FormKind::Project { (body, "") } else { ("", body) };
    FormRecord {
        project: project.into(),
        unit: unit.into(),
        department: department.into(),
        ..testing::form(kind, file, "表")
    }
}

fn project(file: &str, unit: &str, name: &str) -> FormRecord {
    form(FormKind::Project, file, unit, name)
}

fn record(department: &str, forms: Vec<FormRecord>) -> Record {
    Record { department: department.into(), year: Some(2023), forms, ..Record::default() }
}

fn outcome(rows: &[&str], records: Vec<Record>) -> RosterOutcome {
    let mut roster = Roster::new(list(rows));
    records.iter().for_each(|record| roster.add(record));
    roster.finish(&[])
}

/// Every line: `园林局 项目支出绩效自评表「公园养护」 已报 1`.
fn told(outcome: &RosterOutcome) -> Vec<String> {
    let of = |department: &DepartmentOutcome| -> Vec<String> {
        let line =
            |line: &Line| format!("{} {} {} {}", department.department, line.what(), line.status.name(), line.filed);
        department.lines.iter().map(line).collect()
    };
    outcome.departments.iter().flat_map(of).collect()
}

#[test]
fn what_is_filed_missing_and_filed_twice_is_told() {
    let rows = ["园林局||project|公园养护", "园林局||project|行道树补植", "园林局||department", "水利局||department"];
    let forms = vec![
        project("园林局/一.xlsx", "园林局", "公园养护"),
        form(FormKind::Department, "园林局/整体.xlsx", "园林局", ""),
        form(FormKind::Department, "园林局/整体（初稿）.xlsx", "园林局", ""),
    ];
    let outcome = outcome(&rows, vec![record("园林局", forms)]);
    assert_eq!(
        told(&outcome),
        [
            "园林局 项目支出绩效自评表「公园养护」 已报 1",
            "园林局 项目支出绩效自评表「行道树补植」 未报 0",
            "园林局 部门整体支出绩效自评表 重复报送 2",
            "水利局 部门整体支出绩效自评表 未报 0",
        ]
    );
    assert!(outcome.is_incomplete());
    let verdicts: Vec<&str> = outcome.departments.iter().map(DepartmentOutcome::verdict).collect();
    assert_eq!(verdicts, ["未报齐", "全部未报"]);
}

#[test]
fn names_written_in_short_are_never_counted_silently() {
    let rows = ["川岭市水利局||project|堤防维修"];
    let filed = record("市水利局", vec![project("市水利局/一.xlsx", "市水利局", "堤防维修")]);
    let outcome = outcome(&rows, vec![filed]);
    assert_eq!(told(&outcome), ["川岭市水利局 项目支出绩效自评表「堤防维修」 疑似已报 1"]);
    assert!(outcome.departments[0].lines[0].note.contains("报送的单位为「市水利局」"));
    assert!(!outcome.is_incomplete());
    assert_eq!(outcome.count(FilingStatus::Filed), 0);
}

#[test]
fn a_short_name_that_fits_two_bodies_is_left_to_a_person() {
    let rows = ["川岭市水利局||department", "云溪市水利局||department"];
    let filed = record("水利局", vec![form(FormKind::Department, "水利局/整体.xlsx", "水利局", "")]);
    let outcome = outcome(&rows, vec![filed]);
    assert_eq!(outcome.count(FilingStatus::Missing), 2);
    let stranger = outcome.departments.last().expect("a department that is not on the list");
    assert!(stranger.lines[0].note.contains("之一"), "{:?}", stranger.lines);
}

#[test]
fn the_screen_says_whom_of_the_list_a_stranger_may_be() {
    let rows = ["水利局||project|堤防维修", "林业局||project|造林"];
    let forms = vec![
        project("川岭市水利局/一.xlsx", "川岭市水利局", "堤防维修"),
        project("川岭市水利局/二.xlsx", "川岭市水利局", "灌区改造"),
    ];
    let text = report(&outcome(&rows, vec![record("川岭市水利局", forms)]));
    assert!(text.contains("不在清单中（1 个单位）：川岭市水利局（可能是清单中的「水利局」）\n"), "{text}");
}

#[test]
fn a_project_named_almost_alike_is_unsure_and_the_exact_one_comes_first() {
    let rows = ["园林局||project|公园改造一期工程", "园林局||project|公园改造二期工程"];
    let one = |name: &str| record("园林局", vec![project("园林局/一.xlsx", "园林局", name)]);
    assert_eq!(
        told(&outcome(&rows, vec![one("公园改造二期工程")])),
        [
            "园林局 项目支出绩效自评表「公园改造一期工程」 未报 0",
            "园林局 项目支出绩效自评表「公园改造二期工程」 已报 1"
        ]
    );
    let unsure = outcome(&rows[..1], vec![one("公园改造一期")]);
    assert!(unsure.departments[0].lines[0].note.contains("报送的项目名称为「公园改造一期」"));
}

#[test]
fn units_under_a_department_are_told_apart() {
    let rows = ["教育局|县一中|project|食堂改造", "教育局|县二中|project|食堂改造"];
    let mut filed = project("教育局/县一中.xlsx", "县一中", "食堂改造");
    filed.supervisor = "教育局".into();
    assert_eq!(
        told(&outcome(&rows, vec![record("教育局", vec![filed])])),
        ["教育局 县一中 项目支出绩效自评表「食堂改造」 已报 1", "教育局 县二中 项目支出绩效自评表「食堂改造」 未报 0"]
    );
}

#[test]
fn counted_forms_fall_short_or_not() {
    let rows = ["园林局||project||3", "园林局||accounts||2"];
    let table =
        |mark: &str, file: &str| FormRecord { mark: mark.into(), ..form(FormKind::Accounts, file, "园林局", "") };
    let forms = vec![
        project("园林局/一.xlsx", "园林局", "公园养护"),
        project("园林局/二.xlsx", "园林局", "行道树补植"),
        table("公开01表", "园林局/决算.xlsx"),
        table("公开02表", "园林局/决算.xlsx"),
    ];
    assert_eq!(
        told(&outcome(&rows, vec![record("园林局", forms)])),
        ["园林局 项目支出绩效自评表 份数不足 2", "园林局 部门决算公开表 已报 2"]
    );
}

#[test]
fn named_accounts_tables_that_lack_are_named() {
    let mut roster = list(&["园林局||accounts"]);
    roster.rows[0].tables = vec!["01".into(), "03".into()];
    let filed =
        FormRecord { mark: "公开01表".into(), ..form(FormKind::Accounts, "园林局/决算.xlsx", "园林局", "") };
    let mut roster = Roster::new(roster);
    roster.add(&record("园林局", vec![filed]));
    let outcome = roster.finish(&[]);
    assert_eq!(outcome.departments[0].lines[0].status, FilingStatus::Partial);
    assert_eq!(outcome.departments[0].lines[0].note, "缺 公开03");
}

#[test]
fn what_is_not_on_the_list_and_what_cannot_be_read_is_told() {
    let rows = ["园林局||project|公园养护"];
    let forms = vec![project("园林局/二.xlsx", "园林局", "未列项目")];
    let mut roster = Roster::new(list(&rows));
    roster.add(&record("园林局", forms));
    let stranger = Record {
        reports: vec![ReportRecord { file: "民政局/报告.docx".into(), paragraphs: 1, claims: 0 }],
        ..record("民政局", vec![project("民政局/一.xlsx", "民政局", "养老补贴")])
    };
    roster.add(&stranger);
    let failed = Unreadable { file: "园林局/一.xlsx".into(), reason: "文件已加密".into() };
    let outcome = roster.finish(&[failed]);
    assert_eq!(
        told(&outcome),
        [
            "园林局 项目支出绩效自评表「公园养护」 未报 0",
            "园林局 园林局 项目支出绩效自评表「未列项目」 清单外 1",
            "园林局 文件 未能读取 1",
            "民政局 民政局 项目支出绩效自评表「养老补贴」 清单外 1",
            "民政局 绩效评价报告 清单外 1",
        ]
    );
    assert!(outcome.departments[0].lines[0].note.contains("可能就在其中"));
    let text = report(&outcome);
    assert!(text.contains("全部未报（1 个部门）：园林局"), "{text}");
    assert!(text.contains("不在清单中（1 个单位）：民政局"), "{text}");
}

#[test]
fn last_years_form_is_no_filing_of_this_year() {
    let rows = ["园林局||project|公园养护"];
    let filed = FormRecord { year: Some(2022), ..project("园林局/一.xlsx", "园林局", "公园养护") };
    let outcome = outcome(&rows, vec![record("园林局", vec![filed])]);
    assert_eq!(outcome.departments[0].lines[0].status, FilingStatus::Unsure);
    assert!(outcome.departments[0].lines[0].note.contains("报送的是 2022 年度的表"));
}

#[test]
fn a_list_of_names_alone_expects_anything() {
    let outcome = outcome(
        &["园林局||any", "水利局||any"],
        vec![record("园林局", vec![project("园林局/一.xlsx", "园林局", "公园养护")])],
    );
    assert_eq!(told(&outcome), ["园林局 报送材料 已报 1", "水利局 报送材料 未报 0"]);
}

#[test]
fn a_blank_list_that_nobody_has_filled_in_is_refused() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("应报清单.xlsx");
    std::fs::write(&path, new::blank(Some(2024)).expect("made")).expect("written");
    let error = read(&path).expect_err("examples do not count");
    assert!(error.to_string().contains("没有填写"), "{error:#}");
}

#[test]
fn counts_add_up_in_the_document() {
    let outcome = outcome(&["园林局||department", "水利局||department"], Vec::new());
    let value = serde_json::to_value(document(&outcome)).expect("JSON");
    assert_eq!([&value["expected"], &value["missing"], &value["filed"]], [2, 2, 0]);
    assert_eq!(value["departments"][0]["items"][0]["status"], "missing");
}
