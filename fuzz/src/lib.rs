//! What the fuzz targets share: packages made of parts, the layouts, and the rest of the way from a workbook to findings.

use std::io::{Cursor, Write};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;
use ziping::check::check;
use ziping::model::profile::Profiles;
use ziping::narrative::Report;
use ziping::read::{ContentHash, Format, Sheet, Workbook};
use ziping::recognise::Layouts;
use ziping::submission::{LayoutsAndProfiles, of_report, of_workbook};

const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#;
const ROOT: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId8" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;
const SHEET_RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments" Target="../comments1.xml"/></Relationships>"#;
const WORKBOOK: &str = r#"<?xml version="1.0" encoding="UTF-8"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const STYLES: &str = r#"<?xml version="1.0" encoding="UTF-8"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fills count="1"><fill><patternFill patternType="none"/></fill></fills><cellXfs count="2"><xf numFmtId="0" fillId="0"/><xf numFmtId="10" fillId="0"/></cellXfs></styleSheet>"#;
const DOCUMENT: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;

/// The name of the sheet that a package of [`workbook`] has, unless its input says otherwise.
pub const SHEET: &str = "表";

/// A workbook of parts that stand one after another with a zero byte between: the sheet, shared strings, styles, the
/// workbook, comments. Those that are left out are small sound ones, so that a mutation reaches past the zip archive.
pub fn workbook(input: &[u8]) -> Vec<u8> {
    let mut given = input.split(|byte| *byte == 0);
    let mut part = |usual: &'static str| given.next().filter(|part| !part.is_empty()).unwrap_or(usual.as_bytes());
    let (sheet, strings) = (part("<worksheet><sheetData/></worksheet>"), part("<sst/>"));
    let (styles, book, comments) = (part(STYLES), part(WORKBOOK), part(""));
    let mut parts = vec![
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", ROOT.as_bytes()),
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", RELATIONS.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet),
        ("xl/styles.xml", styles),
        ("xl/sharedStrings.xml", strings),
    ];
    if !comments.is_empty() {
        parts.push(("xl/worksheets/_rels/sheet1.xml.rels", SHEET_RELATIONS.as_bytes()));
        parts.push(("xl/comments1.xml", comments));
    }
    package(&parts)
}

/// A report whose text part is this.
pub fn document(text: &[u8]) -> Vec<u8> {
    package(&[("_rels/.rels", DOCUMENT.as_bytes()), ("word/document.xml", text)])
}

/// A zip archive of these parts.
pub fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        writer.start_file(*name, options).expect("a part begins");
        writer.write_all(text).expect("a part is written");
    }
    writer.finish().expect("a package is written").into_inner()
}

/// The layouts and profiles that the program carries.
pub fn known() -> LayoutsAndProfiles<'static> {
    static KNOWN: OnceLock<(Layouts, Profiles)> = OnceLock::new();
    let read =
        || (Layouts::embedded().expect("layouts"), Profiles::load(&[], ziping::rules::is_known).expect("profiles"));
    let (layouts, profiles) = KNOWN.get_or_init(read);
    LayoutsAndProfiles { layouts, profiles }
}

/// Sheets that were read, all the way to findings.
pub fn check_sheets(sheets: Vec<Sheet>, format: Format) {
    let (file, path) = (Arc::from("表.xlsx"), PathBuf::from("表.xlsx"));
    let workbook = Workbook { file, path, content_hash: ContentHash::default(), format, sheets };
    check(of_workbook(workbook, known()));
}

/// A report, all the way to findings.
pub fn check_report(report: Report) {
    check(of_report(report));
}

/// Lets the program catch the panics of other crates, as it does in a run: libfuzzer-sys would stop at every one. Those
/// that nobody catches still end the run.
pub fn as_in_a_run() {
    std::panic::set_hook(Box::new(|_| {}));
}
