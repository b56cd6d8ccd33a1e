//! Values, and the places where cells can stand.

use super::*;

#[test]
fn only_the_bytes_of_the_cell_change() {
    let before = "\u{feff}<?xml version=\"1.0\"?>\r\n<worksheet  xmlns='m' >\r\n<sheetData>\r\n <row r=\"8\" ht='20'><c r=\"F8\"><v>1</v></c> <c r=\"G8\" t='s' cm=\"1\" vm=\"2\" ph=\"1\"><v>3</v><extLst><ext/></extLst></c>\r\n<!-- x --></row></sheetData>\r\n<extLst><c r=\"G8\"/></extLst></worksheet>";
    let after = before.replace(
        "<c r=\"G8\" t='s' cm=\"1\" vm=\"2\" ph=\"1\"><v>3</v><extLst><ext/></extLst></c>",
        // What belonged to the old value and formula goes with them.
        "<c r=\"G8\" ph=\"1\" s=\"2\"><v>95.2</v><extLst><ext/></extLst></c>",
    );
    assert_eq!(sheet_after(before, &[set("G8", number("95.20"))]), after);
}

#[test]
fn a_number_takes_the_place_of_any_kind_of_value() {
    for old in [
        r#"<c r="A1" t="inlineStr"><is><r><t>九</t></r><r><t>十</t></r></is></c>"#,
        r#"<c r="A1" t="s"><v>7</v></c>"#,
        r#"<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>"#,
        r#"<c r="A1"><v>90.00</v></c>"#,
        r#"<c r="A1"/>"#,
    ] {
        let row = format!("<row>{old}</row>");
        let after = data_after(&row, &[set("A1", number("-0.30"))]);
        assert_eq!(after, r#"<row><c r="A1"><v>-0.3</v></c></row>"#);
    }
}

#[test]
fn a_text_is_escaped_and_never_a_formula() {
    let after = data_after(
        r#"<row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row>"#,
        &[set("A1", text(" =a<b&\u{1}\"c\"\r\n优\u{ffff} "))],
    );
    assert_eq!(
        after,
        "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t xml:space=\"preserve\"> =a&lt;b&amp;\"c\"&#13;\n优 </t></is></c></row>"
    );
}

#[test]
fn cells_and_rows_that_are_missing_are_made_where_they_belong() {
    let after = data_after(
        r#"<row r="2" spans="1:3"><c r="B2"/></row><row r="4" s="0"/><row r="9"></row>"#,
        &["A1", "A2", "C2", "D2", "C4", "B4", "A9", "A5", "B10", "A11"].map(|cell| set(cell, number("1"))),
    );
    assert_eq!(
        after.replace("<v>1</v></c>", "").replace("<c r=", ""),
        r#"<row r="1">"A1"></row><row r="2" spans="1:3">"A2">"B2"/>"C2">"D2"></row><row r="4" s="0">"B4">"C4"></row><row r="5">"A5"></row><row r="9">"A9"></row><row r="10">"B10"></row><row r="11">"A11"></row>"#
    );
}

#[test]
fn a_sheet_without_cells_gets_its_first() {
    let sheet = "<x:worksheet><x:sheetData/></x:worksheet>";
    let after = sheet_after(sheet, &[set("B3", number("1"))]);
    assert_eq!(
        after,
        r#"<x:worksheet><x:sheetData><x:row r="3"><x:c r="B3" s="2"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>"#
    );
}

#[test]
fn rows_and_cells_without_address_follow_the_one_before() {
    let after = data_after(
        r#"<row><c/><c r="D1"/><c><v>5</v></c></row><row><c r="A7"/></row><row><c/><c/></row>"#,
        &["C1", "E1", "B8"].map(|cell| set(cell, number("1"))),
    );
    assert_eq!(
        after,
        r#"<row><c/><c r="C1"><v>1</v></c><c r="D1"/><c><v>1</v></c></row><row><c r="A7"/></row><row><c/><c><v>1</v></c></row>"#
    );
}

#[test]
fn a_prefix_is_taken_over() {
    let sheet = r#"<x:worksheet xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main"><x:sheetData><x:row r="1"><x:c r="A1"/></x:row></x:sheetData></x:worksheet>"#;
    let after = sheet_after(sheet, &[set("A1", text("优")), set("B1", number("1"))]);
    let cells = r#"<x:c r="A1" s="2" t="inlineStr"><x:is><x:t xml:space="preserve">优</x:t></x:is></x:c><x:c r="B1" s="2"><x:v>1</x:v></x:c>"#;
    assert_eq!(after, sheet.replace(r#"<x:c r="A1"/>"#, cells));
}

#[test]
fn of_two_edits_of_a_cell_the_last_counts() {
    let edits = [set("A1", text("一")), set("A1", number("2"))];
    let after = data_after(r#"<row r="1"><c r="A1"/></row>"#, &edits);
    assert_eq!(after, r#"<row r="1"><c r="A1"><v>2</v></c></row>"#);
}

#[test]
fn damaged_sheets_are_refused_with_the_reason() {
    for (data, reason) in [
        (r#"<row r="1"/><row r="1"/>"#, "第 1 行重复"),
        (r#"<row r="1"><c r="A1"/><c r="A1"/></row>"#, "两个第 1 列"),
        (r#"<row r="1"><c r="A2"/></row>"#, "第 1 行中有其他行"),
        (r#"<row r="1"><c r="甲"/></row>"#, "“甲”不是单元格地址"),
        (r#"<row r="4294967295"/>"#, "超出范围"),
        (r#"<row r="1"><c r="A1">"#, "XML 有错"),
    ] {
        let sheet = format!("<worksheet><sheetData>{data}</sheetData></worksheet>");
        let message = refusal(&entries(&sheet), &[set("B2", number("1"))]);
        assert!(message.contains(reason) && message.contains("“表”"), "{message}");
    }
}
