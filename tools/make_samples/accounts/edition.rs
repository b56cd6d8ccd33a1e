//! How the tables differ from year to year: which there are, their numbers, rows and headings.

use super::names::FUNCTIONS;
use super::{Accounts, Kind, appropriations, assets, by_code, economic, fund_budget, overview, three_public, turned};
use crate::grid::Grid;

/// A sheet's name, and what draws it.
pub type Table = (&'static str, fn(&Accounts) -> Grid);

#[derive(Clone, Copy, Default, PartialEq)]
pub enum Edition {
    /// The seven tables that nearly every department fills, without a line for the year.
    #[default]
    Short,
    /// All ten tables.
    Full,
    /// As of 2019: no budget of state capital yet, and other numbers from 公开07 on.
    Of2019,
    /// Only the two tables that some departments publish on their side.
    Turned,
}

/// Every table in the order of its number.
pub static ALL: [Table; 10] = [
    ("公开01收入支出决算总表", overview::income_and_expenditure),
    ("公开02收入决算表", by_code::income),
    ("公开03支出决算表", by_code::expenditure),
    ("公开04财政拨款收入支出决算总表", appropriations::appropriations),
    ("公开05一般公共预算财政拨款支出决算表", by_code::general_budget),
    ("公开06一般公共预算财政拨款基本支出决算明细表", economic::basic_expenditure),
    ("公开07政府性基金预算财政拨款收入支出决算表", fund_budget::fund_budget),
    ("公开08国有资本经营预算财政拨款支出决算表", by_code::state_capital),
    ("公开09财政拨款“三公”经费支出决算表", three_public::three_public),
    ("公开10国有资产占用情况表", assets::assets),
];

static OF_2019: [Table; 2] = [
    ("公开07一般公共预算财政拨款“三公”经费支出决算表", three_public::three_public),
    ("公开08政府性基金预算财政拨款收入支出决算表", fund_budget::fund_budget),
];

/// Tables on their side.
pub static TURNED: [Table; 2] =
    [("公开09财政拨款“三公”经费支出决算表", turned::three_public), ("公开10国有资产占用情况表", turned::assets)];

impl Edition {
    pub fn tables(self) -> Vec<Table> {
        match self {
            Edition::Short => [&ALL[..6], &ALL[8..9]].concat(),
            Edition::Full => ALL.to_vec(),
            Edition::Turned => TURNED.to_vec(),
            Edition::Of2019 => [&ALL[..6], &OF_2019].concat(),
        }
    }

    pub fn is_dated(self) -> bool {
        self != Edition::Short
    }

    /// The budgets that have a column in 公开04.
    pub fn kinds(self) -> &'static [(Kind, &'static str)] {
        const KINDS: [(Kind, &str); 3] = [
            (Kind::General, "一般公共预算财政拨款"),
            (Kind::Fund, "政府性基金预算财政拨款"),
            (Kind::State, "国有资本经营预算财政拨款"),
        ];
        if self == Edition::Of2019 { &KINDS[..2] } else { &KINDS }
    }

    /// The functions by code and name, as they were called that year.
    pub fn functions(self) -> Vec<(&'static str, &'static str)> {
        if self != Edition::Of2019 {
            return FUNCTIONS.to_vec();
        }
        let known = FUNCTIONS.iter().filter(|(code, _)| !["223", "234"].contains(code));
        known.map(|&(code, name)| if code == "215" { (code, "资源勘探信息等支出") } else { (code, name) }).collect()
    }

    pub fn function_rows(self) -> u32 {
        self.functions().len() as u32
    }

    /// The heading over codes of functions.
    pub fn code_label(self, usual: &'static str) -> &'static str {
        if self == Edition::Of2019 { "支出功能分类科目编码" } else { usual }
    }
}
