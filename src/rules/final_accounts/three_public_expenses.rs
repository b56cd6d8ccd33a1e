//! “三公” expenditure above its budget.

use crate::model::finding::{Severity, evidence, item};
use crate::model::form::{Form, Measure};
use crate::rules::{ACCOUNTS, Check, Outcome, Rule, basis};

static THREE_PUBLIC_ABOVE_BUDGET: Rule = Rule {
    id: "A-309",
    title: "“三公”经费决算数不应大于预算数",
    severity: Severity::Warning,
    basis: basis::ACCOUNTS,
    explanation: "公开09表：因公出国（境）费、公务用车购置费、公务用车运行维护费、公务接待费的决算数分别与预算数比较；各项都没有超出的，再比较合计。没有填预算数的不核对。预算经批准调整的可能合理，所以只是警告。",
    how_to_fix: "核对预算数（应为全年预算数）与决算数；确属超预算的，说明原因。",
    example: "公务接待费预算数 2.00、决算数 2.60：超出 0.60。",
    check: Check::Form(ACCOUNTS, within_budget),
};

/// The rules of this group.
pub const RULES: &[&Rule] = &[&THREE_PUBLIC_ABOVE_BUDGET];

const PARTS: [Measure; 4] = [Measure::Abroad, Measure::VehiclePurchase, Measure::VehicleRunning, Measure::Reception];

/// No law: to spend more than planned contradicts nothing, it only wants a reason.
fn within_budget(rule: &Rule, form: &Form) -> Vec<Outcome> {
    if form.layout.table() != Some("09") {
        return Vec::new();
    }
    let over = |measures: &[Measure]| -> Vec<Outcome> {
        measures.iter().filter_map(|measure| compare(rule, form, *measure)).collect()
    };
    let mut outcomes = over(&PARTS);
    if !outcomes.iter().any(|outcome| outcome.finding().is_some()) {
        outcomes.extend(over(if outcomes.is_empty() {
            &[Measure::Vehicles, Measure::Total]
        } else {
            &[Measure::Total]
        }));
    }
    outcomes
}

fn compare(rule: &Rule, form: &Form, measure: Measure) -> Option<Outcome> {
    let of = |block: &str| form.block(block)?.rows.first()?.figure(measure);
    let (budget, spent) = (of("budget")?, of("final")?);
    if spent.range().low <= budget.range().high {
        return Some(Outcome::Holds);
    }
    let (stated, limit) = (spent.show(), budget.show());
    let message =
        format!("填报 {stated}，大于预算数 {limit}（{}）；请核对，确属超预算的请说明原因", budget.place.cell_name());
    let finding = rule.finding(&spent.place, item("决算数", measure.name()), message).stating(stated);
    let mut finding = finding.expecting(format!("≤{limit}")).because(vec![evidence("预算数", budget)]);
    finding.compare(spent, budget.base() / spent.unit.scale());
    Some(Outcome::Broken(finding))
}

#[cfg(test)]
mod tests {
    use crate::model::finding::Severity;
    use crate::testing::sound_submission;

    #[test]
    fn what_is_above_its_budget_is_asked_about_once() {
        let over = sound_submission().with("公开09!L7", "2.60").with("公开09!G7", "31.60");
        let checked = over.finds(&["A-309 公开09!L7"]);
        let finding = checked.finding("A-309");
        assert_eq!(finding.severity, Severity::Warning);
        assert_eq!(finding.expected.as_deref(), Some("≤2.00"));
    }

    #[test]
    fn without_a_budget_or_below_it_nothing_is_said() {
        let unplanned = ["A7", "C7", "D7", "E7", "F7"];
        let filed =
            unplanned.into_iter().fold(sound_submission(), |filed, cell| filed.with(&format!("公开09!{cell}"), ""));
        let checked = filed.with("公开09!L7", "2.60").with("公开09!G7", "31.60").checked();
        assert!(checked.findings.iter().all(|finding| finding.rule != "A-309"));
    }
}
