//! Atomic file writes, under names that every system takes.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};

use serde::{Deserialize, Serialize};
use tempfile::NamedTempFile;

use crate::limits::io_error::reason;

/// Longest folder or file name in bytes, of the 255 that Linux allows: 60 Chinese characters, and room for a number and
/// an extension.
const LONGEST_NAME: usize = 180;
/// How temporary files are called; one that a killed run has left is of no use to anybody.
const TEMPORARY: &str = ".ziping-";
const RESERVED: [&str; 6] = ["CON", "PRN", "AUX", "NUL", "COM", "LPT"];

/// A file that is being written: a temporary one beside the place that it gets once it is whole.
pub struct Pending {
    file: NamedTempFile,
    path: PathBuf,
}

impl Pending {
    /// Begins a file, with the folders that it lies in.
    ///
    /// # Errors
    /// These and the following: the file cannot be written, with the reason.
    pub fn new(path: &Path) -> Result<Pending> {
        let folder = path.parent().unwrap_or(Path::new("."));
        let attempt = || {
            std::fs::create_dir_all(folder)?;
            tempfile::Builder::new().prefix(TEMPORARY).tempfile_in(folder)
        };
        let file = attempt().map_err(|error| unwritable(path, &error))?;
        Ok(Pending { file, path: path.to_path_buf() })
    }

    /// The file to write to.
    pub fn file(&self) -> Result<File> {
        self.file.as_file().try_clone().map_err(|error| unwritable(&self.path, &error))
    }

    /// Gives the file its name.
    pub fn persist(self) -> Result<()> {
        let attempt = || {
            set_usual_permissions(self.file.as_file())?;
            self.file.persist(&self.path).map_err(|error| error.error)
        };
        attempt().map(drop).map_err(|error| unwritable(&self.path, &error))
    }
}

fn unwritable(path: &Path, error: &std::io::Error) -> anyhow::Error {
    anyhow!("{}", reason(error)).context(format!("无法写入 {}", path.display()))
}

/// Writes a file by way of a temporary one beside it, so that it appears whole or not at all.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let pending = Pending::new(path)?;
    pending.file()?.write_all(bytes).map_err(|error| unwritable(path, &error))?;
    pending.persist()
}

/// A file in the output folder, as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// Relative to the output folder.
    pub path: String,
    content: [u8; 32],
}

impl Written {
    /// Writes a file of the output folder.
    ///
    /// # Errors
    /// It cannot be written, with the reason.
    pub fn new(out: &Path, path: String, bytes: &[u8]) -> Result<Written> {
        write(&out.join(&path), bytes)?;
        Ok(Written { path, content: blake3::hash(bytes).into() })
    }

    /// Whether it still is as it was written.
    pub fn is_still_there(&self, out: &Path) -> bool {
        std::fs::read(out.join(&self.path)).is_ok_and(|bytes| *blake3::hash(&bytes).as_bytes() == self.content)
    }
}

/// What became of the results of an earlier run in the same folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cleared {
    /// How many were removed.
    pub removed: usize,
    /// Those that would have been, had nobody changed them.
    pub changed: BTreeSet<String>,
    /// The folders of departments that this run is not about.
    pub others: BTreeSet<String>,
}

/// Removes results of an earlier run from the folders that this one, with these results, has written to: nobody should
/// take them for those of today. Folders of other departments are left, for they may have been checked on their own.
pub fn clear(out: &Path, earlier: &[Written], results: &HashSet<String>) -> Cleared {
    let folder = |path: &str| path.split_once('/').map_or("", |(folder, _)| folder).to_string();
    let ours: HashSet<String> = results.iter().map(|path| folder(path)).collect();
    let mut cleared = Cleared::default();
    for old in earlier.iter().filter(|old| !results.contains(&old.path) && out.join(&old.path).is_file()) {
        if !ours.contains(&folder(&old.path)) {
            cleared.others.insert(folder(&old.path));
        } else if old.is_still_there(out) && std::fs::remove_file(out.join(&old.path)).is_ok() {
            cleared.removed += 1;
        } else {
            cleared.changed.insert(old.path.clone());
        }
    }
    cleared
}

/// Removes the temporary files that a killed run has left in an output folder.
pub fn sweep(out: &Path) {
    let entries = walkdir::WalkDir::new(out).max_depth(2).into_iter().flatten();
    let is_ours = |name: &std::ffi::OsStr| name.to_string_lossy().starts_with(TEMPORARY);
    let left = entries.filter(|entry| entry.file_type().is_file() && is_ours(entry.file_name()));
    // One that cannot be removed does no harm but to take up room.
    left.for_each(|entry| drop(std::fs::remove_file(entry.path())));
}

/// Makes sure, before any work is done, that the output folder can be written to.
pub fn writable(folder: &Path) -> Result<()> {
    if let Some(file) = folder.ancestors().find(|part| part.is_file()) {
        bail!("输出应是文件夹，而 {} 是一个文件：请另给一个文件夹名", file.display());
    }
    let attempt = || -> std::io::Result<()> {
        std::fs::create_dir_all(folder)?;
        tempfile::Builder::new().prefix(TEMPORARY).tempfile_in(folder).map(drop)
    };
    attempt()
        .map_err(|error| anyhow!("{}", reason(&error)))
        .with_context(|| format!("输出文件夹 {} 无法写入", folder.display()))
}

/// A temporary file is readable by its owner only; outputs are for colleagues too.
#[cfg(unix)]
fn set_usual_permissions(file: &std::fs::File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn set_usual_permissions(_file: &std::fs::File) -> std::io::Result<()> {
    Ok(())
}

/// Control and direction characters: they would break lines, turn names round, or command a terminal.
fn is_unseen(c: char) -> bool {
    let unseen = matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    c.is_control() || unseen
}

/// What cannot be seen, and what some system keeps for itself.
fn is_unsafe(c: char) -> bool {
    is_unseen(c) || "\\/:*?\"<>|".contains(c)
}

/// The name of a file that came in, as it is shown everywhere: what cannot be seen is replaced.
pub fn shown_name(name: &str) -> String {
    name.chars().map(|c| if is_unseen(c) { char::REPLACEMENT_CHARACTER } else { c }).collect()
}

/// A name from any text that is safe as a folder or file name on every system.
pub fn safe_name(text: &str) -> String {
    let plain: String = text.trim().chars().map(|c| if is_unsafe(c) { '_' } else { c }).collect();
    let plain = &plain[..plain.floor_char_boundary(LONGEST_NAME)];
    let name = plain.trim_matches(['.', ' ']).to_string();
    let stem = name.split('.').next().unwrap_or_default().trim_end_matches(|c: char| c.is_ascii_digit()).to_uppercase();
    match () {
        () if name.is_empty() => "未命名单位".to_string(),
        () if RESERVED.contains(&stem.as_str()) => format!("_{name}"),
        () => name,
    }
}

/// The names that are taken. Case does not tell names apart.
#[derive(Debug, Default)]
pub struct Names {
    taken: HashSet<String>,
    /// How often a name was asked for, so that the next number need not be searched for.
    asked: HashMap<String, u32>,
}

impl Names {
    /// Names of which these are taken.
    pub fn without(taken: &[&str]) -> Names {
        Names { taken: taken.iter().map(|name| name.to_lowercase()).collect(), ..Names::default() }
    }

    /// A safe name that is not taken yet; a second 「某局」 becomes 「某局（2）」.
    pub fn free(&mut self, text: &str) -> String {
        let name = safe_name(text);
        let asked = self.asked.entry(name.to_lowercase()).or_insert(0);
        loop {
            *asked += 1;
            let free = if *asked == 1 { name.clone() } else { format!("{name}（{asked}）") };
            if self.taken.insert(free.to_lowercase()) {
                return free;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_of_an_earlier_run_go_unless_somebody_changed_them() {
        let out = tempfile::tempdir().expect("a temporary folder");
        let write = |path: &str| Written::new(out.path(), path.to_string(), b"1").expect("written");
        let paths = ["甲局/差异表.xlsx", "甲局/表（更正）.xlsx", "甲局/报告（批注）.docx", "乙局/差异表.xlsx"];
        let earlier = paths.map(write);
        std::fs::write(out.path().join(paths[2]), "2").expect("changed");
        let cleared = clear(out.path(), &earlier, &HashSet::from([paths[0].to_string()]));
        let [changed, others] = [paths[2], "乙局"].map(|name| BTreeSet::from([name.to_string()]));
        assert_eq!(cleared, Cleared { removed: 1, changed, others });
        assert!(!out.path().join(paths[1]).exists() && out.path().join(paths[3]).exists());
    }

    #[test]
    fn hostile_names_become_harmless() {
        let cases = [
            ("..", "未命名单位"),
            ("a/../b", "a_.._b"),
            ("CON", "_CON"),
            ("com1.txt", "_com1.txt"),
            (" 某局. ", "某局"),
            ("", "未命名单位"),
        ];
        for (text, name) in cases {
            assert_eq!(safe_name(text), name);
        }
        assert_eq!(safe_name(&"长".repeat(200)).chars().count(), 60);
        assert_eq!(safe_name(&"😀".repeat(200)).chars().count(), 45);
    }

    #[test]
    fn equal_names_are_numbered() {
        let mut names = Names::default();
        let free = ["某局", "某局（2）", "某局", "A", "a"].map(|name| names.free(name));
        assert_eq!(free, ["某局", "某局（2）", "某局（3）", "A", "a（2）"]);
    }

    #[test]
    fn a_file_appears_whole_and_nothing_else_stays() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        write(&folder.path().join("深/表.txt"), b"1").expect("written");
        let left: Vec<_> = walkdir::WalkDir::new(folder.path())
            .into_iter()
            .flatten()
            .filter(|entry| entry.file_type().is_file())
            .collect();
        assert_eq!(left.len(), 1);
    }
}
