//! Every sample: what is found in it, and nothing else.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::support::{check, findings, root, text, ziping};

type Cell = (String, String, String, String);

/// What stands in samples/planted.csv: severity, stated, expected, cause by file, sheet, cell, rule. A report has no
/// cells: there the stated value tells findings apart.
fn planted() -> BTreeMap<Cell, [String; 4]> {
    let mut reader = csv::Reader::from_path(root().join("samples/planted.csv")).expect("planted.csv");
    let rows = reader.records().map(|row| row.expect("a row"));
    rows.map(|row| {
        let field = |index: usize| row[index].to_string();
        let file = format!("{}/{}", field(0), field(1));
        let cell = if field(2).is_empty() { field(6) } else { field(3) };
        ((file, field(2), cell, field(4)), [field(5), field(6), field(7), field(8)])
    })
    .collect()
}

fn key(finding: &Value) -> Cell {
    let cell = if finding["sheet"].is_null() { &finding["stated"] } else { &finding["cell"] };
    (text(&finding["file"]), text(&finding["sheet"]), text(cell), text(&finding["rule"]))
}

#[test]
fn every_planted_error_is_found_at_its_cell_and_nothing_else() {
    let (document, _out) = check(&root().join("samples"));
    let found: BTreeMap<Cell, &Value> = findings(&document)
        .into_iter()
        .filter(|finding| finding["severity"] != "note")
        .map(|finding| (key(finding), finding))
        .collect();
    let planted = planted();
    assert_eq!(found.keys().collect::<Vec<_>>(), planted.keys().collect::<Vec<_>>());
    for (cell, [severity, stated, expected, cause]) in &planted {
        let finding = found[cell];
        assert!(text(&finding["severity"]).to_uppercase().starts_with(severity.as_str()), "{cell:?}");
        assert_eq!(text(&finding["cause"]), *cause, "{cell:?}");
        for (field, value) in [("stated", stated), ("expected", expected)] {
            assert!(
                value.is_empty() || text(&finding[field]) == *value,
                "{cell:?} {field}: {} instead of {value}",
                finding[field]
            );
        }
    }
}

#[test]
fn samples_without_error_have_no_finding_at_all() {
    for sample in ["九江市人民政府驻深圳办事处", "清江市水务综合服务中心"] {
        let (document, _out) = check(&root().join("samples").join(sample));
        // The first one's report is faulty, as the published one was; its forms and tables are not.
        let in_tables: Vec<&Value> =
            findings(&document).into_iter().filter(|finding| !finding["sheet"].is_null()).collect();
        assert!(in_tables.is_empty(), "{sample}: {in_tables:?}");
        assert!(sample.starts_with("九江") || findings(&document).is_empty(), "{sample}: {:?}", findings(&document));
        let rows = document["coverage"].as_array().expect("coverage");
        assert!(rows.iter().all(|row| row["unchecked"].as_array().is_some_and(Vec::is_empty)), "{sample}");
        assert!(
            rows.iter().map(|row| row["holds"].as_u64().unwrap_or_default()).sum::<u64>() > 60,
            "{sample} is really checked"
        );
    }
}

#[test]
fn last_years_tables_beside_this_years_are_compared_with_them_and_are_no_copies() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let source = root().join("samples/清江市水务综合服务中心");
    let own = folder.path().join("清江市水务综合服务中心");
    std::fs::create_dir(&own).expect("a folder");
    for entry in std::fs::read_dir(&source).expect("the sample") {
        let entry = entry.expect("a file");
        std::fs::copy(entry.path(), own.join(entry.file_name())).expect("copied");
    }
    // The same figures again: what is left at the end of the year is not what it began with.
    std::fs::copy(source.join("部门决算公开表.xlsx"), own.join("2022年度部门决算公开表.xlsx")).expect("copied");
    let (document, _out) = check(folder.path());
    let found: Vec<(String, String)> =
        findings(&document).into_iter().map(|finding| (text(&finding["rule"]), text(&finding["severity"]))).collect();
    assert_eq!(found, [("X-409".to_string(), "warning".to_string()), ("X-409".to_string(), "warning".to_string())]);
    assert_eq!(document["submissions"][0]["year"], 2023);
}

#[test]
fn unreadable_files_are_named_with_a_reason_and_the_rest_is_done() {
    let (document, _out) = check(&root().join("samples"));
    let reasons: Vec<(String, String)> = document["unreadable"]
        .as_array()
        .expect("unreadable")
        .iter()
        .map(|file| (text(&file["file"]).rsplit('/').next().unwrap_or_default().to_string(), text(&file["reason"])))
        .collect();
    for (file, word) in
        [("加密.xlsx", "已加密"), ("损坏.xlsx", "损坏"), ("空文件.xlsx", "为空"), ("空白.xlsx", "未找到")]
    {
        assert!(reasons.iter().any(|(name, reason)| name == file && reason.contains(word)), "{file}: {reasons:?}");
    }
    assert_eq!(reasons.len(), 4);
    assert_eq!(document["submissions"].as_array().map(Vec::len), Some(10));
}

#[test]
fn the_result_of_the_first_sample_is_the_one_that_was_published() {
    let ran = ziping(&["check", "samples/九江市人民政府驻深圳办事处"]);
    assert_eq!(ran.status, 1, "its report has errors");
    assert!(ran.stdout.contains("九江市人民政府驻深圳办事处 2022 年度"), "{}", ran.stdout);
    assert!(ran.stdout.contains("总分 98.50，等级 优"));
    assert!(ran.stdout.contains("报告 绩效评价报告.docx：19 段"));
}
