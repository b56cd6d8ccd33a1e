//! 公开06: basic expenditure by economic class, three panels side by side.

use rust_decimal::Decimal;

use super::names::ECONOMIC;
use super::{Accounts, note};
use crate::grid::{Grid, Look, Span, Value, address};

const FIRST: u32 = 5;

/// The classes of each panel.
const PANELS: [&[&str]; 3] = [&["301", "303"], &["302"], &["307", "310", "312", "399"]];

pub fn basic_expenditure(accounts: &Accounts) -> Grid {
    let mut grid = Grid::new(&[10.0, 28.0, 13.0, 10.0, 22.0, 13.0, 10.0, 22.0, 13.0], true);
    grid.one_page = accounts.edition.is_dated();
    accounts.heading(&mut grid, "一般公共预算财政拨款基本支出决算明细表", "公开06表", 8);
    grid.say(3, Span(0, 2), "人员经费", Look::Head).say(3, Span(3, 8), "公用经费", Look::Head);
    for column in 0..9u16 {
        let text = ["科目编码", "科目名称", "决算数"][column as usize % 3];
        grid.say(4, Span(column, column), text, Look::Head);
    }
    let depth = PANELS.iter().map(|classes| items(classes).len()).max().unwrap_or_default() as u32;
    for (i, classes) in PANELS.iter().enumerate() {
        panel(&mut grid, accounts, 3 * i as u16, classes, depth);
    }
    totals(&mut grid, accounts, FIRST + depth);
    let text = "注：本表反映本部门本年度一般公共预算财政拨款基本支出按经济分类的明细。";
    note(&mut grid, FIRST + depth + 1, 8, text);
    grid
}

fn items(classes: &[&str]) -> Vec<&'static (&'static str, &'static str)> {
    ECONOMIC.iter().filter(|(code, _)| classes.contains(&&code[..3])).collect()
}

fn sum(accounts: &Accounts, classes: &[&str]) -> Decimal {
    let amounts = accounts.economic.iter().filter(|(code, _)| classes.contains(&&code[..3]));
    amounts.map(|(_, amount)| amount).sum()
}

fn panel(grid: &mut Grid, accounts: &Accounts, column: u16, classes: &[&str], depth: u32) {
    let items = items(classes);
    for i in 0..depth {
        let row = FIRST + i;
        let Some((code, name)) = items.get(i as usize) else {
            for c in column..column + 3 {
                grid.put(row, c, Value::Blank, Look::Prose);
            }
            continue;
        };
        let label = if code.len() == 3 { (*name).to_string() } else { format!("　{name}") };
        grid.say(row, Span(column, column), code, Look::Prose);
        grid.say(row, Span(column + 1, column + 1), &label, Look::Prose);
        let value = amount(accounts, code, row, column + 2, items.len() as u32 - i);
        grid.put(row, column + 2, value, Look::Money).named(*code);
    }
}

/// A class is the sum of its items, an item is as the accounts have it.
fn amount(accounts: &Accounts, code: &str, row: u32, column: u16, below: u32) -> Value {
    if code.len() == 5 {
        let own = accounts.economic.iter().find(|(known, _)| known == code);
        return accounts.amount(own.map_or(Decimal::ZERO, |(_, amount)| *amount));
    }
    let count = ECONOMIC.iter().filter(|(item, _)| item.len() == 5 && item.starts_with(code)).count();
    debug_assert!(count < below as usize);
    let (first, last) = (address((row + 1, column)), address((row + count as u32, column)));
    accounts.total(format!("=SUM({first}:{last})"), sum(accounts, &[code]))
}

fn totals(grid: &mut Grid, accounts: &Accounts, row: u32) {
    let staff = sum(accounts, PANELS[0]);
    let office = sum(accounts, &[PANELS[1], PANELS[2]].concat());
    grid.say(row, Span(0, 1), "人员经费合计", Look::Head);
    grid.put(row, 2, accounts.amount(staff), Look::Money).named("人员经费合计");
    grid.say(row, Span(3, 7), "公用经费合计", Look::Head);
    grid.put(row, 8, accounts.amount(office), Look::Money).named("公用经费合计");
}
