//! Commands and options; one call per command.

mod check;
mod export;
mod interrupt;
pub mod learned;
mod listed;
mod profiles;
mod progress;
pub mod recognition;
mod roster;
pub mod rule_docs;
mod templates;
mod usage;

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use anyhow::{Context, Result};
use clap::{Args, Parser, Subcommand};

use crate::batch::streaming_rows::FactsFile;
use crate::batch::{FilesFound, Request, SubmissionNames, Turn, Unwatched};
use crate::model::profile::Profiles;
use crate::publish::open_data;
use crate::recognise::Layouts;
use crate::recognise::folders::{self, layouts};
use crate::record::facts::FactTable;
use crate::rules;
use crate::submission::{self, Bundle, Paths, Submission};

pub use usage::{command, help_message, parse, usage_message};

/// 绩效自评表和部门决算公开表的复核工具
#[derive(Debug, Parser)]
#[command(
    name = "ziping",
    version,
    about = "绩效自评表和部门决算公开表的复核工具",
    disable_help_subcommand = true,
    disable_help_flag = true,
    disable_version_flag = true
)]
pub struct Cli {
    /// 显示帮助
    #[arg(short, long, action = clap::ArgAction::Help, global = true)]
    help: Option<bool>,
    /// 显示版本
    #[arg(short = 'V', long, action = clap::ArgAction::Version)]
    version: Option<bool>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// 核对自评表和决算公开表，生成更正件、差异表和汇总
    Check(check::CheckArgs),
    /// 导出公示用的表：网页、工作簿、开放数据
    Export(export::ExportArgs),
    /// 只导出规范化后的数据（.parquet 或 .csv）
    Facts(FactsArgs),
    /// 查看版式模板，或由空表学成新模板
    #[command(subcommand)]
    Templates(templates::TemplatesCommand),
    /// 查看评分口径
    #[command(subcommand)]
    Profiles(profiles::ProfilesCommand),
    /// 应报清单：新建空白清单，或由上年的材料生成
    #[command(subcommand)]
    Roster(roster::RosterCommand),
    /// 查看规则
    #[command(subcommand)]
    Rules(RulesCommand),
}

#[derive(Debug, Args)]
struct Inputs {
    /// 工作簿，或文件夹（其下每个子文件夹为一个单位的报送材料）；facts 还可读回 export 导出的 .csv、.json
    #[arg(required_unless_present = "files_from", value_name = "路径")]
    paths: Vec<PathBuf>,
    /// 从文件读取要处理的文件名单，每行一个（或以 NUL 隔开）；「-」表示从标准输入读取
    #[arg(long, value_name = "名单")]
    files_from: Option<PathBuf>,
    /// 表中未写年度时使用的年度
    #[arg(long, value_name = "年度")]
    year: Option<i32>,
    /// 另加的版式模板文件夹；与内置模板同名的取代内置模板
    #[arg(long, value_name = "文件夹")]
    templates: Option<PathBuf>,
    /// 评分口径：名称（见 profiles list）或文件；不指定则按版式选择
    #[arg(long, value_name = "口径")]
    profile: Option<String>,
    /// 同时处理的单位数，默认为处理器核数
    #[arg(long, value_name = "个数", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
}

#[derive(Debug, Args)]
struct FactsArgs {
    #[command(flatten)]
    inputs: Inputs,
    /// 输出文件，扩展名为 .parquet 或 .csv
    #[arg(short, long, value_name = "文件")]
    output: PathBuf,
}

#[derive(Debug, Subcommand)]
enum RulesCommand {
    /// 列出全部规则
    List,
    /// 说明一条规则
    Explain {
        /// 规则编号，如 P-103
        #[arg(value_name = "编号")]
        id: String,
    },
    /// 输出全部规则的说明文档（Markdown）
    Docs,
}

/// The exit status of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExitStatus {
    /// Nothing at or above `--fail-on`.
    Clean = 0,
    /// Findings at or above `--fail-on`.
    Findings = 1,
    /// Something could not be read or written; the rest was done.
    Incomplete = 2,
    /// Wrong usage.
    Usage = 64,
    /// The user broke off; what was begun was finished.
    Interrupted = 130,
}

/// Runs one command; what it has to say goes to the screen.
pub fn run(cli: Cli) -> Result<ExitStatus> {
    match cli.command {
        Command::Check(args) => check::run(&args),
        Command::Export(args) => export::run(&args),
        Command::Facts(args) => facts(&args),
        Command::Templates(command) => templates::run(&command),
        Command::Profiles(command) => profiles::run(&command),
        Command::Roster(command) => roster::run(&command),
        Command::Rules(RulesCommand::List) => print(&rule_docs::list()),
        Command::Rules(RulesCommand::Explain { id }) => {
            let rule =
                rules::find(&id).with_context(|| format!("没有编号为「{id}」的规则，可用 ziping rules list 查看"))?;
            print(&rule_docs::explain(rule))
        }
        Command::Rules(RulesCommand::Docs) => print(&rule_docs::page()),
    }
}

/// Prints without panicking when the reader has gone (`ziping rules list | head`).
fn print(text: &str) -> Result<ExitStatus> {
    use std::io::Write;
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error).context("无法输出到屏幕"),
        _ => Ok(ExitStatus::Clean),
    }
}

/// The profiles in force, with the one that was named.
fn profiles_in_force(named: Option<&str>) -> Result<Profiles> {
    let profiles = Profiles::load(&folders::usual_folders(folders::PROFILES), crate::rules::is_known)?;
    named.map_or(Ok(profiles.clone()), |name| profiles.naming(name))
}

/// The layouts and profiles in force.
type InForce = (Layouts, Profiles);

impl Inputs {
    /// The paths given, and those of a list.
    fn paths(&self) -> Result<Paths> {
        let listed = self.files_from.as_deref().map(listed::read).transpose()?.unwrap_or_default();
        Ok(Paths { given: self.paths.clone(), listed, except: Vec::new() })
    }

    /// The layouts and profiles in force.
    fn known(&self) -> Result<InForce> {
        Ok((layouts(self.templates.as_deref())?, profiles_in_force(self.profile.as_deref())?))
    }

    fn request<'a>(
        &self,
        paths: &'a Paths,
        (layouts, profiles): &'a InForce,
        output: Option<&'a Path>,
        stop: &'a AtomicBool,
    ) -> Request<'a> {
        let known = submission::LayoutsAndProfiles { layouts, profiles };
        Request { paths, year: self.year, known, output, threads: self.threads(), stop }
    }

    /// How many submissions are worked on at once.
    fn threads(&self) -> usize {
        let cores = || std::thread::available_parallelism().map_or(1, usize::from);
        self.jobs.map_or_else(cores, usize::from)
    }

    /// Sets the number of threads; only the first call in a process counts.
    fn set_jobs(&self) {
        drop(rayon::ThreadPoolBuilder::new().num_threads(self.threads()).build_global());
    }
}

fn facts(args: &FactsArgs) -> Result<ExitStatus> {
    args.inputs.set_jobs();
    let known = args.inputs.known()?;
    let mut paths = args.inputs.paths()?;
    let is_published = |path: &mut PathBuf| open_data::is_open_data(path);
    let published: Vec<PathBuf> =
        paths.given.extract_if(.., is_published).chain(paths.listed.extract_if(.., is_published)).collect();
    let stop = interrupt::watch()?;
    let request = args.inputs.request(&paths, &known, None, &stop);
    let FilesFound { bundles, missing: mut unreadable } = request.find();
    let mut file = FactsFile::begin(&args.output)?;
    for path in &published {
        file.add(&open_data::read(path)?)?;
    }
    let one = |turn: Turn, bundle: &Bundle| {
        let (submission, failed) = request.read(bundle);
        let named = turn.name(submission.as_ref());
        let keyed = submission.zip(named).map(|(read, SubmissionNames { key, .. })| Submission { key, ..read });
        (keyed.map(|submission| FactTable::of(&submission)), failed)
    };
    let mut written = Ok(());
    let done = request.each(&bundles, &Unwatched, one, |(table, failed)| {
        unreadable.extend(failed);
        if let (Some(table), Ok(())) = (table, &written) {
            written = file.add(&table);
        }
    });
    written?;
    if done < bundles.len() {
        eprintln!("已中断：没有写出任何文件");
        return Ok(ExitStatus::Interrupted);
    }
    let rows = file.end()?;
    let mut text: String = unreadable.iter().map(|file| format!("未能读取 {}：{}\n", file.file, file.reason)).collect();
    text.push_str(&format!("已写出 {rows} 个数据：{}\n", args.output.display()));
    print(&text)?;
    Ok(if unreadable.is_empty() { ExitStatus::Clean } else { ExitStatus::Incomplete })
}
