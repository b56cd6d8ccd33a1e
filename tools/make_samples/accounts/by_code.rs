//! 公开02, 公开03, 公开05 and 公开08: a row for each 类, 款 and 项.

use rust_decimal::Decimal;

use super::{Accounts, Kind, Line, names, note};
use crate::grid::{Grid, Look, Span, Value};

type Column = (&'static str, fn(&Line) -> Decimal);

/// What sets one of these tables apart.
struct Table {
    title: &'static str,
    number: &'static str,
    code: &'static str,
    /// 合计 first, then what it is made of.
    columns: &'static [Column],
    keep: fn(&Line) -> bool,
    note: &'static str,
}

const NOTHING: fn(&Line) -> Decimal = |_| Decimal::ZERO;

static INCOME: Table = Table {
    title: "收入决算表",
    number: "公开02表",
    code: "功能分类科目编码",
    columns: &[
        ("本年收入合计", Line::income),
        ("财政拨款收入", |l| l.appropriation),
        ("上级补助收入", NOTHING),
        ("事业收入", |l| l.earned),
        ("经营收入", NOTHING),
        ("附属单位上缴收入", NOTHING),
        ("其他收入", |l| l.other),
    ],
    keep: |_| true,
    note: "注：本表反映本部门本年度按来源划分的各项收入。",
};

static EXPENDITURE: Table = Table {
    title: "支出决算表",
    number: "公开03表",
    code: "功能分类科目编码",
    columns: &[
        ("本年支出合计", Line::spent),
        ("基本支出", |l| l.basic),
        ("项目支出", |l| l.project),
        ("上缴上级支出", NOTHING),
        ("经营支出", NOTHING),
        ("对附属单位补助支出", NOTHING),
    ],
    keep: |_| true,
    note: "注：本表反映本部门本年度按性质划分的各项支出。",
};

static GENERAL_BUDGET: Table = Table {
    title: "一般公共预算财政拨款支出决算表",
    number: "公开05表",
    code: "功能分类科目编码",
    columns: &[
        ("本年支出合计", Line::paid_by_appropriation),
        ("基本支出", |l| l.basic - l.own),
        ("项目支出", |l| l.project),
    ],
    keep: |line| line.kind() == Kind::General,
    note: "注：本表反映本部门本年度使用一般公共预算财政拨款发生的支出。",
};

static STATE_CAPITAL: Table = Table {
    title: "国有资本经营预算财政拨款支出决算表",
    number: "公开08表",
    code: "科目编码",
    columns: &[("合计", Line::spent), ("基本支出", |l| l.basic), ("项目支出", |l| l.project)],
    keep: |line| line.kind() == Kind::State,
    note: "注：本表反映本部门本年度国有资本经营预算财政拨款的支出情况。",
};

pub fn income(accounts: &Accounts) -> Grid {
    write(accounts, &INCOME)
}

pub fn expenditure(accounts: &Accounts) -> Grid {
    write(accounts, &EXPENDITURE)
}

pub fn general_budget(accounts: &Accounts) -> Grid {
    write(accounts, &GENERAL_BUDGET)
}

pub fn state_capital(accounts: &Accounts) -> Grid {
    write(accounts, &STATE_CAPITAL)
}

fn write(accounts: &Accounts, table: &Table) -> Grid {
    let widths = [vec![18.0, 36.0], vec![15.0; table.columns.len()]].concat();
    let last = widths.len() as u16 - 1;
    let mut grid = Grid::new(&widths, true);
    grid.heading_rows = Some((3, 5));
    accounts.heading(&mut grid, table.title, table.number, last);
    headings(&mut grid, accounts, table);
    total(&mut grid, accounts, table);
    let codes = accounts.codes(table.keep);
    for (i, code) in codes.iter().enumerate() {
        let row = 7 + i as u32;
        let text = Value::text(code);
        grid.put(row, 0, text, Look::Prose).say(row, Span(1, 1), names::function(code), Look::Prose);
        amounts(&mut grid, accounts, table, row, code, code);
    }
    let end = empty_rows(&mut grid, accounts, 7 + codes.len() as u32, last);
    note(&mut grid, end, last, table.note);
    grid
}

/// Rows to write in, or one row to show that there is nothing; gives the row after them.
pub fn empty_rows(grid: &mut Grid, accounts: &Accounts, top: u32, last: u16) -> u32 {
    const ROWS: u32 = 14;
    let count = match top {
        _ if accounts.blank => ROWS,
        7 => 1,
        _ => 0,
    };
    for row in top..top + count {
        for column in 0..=last {
            let look = if column < 2 { Look::Prose } else { Look::Money };
            grid.put(row, column, Value::Blank, look);
        }
    }
    top + count
}

fn headings(grid: &mut Grid, accounts: &Accounts, table: &Table) {
    grid.say(3, Span(0, 1), "项目", Look::Head);
    let code = accounts.edition.code_label(table.code);
    grid.say(4, Span(0, 0), code, Look::Head).say(4, Span(1, 1), "科目名称", Look::Head);
    grid.say(5, Span(0, 1), "栏次", Look::Cell);
    for (i, (name, _)) in table.columns.iter().enumerate() {
        let column = 2 + i as u16;
        grid.block((3, column), (4, column), Value::text(*name), Look::Head);
        grid.say(5, Span(column, column), &(i + 1).to_string(), Look::Cell);
    }
}

fn total(grid: &mut Grid, accounts: &Accounts, table: &Table) {
    grid.say(6, Span(0, 1), "合计", Look::Head);
    amounts(grid, accounts, table, 6, "", "合计");
}

fn amounts(grid: &mut Grid, accounts: &Accounts, table: &Table, row: u32, prefix: &str, name: &str) {
    let last = char::from(b'C' + table.columns.len() as u8 - 1);
    for (i, (column, pick)) in table.columns.iter().enumerate() {
        let kept = |line: &Line| {
            if (table.keep)(line) { pick(line) } else { Decimal::ZERO }
        };
        let amount = accounts.sum(prefix, kept);
        let value = if i == 0 {
            accounts.total(format!("=SUM(D{0}:{last}{0})", row + 1), amount)
        } else {
            accounts.amount(amount)
        };
        grid.put(row, 2 + i as u16, value, Look::Money).named(format!("{name}.{column}"));
    }
}
