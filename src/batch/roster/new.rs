//! A new list: blank with examples, or what last year's submissions hold.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use rust_xlsxwriter::{DataValidation, DataValidationRule};

use super::{ExpectedFiling, FilingItem};
use crate::model::form::{Field, Form, FormKind};
use crate::model::text::organisations::organisation_key;
use crate::model::text::projects::project_key;
use crate::submission::Submission;
use crate::write::sheet::{self, Page};
use crate::write::table::{Table, TableCell, TableColumn};

const NAME: &str = "应报清单";
/// Rows to be filled in by hand.
const BLANK_ROWS: usize = 40;
/// The column of what is expected.
const FORM: u16 = 2;
/// The column of how many.
const COUNT: u16 = 4;
const EXAMPLE_REMARK: &str = "示例，请删除（不删除也不会计入）";
const REMARKS: [&str; 6] = [
    "一行写一项应报的内容。部门：主管部门或一级预算单位；由部门本级报送的，单位不填；由下属单位报送的，写明单位。",
    "表种从下拉列表中选。项目支出绩效自评表一个项目一行，写明项目名称；不能预先知道项目的，项目名称不填，可在份数中写应报几份。",
    "部门决算公开表的份数写应报几张表；不填的，有一张即算已报。只需某几张表的，可在表种中写明，如「部门决算公开表 公开01、公开03」。",
    "名称请写全称，与表上填写的一致：程序只把写法相同的算作已报，简称列为「疑似已报」。",
    "可以增加列、调整列的顺序，表头的文字请保留；也可以使用自己的清单，有「部门」或「单位」一列即可，「表种」「项目名称」「份数」有则按其核对。",
    "填好后：ziping check 报送材料 --roster 应报清单.xlsx -o 结果，在复核汇总的「报送情况」中查看谁没有报。",
];

/// What a submission holds, as rows of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastYear {
    /// Its year.
    year: Option<i32>,
    /// Its rows.
    expected: Vec<ExpectedFiling>,
}

impl LastYear {
    /// What is to be listed of a submission.
    pub fn of(submission: &Submission) -> LastYear {
        LastYear { year: submission.year, expected: expected(submission) }
    }
}

/// A list to be filled in, with examples; `year` is the one that it asks about.
pub fn blank(year: Option<i32>) -> Result<Vec<u8>> {
    let example = |form: &str, unit: &str, project: &str, count: &str| {
        ["（示例）市园林局", unit, form, project, count, EXAMPLE_REMARK].map(TableCell::text).to_vec()
    };
    let rows = vec![
        example(FilingItem::Project.name(), "市园林绿化中心", "公园养护", ""),
        example(FilingItem::Department.name(), "", "", "1"),
        example(FilingItem::Accounts.name(), "", "", "9"),
        example(FilingItem::Report.name(), "", "", "1"),
    ];
    workbook(year, rows)
}

/// A list of what these submissions hold, for the year after theirs.
pub fn from(submissions: &[LastYear], year: Option<i32>) -> Result<Vec<u8>> {
    let next = submissions.iter().filter_map(|submission| submission.year).max().map(|year| year + 1);
    let rows = submissions.iter().flat_map(|submission| {
        let filed = submission.year.map(|year| format!("{year} 年度已报")).unwrap_or_else(|| "上年已报".to_string());
        submission.expected.iter().map(move |expected| row(expected, &filed))
    });
    workbook(year.or(next), rows.collect())
}

fn row(expected: &ExpectedFiling, remark: &str) -> Vec<TableCell> {
    vec![
        TableCell::text(&expected.department),
        TableCell::text(&expected.unit),
        TableCell::text(&expected.form),
        TableCell::text(&expected.project),
        expected.count.map_or(TableCell::Blank, TableCell::Count),
        TableCell::text(remark),
    ]
}

/// What a submission holds for its own year; last year's tables beside it are left out.
fn expected(submission: &Submission) -> Vec<ExpectedFiling> {
    let is_own = |form: &&Form| form.year.is_none() || form.year == submission.year;
    // In the order of the list: what it is, unit, project.
    let mut found: BTreeMap<(FilingItem, String, String), (ExpectedFiling, BTreeSet<&str>)> = BTreeMap::new();
    for form in submission.forms.iter().filter(is_own) {
        let (item, field) = match form.layout.kind {
            FormKind::Project => (FilingItem::Project, Field::Unit),
            FormKind::Department => (FilingItem::Department, Field::Department),
            FormKind::Accounts => (FilingItem::Accounts, Field::Department),
        };
        let named = form.field(field).unwrap_or_default().trim();
        let unit = if organisation_key(named) == organisation_key(&submission.department) { "" } else { named };
        let project =
            if item == FilingItem::Project { form.field(Field::Project).unwrap_or_default().trim() } else { "" };
        let key = (item, organisation_key(unit), project_key(project));
        let row = || (expecting(submission, unit, item, project), BTreeSet::new());
        let (_, tables) = found.entry(key).or_insert_with(row);
        tables.insert(form.layout.table().unwrap_or(&form.layout.id));
    }
    // A form that names no project says nothing beside those that do.
    let is_named = |expected: &ExpectedFiling| expected.item != FilingItem::Project || !expected.project.is_empty();
    if found.values().any(|(expected, _)| expected.item == FilingItem::Project && is_named(expected)) {
        found.retain(|_, (expected, _)| is_named(expected));
    }
    let counted = found.into_values().map(|(expected, tables)| {
        let count = (expected.item == FilingItem::Accounts).then_some(tables.len());
        ExpectedFiling { count, ..expected }
    });
    let report = (!submission.reports.is_empty()).then(|| expecting(submission, "", FilingItem::Report, ""));
    counted.chain(report).collect()
}

fn expecting(submission: &Submission, unit: &str, item: FilingItem, project: &str) -> ExpectedFiling {
    ExpectedFiling {
        department: submission.department.clone(),
        unit: unit.to_string(),
        item,
        form: item.name().to_string(),
        project: project.to_string(),
        tables: Vec::new(),
        count: None,
    }
}

fn workbook(year: Option<i32>, mut rows: Vec<Vec<TableCell>>) -> Result<Vec<u8>> {
    rows.extend(std::iter::repeat_n(vec![TableCell::Blank; 6], BLANK_ROWS));
    let columns = vec![
        TableColumn::words("部门", 30, 44),
        TableColumn::words("单位", 28, 40),
        TableColumn::words("表种", 28, 36),
        TableColumn::words("项目名称", 34, 46),
        TableColumn::short("份数", 8, 8),
        TableColumn::words("说明", 34, 40),
    ];
    let table = Table { columns, rows };
    let title = match year {
        Some(year) => format!("{year}年度绩效自评应报清单"),
        None => "　　　　年度绩效自评应报清单（请写明年度）".to_string(),
    };
    let mut book = sheet::workbook(NAME)?;
    let mut page = Page::new(&mut book, NAME, &title, &[&table])?;
    REMARKS.iter().try_for_each(|remark| page.remark(remark))?;
    let written = page.main_table(&table)?;
    let sheet = book.worksheet_from_name(NAME)?;
    let (first, last) = (written.header + 1, written.last.max(written.header + 1) + 1_000);
    sheet.add_data_validation(first, FORM, last, FORM, &forms()?)?;
    sheet.add_data_validation(first, COUNT, last, COUNT, &counts()?)?;
    Ok(book.save_to_buffer()?)
}

/// A drop-down list of what may be expected. Something else, such as 「公开01、公开03」, may be typed.
fn forms() -> Result<DataValidation> {
    let list = DataValidation::new().allow_list_strings(&FilingItem::NAMED.map(FilingItem::name))?;
    Ok(list.set_input_title("表种")?.set_input_message("从下拉列表中选择")?.show_error_message(false))
}

fn counts() -> Result<DataValidation> {
    let whole = DataValidation::new().allow_whole_number(DataValidationRule::Between(1, 9_999));
    Ok(whole.set_error_title("份数")?.set_error_message("请填整数，如 9；不限份数的不填")?)
}
