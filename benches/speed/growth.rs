//! What grows with what: time with rows, memory with files; and what a single call costs.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::Result;

use crate::contest::{checking, median, quiet};
use crate::{PROGRAM, corpus};

/// How many times each of these is measured.
const TURNS: usize = 9;

/// The time to start, and to check one form.
pub fn start(room: &Path) -> Result<()> {
    let form = room.join("forms/单位0000/项目00001.xlsx");
    let version = timed(|| quiet(Command::new(PROGRAM).arg("--version")).map(drop))?;
    let single = timed(|| quiet(&mut checking(&form, &room.join("single"), 1)).map(drop))?;
    println!("--version: {} ms; one form with every output: {} ms\n", millis(version), millis(single));
    Ok(())
}

/// The time for sheets with ten and a hundred times the rows.
pub fn rows(room: &Path) -> Result<()> {
    println!("{:>10} {:>10}", "rows", "ms");
    // A form has 17 indicators, and 14 rows above and below them.
    for times in [1, 20, 205] {
        let form = room.join(format!("{times}.xlsx"));
        corpus::write_long(&form, times)?;
        let time = timed(|| quiet(&mut checking(&form, &room.join("long"), 1)).map(drop))?;
        println!("{:>10} {:>10}", 14 + 17 * times, millis(time));
    }
    println!();
    Ok(())
}

/// The most memory that the program takes for 1,000 and for 10,000 forms.
pub fn memory(room: &Path) -> Result<()> {
    println!("{:>10} {:>10} {:>10}", "forms", "s", "peak MB");
    for files in [1_000, 10_000] {
        let forms = room.join(format!("forms-{files}"));
        corpus::write(&forms, files)?;
        let cores = std::thread::available_parallelism()?.get();
        let mut command = checking(&forms, &room.join("many"), cores);
        let start = Instant::now();
        let kilobytes = peak(&mut command.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?)?;
        println!("{files:>10} {:>10} {:>10}", start.elapsed().as_secs(), kilobytes / 1024);
        fs::remove_dir_all(&forms)?;
        fs::remove_dir_all(room.join("many"))?;
    }
    Ok(())
}

/// The largest resident size of a process in KB, which Linux keeps while it runs.
fn peak(child: &mut Child) -> Result<u64> {
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    while child.try_wait()?.is_none() {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
        peak = kilobytes.unwrap_or(0).max(peak);
        std::thread::sleep(Duration::from_millis(2));
    }
    Ok(peak)
}

fn timed(mut work: impl FnMut() -> Result<()>) -> Result<Duration> {
    let mut times = Vec::new();
    for _ in 0..TURNS {
        let start = Instant::now();
        work()?;
        times.push(start.elapsed());
    }
    Ok(median(&times))
}

fn millis(time: Duration) -> u128 {
    (time.as_micros() + 500) / 1000
}
