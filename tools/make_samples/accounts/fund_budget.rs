//! 政府性基金预算财政拨款收入支出决算表: 公开07, and 公开08 in 2019.

use super::{Accounts, Edition, Kind, Line, by_code, names, note};
use crate::grid::{Grid, Look, Span, Value, address};

const LAST: u16 = 7;
const NO_DATA: &str = "注：本单位没有政府性基金预算财政拨款收入支出，故本表无数据。";
const NOTE: &str = "注：本表反映本部门本年度政府性基金预算财政拨款的收入、支出和结转结余情况。";

pub fn fund_budget(accounts: &Accounts) -> Grid {
    let mut grid = Grid::new(&[18.0, 36.0, 15.0, 15.0, 14.0, 14.0, 14.0, 15.0], true);
    grid.heading_rows = Some((3, 5));
    let number = if accounts.edition == Edition::Of2019 { "公开08表" } else { "公开07表" };
    accounts.heading(&mut grid, "政府性基金预算财政拨款收入支出决算表", number, LAST);
    headings(&mut grid, accounts);
    grid.say(6, Span(0, 1), "合计", Look::Head);
    amounts(&mut grid, accounts, 6, "", "合计");
    let codes = accounts.codes(|line| line.kind() == Kind::Fund);
    for (row, code) in (7..).zip(&codes) {
        grid.say(row, Span(0, 0), code, Look::Prose).say(row, Span(1, 1), names::function(code), Look::Prose);
        amounts(&mut grid, accounts, row, code, code);
    }
    let end = by_code::empty_rows(&mut grid, accounts, 7 + codes.len() as u32, LAST);
    note(&mut grid, end, LAST, if codes.is_empty() && !accounts.blank { NO_DATA } else { NOTE });
    grid
}

fn headings(grid: &mut Grid, accounts: &Accounts) {
    let code = accounts.edition.code_label("科目编码");
    grid.say(3, Span(0, 1), "项目", Look::Head);
    grid.say(4, Span(0, 0), code, Look::Head).say(4, Span(1, 1), "科目名称", Look::Head);
    for (column, text) in [(2, "年初结转和结余"), (3, "本年收入"), (LAST, "年末结转和结余")] {
        grid.block((3, column), (4, column), Value::text(text), Look::Head);
    }
    grid.say(3, Span(4, 6), "本年支出", Look::Head);
    for (column, text) in (4..).zip(["小计", "基本支出", "项目支出"]) {
        grid.say(4, Span(column, column), text, Look::Head);
    }
    grid.say(5, Span(0, 1), "栏次", Look::Cell);
    for column in 2..=LAST {
        grid.say(5, Span(column, column), &(column - 1).to_string(), Look::Cell);
    }
}

fn amounts(grid: &mut Grid, accounts: &Accounts, row: u32, prefix: &str, name: &str) {
    let sum = |pick: fn(&Line) -> rust_decimal::Decimal| {
        let kept = accounts.lines.iter().filter(|line| line.kind() == Kind::Fund && line.code.starts_with(prefix));
        kept.map(pick).sum::<rust_decimal::Decimal>()
    };
    let (opening, income, basic, project) =
        (sum(|l| l.opening), sum(|l| l.appropriation), sum(|l| l.basic), sum(|l| l.project));
    let cell = |column| address((row, column));
    let spent = basic + project;
    let closing = format!("={}+{}-{}", cell(2), cell(3), cell(4));
    let values = [
        ("年初结转和结余", accounts.amount(opening)),
        ("本年收入", accounts.amount(income)),
        ("小计", accounts.total(format!("={}+{}", cell(5), cell(6)), spent)),
        ("基本支出", accounts.amount(basic)),
        ("项目支出", accounts.amount(project)),
        ("年末结转和结余", accounts.total(closing, opening + income - spent)),
    ];
    for (column, (what, value)) in (2..).zip(values) {
        let value = if accounts.lines.iter().any(|line| line.kind() == Kind::Fund) { value } else { Value::Blank };
        grid.put(row, column, value, Look::Money).named(format!("{name}.{what}"));
    }
}
