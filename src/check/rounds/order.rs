//! The order in which findings are told.

use crate::model::finding::Finding;

/// By place; what follows from a finding stands right under it.
pub fn in_order(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort_by(|a, b| (&a.place, &a.rule).cmp(&(&b.place, &b.rule)));
    let (roots, mut consequences): (Vec<Finding>, Vec<Finding>) =
        findings.into_iter().partition(|finding| finding.cause.is_none());
    let mut ordered = Vec::new();
    for root in roots {
        let follows =
            |finding: &Finding| finding.cause.as_deref() == Some(&*root.key()) && finding.place.file == root.place.file;
        let (follow, rest) = consequences.into_iter().partition(follows);
        consequences = rest;
        ordered.push(root);
        ordered.extend::<Vec<Finding>>(follow);
    }
    ordered.extend(consequences);
    ordered
}
