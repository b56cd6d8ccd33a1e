//! 公开09: the “三公” expenditure, budget and outcome side by side.

use super::{Accounts, Edition, note};
use crate::grid::{Grid, Look, Span, Value, address};

pub fn three_public(accounts: &Accounts) -> Grid {
    let mut grid = Grid::new(&[12.0; 12], true);
    let (title, number) = match accounts.edition {
        Edition::Of2019 => ("一般公共预算财政拨款“三公”经费支出决算表", "公开07表"),
        _ => ("财政拨款“三公”经费支出决算表", "公开09表"),
    };
    accounts.heading(&mut grid, title, number, 11);
    for (i, name) in ["预算数", "决算数"].iter().enumerate() {
        half(&mut grid, accounts, i, name);
    }
    let text = match accounts.edition {
        Edition::Of2019 => "注：本表反映本部门本年度用一般公共预算财政拨款安排的“三公”经费预算及其实际支出。",
        _ => "注：本表反映本部门本年度用各类财政拨款安排的“三公”经费预算及其实际支出。",
    };
    note(&mut grid, 8, 11, text);
    grid
}

fn half(grid: &mut Grid, accounts: &Accounts, i: usize, name: &str) {
    let left = 6 * i as u16;
    headings(grid, left, name);
    let [abroad, purchase, running, guests] = accounts.three_public[i];
    let cell = |offset: u16| address((7, left + offset));
    let all = format!("={}+{}+{}", cell(1), cell(2), cell(5));
    let subtotal = format!("={}+{}", cell(3), cell(4));
    let values = [
        accounts.total(all, abroad + purchase + running + guests),
        accounts.amount(abroad),
        accounts.total(subtotal, purchase + running),
        accounts.amount(purchase),
        accounts.amount(running),
        accounts.amount(guests),
    ];
    for (offset, value) in (0..).zip(values) {
        let column = left + offset;
        let number = (column + 1).to_string();
        grid.say(6, Span(column, column), &number, Look::Cell);
        grid.put(7, column, value, Look::Money);
        grid.named(format!("{name}.{offset}"));
    }
}

fn headings(grid: &mut Grid, left: u16, name: &str) {
    grid.say(3, Span(left, left + 5), name, Look::Head);
    for (offset, text) in [(0, "合计"), (1, "因公出国（境）费"), (5, "公务接待费")] {
        let column = left + offset;
        grid.block((4, column), (5, column), Value::text(text), Look::Head);
    }
    let cars = Span(left + 2, left + 4);
    grid.say(4, cars, "公务用车购置及运行维护费", Look::Head);
    for (column, text) in (left + 2..).zip(["小计", "公务用车购置费", "公务用车运行维护费"]) {
        grid.say(5, Span(column, column), text, Look::Head);
    }
}
