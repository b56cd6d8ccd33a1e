//! Projects of which a department filed no form, by their names where something in the submission lists them.
//!
//! A list counts only if it has as many names as projects are stated, and names every project whose form was filed:
//! what it names beyond these is missing, and nothing else can be.

use std::collections::BTreeSet;

use num_traits::ToPrimitive;

use crate::check::Checked;
use crate::model::finding::Finding;
use crate::model::form::{Field, Form, FormKind};
use crate::model::text::label::normalise;
use crate::narrative::Report;
use crate::read::paragraphs::numbering;
use crate::rules::cross_form::projects::{is_about_their_number, projects};
use crate::submission::Submission;

/// What may stand before the first name of a list.
const BEFORE: [&str; 9] = ["对", "为", "是", "即", "有", "包括", "包含", "涉及", "开展"];
/// What may stand before its last name.
const AND: [&str; 4] = ["以及", "和", "及", "与"];
/// A name has at least and at most so many characters.
const LENGTHS: std::ops::RangeInclusive<usize> = 3..=40;

/// What a department published less than it says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnfiledProjects {
    /// What its own papers say about the number, and what it is to do.
    pub messages: Vec<String>,
    /// The same for everybody to read.
    pub stated: Vec<String>,
    /// The projects, where their names are known.
    pub projects: Vec<String>,
}

/// What the department's own papers say is missing among its project forms; none is published of one that is held back.
pub fn missing(checked: &Checked, is_held: bool) -> UnfiledProjects {
    let submission = &checked.submission;
    let [mut messages, mut public, mut names] = [BTreeSet::new(), BTreeSet::new(), BTreeSet::new()];
    for finding in checked.findings.iter().filter(|finding| is_about_their_number(finding)) {
        let [filed, stated] = [finding.numbers.map(|of| of.expected), finding.numbers.map(|of| of.stated)];
        let [Some(filed), Some(stated)] = [filed, stated].map(|count| count?.to_usize()) else { continue };
        if filed < stated {
            messages.insert(format!("{}：{}", submission.department, finding.message));
            let filed = format!("{} {filed} 个", if is_held { "报送" } else { "公开" });
            public.insert(statement(submission, finding, stated, &filed));
            names.extend(named(submission, stated));
        }
    }
    let [messages, stated, projects] = [messages, public, names].map(|texts| texts.into_iter().collect());
    UnfiledProjects { messages, stated, projects }
}

/// 「部门整体自评表填 2 个项目，公开 1 个」: nothing that is said to the department itself.
fn statement(submission: &Submission, finding: &Finding, stated: usize, filed: &str) -> String {
    let by = if finding.place.sentence.is_some() { "自评报告写明" } else { "部门整体自评表填" };
    format!("{}：{by} {stated} 个项目，{filed}", submission.department)
}

/// The names without a form on the only list that can be the one of all projects.
fn named(submission: &Submission, stated: usize) -> BTreeSet<String> {
    let filed: Vec<String> =
        projects(submission, submission.year).iter().filter_map(|form| form.field(Field::Project)).map(plain).collect();
    let is_filed = |name: &str| filed.contains(&plain(name));
    let names_all = |list: &Vec<String>| {
        let names: BTreeSet<String> = list.iter().map(|name| plain(name)).collect();
        names.len() == stated && filed.iter().all(|name| names.contains(name))
    };
    let found: BTreeSet<BTreeSet<String>> = lists(submission)
        .into_iter()
        .filter(names_all)
        .map(|list| list.into_iter().filter(|name| !is_filed(name)).collect())
        .collect();
    match <[BTreeSet<String>; 1]>::try_from(found.into_iter().collect::<Vec<_>>()) {
        Ok([only]) if !filed.is_empty() => only,
        _ => BTreeSet::new(),
    }
}

/// A name as names are compared: 「公园养护项目」 is 「公园养护」.
fn plain(name: &str) -> String {
    normalise(name).trim_end_matches("项目").to_string()
}

/// Everything in a submission that may be a list of projects.
fn lists(submission: &Submission) -> Vec<Vec<String>> {
    let departments = submission.forms.iter().filter(|form| form.layout.kind == FormKind::Department);
    let of_forms = departments.clone().flat_map(|form| {
        [Field::Goal, Field::GoalOutcome].into_iter().filter_map(|field| form.field(field)).flat_map(in_text)
    });
    let of_reports = submission.reports.iter().flat_map(|report| {
        report.paragraphs.iter().flat_map(|paragraph| in_text(&paragraph.text)).chain([numbered(report)])
    });
    of_forms.chain(departments.map(below_projects)).chain(of_reports).collect()
}

/// The rows below 项目支出 of a department form that are no kind of money.
fn below_projects(form: &Form) -> Vec<String> {
    let rows = form.blocks_named("funds").flat_map(|block| &block.rows);
    let below = rows.skip_while(|row| !row.is("project")).skip(1).take_while(|row| row.item.is_none());
    below.map(|row| row.name().to_string()).collect()
}

/// The numbered headings of a report that say 项目.
fn numbered(report: &Report) -> Vec<String> {
    let name = |text: &str| {
        let (_, end) = numbering(text)?;
        let name = text[end..].split(['：', ':', '，', '。', '；', '（', '(']).next()?.trim();
        name.ends_with("项目").then(|| name.to_string())
    };
    report.paragraphs.iter().filter_map(|paragraph| name(&paragraph.text)).collect()
}

/// 「对公园养护、苗圃更新和行道树补植等3个项目」: every way to read the enumerations of a text.
fn in_text(text: &str) -> Vec<Vec<String>> {
    let clauses = text.split(['。', '；', ';', '：', ':', '\n', '（', '）', '(', ')', '，', ',']);
    clauses.filter(|clause| clause.contains('、')).flat_map(in_clause).collect()
}

fn in_clause(clause: &str) -> Vec<Vec<String>> {
    let names: Vec<&str> = clause.split('、').map(str::trim).collect();
    let [first, middle @ .., last] = &names[..] else { return Vec::new() };
    let mut lists = Vec::new();
    for first in beginnings(first) {
        for end in endings(last) {
            let all = [first].into_iter().chain(middle.iter().copied()).chain(end);
            let list: Vec<String> =
                all.map(|name| name.trim_matches(['“', '”', '「', '」', '《', '》']).to_string()).collect();
            lists.extend(list.iter().all(|name| LENGTHS.contains(&name.chars().count())).then_some(list));
        }
    }
    lists
}

/// The first name, with what stands before it left out or not.
fn beginnings(first: &str) -> Vec<&str> {
    let behind = BEFORE.iter().filter_map(|word| first.rsplit_once(word)).map(|(_, name)| name);
    std::iter::once(first).chain(behind).collect()
}

/// The last name or two, with 「等3个项目」 left out.
fn endings(last: &str) -> Vec<Vec<&str>> {
    let counted = last.find(|c: char| c.is_ascii_digit() || "两三四五六七八九十".contains(c));
    let cut = counted.filter(|at| last[*at..].contains('个')).map_or(last, |at| &last[..at]);
    let whole = cut.strip_suffix('等').unwrap_or(cut).trim();
    let two = AND.iter().filter_map(|word| whole.split_once(word)).map(|(one, other)| vec![one.trim(), other.trim()]);
    std::iter::once(vec![whole]).chain(two).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn enumerations_are_read_in_every_way() {
        let lists = in_text("2023年我局对公园养护、苗圃更新和行道树补植等3个项目开展了自评。");
        let expected = ["公园养护", "苗圃更新", "行道树补植"].map(str::to_string).to_vec();
        assert!(lists.contains(&expected), "{lists:?}");
        assert!(in_text("公园养护已完成，苗圃已更新。").is_empty());
    }
}
