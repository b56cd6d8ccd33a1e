//! Reading a 差异表 that came back filled in, whatever program it was saved by.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Result, bail};

use super::Explanation;
use crate::model::output_names;
use crate::read::{Sheet, workbook};

/// The columns that a list must have to be taken back.
const COLUMNS: [&str; 7] = ["规则", "文件", "工作表", "单元格", "填报值", "说明", "情况说明"];
/// What stands for nothing to say.
const NOTHING: [&str; 7] = ["无", "/", "—", "-", "－", "——", "／"];
const EXTENSIONS: [&str; 4] = ["xlsx", "xls", "et", "ods"];

/// The lists at a path: the file itself, or what is called 差异表 in a folder.
pub fn files(path: &Path) -> Vec<PathBuf> {
    if !path.is_dir() {
        return vec![path.to_path_buf()];
    }
    let entries = walkdir::WalkDir::new(path).sort_by_file_name().into_iter().flatten();
    let paths = entries.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path);
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let is_workbook = |path: &PathBuf| {
        let extension = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        EXTENSIONS.contains(&extension.as_str()) && !name(path).starts_with(['~', '.'])
    };
    paths.filter(is_workbook).filter(|path| name(path).contains("差异表")).collect()
}

/// The explanations in a list. One that holds none is no fault: the department had nothing to say.
pub fn read(path: &Path, file: &Arc<str>) -> Result<Vec<Explanation>> {
    let workbook = workbook::read(path, file.clone())?;
    let mut lists = workbook.sheets.iter().filter_map(|sheet| Some((sheet, header(sheet)?)));
    match lists.next() {
        Some((sheet, (row, columns))) => Ok(rows(sheet, row, &columns, file)),
        // A department without findings got a list without rows.
        None if workbook.sheets.iter().any(|sheet| title(sheet, u32::MAX).is_some()) => Ok(Vec::new()),
        None => bail!("不是本程序生成的差异表（没有“规则”“单元格”“填报值”“情况说明”等栏），情况说明未采用"),
    }
}

type ListColumns = BTreeMap<&'static str, u32>;

/// The row with the names of all columns, and where they stand.
fn header(sheet: &Sheet) -> Option<(u32, ListColumns)> {
    (0..sheet.height()).find_map(|row| {
        let named = |name: &&'static str| {
            let column = sheet.row(row).find(|(_, cell)| cell.text().trim() == *name)?.0.column;
            Some((*name, column))
        };
        let columns: ListColumns = COLUMNS.iter().filter_map(named).collect();
        (columns.len() == COLUMNS.len()).then_some((row, columns))
    })
}

/// Whom the list is about, by its title.
fn title(sheet: &Sheet, before: u32) -> Option<String> {
    let mut texts = sheet.cells.iter().filter(|(address, _)| address.row < before).map(|(_, cell)| cell.text());
    texts.find_map(|text| text.trim().strip_suffix(output_names::DISCREPANCIES_TITLE).map(str::to_string))
}

fn rows(sheet: &Sheet, header: u32, columns: &ListColumns, file: &Arc<str>) -> Vec<Explanation> {
    let who = title(sheet, header).unwrap_or_default();
    let explanation = |row: u32| {
        let text = |name: &str| {
            let column = columns.get(name).copied()?;
            sheet.cell(row, column).map(|cell| cell.text().trim().to_string())
        };
        let said = text("情况说明").filter(|said| !said.is_empty() && !NOTHING.contains(&said.as_str()))?;
        let of = |name: &str| text(name).unwrap_or_default();
        Some(Explanation {
            list: file.clone(),
            who: who.clone(),
            rule: text("规则").filter(|rule| !rule.is_empty())?,
            file: of("文件"),
            sheet: of("工作表"),
            cell: of("单元格"),
            stated: of("填报值"),
            message: of("说明"),
            text: said,
        })
    };
    (header + 1..sheet.height()).filter_map(explanation).collect()
}
