//! Names and texts that would break paths, pages, tables or terminals if they were taken as they are.

use std::io::{Cursor, Read};

use serde_json::Value;

use super::{FAULTY, filed, package, run_check, sample};
use crate::support::{check, files, findings, ziping};

/// Names of folders and files that Linux allows.
fn awkward() -> Vec<String> {
    let long = "长".repeat(80);
    [
        "=cmd|' /C calc'!A0",
        "+1+1",
        "-1",
        "@SUM(1)",
        "名\n字",
        "名\t字",
        "\u{1b}[31m红",
        "🏛️局",
        "\u{202e}局务财",
        "a\u{200b}b",
        "CON",
        "nul.tmp",
        "局. ",
        " 局",
        "局..局",
        "局..",
        "a:b*c?d\"e<f>g|h",
        "<script>alert(1)</script>",
        "&amp;",
        "{{ 7*7 }}",
        "'; DROP TABLE",
        "%00%2e%2e",
        "局\\..\\..\\外",
        "$(reboot)",
        "`reboot`",
        "~",
        "-rf",
        "--help",
        &long,
    ]
    .map(str::to_string)
    .to_vec()
}

#[test]
fn awkward_names_of_folders_and_files_do_no_harm() {
    let faulty = sample(FAULTY);
    let inputs: Vec<(String, Vec<u8>)> =
        awkward().into_iter().map(|name| (format!("{name}/{name}.xlsx"), faulty.clone())).collect();
    let inputs: Vec<(&str, Vec<u8>)> = inputs.iter().map(|(name, bytes)| (name.as_str(), bytes.clone())).collect();
    let (folder, outside) = (filed(&inputs), tempfile::tempdir().expect("a folder"));
    let out = outside.path().join("输出");
    let ran = run_check(folder.path(), &out);
    assert_eq!(ran.status, 1, "{}", ran.stderr);
    assert!(!ran.stdout.contains(['\u{1b}', '\u{202e}', '\t']), "nothing commands the terminal");
    let corrected = files(&out, &["xlsx"]).iter().filter(|path| path.to_string_lossy().contains("（更正）")).count();
    assert_eq!(corrected, inputs.len());
    assert_eq!(std::fs::read_dir(outside.path()).expect("read").count(), 1, "nothing lies outside");
    assert_unaltered(folder.path(), &inputs);
    for path in files(&out, &["xlsx"]) {
        assert_no_foreign_formula(&path);
    }
}

fn assert_unaltered(folder: &std::path::Path, inputs: &[(&str, Vec<u8>)]) {
    for (name, bytes) in inputs {
        assert!(std::fs::read(folder.join(name)).expect("still there") == *bytes, "{name} is as it was");
    }
}

/// No cell of a workbook has a formula that begins as the awkward names do.
fn assert_no_foreign_formula(path: &std::path::Path) {
    for (part, xml) in parts(path) {
        if part.starts_with("xl/worksheets/") {
            let formulas = xml.split("<f>").skip(1).map(|rest| rest.split("</f>").next().unwrap_or_default());
            for formula in formulas {
                assert!(
                    !["cmd", "1+1", "SUM(1)", "HYPERLINK", "WEBSERVICE"].iter().any(|bad| formula.contains(bad)),
                    "{}: {formula}",
                    path.display()
                );
            }
        }
    }
}

fn parts(path: &std::path::Path) -> Vec<(String, String)> {
    let bytes = std::fs::read(path).expect("a workbook");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a package");
    let part = |index| {
        let mut entry = archive.by_index(index).expect("a part");
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).expect("read");
        (entry.name().expect("a name").into_owned(), String::from_utf8_lossy(&bytes).into_owned())
    };
    (0..zip::ZipArchive::new(Cursor::new(std::fs::read(path).expect("a workbook"))).expect("a package").len())
        .map(part)
        .collect()
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_name_that_is_not_utf_8_is_shown_as_well_as_can_be() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let folder = filed(&[]);
    // 「表」 in GBK, as old systems unpack it.
    let name = OsStr::from_bytes(b"\xb1\xed.xlsx");
    std::fs::write(folder.path().join(name), sample(FAULTY)).expect("written");
    let (document, out) = check(folder.path());
    assert!(
        findings(&document).iter().any(|finding| finding["file"].as_str().is_some_and(|file| file.ends_with(".xlsx")))
    );
    assert!(files(out.path(), &["xlsx"]).iter().any(|path| path.to_string_lossy().contains("（更正）")));
}

/// The form of a department whose name and texts are these.
fn form_of(department: &str, project: &str) -> Vec<u8> {
    let escape = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    package::with(&sample(FAULTY), "xl/sharedStrings.xml", |text| {
        let text = text.replace("云岭市文化体育发展中心", &escape(department));
        text.replacen("基层文艺骨干培训", &escape(project), 1)
    })
}

#[test]
fn texts_of_forms_are_texts_wherever_they_are_written() {
    let hostile =
        ["=HYPERLINK(\"http://x\",\"点\")", "<script>alert(1)</script>", "../../../坏", "@SUM(1+1)*cmd|' /C calc'!A0"];
    for name in hostile {
        let folder = filed(&[("单位/表.xlsx", form_of(name, name))]);
        let (document, out) = check(folder.path());
        let department = document["submissions"][0]["department"].as_str().expect("a department");
        assert!(!department.is_empty());
        for path in files(out.path(), &["xlsx"]) {
            assert_no_foreign_formula(&path);
        }
        assert!(!std::fs::exists(folder.path().join("../坏")).expect("known"));
        exported(folder.path(), name);
    }
}

/// The published pages and tables of the same form.
fn exported(folder: &std::path::Path, name: &str) {
    let out = tempfile::tempdir().expect("a folder");
    let [from, to] = [folder, out.path()].map(|path| path.to_str().expect("UTF-8").to_string());
    let ran = ziping(&["export", &from, "-o", &to, "--to", "html,xlsx,csv,json", "--force"]);
    assert!(ran.status <= 1, "{}", ran.stderr);
    for path in files(out.path(), &["html"]) {
        assert!(!std::fs::read_to_string(&path).expect("a page").contains("<script>alert"), "{}", path.display());
    }
    for path in files(out.path(), &["csv"]) {
        let mut reader = csv::Reader::from_path(&path).expect("a table");
        for field in
            reader.records().flat_map(|record| record.expect("a row").iter().map(str::to_string).collect::<Vec<_>>())
        {
            let is_number = field.parse::<rust_decimal::Decimal>().is_ok();
            assert!(
                is_number || !field.starts_with(['=', '+', '-', '@', '\t', '\r']),
                "{name}: {field} in {}",
                path.display()
            );
        }
    }
    for path in files(out.path(), &["xlsx"]) {
        assert_no_foreign_formula(&path);
    }
    let json = files(out.path(), &["json"]);
    assert!(!json.is_empty());
    json.iter()
        .for_each(|path| drop(serde_json::from_slice::<Value>(&std::fs::read(path).expect("a file")).expect("JSON")));
}

#[test]
fn a_sheet_whose_name_is_a_formula_is_corrected_like_any_other() {
    let bytes = package::with(&sample(FAULTY), "xl/workbook.xml", |text| {
        let start = text.find("<sheet name=\"").expect("a sheet") + "<sheet name=\"".len();
        let end = start + text[start..].find('"').expect("its end");
        format!("{}=1+1&amp;&lt;b&gt;{}", &text[..start], &text[end..])
    });
    let (document, out) = check(filed(&[("单位/表.xlsx", bytes)]).path());
    assert!(findings(&document).iter().any(|finding| finding["sheet"] == "=1+1&<b>"));
    let all = files(out.path(), &["xlsx"]);
    assert!(all.iter().any(|path| path.to_string_lossy().contains("（更正）")));
    all.iter().for_each(|path| assert_no_foreign_formula(path));
}
