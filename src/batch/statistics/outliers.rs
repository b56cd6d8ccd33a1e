//! 异常值: scores and execution rates that lie far from those of the other forms of their kind and year.
//!
//! A value is listed beyond the fences Q1 − 1.5 × (Q3 − Q1) and Q3 + 1.5 × (Q3 − Q1), where Q1 and Q3 are the
//! quartiles. Where both are the same value (most projects spend exactly 100 %), the fences are those of the forms that
//! have another one. Fewer than [`ENOUGH`] forms tell nothing.
//!
//! Columns: `year`, `kind` (项目自评, 部门整体), `measure` (总分, 执行率), `department`, `project`, `value`, `median`,
//! `lower`, `upper`, `forms` (how many were compared), `reason`, `file`, `sheet`.

use anyhow::Result;
use polars::prelude::*;
use rust_decimal::Decimal as Number;

use super::answer::{Answer, AnswerColumn, AnswerRow, AnswerValue, Holds, column, digits};
use super::{RunTables, frame};

/// Fewer forms of a kind and year do not show what is usual.
pub const ENOUGH: usize = 20;

const COLUMNS: [AnswerColumn; 13] = [
    column("year", "年度", Holds::Year, 8),
    column("kind", "表", Holds::Word, 12),
    column("measure", "指标", Holds::Word, 10),
    column("department", "单位", Holds::Text, 30),
    column("project", "项目名称", Holds::Text, 34),
    column("value", "数值", Holds::Points, 12),
    column("median", "中位数", Holds::Points, 12),
    column("lower", "下界", Holds::Points, 12),
    column("upper", "上界", Holds::Points, 12),
    column("forms", "比较的表数", Holds::Count, 12),
    column("reason", "列出的理由", Holds::Text, 60),
    column("file", "文件", Holds::Text, 44),
    column("sheet", "工作表", Holds::Text, 16),
];
const KINDS: [(&str, &str); 2] = [("project", "项目自评"), ("department", "部门整体")];
const MEASURES: [(&str, &str, &str); 2] = [("score", "总分", ""), ("rate", "执行率", "%")];

/// What is usual, by the quartiles of sorted values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fences {
    median: Number,
    quartiles: [Number; 2],
    lower: Number,
    upper: Number,
    /// The value that most have, if the quartiles are those of the others.
    common: Option<Number>,
}

/// What is usual among sorted values; nothing where there are too few, or where all are alike.
/// Expects values in ascending order, in one unit (points or percent).
pub fn fences(sorted: &[Number]) -> Option<Fences> {
    if sorted.len() < ENOUGH {
        return None;
    }
    let median = quantile(sorted, 2)?;
    let [first, third] = [quantile(sorted, 1)?, quantile(sorted, 3)?];
    if first != third {
        return Some(around(median, [first, third], None));
    }
    // Most projects spend exactly 100 %: quartiles of all would call every other rate an outlier.
    let others: Vec<Number> = sorted.iter().copied().filter(|value| *value != first).collect();
    let quartiles = [quantile(&others, 1)?, quantile(&others, 3)?];
    (others.len() >= ENOUGH && quartiles[0] != quartiles[1]).then(|| around(median, quartiles, Some(first)))
}

fn around(median: Number, quartiles: [Number; 2], common: Option<Number>) -> Fences {
    let [first, third] = quartiles;
    let reach = (third - first) * Number::new(15, 1);
    Fences { median, quartiles, lower: first - reach, upper: third + reach, common }
}

/// The value so many quarters along sorted values; between two, in proportion.
fn quantile(sorted: &[Number], quarters: usize) -> Option<Number> {
    // Linear between neighbours, as QUARTILE.INC of Excel, so that a reader can check it there.
    let place = sorted.len().checked_sub(1)? * quarters;
    let (below, beyond) = (*sorted.get(place / 4)?, *sorted.get((place / 4 + 1).min(sorted.len() - 1))?);
    Some(below + (beyond - below) * Number::new(25 * i64::try_from(place % 4).ok()?, 2))
}

impl Fences {
    fn is_usual(&self, value: Number) -> bool {
        self.lower <= value && value <= self.upper || self.common == Some(value)
    }

    /// Why a value is listed, in words.
    fn reason(&self, value: Number, unit: &str, forms: usize) -> String {
        let shown = |number: Number| format!("{}{unit}", digits(number));
        let [first, third] = self.quartiles.map(shown);
        let among = match self.common {
            Some(common) => format!("{forms} 张表中多数为 {}，其余", shown(common)),
            None => format!("同类 {forms} 张表"),
        };
        let (word, bound, from, sign) = match value < self.lower {
            true => ("低于下界", self.lower, &first, '−'),
            false => ("高于上界", self.upper, &third, '+'),
        };
        format!(
            "{word} {}：{among}的四分位数为 {first}、{third}，界限 = {from} {sign} 1.5 ×（{third} − {first}）",
            shown(bound)
        )
    }
}

/// The sheet and file of outliers, those farthest from the median first.
pub fn answer(tables: &RunTables) -> Result<Answer> {
    let mut rows = Vec::new();
    for (kind, kind_name) in KINDS {
        for (measure, measure_name, unit) in MEASURES {
            let forms = with_value(tables.forms.clone(), kind, measure).collect()?;
            rows.extend(of_years(&forms, measure, [kind_name, measure_name, unit])?);
        }
    }
    Ok(Answer {
        sheet: "异常值",
        title: "总分和执行率的异常值",
        remarks: vec![
            "与同年度同类表相差很大的总分和执行率，提示先看哪些表，不是差错。按四分位数划定界限，不受个别极端值影响；每一条写明理由。".to_string(),
            format!("同年度同类表不足 {ENOUGH} 张的，以及数值几乎全部相同的，不作比较。执行率单位为 %。"),
        ],
        columns: &COLUMNS,
        rows,
    })
}

/// The forms of a kind that have a value, in its order, the latest year first.
fn with_value(forms: LazyFrame, kind: &str, measure: &str) -> LazyFrame {
    let order = SortMultipleOptions::default().with_order_descending_multi([true, false, false, false, false]);
    let order = order.with_maintain_order(true);
    forms
        .filter(col("kind").eq(lit(kind)).and(col(measure).is_not_null()))
        .select(["year", "department", "project", "file", "sheet", "submission", measure].map(col))
        .sort(["year", measure, "department", "file", "sheet"], order)
}

fn of_years(forms: &DataFrame, measure: &str, words: [&str; 3]) -> Result<Vec<AnswerRow>> {
    let years = frame::years(forms, "year")?;
    let values: Vec<Number> = frame::numbers(forms, measure)?.into_iter().flatten().collect();
    let texts = ["department", "project", "file", "sheet", "submission"].map(|name| frame::texts(forms, name));
    let [department, project, file, sheet, keys] = texts;
    let (department, project, file, sheet, keys) = (department?, project?, file?, sheet?, keys?);
    let [kind, name, unit] = words;
    let mut rows = Vec::new();
    let mut start = 0;
    for same in years.chunk_by(|one, other| one == other) {
        let range = start..start + same.len();
        start = range.end;
        let Some(fences) = fences(&values[range.clone()]) else { continue };
        let mut found: Vec<usize> = range.filter(|row| !fences.is_usual(values[*row])).collect();
        found.sort_by_key(|row| std::cmp::Reverse((values[*row] - fences.median).abs()));
        rows.extend(found.into_iter().map(|row| {
            let [median, lower, upper] =
                [fences.median, fences.lower, fences.upper].map(|number| AnswerValue::Number(Some(number)));
            let values = vec![
                AnswerValue::Year(years[row]),
                AnswerValue::text(kind),
                AnswerValue::text(name),
                AnswerValue::text(&department[row]),
                AnswerValue::text(&project[row]),
                AnswerValue::Number(Some(values[row])),
                median,
                lower,
                upper,
                AnswerValue::Count(same.len()),
                AnswerValue::text(fences.reason(values[row], unit, same.len())),
                AnswerValue::text(&file[row]),
                AnswerValue::text(&sheet[row]),
            ];
            AnswerRow::of(&keys[row], values)
        }));
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(texts: &[&str]) -> Vec<Number> {
        texts.iter().map(|text| text.parse().expect("a number")).collect()
    }

    #[test]
    fn few_values_and_equal_values_have_no_fences() {
        assert_eq!(fences(&numbers(&["90"; 19])), None);
        assert_eq!(fences(&numbers(&["100"; 50])), None);
    }

    #[test]
    fn quartiles_are_exact() {
        let values: Vec<Number> = (80..100).map(Number::from).collect();
        let fences = fences(&values).expect("fences");
        assert_eq!(
            [fences.median, fences.quartiles[0], fences.quartiles[1]].to_vec(),
            numbers(&["89.5", "84.75", "94.25"])
        );
        assert_eq!([fences.lower, fences.upper].to_vec(), numbers(&["70.5", "108.5"]));
        assert!(!fences.is_usual(Number::from(70)) && fences.is_usual(Number::from(71)));
    }

    #[test]
    fn where_most_are_alike_the_others_tell_what_is_usual() {
        let mut values: Vec<Number> = (0..20).map(|index| Number::from(80 + index % 10)).collect();
        values.push(Number::from(12));
        values.extend(std::iter::repeat_n(Number::from(100), 100));
        values.sort();
        let fences = fences(&values).expect("fences");
        assert!(fences.is_usual(Number::from(100)), "what most have is usual");
        assert!(!fences.is_usual(Number::from(12)));
        let reason = fences.reason(Number::from(12), "%", 121);
        assert!(
            reason.starts_with("低于下界") && reason.contains("121 张表中多数为 100.00%，其余的四分位数为"),
            "{reason}"
        );
    }
}
