//! How far a run is, on the error stream: a bar where that is a terminal, lines where more is asked for.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use crate::batch::Watcher;
use crate::batch::work::Finished;
use crate::submission::Bundle;

/// The bar: how many of how many, how fast, how long still, and what is being done.
const TEMPLATE: &str = "{prefix} {bar:24} {pos}/{len} 个单位  每秒 {rate} 个  还需 {left}  {wide_msg}";

/// How far a run is.
pub struct Progress {
    bar: ProgressBar,
    done: AtomicUsize,
    all: AtomicUsize,
    verbose: bool,
    since: Instant,
}

impl Progress {
    /// Will tell how far something (a verb) has come. The bar is silent where nobody looks at it.
    pub fn new(verb: &'static str, quiet: bool, verbose: bool) -> Progress {
        let target = if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        let bar = ProgressBar::with_draw_target(None, target);
        let style = ProgressStyle::with_template(TEMPLATE).unwrap_or_else(|_| ProgressStyle::default_bar());
        bar.set_style(style.with_key("rate", rate).with_key("left", left).progress_chars("━━─"));
        bar.set_prefix(verb);
        Progress { bar, done: AtomicUsize::new(0), all: AtomicUsize::new(0), verbose, since: Instant::now() }
    }

    /// Counts a bundle that is done.
    pub fn finished(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
        self.bar.inc(1);
    }

    /// Says what became of the last bundle, where so much is asked for.
    pub fn tell(&self, finished: &Finished) {
        if self.verbose {
            self.bar.suspend(|| {
                eprintln!("[{}/{}] {}", self.done(), self.all.load(Ordering::Relaxed), told(finished, self.since))
            });
        }
    }

    /// Prints something without the bar in between.
    pub fn suspend(&self, print: impl FnOnce()) {
        self.bar.suspend(print);
    }

    /// How many bundles are done.
    pub fn done(&self) -> usize {
        self.done.load(Ordering::Relaxed)
    }

    /// Takes the bar away.
    pub fn end(&self) {
        self.bar.finish_and_clear();
    }
}

impl Watcher for Progress {
    fn begin(&self, all: usize) {
        self.bar.set_length(all as u64);
        self.all.store(all, Ordering::Relaxed);
    }

    /// Shows what is being done.
    fn begun(&self, bundle: &Bundle) {
        if !self.bar.is_hidden() {
            self.bar.set_message(name(bundle).to_string());
        }
    }
}

/// The folder; of loose files the first.
fn name(bundle: &Bundle) -> &str {
    let first = bundle.workbooks.first().or(bundle.reports.first());
    if bundle.folder.is_empty() { first.map_or("", |(file, _)| file) } else { &bundle.folder }
}

fn told(finished: &Finished, since: Instant) -> String {
    let done = &finished.done;
    let record = done.record.as_ref();
    let department = record.map_or("未能读取的文件", |record| record.department.as_str());
    let files = record.map_or(0, |record| record.files.len() + record.reports.len()) + done.unreadable.len();
    let way = if finished.is_kept { "，沿用上次的结果".to_string() } else { String::new() };
    format!("{department}：{files} 个文件{way}（开始后 {:.1} 秒）", since.elapsed().as_secs_f32())
}

fn rate(state: &ProgressState, to: &mut dyn std::fmt::Write) {
    // What cannot be drawn is not worth ending the run.
    let _ = write!(to, "{:.1}", state.per_sec());
}

fn left(state: &ProgressState, to: &mut dyn std::fmt::Write) {
    let seconds = state.eta().as_secs();
    let shown = match seconds {
        0..60 => format!("{seconds} 秒"),
        60..3600 => format!("{} 分 {} 秒", seconds / 60, seconds % 60),
        _ => format!("{} 小时 {} 分", seconds / 3600, seconds % 3600 / 60),
    };
    let _ = to.write_str(&shown);
}
