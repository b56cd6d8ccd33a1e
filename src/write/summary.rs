//! 复核汇总.xlsx: all submissions of a run, for those who review them.

mod charts;
mod handed_back;
mod overview;
mod remarks;
mod rule_counts;
#[cfg(test)]
mod tests;

use anyhow::Result;
use rust_xlsxwriter::Workbook;

use crate::finding::Severity;
use crate::run::{Reviewed, Run};
use crate::write::link::From;
use crate::write::rows;
use crate::write::sheet::{self, Page};
use crate::write::table::{Cell, Column, Table};

/// Name of the file in the output folder.
pub const FILE: &str = "复核汇总.xlsx";

/// The 复核汇总 of a run.
pub fn workbook(run: &Run) -> Result<Vec<u8>> {
    let mut book = sheet::workbook("绩效自评复核汇总")?;
    let overview = overview::write(&mut book, run)?;
    charts::place(&mut book, run)?;
    findings(&mut book, run)?;
    let rule_counts = rule_counts::write(&mut book, run)?;
    charts::draw(&mut book, run, overview, rule_counts)?;
    handed_back::write(&mut book, run)?;
    unused(&mut book, run)?;
    coverage(&mut book, run)?;
    unreadable(&mut book, run)?;
    remarks::write(&mut book, run)?;
    Ok(book.save_to_buffer()?)
}

/// The department and year that a row is about.
const WHO: [Column; 2] = [Column::words("单位", 12, 16), Column::short("年度", 6, 6)];

fn who(reviewed: &Reviewed) -> [Cell; 2] {
    let submission = &reviewed.checked.submission;
    let year = submission.year.map(|year| year.to_string()).unwrap_or_default();
    [Cell::text(&submission.department), Cell::Text(year)]
}

/// The number of findings of a severity in a run.
fn count(run: &Run, severity: Severity) -> usize {
    run.reviewed.iter().map(|reviewed| rows::count(reviewed, severity)).sum()
}

/// 差异明细: every finding, linked to its cell.
fn findings(book: &mut Workbook, run: &Run) -> Result<()> {
    let of = |reviewed: &Reviewed| -> Vec<Vec<Cell>> {
        let numbered = reviewed.checked.findings.iter().enumerate();
        let row = |(index, finding)| {
            let cells = rows::finding(reviewed, finding, From::Output);
            let explained = [rows::explanation(finding)];
            who(reviewed).into_iter().chain([Cell::Count(index + 1)]).chain(cells).chain(explained).collect()
        };
        numbered.map(row).collect()
    };
    let number = Column::short("序号", 5, 5);
    let columns = WHO.into_iter().chain([number]).chain(rows::FINDING).chain([rows::EXPLANATION]).collect();
    let table = Table { columns, rows: run.reviewed.iter().flat_map(of).collect() };
    let mut page = Page::new(book, "差异明细", "差异明细", &[&table])?;
    if table.rows.is_empty() {
        return page.line("本次复核未发现需要更正或说明的问题。无法核对的内容见「检查覆盖」。");
    }
    page.remark("点击单元格一栏可打开更正后的工作簿；序号与各单位差异表一致。")?;
    page.main_table(&table)?;
    Ok(())
}

/// 未采用的说明: explanations of an earlier round that are of no use any more, if there are any.
fn unused(book: &mut Workbook, run: &Run) -> Result<()> {
    let of = |reviewed: &Reviewed| -> Vec<Vec<Cell>> {
        let row = |unused| who(reviewed).into_iter().chain(rows::unused(unused)).collect();
        reviewed.unused.iter().map(row).collect()
    };
    let gone = |(list, who, count): (&str, &str, usize)| {
        let mut row = vec![Cell::Blank; WHO.len() + rows::UNUSED.len()];
        row[0] = Cell::text(who);
        row[WHO.len() + 6] = Cell::Text(format!("该单位不在本次核对的材料中，共 {count} 条"));
        row[WHO.len() + 7] = Cell::text(list);
        row
    };
    let unplaced = run.unplaced_lists().into_iter().map(gone);
    let rows: Vec<_> = run.reviewed.iter().flat_map(of).chain(unplaced).collect();
    if rows.is_empty() {
        return Ok(());
    }
    let table = Table { columns: WHO.into_iter().chain(rows::UNUSED).collect(), rows };
    let mut page = Page::new(book, "未采用的说明", "未采用的情况说明", &[&table])?;
    page.remark("以前填写的下列情况说明，因所说明的问题已不存在或填报值已变化，本次未采用。")?;
    page.main_table(&table)?;
    Ok(())
}

/// How many missing figures are named in one cell.
const MOST_NAMED: usize = 5;

/// 检查覆盖: how every rule ended in every submission.
fn coverage(book: &mut Workbook, run: &Run) -> Result<()> {
    let of = |reviewed: &Reviewed| -> Vec<Vec<Cell>> {
        let row = |coverage: &crate::check::Coverage| {
            let mut named: Vec<String> =
                coverage.unchecked.iter().take(MOST_NAMED).map(|missing| rows::missing(reviewed, missing)).collect();
            if coverage.unchecked.len() > MOST_NAMED {
                named.push(format!("等 {} 处，其余见该单位差异表", coverage.unchecked.len()));
            }
            let cells = rows::coverage(coverage).into_iter().chain([Cell::Text(named.join("\n"))]);
            who(reviewed).into_iter().chain(cells).collect()
        };
        reviewed.checked.coverage.iter().map(row).collect()
    };
    let [_, year] = WHO;
    let who = [Column::words("单位", 14, 30), year];
    let columns = who.into_iter().chain(rows::COVERAGE).chain([Column::words("缺少的数据", 20, 46)]).collect();
    let table = Table { columns, rows: run.reviewed.iter().flat_map(of).collect() };
    let mut page = Page::new(book, "检查覆盖", "检查覆盖", &[&table])?;
    page.remark(rows::COVERAGE_REMARK)?;
    page.main_table(&table)?;
    Ok(())
}

/// 未能读取: files, forms that are not recognised, and outputs that could not be written.
fn unreadable(book: &mut Workbook, run: &Run) -> Result<()> {
    let files = run.unreadable.iter().map(|file| {
        vec![
            Cell::text("文件未能读取"),
            Cell::Blank,
            Cell::text(&*file.file),
            Cell::Blank,
            Cell::Blank,
            Cell::text(&file.reason),
        ]
    });
    let unwritten = run.unwritten.iter().map(|reason| {
        vec![Cell::text("结果未能写出"), Cell::Blank, Cell::Blank, Cell::Blank, Cell::Blank, Cell::text(reason)]
    });
    let columns = vec![
        Column::short("类别", 16, 16),
        Column::words("单位", 14, 24),
        Column::words("文件", 30, 44),
        Column::words("工作表", 10, 16),
        Column::short("单元格", 9, 9),
        Column::words("原因", 40, 56),
    ];
    let unknown = run.reviewed.iter().flat_map(unknown_forms);
    let table = Table { columns, rows: files.chain(unknown).chain(unwritten).collect() };
    let mut page = Page::new(book, "未能读取", "未能读取的文件和表", &[&table])?;
    if table.rows.is_empty() {
        return page.line("所有文件均已读取。");
    }
    page.remark("下列文件或表没有经过核对，请按原因处理后重新核对。")?;
    page.main_table(&table)?;
    Ok(())
}

fn unknown_forms(reviewed: &Reviewed) -> Vec<Vec<Cell>> {
    let submission = &reviewed.checked.submission;
    let row = |unknown: &crate::submission::UnknownForm| {
        vec![
            Cell::text("表未能识别"),
            Cell::text(&submission.department),
            Cell::text(&*unknown.place.file),
            Cell::text(&*unknown.place.sheet),
            Cell::text(unknown.place.cell_name()),
            Cell::Text(rows::unknown(&unknown.unknown)),
        ]
    };
    submission.unknown.iter().map(row).collect()
}
