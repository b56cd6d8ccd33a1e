//! Enumerations: a whole, and the parts that a sentence or numbered paragraphs name after it.

use crate::narrative::claims::Told;
use crate::narrative::mention::Mention;
use crate::narrative::name;

/// What introduces the parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opener {
    /// 其中: perhaps not all of them.
    Among,
    /// 由…构成, 具体构成为, 包括: all of them.
    Made,
    /// 按性质分: all of them, the whole stands before.
    Split,
}

/// A whole and its parts, as indexes of mentions.
#[derive(Debug, Clone)]
pub struct Enumeration {
    /// The whole, where it is certain which one it is.
    pub whole: Option<usize>,
    /// The parts.
    pub parts: Vec<usize>,
    /// What introduces them.
    pub opener: Opener,
    /// Each stands in a numbered paragraph of its own.
    pub numbered: bool,
    /// Another list stands inside, so that it is not certain which parts belong to which.
    pub nested: bool,
}

/// The lists of money in a report.
pub fn lists(told: &Told) -> Vec<Enumeration> {
    let mut lists: Vec<Enumeration> = (0..told.sentences.len()).flat_map(|sentence| inline(told, sentence)).collect();
    lists.extend((0..told.sentences.len()).filter_map(|sentence| over_paragraphs(told, sentence)));
    lists
}

/// The lists inside one sentence.
fn inline(told: &Told, sentence: usize) -> Vec<Enumeration> {
    let mut done = Vec::new();
    let mut open: Vec<Enumeration> = Vec::new();
    for (index, mention) in told.of_sentence(sentence) {
        if ends(told, mention, open.last()) {
            done.append(&mut open);
        } else if open.len() > 1
            && (mention.lead.contains('；') || mention.lead.contains('）') && !mention.lead.contains('（'))
        {
            done.extend(open.pop());
        }
        if let Some(opener) = opener(mention) {
            // From here on it is not certain to which list a part belongs.
            open.iter_mut().for_each(|list| list.nested = true);
            let nested = !open.is_empty();
            open.push(Enumeration {
                whole: whole(told, index, mention, opener),
                parts: Vec::new(),
                opener,
                numbered: false,
                nested,
            });
        }
        if let Some(list) = open.last_mut().filter(|_| mention.is_entry()) {
            list.parts.push(index);
        }
    }
    done.append(&mut open);
    done.retain(|list| !list.parts.is_empty());
    done.iter_mut().for_each(|list| only_really_made(told, list));
    done
}

/// What introduces the parts, if this mention is the first of them.
fn opener(mention: &Mention) -> Option<Opener> {
    let lead = &mention.lead;
    let split = |lead: &str| {
        lead.contains('按')
            && (lead.contains("分，") || lead.contains("划分") || lead.contains("分类") || lead.contains("来看"))
    };
    match () {
        // What is mainly included need not be all.
        () if lead.contains("主要包括") || lead.contains("主要用于") => None,
        () if lead.contains("其中") => Some(Opener::Among),
        () if lead.contains("构成") || lead.contains("组成") || mention.clause.starts_with('由') => {
            Some(Opener::Made)
        }
        () if lead.contains("包括") => Some(Opener::Made),
        () if split(lead) || lead.contains("分别为") && lead.contains('：') => Some(Opener::Split),
        () => None,
    }
}

/// Whether no further part follows.
fn ends(told: &Told, mention: &Mention, list: Option<&Enumeration>) -> bool {
    const WORDS: [&str; 7] = ["另有", "此外", "相抵", "另外", "加上", "共计", "年末结转"];
    if WORDS.iter().any(|word| mention.lead.contains(word)) {
        return true;
    }
    let Some(list) = list.filter(|_| mention.is_entry()) else { return false };
    // 「甲 1、乙 2，丙 3」: a stronger mark than the one between the parts.
    let joined = |at: &usize, mark| told.mentions[*at].lead.starts_with(mark);
    let by_enumeration = list.parts.len() > 1 && list.parts[1..].iter().all(|at| joined(at, '、'));
    by_enumeration && !mention.lead.starts_with(['、', '和', '及', '与']) || is_no_part(told, mention, list)
}

/// Balances are parts of the totals only.
fn is_no_part(told: &Told, mention: &Mention, list: &Enumeration) -> bool {
    let whole = list.whole.map_or("", |at| told.mentions[at].name.as_str());
    mention.name.contains("结转") && whole.starts_with("本年")
}

/// 「由…」 makes up a whole only where 构成 or 组成 follows; 「包括…等」 names examples.
fn only_really_made(told: &Told, list: &mut Enumeration) {
    let (Some(&first), Some(&last)) = (list.parts.first(), list.parts.last()) else { return };
    let (first, last) = (&told.mentions[first], &told.mentions[last]);
    let after = &told.sentence(last).plain[last.quantity.span.end..];
    let by = first.clause.starts_with('由') && !first.lead.contains("构成") && !first.lead.contains("组成");
    if by && !after.contains("构成") && !after.contains("组成") || after.starts_with('等') {
        list.opener = Opener::Among;
    }
}

/// The whole of a list that begins at a mention.
fn whole(told: &Told, index: usize, mention: &Mention, opener: Opener) -> Option<usize> {
    if let Some(name) = named_whole(&mention.lead) {
        return told.entries_back(index, 2).find(|&at| name::same(&told.mentions[at].name, &name));
    }
    if let Some(entry) = told.entry_before(index) {
        return Some(entry);
    }
    // At the start of a sentence it goes on from the one before, if that names one amount only.
    let before = told.previous_sentence(mention.sentence).filter(|_| opener == Opener::Among)?;
    let mut entries = told.of_sentence(before).filter(|(_, mention)| mention.is_entry()).map(|(at, _)| at);
    entries.next().filter(|_| entries.next().is_none())
}

/// 「本年收入」 in 「本年收入的具体构成为」, 「从来源看，本年收入由两部分构成」.
fn named_whole(lead: &str) -> Option<String> {
    let clause = lead
        .rsplit_once("构成")
        .map(|(before, _)| before.rsplit(['，', '。', '；', '：']).next().unwrap_or_default())?;
    let subject = clause.split("由").next().unwrap_or_default();
    let subject =
        subject.trim_end_matches("的具体").trim_end_matches("具体").trim_end_matches("主要").trim_end_matches('的');
    Some(name::clean(subject)).filter(|name| !name.is_empty())
}

/// Parts in numbered paragraphs after a sentence that ends in 「其中：」.
fn over_paragraphs(told: &Told, sentence: usize) -> Option<Enumeration> {
    let plain = told.sentences[sentence].plain.trim_end_matches('：');
    let opener = match () {
        () if plain.ends_with("其中") || plain.ends_with("其中包括") => Opener::Among,
        () if ["构成如下", "具体构成为", "包括", "构成情况如下"].iter().any(|end| plain.ends_with(end)) => {
            Opener::Made
        }
        () => return None,
    };
    let last = told.of_sentence(sentence).map(|(index, _)| index).last()?;
    let whole = if told.mentions[last].is_entry() { last } else { told.entry_before(last)? };
    let level = told.sentences.get(sentence + 1)?.item?;
    let mut parts = Vec::new();
    let mut paragraph = told.sentences[sentence].paragraph;
    for (index, next) in told.sentences.iter().enumerate().skip(sentence + 1) {
        if next.paragraph == paragraph {
            continue;
        }
        // Another level of numbers, or none, ends the list.
        if next.item != Some(level) {
            break;
        }
        paragraph = next.paragraph;
        let Some((part, _)) = told.of_sentence(index).find(|(_, mention)| mention.is_entry()) else { break };
        parts.push(part);
    }
    Some(Enumeration { whole: Some(whole), parts, opener, numbered: true, nested: false })
}
