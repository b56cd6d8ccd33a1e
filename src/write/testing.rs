//! Submissions made by hand, for the tests of the workbooks.

use std::io::{Cursor, Read};
use std::path::PathBuf;

use rust_decimal::Decimal;

use crate::check::Checked;
use crate::finding::{Correction, Finding, NewValue, Trust};
use crate::read::{Address, Format, Place};
use crate::rules;
use crate::run::{CorrectedFile, Reviewed};
use crate::submission::{FileRead, Submission};

const FILE: &str = "某局/自评表.xlsx";

/// A rate that does not follow, in this cell of row 8 or 9: `G8`.
pub fn finding(cell: &str) -> Finding {
    let column = u32::from(cell.as_bytes()[0] - b'A');
    let row: u32 = cell[1..].parse().expect("a row");
    let place =
        Place {
            file: FILE.into(), sheet: "自评表".into(), cell: Some(Address::new(row - 1, column)), sentence: None
        };
    let rule = rules::find("P-103").expect("a rule");
    let mut finding = rule.finding(&place, "年度资金总额 · 执行率", "填报 91.00%，应为 95.20%");
    finding = finding.stating("91.00%").expecting("95.20%");
    finding.difference = Some("-4.20".into());
    let stored = NewValue::Number(Decimal::new(952, 3));
    finding.correction =
        Some(Correction { place, value: "95.20%".into(), stored, trust: Trust::Automatic, keeps_formula: false });
    finding
}

/// A submission of one workbook, with its corrected copy.
pub fn reviewed(department: &str, findings: Vec<Finding>) -> Reviewed {
    let submission = Submission {
        profile: crate::profile::national(),
        department: department.into(),
        year: Some(2023),
        forms: Vec::new(),
        files: vec![FileRead { file: FILE.into(), path: PathBuf::from(FILE), format: Format::Xlsx }],
        reports: Vec::new(),
        unknown: Vec::new(),
        other_sheets: Vec::new(),
        covers: Vec::new(),
        has_unread: false,
    };
    let checked = Checked { submission, corrected: Vec::new(), findings, coverage: Vec::new() };
    let corrected = vec![CorrectedFile {
        source: FILE.into(),
        path: "某局/自评表（更正）.xlsx".into(),
        recreated: false,
        corrected: 1,
        suggested: 0,
    }];
    Reviewed { checked, folder: "某局".into(), corrected, unused: Vec::new() }
}

/// A part of a workbook.
pub fn text_of(bytes: &[u8], part: &str) -> String {
    let mut package = zip::ZipArchive::new(Cursor::new(bytes)).expect("a package");
    let mut text = String::new();
    if let Ok(mut file) = package.by_name(part) {
        file.read_to_string(&mut text).expect("text");
    }
    text
}
