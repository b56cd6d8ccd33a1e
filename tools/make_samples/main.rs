//! Writes `samples/`, that is, synthetic submissions, sound and faulty, with the ledger of what was planted in them,
//! and the blanks in `templates/`.
//!
//! Run `cargo run --release -p ziping-tools --bin make_samples` in the root of the project.

mod accounts;
mod blanks;
mod book;
mod evaluation;
mod form;
mod grid;
mod indicator;
mod jiujiang;
mod number;
mod paint;
mod qingjiang;
mod readme;
mod report;
mod samples;
mod shape;
mod songxi;
mod sound;
mod typing;
mod unreadable;
mod yunling;
mod yunling_projects;

use std::path::Path;

use anyhow::Result;

use crate::samples::Samples;

fn main() -> Result<()> {
    let mut samples = Samples::new(Path::new("samples"));
    jiujiang::write(&mut samples)?;
    qingjiang::write(&mut samples)?;
    yunling::write(&mut samples)?;
    songxi::write(&mut samples)?;
    sound::write(&mut samples)?;
    unreadable::write(&samples)?;
    samples.write_ledger()?;
    readme::write(&samples)?;
    blanks::write(Path::new("templates"))?;
    println!("已生成 {}，植入差错 {} 处", samples.root.display(), samples.planted.len());
    Ok(())
}
