//! F-001: what looks like a form and matches no layout, and columns that are not known.

use crate::model::finding::{Finding, Severity};
use crate::model::form::Form;
use crate::rules::{Check, Outcome, Rule, basis};
use crate::submission::{Submission, UnknownForm};

pub(super) static UNKNOWN_FORM: Rule = Rule {
    id: "F-001",
    title: "表的格式无法识别",
    severity: Severity::Error,
    basis: basis::FILLING,
    explanation: "工作表有自评表或决算公开表的标题，或有三个以上已知栏目名，却与任何已知版式不符。未识别的表没有核对，不能当作无误。表已识别、但有栏目没有认出的，该栏未核对：疑为错写的（与该版式缺少的栏目相近）为警告，其余为提示。",
    how_to_fix: "核对是否删改了表头；本地的表可用 ziping templates learn 学成模板，放入模板文件夹（--templates）。",
    example: "标题为「项目支出绩效自评表」，但缺少「全年预算数」「全年执行数」。",
    check: Check::Submission(unknown_forms),
};

fn unknown_forms(rule: &Rule, submission: &Submission) -> Vec<Outcome> {
    let known = submission.forms.iter().flat_map(|form| known_form(rule, form));
    known.chain(submission.unknown.iter().map(|unknown| Outcome::Broken(unknown_form(rule, unknown)))).collect()
}

/// A form that was recognised holds, but for columns whose labels are not known.
fn known_form(rule: &Rule, form: &Form) -> Vec<Outcome> {
    let unread = form.unread.iter().map(|unread| {
        let nearest = unread.nearest.as_ref().map(|known| format!("（最接近「{known}」）")).unwrap_or_default();
        let message = format!(
            "栏目「{}」没有认出{nearest}，该栏未读取、未核对；请核对栏目名，或用模板的 same 说明其含义",
            unread.label
        );
        let severity = if unread.is_missed { Severity::Warning } else { Severity::Note };
        let finding = rule.finding(&form.place.at(unread.cell), &unread.label, message).stating(&unread.label);
        if unread.is_missed {
            Outcome::Broken(finding.weighing(severity))
        } else {
            Outcome::Noted(finding.weighing(severity))
        }
    });
    unread.chain([Outcome::Holds]).collect()
}

fn unknown_form(rule: &Rule, form: &UnknownForm) -> Finding {
    let unknown = &form.unknown;
    let name = unknown.title.as_deref().map_or("（无标题）", str::trim);
    let found = if unknown.found.is_empty() {
        String::new()
    } else {
        format!("；已找到栏目：{}", unknown.found.join("、"))
    };
    let message = format!("「{name}」{}{found}。本表未核对", unknown.reason());
    rule.finding(&form.place, name, message).stating(name)
}
