//! `ziping export`: the tables to publish.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::batch::{FilesFound, Turn, journal};
use crate::cli::progress::Progress;
use crate::cli::{ExitStatus, Inputs, interrupt, print};
use crate::limits::files;
use crate::model::finding::Finding;
use crate::model::form::FormKind;
use crate::model::output_names;
use crate::publish::pattern::Pattern;
use crate::publish::{Export, ExportFormat, Exported, Options, Published};
use crate::recognise::Layouts;
use crate::submission::{Bundle, Unreadable};

#[derive(Debug, Args)]
pub struct ExportArgs {
    #[command(flatten)]
    inputs: Inputs,
    /// 输出文件夹
    #[arg(short, long, value_name = "文件夹")]
    output: PathBuf,
    /// 导出的形式，可写几种，用逗号隔开：html 网页，xlsx 工作簿，csv 和 json 开放数据
    #[arg(
        long,
        value_enum,
        value_delimiter = ',',
        default_value = "html,xlsx",
        value_name = "形式",
        hide_possible_values = true
    )]
    to: Vec<ExportFormat>,
    /// 导出自动更正之后的表（默认如此）
    #[arg(long)]
    corrected: bool,
    /// 按填报的原样导出，不作更正
    #[arg(long, conflicts_with = "corrected")]
    as_filed: bool,
    /// 自评表改排为另一种版式（名称见 templates list），只用于同类的表
    #[arg(long, value_name = "版式名")]
    layout: Option<String>,
    /// 有未更正的错误也导出，并逐条列出
    #[arg(long)]
    force: bool,
}

/// Exports the forms of all submissions.
pub fn run(args: &ExportArgs) -> Result<ExitStatus> {
    args.inputs.set_jobs();
    let known = args.inputs.known()?;
    let layout = args.layout.as_deref().map(|name| pattern(&known.0, name)).transpose()?;
    files::writable(&args.output)?;
    no_output_of_check(&args.output)?;
    let paths = args.inputs.paths()?;
    let stop = interrupt::watch()?;
    let request = args.inputs.request(&paths, &known, Some(&args.output), &stop);
    let FilesFound { bundles, missing: mut unreadable } = request.find();
    if bundles.is_empty() && unreadable.is_empty() {
        bail!("没有找到可导出的文件：请给出工作簿，或放有工作簿的文件夹");
    }
    let mut targets = args.to.clone();
    targets.sort_unstable();
    targets.dedup();
    let options = Options { targets, corrected: !args.as_filed, layout, force: args.force };
    let export = Export::begin(&options, &args.output);
    let progress = Progress::new("导出", false, false);
    let one =
        |turn: Turn, bundle: &Bundle| request.check(turn, bundle, |checked, folder| export.one(&checked, &folder));
    let mut exported = Vec::new();
    let done = request.each(&bundles, &progress, one, |(one, failed)| {
        exported.extend(one);
        unreadable.extend(failed);
        progress.finished();
    });
    progress.end();
    if done < bundles.len() {
        eprintln!("已中断：{} 个单位中导出了 {done} 个，没有生成目录", bundles.len());
        return Ok(ExitStatus::Interrupted);
    }
    let exported = export.end(exported);
    print(&report(&unreadable, &exported, args))?;
    Ok(status(&unreadable, &exported))
}

/// What is to be published does not lie among the results of a check, which are not.
fn no_output_of_check(output: &Path) -> Result<()> {
    if journal::is_in(output) || output.join(output_names::FINDINGS).exists() {
        bail!("{} 放有 ziping check 的核对结果，不宜与公示的文件放在一起：请另给一个文件夹", output.display());
    }
    Ok(())
}

fn pattern(layouts: &Layouts, name: &str) -> Result<Arc<Pattern>> {
    let known =
        layouts.find(name).with_context(|| format!("没有名为「{name}」的版式，可用 ziping templates list 查看"))?;
    if known.layout.kind == FormKind::Accounts {
        bail!("决算公开表的格式全国统一，不改排：请给出自评表的版式");
    }
    Ok(Arc::new(Pattern::of(known, layouts)))
}

fn status(unreadable: &[Unreadable], exported: &Exported) -> ExitStatus {
    let published = &exported.published;
    let is_unwritten = !exported.unwritten.is_empty() || published.iter().any(|one| !one.unwritten.is_empty());
    match () {
        () if !unreadable.is_empty() || is_unwritten || !exported.tidied.left.is_empty() => ExitStatus::Incomplete,
        () if published.iter().any(|one| !one.open.is_empty()) => ExitStatus::Findings,
        () => ExitStatus::Clean,
    }
}

fn report(unreadable: &[Unreadable], exported: &Exported, args: &ExportArgs) -> String {
    let mut text: String = unreadable.iter().map(|file| format!("未能读取 {}：{}\n", file.file, file.reason)).collect();
    for one in &exported.published {
        text.push_str(&format!("{}：{}\n", one.department, outcome(one)));
        one.tolerance.iter().for_each(|profiles| text.push_str(&format!("  评分口径：{profiles}\n")));
        one.findings.iter().for_each(|finding| text.push_str(&line(finding)));
        one.open.iter().for_each(|finding| text.push_str(&line(finding)));
        one.missing.messages.iter().for_each(|missing| text.push_str(&format!("  尚缺 {missing}\n")));
        one.missing.projects.iter().for_each(|project| text.push_str(&format!("  尚缺 项目「{project}」的自评表\n")));
        one.unwritten.iter().for_each(|failed| text.push_str(&format!("  未能写出 {failed}\n")));
    }
    exported.unwritten.iter().for_each(|failed| text.push_str(&format!("未能写出 {failed}\n")));
    text.push_str(&tidied(exported));
    let forms: usize = exported.published.iter().map(|one| one.entries.len()).sum();
    text.push_str(&format!("已导出 {forms} 张表：{}\n", args.output.display()));
    if let Some(path) = &exported.inside {
        text.push_str(&format!("未更正的错误和隐去的内容列在 {path}，只供内部使用，请勿上传\n"));
    }
    text
}

/// What was taken away, and what should be.
fn tidied(exported: &Exported) -> String {
    let left = exported.tidied.left.iter();
    let mut text: String =
        left.map(|path| format!("未能移去 {path}：不再公开，但导出之后有人改动过或正被占用，请自行处理\n")).collect();
    if let Some(first) = exported.tidied.removed.first() {
        let number = exported.tidied.removed.len();
        text.push_str(&format!(
            "已移去上次导出的文件 {number} 个（如 {first}）：现已不再公开，或本次没有导出这种形式\n"
        ));
    }
    text
}

fn outcome(one: &Published) -> String {
    match (one.held, one.open.len()) {
        (true, open) => format!("未导出，仍有 {open} 处错误未更正（确需导出的加 --force）"),
        (false, 0) => format!("{} 张表", one.entries.len()),
        (false, open) => format!("{} 张表，其中仍有 {open} 处错误未更正", one.entries.len()),
    }
}

fn line(finding: &Finding) -> String {
    let place = [&*finding.place.file, &*finding.place.sheet, &finding.place.cell_name()].join(" ");
    format!("  {}[{}] {}：{}\n", finding.severity.name(), finding.rule, place.trim(), finding.message)
}
