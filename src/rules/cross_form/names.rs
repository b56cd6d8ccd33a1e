//! department, year and 主管部门, the same in all files of a submission.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::finding::{Finding, Severity, entry_evidence};
use crate::model::form::{Entry, Field, Form, FormKind};
use crate::model::place::Place;
use crate::model::text::label::normalise;
use crate::model::text::organisations::same_organisation;
use crate::rules::cross_form::tables::year_of;
use crate::rules::{Check, Outcome, Rule, basis, narrative};
use crate::submission::Submission;

static DIFFERING_NAMES: Rule = Rule {
    id: "X-408",
    title: "同一份报送材料的单位、年度、主管部门应一致",
    severity: Severity::Warning,
    basis: basis::FILLING,
    explanation: "同一单位报送的各份材料：决算表的部门与部门自评表一致；项目表的主管部门或实施单位与该单位有关；各项目表的主管部门一致；各表的年度一致；报告标题的单位、年度与表一致。代码、括号、简称、「本级」等写法不同的算一致；实施单位与主管部门不同是正常的；下属单位自成一套的表、与本年度表并存的上年度表不提示。",
    how_to_fix: "核对是否误放了其他单位或其他年度的材料，或误填了名称、年度。",
    example: "部门自评表为园林局，决算公开05表的部门为城管局。",
    check: Check::Submission(differing),
};

/// The rules of this group.
pub const RULES: &[&Rule] = &[&DIFFERING_NAMES];

fn differing(rule: &Rule, submission: &Submission) -> Vec<Outcome> {
    let mut outcomes: Vec<Outcome> = Vec::new();
    outcomes.extend(departments(rule, submission));
    outcomes.extend(projects(rule, submission));
    outcomes.extend(supervisors(rule, submission));
    outcomes.extend(years(rule, submission));
    outcomes.extend(narrative::documents::same_as_forms(rule, submission));
    outcomes
}

/// One finding for every name (or year) in a file; the others of the same file would say the same.
fn once_a_file(found: impl Iterator<Item = (String, Finding)>) -> Vec<Outcome> {
    let mut seen = BTreeSet::new();
    found
        .filter(|(key, finding)| seen.insert((finding.place.file.clone(), key.clone())))
        .map(|(_, finding)| Outcome::Broken(finding))
        .collect()
}

fn named(form: &Form, field: Field) -> Option<&Entry> {
    form.fields.get(&field).filter(|entry| !entry.is_empty() && !normalise(&entry.text).is_empty())
}

fn of_kind(submission: &Submission, kind: FormKind) -> impl Iterator<Item = &Form> {
    submission.forms.iter().filter(move |form| form.layout.kind == kind)
}

/// Tables of another department than the submission's, unless it has a whole set of its own.
fn departments(rule: &Rule, submission: &Submission) -> Vec<Outcome> {
    let own = &submission.department;
    let is_own = |form: &Form| named(form, Field::Department).is_none_or(|entry| same_organisation(&entry.text, own));
    let has_own = |form: &Form| {
        of_kind(submission, FormKind::Accounts).any(|other| {
            other.layout.table() == form.layout.table()
                && year_of(submission, other) == year_of(submission, form)
                && is_own(other)
        })
    };
    let related = |name: &str| {
        of_kind(submission, FormKind::Project).any(|form| {
            let names = named(form, Field::Supervisor).zip(named(form, Field::Unit));
            names.is_some_and(|(over, under)| {
                same_organisation(&over.text, own) && same_organisation(&under.text, name)
                    || same_organisation(&over.text, name) && same_organisation(&under.text, own)
            })
        })
    };
    let strange = of_kind(submission, FormKind::Accounts).filter(|form| !is_own(form) && !has_own(form));
    once_a_file(strange.filter_map(|form| {
        let entry = named(form, Field::Department).filter(|entry| !related(&entry.text))?;
        let message = format!("本表的单位为「{}」，同时报送的其他表为「{own}」；请核对", entry.text.trim());
        let finding = rule.finding(&entry.place, Field::Department.name(), message).stating(entry.text.trim());
        Some((normalise(&entry.text), finding))
    }))
}

/// Projects that neither belong to the department nor to the body over it.
fn projects(rule: &Rule, submission: &Submission) -> Vec<Outcome> {
    let names_department = [FormKind::Department, FormKind::Accounts]
        .iter()
        .any(|kind| of_kind(submission, *kind).any(|form| named(form, Field::Department).is_some()));
    let over = common_supervisor(submission);
    let is_known = |name: &str| {
        same_organisation(name, &submission.department) || over.is_some_and(|over| same_organisation(name, over))
    };
    let strange = of_kind(submission, FormKind::Project).filter_map(|form| {
        let (supervisor, unit) = named(form, Field::Supervisor).zip(named(form, Field::Unit))?;
        // Without a form that names the department, its name is a guess from the projects themselves.
        let is_strange = names_department && !is_known(&supervisor.text) && !is_known(&unit.text);
        is_strange.then_some((supervisor, unit))
    });
    once_a_file(strange.map(|(supervisor, unit)| {
        let (over, by) = (supervisor.text.trim(), unit.text.trim());
        let message = format!(
            "本表的主管部门为「{over}」、实施单位为「{by}」，报送单位为「{}」；请核对是否误放了其他单位的表",
            submission.department
        );
        let finding = rule.finding(&unit.place, Field::Unit.name(), message).stating(by);
        (normalise(by), finding.because(vec![entry_evidence(Field::Supervisor.name(), supervisor)]))
    }))
}

/// Fewer forms do not show what is usual.
const ENOUGH: usize = 3;

/// The 主管部门 that all project forms but one name, where there are enough of them.
fn common_supervisor(submission: &Submission) -> Option<&str> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for entry in of_kind(submission, FormKind::Project).filter_map(|form| named(form, Field::Supervisor)) {
        *counts.entry(&entry.text).or_default() += 1;
    }
    let (name, _) = counts.iter().max_by_key(|(_, count)| **count)?;
    let (mut same, mut others) = (0, 0);
    for (other, count) in &counts {
        *(if same_organisation(name, other) { &mut same } else { &mut others }) += count;
    }
    // Two that differ are a pattern and no slip.
    (same >= ENOUGH && others <= 1).then_some(name)
}

/// The one form whose 主管部门 is another one than that of all others.
fn supervisors(rule: &Rule, submission: &Submission) -> Vec<Outcome> {
    let Some(common) = common_supervisor(submission) else { return Vec::new() };
    let is_strange = |entry: &&Entry| {
        !same_organisation(&entry.text, common) && !same_organisation(&entry.text, &submission.department)
    };
    let own = |form: &&Form| {
        named(form, Field::Unit).is_some_and(|entry| same_organisation(&entry.text, &submission.department))
    };
    let strange = of_kind(submission, FormKind::Project).filter(own).filter_map(|form| named(form, Field::Supervisor));
    once_a_file(strange.filter(is_strange).map(|entry| {
        let message = format!("本表的主管部门为「{}」，其他项目表为「{}」；请核对", entry.text.trim(), common.trim());
        (
            normalise(&entry.text),
            rule.finding(&entry.place, Field::Supervisor.name(), message).stating(entry.text.trim()),
        )
    }))
}

/// Forms about another year than the others, unless they lie beside this year's.
fn years(rule: &Rule, submission: &Submission) -> Vec<Outcome> {
    let Some(common) = submission.year else { return Vec::new() };
    let strange = submission.forms.iter().filter_map(|form| {
        let year = form.year.filter(|year| *year != common)?;
        // Forms are sometimes titled by the year in which they are filed.
        let by_filing = year == common + 1 && form.years.iter().all(|note| !(note.of_year && note.year == year));
        (!by_filing && !has_counterpart(submission, form, common)).then_some((form, year))
    });
    once_a_file(strange.map(|(form, year)| {
        let note = form.years.iter().find(|note| note.year == year);
        let place: Place = note.map_or_else(|| form.place.clone(), |note| form.place.at(note.cell));
        let message = format!("本表为 {year} 年度，同时报送的其他表为 {common} 年度；请核对");
        let finding = rule.finding(&place, "年度", message).stating(year.to_string());
        (year.to_string(), finding)
    }))
}

/// Whether the same form for the common year lies beside it: then it is there for comparison.
fn has_counterpart(submission: &Submission, form: &Form, common: i32) -> bool {
    submission.forms.iter().any(|other| {
        let same_project = match form.layout.kind {
            FormKind::Project => {
                form.field(Field::Project).map(normalise) == other.field(Field::Project).map(normalise)
            }
            _ => true,
        };
        other.layout.kind == form.layout.kind
            && other.layout.table() == form.layout.table()
            && year_of(submission, other) == Some(common)
            && same_project
    })
}

#[cfg(test)]
mod tests {
    use crate::model::finding::Severity;
    use crate::testing::{Filed, sound_form, sound_submission};

    /// With projects of the department.
    fn with_projects(count: usize) -> Filed {
        (0..count).fold(sound_submission(), |filed, number| {
            let name = format!("项目{number}");
            let filed = filed.and(&name, &sound_form().with("F6", "20.00"));
            filed.with(&format!("{name}!C3"), &format!("项目{number}经费"))
        })
    }

    /// Where X-408 finds something.
    fn found(filed: Filed) -> Vec<String> {
        let findings = filed.checked().findings;
        let of_rule = findings.iter().filter(|finding| finding.rule == "X-408");
        of_rule
            .inspect(|finding| assert_eq!(finding.severity, Severity::Warning))
            .map(|finding| format!("{}!{}", finding.place.sheet, finding.place.cell_name()))
            .collect()
    }

    #[test]
    fn a_table_of_another_department_is_asked_about() {
        sound_submission().with("公开05!A2", "部门：城管局").finds(&["X-408 公开05!A2"]);
    }

    #[test]
    fn other_ways_of_writing_a_name_are_the_same() {
        for name in ["部门：园林局本级", "部门：园林 局", "部门：县园林局（机关）", "部门：102001-园林局"]
        {
            assert!(found(sound_submission().with("公开05!A2", name)).is_empty(), "{name}");
        }
    }

    #[test]
    fn projects_are_those_of_the_department_or_of_the_body_over_it() {
        assert!(found(with_projects(2)).is_empty());
        assert!(found(with_projects(2).with("项目1!G4", "城建公司")).is_empty());
        let strange = with_projects(2).with("项目1!C4", "城管局").with("项目1!G4", "环卫处");
        assert_eq!(found(strange), ["项目1!G4"]);
    }

    #[test]
    fn the_one_form_under_another_body_is_asked_about() {
        let under = |filed: Filed, number: usize, name: &str| {
            filed.with(&format!("项目{number}!C4"), name).with(&format!("项目{number}!G4"), "园林局")
        };
        let filed = (0..4).fold(with_projects(4), |filed, number| under(filed, number, "住建局"));
        assert!(found(filed.clone()).is_empty());
        assert_eq!(found(under(filed, 3, "水利局")), ["项目3!C4"]);
    }

    #[test]
    fn a_form_about_another_year_is_asked_about() {
        assert_eq!(found(with_projects(2).with("项目1!A2", "（2021年度）")), ["项目1!A2"]);
        assert!(found(with_projects(2).with("项目1!A2", "2024年填报")).is_empty(), "the year of filing");
    }

    #[test]
    fn findings_carry_the_id_of_their_rule() {
        let checked = sound_submission().with("公开05!A2", "部门：城管局").checked();
        assert_eq!(checked.finding("X-408").stated.as_deref(), Some("城管局"));
    }
}
