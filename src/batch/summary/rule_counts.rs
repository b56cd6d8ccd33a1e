//! 按规则: how often each rule is broken, and in how many departments.

use std::collections::BTreeMap;

use anyhow::Result;
use rust_xlsxwriter::Workbook;

use crate::batch::Tally;
use crate::model::finding::CatalogueText;
use crate::record::Record;
use crate::rules::Coverage;
use crate::rules::{Rule, catalogue};
use crate::write::sheet::{Page, Written};
use crate::write::table::{Cell, Column, Table};

/// Name of the sheet.
pub const NAME: &str = "按规则";
/// The column of what the rules say.
pub const TITLE: u16 = 1;
/// The column of numbers of findings.
pub const FINDINGS: u16 = 3;

/// How often each rule is broken, and in how many submissions.
#[derive(Default)]
pub struct Broken {
    rules: BTreeMap<CatalogueText, Found>,
}

#[derive(Default)]
struct Found {
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
pub fn write(book: &mut Workbook, broken: &Broken, tally: &Tally) -> Result<Written> {
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

fn columns() -> Vec<Column> {
    vec![
        Column::short("规则", 10, 10),
        Column::words("规则内容", 40, 56),
        Column::short("级别", 9, 9),
        Column::short("问题数", 10, 10),
        Column::short("涉及单位", 11, 11),
        Column::short("成立", 10, 10),
        Column::short("不适用", 10, 10),
        Column::short("无法核对", 11, 11),
    ]
}

fn row(rule: &Rule, found: Option<&Found>, coverage: Option<&Coverage>) -> Vec<Cell> {
    let of = |count: fn(&Coverage) -> usize| Cell::Count(coverage.map_or(0, count));
    vec![
        Cell::text(rule.id),
        Cell::text(rule.title),
        Cell::Level(rule.severity),
        Cell::Count(found.map_or(0, |found| found.findings)),
        Cell::Count(found.map_or(0, |found| found.submissions)),
        of(|coverage| coverage.holds),
        of(|coverage| coverage.not_applicable),
        of(|coverage| coverage.unchecked.len()),
    ]
}
