//! 重复项目: forms whose project is filed in another submission, or in another file, for the same year.
//!
//! Many projects are called 办公设备购置 and are others all the same; so departments and amounts stand beside them, and
//! those with the same amounts come first.
//!
//! Columns: `year`, `group`, `project`, `department`, `unit`, `final_budget`, `executed`, `score`, `comparison`
//! (金额相同, 金额不同, 缺金额), `relation` (同一单位, 不同单位), `file`, `sheet`.

use std::collections::BTreeMap;

use anyhow::Result;
use polars::prelude::*;
use rust_decimal::Decimal as Number;

use super::answer::{Answer, AnswerColumn, AnswerRow, AnswerValue, Holds, column};
use super::{RunTables, frame};

const COLUMNS: [AnswerColumn; 12] = [
    column("year", "年度", Holds::Year, 8),
    column("group", "组", Holds::Count, 7),
    column("project", "项目名称", Holds::Text, 36),
    column("department", "单位", Holds::Text, 32),
    column("unit", "实施单位", Holds::Text, 28),
    column("final_budget", "全年预算（万元）", Holds::Money, 20),
    column("executed", "全年执行（万元）", Holds::Money, 20),
    column("score", "总分", Holds::Points, 10),
    column("comparison", "金额比较", Holds::Word, 12),
    column("relation", "单位比较", Holds::Word, 12),
    column("file", "文件", Holds::Text, 50),
    column("sheet", "工作表", Holds::Text, 16),
];

/// A form of a project that is filed more than once.
struct Copy {
    project: String,
    department: String,
    unit: String,
    amounts: [Option<Number>; 2],
    score: Option<Number>,
    file: String,
    sheet: String,
    submission: String,
}

impl Copy {
    /// The same amounts, as far as both have any: zeros say nothing.
    fn has_amounts_of(&self, other: &Copy) -> bool {
        let is_stated = self.amounts.iter().any(|amount| amount.is_some_and(|amount| !amount.is_zero()));
        is_stated && self.amounts.iter().all(Option::is_some) && self.amounts == other.amounts
    }
}

/// The project forms whose project and year are in two files or two departments.
fn twice(forms: LazyFrame) -> LazyFrame {
    let keys = [col("year"), col("project_key")];
    let projects = forms
        .filter(col("kind").eq(lit("project")))
        .with_column(frame::project("project").alias("project_key"))
        .filter(col("project_key").neq(lit("")));
    let places = projects
        .clone()
        .group_by(keys.clone())
        .agg([col("file").n_unique().alias("files"), col("submission").n_unique().alias("departments")])
        .filter(col("files").gt(lit(1)).or(col("departments").gt(lit(1))));
    let columns =
        ["year", "project_key", "department", "file", "sheet", "submission", "unit", "final_budget", "executed"];
    // Neither the join nor the sort keeps the order of equals: all columns together have to tell the rows apart.
    projects.join(places, &keys, &keys, JoinArgs::new(JoinType::Inner)).sort(columns, SortMultipleOptions::default())
}

/// The sheet and file of projects filed twice.
pub fn answer(tables: &RunTables) -> Result<Answer> {
    let mut groups: Vec<((i32, String), Vec<Copy>)> =
        groups(&twice(tables.forms.clone()).collect()?)?.into_iter().collect();
    groups.sort_by_key(|((year, _), copies)| {
        (std::cmp::Reverse(*year), !has_equals(copies), !is_in_one_department(copies))
    });
    let rows = groups.iter().enumerate().flat_map(|(index, ((year, _), copies))| {
        copies.iter().enumerate().map(move |(own, _)| row(*year, index + 1, copies, own))
    });
    Ok(Answer {
        sheet: "重复项目",
        title: "同一年度重复出现的项目",
        remarks: vec![
            "同一年度、项目名称相同（不计空格、括号和标点）、在两个单位或两个文件中报送的项目自评表，一组一组列出；金额相同的排在前面。".to_string(),
            "名称常见的项目（如办公设备购置）在不同单位出现往往是正常的，请看单位和金额。金额相同：全年预算数和全年执行数都与同组另一张表相同。仅供核实，不是差错。".to_string(),
        ],
        columns: &COLUMNS,
        rows: rows.collect(),
    })
}

fn groups(frame: &DataFrame) -> Result<BTreeMap<(i32, String), Vec<Copy>>> {
    let years = frame::years(frame, "year")?;
    let columns = ["project_key", "project", "department", "unit", "file", "sheet", "submission"];
    let texts: Vec<Vec<String>> = columns.iter().map(|name| frame::texts(frame, name)).collect::<Result<_>>()?;
    let numbers = ["final_budget", "executed", "score"].map(|name| frame::numbers(frame, name));
    let [budget, executed, score] = numbers;
    let (budget, executed, score) = (budget?, executed?, score?);
    let mut groups: BTreeMap<(i32, String), Vec<Copy>> = BTreeMap::new();
    for row in 0..frame.height() {
        let text = |column: usize| texts[column][row].clone();
        groups.entry((years[row], text(0))).or_default().push(Copy {
            project: text(1),
            department: text(2),
            unit: text(3),
            amounts: [budget[row], executed[row]],
            score: score[row],
            file: text(4),
            sheet: text(5),
            submission: text(6),
        });
    }
    Ok(groups)
}

fn has_equals(copies: &[Copy]) -> bool {
    copies.iter().enumerate().any(|(index, copy)| copies[..index].iter().any(|other| copy.has_amounts_of(other)))
}

fn is_in_one_department(copies: &[Copy]) -> bool {
    copies.iter().all(|copy| copy.department == copies[0].department)
}

fn row(year: i32, group: usize, copies: &[Copy], own: usize) -> AnswerRow {
    let copy = &copies[own];
    let others = || copies.iter().enumerate().filter(|(index, _)| *index != own).map(|(_, other)| other);
    let comparison = match () {
        () if others().any(|other| copy.has_amounts_of(other)) => "金额相同",
        () if copy.amounts.iter().any(Option::is_none) => "缺金额",
        () => "金额不同",
    };
    let relation =
        if others().any(|other| other.department == copy.department) { "同一单位" } else { "不同单位" };
    let values = vec![
        AnswerValue::Year(year),
        AnswerValue::Count(group),
        AnswerValue::text(&copy.project),
        AnswerValue::text(&copy.department),
        AnswerValue::text(&copy.unit),
        AnswerValue::Number(copy.amounts[0]),
        AnswerValue::Number(copy.amounts[1]),
        AnswerValue::Number(copy.score),
        AnswerValue::text(comparison),
        AnswerValue::text(relation),
        AnswerValue::text(&copy.file),
        AnswerValue::text(&copy.sheet),
    ];
    AnswerRow::of(&copy.submission, values)
}
