//! a table that says nothing, not even that there is nothing to say.

use crate::model::finding::Severity;
use crate::model::form::{Content, Entry, Form};
use crate::rules::{ACCOUNTS, Check, Outcome, Rule, basis};

static EMPTY_TABLE: Rule = Rule {
    id: "A-332",
    title: "没有数据的决算公开表应注明原因",
    severity: Severity::Warning,
    basis: basis::ACCOUNTS,
    explanation: "公开01—公开09表没有任何金额的（政府性基金、国有资本经营预算两表，金额全为 0 的也算），应在表下注明「本单位没有…收入支出，故本表无数据」，以区别于漏填。有这样的说明的不提示；国有资产占用情况表不核对。",
    how_to_fix: "确无数据的，在表下注明；漏填的，补填。",
    example: "公开07 政府性基金预算财政拨款收入支出决算表各行空白，表下没有说明。",
    check: Check::Form(ACCOUNTS, without_amounts),
};

/// The rules of this group.
pub const RULES: &[&Rule] = &[&EMPTY_TABLE];

fn without_amounts(rule: &Rule, form: &Form) -> Vec<Outcome> {
    let Some(table) = form.layout.table().filter(|table| *table != "10") else { return Vec::new() };
    let is_fund = matches!(table, "07" | "08");
    let says_something = |entry: &Entry| match &entry.content {
        Content::Figure(figure) => !is_fund || !figure.value.is_zero(),
        Content::Unreadable | Content::Error => true,
        Content::Blank | Content::NotStated | Content::Text => false,
    };
    if form.entries().any(|(.., entry)| says_something(entry)) || !form.remarks.is_empty() {
        return vec![Outcome::Holds];
    }
    let message = "表内没有金额，也没有注明原因；确无数据的请注明「本单位没有…，故本表无数据」，漏填的请补填";
    vec![Outcome::Broken(rule.finding(&form.place, format!("公开{table}"), message))]
}

#[cfg(test)]
mod tests {
    use crate::model::finding::Severity;
    use crate::testing::{Filed, sheet};

    const EMPTY: &str = "
A1=国有资本经营预算财政拨款支出决算表; A2=部门：园林局; E2=单位：万元
A3=项目; C3=合计; D3=基本支出; E3=项目支出
A4=科目编码; B4=科目名称
A5=合计";

    #[test]
    fn an_empty_table_without_a_note_is_asked_about() {
        let filed = Filed::of(vec![sheet("公开08", EMPTY)]);
        let checked = filed.clone().finds(&["A-332 A1"]);
        assert_eq!(checked.finding("A-332").severity, Severity::Warning);
        filed.with("C5", "0.00").finds(&["A-332 A1"]);
    }

    #[test]
    fn a_note_or_an_amount_is_enough() {
        let filed = Filed::of(vec![sheet("公开08", EMPTY)]);
        let notes = [
            "注：本单位没有国有资本经营预算财政拨款支出，故本表无数据。",
            "本单位2023年度未发生此项支出",
            "本表为空表",
        ];
        for note in notes {
            filed.clone().with("A7", note).finds(&[]);
        }
        filed.with("C5", "3.00").with("E5", "3.00").finds(&[]);
    }
}
