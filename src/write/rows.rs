//! Findings and coverage as rows of tables, for the 差异表 of a department and for the 复核汇总.

use std::sync::Arc;

use crate::check::explanations::{Explanation, Unused};
use crate::model::finding::{Finding, Trust};
use crate::record::Record;
use crate::rules;
use crate::rules::Coverage;
use crate::rules::Missing;
use crate::write::link::{self, From};
use crate::write::table::{Cell, Column};

/// The columns that a finding fills.
pub const FINDING: [Column; 13] = [
    Column::short("级别", 6, 6),
    Column::short("规则", 7, 7),
    Column::words("文件", 10, 14),
    Column::words("工作表", 8, 10),
    Column::short("单元格", 7, 7),
    Column::words("项目", 10, 14),
    Column::figures("填报值", 9, 12),
    Column::figures("应为值", 9, 12),
    Column::figures("差额", 8, 11),
    Column::words("说明", 36, 36),
    Column::words("依据", 14, 14),
    Column::short("更正方式", 9, 9),
    Column::short("由何引起", 9, 11),
];

/// The columns that a finding fills on the department's own list, which is printed: the provision and the cause
/// stand under the message.
pub const LISTED: [Column; 11] = [
    Column::short("级别", 6, 6),
    Column::short("规则", 7, 7),
    Column::words("文件", 10, 14),
    Column::words("工作表", 8, 10),
    Column::short("单元格", 7, 7),
    Column::words("项目", 10, 14),
    Column::figures("填报值", 9, 12),
    Column::figures("应为值", 9, 12),
    Column::figures("差额", 8, 10),
    Column::words("说明", 42, 42),
    Column::short("更正方式", 9, 9),
];

/// A finding as a row of [`LISTED`].
pub fn listed(record: &Record, one: &Finding) -> Vec<Cell> {
    let mut cells = finding(record, one, From::Department);
    let cause = cells.pop().map(|cause| cause.shown()).filter(|cause| !cause.is_empty());
    let cause = cause.map(|cause| format!("\n由 {} 引起", cause.replace('\n', ""))).unwrap_or_default();
    cells.remove(BASIS);
    cells[BASIS - 1] = Cell::Text(format!("{}\n依据：{}{cause}", message(one), one.basis));
    cells
}

/// Where 依据 stands among the cells of a finding; 说明 stands before it.
const BASIS: usize = 10;

/// A finding as a row.
pub fn finding(record: &Record, finding: &Finding, from: From) -> Vec<Cell> {
    let place = &finding.place;
    let optional = |text: &Option<String>| text.as_deref().map_or(Cell::Blank, Cell::text);
    vec![
        Cell::Level(finding.severity),
        Cell::text(&*finding.rule),
        Cell::text(short_name(record, &place.file)),
        Cell::text(&*place.sheet),
        Cell::link(place.cell_name(), link::corrected(record, place, from)),
        Cell::text(&finding.item),
        optional(&finding.stated),
        optional(&finding.expected),
        optional(&finding.difference),
        Cell::Text(message(finding)),
        Cell::text(&*finding.basis),
        Cell::text(correction(record, finding)),
        cause(record, finding),
    ]
}

/// What must hold, then what is the matter here.
pub fn message(finding: &Finding) -> String {
    let quoted = finding.place.sentence.as_ref().map(|sentence| format!("\n原文：「{sentence}」"));
    format!("{}：{}{}", finding.title, finding.message, quoted.unwrap_or_default())
}

/// What is done about a finding. Where no corrected workbook was made, nothing is said to be corrected.
fn correction(record: &Record, finding: &Finding) -> &'static str {
    let written = record.corrected.iter().any(|corrected| corrected.source == finding.place.file);
    if finding.is_automatic() && !written { "请单位更正" } else { correction_in_place(finding) }
}

/// What is done about a finding in the corrected workbook.
pub fn correction_in_place(finding: &Finding) -> &'static str {
    match finding.correction.as_ref().map(|correction| correction.trust) {
        _ if finding.is_explained() => "单位已说明",
        Some(Trust::Automatic) => "自动更正",
        Some(Trust::Suggested) => "建议核实",
        None => "需单位核实",
    }
}

/// The finding that this one follows from, with its number on the list; numbers survive sorting, links do not.
fn cause(record: &Record, finding: &Finding) -> Cell {
    let Some(cause) = &finding.cause else { return Cell::Blank };
    let all = record.findings.iter().enumerate().filter(|(_, other)| other.key() == *cause);
    let same_sheet =
        |other: &Finding| (other.place.file == finding.place.file, other.place.sheet == finding.place.sheet);
    let nearest = all.max_by_key(|(index, other)| (same_sheet(other), usize::MAX - index));
    Cell::Text(nearest.map_or_else(|| cause.clone(), |(index, _)| format!("{cause}\n（第 {} 条）", index + 1)))
}

/// The file's name without the submission's own folder, which goes without saying in its own list.
pub fn short_name<'a>(record: &Record, file: &'a Arc<str>) -> &'a str {
    let Some((folder, name)) = file.split_once('/') else { return file };
    let inside = |other: &Arc<str>| other.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
    if record.files.iter().all(inside) { name } else { file }
}

/// The column for what the department says about a finding.
pub const EXPLANATION: Column = Column::words("情况说明", 16, 20);

/// What the department has said about a finding; else a place to say it.
pub fn explanation(finding: &Finding) -> Cell {
    finding.explanation.as_deref().map_or(Cell::Blank, Cell::text)
}

/// The columns that an explanation of no use fills.
pub const UNUSED: [Column; 8] = [
    Column::short("规则", 9, 9),
    Column::words("文件", 20, 36),
    Column::words("工作表", 12, 20),
    Column::short("单元格", 10, 10),
    Column::figures("填报值", 12, 20),
    Column::words("情况说明", 30, 44),
    Column::words("未采用的原因", 24, 30),
    Column::words("来自", 16, 30),
];

/// An explanation of no use as a row.
pub fn unused(unused: &Unused) -> Vec<Cell> {
    let Explanation { list, rule, file, sheet, cell, stated, text, .. } = &unused.explanation;
    let list = list.rsplit(['/', '\\']).next().unwrap_or_default();
    let texts = [rule, file, sheet, cell, stated, text].map(Cell::text);
    texts.into_iter().chain([Cell::Text(unused.reason()), Cell::text(list)]).collect()
}

/// The columns that the coverage of a rule fills.
pub const COVERAGE: [Column; 6] = [
    Column::short("规则", 10, 10),
    Column::words("规则内容", 40, 52),
    Column::short("成立", 10, 10),
    Column::short("不成立", 10, 10),
    Column::short("不适用", 10, 10),
    Column::short("无法核对", 12, 12),
];

/// The coverage of a rule as a row.
pub fn coverage(coverage: &Coverage) -> Vec<Cell> {
    let counts = [coverage.holds, coverage.broken, coverage.not_applicable, coverage.unchecked.len()];
    let words = [Cell::text(&*coverage.rule), Cell::text(title(&coverage.rule))];
    words.into_iter().chain(counts.map(Cell::Count)).collect()
}

/// What the counts of [`COVERAGE`] count.
pub const COVERAGE_REMARK: &str =
    "成立、不成立、不适用按表计数；无法核对按缺少数据的位置计数。无法核对不等于没有问题，请补充数据后重新核对。";

/// What a rule says.
pub fn title(rule: &str) -> &'static str {
    rules::find(rule).map_or("", |rule| rule.title)
}

/// A missing figure in words: 「自评表.xlsx · 自评表!F7 全年预算数」.
pub fn missing(record: &Record, missing: &Missing) -> String {
    let place = &missing.place;
    let cell = place.cell.map(|cell| format!("!{cell}")).unwrap_or_default();
    format!("{} · {}{cell} {}", short_name(record, &place.file), place.sheet, missing.missing)
}
