//! Comments, links and the added list, beside what is there already.

use super::*;
use crate::ooxml::{ListCell, ListRow, ListSheet, Look};

const SHEET: &str = r#"<worksheet xmlns="m"><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData><mergeCells/><pageMargins/><tableParts/></worksheet>"#;
const SHEET_RELS: &str = "xl/worksheets/_rels/sheet1.xml.rels";
const LOOK: Look = Look { points: 10, bold: true, ink: "000000", fill: None, bordered: true, align: "left" };

fn noted(cell: &str, note: &str) -> CellEdit {
    CellEdit { note: Some(note.to_owned()), listed: Some(2), ..set(cell, number("2")) }
}

fn list() -> ListSheet {
    let cell = |text: &str, target| ListCell { text: text.to_owned(), look: LOOK, target };
    let row = |cells| ListRow { height: 20, cells };
    let link = cell("A1", Some(("表".to_owned(), (0, 0))));
    ListSheet {
        name: "差异表".to_owned(),
        widths: vec![10, 20],
        rows: vec![row(vec![cell("=标题", None)]), row(vec![cell("单元格", None), cell("", None)]), row(vec![link])],
        header: 1,
    }
}

fn changed(entries: &Entries, edits: &[CellEdit], list: Option<ListSheet>) -> Vec<u8> {
    let changes = Changes { edits: edits.to_vec(), list, author: "复核".to_owned(), formula_lost: "失".to_owned() };
    crate::ooxml::patch(&zip(entries), &changes).unwrap()
}

/// A package whose sheet has a comment by somebody else at this cell.
fn commented(cell: &str, text: &str) -> Entries {
    let relations = r#"<Relationships><Relationship Id="rId1" Type="http://x/comments" Target="/xl/comments7.xml"/><Relationship Id="rId2" Type="http://x/vmlDrawing" Target="../drawings/a.vml"/></Relationships>"#;
    let comments = format!(
        r#"<comments><authors><author>甲</author></authors><commentList><comment ref="{cell}" authorId="0"><text>{text}</text></comment></commentList></comments>"#
    );
    let vml = r#"<xml xmlns:v="a" xmlns:o="b" xmlns:x="c"><v:shapetype id="_x0000_t202"/><v:shape id="_x0000_s1030"><br></v:shape></xml>"#;
    let sheet = SHEET.replace("<tableParts/>", r#"<legacyDrawing xmlns:q="d" q:id="rId2"/><tableParts/>"#);
    let entries = with(entries(&sheet), SHEET_RELS, relations);
    with(with(entries, "xl/comments7.xml", &comments), "xl/drawings/a.vml", vml)
}

#[test]
fn a_sheet_without_comments_gets_all_that_one_needs() {
    let package = changed(&entries(SHEET), &[noted("A1", "甲 < 乙\n丙")], None);
    let comments = part(&package, "xl/comments1.xml");
    assert!(
        comments.contains(r#"<comment ref="A1" authorId="0">"#) && comments.contains("甲 &lt; 乙\n丙"),
        "{comments}"
    );
    let drawing = part(&package, "xl/drawings/vmlDrawing1.vml");
    assert!(drawing.contains("<x:Row>0</x:Row><x:Column>0</x:Column>") && drawing.contains("visibility:hidden"));
    let sheet = part(&package, "xl/worksheets/sheet1.xml");
    assert!(sheet.contains(r#"<pageMargins/><legacyDrawing xmlns:r="#), "in the order of the schema: {sheet}");
    let types = part(&package, "[Content_Types].xml");
    assert!(types.contains(r#"Extension="vml""#) && types.contains(r#"PartName="/xl/comments1.xml""#));
    assert_eq!(part(&package, SHEET_RELS).matches("<Relationship ").count(), 2);
}

#[test]
fn another_cell_s_comment_stays_and_ours_stands_in_order() {
    let package = changed(&commented("B2", "<t>他</t>"), &[noted("A1", "注")], None);
    let comments = part(&package, "xl/comments7.xml");
    assert!(comments.contains("<author>甲</author><author>复核</author>"));
    let [ours, theirs] =
        [r#"ref="A1" authorId="1""#, r#"ref="B2" authorId="0""#].map(|text| comments.find(text).unwrap());
    assert!(ours < theirs && comments.contains("<text><t>他</t></text>"), "{comments}");
    let drawing = part(&package, "xl/drawings/a.vml");
    assert!(drawing.contains("<br></v:shape><v:shape id=\"_x0000_s1031\"") && drawing.ends_with("</v:shape></xml>"));
    assert_eq!(unzip(&package).len(), commented("B2", "").len(), "no part is added");
}

#[test]
fn ours_stands_under_theirs_on_the_same_cell_and_gives_way_to_itself() {
    let before = commented("A1", "<t>他</t>");
    let once = changed(&before, &[noted("A1", "一")], None);
    let comments = part(&once, "xl/comments7.xml");
    assert!(comments.contains("<text><r><t>他</t></r><r>") && comments.contains("\n【复核】\n一"), "{comments}");
    assert_eq!(part(&once, "xl/drawings/a.vml"), before.iter().find(|(name, _)| name.ends_with("a.vml")).unwrap().1);
    let twice = changed(&unzip(&once), &[noted("A1", "二")], None);
    let comments = part(&twice, "xl/comments7.xml");
    assert!(comments.contains("【复核】\n二") && !comments.contains("【复核】\n一"), "{comments}");
}

#[test]
fn a_thread_of_comments_is_left_alone() {
    let mut before = commented("A1", "<t>线程</t>");
    for entry in &mut before {
        entry.1 = entry.1.replace("<author>甲", "<author>tc={1}");
    }
    let package = changed(&before, &[noted("A1", "注")], None);
    assert!(!part(&package, "xl/comments7.xml").contains('注'));
}

#[test]
fn damaged_comments_do_not_keep_a_workbook_from_being_corrected() {
    let before = with(commented("A1", "<t>他</t>"), "xl/comments7.xml", "<comments><authors>");
    let package = changed(&before, &[noted("A1", "注")], None);
    assert!(part(&package, "xl/worksheets/sheet1.xml").contains("<v>2</v>"));
    assert_eq!(part(&package, "xl/comments7.xml"), "<comments><authors>");
    let mut dangling = commented("B2", "<t>他</t>");
    dangling.retain(|(name, _)| !name.ends_with("a.vml"));
    let package = changed(&dangling, &[noted("A1", "注")], None);
    assert_eq!(part(&package, "xl/worksheets/sheet1.xml").matches("<legacyDrawing").count(), 1);
}

#[test]
fn a_formula_that_gave_way_is_said() {
    let sheet = SHEET.replace("<v>1</v>", "<f>1+1</f><v>1</v>");
    let package = changed(&entries(&sheet), &[noted("A1", "注")], None);
    assert!(part(&package, "xl/comments1.xml").contains("注失"));
}

#[test]
fn the_list_and_the_cells_lead_to_each_other() {
    let package = changed(&entries(SHEET), &[noted("A1", "注")], Some(list()));
    let sheet = part(&package, "xl/worksheets/sheet1.xml");
    let link = r#"<mergeCells/><hyperlinks><hyperlink ref="A1" location="'差异表'!A3"/></hyperlinks><pageMargins/>"#;
    assert!(sheet.contains(link), "{sheet}");
    let added = part(&package, "xl/worksheets/sheet2.xml");
    assert!(added.contains(r#"<hyperlink ref="A3" location="'表'!A1"/>"#) && added.contains(">=标题</t>"), "{added}");
    assert!(!added.contains("<f>"), "a text is no formula");
    let workbook = part(&package, "xl/workbook.xml");
    assert!(workbook.contains(r#"<sheet name="差异表" sheetId="5" "#), "{workbook}");
    let again = changed(&unzip(&package), &[noted("A1", "注")], Some(list()));
    assert_eq!(unzip(&again), unzip(&package), "the list gives way to itself");
}

#[test]
fn a_cell_that_leads_elsewhere_keeps_its_link() {
    let links = r#"<hyperlinks><hyperlink ref="A1:B1" r:id="rId7"/></hyperlinks><pageMargins/>"#;
    let sheet = SHEET.replace("<pageMargins/>", links);
    let package = changed(&entries(&sheet), &[noted("A1", "注"), noted("C3", "注")], Some(list()));
    let after = part(&package, "xl/worksheets/sheet1.xml");
    assert!(after.contains(r#"<hyperlink ref="A1:B1" r:id="rId7"/><hyperlink ref="C3""#), "{after}");
}

#[test]
fn a_mark_keeps_value_and_formula() {
    let sheet = SHEET.replace("<v>1</v>", "<f>1+1</f><v>1</v>");
    let mark = CellEdit { value: None, ..noted("A1", "注") };
    let package = changed(&entries(&sheet), &[mark, CellEdit { value: None, ..noted("D4", "注") }], None);
    let after = part(&package, "xl/worksheets/sheet1.xml");
    assert!(after.contains(r#"<c r="A1" s="2"><f>1+1</f><v>1</v></c>"#), "{after}");
    assert!(after.contains(r#"<c r="D4" s="2"/>"#), "{after}");
    assert!(!part(&package, "xl/workbook.xml").contains("calcPr"), "nothing has to be calculated anew");
}
