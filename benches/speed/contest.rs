//! All take their turns on the same forms, so that a busy moment of the machine slows down each of them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use rust_decimal::Decimal;
use serde_json::Value;

use crate::corpus::Planted;
use crate::{PROGRAM, bare};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Program,
    Bare,
    Usual,
    /// The usual way where it saves the sound forms too.
    UsualEvery,
}

struct Contestant {
    way: Way,
    jobs: usize,
    times: Vec<Duration>,
    /// Processor time, which a busy machine changes less; none where it cannot be read.
    work: Vec<Duration>,
}

/// Several ways of checking the same forms.
pub struct Contest {
    forms: PathBuf,
    room: PathBuf,
    files: usize,
    python: PathBuf,
    contestants: Vec<Contestant>,
}

impl Contest {
    /// Nobody takes part yet.
    pub fn new(forms: &Path, room: &Path, files: usize, python: &Path) -> Contest {
        Contest {
            forms: forms.to_path_buf(),
            room: room.to_path_buf(),
            files,
            python: python.to_path_buf(),
            contestants: Vec::new(),
        }
    }

    /// Every way takes part, with so many threads or processes.
    pub fn add_all(&mut self, jobs: usize) {
        let has_openpyxl = quiet(Command::new(&self.python).args(["-c", "import openpyxl"])).is_ok_and(|status| status);
        let ways = [Way::Program, Way::Bare, Way::Usual, Way::UsualEvery];
        let ways = ways.into_iter().filter(|way| has_openpyxl || matches!(way, Way::Program | Way::Bare));
        self.contestants.extend(ways.map(|way| Contestant { way, jobs, times: Vec::new(), work: Vec::new() }));
    }

    /// Everybody takes a turn, several times over.
    pub fn run(&mut self, rounds: usize) -> Result<()> {
        for _ in 0..rounds {
            for number in 0..self.contestants.len() {
                let (way, jobs) = (self.contestants[number].way, self.contestants[number].jobs);
                let before = processor_time();
                let time = self.turn(way, jobs)?;
                self.contestants[number].times.push(time);
                let work = processor_time().zip(before).map(|(after, before)| after - before);
                self.contestants[number].work.extend(work);
            }
        }
        Ok(())
    }

    fn turn(&self, way: Way, jobs: usize) -> Result<Duration> {
        let out = self.out(way);
        if out.exists() {
            fs::remove_dir_all(&out)?;
        }
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/usual_way.py");
        let number = jobs.to_string();
        let start = Instant::now();
        match way {
            Way::Bare => bare::run(&self.forms, &out, jobs)?,
            Way::Program => drop(quiet(&mut checking(&self.forms, &out, jobs))?),
            Way::Usual | Way::UsualEvery => {
                let mut python = Command::new(&self.python);
                python.arg(script).args([&self.forms, &out]).arg(number);
                let every = (way == Way::UsualEvery).then_some("every");
                ensure!(quiet(python.args(every))?, "the usual way has failed");
            }
        }
        Ok(start.elapsed())
    }

    /// Where the outputs of one way go.
    fn out(&self, way: Way) -> PathBuf {
        self.room.join(match way {
            Way::Program => "program",
            Way::Bare => "bare",
            Way::Usual => "usual",
            Way::UsualEvery => "every",
        })
    }

    /// The table: medians, and how many times as fast the program is.
    pub fn print(&self) {
        println!("{} forms, medians of {} turns", self.files, self.contestants[0].times.len());
        println!(
            "{:<48} {:>5} {:>8} {:>8} {:>9} {:>9} {:>9}",
            "", "cores", "s", "forms/s", "ziping", "CPU ms", "ziping"
        );
        for contestant in &self.contestants {
            let of_program = |other: &&Contestant| other.way == Way::Program && other.jobs == contestant.jobs;
            let Some(program) = self.contestants.iter().find(of_program) else { continue };
            let (time, work) = (median(&contestant.times), median(&contestant.work));
            println!(
                "{:<48} {:>5} {:>8} {:>8} {:>9} {:>9} {:>9}",
                contestant.name(),
                contestant.jobs,
                format!("{:.2}", quotient(time, Duration::from_secs(1))),
                format!("{:.0}", Decimal::from(self.files) / quotient(time, Duration::from_secs(1))),
                format!("{:.2} ×", quotient(time, median(&program.times))),
                format!("{:.2}", quotient(work, Duration::from_millis(1)) / Decimal::from(self.files)),
                format!("{:.2} ×", quotient(work, median(&program.work))),
            );
        }
    }

    /// How many of the planted errors the program found at their very cell, and how many sound forms it called wrong.
    pub fn print_found(&self, planted: &[Planted]) -> Result<()> {
        let text = fs::read_to_string(self.out(Way::Program).join("findings.json"))?;
        let document: Value = serde_json::from_str(&text)?;
        let submissions = document["submissions"].as_array().into_iter().flatten();
        let findings = submissions.flat_map(|submission| submission["findings"].as_array().into_iter().flatten());
        let errors: Vec<(&str, &str)> = findings
            .filter(|finding| finding["severity"] == "error")
            .filter_map(|finding| finding["file"].as_str().zip(finding["cell"].as_str()))
            .collect();
        let found = planted.iter().filter(|planted| errors.contains(&(&*planted.file, &*planted.cell))).count();
        let sound = |file: &str| planted.iter().all(|planted| planted.file != file);
        let false_alarms = errors.iter().filter(|(file, _)| sound(file)).count();
        println!("{found} of {} planted errors found; {false_alarms} errors in sound forms\n", planted.len());
        Ok(())
    }
}

impl Contestant {
    fn name(&self) -> &'static str {
        match self.way {
            Way::Program => "ziping check, every output",
            Way::Bare => "bare limit: calamine reads, one cell is patched",
            Way::Usual => "openpyxl, copies of faulty forms",
            Way::UsualEvery => "openpyxl, copies of all forms",
        }
    }
}

/// The program on these forms, with every output.
pub fn checking(forms: &Path, out: &Path, jobs: usize) -> Command {
    let mut command = Command::new(PROGRAM);
    command.arg("check").arg(forms).arg("-o").arg(out).arg("--jobs").arg(jobs.to_string());
    // Polars has threads of its own.
    command.env("POLARS_MAX_THREADS", jobs.to_string());
    command
}

/// The processor time of this process and of those that it has waited for, as Linux counts it: in hundredths of a second.
fn processor_time() -> Option<Duration> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = stat.rsplit(')').next()?.split_whitespace().collect();
    let hundredths: u64 = fields.get(11..15)?.iter().filter_map(|field| field.parse::<u64>().ok()).sum();
    Some(Duration::from_millis(hundredths * 10))
}

/// Runs a command without its output; whether it succeeded.
pub fn quiet(command: &mut Command) -> Result<bool> {
    Ok(command.stdout(Stdio::null()).stderr(Stdio::null()).status()?.success())
}

/// The middle one of several times.
pub fn median(times: &[Duration]) -> Duration {
    let mut times = times.to_vec();
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// How many times the one duration is the other.
pub fn quotient(one: Duration, other: Duration) -> Decimal {
    let micros = |time: Duration| Decimal::from(u64::try_from(time.as_micros()).unwrap_or(u64::MAX).max(1));
    micros(one) / micros(other)
}
