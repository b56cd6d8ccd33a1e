//! Measures how well wrong figures are localised: errors of every kind are planted in sound submissions, and what the
//! program says is compared with what was planted.
//!
//! Run `cargo run --release -p ziping-tools --bin localisation` in the root of the project; it prints the table that stands in
//! `docs/localisation.md`. A number after it sets how many cases of each kind are tried.
#![allow(dead_code, unused_imports, reason = "the generator of the samples is used in part")]

#[path = "../make_samples/accounts/mod.rs"]
mod accounts;
#[path = "../make_samples/book.rs"]
mod book;
#[path = "../../tests/perturbation/dice.rs"]
mod dice;
#[path = "../make_samples/evaluation.rs"]
mod evaluation;
#[path = "../make_samples/form/mod.rs"]
mod form;
#[path = "../make_samples/grid.rs"]
mod grid;
#[path = "../make_samples/indicator.rs"]
mod indicator;
mod measure;
#[path = "../make_samples/number.rs"]
mod number;
#[path = "../make_samples/paint.rs"]
mod paint;
#[path = "../make_samples/shape.rs"]
mod shape;
mod slips;
mod sound;
#[path = "../make_samples/typing.rs"]
mod typing;

use anyhow::Result;
use ziping::check::check;
use ziping::model::finding::Severity;
use ziping::submission::Submission;

use crate::dice::Dice;
use crate::measure::{Table, try_case};
use crate::slips::KINDS;

/// Sound submissions, half of them with every figure rounded by itself.
const SUBMISSIONS: u64 = 24;

fn main() -> Result<()> {
    let cases: u64 = std::env::args().nth(1).map_or(Ok(70), |cases| cases.parse())?;
    let submissions = (0..SUBMISSIONS).map(sound::submission).collect::<Result<Vec<Submission>>>()?;
    let figures: usize = submissions.iter().map(|submission| slips::figures(submission).len()).sum();
    let alarms = submissions.iter().map(alarms).sum::<usize>();
    println!(
        "- 无差错的报送材料 {SUBMISSIONS} 份，平均 {} 个数；误报错误或警告 {alarms} 处。",
        figures as u64 / SUBMISSIONS
    );
    let mut table = Table::default();
    for (number, kind) in KINDS.iter().enumerate() {
        for errors in 1..=3 {
            for case in 0..cases {
                let mut dice = Dice::new(case + 1000 * number as u64 + 100_000 * errors as u64);
                let submission = &submissions[dice.below(SUBMISSIONS as u32) as usize];
                if let Some(planted) = slips::plant(submission, kind, errors, &mut dice) {
                    table.enter(kind.name, errors, try_case(submission, planted));
                }
            }
        }
    }
    println!("{table}");
    Ok(())
}

/// What is said about a sound submission, and should not be.
fn alarms(submission: &Submission) -> usize {
    let findings = check(submission.clone()).findings;
    let alarms = findings.iter().filter(|finding| finding.severity > Severity::Note);
    alarms.inspect(|finding| eprintln!("{} {} {}", finding.rule, finding.place.cell_name(), finding.message)).count()
}
