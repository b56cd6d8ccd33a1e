//! F-008: figures that nobody sees.

use crate::model::finding::Severity;
use crate::model::form::{Form, HiddenBy};
use crate::model::place::{Address, column_name};
use crate::rules::{ANY, Check, Outcome, Rule, basis};

pub(super) static HIDDEN_FIGURE: Rule = Rule {
    id: "F-008",
    title: "表中不应有隐藏的数字",
    severity: Severity::Warning,
    basis: basis::FILLING,
    explanation: "隐藏的行、列、工作表里的数字照样计入合计和得分，审核的人却看不到；多为上年数据、试算或误操作留下的。每一隐藏的行、列、工作表列一条；只有 0 或空白的不算。",
    how_to_fix: "取消隐藏并核对；不需要的，删除后重新加总。",
    example: "自评表第 8 行已隐藏，其中有 3 个数字。",
    check: Check::Form(ANY, hidden_figures),
};

fn hidden_figures(rule: &Rule, form: &Form) -> Vec<Outcome> {
    if form.hidden.is_empty() {
        return vec![Outcome::Holds];
    }
    form.hidden.iter().map(|(by, cells)| Outcome::Broken(finding(rule, form, *by, cells))).collect()
}

fn finding(rule: &Rule, form: &Form, by: HiddenBy, cells: &[Address]) -> crate::model::finding::Finding {
    let item = match by {
        HiddenBy::Sheet => format!("工作表「{}」", form.place.sheet),
        HiddenBy::Row(row) => format!("第 {} 行", row + 1),
        HiddenBy::Column(column) => format!("{} 列", column_name(column)),
    };
    let first = cells.first().copied().unwrap_or_default();
    let place = if by == HiddenBy::Sheet { form.place.clone() } else { form.place.at(first) };
    let count = cells.len();
    let message = format!(
        "{item}已隐藏，其中有 {count} 个数字（首个在 {first}），核对时已计入；请取消隐藏并核对，不需要的请删除"
    );
    rule.finding(&place, item, message)
}

#[cfg(test)]
mod tests {
    use crate::testing::{sound_department, sound_form, sound_submission};

    #[test]
    fn figures_in_hidden_rows_and_columns_are_found() {
        let checked = sound_form().changed(|sheet| sheet.hidden_rows.extend([7])).finds(&["F-008 D8"]);
        assert!(checked.finding("F-008").message.starts_with("第 8 行已隐藏，其中有 4 个数字"));
        sound_department().changed(|sheet| sheet.hidden_columns.extend([5])).finds(&["F-008 F6"]);
        let accounts = sound_submission().on("公开02", |sheet| sheet.hidden_rows.extend([5]));
        accounts.finds(&["F-008 公开02!C6"]);
    }

    #[test]
    fn figures_on_a_hidden_sheet_are_found_once() {
        let hidden = sound_form().changed(|sheet| {
            sheet.hidden = true;
            sheet.hidden_rows.extend([7]);
        });
        hidden.finds(&["F-008 A1"]);
    }

    #[test]
    fn hiding_what_holds_no_figure_is_fine() {
        sound_form().changed(|sheet| sheet.hidden_rows.extend([8, 30])).finds(&[]);
        sound_form()
            .changed(|sheet| sheet.hidden_columns.extend([7, 20]))
            .with("H6", "")
            .with("H7", "")
            .finds(&["F-002 H6", "F-008 H8"]);
        let zeros = sound_submission().with("公开01!C10", "0.00").on("公开01", |sheet| sheet.hidden_rows.extend([9]));
        zeros.finds(&[]);
    }

    #[test]
    fn a_merged_cell_is_seen_where_part_of_it_is() {
        let form = sound_form().changed(|sheet| {
            let (first, last) = (crate::testing::address("G8"), crate::testing::address("G9"));
            sheet.regions.push(crate::model::place::Region { first, last });
            sheet.hidden_rows.extend([7]);
        });
        let checked = form.finds(&["F-008 D8"]);
        assert_eq!(checked.finding("F-008").item, "第 8 行");
    }
}
