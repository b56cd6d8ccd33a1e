use std::sync::Arc;

use serde_json::json;

use super::*;
use crate::model::finding::Finding;
use crate::model::form::FormKind;
use crate::model::place::Place;
use crate::record::FormRecord;
use crate::rules;
use crate::rules::Coverage;
use crate::testing::address;
use crate::write::testing;

const FILE: &str = "园林局/自评表.xlsx";

/// `P-103 G8 年度资金总额·执行率 91.00%` as an earlier run kept it.
fn earlier(finding: &str) -> serde_json::Value {
    let parts: Vec<&str> = finding.split(' ').collect();
    json!({"rule": parts[0], "severity": "error", "file": FILE, "sheet": "自评表", "cell": parts[1],
           "item": parts[2], "stated": parts[3], "message": "…", "evidence": []})
}

fn finding(of: &str) -> Finding {
    let parts: Vec<&str> = of.split(' ').collect();
    let place = Place {
        file: "园林局/自评表（更正）.xlsx".into(),
        sheet: "自评表".into(),
        cell: Some(address(parts[1])),
        sentence: None,
    };
    let rule = rules::find(parts[0]).expect("a rule");
    rule.finding(&place, parts[2], "…").stating(parts[3])
}

fn form(file: &str, sheet: &str) -> FormRecord {
    FormRecord {
        project: "公园养护".into(),
        unit: "园林局".into(),
        supervisor: "园林局".into(),
        ..testing::form(FormKind::Project, file, sheet)
    }
}

/// A record of the form, filed again as the corrected copy.
fn record(findings: &[&str]) -> Record {
    let file: Arc<str> = "园林局/自评表（更正）.xlsx".into();
    let coverage =
        ["P-103", "P-104", "P-401"].map(|rule| Coverage { rule: rule.into(), holds: 1, ..Coverage::default() });
    Record {
        department: "园林局".into(),
        year: Some(2023),
        forms: vec![form(&file, "自评表")],
        files: vec![file],
        findings: findings.iter().map(|of| finding(of)).collect(),
        coverage: coverage.to_vec(),
        ..Record::default()
    }
}

fn against(before: &[&str]) -> PreviousRun {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let findings: Vec<_> = before.iter().map(|finding| earlier(finding)).collect();
    let document = json!({"version": 1, "submissions": [{"department": "园林局", "year": 2023, "findings": findings}]});
    std::fs::write(folder.path().join("findings.json"), document.to_string()).expect("written");
    PreviousRun::read(folder.path()).expect("read")
}

/// The fates of a comparison with one record: `P-103 G8 mended`.
fn fates(before: &[&str], record: Record) -> Vec<String> {
    let mut against = against(before);
    against.add(&record);
    told(&against.finish(&[]))
}

fn told(comparison: &Comparison) -> Vec<String> {
    let all = comparison.changes.iter().flat_map(|change| &change.traced);
    all.map(|traced| format!("{} {} {}", traced.rule, traced.cell, traced.fate.code())).collect()
}

const RATE: &str = "P-103 G8 年度资金总额·执行率 91.00%";

#[test]
fn what_is_no_longer_found_on_a_form_filed_again_is_mended() {
    assert_eq!(fates(&[RATE, "P-104 H8 得分 9.10"], record(&[RATE])), ["P-103 G8 remaining", "P-104 H8 mended"]);
}

#[test]
fn another_value_that_is_still_wrong_is_told_from_a_new_finding() {
    let now = record(&["P-103 G8 年度资金总额·执行率 92.00%", "P-401 G30 总分 99"]);
    assert_eq!(fates(&[RATE], now), ["P-103 G8 changed", "P-401 G30 new"]);
}

#[test]
fn inserted_rows_move_a_finding_and_do_not_mend_it() {
    assert_eq!(fates(&[RATE], record(&["P-103 G11 年度资金总额·执行率 91.00%"])), ["P-103 G11 remaining"]);
    assert_eq!(fates(&[RATE], record(&["P-103 G11 年度资金总额·执行率 93.00%"])), ["P-103 G11 changed"]);
    // A cell is not the same finding where another item stands in it now.
    let other = record(&["P-103 G8 其他资金·执行率 91.00%"]);
    assert_eq!(fates(&[RATE], other), ["P-103 G8 new", "P-103 G8 mended"]);
}

#[test]
fn a_form_that_is_not_filed_again_is_not_mended() {
    let away = Record { files: Vec::new(), forms: Vec::new(), ..record(&[]) };
    assert_eq!(fates(&[RATE], away), ["P-103 G8 not_filed"]);
    let sheet_gone = Record { forms: vec![form(FILE, "另一张")], ..record(&[]) };
    assert_eq!(fates(&[RATE], sheet_gone), ["P-103 G8 not_filed"]);
}

#[test]
fn what_could_not_be_checked_is_not_mended() {
    let mut unchecked = record(&[]);
    let place = Place { file: FILE.into(), sheet: "自评表".into(), cell: Some(address("G8")), sentence: None };
    unchecked.coverage[0].unchecked.push(crate::rules::Missing { place, missing: "全年预算数".into() });
    assert_eq!(fates(&[RATE], unchecked), ["P-103 G8 unchecked"]);
    let off = Record { coverage: Vec::new(), ..record(&[]) };
    assert_eq!(fates(&[RATE], off), ["P-103 G8 unchecked"]);
    let mut against = against(&[RATE]);
    against.add(&Record { files: Vec::new(), forms: Vec::new(), ..record(&[]) });
    let failed = Unreadable { file: "园林局/自评表.xls".into(), reason: "文件已加密".into() };
    assert_eq!(told(&against.finish(&[failed])), ["P-103 G8 unchecked"]);
}

#[test]
fn what_was_compared_with_a_form_that_is_not_filed_again_is_not_mended() {
    let mut of_two = earlier(RATE);
    of_two["evidence"] = json!([{"file": "园林局/决算.xlsx", "sheet": "公开03", "cell": "C5", "value": "1"}]);
    let before = json!({"submissions": [{"department": "园林局", "year": 2023, "findings": [of_two]}]});
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(folder.path().join("findings.json"), before.to_string()).expect("written");
    let told_of = |record: &Record| {
        let mut against = PreviousRun::read(folder.path()).expect("read");
        against.add(record);
        told(&against.finish(&[]))
    };
    assert_eq!(told_of(&record(&[])), ["P-103 G8 unchecked"]);
    let mut with_accounts = record(&[]);
    with_accounts.files.push("园林局/决算.xlsx".into());
    with_accounts.forms.push(form("园林局/决算.xlsx", "公开03"));
    assert_eq!(told_of(&with_accounts), ["P-103 G8 mended"]);
}

#[test]
fn departments_that_are_gone_or_new_are_told() {
    let mut against = against(&[RATE]);
    against.add(&Record { department: "教育局".into(), ..record(&[RATE]) });
    let comparison = against.finish(&[]);
    let presence: Vec<_> = comparison.changes.iter().map(|change| (&*change.department, change.presence)).collect();
    assert_eq!(presence, [("教育局", Presence::Added), ("园林局", Presence::Gone)]);
    assert_eq!(told(&comparison), ["P-103 G8 new", "P-103 G8 not_filed"]);
    let text = report(&comparison);
    assert!(text.contains("园林局 2023 年度（本次没有报送）：已改正 0 条"), "{text}");
}

#[test]
fn a_department_whose_name_is_written_otherwise_is_known_by_its_files() {
    let before = json!({"submissions": [{"department": "川岭市水利局", "year": null, "findings": [earlier(RATE)]}]});
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("上次.json");
    std::fs::write(&file, before.to_string()).expect("written");
    let mut against = PreviousRun::read(&file).expect("read");
    against.add(&Record { department: "市水利局".into(), ..record(&[]) });
    let comparison = against.finish(&[]);
    assert_eq!(told(&comparison), ["P-103 G8 mended"]);
    assert_eq!(comparison.changes.len(), 1);
}

#[test]
fn two_submissions_of_one_department_are_compared_each_with_its_own() {
    let mut against = against(&[RATE]);
    let other: Arc<str> = "园林局二/别的表.xlsx".into();
    against.add(&Record { forms: vec![form(&other, "自评表")], files: vec![other], ..record(&[]) });
    against.add(&record(&[]));
    let comparison = against.finish(&[]);
    let presence: Vec<_> = comparison.changes.iter().map(|change| change.presence).collect();
    assert_eq!(presence, [Presence::Added, Presence::Both]);
    assert_eq!(told(&comparison), ["P-103 G8 mended"]);
}

#[test]
fn notes_are_not_compared() {
    let mut note = earlier(RATE);
    note["severity"] = "note".into();
    let before = json!({"submissions": [{"department": "园林局", "year": 2023, "findings": [note]}]});
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(folder.path().join("findings.json"), before.to_string()).expect("written");
    let mut against = PreviousRun::read(folder.path()).expect("read");
    against.add(&record(&[]));
    assert!(told(&against.finish(&[])).is_empty());
}

#[test]
fn what_is_no_earlier_result_is_refused() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let error = PreviousRun::read(folder.path()).expect_err("no findings.json");
    assert!(format!("{error:#}").contains("请给出上次的输出文件夹"), "{error:#}");
    std::fs::write(folder.path().join("findings.json"), "{\"a\": 1}").expect("written");
    let error = PreviousRun::read(folder.path()).expect_err("something else");
    assert!(error.to_string().contains("不是本程序写出的"), "{error:#}");
}

#[test]
fn counts_add_up_on_the_sheet() {
    let mut against = against(&[RATE, "P-104 H8 得分 9.10"]);
    against.add(&record(&[RATE, "P-401 G30 总分 99"]));
    let comparison = against.finish(&[]);
    let chapters = chapters(&comparison);
    let row: Vec<String> = chapters[0].tables[0].1.rows[0].iter().map(|cell| cell.shown()).collect();
    assert_eq!(row, ["园林局", "2023", "2", "1", "1", "0", "1", "0", "0", "2", "两次均有"]);
    let value = serde_json::to_value(document(&comparison)).expect("JSON");
    assert_eq!([&value["mended"], &value["departments"][0]["new"]], [1, 1]);
    assert_eq!(value["departments"][0]["findings"][1]["before"], serde_json::Value::Null);
}
