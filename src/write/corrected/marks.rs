//! Which cells of a workbook are changed or marked, and what their comments say.

use std::collections::BTreeMap;

use crate::model::finding::{Correction, Finding, Trust};
use crate::model::place::Address;
use crate::ooxml::CellEdit;

/// The fill of a corrected cell: a light yellow that also prints.
pub const CORRECTED: &str = "FFF2A8";
/// The fill of a cell that a person has to look at: a light blue, told from yellow even by grey.
pub const SUGGESTED: &str = "B9D7F0";

/// The edits that findings ask for. A cell with several is changed once, and its comment says all of them.
pub fn edits<'a>(findings: impl Iterator<Item = &'a Finding>, listed: &[(String, u32)]) -> Vec<CellEdit> {
    let mut cells: BTreeMap<(String, Address), CellEdit> = BTreeMap::new();
    for finding in findings {
        let Some((correction, cell)) = finding.correction.as_ref().and_then(|c| Some((c, c.place.cell?))) else {
            continue;
        };
        let place = (correction.place.sheet.to_string(), cell);
        let row = listed.iter().find(|(key, _)| *key == finding.key_on_sheet()).map(|(_, row)| *row);
        let note = note(finding, correction);
        let known = cells.remove(&place);
        let merged = match known {
            None => edit(correction, cell, note, row),
            Some(known) => join(known, edit(correction, cell, note, row)),
        };
        cells.insert(place, merged);
    }
    cells.into_values().collect()
}

fn edit(correction: &Correction, cell: Address, note: String, listed: Option<u32>) -> CellEdit {
    let automatic = correction.trust == Trust::Automatic;
    CellEdit {
        sheet: correction.place.sheet.to_string(),
        row: cell.row,
        column: cell.column,
        value: automatic.then(|| correction.stored.clone()),
        keep_formula: correction.keeps_formula,
        fill: if automatic { CORRECTED } else { SUGGESTED }.to_string(),
        note: Some(note),
        listed,
    }
}

/// Two edits of one cell: what is corrected counts, of two corrections the later.
fn join(first: CellEdit, second: CellEdit) -> CellEdit {
    let notes: Vec<&str> = [&first, &second].into_iter().filter_map(|edit| edit.note.as_deref()).collect();
    let note = Some(notes.join("\n\n"));
    let listed = first.listed.or(second.listed);
    let counts = if second.value.is_some() || first.value.is_none() { second.clone() } else { first };
    CellEdit { note, listed, ..counts }
}

/// What the comment says: what was done, both values, where the right one comes from, and the provision.
fn note(finding: &Finding, correction: &Correction) -> String {
    let (done, value) = match correction.trust {
        Trust::Automatic => ("已更正", "应为值"),
        Trust::Suggested => ("建议核实", "建议值"),
    };
    let mut lines = vec![format!("【{done}】{} {}", finding.rule, finding.title)];
    let stated = finding.stated.as_deref().unwrap_or("未填");
    lines.push(format!("填报值：{stated}　{value}：{}", correction.value));
    lines.push(format!("说明：{}", finding.message));
    lines.push(format!("依据：{}", finding.basis));
    if correction.trust == Trust::Suggested {
        lines.push("本单元格的值没有改动，请单位核实。".to_string());
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write::testing::finding;

    fn suggested(cell: &str) -> Finding {
        let mut finding = finding(cell);
        finding.correction.as_mut().expect("a correction").trust = Trust::Suggested;
        finding
    }

    #[test]
    fn a_suggestion_keeps_the_value_and_says_so() {
        let edits = edits([suggested("G8"), finding("G9")].iter(), &[]);
        assert_eq!(edits[0].value, None);
        assert_eq!([&edits[0].fill, &edits[1].fill], [SUGGESTED, CORRECTED]);
        let note = edits[0].note.as_deref().expect("a comment");
        assert!(note.starts_with("【建议核实】P-103") && note.contains("填报值：91.00%　建议值：95.20%"), "{note}");
        assert!(edits[1].note.as_deref().expect("a comment").contains("应为值：95.20%"));
    }

    #[test]
    fn of_several_findings_at_a_cell_the_correction_counts_and_all_are_said() {
        let edits = edits([finding("G8"), suggested("G8")].iter(), &[]);
        assert_eq!(edits.len(), 1);
        assert!(edits[0].value.is_some() && edits[0].fill == CORRECTED);
        let note = edits[0].note.as_deref().expect("a comment");
        assert!(note.contains("【已更正】") && note.contains("【建议核实】"));
    }
}
