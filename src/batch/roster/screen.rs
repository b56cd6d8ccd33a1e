//! The roster report on the screen: who has not filed, the first thing that a bureau asks.

use super::leftovers;
use super::outcome::{DepartmentOutcome, FilingStatus, RosterOutcome};

/// At most so many departments are named, and so many rows of one; all stand in 复核汇总.xlsx.
const MOST_DEPARTMENTS: usize = 20;
const MOST_ROWS: usize = 3;

/// 「应报 45 项，已报 40 项，……」
pub fn counts(expected: usize, count: impl Fn(FilingStatus) -> usize) -> String {
    let filed = count(FilingStatus::Filed) + count(FilingStatus::Twice);
    let mut text = format!("应报 {expected} 项，已报 {filed} 项");
    if count(FilingStatus::Twice) > 0 {
        text.push_str(&format!("（其中重复报送 {} 项）", count(FilingStatus::Twice)));
    }
    text.push_str(&format!("，未报 {} 项", count(FilingStatus::Missing)));
    for status in [FilingStatus::Partial, FilingStatus::Unsure, FilingStatus::Unexpected] {
        if count(status) > 0 {
            text.push_str(&format!("，{} {} 项", status.name(), count(status)));
        }
    }
    if count(FilingStatus::Unreadable) > 0 {
        text.push_str(&format!("，未能读取 {} 个文件", count(FilingStatus::Unreadable)));
    }
    text
}

/// The outcome as text.
pub fn report(outcome: &RosterOutcome) -> String {
    let year = outcome.year.map(|year| format!("，{year} 年度")).unwrap_or_default();
    let counts = counts(outcome.expected(), |status| outcome.count(status));
    let mut text = format!("报送情况（{}{year}）：{counts}\n", outcome.file);
    let absent: Vec<&str> = of(outcome, DepartmentOutcome::is_absent).map(|of| of.department.as_str()).collect();
    if !absent.is_empty() {
        text.push_str(&format!("  全部未报（{} 个部门）：{}\n", absent.len(), some(&absent, "个")));
    }
    let short = |of: &DepartmentOutcome| !of.is_absent() && of.verdict() != "已报齐" && of.is_listed;
    let short: Vec<&DepartmentOutcome> = of(outcome, short).collect();
    short.iter().take(MOST_DEPARTMENTS).for_each(|department| text.push_str(&line(department)));
    if short.len() > MOST_DEPARTMENTS {
        text.push_str(&format!("  ……其余 {} 个部门见复核汇总的「报送情况」\n", short.len() - MOST_DEPARTMENTS));
    }
    let strangers: Vec<String> = of(outcome, |of| of.verdict() == "清单外单位").map(stranger).collect();
    if !strangers.is_empty() {
        let strangers: Vec<&str> = strangers.iter().map(String::as_str).collect();
        text.push_str(&format!("  不在清单中（{} 个单位）：{}\n", strangers.len(), some(&strangers, "个")));
    }
    outcome.faults.iter().for_each(|fault| text.push_str(&format!("  清单有误，未采用：{fault}\n")));
    text
}

fn of(
    outcome: &RosterOutcome,
    is_meant: impl Fn(&DepartmentOutcome) -> bool,
) -> impl Iterator<Item = &DepartmentOutcome> {
    outcome.departments.iter().filter(move |department| is_meant(department))
}

fn some(names: &[&str], unit: &str) -> String {
    let shown = names.iter().take(MOST_DEPARTMENTS).copied().collect::<Vec<_>>().join("、");
    if names.len() > MOST_DEPARTMENTS { format!("{shown}等 {} {unit}", names.len()) } else { shown }
}

/// 「某县某局（可能是清单中的「某局」）」
fn stranger(department: &DepartmentOutcome) -> String {
    let alike: Vec<&str> = department.alike.iter().map(String::as_str).collect();
    let may_be = leftovers::may_be(&alike).map(|may_be| format!("（{may_be}）")).unwrap_or_default();
    format!("{}{may_be}", department.department)
}

/// 「某局：未报 部门整体支出绩效自评表；疑似已报 …」
fn line(department: &DepartmentOutcome) -> String {
    let of = |status: FilingStatus| {
        let rows: Vec<String> =
            department.lines.iter().filter(|line| line.status == status).map(|line| line.what()).collect();
        let more = if rows.len() > MOST_ROWS { format!("等 {} 项", rows.len()) } else { String::new() };
        let shown = rows.iter().take(MOST_ROWS).cloned().collect::<Vec<_>>().join("、");
        (!rows.is_empty()).then(|| format!("{} {shown}{more}", status.name()))
    };
    let told = [FilingStatus::Missing, FilingStatus::Partial, FilingStatus::Unsure]
        .into_iter()
        .filter_map(of)
        .collect::<Vec<_>>();
    format!("  {}：{}\n", department.department, told.join("；"))
}
