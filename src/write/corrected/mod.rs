//! The department's own workbooks: wrong derived cells replaced, doubtful ones marked, every change explained.

mod list;
mod marks;

use std::path::Path;

use anyhow::{Context, Result};

use crate::check::Checked;
use crate::limits::files::{self, Written};
use crate::model::figure::NewValue;
use crate::model::finding::Finding;
use crate::model::form::{Entry, Form};
use crate::model::output_names;
use crate::model::place::Address;
use crate::ooxml::{self, CellEdit, Changes};
use crate::read::{Format, workbook};
use crate::record::CorrectedFile;
use crate::submission::FileRead;
use crate::write::recreated;

pub use marks::{CORRECTED, SUGGESTED};

/// Who signs the comments.
const AUTHOR: &str = "ziping（自评）复核";
/// What a comment adds where a formula has given way to a value.
const FORMULA_LOST: &str = "\n原有公式的结果不等于应为值，已改为数值。";

/// Writes the corrected copies of a submission's workbooks into its folder; what failed is told.
pub fn write(checked: &Checked, folder: &str, out: &Path) -> (Vec<(CorrectedFile, Written)>, Vec<String>) {
    let mut written = Vec::new();
    let mut failed = Vec::new();
    let mut names = files::Names::default();
    for file in &checked.submission.files {
        let edits = edits(&checked.findings, file);
        if edits.is_empty() {
            continue;
        }
        let mut hand_back = || -> Result<Option<(CorrectedFile, Written)>> {
            let Some(bytes) = correct(checked, file, &edits)? else { return Ok(None) };
            let (stem, extension) = corrected_name(file);
            let path = format!("{folder}/{}.{extension}", names.free(&stem));
            let written = Written::new(out, path.clone(), &bytes)?;
            Ok(Some((handed_back(file, path, &edits), written)))
        };
        match hand_back() {
            Ok(corrected) => written.extend(corrected),
            Err(error) => failed.push(format!("{}：{error:#}", file.file)),
        }
    }
    (written, failed)
}

fn handed_back(file: &FileRead, path: String, edits: &[CellEdit]) -> CorrectedFile {
    let corrected = edits.iter().filter(|edit| edit.value.is_some()).count();
    CorrectedFile {
        source: file.file.clone(),
        path,
        recreated: file.format != Format::Xlsx,
        corrected,
        suggested: edits.len() - corrected,
    }
}

/// `自评表.xlsx` → `自评表（更正）.xlsx`; a corrected copy that comes in again keeps its name. What is made anew is
/// an .xlsx.
fn corrected_name(file: &FileRead) -> (String, String) {
    let part = |part: Option<&std::ffi::OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
    let stem = part(file.path.file_stem());
    let extension = if file.format == Format::Xlsx { part(file.path.extension()) } else { "xlsx".to_string() };
    (output_names::corrected(&stem), extension)
}

/// The cells of a file that are changed or marked.
fn edits(findings: &[Finding], file: &FileRead) -> Vec<CellEdit> {
    let ours = findings.iter().filter(|finding| finding.place.file == file.file);
    marks::edits(ours, &list::rows_of(findings, file))
}

/// The package that is corrected: the file itself, or the same made anew; with the edits that fit it.
fn package_of(checked: &Checked, file: &FileRead, edits: &[CellEdit]) -> Result<(Vec<u8>, Vec<CellEdit>)> {
    if file.format == Format::Xlsx {
        return Ok((file.content_hash.read_again(&file.path)?, edits.to_vec()));
    }
    let number = |edit: &CellEdit| match edit.value {
        Some(NewValue::Number(number)) => {
            Some(((&*edit.sheet).into(), Address::new(edit.row, edit.column))).zip(Some(number))
        }
        _ => None,
    };
    let corrected = edits.iter().filter_map(number).collect();
    let made = recreated::workbook(file, &checked.submission, &corrected).context("无法重新生成工作簿")?;
    let has_formula = |edit: &CellEdit| {
        made.formulas
            .iter()
            .any(|(sheet, cell)| **sheet == *edit.sheet && (cell.row, cell.column) == (edit.row, edit.column))
    };
    let edits = edits.iter().map(|edit| CellEdit { keep_formula: has_formula(edit), ..edit.clone() }).collect();
    Ok((made.bytes, edits))
}

/// The corrected copy; nothing where nothing is corrected and every mark is there already.
fn correct(checked: &Checked, file: &FileRead, edits: &[CellEdit]) -> Result<Option<Vec<u8>>> {
    let (bytes, edits) = package_of(checked, file, edits)?;
    let edits = edits.as_slice();
    let changes = |edits: &[CellEdit], list| Changes {
        edits: edits.to_vec(),
        list,
        author: AUTHOR.to_string(),
        formula_lost: FORMULA_LOST.to_string(),
    };
    // Reading all sheets is only worth it where the name is taken.
    let is_taken = ooxml::has_sheet(&bytes, list::NAME)?;
    let has_own_list = is_taken && list::is_theirs(&workbook::sheets(&bytes)?);
    let only_marks = edits.iter().all(|edit| edit.value.is_none());
    let in_place = file.format == Format::Xlsx;
    if only_marks && in_place && ooxml::patch(&bytes, &changes(edits, None)).context("无法生成更正件")? == bytes
    {
        return Ok(None);
    }
    let list = || Some(list::sheet(checked, file, has_own_list));
    let corrected = ooxml::patch(&bytes, &changes(edits, list())).context("无法生成更正件")?;
    let forms = &checked.submission.forms;
    let keeps_one = |edit: &CellEdit| edit.keep_formula && (!in_place || has_formula(forms, file, edit));
    if !edits.iter().any(keeps_one) {
        return Ok(Some(corrected));
    }
    Ok(Some(match without_wrong_formulas(&corrected, edits)? {
        Some(edits) => ooxml::patch(&bytes, &changes(&edits, list())).context("无法生成更正件")?,
        None => corrected,
    }))
}

/// Whether a cell of a form holds a formula, as filed.
fn has_formula(forms: &[Form], file: &FileRead, edit: &CellEdit) -> bool {
    let on_sheet = |form: &&Form| form.place.file == file.file && *form.place.sheet == *edit.sheet;
    let cell = Some(Address::new(edit.row, edit.column));
    let is_formula = |entry: &Entry| entry.formula.is_some() && entry.place.cell == cell;
    forms.iter().filter(on_sheet).any(|form| form.all_entries().any(is_formula))
}

/// A formula stays only where calculating it over the corrected cells gives the right value; where one
/// does not, the edits with that formula given up.
fn without_wrong_formulas(corrected: &[u8], edits: &[CellEdit]) -> Result<Option<Vec<CellEdit>>> {
    let sheets = workbook::sheets(corrected)?;
    let is_wrong = |edit: &&CellEdit| {
        let sheet = sheets.iter().find(|sheet| *sheet.name == *edit.sheet);
        let cell = sheet.and_then(|sheet| sheet.cell(edit.row, edit.column));
        edit.keep_formula && cell.is_some_and(|cell| cell.recalculated.is_some() || cell.unverified)
    };
    if !edits.iter().any(|edit| is_wrong(&edit)) {
        return Ok(None);
    }
    let decided =
        edits.iter().map(|edit| CellEdit { keep_formula: edit.keep_formula && !is_wrong(&edit), ..edit.clone() });
    Ok(Some(decided.collect()))
}
