//! Published forms as pages: one file each, nothing fetched from elsewhere, all text escaped.

use anyhow::Result;
use minijinja::Environment;
use minijinja::value::Serde;
use serde::Serialize;
use serde_json::json;

use crate::publish::ExportFormat;
use crate::publish::index::{Absent, Index, IndexEntry};
use crate::publish::page::{CellRole, PageCell, PublishedPage};

const STYLE: &str = include_str!("pages/style.css");
const FORM: (&str, &str) = ("form.html", include_str!("pages/form.html"));
const INDEX: (&str, &str) = ("index.html", include_str!("pages/index.html"));

#[derive(Serialize)]
struct Drawn<'a> {
    tag: &'static str,
    scope: Option<&'static str>,
    class: Option<&'static str>,
    rows: usize,
    columns: usize,
    text: &'a str,
}

#[derive(Serialize)]
struct File {
    name: &'static str,
    label: String,
    path: String,
}

/// Templates whose names end in `.html` escape what is put into them.
fn environment() -> Result<Environment<'static>> {
    let mut environment = Environment::new();
    for (name, text) in [FORM, INDEX] {
        environment.add_template(name, text)?;
    }
    Ok(environment)
}

/// The page of one form.
pub fn form(page: &PublishedPage, entry: &IndexEntry) -> Result<Vec<u8>> {
    let head_rows = page.repeated.filter(|(first, _)| *first == 0).map_or(0, |(_, last)| last + 1);
    let rows = |from: usize, to: usize| -> Vec<Vec<Drawn>> {
        (from..to).map(|row| page.cells.iter().filter(|cell| cell.row == row).map(drawn).collect()).collect()
    };
    let (right, marks) = page.right_lines.split_last().map_or(("", &[][..]), |(last, marks)| (last, marks));
    let other = entry.files.iter().filter(|(target, _)| *target != ExportFormat::Html);
    let files: Vec<File> = other.map(|(target, path)| file(*target, file_name(path), entry)).collect();
    let text = environment()?.get_template(FORM.0)?.render(Serde(json!({
        "style": STYLE,
        "department": entry.department,
        "index": "index.html",
        "files": files,
        "page": {
            "title": page.title,
            "year": page.year_line,
            "left": page.left_line,
            "right": right,
            "marks": marks,
            "wide": page.is_wide(),
            "shares": shares(&page.widths),
            "head": rows(0, head_rows),
            "body": rows(head_rows, page.height),
            "notes": page.notes,
        },
    })))?;
    Ok(text.into_bytes())
}

/// Widths of the columns in percent of the table.
fn shares(widths: &[usize]) -> Vec<usize> {
    let whole = widths.iter().sum::<usize>().max(1);
    widths.iter().map(|width| width * 100 / whole).collect()
}

fn drawn(cell: &PageCell) -> Drawn<'_> {
    // An empty head heads nothing.
    let is_head =
        matches!(cell.role, CellRole::ColumnHead | CellRole::RowHead | CellRole::RowName) && !cell.text.is_empty();
    let scope = match cell.role {
        CellRole::ColumnHead if is_head && cell.columns > 1 && cell.row == 0 => Some("colgroup"),
        CellRole::ColumnHead if is_head => Some("col"),
        CellRole::RowHead | CellRole::RowName if is_head => Some("row"),
        _ => None,
    };
    let class = match cell.role {
        CellRole::Prose => Some("prose"),
        CellRole::Number => Some("number"),
        CellRole::RowName => Some("long"),
        _ => None,
    };
    Drawn {
        tag: if is_head { "th" } else { "td" },
        scope,
        class,
        rows: cell.rows,
        columns: cell.columns,
        text: &cell.text,
    }
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn file(target: ExportFormat, path: &str, entry: &IndexEntry) -> File {
    let subject = if entry.project.is_empty() { &entry.title } else { &entry.project };
    let label = format!("{}：{} {subject}", target.name(), entry.department);
    File { name: target.name(), label, path: encoded(path) }
}

/// A relative path as a link writes it: what has a meaning of its own there is escaped.
fn encoded(path: &str) -> String {
    let escaped = |c: char| match c {
        '%' | '#' | '?' | ' ' => format!("%{:02X}", u32::from(c)),
        c => c.to_string(),
    };
    let path: String = path.chars().map(escaped).collect();
    // 「甲:乙」 would be taken for a scheme.
    format!("./{path}")
}

/// The page that lists them; `up` leads to the index of all.
pub fn index(index: &Index, up: Option<&str>) -> Result<Vec<u8>> {
    let row = |entry: &IndexEntry| {
        let files = entry.files.iter().map(|(target, path)| file(*target, index.relative(path), entry));
        json!({
            "department": entry.department,
            "year": entry.year.map(|year| year.to_string()).unwrap_or_default(),
            "title": entry.listed_title(),
            "project": entry.project,
            "score": entry.score.as_deref().unwrap_or_default(),
            "grade": entry.grade.as_deref().unwrap_or_default(),
            "files": files.collect::<Vec<File>>(),
        })
    };
    let absent =
        |absent: &Absent| json!({"department": absent.department, "project": absent.project, "absent": absent.reason});
    let rows: Vec<_> = index.entries.iter().map(row).chain(index.absent.iter().map(absent)).collect();
    let text = environment()?.get_template(INDEX.0)?.render(Serde(json!({
        "style": STYLE, "title": index.title, "missing": index.missing, "rows": rows, "count": index.entries.len(), "up": up,
    })))?;
    Ok(text.into_bytes())
}
