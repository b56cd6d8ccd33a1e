//! Styles: the fill, and all that must stay beside it.

use super::*;

fn sheet(data: &str) -> String {
    format!("<worksheet>{data}</worksheet>")
}

const ONE_CELL: &str = r#"<sheetData><row r="1"><c r="A1" s="1"/></row></sheetData>"#;

/// The styles part after A1, of style 1, has been changed.
fn styles_after(styles: &str) -> String {
    let before = with(entries(&sheet(ONE_CELL)), "xl/styles.xml", styles);
    let package = patch(&zip(&before), &[set("A1", number("1"))], FILL).unwrap();
    part(&package, "xl/styles.xml")
}

/// The style that a cell has after it has been changed.
fn style_after(data: &str, cell: &str) -> String {
    let after = sheet_after(&sheet(data), &[set(cell, number("1"))]);
    let (_, rest) = after.split_once(&format!(r#"<c r="{cell}""#)).unwrap();
    rest[..rest.find('>').unwrap()].to_owned()
}

#[test]
fn a_style_is_copied_with_the_fill_and_all_else() {
    assert_eq!(
        styles_after(STYLES),
        STYLES
            .replace(r#"<fills count="2">"#, r#"<fills count="3">"#)
            .replace("</fills>", r#"<fill><patternFill patternType="solid"><fgColor rgb="FFFFF2CC"/><bgColor indexed="64"/></patternFill></fill></fills>"#)
            .replace(r#"<cellXfs count="2">"#, r#"<cellXfs count="3">"#)
            .replace("</cellXfs>", r#"<xf numFmtId="10" fontId="3" fillId="2" borderId="1" applyAlignment="1" applyFill="1"><alignment horizontal="center"/></xf></cellXfs>"#)
    );
}

#[test]
fn cells_of_one_style_share_the_new_one() {
    let data = r#"<sheetData><row r="1"><c r="A1" s="1"/><c r="B1"/><c r="C1" s="1"/></row></sheetData>"#;
    let edits = ["A1", "B1", "C1"].map(|cell| set(cell, number("1")));
    let after = sheet_after(&sheet(data), &edits);
    assert_eq!(after.matches(r#"s="2""#).count(), 2);
    assert!(after.contains(r#"<c r="B1" s="3">"#));
}

#[test]
fn a_fill_of_the_colour_is_used_again() {
    let fill = r#"<fill><patternFill patternType="solid"><fgColor rgb="00fff2cc"/></patternFill></fill></fills>"#;
    let styles = STYLES.replace("</fills>", fill);
    let after = styles_after(&styles);
    assert_eq!(after.matches("<fill>").count(), 3);
    assert!(after.contains(r#"fillId="2""#));
    let filled = styles.replace(r#"fontId="3" fillId="0""#, r#"fontId="3" fillId="2""#);
    assert_eq!(styles_after(&filled), filled, "the cell has the fill already");
}

#[test]
fn reserved_fills_are_made_up_for() {
    let (head, rest) = STYLES.split_once("<fills").unwrap();
    let (_, tail) = rest.split_once("</fills>").unwrap();
    let after = styles_after(&format!("{head}<fills/>{tail}"));
    let fills = r#"<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid">"#;
    assert!(after.contains(fills), "{after}");
    assert!(after.contains(r#"fillId="2""#));
}

#[test]
fn a_new_cell_takes_the_style_of_its_row_or_column() {
    let columns = r#"<cols><col min="1" max="1"/><col min="2" max="16384" style="1"/></cols>"#;
    let rows = r#"<row r="2" s="1" customFormat="1"/><row r="3" s="1"/>"#;
    let data = format!("{columns}<sheetData>{rows}</sheetData>");
    // Style 1 becomes 2 in every case; style 0, the only other, would become 2 as well.
    let both = sheet_after(&sheet(&data), &["A1", "B1", "A2", "A3", "C3"].map(|cell| set(cell, number("1"))));
    for (cell, style) in [("A1", 2), ("B1", 3), ("A2", 3), ("A3", 2), ("C3", 3)] {
        let expected = format!(r#"<c r="{cell}" s="{style}">"#);
        assert!(both.contains(&expected), "{expected} in {both}");
    }
}

#[test]
fn a_style_that_does_not_exist_is_left_as_it_is() {
    let data = r#"<sheetData><row r="1"><c r="A1" s="77"/></row></sheetData>"#;
    assert_eq!(style_after(data, "A1"), r#" s="77""#);
}

#[test]
fn without_a_styles_part_there_is_no_fill() {
    let mut before = entries(&sheet(ONE_CELL));
    before.retain(|(name, _)| name != "xl/styles.xml");
    let after = unzip(&patch(&zip(&before), &[set("A1", number("1"))], FILL).unwrap());
    assert_eq!(after.len(), before.len());
    assert!(after[4].1.contains(r#"<c r="A1" s="1"><v>1</v></c>"#));
}

#[test]
fn a_colour_is_six_digits() {
    let package = zip(&entries(&sheet(ONE_CELL)));
    let message = patch(&package, &[set("A1", number("1"))], "red").unwrap_err();
    assert!(format!("{message:#}").contains("“red”"));
}
