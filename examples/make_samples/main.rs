//! Writes `samples/`: synthetic submissions, sound and faulty, and the ledger of what was planted in them.
//!
//! Run `cargo run --release --example make_samples` in the root of the project.

mod accounts;
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
    unreadable::write(&samples)?;
    samples.write_ledger()?;
    readme::write(&samples)?;
    println!("已生成 {}，植入差错 {} 处", samples.root.display(), samples.planted.len());
    Ok(())
}
