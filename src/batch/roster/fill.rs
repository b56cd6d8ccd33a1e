//! The status of one row of the list: how many were filed, enough or not, once or more often.

use std::collections::{BTreeSet, HashMap};

use super::filed::Filed;
use super::outcome::{FilingStatus, Line};
use super::{ExpectedFiling, FilingItem};

/// Says of a row what was filed for it.
pub fn fill(line: &mut Line, expected: &ExpectedFiling, filed: &[&Filed]) {
    let files: BTreeSet<&str> = filed.iter().map(|filed| &*filed.file).collect();
    line.files = files.iter().map(|file| (*file).to_string()).collect();
    let different: BTreeSet<&str> = match expected.item {
        FilingItem::Accounts => filed.iter().filter_map(|filed| filed.table.as_deref()).collect(),
        FilingItem::Project if expected.project.is_empty() => filed.iter().map(|filed| &*filed.project_key).collect(),
        _ => BTreeSet::new(),
    };
    line.filed = if different.is_empty() { filed.len() } else { different.len() };
    let enough = line.expected.unwrap_or(1);
    let lacking: Vec<&str> =
        expected.tables.iter().map(String::as_str).filter(|table| !different.contains(table)).collect();
    line.status = match expected.item {
        _ if !lacking.is_empty() || line.filed < enough => FilingStatus::Partial,
        FilingItem::Report | FilingItem::Any => FilingStatus::Filed,
        FilingItem::Department | FilingItem::Project if different.is_empty() && filed.len() > enough => {
            FilingStatus::Twice
        }
        FilingItem::Accounts | FilingItem::Project if is_twice(filed) => FilingStatus::Twice,
        _ => FilingStatus::Filed,
    };
    if !lacking.is_empty() {
        line.note(&format!("缺 {}", lacking.iter().map(|table| format!("公开{table}")).collect::<Vec<_>>().join("、")));
    }
}

/// Whether the same table, or the same project, was filed in two files.
fn is_twice(filed: &[&Filed]) -> bool {
    let mut seen: HashMap<(Option<&str>, &str), &str> = HashMap::new();
    filed.iter().any(|filed| {
        let first = seen.entry((filed.table.as_deref(), &filed.project_key)).or_insert(&filed.file);
        *first != &*filed.file
    })
}
