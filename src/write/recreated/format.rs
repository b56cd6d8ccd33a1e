//! The look of a cell as the writer of workbooks takes it.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use crate::read::looks::{Across, CellLook, Upright};
use crate::read::{Cell, NumberFormat, Value};

/// The number format of a cell: as its look has it, else one that shows the same digits.
pub fn code(look: &CellLook, cell: Option<&Cell>) -> Option<String> {
    if !look.code.is_empty() {
        return Some(look.code.clone());
    }
    let cell = cell.filter(|cell| matches!(cell.value, Value::Number(_)))?;
    let NumberFormat { decimals, percent } = cell.format;
    let decimals = decimals.map(|decimals| usize::try_from(decimals).unwrap_or(0));
    let sign = if percent { "%" } else { "" };
    match decimals {
        Some(0) => Some(format!("0{sign}")),
        Some(decimals) => Some(format!("0.{}{sign}", "0".repeat(decimals))),
        None if percent => Some("0.##%".to_string()),
        None => None,
    }
}

/// The format of a look with this number format.
pub fn formatted(look: &CellLook, code: Option<&str>) -> Format {
    let mut format = Format::new();
    if let Some(code) = code {
        format = format.set_num_format(code);
    }
    if !look.font.is_empty() {
        format = format.set_font_name(&look.font);
    }
    if look.twips > 0 {
        let points = Decimal::from(look.twips) / Decimal::from(20);
        format = format.set_font_size(points.to_f64().unwrap_or(11.0));
    }
    if look.bold {
        format = format.set_bold();
    }
    if look.italic {
        format = format.set_italic();
    }
    if look.wrapped {
        format = format.set_text_wrap();
    }
    if let Some(ink) = look.ink {
        format = format.set_font_color(Color::RGB(ink));
    }
    if let Some(fill) = look.fill {
        format = format.set_background_color(Color::RGB(fill));
    }
    let [left, right, top, bottom] = look.borders.map(border);
    let format = format.set_border_left(left).set_border_right(right).set_border_top(top).set_border_bottom(bottom);
    aligned(format, look)
}

fn aligned(format: Format, look: &CellLook) -> Format {
    let format = format.set_align(match look.upright {
        Upright::Bottom => FormatAlign::Bottom,
        Upright::Centre => FormatAlign::VerticalCenter,
        Upright::Top => FormatAlign::Top,
    });
    match look.across {
        Across::General => format,
        Across::Left => format.set_align(FormatAlign::Left),
        Across::Centre => format.set_align(FormatAlign::Center),
        Across::Right => format.set_align(FormatAlign::Right),
    }
}

/// Borders by the numbers that .xls files give them.
fn border(number: u8) -> FormatBorder {
    match number {
        0 => FormatBorder::None,
        2 => FormatBorder::Medium,
        3 => FormatBorder::Dashed,
        4 => FormatBorder::Dotted,
        5 => FormatBorder::Thick,
        6 => FormatBorder::Double,
        7 => FormatBorder::Hair,
        8 => FormatBorder::MediumDashed,
        9 => FormatBorder::DashDot,
        10 => FormatBorder::MediumDashDot,
        11 => FormatBorder::DashDotDot,
        12 => FormatBorder::MediumDashDotDot,
        13 => FormatBorder::SlantDashDot,
        _ => FormatBorder::Thin,
    }
}
