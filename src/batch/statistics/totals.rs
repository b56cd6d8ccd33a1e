//! 汇总统计: budget, execution and scores of project forms, by department and by 实施单位.
//!
//! Columns: `year`, `level` (全部, 部门, 实施单位), `department`, `unit`, `projects`, `incomplete` (projects without
//! budget or execution), `initial_budget`, `final_budget`, `executed`, `rate` (of projects with both), `mean_score`, and of the
//! department form `department_budget`, `department_executed`, `department_rate`, `department_score`.

use std::collections::BTreeMap;

use anyhow::Result;
use polars::prelude::*;
use rust_decimal::Decimal as Number;

use super::answer::{Answer, AnswerColumn, AnswerRow, AnswerValue, Holds, column, mean, percent};
use super::{RunTables, frame};
use crate::model::text::organisations::organisation_key;

const COLUMNS: [AnswerColumn; 15] = [
    column("year", "年度", Holds::Year, 8),
    column("level", "层级", Holds::Word, 10),
    column("department", "部门", Holds::Text, 34),
    column("unit", "实施单位", Holds::Text, 34),
    column("projects", "项目数", Holds::Count, 9),
    column("incomplete", "缺金额", Holds::Count, 9),
    column("initial_budget", "年初预算", Holds::Money, 16),
    column("final_budget", "全年预算", Holds::Money, 16),
    column("executed", "全年执行", Holds::Money, 16),
    column("rate", "执行率", Holds::Percent, 10),
    column("mean_score", "平均得分", Holds::Points, 10),
    column("department_budget", "整体预算", Holds::Money, 16),
    column("department_executed", "整体执行", Holds::Money, 16),
    column("department_rate", "整体执行率", Holds::Percent, 12),
    column("department_score", "整体得分", Holds::Points, 10),
];

/// Sums over project forms.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sums {
    /// How many there are.
    pub projects: usize,
    /// How many lack 全年预算数 or 全年执行数.
    pub incomplete: usize,
    /// 年初预算数
    pub initial_budget: Option<Number>,
    /// 全年预算数
    pub final_budget: Option<Number>,
    /// 全年执行数
    pub executed: Option<Number>,
    /// Execution rate of those with both.
    pub rate: Option<Number>,
    /// Mean score of those with a score.
    pub mean_score: Option<Number>,
}

/// What a department form says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Whole {
    /// 全年预算数
    pub budget: Option<Number>,
    /// 全年执行数
    pub executed: Option<Number>,
    /// 执行率
    pub rate: Option<Number>,
    /// 总分
    pub score: Option<Number>,
}

/// A submission, by the name of its department and its key: several may have one name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Owner {
    /// The department.
    pub department: String,
    /// The key.
    pub submission: String,
}

/// Totals of a run: by year, by submission, by unit.
#[derive(Debug, Clone, Default)]
pub struct Totals {
    /// Of all.
    pub all: BTreeMap<i32, Sums>,
    /// By year and submission.
    pub departments: BTreeMap<(i32, Owner), (Sums, Whole)>,
    /// By year, submission and unit.
    pub units: BTreeMap<(i32, Owner, String), Sums>,
}

/// Adds everything up.
pub fn of(tables: &RunTables) -> Result<Totals> {
    let projects = projects(tables.forms.clone());
    let mut totals = Totals::default();
    let of_all = sums(projects.clone(), &["year"]).collect()?;
    for (row, year) in frame::years(&of_all, "year")?.into_iter().enumerate() {
        totals.all.insert(year, read(&of_all)?.swap_remove(row));
    }
    let departments = sums(projects.clone(), &["year", "department", "submission"]).collect()?;
    let keys = frame::years(&departments, "year")?.into_iter().zip(owners(&departments)?);
    totals.departments = keys.zip(read(&departments)?.into_iter().map(|sums| (sums, Whole::default()))).collect();
    for (key, whole) in wholes(tables.forms.clone())? {
        totals.departments.entry(key).or_default().1 = whole;
    }
    let units = sums(projects, &["year", "department", "submission", "unit_key"]).collect()?;
    let names = owners(&units)?.into_iter().zip(frame::texts(&units, "unit")?);
    let keys = frame::years(&units, "year")?.into_iter().zip(names).map(|(year, (over, unit))| (year, over, unit));
    totals.units = keys.zip(read(&units)?).collect();
    Ok(totals)
}

/// Whose the rows of a table are.
fn owners(frame: &DataFrame) -> Result<Vec<Owner>> {
    let names = frame::texts(frame, "department")?.into_iter().zip(frame::texts(frame, "submission")?);
    Ok(names.map(|(department, submission)| Owner { department, submission }).collect())
}

/// Project forms; one that is filed twice by one department, with the same amounts, counts once.
pub fn projects(forms: LazyFrame) -> LazyFrame {
    let amounts = ["initial_budget", "final_budget", "executed"];
    let same = ["year", "department", "submission", "unit_key", "project_key", "own_file", "own_sheet"]
        .into_iter()
        .chain(amounts);
    let keys: Vec<Expr> = same.map(col).collect();
    // Forms that name no project are known by where they stand.
    let of_nameless = |name: &str| when(col("project_key").eq(lit(""))).then(col(name)).otherwise(lit(""));
    let kept = ["unit", "score"].map(|name| col(name).first());
    forms
        .filter(col("kind").eq(lit("project")))
        .with_columns([frame::body("unit").alias("unit_key"), frame::project("project").alias("project_key")])
        .with_columns([of_nameless("file").alias("own_file"), of_nameless("sheet").alias("own_sheet")])
        .group_by_stable(keys)
        .agg(kept)
}

fn sums(projects: LazyFrame, by: &[&str]) -> LazyFrame {
    let has_both = || col("final_budget").is_not_null().and(col("executed").is_not_null());
    projects.group_by(by.iter().map(|name| col(*name)).collect::<Vec<_>>()).agg([
        // Units are grouped by key; the first of their spellings in order is shown, whatever came first.
        col("unit").drop_nulls().sort(SortOptions::default()).first(),
        len().alias("projects"),
        has_both().sum().alias("complete"),
        col("initial_budget").sum(),
        col("initial_budget").count().alias("initial_budgets"),
        col("final_budget").sum(),
        col("final_budget").count().alias("final_budgets"),
        col("executed").sum(),
        col("executed").count().alias("executions"),
        col("final_budget").filter(has_both()).sum().alias("budget_of_both"),
        col("executed").filter(has_both()).sum().alias("executed_of_both"),
        col("score").sum(),
        col("score").count().alias("scores"),
    ])
}

fn read(frame: &DataFrame) -> Result<Vec<Sums>> {
    // The sum of nothing is 0 in the table, and nothing here.
    let known = |sum: &str, count: &str| -> Result<Vec<Option<Number>>> {
        let counted = frame::numbers(frame, sum)?.into_iter().zip(frame::counts(frame, count)?);
        Ok(counted.map(|(sum, count)| sum.filter(|_| count > 0)).collect())
    };
    let (projects, complete) = (frame::counts(frame, "projects")?, frame::counts(frame, "complete")?);
    let initial = known("initial_budget", "initial_budgets")?;
    let (budgets, executed) = (known("final_budget", "final_budgets")?, known("executed", "executions")?);
    let both = [known("executed_of_both", "complete")?, known("budget_of_both", "complete")?];
    let (scores, scored) = (frame::numbers(frame, "score")?, frame::counts(frame, "scores")?);
    let sums = |row: usize| Sums {
        projects: projects[row],
        incomplete: projects[row] - complete[row],
        initial_budget: initial[row],
        final_budget: budgets[row],
        executed: executed[row],
        rate: both[0][row].zip(both[1][row]).and_then(|(part, whole)| percent(part, whole)),
        mean_score: mean(scores[row], scored[row]),
    };
    Ok((0..frame.height()).map(sums).collect())
}

/// What the first department form of every submission says.
fn wholes(forms: LazyFrame) -> Result<Vec<((i32, Owner), Whole)>> {
    let kept = ["final_budget", "executed", "rate", "score"].map(|name| col(name).first());
    let frame = forms
        .filter(col("kind").eq(lit("department")))
        .group_by_stable([col("year"), col("department"), col("submission")])
        .agg(kept)
        .collect()?;
    let keys = frame::years(&frame, "year")?.into_iter().zip(owners(&frame)?);
    let of = |name: &str| frame::numbers(&frame, name);
    let (budget, executed, rate, score) = (of("final_budget")?, of("executed")?, of("rate")?, of("score")?);
    let whole = |row: usize| Whole { budget: budget[row], executed: executed[row], rate: rate[row], score: score[row] };
    Ok(keys.enumerate().map(|(row, key)| (key, whole(row))).collect())
}

/// The sheet and file of totals: the latest year first; under all, the departments; under each, its units.
pub fn answer(tables: &RunTables) -> Result<Answer> {
    let totals = of(tables)?;
    let mut rows = Vec::new();
    // From the departments, for a year may have department forms and no projects.
    let years: std::collections::BTreeSet<i32> = totals.departments.keys().map(|(year, _)| *year).collect();
    for year in years.into_iter().rev() {
        let all = totals.all.get(&year).cloned().unwrap_or_default();
        rows.push(AnswerRow::over_all(row(year, ["全部", "", ""], &all, &Whole::default())));
        for ((_, owner), (sums, whole)) in totals.departments.iter().filter(|((of, _), _)| *of == year) {
            let Owner { department, submission } = owner;
            rows.push(AnswerRow::of(submission, row(year, ["部门", department, ""], sums, whole)));
            let units: Vec<_> = totals.units.iter().filter(|((of, over, _), _)| *of == year && over == owner).collect();
            let is_itself =
                matches!(&units[..], [((_, _, unit), _)] if organisation_key(unit) == organisation_key(department));
            for ((.., unit), sums) in units.into_iter().filter(|_| !is_itself) {
                let unit = if unit.is_empty() { "（未填实施单位）" } else { unit };
                let values = row(year, ["实施单位", department, unit], sums, &Whole::default());
                rows.push(AnswerRow::of(submission, values));
            }
        }
    }
    Ok(Answer {
        sheet: "汇总统计",
        title: "按部门和实施单位汇总",
        remarks: vec![
            "金额单位：万元。由项目自评表（已应用自动更正）相加；同一单位重复报送、金额相同的同名项目只计一次。整体预算、整体执行、整体得分取自部门整体自评表。".to_string(),
            "执行率 = 全年执行数之和 ÷ 全年预算数之和，缺其中一数的项目（见「缺金额」）不参加计算；平均得分为有总分的项目的算术平均。两者四舍五入到两位小数，其余为精确值。".to_string(),
        ],
        columns: &COLUMNS,
        rows,
    })
}

fn row(year: i32, [level, department, unit]: [&str; 3], sums: &Sums, whole: &Whole) -> Vec<AnswerValue> {
    let head =
        [AnswerValue::Year(year), AnswerValue::text(level), AnswerValue::text(department), AnswerValue::text(unit)];
    let counts = [AnswerValue::Count(sums.projects), AnswerValue::Count(sums.incomplete)];
    let numbers = [
        sums.initial_budget,
        sums.final_budget,
        sums.executed,
        sums.rate,
        sums.mean_score,
        whole.budget,
        whole.executed,
        whole.rate,
        whole.score,
    ];
    head.into_iter().chain(counts).chain(numbers.map(AnswerValue::Number)).collect()
}
