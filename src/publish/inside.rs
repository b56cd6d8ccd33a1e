//! 导出说明: what stays in the house, beside what is published: errors that are still open, and what was replaced.

use anyhow::Result;

use crate::model::finding::{Finding, Severity};
use crate::publish::Published;
use crate::rules::privacy;
use crate::write::sheet::{self, Page};
use crate::write::table::{Table, TableCell, TableColumn};

/// The workbook; nothing where there is nothing to say.
pub fn workbook(published: &[Published]) -> Result<Option<Vec<u8>>> {
    let rows: Vec<Vec<TableCell>> = published.iter().flat_map(rows).collect();
    if rows.is_empty() {
        return Ok(None);
    }
    let columns = vec![
        TableColumn::words("单位", 12, 24),
        TableColumn::short("处理", 12, 14),
        TableColumn::short("级别", 6, 6),
        TableColumn::short("规则", 8, 8),
        TableColumn::words("文件和位置", 20, 40),
        TableColumn::figures("填报", 8, 16),
        TableColumn::figures("应为", 8, 16),
        TableColumn::words("说明", 30, 60),
    ];
    let table = Table { columns, rows };
    let title = "导出说明（内部使用，请勿上传）";
    let mut book = sheet::workbook(title)?;
    let mut page = Page::new(&mut book, "导出说明", title, &[&table])?;
    page.remark("未更正的错误和公开时隐去的内容。公开的各页不带本表的内容。")?;
    page.main_table(&table)?;
    Ok(Some(book.save_to_buffer()?))
}

fn rows(one: &Published) -> Vec<Vec<TableCell>> {
    let open = if one.held { "未公开" } else { "未更正，已公开" };
    let errors = one.open.iter().map(|finding| row(one, open, finding));
    let done = |finding| if privacy::is_left_open(finding) { "待核对" } else { "已处理" };
    let others = one.findings.iter().filter(|finding| !privacy::sums_up(finding));
    let others = others.map(|finding| row(one, done(finding), finding));
    errors.chain(others).chain(one.tolerance.iter().map(|profiles| tolerated(one, profiles))).collect()
}

/// That differences within a tolerance were left as they were filed.
fn tolerated(one: &Published, profiles: &str) -> Vec<TableCell> {
    let said = format!("按口径「{profiles}」核对，容差以内的差额未更正");
    let mut row = vec![TableCell::text(&one.department), TableCell::text("容差"), TableCell::Level(Severity::Note)];
    row.resize(7, TableCell::Blank);
    row.push(TableCell::Text(said));
    row
}

fn row(one: &Published, what: &str, finding: &Finding) -> Vec<TableCell> {
    let place = [&*finding.place.file, &*finding.place.sheet, &finding.place.cell_name()].join(" ");
    vec![
        TableCell::text(&one.department),
        TableCell::text(what),
        TableCell::Level(finding.severity),
        TableCell::text(&*finding.rule),
        TableCell::text(place.trim()),
        TableCell::text(finding.stated.as_deref().unwrap_or_default()),
        TableCell::text(finding.expected.as_deref().unwrap_or_default()),
        TableCell::text(&finding.message),
    ]
}
