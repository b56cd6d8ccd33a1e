//! Funds and indicators of a form that is learned.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::model::figure::number;
use crate::model::form::{BlockLayout, ColumnKind, FormKind, Measure, Unread};
use crate::model::place::Address;
use crate::read::Value;
use crate::recognise::header::{self, Header};
use crate::recognise::labels::View;
use crate::recognise::learn::Read;
use crate::recognise::unknown::unread_in;
use crate::recognise::vocabulary::End;

const FUNDS: &str = "funds";
pub const INDICATORS: &str = "indicators";
/// What a department's money is used for; a project has sources only.
const USES: [&str; 2] = ["basic", "project"];

fn block(name: &str, required: &[Measure]) -> BlockLayout {
    BlockLayout {
        panels: vec![name.into()],
        key: None,
        columns: Vec::new(),
        turned: Vec::new(),
        required: required.to_vec(),
        items: Vec::new(),
        optional: false,
    }
}

/// The indicators of a form on which none were found.
pub fn unfound_indicators() -> BlockLayout {
    let columns = vec![Measure::ThirdLevel, Measure::Actual];
    BlockLayout { required: columns.clone(), columns, ..block(INDICATORS, &[]) }
}

/// The headers of the funds and of the indicators, as far as their labels are known.
pub fn find(view: View, rows: Range<u32>) -> Vec<Header> {
    use Measure::{Actual, Executed, FinalBudget, OriginalBudget, Rate, Score, Target, ThirdLevel, Weight};
    let first = |name: &str, index: usize, tries: &[&[Measure]], rows: Range<u32>| {
        tries
            .iter()
            .map(|required| header::find(view, &block(name, required), index, rows.clone()))
            .find(|found| !found.is_empty())
    };
    let indicators = first(
        INDICATORS,
        1,
        &[&[ThirdLevel, Actual], &[ThirdLevel, Score], &[ThirdLevel, Weight], &[ThirdLevel, Target]],
        rows.clone(),
    );
    let end = indicators.as_ref().map_or(rows.end, |found| found[0].top);
    let tries: [&[Measure]; 7] = [
        &[FinalBudget, Executed],
        &[OriginalBudget, Executed],
        &[Executed],
        &[FinalBudget],
        &[OriginalBudget],
        &[Rate],
        &[Weight, Score],
    ];
    let funds = first(FUNDS, 0, &tries, rows.start..end);
    funds.into_iter().chain(indicators).flatten().collect()
}

/// The columns without which such a form cannot be checked are required even where they were not found: no form
/// is taken for one of these before the user has said which they are.
pub fn require(blocks: &mut [BlockLayout], headers: &[Header]) -> Vec<Measure> {
    let mut missing = Vec::new();
    for block in blocks {
        let is_it = |header: &&Header| header.name == block.panels[0];
        let Some(header) = headers.iter().find(is_it) else { continue };
        let lacks = |one_of: &[Measure]| !one_of.iter().any(|measure| header.columns.contains_key(measure));
        let needed: [(&[Measure], Measure); 2] = match &*header.name {
            FUNDS => [
                (&[Measure::FinalBudget, Measure::OriginalBudget], Measure::FinalBudget),
                (&[Measure::Executed], Measure::Executed),
            ],
            _ => [
                (&[Measure::Score, Measure::Target], Measure::Score),
                (&[Measure::Score, Measure::Actual], Measure::Actual),
            ],
        };
        let lacking = needed.iter().filter(|(one_of, _)| lacks(one_of)).map(|(_, measure)| *measure);
        let lacking: Vec<Measure> = lacking.collect();
        block.required.extend(&lacking);
        block.columns.extend(&lacking);
        missing.extend(lacking);
    }
    if !headers.iter().any(|header| &*header.name == INDICATORS) {
        missing.push(Measure::ThirdLevel);
    }
    missing
}

/// The names of the rows under the funds header.
pub fn row_names(view: View, headers: &[Header], end: u32) -> Vec<Address> {
    let Some(funds) = headers.iter().find(|header| &*header.name == FUNDS) else { return Vec::new() };
    let next = headers.iter().map(|header| header.top).filter(|&top| top > funds.bottom).min().unwrap_or(end);
    let first = first_column(funds);
    let last_left = |row: u32| {
        let left = view.labels.row(row).take_while(|(cell, _)| cell.column < first);
        left.filter(|(_, label)| number::parse(&label.text).is_none()).last().map(|(cell, _)| cell)
    };
    let is_end =
        |row: &u32| view.labels.row(*row).next().is_some_and(|(_, label)| label.meaning.ends.contains(&End::Goals));
    (funds.bottom + 1..next).take_while(|row| !is_end(row)).filter_map(last_left).collect()
}

fn first_column(header: &Header) -> u32 {
    header.columns.values().map(|column| column.cell.column).min().unwrap_or(0)
}

/// The blocks of the layout: what was found, in the order in which it stands.
pub fn layouts(view: View, headers: &[Header], names: &[Address], kind: FormKind) -> Vec<BlockLayout> {
    headers.iter().map(|header| layout(view, header, names, kind)).collect()
}

fn layout(view: View, header: &Header, names: &[Address], kind: FormKind) -> BlockLayout {
    let mut columns: Vec<(u32, Measure)> =
        header.columns.iter().map(|(measure, column)| (column.cell.column, *measure)).collect();
    columns.sort();
    let columns: Vec<Measure> = columns.into_iter().map(|(_, measure)| measure).collect();
    let is_needed = |measure: &&Measure| match &*header.name {
        FUNDS => measure.kind() == ColumnKind::Amount && **measure != Measure::OriginalBudget,
        _ => matches!(
            measure,
            Measure::ThirdLevel
                | Measure::Actual
                | Measure::Weight
                | Measure::Score
                | Measure::Direction
                | Measure::Coefficient
        ),
    };
    let mut required: Vec<Measure> = columns.iter().filter(is_needed).copied().collect();
    if required.is_empty() {
        required.clone_from(&columns);
    }
    let items = if &*header.name == FUNDS { items(view, names, kind) } else { Vec::new() };
    BlockLayout { columns, required, items, ..block(&header.name, &[]) }
}

/// The known meanings of the rows, and the total.
fn items(view: View, names: &[Address], kind: FormKind) -> Vec<String> {
    let allowed = allowed(view, kind);
    let meaning = |cell: &Address| view.labels.get(*cell)?.meaning.item(&allowed);
    let mut items: Vec<String> = names.iter().filter_map(meaning).map(|item| item.to_string()).collect();
    items.push("funds_total".to_string());
    items.sort_by_key(|item| allowed.iter().position(|known| known == item));
    items.dedup();
    items
}

/// The rows that are known on every form, in their usual order.
fn allowed(view: View, kind: FormKind) -> Vec<String> {
    let is_allowed = |item: &&String| kind == FormKind::Department || !USES.contains(&item.as_str());
    view.vocabulary.rows(FUNDS).iter().filter(is_allowed).cloned().collect()
}

/// The columns that were recognised.
pub fn read(headers: &[Header]) -> Vec<Read> {
    let mut columns: Vec<Read> = headers
        .iter()
        .flat_map(|header| &header.columns)
        .map(|(measure, column)| Read {
            cell: column.cell,
            label: column.label.split_whitespace().collect(),
            meaning: measure.name(),
        })
        .collect();
    columns.sort_by_key(|read| read.cell);
    columns
}

/// Labels in the headers that are not known; a label merged down beside the rows names the block, no column.
pub fn unread(view: View, headers: &[Header], names: &[Address]) -> Vec<Unread> {
    let mut unread: Vec<Unread> = Vec::new();
    for header in headers {
        let columns = view.vocabulary.columns(&header.name).to_vec();
        let of_block = |cell: Address| view.sheet.region(cell).is_some_and(|region| region.last.row > header.bottom);
        let after_names = names.iter().map(|name| name.column + 1).max().unwrap_or(first_column(header));
        let left = if &*header.name == INDICATORS { 0 } else { after_names.min(first_column(header)) };
        let found = unread_in(view, header.top..header.bottom + 1, &columns).into_iter();
        unread.extend(found.filter(|unread| unread.cell.column >= left && !of_block(unread.cell)));
    }
    unread.sort_by_key(|unread| unread.cell);
    let mut labels = BTreeSet::new();
    unread.retain(|unread| labels.insert(unread.label.clone()));
    unread
}

/// Names of rows that are not known; they are kept as further sources.
pub fn unnamed(view: View, names: &[Address]) -> Vec<Unread> {
    let is_text = |cell: &&Address| {
        view.sheet
            .cells
            .get(cell)
            .is_some_and(|cell| matches!(&cell.value, Value::Text(text) if !text.trim().is_empty()))
    };
    let unknown = names.iter().filter(is_text).filter_map(|cell| Some((*cell, view.labels.get(*cell)?)));
    let unknown = unknown.filter(|(_, label)| !label.meaning.is_known());
    let unread = |(cell, label): (Address, &crate::recognise::labels::Label)| Unread {
        cell,
        label: label.plain.clone(),
        nearest: view.vocabulary.nearest_name(&label.text).map(str::to_string),
        is_missed: false,
    };
    unknown.map(unread).collect()
}
