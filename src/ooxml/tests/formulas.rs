//! Formulas that stay, give way, or have to move; the calculation chain; recalculation.

use super::*;

const WITH_CHAIN: &str = r#"<worksheet><sheetData><row r="1"><c r="A1"><f>B1</f><v>1</v></c><c r="B1"><f>2</f><v>2</v></c></row></sheetData></worksheet>"#;

fn chained(chain: &str) -> Entries {
    with(entries(WITH_CHAIN), "xl/calcChain.xml", chain)
}

fn patched(entries: &Entries, edits: &[CellEdit]) -> Vec<u8> {
    patch(&zip(entries), edits, FILL).unwrap()
}

#[test]
fn a_formula_that_stays_gets_a_new_result() {
    let row = r#"<row r="1"><c r="A1" t="str"><f ca="1">B1&amp;""</f><v>x</v></c></row>"#;
    assert_eq!(
        data_after(row, &[renew("A1", number("2"))]),
        r#"<row r="1"><c r="A1"><f ca="1">B1&amp;""</f><v>2</v></c></row>"#
    );
    assert_eq!(
        data_after(row, &[renew("A1", text("良"))]),
        r#"<row r="1"><c r="A1" t="str"><f ca="1">B1&amp;""</f><v xml:space="preserve">良</v></c></row>"#
    );
}

/// A column of shared formulas below its master, then two cells of another group.
const SHARED: &str = r#"<row r="1"><c r="C1"><f t="shared" ref="C1:C3" si="0">A1&amp;$B$1</f><v>1</v></c></row><row r="2"><c r="C2"><f t="shared" si="0"/><v>2</v></c></row><row r="3"><c r="C3"><f ca="1" t="shared" si="0"/><v>3</v></c><c r="D3"><f t="shared" ref="D3:E3" si="1">D1</f></c><c r="E3"><f t="shared" si="1"/></c></row>"#;

#[test]
fn a_member_of_a_shared_formula_may_leave() {
    let expected = SHARED.replace(r#"<f t="shared" si="0"/><v>2</v>"#, "<v>9</v>");
    assert_eq!(data_after(SHARED, &[set("C2", number("9"))]), expected);
}

#[test]
fn the_next_cell_inherits_a_shared_formula() {
    let expected = SHARED
        .replace(r#"<f t="shared" ref="C1:C3" si="0">A1&amp;$B$1</f><v>1</v>"#, "<v>9</v>")
        .replace(r#"<f t="shared" si="0"/>"#, r#"<f t="shared" si="0" ref="C2:C3">A2&amp;$B$1</f>"#);
    assert_eq!(data_after(SHARED, &[set("C1", number("9"))]), expected);
}

#[test]
fn an_heir_that_is_renewed_itself_inherits_too() {
    let edits = [set("C1", number("9")), set("C2", number("8")), renew("C3", number("7"))];
    let after = data_after(SHARED, &edits);
    assert!(after.contains(r#"<c r="C2"><v>8</v></c>"#));
    assert!(after.contains(r#"<c r="C3"><f ca="1" t="shared" si="0" ref="C3">A3&amp;$B$1</f><v>7</v></c>"#));
}

#[test]
fn cells_left_of_the_heir_get_formulas_of_their_own() {
    let block = r#"<row r="1"><c r="A1"><f t="shared" ref="A1:B2" si="5">D1</f></c><c r="B1"><f t="shared" si="5"/></c></row><row r="2"><c r="A2"><f t="shared" si="5"/></c><c r="B2"><f t="shared" si="5"/></c></row>"#;
    assert_eq!(
        data_after(block, &[set("A1", number("9"))]),
        r#"<row r="1"><c r="A1"><v>9</v></c><c r="B1"><f t="shared" si="5" ref="B1:B2">E1</f></c></row><row r="2"><c r="A2"><f>D2</f></c><c r="B2"><f t="shared" si="5"/></c></row>"#
    );
}

#[test]
fn an_array_formula_is_left_alone() {
    let array = r#"<row r="1"><c r="A1"><f t="array" ref="A1:A2">B1:B2</f><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>"#;
    let sheet = format!("<worksheet><sheetData>{array}</sheetData></worksheet>");
    for cell in ["A1", "A2"] {
        let message = refusal(&entries(&sheet), &[set(cell, number("9"))]);
        assert!(message.contains(&format!("单元格 {cell} 属于数组公式")), "{message}");
    }
    let after = data_after(array, &[renew("A1", number("9")), renew("A2", number("8"))]);
    assert_eq!(after, array.replace("<v>1<", "<v>9<").replace("<v>2<", "<v>8<"));
}

#[test]
fn an_array_formula_of_one_cell_gives_way_like_any_other() {
    let data = r#"<row r="1"><c r="A1" cm="1" vm="2"><f t="array" ref="A1">SUM(B1:B2*2)</f><v>1</v></c></row>"#;
    assert_eq!(data_after(data, &[set("A1", number("9"))]), r#"<row r="1"><c r="A1"><v>9</v></c></row>"#);
    let kept = data_after(data, &[renew("A1", number("9"))]);
    assert_eq!(kept, data.replace("<v>1</v>", "<v>9</v>").replace(r#" vm="2""#, ""));
}

#[test]
fn the_chain_loses_the_formulas_that_gave_way() {
    let chain = r#"<calcChain><c r="A1" i="4" l="1"/><c r="B1"/><c r="A1" i="2"/></calcChain>"#;
    let package = patched(&chained(chain), &[set("A1", number("1"))]);
    assert_eq!(part(&package, "xl/calcChain.xml"), r#"<calcChain><c r="B1" i="4"/><c r="A1" i="2"/></calcChain>"#);
}

#[test]
fn an_empty_chain_goes_with_all_that_names_it() {
    let chain = r#"<calcChain><c r="A1" i="4"/><c r="B1" i="4"/></calcChain>"#;
    let edits = [set("A1", number("1")), set("B1", number("1"))];
    let after = unzip(&patched(&chained(chain), &edits));
    assert!(!after.iter().any(|(name, text)| format!("{name}{text}").contains("calcChain")));
    let other = part(&zip(&after), "xl/workbook.xml");
    assert_eq!(other, WORKBOOK, "no formula is left to recalculate");
}

#[test]
fn a_recalculation_is_asked_for_where_formulas_stay() {
    let asked = |entries: &Entries| part(&patched(entries, &[set("A1", number("1"))]), "xl/workbook.xml");
    let added = r#"</sheets><calcPr fullCalcOnLoad="1"/><extLst/>"#;
    assert!(asked(&entries(WITH_CHAIN)).contains(added));
    for (old, new) in [
        (r#"<calcPr calcId="7"/>"#, r#"<calcPr calcId="7" fullCalcOnLoad="1"/>"#),
        (r#"<calcPr fullCalcOnLoad="1"  />"#, r#"<calcPr fullCalcOnLoad="1"  />"#),
        ("<definedNames/>", r#"<definedNames/><calcPr fullCalcOnLoad="1"/>"#),
    ] {
        let workbook = |element| WORKBOOK.replace("<extLst/>", element);
        let before = with(entries(WITH_CHAIN), "xl/workbook.xml", &workbook(old));
        assert_eq!(asked(&before), workbook(new));
    }
}

#[test]
fn formulas_of_other_sheets_count_too() {
    let sheet = "<worksheet><sheetData/></worksheet>";
    let second = r#"</sheets>"#.replace("</", r#"<sheet name="二" sheetId="5" r:id="rId9"/></"#);
    let relation =
        r#"<Relationship Id="rId9" Type="http://x/worksheet" Target="/xl/worksheets/sheet2.xml"/></Relationships>"#;
    let mut two = with(entries(sheet), "xl/workbook.xml", &WORKBOOK.replace("</sheets>", &second));
    two = with(two, "xl/_rels/workbook.xml.rels", &RELATIONS.replace("</Relationships>", relation));
    for (cells, asked) in [(WITH_CHAIN, true), (sheet, false)] {
        let both = with(two.clone(), "xl/worksheets/sheet2.xml", cells);
        let package = patched(&both, &[set("A1", number("1"))]);
        assert_eq!(part(&package, "xl/workbook.xml").contains("calcPr"), asked);
        assert_eq!(part(&package, "xl/worksheets/sheet2.xml"), cells);
    }
}
