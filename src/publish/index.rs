//! The index of published forms, as page, workbook and data: an entry a form.

use anyhow::Result;
use serde::Serialize;

use crate::model::form::FormKind;
use crate::publish::ExportFormat;
use crate::record::facts::csv_field::shielded;
use crate::write::link::LinkTarget as Link;
use crate::write::sheet::{self, Page};
use crate::write::table::{Table, TableCell, TableColumn};

/// One published form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexEntry {
    /// Its department.
    pub department: String,
    /// The year it is about.
    pub year: Option<i32>,
    /// What it is about.
    pub kind: FormKind,
    /// Its title.
    pub title: String,
    /// 「公开03表」, of accounts tables.
    pub mark: String,
    /// The project; empty for others.
    pub project: String,
    /// 总分
    pub score: Option<String>,
    /// 等级
    pub grade: Option<String>,
    /// Its files: format, and path relative to the output folder.
    pub files: Vec<(ExportFormat, String)>,
}

/// What is not published, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Absent {
    /// The department.
    pub department: String,
    /// The project; empty where all forms of the department are meant.
    pub project: String,
    /// Why, as users read it.
    pub reason: String,
}

/// The forms that an index lists, and what is missing.
#[derive(Debug, Clone, Default)]
pub struct Index {
    /// Its heading.
    pub title: String,
    /// The forms.
    pub entries: Vec<IndexEntry>,
    /// What is not published.
    pub absent: Vec<Absent>,
    /// What departments published less than their own papers say.
    pub missing: Vec<String>,
    /// What paths are relative to: the folder of one department, or empty.
    pub folder: String,
}

#[derive(Serialize)]
struct IndexRow<'a> {
    department: &'a str,
    year: Option<i32>,
    kind: &'static str,
    title: &'a str,
    project: Option<&'a str>,
    score: Option<&'a str>,
    grade: Option<&'a str>,
    files: Vec<String>,
}

const HEADS: [&str; 7] = ["department", "year", "kind", "title", "project", "score", "grade"];

impl IndexEntry {
    /// The title with its mark: 「公开03表 支出决算表」.
    pub fn listed_title(&self) -> String {
        format!("{} {}", self.mark, self.title).trim_start().to_string()
    }
}

impl Index {
    /// A path as seen from the folder of the index.
    pub fn relative<'p>(&self, path: &'p str) -> &'p str {
        path.strip_prefix(&self.folder).map_or(path, |path| path.trim_start_matches('/'))
    }

    /// As JSON.
    pub fn json(&self) -> Result<Vec<u8>> {
        let listed = |entry| self.listed(entry);
        let entries: Vec<IndexRow> = self.entries.iter().map(listed).collect();
        let document = serde_json::json!({
            "version": 1,
            "title": self.title,
            "forms": entries,
            "unpublished": self.absent,
            "missing": self.missing,
        });
        Ok(serde_json::to_vec_pretty(&document)?)
    }

    fn listed<'a>(&self, entry: &'a IndexEntry) -> IndexRow<'a> {
        IndexRow {
            department: &entry.department,
            year: entry.year,
            kind: entry.kind.code(),
            title: &entry.title,
            project: Some(entry.project.as_str()).filter(|project| !project.is_empty()),
            score: entry.score.as_deref(),
            grade: entry.grade.as_deref(),
            files: entry.files.iter().map(|(_, path)| self.relative(path).to_string()).collect(),
        }
    }

    /// As CSV.
    pub fn csv(&self) -> Result<Vec<u8>> {
        let mut writer = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
        writer.write_record(HEADS.iter().chain(&["file", "note"]))?;
        for entry in &self.entries {
            let listed = self.listed(entry);
            let year = listed.year.map(|year| year.to_string()).unwrap_or_default();
            let texts = [listed.department, &year, listed.kind, listed.title].map(str::to_string);
            let more = [listed.project, listed.score, listed.grade].map(|text| text.unwrap_or_default().to_string());
            let file = entry.files.iter().find(|(target, _)| *target == ExportFormat::Csv);
            let file = file.map(|(_, path)| self.relative(path).to_string()).unwrap_or_default();
            let texts = texts.into_iter().chain(more).chain([file, String::new()]);
            writer.write_record(texts.map(|text| shielded(&text)))?;
        }
        for absent in &self.absent {
            let texts = [&absent.department, "", "", "", &absent.project, "", "", "", &absent.reason];
            writer.write_record(texts.map(shielded))?;
        }
        writer.into_inner().map_err(|error| error.into_error().into())
    }

    /// As a workbook.
    pub fn workbook(&self) -> Result<Vec<u8>> {
        let columns = vec![
            TableColumn::words("单位", 12, 28),
            TableColumn::short("年度", 8, 8),
            TableColumn::words("表", 16, 34),
            TableColumn::words("项目", 10, 34),
            TableColumn::short("得分", 8, 10),
            TableColumn::short("等级", 8, 8),
            TableColumn::words("文件", 16, 46),
        ];
        let row = |entry: &IndexEntry| {
            let file = entry.files.iter().find(|(target, _)| *target == ExportFormat::Xlsx);
            let path = file.map_or("", |(_, path)| self.relative(path));
            vec![
                TableCell::text(&entry.department),
                TableCell::text(entry.year.map(|year| year.to_string()).unwrap_or_default()),
                TableCell::text(entry.listed_title()),
                TableCell::text(&entry.project),
                TableCell::Score(entry.score.clone()),
                TableCell::text(entry.grade.as_deref().unwrap_or_default()),
                TableCell::link(path, (!path.is_empty()).then(|| Link::File(path.to_string()))),
            ]
        };
        let absent = |absent: &Absent| {
            let texts = [&absent.department, "", &absent.reason, &absent.project];
            texts
                .map(TableCell::text)
                .into_iter()
                .chain(std::iter::repeat_n(TableCell::Blank, columns.len() - texts.len()))
                .collect()
        };
        let rows = self.entries.iter().map(row).chain(self.absent.iter().map(absent)).collect();
        let table = Table { columns, rows };
        let mut book = sheet::workbook(&self.title)?;
        let mut page = Page::new(&mut book, "目录", &self.title, &[&table])?;
        for missing in &self.missing {
            page.remark(missing)?;
        }
        page.main_table(&table)?;
        Ok(book.save_to_buffer()?)
    }
}
