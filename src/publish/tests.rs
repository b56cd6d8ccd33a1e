//! Tests of `publish`.

use super::*;
use crate::check::Checked;
use crate::publish::laws::{PlacedFormula, live};
use crate::publish::page::{CellRole, PageCell};
use crate::recognise::Layouts;
use crate::testing::{Filed, sound_department, sound_form, sound_submission, three_columns};

fn options(layout: Option<&str>) -> Options {
    let layouts = Layouts::embedded().expect("embedded templates");
    let layout = layout.map(|name| Arc::new(Pattern::of(layouts.find(name).expect("a layout"), &layouts)));
    Options { targets: vec![ExportFormat::Xlsx], corrected: false, layout, force: false }
}

/// The first form as filed, laid out.
fn laid_out(checked: &Checked, layout: Option<&str>) -> PublishedPage {
    let form = &checked.submission.forms[0];
    page(form, &entry(form, checked, &options(layout), Vec::new()), &options(layout))
}

/// The formulas of the first form, by the cell in which it was filed, written with those names.
fn formulas(filed: Filed) -> Vec<String> {
    let checked = filed.checked();
    let page = laid_out(&checked, None);
    let laws: Vec<Relation> = relations(&checked.submission).into_iter().map(|(_, relation)| relation).collect();
    let live = live(&page, &checked.submission.forms[0], &laws);
    let at = |cell: usize| page.cells[cell].place.as_ref().and_then(|place| place.cell).expect("a cell");
    let mut texts: Vec<String> = live.iter().map(|(cell, live)| format!("{}={}", at(*cell), live.text(at))).collect();
    texts.sort();
    texts
}

fn text_at(page: &PublishedPage, row: usize, column: usize) -> &PageCell {
    page.cells.iter().find(|cell| (cell.row, cell.column) == (row, column)).expect("a cell")
}

#[test]
fn rates_scores_sums_and_totals_are_live() {
    let found = formulas(sound_form());
    for formula in [
        "D6=SUM(D7:D8)",
        "H6=F6/E6",
        "H7=F7/E7",
        "I6=ROUND(MIN(H6,1)*G6,2)",
        "G13=F13",
        "G15=ROUND(F15*90/100,0)",
        "F18=SUM(F13:F17,G6)",
        "G18=SUM(G13:G17,I6)",
    ] {
        assert!(found.iter().any(|text| text == formula), "{formula}: {found:#?}");
    }
}

#[test]
fn a_score_by_bands_is_a_figure() {
    let is_live = |filed: Filed| formulas(filed).iter().any(|text| text.starts_with("I6="));
    assert!(is_live(sound_form()) && !is_live(sound_form().by_profile("rate_bands = [[95, 100], [90, 80]]")));
}

#[test]
fn a_figure_that_does_not_follow_stays_a_figure() {
    let has = |found: &[String], cell: &str| found.iter().any(|text| text.starts_with(&format!("{cell}=")));
    let found = formulas(sound_form().with("H6", "95.21%").with("D6", "1000.01"));
    assert!(!has(&found, "H6") && !has(&found, "D6") && has(&found, "H7") && has(&found, "E6"), "{found:#?}");
}

#[test]
fn accounts_add_up_by_columns_or_rows_and_no_formula_refers_to_itself() {
    let filed = sound_submission().without("整体自评表");
    let checked = filed.clone().checked();
    let laws: Vec<Relation> = relations(&checked.submission).into_iter().map(|(_, relation)| relation).collect();
    for form in &checked.submission.forms {
        let page = page(form, &entry(form, &checked, &options(None), Vec::new()), &options(None));
        let live = live(&page, form, &laws);
        let mut waiting: Vec<usize> = live.keys().copied().collect();
        while !waiting.is_empty() {
            let ready = |cell: &usize| live[cell].formula.inputs().iter().all(|input| !waiting.contains(input));
            let left: Vec<usize> = waiting.iter().copied().filter(|cell| !ready(cell)).collect();
            assert!(left.len() < waiting.len(), "a formula of {} refers to itself", form.title);
            waiting = left;
        }
    }
    assert!(formulas(filed).iter().any(|text| text == "C9=SUM(C6:C8)"));
}

#[test]
fn headings_stand_once_over_their_rows() {
    let page = laid_out(&sound_form().checked(), None);
    let output = page.cells.iter().find(|cell| cell.text.starts_with("产出指标")).expect("the heading");
    assert_eq!((output.rows, output.role), (3, CellRole::RowHead));
    let widths: Vec<usize> = (0..page.height)
        .map(|row| {
            let across = page.cells.iter().filter(|cell| (cell.row..cell.row + cell.rows).contains(&row));
            across.map(|cell| cell.columns).sum()
        })
        .collect();
    assert!(widths.iter().all(|width| *width == page.widths.len()), "every row is filled once: {widths:?}");
}

#[test]
fn every_row_of_a_department_form_and_of_accounts_is_filled_once() {
    let (checked, chongqing) = (sound_submission().checked(), options(Some("department-chongqing")));
    for form in &checked.submission.forms {
        let page = page(form, &entry(form, &checked, &chongqing, Vec::new()), &chongqing);
        for row in 0..page.height {
            let across = page.cells.iter().filter(|cell| (cell.row..cell.row + cell.rows).contains(&row));
            let filled: usize = across.map(|cell| cell.columns).sum();
            assert_eq!(filled, page.widths.len(), "{} row {row}", form.title);
        }
    }
}

#[test]
fn title_year_and_unit_stand_above() {
    let page = laid_out(&sound_department().checked(), None);
    assert_eq!([page.title.as_str(), &page.year_line], ["部门整体支出绩效自评表", "（2023年度）"]);
    assert_eq!(page.right_lines, ["金额单位：万元"]);
    assert_eq!(text_at(&page, 0, 0).text, "部门名称");
}

#[test]
fn a_target_in_three_columns_becomes_one_where_the_layout_has_one() {
    let checked = three_columns().checked();
    let page = laid_out(&checked, Some("project-2020"));
    let texts: Vec<&str> = page.cells.iter().map(|cell| cell.text.as_str()).collect();
    assert!(!texts.contains(&"度量单位"), "{texts:?}");
    assert!(texts.iter().any(|text| text.starts_with('≥') && text.chars().count() > 2), "{texts:?}");
}

#[test]
fn full_marks_are_the_weight_itself() {
    let formula = PlacedFormula::Full(3);
    assert_eq!(formula.inputs(), [3]);
}
