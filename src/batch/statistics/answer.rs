//! The answer to a question: one table, for people and for programs.

use anyhow::Result;
use polars::prelude::*;
use polars_io::parquet::write::ParquetWriter;
use rust_decimal::{Decimal as Number, RoundingStrategy};

use crate::batch::summary_sheet::Chapter;
use crate::model::figure::Unit;
use crate::record::facts::decimals;
use crate::write::style::Align;
use crate::write::table::{Table, TableCell, TableColumn as Shown};
use crate::write::text_width;

/// More rows are not listed on a sheet; the Parquet file has them all.
const MOST_ROWS: usize = 2_000;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Words.
    Text,
    /// A short word, centred.
    Word,
    /// A number of things.
    Count,
    /// A year.
    Year,
    /// Yuan; shown in 万元.
    Money,
    /// Percent.
    Percent,
    /// Points.
    Points,
}

/// A column of an answer.
#[derive(Debug, Clone, Copy)]
pub struct AnswerColumn {
    /// As programs read it.
    pub name: &'static str,
    /// As users read it.
    pub title: &'static str,
    /// What it holds.
    pub holds: Holds,
    /// The greatest width on the sheet, in half-width characters.
    pub width: usize,
}

/// A column of an answer.
pub const fn column(name: &'static str, title: &'static str, holds: Holds, width: usize) -> AnswerColumn {
    AnswerColumn { name, title, holds, width }
}

/// What stands in a cell of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnswerValue {
    /// Words.
    Text(String),
    /// A number of things.
    Count(usize),
    /// A year; 0 for none.
    Year(i32),
    /// A file, and the year that is shown with it: files of two years often have one name.
    FileOf(i32, String),
    /// An amount, a rate or a score.
    Number(Option<Number>),
}

impl AnswerValue {
    /// Words.
    pub fn text(text: impl Into<String>) -> AnswerValue {
        AnswerValue::Text(text.into())
    }
}

/// A row of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerRow {
    /// Key of the submission that it is about; empty where it is about several.
    pub submission: String,
    /// A value for every column.
    pub values: Vec<AnswerValue>,
}

impl AnswerRow {
    /// About one submission.
    pub fn of(submission: &str, values: Vec<AnswerValue>) -> AnswerRow {
        AnswerRow { submission: submission.to_string(), values }
    }

    /// About several.
    pub fn over_all(values: Vec<AnswerValue>) -> AnswerRow {
        AnswerRow::of("", values)
    }
}

/// The answer to a question.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Name of its sheet.
    pub sheet: &'static str,
    /// Title of its sheet.
    pub title: &'static str,
    /// How to read it.
    pub remarks: Vec<String>,
    /// Its columns.
    pub columns: &'static [AnswerColumn],
    /// Its rows.
    pub rows: Vec<AnswerRow>,
}

impl Answer {
    /// Its sheet, with the name of its file.
    pub fn chapter(&self, name: &str) -> Chapter {
        let columns = self.columns.iter().map(shown).collect();
        let row =
            |row: &AnswerRow| row.values.iter().zip(self.columns).map(|(value, column)| cell(value, column)).collect();
        let rows = self.rows.iter().take(MOST_ROWS).map(row).collect();
        let mut remarks = self.remarks.clone();
        if self.rows.len() > MOST_ROWS {
            remarks.push(format!(
                "共 {} 行，这里列出前 {MOST_ROWS} 行；全部见 {}/{name}.parquet。",
                self.rows.len(),
                super::FOLDER
            ));
        }
        let table = Table { columns, rows };
        let tables = vec![(String::new(), table)];
        Chapter { name: self.sheet, title: self.title.to_string(), lines: Vec::new(), remarks, tables }
    }

    /// The table.
    /// One column `submission` with the key of the submission (null for rows over several), then the columns of the
    /// answer: money in yuan, rates in percent, scores in points.
    ///
    /// # Errors
    /// A value does not fit the kind of its column.
    pub fn frame(&self) -> Result<DataFrame> {
        let column = |(index, column): (usize, &AnswerColumn)| -> Result<polars::prelude::Column> {
            let values = self.rows.iter().map(|row| &row.values[index]);
            Ok(match column.holds {
                Holds::Text | Holds::Word => {
                    let texts: Vec<Option<&str>> = values.map(as_text).collect();
                    Series::new(column.name.into(), texts).into()
                }
                Holds::Count => {
                    let counts: Vec<Option<u32>> = values.map(as_count).collect();
                    Series::new(column.name.into(), counts).into()
                }
                Holds::Year => {
                    let years: Vec<Option<i32>> = values.map(as_year).collect();
                    Series::new(column.name.into(), years).into()
                }
                Holds::Money | Holds::Percent | Holds::Points => decimals(column.name, values.map(as_number))?,
            })
        };
        let keys = self.rows.iter().map(|row| Some(row.submission.as_str()).filter(|key| !key.is_empty()));
        let keys = Series::new("submission".into(), keys.collect::<Vec<Option<&str>>>()).into();
        let columns = self.columns.iter().enumerate().map(column);
        let columns: Result<Vec<_>> = [Ok(keys)].into_iter().chain(columns).collect();
        Ok(DataFrame::new(self.rows.len(), columns?)?)
    }

    /// The table as a Parquet file.
    pub fn parquet(&self) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        ParquetWriter::new(&mut bytes).finish(&mut self.frame()?)?;
        Ok(bytes)
    }
}

fn as_text(value: &AnswerValue) -> Option<&str> {
    match value {
        AnswerValue::Text(text) | AnswerValue::FileOf(_, text) => {
            Some(text).filter(|text| !text.is_empty()).map(String::as_str)
        }
        _ => None,
    }
}

fn as_count(value: &AnswerValue) -> Option<u32> {
    match value {
        AnswerValue::Count(count) => u32::try_from(*count).ok(),
        _ => None,
    }
}

fn as_year(value: &AnswerValue) -> Option<i32> {
    match value {
        AnswerValue::Year(year) => Some(*year).filter(|year| *year != 0),
        _ => None,
    }
}

fn as_number(value: &AnswerValue) -> Option<Number> {
    match value {
        AnswerValue::Number(number) => *number,
        _ => None,
    }
}

fn shown(column: &AnswerColumn) -> Shown {
    let align = match column.holds {
        Holds::Text => Align::Left,
        Holds::Word | Holds::Count | Holds::Year => Align::Centre,
        Holds::Money | Holds::Percent | Holds::Points => Align::Right,
    };
    let least = text_width::width(column.title) + 3;
    Shown { title: column.title, least, most: column.width.max(least), align }
}

fn cell(value: &AnswerValue, column: &AnswerColumn) -> TableCell {
    match value {
        AnswerValue::Text(text) => TableCell::text(text),
        AnswerValue::Count(count) => TableCell::Count(*count),
        AnswerValue::Year(0) | AnswerValue::Number(None) => TableCell::Blank,
        AnswerValue::Year(year) => TableCell::Text(year.to_string()),
        AnswerValue::FileOf(year, file) => TableCell::Text(format!("{year}年：{file}")),
        AnswerValue::Number(Some(number)) => match column.holds {
            Holds::Money => TableCell::Score(Some(digits(*number / Unit::WanYuan.scale()))),
            Holds::Percent => TableCell::Percent(shown_digits(rounded(*number))),
            _ => TableCell::Score(Some(digits(*number))),
        },
    }
}

/// A number with all its digits, two after the point at least.
fn shown_digits(number: Number) -> Number {
    let mut number = number.normalize();
    number.rescale(number.scale().max(2));
    number
}

/// The same as text.
pub fn digits(number: Number) -> String {
    shown_digits(number).to_string()
}

/// Rounded half up to two digits after the point, as rates and means are.
pub fn rounded(number: Number) -> Number {
    number.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
}

/// How many percent a part is of a whole; nothing of nothing.
/// Both in one unit; the result in percent, rounded half up to two digits.
pub fn percent(part: Number, whole: Number) -> Option<Number> {
    part.checked_mul(Number::ONE_HUNDRED)?.checked_div(whole).map(rounded)
}

/// The mean of a sum over so many; none over none.
pub fn mean(sum: Option<Number>, count: usize) -> Option<Number> {
    sum?.checked_div(Number::from(count)).map(rounded)
}
