//! 「收入 A，加上…B，收入共计 T；支出 S，收支相抵，结余 R」: sum and difference (N-504).

use crate::model::relation::{Law, Relation};
use crate::narrative::claims::{Claim, ClaimKind, Told};
use crate::narrative::mention::Mention;

/// What is claimed about sentences that strike a balance.
pub fn claims(told: &Told) -> Vec<Claim> {
    (0..told.sentences.len()).flat_map(|sentence| of_sentence(told, sentence)).collect()
}

fn of_sentence(told: &Told, sentence: usize) -> Vec<Claim> {
    let entries: Vec<&Mention> = told
        .of_sentence(sentence)
        .map(|(_, mention)| mention)
        .filter(|mention| mention.is_entry() && mention.quantity.unit.is_money())
        .collect();
    let mut claims = Vec::new();
    for (index, mention) in entries.iter().enumerate() {
        claims.extend(added_up(&entries[..index], mention));
        claims.extend(left_over(&entries[..index], mention));
    }
    claims
}

/// The total of addends that 加上 joins.
fn added_up(before: &[&Mention], total: &Mention) -> Option<Claim> {
    let sums_up = ["共计", "合计", "总计"].iter().any(|word| total.clause.contains(word));
    let joined = before
        .iter()
        .rev()
        .take_while(|addend| addend.lead.contains("加上") || addend.clause.starts_with('加'))
        .count();
    if !sums_up || joined == 0 || joined == before.len() || total.lead.contains('；') {
        return None;
    }
    let terms = before[before.len() - joined - 1..].iter().map(|addend| addend.operand()).collect();
    Some(Claim::law(ClaimKind::Balance, Relation::reported(total.label(), total.operand(), Law::Sum(terms))))
}

/// What is left after 相抵: the total less what was spent.
fn left_over(before: &[&Mention], rest: &Mention) -> Option<Claim> {
    if !rest.lead.contains("相抵") {
        return None;
    }
    let [.., total, spent] = before else { return None };
    let is_pair = spent.name.contains("支出") && (total.name.contains("收入") || total.clause.contains("共计"));
    let law = Law::Balance { plus: vec![total.operand()], minus: vec![spent.operand()] };
    is_pair.then(|| Claim::law(ClaimKind::Balance, Relation::reported(rest.label(), rest.operand(), law)))
}
