//! Findings and coverage as rows of tables, for the 差异表 of a department and for the 复核汇总.

use std::sync::Arc;

use crate::check::explanations::{Explanation, Unused};
use crate::model::finding::{Finding, Trust};
use crate::record::Record;
use crate::rules;
use crate::rules::{Coverage, Missing};
use crate::write::link::{self, From};
use crate::write::table::{TableCell, TableColumn};

/// The columns that a finding fills.
pub const FINDING: [TableColumn; 13] = [
    TableColumn::short("级别", 6, 6),
    TableColumn::short("规则", 7, 7),
    TableColumn::words("文件", 10, 14),
    TableColumn::words("工作表", 8, 10),
    TableColumn::short("单元格", 7, 7),
    TableColumn::words("项目", 10, 14),
    TableColumn::figures("填报值", 9, 12),
    TableColumn::figures("应为值", 9, 12),
    TableColumn::figures("差额", 8, 11),
    TableColumn::words("说明", 36, 36),
    TableColumn::words("依据", 14, 14),
    TableColumn::short("更正方式", 9, 9),
    TableColumn::short("由何引起", 9, 11),
];

/// The columns that a finding fills on the department's own list, which is printed: the provision and the cause
/// stand under the message.
pub const LISTED: [TableColumn; 11] = [
    TableColumn::short("级别", 6, 6),
    TableColumn::short("规则", 7, 7),
    TableColumn::words("文件", 10, 14),
    TableColumn::words("工作表", 8, 10),
    TableColumn::short("单元格", 7, 7),
    TableColumn::words("项目", 10, 14),
    TableColumn::figures("填报值", 9, 12),
    TableColumn::figures("应为值", 9, 12),
    TableColumn::figures("差额", 8, 10),
    TableColumn::words("说明", 42, 42),
    TableColumn::short("更正方式", 9, 9),
];

/// A finding as a row of [`LISTED`].
pub fn listed(record: &Record, one: &Finding) -> Vec<TableCell> {
    let mut cells = finding(record, one, From::Department);
    let cause = cells.pop().map(|cause| cause.shown()).filter(|cause| !cause.is_empty());
    let cause = cause.map(|cause| format!("\n由 {} 引起", cause.replace('\n', ""))).unwrap_or_default();
    cells.remove(BASIS);
    cells[BASIS - 1] = TableCell::Text(format!("{}\n依据：{}{cause}", message(one), one.basis));
    cells
}

/// Where 依据 stands among the cells of a finding; 说明 stands before it.
const BASIS: usize = 10;

/// A finding as a row.
pub fn finding(record: &Record, finding: &Finding, from: From) -> Vec<TableCell> {
    let place = &finding.place;
    let optional = |text: &Option<String>| text.as_deref().map_or(TableCell::Blank, TableCell::text);
    vec![
        TableCell::Level(finding.severity),
        TableCell::text(&*finding.rule),
        TableCell::text(short_name(record, &place.file)),
        TableCell::text(&*place.sheet),
        TableCell::link(place.cell_name(), link::corrected(record, place, from)),
        TableCell::text(&finding.item),
        optional(&finding.stated),
        optional(&finding.expected),
        optional(&finding.difference),
        TableCell::Text(message(finding)),
        TableCell::text(&*finding.basis),
        TableCell::text(correction(record, finding)),
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
fn cause(record: &Record, finding: &Finding) -> TableCell {
    let Some(cause) = &finding.cause else { return TableCell::Blank };
    let all = record.findings.iter().enumerate().filter(|(_, other)| other.key() == *cause);
    let same_sheet =
        |other: &Finding| (other.place.file == finding.place.file, other.place.sheet == finding.place.sheet);
    let nearest = all.max_by_key(|(index, other)| (same_sheet(other), usize::MAX - index));
    TableCell::Text(nearest.map_or_else(|| cause.clone(), |(index, _)| format!("{cause}\n（第 {} 条）", index + 1)))
}

/// The file's name without the submission's own folder, which goes without saying in its own list.
pub fn short_name<'a>(record: &Record, file: &'a Arc<str>) -> &'a str {
    let Some((folder, name)) = file.split_once('/') else { return file };
    let inside = |other: &Arc<str>| other.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
    if record.files.iter().all(inside) { name } else { file }
}

/// The column for what the department says about a finding.
pub const EXPLANATION: TableColumn = TableColumn::words("情况说明", 16, 20);

/// What the department has said about a finding; else a place to say it.
pub fn explanation(finding: &Finding) -> TableCell {
    finding.explanation.as_deref().map_or(TableCell::Blank, TableCell::text)
}

/// The columns that an explanation of no use fills.
pub const UNUSED: [TableColumn; 8] = [
    TableColumn::short("规则", 9, 9),
    TableColumn::words("文件", 20, 36),
    TableColumn::words("工作表", 12, 20),
    TableColumn::short("单元格", 10, 10),
    TableColumn::figures("填报值", 12, 20),
    TableColumn::words("情况说明", 30, 44),
    TableColumn::words("未采用的原因", 24, 30),
    TableColumn::words("来自", 16, 30),
];

/// An explanation of no use as a row.
pub fn unused(unused: &Unused) -> Vec<TableCell> {
    let Explanation { list, rule, file, sheet, cell, stated, text, .. } = &unused.explanation;
    let list = list.rsplit(['/', '\\']).next().unwrap_or_default();
    let texts = [rule, file, sheet, cell, stated, text].map(TableCell::text);
    texts.into_iter().chain([TableCell::Text(unused.reason()), TableCell::text(list)]).collect()
}

/// The columns that the coverage of a rule fills.
pub const COVERAGE: [TableColumn; 6] = [
    TableColumn::short("规则", 10, 10),
    TableColumn::words("规则内容", 40, 52),
    TableColumn::short("成立", 10, 10),
    TableColumn::short("不成立", 10, 10),
    TableColumn::short("不适用", 10, 10),
    TableColumn::short("无法核对", 12, 12),
];

/// The coverage of a rule as a row.
pub fn coverage(coverage: &Coverage) -> Vec<TableCell> {
    let counts = [coverage.holds, coverage.broken, coverage.not_applicable, coverage.unchecked.len()];
    let words = [TableCell::text(&*coverage.rule), TableCell::text(title(&coverage.rule))];
    words.into_iter().chain(counts.map(TableCell::Count)).collect()
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
