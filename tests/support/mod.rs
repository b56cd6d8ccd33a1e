//! Running the program, and reading what it wrote.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

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

/// The built program in the project's folder, with arguments.
pub fn program(args: &[&str]) -> Command {
    // Templates that the person who runs the tests has of their own must not count.
    let nowhere = root().join("target/no-configuration");
    let mut command = Command::new(env!("CARGO_BIN_EXE_ziping"));
    command.args(args).current_dir(root()).env("XDG_CONFIG_HOME", nowhere);
    command
}

/// Runs the built program.
pub fn ziping(args: &[&str]) -> Ran {
    ran(program(args).output().expect("the program starts"))
}

/// Runs the built program with something on its standard input.
pub fn ziping_reading(args: &[&str], input: &[u8]) -> Ran {
    let mut command = program(args);
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut running = piped.spawn().expect("the program starts");
    running.stdin.take().expect("its input").write_all(input).expect("it reads");
    ran(running.wait_with_output().expect("it ends"))
}

fn ran(output: Output) -> Ran {
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

/// Tells LibreOffice to calculate every formula when it loads a file.
const ALWAYS_RECALCULATE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="ODFRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>"#;

/// Converts files with LibreOffice into the folder `converted`; nothing where it is not installed.
pub fn convert(paths: &[PathBuf], format: &str) -> Option<tempfile::TempDir> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let profile = folder.path().join("profile/user");
    std::fs::create_dir_all(&profile).expect("created");
    std::fs::write(profile.join("registrymodifications.xcu"), ALWAYS_RECALCULATE).expect("written");
    let user = format!("-env:UserInstallation=file://{}", folder.path().join("profile").display());
    let ran = Command::new("soffice")
        .args([user.as_str(), "--headless", "--convert-to", format, "--outdir"])
        .arg(folder.path().join("converted"))
        .args(paths)
        .output();
    match ran {
        Ok(output) => {
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            // Calc alone does not read documents of Writer.
            if !folder.path().join("converted").exists() {
                eprintln!("LibreOffice lacks the component for these files: nothing was compared");
                return None;
            }
        }
        Err(_) if std::env::var("ZIPING_ORACLE").is_ok_and(|value| value == "required") => {
            panic!("LibreOffice is required")
        }
        Err(_) => {
            eprintln!("LibreOffice is not installed: nothing was compared");
            return None;
        }
    }
    Some(folder)
}
