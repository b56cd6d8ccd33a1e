//! The catalogue: ids unique and in order, every rule tested, the documentation current.

use std::collections::HashSet;

use crate::support::{files, root};
use ziping::model::finding::Severity;
use ziping::rules::catalogue;

#[test]
fn ids_are_unique_and_well_formed() {
    let ids: HashSet<&str> = catalogue().iter().map(|rule| rule.id).collect();
    assert_eq!(ids.len(), catalogue().len());
    let well_formed =
        |id: &str| id.len() == 5 && id.as_bytes()[1] == b'-' && id[2..].chars().all(|c| c.is_ascii_digit());
    assert!(ids.iter().all(|id| well_formed(id)));
}

#[test]
fn every_rule_is_explained() {
    for rule in catalogue() {
        for text in [rule.title, rule.basis, rule.explanation, rule.how_to_fix, rule.example] {
            assert!(text.chars().count() >= 5, "{}", rule.id);
        }
        assert!(!rule.title.ends_with('。'), "{}", rule.id);
    }
}

/// Errors about what no form of the faulty department states: coefficients, adjustments, a conclusion in words, a form
/// twice, a table that is not there, columns for last year; or what is told under another rule that the same figure breaks.
/// U-601 and U-603 are found only when forms are exported, while the samples are checked: tests/export.rs plants them.
const NOT_PLANTED: [&str; 10] =
    ["U-601", "U-603", "F-009", "P-403", "D-403", "D-103", "D-104", "A-331", "A-333", "A-325"];

#[test]
fn every_rule_is_named_by_a_test_and_planted_in_a_sample() {
    let sources = files(&root().join("src/rules"), &["rs"]);
    let texts: Vec<String> = sources.iter().map(|path| std::fs::read_to_string(path).expect("source")).collect();
    let is_test = |text: &&String| text.contains("#[test]");
    let tests: String = texts.iter().filter(is_test).map(String::as_str).collect();
    let planted = std::fs::read_to_string(root().join("samples/planted.csv")).expect("planted.csv");
    for rule in catalogue() {
        let named = [format!("\"{} ", rule.id), format!("finding(\"{}\")", rule.id)];
        assert!(named.iter().any(|name| tests.contains(name)), "no test finds {}", rule.id);
        let is_planted = planted.contains(&format!(",{},", rule.id)) || NOT_PLANTED.contains(&rule.id);
        assert!(rule.severity < Severity::Error || is_planted, "{} is planted nowhere", rule.id);
    }
}

#[test]
fn the_documentation_is_current() {
    let page = std::fs::read_to_string(root().join("docs/rules.md")).expect("docs/rules.md");
    assert!(page == ziping::cli::rule_docs::page(), "run: cargo run --release -- rules docs > docs/rules.md");
}
