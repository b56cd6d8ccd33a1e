//! Sound forms and assertions, for tests only: a test starts from forms nothing is wrong with, changes one
//! cell, and says what the whole catalogue finds.

mod filled;
mod three_columns;

use std::path::PathBuf;
use std::sync::Arc;

use proptest::prelude::ProptestConfig;
use proptest::test_runner::FileFailurePersistence;
use rust_decimal::Decimal;

use crate::check::{Checked, check};
use crate::model::finding::{Finding, Severity};
use crate::model::place::Address;
use crate::model::profile::{Profile, Profiles};
use crate::read::{Cell, ContentHash, Format, NumberFormat, Sheet, Value, Workbook};
use crate::recognise::Layouts;
use crate::submission::{self, LayoutsAndProfiles};
use filled::{ACCOUNTS, DEPARTMENT, PROJECT};

pub use three_columns::three_columns;

/// A property that fails once is tried again with the same values from then on: they stand beside the test, in
/// `<test>.regressions`.
pub fn failures_beside_the_test() -> ProptestConfig {
    let beside = FileFailurePersistence::WithSource("regressions");
    ProptestConfig { failure_persistence: Some(Box::new(beside)), ..ProptestConfig::default() }
}

/// Sheets in memory: name, and cells by address.
#[derive(Clone)]
pub struct Filed {
    sheets: Vec<Sheet>,
    profile: Option<Arc<Profile>>,
    file: &'static str,
    /// The text of a report filed with it.
    report: Option<String>,
}

/// A project form without fault.
pub fn sound_form() -> Filed {
    Filed::of(vec![sheet("自评表", PROJECT)])
}

/// A department form without fault.
pub fn sound_department() -> Filed {
    Filed::of(vec![sheet("整体自评表", DEPARTMENT)])
}

/// A department form and the accounts that go with it, without fault.
pub fn sound_submission() -> Filed {
    let mut sheets = vec![sheet("整体自评表", DEPARTMENT)];
    sheets.extend(ACCOUNTS.iter().map(|(name, cells)| sheet(name, cells)));
    Filed::of(sheets)
}

/// A sheet from text: `A1=text; B1=12.30`. A plain number is a number with its digits as format, the rest is text.
pub fn sheet(name: &str, cells: &str) -> Sheet {
    let mut sheet = Sheet { name: name.into(), ..Sheet::default() };
    for assignment in cells.split(['\n', ';']) {
        if let Some((cell, value)) = assignment.trim().split_once('=') {
            put(&mut sheet, cell, value);
        }
    }
    sheet
}

/// The address of a cell name such as `AB12`.
pub fn address(name: &str) -> Address {
    let letters = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let column = letters.bytes().fold(0, |column, letter| column * 26 + u32::from(letter - b'A') + 1);
    let row: u32 = name[letters.len()..].parse().expect("a row number");
    Address::new(row - 1, column - 1)
}

fn put(sheet: &mut Sheet, cell: &str, value: &str) {
    let number = value.parse::<Decimal>().ok();
    let format = number.map(|number| NumberFormat::fixed(number.scale(), false)).unwrap_or_default();
    let is_error = value.starts_with('#');
    let value = match number {
        Some(number) => Value::Number(number),
        None if is_error => Value::Error(value.to_string()),
        None => Value::Text(value.to_string()),
    };
    sheet.cells.insert(address(cell), Cell { value, formula: None, format, recalculated: None, unverified: false });
}

impl Filed {
    /// The same with one cell changed; an empty text empties it. `公开03!C5` names another sheet than the first.
    pub fn with(mut self, cell: &str, value: &str) -> Filed {
        let (name, cell) = cell.split_once('!').unwrap_or(("", cell));
        let sheet = self.sheets.iter_mut().find(|sheet| name.is_empty() || &*sheet.name == name).expect("the sheet");
        sheet.cells.remove(&address(cell));
        if !value.is_empty() {
            put(sheet, cell, value);
        }
        self
    }

    /// The same, checked by a profile of one's own: lines of its TOML.
    pub fn by_profile(mut self, lines: &str) -> Filed {
        let text = format!("id = \"own\"\nname = \"自定\"\n{lines}");
        self.profile = Some(Arc::new(Profile::parse(&text).expect("a sound profile").named()));
        self
    }

    /// The same with a formula behind a cell, and what it gives when calculated anew.
    pub fn with_formula(mut self, cell: &str, formula: &str, result: &str) -> Filed {
        let cell = self.sheets[0].cells.get_mut(&address(cell)).expect("the cell");
        cell.formula = Some(formula.to_string());
        cell.recalculated = result.parse().ok();
        self
    }

    /// The same in a file of this name.
    pub fn named(self, file: &'static str) -> Filed {
        Filed { file, ..self }
    }

    /// The same with another sheet.
    pub fn and(mut self, name: &str, other: &Filed) -> Filed {
        self.sheets.push(Sheet { name: name.into(), ..other.sheets[0].clone() });
        self
    }

    /// The same without one of its sheets.
    pub fn without(mut self, name: &str) -> Filed {
        self.sheets.retain(|sheet| &*sheet.name != name);
        self
    }

    /// The same with the sheet changed in any way.
    pub fn changed(mut self, change: impl FnOnce(&mut Sheet)) -> Filed {
        change(&mut self.sheets[0]);
        self
    }

    /// The same with another sheet changed in any way.
    pub fn on(mut self, name: &str, change: impl FnOnce(&mut Sheet)) -> Filed {
        change(self.sheets.iter_mut().find(|sheet| &*sheet.name == name).expect("the sheet"));
        self
    }

    /// The same with a report beside it.
    pub fn reporting(mut self, text: &str) -> Filed {
        self.report = Some(text.to_string());
        self
    }

    /// Sheets of one's own.
    pub fn of(sheets: Vec<Sheet>) -> Filed {
        Filed { sheets, profile: None, file: "表.xlsx", report: None }
    }

    /// The cells of the first sheet.
    pub fn into_cells(self) -> std::collections::BTreeMap<Address, Cell> {
        self.sheets.into_iter().next().map(|sheet| sheet.cells).unwrap_or_default()
    }

    /// What the whole catalogue finds.
    pub fn checked(self) -> Checked {
        let layouts = Layouts::embedded().expect("embedded templates");
        let workbook = Workbook {
            file: self.file.into(),
            path: PathBuf::from(self.file),
            content_hash: ContentHash::default(),
            format: Format::Xlsx,
            sheets: self.sheets,
        };
        let profiles = Profiles::load(&[], crate::rules::is_known).expect("embedded profiles");
        let mut submission =
            submission::of_workbook(workbook, LayoutsAndProfiles { layouts: &layouts, profiles: &profiles });
        submission.reports.extend(self.report.map(|text| Arc::new(crate::narrative::of_text("报告.txt", &text))));
        if let Some(profile) = self.profile {
            submission.profile = profile.clone();
            submission.forms.iter_mut().for_each(|form| form.profile = profile.clone());
        }
        check(submission)
    }

    /// Asserts that exactly these rules fire at these cells, notes left out: `P-103 H6`, `A-303 公开03!C5`.
    #[track_caller]
    pub fn finds(self, expected: &[&str]) -> Checked {
        let first = self.sheets[0].name.clone();
        let checked = self.checked();
        let name = |finding: &Finding| {
            let sheet = if finding.place.sheet == first { String::new() } else { format!("{}!", finding.place.sheet) };
            format!("{} {sheet}{}", finding.rule, finding.place.cell_name())
        };
        let found: Vec<String> =
            checked.findings.iter().filter(|finding| finding.severity > Severity::Note).map(name).collect();
        assert_eq!(
            found,
            expected,
            "{:#?}",
            checked.findings.iter().map(|finding| &finding.message).collect::<Vec<_>>()
        );
        checked
    }
}

impl Checked {
    /// The only finding of a rule.
    #[track_caller]
    pub fn finding(&self, rule: &str) -> &Finding {
        let found: Vec<&Finding> = self.findings.iter().filter(|finding| finding.rule == rule).collect();
        assert_eq!(found.len(), 1, "{rule} is found once");
        found[0]
    }

    /// Asserts what a rule expects at its only finding.
    #[track_caller]
    pub fn expecting(&self, rule: &str, expected: &str) -> &Checked {
        assert_eq!(self.finding(rule).expected.as_deref(), Some(expected));
        self
    }
}

/// The notes about indicators: rule and cell.
pub fn notes(checked: &Checked) -> Vec<String> {
    let notes = checked.findings.iter().filter(|finding| finding.severity == Severity::Note);
    notes.map(|finding| format!("{} {}", finding.rule, finding.place.cell_name())).collect()
}
