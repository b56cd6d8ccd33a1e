//! nobody has more staff than posts.

use crate::model::finding::{Severity, evidence};
use crate::narrative::Report;
use crate::narrative::mention::{Mention, Role};
use crate::rules::{Check, Outcome, Rule, basis};
use crate::submission::Submission;

static STAFF_ABOVE_POSTS: Rule = Rule {
    id: "X-407",
    title: "在编在职人数不应超过编制数",
    severity: Severity::Warning,
    basis: basis::NARRATIVE,
    explanation: "报告写明一个编制数，又写明在编人数（没有写在编人数的，用在职人数）的，后者不应大于前者。编制分几类写的、在职人数含聘用人员而没有分开写的，不核对。",
    how_to_fix: "核对编制数和人数；确有超编的，请说明。",
    example: "核定编制 16 名，在编 18 人。",
    check: Check::Submission(heads),
};

/// The rules of this group.
pub const RULES: &[&Rule] = &[&STAFF_ABOVE_POSTS];

fn heads(rule: &Rule, submission: &Submission) -> Vec<Outcome> {
    submission.reports.iter().filter_map(|report| of_report(rule, report)).collect()
}

fn of_report(rule: &Rule, report: &Report) -> Option<Outcome> {
    let persons = || {
        report.told.mentions.iter().filter(|mention| {
            mention.role == Role::Count
                && !mention.quantity.hedged
                && ["人", "名", "个"].contains(&mention.quantity.measure)
        })
    };
    let posts = one(persons().filter(|mention| is_posts(mention)))?;
    let posted =
        |mention: &&Mention| (mention.name.contains("在编") || mention.name.contains("编制人员")) && !is_posts(mention);
    let staff = match persons().filter(posted).count() {
        0 => one(persons().filter(|mention| mention.name.contains("在职") && !mention.name.contains('退')))?,
        1 => one(persons().filter(posted))?,
        _ => return None,
    };
    let hired =
        persons().any(|mention| ["聘", "编外", "临", "派遣", "合同"].iter().any(|word| mention.name.contains(word)));
    if hired && !posted(&staff) {
        return None;
    }
    if staff.quantity.value <= posts.quantity.value {
        return Some(Outcome::Holds);
    }
    let [have, may] = [staff, posts].map(|mention| mention.figure.show());
    let message = format!(
        "{} {have} 人，多于{} {may}（{}）；请核对，确有超编的请说明",
        staff.label(),
        posts.label(),
        posts.figure.place.cell_name()
    );
    let finding = rule.finding(&staff.figure.place, staff.label(), message).stating(have).expecting(format!("≤{may}"));
    Some(Outcome::Broken(finding.because(vec![evidence(posts.label(), &posts.figure)])))
}

fn is_posts(mention: &Mention) -> bool {
    mention.name.ends_with("编制") || mention.name.ends_with("编制数") || mention.name.ends_with("编制总数")
}

fn one<'a>(mut mentions: impl Iterator<Item = &'a Mention>) -> Option<&'a Mention> {
    mentions.next().filter(|_| mentions.next().is_none())
}
