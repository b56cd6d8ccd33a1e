//! 公开09 and 公开10 on their side, as some departments publish them: a row for each kind, not a column.

use rust_decimal::Decimal;

use super::assets::HEADS;
use super::{Accounts, note};
use crate::grid::{Grid, Look, Shown, Span, Value};

/// First row below the headings.
const FIRST: u32 = 5;

const KINDS: [&str; 6] = [
    "合计",
    "1．因公出国（境）费",
    "2．公务用车购置及运行维护费",
    "（1）公务用车购置费",
    "（2）公务用车运行维护费",
    "3．公务接待费",
];

pub fn three_public(accounts: &Accounts) -> Grid {
    let mut grid = Grid::new(&[36.0, 8.0, 20.0, 20.0], false);
    accounts.heading(&mut grid, "财政拨款“三公”经费支出决算表", "公开09表", 3);
    headings(&mut grid, &["项目", "行次", "预算数", "决算数"]);
    for (row, kind) in (0..).zip(KINDS) {
        let amounts = accounts.three_public.map(|[abroad, purchase, running, guests]| {
            let vehicles = purchase + running;
            [abroad + vehicles + guests, abroad, vehicles, purchase, running, guests][row as usize]
        });
        named_row(&mut grid, row, kind);
        for (column, amount) in (2..).zip(amounts) {
            let value = if accounts.blank { Value::Blank } else { Value::Number(amount, Shown::Fixed) };
            grid.put(FIRST + row, column, value, Look::Money);
        }
    }
    note(&mut grid, FIRST + 6, 3, "注：本表反映本部门本年度用各类财政拨款安排的“三公”经费预算及其实际支出。");
    grid
}

pub fn assets(accounts: &Accounts) -> Grid {
    let mut grid = Grid::new(&[44.0, 8.0, 16.0, 16.0], false);
    accounts.heading(&mut grid, "国有资产占用情况表", "公开10表", 3);
    // Counts have no unit of money.
    grid.say(2, Span(2, 3), "单位：台、辆、套", Look::Right);
    grid.regions.pop();
    headings(&mut grid, &["项目", "行次", "数量", "备注"]);
    let [vehicles @ .., _] = accounts.assets;
    let all = vehicles.iter().sum::<u16>();
    for (row, (kind, count)) in (0..).zip(HEADS.iter().zip([all].into_iter().chain(accounts.assets))) {
        named_row(&mut grid, row, kind);
        let value = if accounts.blank { Value::Blank } else { Value::Number(Decimal::from(count), Shown::General) };
        grid.put(FIRST + row, 2, value, Look::Cell).put(FIRST + row, 3, Value::Blank, Look::Cell);
    }
    note(&mut grid, FIRST + 10, 3, "注：本表反映本部门年末车辆和单价100万元（含）以上设备的数量。");
    grid
}

fn headings(grid: &mut Grid, labels: &[&str]) {
    for (column, label) in (0..).zip(labels) {
        grid.say(3, Span(column, column), label, Look::Head);
        let number = if column < 2 { ["栏次", ""][column as usize].to_string() } else { (column - 1).to_string() };
        grid.say(4, Span(column, column), &number, Look::Cell);
    }
}

fn named_row(grid: &mut Grid, row: u32, kind: &str) {
    grid.say(FIRST + row, Span(0, 0), kind, Look::Prose);
    grid.put(FIRST + row, 1, Value::Number(Decimal::from(row + 1), Shown::General), Look::Cell);
}
