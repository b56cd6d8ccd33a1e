//! The catalogue of rules.
//!
//! A rule of arithmetic only states the law ([`Check::Relations`]); wording, expected value and blame are
//! common code. Other rules are pure functions from a form or a submission to what they found.

pub mod common_indicators;
pub mod coverage;
pub mod cross_form;
pub mod department;
pub mod filling;
pub mod final_accounts;
pub mod funds;
pub mod indicators;
pub mod levels;
pub mod narrative;
pub mod outcome;
pub mod privacy;
pub mod rates;
pub mod repeated_totals;
pub mod scores;
pub mod weights;

use std::sync::LazyLock;

use crate::model::finding::Severity;
use crate::model::form::{Form, FormKind};
use crate::model::relation::Relation;
use crate::submission::Submission;

pub use coverage::Coverage;
pub use outcome::{Missing, Outcome, Skip};

/// A law stated for some figures, or why it cannot be.
pub type LawOrSkip = Result<Relation, Skip>;

/// How a rule is checked.
#[derive(Clone, Copy)]
pub enum Check {
    /// Laws between the figures of one form of these kinds.
    Relations(&'static [FormKind], fn(&Form) -> Vec<LawOrSkip>),
    /// Laws between the figures of all forms of a submission.
    Between(fn(&Submission) -> Vec<LawOrSkip>),
    /// Both: laws, and what no law can state.
    Mixed(&'static [FormKind], fn(&Form) -> Vec<LawOrSkip>, fn(&Rule, &Form) -> Vec<Outcome>),
    /// Anything else about one form; the result is empty where the rule does not apply.
    Form(&'static [FormKind], fn(&Rule, &Form) -> Vec<Outcome>),
    /// Anything else about all forms of a submission.
    Submission(fn(&Rule, &Submission) -> Vec<Outcome>),
    /// Looked at only when forms are exported to be published.
    Export,
}

/// One entry of the catalogue.
#[derive(Clone, Copy)]
pub struct Rule {
    /// Stable, never reused.
    pub id: &'static str,
    /// What must hold, in the user's words.
    pub title: &'static str,
    /// How much a breach weighs.
    pub severity: Severity,
    /// The provision it rests on.
    pub basis: &'static str,
    /// Why it must hold, and how it is decided.
    pub explanation: &'static str,
    /// What to do about a finding.
    pub how_to_fix: &'static str,
    /// A faulty entry and what is said about it.
    pub example: &'static str,
    /// How it is checked.
    pub check: Check,
}

/// One rule on self-evaluations, under an id of its own on each kind of form: projects first, then departments.
pub type Pair = [Rule; 2];

impl Rule {
    /// This rule of project forms, and the same for department forms under their own id.
    pub const fn also_for_departments(self, id: &'static str) -> Pair {
        let check = match self.check {
            Check::Relations(_, check) => Check::Relations(DEPARTMENT, check),
            Check::Form(_, check) => Check::Form(DEPARTMENT, check),
            Check::Mixed(_, state, check) => Check::Mixed(DEPARTMENT, state, check),
            other => other,
        };
        [self, Rule { id, check, ..self }]
    }
}

/// The provisions that rules rest on, as quoted to users.
pub mod basis {
    /// 财预〔2020〕10号
    pub const MEASURES: &str = "《项目支出绩效评价管理办法》（财预〔2020〕10号）";
    /// 财预〔2020〕10号, the form's own instructions.
    pub const FORM: &str = "财预〔2020〕10号所附自评表及填表说明";
    /// 财预〔2013〕53号
    pub const FRAMEWORK: &str = "《预算绩效评价共性指标体系框架》（财预〔2013〕53号）";
    /// The yearly notice on 部门决算.
    pub const ACCOUNTS: &str = "年度部门决算编制与公开要求（公开01—公开10表表间、表内关系）";
    /// What makes a report worth reading.
    pub const NARRATIVE: &str = "绩效评价报告、部门决算说明应与决算数据一致的公开要求";
    /// 个人信息保护法, 政府信息公开条例
    pub const PUBLICATION: &str = "《个人信息保护法》《政府信息公开条例》和部门绩效信息公开的一般要求";
    /// Common sense of filling in.
    pub const FILLING: &str = "绩效自评表和决算公开表填报的一般要求";
}

static CATALOGUE: LazyLock<Vec<&'static Rule>> = LazyLock::new(|| {
    let groups: &[&[&'static Rule]] = &[
        filling::RULES,
        funds::RULES,
        rates::RULES,
        department::RULES,
        common_indicators::RULES,
        final_accounts::RULES,
        final_accounts::appropriations::RULES,
        final_accounts::balances::RULES,
        final_accounts::three_public_expenses::RULES,
        final_accounts::changes::RULES,
        final_accounts::empty::RULES,
        cross_form::RULES,
        cross_form::appropriation_tables::RULES,
        cross_form::disclosure_tables::RULES,
        cross_form::functions::RULES,
        cross_form::projects::RULES,
        cross_form::results::RULES,
        cross_form::names::RULES,
        cross_form::years::RULES,
        cross_form::documents::RULES,
        narrative::RULES,
        narrative::against_tables::RULES,
        narrative::execution_rate::RULES,
        narrative::heads::RULES,
        privacy::RULES,
    ];
    let pairs: &[&[&'static Pair]] = &[
        indicators::points::RULES,
        indicators::bounds::RULES,
        indicators::reasons::RULES,
        indicators::units::RULES,
        weights::RULES,
        levels::RULES,
        scores::RULES,
        repeated_totals::RULES,
    ];
    let mut rules: Vec<&'static Rule> = groups.concat();
    rules.extend(pairs.concat().into_iter().flatten());
    rules.sort_by_key(|rule| group_order(rule.id));
    rules
});

/// Ids are ordered as the work goes: F, P, D, A, X, then by number.
fn group_order(id: &str) -> (usize, &str) {
    ("FPDAXNU".find(|group| id.starts_with(group)).unwrap_or(usize::MAX), id)
}

/// Whether a rule of this id is about forms alone: the others may name a cover sheet or a document.
pub fn is_about_forms(id: &str) -> bool {
    id.starts_with(['F', 'P', 'D', 'A'])
}

/// All rules, in the order of their ids.
pub fn catalogue() -> &'static [&'static Rule] {
    &CATALOGUE
}

/// The rule of this id, however it is typed (`p-103`, `P103`).
pub fn find(id: &str) -> Option<&'static Rule> {
    let plain = |id: &str| id.to_uppercase().replace('-', "");
    let known = catalogue().iter().find(|rule| rule.id == id);
    known.or_else(|| catalogue().iter().find(|rule| plain(rule.id) == plain(id))).copied()
}

/// Whether there is a rule of this id.
pub fn is_known(id: &str) -> bool {
    find(id).is_some()
}

/// Short for the kinds of forms that carry scores.
pub const PROJECT: &[FormKind] = &[FormKind::Project];
/// The department form.
pub const DEPARTMENT: &[FormKind] = &[FormKind::Department];
/// All self-evaluation forms.
pub const EVALUATION: &[FormKind] = &[FormKind::Project, FormKind::Department];
/// The accounts tables.
pub const ACCOUNTS: &[FormKind] = &[FormKind::Accounts];
/// Every form.
pub const ANY: &[FormKind] = &[FormKind::Project, FormKind::Department, FormKind::Accounts];
