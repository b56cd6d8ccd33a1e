//! Unexpected filings, which are not on the list, and files that could not be read.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::FilingItem;
use super::filed::{Filed, folder};
use super::matching::Bodies;
use super::outcome::{DepartmentOutcome, FilingStatus, Line};
use crate::model::text::organisations::organisation_key;
use crate::submission::Unreadable;

/// What is left when every row has taken what is for it.
pub struct Left<'a> {
    /// Forms of the year that no row has taken.
    pub left: Vec<&'a Filed>,
    /// What the list asks of anybody.
    pub asked: HashSet<FilingItem>,
    /// The bodies of the list.
    pub bodies: &'a Bodies,
    /// All that was filed.
    pub filed: &'a [Filed],
    /// Files that could not be read.
    pub unreadable: &'a [Unreadable],
}

/// Adds to the departments of the list what is left, then those that are not on it.
pub fn add(
    mut departments: Vec<DepartmentOutcome>,
    homes: &HashMap<&str, usize>,
    left: Left,
) -> Vec<DepartmentOutcome> {
    let mut strangers: BTreeMap<String, DepartmentOutcome> = BTreeMap::new();
    for filed in &left.left {
        let home = home(filed, homes);
        let outcome = match home {
            Some(place) if left.asked.contains(&filed.item) => &mut departments[place],
            Some(_) => continue,
            None => of_stranger(&mut strangers, &filed.department),
        };
        add_unexpected(outcome, filed, left.bodies);
    }
    for failed in left.unreadable {
        let outcome = match home_of_file(&failed.file, homes, left.filed) {
            Some(place) => &mut departments[place],
            None => of_stranger(&mut strangers, folder(&failed.file).unwrap_or("（未归入单位的文件）")),
        };
        outcome.lines.push(unreadable(failed));
    }
    departments.iter_mut().for_each(note_unreadable);
    departments.extend(strangers.into_values());
    departments
}

fn of_stranger<'a>(strangers: &'a mut BTreeMap<String, DepartmentOutcome>, name: &str) -> &'a mut DepartmentOutcome {
    strangers.entry(name.to_string()).or_insert_with(|| DepartmentOutcome {
        department: name.to_string(),
        is_listed: false,
        alike: Vec::new(),
        lines: Vec::new(),
    })
}

/// The listed department that a form belongs to.
fn home(filed: &Filed, homes: &HashMap<&str, usize>) -> Option<usize> {
    let names = filed.own.iter().chain(&filed.by).chain([&filed.over]);
    names.filter_map(|key| homes.get(key.as_str()).copied()).next()
}

/// The listed department that a file belongs to: by its folder, or by what else lies there.
fn home_of_file(file: &str, homes: &HashMap<&str, usize>, filed: &[Filed]) -> Option<usize> {
    let own = folder(file)?;
    let beside = || filed.iter().filter(|filed| folder(&filed.file) == Some(own)).find_map(|filed| home(filed, homes));
    homes.get(organisation_key(own).as_str()).copied().or_else(beside)
}

/// One line for every project, one for all tables of a kind.
fn add_unexpected(outcome: &mut DepartmentOutcome, filed: &Filed, bodies: &Bodies) {
    let alike: Vec<&String> = filed.by.iter().chain(&filed.own).flat_map(|key| bodies.alike(key)).collect();
    if !outcome.is_listed {
        for name in &alike {
            if !outcome.alike.contains(name) {
                outcome.alike.push((*name).clone());
            }
        }
    }
    let same = |line: &&mut Line| {
        line.status == FilingStatus::Unexpected && line.item == filed.item && line.project == filed.project
    };
    let file = filed.file.to_string();
    if let Some(line) = outcome.lines.iter_mut().find(same) {
        line.filed += 1;
        if !line.files.contains(&file) {
            line.files.push(file);
        }
        return;
    }
    let distinct: BTreeSet<&str> = alike.into_iter().map(String::as_str).collect();
    let distinct: Vec<&str> = distinct.into_iter().collect();
    let note = may_be(&distinct).map(|may_be| format!("{may_be}，请核实")).unwrap_or_default();
    outcome.lines.push(Line {
        unit: filed.own.first().cloned().unwrap_or_default(),
        item: filed.item,
        form: filed.item.name().to_string(),
        project: filed.project.clone(),
        expected: None,
        filed: 1,
        status: FilingStatus::Unexpected,
        files: vec![file],
        note,
    });
}

/// Which of the list a body may be: 「可能是清单中的「水利局」」.
pub fn may_be(alike: &[&str]) -> Option<String> {
    match alike {
        [] => None,
        [only] => Some(format!("可能是清单中的「{only}」")),
        several => Some(format!("可能是清单中的 {} 之一", several.join("、"))),
    }
}

fn unreadable(failed: &Unreadable) -> Line {
    Line {
        unit: String::new(),
        item: FilingItem::Any,
        form: "文件".to_string(),
        project: String::new(),
        expected: None,
        filed: 1,
        status: FilingStatus::Unreadable,
        files: vec![failed.file.to_string()],
        note: failed.reason.clone(),
    }
}

/// What seems to be missing may be in a file that could not be read.
fn note_unreadable(outcome: &mut DepartmentOutcome) {
    let unreadable = outcome.count(FilingStatus::Unreadable);
    if unreadable > 0 {
        let note = format!("该部门有 {unreadable} 个文件未能读取，可能就在其中");
        let is_short = |line: &&mut Line| matches!(line.status, FilingStatus::Missing | FilingStatus::Partial);
        outcome.lines.iter_mut().filter(is_short).for_each(|line| line.note(&note));
    }
}
