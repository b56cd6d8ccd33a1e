//! 图表: scores and rules at a glance, on a page of their own, where neither filters nor page breaks cut them.

use anyhow::Result;
use rust_decimal::Decimal;
use rust_xlsxwriter::{
    Chart, ChartDataLabel, ChartFont, ChartFormat, ChartLegendPosition, ChartLine, ChartMarker, ChartMarkerType,
    ChartSeries, ChartSolidFill, ChartType, Color, Workbook,
};

use super::rule_counts::Broken;
use super::{overview, rule_counts};
use crate::record::Record;
use crate::write::sheet::{Page, WrittenTable};
use crate::write::style::CHART_COLOURS;
use crate::write::table::{Table, TableColumn};

const NAME: &str = "图表";
/// More departments would not be told apart.
const MOST_DEPARTMENTS: usize = 30;
/// Of more departments, the numbers stand at the axis: names would leave no room for the points.
const MOST_NAMES: usize = 10;
/// More bars would not be read.
const MOST_RULES: usize = 15;
const GRID: Color = Color::RGB(0xD9DEE4);

/// Height of the chart of scores in pixels: names of departments stand aslant and take half of it.
const SCORES_HEIGHT: u32 = 400;

/// The scores of the first departments.
#[derive(Default)]
pub struct Scores {
    departments: usize,
    least: Option<Decimal>,
}

impl Scores {
    /// Looks at the scores of a submission.
    pub fn add(&mut self, record: &Record) {
        self.departments += 1;
        if self.departments <= MOST_DEPARTMENTS {
            let scores = [record.stated.points, record.recomputed.points].into_iter().flatten();
            self.least = self.least.into_iter().chain(scores).min();
        }
    }
}

/// The sheet for the charts, if there will be any; they are drawn once their tables are written.
pub fn place(book: &mut Workbook, scores: &Scores, rules: &Broken) -> Result<()> {
    if scores.least.is_none() && rules.len() == 0 {
        return Ok(());
    }
    let page = Table { columns: vec![TableColumn::words("", 12, 12); 11], rows: Vec::new() };
    Page::new(book, NAME, "绩效自评复核图表", &[&page])?;
    Ok(())
}

/// Draws the charts from the tables of the other sheets.
pub fn draw(
    book: &mut Workbook,
    shown: &Scores,
    rules: &Broken,
    overview: Option<WrittenTable>,
    rule_counts: WrittenTable,
) -> Result<()> {
    let mut row = 1;
    if let (Some(least), Some(written)) = (shown.least, overview) {
        let chart = scores(written, shown.departments, least);
        book.worksheet_from_name(NAME)?.insert_chart_with_offset(row, 0, &chart, 8, 0)?;
        row = 1 + SCORES_HEIGHT / 20 + 2;
    }
    if rules.len() > 0 {
        let chart = frequencies(rule_counts, rules.len());
        book.worksheet_from_name(NAME)?.insert_chart_with_offset(row, 0, &chart, 8, 0)?;
    }
    Ok(())
}

/// Stated and recomputed scores as points: their axis need not begin at zero, as it would for bars.
fn scores(table: WrittenTable, departments: usize, least: Decimal) -> Chart {
    let mut chart = Chart::new(ChartType::Line);
    let rows = rows(table, departments.min(MOST_DEPARTMENTS));
    let names = if departments > MOST_NAMES { overview::NUMBER } else { overview::DEPARTMENT };
    let series = [(overview::STATED, ChartMarkerType::Circle, 11), (overview::RECOMPUTED, ChartMarkerType::Diamond, 8)];
    for ((column, kind, size), colour) in series.into_iter().zip(CHART_COLOURS) {
        let mut format = fill(colour);
        let series = chart.add_series();
        from(series, overview::NAME, table.header, rows, [names, column]);
        series.set_format(ChartFormat::new().set_no_line());
        series.set_marker(ChartMarker::new().set_type(kind).set_size(size).set_format(&mut format));
    }
    let shortened = if departments > MOST_DEPARTMENTS { "（前 30 个单位）" } else { "" };
    dress(&mut chart, &format!("自评总分与复核总分{shortened}"), SCORES_HEIGHT);
    chart.set_high_low_lines(true).set_high_low_lines_format(ChartLine::new().set_color("8A97A5"));
    chart.legend().set_position(ChartLegendPosition::Bottom);
    if departments > MOST_NAMES {
        chart.x_axis().set_name("序号（见总览）").set_name_font(ChartFont::new().set_size(9));
    }
    // Round numbers at the axis, and room below the lowest score.
    let tens: i32 = (least / Decimal::TEN).floor().try_into().unwrap_or(0);
    chart.y_axis().set_min((tens - 1).max(0) * 10).set_max(100).set_major_unit(5).set_num_format("0");
    chart.y_axis().set_major_gridlines_line(ChartLine::new().set_color(GRID));
    chart
}

/// The rules broken most often, the first on top.
fn frequencies(table: WrittenTable, broken: usize) -> Chart {
    let mut chart = Chart::new(ChartType::Bar);
    let bars = broken.min(MOST_RULES);
    let columns = [rule_counts::TITLE, rule_counts::FINDINGS];
    let [_, colour] = CHART_COLOURS;
    let series = chart.add_series();
    from(series, rule_counts::NAME, table.header, rows(table, bars), columns);
    series.set_format(&mut fill(colour)).set_gap(50).set_data_label(ChartDataLabel::new().show_value());
    let title = if broken > MOST_RULES { "问题最多的规则（前 15 条）" } else { "各规则的问题数" };
    dress(&mut chart, title, u32::try_from(70 + 19 * bars).unwrap_or(u32::MAX));
    chart.legend().set_hidden();
    // In a bar chart the categories stand on what is the y axis of others.
    chart.y_axis().set_reverse().set_font(ChartFont::new().set_size(9));
    chart.x_axis().set_min(0).set_num_format("0").set_hidden(true).set_major_gridlines(false);
    chart
}

/// The first and last row of a table's first rows.
fn rows(table: WrittenTable, count: usize) -> [u32; 2] {
    [table.header + 1, table.header + u32::try_from(count).unwrap_or(0)]
}

fn from(series: &mut ChartSeries, sheet: &str, header: u32, [first, last]: [u32; 2], [names, values]: [u16; 2]) {
    series.set_name((sheet, header, values)).set_categories((sheet, first, names, last, names));
    series.set_values((sheet, first, values, last, values));
}

fn fill(colour: Color) -> ChartFormat {
    ChartFormat::new().set_solid_fill(ChartSolidFill::new().set_color(colour)).set_no_border().clone()
}

/// What the charts share. Rows that a filter hides stay in the chart.
fn dress(chart: &mut Chart, title: &str, height: u32) {
    chart.title().set_name(title).set_font(ChartFont::new().set_size(12));
    chart.set_width(960).set_height(height).show_hidden_data();
}
