//! What the program says about planted errors, compared with what was planted.

use std::collections::BTreeMap;
use std::fmt;
use std::time::{Duration, Instant};

use ziping::check::check;
use ziping::finding::{Finding, Severity};
use ziping::read::Place;
use ziping::relation::Verdict;
use ziping::rounds::relations;
use ziping::submission::Submission;

use crate::slips::Planted;

/// How one case ended.
#[derive(Default)]
pub struct Ended {
    /// The errors break a relation.
    breaks: bool,
    /// Every wrong figure stands in two relations or more.
    tied: bool,
    /// Something is said.
    found: bool,
    /// Exactly the wrong figures are named.
    exact: bool,
    /// With the right values.
    right: bool,
    /// A sound figure is called wrong.
    accused: bool,
    time: Duration,
}

/// Checks a submission with errors in it.
pub fn try_case(sound: &Submission, planted: Planted) -> Ended {
    let laws = relations(sound);
    let wrong: Vec<&Place> = planted.right.iter().map(|(place, _)| place).collect();
    let tied = wrong.iter().all(|place| laws.iter().filter(|(_, law)| law.involves(place)).count() > 1);
    let breaks = relations(&planted.submission).iter().any(|(_, law)| law.verdict() == Verdict::Broken);
    let start = Instant::now();
    let findings = check(planted.submission.clone()).findings;
    let time = start.elapsed();
    // A correction is what calls a figure wrong; a question that shows several figures calls none of them so.
    let named: Vec<&Finding> = findings.iter().filter(|finding| finding.correction.is_some()).collect();
    let is_right = |finding: &&Finding| {
        let value = planted.right.iter().find(|(place, _)| *place == finding.place).map(|(_, value)| *value);
        let said = finding.expected.as_deref().and_then(|said| said.trim_end_matches('%').parse().ok());
        value.is_some() && value == said
    };
    let accused = named.iter().any(|finding| !wrong.contains(&&finding.place));
    let exact = !accused && wrong.iter().all(|place| named.iter().any(|finding| finding.place == **place));
    let right = exact && named.iter().all(is_right);
    let found = findings.iter().any(|finding| finding.severity > Severity::Note);
    if std::env::var_os("SHOW").is_some() && breaks && tied && (accused || !exact || !right) {
        show(&planted, &findings);
    }
    Ended { breaks, tied, found, exact, right, accused, time }
}

fn show(planted: &Planted, findings: &[Finding]) {
    eprintln!("----");
    for (place, value) in &planted.right {
        eprintln!("  planted {}!{} should be {value}", place.sheet, place.cell_name());
    }
    for finding in findings.iter().filter(|finding| finding.severity > Severity::Note) {
        let named = if finding.correction.is_some() { "*" } else { "?" };
        eprintln!("{named} {} {}!{} {}", finding.rule, finding.place.sheet, finding.place.cell_name(), finding.message);
    }
}

/// Sums over the cases of one kind.
#[derive(Default)]
struct Row {
    cases: usize,
    breaking: usize,
    found: usize,
    tied: usize,
    exact: usize,
    right: usize,
    accused: usize,
    slowest: Duration,
}

impl Row {
    fn add(&mut self, ended: &Ended) {
        self.cases += 1;
        self.breaking += usize::from(ended.breaks);
        self.found += usize::from(ended.breaks && ended.found);
        self.tied += usize::from(ended.breaks && ended.tied);
        self.exact += usize::from(ended.breaks && ended.tied && ended.exact);
        self.right += usize::from(ended.breaks && ended.tied && ended.right);
        self.accused += usize::from(ended.accused);
        self.slowest = self.slowest.max(ended.time);
    }
}

/// A row for each kind and number of errors, and one for all.
#[derive(Default)]
pub struct Table {
    rows: BTreeMap<(usize, usize), (&'static str, Row)>,
    order: Vec<&'static str>,
    totals: BTreeMap<usize, Row>,
}

impl Table {
    /// Enters a case.
    pub fn enter(&mut self, kind: &'static str, errors: usize, ended: Ended) {
        let number = self.order.iter().position(|known| *known == kind).unwrap_or_else(|| {
            self.order.push(kind);
            self.order.len() - 1
        });
        self.rows.entry((errors, number)).or_insert_with(|| (kind, Row::default())).1.add(&ended);
        self.totals.entry(errors).or_default().add(&ended);
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "| 差错数 | 方式 | 例数 | 打破勾稽 | 发现 | 有两条以上关系 | 准确定位 | 正确值 | 误指无错的数 | 最慢 |"
        )?;
        writeln!(f, "|---|---|---|---|---|---|---|---|---|---|")?;
        for ((errors, _), (kind, row)) in &self.rows {
            writeln!(f, "| {errors} | {kind} {row}")?;
        }
        for (errors, row) in &self.totals {
            writeln!(f, "| {errors} | **合计** {row}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let share = |part: usize, whole: usize| match whole {
            0 => "—".to_string(),
            _ => format!("{}.{}%", part * 100 / whole, part * 1000 / whole % 10),
        };
        write!(
            f,
            "| {} | {} | {} | {} | {} | {} | {} | {} ms |",
            self.cases,
            self.breaking,
            share(self.found, self.breaking),
            self.tied,
            share(self.exact, self.tied),
            share(self.right, self.tied),
            share(self.accused, self.cases),
            self.slowest.as_millis()
        )
    }
}
