//! 公开01: all income at the left, all expenditure at the right.

use rust_decimal::Decimal;

use super::side::{FIRST, Side, sum};
use super::{Accounts, Edition, Kind, Line, note};
use crate::grid::{Grid, Look, Span, Value};

const HEADS: [&str; 6] = ["项目", "行次", "决算数", "项目（按功能分类）", "行次", "决算数"];
const COLUMN_NUMBERS: [&str; 6] = ["栏次", "", "1", "栏次", "", "2"];

pub fn income_and_expenditure(accounts: &Accounts) -> Grid {
    let mut grid = Grid::new(&[34.0, 6.0, 16.0, 34.0, 6.0, 16.0], false);
    grid.one_page = accounts.edition.is_dated();
    accounts.heading(&mut grid, "收入支出决算总表", "公开01表", 5);
    grid.say(3, Span(0, 2), "收入", Look::Head);
    grid.say(3, Span(3, 5), "支出", Look::Head);
    for (column, (head, number)) in (0..).zip(HEADS.iter().zip(COLUMN_NUMBERS)) {
        grid.say(4, Span(column, column), head, Look::Head);
        grid.say(5, Span(column, column), number, Look::Cell);
    }
    income_side(&mut grid, accounts);
    expenditure_side(&mut grid, accounts);
    let text = "注：本表反映本部门本年度全部收入、支出以及年初、年末结转结余的总体情况。";
    note(&mut grid, end(accounts) + 5, 5, text);
    grid
}

/// The row after the functions.
fn end(accounts: &Accounts) -> u32 {
    FIRST + accounts.edition.function_rows()
}

fn income_side(grid: &mut Grid, accounts: &Accounts) {
    let side = Side { column: 0, amounts: 1, top: FIRST, number: 1 };
    let end = end(accounts);
    for i in 0..accounts.edition.function_rows() {
        side.row(grid, i, "");
    }
    let sources = income(accounts);
    let last = FIRST + sources.len() as u32 - 1;
    for (i, (label, amount, name)) in (0..).zip(sources) {
        side.listed(grid, i, label);
        side.amount(grid, i, 0, accounts.amount(amount), name);
    }
    let year = accounts.sum("", Line::income);
    let surplus = match accounts.year {
        ..2023 => "使用非财政拨款结余",
        _ => "使用非财政拨款结余（含专用结余）",
    };
    let total = accounts.total(sum(2, FIRST, last), year);
    let all = accounts.total(sum(2, end, end + 3), year + accounts.surplus + accounts.opening);
    let rows = [
        ("本年收入合计", total, "income.year"),
        (surplus, accounts.amount(accounts.surplus), "income.surplus"),
        ("年初结转和结余", accounts.amount(accounts.opening), "income.opening"),
        ("", Value::Blank, "income.empty"),
        ("总计", all, "income.all"),
    ];
    last_rows(grid, accounts, &side, rows);
}

fn income(accounts: &Accounts) -> Vec<(&'static str, Decimal, &'static str)> {
    let zero = Decimal::ZERO;
    let [general, fund, state] =
        [Kind::General, Kind::Fund, Kind::State].map(|kind| accounts.by_kind(kind, |l| l.appropriation));
    let mut rows = vec![
        ("一般公共预算财政拨款收入", general, "income.general"),
        ("政府性基金预算财政拨款收入", fund, "income.fund"),
        ("国有资本经营预算财政拨款收入", state, "income.state"),
        ("上级补助收入", zero, "income.higher"),
        ("事业收入", accounts.sum("", |l| l.earned), "income.earned"),
        ("经营收入", zero, "income.business"),
        ("附属单位上缴收入", zero, "income.lower"),
        ("其他收入", accounts.sum("", |l| l.other), "income.other"),
    ];
    if accounts.edition == Edition::Of2019 {
        rows.retain(|(_, _, name)| *name != "income.state");
    }
    rows
}

fn expenditure_side(grid: &mut Grid, accounts: &Accounts) {
    let side = Side { column: 3, amounts: 1, top: FIRST, number: accounts.edition.function_rows() + 6 };
    for (i, (code, name)) in (0..).zip(accounts.edition.functions()) {
        side.listed(grid, i, name);
        let amount = accounts.amount(accounts.sum(code, Line::spent));
        side.amount(grid, i, 0, amount, &format!("function.{code}"));
    }
    let end = end(accounts);
    let income = accounts.sum("", Line::income) + accounts.surplus;
    let year = accounts.total(sum(5, FIRST, end - 1), accounts.sum("", Line::spent));
    let all = accounts.total(sum(5, end, end + 3), accounts.opening + income);
    let rows = [
        ("本年支出合计", year, "spent.year"),
        ("结余分配", accounts.amount(Decimal::ZERO), "spent.distributed"),
        ("年末结转和结余", accounts.amount(accounts.closing), "spent.closing"),
        ("", Value::Blank, "spent.empty"),
        ("总计", all, "spent.all"),
    ];
    last_rows(grid, accounts, &side, rows);
}

fn last_rows(grid: &mut Grid, accounts: &Accounts, side: &Side, rows: [(&str, Value, &str); 5]) {
    for (i, (label, value, name)) in (accounts.edition.function_rows()..).zip(rows) {
        side.row(grid, i, label);
        side.amount(grid, i, 0, value, name);
    }
}
