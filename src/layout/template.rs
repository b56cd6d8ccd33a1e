//! `templates/*.toml` → layouts. The embedded ones can be overridden by a folder of one's own.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result};
use include_dir::{Dir, include_dir};
use serde::Deserialize;

use crate::figure::Unit;
use crate::form::{Field, Measure};
use crate::layout::Vocabulary;

static EMBEDDED: Dir = include_dir!("$CARGO_MANIFEST_DIR/templates");
const LABELS: &str = "labels.toml";

/// What a form is about; decides which rules apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 项目支出绩效自评表
    Project,
    /// 部门整体支出绩效自评表
    Department,
    /// 部门决算公开表
    Accounts,
}

impl Kind {
    /// As programs read it.
    pub fn code(self) -> &'static str {
        match self {
            Kind::Project => "project",
            Kind::Department => "department",
            Kind::Accounts => "accounts",
        }
    }
}

/// One form family as one bureau lays it out.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    /// Stable name, such as `accounts-01`.
    pub id: String,
    /// As users read it.
    pub name: String,
    /// What it is about.
    pub kind: Kind,
    /// Titles that such forms carry; a title that contains one of these will do.
    pub titles: Vec<String>,
    /// Marks such as 「公开01表」.
    #[serde(default)]
    pub marks: Vec<String>,
    /// The unit where the form states none.
    unit: String,
    /// Labels of the head that the form has.
    #[serde(default)]
    pub head: Vec<Field>,
    /// Labels (fields or items) that tell this form from others with the same columns.
    #[serde(default)]
    pub distinctive: Vec<String>,
    /// Its blocks, from top to bottom.
    pub blocks: Vec<BlockLayout>,
}

impl Layout {
    /// The unit of amounts where the form states none.
    pub fn unit(&self) -> Unit {
        Unit::of_money(&self.unit).unwrap_or(Unit::WanYuan)
    }

    /// The accounts table's number, as in 公开`03`.
    pub fn table(&self) -> Option<&str> {
        self.id.strip_prefix("accounts-")
    }
}

/// A part of a form with columns of its own, perhaps several side by side.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BlockLayout {
    /// Names of the parts that stand side by side, from left to right.
    pub panels: Vec<Arc<str>>,
    /// The column with which each part begins; none where the row's name stands before the first column.
    pub key: Option<Measure>,
    /// The columns that it may have, in any order.
    pub columns: Vec<Measure>,
    /// The columns without which it is not this block.
    pub required: Vec<Measure>,
    /// The row names that it may have; others are kept, but not known.
    #[serde(default)]
    pub items: Vec<String>,
}

impl BlockLayout {
    /// All columns; the key last, since its labels are the most general.
    pub fn all_columns(&self) -> impl Iterator<Item = Measure> {
        self.columns.iter().copied().chain(self.key)
    }
}

/// All layouts in force, and the labels that they share.
#[derive(Debug, Clone)]
pub struct Layouts {
    /// In the order in which they are tried.
    pub all: Vec<Arc<Layout>>,
    /// Labels that mean the same.
    pub vocabulary: Arc<Vocabulary>,
}

impl Layouts {
    /// The layouts that the program carries.
    pub fn embedded() -> Result<Layouts> {
        let files = EMBEDDED.files().filter_map(|file| {
            Some((file.path().file_name()?.to_str()?.to_string(), file.contents_utf8()?.to_string()))
        });
        let mut layouts = Layouts { all: Vec::new(), vocabulary: Arc::new(Vocabulary::default()) };
        layouts.add(files.filter(|(name, _)| name.ends_with(".toml")).collect())?;
        Ok(layouts)
    }

    /// The same, with those of a folder added; a layout with a known id takes the place of the embedded one.
    pub fn with_folder(mut self, folder: &Path) -> Result<Layouts> {
        let entries = std::fs::read_dir(folder).with_context(|| format!("无法读取模板文件夹 {}", folder.display()))?;
        let mut files = Vec::new();
        for entry in entries {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "toml") {
                let text =
                    std::fs::read_to_string(&path).with_context(|| format!("无法读取模板 {}", path.display()))?;
                files.push((path.file_name().unwrap_or_default().to_string_lossy().into_owned(), text));
            }
        }
        self.add(files)?;
        Ok(self)
    }

    fn add(&mut self, mut files: Vec<(String, String)>) -> Result<()> {
        files.sort();
        for (name, text) in files {
            if name == LABELS {
                let mut vocabulary = (*self.vocabulary).clone();
                vocabulary.extend(&text).with_context(|| format!("模板 {name} 格式有误"))?;
                self.vocabulary = Arc::new(vocabulary);
            } else {
                let layout: Layout = toml::from_str(&text).with_context(|| format!("模板 {name} 格式有误"))?;
                self.all.retain(|known| known.id != layout.id);
                self.all.push(Arc::new(layout));
            }
        }
        Ok(())
    }
}

/// The text of an embedded template, for `templates show`.
pub fn embedded_text(id: &str) -> Option<&'static str> {
    EMBEDDED.get_file(format!("{id}.toml"))?.contents_utf8()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_embedded_layout_is_sound_and_names_known_labels() {
        let layouts = Layouts::embedded().expect("embedded templates");
        assert!(layouts.all.len() >= 12);
        for layout in &layouts.all {
            for block in &layout.blocks {
                let columns: Vec<Measure> = block.all_columns().collect();
                assert!(block.required.iter().all(|measure| columns.contains(measure)), "{}", layout.id);
                assert!(columns.iter().all(|&measure| layouts.vocabulary.has_measure(measure)), "{}", layout.id);
                assert!(block.items.iter().all(|item| layouts.vocabulary.has_item(item)), "{}", layout.id);
            }
        }
    }

    #[test]
    fn a_folder_of_ones_own_overrides_by_id() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let text = embedded_text("accounts-05").expect("embedded").replace("公开05表 一般", "本市05表 一般");
        std::fs::write(folder.path().join("mine.toml"), text).expect("written");
        let layouts = Layouts::embedded().and_then(|layouts| layouts.with_folder(folder.path())).expect("loaded");
        let named: Vec<&str> =
            layouts.all.iter().filter(|layout| layout.id == "accounts-05").map(|layout| layout.name.as_str()).collect();
        assert_eq!(named, ["本市05表 一般公共预算财政拨款支出决算表"]);
    }

    #[test]
    fn a_faulty_template_is_named() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        std::fs::write(folder.path().join("bad.toml"), "id = 3").expect("written");
        let error = Layouts::embedded().and_then(|layouts| layouts.with_folder(folder.path())).expect_err("faulty");
        assert!(format!("{error:#}").contains("bad.toml"));
    }
}
