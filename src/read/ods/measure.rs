//! How much room the sheets of an .ods take, before they are read: a few bytes can stand for billions of cells.

use anyhow::{Result, ensure};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::number;
use crate::limits::deadline::check_time;
use crate::limits::{self, COLUMNS, ROWS};

/// What has been seen of a sheet.
#[derive(Default)]
struct Extent {
    rows: u64,
    /// Of the row being read: how often it stands there, and its cells.
    repeat: u64,
    cells: u64,
    /// The last row and column that hold something.
    height: u64,
    width: u64,
    row_holds: bool,
}

/// Refuses sheets that do not end, and such whose cells, with all that is repeated, are too many.
pub fn measure(xml: &str) -> Result<()> {
    let mut reader = Reader::from_str(xml);
    let (mut area, mut depth, mut tables, mut regions) = (0u64, 0usize, 0, 0);
    let mut at = Extent::default();
    loop {
        let event = reader.read_event()?;
        match &event {
            Event::Start(tag) | Event::Empty(tag) => {
                let holds = matches!(event, Event::Start(_));
                depth += usize::from(holds);
                regions += usize::from(open(tag, holds, &mut at));
                if tag.local_name().as_ref() == "table" {
                    tables += 1;
                }
            }
            Event::End(tag) => {
                depth = depth.saturating_sub(1);
                if tag.local_name().as_ref() == "table-row" {
                    close_row(&mut at);
                } else if tag.local_name().as_ref() == "table" {
                    area = area.saturating_add(at.height.saturating_mul(at.width));
                    at = Extent::default();
                }
            }
            Event::Eof => break,
            _ => {}
        }
        limits::count("content.xml ", "层嵌套的元素", depth, limits::DEPTH)?;
    }
    // calamine looks for the end of a sheet for ever.
    ensure!(depth == 0, "content.xml 不完整");
    limits::count("工作簿内", "张工作表", tables, limits::SHEETS)?;
    limits::count("工作簿内", "处合并单元格", regions, limits::REGIONS)?;
    limits::area(area)
}

/// Enters an element; whether it begins a merged range.
fn open(tag: &BytesStart, has_content: bool, at: &mut Extent) -> bool {
    let repeat = |name, most: u32| u64::from(number(tag, name).unwrap_or(1).min(most));
    match tag.local_name().as_ref() {
        "table-row" => {
            check_time();
            at.repeat = repeat("number-rows-repeated", ROWS);
            (at.cells, at.row_holds) = (0, false);
            if !has_content {
                at.rows += at.repeat;
            }
        }
        "table-cell" | "covered-table-cell" => {
            at.cells += repeat("number-columns-repeated", COLUMNS);
            let states = |name| tag.attributes().flatten().any(|attribute| attribute.key.local_name().as_ref() == name);
            if has_content || states("value-type") || states("formula") {
                at.row_holds = true;
                at.width = at.width.max(at.cells);
            }
            return number(tag, "number-columns-spanned").is_some_and(|columns| columns > 1)
                || number(tag, "number-rows-spanned").is_some_and(|rows| rows > 1);
        }
        _ => {}
    }
    false
}

fn close_row(at: &mut Extent) {
    at.rows += at.repeat;
    if at.row_holds {
        at.height = at.rows;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILLED: &str = r#"<t:table-cell t:number-columns-repeated="16384" o:value-type="float" o:value="1"/>"#;

    #[test]
    fn what_is_repeated_counts_and_blank_rows_below_do_not() {
        let table = |rows: &str| format!("<d><t:table>{rows}</t:table></d>");
        let row = |repeat: u32, cells: &str| {
            format!(r#"<t:table-row t:number-rows-repeated="{repeat}">{cells}</t:table-row>"#)
        };
        let blank = row(1_048_575, r#"<t:table-cell t:number-columns-repeated="16384"/>"#);
        assert!(measure(&table(&(row(1, FILLED) + &blank))).is_ok());
        let error = measure(&table(&row(1_048_576, FILLED))).expect_err("refused").to_string();
        assert!(error.contains("17179869184 个单元格"), "{error}");
        let error = measure(&table(&(blank + &row(1, FILLED)))).expect_err("refused").to_string();
        assert!(error.contains("17179869184 个单元格"), "blank rows above take room: {error}");
    }

    #[test]
    fn a_sheet_that_does_not_end_is_refused() {
        let cut = "<d><t:table><t:table-row>";
        assert!(measure(cut).is_err_and(|error| error.to_string().contains("不完整")));
    }

    #[test]
    fn elements_too_deep_in_one_another_are_refused() {
        let deep = "<a>".repeat(limits::DEPTH + 1);
        assert!(measure(&deep).is_err_and(|error| error.to_string().contains("201 层")));
    }
}
