//! 公开04: appropriations at the left, what was spent of each kind at the right.

use rust_decimal::Decimal;

use super::names::FUNCTIONS;
use super::side::{FIRST, FUNCTION_ROWS, Side, sum};
use super::{Accounts, Line, note};
use crate::grid::{Grid, Look, Span, Value};

const TOP: u32 = FIRST + 1;
const END: u32 = TOP + FUNCTION_ROWS;
const KINDS: [&str; 3] = ["一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款"];

pub fn appropriations(accounts: &Accounts) -> Grid {
    let mut grid = Grid::new(&[30.0, 6.0, 14.0, 30.0, 6.0, 14.0, 14.0, 14.0, 14.0], true);
    accounts.heading(&mut grid, "财政拨款收入支出决算总表", "公开04表", 8);
    headings(&mut grid);
    income_side(&mut grid, accounts);
    expenditure_side(&mut grid, accounts);
    let text = "注：本表反映本部门本年度各类财政拨款的收入、支出和结转结余情况。";
    note(&mut grid, END + 6, 8, text);
    grid
}

fn headings(grid: &mut Grid) {
    grid.say(3, Span(0, 2), "收入", Look::Head);
    grid.say(3, Span(3, 8), "支出", Look::Head);
    for (column, text) in (0..).zip(["项目", "行次", "金额", "项目", "行次"]) {
        grid.block((4, column), (5, column), Value::text(text), Look::Head);
    }
    grid.say(4, Span(5, 8), "决算数", Look::Head);
    grid.say(5, Span(5, 5), "合计", Look::Head);
    for (column, kind) in (6..).zip(KINDS) {
        grid.say(5, Span(column, column), kind, Look::Head);
    }
    for (column, text) in (0..).zip(["栏次", "", "1", "栏次", "", "2", "3", "4", "5"]) {
        grid.say(6, Span(column, column), text, Look::Cell);
    }
}

fn income_side(grid: &mut Grid, accounts: &Accounts) {
    let side = Side { column: 0, amounts: 1, top: TOP, number: 1 };
    for i in 0..FUNCTION_ROWS {
        side.row(grid, i, "");
    }
    let [income, fund] = ["", "229"].map(|code| accounts.sum(code, |l| l.appropriation));
    for (i, (kind, amount)) in (0..).zip(KINDS.iter().zip([income - fund, fund, Decimal::ZERO])) {
        side.listed(grid, i, kind);
        side.amount(grid, i, 0, accounts.amount(amount), &format!("income.{i}"));
    }
    let opening = accounts.amount(accounts.opening_appropriation);
    let nothing = accounts.amount(Decimal::ZERO);
    let all = income + accounts.opening_appropriation;
    let rows = [
        ("本年收入合计", accounts.total(sum(2, TOP, TOP + 2), income)),
        ("年初财政拨款结转和结余", opening.clone()),
        ("　一般公共预算财政拨款", opening),
        ("　政府性基金预算财政拨款", nothing.clone()),
        ("　国有资本经营预算财政拨款", nothing),
        ("总计", accounts.total(format!("=C{}+C{}", END + 1, END + 2), all)),
    ];
    for (i, (label, value)) in (FUNCTION_ROWS..).zip(rows) {
        side.row(grid, i, label);
        side.amount(grid, i, 0, value, label);
    }
}

fn expenditure_side(grid: &mut Grid, accounts: &Accounts) {
    let side = Side { column: 3, amounts: 4, top: TOP, number: FUNCTION_ROWS + 7 };
    for (i, (code, name)) in (0..).zip(FUNCTIONS) {
        side.listed(grid, i, name);
        spread(grid, &side, i, accounts, spent(accounts, code), code);
    }
    let [income, fund_income] = ["", "229"].map(|code| accounts.sum(code, |l| l.appropriation));
    let year = spent(accounts, "");
    let all = [accounts.opening_appropriation + income, fund_income];
    let rows = [
        ("本年支出合计", year),
        ("年末财政拨款结转和结余", [all[0] - year[0], all[1] - year[1]]),
        ("", [Decimal::ZERO; 2]),
        ("", [Decimal::ZERO; 2]),
        ("", [Decimal::ZERO; 2]),
        ("总计", all),
    ];
    for (i, (label, amounts)) in (FUNCTION_ROWS..).zip(rows) {
        side.row(grid, i, label);
        if !label.is_empty() {
            spread(grid, &side, i, accounts, amounts, label);
        }
    }
}

/// What was spent under a code from all appropriations, and from government funds among them.
fn spent(accounts: &Accounts, prefix: &str) -> [Decimal; 2] {
    let by_fund = |l: &Line| if l.is_fund() { l.paid_by_appropriation() } else { Decimal::ZERO };
    [accounts.sum(prefix, Line::paid_by_appropriation), accounts.sum(prefix, by_fund)]
}

/// 合计, and the three kinds of appropriation it is made of.
fn spread(grid: &mut Grid, side: &Side, i: u32, accounts: &Accounts, [all, fund]: [Decimal; 2], name: &str) {
    let total = accounts.total(format!("=SUM(G{0}:I{0})", side.top + i + 1), all);
    side.amount(grid, i, 0, total, &format!("{name}.all"));
    let parts = [("general", all - fund), ("fund", fund), ("state", Decimal::ZERO)];
    for (column, (kind, amount)) in (1..).zip(parts) {
        side.amount(grid, i, column, accounts.amount(amount), &format!("{name}.{kind}"));
    }
}
