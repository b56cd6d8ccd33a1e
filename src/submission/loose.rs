//! Grouping of loose files, by the department that they name.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use rayon::prelude::*;

use super::{Bundle, LayoutsAndProfiles, Unreadable, department, narrative, workbook};

/// A file's name and path.
type NamedFile = (Arc<str>, PathBuf);

/// The bundles that a bundle consists of: a folder is one, loose files are one for each department that they name.
/// Their forms are read here for the names only and once more when their turn comes, so that they are never all held.
pub fn by_department(bundle: Bundle, known: LayoutsAndProfiles, unreadable: &mut Vec<Unreadable>) -> Vec<Bundle> {
    if !bundle.folder.is_empty() || bundle.workbooks.len() + bundle.reports.len() < 2 {
        return vec![bundle];
    }
    let before = unreadable.len();
    let mut groups: BTreeMap<String, Bundle> = BTreeMap::new();
    let name = |(file, path): &NamedFile| workbook(path, file, known).map(|part| department(&part).unwrap_or_default());
    let named: Vec<Result<String, Unreadable>> = bundle.workbooks.par_iter().map(name).collect();
    for (file, named) in bundle.workbooks.into_iter().zip(named) {
        match named {
            Ok(name) => groups.entry(name).or_default().workbooks.push(file),
            Err(error) => unreadable.push(error),
        }
    }
    join_unnamed(&mut groups);
    let titled: Vec<_> = bundle.reports.par_iter().map(|(file, path)| narrative(path, file)).collect();
    for (file, titled) in bundle.reports.into_iter().zip(titled) {
        let added = titled.map_err(|error| error.reason);
        let added = added.and_then(|report| add_report(&mut groups, report.department.as_deref(), file.clone()));
        unreadable.extend(added.err().map(|reason| Unreadable { file: file.0, reason }));
    }
    let has_unread = unreadable.len() > before;
    groups.into_values().map(|bundle| Bundle { has_unread, ..bundle }).collect()
}

fn add_report(groups: &mut BTreeMap<String, Bundle>, named: Option<&str>, file: NamedFile) -> Result<(), String> {
    if named.is_none() && groups.len() > 1 {
        return Err("报告标题没有写明单位，未归入任何单位：请把各单位的材料分别放在各自的文件夹中".to_string());
    }
    let is_named = |key: &str| named.is_some_and(|name| !key.is_empty() && (key.contains(name) || name.contains(key)));
    let known = groups.keys().find(|key| is_named(key)).cloned();
    let only = groups.keys().next().filter(|key| groups.len() == 1 && (named.is_none() || key.is_empty())).cloned();
    let key = known.or(only).unwrap_or_else(|| named.unwrap_or_default().to_string());
    groups.entry(key).or_default().reports.push(file);
    Ok(())
}

/// A loose file that names no department belongs to the only one that is named.
fn join_unnamed(groups: &mut BTreeMap<String, Bundle>) {
    if groups.len() == 2
        && let Some(unnamed) = groups.remove("")
        && let Some(only) = groups.values_mut().next()
    {
        only.workbooks.extend(unnamed.workbooks);
    }
}
