//! Forms that nothing is wrong with: blank forms of every layout, filled in at random as the regulation allows and
//! as people type, give no error and no warning; with one fault planted, an error stands at that cell.
//!
//! `ZIPING_VARIANTS=120 cargo test --release generated -- --nocapture` fills in so many forms of each layout and
//! prints a table of what was found.

mod blank;
mod fault;
mod filling;
mod funds;
mod kinds;
mod plan;
mod target;
mod typing;
mod words;

use std::collections::BTreeMap;

use ziping::check::check;
use ziping::model::finding::{Finding, Severity};
use ziping::model::place::Address;
use ziping::model::profile::Profiles;
use ziping::read::{ContentHash, Format, Sheet, Workbook};
use ziping::recognise::Layouts;
use ziping::submission::{self, LayoutsAndProfiles};

use self::fault::plant;
use self::filling::{Filled, fill};
use crate::perturbation::dice::Dice;

const LAYOUTS: [&str; 9] = [
    "project-2020",
    "project-central",
    "project-sichuan",
    "project-weight-first",
    "transfer-payment",
    "department-jiangxi",
    "department-framework",
    "department-sichuan",
    "department-chongqing",
];
/// Forms of each layout where the environment says nothing else.
const VARIANTS: u64 = 5;
/// One in so many forms lowers a score on purpose.
const DEDUCTING: u64 = 5;
/// Findings of the same kind that are printed.
const SHOWN: usize = 4;

struct Program {
    layouts: Layouts,
    profiles: Profiles,
}

/// What became of the forms of one layout.
#[derive(Default)]
struct Tally {
    forms: usize,
    indicators: usize,
    with_findings: usize,
    faults: usize,
    faults_missed: usize,
}

impl Program {
    fn new() -> Program {
        let layouts = Layouts::embedded().expect("embedded templates");
        Program { layouts, profiles: Profiles::load(&[], ziping::rules::is_known).expect("embedded profiles") }
    }

    /// Errors and warnings.
    fn findings(&self, sheet: &Sheet) -> Vec<Finding> {
        let file = "表.xlsx";
        let sheets = vec![sheet.clone()];
        let workbook = Workbook {
            file: file.into(),
            path: file.into(),
            content_hash: ContentHash::default(),
            format: Format::Xlsx,
            sheets,
        };
        let known = LayoutsAndProfiles { layouts: &self.layouts, profiles: &self.profiles };
        let checked = check(submission::of_workbook(workbook, known));
        checked.findings.into_iter().filter(|finding| finding.severity > Severity::Note).collect()
    }
}

fn variants() -> u64 {
    std::env::var("ZIPING_VARIANTS").ok().and_then(|number| number.parse().ok()).unwrap_or(VARIANTS)
}

/// Dice for a form that can be made again from its layout and number.
fn dice(layout: &str, number: u64) -> Dice {
    let hash = layout.bytes().fold(0_u64, |hash, byte| hash.wrapping_mul(131).wrapping_add(byte.into()));
    Dice::new(hash ^ number.wrapping_mul(0x2545_f491_4f6c_dd1d))
}

#[test]
fn sound_forms_give_no_errors_and_no_warnings_and_planted_faults_are_found() {
    let program = Program::new();
    let mut complaints: BTreeMap<String, Vec<String>> = BTreeMap::new();
    println!("{:24} forms  indicators  with findings  faults planted  missed", "layout");
    let mut all = 0;
    for layout in LAYOUTS {
        let tally = tally(&program, layout, &mut complaints);
        let Tally { forms, indicators, with_findings, faults, faults_missed } = tally;
        println!("{layout:24} {forms:5}  {indicators:10}  {with_findings:13}  {faults:14}  {faults_missed:6}");
        all += forms;
    }
    println!("{all} forms in all");
    for (kind, examples) in &complaints {
        println!("{}x {kind}", examples.len());
        examples.iter().take(SHOWN).for_each(|example| println!("    {example}"));
    }
    assert!(complaints.is_empty(), "{:?}", complaints.keys());
}

fn tally(program: &Program, layout: &str, complaints: &mut BTreeMap<String, Vec<String>>) -> Tally {
    let mut tally = Tally::default();
    for number in 0..variants() {
        let mut dice = dice(layout, number);
        let mut filled = fill(layout, &program.layouts, &mut dice, number % DEDUCTING == 0);
        let false_alarms = false_alarms(program, &filled);
        tally.forms += 1;
        tally.indicators += filled.scores.len();
        tally.with_findings += usize::from(!false_alarms.is_empty());
        for (kind, message) in false_alarms {
            complaints.entry(kind).or_default().push(format!("{layout} {number}: {message}"));
        }
        let (cell, fault) = plant(&mut filled, &mut dice);
        tally.faults += 1;
        let found = program.findings(&filled.sheet);
        if !found.iter().any(|finding| finding.severity == Severity::Error && finding.place.cell == Some(cell)) {
            tally.faults_missed += 1;
            let found: Vec<String> = found.iter().map(Finding::key).collect();
            let missed = format!("{layout} {number}: {cell}, found {found:?}");
            complaints.entry(format!("missed: {fault}")).or_default().push(missed);
        }
    }
    tally
}

/// What is found on a sound form, but that a score was lowered on purpose, which is to be mentioned (P-211).
fn false_alarms(program: &Program, filled: &Filled) -> Vec<(String, String)> {
    let found = program.findings(&filled.sheet);
    let is_mentioned =
        |cell: Address| found.iter().any(|finding| finding.rule.ends_with("-211") && finding.place.cell == Some(cell));
    let unmentioned = filled.deducted.iter().filter(|(cell, must)| **must && !is_mentioned(**cell));
    let unmentioned = unmentioned.map(|(cell, _)| {
        ("a deduction that is not mentioned".to_string(), format!("{cell} | {}", row_text(&filled.sheet, cell.row)))
    });
    let expected = |finding: &Finding| {
        finding.rule.ends_with("-211") && finding.place.cell.is_some_and(|cell| filled.deducted.contains_key(&cell))
    };
    let others = found.iter().filter(|finding| !expected(finding)).map(|finding| {
        let row = finding.place.cell.map_or(String::new(), |cell| row_text(&filled.sheet, cell.row));
        (format!("{} {:?}", finding.rule, finding.severity), format!("{} {} | {row}", finding.key(), finding.message))
    });
    others.chain(unmentioned).collect()
}

/// A row as it is printed.
fn row_text(sheet: &Sheet, row: u32) -> String {
    sheet.row(row).map(|(_, cell)| cell.text()).collect::<Vec<_>>().join(" ¦ ")
}
