use super::*;
use crate::model::finding::Severity;
use crate::write::discrepancies;
use crate::write::testing::{finding, record};

/// A finding of this severity at a cell.
fn weighing(cell: &str, severity: Severity) -> Finding {
    Finding { severity, ..finding(cell) }
}

const WHO: &str = "某局 2023年度";

/// Explains findings; gives those that were of no use.
fn explained(findings: &mut [Finding], explanations: Vec<Explanation>) -> Vec<Unused> {
    apply(findings, WHO, &Explanations::from([(WHO.to_string(), explanations)]))
}

fn explanation(cell: &str, stated: &str) -> Explanation {
    Explanation {
        list: "差异表.xlsx".into(),
        who: WHO.into(),
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
    let mut findings = vec![weighing("G8", Severity::Warning), weighing("G9", Severity::Error)];
    explained(&mut findings, vec![explanation("G8", "91.00%"), explanation("G9", "91.00 %")]);
    assert!(findings[0].is_explained() && !findings[1].is_explained());
    assert_eq!(findings[1].explanation.as_deref(), Some("年中追加"));
    assert_eq!(record("某局", findings).explained(), 1);
}

#[test]
fn an_explanation_without_its_finding_is_kept_with_the_reason() {
    let mut findings = vec![weighing("G8", Severity::Warning)];
    let unused = explained(&mut findings, vec![explanation("G8", "90.00%"), explanation("G9", "91.00%")]);
    let reasons: Vec<String> = unused.iter().map(Unused::reason).collect();
    assert_eq!(reasons, ["填报值已变化，现为 91.00%，请重新说明", "问题已不存在"]);
    assert!(!findings[0].is_explained());
}

#[test]
fn a_sentence_is_told_from_others_of_the_same_figure() {
    let mut of_report = weighing("G8", Severity::Warning);
    of_report.place.cell = None;
    of_report.place.sentence = Some("较上年下降12%。".into());
    let mut findings = vec![of_report];
    let row = |sentence: &str| Explanation {
        cell: String::new(),
        message: format!("某规则：某事\n原文：「{sentence}」"),
        ..explanation("", "91.00%")
    };
    explained(&mut findings, vec![row("较上年增长12%。")]);
    assert!(!findings[0].is_explained());
    explained(&mut findings, vec![row("较上年下降12…")]);
    assert!(findings[0].is_explained());
}

#[test]
fn the_list_that_was_handed_back_is_read_with_what_was_filled_in() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut filled = weighing("G8", Severity::Warning);
    filled.explanation = Some("年中追加\n已批复".into());
    let bytes = discrepancies::workbook(&record("某局", vec![filled, finding("G9")])).expect("written");
    let path = folder.path().join("某局差异表.xlsx");
    std::fs::write(&path, bytes).expect("written");
    std::fs::write(folder.path().join("其他.xlsx"), "").expect("written");
    std::fs::write(folder.path().join("坏的差异表.xlsx"), "x").expect("written");
    let (found, unreadable) = read(&[folder.path().to_path_buf()]);
    let found = &found[WHO];
    assert_eq!(found.len(), 1);
    let [who, rule, cell, stated, text] =
        [&found[0].who, &found[0].rule, &found[0].cell, &found[0].stated, &found[0].text];
    assert_eq!([who.as_str(), rule, cell, stated, text], [WHO, "P-103", "G8", "91.00%", "年中追加\n已批复"]);
    assert_eq!(unreadable.len(), 1);
    let mut findings = vec![weighing("G8", Severity::Warning)];
    explained(&mut findings, found.clone());
    assert!(findings[0].is_explained());
}
