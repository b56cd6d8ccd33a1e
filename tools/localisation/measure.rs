//! What the program says about planted errors, compared with what was planted.

use std::collections::BTreeMap;
use std::fmt;
use std::time::{Duration, Instant};

use rust_decimal::Decimal;
use ziping::check::check;
use ziping::check::diagnose::judge;
use ziping::check::rounds::relations;
use ziping::model::finding::{Finding, Severity};
use ziping::model::place::Place;
use ziping::model::relation::Verdict;
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
    /// With the right values, but for the last digit where every figure was rounded by itself.
    right: bool,
    /// With the very values that were there.
    same: bool,
    /// A sound figure is called wrong.
    accused: bool,
    /// How long the figures at fault were searched for, once.
    solved: Duration,
    time: Duration,
}

/// Checks a submission with errors in it.
pub fn try_case(sound: &Submission, planted: Planted) -> Ended {
    let laws = relations(sound);
    let wrong: Vec<&Place> = planted.right.iter().map(|(place, _)| place).collect();
    let after = relations(&planted.submission);
    let stated: Vec<_> = after.iter().map(|(rule, law)| (*rule, law)).collect();
    let start = Instant::now();
    judge(&stated);
    let solved = start.elapsed();
    let broken: Vec<_> = after.iter().filter(|(_, law)| law.verdict() == Verdict::Broken).collect();
    // An error inside the rounding of its figure breaks nothing, and nobody can see it.
    let tied = wrong.iter().all(|place| {
        let ties = laws.iter().filter(|(_, law)| law.involves(place)).count();
        ties > 1 && broken.iter().any(|(_, law)| law.involves(place))
    });
    let breaks = !broken.is_empty();
    let start = Instant::now();
    let findings = check(planted.submission.clone()).findings;
    let time = start.elapsed();
    // A correction is what calls a figure wrong; a question that shows several figures calls none of them so.
    let named: Vec<&Finding> = findings.iter().filter(|finding| is_named(finding)).collect();
    let is_right = |finding: &&Finding| {
        let value = planted.right.iter().find(|(place, _)| *place == finding.place).map(|(_, value)| *value);
        let said = finding.expected.as_deref().and_then(|said| said.trim_end_matches('%').parse().ok());
        value.zip(said).is_some_and(|(value, said): (Decimal, Decimal)| (value - said).abs() <= Decimal::new(1, 2))
    };
    let is_same = |finding: &&Finding| {
        let value = planted.right.iter().find(|(place, _)| *place == finding.place).map(|(_, value)| *value);
        value == finding.expected.as_deref().and_then(|said| said.trim_end_matches('%').parse().ok())
    };
    let accused = named.iter().any(|finding| !wrong.contains(&&finding.place));
    let exact = !accused && wrong.iter().all(|place| named.iter().any(|finding| finding.place == **place));
    let right = exact && named.iter().all(is_right);
    let same = exact && named.iter().all(is_same);
    let found = findings.iter().any(|finding| finding.severity > Severity::Note);
    if std::env::var_os("SHOW").is_some() && breaks && tied && (accused || !exact || !right) || accused {
        show(&planted, &findings);
    }
    Ended { breaks, tied, found, exact, right, same, accused, solved, time }
}

/// Whether a finding calls a figure wrong, with its value or the range that it should lie in.
fn is_named(finding: &Finding) -> bool {
    finding.correction.is_some() || finding.expected.as_ref().is_some_and(|expected| expected.contains('～'))
}

fn show(planted: &Planted, findings: &[Finding]) {
    eprintln!("----\n{} {}", planted.kind, planted.errors);
    for (place, value) in &planted.right {
        eprintln!("  planted {}!{} should be {value}", place.sheet, place.cell_name());
    }
    for finding in findings.iter().filter(|finding| finding.severity > Severity::Note) {
        let named = if is_named(finding) { "*" } else { "?" };
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
    same: usize,
    accused: usize,
    accused_tied: usize,
    slowest: Duration,
    solved: Duration,
}

impl Row {
    fn add(&mut self, ended: &Ended) {
        self.cases += 1;
        self.breaking += usize::from(ended.breaks);
        self.found += usize::from(ended.breaks && ended.found);
        self.tied += usize::from(ended.breaks && ended.tied);
        self.exact += usize::from(ended.breaks && ended.tied && ended.exact);
        self.right += usize::from(ended.breaks && ended.tied && ended.right);
        self.same += usize::from(ended.breaks && ended.tied && ended.same);
        self.accused_tied += usize::from(ended.breaks && ended.tied && ended.accused);
        self.accused += usize::from(ended.accused);
        self.solved = self.solved.max(ended.solved);
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
            "| 差错数 | 方式 | 例数 | 打破勾稽 | 发现 | 有两条以上关系 | 准确定位 | 正确值 | 原值 | 误指无错的数 | 误指（全部） | 求解最慢 | 全程最慢 |"
        )?;
        writeln!(f, "|---|---|---|---|---|---|---|---|---|---|---|---|---|")?;
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
            "| {} | {} | {} | {} | {} | {} | {} | {} | {} | {} ms | {} ms |",
            self.cases,
            self.breaking,
            share(self.found, self.breaking),
            self.tied,
            share(self.exact, self.tied),
            share(self.right, self.tied),
            share(self.same, self.tied),
            share(self.accused_tied, self.tied),
            share(self.accused, self.cases),
            self.solved.as_millis(),
            self.slowest.as_millis()
        )
    }
}
