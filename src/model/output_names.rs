//! Names of the program's own files and folders: what it writes it knows again.

/// The list of all findings of a submission, in its folder.
pub const DISCREPANCIES: &str = "差异表.xlsx";
/// How the title of that list ends, after department and year.
pub const DISCREPANCIES_TITLE: &str = "绩效自评复核差异表";
/// The summary of a run.
pub const SUMMARY: &str = "复核汇总.xlsx";
/// All findings of a run, for programs.
pub const FINDINGS: &str = "findings.json";
/// What an export leaves out and for whom.
pub const EXPORT_NOTES: &str = "导出说明.xlsx";
/// The index of an export.
pub const INDEX: &str = "目录.xlsx";
/// The folder of what a run keeps for itself; a folder that holds one is an output folder.
pub const RUN_FOLDER: &str = ".ziping";

/// What marks a corrected copy, behind the name of what was filed.
const CORRECTED: &str = "（更正）";
/// What marks a copy with comments.
const ANNOTATED: &str = "（批注）";
/// The name of a file is cut where a path would become too long.
const LONGEST: usize = 45;

/// Workbooks that the program writes for people to read, which are no input.
pub const NO_INPUT: [&str; 4] = [DISCREPANCIES, SUMMARY, EXPORT_NOTES, INDEX];

/// The name of the corrected copy of a file, both without ending. A copy that comes in again keeps its name.
pub fn corrected(stem: &str) -> String {
    format!("{}{CORRECTED}", shortened(stem))
}

/// The name of the copy with comments of a file, both without ending. A copy that comes in again keeps its name.
pub fn annotated(stem: &str) -> String {
    format!("{}{ANNOTATED}", shortened(stem))
}

fn shortened(stem: &str) -> String {
    without_mark(stem).chars().take(LONGEST).collect()
}

/// The name of a file without folders and ending, and without the mark of a copy: by it a file is known again, from
/// whatever folder and in whatever format it comes back.
pub fn filed_stem(file: &str) -> &str {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    without_mark(name.rsplit_once('.').map_or(name, |(stem, _)| stem))
}

fn without_mark(stem: &str) -> &str {
    let mut stem = stem;
    while let Some(filed) = [CORRECTED, ANNOTATED].iter().find_map(|mark| stem.strip_suffix(mark)) {
        stem = filed;
    }
    stem
}

/// The title of a list of findings: whom and what it is about.
pub fn list_title(department: &str, year: Option<i32>) -> String {
    let year = year.map(|year| format!(" {year}年度")).unwrap_or_default();
    format!("{department}{year}{DISCREPANCIES_TITLE}")
}

/// Whether a text is the title of such a list.
pub fn is_list_title(text: &str) -> bool {
    text.trim().ends_with(DISCREPANCIES_TITLE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_that_comes_back_is_the_file_that_was_filed() {
        for name in ["自评表.xlsx", "某局/自评表（更正）.xlsx", "C:\\某局\\自评表（更正）（更正）.et"]
        {
            assert_eq!(filed_stem(name), "自评表");
        }
        assert_eq!(filed_stem("报告（批注）.docx"), "报告");
        assert_eq!(corrected("自评表（更正）"), "自评表（更正）");
        assert_eq!(annotated("报告（批注）（批注）"), "报告（批注）");
    }
}
