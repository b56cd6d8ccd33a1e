//! The comparison in findings.json: the object `against`.

use serde::Serialize;

use super::{Change, Comparison, Fate, Traced};

/// Counts of errors and warnings: `before` = mended + remaining + changed + not_filed + unchecked.
#[derive(Debug, Serialize)]
struct ChangeCounts {
    mended: usize,
    remaining: usize,
    changed: usize,
    new: usize,
    not_filed: usize,
    unchecked: usize,
}

impl ChangeCounts {
    fn of(count: impl Fn(Fate) -> usize) -> ChangeCounts {
        let [mended, remaining, changed, new, not_filed, unchecked] = Fate::ALL.map(count);
        ChangeCounts { mended, remaining, changed, new, not_filed, unchecked }
    }
}

/// The object `against` of findings.json.
#[derive(Debug, Serialize)]
pub struct AgainstJson<'a> {
    /// The earlier findings.json, as it was named.
    previous: &'a str,
    #[serde(flatten)]
    counts: ChangeCounts,
    departments: Vec<ChangeJson<'a>>,
}

#[derive(Debug, Serialize)]
struct ChangeJson<'a> {
    department: &'a str,
    year: Option<i32>,
    /// `both`, `gone` or `added`.
    presence: &'a str,
    #[serde(flatten)]
    counts: ChangeCounts,
    findings: Vec<TracedJson<'a>>,
}

#[derive(Debug, Serialize)]
struct TracedJson<'a> {
    /// `mended`, `remaining`, `changed`, `new`, `not_filed` or `unchecked`.
    fate: &'a str,
    rule: &'a str,
    file: &'a str,
    sheet: Option<&'a str>,
    cell: Option<&'a str>,
    item: &'a str,
    /// The value as filed then; null for a new one.
    before: Option<&'a str>,
    /// The value as filed now; null where it is not found now.
    now: Option<&'a str>,
}

/// The object `against` of findings.json.
pub fn document(comparison: &Comparison) -> AgainstJson<'_> {
    AgainstJson {
        previous: &comparison.previous,
        counts: ChangeCounts::of(|fate| comparison.count(fate)),
        departments: comparison.changes.iter().map(change).collect(),
    }
}

fn change(change: &Change) -> ChangeJson<'_> {
    ChangeJson {
        department: &change.department,
        year: change.year,
        presence: change.presence.code(),
        counts: ChangeCounts::of(|fate| change.count(fate)),
        findings: change.traced.iter().map(traced).collect(),
    }
}

fn traced(traced: &Traced) -> TracedJson<'_> {
    let some = |text: &'_ str| !text.is_empty();
    TracedJson {
        fate: traced.fate.code(),
        rule: &traced.rule,
        file: &traced.file,
        sheet: Some(&*traced.sheet).filter(|sheet| some(sheet)),
        cell: Some(&*traced.cell).filter(|cell| some(cell)),
        item: &traced.item,
        before: traced.before.as_deref(),
        now: traced.now.as_deref(),
    }
}
