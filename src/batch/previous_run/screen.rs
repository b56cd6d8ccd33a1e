//! The comparison on the screen: one line for the run, one for every department with something to tell.

use super::{Change, Comparison, Fate, Presence};

/// At most so many departments are listed; all stand in 复核汇总.xlsx.
const MOST_LISTED: usize = 20;

/// 「已改正 12 条，仍存在 3 条……」; notes are not compared.
pub fn counts(count: impl Fn(Fate) -> usize) -> String {
    let still = count(Fate::Remaining) + count(Fate::Changed);
    let changed = match count(Fate::Changed) {
        0 => String::new(),
        changed => format!("（其中 {changed} 条填报值已变，仍不符）"),
    };
    let mut text =
        format!("已改正 {} 条，仍存在 {still} 条{changed}，新出现 {} 条", count(Fate::Mended), count(Fate::New));
    for fate in [Fate::NotFiled, Fate::Unchecked] {
        if count(fate) > 0 {
            text.push_str(&format!("，{} {} 条", fate.name(), count(fate)));
        }
    }
    text
}

/// The comparison as text.
pub fn report(comparison: &Comparison) -> String {
    let mut text = format!("与上次比较（{}）：{}\n", comparison.previous, counts(|fate| comparison.count(fate)));
    let telling: Vec<&Change> = comparison
        .changes
        .iter()
        .filter(|change| !change.traced.is_empty() || change.presence != Presence::Both)
        .collect();
    for change in telling.iter().take(MOST_LISTED) {
        text.push_str(&line(change));
    }
    if telling.len() > MOST_LISTED {
        text.push_str(&format!("  ……其余 {} 个单位见复核汇总的「与上次比较」\n", telling.len() - MOST_LISTED));
    }
    text
}

fn line(change: &Change) -> String {
    let year = change.year.map(|year| format!(" {year} 年度")).unwrap_or_default();
    let presence = match change.presence {
        Presence::Both => String::new(),
        other => format!("（{}）", other.name()),
    };
    format!("  {}{year}{presence}：{}\n", change.department, counts(|fate| change.count(fate)))
}
