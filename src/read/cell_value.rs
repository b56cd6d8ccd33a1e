//! What a cell holds, as calamine gives it.

use calamine::Data;

use super::Value;
use super::digits::decimal;

/// A value as calamine gives it; nothing for an empty cell.
pub(super) fn value(data: Data) -> Option<Value> {
    Some(match data {
        Data::Empty => return None,
        Data::Int(number) => Value::Number(number.into()),
        Data::Float(number) => decimal(number).map_or_else(|| Value::Error("#NUM!".to_string()), Value::Number),
        Data::String(text) if text.trim().is_empty() => return None,
        Data::String(text) => Value::Text(text),
        Data::Bool(yes) => Value::Text(if yes { "TRUE" } else { "FALSE" }.to_string()),
        Data::DateTime(date) => Value::Text(date_text(&date)),
        Data::DateTimeIso(text) | Data::DurationIso(text) => Value::Text(text),
        Data::Error(error) => Value::Error(error.to_string()),
    })
}

fn date_text(date: &calamine::ExcelDateTime) -> String {
    let (year, month, day, ..) = date.to_ymd_hms_milli();
    format!("{year}年{month}月{day}日")
}

/// Bytes of the text in a cell.
pub(super) fn text_length(value: &Value) -> usize {
    if let Value::Text(text) = value { text.len() } else { 0 }
}
