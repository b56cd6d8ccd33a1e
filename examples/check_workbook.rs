//! Checks one workbook and prints what is wrong with it: where, what was filed, and what it should be.
//!
//! ```sh
//! cargo run --release --example check_workbook -- samples/松溪县融媒体中心/项目自评表-融媒体采编设备更新.xls
//! ```

use std::path::Path;

use anyhow::{Context, Result};
use ziping::check::check;
use ziping::model::finding::Finding;
use ziping::model::profile::Profiles;
use ziping::read::workbook;
use ziping::recognise::Layouts;
use ziping::rules;
use ziping::submission::{self, LayoutsAndProfiles};

fn main() -> Result<()> {
    let path = std::env::args().nth(1).context("name a workbook")?;
    // How forms are laid out and what bureaus do differently; a caller may add folders of its own to both.
    let (layouts, profiles) = (Layouts::embedded()?, Profiles::load(&[], rules::is_known)?);
    let known = LayoutsAndProfiles { layouts: &layouts, profiles: &profiles };

    let workbook = workbook::read(Path::new(&path), path.as_str().into())?;
    let submission = submission::of_workbook(workbook, known);
    println!("{}，{} 张表", submission.department, submission.forms.len());

    let checked = check(submission);
    checked.findings.iter().for_each(print);
    println!("共 {} 处", checked.findings.len());
    Ok(())
}

/// The finding with its place; the value that should stand there, where one follows from the other figures.
fn print(finding: &Finding) {
    println!("{}[{}] {} {}", finding.severity.name(), finding.rule, finding.place.on_sheet(), finding.message);
    if let Some(correction) = &finding.correction {
        println!("    {} 应为 {}（{}）", correction.place.on_sheet(), correction.value, correction.trust.name());
    }
}
