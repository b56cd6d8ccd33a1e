//! 说明: what the workbook says, in which words, and by which rules.

use std::collections::BTreeMap;

use anyhow::Result;
use rust_xlsxwriter::Workbook;

use crate::batch::Tally;
use crate::model::profile::{Profile, Profiles};
use crate::record::questioned_amount;
use crate::rules::{Rule, catalogue};
use crate::write::sheet::Page;
use crate::write::table::{Table, TableCell, TableColumn};

const REMARKS: [&str; 9] = [
    "错误：填报的数或内容与有关规定、或与表内其他数不符，应予更正。",
    "警告：数之间的关系或内容需要单位核实、说明；有合理原因的，说明即可。",
    "提示：值得留意，不要求说明。",
    "自动更正：由表内其他数计算得出的数（执行率、合计、得分、等级等），算式所用的数没有疑问，已写入更正后的工作簿，单元格以黄色标出并加批注；请单位更正：同上，但该文件没有生成更正后的工作簿。",
    "建议核实：程序给出了建议的数，没有写入，单元格以蓝色标出并加批注；需单位核实：程序不能判断应为何数。预算数、执行数、完成值等填报的原始数，程序一律不改。",
    "单位已说明：单位在上一轮差异表中对警告、提示填写了情况说明，用 --explained 带入；错误不因说明而消除。填报值有变化的，原说明不再采用。",
    "复核总分、复核等级：写入全部自动更正以后，自评表上的总分和等级。",
    "四舍五入：每个数按其写出的小数位数代表一个区间，只有区间内任何取值都不能使等式成立时，才报为问题。",
    "文字报告（docx、txt、md、pdf）：按句读取，没有读懂的句子不作判断，写有「约」「近」「余」的数不核对；.docx 的问题在批注件中标在数字上。",
];

/// Writes the sheet.
pub fn write(book: &mut Workbook, forms: &BTreeMap<String, usize>, known: &Profiles, tally: &Tally) -> Result<()> {
    let columns = vec![
        TableColumn::short("规则", 10, 10),
        TableColumn::short("级别", 9, 9),
        TableColumn::words("规则内容", 30, 40),
        TableColumn::words("依据", 24, 36),
        TableColumn::words("理由", 50, 60),
    ];
    let table = Table { columns, rows: catalogue().iter().map(|rule| row(rule)).collect() };
    let profiles = profiles(forms, known);
    let mut page = Page::new(book, "说明", "说明", &[&table])?;
    page.line(&format!(
        "本表由 ziping（自评）{} 生成，共执行 {} 条规则。",
        env!("CARGO_PKG_VERSION"),
        tally.coverage().count()
    ))?;
    for remark in REMARKS.into_iter().chain([questioned_amount::REMARK]) {
        page.line(remark)?;
    }
    if !profiles.rows.is_empty() {
        page.heading("所用的评分口径")?;
        page.table(&profiles)?;
    }
    page.heading("执行的规则")?;
    let written = page.table(&table)?;
    page.repeat_header(written)
}

/// The profiles in force, by how many forms are checked by each, and which rules weigh otherwise in them.
fn profiles(forms: &BTreeMap<String, usize>, known: &Profiles) -> Table {
    let columns = vec![
        TableColumn::short("口径", 10, 10),
        TableColumn::short("表数", 9, 9),
        TableColumn::words("名称", 30, 40),
        TableColumn::words("级别不同的规则", 24, 36),
        TableColumn::words("不核对的规则", 50, 60),
    ];
    let row = |(id, forms): (&String, &usize)| {
        let profile = &known.find(id)?.profile;
        let [otherwise, off] = weighed(profile);
        Some(vec![
            TableCell::text(&profile.id),
            TableCell::Count(*forms),
            TableCell::text(profile.shown_name()),
            TableCell::Text(otherwise),
            TableCell::Text(off),
        ])
    };
    Table { columns, rows: forms.iter().filter_map(row).collect() }
}

/// The rules that a profile weighs otherwise, and those that are off in it.
fn weighed(profile: &Profile) -> [String; 2] {
    let rules = || catalogue().iter().filter_map(|rule| Some((rule, profile.weighs(rule.id)?)));
    let otherwise = rules().filter_map(|(rule, weighs)| Some(format!("{} {}", rule.id, weighs.severity()?.name())));
    let off = rules().filter(|(_, weighs)| weighs.severity().is_none()).map(|(rule, _)| rule.id.to_string());
    [otherwise.collect::<Vec<_>>(), off.collect()].map(|rules| rules.join("、"))
}

fn row(rule: &Rule) -> Vec<TableCell> {
    vec![
        TableCell::text(rule.id),
        TableCell::Level(rule.severity),
        TableCell::text(rule.title),
        TableCell::text(rule.basis),
        TableCell::text(rule.explanation),
    ]
}
