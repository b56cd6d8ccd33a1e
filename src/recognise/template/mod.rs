//! `templates/*.toml` → layouts. The built-in ones are joined, and overridden by id, by folders of one's own.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, anyhow};
use include_dir::{Dir, include_dir};

use crate::limits::io_error;
use crate::model::figure::number::{folded, folds};
use crate::model::form::{Layout, Title};
use crate::recognise::{Vocabulary, title};

static EMBEDDED: Dir = include_dir!("$CARGO_MANIFEST_DIR/templates");
const LABELS: &str = "labels.toml";

/// Where a layout comes from; of two that fit equally, the later source counts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// Inside the executable.
    BuiltIn,
    /// A file in one of the folders, by the order in which they are looked into.
    Folder(usize, PathBuf),
}

/// A layout, ready to be tried.
#[derive(Debug, Clone)]
pub struct LoadedLayout {
    /// The layout.
    pub layout: Arc<Layout>,
    /// The labels in force for it.
    pub vocabulary: Arc<Vocabulary>,
    /// Its titles and those of its kind.
    pub titles: Vec<Title>,
    /// Where it comes from.
    pub source: Source,
    /// The text of its template.
    pub text: Arc<str>,
}

/// All layouts in force, and the labels that they share.
#[derive(Debug, Clone)]
pub struct Layouts {
    /// In the order of their ids.
    pub all: Vec<LoadedLayout>,
    /// Labels that mean the same.
    pub vocabulary: Arc<Vocabulary>,
    /// The texts of the files of labels, in the order in which they were added.
    pub labels: Vec<Arc<str>>,
    /// Every title of any layout, once.
    titles: Vec<Title>,
    /// The letters with which they begin: a text without any of them is no title.
    starts: Vec<char>,
    folders: usize,
}

/// A template as read from a file: its name, its source, its text.
type Template = (String, Source, String);

impl Layouts {
    /// The layouts that the program carries.
    pub fn embedded() -> Result<Layouts> {
        let files = EMBEDDED.files().filter_map(|file| {
            let name = file.path().file_name()?.to_str()?.to_string();
            name.ends_with(".toml").then(|| Some((name, Source::BuiltIn, file.contents_utf8()?.to_string())))?
        });
        let mut layouts = Layouts::none();
        layouts.add(files.collect())?;
        Ok(layouts)
    }

    fn none() -> Layouts {
        Layouts {
            all: Vec::new(),
            vocabulary: Arc::default(),
            labels: Vec::new(),
            titles: Vec::new(),
            starts: Vec::new(),
            folders: 0,
        }
    }

    /// Whether a text is the title of any layout.
    pub fn is_title(&self, text: &str) -> bool {
        let may_be = text.chars().any(|c| !folds(c) || self.starts.contains(&folded(c)));
        may_be && title::matched(&self.titles, text) > 0
    }

    /// The same, with those of a folder added; a layout with a known id takes the place of the known one.
    pub fn with_folder(mut self, folder: &Path) -> Result<Layouts> {
        let entries = std::fs::read_dir(folder)
            .map_err(|error| anyhow!("无法读取模板文件夹 {}（{}）", folder.display(), io_error::reason(&error)))?;
        self.folders += 1;
        let mut files = Vec::new();
        for entry in entries {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "toml") {
                let text =
                    std::fs::read_to_string(&path).with_context(|| format!("无法读取模板 {}", path.display()))?;
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                files.push((name, Source::Folder(self.folders, path), text));
            }
        }
        self.add(files)?;
        Ok(self)
    }

    /// The layout of this id.
    pub fn find(&self, id: &str) -> Option<&LoadedLayout> {
        self.all.iter().find(|known| known.layout.id == id)
    }

    /// The same, with one more layout that has not been written yet.
    pub fn with_layout(&self, layout: Layout) -> Result<Layouts> {
        let mut layouts = self.clone();
        let text = toml::to_string(&layout)?;
        layouts.add(vec![(layout.id, Source::Folder(self.folders + 1, PathBuf::new()), text)])?;
        Ok(layouts)
    }

    fn add(&mut self, mut files: Vec<Template>) -> Result<()> {
        files.sort();
        let (labels, layouts): (Vec<Template>, Vec<Template>) =
            files.into_iter().partition(|(name, ..)| name == LABELS);
        for (name, _, text) in &labels {
            let mut vocabulary = (*self.vocabulary).clone();
            vocabulary.extend(text).with_context(|| format!("模板 {name} 格式有误"))?;
            self.vocabulary = Arc::new(vocabulary);
            self.labels.push(text.as_str().into());
        }
        for known in self.all.iter_mut().filter(|_| !labels.is_empty()) {
            known.vocabulary = own_vocabulary(&self.vocabulary, &known.layout)?;
        }
        for (name, source, text) in layouts {
            let layout: Layout =
                toml::from_str(&text).map_err(|error| anyhow!("模板 {name} {}", faulty(&text, &error)))?;
            let vocabulary =
                own_vocabulary(&self.vocabulary, &layout).with_context(|| format!("模板 {name} 的 same 有误"))?;
            self.all.retain(|known| known.layout.id != layout.id);
            let titles = title::of(&layout, &vocabulary);
            self.all.push(LoadedLayout { layout: Arc::new(layout), vocabulary, titles, source, text: text.into() });
        }
        self.all.sort_by(|a, b| a.layout.id.cmp(&b.layout.id));
        self.titles = self.all.iter().flat_map(|known| known.titles.iter().cloned()).collect();
        self.titles.sort();
        self.titles.dedup();
        self.starts = self.titles.iter().filter_map(Title::start).collect();
        self.starts.sort_unstable();
        self.starts.dedup();
        Ok(())
    }
}

/// Where a TOML file is wrong, as users read it.
pub fn faulty(text: &str, error: &toml::de::Error) -> String {
    let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    format!("第 {line} 行格式有误（{}），请检查引号、括号和等号", error.message())
}

fn own_vocabulary(shared: &Arc<Vocabulary>, layout: &Layout) -> Result<Arc<Vocabulary>> {
    Ok(if layout.same.is_empty() { shared.clone() } else { Arc::new(shared.with_same(&layout.same)?) })
}

/// The blank form that belongs to a built-in layout, an .xlsx workbook.
pub fn blank(id: &str) -> Option<&'static [u8]> {
    Some(EMBEDDED.get_file(format!("{id}.xlsx"))?.contents())
}

#[cfg(test)]
mod tests;
