//! The blank form of a layout, and where its parts stand, as the program itself finds them.

use std::collections::BTreeMap;
use std::ops::Range;

use ziping::model::form::{Field, Form, Measure};
use ziping::model::place::{Address, Region};
use ziping::read::{Sheet, workbook};
use ziping::recognise::extract::extract;
use ziping::recognise::locate::locate;
use ziping::recognise::{Layouts, template};

use crate::perturbation::grid;

/// A first-level indicator with its weight and its second-level ones, as the blank form lists them.
#[derive(Clone)]
pub struct Level {
    pub name: String,
    pub weight: Option<u32>,
    pub seconds: Vec<String>,
}

/// A blank form that is about to be filled.
pub struct Blank {
    pub sheet: Sheet,
    pub form: Form,
    /// Columns of the indicators, by the cell of their header.
    pub columns: BTreeMap<Measure, u32>,
    /// The rows in which indicators stand.
    pub area: Range<u32>,
    /// How many rows they had on the blank form.
    before: u32,
    /// None where indicators stand without levels.
    pub levels: Vec<Level>,
}

impl Blank {
    pub fn new(id: &str, layouts: &Layouts) -> Blank {
        let bytes = template::blank(id).expect("a blank form");
        let sheet = workbook::sheets(bytes).expect("a workbook").swap_remove(0);
        let found = locate(&sheet, layouts);
        let located = found.forms.first().expect("a form");
        assert_eq!(located.layout.id, id);
        let form = extract(&sheet, &"表.xlsx".into(), located);
        let header = located.headers.iter().find(|header| &*header.name == "indicators").expect("indicators");
        let columns: BTreeMap<Measure, u32> =
            header.columns.iter().map(|(measure, column)| (*measure, column.cell.column)).collect();
        let first = header.bottom + 1;
        let both = columns.get(&Measure::FirstLevel).zip(columns.get(&Measure::SecondLevel));
        let (levels, end) = both.map_or((Vec::new(), first), |(&first_level, &second_level)| {
            levels(&sheet, first, first_level, second_level)
        });
        Blank { sheet, form, columns, area: first..end, before: end - first, levels }
    }

    /// Makes room for so many indicators, with the cells of each row merged as the blank form merges them.
    pub fn make_room(&mut self, rows: u32) {
        let (first, end) = (self.area.start, self.area.end);
        let inside = |row: u32| (first..end).contains(&row);
        let pattern: Vec<Region> =
            self.sheet.regions.iter().filter(|region| region.first.row == first).copied().collect();
        let moved = |row: u32| if row >= end { row + rows + first - end } else { row };
        let cells = std::mem::take(&mut self.sheet.cells).into_iter().filter(|(cell, _)| !inside(cell.row));
        self.sheet.cells = cells.map(|(cell, value)| (Address::new(moved(cell.row), cell.column), value)).collect();
        self.sheet.regions.retain(|region| !inside(region.first.row));
        for region in &mut self.sheet.regions {
            region.first.row = moved(region.first.row);
            region.last.row = if inside(region.last.row) { first + rows - 1 } else { moved(region.last.row) };
        }
        for row in first..first + rows {
            let one_row = pattern.iter().filter(|region| region.last.row == first);
            let at = |column: u32| Address::new(row, column);
            self.sheet
                .regions
                .extend(one_row.map(|region| Region { first: at(region.first.column), last: at(region.last.column) }));
        }
        self.area = first..first + rows;
    }

    /// Where a figure of the row 总分 stands, once there is room for the indicators.
    pub fn total(&self, measure: Measure) -> Option<Address> {
        let cell = self.form.total.as_ref()?.entries.get(&measure)?.place.cell?;
        Some(self.moved(cell))
    }

    pub fn field(&self, field: Field) -> Option<Address> {
        Some(self.moved(self.form.fields.get(&field)?.place.cell?))
    }

    fn moved(&self, cell: Address) -> Address {
        let is_below = cell.row >= self.area.start;
        if is_below {
            Address::new(cell.row + self.area.end - self.area.start - self.before, cell.column)
        } else {
            cell
        }
    }
}

fn levels(sheet: &Sheet, first: u32, first_level: u32, second_level: u32) -> (Vec<Level>, u32) {
    let mut levels: Vec<Level> = Vec::new();
    let mut row = first;
    while let Some(second) = grid::text(sheet, Address::new(row, second_level)) {
        if let Some(name) = grid::text(sheet, Address::new(row, first_level)) {
            let (name, weight) = named(name);
            levels.push(Level { name, weight, seconds: Vec::new() });
        }
        levels.last_mut().expect("a first level").seconds.push(second.to_string());
        row = grid::region(sheet, Address::new(row, second_level)).last.row + 1;
    }
    (levels, row)
}

/// 「产出指标（50分）」 → 「产出指标」, 50.
fn named(label: &str) -> (String, Option<u32>) {
    let weight = label.strip_suffix("分）").and_then(|rest| rest.split_once('（'));
    weight.map_or((label.to_string(), None), |(name, weight)| (name.to_string(), weight.parse().ok()))
}
