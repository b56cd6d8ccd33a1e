//! 存疑金额: by how much the amounts of a submission are in doubt.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::check::Checked;
use crate::model::figure::{Figure, Unit};
use crate::model::finding::Finding;
use crate::model::form::Form;
use crate::model::place::Place;

/// What the sum counts, for the reader.
pub const REMARK: &str = "存疑金额（万元）：金额的填报值与应为值之差的绝对值之和。由其他问题引起的、提示性的和单位已说明的不计，同一单元格只计一次；比率、得分不折算为金额。";

/// The sum in yuan over all amounts that findings say should be others; each cell counts once, and what only
/// follows from another finding does not.
pub fn amount(checked: &Checked) -> Decimal {
    let figures: BTreeMap<&Place, &Figure> = checked.submission.forms.iter().flat_map(amounts).collect();
    let mut doubts: BTreeMap<&Place, Decimal> = BTreeMap::new();
    let counts = |finding: &&Finding| {
        finding.cause.is_none() && !finding.is_explained() && finding.severity > crate::model::finding::Severity::Note
    };
    for finding in checked.findings.iter().filter(counts) {
        let Some((numbers, _)) = finding.numbers.zip(figures.get(&finding.place)) else { continue };
        let doubt = (numbers.difference() * numbers.unit.scale()).abs();
        let known = doubts.entry(&finding.place).or_default();
        *known = doubt.max(*known);
    }
    doubts.values().sum()
}

fn amounts(form: &Form) -> impl Iterator<Item = (&Place, &Figure)> {
    let entries = form.entries().map(|(.., entry)| entry);
    let figures = entries.filter_map(|entry| Some((&entry.place, entry.figure()?)));
    figures.filter(|(_, figure)| figure.unit.is_money())
}

/// An amount in 万元, as short as its digits allow; nothing for none.
pub fn in_wan_yuan(yuan: Decimal) -> Option<String> {
    let shown = (yuan / Unit::WanYuan.scale()).normalize();
    (!shown.is_zero()).then(|| if shown.scale() < 2 { format!("{shown:.2}") } else { shown.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::finding::Severity;
    use crate::testing::sound_submission;

    #[test]
    fn wrong_amounts_count_once_and_rates_do_not() {
        let sound = sound_submission().checked();
        assert_eq!(in_wan_yuan(amount(&sound)), None);
        let wrong = sound_submission().with("公开03!C5", "453.00").with("H6", "91.00%").checked();
        assert_eq!(in_wan_yuan(amount(&wrong)).as_deref(), Some("3.00"), "{:#?}", wrong.findings);
        let mut explained = wrong;
        for finding in &mut explained.findings {
            finding.severity = Severity::Warning;
            finding.explanation = Some("另有口径".into());
        }
        assert_eq!(amount(&explained), Decimal::ZERO);
    }
}
