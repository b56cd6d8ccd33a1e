//! F-005: in which unit the amounts are.

use crate::model::figure::{CellEncoding, Figure};
use crate::model::finding::{Evidence, Severity};
use crate::model::form::{ColumnKind, Form, UnitNote};
use crate::rules::{ANY, Check, Outcome, Rule, basis};

pub(super) static UNIT_OF_AMOUNTS: Rule = Rule {
    id: "F-005",
    title: "金额单位应当标明，且只能有一种",
    severity: Severity::Warning,
    basis: basis::FILLING,
    explanation: "元与万元相差一万倍，单位以每张表自己标明的为准。表头、标题、栏目名、附注都没有写单位的，按版式默认的单位核对；标题写元、栏目名写万元的，无法确定是哪一种。每个金额都自带单位（15万元）的，不必另写。",
    how_to_fix: "在表的右上方注明「单位：万元」，并删去与之不符的单位。",
    example: "右上角为「金额单位：元」，栏目为「项目资金（万元）」。",
    check: Check::Form(ANY, one_unit),
};

fn one_unit(rule: &Rule, form: &Form) -> Vec<Outcome> {
    let amounts: Vec<&Figure> = amounts(form);
    if amounts.is_empty() {
        return Vec::new();
    }
    let plain: Vec<&UnitNote> = form.units.iter().filter(|note| note.is_plain).collect();
    if let Some(other) = plain.iter().find(|note| note.unit != form.unit) {
        // The form is read by the unit that is stated elsewhere.
        return plain
            .iter()
            .find(|note| note.unit == form.unit)
            .map(|read| two_units(rule, form, read, other))
            .into_iter()
            .collect();
    }
    let bare = amounts.iter().filter(|figure| is_bare(figure)).count();
    vec![if form.units.is_empty() && bare > 0 { no_unit(rule, form, bare) } else { Outcome::Holds }]
}

/// The amounts that are not zero.
fn amounts(form: &Form) -> Vec<&Figure> {
    let entries = form.entries().filter(|(_, _, measure, _)| measure.kind() == ColumnKind::Amount);
    entries.filter_map(|(.., entry)| entry.figure()).filter(|figure| !figure.value.is_zero()).collect()
}

/// No unit was typed behind it.
fn is_bare(figure: &Figure) -> bool {
    match &figure.stored {
        CellEncoding::Number { .. } => true,
        CellEncoding::Text { suffix, .. } => !suffix.contains(['元', '万', '亿']),
    }
}

fn no_unit(rule: &Rule, form: &Form, bare: usize) -> Outcome {
    let unit = form.unit.name();
    let message = format!(
        "表上没有标明金额单位，{bare} 个金额按本版式默认的{unit}核对；请在表头右上方注明「单位：{unit}」或实际单位"
    );
    Outcome::Broken(rule.finding(&form.place, "金额单位", message).expecting(format!("单位：{unit}")))
}

fn two_units(rule: &Rule, form: &Form, read: &UnitNote, other: &UnitNote) -> Outcome {
    let message = format!(
        "「{}」（{}）与「{}」（{}）的金额单位不同，本表按{}核对；请核实后统一",
        other.text,
        other.cell,
        read.text,
        read.cell,
        read.unit.name()
    );
    let evidence =
        Evidence { place: form.place.at(read.cell), label: "金额单位".to_string(), value: read.text.clone() };
    let finding = rule.finding(&form.place.at(other.cell), "金额单位", message).stating(other.unit.name());
    Outcome::Broken(finding.expecting(read.unit.name()).because(vec![evidence]))
}

#[cfg(test)]
mod tests {
    use crate::testing::{sound_department, sound_form, sound_submission};

    #[test]
    fn amounts_without_a_unit_are_found() {
        let checked = sound_form().with("A5", "项目资金").finds(&["F-005 A1"]);
        assert!(checked.finding("F-005").message.contains("默认的万元"));
        sound_department().with("I4", "").finds(&["F-005 A1"]);
        sound_submission().with("公开03!H2", "").finds(&["F-005 公开03!A1"]);
    }

    #[test]
    fn two_units_on_one_form_are_found() {
        sound_form()
            .with("I2", "金额单位：元")
            .with("A5", "项目资金（元）")
            .with("D5", "年初预算数（万元）")
            .finds(&["F-005 D5"]);
        sound_department().with("A1", "部门整体支出绩效自评表（元）").finds(&["F-005 A1"]);
        let accounts = sound_submission().with("公开03!A11", "注：本表金额单位为元。");
        accounts.finds(&["F-005 公开03!A11"]).expecting("F-005", "万元");
    }

    #[test]
    fn a_unit_may_stand_in_many_places() {
        for (cell, text) in [
            ("I2", "单位：万元"),
            ("I2", "万元"),
            ("I4", "金额单位：人民币万元"),
            ("C6", "年度资金总额（万元）"),
            ("D5", "年初预算数/万元"),
            ("A21", "注：本表金额以万元为单位。"),
        ] {
            sound_form().with("A5", "项目资金").with(cell, text).finds(&[]);
        }
    }

    #[test]
    fn amounts_may_carry_their_own_unit() {
        let mut form = sound_form().with("A5", "项目资金");
        for cell in ["D6", "E6"] {
            form = form.with(cell, "1000.00万元");
        }
        for (cell, amount) in [
            ("F6", "952.00"),
            ("D7", "800.00"),
            ("E7", "800.00"),
            ("F7", "760.00"),
            ("D8", "200.00"),
            ("E8", "200.00"),
            ("F8", "192.00"),
        ] {
            form = form.with(cell, &format!("{amount}万元"));
        }
        form.clone().finds(&[]);
        form.with("F8", "192.00").finds(&["F-005 A1"]);
    }

    #[test]
    fn units_of_indicators_are_no_units_of_the_form() {
        sound_form().with("C15", "养护单价（元）").with("H15", "单位：元").finds(&[]);
    }
}
