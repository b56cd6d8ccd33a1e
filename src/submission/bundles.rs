//! Grouping of files into bundles, by the folders in which they lie.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::limits::{files, io_error};
use crate::model::output_names;
use crate::submission::Unreadable;

/// The files of one submission, before they are read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bundle {
    /// The folder's name; empty for files that lie loose.
    pub folder: String,
    /// Workbooks: name relative to the folder given, and path.
    pub workbooks: Vec<(Arc<str>, PathBuf)>,
    /// Narrative reports: name and path.
    pub reports: Vec<(Arc<str>, PathBuf)>,
    /// Some file that may belong to it could not be read.
    pub has_unread: bool,
}

const WORKBOOKS: [&str; 7] = ["xlsx", "xlsm", "xlsb", "xls", "et", "ods", "xltx"];
const REPORTS: [&str; 6] = ["docx", "doc", "txt", "md", "pdf", "wps"];

/// What a run is over.
#[derive(Debug, Clone, Default)]
pub struct Paths {
    /// Files and folders that the user named.
    pub given: Vec<PathBuf>,
    /// Files of a list made by another program, in whatever folders.
    pub listed: Vec<PathBuf>,
    /// Files that are no input, wherever they lie: the list of what is expected.
    pub except: Vec<PathBuf>,
}

impl Paths {
    fn leaves_out(&self, path: &Path) -> bool {
        let same = |except: &PathBuf| {
            except.file_name() == path.file_name() && except.canonicalize().ok() == path.canonicalize().ok()
        };
        self.except.iter().any(same)
    }
}

/// Finds the files under the paths given and groups them: each sub-folder of a folder is a submission;
/// what lies loose is grouped later by the department it names. Output folders of this and of other runs are no input.
/// The order of the paths plays no part.
pub fn bundles(paths: &Paths, output: Option<&Path>) -> (Vec<Bundle>, Vec<Unreadable>) {
    let output = output.and_then(|output| output.canonicalize().ok());
    let is_output = |path: &Path| is_output_folder(path) || output.is_some() && path.canonicalize().ok() == output;
    let mut found: BTreeMap<String, Bundle> = BTreeMap::new();
    let mut unreadable = Vec::new();
    let listed = ListedFolders::of(&paths.listed);
    let given = paths.given.iter().map(|root| (root, None));
    for (root, listed) in given.chain(paths.listed.iter().map(|root| (root, Some(&listed)))) {
        let entries = walkdir::WalkDir::new(root).sort_by_file_name().into_iter();
        for entry in
            entries.filter_entry(|entry| !(entry.file_type().is_dir() && entry.depth() > 0 && is_output(entry.path())))
        {
            match entry {
                Ok(entry) if entry.file_type().is_file() && !paths.leaves_out(entry.path()) => match listed {
                    Some(listed) => add(&mut found, &listed.over_all, Some(listed.of_file(entry.path())), entry.path()),
                    None if root.is_dir() => add(&mut found, root, None, entry.path()),
                    None => add(&mut found, root.parent().unwrap_or(Path::new("")), None, entry.path()),
                },
                Ok(_) => {}
                Err(error) => unreadable.push(missing(root, &error)),
            }
        }
    }
    for bundle in found.values_mut() {
        for files in [&mut bundle.workbooks, &mut bundle.reports] {
            files.sort();
            files.dedup();
        }
    }
    unreadable.sort();
    (found.into_values().collect(), unreadable)
}

/// Whether a run has written its results into a folder.
fn is_output_folder(folder: &Path) -> bool {
    folder.join(output_names::RUN_FOLDER).is_dir()
}

/// The folders of listed files.
#[derive(Default)]
struct ListedFolders {
    /// The innermost folder that all of them lie in or below.
    over_all: PathBuf,
    own: BTreeSet<PathBuf>,
}

impl ListedFolders {
    fn of(files: &[PathBuf]) -> ListedFolders {
        let parent = |file: &PathBuf| file.parent().unwrap_or(Path::new("")).to_path_buf();
        let own: BTreeSet<PathBuf> = files.iter().filter(|file| file.exists()).map(parent).collect();
        let shared = |common: PathBuf, folder: &PathBuf| -> PathBuf {
            let parts = common.components().zip(folder.components()).take_while(|(ours, theirs)| ours == theirs);
            parts.map(|(ours, _)| ours).collect()
        };
        let over_all = own.iter().fold(own.first().cloned().unwrap_or_default(), shared);
        ListedFolders { over_all, own }
    }

    /// The folder of the submission that a file belongs to: its own, or one over it that holds listed files too. What
    /// lies in the folder over all is loose, and does not bind those below it.
    fn of_file(&self, file: &Path) -> PathBuf {
        let own = file.parent().unwrap_or(Path::new(""));
        let below = |folder: &&Path| folder.starts_with(&self.over_all) && **folder != self.over_all;
        let holding = own.ancestors().take_while(below).filter(|folder| self.own.contains(*folder));
        holding.last().unwrap_or(own).to_path_buf()
    }
}

/// A file filed by a department that lies in what is to be the output folder, where that one is itself an input: all
/// that lies there would be passed over, and mixed with what is written.
pub fn filed_in_output(paths: &Paths, output: &Path) -> Option<String> {
    let folder = output.canonicalize().ok()?;
    let is_input = paths.given.iter().filter_map(|path| path.canonicalize().ok()).any(|path| folder.starts_with(path));
    if !is_input || folder.join(output_names::FINDINGS).exists() {
        return None;
    }
    let mut found: BTreeMap<String, Bundle> = BTreeMap::new();
    let entries = std::fs::read_dir(&folder).ok()?.filter_map(Result::ok);
    entries.filter(|entry| entry.path().is_file()).for_each(|entry| add(&mut found, &folder, None, &entry.path()));
    let first = found.into_values().next()?;
    first.workbooks.first().map(|(file, _)| file.to_string())
}

fn missing(root: &Path, error: &walkdir::Error) -> Unreadable {
    let path = error.path().unwrap_or(root).display().to_string();
    let reason = error.io_error().map_or_else(|| "文件夹无法读取".to_string(), io_error::reason);
    Unreadable { file: path.into(), reason }
}

/// Adds a file below a base to the bundle of its folder: the one that is known, or else the first below the base.
fn add(found: &mut BTreeMap<String, Bundle>, base: &Path, folder: Option<PathBuf>, path: &Path) {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let extension = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    let is_workbook = WORKBOOKS.contains(&extension.as_str());
    let is_report = REPORTS.contains(&extension.as_str()) && !name.to_lowercase().starts_with("readme");
    // Lock files of Office and WPS lie beside every open workbook. Corrected workbooks may be checked again; what else
    // this program writes for people to read is no input.
    let is_output = output_names::NO_INPUT.contains(&name.as_ref());
    if name.starts_with("~$") || name.starts_with(".") || is_output || !is_workbook && !is_report {
        return;
    }
    let relative = |path: &Path| -> String {
        let inside = path.strip_prefix(base).unwrap_or(path).components();
        inside.map(|part| files::shown_name(&part.as_os_str().to_string_lossy())).collect::<Vec<_>>().join("/")
    };
    let file: Arc<str> = relative(path).into();
    let first = || file.split_once('/').map_or("", |(folder, _)| folder).to_string();
    let folder = folder.map_or_else(first, |folder| relative(&folder));
    let key = format!("{}/{folder}", base.display());
    let bundle = found.entry(key).or_insert_with(|| Bundle { folder, ..Bundle::default() });
    if is_workbook {
        bundle.workbooks.push((file, path.to_path_buf()));
    } else {
        bundle.reports.push((file, path.to_path_buf()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(path: &Path) -> Paths {
        Paths { given: vec![path.to_path_buf()], ..Paths::default() }
    }

    #[test]
    fn each_sub_folder_is_a_submission() {
        let root = tempfile::tempdir().expect("a temporary folder");
        for name in [
            "甲局/表.xlsx",
            "甲局/项目/表二.xls",
            "甲局/报告.docx",
            "乙局/~$表.xlsx",
            "乙局/表.ods",
            "README.md",
            "说明.csv",
        ] {
            let path = root.path().join(name);
            std::fs::create_dir_all(path.parent().expect("a parent")).expect("created");
            std::fs::write(path, "").expect("written");
        }
        let (bundles, unreadable) = bundles(&given(root.path()), None);
        let names: Vec<(&str, usize, usize)> = bundles
            .iter()
            .map(|bundle| (bundle.folder.as_str(), bundle.workbooks.len(), bundle.reports.len()))
            .collect();
        assert_eq!(names, [("乙局", 1, 0), ("甲局", 2, 1)]);
        assert!(unreadable.is_empty());
    }

    #[test]
    fn listed_files_belong_to_their_own_folders_whatever_else_is_listed() {
        let root = tempfile::tempdir().expect("a temporary folder");
        let names = ["材料/甲局/表.xlsx", "材料/甲局/项目/表二.xls", "材料/乙局/表.ods", "散放.xlsx"];
        for name in names {
            let path = root.path().join(name);
            std::fs::create_dir_all(path.parent().expect("a parent")).expect("created");
            std::fs::write(path, "").expect("written");
        }
        let listed = names.iter().chain(&["别处/没有.xlsx"]).map(|name| root.path().join(name)).collect();
        let (bundles, unreadable) = bundles(&Paths { listed, ..Paths::default() }, None);
        let folders: Vec<(&str, usize)> =
            bundles.iter().map(|bundle| (bundle.folder.as_str(), bundle.workbooks.len())).collect();
        assert_eq!(folders, [("", 1), ("材料/乙局", 1), ("材料/甲局", 2)]);
        assert_eq!(unreadable.len(), 1);
    }

    #[test]
    fn results_of_another_run_are_no_input_unless_they_are_named() {
        let root = tempfile::tempdir().expect("a temporary folder");
        std::fs::create_dir_all(root.path().join("out/.ziping")).expect("created");
        std::fs::create_dir_all(root.path().join("out/甲局")).expect("created");
        std::fs::write(root.path().join("out/甲局/表（更正）.xlsx"), "").expect("written");
        assert!(bundles(&given(root.path()), None).0.is_empty());
        assert_eq!(bundles(&given(&root.path().join("out")), None).0.len(), 1);
    }

    #[test]
    fn a_path_that_does_not_exist_is_named() {
        let (bundles, unreadable) = bundles(&given(Path::new("没有这个文件夹")), None);
        assert!(bundles.is_empty());
        assert_eq!(unreadable[0].reason, "文件不存在");
    }
}
