//! one document, one year and one department: in its title, cover, file name and head.

use std::collections::BTreeMap;

use crate::model::finding::{Finding, Severity};
use crate::model::form::{Field, Form, YearNote};
use crate::model::place::Place;
use crate::model::text::label::normalise;
use crate::model::text::organisations::same_organisation;
use crate::rules::{Check, Outcome, Rule, basis, narrative};
use crate::submission::{Cover, Submission};

static DIFFERING_TITLES: Rule = Rule {
    id: "X-410",
    title: "同一份材料的标题、封面、文件名与表内的年度、单位应一致",
    severity: Severity::Warning,
    basis: basis::FILLING,
    explanation: "一张表的标题与「（2023年度）」一行的年度一致；文件名、封面写明「2023年度」的，与表内年度一致；文件名、封面写明单位的，与表内的部门、主管部门或实施单位一致（简称、代码不同的算一致）。报告的标题、文件名与正文的年度也应一致。标题只写「2024年」的可能是填报年份，不提示；表内没有年度或单位的不核对。",
    how_to_fix: "更正写错的一处；多为沿用上年的文件没有改全。",
    example: "标题为「2022年度项目支出绩效自评表」，其下为「（2023年度）」。",
    check: Check::Submission(differing),
};

/// The rules of this group.
pub const RULES: &[&Rule] = &[&DIFFERING_TITLES];

fn differing(rule: &Rule, submission: &Submission) -> Vec<Outcome> {
    let mut findings: Vec<Finding> = submission.forms.iter().filter_map(|form| own_years(rule, form)).collect();
    let mut files: BTreeMap<&str, Vec<&Form>> = BTreeMap::new();
    submission.forms.iter().for_each(|form| files.entry(&form.place.file).or_default().push(form));
    for (file, forms) in files {
        let Some(first) = forms.first() else { continue };
        let name = stem(file);
        findings.extend(year_of_name(rule, &name, first, &forms));
        findings.extend(department_of_name(rule, &name, first, &forms));
        let covers = submission.covers.iter().filter(|cover| *cover.place.file == *file);
        findings.extend(covers.flat_map(|cover| of_cover(rule, cover, &forms)));
    }
    let told = narrative::documents::own_year(rule, submission);
    findings.into_iter().map(Outcome::Broken).chain(told).collect()
}

/// A line that states nothing but the year: 「（2023年度）」, 「年度：2023年」.
fn is_year_line(note: &YearNote) -> bool {
    const LONGEST: usize = 12;
    note.text.chars().count() <= LONGEST
}

/// The title of a form against the line with its year.
fn own_years(rule: &Rule, form: &Form) -> Option<Finding> {
    let title = form.years.iter().find(|note| Some(note.cell) == form.place.cell && !form.title.is_empty())?;
    let line = form.years.iter().find(|note| note.cell != title.cell && is_year_line(note) && note.of_year)?;
    let by_filing = !title.of_year && title.year == line.year + 1;
    if title.year == line.year || by_filing || names_both(&title.text, line.year) {
        return None;
    }
    let message = format!("标题写明 {} 年，表内为「{}」；请核对", title.year, line.text);
    let finding = rule.finding(&form.place.at(title.cell), "年度", message);
    Some(finding.stating(title.year.to_string()).expecting(line.year.to_string()))
}

fn names_both(text: &str, year: i32) -> bool {
    text.contains(&year.to_string())
}

/// The year in the name of a file against that of its forms.
fn year_of_name(rule: &Rule, name: &str, first: &Form, forms: &[&Form]) -> Option<Finding> {
    let (of_year, year) = crate::model::text::year::year_in(name)?;
    let stated: Vec<i32> =
        forms.iter().filter_map(|form| form.years.iter().find(|note| note.of_year)).map(|note| note.year).collect();
    let other = stated.first().filter(|_| of_year && !stated.contains(&year))?;
    if stated.iter().any(|stated| names_both(name, *stated)) {
        return None;
    }
    let message = format!("文件名写明 {year} 年度，表内为 {other} 年度；请核对");
    Some(rule.finding(&first.place, "年度", message).stating(other.to_string()))
}

/// What names of departments end in.
const BODIES: [&str; 6] = ["局", "委员会", "厅", "办公室", "管理处", "管委会"];
/// What follows a department's name in the name of a file.
const TITLES: [&str; 14] = [
    "部门整体",
    "整体支出",
    "部门决算",
    "决算公开",
    "项目支出",
    "项目自评",
    "绩效自评",
    "项目绩效",
    "自评表",
    "决算表",
    "部门预算",
    "单位决算",
    "单位整体",
    "自评材料",
];
/// A name of fewer characters may be anything.
const SHORTEST: usize = 4;

/// How a file's name begins with the one whom it is for: 「报市财政局」.
const ADDRESSED: [&str; 4] = ["报", "送", "呈", "致"];

/// The department in the name of a file against those that its forms name.
fn department_of_name(rule: &Rule, name: &str, first: &Form, forms: &[&Form]) -> Option<Finding> {
    let is_name = |part: &str| part.chars().count() >= SHORTEST && BODIES.iter().any(|end| part.ends_with(end));
    let parts = name.split(|c: char| !('\u{4e00}'..='\u{9fff}').contains(&c));
    let is_addressee = |part: &str| part.contains("财政") || ADDRESSED.iter().any(|word| part.starts_with(word));
    let named: Vec<&str> = parts.map(before_title).filter(|part| is_name(part) && !is_addressee(part)).collect();
    let first_named = named.first()?;
    let fields = [Field::Department, Field::Supervisor, Field::Unit, Field::Project];
    let stated: Vec<&str> =
        forms.iter().flat_map(|form| fields.iter().filter_map(|field| form.field(*field))).collect();
    let names_body = forms.iter().any(|form| fields[..3].iter().any(|field| form.field(*field).is_some()));
    if !names_body || stated.iter().any(|stated| named.iter().any(|named| same_organisation(stated, named))) {
        return None;
    }
    let message = format!("文件名写明「{first_named}」，表内为「{}」；请核对", stated.first().unwrap_or(&""));
    Some(rule.finding(&first.place, "单位", message))
}

/// What stands before the words of a title, without the year that may stand between.
fn before_title(part: &str) -> &str {
    let end = TITLES.iter().filter_map(|title| part.find(title)).min().unwrap_or(part.len());
    part[..end].trim_end_matches(['年', '度'])
}

/// What a cover says against the forms that follow it.
fn of_cover(rule: &Rule, cover: &Cover, forms: &[&Form]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let own: Vec<i32> =
        forms.iter().flat_map(|form| &form.years).filter(|note| note.of_year).map(|note| note.year).collect();
    let years = cover.years.iter().filter(|note| note.of_year);
    let strange =
        years.clone().next().filter(|_| !own.is_empty() && !years.clone().any(|note| own.contains(&note.year)));
    findings.extend(strange.map(|note| {
        let message = format!("封面为 {} 年度，表内为 {} 年度；请核对", note.year, own[0]);
        rule.finding(&cover.place.at(note.cell), "年度", message).stating(note.year.to_string())
    }));
    let stated: Vec<&str> = forms.iter().filter_map(|form| form.field(Field::Department)).collect();
    let department = cover.department.as_ref().filter(|entry| !entry.is_empty() && !normalise(&entry.text).is_empty());
    let strange = department
        .filter(|entry| !stated.is_empty() && !stated.iter().any(|name| same_organisation(name, &entry.text)));
    findings.extend(strange.map(|entry| {
        let place: &Place = &entry.place;
        let message = format!("封面的单位为「{}」，表内为「{}」；请核对", entry.text.trim(), stated[0]);
        rule.finding(place, "单位", message).stating(entry.text.trim())
    }));
    findings
}

/// The name of a file without folders and extension.
fn stem(file: &str) -> String {
    let name = file.rsplit('/').next().unwrap_or_default();
    normalise(name.rsplit_once('.').map_or(name, |(stem, _)| stem))
}

#[cfg(test)]
mod tests {
    use crate::model::finding::Severity;
    use crate::testing::{Filed, sheet, sound_form, sound_submission};

    /// What X-410 says.
    fn said(filed: Filed) -> Vec<String> {
        let findings = filed.checked().findings;
        let of_rule = findings.iter().filter(|finding| finding.rule == "X-410");
        of_rule.map(|finding| format!("{} {}", finding.place.cell_name(), finding.message)).collect()
    }

    #[test]
    fn a_title_of_another_year_than_the_line_below_is_asked_about() {
        let checked = sound_form().with("A1", "2022年度项目支出绩效自评表").finds(&["X-410 A1"]);
        let finding = checked.finding("X-410");
        assert_eq!((finding.severity, finding.expected.as_deref()), (Severity::Warning, Some("2023")));
        sound_form().with("A1", "2023年度项目支出绩效自评表").finds(&[]);
        sound_form().with("A1", "2024年项目支出绩效自评表").finds(&[]);
    }

    #[test]
    fn the_name_of_the_file_may_contradict_year_and_department() {
        assert_eq!(
            said(sound_form().named("2022年度项目自评表.xlsx")),
            ["A1 文件名写明 2022 年度，表内为 2023 年度；请核对"]
        );
        assert_eq!(
            said(sound_form().named("水利管理局部门决算.xlsx")),
            ["A1 文件名写明「水利管理局」，表内为「园林局」；请核对"]
        );
        for sound in [
            "2023年度项目自评表.xlsx",
            "2024年报送2023年度自评表.xlsx",
            "2024年自评表.xlsx",
            "城市园林局2023年度项目支出绩效自评表.xlsx",
            "公园养护.xlsx",
            "项目自评表（报市水利局）.xlsx",
            "2023年度自评表-县财政局.xlsx",
            "附件：项目支出绩效自评表（园林中心）.xlsx",
        ] {
            assert!(said(sound_form().named(sound)).is_empty(), "{sound}");
        }
    }

    #[test]
    fn a_cover_may_contradict_year_and_department() {
        let with_cover = |year: &str, department: &str| {
            let cells = format!("A1=部门决算公开表; A2=（{year}年度）; A4=部门名称; B4={department}");
            let filed =
                sound_form().and("决算", &sound_submission()).and("封面", &Filed::of(vec![sheet("封面", &cells)]));
            said(filed)
        };
        assert!(with_cover("2023", "县园林局").is_empty());
        assert_eq!(with_cover("2022", "园林局"), ["A2 封面为 2022 年度，表内为 2023 年度；请核对"]);
        assert_eq!(with_cover("2023", "水利局"), ["B4 封面的单位为「水利局」，表内为「园林局」；请核对"]);
    }
}
