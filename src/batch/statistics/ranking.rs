//! 单位排名 and 项目排名: by score as recomputed; equal scores share a place.
//!
//! Columns of departments: `year`, `rank`, `department`, `score`, `stated_score`, `grade`, `stated_grade`, `errors`,
//! `warnings`. Of projects: `year`, `rank`, `project`, `department`, `unit`, `score`, `grade`, `rate`, `final_budget`, `file`.

use anyhow::Result;
use polars::prelude::*;
use rust_decimal::Decimal as Number;

use super::answer::{Answer, AnswerColumn, AnswerRow, AnswerValue, Holds, column};
use super::{RunTables, frame};

const DEPARTMENTS: [AnswerColumn; 9] = [
    column("year", "年度", Holds::Year, 8),
    column("rank", "名次", Holds::Count, 8),
    column("department", "单位", Holds::Text, 44),
    column("score", "复核总分", Holds::Points, 12),
    column("stated_score", "自评总分", Holds::Points, 12),
    column("grade", "复核等级", Holds::Word, 12),
    column("stated_grade", "自评等级", Holds::Word, 12),
    column("errors", "错误", Holds::Count, 9),
    column("warnings", "警告", Holds::Count, 9),
];
const PROJECTS: [AnswerColumn; 10] = [
    column("year", "年度", Holds::Year, 8),
    column("rank", "名次", Holds::Count, 8),
    column("project", "项目名称", Holds::Text, 40),
    column("department", "单位", Holds::Text, 34),
    column("unit", "实施单位", Holds::Text, 34),
    column("score", "总分", Holds::Points, 10),
    column("grade", "等级", Holds::Word, 10),
    column("rate", "执行率", Holds::Percent, 11),
    column("final_budget", "全年预算（万元）", Holds::Money, 20),
    column("file", "文件", Holds::Text, 50),
];

/// The rows with a score: the latest year first, the highest score first; of equals by name.
fn ranked(rows: LazyFrame, names: &[&str]) -> LazyFrame {
    let by: Vec<PlSmallStr> = ["year", "score"].iter().chain(names).map(|name| (*name).into()).collect();
    let descending = [true, true].into_iter().chain(names.iter().map(|_| false)).collect::<Vec<_>>();
    let options = SortMultipleOptions::default().with_order_descending_multi(descending).with_maintain_order(true);
    rows.filter(col("score").is_not_null()).sort(by, options)
}

/// The place of every row among those of its year: equal scores share one, and the next is as much later.
fn places(years: &[i32], scores: &[Option<Number>]) -> Vec<usize> {
    let mut places: Vec<usize> = Vec::new();
    let mut first = 0;
    for row in 0..years.len() {
        let is_new_year = row == 0 || years[row] != years[row - 1];
        first = if is_new_year { row } else { first };
        let is_equal = !is_new_year && scores[row] == scores[row - 1];
        places.push(if is_equal { places[row - 1] } else { row - first + 1 });
    }
    places
}

/// The sheet and file of departments.
pub fn of_departments(tables: &RunTables) -> Result<Answer> {
    let frame = ranked(tables.submissions.clone(), &["department", "folder"]).collect()?;
    let (years, scores) = (frame::years(&frame, "year")?, frame::numbers(&frame, "score")?);
    let keys = frame::texts(&frame, "submission")?;
    let [departments, grades, stated_grades] =
        ["department", "grade", "stated_grade"].map(|name| frame::texts(&frame, name));
    let (departments, grades, stated_grades) = (departments?, grades?, stated_grades?);
    let (stated, places) = (frame::numbers(&frame, "stated_score")?, places(&years, &scores));
    let (errors, warnings) = (frame::counts(&frame, "errors")?, frame::counts(&frame, "warnings")?);
    let row = |row: usize| {
        let values = vec![
            AnswerValue::Year(years[row]),
            AnswerValue::Count(places[row]),
            AnswerValue::text(&departments[row]),
            AnswerValue::Number(scores[row]),
            AnswerValue::Number(stated[row]),
            AnswerValue::text(&grades[row]),
            AnswerValue::text(&stated_grades[row]),
            AnswerValue::Count(errors[row]),
            AnswerValue::Count(warnings[row]),
        ];
        AnswerRow::of(&keys[row], values)
    };
    Ok(Answer {
        sheet: "单位排名",
        title: "单位按复核总分排名",
        remarks: vec![
            "按部门整体自评表的复核总分（应用自动更正以后）从高到低；没有部门整体自评表的，按其唯一的项目自评表；总分相同的名次相同。错误没有更正以前，排名仅供参考。".to_string(),
        ],
        columns: &DEPARTMENTS,
        rows: (0..frame.height()).map(row).collect(),
    })
}

/// The sheet and file of projects.
pub fn of_projects(tables: &RunTables) -> Result<Answer> {
    let forms = tables.forms.clone().filter(col("kind").eq(lit("project")));
    let frame = ranked(forms, &["department", "project", "file", "sheet"]).collect()?;
    let (years, scores) = (frame::years(&frame, "year")?, frame::numbers(&frame, "score")?);
    let keys = frame::texts(&frame, "submission")?;
    let [project, department, unit, grade, file] =
        ["project", "department", "unit", "grade", "file"].map(|name| frame::texts(&frame, name));
    let (project, department, unit, grade, file) = (project?, department?, unit?, grade?, file?);
    let (rates, budgets) = (frame::numbers(&frame, "rate")?, frame::numbers(&frame, "final_budget")?);
    let places = places(&years, &scores);
    let row = |row: usize| {
        let values = vec![
            AnswerValue::Year(years[row]),
            AnswerValue::Count(places[row]),
            AnswerValue::text(&project[row]),
            AnswerValue::text(&department[row]),
            AnswerValue::text(&unit[row]),
            AnswerValue::Number(scores[row]),
            AnswerValue::text(&grade[row]),
            AnswerValue::Number(rates[row]),
            AnswerValue::Number(budgets[row]),
            AnswerValue::text(&file[row]),
        ];
        AnswerRow::of(&keys[row], values)
    };
    Ok(Answer {
        sheet: "项目排名",
        title: "项目按总分排名",
        remarks: vec![
            "按项目自评表的总分（应用自动更正以后）从高到低；总分相同的名次相同。没有总分的项目不列。".to_string(),
        ],
        columns: &PROJECTS,
        rows: (0..frame.height()).map(row).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_scores_share_a_place_within_their_year() {
        let scores: Vec<Option<Number>> = [98, 95, 95, 90, 99].map(|score| Some(Number::from(score))).to_vec();
        assert_eq!(places(&[2023, 2023, 2023, 2023, 2022], &scores), [1, 2, 2, 4, 1]);
    }
}
