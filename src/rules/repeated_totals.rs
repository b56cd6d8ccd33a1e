//! The total and the grade, wherever a form quotes them.

use crate::model::finding::{Severity, Trust, correction, entry_evidence, evidence};
use crate::model::form::{Field, Form, Quote};
use crate::rules::{Check, Outcome, PROJECT, Pair, Rule, basis};
use crate::scoring::grade::grade_in;

static QUOTED_RESULT: Pair = Rule {
    id: "P-403",
    title: "表中引用的自评得分和等级应与总分、等级一致",
    severity: Severity::Error,
    basis: basis::FORM,
    explanation: "表头的自评总分、评价结论等文字中写明的自评得分和等级，应等于总分行的得分和自评等级。文字中的得分按其小数位数看；写的是某一部分得分的（如产出指标得分）不核对。",
    how_to_fix: "按总分和等级更正引用处；文字由单位自行修改，程序不改写。",
    example: "总分 98.52，评价结论写「自评得分 95.20 分」。",
    check: Check::Form(PROJECT, quoted),
}
.also_for_departments("D-403");

/// The rules of this group.
pub const RULES: &[&Pair] = &[&QUOTED_RESULT];

fn quoted(rule: &Rule, form: &Form) -> Vec<Outcome> {
    form.quotes.iter().flat_map(|quote| [score(rule, form, quote), grade(rule, form, quote)]).flatten().collect()
}

fn score(rule: &Rule, form: &Form, quote: &Quote) -> Option<Outcome> {
    let stated = quote.score.as_ref()?;
    let total = form.total_score()?;
    if stated.range().meets(total.range()) {
        return Some(Outcome::Holds);
    }
    let expected = stated.rounded_like(total.value);
    let advice = if quote.alone { "" } else { "；请修改文字" };
    let message = format!("此处写 {}，总分为 {}（{}）{advice}", stated.show(), total.show(), total.place.cell_name());
    let mut finding = rule
        .finding(&quote.place, "引用的自评得分", message)
        .stating(stated.show())
        .expecting(stated.show_other(expected))
        .because(vec![evidence("总分", total)]);
    finding.compare(stated, expected);
    finding.correction = quote.alone.then(|| correction(stated, expected, Trust::Automatic));
    Some(Outcome::Broken(finding))
}

fn grade(rule: &Rule, form: &Form, quote: &Quote) -> Option<Outcome> {
    let stated = quote.grade?;
    let entry = form.fields.get(&Field::Grade).filter(|entry| entry.place != quote.place)?;
    let expected = grade_in(&entry.text)?;
    if stated == expected {
        return Some(Outcome::Holds);
    }
    let message = format!("此处写等级为{stated}，自评等级为{expected}（{}）；请修改文字", entry.place.cell_name());
    let finding = rule.finding(&quote.place, "引用的自评等级", message).stating(stated).expecting(expected);
    Some(Outcome::Broken(finding.because(vec![entry_evidence("自评等级", entry)])))
}

#[cfg(test)]
mod tests {
    use crate::testing::{Filed, sound_department, sound_form};

    fn concluding(filed: Filed, text: &str) -> Filed {
        filed.with("A21", "评价结论").with("B21", text)
    }

    #[test]
    fn what_a_text_quotes_must_be_the_total_and_the_grade() {
        concluding(sound_form(), "项目完成较好，自评得分98.52分，等级为“优”。").finds(&[]);
        concluding(sound_form(), "项目完成较好，自评得分98.5分，等级为“优”。").finds(&[]);
        concluding(sound_form(), "项目完成较好，自评得分95.20分。").finds(&["P-403 B21"]).expecting("P-403", "98.52");
        concluding(sound_form(), "项目完成较好，评价等级为“良”。").finds(&["P-403 B21"]).expecting("P-403", "优");
        concluding(sound_department(), "自评得分为68.67分，等级为良。").finds(&["D-403 B21"]);
        concluding(sound_department(), "产出指标得分32.67分，自评得分86.67分。").finds(&[]);
    }

    #[test]
    fn a_total_in_the_head_must_be_the_total_below() {
        sound_form().with("E3", "自评总分").with("F3", "98.52").finds(&[]);
        let checked = sound_form().with("E3", "自评总分").with("F3", "88.52").finds(&["P-403 F3"]);
        assert!(checked.finding("P-403").is_automatic());
    }

    #[test]
    fn a_quoted_score_follows_a_total_that_is_corrected() {
        let checked = concluding(sound_form().with("G18", "97.52"), "自评得分97.52分，完成较好。");
        let checked = checked.finds(&["P-401 G18", "P-403 B21"]);
        assert_eq!(checked.finding("P-403").cause.as_deref(), Some("P-401 G18"));
    }
}
