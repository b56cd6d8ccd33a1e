//! Files written whole or not at all, under names that every system takes.

use std::collections::HashSet;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result, anyhow};

use crate::read::excel::reason;

/// Longest folder or file name in characters; a Chinese one takes three bytes each of the 255 that Linux allows.
const LONGEST_NAME: usize = 60;
const RESERVED: [&str; 6] = ["CON", "PRN", "AUX", "NUL", "COM", "LPT"];

/// Writes a file by way of a temporary one beside it, so that it appears whole or not at all.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let attempt = || -> std::io::Result<()> {
        std::fs::create_dir_all(folder)?;
        let mut file = tempfile::Builder::new().prefix(".ziping-").tempfile_in(folder)?;
        file.write_all(bytes)?;
        set_usual_permissions(file.as_file())?;
        file.persist(path).map_err(|error| error.error)?;
        Ok(())
    };
    attempt().map_err(|error| anyhow!("{}", reason(&error))).with_context(|| format!("无法写入 {}", path.display()))
}

/// Makes sure, before any work is done, that the output folder can be written to.
pub fn writable(folder: &Path) -> Result<()> {
    let attempt = || -> std::io::Result<()> {
        std::fs::create_dir_all(folder)?;
        tempfile::Builder::new().prefix(".ziping-").tempfile_in(folder).map(drop)
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

/// Control and direction characters, and what some system keeps for itself.
fn is_unsafe(c: char) -> bool {
    let unseen = matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    c.is_control() || unseen || "\\/:*?\"<>|".contains(c)
}

/// A name from any text that is safe as a folder or file name on every system.
pub fn safe_name(text: &str) -> String {
    let plain: String = text.trim().chars().map(|c| if is_unsafe(c) { '_' } else { c }).take(LONGEST_NAME).collect();
    let name = plain.trim_matches(['.', ' ']).to_string();
    let stem = name.split('.').next().unwrap_or_default().trim_end_matches(|c: char| c.is_ascii_digit()).to_uppercase();
    match () {
        () if name.is_empty() => "未命名单位".to_string(),
        () if RESERVED.contains(&stem.as_str()) => format!("_{name}"),
        () => name,
    }
}

/// A safe name that is not taken yet; a second 「某局」 becomes 「某局（2）」. Case does not tell names apart.
pub fn free_name(text: &str, taken: &mut HashSet<String>) -> String {
    let name = safe_name(text);
    let numbered = (2u32..).map(|number| format!("{name}（{number}）"));
    let free = std::iter::once(name.clone()).chain(numbered).find(|name| !taken.contains(&name.to_lowercase()));
    let free = free.unwrap_or(name);
    taken.insert(free.to_lowercase());
    free
}

#[cfg(test)]
mod tests {
    use super::*;

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
        assert_eq!(safe_name(&"长".repeat(200)).chars().count(), LONGEST_NAME);
    }

    #[test]
    fn equal_names_are_numbered() {
        let mut taken = HashSet::new();
        let names: Vec<String> = ["某局", "某局", "A", "a"].iter().map(|name| free_name(name, &mut taken)).collect();
        assert_eq!(names, ["某局", "某局（2）", "A", "a（2）"]);
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
