//! 按规则: how often each rule is broken, and in how many departments.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use rust_xlsxwriter::Workbook;

use crate::check::Coverage;
use crate::finding::Finding;
use crate::rules::{Rule, catalogue};
use crate::run::Run;
use crate::write::sheet::{Page, Written};
use crate::write::table::{Cell, Column, Table};

/// Name of the sheet.
pub const NAME: &str = "按规则";
/// The column of what the rules say.
pub const TITLE: u16 = 1;
/// The column of numbers of findings.
pub const FINDINGS: u16 = 3;

/// Writes the sheet: the rules broken most often come first.
pub fn write(book: &mut Workbook, run: &Run) -> Result<Written> {
    let found = found(run);
    let coverage: BTreeMap<&str, Coverage> =
        run.coverage().into_iter().map(|coverage| (coverage.rule, coverage)).collect();
    let mut rules: Vec<&Rule> = catalogue().to_vec();
    rules.sort_by_key(|rule| std::cmp::Reverse(found.get(rule.id).map_or(0, Found::count)));
    let row = |rule: &&Rule| row(rule, found.get(rule.id), coverage.get(rule.id));
    let table = Table { columns: columns(), rows: rules.iter().map(row).collect() };
    let mut page = Page::new(book, NAME, "按规则统计", &[&table])?;
    page.remark("按问题数从多到少排列。成立、不适用按表计数；无法核对按缺少数据的位置计数。")?;
    page.main_table(&table)
}

/// The findings of one rule in a run.
#[derive(Default)]
struct Found<'a> {
    findings: Vec<&'a Finding>,
    departments: BTreeSet<usize>,
}

impl Found<'_> {
    fn count(&self) -> usize {
        self.findings.len()
    }
}

fn found(run: &Run) -> BTreeMap<&str, Found<'_>> {
    let mut found: BTreeMap<&str, Found> = BTreeMap::new();
    for (index, reviewed) in run.reviewed.iter().enumerate() {
        for finding in &reviewed.checked.findings {
            let entry = found.entry(finding.rule).or_default();
            entry.findings.push(finding);
            entry.departments.insert(index);
        }
    }
    found
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
        Cell::Count(found.map_or(0, Found::count)),
        Cell::Count(found.map_or(0, |found| found.departments.len())),
        of(|coverage| coverage.holds),
        of(|coverage| coverage.not_applicable),
        of(|coverage| coverage.unchecked.len()),
    ]
}
