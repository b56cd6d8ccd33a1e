//! 导出说明: what stays in the house, beside what is published: errors that are still open, and what was replaced.

use anyhow::Result;

use crate::model::finding::Finding;
use crate::publish::Published;
use crate::rules::privacy;
use crate::write::sheet::{self, Page};
use crate::write::table::{Cell, Column, Table};

/// The workbook; nothing where there is nothing to say.
pub fn workbook(published: &[Published]) -> Result<Option<Vec<u8>>> {
    let rows: Vec<Vec<Cell>> = published.iter().flat_map(rows).collect();
    if rows.is_empty() {
        return Ok(None);
    }
    let columns = vec![
        Column::words("单位", 12, 24),
        Column::short("处理", 12, 14),
        Column::short("级别", 6, 6),
        Column::short("规则", 8, 8),
        Column::words("文件和位置", 20, 40),
        Column::figures("填报", 8, 16),
        Column::figures("应为", 8, 16),
        Column::words("说明", 30, 60),
    ];
    let table = Table { columns, rows };
    let title = "导出说明（内部使用，请勿上传）";
    let mut book = sheet::workbook(title)?;
    let mut page = Page::new(&mut book, "导出说明", title, &[&table])?;
    page.remark("未更正的错误和公开时隐去的内容。公开的各页不带本表的内容。")?;
    page.main_table(&table)?;
    Ok(Some(book.save_to_buffer()?))
}

fn rows(one: &Published) -> Vec<Vec<Cell>> {
    let open = if one.held { "未公开" } else { "未更正，已公开" };
    let errors = one.open.iter().map(|finding| row(one, open, finding));
    let done = |finding| if privacy::is_left_open(finding) { "待核对" } else { "已处理" };
    let others = one.findings.iter().filter(|finding| !privacy::sums_up(finding));
    let others = others.map(|finding| row(one, done(finding), finding));
    errors.chain(others).collect()
}

fn row(one: &Published, what: &str, finding: &Finding) -> Vec<Cell> {
    let place = [&*finding.place.file, &*finding.place.sheet, &finding.place.cell_name()].join(" ");
    vec![
        Cell::text(&one.department),
        Cell::text(what),
        Cell::Level(finding.severity),
        Cell::text(&*finding.rule),
        Cell::text(place.trim()),
        Cell::text(finding.stated.as_deref().unwrap_or_default()),
        Cell::text(finding.expected.as_deref().unwrap_or_default()),
        Cell::text(&finding.message),
    ]
}
