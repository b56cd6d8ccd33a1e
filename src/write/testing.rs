//! Submissions made by hand, for the tests of the workbooks.

use std::io::{Cursor, Read};

use rust_decimal::Decimal;

use crate::model::figure::NewValue;
use crate::model::finding::{Correction, Finding, Trust};
use crate::model::form::FormKind;
use crate::model::place::{Address, Place};
use crate::record::{CorrectedFile, FormRecord, Record};
use crate::rules;

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
pub fn record(department: &str, findings: Vec<Finding>) -> Record {
    let corrected = vec![CorrectedFile {
        source: FILE.into(),
        path: "某局/自评表（更正）.xlsx".into(),
        recreated: false,
        corrected: 1,
        suggested: 0,
    }];
    Record {
        department: department.into(),
        year: Some(2023),
        folder: "某局".into(),
        files: vec![FILE.into()],
        findings,
        corrected,
        ..Record::default()
    }
}

/// A form of which nothing is known but where it stands.
pub fn form(kind: FormKind, file: &str, sheet: &str) -> FormRecord {
    FormRecord {
        kind,
        layout: "x".into(),
        mark: String::new(),
        title: String::new(),
        file: file.into(),
        sheet: sheet.into(),
        year: Some(2023),
        project: String::new(),
        unit: String::new(),
        supervisor: String::new(),
        department: String::new(),
        initial_budget: None,
        final_budget: None,
        executed: None,
        rate: None,
        score: None,
        grade: None,
        stated_score: None,
        stated_grade: None,
        profile: "national".into(),
    }
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
