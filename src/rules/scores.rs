//! Total score and grade.

use rust_decimal::Decimal;

use crate::model::figure::{Figure, NewValue};
use crate::model::finding::{Correction, Severity, Trust, evidence};
use crate::model::form::{Entry, Field, Form, Measure, Row};
use crate::model::relation::Operand;
use crate::rules::indicators::{column, total_of};
use crate::rules::outcome::{addends, reported, required};
use crate::rules::weights::weights;
use crate::rules::{Check, LawOrSkip, Outcome, PROJECT, Pair, Rule, Skip, basis};
use crate::scoring::grade::{grade_in, grade_of};

static TOTAL_SCORE: Pair = Rule {
    id: "P-401",
    title: "总分应等于各项之和",
    severity: Severity::Error,
    basis: basis::FORM,
    explanation: "总分（得分）= 执行率得分 + 全部指标得分；总分行的分值 = 全部分值之和。某项得分被更正后，总分随之更正，并注明由哪一处引起。",
    how_to_fix: "按各项得分重新加总。",
    example: "执行率得分 9.52，各指标得分合计 88，总分填 98.52：应为 97.52。",
    check: Check::Relations(PROJECT, totals),
}
.also_for_departments("D-401");

static GRADE: Pair = Rule {
    id: "P-402",
    title: "自评等级应与总分相符",
    severity: Severity::Error,
    basis: basis::MEASURES,
    explanation: "90 分（含）以上为优，80 分（含）—90 分为良，60 分（含）—80 分为中，60 分以下为差。有的地方按 80/70/60 分档，与之相符的只作提示。",
    how_to_fix: "按总分更正等级。",
    example: "总分 88.50，等级填中：应为良。",
    check: Check::Form(PROJECT, grade),
}
.also_for_departments("D-402");

/// The rules of this group.
pub const RULES: &[&Pair] = &[&TOTAL_SCORE, &GRADE];

fn totals(form: &Form) -> Vec<LawOrSkip> {
    vec![total_score(form), total_weight(form)]
}

fn total_score(form: &Form) -> LawOrSkip {
    let total = form.total.as_ref().ok_or(Skip::NotApplicable)?;
    let mut terms = rate_scores(form)?;
    terms.extend(column(form, Measure::Score)?);
    let score = required(total, Measure::Score)?;
    total_of("总分 · 得分".to_string(), Operand::new("总分", score), terms)
}

/// The scores of the execution rate; one that has a weight and no score is missing.
fn rate_scores(form: &Form) -> Result<Vec<Operand>, Skip> {
    let rows = form.fund_rows();
    let scored = form.funds().is_some_and(|block| block.columns.contains_key(&Measure::Score));
    if !scored && rows.iter().any(|row| row.figure(Measure::Weight).is_some()) {
        return Err(Skip::NotApplicable); // the form has no place for the score of the rate
    }
    let awarded = |row: &Row| {
        let weighs = row.figure(Measure::Weight).is_some();
        let score = if weighs { required(row, Measure::Score)? } else { reported(row, Measure::Score)? };
        Ok(Operand::new("执行率得分", &score.as_awarded()))
    };
    addends(rows.iter().map(awarded))
}

/// The total of the weights; where they do not add up to 100 the rule on weights says so, once.
fn total_weight(form: &Form) -> LawOrSkip {
    let total = form.total.as_ref().ok_or(Skip::NotApplicable)?;
    let stated = reported(total, Measure::Weight)?;
    let terms = weights(form)?;
    let sum: Decimal = terms.iter().map(|term| term.figure.value).sum();
    if sum != Decimal::ONE_HUNDRED && stated.value == Decimal::ONE_HUNDRED {
        return Err(Skip::NotApplicable);
    }
    total_of("总分 · 分值".to_string(), Operand::new("总分", stated), terms)
}

/// Where bureaus differ.
const OTHER_BANDS: [i64; 3] = [80, 70, 60];

fn grade(rule: &Rule, form: &Form) -> Vec<Outcome> {
    let Some(entry) = form.fields.get(&Field::Grade).filter(|entry| !entry.is_empty()) else { return Vec::new() };
    let outcome = form.total.as_ref().ok_or(Skip::NotApplicable).and_then(|total| {
        let score = required(total, Measure::Score)?;
        let compare = |stated| compare(rule, form, entry, stated, score);
        grade_in(&entry.text).map(compare).ok_or(Skip::NotApplicable)
    });
    outcome.map_or_else(Into::into, Some).into_iter().collect()
}

fn compare(rule: &Rule, form: &Form, entry: &Entry, stated: char, score: &Figure) -> Outcome {
    let (bands, strict) = form.profile.bands();
    let expected = grade_of(score.value, bands);
    if stated == expected {
        return Outcome::Holds;
    }
    let reason = format!("总分 {}（{}）", score.show(), score.place.cell_name());
    if !strict && grade_of(score.value, OTHER_BANDS) == stated {
        let message = format!(
            "填报{stated}，按 90/80/60 分档应为{expected}（{reason}）；与部分地方 80/70/60 的分档相符，请按本地通知核实"
        );
        return Outcome::Noted(
            rule.finding(&entry.place, "自评等级", message).stating(stated).weighing(Severity::Note),
        );
    }
    let [good, fair, low] = bands;
    let message = format!("填报{stated}，按 {good}/{fair}/{low} 分档应为{expected}，依据{reason}");
    let mut finding = rule.finding(&entry.place, "自评等级", message).stating(stated).expecting(expected);
    finding.evidence = vec![evidence("总分", score)];
    // Only a cell that holds nothing but the grade, or its label and the grade, is rewritten.
    let alone = entry.text.trim().chars().count() == 1 && !entry.prefix.contains(entry.text.trim());
    finding.correction = alone.then(|| Correction {
        place: entry.place.clone(),
        value: expected.to_string(),
        stored: NewValue::Text(format!("{}{expected}", entry.prefix)),
        trust: Trust::Automatic,
        keeps_formula: false,
    });
    Outcome::Broken(finding)
}

#[cfg(test)]
mod tests {
    use crate::testing::{sound_department, sound_form};

    #[test]
    fn a_total_that_is_not_the_sum_is_found() {
        sound_form().with("G18", "97.52").finds(&["P-401 G18"]).expecting("P-401", "98.52");
        sound_department().with("G17", "87.67").finds(&["D-401 G17"]).expecting("D-401", "86.67");
        sound_form().with("F18", "110").finds(&["P-401 F18"]).expecting("P-401", "100");
    }

    #[test]
    fn a_grade_that_the_total_does_not_earn_is_found() {
        sound_form().with("B19", "良").finds(&["P-402 B19"]).expecting("P-402", "优");
        sound_department().with("B18", "中").finds(&["D-402 B18"]).expecting("D-402", "良");
    }

    #[test]
    fn a_wrong_score_carries_total_and_grade_along() {
        let form = sound_form().with("E13", "0公顷");
        let checked = form.finds(&["P-202 G13", "P-401 G18", "P-402 B19"]);
        assert_eq!(checked.recomputed().score.as_deref(), Some("78.52"));
        assert_eq!(checked.recomputed().grade.as_deref(), Some("中"));
    }

    #[test]
    fn a_bureau_that_sets_its_bands_is_strict() {
        let form = || sound_department().with("B18", "优");
        form().by_profile("bands = [90, 80, 60]").finds(&["D-402 B18"]).expecting("D-402", "良");
        form().by_profile("bands = [85, 75, 60]").finds(&[]);
    }

    #[test]
    fn a_grade_by_other_bands_gets_a_note() {
        let checked = sound_department().with("B18", "优").finds(&[]);
        assert!(checked.finding("D-402").message.contains("80/70/60"));
    }
}
