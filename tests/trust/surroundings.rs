//! What happens around a run: folders that cannot be written, files that change, no network.

use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};

use super::{FAULTY, filed, run_check, sample};
use crate::support::{files, root};

/// A file on which a department works while it is checked: it is whole, half, or gone.
#[test]
fn a_file_that_changes_or_vanishes_while_it_is_read_is_checked_or_named() {
    let faulty = sample(FAULTY);
    let folder = filed(&[("单位/表.xlsx", faulty.clone()), ("好单位/表.xlsx", faulty.clone())]);
    let path = folder.path().join("单位/表.xlsx");
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for round in 0usize.. {
                if done.load(Ordering::Relaxed) {
                    break;
                }
                let end = [faulty.len(), faulty.len() / 2, 0][round % 3];
                drop(std::fs::write(&path, &faulty[..end]));
                drop((round % 5 == 4).then(|| std::fs::remove_file(&path)));
            }
        });
        for _ in 0..15 {
            let out = tempfile::tempdir().expect("a folder");
            let ran = run_check(folder.path(), out.path());
            assert!(ran.status == 1 || ran.status == 2, "{}", ran.stderr);
            let sound = files(out.path(), &["xlsx"]);
            assert!(sound.iter().any(|path| path.to_string_lossy().contains("（更正）")), "the other one is corrected");
            // A corrected copy is of the bytes that were checked, or there is none.
            let copies = sound.iter().filter(|path| path.to_string_lossy().contains("（更正）"));
            copies
                .for_each(|path| assert!(ziping::read::workbook::sheets(&std::fs::read(path).expect("read")).is_ok()));
        }
        done.store(true, Ordering::Relaxed);
    });
}

#[cfg(unix)]
#[test]
fn an_output_folder_that_is_read_only_is_said_so_and_nothing_is_written() {
    use std::os::unix::fs::PermissionsExt;
    let folder = filed(&[("单位/表.xlsx", sample(FAULTY))]);
    let out = tempfile::tempdir().expect("a folder");
    std::fs::set_permissions(out.path(), std::fs::Permissions::from_mode(0o555)).expect("read only");
    // The superuser may write everywhere but where nobody can.
    let is_superuser = std::fs::write(out.path().join("可写"), "").is_ok();
    let target = if is_superuser { "/proc/输出".into() } else { out.path().to_path_buf() };
    let ran = run_check(folder.path(), &target);
    assert_eq!(ran.status, 2);
    assert!(ran.stderr.contains("无法写入"), "{}", ran.stderr);
    assert!(ran.stdout.is_empty());
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let folder = filed(&[("单位/表.xlsx", sample(FAULTY)), ("好单位/表.xlsx", sample(FAULTY))]);
    let path = folder.path().join("单位/表.xlsx");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o000)).expect("closed");
    let out = tempfile::tempdir().expect("a folder");
    let ran = run_check(folder.path(), out.path());
    let is_superuser = std::fs::read(&path).is_ok();
    assert_eq!(ran.status, if is_superuser { 1 } else { 2 });
    assert!(is_superuser || ran.stdout.contains("没有权限"), "{}", ran.stdout);
}

/// The folder for temporary files is none of this program's business: what it writes, it writes beside the outputs.
#[test]
fn nothing_is_written_outside_the_output_folder() {
    let out = tempfile::tempdir().expect("a folder");
    let target = out.path().join("输出");
    let ran = Command::new(env!("CARGO_BIN_EXE_ziping"))
        .args(["check", "samples", "-o"])
        .arg(&target)
        .current_dir(root())
        .env("TMPDIR", "/没有这个文件夹")
        .env("XDG_CONFIG_HOME", "/没有这个文件夹")
        .output()
        .expect("the program starts");
    assert_eq!(ran.status.code(), Some(2), "{}", String::from_utf8_lossy(&ran.stderr));
    assert!(target.join("复核汇总.xlsx").is_file() && target.join("facts.parquet").is_file());
    assert_eq!(std::fs::read_dir(out.path()).expect("read").count(), 1);
}

/// strace sees every system call; where it is not installed, nothing is looked at.
#[test]
fn no_network_is_used() {
    let out = tempfile::tempdir().expect("a folder");
    let calls = out.path().join("calls");
    let ran = Command::new("strace")
        .args(["-f", "-e", "trace=socket,connect,bind,sendto,sendmsg", "-o"])
        .arg(&calls)
        .arg(env!("CARGO_BIN_EXE_ziping"))
        .args(["check", "samples", "-o"])
        .arg(out.path().join("输出"))
        .current_dir(root())
        .output();
    if !ran.is_ok_and(|output| output.status.code() == Some(2)) {
        return eprintln!("strace is not installed or not allowed: nothing was looked at");
    }
    let calls = std::fs::read_to_string(&calls).expect("the calls");
    let network =
        calls.lines().filter(|line| ["socket(", "connect(", "bind(", "send"].iter().any(|call| line.contains(call)));
    assert_eq!(network.collect::<Vec<_>>(), Vec::<&str>::new());
}
