//! 「甲 A 万元，占 p%」: the share follows from the part and its whole (N-501); shares of one enumeration add up (N-507).

use rust_decimal::Decimal;

use crate::model::figure::{Range, Unit};
use crate::model::relation::{Law, Operand, Relation, Verdict};
use crate::narrative::claims::lists::Enumeration;
use crate::narrative::claims::partition::is_complete;
use crate::narrative::claims::{Claim, ClaimKind, Told};
use crate::narrative::mention::Role;
use crate::narrative::name;

/// How far back a whole may stand.
const PARAGRAPHS: usize = 2;
/// At most so many amounts back it is looked for where nothing names it.
const CANDIDATES: usize = 8;

/// A share with its part.
#[derive(Debug, Clone, Copy)]
struct SharePair {
    part: usize,
    share: usize,
}

/// What is claimed about shares.
pub fn claims(told: &Told) -> Vec<Claim> {
    let lists = &told.lists;
    let pairs = pairs(told);
    let mut claims = Vec::new();
    for group in groups(told, lists, &pairs) {
        let found: Vec<Claim> = group.iter().filter_map(|pair| claim(told, lists, &group, *pair)).collect();
        // A wrong share breaks the sum of shares too: one finding is enough.
        if !found.iter().any(Claim::is_broken) {
            claims.extend(sum_of_shares(told, lists, &group));
        }
        claims.extend(hidden_by_each_other(told, &group, found));
    }
    claims
}

/// Every share that belongs to an amount.
fn pairs(told: &Told) -> Vec<SharePair> {
    let shares = told.mentions.iter().enumerate().filter(|(_, mention)| !mention.quantity.hedged);
    let found = shares.filter_map(|(share, mention)| {
        let Role::Share { subject, .. } = &mention.role else { return None };
        let part = match (subject, listed(told, share)) {
            (Some(subject), _) => {
                told.entries_back(share, 1).find(|&at| name::same(&told.mentions[at].name, subject))?
            }
            (None, Some((first, length))) => part_of_listed(told, share, first, length)?,
            (None, None) => part_before(told, share)?,
        };
        (told.mentions[part].quantity.unit.is_money()).then_some(SharePair { part, share })
    });
    found.collect()
}

/// The first of the shares that stand side by side, 「分别占 p、q」, and how many they are.
fn listed(told: &Told, share: usize) -> Option<(usize, usize)> {
    let joined = |at: usize| {
        let mention = &told.mentions[at];
        mention.sentence == told.mentions[share].sentence && matches!(mention.lead.as_str(), "、" | "和" | "及" | "与")
    };
    let first = (0..=share).rev().find(|&at| !joined(at))?;
    let length = 1 + (first + 1..told.mentions.len()).take_while(|&at| joined(at)).count();
    (length > 1).then_some((first, length))
}

/// The amount that one of several listed shares belongs to: first to first, second to second.
fn part_of_listed(told: &Told, share: usize, first: usize, length: usize) -> Option<usize> {
    if !told.mentions[first].clause.contains("分别") && !told.mentions[first].clause.contains('各') {
        return None;
    }
    let entries: Vec<usize> =
        told.before(first).filter(|(_, mention)| mention.is_entry()).map(|(at, _)| at).take(length).collect();
    entries.get(length - 1 - (share - first)).copied()
}

/// The amount that a share without a subject belongs to: nothing else may be counted between.
fn part_before(told: &Told, share: usize) -> Option<usize> {
    let between = |role: &Role| {
        matches!(
            role,
            Role::Change(_)
                | Role::Growth(_)
                | Role::ShareBase
                | Role::Share { .. }
                | Role::Completion
                | Role::Prior
                | Role::Budget
        )
    };
    let (at, mention) = told.before(share).find(|(_, mention)| !between(&mention.role))?;
    mention.is_entry().then_some(at)
}

/// Shares that belong together: those of one list, or of one sentence.
fn groups(told: &Told, lists: &[Enumeration], pairs: &[SharePair]) -> Vec<Vec<SharePair>> {
    let mut groups: Vec<(usize, Vec<SharePair>)> = Vec::new();
    for pair in pairs {
        let list = lists.iter().position(|list| list.parts.contains(&pair.part));
        let key = list.unwrap_or(lists.len() + told.mentions[pair.share].sentence);
        match groups.iter_mut().find(|(of, _)| *of == key) {
            Some((_, group)) => group.push(*pair),
            None => groups.push((key, vec![*pair])),
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

fn claim(told: &Told, lists: &[Enumeration], group: &[SharePair], pair: SharePair) -> Option<Claim> {
    let (part, share) = (&told.mentions[pair.part], &told.mentions[pair.share]);
    let Role::Share { base, .. } = &share.role else { return None };
    // 「占支出合计854.53万元的 5%」 states its whole itself; nothing needs to be looked for.
    let by_amount = pair
        .share
        .checked_sub(1)
        .filter(|&at| told.mentions[at].role == Role::ShareBase && told.mentions[at].sentence == share.sentence);
    let wholes = match (by_amount, base) {
        (Some(at), _) => vec![at],
        (None, Some(base)) => named(told, pair, base, &around(lists, pair.part)),
        (None, None) => match around(lists, pair.part) {
            wholes if wholes.is_empty() => whole_of(told, group).into_iter().collect(),
            wholes => wholes,
        },
    };
    // Where several wholes come into question, the share is wrong only if it fits none of them.
    let fitting = wholes.iter().copied().find(|&whole| fits(told, &pair, whole));
    let whole = &told.mentions[fitting.or(wholes.first().copied())?];
    if whole.quantity.value.is_zero() || !whole.quantity.unit.is_money() {
        return None;
    }
    let item = format!("{} · 占比", part.label());
    let law = Law::Ratio(part.operand(), whole.operand());
    Some(Claim::law(ClaimKind::Share, Relation::reported(item, Operand::new("占比", &share.figure), law)))
}

/// The wholes of the list that a part stands in, and of the lists around it.
fn around(lists: &[Enumeration], part: usize) -> Vec<usize> {
    let mut wholes = Vec::new();
    let mut inner = part;
    while let Some(whole) = lists.iter().find(|list| list.parts.contains(&inner)).and_then(|list| list.whole) {
        if whole >= inner || wholes.contains(&whole) {
            break;
        }
        wholes.push(whole);
        inner = whole;
    }
    wholes
}

/// The amounts that 「占…的」 may name, the likeliest first.
fn named(told: &Told, pair: SharePair, base: &str, around: &[usize]) -> Vec<usize> {
    let is = |at: &usize| name::same(&told.mentions[*at].name, base);
    let ends = |at: &usize| name::ends_in(&told.mentions[*at].name, base);
    let listed = around.iter().copied().filter(|at| is(at) || ends(at));
    let entries = || told.entries_back(pair.share, PARAGRAPHS).filter(|&at| at != pair.part);
    listed.chain(entries().filter(is)).chain(entries().filter(ends)).collect()
}

/// Where nothing names the whole: the nearest amount before that the parts add up to, or that most shares fit.
fn whole_of(told: &Told, group: &[SharePair]) -> Option<usize> {
    let first = group.first()?;
    let sum = group
        .iter()
        .map(|pair| told.mentions[pair.part].figure.range())
        .fold(Range::point(Decimal::ZERO), |sum, part| sum + part);
    let candidates = || {
        told.entries_back(first.part, PARAGRAPHS)
            .take(CANDIDATES)
            .filter(|&at| told.mentions[at].quantity.unit.is_money())
    };
    let adds_up = |at: &usize| group.len() > 1 && told.mentions[*at].figure.range().meets(sum);
    let fits = |at: usize| group.iter().filter(|pair| fits(told, pair, at)).count();
    // A sum that comes out is the surer sign; rates with few digits fit many wholes.
    candidates().find(adds_up).or_else(|| {
        candidates()
            .find(|&at| fits(at) * 2 > group.len() || group.len() == 2 && fits(at) == 1 && informative(told, group, at))
    })
}

fn fits(told: &Told, pair: &SharePair, whole: usize) -> bool {
    let (part, share) = (&told.mentions[pair.part], &told.mentions[pair.share]);
    let law = Law::Ratio(part.operand(), told.mentions[whole].operand());
    Relation::reported("", share.operand(), law).verdict() == Verdict::Holds
}

/// Whether the share that fits has digits enough to say so: 「占0.00%」 fits everything large.
fn informative(told: &Told, group: &[SharePair], whole: usize) -> bool {
    let one = group.iter().find(|pair| fits(told, pair, whole));
    one.is_some_and(|pair| {
        told.mentions[pair.share].quantity.value > Decimal::ONE && told.mentions[pair.share].quantity.decimals >= 2
    })
}

/// Shares of a complete enumeration add up to 100 %.
fn sum_of_shares(told: &Told, lists: &[Enumeration], group: &[SharePair]) -> Option<Claim> {
    let list = lists.iter().find(|list| group.first().is_some_and(|pair| list.parts.contains(&pair.part)))?;
    let all = list.parts.iter().all(|part| group.iter().any(|pair| pair.part == *part));
    if group.len() < 2 || !all || !is_complete(told, list) {
        return None;
    }
    let terms: Vec<Operand> = group
        .iter()
        .map(|pair| Operand::new(told.mentions[pair.part].label(), &told.mentions[pair.share].figure))
        .collect();
    let last = &told.mentions[group.last()?.share];
    let hundred = crate::model::figure::Figure {
        value: Decimal::ONE_HUNDRED,
        exact: true,
        unit: Unit::Percent,
        ..last.figure.clone()
    };
    let relation = Relation::reported("各项占比之和", Operand::new("各项占比之和", &hundred), Law::Sum(terms));
    Some(Claim::law(ClaimKind::SumOfShares, relation).remarking("各项占比相加应为 100%"))
}

/// Two wrong shares that still add up to 100 % hide each other: both are named.
fn hidden_by_each_other(told: &Told, group: &[SharePair], claims: Vec<Claim>) -> Vec<Claim> {
    let sum: Decimal = group.iter().map(|pair| told.mentions[pair.share].quantity.value).sum();
    let broken = claims.iter().filter(|claim| claim.is_broken()).count();
    if broken < 2 || sum != Decimal::ONE_HUNDRED {
        return claims;
    }
    let shown: Vec<String> = group.iter().map(|pair| told.mentions[pair.share].figure.show()).collect();
    let remark = format!("同组占比 {} 相加正好为 100%，差错互相掩盖，请一并更正", shown.join("、"));
    claims.into_iter().map(|claim| claim.remarking(remark.clone())).collect()
}
