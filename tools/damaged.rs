//! Thousands of files of which some are damaged: `cargo run --release -p ziping-tools --bin damaged -- [FILES] [DAMAGED] [FOLDER]`.
//!
//! Files are made as the tests make them, every department with one; the program then checks all of them. It must name
//! each damaged one and hand each other one back.

#[path = "../tests/trust/damage.rs"]
#[allow(dead_code)] // the tests need more of it
mod damage;
#[path = "../tests/trust/package.rs"]
#[allow(dead_code)]
mod package;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

const SAMPLE: &str = "samples/云岭市文化体育发展中心/项目自评表16-基层文艺骨干培训.xlsx";

fn main() -> Result<()> {
    let mut given = std::env::args().skip(1);
    let mut number = |usual: usize| given.next().map_or(Ok(usual), |text| text.parse::<usize>());
    let (files, bad) = (number(10_000)?, number(500)?);
    let work = tempfile::tempdir()?;
    let (input, output) = (work.path().join("材料"), work.path().join("输出"));
    let kinds = lay_out(&input, files, bad)?;
    let program = std::env::current_exe()?.with_file_name("ziping");
    let start = Instant::now();
    let ran = Command::new(program).arg("check").arg(&input).arg("-o").arg(&output).output()?;
    let seconds = start.elapsed().as_secs();
    ensure!(ran.status.code() == Some(2), "status {:?}: {}", ran.status, String::from_utf8_lossy(&ran.stderr));
    let document: Value = serde_json::from_slice(&std::fs::read(output.join("findings.json"))?)?;
    let count = |key: &str| document[key].as_array().map_or(0, Vec::len);
    println!("{files} files, {bad} of them damaged in {} ways: {seconds} s", kinds.len());
    println!("{} named as not readable, {} checked", count("unreadable"), count("submissions"));
    for (name, reason) in kinds {
        println!(
            "  {name}: {}",
            document["unreadable"]
                .as_array()
                .and_then(|all| all.iter().find(|one| one["file"].as_str().is_some_and(|file| file.contains(&name))))
                .map_or(reason, |one| one["reason"].to_string())
        );
    }
    ensure!(count("unreadable") == bad && count("submissions") == files - bad, "some file is missing");
    Ok(())
}

/// Writes the files; gives the ways in which they are damaged.
fn lay_out(input: &Path, files: usize, bad: usize) -> Result<BTreeMap<String, String>> {
    let sound = std::fs::read(SAMPLE).context("run it in the project's folder")?;
    let damaged = damage::by_accident(&sound);
    let every = files / bad.max(1);
    let (mut made, mut kinds) = (0, BTreeMap::new());
    for number in 0..files {
        let one = (number % every == 0 && made < bad).then(|| &damaged[made % damaged.len()]);
        made += usize::from(one.is_some());
        let name = one.map_or("", |one| one.name);
        kinds.extend(one.map(|one| (one.name.to_string(), "not named".to_string())));
        let (extension, bytes) = one.map_or(("xlsx", &sound), |one| (one.extension, &one.bytes));
        let folder = input.join(format!("单位{number:05}{name}"));
        std::fs::create_dir_all(&folder)?;
        std::fs::write(folder.join(format!("表.{extension}")), bytes)?;
    }
    Ok(kinds)
}
