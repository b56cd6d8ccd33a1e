//! `ziping profiles`: what bureaus do differently.

use anyhow::{Context, Result};
use clap::Subcommand;

use crate::cli::{ExitStatus, print};
use crate::model::profile::{KnownProfile, Profiles};
use crate::recognise::folders::{self, PROFILES};

#[derive(Debug, Subcommand)]
pub enum ProfilesCommand {
    /// 列出全部评分口径及其来源
    List,
    /// 显示一个评分口径
    Show {
        /// 口径名，见 profiles list
        #[arg(value_name = "口径名")]
        name: String,
    },
}

/// Runs one of the commands.
pub fn run(command: &ProfilesCommand) -> Result<ExitStatus> {
    let folders = folders::usual_folders(PROFILES);
    let profiles = Profiles::load(&folders, crate::rules::is_known)?;
    match command {
        ProfilesCommand::List => {
            let source = |known: &KnownProfile| {
                known.path.as_ref().map_or("内置".to_string(), |path| path.display().to_string())
            };
            let line = |known: &KnownProfile| {
                format!("{:<14} {}（{}）\n", known.profile.id, known.profile.shown_name(), source(known))
            };
            let mut text: String = profiles.all.iter().map(line).collect();
            let folders: Vec<String> = folders.iter().map(|folder| folder.display().to_string()).collect();
            text.push_str(&format!("自己的口径放在 {} 之一，或用 --profile 指定文件\n", folders.join(" 或 ")));
            print(&text)
        }
        ProfilesCommand::Show { name } => {
            let known = profiles.find(name);
            print(&known.with_context(|| format!("没有名为「{name}」的评分口径，可用 ziping profiles list 查看"))?.text)
        }
    }
}
