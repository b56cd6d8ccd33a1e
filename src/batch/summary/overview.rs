//! 总览: a row for every submission.

use anyhow::Result;
use rust_xlsxwriter::Workbook;

use crate::batch::roster::Status;
use crate::batch::{Summary, Tally};
use crate::model::finding::Severity;
use crate::model::output_names;
use crate::record::Record;
use crate::record::questioned_amount;
use crate::write::link::Target;
use crate::write::sheet::{Page, Written};
use crate::write::table::{Cell, Column, Table};

/// Name of the sheet.
pub const NAME: &str = "总览";
/// The column of their numbers.
pub const NUMBER: u16 = 0;
/// The column of departments.
pub const DEPARTMENT: u16 = 1;
/// The column of stated scores.
pub const STATED: u16 = 3;
/// The column of recomputed scores.
pub const RECOMPUTED: u16 = 4;

/// Writes the sheet, and says where its table stands, if it has one.
pub fn write(book: &mut Workbook, rows: Vec<Vec<Cell>>, summary: &Summary) -> Result<Option<Written>> {
    let tally = &summary.tally;
    let table = Table { columns: columns(), rows };
    let mut page = Page::new(book, NAME, "绩效自评复核汇总", &[&table])?;
    page.line(&totals(tally))?;
    if !tally.unreadable.is_empty() {
        let text = format!("另有 {} 个文件未能读取，见「未能读取」", tally.unreadable.len());
        page.link_line(&text, &Target::Sheet("未能读取", "A1".to_string()))?;
    }
    if let Some(roster) = &summary.roster {
        let text = format!("应报 {} 项，未报 {} 项，见「报送情况」", roster.expected(), roster.count(Status::Missing));
        page.link_line(&text, &Target::Sheet("报送情况", "A1".to_string()))?;
    }
    if table.rows.is_empty() {
        page.line("本次没有可以核对的报送材料。")?;
        return Ok(None);
    }
    page.remark("点击「查看」可打开该单位的差异表。报告数是报送并读取的文字报告份数。")?;
    page.remark(questioned_amount::REMARK)?;
    page.main_table(&table).map(Some)
}

fn totals(tally: &Tally) -> String {
    let count = |severity: Severity| format!("{} {} 条", severity.name(), tally.count(severity));
    let [errors, warnings, notes] = [Severity::Error, Severity::Warning, Severity::Note].map(count);
    let Tally { submissions, files, reports, .. } = tally;
    let unchecked = tally.unchecked();
    format!(
        "共 {submissions} 个单位、{files} 个工作簿、{reports} 份报告：{errors}，{warnings}，{notes}；无法核对 {unchecked} 处"
    )
}

fn columns() -> Vec<Column> {
    vec![
        Column::short("序号", 7, 7),
        Column::words("单位", 24, 40),
        Column::short("年度", 9, 9),
        Column::short("自评总分", 11, 11),
        Column::short("复核总分", 11, 11),
        Column::short("自评等级", 11, 11),
        Column::short("复核等级", 11, 11),
        Column::short("错误", 8, 8),
        Column::short("警告", 8, 8),
        Column::short("提示", 8, 8),
        Column::short("已说明", 9, 9),
        Column::figures("存疑金额（万元）", 12, 16),
        Column::short("无法核对", 11, 11),
        Column::short("文件数", 9, 9),
        Column::short("报告数", 9, 9),
        Column::words("评分口径", 12, 30),
        Column::short("差异表", 10, 10),
    ]
}

/// A submission as a row, after so many others.
pub fn row(record: &Record, index: usize) -> Vec<Cell> {
    let (stated, recomputed) = (&record.stated, &record.recomputed);
    let grade = |grade: &Option<String>| Cell::Text(grade.clone().unwrap_or_else(|| "—".to_string()));
    let count = |severity| Cell::Count(record.count(severity));
    let [department, year] = super::who(record);
    let list = Target::File(format!("{}/{}", record.folder, output_names::DISCREPANCIES));
    vec![
        Cell::Count(index + 1),
        department,
        year,
        Cell::Score(stated.score.clone()),
        Cell::Score(recomputed.score.clone()),
        grade(&stated.grade),
        grade(&recomputed.grade),
        count(Severity::Error),
        count(Severity::Warning),
        count(Severity::Note),
        Cell::Count(record.explained()),
        Cell::Score(questioned_amount::in_wan_yuan(record.doubtful)),
        Cell::Count(record.unchecked()),
        Cell::Count(record.files.len()),
        Cell::Count(record.reports.len()),
        Cell::text(&record.profiles),
        Cell::link("查看", Some(list)),
    ]
}
