//! Running the program, and reading what it wrote.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// What a run of the program left behind.
pub struct Ran {
    pub status: i32,
    pub stdout: String,
    pub stderr: String,
}

/// The project's folder.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Runs the built program in the project's folder.
pub fn ziping(args: &[&str]) -> Ran {
    // Templates that the person who runs the tests has of their own must not count.
    let nowhere = root().join("target/no-configuration");
    let output = Command::new(env!("CARGO_BIN_EXE_ziping"))
        .args(args)
        .current_dir(root())
        .env("XDG_CONFIG_HOME", nowhere)
        .output()
        .expect("the program starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    Ran { status: output.status.code().expect("no signal"), stdout: text(output.stdout), stderr: text(output.stderr) }
}

/// Checks a path and gives findings.json with the folder of the outputs.
pub fn check(path: &Path) -> (Value, tempfile::TempDir) {
    let out = tempfile::tempdir().expect("a temporary folder");
    let ran = ziping(&["check", path.to_str().expect("UTF-8"), "-o", out.path().to_str().expect("UTF-8")]);
    assert!(ran.status <= 2, "{}", ran.stderr);
    let json = std::fs::read(out.path().join("findings.json")).expect("findings.json");
    (serde_json::from_slice(&json).expect("JSON"), out)
}

/// All findings with their department.
pub fn findings(document: &Value) -> Vec<&Value> {
    let submissions = document["submissions"].as_array().expect("submissions");
    submissions.iter().flat_map(|submission| submission["findings"].as_array().expect("findings")).collect()
}

/// `text` of a JSON value; empty for null.
pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_string()
}

/// Every file below a folder with one of these extensions, in order.
pub fn files(folder: &Path, extensions: &[&str]) -> Vec<PathBuf> {
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().flatten();
    let paths = entries.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path);
    paths
        .filter(|path| path.extension().is_some_and(|extension| extensions.iter().any(|known| extension == *known)))
        .collect()
}
