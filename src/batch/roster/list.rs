//! Reading a list, whatever program it was saved by and in whatever order its columns stand.

use std::ffi::OsStr;
use std::path::Path;

use anyhow::{Result, anyhow, bail};

use super::columns::{RosterColumn, RosterColumns, header, refuse_unread, says_what};
use super::{ExpectedFiling, FilingItem, RosterList, plain};
use crate::model::place::Address;
use crate::model::text::label::normalise;
use crate::read::{Sheet, workbook};
use crate::recognise::fields;

/// What marks a row that only shows how to fill in the list.
pub const EXAMPLE: &str = "示例";
/// Endings of files that are read as text.
const TEXTS: [&str; 3] = ["csv", "txt", "tsv"];
/// Rows below the list.
const ENDINGS: [&str; 5] = ["合计", "总计", "填表说明", "注", "备注"];

/// Reads a list. Rows that are not understood are kept as faults; a file without a list, or with a column that seems to
/// matter and is not understood, is an error.
pub fn read(path: &Path) -> Result<RosterList> {
    let file = path.display().to_string();
    let sheets = sheets(path, &file).map_err(|error| anyhow!("应报清单 {file}：{error}"))?;
    let mut list = RosterList { file: file.clone(), ..RosterList::default() };
    let mut found: Vec<(&Sheet, u32, RosterColumns)> =
        sheets.iter().filter_map(|sheet| header(sheet).map(|(row, columns)| (sheet, row, columns))).collect();
    if found.is_empty() {
        bail!(
            "{file} 不是应报清单：没有找到有「部门」（或「单位」）的表头；一般另有「表种」「项目名称」，可用 ziping roster new 生成空白清单"
        );
    }
    for (sheet, row, columns) in &found {
        refuse_unread(&file, sheet, *row, columns)?;
    }
    // Beside a sheet that says what is expected, one with names only is what drop-down lists are made of.
    if found.iter().any(|(_, _, columns)| says_what(columns)) {
        found.retain(|(_, _, columns)| says_what(columns));
    }
    for (sheet, row, columns) in &found {
        list.year = list.year.or_else(|| fields::years(sheet, 0..*row).first().map(|note| note.year));
        rows(sheet, *row, columns, &mut list);
    }
    if list.rows.is_empty() {
        bail!(
            "应报清单 {file} 中没有填写应报的单位和表{}",
            list.faults.first().map(|fault| format!("：{fault}")).unwrap_or_default()
        );
    }
    Ok(list)
}

/// The sheets of a workbook, or the one that a text makes.
fn sheets(path: &Path, file: &str) -> Result<Vec<Sheet>> {
    let is_text = |extension: &OsStr| TEXTS.iter().any(|text| extension.eq_ignore_ascii_case(text));
    if !path.extension().is_some_and(is_text) {
        return Ok(workbook::read(path, file.into())?.sheets);
    }
    let bytes = crate::read::bytes(path)?;
    let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    let sheet = plain::sheet(&bytes, &name)?;
    let labelled = if header(&sheet).is_none() { plain::with_label(&sheet) } else { None };
    Ok(vec![labelled.unwrap_or(sheet)])
}

fn rows(sheet: &Sheet, header: u32, columns: &RosterColumns, list: &mut RosterList) {
    // A department is often written once, for all rows below it.
    let mut department = String::new();
    for row in header + 1..sheet.height() {
        let text = |column: RosterColumn| columns.get(&column).map(|at| at_region(sheet, row, *at)).unwrap_or_default();
        let is_filled = columns.values().any(|at| !at_region(sheet, row, *at).is_empty());
        let is_ending = sheet.row(row).next().is_some_and(|(_, cell)| ends(&cell.text()));
        if !is_filled || is_ending || text(RosterColumn::Remark).starts_with(EXAMPLE) {
            continue;
        }
        let own = text(RosterColumn::Department);
        if !own.is_empty() {
            department = own;
        }
        if list.year.is_none() {
            list.year = year(&text(RosterColumn::Year));
        }
        match expected(&department, columns, text) {
            Ok(expected) => list.rows.push(expected),
            Err(fault) => list.faults.push(format!("{} 第 {} 行：{fault}", sheet.name, row + 1)),
        }
    }
}

fn year(text: &str) -> Option<i32> {
    let digits: String = normalise(text).chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok().filter(|year| (2000..2100).contains(year))
}

/// Whether a row that begins so stands below the list.
pub fn ends(text: &str) -> bool {
    let text = normalise(text);
    ENDINGS.iter().any(|ending| text.starts_with(ending))
}

/// What stands in a cell, or in the merged range that covers it.
pub fn at_region(sheet: &Sheet, row: u32, column: u32) -> String {
    let own = sheet.cell(row, column);
    let covered = || sheet.region(Address::new(row, column)).and_then(|region| sheet.cells.get(&region.first));
    own.or_else(covered).map(|cell| cell.text().trim().to_string()).unwrap_or_default()
}

fn expected(
    department: &str,
    columns: &RosterColumns,
    text: impl Fn(RosterColumn) -> String,
) -> Result<ExpectedFiling, String> {
    let (form, project, unit) = (text(RosterColumn::Form), text(RosterColumn::Project), text(RosterColumn::Unit));
    if department.is_empty() && unit.is_empty() {
        return Err("没有写部门或单位".to_string());
    }
    let item = match form.is_empty() {
        false => item(&form).ok_or_else(|| format!("表种「{form}」不能识别，请填 {}", names()))?,
        true if !project.is_empty() => FilingItem::Project,
        true if columns.contains_key(&RosterColumn::Form) => return Err(format!("没有写表种，请填 {}", names())),
        true => FilingItem::Any,
    };
    let count = text(RosterColumn::Count);
    let digits: String = normalise(&count).chars().filter(char::is_ascii_digit).collect();
    let count = match digits.parse().ok().filter(|count| *count > 0) {
        None if !count.is_empty() && digits != "0" => return Err(format!("份数「{count}」不是数")),
        count => count,
    };
    let tables = if item == FilingItem::Accounts { tables(&form, &project) } else { Vec::new() };
    // What stands beside accounts tables and reports is no project.
    let project = if matches!(item, FilingItem::Project) { project } else { String::new() };
    Ok(ExpectedFiling { department: department.to_string(), unit, item, form, project, tables, count })
}

fn names() -> String {
    FilingItem::NAMED.map(FilingItem::name).join("、")
}

fn item(form: &str) -> Option<FilingItem> {
    let form = normalise(form);
    let has = |words: &[&str]| words.iter().any(|word| form.contains(word));
    match () {
        () if has(&["报告"]) => Some(FilingItem::Report),
        () if has(&["决算", "公开"]) => Some(FilingItem::Accounts),
        () if has(&["转移支付"]) => Some(FilingItem::Project),
        () if has(&["整体", "部门自评", "部门绩效"]) => Some(FilingItem::Department),
        () if has(&["项目"]) => Some(FilingItem::Project),
        () if has(&["全部", "材料"]) => Some(FilingItem::Any),
        () => None,
    }
}

/// The numbers of accounts tables that are named: 「公开01、公开03」, 「公开01-公开09」.
fn tables(form: &str, beside: &str) -> Vec<String> {
    let text = normalise(&format!("{form} {beside}"));
    let mut numbers: Vec<u32> = Vec::new();
    let mut parts = text.split("公开");
    let mut before = parts.next().unwrap_or_default();
    for part in parts {
        let digits: String = part.chars().take_while(char::is_ascii_digit).collect();
        let Ok(number) = digits.parse::<u32>() else { continue };
        let to = before.ends_with(['-', '—', '–', '~', '至', '到']);
        let first = numbers.last().filter(|_| to).map_or(number, |last| last + 1);
        numbers.extend(first..=number.max(first).min(first + 20));
        before = part;
    }
    numbers.dedup();
    numbers.iter().map(|number| format!("{number:02}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::sheet;

    fn list_of(cells: &str) -> RosterList {
        let sheet = sheet("清单", cells);
        let (row, columns) = header(&sheet).expect("a header");
        let mut list =
            RosterList { year: fields::years(&sheet, 0..row).first().map(|note| note.year), ..RosterList::default() };
        rows(&sheet, row, &columns, &mut list);
        list
    }

    fn shown(list: &RosterList) -> Vec<String> {
        let row = |row: &ExpectedFiling| {
            format!("{}|{}|{}|{}|{:?}", row.department, row.unit, row.item.code(), row.project, row.count)
        };
        list.rows.iter().map(row).collect()
    }

    #[test]
    fn columns_are_found_by_their_labels_in_any_order() {
        let list = list_of(
            "A1=2023年度绩效自评应报清单; A3=序号; B3=表种; C3=单 位; D3=主管部门; E3=项目名称（全称）; F3=联系电话; G3=份数
A4=1; B4=项目支出绩效自评表; C4=园林中心; D4=园林局; E4=公园养护; F4=13800000000
A5=2; B5=部门整体自评表; D5=园林局
A6=3; B6=部门决算公开表; D6=园林局; G6=9张
A7=合计; G7=11",
        );
        assert_eq!(list.year, Some(2023));
        assert!(list.faults.is_empty(), "{:?}", list.faults);
        assert_eq!(
            shown(&list),
            ["园林局|园林中心|project|公园养护|None", "园林局||department||None", "园林局||accounts||Some(9)"]
        );
    }

    #[test]
    fn a_department_written_once_holds_for_the_rows_below_it() {
        let list = list_of("A1=部门; B1=项目名称; A2=园林局; B2=公园养护; B3=行道树补植; A4=水利局; B4=堤防维修");
        assert_eq!(
            shown(&list),
            ["园林局||project|公园养护|None", "园林局||project|行道树补植|None", "水利局||project|堤防维修|None"]
        );
    }

    #[test]
    fn a_plain_list_of_departments_expects_anything() {
        let list = list_of("A1=序号; B1=单位; C1=备注; A2=1; B2=园林局; A3=2; B3=水利局; C3=示例");
        assert_eq!(shown(&list), ["|园林局|any||None"]);
    }

    #[test]
    fn rows_that_are_not_understood_are_told() {
        let list = list_of("A1=部门; B1=表种; C1=份数; A2=园林局; B2=什么表; A3=园林局; B3=决算表; C3=若干");
        assert!(list.rows.is_empty());
        assert!(list.faults[0].contains("清单 第 2 行：表种「什么表」不能识别"), "{:?}", list.faults);
        assert!(list.faults[1].contains("份数「若干」不是数"), "{:?}", list.faults);
    }

    #[test]
    fn names_alone_and_texts_are_lists_too() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let read_as = |name: &str, bytes: &[u8]| {
            let path = folder.path().join(name);
            std::fs::write(&path, bytes).expect("written");
            read(&path)
        };
        let names = ["|园林局|any||None", "|水利局|any||None"];
        let plain = read_as("名单.txt", "柳河县2023年度绩效自评应报单位名单\r\n园林局\r\n\r\n水利局\r\n".as_bytes())
            .expect("read");
        assert_eq!((shown(&plain), plain.year), (names.map(String::from).to_vec(), Some(2023)));
        let gb = encoding_rs::GB18030.encode("单位名称\r\n园林局\r\n\r\n水利局\r\n").0.into_owned();
        assert_eq!(shown(&read_as("名单.csv", &gb).expect("read")), names);
        let table = "\u{feff}部门,表种,份数\r\n园林局,部门决算公开表,9\r\n\r\n水利局,什么表,\n";
        let table = read_as("清单.csv", table.as_bytes()).expect("read");
        assert_eq!(shown(&table), ["园林局||accounts||Some(9)"]);
        assert!(table.faults[0].starts_with("清单.csv 第 4 行"), "{:?}", table.faults);
        for text in ["园林局，水利局应于三月底前报送。\n", "园林局,5\n水利局,6\n", "", "2023年度名单\n"]
        {
            assert!(read_as("通知.txt", text.as_bytes()).is_err(), "{text}");
        }
    }

    #[test]
    fn accounts_tables_may_be_named() {
        assert_eq!(tables("部门决算公开表（公开01、公开03表）", ""), ["01", "03"]);
        assert_eq!(tables("部门决算公开表", "公开07-公开09"), ["07", "08", "09"]);
        assert!(tables("部门决算公开表", "").is_empty());
    }
}
