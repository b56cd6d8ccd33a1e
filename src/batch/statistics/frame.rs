//! Conversion between Polars columns and plain values.

use anyhow::{Result, bail};
use polars::prelude::*;
use rust_decimal::Decimal as Number;

use crate::model::text::organisations::organisation_key;
use crate::model::text::projects::project_key;

/// Texts of a column; empty where there is none.
///
/// # Errors
/// There is no such column, or it holds no texts.
pub fn texts(frame: &DataFrame, name: &str) -> Result<Vec<String>> {
    let texts = frame.column(name)?.str()?;
    Ok(texts.iter().map(|text| text.unwrap_or_default().to_string()).collect())
}

/// Years of a column; 0 where there is none.
pub fn years(frame: &DataFrame, name: &str) -> Result<Vec<i32>> {
    let column = frame.column(name)?.cast(&DataType::Int32)?;
    Ok(column.i32()?.iter().map(Option::unwrap_or_default).collect())
}

/// Counts of a column.
pub fn counts(frame: &DataFrame, name: &str) -> Result<Vec<usize>> {
    let column = frame.column(name)?.cast(&DataType::UInt64)?;
    column.u64()?.iter().map(|count| Ok(usize::try_from(count.unwrap_or_default())?)).collect()
}

/// Numbers of a column.
///
/// # Errors
/// There is no such column, or it holds something else than decimals.
pub fn numbers(frame: &DataFrame, name: &str) -> Result<Vec<Option<Number>>> {
    let column = frame.column(name)?;
    (0..frame.height()).map(|row| number(column.get(row)?)).collect()
}

fn number(value: AnyValue) -> Result<Option<Number>> {
    match value {
        AnyValue::Null => Ok(None),
        AnyValue::Decimal(mut digits, _, scale) => {
            let mut scale = u32::try_from(scale)?;
            // The table keeps more digits than a number takes; zeros at its end say nothing.
            while scale > 0 && digits % 10 == 0 {
                (digits, scale) = (digits / 10, scale - 1);
            }
            Ok(Some(Number::try_from_i128_with_scale(digits, scale)?))
        }
        other => bail!("not a decimal: {other:?}"),
    }
}

/// The name of a body as it is compared.
pub fn body(name: &str) -> Expr {
    keyed(name, organisation_key)
}

/// The name of a project as it is compared.
pub fn project(name: &str) -> Expr {
    keyed(name, project_key)
}

fn keyed(name: &str, key: fn(&str) -> String) -> Expr {
    let map = move |column: Column| {
        let keys: StringChunked = column.str()?.iter().map(|text| Some(key(text.unwrap_or_default()))).collect();
        Ok(keys.with_name(column.name().clone()).into_column())
    };
    col(name).map(map, |_, field| Ok(Field::new(field.name().clone(), DataType::String)))
}
