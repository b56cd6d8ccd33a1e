//! Accounting identities of a department (N-504): 收入总计 = 本年收入 + 年初结转 = 本年支出 + 年末结转.

use crate::model::relation::{Law, Operand, Relation};
use crate::narrative::claims::{Claim, ClaimKind, Told};
use crate::narrative::mention::Mention;
use crate::narrative::name;

const TOTAL: [&str; 2] = ["收入总计", "收支总计"];
const SPENDING_TOTAL: [&str; 1] = ["支出总计"];
const INCOME: [&str; 1] = ["本年收入"];
const SPENDING: [&str; 1] = ["本年支出"];
const OPENING: [&str; 3] = ["年初结转和结余", "上年结转和结余", "上年结转"];
const CLOSING: [&str; 2] = ["年末结转和结余", "结转下年"];
const USED: [&str; 4] =
    ["使用非财政拨款结余", "使用非财政拨款结余含专用结余", "使用专用结余", "用事业基金弥补收支差额"];
const DISTRIBUTION: [&str; 1] = ["结余分配"];

/// What is claimed about the accounts as a whole.
pub fn claims(told: &Told) -> Vec<Claim> {
    let total = only(told, &TOTAL);
    let spending = only(told, &SPENDING);
    let income_side = sum(total, [only(told, &INCOME), only(told, &OPENING)], only(told, &USED));
    let spending_side = sum(total, [spending, only(told, &CLOSING)], only(told, &DISTRIBUTION));
    let balance = equal(total, only(told, &SPENDING_TOTAL), spending);
    [income_side, spending_side, balance].into_iter().flatten().collect()
}

/// The one amount of this name; nothing where the report states several.
fn only<'a>(told: &'a Told, names: &[&str]) -> Option<&'a Mention> {
    let is = |(index, mention): &(usize, &Mention)| {
        let key = name::key(&mention.name);
        mention.is_entry()
            && mention.quantity.unit.is_money()
            && names.contains(&key.as_str())
            && !is_of_other_year(mention)
            && !told.is_narrowed(*index)
    };
    let mut found = told.mentions.iter().enumerate().filter(is).map(|(_, mention)| mention);
    let first = found.next()?;
    found.all(|other| other.figure.range().meets(first.figure.range())).then_some(first)
}

fn is_of_other_year(mention: &Mention) -> bool {
    ["上年度", "去年", "上一年", "下年"].iter().any(|word| mention.clause.contains(word))
}

fn sum(total: Option<&Mention>, parts: [Option<&Mention>; 2], perhaps: Option<&Mention>) -> Option<Claim> {
    let (total, [first, second]) = (total?, [parts[0]?, parts[1]?]);
    let terms: Vec<Operand> =
        [Some(first), Some(second), perhaps].into_iter().flatten().map(Mention::operand).collect();
    Some(Claim::law(ClaimKind::Balance, Relation::reported(total.label(), total.operand(), Law::Sum(terms))))
}

/// 支出总计 is often said of 本年支出; only where it is not, the two totals are compared.
fn equal(total: Option<&Mention>, spent: Option<&Mention>, spending: Option<&Mention>) -> Option<Claim> {
    let (total, spent) = (total?, spent?);
    let misnamed = spending.is_none_or(|spending| spending.figure.range().meets(spent.figure.range()));
    let relation = Relation::reported(spent.label(), spent.operand(), Law::Equal(total.operand()));
    let balanced = total.figure.range().meets(spent.figure.range());
    (!misnamed || balanced).then(|| Claim::law(ClaimKind::Balance, relation))
}
