//! The labels of a header, and which of them are no columns after all.

use std::ops::Range;

use crate::model::form::Measure;
use crate::model::place::Address;
use crate::model::text::label::normalise;
use crate::recognise::labels::{Label, View};

/// Words under a column's label that name its first part, the whole: 「事业收入」 over 「小计」 and 「其中：教育收费」.
const WHOLE: [&str; 4] = ["小计", "合计", "金额", "数量"];

/// A header cell that names a column.
#[derive(Debug, Clone)]
pub struct Hit {
    /// The column.
    pub measure: Measure,
    /// Where its label stands.
    pub cell: Address,
    /// The label as typed.
    pub label: String,
    /// The last row of the label, where it is split over several.
    pub bottom: u32,
    /// The last sheet column under it.
    pub last: u32,
}

/// How far below its header a column of row names is told from one of amounts.
const ROWS_LOOKED_AT: u32 = 4;

/// The corner of a funds header may say 「预算数（万元）」 over the names of the rows: no amounts stand there.
pub fn drop_names_of_rows(view: View, bottom: u32, hits: &mut Vec<Hit>) {
    let is_budget = |hit: &Hit| matches!(hit.measure, Measure::OriginalBudget | Measure::FinalBudget);
    let is_name = |row: u32, hit: &Hit| {
        let cell = view.labels.row(row).find(|(cell, _)| (hit.cell.column..=hit.last).contains(&cell.column));
        cell.is_some_and(|(_, label)| !label.meaning.items.is_empty())
    };
    hits.retain(|hit| !is_budget(hit) || !(bottom + 1..=bottom + ROWS_LOOKED_AT).any(|row| is_name(row, hit)));
}

/// 「小计」, 「基本支出」 under 「年初结转和结余」 or 「本年收入」 are parts of that, no columns of expenditure.
pub fn drop_parts_of_balances(view: View, rows: Range<u32>, hits: &mut Vec<Hit>) {
    use Measure::{Basic, Closing, Income, Opening, Project, Total};
    let is_balance =
        |label: &Label| label.meaning.measures.iter().any(|measure| [Opening, Income, Closing].contains(measure));
    let balances: Vec<Address> = rows
        .flat_map(|row| view.labels.row(row))
        .filter(|(_, label)| is_balance(label))
        .map(|(cell, _)| cell)
        .collect();
    let is_part = |hit: &Hit| {
        let over =
            |cell: &Address| cell.row < hit.cell.row && (cell.column..view.reach(*cell)).contains(&hit.cell.column);
        [Total, Basic, Project].contains(&hit.measure) && balances.iter().any(over)
    };
    hits.retain(|hit| !is_part(hit));
}

/// Where 「预算数」 or 「年初预算数」 is the only budget beside what was executed, it is the one to execute; but not
/// beside a label that is not known, which may be another budget.
pub fn take_only_budget(view: View, rows: Range<u32>, hits: &mut [Hit]) {
    let has = |measure: Measure| hits.iter().any(|hit| hit.measure == measure);
    let first = hits.iter().map(|hit| hit.cell.column).min().unwrap_or(0);
    let is_open = |cell: Address, label: &Label| {
        cell.column >= first && !label.meaning.is_known() && !view.stands_over_columns(cell, rows.end)
    };
    let mut labels = rows.clone().flat_map(|row| view.labels.row(row));
    if has(Measure::Executed) && !has(Measure::FinalBudget) && !labels.any(|(cell, label)| is_open(cell, label)) {
        for hit in hits.iter_mut().filter(|hit| hit.measure == Measure::OriginalBudget) {
            hit.measure = Measure::FinalBudget;
        }
    }
}

/// Drops labels that only stand over the labels of several columns (「指标值」 over 性质, 数值 and 单位), and
/// words that only repeat the label over them.
pub fn without_groups(view: View, hits: Vec<Hit>) -> Vec<Hit> {
    let below = |upper: &Hit| -> Vec<usize> {
        let span = upper.cell.column..view.reach(upper.cell);
        let is_below = |hit: &Hit| hit.cell.row > upper.cell.row && span.contains(&hit.cell.column);
        hits.iter().enumerate().filter(|(_, hit)| is_below(hit)).map(|(index, _)| index).collect()
    };
    // Marked first and dropped last: whether a label is a group depends on those that are dropped, too.
    let mut dropped = vec![false; hits.len()];
    for (index, upper) in hits.iter().enumerate() {
        let lower = below(upper);
        let whole = |&lower: &usize| WHOLE.contains(&normalise(&hits[lower].label).as_str());
        match lower[..] {
            [] => {}
            [only] if whole(&only) && hits[only].cell.column == upper.cell.column => dropped[only] = true,
            // 「合计」 under it in its own column: that column is the whole.
            _ if names_whole(view, upper) => {}
            [_, _, ..] => dropped[index] = true,
            _ if lower
                .iter()
                .any(|&one| hits[one].measure == upper.measure || hits[one].cell.column == upper.cell.column) =>
            {
                dropped[index] = true;
            }
            _ => {}
        }
    }
    hits.into_iter().zip(dropped).filter(|(_, dropped)| !dropped).map(|(hit, _)| hit).collect()
}

/// Whether a word such as 「合计」, which is no column of its own, stands right under a label.
fn names_whole(view: View, upper: &Hit) -> bool {
    let below = view.labels.get(Address::new(upper.cell.row + 1, upper.cell.column));
    below.is_some_and(|label| WHOLE.contains(&label.plain.as_str())) && upper.measure == Measure::VehicleCount
}
