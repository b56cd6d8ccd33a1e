//! F-009: the same form twice in one submission.

use std::collections::BTreeMap;

use crate::model::figure::Figure;
use crate::model::finding::{Severity, evidence, item};
use crate::model::form::{Field, Form, FormKind, Measure};
use crate::model::text::label::normalise;
use crate::rules::{Check, Outcome, Rule, basis};
use crate::scoring::grade::grade_in;
use crate::submission::Submission;

pub(super) static DUPLICATE_FORM: Rule = Rule {
    id: "F-009",
    title: "同一张表不应报送两份",
    severity: Severity::Error,
    basis: basis::FILLING,
    explanation: "同一单位、同一年度、同一版式的表（项目表还须项目名称相同，决算表须表号相同）只能有一份。两份数字不同的，无法确定以哪一份为准，为错误；数字相同的为警告。只有少数行相同的（续表）、项目名称或部门名称没有写的不算。部门自评表两份的总分或等级不同，由 X-404 指出。",
    how_to_fix: "确定以哪一份为准，撤回另一份；确属不同项目的，请写全项目名称。",
    example: "「公园养护」的自评表有两份，全年执行数一份为 952.00，另一份为 925.00。",
    check: Check::Submission(twice),
};

/// Where a figure stands on its form: block, row (the name, and which of that name), column.
type FormKey = (String, String, usize, Measure);

/// The figures of a form by where they stand.
type Figures<'a> = BTreeMap<FormKey, (String, &'a Figure)>;

fn twice(rule: &Rule, submission: &Submission) -> Vec<Outcome> {
    let mut first: BTreeMap<Vec<String>, &Form> = BTreeMap::new();
    let mut outcomes = Vec::new();
    for form in &submission.forms {
        let Some(identity) = identity(form) else { continue };
        outcomes.push(match first.get(&identity) {
            Some(other) => compare(rule, other, form).unwrap_or(Outcome::Holds),
            None => Outcome::Holds,
        });
        // The first stays the one to compare with, so that three copies give two findings.
        first.entry(identity).or_insert(form);
    }
    outcomes
}

/// What makes a form this form; none where it does not say. A project may have a form in every unit that has a part in it.
fn identity(form: &Form) -> Option<Vec<String>> {
    let named = |field: Field| form.field(field).map(normalise).filter(|name| !name.is_empty());
    let year = form.year.map(|year| year.to_string()).unwrap_or_default();
    let names = match form.layout.kind {
        FormKind::Project => {
            let unit = [Field::Supervisor, Field::Unit].map(|field| named(field).unwrap_or_default());
            [&[named(Field::Project)?], &unit[..]].concat()
        }
        FormKind::Department | FormKind::Accounts => vec![named(Field::Department)?],
    };
    // The same table may be laid out in two ways.
    let table = form.layout.table().unwrap_or(&form.layout.id).to_string();
    Some([vec![table, year], names].concat())
}

fn compare(rule: &Rule, first: &Form, form: &Form) -> Option<Outcome> {
    if form.layout.kind == FormKind::Department && results_differ(first, form) {
        return None; // X-404 says so
    }
    let (there, here) = (figures(first), figures(form));
    let shared: Vec<&FormKey> = here.keys().filter(|key| there.contains_key(*key)).collect();
    // A table that goes on upon another sheet has the same title, and other rows.
    if shared.is_empty() || shared.len() * 2 < here.len().min(there.len()) {
        return None;
    }
    let differing: Vec<&&FormKey> =
        shared.iter().filter(|key| !here[**key].1.range().meets(there[**key].1.range())).collect();
    let alone = here.len() + there.len() - 2 * shared.len();
    let (file, sheet, cell) = (&first.place.file, &first.place.sheet, first.place.cell_name());
    let what = name(form);
    let start = format!("{what}与另一份（{file} · {sheet}!{cell}）是同一张表");
    if differing.is_empty() && alone == 0 {
        let message = format!("{start}，数字相同；请只报送一份");
        return Some(Outcome::Broken(rule.finding(&form.place, what, message).weighing(Severity::Warning)));
    }
    let Some(key) = differing.iter().min_by_key(|key| &here[***key].1.place) else {
        let message = format!("{start}，有 {alone} 个数字只在其中一份填报；请确定以哪一份为准，撤回另一份");
        return Some(Outcome::Broken(rule.finding(&form.place, what, message)));
    };
    let ((label, stated), (_, other)) = (&here[**key], &there[**key]);
    let message = format!(
        "{start}，有 {} 个数字不同，首个为{label}：本表 {}（{}），另一份 {}（{}）；请确定以哪一份为准，撤回另一份",
        differing.len() + alone,
        stated.show(),
        stated.place.cell_name(),
        other.show(),
        other.place.cell_name()
    );
    let finding = rule.finding(&form.place, what, message).stating(stated.show()).expecting(other.show());
    Some(Outcome::Broken(finding.because(vec![evidence(label, other)])))
}

/// Whether the two forms come to different scores or grades.
fn results_differ(first: &Form, form: &Form) -> bool {
    let score = |form: &Form| form.total_score().map(Figure::range);
    let grade = |form: &Form| form.field(Field::Grade).and_then(grade_in);
    score(first).zip(score(form)).is_some_and(|(first, other)| !first.meets(other))
        || grade(first).zip(grade(form)).is_some_and(|(first, other)| first != other)
}

/// 「公园养护」, 「公开03」, 「部门整体自评表」.
fn name(form: &Form) -> String {
    match (form.layout.table(), form.field(Field::Project)) {
        (Some(table), _) => format!("公开{table}"),
        (None, Some(project)) if form.layout.kind == FormKind::Project => format!("「{project}」"),
        _ => form.layout.kind.name().to_string(),
    }
}

/// The figures of a form that are not zero.
fn figures(form: &Form) -> Figures<'_> {
    let mut found = BTreeMap::new();
    let mut seen: BTreeMap<(String, String), usize> = BTreeMap::new();
    let rows = form.blocks.iter().flat_map(|block| block.rows.iter().map(|row| (&*block.name, row)));
    for (block, row) in rows.chain(form.total.iter().map(|row| ("total", row))) {
        // Codes first: names of subjects repeat under different heads.
        let name = row.code.clone().unwrap_or_else(|| normalise(&row.label));
        let count = seen.entry((block.to_string(), name.clone())).or_default();
        for (measure, entry) in &row.entries {
            if let Some(figure) = entry.figure().filter(|figure| !figure.value.is_zero()) {
                let key = (block.to_string(), name.clone(), *count, *measure);
                found.insert(key, (item(row.name(), measure.name()), figure));
            }
        }
        *count += 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::model::finding::Severity;
    use crate::testing::{Filed, sheet, sound_department, sound_form, sound_submission};

    fn again(filed: &Filed) -> Filed {
        filed.clone().and("第二份", filed)
    }

    #[test]
    fn the_same_form_twice_is_a_warning() {
        for filed in [sound_form(), sound_department()] {
            let checked = again(&filed).finds(&["F-009 第二份!A1"]);
            assert_eq!(checked.finding("F-009").severity, Severity::Warning);
        }
    }

    #[test]
    fn with_other_figures_it_is_an_error() {
        let checked =
            again(&sound_form()).with("第二份!E13", "51公顷").with("第二份!D7", "700.00").with("第二份!D8", "300.00");
        let checked = checked.finds(&["F-009 第二份!A1"]);
        let finding = checked.finding("F-009");
        assert_eq!(finding.severity, Severity::Error);
        assert!(
            finding
                .message
                .contains("有 2 个数字不同，首个为当年财政拨款 · 年初预算数：本表 700.00（D7），另一份 800.00（D7）"),
            "{}",
            finding.message
        );
    }

    #[test]
    fn an_accounts_table_twice_is_found() {
        let filed = sound_submission();
        let copy = sheet("公开05（2）", FIVE);
        filed.clone().and("公开05（2）", &Filed::of(vec![copy.clone()])).finds(&["F-009 公开05（2）!A1"]);
        let other =
            Filed::of(vec![copy]).with("D5", "271.00").with("D7", "221.00").with("C5", "436.00").with("C7", "386.00");
        let checked = filed.and("公开05（2）", &other).finds(&["F-009 公开05（2）!A1"]);
        assert_eq!(checked.finding("F-009").severity, Severity::Error);
    }

    #[test]
    fn a_table_in_two_layouts_is_one_table() {
        let turned = Filed::of(vec![sheet("三公", TURNED)]);
        let checked = sound_submission().and("三公", &turned).finds(&["F-009 三公!A1"]);
        assert_eq!(checked.finding("F-009").severity, Severity::Warning);
        let other = sound_submission().and("三公", &turned).with("三公!D9", "0.50").with("三公!D4", "29.50");
        assert_eq!(other.checked().finding("F-009").severity, Severity::Error);
    }

    const TURNED: &str = "
A1=财政拨款“三公”经费支出决算表; A2=部门：园林局; D2=单位：万元
A3=项目; C3=预算数; D3=决算数
A4=合计; C4=32.00; D4=30.00
A5=1．因公出国（境）费
A6=2．公务用车购置及运行维护费; C6=30.00; D6=29.00
A7=（1）公务用车购置费; C7=18.00; D7=18.00
A8=（2）公务用车运行维护费; C8=12.00; D8=11.00
A9=3．公务接待费; C9=2.00; D9=1.00";

    const FIVE: &str = "
A1=一般公共预算财政拨款支出决算表; A2=部门：园林局; E2=单位：万元
A3=项目; C3=本年支出合计; D3=基本支出; E3=项目支出
A4=功能分类科目编码; B4=科目名称
A5=合计; C5=435.00; D5=270.00; E5=165.00
A6=208; B6=社会保障和就业支出; C6=50.00; D6=50.00
A7=212; B7=城乡社区支出; C7=385.00; D7=220.00; E7=165.00";

    #[test]
    fn forms_of_other_projects_units_and_years_are_others() {
        for (cell, text) in [("C3", "绿地养护"), ("G4", "苗圃"), ("A2", "（2022年度）")] {
            again(&sound_form()).with(&format!("第二份!{cell}"), text).finds(&[]);
        }
        sound_submission().and("第二份", &sound_department()).with("第二份!C3", "苗圃").finds(&[]);
    }

    #[test]
    fn a_table_that_goes_on_upon_another_sheet_is_one() {
        let rest = "
A1=一般公共预算财政拨款支出决算表; A2=部门：园林局; E2=单位：万元
A3=项目; C3=本年支出合计; D3=基本支出; E3=项目支出
A4=功能分类科目编码; B4=科目名称
A5=213; B5=农林水支出; C5=5.00; D5=5.00";
        let checked = sound_submission().and("续表", &Filed::of(vec![sheet("续表", rest)])).checked();
        assert!(checked.findings.iter().all(|finding| finding.rule != "F-009"));
    }

    #[test]
    fn department_forms_with_other_results_are_found_once() {
        let filed = again(&sound_department()).with("第二份!G15", "14").with("第二份!G17", "85.67");
        filed.finds(&["X-404 第二份!G17"]);
    }
}
