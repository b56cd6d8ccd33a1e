//! Parts and their whole (N-503): 由…构成 and known partitions add up; other enumerations never exceed the whole.

use rust_decimal::Decimal;

use crate::model::figure::Range;
use crate::model::relation::{Law, Operand, Relation};
use crate::narrative::claims::lists::{Enumeration, Opener};
use crate::narrative::claims::partition::{self, is_complete};
use crate::narrative::claims::{Claim, ClaimKind, Told};

/// So many numbered paragraphs look like a full account.
const FULL_ACCOUNT: usize = 3;
/// How many sentences back the whole of 「按性质分」 may stand.
const SENTENCES: usize = 3;

/// What is claimed about wholes and parts.
pub fn claims(told: &Told) -> Vec<Claim> {
    let lists = &told.lists;
    let listed = lists.iter().filter_map(|list| claim(told, list));
    listed.chain((0..told.sentences.len()).filter_map(|sentence| plain_partition(told, lists, sentence))).collect()
}

fn claim(told: &Told, list: &Enumeration) -> Option<Claim> {
    let whole = list.whole.or_else(|| (list.opener == Opener::Split).then(|| whole_before(told, list)).flatten())?;
    let money = |at: &usize| told.mentions[*at].quantity.unit.is_money();
    if !money(&whole) || !list.parts.iter().all(money) || list.parts.contains(&whole) {
        return None;
    }
    let relation = sum(told, whole, &list.parts);
    let parts = parts_range(told, &list.parts);
    let total = relation.stated.figure.range();
    let complete = is_complete(told, list);
    match () {
        // Parts of a list inside may have been counted as its own.
        () if list.nested && !parts.meets(total) => None,
        () if complete && list.parts.len() > 1 => Some(Claim::law(ClaimKind::SumOfParts, relation)),
        () if parts.low > total.high && list.opener != Opener::Split && !may_overlap(told, list) => {
            Some(Claim::law(ClaimKind::SumOfParts, relation).remarking("各分项之和已超过总数"))
        }
        () if parts.high < total.low && looks_full(told, list) => {
            let gap = gap(&relation);
            Some(Claim::law(ClaimKind::SumOfParts, relation).warning().remarking(gap))
        }
        () => (parts.meets(total)).then(|| Claim::law(ClaimKind::SumOfParts, relation)),
    }
}

/// Whether the parts are told by what was done with them, so that one may contain another.
fn may_overlap(told: &Told, list: &Enumeration) -> bool {
    const WORDS: [&str; 13] =
        ["支付", "使用", "已", "用于", "拨付", "结转", "结余", "上年", "往年", "以前年度", "完成", "当年", "累计"];
    list.parts.iter().any(|part| WORDS.iter().any(|word| told.mentions[*part].clause.contains(word)))
}

/// Whether a list looks like a full account: numbered paragraphs, or the three usual economic classes.
fn looks_full(told: &Told, list: &Enumeration) -> bool {
    let has = |word: &str| list.parts.iter().any(|part| told.mentions[*part].name.contains(word));
    let classes = has("工资福利") && has("商品和服务") && has("对个人和家庭");
    list.parts.len() >= FULL_ACCOUNT && (list.numbered || classes)
}

fn sum(told: &Told, whole: usize, parts: &[usize]) -> Relation {
    let whole = &told.mentions[whole];
    let terms: Vec<Operand> = parts.iter().map(|part| told.mentions[*part].operand()).collect();
    Relation::reported(whole.label(), whole.operand(), Law::Sum(terms))
}

fn parts_range(told: &Told, parts: &[usize]) -> Range {
    parts
        .iter()
        .map(|part| told.mentions[*part].figure.range())
        .fold(Range::point(Decimal::ZERO), |sum, part| sum + part)
}

/// By how much the parts fall short, and what is probably left out.
fn gap(relation: &Relation) -> String {
    let stated = &relation.stated;
    let unit = stated.figure.unit;
    let gap = (stated.figure.base() - relation.expected().unwrap_or_default()) / unit.scale();
    let economic = |word: &str| relation.inputs().iter().any(|input| input.label.contains(word));
    let left_out = if economic("工资福利") && economic("商品和服务") {
        "，可能漏列资本性支出（310）等科目"
    } else {
        ""
    };
    format!("所列各项合计比总数少 {} {}{left_out}，请补充说明", stated.figure.show_other(gap), unit.name())
}

/// The whole of parts that are a known partition, in the sentences before.
fn whole_before(told: &Told, list: &Enumeration) -> Option<usize> {
    let partition = partition::known(told, list)?;
    nearest_whole(told, *list.parts.first()?, partition)
}

fn nearest_whole(told: &Told, first: usize, partition: &partition::Partition) -> Option<usize> {
    let sentence = told.mentions[first].sentence;
    let near = |at: &usize| told.mentions[*at].sentence + SENTENCES >= sentence;
    let is_whole = |at: &usize| {
        let key = crate::narrative::name::key(&told.mentions[*at].name);
        partition.whole.iter().any(|whole| key == crate::narrative::name::key(whole))
    };
    told.entries_back(first, 1).take_while(near).find(is_whole)
}

/// A known partition whose whole stands in a sentence before, and nothing introduces the parts.
fn plain_partition(told: &Told, lists: &[Enumeration], sentence: usize) -> Option<Claim> {
    let entries: Vec<usize> =
        told.of_sentence(sentence).filter(|(_, mention)| mention.is_entry()).map(|(at, _)| at).collect();
    if entries.len() < 2 || entries.iter().any(|at| lists.iter().any(|list| list.parts.contains(at))) {
        return None;
    }
    let names: Vec<&str> = entries.iter().map(|at| told.mentions[*at].name.as_str()).collect();
    // The whole may stand first in the same sentence, or in one before.
    let whole_first = partition::of_names(&names[1..]).filter(|_| entries.len() > 2);
    let (whole, parts) = match (whole_first, partition::of_names(&names)) {
        (Some(partition), _) if is_named(told, entries[0], partition) => (entries[0], &entries[1..]),
        (_, Some(partition)) => (nearest_whole(told, entries[0], partition)?, &entries[..]),
        _ => return None,
    };
    Some(Claim::law(ClaimKind::SumOfParts, sum(told, whole, parts)))
}

fn is_named(told: &Told, at: usize, partition: &partition::Partition) -> bool {
    partition.whole.iter().any(|whole| crate::narrative::name::ends_in(&told.mentions[at].name, whole))
}
