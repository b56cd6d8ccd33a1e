//! Workbooks by several programs, hard to correct: only what should change changes, and another program agrees.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use calamine::{Data, Reader, open_workbook_auto};
use rayon::prelude::*;
use serde_json::Value;

use crate::oracle::{Cells, cells, convert, same};
use crate::support::{check, files, findings, root, text, ziping};

/// The fills that mark corrected and doubtful cells.
const FILLS: [[u8; 3]; 2] = [[0xFF, 0xF2, 0xA8], [0xB9, 0xD7, 0xF0]];

const ALL: &[&str] = &["xlsx", "xlsm", "xls", "ods", "xlsb"];

fn workbooks(extensions: &[&str]) -> Vec<PathBuf> {
    files(&root().join("tests/workbooks"), extensions)
}

/// A workbook that was checked by itself.
struct Checked {
    source: PathBuf,
    findings: Value,
    out: PathBuf,
    corrected: PathBuf,
}

/// All workbooks, each checked once for all tests.
static CHECKED: LazyLock<Vec<Checked>> = LazyLock::new(|| {
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("workbooks");
    drop(std::fs::remove_dir_all(&out));
    workbooks(ALL).into_par_iter().map(|source| Checked::of(source, &out)).collect()
});

fn checked(extensions: &'static [&'static str]) -> impl Iterator<Item = &'static Checked> {
    CHECKED.iter().filter(|checked| checked.source.extension().is_some_and(|own| extensions.iter().any(|e| own == *e)))
}

/// The workbook of this name.
fn named(name: &str) -> &'static Checked {
    CHECKED.iter().find(|checked| checked.source.ends_with(name)).expect("a workbook of this name")
}

/// The corrected copies in an output folder.
fn copies(out: &Path) -> Vec<PathBuf> {
    let all = files(out, &["xlsx", "xlsm"]);
    all.into_iter().filter(|path| path.to_string_lossy().contains("（更正）")).collect()
}

impl Checked {
    fn of(source: PathBuf, out: &Path) -> Checked {
        let out = out.join(source.file_name().expect("a name"));
        let input = std::fs::read(&source).expect("read");
        ziping(&["check", source.to_str().expect("UTF-8"), "-o", out.to_str().expect("UTF-8")]);
        assert!(input == std::fs::read(&source).expect("read"), "{} is as it was", source.display());
        let json = std::fs::read(out.join("findings.json")).expect("findings.json");
        let findings = serde_json::from_slice(&json).expect("JSON");
        let corrected = copies(&out);
        assert_eq!(corrected.len(), 1, "{}", source.display());
        Checked { source, findings, out, corrected: corrected[0].clone() }
    }

    /// The cells with any correction.
    fn marked(&self) -> BTreeSet<(String, String)> {
        self.cells("automatic").union(&self.cells("suggested")).cloned().collect()
    }

    /// The cells with a correction of this trust: sheet and cell.
    fn cells(&self, trust: &str) -> BTreeSet<(String, String)> {
        let trusted = findings(&self.findings).into_iter().filter(|finding| finding["correction"]["trust"] == trust);
        trusted.map(|finding| (text(&finding["sheet"]), text(&finding["correction"]["cell"]))).collect()
    }
}

/// Every part of a package with its bytes, as compressed or not.
fn parts(path: &Path, raw: bool) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(std::fs::File::open(path).expect("a file")).expect("a package");
    let mut parts = BTreeMap::new();
    for index in 0..archive.len() {
        let mut bytes = Vec::new();
        let name = archive.by_index_raw(index).expect("a part").name().expect("a name").to_string();
        match raw {
            true => archive.by_index_raw(index).expect("a part").read_to_end(&mut bytes).expect("read"),
            false => archive.by_index(index).expect("a part").read_to_end(&mut bytes).expect("read"),
        };
        parts.insert(name, bytes);
    }
    parts
}

fn address(row: u32, column: u32) -> String {
    ziping::model::place::Address::new(row, column).to_string()
}

#[test]
fn only_the_parts_that_must_change_do() {
    for checked in checked(&["xlsx", "xlsm"]) {
        let (before, after) = (parts(&checked.source, true), parts(&checked.corrected, true));
        let sheets: BTreeSet<String> = checked.marked().into_iter().map(|(sheet, _)| sheet).collect();
        let changed: Vec<&String> = before.keys().filter(|part| after.get(*part) != before.get(*part)).collect();
        let may_change = |part: &str| {
            let beginnings = ["xl/worksheets/sheet", "xl/worksheets/_rels/", "xl/comments", "xl/drawings/vmlDrawing"];
            let whole = ["[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"];
            whole.contains(&part)
                || part == "xl/calcChain.xml"
                || ["xl/comments/comment", "xl/drawings/commentsDrawing"].iter().any(|name| part.starts_with(name))
                || beginnings.iter().any(|beginning| part.starts_with(beginning))
        };
        assert!(changed.iter().all(|part| may_change(part)), "{}: {changed:?}", checked.source.display());
        let changed_sheets = changed.iter().filter(|part| part.starts_with("xl/worksheets/sheet")).count();
        assert_eq!(changed_sheets, sheets.len(), "{}: {changed:?}", checked.source.display());
    }
}

#[test]
fn only_the_corrected_cells_have_other_values() {
    for checked in checked(ALL) {
        let corrected = checked.cells("automatic");
        let only_suggested = checked.source.ends_with("openpyxl-suggested.xlsx");
        assert!(corrected.len() >= if only_suggested { 0 } else { 3 }, "{}", checked.source.display());
        let (before, after) = (cells(&checked.source), cells(&checked.corrected));
        let differing = |(place, value): &(&(String, u32, u32), &Data)| {
            let other = before.get(*place);
            !same(value, other) && place.0 != "差异表"
        };
        let differing: BTreeSet<(String, String)> =
            after.iter().filter(differing).map(|(place, _)| (place.0.clone(), address(place.1, place.2))).collect();
        let pending: BTreeSet<(String, String)> = differing.difference(&corrected).cloned().collect();
        // Made anew, a formula comes with the result that its file did not store.
        let filled: Vec<_> = pending.iter().filter(|(sheet, cell)| is_filled(&before, sheet, cell)).collect();
        assert!(filled.is_empty(), "{}: {filled:?}", checked.source.display());
        let missing = before.keys().filter(|place| !after.contains_key(*place));
        assert_eq!(missing.count(), 0, "{}", checked.source.display());
        assert!(after.keys().any(|place| place.0 == "差异表"), "{}", checked.source.display());
    }
}

fn is_filled(cells: &Cells, sheet: &str, cell: &str) -> bool {
    cells
        .iter()
        .any(|(place, value)| place.0 == sheet && address(place.1, place.2) == cell && !value.to_string().is_empty())
}

#[test]
fn marks_stand_where_they_should_and_nowhere_else() {
    for checked in checked(ALL) {
        let marked = checked.marked();
        assert!(!marked.is_empty(), "{}", checked.source.display());
        let name = checked.source.display();
        assert_eq!(filled(&checked.corrected), marked, "{name}: fills");
        let comments: Vec<String> = parts(&checked.corrected, false)
            .into_iter()
            .filter(|(part, _)| part.to_lowercase().contains("comment") && part.ends_with(".xml"))
            .map(|(_, bytes)| String::from_utf8(bytes).expect("UTF-8"))
            .collect();
        let said = |what: &str| comments.iter().map(|part| part.matches(what).count()).sum::<usize>();
        let threads = comments.iter().filter(|part| part.contains("tc={")).count();
        assert!(said("【已更正】") + threads >= checked.cells("automatic").len(), "{name}");
        assert!(said("【建议核实】") >= checked.cells("suggested").len(), "{name}");
        for (_, cell) in &marked {
            assert!(comments.iter().any(|part| part.contains(&format!("ref=\"{cell}\""))), "{name} {cell}");
        }
    }
}

/// The cells with one of our fills, by the styles that calamine reads.
fn filled(path: &Path) -> BTreeSet<(String, String)> {
    let mut book = open_workbook_auto(path).expect("a workbook");
    let mut filled = BTreeSet::new();
    for sheet in book.sheet_names() {
        let styles = book.worksheet_style(&sheet).expect("styles");
        let (top, left) = styles.start().unwrap_or_default();
        for (row, column, style) in styles.cells() {
            let colour = style.fill.as_ref().and_then(|fill| fill.foreground_color);
            if colour.is_some_and(|colour| FILLS.contains(&[colour.red, colour.green, colour.blue])) {
                filled.insert((sheet.clone(), address(top + row, left + column)));
            }
        }
    }
    filled
}

#[test]
fn what_is_made_anew_looks_as_before_as_far_as_it_can_be_read() {
    for checked in checked(&["xls", "ods", "xlsb"]) {
        let name = checked.source.display().to_string();
        let read = |path: &Path| ziping::read::workbook::sheets(&std::fs::read(path).expect("read")).expect("sheets");
        let (before, after) = (read(&checked.source), read(&checked.corrected));
        let corrected = checked.cells("automatic");
        let mut bordered = 0;
        for (old, new) in before.iter().zip(&after) {
            let regions = |sheet: &ziping::read::Sheet| -> BTreeSet<String> {
                sheet.regions.iter().map(|region| format!("{}:{}", region.first, region.last)).collect()
            };
            assert_eq!((&old.name, old.hidden, regions(old)), (&new.name, new.hidden, regions(new)), "{name}");
            for (cell, value) in &old.cells {
                let is_corrected = corrected.contains(&(old.name.to_string(), cell.to_string()));
                let shown = new.cells.get(cell).map(ziping::read::Cell::text);
                assert!(is_corrected || shown == Some(value.text()), "{name} {cell}: {} {shown:?}", value.text());
            }
            let mut book = open_workbook_auto(&checked.corrected).expect("a workbook");
            let styles = book.worksheet_style(&old.name).expect("styles");
            bordered += styles.cells().filter(|(.., style)| style.borders.is_some()).count();
        }
        assert!(bordered > 50, "{name}: {bordered} cells with borders");
        let widths = parts(&checked.corrected, false).into_iter().filter(|(part, bytes)| {
            part.starts_with("xl/worksheets/sheet") && String::from_utf8_lossy(bytes).contains("<cols>")
        });
        assert!(widths.count() >= 2, "{name}: widths of the form and of the list");
    }
}

#[test]
fn what_follows_by_a_law_is_a_live_formula_where_a_workbook_is_made_anew() {
    let checked = named("libreoffice-comments.xls");
    let mut book = open_workbook_auto(&checked.corrected).expect("a workbook");
    let formulas = book.worksheet_formula("自评表").expect("a sheet");
    let formula = |row, column| formulas.get_value((row, column)).cloned().unwrap_or_default();
    assert_eq!([formula(5, 7), formula(6, 7)], ["ROUND(F6/E6,4)", "ROUND(F7/E7,4)"]);
    assert!(formula(17, 6).contains("I6") && formula(17, 6).contains("G17"), "{}", formula(17, 6));
    assert_eq!(formula(5, 5), "", "what was reported is a value");
    let mut summary = open_workbook_auto(checked.out.join("复核汇总.xlsx")).expect("a workbook");
    let sheet = summary.worksheet_range("更正件").expect("the sheet");
    assert!(sheet.rows().flatten().any(|cell| *cell == "由 .xls 重新生成为 .xlsx"));
}

#[test]
fn what_was_there_stays() {
    let all = |checked: &Checked| -> String {
        let parts = parts(&checked.corrected, false).into_values();
        parts.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).collect()
    };
    let comments = all(named("openpyxl-comments.xlsx"));
    for kept in ["财务科：请再核一遍", "项目名称与批复一致", "<sheetProtection", "<dataValidation", "_xlnm.Print_Area"]
    {
        assert!(comments.contains(kept), "{kept}");
    }
    assert!(comments.contains("【ziping（自评）复核】"), "ours stands under theirs");
    let extensions = all(named("xlsxwriter-extensions.xlsx"));
    for kept in ["总分由系统生成", "x14:sparkline", "x14:dataBar", "汇总", "legacyDrawingHF", "<tablePart "] {
        assert!(extensions.contains(kept), "{kept}");
    }
    let threaded = all(named("shared-threaded.xlsx"));
    assert!(threaded.contains("[线程批注] 请核对总分") && threaded.contains("<br>"), "{threaded}");
    assert!(!threaded.contains("<c r=\"H6\" i=\"1\"/>"), "the chain loses the formula that gave way");
    let picture = all(named("openpyxl-picture.xlsx"));
    assert!(picture.contains("example.invalid"), "a cell keeps its own link");
}

#[test]
fn correcting_again_changes_nothing() {
    for checked in checked(ALL) {
        let (again, second) = check(&checked.corrected);
        let automatic: Vec<&Value> =
            findings(&again).into_iter().filter(|finding| finding["correction"]["trust"] == "automatic").collect();
        assert!(automatic.is_empty(), "{}: {automatic:?}", checked.source.display());
        let copies = copies(second.path());
        assert!(copies.is_empty(), "{}: nothing is left to mark: {copies:?}", checked.source.display());
    }
}

#[test]
fn libreoffice_reads_the_same_values() {
    let staged = tempfile::tempdir().expect("a temporary folder");
    let copies: Vec<PathBuf> = (0..)
        .zip(checked(ALL))
        .map(|(number, checked)| {
            let copy = staged.path().join(format!("{number:03}.xlsx"));
            std::fs::copy(&checked.corrected, &copy).expect("copied");
            copy
        })
        .collect();
    let Some(folder) = convert(&copies, "xlsx") else { return };
    for (copy, checked) in copies.iter().zip(checked(ALL)) {
        let theirs = cells(&folder.path().join("converted").join(copy.file_name().expect("a name")));
        let corrected = checked.cells("automatic");
        for (place, value) in cells(copy) {
            let is_formula_that_follows =
                !corrected.contains(&(place.0.clone(), address(place.1, place.2))) && has_formula(copy, &place);
            assert!(
                is_formula_that_follows || same(&value, theirs.get(&place)),
                "{} {place:?}: {value} and {:?}",
                checked.source.display(),
                theirs.get(&place)
            );
        }
    }
}

/// Whether a cell has a formula: its stored result may be old where its inputs were corrected.
fn has_formula(path: &Path, place: &(String, u32, u32)) -> bool {
    let mut book = open_workbook_auto(path).expect("a workbook");
    let formulas = book.worksheet_formula(&place.0).expect("a sheet");
    formulas.get_value((place.1, place.2)).is_some_and(|formula| !formula.is_empty())
}
