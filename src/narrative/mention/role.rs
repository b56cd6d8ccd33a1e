//! Classification of a quantity by the words before it.

use crate::model::figure::Unit;
use crate::narrative::mention::{Mention, Role};
use crate::narrative::name;
use crate::narrative::quantity::TextQuantity;

const RISES: &[&str] = &["增加", "增长", "上升", "提高", "增多", "增幅", "增", "升高", "涨幅"];
const FALLS: &[&str] = &["减少", "下降", "降低", "压减", "减幅", "降幅", "下滑", "缩减", "减", "下跌", "压缩"];
const AFTER_DIRECTION: &[&str] = &["幅度", "比例", "率", "额", "数", "为", "达", "了", "各", "均", "分别", "共"];
const COMPARED: &[&str] = &["较", "比", "上年", "去年", "同期", "上一年"];

/// Whether a clause ends in a word for more or less, and what stands before it.
pub fn direction(clause: &str) -> Option<(bool, &str)> {
    let mut bare = clause.trim_end_matches(['约', '近']);
    while let Some(shorter) = AFTER_DIRECTION.iter().find_map(|word| bare.strip_suffix(word)) {
        bare = shorter;
    }
    let of = |words: &[&str]| words.iter().find_map(|word| bare.strip_suffix(word));
    of(FALLS).map(|rest| (true, rest)).or_else(|| of(RISES).map(|rest| (false, rest)))
}

/// What a quantity says.
pub fn role(quantity: &TextQuantity, clause: &str, context: &str, before: Option<&Mention>) -> Role {
    let listed = clause.is_empty() || matches!(clause, "、" | "和" | "及" | "与");
    match (quantity.unit, before) {
        _ if quantity.measure == "百分点" => Role::Other,
        // 「增长5.2%、3.1%」: the second says the same as the first.
        (unit, Some(before)) if listed && before.quantity.unit == unit && is_short(&before.after) => {
            before.role.clone()
        }
        (Unit::Percent, _) => percent(clause, before),
        (Unit::Points, _) if clause.contains("分") => Role::Score,
        (Unit::Points, _) => Role::Other,
        (Unit::Count, _) => Role::Count,
        _ => money(clause, context),
    }
}

fn is_short(text: &str) -> bool {
    matches!(text, "、" | "和" | "及" | "与")
}

fn percent(clause: &str, before: Option<&Mention>) -> Role {
    let after_base = before.is_some_and(|before| before.role == Role::ShareBase) && clause.starts_with('的');
    let after_budget = before.is_some_and(|before| before.role == Role::Budget && before.clause.contains("完成"));
    if after_base {
        return Role::Share { base: None, subject: None };
    }
    if after_budget && clause.starts_with('的') {
        return Role::Completion;
    }
    if clause.contains("完成") && clause.contains("预算") && !clause.contains("率") || clause.contains("预算完成率")
    {
        return Role::Completion;
    }
    if clause.contains("执行率") {
        return Role::ExecutionRate;
    }
    if let Some((subject, base)) = clause.split_once('占').filter(|_| !clause.contains('约')) {
        // 「占比由 75% 提高到 80%」 tells of two years.
        let moves = base.contains(['由', '从', '升', '降', '提']);
        return if moves { Role::Other } else { share(subject, base) };
    }
    match direction(clause) {
        Some((falls, _)) => Role::Growth(falls),
        None => Role::Other,
    }
}

fn share(subject: &str, base: &str) -> Role {
    let base =
        base.trim_end_matches("比重为").trim_end_matches("比例为").trim_end_matches("比重").trim_end_matches("比例");
    let base = base.trim_start_matches('比').trim_end_matches(['的', '为', '达']);
    if base.contains("预算") && ["年初预算", "全年预算", "预算", "预算数", "年初预算数"].contains(&base)
    {
        return Role::Completion;
    }
    let named = |text: &str| Some(name::clean(text)).filter(|name| !name.is_empty() && name != "所" && name != "分别");
    Role::Share { base: named(base), subject: named(subject.trim_end_matches("所")) }
}

fn money(clause: &str, context: &str) -> Role {
    if clause.ends_with('占') || clause.starts_with('占') {
        return Role::ShareBase;
    }
    if let Some((falls, _)) = direction(clause) {
        // An increase that is compared with nothing is what was added, not a change from last year.
        let compared = COMPARED.iter().any(|word| context.contains(word));
        return if compared { Role::Change(falls) } else { Role::Other };
    }
    if is_prior(clause) {
        return Role::Prior;
    }
    match () {
        () if name::of_budget(clause).is_some() => Role::Budget,
        () if name::of_final(clause).is_some() => Role::Final,
        () => Role::Amount,
    }
}

/// 「上年为」, 「与2021年的」, 「2021年决算数为」: the same thing a year before, and no other name.
fn is_prior(clause: &str) -> bool {
    let refers = clause.contains("上年") || clause.contains("去年") || clause.contains("上一年");
    let year = |word: &str| clause.starts_with(word) && clause.contains('年');
    let rest = [
        "上一年度",
        "上年度",
        "上年",
        "去年",
        "上一年",
        "年度",
        "同期",
        "决算数",
        "决算",
        "支出数",
        "数",
        "支出",
        "金额",
        "为",
        "是",
        "的",
        "与",
        "比",
        "较",
        "年",
    ]
    .iter()
    .fold(clause.to_string(), |rest, word| rest.replace(word, ""));
    let rest = rest.trim_matches(|c: char| c.is_ascii_digit());
    (refers || ["与", "较", "比"].iter().any(|word| year(word))) && rest.is_empty()
}

/// What a mention is called; a listed one takes the name of the one before it.
pub fn name_of(role: &Role, clause: &str, before: Option<&Mention>) -> String {
    match role {
        Role::Amount | Role::Count | Role::ShareBase | Role::Score => {
            let bare = clause.trim_start_matches('占');
            let listed = is_short(bare).then(|| before.map(|before| before.name.clone())).flatten();
            listed.unwrap_or_else(|| name::clean(bare))
        }
        Role::Final => {
            // 「某某支出年初预算为 B，支出决算为 A」: the name stands with the budget.
            let own = name::of_final(clause).unwrap_or_default();
            let budget = before.filter(|before| own.is_empty() && before.role == Role::Budget);
            budget.map_or(own, |budget| budget.name.clone())
        }
        Role::Budget => name::of_budget(clause).unwrap_or_default(),
        Role::Change(_) | Role::Growth(_) => subject(clause),
        _ => String::new(),
    }
}

/// Of what a change is told: 「公用经费」 in 「公用经费较上年增加」; empty where the sentence says it before.
fn subject(clause: &str) -> String {
    let Some((_, before)) = direction(clause) else { return String::new() };
    let before = ["较", "比", "与", "同比", "相比"]
        .iter()
        .filter_map(|word| before.find(word))
        .min()
        .map_or(before, |at| &before[..at]);
    name::clean(before)
}
