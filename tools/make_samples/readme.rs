//! `samples/README.md`: what each folder is, and everything that was planted.

use std::fs;

use anyhow::Result;

use crate::samples::{Planted, Samples};

const INTRODUCTION: &str = include_str!("data/readme.md");

pub fn write(samples: &Samples) -> Result<()> {
    let rows: String = samples.planted.iter().map(row).collect();
    let table = format!(
        "| 单位 | 文件 | 单元格 | 规则 | 级别 | 填报 | 应为 | 起因 |\n|---|---|---|---|---|---|---|---|\n{rows}"
    );
    fs::write(samples.root.join("README.md"), format!("{INTRODUCTION}\n{table}"))?;
    Ok(())
}

fn row(Planted { submission, file, fault }: &Planted) -> String {
    let severity = if fault.warning { "警告" } else { "错误" };
    let or_empty = |text: &str| {
        if text.is_empty() { "（空）".to_string() } else { text.to_string() }
    };
    let expected = if fault.expected.is_empty() { "—" } else { &fault.expected };
    format!(
        "| {submission} | {file} | {} | {} | {severity} | {} | {expected} | {} |\n",
        if fault.sheet.is_empty() { fault.cell.clone() } else { format!("{}!{}", fault.sheet, fault.cell) },
        fault.rule,
        or_empty(&fault.stated),
        fault.cause
    )
}
