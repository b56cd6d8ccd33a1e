//! F-007: numbers that are stored as text.

use crate::model::figure::{CellEncoding, Figure};
use crate::model::finding::Severity;
use crate::model::form::Form;
use crate::rules::filling::figures;
use crate::rules::{ANY, Check, Outcome, Rule, basis};

/// So many cells are named.
const NAMED: usize = 5;

pub(super) static NUMBER_AS_TEXT: Rule = Rule {
    id: "F-007",
    title: "数字不应以文本形式保存",
    severity: Severity::Note,
    basis: basis::FILLING,
    explanation: "以文本形式保存的数字（包括 '95.20%'）在 Excel 中不参与求和，公式会把它当作 0；程序照常读取。带「万元」「分」等单位的文字不算。很多地方的表本来就是文本，所以平时不查：需要时在评分口径的 [rules] 中写 F-007 = \"note\"。每张表列一条。",
    how_to_fix: "选中这些单元格，转换为数字。",
    example: "全年执行数 '952.00' 是文本。",
    check: Check::Form(ANY, as_text),
};

fn as_text(rule: &Rule, form: &Form) -> Vec<Outcome> {
    let Some(weighs) = form.profile.weighs(rule.id) else { return Vec::new() };
    let Some(severity) = weighs.severity() else { return Vec::new() };
    let figures = figures(form);
    let found: Vec<&Figure> =
        figures.iter().filter_map(|(.., entry)| entry.figure()).filter(|figure| is_text(figure)).collect();
    let Some(first) = found.first() else { return vec![Outcome::Holds] };
    let cells: Vec<String> = found.iter().take(NAMED).map(|figure| figure.place.cell_name()).collect();
    let more = if found.len() > NAMED { "等" } else { "" };
    let (count, cells) = (found.len(), cells.join("、"));
    let message = format!("{count} 个数字以文本形式保存（{cells}{more}），在 Excel 中不参与求和；请转换为数字");
    let finding = rule.finding(&first.place, &form.title, message).stating(first.show()).weighing(severity);
    vec![if severity == Severity::Note { Outcome::Noted(finding) } else { Outcome::Broken(finding) }]
}

/// Typed with nothing but a percent sign: with a unit behind it, it was never meant to be added up.
fn is_text(figure: &Figure) -> bool {
    match &figure.stored {
        CellEncoding::Text { prefix, suffix, .. } => prefix.is_empty() && matches!(suffix.trim(), "" | "%"),
        CellEncoding::Number { .. } => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{Filed, sound_department, sound_form, sound_submission};

    const ASKED: &str = "[rules]\nF-007 = \"note\"";

    /// The cell of the note, and its message.
    fn note(filed: Filed) -> Option<(String, String)> {
        let checked = filed.finds(&[]);
        let mut notes = checked.findings.iter().filter(|finding| finding.rule == "F-007");
        let note = notes.next().map(|finding| (finding.key(), finding.message.clone()));
        assert!(notes.next().is_none());
        note
    }

    #[test]
    fn one_note_names_the_count_and_the_first_cells() {
        let (key, message) = note(sound_form().with("D7", "８00.00").by_profile(ASKED)).expect("a note");
        assert_eq!(key, "F-007 H6", "where the first row has one");
        assert!(message.starts_with("4 个数字以文本形式保存（H6、D7、H7、H8）"), "{message}");
        assert!(note(sound_department().by_profile(ASKED)).is_some(), "a rate typed as text");
        let accounts = sound_submission().with("公开02!C5", "455.00 ").by_profile(ASKED).finds(&[]);
        assert!(accounts.findings.iter().any(|finding| finding.key() == "F-007 C5"), "one for each form");
    }

    #[test]
    fn it_is_off_unless_the_profile_asks_for_it() {
        assert_eq!(note(sound_form().with("D7", "８00.00")), None);
        assert_eq!(note(sound_form().by_profile("[rules]\nF-007 = \"off\"")), None);
    }

    #[test]
    fn a_text_with_a_unit_is_meant_to_be_one() {
        let form = sound_form().with("D7", "800.00万元").with("G18", "98.52分");
        let numbers = ["H6", "H7", "H8"].iter().fold(form, |form, cell| form.with(cell, "—"));
        assert_eq!(note(numbers.by_profile(ASKED)), None);
    }
}
