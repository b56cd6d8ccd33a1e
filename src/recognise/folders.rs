//! Where templates and profiles of one's own are looked for.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::recognise::Layouts;

/// The folder of layouts.
pub const TEMPLATES: &str = "templates";
/// The folder of profiles.
pub const PROFILES: &str = "profiles";

/// The layouts in force: the built-in ones, then those of the folder beside the executable, those of the user's
/// configuration folder, and those of a folder named on the command line; of equal ids the later counts.
pub fn layouts(named: Option<&Path>) -> Result<Layouts> {
    let usual = usual_folders(TEMPLATES).into_iter().filter(|folder| folder.is_dir());
    let layouts = usual.fold(Layouts::embedded()?, |layouts, folder| match layouts.clone().with_folder(&folder) {
        Ok(more) => more,
        // A faulty template that lies about must not stop every run.
        Err(error) => {
            eprintln!("已跳过模板文件夹 {}：{error:#}", folder.display());
            layouts
        }
    });
    named.map_or(Ok(layouts.clone()), |folder| layouts.with_folder(folder))
}

/// The folders that are looked into without being named, whether they exist or not.
pub fn usual_folders(name: &str) -> Vec<PathBuf> {
    let beside = std::env::current_exe().ok().and_then(|program| Some(program.parent()?.join(name)));
    let of_user = dirs::config_dir().map(|folder| folder.join("ziping").join(name));
    beside.into_iter().chain(of_user).collect()
}
