//! The output folder of an export: what was written into it, and what an earlier export left there.
//!
//! A list of the files is kept inside. Only what stands in it, and still is as it was written, is ever removed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use anyhow::Result;
use serde::{Deserialize, Serialize};

use crate::limits::files;

/// The folder of what is not published.
pub const INSIDE: &str = "内部资料（勿上传）";
/// The list of the files that were written.
const LIST: &str = "导出清单.json";
/// What says that a file is such a list.
const FORMAT: &str = "ziping-export";

#[derive(Debug, Default, Serialize, Deserialize)]
struct ExportList {
    format: String,
    /// Hashes by path, relative to the output folder and with `/` between its parts.
    files: BTreeMap<String, String>,
}

/// The output folder while it is being filled.
#[derive(Debug)]
pub struct Shelf<'a> {
    folder: &'a Path,
    earlier: BTreeMap<String, String>,
    written: Mutex<BTreeMap<String, String>>,
}

/// Which files of an earlier export are out of date where this one has not written them.
#[derive(Debug, Default)]
pub struct Stale {
    /// Folders of departments that are not published any more.
    pub held: BTreeSet<String>,
    /// Folders of departments that were written.
    pub written: BTreeSet<String>,
}

/// What became of files that are out of date.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tidied {
    /// Those removed.
    pub removed: Vec<String>,
    /// Those changed since they were written, or that cannot be removed.
    pub left: Vec<String>,
}

impl Stale {
    /// A file of a format that was not asked for may still hold what is hidden by now.
    fn is(&self, path: &str) -> bool {
        match path.split_once('/') {
            Some((INSIDE, _)) => true,
            Some((folder, _)) => self.held.contains(folder) || self.written.contains(folder),
            // An index that was not written anew still lists what was taken away.
            None => true,
        }
    }
}

impl Shelf<'_> {
    /// Reads what an earlier export left.
    pub fn open(folder: &Path) -> Shelf<'_> {
        let text = std::fs::read(folder.join(INSIDE).join(LIST)).unwrap_or_default();
        let list: ExportList = serde_json::from_slice(&text).unwrap_or_default();
        let earlier = if list.format == FORMAT { list.files } else { BTreeMap::new() };
        Shelf { folder, earlier, written: Mutex::default() }
    }

    /// Writes a file; its path is relative, with `/` between its parts.
    pub fn write(&self, path: &str, bytes: &[u8]) -> Result<()> {
        files::write(&self.folder.join(path), bytes)?;
        let mut written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        written.insert(path.to_string(), hash(bytes));
        Ok(())
    }

    /// Removes what is out of date, and writes the list anew.
    pub fn tidy(self, stale: &Stale) -> Result<Tidied> {
        let mut tidied = Tidied::default();
        let mut files = self.written.into_inner().unwrap_or_else(PoisonError::into_inner);
        for (path, written) in
            self.earlier.into_iter().filter(|(path, _)| !files.contains_key(path)).collect::<Vec<_>>()
        {
            let Some(place) = inside(self.folder, &path).filter(|place| place.is_file()) else { continue };
            let is_same = std::fs::read(&place).is_ok_and(|bytes| hash(&bytes) == written);
            match stale.is(&path) {
                false => drop(files.insert(path, written)),
                true if is_same && std::fs::remove_file(&place).is_ok() => {
                    // Only an empty folder goes.
                    place.parent().filter(|parent| *parent != self.folder).map(std::fs::remove_dir);
                    tidied.removed.push(path);
                }
                true => tidied.left.push(path),
            }
        }
        let list = ExportList { format: FORMAT.to_string(), files };
        files::write(&self.folder.join(INSIDE).join(LIST), &serde_json::to_vec_pretty(&list)?)?;
        Ok(tidied)
    }
}

fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

/// A path of the list, if it does not lead out of the folder.
fn inside(folder: &Path, path: &str) -> Option<PathBuf> {
    let is_plain = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
    is_plain.then(|| folder.join(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stale(held: &str) -> Stale {
        Stale { held: BTreeSet::from([held.to_string()]), ..Stale::default() }
    }

    #[test]
    fn only_what_was_written_and_not_changed_since_is_removed() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let first = Shelf::open(folder.path());
        for path in ["甲/a.html", "甲/b.html", "乙/a.html", "index.json"] {
            first.write(path, b"1").expect("written");
        }
        first.tidy(&Stale::default()).expect("listed");
        std::fs::write(folder.path().join("甲/b.html"), "2").expect("changed");
        std::fs::write(folder.path().join("甲/own.html"), "1").expect("written");
        let tidied = Shelf::open(folder.path()).tidy(&stale("甲")).expect("tidied");
        assert_eq!(tidied.removed, ["index.json", "甲/a.html"]);
        assert_eq!(tidied.left, ["甲/b.html"]);
        assert!(folder.path().join("甲/own.html").is_file() && folder.path().join("乙/a.html").is_file());
        let later = Shelf::open(folder.path()).tidy(&stale("乙")).expect("tidied");
        assert_eq!(later.removed, ["乙/a.html"]);
        assert!(!folder.path().join("乙").exists());
    }

    #[test]
    fn a_list_that_leads_out_of_the_folder_is_not_followed() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (out, other) = (folder.path().join("out"), folder.path().join("other.html"));
        std::fs::write(&other, "1").expect("written");
        let list = ExportList {
            format: FORMAT.to_string(),
            files: BTreeMap::from([("../other.html".to_string(), hash(b"1"))]),
        };
        let bytes = serde_json::to_vec(&list).expect("JSON");
        files::write(&out.join(INSIDE).join(LIST), &bytes).expect("written");
        let tidied = Shelf::open(&out).tidy(&stale("..")).expect("tidied");
        assert_eq!(tidied, Tidied::default());
        assert!(other.is_file());
    }
}
