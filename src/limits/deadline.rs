//! The work on one file, kept apart from the rest of a run: a fault of the program, and a file that takes too long, are
//! that file's reason.

use std::any::Any;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow};

use crate::limits;

thread_local! {
    /// When the file in work has to be done.
    static DEADLINE: Cell<Option<Instant>> = const { Cell::new(None) };
    /// Where in its source the program has failed last, as `file:line`.
    static FAULT: Cell<Option<String>> = const { Cell::new(None) };
}

/// What unwinds when a file's time is up.
struct OutOfTime;

/// Works on one file, for [`limits::TIME`] at the most.
///
/// # Errors
///
/// Those of the work, and in Chinese that it has failed or has taken too long.
pub fn file<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    within(limits::TIME, work)
}

fn within<T>(time: Duration, work: impl FnOnce() -> Result<T>) -> Result<T> {
    let outer = DEADLINE.replace(Some(Instant::now() + time));
    let done = catch_unwind(AssertUnwindSafe(work));
    DEADLINE.set(outer);
    done.unwrap_or_else(|fault| Err(anyhow!(reason(&*fault, time))))
}

fn reason(fault: &(dyn Any + Send), time: Duration) -> String {
    if fault.is::<OutOfTime>() {
        let seconds = time.as_secs();
        return format!("处理已超过 {seconds} 秒，未核对；请检查是否有大量空行、合并单元格或多余的表，删去后另存重报");
    }
    internal_fault()
}

/// What is said of a file at which the program itself failed, with the place in its source that is known: it names
/// nothing of the file.
pub fn internal_fault() -> String {
    let place = FAULT.take().map(|place| format!("（{place}）")).unwrap_or_default();
    format!("处理时程序内部出错{place}，未核对；请将该文件连同这一提示反馈给我们")
}

/// Keeps where the program fails instead of printing it: a fault in one file is caught and told as that file's, and
/// its backtrace would help no user. For the program's start; a library leaves the hook of its user alone.
pub fn keep_places_of_faults() {
    std::panic::set_hook(Box::new(|fault| {
        FAULT.set(fault.location().map(|place| format!("{}:{}", within_its_crate(place.file()), place.line())));
    }));
}

/// `calamine-0.38.0/src/xlsx.rs` of a source file of another crate, wherever it lay when the program was built.
fn within_its_crate(file: &str) -> String {
    let parts: Vec<&str> = file.split(['/', '\\']).collect();
    let source = parts.iter().rposition(|part| *part == "src").unwrap_or(0);
    parts[source.saturating_sub(1)..].join("/")
}

/// Ends the work on the file if its time is up. For loops that a hostile file could make long: a loop that gives no
/// result of its own has no other way to stop.
pub fn check_time() {
    if DEADLINE.get().is_some_and(|deadline| Instant::now() > deadline) {
        resume_unwind(Box::new(OutOfTime));
    }
}

/// Runs a reader by others, which gives up on some damaged files by panicking; nothing if it does.
pub fn caught<T>(work: impl FnOnce() -> T) -> Option<T> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(done) => Some(done),
        Err(fault) if fault.is::<OutOfTime>() => resume_unwind(fault),
        Err(_) => {
            FAULT.take(); // it is told otherwise
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_in_the_work_is_the_files_reason() {
        let failed = file(|| -> Result<()> { panic!("out of bounds") });
        assert!(failed.is_err_and(|error| error.to_string().contains("程序内部出错")));
        FAULT.set(Some("src/x.rs:12".to_string()));
        assert!(internal_fault().contains("（src/x.rs:12）") && !internal_fault().contains("src"));
        assert_eq!(
            within_its_crate("/home/a/registry/src/index/calamine-0.38.0/src/xlsx.rs"),
            "calamine-0.38.0/src/xlsx.rs"
        );
        assert_eq!(within_its_crate("src/check/mod.rs"), "src/check/mod.rs");
        assert_eq!(file(|| Ok(1)).ok(), Some(1));
        assert!(file(|| -> Result<()> { anyhow::bail!("已损坏") }).is_err_and(|error| error.to_string() == "已损坏"));
    }

    #[test]
    fn work_that_takes_too_long_is_ended_through_readers_by_others() {
        let forever = || -> Result<()> {
            caught(|| {
                loop {
                    check_time();
                }
            });
            Ok(())
        };
        let failed = within(Duration::ZERO, forever);
        assert!(failed.is_err_and(|error| error.to_string().starts_with("处理已超过 0 秒")));
        check_time(); // outside of a file there is no limit
        assert!(caught(|| panic!("a reader gives up")).is_none());
    }
}
