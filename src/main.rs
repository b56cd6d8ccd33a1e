//! Start, print the error, set the exit status.

use std::process::ExitCode;

use clap::error::ErrorKind;
use ziping::cli::{self, ExitStatus};
use ziping::limits::deadline::keep_places_of_faults;

/// Reading and checking forms is half making and dropping small texts, on all cores at once.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    keep_places_of_faults();
    let status = match cli::parse() {
        Ok(cli) => cli::run(cli).unwrap_or_else(|error| {
            eprintln!("错误：{error:#}");
            ExitStatus::Incomplete
        }),
        Err(error) => usage(&error),
    };
    ExitCode::from(status as u8)
}

/// Help and version are no errors; wrong usage is told in Chinese.
fn usage(error: &clap::Error) -> ExitStatus {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        print!("{}", cli::help_message(error));
        return ExitStatus::Clean;
    }
    eprintln!("{}", cli::usage_message(error));
    ExitStatus::Usage
}
