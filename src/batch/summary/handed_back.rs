//! 更正件: which workbooks go back corrected, and which of them had to be made anew.

use anyhow::Result;
use rust_xlsxwriter::Workbook;

use super::{ListedRows, WHO, who};
use crate::record::{CorrectedFile, Record};
use crate::write::link::LinkTarget;
use crate::write::sheet::Page;
use crate::write::table::{Table, TableCell, TableColumn};

/// The corrected workbooks of a submission as rows.
pub fn rows(record: &Record) -> impl Iterator<Item = Vec<TableCell>> {
    record.corrected.iter().map(|file| who(record).into_iter().chain(row(file)).collect())
}

/// Writes the sheet, if any workbook goes back.
pub fn write(book: &mut Workbook, ListedRows { rows, left_out }: ListedRows) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let columns = [
        TableColumn::words("报送的文件", 40, 60),
        TableColumn::words("更正件", 36, 50),
        TableColumn::words("方式", 30, 40),
        TableColumn::short("更正", 9, 9),
        TableColumn::short("建议核实", 11, 11),
    ];
    let table = Table { columns: WHO.into_iter().chain(columns).collect(), rows };
    let mut page = Page::new(book, "更正件", "更正后的工作簿", &[&table])?;
    page.remark("更正、建议核实按单元格计数。更正的单元格为黄色，已写入应为值；建议核实的为蓝色，值没有改动；批注和末尾的「差异表」说明理由。")?;
    page.remark("重新生成的工作簿保留数值、公式、合并单元格、数字格式、行高列宽和边框（以能读取的为限），图片、批注、图表和打印设置没有带入。")?;
    ListedRows::remark(left_out, &mut page)?;
    page.main_table(&table)?;
    Ok(())
}

fn row(file: &CorrectedFile) -> [TableCell; 5] {
    let extension = file.source.rsplit_once('.').map_or("", |(_, extension)| extension);
    let way = match file.recreated {
        false => "在原文件中更正，其余内容不变".to_string(),
        true => format!("由 .{} 重新生成为 .xlsx", extension.to_lowercase()),
    };
    let name = file.path.rsplit('/').next().unwrap_or(&file.path);
    [
        TableCell::text(&*file.source),
        TableCell::link(name, Some(LinkTarget::File(file.path.clone()))),
        TableCell::Text(way),
        TableCell::Count(file.corrected),
        TableCell::Count(file.suggested),
    ]
}
