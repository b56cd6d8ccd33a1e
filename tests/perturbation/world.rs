//! What all perturbation tests share: the program, the labels, the filled sample sheets.

use std::sync::OnceLock;

use ziping::read::{Sheet, workbook};

use super::facts::{Facts, Program, facts};
use super::labels::Labels;
use crate::support::{files, root};

/// A sheet with at least one form on it.
pub struct Sample {
    pub name: String,
    pub sheet: Sheet,
    pub facts: Facts,
    /// The layouts of its forms.
    pub layouts: Vec<String>,
}

pub struct World {
    pub program: Program,
    pub labels: Labels,
    pub samples: Vec<Sample>,
}

/// Read once for all tests.
pub fn world() -> &'static World {
    static WORLD: OnceLock<World> = OnceLock::new();
    WORLD.get_or_init(|| {
        let program = Program::new();
        let paths = files(&root().join("samples"), &["xlsx", "xls", "ods"]);
        let readable = paths.iter().filter(|path| !path.to_string_lossy().contains("无法读取"));
        let workbooks = readable.map(|path| {
            let name = path.strip_prefix(root().join("samples")).expect("inside").to_string_lossy().into_owned();
            workbook::read(path, name.into()).expect("a readable sample")
        });
        let samples = workbooks.flat_map(|workbook| {
            let file = workbook.file.clone();
            workbook.sheets.into_iter().filter_map(|sheet| sample(&program, &file, sheet)).collect::<Vec<_>>()
        });
        World { samples: samples.collect(), labels: Labels::load(), program }
    })
}

/// Sheets that hold a form, and nothing that the program takes for an unknown one.
fn sample(program: &Program, file: &str, sheet: Sheet) -> Option<Sample> {
    let reading = program.read(&sheet);
    let sound = !reading.forms.is_empty() && reading.unknown == 0;
    let layouts = reading.forms.iter().map(|form| form.layout.id.clone()).collect();
    let name = format!("{file} · {}", sheet.name);
    sound.then(|| Sample { name, facts: facts(&reading), sheet, layouts })
}
