//! What is right in a department's own workbook is never overwritten.

use serde_json::Value;

use crate::support::{check, findings, root, text};

fn checked(input: &str) -> Value {
    check(&root().join("tests/harm").join(input)).0
}

/// Rule and cell of what is corrected without asking.
fn automatic(document: &Value) -> Vec<String> {
    let automatic = |finding: &&&Value| finding["correction"]["trust"] == "automatic";
    let named = |finding: &&Value| format!("{} {}", text(&finding["rule"]), text(&finding["cell"]));
    findings(document).iter().filter(automatic).map(named).collect()
}

/// The messages of findings at a cell.
fn said(document: &Value, cell: &str) -> String {
    let at = findings(document).into_iter().filter(|finding| finding["cell"] == cell);
    at.map(|finding| text(&finding["message"])).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_table_with_more_faults_than_can_be_told_apart_is_left_to_people() {
    let document = checked("many_faults.xlsx");
    assert!(findings(&document).len() > 10);
    assert_eq!(automatic(&document), Vec::<String>::new());
    assert!(said(&document, "C27").contains("不能同时成立"), "{}", said(&document, "C27"));
}

#[test]
fn points_for_a_target_without_a_sign_are_left_to_people() {
    let document = checked("target_without_sign.xlsx");
    assert_eq!(automatic(&document), Vec::<String>::new());
    assert!(said(&document, "G12").contains("未写明方向"), "{}", said(&document, "G12"));
    assert_eq!(said(&document, "G17"), "", "the total follows from nothing that is certain");
}

#[test]
fn a_total_is_left_to_people_while_the_weights_do_not_come_to_100() {
    for (input, total) in
        [("row_taken_for_a_remark.xlsx", "G17"), ("subtotal_row.xlsx", "G18"), ("weights_of_110.xlsx", "H17")]
    {
        let document = checked(input);
        assert_eq!(automatic(&document), Vec::<String>::new(), "{input}");
        assert!(said(&document, total).contains("分值合计不是 100 分"), "{input}: {}", said(&document, total));
    }
}
