//! 等级分布: how many departments and projects are 优, 良, 中, 差, as filed and as recomputed.
//!
//! Columns: `year`, `kind` (部门整体, 项目自评), `state` (自评, 复核), `all`, `excellent`, `good`, `fair`, `poor`,
//! `other` (a grade of another name), `none` (not stated), `excellent_share` (of those with a grade).

use std::collections::BTreeMap;

use anyhow::Result;
use polars::prelude::*;
use rust_decimal::Decimal as Number;

use super::answer::{Answer, AnswerColumn, AnswerRow, AnswerValue, Holds, column, percent};
use super::{RunTables, frame};

const COLUMNS: [AnswerColumn; 11] = [
    column("year", "年度", Holds::Year, 10),
    column("kind", "表", Holds::Word, 16),
    column("state", "口径", Holds::Word, 12),
    column("all", "合计", Holds::Count, 12),
    column("excellent", "优", Holds::Count, 12),
    column("good", "良", Holds::Count, 12),
    column("fair", "中", Holds::Count, 12),
    column("poor", "差", Holds::Count, 12),
    column("other", "其他", Holds::Count, 12),
    column("none", "未填等级", Holds::Count, 14),
    column("excellent_share", "优的占比", Holds::Percent, 14),
];
/// 优, 良, 中, 差; then another grade, and none.
const GRADES: [char; 4] = ['优', '良', '中', '差'];
const OTHER: usize = 4;
const NONE: usize = 5;

type GradeCounts = [usize; 6];

/// The sheet and file of grades.
pub fn answer(tables: &RunTables) -> Result<Answer> {
    let departments = departments(tables);
    let projects = tables.forms.clone().filter(col("kind").eq(lit("project")));
    let mut rows = Vec::new();
    for (kind, forms) in [("部门整体", departments), ("项目自评", projects)] {
        for (state, column) in [("自评", "stated_grade"), ("复核", "grade")] {
            let counts = counts(forms.clone(), column)?;
            rows.extend(counts.into_iter().map(|(year, counts)| (year, [kind, state], counts)));
        }
    }
    rows.sort_by_key(|(year, ..)| std::cmp::Reverse(*year));
    Ok(Answer {
        sheet: "等级分布",
        title: "自评等级和复核等级的分布",
        remarks: vec![
            "自评为填报的等级，复核为应用自动更正以后的等级。优的占比 = 优 ÷ 填了等级的，四舍五入到两位小数。"
                .to_string(),
        ],
        columns: &COLUMNS,
        rows: rows.into_iter().map(|(year, words, counts)| AnswerRow::over_all(row(year, words, counts))).collect(),
    })
}

/// Departments that have filed a department form, one row each.
fn departments(tables: &RunTables) -> LazyFrame {
    let keys = [col("year"), col("submission")];
    let whole = tables.forms.clone().filter(col("kind").eq(lit("department"))).group_by(keys.clone()).agg([len()]);
    tables.submissions.clone().join(whole, &keys, &keys, JoinArgs::new(JoinType::Inner))
}

fn counts(rows: LazyFrame, grade: &str) -> Result<BTreeMap<i32, GradeCounts>> {
    let frame = rows.group_by([col("year"), col(grade)]).agg([len().alias("count")]).collect()?;
    let grades = frame::texts(&frame, grade)?;
    let mut counts: BTreeMap<i32, GradeCounts> = BTreeMap::new();
    for ((year, grade), count) in
        frame::years(&frame, "year")?.into_iter().zip(grades).zip(frame::counts(&frame, "count")?)
    {
        counts.entry(year).or_default()[place(&grade)] += count;
    }
    Ok(counts)
}

/// Which grade a text states: 「优」, 「优秀」, 「良好」, 「B（良）」.
fn place(grade: &str) -> usize {
    let found = grade.chars().find_map(|c| GRADES.iter().position(|known| *known == c));
    found.unwrap_or(if grade.trim().is_empty() { NONE } else { OTHER })
}

fn row(year: i32, [kind, state]: [&str; 2], counts: GradeCounts) -> Vec<AnswerValue> {
    let all: usize = counts.iter().sum();
    let share = percent(Number::from(counts[0]), Number::from(all - counts[NONE]));
    let head = [AnswerValue::Year(year), AnswerValue::text(kind), AnswerValue::text(state), AnswerValue::Count(all)];
    head.into_iter().chain(counts.map(AnswerValue::Count)).chain([AnswerValue::Number(share)]).collect()
}
