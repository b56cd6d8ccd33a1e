//! Enumerations that are known, or shown by their shares, to name every part.

use rust_decimal::Decimal;

use crate::model::figure::Range;
use crate::narrative::claims::Told;
use crate::narrative::claims::lists::{Enumeration, Opener};
use crate::narrative::mention::Role;
use crate::narrative::name;

/// Parts that make up a whole between them: those that are always named, and those that may be.
pub struct Partition {
    /// Always named.
    pub always: &'static [&'static str],
    /// Named where there are any.
    pub perhaps: &'static [&'static str],
    /// What the name of the whole ends in.
    pub whole: &'static [&'static str],
}

/// The partitions that every report knows.
pub const KNOWN: [Partition; 6] = [
    Partition {
        always: &["基本支出", "项目支出"],
        perhaps: &["经营支出", "上缴上级支出", "对附属单位补助支出"],
        whole: &["本年支出", "支出合计", "支出总计", "支出"],
    },
    Partition { always: &["人员经费", "公用经费"], perhaps: &[], whole: &["基本支出"] },
    Partition {
        always: &["货物支出", "工程支出", "服务支出"],
        perhaps: &[],
        whole: &["政府采购支出", "政府采购支出总额", "采购支出", "政府采购", "采购金额", "采购总额"],
    },
    Partition {
        always: &["出国费", "公务用车购置及运行维护费", "公务接待费"],
        perhaps: &[],
        whole: &["三公经费", "经费支出", "三公经费支出", "财政拨款支出"],
    },
    Partition {
        always: &["公务用车购置费", "公务用车运行维护费"], perhaps: &[], whole: &["公务用车购置及运行维护费"]
    },
    Partition {
        always: &["公务用车购置支出", "公务用车运行维护费支出"],
        perhaps: &[],
        whole: &["公务用车购置及运行维护费", "公务用车购置及运行维护费支出"],
    },
];

/// Whether a list is known to name every part.
pub fn is_complete(told: &Told, list: &Enumeration) -> bool {
    match list.opener {
        Opener::Made => true,
        Opener::Among | Opener::Split => known(told, list).is_some() || shares_fill(told, list),
    }
}

/// The partition that the parts of a list are.
pub fn known(told: &Told, list: &Enumeration) -> Option<&'static Partition> {
    let names: Vec<&str> = list.parts.iter().map(|part| told.mentions[*part].name.as_str()).collect();
    of_names(&names)
}

/// The partition that some names are, all of them and no other.
pub fn of_names(names: &[&str]) -> Option<&'static Partition> {
    let is = |name: &str, known: &str| name::ends_in(name, known);
    KNOWN.iter().find(|partition| {
        let all = partition.always.iter().all(|known| names.iter().any(|name| is(name, known)));
        let only =
            names.iter().all(|name| partition.always.iter().chain(partition.perhaps).any(|known| is(name, known)));
        all && only && names.len() <= partition.always.len() + partition.perhaps.len()
    })
}

/// Whether every part has a share, and the shares come to 100 %.
fn shares_fill(told: &Told, list: &Enumeration) -> bool {
    if list.parts.len() < 2 {
        return false;
    }
    let shares: Option<Vec<Range>> = list.parts.iter().map(|&part| share_of(told, part)).collect();
    shares.is_some_and(|shares| {
        let sum = shares.into_iter().fold(Range::point(Decimal::ZERO), |sum, share| sum + share);
        // By their rounded ends: 33.3 % three times is all of it.
        sum.contains(Decimal::ONE)
    })
}

/// The share that follows an amount, before the next amount.
fn share_of(told: &Told, part: usize) -> Option<Range> {
    let sentence = told.mentions[part].sentence;
    let after =
        told.mentions.iter().skip(part + 1).take_while(|mention| mention.sentence == sentence && !mention.is_entry());
    let mut shares = after
        .filter(|mention| matches!(mention.role, Role::Share { base: _, subject: None }) && !mention.quantity.hedged);
    shares.next().map(|mention| mention.figure.range())
}
