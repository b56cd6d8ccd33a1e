//! 部门决算公开表: one model of a year's accounts, and the public tables that show it.

mod appropriations;
mod assets;
mod by_code;
mod economic;
mod edition;
mod fund_budget;
pub mod names;
mod overview;
mod side;
mod three_public;
mod turned;

use std::collections::BTreeSet;

use rust_decimal::Decimal;

pub use self::edition::Edition;
use crate::book::Book;
use crate::grid::{Grid, Look, Shown, Span, Value};
use crate::number::dec;

/// One 项 of the functional classification, with what came in and what was spent under it.
#[derive(Clone, Default)]
pub struct Line {
    pub code: String,
    pub appropriation: Decimal,
    /// 事业收入
    pub earned: Decimal,
    /// 其他收入
    pub other: Decimal,
    pub basic: Decimal,
    pub project: Decimal,
    /// The part of basic expenditure that was not paid from appropriations.
    pub own: Decimal,
    /// Carried over from the year before; only stated for 政府性基金.
    pub opening: Decimal,
}

/// Which budget an appropriation belongs to.
#[derive(Clone, Copy, PartialEq)]
pub enum Kind {
    General,
    Fund,
    State,
}

impl Line {
    pub fn income(&self) -> Decimal {
        self.appropriation + self.earned + self.other
    }

    pub fn spent(&self) -> Decimal {
        self.basic + self.project
    }

    /// The budget shows in the code: lottery money (229), settlers of reservoirs (21372), state capital (223).
    pub fn kind(&self) -> Kind {
        match self.code.as_str() {
            code if code.starts_with("229") || code.starts_with("21372") => Kind::Fund,
            code if code.starts_with("223") => Kind::State,
            _ => Kind::General,
        }
    }

    pub fn paid_by_appropriation(&self) -> Decimal {
        self.spent() - self.own
    }
}

#[derive(Default)]
pub struct Accounts {
    pub edition: Edition,
    /// A blank has no amounts, and rows to fill in.
    pub blank: bool,
    pub department: &'static str,
    pub year: u16,
    pub unit: &'static str,
    pub shown: Shown,
    /// What stands where there is no amount: nothing, or 0.00.
    pub zeros: bool,
    /// Totals are live formulas.
    pub formulas: bool,
    pub lines: Vec<Line>,
    pub opening: Decimal,
    pub closing: Decimal,
    /// 使用非财政拨款结余
    pub surplus: Decimal,
    pub opening_appropriation: Decimal,
    /// Economic classification of basic expenditure paid from the general budget.
    pub economic: Vec<(String, Decimal)>,
    /// 出国, 购置, 运行, 接待: budget, then outcome.
    pub three_public: [[Decimal; 4]; 2],
    /// Vehicles of each kind, then large equipment.
    pub assets: [u16; 9],
}

/// Reads `code amount…` lines; what follows the code is up to the caller.
pub fn read_rows(data: &str) -> Vec<(String, Vec<Decimal>)> {
    let rows = data.lines().map(str::trim).filter(|line| !line.is_empty());
    rows.map(|line| {
        let mut words = line.split_whitespace();
        let code = words.next().expect("a row has a code").to_string();
        (code, words.map(dec).collect())
    })
    .collect()
}

/// `code appropriation earned other basic project own`, and `opening` where it is stated.
pub fn read_lines(data: &str) -> Vec<Line> {
    let rows = read_rows(data).into_iter();
    rows.map(|(code, a)| Line {
        code,
        appropriation: a[0],
        earned: a[1],
        other: a[2],
        basic: a[3],
        project: a[4],
        own: a[5],
        opening: a.get(6).copied().unwrap_or_default(),
    })
    .collect()
}

/// `code amount`, where the item marked 0 takes what is left of the total.
pub fn read_economic(data: &str, total: Decimal) -> Vec<(String, Decimal)> {
    let mut items: Vec<_> = read_rows(data).into_iter().map(|(code, a)| (code, a[0])).collect();
    let rest = total - items.iter().map(|(_, amount)| amount).sum::<Decimal>();
    if let Some((_, amount)) = items.iter_mut().find(|(_, amount)| amount.is_zero()) {
        *amount = rest;
    }
    items
}

impl Accounts {
    pub fn sum(&self, prefix: &str, pick: impl Fn(&Line) -> Decimal) -> Decimal {
        self.lines.iter().filter(|line| line.code.starts_with(prefix)).map(pick).sum()
    }

    /// Every 类, 款 and 项 that has a line, each before what it is made of.
    pub fn codes(&self, keep: impl Fn(&Line) -> bool) -> BTreeSet<String> {
        let kept = self.lines.iter().filter(|line| keep(line));
        kept.flat_map(|line| [3, 5, 7].map(|length| line.code[..length].to_string())).collect()
    }

    pub fn general_basic(&self) -> Decimal {
        self.by_kind(Kind::General, |l| l.basic - l.own)
    }

    pub fn by_kind(&self, kind: Kind, pick: impl Fn(&Line) -> Decimal) -> Decimal {
        self.lines.iter().filter(|line| line.kind() == kind).map(pick).sum()
    }

    /// What was carried over of one kind of appropriation; what no line states is of the general budget.
    pub fn opening_of(&self, kind: Kind) -> Decimal {
        match kind {
            Kind::General => self.opening_appropriation - self.sum("", |l| l.opening),
            other => self.by_kind(other, |l| l.opening),
        }
    }

    pub fn amount(&self, value: Decimal) -> Value {
        if value.is_zero() && !self.zeros { Value::Blank } else { Value::Number(value, self.shown) }
    }

    /// A total: a live formula where this department's bookkeeper uses them.
    pub fn total(&self, formula: String, value: Decimal) -> Value {
        if self.formulas { Value::Formula(formula, value, self.shown) } else { self.amount(value) }
    }

    pub fn book(&self) -> Book {
        self.check();
        let mut book = Book::default();
        for (sheet, draw) in self.edition.tables() {
            book.add(sheet, draw(self));
        }
        book
    }

    /// The laws that the model itself must obey.
    fn check(&self) {
        let balance = self.opening + self.surplus + self.sum("", Line::income) - self.sum("", Line::spent);
        assert!((balance - self.closing).abs() <= dec("0.01"), "年末结转和结余 should be {balance}");
        let economic: Decimal = self.economic.iter().map(|(_, amount)| amount).sum();
        assert_eq!(economic, self.general_basic(), "公开06 adds up to basic expenditure");
        assert!(self.economic.iter().all(|(_, amount)| amount.is_sign_positive()));
    }

    /// Title, number of the table, department and unit: the first three rows of every table.
    fn heading(&self, grid: &mut Grid, title: &str, number: &str, last: u16) {
        grid.say(0, Span(0, last), title, Look::Title).named("title");
        if self.edition.is_dated() {
            let year = if self.blank { "    ".to_string() } else { self.year.to_string() };
            grid.say(1, Span(1, last - 1), &format!("（{year}年度）"), Look::Year);
        }
        grid.say(1, Span(last, last), number, Look::Right);
        grid.say(2, Span(0, 1), &format!("部门：{}", self.department), Look::Left);
        grid.say(2, Span(last - 1, last), &format!("金额单位：{}", self.unit), Look::Right);
    }
}

fn note(grid: &mut Grid, row: u32, last: u16, text: &str) {
    grid.say(row, Span(0, last), text, Look::Left);
}
