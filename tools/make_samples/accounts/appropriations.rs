//! 公开04: appropriations at the left, what was spent of each kind at the right.

use rust_decimal::Decimal;

use super::side::{FIRST, Side, sum};
use super::{Accounts, Kind, Line, note};
use crate::grid::{Grid, Look, Span, Value};

const TOP: u32 = FIRST + 1;
const NAMES: [&str; 3] = ["general", "fund", "state"];

pub fn appropriations(accounts: &Accounts) -> Grid {
    let kinds = accounts.edition.kinds();
    let widths = [vec![30.0, 6.0, 14.0, 30.0, 6.0, 14.0], vec![14.0; kinds.len()]].concat();
    let last = widths.len() as u16 - 1;
    let mut grid = Grid::new(&widths, true);
    grid.one_page = accounts.edition.is_dated();
    accounts.heading(&mut grid, "财政拨款收入支出决算总表", "公开04表", last);
    headings(&mut grid, kinds, last);
    income_side(&mut grid, accounts);
    expenditure_side(&mut grid, accounts);
    let text = "注：本表反映本部门本年度各类财政拨款的收入、支出和结转结余情况。";
    note(&mut grid, end(accounts) + 3 + kinds.len() as u32, last, text);
    grid
}

/// The row after the functions.
fn end(accounts: &Accounts) -> u32 {
    TOP + accounts.edition.function_rows()
}

fn headings(grid: &mut Grid, kinds: &[(Kind, &str)], last: u16) {
    grid.say(3, Span(0, 2), "收入", Look::Head);
    grid.say(3, Span(3, last), "支出", Look::Head);
    for (column, text) in (0..).zip(["项目", "行次", "金额", "项目", "行次"]) {
        grid.block((4, column), (5, column), Value::text(text), Look::Head);
    }
    grid.say(4, Span(5, last), "决算数", Look::Head);
    grid.say(5, Span(5, 5), "合计", Look::Head);
    for (column, (_, kind)) in (6..).zip(kinds) {
        grid.say(5, Span(column, column), kind, Look::Head);
    }
    let numbers = ["栏次", "", "1", "栏次", "", "2", "3", "4", "5"];
    for (column, text) in (0..=last).zip(numbers) {
        grid.say(6, Span(column, column), text, Look::Cell);
    }
}

fn income_side(grid: &mut Grid, accounts: &Accounts) {
    let side = Side { column: 0, amounts: 1, top: TOP, number: 1 };
    let (kinds, functions, end) = (accounts.edition.kinds(), accounts.edition.function_rows(), end(accounts));
    for i in 0..functions {
        side.row(grid, i, "");
    }
    for (i, (kind, label)) in (0..).zip(kinds) {
        side.listed(grid, i, label);
        let amount = accounts.by_kind(*kind, |l| l.appropriation);
        side.amount(grid, i, 0, accounts.amount(amount), &format!("income.{i}"));
    }
    let income = accounts.sum("", |l| l.appropriation);
    let first_rows = TOP + kinds.len() as u32 - 1;
    let mut rows = vec![
        ("本年收入合计".to_string(), accounts.total(sum(2, TOP, first_rows), income)),
        ("年初财政拨款结转和结余".to_string(), accounts.amount(accounts.opening_appropriation)),
    ];
    for (kind, label) in kinds {
        rows.push((format!("　{label}"), accounts.amount(accounts.opening_of(*kind))));
    }
    let all = accounts.total(format!("=C{}+C{}", end + 1, end + 2), income + accounts.opening_appropriation);
    rows.push(("总计".to_string(), all));
    for (i, (label, value)) in (functions..).zip(rows) {
        side.row(grid, i, &label);
        side.amount(grid, i, 0, value, &label);
    }
}

fn expenditure_side(grid: &mut Grid, accounts: &Accounts) {
    let (kinds, functions) = (accounts.edition.kinds(), accounts.edition.function_rows());
    let side =
        Side { column: 3, amounts: 1 + kinds.len() as u16, top: TOP, number: functions + 4 + kinds.len() as u32 };
    for (i, (code, name)) in (0..).zip(accounts.edition.functions()) {
        side.listed(grid, i, name);
        spread(grid, &side, i, accounts, |kind| spent(accounts, kind, code), code);
    }
    let all = |kind| accounts.opening_of(kind) + accounts.by_kind(kind, |l| l.appropriation);
    let year = |kind| spent(accounts, kind, "");
    let last = functions + 2 + kinds.len() as u32;
    let rows = ["本年支出合计", "年末财政拨款结转和结余"];
    for (i, label) in (functions..last).zip(rows.into_iter().chain(std::iter::repeat(""))) {
        side.row(grid, i, label);
    }
    spread(grid, &side, functions, accounts, year, rows[0]);
    spread(grid, &side, functions + 1, accounts, |kind| all(kind) - year(kind), rows[1]);
    side.row(grid, last, "总计");
    spread(grid, &side, last, accounts, all, "总计");
}

/// What was spent under a code from one kind of appropriation.
fn spent(accounts: &Accounts, kind: Kind, prefix: &str) -> Decimal {
    accounts.by_kind(kind, |l| if l.code.starts_with(prefix) { Line::paid_by_appropriation(l) } else { Decimal::ZERO })
}

/// 合计, and the kinds of appropriation it is made of.
fn spread(grid: &mut Grid, side: &Side, i: u32, accounts: &Accounts, pick: impl Fn(Kind) -> Decimal, name: &str) {
    let kinds = accounts.edition.kinds();
    let last = char::from(b'F' + kinds.len() as u8);
    let all = kinds.iter().map(|(kind, _)| pick(*kind)).sum();
    let total = accounts.total(format!("=SUM(G{0}:{last}{0})", side.top + i + 1), all);
    side.amount(grid, i, 0, total, &format!("{name}.all"));
    for (column, ((kind, _), word)) in (1..).zip(kinds.iter().zip(NAMES)) {
        side.amount(grid, i, column, accounts.amount(pick(*kind)), &format!("{name}.{word}"));
    }
}
