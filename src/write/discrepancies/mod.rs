//! 差异表.xlsx: what was found in one submission, to be printed, explained and signed by the department.

use anyhow::Result;
use rust_xlsxwriter::Workbook;

use crate::model::finding::Severity;
use crate::model::output_names;
use crate::model::place::Place;
use crate::record::{FormRecord, Record};
use crate::rules::Coverage;
use crate::write::link::LinkTarget;
use crate::write::rows;
use crate::write::sheet::{self, Page};
use crate::write::table::{Table, TableCell, TableColumn};

const FINDINGS: &str = "差异表";
const COVERAGE: &str = "检查覆盖";
const UNCHECKED: &str = "无法核对";
const UNUSED: &str = "未采用的说明";

/// The 差异表 of a submission.
pub fn workbook(record: &Record) -> Result<Vec<u8>> {
    let title = output_names::list_title(&record.department, record.year);
    let mut book = sheet::workbook(&title)?;
    if record.findings.is_empty() {
        nothing_found(&mut book, record, &title)?;
    } else {
        findings(&mut book, record, &title)?;
    }
    unused(&mut book, record)?;
    coverage(&mut book, record)?;
    unchecked(&mut book, record)?;
    Ok(book.save_to_buffer()?)
}

fn findings(book: &mut Workbook, record: &Record, title: &str) -> Result<()> {
    let numbered = record.findings.iter().enumerate();
    let row = |(index, finding)| {
        let cells = rows::listed(record, finding);
        [TableCell::Count(index + 1)].into_iter().chain(cells).chain([rows::explanation(finding)]).collect()
    };
    let number = TableColumn::short("序号", 5, 5);
    let columns = [number].into_iter().chain(rows::LISTED).chain([rows::EXPLANATION]).collect();
    let table = Table { columns, rows: numbered.map(row).collect() };
    let mut page = Page::new(book, FINDINGS, title, &[&table])?;
    head(&mut page, record)?;
    page.remark(
        "「自动更正」的数已写入更正后的工作簿，点击单元格一栏可以查看；其余各条请单位核实。\
         需要说明的，请填写「情况说明」一栏，签字后反馈。",
    )?;
    page.main_table(&table)?;
    signatures(&mut page)
}

/// Scores, grades and counts; and a way to what could not be checked.
fn head(page: &mut Page, record: &Record) -> Result<()> {
    page.line(&scores(record))?;
    let count = |severity: Severity| format!("{} {} 条", severity.name(), record.count(severity));
    let counts = [Severity::Error, Severity::Warning, Severity::Note].map(count).join("　");
    let explained = match record.explained() {
        0 => String::new(),
        explained => format!("　其中单位已说明的警告 {explained} 条"),
    };
    page.line(&format!("共发现 {} 条：{counts}{explained}", record.findings.len()))?;
    coverage_link(page, record)
}

fn scores(record: &Record) -> String {
    let (stated, recomputed) = (&record.stated, &record.recomputed);
    let shown = |text: &Option<String>| text.clone().unwrap_or_else(|| "—".to_string());
    format!(
        "自评总分 {}　复核总分 {}　自评等级 {}　复核等级 {}　评分口径 {}",
        shown(&stated.score),
        shown(&recomputed.score),
        shown(&stated.grade),
        shown(&recomputed.grade),
        record.profiles
    )
}

fn coverage_link(page: &mut Page, record: &Record) -> Result<()> {
    let (unchecked, unknown) = (record.unchecked(), record.unknown.len());
    let what = [(unchecked, "处因缺少数据无法核对"), (unknown, "张表未能识别")];
    let what: Vec<String> =
        what.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
    let (text, sheet) = match what.is_empty() {
        true => (format!("核对了哪些规则，见「{COVERAGE}」"), COVERAGE),
        false => (format!("另有 {}，见「{UNCHECKED}」", what.join("，")), UNCHECKED),
    };
    page.link_line(&text, &LinkTarget::Sheet(sheet, "A1".to_string()))
}

/// A place for the department to sign.
fn signatures(page: &mut Page) -> Result<()> {
    page.gap();
    page.line("经办人：＿＿＿＿＿＿＿＿　　　　负责人：＿＿＿＿＿＿＿＿　　　　日期：＿＿＿＿年＿＿月＿＿日　　　　（单位盖章）")
}

/// No findings: that is said, and of which forms.
fn nothing_found(book: &mut Workbook, record: &Record, title: &str) -> Result<()> {
    let table = checked_forms(record);
    let mut page = Page::new(book, FINDINGS, title, &[&table])?;
    page.line(&scores(record))?;
    let held = record.coverage.iter().filter(|coverage| coverage.holds > 0).count();
    page.line(&match record.forms.len() {
        0 => "未识别到可以核对的表，本次没有进行核对。".to_string(),
        forms => format!("本次核对了 {forms} 张表，{held} 条规则成立，未发现需要更正或说明的问题。"),
    })?;
    if !record.reports.is_empty() {
        let claims: usize = record.reports.iter().map(|report| report.claims).sum();
        let reports = record.reports.len();
        page.remark(&format!("另有报告 {reports} 份，从文字中核对了 {claims} 项关系；没有读懂的句子没有核对。"))?;
    }
    coverage_link(&mut page, record)?;
    page.heading("核对的表")?;
    page.main_table(&table)?;
    signatures(&mut page)
}

fn checked_forms(record: &Record) -> Table {
    let columns = vec![
        TableColumn::short("序号", 8, 8),
        TableColumn::words("文件", 30, 46),
        TableColumn::words("工作表", 16, 24),
        TableColumn::words("表名", 34, 46),
        TableColumn::short("年度", 10, 10),
    ];
    let forms = record.forms.iter().enumerate();
    let row = |(index, form): (usize, &FormRecord)| {
        vec![
            TableCell::Count(index + 1),
            TableCell::text(rows::short_name(record, &form.file)),
            TableCell::text(&*form.sheet),
            TableCell::text(&form.title),
            TableCell::Text(form.year.map(|year| year.to_string()).unwrap_or_default()),
        ]
    };
    Table { columns, rows: forms.map(row).collect() }
}

/// Explanations of an earlier round that are of no use any more, if there are any.
fn unused(book: &mut Workbook, record: &Record) -> Result<()> {
    if record.unused.is_empty() {
        return Ok(());
    }
    let table = Table { columns: rows::UNUSED.to_vec(), rows: record.unused.iter().map(rows::unused).collect() };
    let mut page = Page::new(book, UNUSED, "未采用的情况说明", &[&table])?;
    page.remark("以前填写的下列情况说明，因所说明的问题已不存在或填报值已变化，本次未采用。")?;
    back(&mut page)?;
    page.main_table(&table)?;
    Ok(())
}

/// How every rule ended.
fn coverage(book: &mut Workbook, record: &Record) -> Result<()> {
    let applies = |rule: &&Coverage| rule.holds + rule.broken + rule.unchecked.len() > 0;
    let rows = record.coverage.iter().filter(applies).map(rows::coverage).collect();
    let table = Table { columns: rows::COVERAGE.to_vec(), rows };
    let mut page = Page::new(book, COVERAGE, COVERAGE, &[&table])?;
    page.remark(rows::COVERAGE_REMARK)?;
    page.remark("没有列出的规则，对本单位报送的表都不适用。")?;
    back(&mut page)?;
    page.main_table(&table)?;
    Ok(())
}

/// What could not be checked, if there is anything: on a sheet of its own, under its own header.
fn unchecked(book: &mut Workbook, record: &Record) -> Result<()> {
    let table = unchecked_places(record);
    if table.rows.is_empty() {
        return Ok(());
    }
    let mut page = Page::new(book, UNCHECKED, "无法核对的内容", &[&table])?;
    page.remark("下列位置缺少数据或未能识别，有关规则没有核对。请补充、改正后重新核对。")?;
    back(&mut page)?;
    page.main_table(&table)?;
    Ok(())
}

fn back(page: &mut Page) -> Result<()> {
    page.link_line("返回差异表", &LinkTarget::Sheet(FINDINGS, "A1".to_string()))
}

fn unchecked_places(record: &Record) -> Table {
    let columns = vec![
        TableColumn::short("规则", 9, 9),
        TableColumn::words("规则内容", 30, 40),
        TableColumn::words("文件", 24, 40),
        TableColumn::words("工作表", 12, 20),
        TableColumn::short("单元格", 10, 10),
        TableColumn::words("缺少的数据", 30, 44),
    ];
    let row = |rule: &str, what: String, place: &Place| {
        let [file, sheet] = [rows::short_name(record, &place.file), &place.sheet].map(TableCell::text);
        vec![
            TableCell::text(rule),
            TableCell::text(rows::title(rule)),
            file,
            sheet,
            TableCell::text(place.cell_name()),
            TableCell::Text(what),
        ]
    };
    let coverage = record.coverage.iter();
    let missing =
        coverage.flat_map(|coverage| coverage.unchecked.iter().map(move |missing| (&*coverage.rule, missing)));
    let unchecked = missing.map(|(rule, missing)| row(rule, missing.missing.clone(), &missing.place));
    let unknown = &record.unknown;
    let unknown = unknown.iter().map(|unknown| row("—", unknown.reason.clone(), &unknown.place));
    Table { columns, rows: unchecked.chain(unknown).collect() }
}

#[cfg(test)]
mod tests;
