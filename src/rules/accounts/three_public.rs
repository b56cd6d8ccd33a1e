//! “三公” expenditure above its budget.

use crate::finding::Severity;
use crate::form::{Form, Measure};
use crate::relation::{Law, Operand, Relation, Verdict};
use crate::rules::accounts::table;
use crate::rules::outcome::{item, stated};
use crate::rules::{ACCOUNTS, Check, Rule, Stated, basis};

static A_309: Rule = Rule {
    id: "A-309",
    title: "“三公”经费决算数不应大于预算数",
    severity: Severity::Warning,
    basis: basis::ACCOUNTS,
    why: "公开09表：因公出国（境）费、公务用车购置费、公务用车运行维护费、公务接待费的决算数分别与预算数比较；各项都没有超出的，再比较合计。没有填预算数的不核对。预算经批准调整的可能合理，所以只是警告。",
    remedy: "核对预算数（应为全年预算数）与决算数；确属超预算的，说明原因。",
    example: "公务接待费预算数 2.00、决算数 2.60：超出 0.60。",
    check: Check::Relations(ACCOUNTS, |form| table(form, "09", within_budget)),
};

/// The rules of this group.
pub const RULES: &[&Rule] = &[&A_309];

const PARTS: [Measure; 4] = [Measure::Abroad, Measure::VehiclePurchase, Measure::VehicleRunning, Measure::Reception];

fn within_budget(form: &Form) -> Vec<Stated> {
    let mut laws: Vec<Stated> = PARTS.iter().map(|part| limit(form, *part)).collect();
    let is_over = |law: &Stated| law.as_ref().is_ok_and(|law| law.verdict() != Verdict::Holds);
    if !laws.iter().any(is_over) {
        let whole =
            if laws.iter().any(Result::is_ok) { vec![Measure::Total] } else { vec![Measure::Vehicles, Measure::Total] };
        laws.extend(whole.into_iter().map(|whole| limit(form, whole)));
    }
    laws
}

fn limit(form: &Form, measure: Measure) -> Stated {
    let of = |block: &str| {
        let row = form.block(block).and_then(|block| block.rows.first());
        row.ok_or(crate::rules::Skip::NotApplicable).and_then(|row| stated(row, measure))
    };
    let (budget, spent) = (of("budget")?, of("final")?);
    let name = item("决算数", measure.name());
    let law = Law::AtMost(Operand::new("预算数", budget));
    Ok(Relation::reported(name, Operand::new(measure.name(), spent), law).advising("请核对，确属超预算的请说明原因"))
}

#[cfg(test)]
mod tests {
    use crate::finding::Severity;
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
