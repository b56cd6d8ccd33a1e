//! Stops of automatic correction, whatever a rule is certain of: a right figure overwritten is worse than a wrong one
//! that a person has to correct.

use std::collections::HashSet;

use rust_decimal::Decimal;

use crate::model::finding::{Evidence, Finding, Trust};
use crate::model::form::{Field, Form, Measure};
use crate::model::place::Place;
use crate::rules::indicators::scored::{assessed, target_entry};
use crate::rules::weights;

const UNDECIDED: &str = "所涉各数之间还有不能同时成立的关系，不能确定是哪一个有误，请先一并核实";
const ASSUMED: &str = "指标值未写明方向（≥、≤或＝），请先核实";
const WEIGHTS: &str = "各项分值合计不是 100 分或未能核对，请先核对分值";
const ABOVE: &str = "更正后总分将超过各项分值之和，请先核对各项得分";

/// The figures that nothing may rest on by itself: those of contradictions that could not be decided, and what was
/// only assumed of them so that the search could go on.
pub type Undecided = HashSet<Place>;

/// The finding with its correction left to people where one of the stops holds.
pub fn stopped(finding: &Finding, forms: &[Form], undecided: &Undecided) -> Finding {
    let mut finding = finding.clone();
    if let Some(reason) = reason(&finding, forms, undecided).filter(|_| finding.is_automatic()) {
        finding.message.push_str(&format!("；{reason}"));
        finding.correction.iter_mut().for_each(|correction| correction.trust = Trust::Suggested);
    }
    finding
}

/// Whether a finding rests on figures of a contradiction that could not be decided.
pub fn rests_on(finding: &Finding, undecided: &Undecided) -> bool {
    let mut figures = finding.evidence.iter().map(|known| &known.place).chain([&finding.place]);
    figures.any(|place| undecided.contains(place))
}

fn reason(finding: &Finding, forms: &[Form], undecided: &Undecided) -> Option<&'static str> {
    let form = || forms.iter().find(|form| form.contains(&finding.place));
    match () {
        () if rests_on(finding, undecided) => Some(UNDECIDED),
        () if form().is_some_and(|form| rests_on_an_assumed_direction(form, finding)) => Some(ASSUMED),
        () if form().is_some_and(|form| is_result(form, finding) && !weights::add_up(form)) => Some(WEIGHTS),
        () if form().is_some_and(|form| is_above_the_weights(form, finding)) => Some(ABOVE),
        () => None,
    }
}

/// Whether it is about points that follow from a target which does not say what is better, more or less.
fn rests_on_an_assumed_direction(form: &Form, finding: &Finding) -> bool {
    let row = form.indicators().iter().find(|row| {
        let score = row.entries.get(&Measure::Score);
        score.is_some_and(|score| score.place == finding.place)
    });
    let Some(row) = row else { return false };
    let by_target = |known: &Evidence| target_entry(row).is_some_and(|aim| aim.place == known.place);
    let points = assessed(form, row).and_then(|assessed| assessed.points.as_ref());
    points.is_some_and(|points| points.assumed) && finding.evidence.iter().any(by_target)
}

/// Whether it would raise the total score above all weights together.
fn is_above_the_weights(form: &Form, finding: &Finding) -> bool {
    let total = form.total.as_ref().and_then(|total| total.figure(Measure::Score));
    let total = total.filter(|total| total.place == finding.place);
    let value = total.zip(finding.correction.as_ref()).and_then(|(total, right)| total.value_of(&right.stored));
    // Weights that do not come to 100 are stopped before; so all of them together are 100 here.
    value.is_some_and(|value| value > Decimal::ONE_HUNDRED)
}

/// Whether it is about the total score or the grade.
fn is_result(form: &Form, finding: &Finding) -> bool {
    let total = form.total.as_ref().and_then(|total| total.entries.get(&Measure::Score));
    let result = [total, form.fields.get(&Field::Grade)];
    result.into_iter().flatten().any(|entry| entry.place == finding.place)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::sound_form;

    #[test]
    fn points_are_corrected_only_where_the_target_says_what_is_better() {
        let stated = sound_form().with("E13", "20公顷").finds(&["P-202 G13", "P-401 G18"]);
        assert!(stated.finding("P-202").is_automatic());
        let bare = sound_form().with("D13", "50公顷").with("E13", "20公顷").finds(&["P-202 G13"]);
        assert!(!bare.finding("P-202").is_automatic());
        assert!(bare.finding("P-202").message.contains("未写明方向"));
    }

    #[test]
    fn no_total_is_corrected_on_weights_that_do_not_come_to_100() {
        let short =
            sound_form().with("F17", "8").with("A17", "满意度指标（8分）").with("G17", "8").with("G18", "97.00");
        let short = short.finds(&["P-301 F18", "P-401 G18"]);
        assert!(!short.finding("P-401").is_automatic());
        assert!(sound_form().with("G18", "97.00").checked().finding("P-401").is_automatic());
    }

    #[test]
    fn no_total_is_raised_above_all_weights_and_nothing_rests_on_what_is_undecided() {
        let checked = sound_form().with("G18", "97.00").checked();
        let (forms, finding) = (&checked.submission.forms, checked.finding("P-401"));
        assert!(stopped(finding, forms, &Undecided::new()).is_automatic());
        let undecided = Undecided::from([finding.evidence[0].place.clone()]);
        assert!(!stopped(finding, forms, &undecided).is_automatic());
        let mut above = finding.clone();
        let right = above.correction.as_mut().expect("a correction");
        right.stored = crate::model::figure::NewValue::Number(Decimal::from(101));
        assert!(!stopped(&above, forms, &Undecided::new()).is_automatic());
    }
}
