use super::*;
use crate::finding::Severity;
use crate::write::discrepancies;
use crate::write::testing::{finding, reviewed};

/// A finding of this severity at a cell.
fn weighing(cell: &str, severity: Severity) -> Finding {
    Finding { severity, ..finding(cell) }
}

fn run(findings: Vec<Finding>) -> Run {
    Run { reviewed: vec![reviewed("某局", findings)], ..Run::default() }
}

fn explanation(cell: &str, stated: &str) -> Explanation {
    Explanation {
        list: "差异表.xlsx".into(),
        who: "某局 2023年度".into(),
        rule: "P-103".into(),
        file: "自评表（更正）.xlsx".into(),
        sheet: "自评表".into(),
        cell: cell.into(),
        stated: stated.into(),
        message: String::new(),
        text: "年中追加".into(),
    }
}

#[test]
fn a_warning_with_an_explanation_is_explained_and_an_error_is_not() {
    let mut run = run(vec![weighing("G8", Severity::Warning), weighing("G9", Severity::Error)]);
    apply(&mut run, vec![explanation("G8", "91.00%"), explanation("G9", "91.00 %")]);
    let [warning, error] = &run.reviewed[0].checked.findings[..] else { panic!("two findings") };
    assert!(warning.is_explained() && !error.is_explained());
    assert_eq!(error.explanation.as_deref(), Some("年中追加"));
    assert_eq!([run.count(Severity::Warning), run.explained()], [1, 1]);
}

#[test]
fn an_explanation_without_its_finding_is_kept_with_the_reason() {
    let mut run = run(vec![weighing("G8", Severity::Warning)]);
    let elsewhere = Explanation { who: "另一局 2023年度".into(), ..explanation("G8", "91.00%") };
    apply(&mut run, vec![explanation("G8", "90.00%"), explanation("G9", "91.00%"), elsewhere.clone()]);
    let reasons: Vec<String> = run.reviewed[0].unused.iter().map(Unused::reason).collect();
    assert_eq!(reasons, ["填报值已变化，现为 91.00%，请重新说明", "问题已不存在"]);
    assert_eq!(run.unplaced, [elsewhere]);
    assert!(!run.reviewed[0].checked.findings[0].is_explained());
}

#[test]
fn a_sentence_is_told_from_others_of_the_same_figure() {
    let mut of_report = weighing("G8", Severity::Warning);
    of_report.place.cell = None;
    of_report.place.sentence = Some("较上年下降12%。".into());
    let mut run = run(vec![of_report]);
    let row = |sentence: &str| Explanation {
        cell: String::new(),
        message: format!("某规则：某事\n原文：「{sentence}」"),
        ..explanation("", "91.00%")
    };
    apply(&mut run, vec![row("较上年增长12%。")]);
    assert!(!run.reviewed[0].checked.findings[0].is_explained());
    apply(&mut run, vec![row("较上年下降12…")]);
    assert!(run.reviewed[0].checked.findings[0].is_explained());
}

#[test]
fn the_list_that_was_handed_back_is_read_with_what_was_filled_in() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut filled = weighing("G8", Severity::Warning);
    filled.explanation = Some("年中追加\n已批复".into());
    let bytes = discrepancies::workbook(&reviewed("某局", vec![filled, finding("G9")])).expect("written");
    let path = folder.path().join("某局差异表.xlsx");
    std::fs::write(&path, bytes).expect("written");
    std::fs::write(folder.path().join("其他.xlsx"), "").expect("written");
    std::fs::write(folder.path().join("坏的差异表.xlsx"), "x").expect("written");
    let (found, unreadable) = read(&[folder.path().to_path_buf()]);
    assert_eq!(found.len(), 1);
    let [who, rule, cell, stated, text] =
        [&found[0].who, &found[0].rule, &found[0].cell, &found[0].stated, &found[0].text];
    assert_eq!(
        [who.as_str(), rule, cell, stated, text],
        ["某局 2023年度", "P-103", "G8", "91.00%", "年中追加\n已批复"]
    );
    assert_eq!(unreadable.len(), 1);
    let mut run = run(vec![weighing("G8", Severity::Warning)]);
    apply(&mut run, found);
    assert!(run.reviewed[0].checked.findings[0].is_explained());
}
