//! 总览: a row for every submission.

use anyhow::Result;
use rust_xlsxwriter::Workbook;

use crate::batch::roster::FilingStatus;
use crate::batch::{Summary, Tally};
use crate::model::finding::Severity;
use crate::model::output_names;
use crate::record::{Record, questioned_amount};
use crate::write::link::LinkTarget;
use crate::write::sheet::{Page, WrittenTable};
use crate::write::table::{Table, TableCell, TableColumn};

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
pub fn write(book: &mut Workbook, rows: Vec<Vec<TableCell>>, summary: &Summary) -> Result<Option<WrittenTable>> {
    let tally = &summary.tally;
    let table = Table { columns: columns(), rows };
    let mut page = Page::new(book, NAME, "绩效自评复核汇总", &[&table])?;
    page.line(&totals(tally))?;
    if !tally.unreadable.is_empty() {
        let text = format!("另有 {} 个文件未能读取，见「未能读取」", tally.unreadable.len());
        page.link_line(&text, &LinkTarget::Sheet("未能读取", "A1".to_string()))?;
    }
    if let Some(roster) = &summary.roster {
        let text =
            format!("应报 {} 项，未报 {} 项，见「报送情况」", roster.expected(), roster.count(FilingStatus::Missing));
        page.link_line(&text, &LinkTarget::Sheet("报送情况", "A1".to_string()))?;
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

fn columns() -> Vec<TableColumn> {
    vec![
        TableColumn::short("序号", 7, 7),
        TableColumn::words("单位", 24, 40),
        TableColumn::short("年度", 9, 9),
        TableColumn::short("自评总分", 11, 11),
        TableColumn::short("复核总分", 11, 11),
        TableColumn::short("自评等级", 11, 11),
        TableColumn::short("复核等级", 11, 11),
        TableColumn::short("错误", 8, 8),
        TableColumn::short("警告", 8, 8),
        TableColumn::short("提示", 8, 8),
        TableColumn::short("已说明", 9, 9),
        TableColumn::figures("存疑金额（万元）", 12, 16),
        TableColumn::short("无法核对", 11, 11),
        TableColumn::short("文件数", 9, 9),
        TableColumn::short("报告数", 9, 9),
        TableColumn::words("评分口径", 12, 30),
        TableColumn::short("差异表", 10, 10),
    ]
}

/// A submission as a row, after so many others.
pub fn row(record: &Record, index: usize) -> Vec<TableCell> {
    let (stated, recomputed) = (&record.stated, &record.recomputed);
    let grade = |grade: &Option<String>| TableCell::Text(grade.clone().unwrap_or_else(|| "—".to_string()));
    let count = |severity| TableCell::Count(record.count(severity));
    let [department, year] = super::who(record);
    let list = LinkTarget::File(format!("{}/{}", record.folder, output_names::DISCREPANCIES));
    vec![
        TableCell::Count(index + 1),
        department,
        year,
        TableCell::Score(stated.score.clone()),
        TableCell::Score(recomputed.score.clone()),
        grade(&stated.grade),
        grade(&recomputed.grade),
        count(Severity::Error),
        count(Severity::Warning),
        count(Severity::Note),
        TableCell::Count(record.explained()),
        TableCell::Score(questioned_amount::in_wan_yuan(record.doubtful)),
        TableCell::Count(record.unchecked()),
        TableCell::Count(record.files.len()),
        TableCell::Count(record.reports.len()),
        TableCell::text(&record.profiles),
        TableCell::link("查看", Some(list)),
    ]
}
