//! How well sentences are understood: precision and recall over passages in the manner of published reports.
//!
//! `tuning.txt` was at hand while the readers of sentences were written; `held_out.txt` was written before them and not
//! looked at since. In both, `{right=>wrong}` marks the figure that the faulty variant changes. `sound.txt` holds prose in
//! which there is nothing to find.

use ziping::check::check;
use ziping::model::finding::{Finding, Severity};
use ziping::narrative::of_text;
use ziping::submission::of_report;

const SETS: [(&str, &str); 3] = [
    ("tuning", include_str!("tuning.txt")),
    ("held out", include_str!("held_out.txt")),
    ("sound prose", include_str!("sound.txt")),
];

/// What was found in a set.
#[derive(Default)]
struct Tally {
    sound: usize,
    faulty: usize,
    found: usize,
    false_alarms: usize,
}

fn main() {
    let verbose = std::env::args().any(|argument| argument == "--verbose");
    println!(
        "{:<12} {:>6} {:>7} {:>6} {:>13} {:>10} {:>8}",
        "set", "sound", "faulty", "found", "false alarms", "precision", "recall"
    );
    for (name, text) in SETS {
        let tally = text
            .split("\n\n")
            .filter(|passage| !passage.trim().is_empty())
            .fold(Tally::default(), |tally, passage| judge(tally, passage, verbose));
        println!(
            "{name:<12} {:>6} {:>7} {:>6} {:>13} {:>10} {:>8}",
            tally.sound,
            tally.faulty,
            tally.found,
            tally.false_alarms,
            percent(tally.found, tally.found + tally.false_alarms),
            percent(tally.found, tally.faulty)
        );
    }
}

fn percent(part: usize, whole: usize) -> String {
    let tenths = (part * 1000).checked_div(whole);
    tenths.map_or("—".to_string(), |tenths| format!("{}.{}%", tenths / 10, tenths % 10))
}

/// Counts what is found in the sound and in the faulty variant of a passage.
fn judge(tally: Tally, passage: &str, verbose: bool) -> Tally {
    let sound = findings(&variant(passage, false));
    if verbose {
        sound.iter().for_each(|finding| println!("false alarm: {passage}\n  {} {}", finding.rule, finding.message));
    }
    let tally = Tally { sound: tally.sound + 1, false_alarms: tally.false_alarms + sound.len(), ..tally };
    let Some(wrong) = marked(passage).map(|(_, wrong)| wrong) else { return tally };
    let (right, others): (Vec<Finding>, Vec<Finding>) =
        findings(&variant(passage, true)).into_iter().partition(|finding| concerns(finding, wrong));
    if verbose && right.is_empty() {
        println!("missed: {passage}");
    }
    if verbose {
        others
            .iter()
            .for_each(|finding| println!("beside the point: {passage}\n  {} {}", finding.rule, finding.message));
    }
    Tally {
        faulty: tally.faulty + 1,
        found: tally.found + usize::from(!right.is_empty()),
        false_alarms: tally.false_alarms + others.len(),
        ..tally
    }
}

fn marked(passage: &str) -> Option<(&str, &str)> {
    passage.split_once('{')?.1.split_once('}')?.0.split_once("=>")
}

/// The passage with the right or the wrong figure in place of the mark.
fn variant(passage: &str, faulty: bool) -> String {
    let Some((right, wrong)) = marked(passage) else { return passage.to_string() };
    passage.replace(&format!("{{{right}=>{wrong}}}"), if faulty { wrong } else { right })
}

/// Errors and warnings in a text.
fn findings(text: &str) -> Vec<Finding> {
    let checked = check(of_report(of_text("报告.txt", text)));
    checked.findings.into_iter().filter(|finding| finding.severity > Severity::Note).collect()
}

/// Whether a finding is about the changed figure or follows from it; of changed words, whether it is about their sentence.
fn concerns(finding: &Finding, wrong: &str) -> bool {
    let wrong: String =
        wrong.chars().map(|c| if ('０'..='９').contains(&c) || c == '．' { half(c) } else { c }).collect();
    let plain = |text: &str| text.trim_end_matches('%').replace(',', "");
    let figures = finding
        .stated
        .iter()
        .map(String::as_str)
        .chain(finding.evidence.iter().map(|evidence| evidence.value.as_str()));
    if wrong.chars().all(|c| c.is_ascii_digit() || c == '.' || c == ',') {
        return figures.map(plain).any(|figure| figure == plain(&wrong));
    }
    finding.place.sentence.as_ref().is_some_and(|sentence| sentence.contains(&wrong))
}

/// A full-width digit or point in half width.
fn half(c: char) -> char {
    char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c)
}
