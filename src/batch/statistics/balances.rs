//! 结转衔接 (X-409 across submissions): what was left at the end of last year is what this year begins with.
//!
//! Within one submission X-409 is a warning; where the two years lie in two folders, they meet only here.
//!
//! Columns: `department`, `before`, `year`, `table`, `closing` (of the year before), `opening`, `difference`
//! (opening − closing), `verdict` (相符, 不符), `file_before`, `cell_before`, `file`, `cell`.

use std::collections::BTreeMap;

use anyhow::Result;
use polars::prelude::*;
use rust_decimal::Decimal as Number;

use super::answer::{Answer, AnswerColumn, AnswerRow, AnswerValue, Holds, column};
use super::{RunTables, frame};

const COLUMNS: [AnswerColumn; 12] = [
    column("department", "单位", Holds::Text, 36),
    column("before", "上年", Holds::Year, 8),
    column("year", "本年", Holds::Year, 8),
    column("table", "表", Holds::Word, 12),
    column("closing", "上年年末结转和结余", Holds::Money, 22),
    column("opening", "本年年初结转和结余", Holds::Money, 22),
    column("difference", "相差", Holds::Money, 16),
    column("verdict", "结论", Holds::Word, 10),
    column("file_before", "上年的文件", Holds::Text, 44),
    column("cell_before", "上年单元格", Holds::Word, 20),
    column("file", "本年的文件", Holds::Text, 44),
    column("cell", "本年单元格", Holds::Word, 20),
];

/// A table that carries balances on: its number, its name, item of the opening and of the closing balance, and the
/// measures of both where the table has columns of their own.
struct Carried {
    number: &'static str,
    table: &'static str,
    items: [&'static str; 2],
    measures: Option<[&'static str; 2]>,
}

const CARRIED: [Carried; 3] = [
    Carried { number: "01", table: "公开01", items: ["opening_balance", "closing_balance"], measures: None },
    Carried {
        number: "04",
        table: "公开04",
        items: ["opening_appropriation", "closing_appropriation"],
        measures: None,
    },
    Carried {
        number: "07",
        table: "公开07",
        items: ["column_total", "column_total"],
        measures: Some(["opening", "closing"]),
    },
];

/// The figures that this question asks for.
pub fn asked_for() -> Expr {
    let of = |carried: &Carried| {
        let [opening, closing] = carried.items.map(|item| col("item").eq(lit(item)));
        col("table").eq(lit(carried.number)).and(opening.or(closing))
    };
    CARRIED.iter().map(of).reduce(Expr::or).unwrap_or(lit(false))
}

/// One balance as filed.
#[derive(Debug, Clone)]
struct Balance {
    value: Number,
    low: Number,
    high: Number,
    file: String,
    spot: String,
    submission: String,
}

impl Balance {
    /// Whether both may stand for the same amount, by their digits.
    fn meets(&self, other: &Balance) -> bool {
        self.low <= other.high && other.low <= self.high
    }
}

/// By key of the department and year.
type Balances = BTreeMap<(String, i32), Vec<(String, Balance)>>;

/// The sheet and file of balances, those that do not agree first.
pub fn answer(tables: &RunTables) -> Result<Answer> {
    let mut rows = Vec::new();
    for carried in &CARRIED {
        let opening = balances(tables.facts.clone(), carried, 0)?;
        let closing = balances(tables.facts.clone(), carried, 1)?;
        for ((department, year), openings) in &opening {
            let Some(closings) = closing.get(&(department.clone(), year - 1)) else { continue };
            rows.extend(compare(carried.table, *year, openings, closings));
        }
    }
    // Stable: within each half departments and years stay in order.
    rows.sort_by_key(|(agrees, _)| *agrees);
    Ok(Answer {
        sheet: "结转衔接",
        title: "上年年末与本年年初结转和结余（X-409）",
        remarks: vec![
            "金额单位：万元，填报值。上年表的年末结转和结余应等于本年同一张表的年初数；按各自小数位数在四舍五入范围内相等的为相符。不符的请核对两年的表，有年初调整（会计差错更正、收回结余等）的请单位说明。".to_string(),
        ],
        columns: &COLUMNS,
        rows: rows.into_iter().map(|(_, row)| row).collect(),
    })
}

fn balances(facts: LazyFrame, carried: &Carried, side: usize) -> Result<Balances> {
    let measure = match carried.measures {
        Some(measures) => col("measure").eq(lit(measures[side])),
        // 公开01 has one column of amounts a side, 公开04 a total beside its kinds of funds.
        None => col("measure").eq(lit("amount")).or(col("measure").eq(lit("total"))),
    };
    let frame = facts
        .filter(col("table").eq(lit(carried.number)).and(col("item").eq(lit(carried.items[side]))).and(measure))
        .filter(col("value").is_not_null())
        .with_column(frame::body("department").alias("key"))
        .sort(["key", "year", "file", "sheet"], SortMultipleOptions::default().with_maintain_order(true))
        .collect()?;
    let years = frame::years(&frame, "year")?;
    let columns = ["key", "department", "file", "sheet", "cell", "submission"];
    let texts: Vec<Vec<String>> = columns.iter().map(|name| frame::texts(&frame, name)).collect::<Result<_>>()?;
    let [values, lows, highs] = ["value", "low", "high"].map(|name| frame::numbers(&frame, name));
    let (values, lows, highs) = (values?, lows?, highs?);
    let mut balances = Balances::new();
    for row in (0..frame.height()).filter(|row| years[*row] > 0) {
        let text = |column: usize| texts[column][row].clone();
        let Some(value) = values[row] else { continue };
        let spot = format!("{}!{}", text(3), text(4));
        let (low, high) = (lows[row].unwrap_or(value), highs[row].unwrap_or(value));
        let balance = Balance { value, low, high, file: text(2), spot, submission: text(5) };
        balances.entry((text(0), years[row])).or_default().push((text(1), balance));
    }
    Ok(balances)
}

/// The pair that agrees, or else the first: a table may be filed twice.
fn compare(
    table: &str,
    year: i32,
    openings: &[(String, Balance)],
    closings: &[(String, Balance)],
) -> Option<(bool, AnswerRow)> {
    let pairs = || openings.iter().flat_map(|opening| closings.iter().map(move |closing| (opening, &closing.1)));
    let agreeing = pairs().find(|((_, opening), closing)| opening.meets(closing));
    let ((department, opening), closing) = agreeing.or_else(|| pairs().next())?;
    let verdict = if agreeing.is_some() { "相符" } else { "不符" };
    let values = vec![
        AnswerValue::text(department),
        AnswerValue::Year(year - 1),
        AnswerValue::Year(year),
        AnswerValue::text(table),
        AnswerValue::Number(Some(closing.value)),
        AnswerValue::Number(Some(opening.value)),
        AnswerValue::Number(Some(opening.value - closing.value)),
        AnswerValue::text(verdict),
        AnswerValue::FileOf(year - 1, closing.file.clone()),
        AnswerValue::text(&closing.spot),
        AnswerValue::FileOf(year, opening.file.clone()),
        AnswerValue::text(&opening.spot),
    ];
    Some((agreeing.is_some(), AnswerRow::of(&opening.submission, values)))
}
