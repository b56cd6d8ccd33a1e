//! `ziping templates`: layouts that are known, and new ones learned from a form.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};

use crate::cli::{ExitStatus, learned, print};
use crate::limits::files;
use crate::model::form::Layout;
use crate::read::{Sheet, workbook};
use crate::recognise::folders::layouts;
use crate::recognise::learn::{Learned, learn, text, works};
use crate::recognise::template::{LoadedLayout, Source, blank};
use crate::recognise::{Layouts, folders};

#[derive(Debug, Subcommand)]
pub enum TemplatesCommand {
    /// 列出全部版式及其来源
    List(Folder),
    /// 显示一个版式的模板
    Show {
        /// 版式名，见 templates list
        #[arg(value_name = "版式名")]
        name: String,
        #[command(flatten)]
        folder: Folder,
    },
    /// 取出一个内置版式的空表（.xlsx）
    Blank {
        /// 版式名，见 templates list
        #[arg(value_name = "版式名")]
        name: String,
        /// 输出文件
        #[arg(short, long, value_name = "文件")]
        output: PathBuf,
    },
    /// 由一张空表（或填好的表）学成模板，并说明哪些栏目认出、哪些没有
    Learn(LearnArgs),
}

#[derive(Debug, Args)]
pub struct Folder {
    /// 另加的版式模板文件夹
    #[arg(long, value_name = "文件夹")]
    templates: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct LearnArgs {
    /// 空表或填好的表
    #[arg(value_name = "工作簿")]
    workbook: PathBuf,
    /// 模板写到这个文件（.toml）；工作簿中有几种表时，其余的依次另写；不指定则显示在屏幕上。
    /// 各栏都认出时以状态 0 结束，有待填写的以状态 1 结束
    #[arg(short, long, value_name = "文件")]
    output: Option<PathBuf>,
    /// 只学这张工作表
    #[arg(long, value_name = "工作表")]
    sheet: Option<String>,
    #[command(flatten)]
    folder: Folder,
}

/// Runs one of the commands.
pub fn run(command: &TemplatesCommand) -> Result<ExitStatus> {
    match command {
        TemplatesCommand::List(folder) => list(&layouts(folder.templates.as_deref())?),
        TemplatesCommand::Show { name, folder } => {
            let layouts = layouts(folder.templates.as_deref())?;
            print(&layouts.find(name).with_context(|| unknown(name))?.text)
        }
        TemplatesCommand::Blank { name, output } => {
            let bytes = blank(name).with_context(|| unknown(name))?;
            files::write(output, bytes)?;
            print(&format!("已写出空表：{}\n", output.display()))
        }
        TemplatesCommand::Learn(args) => learn_all(args),
    }
}

fn unknown(name: &str) -> String {
    format!("没有名为「{name}」的版式，可用 ziping templates list 查看")
}

fn list(layouts: &Layouts) -> Result<ExitStatus> {
    let source = |known: &LoadedLayout| match &known.source {
        Source::BuiltIn => "内置".to_string(),
        Source::Folder(_, path) => path.display().to_string(),
    };
    let line = |known: &LoadedLayout| format!("{:<22} {}（{}）\n", known.layout.id, known.layout.name, source(known));
    let mut text: String = layouts.all.iter().map(line).collect();
    let folders: Vec<String> =
        folders::usual_folders(folders::TEMPLATES).iter().map(|folder| folder.display().to_string()).collect();
    text.push_str(&format!("自己的模板放在 {} 之一，或用 --templates 指定文件夹\n", folders.join(" 或 ")));
    print(&text)
}

fn learn_all(args: &LearnArgs) -> Result<ExitStatus> {
    let layouts = layouts(args.folder.templates.as_deref())?;
    let name = args.workbook.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let workbook = workbook::read(&args.workbook, name.as_str().into())
        .with_context(|| format!("未能读取 {}", args.workbook.display()))?;
    args.output.as_deref().map_or(Ok(()), checked_name)?;
    let sheets: Vec<&Sheet> =
        workbook.sheets.iter().filter(|sheet| args.sheet.as_deref().is_none_or(|name| *name == *sheet.name)).collect();
    if sheets.is_empty() {
        let names: Vec<&str> = workbook.sheets.iter().map(|sheet| &*sheet.name).collect();
        bail!("{name} 中没有名为「{}」的工作表，有：{}", args.sheet.as_deref().unwrap_or_default(), names.join("、"));
    }
    let found = different(&sheets, &layouts);
    if found.is_empty() {
        bail!("{name} 中没有找到表头：表中应有三级指标、得分或预算数、执行数等栏目名");
    }
    let mut complete = true;
    for (number, (sheet, mut learned)) in found.into_iter().enumerate() {
        let output = args.output.as_deref().map(|output| numbered(output, number));
        name_layout(&mut learned, output.as_deref().unwrap_or(&args.workbook), number);
        output.as_deref().into_iter().for_each(|output| keep_answers(&mut learned, output));
        let origin = format!("{name} · {}", sheet.name);
        complete &= learned.is_complete();
        report(&learned, sheet, &layouts, &origin, output.as_deref())?;
    }
    Ok(if complete { ExitStatus::Clean } else { ExitStatus::Findings })
}

/// What is learned from some sheets; several forms laid out alike are learned once.
fn different<'a>(sheets: &[&'a Sheet], layouts: &Layouts) -> Vec<(&'a Sheet, Learned)> {
    let mut found: Vec<(&Sheet, Learned)> = Vec::new();
    for sheet in sheets {
        for learned in learn(sheet, layouts) {
            if !found.iter().any(|(_, known)| known.layout == learned.layout) {
                found.push((sheet, learned));
            }
        }
    }
    found
}

/// A template has to be called so that it is found, and not like the shared labels.
fn checked_name(output: &Path) -> Result<()> {
    if output.extension().is_none_or(|extension| extension != "toml") {
        bail!("模板文件的扩展名应为 .toml：{}", output.display());
    }
    if output.file_name().is_some_and(|name| name == "labels.toml") {
        bail!("labels.toml 是共用的同义栏目名，请换一个文件名");
    }
    Ok(())
}

/// Labels that the user has explained in an earlier version of the template keep their meaning.
fn keep_answers(learned: &mut Learned, output: &Path) {
    let earlier = std::fs::read_to_string(output).ok().and_then(|text| toml::from_str::<Layout>(&text).ok());
    let answers = earlier.map(|layout| layout.same).unwrap_or_default();
    for (label, meaning) in answers.into_iter().filter(|(_, meaning)| !meaning.is_empty()) {
        learned.unread.retain(|unread| unread.label != label);
        learned.layout.same.insert(label, meaning);
    }
}

/// The template goes to the file, or to the screen; what is said about it to the other place.
fn report(learned: &Learned, sheet: &Sheet, layouts: &Layouts, origin: &str, output: Option<&Path>) -> Result<()> {
    let template = text(learned, origin)?;
    let report = learned::report(learned, origin, works(sheet, layouts, learned));
    match output {
        None => {
            eprint!("{report}");
            print(&template)?;
        }
        Some(output) => {
            files::write(output, template.as_bytes())?;
            print(&format!("{report}已写出模板：{}\n", output.display()))?;
        }
    }
    Ok(())
}

/// `jx.toml`, then `jx-2.toml`, `jx-3.toml` for further forms of the workbook.
fn numbered(output: &Path, number: usize) -> PathBuf {
    if number == 0 {
        return output.to_path_buf();
    }
    let stem = output.file_stem().unwrap_or_default().to_string_lossy();
    output.with_file_name(format!("{stem}-{}.toml", number + 1))
}

/// A learned layout is called after its file.
fn name_layout(learned: &mut Learned, file: &Path, number: usize) {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let is_own = file.extension().is_some_and(|extension| extension == "toml");
    learned.layout.id = if is_own || number == 0 { stem.clone() } else { format!("{stem}-{}", number + 1) };
    learned.layout.name = learned.title.as_deref().map(|title| title.split_whitespace().collect()).unwrap_or(stem);
}
