//! The sheet 差异表 at the end of a corrected workbook: all findings in it, with a way to each cell.

use crate::check::Checked;
use crate::model::finding::{Finding, Severity};
use crate::model::output_names;
use crate::ooxml::{ListCell, ListRow, ListSheet, Look};
use crate::read::{Format, Sheet};
use crate::submission::{FileRead, is_discrepancy_list};
use crate::write::{rows, text_width};

/// Name of the sheet, and what it is called where the department has one of that name.
pub const NAME: &str = "差异表";
const OTHER_NAME: &str = "差异表（复核）";
/// The rows over the findings: title, remark, names of columns.
const HEAD: usize = 3;
const REMARK: &str = "本表在复核时加入，列出本工作簿中的全部问题，序号与随附的差异表.xlsx 一致。点击「单元格」可到达该处；\
     黄色单元格已更正，蓝色单元格建议核实、没有改动，点击这些单元格可回到本表，批注中有依据。";

/// What is said besides where the workbook was made anew.
const RECREATED: &str = "原文件不是 .xlsx 格式，本工作簿按其中的内容重新生成：数值、公式、合并单元格、数字格式、行高列宽和边框尽量保留，\
     图片、批注、图表和打印设置没有带入。";

/// Its columns: title, width, how the text stands.
const COLUMNS: [(&str, u32, &str); 11] = [
    ("序号", 6, "center"),
    ("级别", 7, "center"),
    ("规则", 9, "center"),
    ("工作表", 14, "left"),
    ("单元格", 9, "center"),
    ("项目", 20, "left"),
    ("填报值", 13, "right"),
    ("应为值", 13, "right"),
    ("差额", 11, "right"),
    ("说明", 62, "left"),
    ("更正方式", 12, "center"),
];
const CELL: usize = 4;
const LEVEL: usize = 1;
/// Points that a line takes.
const LINE: usize = 14;
const MOST_LINES: usize = 26;

const PLAIN: Look = Look { points: 10, bold: false, ink: "26313D", fill: None, bordered: true, align: "left" };
const TITLE: Look = Look { points: 16, bold: true, bordered: false, align: "center", ..PLAIN };
const NOTE: Look = Look { ink: "5B6672", bordered: false, ..PLAIN };
const HEADER: Look = Look { bold: true, fill: Some("E4EAF1"), align: "center", ..PLAIN };
const LINK: Look = Look { ink: "1F4E8C", align: "center", ..PLAIN };

/// The findings in a file with their numbers in the submission's list.
fn of_file<'a>(findings: &'a [Finding], file: &'a FileRead) -> impl Iterator<Item = (usize, &'a Finding)> {
    findings.iter().enumerate().filter(|(_, finding)| finding.place.file == file.file)
}

/// In which row of the sheet each finding stands, by what names it on its sheet.
pub fn rows_of(findings: &[Finding], file: &FileRead) -> Vec<(String, u32)> {
    let keys = of_file(findings, file).map(|(_, finding)| finding.key_on_sheet());
    keys.zip(HEAD as u32..).collect()
}

/// Whether the department has a sheet of this name of its own.
pub fn is_theirs(sheets: &[Sheet]) -> bool {
    sheets.iter().any(|sheet| &*sheet.name == NAME && !is_discrepancy_list(sheet))
}

/// The sheet for a file, which may have one of this name of its own.
pub fn sheet(checked: &Checked, file: &FileRead, has_own: bool) -> ListSheet {
    let title = output_names::list_title(&checked.submission.department, checked.submission.year);
    let width: usize = COLUMNS.iter().map(|(_, width, _)| *width as usize).sum();
    let anew = if file.format == Format::Xlsx { "" } else { RECREATED };
    let remark = format!("{REMARK}{anew}");
    let mut rows = vec![
        row(32, vec![cell(&title, TITLE)]),
        row(LINE * text_width::lines(&remark, width - 4) + 4, vec![cell(&remark, NOTE)]),
        row(24, COLUMNS.iter().map(|(title, ..)| cell(title, HEADER)).collect()),
    ];
    rows.extend(of_file(&checked.findings, file).map(|(number, finding)| finding_row(number, finding)));
    ListSheet {
        name: if has_own { OTHER_NAME } else { NAME }.to_string(),
        widths: COLUMNS.iter().map(|(_, width, _)| *width).collect(),
        rows,
        header: HEAD as u32 - 1,
    }
}

fn row(height: usize, cells: Vec<ListCell>) -> ListRow {
    ListRow { height: u32::try_from(height.min(409)).unwrap_or(409), cells }
}

fn cell(text: &str, look: Look) -> ListCell {
    ListCell { text: text_width::safe(text), look, target: None }
}

fn finding_row(number: usize, finding: &Finding) -> ListRow {
    let optional = |text: &Option<String>| text.clone().unwrap_or_default();
    let message = format!("{}\n依据：{}", rows::message(finding), finding.basis);
    let texts = [
        (number + 1).to_string(),
        finding.severity.name().to_string(),
        finding.rule.to_string(),
        finding.place.sheet.to_string(),
        finding.place.cell_name(),
        finding.item.clone(),
        optional(&finding.stated),
        optional(&finding.expected),
        optional(&finding.difference),
        message,
        rows::correction_in_place(finding).to_string(),
    ];
    let mut lines = 1;
    let mut cells = Vec::new();
    for (column, ((_, width, align), text)) in COLUMNS.iter().zip(texts).enumerate() {
        let room = *width as usize - 1;
        let text = text_width::within(&text_width::safe(&text), room, MOST_LINES);
        lines = lines.max(text_width::lines(&text, room));
        let target = finding.place.cell.map(|cell| (finding.place.sheet.to_string(), (cell.row, cell.column)));
        let is_link = column == CELL && target.is_some();
        let look = match column {
            LEVEL => severity(finding.severity),
            _ if is_link => LINK,
            _ => Look { align, ..PLAIN },
        };
        cells.push(ListCell { text, look, target: target.filter(|_| is_link) });
    }
    row(LINE * lines + 6, cells)
}

fn severity(severity: Severity) -> Look {
    let (fill, ink) = match severity {
        Severity::Error => ("F8DEDB", "8E2A20"),
        Severity::Warning => ("FCEFCB", "7A5A0B"),
        Severity::Note => ("E1ECF5", "2B5479"),
    };
    Look { fill: Some(fill), ink, align: "center", ..PLAIN }
}
