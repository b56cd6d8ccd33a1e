//! Every rule of scoring and filling in, on every layout: a sound sample is made wrong in one way, and the rule
//! that is about it has to say so. Where a layout lacks the cell, the rule does not apply there.

use std::collections::BTreeMap;

use ziping::check::check;
use ziping::form::{Field, Form, Measure, Row};
use ziping::layout::{Kind, Layouts};
use ziping::profile::Profiles;
use ziping::read::{Address, Cell, Format, Place, Sheet, Value, Workbook, excel};
use ziping::submission::{self, Known};

use crate::support::root;

/// A filled sample of every self-evaluation layout.
const SAMPLES: [&str; 9] = [
    "清江市水务综合服务中心/项目支出绩效自评表-小型水库维修养护.xlsx",
    "华夏农业技术推广中心/项目支出绩效自评表-绿色高产技术示范推广.xlsx",
    "川岭市水利局/项目支出绩效自评表-灌区与小型水库运行维护.xlsx",
    "苍河县乡村振兴局/项目支出绩效自评表-脱贫村道路和饮水设施维修.xlsx",
    "苍河县乡村振兴局/转移支付区域绩效自评表-农村人居环境整治.xlsx",
    "清江市水务综合服务中心/部门整体支出绩效自评表.xlsx",
    "苍河县乡村振兴局/部门整体支出绩效自评表.xlsx",
    "渝岭区文化和旅游发展委员会/部门整体支出绩效自评表.xlsx",
    "川岭市水利局/部门整体支出绩效自评表.xlsx",
];

/// What is typed into a cell that is then wrong; nothing where the form has no such cell.
type Fault = fn(&Form) -> Option<(Place, Value)>;

/// The rule on project forms, the rule on department forms, and the fault; an empty id where there is no such rule.
const FAULTS: [(&str, &str, Fault); 19] = [
    ("F-001", "F-001", |form| Some((form.block("funds")?.columns.get(&Measure::Executed)?.clone(), text("某某数")))),
    ("F-002", "F-002", |form| Some((total(form)?.entries.get(&Measure::Executed)?.place.clone(), text("")))),
    ("F-003", "F-003", |form| Some((total(form)?.entries.get(&Measure::Executed)?.place.clone(), text("见附件")))),
    ("F-004", "F-004", |form| Some((indicators(form).next()?.place.clone(), text("XX工作完成数")))),
    ("F-006", "F-006", |form| Some((figure(total(form)?, Measure::Executed)?.0, Value::Error("#REF!".into())))),
    ("P-101", "D-101", |form| more(figure(total(form)?, Measure::FinalBudget)?, 700)),
    ("P-102", "", |form| more(figure(part(form)?, Measure::Executed)?, 90_000)),
    ("P-103", "D-102", |form| Some((figure(total(form)?, Measure::Rate)?.0, text("1.23%")))),
    ("P-104", "D-102", |form| Some((figure(total(form)?, Measure::Score)?.0, text("0.11")))),
    ("P-105", "", |form| Some((figure(part(form)?, Measure::FinalBudget)?.0, text("0.00")))),
    ("P-106", "", |form| Some((figure(part(form)?, Measure::Executed)?.0, text("-5.00")))),
    ("P-304", "", |form| Some((indicators(form).last()?.headings.first()?.place.clone(), text("产出指标")))),
    ("P-206", "D-206", |form| more(figure(indicators(form).next()?, Measure::Score)?, 50)),
    ("P-207", "D-207", unanswered),
    ("P-301", "D-301", |form| more(figure(indicators(form).next()?, Measure::Weight)?, 1)),
    ("P-302", "D-302", |form| more(figure(indicators(form).find(|row| has_weight(row))?, Measure::Weight)?, 1)),
    ("P-401", "D-401", |form| more(figure(form.total.as_ref()?, Measure::Score)?, -3)),
    ("P-402", "D-402", |form| Some((form.fields.get(&Field::Grade)?.place.clone(), text("差")))),
    ("P-403", "D-403", quoted),
];

fn text(text: &str) -> Value {
    Value::Text(text.to_string())
}

fn indicators(form: &Form) -> impl Iterator<Item = &Row> {
    form.blocks_named("indicators").flat_map(|block| &block.rows)
}

fn total(form: &Form) -> Option<&Row> {
    form.row("funds_total")
}

/// A row below the total that states what was executed.
fn part(form: &Form) -> Option<&Row> {
    let rows = &form.block("funds")?.rows;
    rows.iter().find(|row| !row.is("funds_total") && row.figure(Measure::Executed).is_some_and(|f| !f.value.is_zero()))
}

fn has_weight(row: &Row) -> bool {
    row.headings.iter().any(|heading| heading.weight.is_some())
}

fn figure(row: &Row, measure: Measure) -> Option<(Place, rust_decimal::Decimal)> {
    let figure = row.figure(measure)?;
    Some((figure.place.clone(), figure.value))
}

fn more((place, value): (Place, rust_decimal::Decimal), by: i64) -> Option<(Place, Value)> {
    Some((place, text(&(value + rust_decimal::Decimal::from(by)).to_string())))
}

/// A score whose actual value is left out.
fn unanswered(form: &Form) -> Option<(Place, Value)> {
    let row = indicators(form).find(|row| row.figure(Measure::Score).is_some())?;
    Some((row.entries.get(&Measure::Actual)?.place.clone(), text("")))
}

/// Words about the result below the form.
fn quoted(form: &Form) -> Option<(Place, Value)> {
    let total = form.total.as_ref()?.figure(Measure::Score)?;
    // Where the total stands in the head, nothing says where the indicators end.
    let first = indicators(form).next()?.place.cell?;
    total.place.cell.filter(|cell| cell.row > first.row)?;
    let below = Address::new(form.rows.end + 1, 0);
    Some((form.place.at(below), text("经自评，自评得分12.34分，完成较好。")))
}

fn checked(sheet: &Sheet) -> ziping::check::Checked {
    let layouts = Layouts::embedded().expect("embedded templates");
    let profiles = Profiles::load(&[]).expect("embedded profiles");
    let file = "表.xlsx";
    let sheets = vec![sheet.clone()];
    let workbook = Workbook { file: file.into(), path: file.into(), format: Format::Xlsx, sheets };
    check(submission::of_workbook(workbook, Known { layouts: &layouts, profiles: &profiles }))
}

/// The rules that speak of a sheet with one cell retyped.
fn found(sheet: &Sheet, place: &Place, value: Value) -> Vec<&'static str> {
    let mut sheet = sheet.clone();
    let address = place.cell.expect("a cell");
    let format = sheet.cells.get(&address).map(|cell| cell.format).unwrap_or_default();
    sheet.cells.insert(address, Cell { value, formula: None, format, recalculated: None, unverified: false });
    checked(&sheet).findings.iter().map(|finding| finding.rule).collect()
}

#[test]
fn every_fault_is_found_on_every_layout_that_can_have_it() {
    let mut applied: BTreeMap<&str, usize> = BTreeMap::new();
    for sample in SAMPLES {
        let workbook = excel::read(&root().join("samples").join(sample), "表.xlsx".into()).expect("a workbook");
        let sheet = &workbook.sheets[0];
        let sound = checked(sheet);
        let form = &sound.submission.forms[0];
        assert!(sound.findings.is_empty(), "{sample}: {:?}", sound.findings);
        for (of_project, of_department, fault) in FAULTS {
            let rule = if form.layout.kind == Kind::Project { of_project } else { of_department };
            let Some((place, value)) = fault(form).filter(|_| !rule.is_empty()) else { continue };
            let rules = found(sheet, &place, value);
            assert!(rules.contains(&rule), "{rule} on {} at {}: {rules:?}", form.layout.id, place.cell_name());
            *applied.entry(rule).or_default() += 1;
        }
    }
    let seldom: Vec<_> = applied.iter().filter(|(_, layouts)| **layouts < 2).collect();
    println!("layouts on which each rule was tried: {applied:?}");
    assert!(seldom.is_empty(), "{seldom:?}");
}

#[test]
fn a_score_that_does_not_follow_is_found_on_every_layout_with_scores() {
    for sample in SAMPLES {
        let workbook = excel::read(&root().join("samples").join(sample), "表.xlsx".into()).expect("a workbook");
        let sheet = &workbook.sheets[0];
        let sound = checked(sheet);
        let form = &sound.submission.forms[0];
        let scored: Vec<&Row> = indicators(form).filter(|row| row.figure(Measure::Score).is_some()).collect();
        let mut rules: Vec<&str> = Vec::new();
        for row in &scored {
            let (place, _) = figure(row, Measure::Score).expect("a score");
            rules.extend(found(sheet, &place, text("0.07")));
        }
        let numbers = ["201", "202", "203", "204", "205", "209", "211"];
        let missed = ["201", "205"].iter().filter(|number| !rules.iter().any(|rule| rule.ends_with(**number)));
        let missed: Vec<&&str> = missed.collect();
        assert!(scored.is_empty() || missed.is_empty(), "{}: {missed:?} {rules:?}", form.layout.id);
        assert!(
            rules.iter().all(|rule| numbers
                .iter()
                .chain(&["103", "401", "402", "403", "404"])
                .any(|known| rule.ends_with(known))),
            "{rules:?}"
        );
    }
}

#[test]
fn hidden_figures_are_named_on_every_layout() {
    for sample in SAMPLES {
        let workbook = excel::read(&root().join("samples").join(sample), "表.xlsx".into()).expect("a workbook");
        let mut sheet = workbook.sheets[0].clone();
        let place = total(&checked(&sheet).submission.forms[0]).map(|row| row.place.clone()).expect("a total");
        sheet.hidden_rows.insert(place.cell.expect("a cell").row);
        assert!(checked(&sheet).findings.iter().any(|finding| finding.rule == "F-008"), "{sample}");
    }
}

/// Retypes some cells of a row that is about this.
type Retype = fn(&Row) -> Option<(Place, Value)>;

/// Rules that ask for words or look at units, and a fault in some row that each of them asks about.
const ASKED: [(&str, Retype); 4] = [
    ("204", |row| {
        let actual = &row.entries.get(&Measure::Actual)?.text;
        let unit = actual.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        let adjusted = row.entries.get(&Measure::AdjustedTarget).filter(|target| !target.is_empty());
        let target = adjusted.or_else(|| row.entries.get(&Measure::Target))?;
        Some((target.place.clone(), text(&format!("=98765{unit}"))))
    }),
    ("208", |row| {
        let quantity = row.figure(Measure::Score).zip(row.figure(Measure::Weight)).filter(|(s, w)| s.value == w.value);
        quantity?;
        Some((row.entries.get(&Measure::Actual)?.place.clone(), text("987654321")))
    }),
    ("209", |row| {
        let reason = row.entries.get(&Measure::Reason).filter(|reason| !reason.is_empty())?;
        Some((reason.place.clone(), text("")))
    }),
    ("210", |row| {
        let actual = row.entries.get(&Measure::Actual).filter(|_| row.label.contains("满意度"))?;
        Some((actual.place.clone(), text("105%")))
    }),
];

#[test]
fn reasons_excess_and_units_are_asked_about_on_every_layout() {
    for sample in SAMPLES {
        let workbook = excel::read(&root().join("samples").join(sample), "表.xlsx".into()).expect("a workbook");
        let sheet = &workbook.sheets[0];
        let sound = checked(sheet);
        let form = &sound.submission.forms[0];
        for (number, retype) in ASKED {
            let faults: Vec<(Place, Value)> = indicators(form).filter_map(retype).collect();
            let asks = |(place, value): &(Place, Value)| {
                found(sheet, place, value.clone()).iter().any(|rule| rule.ends_with(number))
            };
            // Without scores nothing is lost, and without a reason nothing has to be explained.
            let scored = indicators(form).any(|row| row.figure(Measure::Score).is_some());
            let applies = !faults.is_empty() && (scored || number == "210");
            assert!(!applies || faults.iter().any(asks), "{number} on {}", form.layout.id);
        }
    }
}
