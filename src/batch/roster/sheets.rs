//! Who has filed, in 复核汇总.xlsx: 报送情况 by department, and 报送明细.

use super::outcome::{DepartmentOutcome, FilingStatus, Line, RosterOutcome};
use super::screen;
use crate::batch::summary_sheet::Chapter;
use crate::write::table::{Table, TableCell, TableColumn};

const REMARKS: [&str; 3] = [
    "单位和项目的名称，除全角半角、空格、编码和「（盖章）」等字样外完全相同的，才算已报；全称与简称、上下年度项目名称相近的列为「疑似已报」，请核实，不计入已报，也不计入未报。",
    "重复报送：同一张表在两个或两个以上文件中报送，已计入已报。清单外：已报送而清单上没有。未能读取：文件损坏、加密或没有可识别的表，未报的内容可能就在其中。",
    "部门整体支出绩效自评表、部门决算公开表以表上写的部门为准；表上没有写的，以所在文件夹为准。",
];
/// More files are not named in one cell.
const MOST_FILES: usize = 5;

/// The sheets of an outcome.
pub fn chapters(outcome: &RosterOutcome) -> Vec<Chapter> {
    let year = outcome.year.map(|year| format!("{year} 年度")).unwrap_or_else(|| "未写明年度".to_string());
    let counts = screen::counts(outcome.expected(), |status| outcome.count(status));
    let mut lines = vec![format!("应报清单：{}，{year}", outcome.file), counts];
    lines.extend(outcome.faults.iter().map(|fault| format!("清单有误，未采用：{fault}")));
    let overview = Chapter {
        name: "报送情况",
        title: "报送情况".to_string(),
        lines,
        remarks: REMARKS.map(str::to_string).to_vec(),
        tables: vec![(String::new(), overview(outcome))],
    };
    let details = Chapter {
        name: "报送明细",
        title: "报送情况明细".to_string(),
        lines: Vec::new(),
        remarks: vec!["用「情况」一栏筛选，可只看未报、疑似已报或重复报送的。".to_string()],
        tables: vec![(String::new(), details(outcome))],
    };
    vec![overview, details]
}

fn overview(outcome: &RosterOutcome) -> Table {
    let counts = [
        FilingStatus::Filed,
        FilingStatus::Twice,
        FilingStatus::Unsure,
        FilingStatus::Partial,
        FilingStatus::Missing,
        FilingStatus::Unexpected,
    ];
    let head =
        [TableColumn::words("部门", 30, 44), TableColumn::short("结论", 13, 13), TableColumn::short("应报", 9, 9)];
    let counted = counts.map(|status| TableColumn::short(status.name(), 11, 11));
    let unreadable = TableColumn::short(FilingStatus::Unreadable.name(), 11, 11);
    let columns =
        head.into_iter().chain(counted).chain([unreadable, TableColumn::words("未报的内容", 40, 70)]).collect();
    let row = |department: &DepartmentOutcome| {
        let head = [
            TableCell::text(&department.department),
            TableCell::text(department.verdict()),
            TableCell::Count(department.expected()),
        ];
        let counted = counts
            .into_iter()
            .chain([FilingStatus::Unreadable])
            .map(|status| TableCell::Count(department.count(status)));
        head.into_iter().chain(counted).chain([TableCell::Text(missing(department))]).collect()
    };
    Table { columns, rows: outcome.departments.iter().map(row).collect() }
}

/// What a department has not filed.
fn missing(department: &DepartmentOutcome) -> String {
    let is_short = |line: &&Line| matches!(line.status, FilingStatus::Missing | FilingStatus::Partial);
    let what = |line: &Line| match line.status {
        FilingStatus::Partial => format!("{}（份数不足）", line.what()),
        _ => line.what(),
    };
    department.lines.iter().filter(is_short).map(what).collect::<Vec<_>>().join("、")
}

fn details(outcome: &RosterOutcome) -> Table {
    let columns = vec![
        TableColumn::words("部门", 20, 34),
        TableColumn::words("单位", 14, 30),
        TableColumn::words("表种", 24, 28),
        TableColumn::words("项目名称", 18, 36),
        TableColumn::short("应报", 8, 8),
        TableColumn::short("实报", 8, 8),
        TableColumn::short("情况", 11, 11),
        TableColumn::words("文件", 30, 60),
        TableColumn::words("说明", 24, 46),
    ];
    let of = |department: &DepartmentOutcome| -> Vec<Vec<TableCell>> {
        department.lines.iter().map(|line| detail(&department.department, line)).collect()
    };
    Table { columns, rows: outcome.departments.iter().flat_map(of).collect() }
}

fn detail(department: &str, line: &Line) -> Vec<TableCell> {
    let mut files: Vec<&str> = line.files.iter().take(MOST_FILES).map(String::as_str).collect();
    let more = format!("等 {} 个文件", line.files.len());
    if line.files.len() > MOST_FILES {
        files.push(&more);
    }
    vec![
        TableCell::text(department),
        TableCell::text(&line.unit),
        TableCell::text(&line.form),
        TableCell::text(&line.project),
        line.expected.map_or(TableCell::Blank, TableCell::Count),
        TableCell::Count(line.filed),
        TableCell::text(line.status.name()),
        TableCell::Text(files.join("\n")),
        TableCell::text(&line.note),
    ]
}
