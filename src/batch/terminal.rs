//! Findings on the screen.

use std::fmt::Write;

use crate::batch::{Summary, Tally, previous_run, roster};
use crate::check::explanations::{Explanation, Unused};
use crate::limits::files::Cleared;
use crate::model::finding::{Finding, Severity, Trust};
use crate::record::{Record, ReportRecord};
use crate::rules::{Coverage, Missing};

/// At most so many missing figures are listed; all stand in findings.json.
const MOST_MISSING: usize = 12;

/// What is said of one submission.
pub fn submission(record: &Record) -> String {
    let mut text = String::new();
    let year = record.year.map(|year| format!(" {year} 年度")).unwrap_or_default();
    line(&mut text, format!("== {}{year}：{} 张表，{} ==", record.department, record.forms.len(), result(record)));
    line(&mut text, format!("评分口径：{}", record.profiles));
    record.findings.iter().for_each(|one| finding(&mut text, one));
    if record.findings.is_empty() {
        line(&mut text, "未发现问题");
    }
    record.unused.iter().for_each(|one| unused(&mut text, one));
    for ReportRecord { file, paragraphs, claims } in &record.reports {
        line(&mut text, format!("报告 {file}：{paragraphs} 段，从文字中核对 {claims} 项关系"));
    }
    for place in &record.other_sheets {
        line(&mut text, format!("未核对 {} · {}：没有自评表或决算公开表", place.file, place.sheet));
    }
    text.push('\n');
    text
}

/// What is said at the end: who has not filed, what became of earlier findings, what could not be read, what was and was not checked, how much was found.
pub fn closing(summary: &Summary) -> String {
    let tally = &summary.tally;
    let mut text = String::new();
    summary.roster.iter().for_each(|outcome| text.push_str(&roster::report(outcome)));
    summary.comparison.iter().for_each(|comparison| text.push_str(&previous_run::report(comparison)));
    if !text.is_empty() {
        text.push('\n');
    }
    unreadable(&mut text, tally);
    cleared(&mut text, tally);
    coverage(&mut text, tally);
    totals(&mut text, tally);
    text
}

fn line(text: &mut String, line: impl AsRef<str>) {
    text.push_str(line.as_ref());
    text.push('\n');
}

/// 「总分 98.5，复核 97.3；等级 优」
fn result(record: &Record) -> String {
    let (stated, recomputed) = (&record.stated, &record.recomputed);
    let pair = |name: &str, stated: &Option<String>, recomputed: &Option<String>| match (stated, recomputed) {
        (Some(stated), Some(recomputed)) if stated != recomputed => format!("{name} {stated}（复核为 {recomputed}）"),
        (Some(stated), _) => format!("{name} {stated}"),
        (None, _) => format!("{name}未填"),
    };
    if *stated == crate::check::ScoreAndGrade::default() {
        return "没有部门整体自评得分".to_string();
    }
    format!("{}，{}", pair("总分", &stated.score, &recomputed.score), pair("等级", &stated.grade, &recomputed.grade))
}

fn finding(text: &mut String, finding: &Finding) {
    let explained = if finding.is_explained() { "（单位已说明）" } else { "" };
    line(text, format!("{}[{}] {}{explained}", finding.severity.name(), finding.rule, finding.title));
    let place = &finding.place;
    line(text, format!("  --> {} · {}  {}", place.file, place.on_sheet(), finding.item));
    line(text, format!("      {}", finding.message));
    if let Some(sentence) = &place.sentence {
        line(text, format!("      原文：「{sentence}」"));
    }
    if let Some(cause) = &finding.cause {
        line(text, format!("      由 {cause} 引起"));
    }
    if let Some(correction) = &finding.correction {
        let verb = if correction.trust == Trust::Automatic { "更正" } else { "建议" };
        line(
            text,
            format!(
                "      {verb}：{} 改为 {}（{}）",
                correction.place.cell_name(),
                correction.value,
                correction.trust.name()
            ),
        );
    }
    if let Some(explanation) = &finding.explanation {
        let still = if finding.is_explained() { "" } else { "（错误仍须更正）" };
        line(text, format!("      单位说明：{}{still}", explanation.replace('\n', " ")));
    }
}

/// An explanation of an earlier round that is of no use any more.
fn unused(text: &mut String, unused: &Unused) {
    let Explanation { rule, file, sheet, cell, text: said, .. } = &unused.explanation;
    line(
        text,
        format!("未采用的说明[{rule}] {file} · {sheet}!{cell}：{}（{}）", said.replace('\n', " "), unused.reason()),
    );
}

/// What became of the results of an earlier run in the same folder.
fn cleared(text: &mut String, tally: &Tally) {
    let Cleared { removed, changed, others } = &tally.cleared;
    if *removed > 0 {
        line(text, format!("已移去上次写入各单位文件夹、本次不再有的结果文件 {removed} 个"));
    }
    for path in changed {
        line(text, format!("上次的结果 {path} 本次不再有，但写出后有人改动过，没有移去，请自行处理"));
    }
    if let Some(first) = others.first() {
        let count = others.len();
        line(text, format!("输出文件夹里还有 {count} 个单位（{first} 等）上次的结果，本次没有核对这些单位，没有移去"));
    }
}

fn unreadable(text: &mut String, tally: &Tally) {
    for file in &tally.unreadable {
        line(text, format!("未能读取 {}：{}", file.file, file.reason));
    }
    for failure in &tally.unwritten {
        line(text, format!("未能写出 {failure}"));
    }
    for (list, who, count) in &tally.unplaced {
        line(text, format!("未采用 {list}：「{who}」不在本次核对的材料中，其中 {count} 条情况说明没有采用"));
    }
    if !tally.unreadable.is_empty() || !tally.unwritten.is_empty() || !tally.unplaced.is_empty() {
        text.push('\n');
    }
}

/// What was checked, and what could not be: silence is no pass.
fn coverage(text: &mut String, tally: &Tally) {
    let coverage: Vec<&Coverage> = tally.coverage().collect();
    let sum = |count: fn(&Coverage) -> usize| coverage.iter().map(|coverage| count(coverage)).sum::<usize>();
    let missing: Vec<(&str, &Missing)> =
        coverage.iter().flat_map(|rule| rule.unchecked.iter().map(|missing| (&*rule.rule, missing))).collect();
    line(
        text,
        format!(
            "核对情况：{} 个单位 {} 张表，{} 条规则；成立 {} 表次，不成立 {} 表次，不适用 {} 表次，缺数无法核对 {} 处",
            tally.submissions,
            tally.forms,
            coverage.len(),
            sum(|rule| rule.holds),
            sum(|rule| rule.broken),
            sum(|rule| rule.not_applicable),
            missing.len()
        ),
    );
    for (rule, missing) in missing.iter().take(MOST_MISSING) {
        let place = &missing.place;
        line(text, format!("  无法核对[{rule}] {} · {}：缺 {}", place.file, place.on_sheet(), missing.missing));
    }
    // A screenful of what could not be checked hides what was found.
    if missing.len() > MOST_MISSING {
        line(text, format!("  ……其余 {} 处见 findings.json 的 coverage", missing.len() - MOST_MISSING));
    }
}

fn totals(text: &mut String, tally: &Tally) {
    let [errors, warnings, notes] =
        [Severity::Error, Severity::Warning, Severity::Note].map(|severity| tally.count(severity));
    let explained = match tally.explained {
        0 => String::new(),
        explained => format!("（单位已说明 {explained} 处）"),
    };
    write!(text, "共发现 错误 {errors} 处，警告 {warnings} 处{explained}，提示 {notes} 处")
        .expect("a String takes all");
    let unreadable = tally.unreadable.len();
    line(text, if unreadable > 0 { format!("；未能读取 {unreadable} 个文件") } else { String::new() });
}
