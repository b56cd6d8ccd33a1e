//! 年度比较: a department in two years that follow each other.
//!
//! Columns: `department`, `before`, `year`, then of each year `projects`, `final_budget`, `executed`, `rate`, `score` of the
//! department form; `budget_change` and `executed_change` in percent of the year before.

use std::collections::BTreeMap;

use anyhow::Result;
use rust_decimal::Decimal as Number;

use super::RunTables;
use super::answer::{Answer, AnswerColumn, AnswerRow, AnswerValue, Holds, column, percent};
use super::totals::{self, Sums, Whole};
use crate::model::text::organisations::organisation_key;

const COLUMNS: [AnswerColumn; 15] = [
    column("department", "单位", Holds::Text, 40),
    column("before", "上年", Holds::Year, 8),
    column("year", "本年", Holds::Year, 8),
    column("projects_before", "上年项目", Holds::Count, 11),
    column("projects", "本年项目", Holds::Count, 11),
    column("final_budget_before", "上年预算", Holds::Money, 16),
    column("final_budget", "本年预算", Holds::Money, 16),
    column("budget_change", "预算增减", Holds::Percent, 12),
    column("executed_before", "上年执行", Holds::Money, 16),
    column("executed", "本年执行", Holds::Money, 16),
    column("executed_change", "执行增减", Holds::Percent, 12),
    column("rate_before", "上年执行率", Holds::Percent, 12),
    column("rate", "本年执行率", Holds::Percent, 12),
    column("score_before", "上年得分", Holds::Points, 11),
    column("score", "本年得分", Holds::Points, 11),
];

/// The sheet and file of years, where the run holds two of a department.
pub fn answer(tables: &RunTables) -> Result<Answer> {
    let totals = totals::of(tables)?;
    let mut named: BTreeMap<(i32, String), Vec<&Year>> = BTreeMap::new();
    for ((year, owner), sums) in &totals.departments {
        named.entry((*year, organisation_key(&owner.department))).or_default().push(sums);
    }
    let years: std::collections::BTreeSet<i32> = totals.departments.keys().map(|(year, _)| *year).collect();
    let follows = |year: i32| year > 0 && years.contains(&(year - 1));
    let mut ambiguous = 0;
    let mut rows = Vec::new();
    for ((year, owner), now) in totals.departments.iter().filter(|((year, _), _)| follows(*year)) {
        let key = organisation_key(&owner.department);
        let all = |year: i32| named.get(&(year, key.clone())).map(Vec::as_slice).unwrap_or_default();
        let before = match (all(year - 1), all(*year).len()) {
            ([], _) => continue,
            ([before], 1) => Some(*before),
            // Listed without last year's figures: left out, nobody would know that it was not compared.
            _ => None,
        };
        ambiguous += usize::from(before.is_none());
        rows.push(AnswerRow::of(&owner.submission, row(*year, &owner.department, before, now)));
    }
    let mut remarks = vec![REMARK.to_string()];
    if ambiguous > 0 {
        remarks
            .push(format!("另有 {ambiguous} 个单位与其他单位同名，不能确定是哪一个的上年数，只列本年数，没有比较。"));
    }
    Ok(Answer { sheet: "年度比较", title: "同一单位上年与本年比较", remarks, columns: &COLUMNS, rows })
}

const REMARK: &str = "金额单位：万元，为该单位项目自评表之和；得分为部门整体自评表的总分。两年的单位名称写法相同的才比较。增减 =（本年 − 上年）÷ 上年，四舍五入到两位小数。";

type Year = (Sums, Whole);

fn row(year: i32, department: &str, before: Option<&Year>, (now, now_whole): &Year) -> Vec<AnswerValue> {
    let projects = before.map_or(AnswerValue::text(""), |(before, _)| AnswerValue::Count(before.projects));
    let (before, before_whole) = before.cloned().unwrap_or_default();
    let change = |before: Option<Number>, now: Option<Number>| {
        let (before, now) = before.zip(now)?;
        percent(now - before, before)
    };
    vec![
        AnswerValue::text(department),
        AnswerValue::Year(year - 1),
        AnswerValue::Year(year),
        projects,
        AnswerValue::Count(now.projects),
        AnswerValue::Number(before.final_budget),
        AnswerValue::Number(now.final_budget),
        AnswerValue::Number(change(before.final_budget, now.final_budget)),
        AnswerValue::Number(before.executed),
        AnswerValue::Number(now.executed),
        AnswerValue::Number(change(before.executed, now.executed)),
        AnswerValue::Number(before.rate),
        AnswerValue::Number(now.rate),
        AnswerValue::Number(before_whole.score),
        AnswerValue::Number(now_whole.score),
    ]
}
