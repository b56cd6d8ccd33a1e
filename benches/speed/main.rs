//! How fast the built program is, beside the least that reading and patching can take and beside the usual way.
//!
//! `cargo bench --bench speed` makes forms, lets all take turns on the same machine, and prints medians and ratios.
//! Options stand behind `--`: `cargo bench --bench speed -- --files 2000 --memory`.

mod bare;
mod contest;
mod corpus;
mod dice;
mod growth;
mod page;

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Parser;

use contest::Contest;

/// What to measure.
#[derive(Parser)]
struct Options {
    /// Number of forms.
    #[arg(long, default_value_t = 500)]
    files: usize,
    /// How many times each takes its turn.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// A Python that has openpyxl; without one the usual way is left out.
    #[arg(long, default_value = "python3")]
    python: PathBuf,
    /// Also how much memory 1,000 and 10,000 forms take (Linux; some minutes).
    #[arg(long)]
    memory: bool,
    /// Only makes the forms, in this folder.
    #[arg(long)]
    make: Option<PathBuf>,
    /// What `cargo bench` adds.
    #[arg(long, hide = true)]
    bench: bool,
}

/// The program as it is built.
const PROGRAM: &str = env!("CARGO_BIN_EXE_ziping");

fn main() -> Result<()> {
    let options = Options::parse();
    if let Some(folder) = &options.make {
        corpus::write(folder, options.files)?;
        return Ok(());
    }
    let room = tempfile::tempdir()?;
    take_turns(&options, room.path())?;
    growth::start(room.path())?;
    growth::rows(room.path())?;
    if options.memory {
        growth::memory(room.path())?;
    }
    Ok(())
}

fn take_turns(options: &Options, room: &Path) -> Result<()> {
    let forms = room.join("forms");
    let planted = corpus::write(&forms, options.files)?;
    let cores = std::thread::available_parallelism()?.get();
    let mut contest = Contest::new(&forms, room, options.files, &options.python);
    contest.add_all(1);
    if cores > 1 {
        contest.add_all(cores);
    }
    contest.run(options.rounds)?;
    contest.print();
    contest.print_found(&planted)
}
