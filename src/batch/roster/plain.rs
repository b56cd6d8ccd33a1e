//! Lists in .csv and .txt: a table with a header, or a name a line.

use anyhow::Result;
use csv::ReaderBuilder;

use crate::model::place::Address;
use crate::read::{Cell, NumberFormat, Sheet, Value, text};

/// The label that is put above names without one.
const NAMES: &str = "单位名称";
/// Longer lines, and lines with such marks, are no names.
const LONGEST_NAME: usize = 30;
const MARKS: &[char] = &['，', '。', '；', '：', '、', ',', ';', ':', '？', '！', '|', '\t'];
/// Words in a title above names.
const TITLES: [&str; 4] = ["清单", "名单", "台账", "年度"];

/// The text as a sheet called `name`; columns are parted by tabs or commas.
pub fn sheet(bytes: &[u8], name: &str) -> Result<Sheet> {
    let text = text::decode(bytes)?;
    let delimiter = if text.contains('\t') { b'\t' } else { b',' };
    let mut reader =
        ReaderBuilder::new().delimiter(delimiter).flexible(true).has_headers(false).from_reader(text.as_bytes());
    let mut sheet = Sheet { name: name.into(), ..Sheet::default() };
    let (mut row, mut counted) = (0, 0);
    for record in reader.records() {
        let record = record?;
        // The reader counts a line break, and lines without anything, to the record behind them.
        let start = usize::try_from(record.position().map_or(0, csv::Position::byte))?;
        let start = start + text[start..].bytes().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        row += u32::try_from(text[counted..start].matches('\n').count())?;
        counted = start;
        for (column, field) in record.iter().enumerate().filter(|(_, field)| !field.trim().is_empty()) {
            sheet.cells.insert(Address::new(row, u32::try_from(column)?), cell(field.trim()));
        }
    }
    Ok(sheet)
}

/// The same below a label, if every line is a name; a title above them may stay.
pub fn with_label(sheet: &Sheet) -> Option<Sheet> {
    let lines: Vec<String> = sheet.cells.values().map(Cell::text).collect();
    let is_title = |line: &&String| TITLES.iter().any(|word| line.contains(word));
    let titles = lines.iter().take_while(is_title).count();
    let is_name = |line: &String| line.chars().count() <= LONGEST_NAME && !line.contains(MARKS);
    let is_one_column = sheet.cells.keys().all(|address| address.column == 0);
    if titles > 1 || titles == lines.len() || !is_one_column || !lines[titles..].iter().all(is_name) {
        return None;
    }
    let mut labelled = Sheet { name: sheet.name.clone(), ..Sheet::default() };
    let label = (titles, NAMES.to_string());
    // Names move one line down, to make room for the label.
    let moved = lines.into_iter().enumerate().map(|(row, line)| (row + usize::from(row >= titles), line));
    for (row, line) in moved.chain([label]) {
        labelled.cells.insert(Address::new(u32::try_from(row).ok()?, 0), cell(&line));
    }
    Some(labelled)
}

fn cell(text: &str) -> Cell {
    Cell {
        value: Value::Text(text.to_string()),
        formula: None,
        format: NumberFormat::default(),
        recalculated: None,
        unverified: false,
    }
}
