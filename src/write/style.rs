//! The looks of the workbooks: fonts, fills and borders, made once per workbook.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use crate::model::finding::Severity;

const BODY: &str = "宋体";
const HEADING: &str = "黑体";
const BORDER: Color = Color::RGB(0xB4BCC6);
const HEADER_FILL: Color = Color::RGB(0xE4EAF1);
const INK: Color = Color::RGB(0x26313D);
const GREY: Color = Color::RGB(0x5B6672);
const LINK: Color = Color::RGB(0x1F4E8C);

/// How the text of a column stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Words.
    Left,
    /// Short codes.
    Centre,
    /// Figures.
    Right,
}

/// The formats that all workbooks share.
#[derive(Debug, Clone)]
pub struct WriterStyles {
    /// The title of a sheet.
    pub title: Format,
    /// A line of text under the title.
    pub line: Format,
    /// The same, for remarks.
    pub remark: Format,
    /// The same, leading elsewhere.
    pub line_link: Format,
    /// A heading over a further table.
    pub heading: Format,
    /// The header of a table.
    pub header: Format,
    /// A cell that leads elsewhere.
    pub link: Format,
    left: Format,
    centre: Format,
    right: Format,
    severities: [Format; 3],
}

impl Default for WriterStyles {
    fn default() -> WriterStyles {
        let cell = font(10).set_border(FormatBorder::Thin).set_border_color(BORDER).set_text_wrap();
        let [left, centre, right] =
            [FormatAlign::Left, FormatAlign::Center, FormatAlign::Right].map(|align| cell.clone().set_align(align));
        let right = right.set_indent(1);
        let header = centre.clone().set_font_name(HEADING).set_background_color(HEADER_FILL);
        WriterStyles {
            title: font(16).set_font_name(HEADING).set_align(FormatAlign::Center),
            line: font(11).set_text_wrap(),
            remark: font(10).set_text_wrap().set_font_color(GREY),
            line_link: font(10).set_font_color(LINK),
            heading: font(11).set_font_name(HEADING),
            link: centre.clone().set_font_color(LINK),
            severities: SEVERITIES.map(|severity| coloured(&centre, severity)),
            header,
            left,
            centre,
            right,
        }
    }
}

impl WriterStyles {
    /// A cell of a column.
    pub fn cell(&self, align: Align) -> &Format {
        match align {
            Align::Left => &self.left,
            Align::Centre => &self.centre,
            Align::Right => &self.right,
        }
    }

    /// A number with so many digits after the point; figures that stand to the right are amounts, in thousands.
    /// Wrapped or indented, numbers do not stand under each other in LibreOffice.
    pub fn number(&self, align: Align, digits: usize) -> Format {
        let whole = if align == Align::Right { "#,##0" } else { "0" };
        let format = if digits == 0 { whole.to_string() } else { format!("{whole}.{}", "0".repeat(digits)) };
        self.cell(align).clone().unset_text_wrap().set_indent(0).set_num_format(format)
    }

    /// A number that is shown in percent with so many digits after the point.
    pub fn percent(&self, align: Align, digits: u32) -> Format {
        let format = (0..digits).fold(String::from(if digits == 0 { "0" } else { "0." }), |format, _| format + "0");
        self.cell(align).clone().unset_text_wrap().set_indent(0).set_num_format(format + "%")
    }

    /// A cell that names a severity.
    pub fn severity(&self, severity: Severity) -> &Format {
        let [error, warning, note] = &self.severities;
        match severity {
            Severity::Error => error,
            Severity::Warning => warning,
            Severity::Note => note,
        }
    }
}

const SEVERITIES: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Note];

fn font(points: u8) -> Format {
    Format::new().set_font_name(BODY).set_font_size(points).set_font_color(INK).set_align(FormatAlign::VerticalCenter)
}

/// Pale fills that stay apart in print, even without colour, for the word stands in the cell.
fn coloured(base: &Format, severity: Severity) -> Format {
    let (fill, ink) = match severity {
        Severity::Error => (0xF8DEDB, 0x8E2A20),
        Severity::Warning => (0xFCEFCB, 0x7A5A0B),
        Severity::Note => (0xE1ECF5, 0x2B5479),
    };
    base.clone().set_background_color(Color::RGB(fill)).set_font_color(Color::RGB(ink))
}

/// Fills of charts: as filed, and as recomputed.
pub const CHART_COLOURS: [Color; 2] = [Color::RGB(0xA9B8C9), Color::RGB(0x3E6C9E)];
