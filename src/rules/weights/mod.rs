//! Weights: they add up to 100, and labels that name a weight agree with their rows.

mod mistyped;

use std::collections::HashSet;

use rust_decimal::Decimal;

use crate::model::figure::Unit;
use crate::model::finding::{Finding, Severity, evidence};
use crate::model::form::{Block, Form, Heading, Measure, Row};
use crate::model::place::Place;
use crate::model::relation::Operand;
use crate::rules::indicators::column;
use crate::rules::outcome::required;
use crate::rules::{Check, Outcome, PROJECT, Pair, Rule, Skip, basis};

use mistyped::mistyped;

static SUM_OF_WEIGHTS: Pair = Rule {
    id: "P-301",
    title: "各项分值合计应为 100",
    severity: Severity::Error,
    basis: basis::FORM,
    explanation: "预算执行率的分值加上全部指标的分值，合计为 100 分。没有填分值的指标行会先按必填项提示，本条不再核对。",
    how_to_fix: "核对各指标的分值；哪一项有误需由单位判断，程序不更正。",
    example: "执行率 10 分，各指标分值合计 88 分：合计 98，应为 100。",
    check: Check::Form(PROJECT, hundred),
}
.also_for_departments("D-301");

static WEIGHT_IN_LABEL: Pair = Rule {
    id: "P-302",
    title: "名称中的分值应等于其下各行分值之和",
    severity: Severity::Error,
    basis: basis::FORM,
    explanation: "一级、二级指标名称里写明分值的（如「产出指标（50分）」），应等于该级下各指标分值之和；「预算执行情况（10分）」同样应等于执行率的分值。",
    how_to_fix: "核对名称中的分值或各指标的分值；程序不更正。",
    example: "产出指标（50分）下各指标分值合计 48。",
    check: Check::Form(PROJECT, labels),
}
.also_for_departments("D-302");

/// The rules of this group.
pub const RULES: &[&Pair] = &[&SUM_OF_WEIGHTS, &WEIGHT_IN_LABEL];

/// The weights of the execution rate: on the total row, or on whichever row states one.
pub fn rate_weights(form: &Form) -> Vec<Operand> {
    form.fund_rows()
        .iter()
        .filter_map(|row| row.figure(Measure::Weight))
        .map(|weight| Operand::new("执行率", weight))
        .collect()
}

/// All weights of a form; the name of a row without one, if there is such a row.
pub fn weights(form: &Form) -> Result<Vec<Operand>, Skip> {
    let mut terms = rate_weights(form);
    terms.extend(column(form, Measure::Weight)?);
    Ok(terms)
}

/// Whether the weights are known and add up to 100; one of the rate may stand in the label of its block.
pub fn add_up(form: &Form) -> bool {
    let of_label = || form.funds()?.heading.as_ref()?.weight.as_ref().map(|weight| weight.value);
    let of_rate = if rate_weights(form).is_empty() { of_label().unwrap_or_default() } else { Decimal::ZERO };
    let sum = |terms: Vec<Operand>| terms.iter().map(|term| term.figure.value).sum::<Decimal>();
    weights(form).is_ok_and(|terms| sum(terms) + of_rate == Decimal::ONE_HUNDRED)
}

fn hundred(rule: &Rule, form: &Form) -> Vec<Outcome> {
    let terms = match weights(form) {
        // One weight alone is a form that was not filled in, or read only in part.
        Ok(terms) if terms.len() > 1 => terms,
        Ok(_) => return Vec::new(),
        Err(skip) => return Option::from(skip).into_iter().collect(),
    };
    let sum: Decimal = terms.iter().map(|term| term.figure.value).sum();
    if sum == Decimal::ONE_HUNDRED {
        return vec![Outcome::Holds];
    }
    if rate_weights(form).is_empty() && form.funds().is_some_and(|block| block.heading.is_some()) {
        return Vec::new(); // the weight of the rate stands in a label only
    }
    let total =
        form.total.as_ref().and_then(|total| total.entries.get(&Measure::Weight)).map(|entry| entry.place.clone());
    if let Some(found) = mistyped(form) {
        return vec![Outcome::Broken(found.finding(rule, form))];
    }
    let header = || form.block("indicators").and_then(|block| block.columns.get(&Measure::Weight)).cloned();
    let Some(place) = total.or_else(header) else { return Vec::new() };
    let rate: Decimal = rate_weights(form).iter().map(|term| term.figure.value).sum();
    let sum = sum.normalize();
    let message = format!(
        "执行率 {} 分与各指标 {} 分合计 {sum} 分，应为 100 分，相差 {}；请核对各项分值",
        rate.normalize(),
        (sum - rate).normalize(),
        (sum - Decimal::ONE_HUNDRED).normalize()
    );
    let because = terms.iter().map(|term| evidence(&term.label, &term.figure)).collect();
    let mut finding =
        rule.finding(&place, "分值合计", message).stating(sum.to_string()).expecting("100").because(because);
    finding.compare_values(Unit::Points, sum, Decimal::ONE_HUNDRED);
    vec![Outcome::Broken(finding)]
}

/// A label with a weight, and the rows under it.
struct WeightGroup<'a> {
    heading: &'a Heading,
    rows: Vec<&'a Row>,
}

impl WeightGroup<'_> {
    fn has(&self, row: &Row) -> bool {
        self.rows.iter().any(|own| std::ptr::eq(*own, row))
    }

    /// By how much its rows fall short of the label; nothing where a weight is missing.
    fn missing(&self) -> Option<Decimal> {
        let weights = self.rows.iter().map(|row| Some(row.figure(Measure::Weight)?.value));
        Some(self.heading.weight.as_ref()?.value - weights.sum::<Option<Decimal>>()?)
    }
}

fn labels(rule: &Rule, form: &Form) -> Vec<Outcome> {
    groups(form).iter().filter_map(|group| label(rule, group).unwrap_or_else(Into::into)).collect()
}

/// Every label that names a weight, with its rows.
fn groups(form: &Form) -> Vec<WeightGroup<'_>> {
    let mut groups: Vec<WeightGroup> = Vec::new();
    if let Some(block) = form.funds() {
        groups.extend(block.heading.iter().map(|heading| WeightGroup { heading, rows: weighted(block) }));
    }
    for row in form.indicators() {
        for heading in row.headings.iter().filter(|heading| heading.weight.is_some()) {
            match groups.iter_mut().find(|group| group.heading.place == heading.place) {
                Some(group) => group.rows.push(row),
                None => groups.push(WeightGroup { heading, rows: vec![row] }),
            }
        }
    }
    groups.retain(|group| !group.rows.is_empty());
    groups
}

/// The weights of which some finding says that they do not add up.
pub fn in_doubt(forms: &[Form], findings: &[&Finding]) -> Vec<Place> {
    let is_of_weights =
        |finding: &&&Finding| SUM_OF_WEIGHTS.iter().chain(&WEIGHT_IN_LABEL).any(|rule| finding.rule == rule.id);
    let about: HashSet<(&str, &str)> =
        findings.iter().filter(is_of_weights).map(|finding| (&*finding.place.file, &*finding.place.sheet)).collect();
    let forms = forms.iter().filter(|form| about.contains(&(&*form.place.file, &*form.place.sheet)));
    forms.flat_map(doubted).collect()
}

/// The weight that is known to be wrong; else those under the labels that do not fit, if that is all there is to it;
/// else all of the form.
fn doubted(form: &Form) -> Vec<Place> {
    if let Some(found) = mistyped(form) {
        return vec![found.weight.place.clone()];
    }
    let groups = groups(form);
    let broken = || groups.iter().filter(|group| group.missing().is_some_and(|missing| !missing.is_zero()));
    let short: Decimal = broken().filter_map(WeightGroup::missing).sum();
    let terms = weights(form).ok().filter(|_| !rate_weights(form).is_empty());
    let sum = |terms: &Vec<Operand>| terms.iter().map(|term| term.figure.value).sum::<Decimal>();
    match terms.map(|terms| (Decimal::ONE_HUNDRED - sum(&terms), terms)) {
        // A label alone is at fault.
        Some((missing, _)) if missing.is_zero() && broken().count() <= 1 => Vec::new(),
        Some((missing, terms)) if missing != short => terms.into_iter().map(|term| term.figure.place).collect(),
        _ => {
            let figures = broken().flat_map(|group| &group.rows).filter_map(|row| row.figure(Measure::Weight));
            figures.map(|weight| weight.place.clone()).collect()
        }
    }
}

fn weighted(block: &Block) -> Vec<&Row> {
    block.rows.iter().filter(|row| row.figure(Measure::Weight).is_some()).collect()
}

fn label(rule: &Rule, group: &WeightGroup) -> Result<Option<Outcome>, Skip> {
    let Some(weight) = &group.heading.weight else { return Ok(None) };
    let terms = group.rows.iter().map(|row| required(row, Measure::Weight)).collect::<Result<Vec<_>, Skip>>()?;
    let sum: Decimal = terms.iter().map(|term| term.value).sum();
    if sum == weight.value {
        return Ok(Some(Outcome::Holds));
    }
    let sum = sum.normalize();
    let message =
        format!("名称中写明 {} 分，其下 {} 行分值合计 {sum} 分；请核对名称或各行分值", weight.value, terms.len());
    let because = group.rows.iter().zip(&terms).map(|(row, term)| evidence(row.name(), term)).collect();
    let mut finding = rule.finding(&group.heading.place, &group.heading.text, message).because(because);
    finding.stated = Some(weight.value.to_string());
    finding.expected = Some(sum.to_string());
    finding.compare_values(Unit::Points, weight.value, sum);
    Ok(Some(Outcome::Broken(finding)))
}

#[cfg(test)]
mod tests {
    use crate::testing::{sound_department, sound_form};

    #[test]
    fn weights_that_do_not_add_up_to_100_are_found_at_their_total() {
        let form = sound_form().with("F17", "8").with("A17", "满意度指标（8分）").with("G17", "8").with("G18", "96.52");
        form.finds(&["P-301 F18"]).expecting("P-301", "100");
        let department =
            sound_department().with("F16", "8").with("A16", "满意度指标（8分）").with("G16", "8").with("G17", "84.67");
        department.finds(&["D-301 F17"]);
    }

    #[test]
    fn a_mistyped_weight_is_found_where_its_score_tells() {
        for typed in ["15", "25"] {
            let checked = sound_form().with("F14", typed).finds(&["P-301 F14"]);
            checked.expecting("P-301", "20");
            assert!(!checked.finding("P-301").is_automatic());
        }
        sound_form().with("A13", "产出指标").with("F14", "15").finds(&["P-301 F14"]).expecting("P-301", "20");
        sound_department().with("F13", "15").finds(&["D-301 F13"]).expecting("D-301", "20");
    }

    #[test]
    fn nothing_rests_by_itself_on_weights_that_do_not_add_up() {
        let two = sound_form().with("F14", "15").with("F17", "5");
        let found = two.finds(&["P-302 A13", "P-206 G14", "P-302 A17", "P-206 G17", "P-301 F18"]).findings;
        assert!(found.iter().all(|finding| !finding.is_automatic()), "{found:#?}");
        let of_rate =
            sound_form().with("A5", "项目资金").with("G6", "5").with("I6", "8.00").with("G18", "97.00").checked();
        assert!(of_rate.findings.iter().all(|finding| !finding.is_automatic()), "{:#?}", of_rate.findings);
    }

    #[test]
    fn a_label_alone_casts_no_doubt_on_weights_that_add_up() {
        let checked =
            sound_form().with("A13", "产出指标（45分）").with("F18", "110").finds(&["P-302 A13", "P-401 F18"]);
        assert!(checked.finding("P-401").is_automatic());
    }

    #[test]
    fn what_rests_on_other_weights_is_still_corrected() {
        let checked = sound_form().with("F14", "15").with("G18", "97.00").finds(&["P-301 F14", "P-401 G18"]);
        assert!(!checked.finding("P-401").is_automatic(), "the total rests on the score beside that weight");
        let form = sound_form().with("F14", "15").with("G15", "10").with("G18", "99.52");
        assert!(form.checked().finding("P-203").is_automatic());
    }

    #[test]
    fn a_weight_in_a_label_that_is_not_the_sum_of_its_rows_is_found() {
        sound_form().with("A13", "产出指标（45分）").finds(&["P-302 A13"]).expecting("P-302", "50");
        sound_department().with("A13", "产出指标(30分)").finds(&["D-302 A13"]).expecting("D-302", "40");
        sound_department().with("A5", "预算执行情况（20分）").finds(&["D-302 A5"]).expecting("D-302", "10");
    }
}
