//! Whole runs: whatever the number of threads, however often they are broken off, and where the disk ends.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::{program, root, ziping, ziping_reading};

/// Every output by its path, without what the program keeps for itself.
fn outputs(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = walkdir::WalkDir::new(folder).into_iter().flatten().filter(|entry| entry.file_type().is_file());
    let named = entries.map(|entry| {
        let path = entry.path().strip_prefix(folder).expect("inside").to_string_lossy().into_owned();
        (path, std::fs::read(entry.path()).expect("readable"))
    });
    named.filter(|(path, _)| !path.starts_with(".ziping/")).collect()
}

fn folder() -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let name = folder.path().to_str().expect("UTF-8").to_string();
    (folder, name)
}

/// A folder with these samples.
fn filed(departments: &[&str]) -> (tempfile::TempDir, String) {
    let (input, name) = folder();
    for department in departments {
        std::fs::create_dir(input.path().join(department)).expect("created");
        for entry in std::fs::read_dir(root().join("samples").join(department)).expect("a sample") {
            let entry = entry.expect("a file");
            std::fs::copy(entry.path(), input.path().join(department).join(entry.file_name())).expect("copied");
        }
    }
    (input, name)
}

fn same(one: &BTreeMap<String, Vec<u8>>, other: &BTreeMap<String, Vec<u8>>) {
    assert!(one.keys().eq(other.keys()), "{:?}\n{:?}", one.keys(), other.keys());
    let different: Vec<&String> =
        one.iter().filter(|(path, bytes)| other[*path] != **bytes).map(|(path, _)| path).collect();
    assert!(different.is_empty(), "{different:?}");
}

#[test]
fn outputs_do_not_depend_on_threads_or_on_the_order_of_files() {
    let (input, from) =
        filed(&["九江市人民政府驻深圳办事处", "松溪县融媒体中心", "无法读取的文件", "清江市水务综合服务中心"]);
    let written = |args: &[&str], list: &str| {
        let (out, name) = folder();
        let ran = ziping_reading(&[&["check", "-o", &name], args].concat(), list.as_bytes());
        assert_eq!(ran.status, 2, "{}", ran.stderr);
        outputs(out.path())
    };
    let alone = written(&[&from, "--jobs", "1"], "");
    assert!(alone.len() > 10);
    same(&alone, &written(&[&from, "--jobs", "7"], ""));
    let entries = walkdir::WalkDir::new(input.path()).sort_by_file_name().into_iter().flatten();
    let files = entries.filter(|entry| entry.file_type().is_file());
    let mut names: Vec<String> = files.map(|entry| entry.path().display().to_string()).collect();
    names.reverse();
    for end in ["\n", "\0"] {
        same(&alone, &written(&["--files-from", "-"], &names.join(end)));
    }
}

#[test]
fn a_killed_run_leaves_whole_files_and_is_taken_up_again() {
    let (_input, from) = filed(&["平澜县档案馆", "松溪县融媒体中心", "清江市水务综合服务中心"]);
    let (out, name) = folder();
    let args = ["check", &from, "-o", &name, "--resume", "--jobs", "2"];
    let begun = Instant::now();
    ziping(&args);
    let whole = begun.elapsed();
    let expected = outputs(out.path());
    let mut seed = 12_345_u64;
    for moment in 0..50 {
        if moment % 5 == 0 {
            std::fs::remove_dir_all(out.path()).expect("emptied");
        }
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let mut running = program(&args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("started");
        std::thread::sleep(whole.mul_f64((seed >> 40) as f64 / (1_u64 << 24) as f64));
        running.kill().expect("killed");
        running.wait().expect("ended");
        for (path, bytes) in outputs(out.path()) {
            // Temporary files have names of their own; what has the name of an output is one.
            let is_temporary = path.rsplit('/').next().is_some_and(|name| name.starts_with(".ziping-"));
            assert!(is_temporary || expected.get(&path) == Some(&bytes), "{path} after moment {moment}");
        }
    }
    assert_eq!(ziping(&args).status, 1);
    same(&expected, &outputs(out.path()));
}

#[test]
fn only_what_has_changed_is_done_again() {
    let (input, from) = filed(&["松溪县融媒体中心", "清江市水务综合服务中心"]);
    let (out, to) = folder();
    let kept = |args: &[&str]| {
        let ran = ziping(&[&["check", &from, "-o", &to, "--verbose"], args].concat());
        ran.stderr.lines().filter(|line| line.contains("沿用上次的结果")).count()
    };
    assert_eq!(kept(&[]), 0);
    let first = outputs(out.path());
    assert_eq!(kept(&["--resume"]), 2);
    same(&first, &outputs(out.path()));
    // Other settings, a department's list that was thrown away, and another file each ask for new work.
    assert_eq!(kept(&["--resume", "--profile", "jiangxi"]), 0);
    kept(&["--resume"]);
    same(&first, &outputs(out.path()));
    // Labels of one's own change how forms are read.
    let (templates, labels) = folder();
    std::fs::write(templates.path().join("labels.toml"), "[ignored]\nlabels = [\"批复文号\"]\n").expect("written");
    assert_eq!(kept(&["--resume", "--templates", &labels]), 0);
    kept(&["--resume"]);
    std::fs::remove_file(out.path().join("松溪县融媒体中心/差异表.xlsx")).expect("removed");
    assert_eq!(kept(&["--resume"]), 1);
    same(&first, &outputs(out.path()));
    std::fs::write(input.path().join("松溪县融媒体中心/说明.txt"), "2023年度，本单位另行说明。").expect("written");
    assert_eq!(kept(&["--resume"]), 1);
    assert_eq!(kept(&[]), 0);
}

#[cfg(unix)]
#[test]
fn ctrl_c_finishes_what_was_begun_and_says_how_to_go_on() {
    let (out, name) = folder();
    let (input, from) = folder();
    for number in 0..300 {
        let department = input.path().join(format!("单位{number:03}"));
        std::fs::create_dir(&department).expect("created");
        let sample = root().join("samples/松溪县融媒体中心/项目自评表-融媒体采编设备更新.xls");
        std::fs::copy(sample, department.join("自评表.xls")).expect("copied");
    }
    let args = ["check", &from, "-o", &name, "-q", "--jobs", "1"];
    let running = program(&args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("started");
    while !out.path().join("松溪县融媒体中心（3）/差异表.xlsx").exists() {
        std::thread::sleep(Duration::from_millis(2));
    }
    Command::new("kill").args(["-INT", &running.id().to_string()]).status().expect("kill");
    let ended = running.wait_with_output().expect("ended");
    let told = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert_eq!(ended.status.code(), Some(130), "{told}");
    assert!(told.contains("已中断：300 个单位中核对了") && told.contains("--resume"), "{told}");
    assert!(outputs(out.path()).keys().all(|path| !path.contains(".ziping-") && path.contains('/')), "{told}");
    assert_eq!(ziping(&[&args[..], &["--resume"]].concat()).status, 1);
    assert!(out.path().join("复核汇总.xlsx").is_file());
}

/// Runs a command where the disk has room for so many kilobytes only: a small disk where one may be had, else a
/// limit to the size of files.
#[cfg(target_os = "linux")]
fn on_a_small_disk(out: &Path, kilobytes: usize) -> (i32, String) {
    let check = format!("{} check samples -o \"$0\" --fail-on never; status=$?", env!("CARGO_BIN_EXE_ziping"));
    let look = "find \"$0\" -name '.ziping-*' | grep . && exit 99; exit $status";
    let small = format!("mount -t tmpfs -o size={kilobytes}k none \"$0\" || exit 98; {check}; {look}");
    let run = |mut command: Command, script: &str| {
        let ran = command.args(["sh", "-c", script]).arg(out).current_dir(root()).output().expect("sh");
        (ran.status.code().unwrap_or(98), String::from_utf8_lossy(&ran.stdout).into_owned())
    };
    let mut unshare = Command::new("unshare");
    unshare.arg("-rm");
    match run(unshare, &small) {
        (98 | 1, _) => run(Command::new("env"), &format!("trap '' XFSZ; ulimit -f 20; {check}; {look}")),
        ran => ran,
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_and_leaves_no_torn_file() {
    let (out, _) = folder();
    let (status, told) = on_a_small_disk(out.path(), 150);
    assert_eq!(status, 2, "{told}");
    assert!(told.contains("未能写出"), "{told}");
    assert!(told.contains("磁盘已满") || told.contains("File too large"), "{told}");
    assert!(told.contains("共发现 错误"), "the rest of the run goes on: {told}");
}

#[test]
fn a_quiet_run_says_the_sums_only() {
    let ran = ziping(&["check", "samples/松溪县融媒体中心", "-q"]);
    assert!(ran.stdout.starts_with("核对情况：1 个单位") && ran.stderr.is_empty(), "{}", ran.stdout);
    assert_eq!(ziping(&["check", "samples", "-q", "--verbose"]).status, 64);
    assert_eq!(ziping(&["check", "samples", "--resume"]).status, 64);
}

#[test]
fn results_of_an_earlier_run_do_not_pass_for_those_of_today() {
    let (input, from) = filed(&["松溪县融媒体中心", "清江市水务综合服务中心"]);
    let (out, to) = folder();
    ziping(&["check", &from, "-o", &to, "-q"]);
    // One form is not filed again, and the next run is about one department only.
    let one = input.path().join("松溪县融媒体中心");
    std::fs::remove_file(one.join("项目自评表-融媒体采编设备更新.xls")).expect("removed");
    let ran = ziping(&["check", &from, "-o", &to, "-q"]);
    assert!(ran.stdout.contains("本次不再有的结果文件 1 个"), "{}", ran.stdout);
    assert!(!out.path().join("松溪县融媒体中心/项目自评表-融媒体采编设备更新（更正）.xlsx").exists());
    std::fs::remove_dir_all(input.path().join("清江市水务综合服务中心")).expect("removed");
    let ran = ziping(&["check", &from, "-o", &to, "-q"]);
    assert!(ran.stdout.contains("还有 1 个单位（清江市水务综合服务中心 等）上次的结果"), "{}", ran.stdout);
    assert!(out.path().join("清江市水务综合服务中心/差异表.xlsx").exists());
    // Results are no submissions, and do not come to lie among them.
    assert!(ziping(&["check", &to, "-o", &to]).stderr.contains("就是要核对的文件夹"));
    std::fs::rename(out.path(), input.path().join("结果")).expect("moved");
    assert!(ziping(&["check", &from, "-q"]).stdout.contains("核对情况：1 个单位"));
}
