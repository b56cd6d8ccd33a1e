//! `ziping roster`: a list of what is to be filed.

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use anyhow::{Result, bail};
use clap::{Args, Subcommand};
use rayon::prelude::*;

use crate::batch::roster::new::{self, LastYear};
use crate::batch::{FilesFound, Request};
use crate::cli::{ExitStatus, print, profiles_in_force};
use crate::limits::files;
use crate::recognise::folders::layouts;
use crate::submission::{Bundle, LayoutsAndProfiles, Paths, Unreadable};

#[derive(Debug, Subcommand)]
pub enum RosterCommand {
    /// 新建应报清单：空白的（附示例），或由上年的报送材料生成
    New(NewArgs),
}

#[derive(Debug, Args)]
pub struct NewArgs {
    /// 输出文件（.xlsx）；已有的文件不会被覆盖
    #[arg(short, long, value_name = "文件")]
    output: PathBuf,
    /// 上年的报送材料：文件夹或工作簿；可以多次使用。不指定则新建空白清单
    #[arg(long, value_name = "路径")]
    from: Vec<PathBuf>,
    /// 清单的年度；不指定则为上年材料的下一年度，空白清单不写年度
    #[arg(long, value_name = "年度")]
    year: Option<i32>,
    /// 另加的版式模板文件夹
    #[arg(long, value_name = "文件夹")]
    templates: Option<PathBuf>,
}

/// Runs one of the commands.
pub fn run(command: &RosterCommand) -> Result<ExitStatus> {
    match command {
        RosterCommand::New(args) => new_list(args),
    }
}

fn new_list(args: &NewArgs) -> Result<ExitStatus> {
    let shown = args.output.display();
    if !args.output.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("xlsx")) {
        bail!("应报清单的扩展名应为 .xlsx：{shown}");
    }
    // A list that was filled in by hand is not easily made again.
    if args.output.exists() {
        bail!("{shown} 已经存在，没有覆盖；请另起一个文件名，或先移走原来的清单");
    }
    if args.from.is_empty() {
        files::write(&args.output, &new::blank(args.year)?)?;
        return print(&format!("已写出空白应报清单：{shown}\n"));
    }
    let (last_year, unreadable) = last_year(args)?;
    if last_year.is_empty() {
        bail!("没有找到可以生成清单的报送材料：{}", args.from[0].display());
    }
    files::write(&args.output, &new::from(&last_year, args.year)?)?;
    let failed = unreadable.iter().map(|file| format!("未能读取 {}：{}\n", file.file, file.reason));
    let failed: String = failed.collect();
    print(&format!("{failed}已由 {} 个单位的材料写出应报清单：{shown}；请核对后使用\n", last_year.len()))?;
    Ok(if failed.is_empty() { ExitStatus::Clean } else { ExitStatus::Incomplete })
}

/// What was filed last year, and which files could not be read.
fn last_year(args: &NewArgs) -> Result<(Vec<LastYear>, Vec<Unreadable>)> {
    let known = (layouts(args.templates.as_deref())?, profiles_in_force(None)?);
    let known = LayoutsAndProfiles { layouts: &known.0, profiles: &known.1 };
    let paths = Paths { given: args.from.clone(), ..Paths::default() };
    let stop = AtomicBool::new(false);
    let request = Request { paths: &paths, year: None, known, output: None, threads: 1, stop: &stop };
    let FilesFound { bundles, missing: mut unreadable } = request.find();
    // No more than what is to be listed is kept of a submission.
    let of = |bundle: &Bundle| {
        let (submission, failed) = request.read(bundle);
        (submission.map(|submission| LastYear::of(&submission)), failed)
    };
    let read: Vec<(Option<LastYear>, Vec<Unreadable>)> = bundles.par_iter().map(of).collect();
    let (last_year, failed): (Vec<_>, Vec<_>) = read.into_iter().unzip();
    unreadable.extend(failed.into_iter().flatten());
    Ok((last_year.into_iter().flatten().collect(), unreadable))
}
