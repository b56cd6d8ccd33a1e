//! A workbook to be written, and the faults planted in it.

use std::path::Path;

use anyhow::{Context, Result};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};

use crate::grid::{Grid, Value, address};
use crate::paint::paint;

/// One cell that is wrong on purpose.
#[derive(Clone)]
pub struct Fault {
    pub sheet: String,
    pub cell: String,
    pub rule: &'static str,
    pub warning: bool,
    pub stated: String,
    pub expected: String,
    pub cause: String,
}

#[derive(Default)]
pub struct Book {
    pub sheets: Vec<(String, Grid)>,
    pub faults: Vec<Fault>,
}

impl Book {
    pub fn of(sheet: &str, grid: Grid) -> Self {
        let mut book = Book::default();
        book.add(sheet, grid);
        book
    }

    pub fn add(&mut self, sheet: &str, grid: Grid) {
        assert!(sheet.chars().count() <= 31, "a sheet name has at most 31 characters: {sheet}");
        self.sheets.push((sheet.to_string(), grid));
    }

    /// Types another way of writing the same into a cell; no fault.
    pub fn retype(&mut self, name: &str, value: Value) {
        self.sheets[0].1.retype(name, value);
    }

    /// Replaces a derived cell by a wrong value; what stood there is what is expected.
    pub fn plant(&mut self, name: &str, value: Value, rule: &'static str) -> &mut Fault {
        self.plant_on(0, name, value, rule)
    }

    pub fn plant_on(&mut self, sheet: usize, name: &str, value: Value, rule: &'static str) -> &mut Fault {
        let expected = self.sheets[sheet].1.value(name).shown();
        self.sheets[sheet].1.retype(name, value);
        self.record(sheet, name, rule, &expected)
    }

    /// Replaces a reported fact, for which no right value follows from anything.
    pub fn spoil(&mut self, name: &str, value: Value, rule: &'static str) -> &mut Fault {
        self.retype(name, value);
        self.record(0, name, rule, "")
    }

    /// Notes a fault that the form was already built with.
    pub fn mark(&mut self, name: &str, rule: &'static str, expected: &str) -> &mut Fault {
        self.mark_on(0, name, rule, expected)
    }

    pub fn mark_on(&mut self, sheet: usize, name: &str, rule: &'static str, expected: &str) -> &mut Fault {
        self.record(sheet, name, rule, expected)
    }

    fn record(&mut self, sheet: usize, name: &str, rule: &'static str, expected: &str) -> &mut Fault {
        let (title, grid) = &self.sheets[sheet];
        self.faults.push(Fault {
            sheet: title.clone(),
            cell: address(grid.find(name)),
            rule,
            warning: false,
            stated: grid.value(name).shown(),
            expected: expected.to_string(),
            cause: String::new(),
        });
        self.faults.last_mut().expect("a fault was just added")
    }

    pub fn save(&self, path: &Path) -> Result<()> {
        let mut workbook = Workbook::new();
        let written = ExcelDateTime::from_ymd(2024, 3, 1)?;
        workbook.set_properties(&DocProperties::new().set_author("示例").set_creation_datetime(&written));
        for (name, grid) in &self.sheets {
            paint(grid, workbook.add_worksheet().set_name(name)?)
                .with_context(|| format!("sheet {name} of {}", path.display()))?;
        }
        workbook.save(path).with_context(|| format!("cannot write {}", path.display()))
    }
}
