//! 按规则: how often each rule is broken, and in how many departments.

use std::collections::BTreeMap;

use anyhow::Result;
use rust_xlsxwriter::Workbook;

use crate::batch::Tally;
use crate::model::catalogue_text::CatalogueText;
use crate::record::Record;
use crate::rules::{Coverage, Rule, catalogue};
use crate::write::sheet::{Page, WrittenTable};
use crate::write::table::{Table, TableCell, TableColumn};

/// Name of the sheet.
pub const NAME: &str = "按规则";
/// The column of what the rules say.
pub const TITLE: u16 = 1;
/// The column of numbers of findings.
pub const FINDINGS: u16 = 3;

/// How often each rule is broken, and in how many submissions.
#[derive(Default)]
pub struct Broken {
    rules: BTreeMap<CatalogueText, BreachCount>,
}

#[derive(Default)]
struct BreachCount {
    findings: usize,
    submissions: usize,
    last: Option<usize>,
}

impl Broken {
    /// Counts the findings of a submission of this number.
    pub fn add(&mut self, record: &Record, number: usize) {
        for finding in &record.findings {
            let found = self.rules.entry(finding.rule.clone()).or_default();
            found.findings += 1;
            found.submissions += usize::from(found.last.replace(number) != Some(number));
        }
    }

    /// The number of rules that are broken somewhere.
    pub fn len(&self) -> usize {
        self.rules.len()
    }
}

/// Writes the sheet: the rules broken most often come first.
pub fn write(book: &mut Workbook, broken: &Broken, tally: &Tally) -> Result<WrittenTable> {
    let coverage: BTreeMap<&str, &Coverage> = tally.coverage().map(|coverage| (&*coverage.rule, coverage)).collect();
    // Those of publication are looked at by the export only.
    let has_run = |rule: &&Rule| coverage.contains_key(rule.id) || broken.rules.contains_key(rule.id);
    let mut rules: Vec<&Rule> = catalogue().iter().copied().filter(has_run).collect();
    rules.sort_by_key(|rule| std::cmp::Reverse(broken.rules.get(rule.id).map_or(0, |found| found.findings)));
    let row = |rule: &&Rule| row(rule, broken.rules.get(rule.id), coverage.get(rule.id).copied());
    let table = Table { columns: columns(), rows: rules.iter().map(row).collect() };
    let mut page = Page::new(book, NAME, "按规则统计", &[&table])?;
    page.remark("按问题数从多到少排列。成立、不适用按表计数；无法核对按缺少数据的位置计数。")?;
    page.main_table(&table)
}

fn columns() -> Vec<TableColumn> {
    vec![
        TableColumn::short("规则", 10, 10),
        TableColumn::words("规则内容", 40, 56),
        TableColumn::short("级别", 9, 9),
        TableColumn::short("问题数", 10, 10),
        TableColumn::short("涉及单位", 11, 11),
        TableColumn::short("成立", 10, 10),
        TableColumn::short("不适用", 10, 10),
        TableColumn::short("无法核对", 11, 11),
    ]
}

fn row(rule: &Rule, found: Option<&BreachCount>, coverage: Option<&Coverage>) -> Vec<TableCell> {
    let of = |count: fn(&Coverage) -> usize| TableCell::Count(coverage.map_or(0, count));
    vec![
        TableCell::text(rule.id),
        TableCell::text(rule.title),
        TableCell::Level(rule.severity),
        TableCell::Count(found.map_or(0, |found| found.findings)),
        TableCell::Count(found.map_or(0, |found| found.submissions)),
        of(|coverage| coverage.holds),
        of(|coverage| coverage.not_applicable),
        of(|coverage| coverage.unchecked.len()),
    ]
}
