//! Filled project forms as departments file them: one sheet, some 30 rows, ten forms a folder.

use std::fs;
use std::path::Path;

use anyhow::Result;
use rayon::prelude::*;
use rust_decimal::{Decimal, RoundingStrategy};

use crate::dice::Dice;
use crate::page::Page;

/// Forms in one department's folder.
const A_FOLDER: usize = 10;
/// The amounts of the rows below 年度资金总额.
const FUNDS: [&str; 3] = ["其中：当年财政拨款", "上年结转资金", "其他资金"];
/// A first level with its weight, and its second levels with their number of indicators.
type Level = (&'static str, i64, &'static [(&'static str, usize)]);

const LEVELS: [Level; 3] = [
    ("产出指标", 50, &[("数量指标", 4), ("质量指标", 3), ("时效指标", 2), ("成本指标", 2)]),
    ("效益指标", 30, &[("经济效益指标", 1), ("社会效益指标", 2), ("可持续影响指标", 1)]),
    ("满意度指标", 10, &[("服务对象满意度指标", 2)]),
];
/// What an indicator can be called, so that no two on a form have the same name.
const NAMES: [&str; 8] = ["培训", "巡查", "维护", "采购", "宣传", "检测", "改造", "演出"];

/// A cell that was made wrong: what stands in it follows from nothing.
#[derive(Clone, Debug)]
pub struct Planted {
    /// `单位0003/项目00031.xlsx`
    pub file: String,
    /// `H7`
    pub cell: String,
}

/// Which derived cell of a form is wrong.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fault {
    Rate,
    RateScore,
    Score,
    Total,
}

/// Writes `count` forms into folders of ten, two in five with one wrong cell, and says which.
pub fn write(folder: &Path, count: usize) -> Result<Vec<Planted>> {
    (0..count.div_ceil(A_FOLDER)).try_for_each(|number| fs::create_dir_all(folder.join(department(number))))?;
    let planted: Vec<Option<Planted>> = (0..count)
        .into_par_iter()
        .map(|number| {
            let (bytes, cell) = form(number, 1)?;
            let file = format!("{}/项目{number:05}.xlsx", department(number / A_FOLDER));
            fs::write(folder.join(&file), bytes)?;
            Ok(cell.map(|cell| Planted { file, cell }))
        })
        .collect::<Result<_>>()?;
    Ok(planted.into_iter().flatten().collect())
}

/// One sound form with `times` as many indicators as usual, and no more.
pub fn write_long(file: &Path, times: usize) -> Result<()> {
    Ok(fs::write(file, form(0, times)?.0)?)
}

fn department(number: usize) -> String {
    format!("单位{number:04}")
}

/// The bytes of a form, and its wrong cell.
fn form(number: usize, times: usize) -> Result<(Vec<u8>, Option<String>)> {
    let mut dice = Dice::new(number);
    // Two in five; the first form of all is sound.
    let fault = match number % 10 {
        1 => Some(Fault::Rate),
        3 => Some(Fault::RateScore),
        5 => Some(Fault::Score),
        7 => Some(Fault::Total),
        _ => None,
    };
    let mut page = Page::new();
    head(&mut page, number);
    let rate_score = funds(&mut page, &mut dice, fault);
    page.region("A11:A12", "年度总体目标");
    page.region("B11:E11", "预期目标");
    page.region("F11:J11", "实际完成情况");
    page.region("B12:E12", &"完成年度各项工作任务，保障设施正常运行。".repeat(3));
    page.region("F12:J12", &"各项工作任务已完成，设施运行正常。".repeat(3));
    let score = indicators(&mut page, &mut dice, fault, times);
    let row = page.next_row();
    page.region(&format!("A{row}:F{row}"), "总分");
    page.number(&format!("G{row}"), Decimal::ONE_HUNDRED);
    let mut total = rate_score + score;
    if fault == Some(Fault::Total) {
        total -= Decimal::new(315, 2);
        page.wrong = Some(format!("H{row}"));
    }
    page.number(&format!("H{row}"), total);
    Ok((page.finish()?, page.wrong))
}

fn head(page: &mut Page, number: usize) {
    page.region("A1:J1", "项目支出绩效自评表");
    page.region("A2:J2", "（2023年度）");
    page.region("A4:B4", "项目名称");
    page.region("C4:J4", &format!("专项工作经费第{number:05}号"));
    page.region("A5:B5", "主管部门");
    page.region("C5:D5", "云山市某某局");
    page.text("E5", "实施单位");
    page.region("F5:J5", &department(number / A_FOLDER));
    page.region("A6:B10", "项目资金\n（万元）");
    for (cell, label) in
        ["D", "E", "F", "G", "H"].iter().zip(["年初预算数", "全年预算数", "全年执行数", "分值", "执行率"])
    {
        page.text(&format!("{cell}6"), label);
    }
    page.region("I6:J6", "得分");
}

/// The block of amounts; what its rate scores, as stated.
fn funds(page: &mut Page, dice: &mut Dice, fault: Option<Fault>) -> Decimal {
    let (mut all, mut spent) = (Decimal::ZERO, Decimal::ZERO);
    for (row, label) in (8..).zip(FUNDS) {
        let budget = Decimal::new(dice.between(500, 80_000), 2);
        let executed = round(budget * Decimal::new(*dice.one_of(&[100, 100, 97, 88, 74]), 2));
        page.text(&format!("C{row}"), label);
        for (column, value) in [("D", budget), ("E", budget), ("F", executed)] {
            page.number(&format!("{column}{row}"), value);
        }
        ["G", "I"].iter().for_each(|column| page.text(&format!("{column}{row}"), "—"));
        (all, spent) = (all + budget, spent + executed);
    }
    page.text("C7", "年度资金总额");
    for (cell, value) in [("D7", all), ("E7", all), ("F7", spent), ("G7", Decimal::TEN)] {
        page.number(cell, value);
    }
    let rate = spent / all * Decimal::ONE_HUNDRED;
    let (mut stated, mut score) = (round(rate), round(rate / Decimal::TEN));
    if fault == Some(Fault::Rate) {
        stated -= Decimal::new(437, 2);
        page.wrong = Some("H7".to_string());
    }
    if fault == Some(Fault::RateScore) {
        score -= Decimal::new(83, 2);
        page.wrong = Some("I7".to_string());
    }
    page.text("H7", &format!("{stated:.2}%"));
    page.number("I7", score);
    score
}

/// The block of indicators; the sum of its scores, as stated.
fn indicators(page: &mut Page, dice: &mut Dice, fault: Option<Fault>, times: usize) -> Decimal {
    let labels = [
        "绩效指标",
        "一级指标",
        "二级指标",
        "三级指标",
        "年度指标值",
        "实际完成值",
        "分值",
        "得分",
        "偏差原因分析及改进措施",
    ];
    for (column, label) in ('A'..).zip(labels) {
        page.text(&format!("{column}13"), label);
    }
    let mut sum = Decimal::ZERO;
    for (first, weight, seconds) in LEVELS {
        let top = page.next_row();
        let count = times * seconds.iter().map(|(_, count)| count).sum::<usize>();
        let mut weights = split(weight, count).into_iter();
        for (second, count) in seconds {
            let start = page.next_row();
            for (nth, weight) in weights.by_ref().take(count * times).enumerate() {
                let name = format!(
                    "{}{}",
                    NAMES[nth % NAMES.len()],
                    if nth < NAMES.len() { String::new() } else { nth.to_string() }
                );
                sum += indicator(page, dice, fault, (second, &name, weight));
            }
            page.column("C", start, second);
        }
        page.column("B", top, &format!("{first}（{weight}分）"));
    }
    page.column("A", 13, "绩效指标");
    sum
}

/// One row, and its score as stated.
fn indicator(
    page: &mut Page,
    dice: &mut Dice,
    fault: Option<Fault>,
    (second, name, weight): (&str, &str, Decimal),
) -> Decimal {
    let row = page.next_row();
    let aim = dice.between(20, 200);
    let is_cost = second == "成本指标";
    let is_first = page.wrong.is_none() && fault == Some(Fault::Score);
    let done = if is_first { aim * 3 / 5 } else { *dice.one_of(&[aim, aim, aim + 3, aim * 4 / 5]) };
    let (aim, done) = (Decimal::from(aim), Decimal::from(done));
    let (target, actual, share) = match () {
        () if is_cost => (format!("≤{aim}万元"), format!("{}万元", done.min(aim)), Decimal::ONE),
        () if second.contains("可持续") => ("效果明显".to_string(), "达成年度指标".to_string(), Decimal::ONE),
        () => (format!("≥{aim}个"), format!("{done}个"), (done / aim).min(Decimal::ONE)),
    };
    let mut score = round(share * weight);
    if share < Decimal::ONE {
        page.region(&format!("I{row}:J{row}"), "受天气影响进度稍慢，已调整安排");
    } else {
        page.region(&format!("I{row}:J{row}"), "");
    }
    if is_first && share < Decimal::ONE {
        score = weight;
        page.wrong = Some(format!("H{row}"));
    }
    page.text(&format!("D{row}"), &format!("{}{name}数", second.trim_end_matches("指标")));
    page.text(&format!("E{row}"), &target);
    page.text(&format!("F{row}"), &actual);
    page.number(&format!("G{row}"), weight);
    page.number(&format!("H{row}"), score);
    score
}

/// A weight in parts that add up to it, of no more digits than needed.
fn split(weight: i64, count: usize) -> Vec<Decimal> {
    let (weight, parts) = (Decimal::from(weight), Decimal::from(count));
    let part = (weight / parts).round_dp_with_strategy(if count > 20 { 3 } else { 0 }, RoundingStrategy::ToZero);
    let mut split = vec![part; count - 1];
    split.push(weight - part * (parts - Decimal::ONE));
    split
}

fn round(value: Decimal) -> Decimal {
    value.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
}
