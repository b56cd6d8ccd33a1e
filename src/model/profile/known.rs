//! The profiles in force: those inside the executable, those of folders, and the one that was named.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, bail};

use super::{EMBEDDED, Profile, national};
use crate::model::form::FormKind;

/// A profile with the text it was read from, and where it comes from.
#[derive(Debug, Clone)]
pub struct KnownProfile {
    /// The profile.
    pub profile: Arc<Profile>,
    /// The text of its file.
    pub text: String,
    /// Its file; none for those inside the executable.
    pub path: Option<PathBuf>,
}

/// All profiles in force, and the one that was named.
#[derive(Debug, Clone)]
pub struct Profiles {
    /// By id.
    pub all: Vec<KnownProfile>,
    named: Option<Arc<Profile>>,
    /// Whether something is the id of a rule.
    is_rule: fn(&str) -> bool,
}

impl Profiles {
    /// The profiles that the program carries, and those in some folders; of equal ids the later counts.
    ///
    /// # Errors
    /// A profile is not well formed, or speaks of a rule that is none.
    pub fn load(folders: &[PathBuf], is_rule: fn(&str) -> bool) -> Result<Profiles> {
        let mut profiles = Profiles { all: Vec::new(), named: None, is_rule };
        for file in EMBEDDED.files() {
            let text = file.contents_utf8().unwrap_or_default();
            profiles.add(text, None).with_context(|| format!("内置口径 {} 有误", file.path().display()))?;
        }
        for folder in folders.iter().filter(|folder| folder.is_dir()) {
            let entries = std::fs::read_dir(folder).with_context(|| format!("无法读取 {}", folder.display()))?;
            let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
            paths.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
            paths.sort();
            paths.iter().try_for_each(|path| profiles.add_file(path).map(drop))?;
        }
        Ok(profiles)
    }

    /// The same, with one named for all forms: by its id, or as a file.
    pub fn naming(mut self, name: &str) -> Result<Profiles> {
        let known = self.find(name).map(|known| known.profile.clone());
        let profile = match known {
            Some(profile) => profile,
            None if Path::new(name).is_file() => self.add_file(Path::new(name))?,
            None => bail!("没有名为「{name}」的评分口径，也没有这个文件；可用 ziping profiles list 查看"),
        };
        self.named = Some(Arc::new((*profile).clone().named()));
        Ok(self)
    }

    /// The profile that was named for all forms.
    pub fn named(&self) -> Option<&Profile> {
        self.named.as_deref()
    }

    /// The profile of this id.
    pub fn find(&self, id: &str) -> Option<&KnownProfile> {
        self.all.iter().find(|known| known.profile.id == id)
    }

    /// The profile for forms of a layout: the one that was named; else the one that names the layout; else the national one.
    pub fn of(&self, layout: &str, kind: FormKind) -> Arc<Profile> {
        let by_layout = || self.all.iter().find(|known| known.profile.layouts.iter().any(|known| known == layout));
        let by_kind = || self.all.iter().find(|known| known.profile.kinds.contains(&kind));
        let chosen = || by_layout().or_else(by_kind).map(|known| known.profile.clone());
        self.named.clone().or_else(chosen).unwrap_or_else(national)
    }

    fn add_file(&mut self, path: &Path) -> Result<Arc<Profile>> {
        let text = std::fs::read_to_string(path).with_context(|| format!("无法读取 {}", path.display()))?;
        self.add(&text, Some(path)).with_context(|| format!("评分口径 {} 有误", path.display()))
    }

    pub(super) fn add(&mut self, text: &str, path: Option<&Path>) -> Result<Arc<Profile>> {
        let profile = Arc::new(Profile::parse(text)?);
        if let Some(id) = profile.rules.keys().find(|id| !(self.is_rule)(id)) {
            bail!("没有编号为「{id}」的规则");
        }
        self.all.retain(|known| known.profile.id != profile.id);
        self.all.push(KnownProfile {
            profile: profile.clone(),
            text: text.to_string(),
            path: path.map(Path::to_path_buf),
        });
        self.all.sort_by(|a, b| a.profile.id.cmp(&b.profile.id));
        Ok(profile)
    }
}
