//! 「B 万元，较上年增加 d 万元，增长 p%」: the rate follows from both amounts (N-502); the words agree (N-506); a base
//! of zero has no rate (N-508).

use crate::model::figure::Figure;
use crate::model::finding::evidence;
use crate::model::relation::{Law, Operand, Relation};
use crate::narrative::claims::tie::growth_breaks;
use crate::narrative::claims::{Claim, ClaimKind, Said, Tie, Told};
use crate::narrative::mention::{Mention, Role};
use crate::narrative::name;

/// How far back the amount may stand that a change names.
const PARAGRAPHS: usize = 1;

/// What is claimed about changes.
pub fn claims(told: &Told) -> Vec<Claim> {
    let mut claims = Vec::new();
    for (index, mention) in told.mentions.iter().enumerate().filter(|(_, mention)| !mention.quantity.hedged) {
        let Role::Growth(falls) = mention.role else { continue };
        let Some((at, before)) = told.before(index).next().filter(|(_, before)| !before.quantity.hedged) else {
            continue;
        };
        // 「各增加 a、b，分别增长 p、q」 is read elsewhere; 「较上年增加 a，其中人员经费增长 p」 is about something else.
        let about_other = !mention.name.is_empty() && !name::same(&mention.name, &before.name);
        if is_listed(mention) || is_listed(before) || about_other {
            continue;
        }
        match before.role {
            Role::Change(fell) if fell == falls => claims.extend(by_change(told, at, mention, falls)),
            Role::Change(fell) => claims.push(contradiction(before, mention, fell)),
            Role::Prior => claims.extend(by_prior(told, at, mention, falls)),
            _ => {}
        }
    }
    claims
}

fn is_listed(mention: &Mention) -> bool {
    matches!(mention.after.as_str(), "、" | "和" | "及") || matches!(mention.clause.as_str(), "、" | "和" | "及")
}

/// The rate that follows from an amount and its change.
fn by_change(told: &Told, change: usize, rate: &Mention, falls: bool) -> Vec<Claim> {
    let named = &told.mentions[change].name;
    if !named.is_empty() {
        let amounts = subjects(told, change, named);
        return amounts.into_iter().map(|at| growth(told, at, change, rate, falls)).collect();
    }
    let change_of = &told.mentions[change];
    let mut here = told.before(change).filter(|(_, mention)| is_amount(mention)).map(|(at, _)| at);
    match here.next() {
        Some(nearest) => vec![with_alternatives(told, nearest, &here.collect::<Vec<_>>(), change, rate, falls)],
        None => {
            // A new sentence goes on from the one before, if that leaves no choice.
            let before = told.previous_sentence(change_of.sentence);
            let entries: Vec<usize> = before
                .into_iter()
                .flat_map(|sentence| told.of_sentence(sentence))
                .filter(|(_, mention)| mention.is_entry())
                .map(|(at, _)| at)
                .collect();
            let fitting = entries.iter().copied().find(|&at| !breaks(told, at, change, rate, falls));
            let only = entries.first().copied().filter(|_| entries.len() == 1);
            fitting.or(only).map(|at| growth(told, at, change, rate, falls)).into_iter().collect()
        }
    }
}

/// An amount that may have changed; budgets change from year to year too.
fn is_amount(mention: &Mention) -> bool {
    mention.is_entry() || mention.role == Role::Budget && !mention.quantity.hedged
}

/// The amounts that a change names; nothing where one of them is not found.
fn subjects(told: &Told, change: usize, named: &str) -> Vec<usize> {
    let find = |name: &str| {
        let entries = || told.entries_back(change, PARAGRAPHS);
        entries()
            .find(|&at| name::same(&told.mentions[at].name, name))
            .or_else(|| entries().find(|&at| name::ends_in(&told.mentions[at].name, name)))
    };
    if let Some(one) = find(named) {
        return vec![one];
    }
    let found: Option<Vec<usize>> = name::expand(named).iter().map(|name| find(name)).collect();
    found.unwrap_or_default()
}

/// The nearest amount, unless the rate fits another one before it: then the sentence is only unclear.
fn with_alternatives(
    told: &Told,
    nearest: usize,
    others: &[usize],
    change: usize,
    rate: &Mention,
    falls: bool,
) -> Claim {
    let claim = growth(told, nearest, change, rate, falls);
    let fitting = others.iter().find(|&&at| !breaks(told, at, change, rate, falls));
    let is_budget = |at: usize| told.mentions[at].role == Role::Budget;
    match fitting.filter(|_| claim.is_broken()) {
        Some(&other) if is_budget(other) || is_budget(nearest) => growth(told, other, change, rate, falls),
        Some(&other) => {
            let other = &told.mentions[other];
            let remark = format!(
                "若指{} {}（{}）则相符，请写明是哪一项的增减",
                other.label(),
                other.figure.show(),
                other.figure.place.cell_name()
            );
            claim.warning().remarking(remark)
        }
        None => claim,
    }
}

fn breaks(told: &Told, amount: usize, change: usize, rate: &Mention, falls: bool) -> bool {
    growth_breaks(&rate.figure, &told.mentions[amount].figure, &told.mentions[change].figure, falls)
}

/// The claim that a rate follows from an amount and its change.
pub fn growth(told: &Told, amount: usize, change: usize, rate: &Mention, falls: bool) -> Claim {
    let (amount, change) = (&told.mentions[amount], &told.mentions[change]);
    if let Some(claim) = on_nothing(amount, change, rate, falls) {
        return claim;
    }
    // A rate of 0 beside a change is another fault than a rate that does not come out.
    let flat = rate.quantity.value.is_zero() && !change.quantity.value.is_zero();
    let kind = if flat { ClaimKind::GrowthOnNothing } else { ClaimKind::Growth };
    let tie = Tie::Growth { stated: rate.operand(), amount: amount.operand(), change: change.operand(), falls };
    let claim = Claim { kind, tie, severity: None, remark: None };
    if flat { claim.remarking("金额有增减，比率却写为 0") } else { claim }
}

/// A rate on a base of zero: the whole amount is new.
fn on_nothing(amount: &Mention, change: &Mention, rate: &Mention, falls: bool) -> Option<Claim> {
    // Change and amount are equal exactly where the year before had nothing.
    let same = amount.quantity.unit == change.quantity.unit && amount.quantity.value == change.quantity.value;
    if falls || !same || amount.quantity.value.is_zero() {
        return None;
    }
    Some(Claim::said(
        ClaimKind::GrowthOnNothing,
        zero_base(rate, vec![evidence(amount.label(), &amount.figure), evidence(change.label(), &change.figure)]),
    ))
}

fn zero_base(rate: &Mention, evidence: Vec<crate::model::finding::Evidence>) -> Said {
    Said {
        place: rate.figure.place.clone(),
        item: rate.label(),
        stated: rate.figure.show(),
        expected: None,
        wrong: Some(format!("上年数为 0，没有增长率可言，文中写为 {}；请改为只写金额", rate.figure.show())),
        evidence,
    }
}

/// The rate that follows from the amounts of two years.
fn by_prior(told: &Told, prior: usize, rate: &Mention, falls: bool) -> Option<Claim> {
    let now = &told.mentions[told.entry_before(prior)?];
    let before = &told.mentions[prior];
    if before.quantity.value.is_zero() {
        return Some(Claim::said(
            ClaimKind::GrowthOnNothing,
            zero_base(rate, vec![evidence("上年数", &before.figure)]),
        ));
    }
    let fell = now.figure.base() < before.figure.base();
    if fell != falls && now.figure.base() != before.figure.base() {
        return Some(wrong_way(now, before, rate, fell));
    }
    // A fall is stated without its sign.
    let stated = if falls { Figure { value: -rate.figure.value, ..rate.figure.clone() } } else { rate.figure.clone() };
    let law = Law::Change(now.operand(), before.operand());
    let item = format!("{} · {}", now.label(), rate.label());
    Some(Claim::law(ClaimKind::Growth, Relation::reported(item, Operand::new(rate.label(), &stated), law)))
}

fn contradiction(change: &Mention, rate: &Mention, fell: bool) -> Claim {
    let (first, second) = if fell { ("减少", "增长") } else { ("增加", "下降") };
    said_otherwise(
        rate,
        format!("前面写{first} {}，后面写{second} {}，方向相反", change.figure.show(), rate.figure.show()),
        vec![evidence(change.label(), &change.figure)],
    )
}

fn wrong_way(now: &Mention, before: &Mention, rate: &Mention, fell: bool) -> Claim {
    let (is, said) = if fell { ("减少", "增长") } else { ("增加", "下降") };
    let message = format!(
        "{} {} 比上年数 {} {is}，文中写{said} {}",
        now.label(),
        now.figure.show(),
        before.figure.show(),
        rate.figure.show()
    );
    said_otherwise(rate, message, vec![evidence(now.label(), &now.figure), evidence("上年数", &before.figure)])
}

fn said_otherwise(rate: &Mention, message: String, evidence: Vec<crate::model::finding::Evidence>) -> Claim {
    let said = Said {
        place: rate.figure.place.clone(),
        item: rate.label(),
        stated: rate.figure.show(),
        expected: None,
        wrong: Some(format!("{message}；请核对增减方向和数字")),
        evidence,
    };
    Claim::said(ClaimKind::Direction, said)
}
