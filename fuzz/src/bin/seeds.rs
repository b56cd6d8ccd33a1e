//! Makes the first inputs of every target from the samples and the tests' workbooks, in `corpus/<target>/`.

use std::fs;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

use libfuzzer_sys as _; // what counts coverage is in it
use zip::ZipArchive;

/// Larger ones slow every mutation down and show nothing that smaller ones do not.
const LARGEST: usize = 65_536;

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    ["samples", "tests", "templates", "tools"]
        .iter()
        .for_each(|folder| walk(&root.join("..").join(folder), &mut files));
    for path in &files {
        let Ok(bytes) = fs::read(path) else { continue };
        let extension = path.extension().unwrap_or_default().to_string_lossy().into_owned();
        match extension.as_str() {
            "xlsx" | "xlsm" => {
                for sheet in 1..=3 {
                    let parts = parts(&bytes, sheet);
                    save(root, "parts", path, sheet, &parts);
                    save(root, "patch", path, sheet, &parts);
                }
                save(root, "bytes", path, 0, &bytes);
            }
            "xls" | "et" | "xlsb" => save(root, "bytes", path, 0, &bytes),
            "ods" => save(root, "ods", path, 0, &part(&bytes, "content.xml")),
            "docx" => save(root, "report", path, 0, &part(&bytes, "word/document.xml")),
            "txt" | "md" | "pdf" => save(root, "report", path, 0, &bytes),
            "toml" => save(root, "template", path, 0, &bytes),
            _ => {}
        }
    }
    for (number, text) in FIGURES.iter().enumerate() {
        save(root, "figure", Path::new("text"), number, text.as_bytes());
    }
}

/// What stands in the columns of targets, actual values and amounts.
const FIGURES: [&str; 24] = [
    "95.20%\n98%",
    "≥95%\n96.3%",
    "1,234.56万元\n1234.56",
    "（3.20）\n△3.2",
    "约三万余人次\n31000人",
    "12月31日前\n12月30日",
    "2023年12月底前\n2023年11月",
    "≤10万元/个\n9.98万元",
    "优良中低差\n良",
    "100%（含）\n100",
    "5-10个\n7个",
    "3∶1\n3:1",
    "不少于20场\n二十一场",
    "１２３．４５\n123.45",
    "1.2E+05\n120000",
    "#DIV/0!\n0",
    "—\n/",
    "百分之九十五\n0.95",
    "较上年增长5%\n6%",
    "定性：达到预期\n达成预期指标",
    "=1+1\n2",
    "79228162514264337593543950335\n1",
    "0.000000000001\n0",
    "十分明显\n明显",
];

fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        match entry.path() {
            path if path.is_dir() => walk(&path, files),
            path => files.push(path),
        }
    }
    files.sort();
}

/// The parts of a workbook as [`ziping_fuzz::workbook`] takes them.
fn parts(bytes: &[u8], sheet: usize) -> Vec<u8> {
    let sheet = part(bytes, &format!("xl/worksheets/sheet{sheet}.xml"));
    if sheet.is_empty() {
        return sheet;
    }
    let others = ["xl/sharedStrings.xml", "xl/styles.xml"].map(|name| part(bytes, name));
    [sheet, others.join(&0u8)].join(&0u8)
}

fn part(bytes: &[u8], name: &str) -> Vec<u8> {
    let mut part = Vec::new();
    if let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes))
        && let Ok(mut entry) = archive.by_name(name)
    {
        // The parts of damaged files are seeds as well.
        drop(entry.read_to_end(&mut part));
    }
    part
}

fn save(root: &Path, target: &str, path: &Path, number: usize, bytes: &[u8]) {
    if bytes.is_empty() || bytes.len() > LARGEST {
        return;
    }
    let folder = root.join("corpus").join(target);
    fs::create_dir_all(&folder).expect("a folder");
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let parent = path.parent().and_then(Path::file_name).unwrap_or_default().to_string_lossy().into_owned();
    fs::write(folder.join(format!("{parent}-{name}-{number}")), bytes).expect("a seed");
}
