//! The record of a submission, kept once its own outputs are written: all that the outputs of the run are made of.

pub mod facts;
pub mod questioned_amount;

use std::sync::Arc;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::check::explanations::Unused;
use crate::check::{self, Checked};
use crate::limits::files::Written;
use crate::model::figure::Figure;
use crate::model::finding::{Finding, Severity};
use crate::model::form::{Field, Form, FormKind, Measure};
use crate::model::place::Place;
use crate::model::serde_decimal;
use crate::record::facts::FactTable;
use crate::rules::Coverage;

/// A workbook handed back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectedFile {
    /// The file as it came in.
    pub source: Arc<str>,
    /// Its corrected copy, relative to the output folder: `<单位>/<name>（更正）.xlsx`.
    pub path: String,
    /// It could not be corrected in place, and was made anew.
    pub recreated: bool,
    /// How many of its cells are corrected.
    pub corrected: usize,
    /// How many are marked for a person to look at.
    pub suggested: usize,
}

/// A form of a submission, with automatic corrections applied. Money is in yuan, the rate in percent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormRecord {
    /// What it is about.
    pub kind: FormKind,
    /// Id of its layout.
    pub layout: String,
    /// 「公开03表」, of accounts tables.
    pub mark: String,
    /// Its title as filed; of a form without one, what its layout is called.
    pub title: String,
    /// The file that it stands in.
    pub file: Arc<str>,
    /// The sheet that it stands on.
    pub sheet: Arc<str>,
    /// The year that it is about.
    pub year: Option<i32>,
    /// 项目名称
    pub project: String,
    /// 实施单位
    pub unit: String,
    /// 主管部门
    pub supervisor: String,
    /// 部门名称
    pub department: String,
    /// 年初预算数 of all funds.
    #[serde(with = "serde_decimal::optional")]
    pub initial_budget: Option<Decimal>,
    /// 全年预算数 of all funds.
    #[serde(with = "serde_decimal::optional")]
    pub final_budget: Option<Decimal>,
    /// 全年执行数 of all funds.
    #[serde(with = "serde_decimal::optional")]
    pub executed: Option<Decimal>,
    /// 执行率
    #[serde(with = "serde_decimal::optional")]
    pub rate: Option<Decimal>,
    /// 总分
    #[serde(with = "serde_decimal::optional")]
    pub score: Option<Decimal>,
    /// 等级
    pub grade: Option<String>,
    /// 总分 as filed.
    #[serde(with = "serde_decimal::optional")]
    pub stated_score: Option<Decimal>,
    /// 等级 as filed.
    pub stated_grade: Option<String>,
    /// Id of the profile that it is checked by.
    pub profile: String,
}

/// A report of a submission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportRecord {
    /// The file.
    pub file: Arc<str>,
    /// How many paragraphs it has.
    pub paragraphs: usize,
    /// How many relations between its figures were understood.
    pub claims: usize,
}

/// What looks like a form, and could not be read as one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnknownRecord {
    /// Its title or first known label.
    pub place: Place,
    /// Why, in Chinese.
    pub reason: String,
}

/// What is kept of a submission.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Record {
    /// Its key in every table.
    pub submission: String,
    /// The department, as its forms name it.
    pub department: String,
    /// The year that the forms are about.
    pub year: Option<i32>,
    /// Its folder in the output folder.
    pub folder: String,
    /// Score and grade as filed.
    pub stated: check::ScoreAndGrade,
    /// Score and grade with every automatic correction applied.
    pub recomputed: check::ScoreAndGrade,
    /// Names of the profiles in force.
    pub profiles: String,
    /// Its forms, in the order of files and sheets.
    pub forms: Vec<FormRecord>,
    /// Its workbooks.
    pub files: Vec<Arc<str>>,
    /// Its reports.
    pub reports: Vec<ReportRecord>,
    /// What looks like a form, but is none that is known.
    pub unknown: Vec<UnknownRecord>,
    /// Sheets on which no form was found.
    pub other_sheets: Vec<Place>,
    /// 存疑金额 in yuan.
    #[serde(with = "serde_decimal::amount")]
    pub doubtful: Decimal,
    /// What was found, in the order of files, sheets and cells.
    pub findings: Vec<Finding>,
    /// How every rule ended.
    pub coverage: Vec<Coverage>,
    /// Its corrected workbooks.
    pub corrected: Vec<CorrectedFile>,
    /// Every file that was written for it.
    pub written: Vec<Written>,
    /// Explanations of an earlier round that explain nothing any more.
    pub unused: Vec<Unused>,
    /// Its figures as filed.
    pub facts: FactTable,
}

impl Record {
    /// What is kept of a submission after checking; its folder and what was handed back are added by who writes them.
    pub fn of(checked: &Checked) -> Record {
        let submission = &checked.submission;
        let facts = FactTable::of(submission);
        Record {
            submission: submission.key.clone(),
            department: submission.department.clone(),
            year: submission.year,
            stated: checked.stated(),
            recomputed: checked.recomputed(),
            profiles: submission.profiles(),
            forms: checked.corrected.iter().zip(&submission.forms).map(FormRecord::of).collect(),
            files: submission.files.iter().map(|file| file.file.clone()).collect(),
            reports: submission.reports.iter().map(|report| report_record(report)).collect(),
            unknown: submission.unknown.iter().map(unknown).collect(),
            other_sheets: submission.other_sheets.clone(),
            doubtful: questioned_amount::amount(checked),
            findings: checked.findings.clone(),
            coverage: checked.coverage.clone(),
            facts,
            ..Record::default()
        }
    }

    /// How many findings of a severity it has.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }

    /// How many of its warnings are settled by explanations.
    pub fn explained(&self) -> usize {
        let settled = |finding: &&Finding| finding.severity == Severity::Warning && finding.is_explained();
        self.findings.iter().filter(settled).count()
    }

    /// How many of its places could not be checked.
    pub fn unchecked(&self) -> usize {
        self.coverage.iter().map(|coverage| coverage.unchecked.len()).sum()
    }
}

fn report_record(report: &crate::narrative::Report) -> ReportRecord {
    ReportRecord { file: report.file.clone(), paragraphs: report.paragraphs.len(), claims: report.claims.len() }
}

fn unknown(unknown: &crate::submission::UnknownForm) -> UnknownRecord {
    let title = unknown.unknown.title.as_ref().map(|title| format!("「{}」", title.trim())).unwrap_or_default();
    let reason = format!("表{title}未能识别，{}", unknown.unknown.reason());
    UnknownRecord { place: unknown.place.clone(), reason }
}

impl FormRecord {
    /// A form as corrected, and as filed.
    fn of((form, filed): (&Form, &Form)) -> FormRecord {
        let text = |field: Field| form.field(field).unwrap_or_default().trim().to_string();
        let funds = form.blocks_named("funds").flat_map(|block| &block.rows).find(|row| row.is("funds_total"));
        let amount = |measure: Measure| Some(funds?.figure(measure)?.base());
        let title = if form.title.trim().is_empty() { &form.layout.name } else { &form.title };
        let score = |form: &Form| form.total.as_ref()?.figure(Measure::Score).map(Figure::base);
        FormRecord {
            kind: form.layout.kind,
            layout: form.layout.id.clone(),
            mark: form.layout.marks.first().cloned().unwrap_or_default(),
            title: title.split_whitespace().collect::<Vec<_>>().join(" "),
            file: form.place.file.clone(),
            sheet: form.place.sheet.clone(),
            year: form.year,
            project: text(Field::Project),
            unit: text(Field::Unit),
            supervisor: text(Field::Supervisor),
            department: text(Field::Department),
            initial_budget: amount(Measure::OriginalBudget),
            final_budget: amount(Measure::FinalBudget),
            executed: amount(Measure::Executed),
            rate: amount(Measure::Rate).map(|rate| rate * Decimal::ONE_HUNDRED),
            score: score(form),
            grade: form.field(Field::Grade).map(str::to_string),
            stated_score: score(filed),
            stated_grade: filed.field(Field::Grade).map(str::to_string),
            profile: form.profile.id.clone(),
        }
    }
}
