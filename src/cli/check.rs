//! `ziping check`: the main job.

use std::io::{BufWriter, Stdout, stdout};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};

use crate::batch::findings_json::Document;
use crate::batch::roster::RosterOutcome;
use crate::batch::{self, Request, Summary, terminal};
use crate::cli::progress::Progress;
use crate::cli::{ExitStatus, Inputs, interrupt, print, recognition};
use crate::model::finding::Severity;
use crate::record::Record;
use crate::submission::{Paths, filed_in_output};

#[derive(Debug, Args)]
pub struct CheckArgs {
    #[command(flatten)]
    inputs: Inputs,
    /// 输出文件夹；不指定则只在屏幕显示，不写任何文件
    #[arg(short, long, value_name = "文件夹")]
    output: Option<PathBuf>,
    /// 接着上次没有完成的核对做：文件、口径和程序版本都没有变化的单位沿用上次的结果
    #[arg(long, requires = "output")]
    resume: bool,
    /// 达到哪一级别时以状态 1 结束：error 错误（默认），warning 警告，never 从不
    #[arg(
        long,
        value_enum,
        default_value = "error",
        value_name = "级别",
        hide_possible_values = true,
        hide_default_value = true
    )]
    fail_on: FailOn,
    /// 单位填好情况说明的差异表，或放有差异表的文件夹；可以多次使用
    #[arg(long, value_name = "差异表")]
    explained: Vec<PathBuf>,
    /// 应报清单（可用 ziping roster new 生成）：列出谁已报、谁未报；有未报或份数不足的，以状态 1 结束
    #[arg(long, value_name = "清单")]
    roster: Option<PathBuf>,
    /// 与上次的结果比较：上次的输出文件夹，或其中的 findings.json；列出哪些问题已改正、仍存在、新出现
    #[arg(long, value_name = "上次结果")]
    against: Option<PathBuf>,
    /// 先说明每张表识别为哪种版式、各版式相符到什么程度
    #[arg(long)]
    explain_layout: bool,
    /// 屏幕输出的形式：text 文字（默认），json 与 findings.json 相同
    #[arg(
        long,
        value_enum,
        default_value = "text",
        value_name = "形式",
        hide_possible_values = true,
        hide_default_value = true
    )]
    format: ScreenFormat,
    /// 屏幕上只显示最后的汇总，不显示进度和各单位的问题
    #[arg(short, long, conflicts_with = "verbose")]
    quiet: bool,
    /// 另外显示每个单位的文件数、用时和是否沿用上次的结果
    #[arg(short, long)]
    verbose: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum FailOn {
    Error,
    Warning,
    Never,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ScreenFormat {
    Text,
    Json,
}

/// Checks all submissions.
pub fn run(args: &CheckArgs) -> Result<ExitStatus> {
    args.inputs.set_jobs();
    let paths = Paths { except: args.roster.iter().cloned().collect(), ..args.inputs.paths()? };
    if let Some(output) = &args.output {
        holds_nothing_filed(output, &paths)?;
    }
    let known = args.inputs.known()?;
    let stop = interrupt::watch()?;
    let request = args.inputs.request(&paths, &known, args.output.as_deref(), &stop);
    if args.explain_layout {
        explain_layouts(&request, args.format)?;
    }
    let run = batch::Run {
        request,
        explained: &args.explained,
        roster: args.roster.as_deref(),
        previous: args.against.as_deref(),
        resume: args.resume,
    };
    let progress = Progress::new("核对", args.quiet, args.verbose);
    let mut screen = Screen::begin(args);
    let summary = batch::run(&run, &progress, |finished| {
        finished.done.record.iter().for_each(|record| progress.suspend(|| screen.add(record)));
        progress.finished();
        progress.tell(finished);
    })?;
    progress.end();
    if let Some((done, all)) = summary.broken_off {
        broken_off(done, all, args);
        return Ok(ExitStatus::Interrupted);
    }
    screen.end(&summary)?;
    Ok(status(&summary, args.fail_on))
}

/// Whether nothing that is filed lies in the output folder.
fn holds_nothing_filed(output: &Path, paths: &Paths) -> Result<()> {
    if let Some(file) = filed_in_output(paths, output) {
        bail!("输出文件夹 {} 里有报送的文件（{file}），请另选一个空文件夹", output.display());
    }
    if is_among(output, &paths.given) {
        bail!("输出文件夹 {} 就是要核对的文件夹，请另选一个空文件夹", output.display());
    }
    Ok(())
}

/// Whether a folder is one of these paths.
fn is_among(folder: &Path, paths: &[PathBuf]) -> bool {
    let folder = folder.canonicalize().ok().filter(|folder| folder.is_dir());
    folder.is_some() && paths.iter().any(|path| path.canonicalize().ok() == folder)
}

/// What is shown while the run goes on, and at its end.
enum Screen {
    Text,
    Json(Option<Box<Document<BufWriter<Stdout>>>>),
    Quiet,
}

impl Screen {
    fn begin(args: &CheckArgs) -> Screen {
        match args.format {
            ScreenFormat::Json => Screen::Json(Some(Box::new(Document::begin(BufWriter::new(stdout()))))),
            ScreenFormat::Text if args.quiet => Screen::Quiet,
            ScreenFormat::Text => Screen::Text,
        }
    }

    /// A reader that has gone (`| head`) does not end the run.
    fn add(&mut self, record: &Record) {
        match self {
            Screen::Text => drop(print(&terminal::submission(record))),
            Screen::Json(document) => {
                if document.as_mut().is_some_and(|document| document.add(record).is_err()) {
                    *document = None;
                }
            }
            Screen::Quiet => {}
        }
    }

    fn end(self, summary: &Summary) -> Result<()> {
        match self {
            Screen::Text | Screen::Quiet => print(&terminal::closing(summary)).map(drop),
            Screen::Json(None) => Ok(()),
            Screen::Json(Some(document)) => document.end(summary).map(drop).context("无法输出到屏幕"),
        }
    }
}

fn broken_off(done: usize, all: usize, args: &CheckArgs) {
    let kept = match &args.output {
        Some(out) => format!(
            "各单位的更正件和差异表已写入 {}，复核汇总等没有生成；用同样的命令加上 --resume 可以接着做完",
            out.display()
        ),
        None => "没有写出任何文件".to_string(),
    };
    eprintln!("已中断：{all} 个单位中核对了 {done} 个。{kept}");
}

/// Beside JSON the explanation goes to the error stream, so that the output stays one document.
fn explain_layouts(request: &Request, format: ScreenFormat) -> Result<()> {
    let text = recognition::report(request);
    match format {
        ScreenFormat::Text => print(&text).map(drop),
        ScreenFormat::Json => {
            eprint!("{text}");
            Ok(())
        }
    }
}

fn status(summary: &Summary, fail_on: FailOn) -> ExitStatus {
    let tally = &summary.tally;
    let failing = match fail_on {
        FailOn::Error => tally.count(Severity::Error),
        FailOn::Warning => tally.count(Severity::Error) + tally.count(Severity::Warning) - tally.explained,
        FailOn::Never => 0,
    };
    let lacking =
        !matches!(fail_on, FailOn::Never) && summary.roster.as_ref().is_some_and(RosterOutcome::is_incomplete);
    match () {
        () if !tally.unreadable.is_empty() || !tally.unwritten.is_empty() => ExitStatus::Incomplete,
        () if failing > 0 || lacking => ExitStatus::Findings,
        () => ExitStatus::Clean,
    }
}
