//! Tests of `diagnose`: wrong figures under the whole catalogue on a whole submission.

use crate::model::finding::Severity;
use crate::testing::{sound_department, sound_form, sound_submission};

/// The message of the only finding, and whether it corrects something by itself.
#[track_caller]
fn only(filed: crate::testing::Filed) -> (String, bool) {
    let checked = filed.checked();
    let findings: Vec<_> = checked.findings.iter().filter(|finding| finding.severity > Severity::Note).collect();
    let messages: Vec<&String> = findings.iter().map(|finding| &finding.message).collect();
    assert_eq!(findings.len(), 1, "{messages:#?}");
    (findings[0].message.clone(), findings[0].is_automatic())
}

#[test]
fn yuan_typed_in_a_form_of_ten_thousands_are_named() {
    let (message, automatic) = only(sound_submission().with("公开03!E10", "1700000.00"));
    assert!(message.contains("疑应为 170.00") && message.contains("疑似把元填成了万元"), "{message}");
    assert!(!automatic, "a reported figure is only questioned");
}

#[test]
fn exchanged_digits_are_named_with_every_relation_they_break() {
    let (message, _) = only(sound_form().with("F8", "129.00"));
    assert!(message.contains("疑似相邻两位数字颠倒"), "{message}");
    assert!(message.contains("760.00（F7） + 上年结转资金 129.00（F8） = 889.00"), "{message}");
    assert!(message.contains("96.00%（H8）≠"), "{message}");
}

#[test]
fn a_total_that_nothing_confirms_is_corrected() {
    let (message, automatic) = only(sound_form().with("D6", "1010.00"));
    assert!(automatic && message.starts_with("填报 1010.00，应为 1000.00 = "), "{message}");
}

#[test]
fn several_figures_that_may_be_at_fault_are_shown_and_none_is_corrected() {
    // The total is confirmed by its rate; either part may be wrong.
    let filed = sound_form().with("H7", "").with("H8", "").with("F8", "195.00");
    let checked = filed.finds(&["P-101 F6"]);
    let finding = checked.finding("P-101");
    assert!(finding.correction.is_none());
    assert!(finding.message.contains("可能是下列之一有误"), "{}", finding.message);
    assert!(finding.message.contains("（F7），应为 757.00"), "{}", finding.message);
    assert!(finding.message.contains("（F8），应为 192.00"), "{}", finding.message);
}

#[test]
fn a_total_of_one_part_is_as_doubtful_as_the_part() {
    let one_part = sound_form().with("D6", "800.00").with("D8", "0.00").with("D7", "8000000.00");
    let checked = one_part.finds(&["P-101 D6"]);
    let finding = checked.finding("P-101");
    assert!(finding.correction.is_none() && finding.message.contains("疑似把元填成了万元"), "{}", finding.message);
}

#[test]
fn exchanged_cells_name_each_other() {
    let exchanged = sound_submission().with("公开01!C7", "5.00").with("公开01!C8", "10.00");
    let checked = exchanged.finds(&["A-321 公开01!C7", "A-321 公开01!C8"]);
    let messages: Vec<&str> = checked.findings.iter().map(|finding| finding.message.as_str()).collect();
    assert!(messages[0].contains("疑似与 C8 互换") && messages[1].contains("疑似与 C7 互换"), "{messages:?}");
}

#[test]
fn what_only_a_rate_tells_is_given_as_a_range() {
    // Both parts are wrong so that they still add up: only their rates tell.
    let checked = sound_form().with("H7", "95%").with("F7", "711.00").with("F8", "241.00").checked();
    let of_part =
        |cell: &str| checked.findings.iter().find(|found| found.place.cell_name() == cell).expect("a finding");
    assert_eq!(of_part("F7").expected.as_deref(), Some("756.00～764.00"), "{}", of_part("F7").message);
    assert!(of_part("F7").correction.is_none());
}

#[test]
fn sound_figures_that_no_longer_fit_to_a_wrong_one_are_left_alone() {
    // The score 9.52 follows from 952.00; the amount typed is at fault, not the score.
    sound_form().with("F6", "925.00").finds(&["P-101 F6"]);
    let checked = sound_department().with("F6", "540.00").checked();
    assert!(checked.findings.iter().all(|finding| finding.rule != "D-401"), "the total of the scores is sound");
}
