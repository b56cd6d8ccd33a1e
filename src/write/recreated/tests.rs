use super::*;
use crate::read::NumberFormat;
use crate::testing::sound_form;

/// A form as a file of a format whose looks are not known.
fn recreated(filed: crate::testing::Filed) -> (Recreated, Vec<Sheet>) {
    let cells = filed.clone().into_cells();
    let checked = filed.checked();
    let file: Arc<str> = "表.xlsx".into();
    let live = live::formulas(&checked.submission, &file, &Corrected::new());
    let sheet = Sheet { name: "自评表".into(), cells, ..Sheet::default() };
    let bytes = package(&[sheet], &BTreeMap::new(), &live).expect("written");
    let sheets = workbook::sheets(&bytes).expect("read");
    (Recreated { bytes, formulas: live.into_keys().collect() }, sheets)
}

#[test]
fn what_the_layout_can_compute_is_a_live_formula_with_its_result() {
    let (recreated, sheets) = recreated(sound_form());
    let formula = |cell: &str| sheets[0].cells[&crate::testing::address(cell)].formula.clone();
    assert!(formula("F6").is_some_and(|formula| formula.contains("F7") && formula.contains("F8")));
    assert!(formula("G18").is_some_and(|formula| formula.contains("G17")));
    assert_eq!(formula("F7"), None, "what was reported is a value");
    assert!(recreated.formulas.len() > 2);
    for (_, address) in &recreated.formulas {
        let cell = &sheets[0].cells[address];
        assert!(!cell.unverified && cell.recalculated.is_none(), "{address} {:?}", cell);
    }
}

#[test]
fn the_score_of_the_execution_rate_is_a_live_formula_where_no_bands_give_it() {
    let form = || {
        sound_form().changed(|sheet| {
            let rate = sheet.cells.get_mut(&crate::testing::address("H6")).expect("the rate");
            (rate.value, rate.format) = (Value::Number(Decimal::new(952, 3)), NumberFormat::fixed(2, true));
        })
    };
    let score = |filed| {
        let (_, sheets) = recreated(filed);
        let cell = &sheets[0].cells[&crate::testing::address("I6")];
        assert!(!cell.unverified && cell.recalculated.is_none(), "{cell:?}");
        cell.formula.clone()
    };
    assert_eq!(score(form()).as_deref(), Some("ROUND(MIN(H6,1)*G6,2)"));
    assert_eq!(score(sound_form()), None, "the rate is a text");
    assert_eq!(score(form().with("I6", "9.60")), None, "what was filed does not follow");
    assert_eq!(score(form().by_profile("rate_bands = [[95, 100], [90, 80]]")), None);
}

#[test]
fn a_text_that_begins_like_a_formula_stays_text() {
    let (_, sheets) = recreated(sound_form().with("C3", "=1+1"));
    assert!(sheets[0].cells.values().all(|cell| cell.formula.as_deref() != Some("1+1")));
}

#[test]
fn digits_stay_where_the_number_format_is_not_known() {
    let (_, sheets) = recreated(sound_form());
    assert_eq!(sheets[0].cells[&crate::testing::address("F6")].text(), "952.00");
}

#[test]
fn a_book_opens_on_a_sheet_that_is_not_hidden() {
    let hidden = Sheet { name: "底稿".into(), hidden: true, ..Sheet::default() };
    let shown = Sheet { name: "自评表".into(), cells: sound_form().into_cells(), ..Sheet::default() };
    let bytes = package(&[hidden, shown], &BTreeMap::new(), &LiveCells::new()).expect("written");
    let book = crate::write::testing::text_of(&bytes, "xl/workbook.xml");
    assert!(book.contains("activeTab=\"1\"") && book.contains("state=\"hidden\""), "{book}");
    let sheets = workbook::sheets(&bytes).expect("read");
    assert_eq!(sheets.iter().map(|sheet| sheet.hidden).collect::<Vec<_>>(), [true, false]);
}
