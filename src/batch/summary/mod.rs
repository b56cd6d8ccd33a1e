//! 复核汇总.xlsx: all submissions of a run, for those who review them.

mod charts;
mod handed_back;
mod overview;
mod remarks;
mod rule_counts;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::Result;
use rust_xlsxwriter::Workbook;

use crate::batch::output::{Ending, Output};
use crate::batch::summary_sheet::Chapter;
use crate::batch::{Summary, Tally, previous_run, roster};
use crate::limits::files;
use crate::model::form::FormKind;
use crate::model::output_names;
use crate::model::profile::Profiles;
use crate::record::Record;
use crate::write::link::From;
use crate::write::rows;
use crate::write::sheet::{self, Page};
use crate::write::table::{Table, TableCell, TableColumn};
use charts::Scores;
use rule_counts::Broken;

/// A sheet lists no more rows than this: whoever has more reads the Parquet files, and memory stays bounded.
const MOST_ROWS: usize = 20_000;

/// The rows of a sheet, as far as they are listed.
#[derive(Default)]
pub struct ListedRows {
    rows: Vec<Vec<TableCell>>,
    left_out: usize,
}

impl ListedRows {
    fn add(&mut self, rows: impl Iterator<Item = Vec<TableCell>>) {
        for row in rows {
            match self.rows.len() < MOST_ROWS {
                true => self.rows.push(row),
                false => self.left_out += 1,
            }
        }
    }

    /// What is said where rows are left out.
    fn remark(left_out: usize, page: &mut Page) -> Result<()> {
        match left_out {
            0 => Ok(()),
            _ => page.remark(&format!(
                "内容很多，另有 {left_out} 行没有列在这里，见各单位差异表、findings.json 和 findings.parquet。"
            )),
        }
    }
}

/// The 复核汇总 of a run, as its submissions come.
#[derive(Default)]
pub struct SummaryWorkbook {
    out: PathBuf,
    overview: Vec<Vec<TableCell>>,
    findings: ListedRows,
    handed_back: ListedRows,
    unused: ListedRows,
    unchecked: ListedRows,
    unknown: ListedRows,
    scores: Scores,
    rules: Broken,
    profiles: BTreeMap<String, usize>,
}

impl Output for SummaryWorkbook {
    const NAME: &'static str = output_names::SUMMARY;

    fn begin(out: &Path) -> Result<SummaryWorkbook> {
        Ok(SummaryWorkbook { out: out.to_path_buf(), ..SummaryWorkbook::default() })
    }

    fn add(&mut self, record: &Record) -> Result<()> {
        self.add_rows(record);
        Ok(())
    }

    fn end(self, ending: &mut Ending) -> Result<()> {
        let path = self.out.join(Self::NAME);
        files::write(&path, &self.workbook(ending.summary, ending.profiles, &ending.chapters)?)
    }
}

impl SummaryWorkbook {
    /// Adds the rows of a submission.
    fn add_rows(&mut self, record: &Record) {
        self.scores.add(record);
        self.rules.add(record, self.overview.len());
        self.overview.push(overview::row(record, self.overview.len()));
        self.findings.add(findings(record));
        self.handed_back.add(handed_back::rows(record));
        let unused = |unused| who(record).into_iter().chain(rows::unused(unused)).collect();
        self.unused.add(record.unused.iter().map(unused));
        self.unchecked.add(unchecked(record));
        self.unknown.add(unknown_forms(record));
        for form in record.forms.iter().filter(|form| form.kind != FormKind::Accounts) {
            *self.profiles.entry(form.profile.clone()).or_default() += 1;
        }
    }

    /// The workbook, with what is said of the whole run; `across` are the answers to questions across submissions.
    fn workbook(self, summary: &Summary, profiles: &Profiles, across: &[Chapter]) -> Result<Vec<u8>> {
        let tally = &summary.tally;
        let mut book = sheet::workbook("绩效自评复核汇总")?;
        let overview = overview::write(&mut book, self.overview, summary)?;
        let filed = summary.roster.iter().flat_map(roster::chapters);
        filed
            .chain(summary.comparison.iter().flat_map(previous_run::chapters))
            .try_for_each(|chapter| chapter.write(&mut book))?;
        charts::place(&mut book, &self.scores, &self.rules)?;
        write_findings(&mut book, self.findings)?;
        let rule_counts = rule_counts::write(&mut book, &self.rules, tally)?;
        charts::draw(&mut book, &self.scores, &self.rules, overview, rule_counts)?;
        across.iter().try_for_each(|chapter| chapter.write(&mut book))?;
        handed_back::write(&mut book, self.handed_back)?;
        write_unused(&mut book, self.unused, tally)?;
        write_unchecked(&mut book, self.unchecked)?;
        unreadable(&mut book, self.unknown, tally)?;
        remarks::write(&mut book, &self.profiles, profiles, tally)?;
        Ok(book.save_to_buffer()?)
    }
}

/// The department and year that a row is about.
const WHO: [TableColumn; 2] = [TableColumn::words("单位", 12, 16), TableColumn::short("年度", 6, 6)];

fn who(record: &Record) -> [TableCell; 2] {
    [TableCell::text(&record.department), TableCell::Text(record.year.map(|year| year.to_string()).unwrap_or_default())]
}

/// The findings of a submission as rows of 差异明细.
fn findings(record: &Record) -> impl Iterator<Item = Vec<TableCell>> {
    record.findings.iter().enumerate().map(|(index, finding)| {
        let cells = rows::finding(record, finding, From::Output);
        let explained = [rows::explanation(finding)];
        who(record).into_iter().chain([TableCell::Count(index + 1)]).chain(cells).chain(explained).collect()
    })
}

/// 差异明细: every finding, linked to its cell.
fn write_findings(book: &mut Workbook, ListedRows { rows, left_out }: ListedRows) -> Result<()> {
    let number = TableColumn::short("序号", 5, 5);
    let columns = WHO.into_iter().chain([number]).chain(rows::FINDING).chain([rows::EXPLANATION]).collect();
    let table = Table { columns, rows };
    let mut page = Page::new(book, "差异明细", "差异明细", &[&table])?;
    if table.rows.is_empty() {
        return page.line("本次复核未发现需要更正或说明的问题。无法核对的内容见「检查覆盖」。");
    }
    page.remark("点击单元格一栏可打开更正后的工作簿；序号与各单位差异表一致。")?;
    ListedRows::remark(left_out, &mut page)?;
    page.main_table(&table)?;
    Ok(())
}

/// 未采用的说明: explanations of an earlier round that are of no use any more, if there are any.
fn write_unused(book: &mut Workbook, mut listed: ListedRows, tally: &Tally) -> Result<()> {
    listed.add(tally.unplaced.iter().map(|(list, who, count)| {
        let mut row = vec![TableCell::Blank; WHO.len() + rows::UNUSED.len()];
        row[0] = TableCell::text(who);
        row[WHO.len() + 6] = TableCell::Text(format!("该单位不在本次核对的材料中，共 {count} 条"));
        row[WHO.len() + 7] = TableCell::text(list);
        row
    }));
    let ListedRows { rows, left_out } = listed;
    if rows.is_empty() {
        return Ok(());
    }
    let table = Table { columns: WHO.into_iter().chain(rows::UNUSED).collect(), rows };
    let mut page = Page::new(book, "未采用的说明", "未采用的情况说明", &[&table])?;
    page.remark("以前填写的下列情况说明，因所说明的问题已不存在或填报值已变化，本次未采用。")?;
    ListedRows::remark(left_out, &mut page)?;
    page.main_table(&table)?;
    Ok(())
}

/// How many missing figures are named in one cell.
const MOST_NAMED: usize = 5;

/// The rules that could not be checked everywhere in a submission, as rows of 检查覆盖.
fn unchecked(record: &Record) -> impl Iterator<Item = Vec<TableCell>> {
    let lacks = record.coverage.iter().filter(|coverage| !coverage.unchecked.is_empty());
    lacks.map(|coverage| {
        let mut named: Vec<String> =
            coverage.unchecked.iter().take(MOST_NAMED).map(|missing| rows::missing(record, missing)).collect();
        if coverage.unchecked.len() > MOST_NAMED {
            named.push(format!("等 {} 处，其余见该单位差异表", coverage.unchecked.len()));
        }
        let cells = rows::coverage(coverage).into_iter().chain([TableCell::Text(named.join("\n"))]);
        who(record).into_iter().chain(cells).collect()
    })
}

/// 检查覆盖: what could not be checked, by submission and rule.
fn write_unchecked(book: &mut Workbook, ListedRows { rows, left_out }: ListedRows) -> Result<()> {
    let [_, year] = WHO;
    let who = [TableColumn::words("单位", 14, 30), year];
    let columns = who.into_iter().chain(rows::COVERAGE).chain([TableColumn::words("缺少的数据", 20, 46)]).collect();
    let table = Table { columns, rows };
    let mut page = Page::new(book, "检查覆盖", "检查覆盖", &[&table])?;
    if table.rows.is_empty() {
        return page
            .line("没有因缺少数据而无法核对的内容。每条规则成立、不成立的次数见「按规则」，各单位的见其差异表。");
    }
    page.remark(
        "本表列出各单位因缺少数据而没有全部核对的规则；每条规则成立、不成立的次数见「按规则」，各单位的见其差异表。",
    )?;
    page.remark(rows::COVERAGE_REMARK)?;
    ListedRows::remark(left_out, &mut page)?;
    page.main_table(&table)?;
    Ok(())
}

/// 未能读取: files, forms that are not recognised, and outputs that could not be written.
fn unreadable(book: &mut Workbook, unknown: ListedRows, tally: &Tally) -> Result<()> {
    let files = tally.unreadable.iter().map(|file| {
        vec![
            TableCell::text("文件未能读取"),
            TableCell::Blank,
            TableCell::text(&*file.file),
            TableCell::Blank,
            TableCell::Blank,
            TableCell::text(&file.reason),
        ]
    });
    let unwritten = tally.unwritten.iter().map(|reason| {
        vec![
            TableCell::text("结果未能写出"),
            TableCell::Blank,
            TableCell::Blank,
            TableCell::Blank,
            TableCell::Blank,
            TableCell::text(reason),
        ]
    });
    let columns = vec![
        TableColumn::short("类别", 16, 16),
        TableColumn::words("单位", 14, 24),
        TableColumn::words("文件", 30, 44),
        TableColumn::words("工作表", 10, 16),
        TableColumn::short("单元格", 9, 9),
        TableColumn::words("原因", 40, 56),
    ];
    let ListedRows { rows: unknown, left_out } = unknown;
    let table = Table { columns, rows: files.chain(unknown).chain(unwritten).collect() };
    let mut page = Page::new(book, "未能读取", "未能读取的文件和表", &[&table])?;
    if table.rows.is_empty() {
        return page.line("所有文件均已读取。");
    }
    page.remark("下列文件或表没有经过核对，请按原因处理后重新核对。")?;
    ListedRows::remark(left_out, &mut page)?;
    page.main_table(&table)?;
    Ok(())
}

fn unknown_forms(record: &Record) -> impl Iterator<Item = Vec<TableCell>> {
    record.unknown.iter().map(|unknown| {
        vec![
            TableCell::text("表未能识别"),
            TableCell::text(&record.department),
            TableCell::text(&*unknown.place.file),
            TableCell::text(&*unknown.place.sheet),
            TableCell::text(unknown.place.cell_name()),
            TableCell::text(&unknown.reason),
        ]
    })
}
