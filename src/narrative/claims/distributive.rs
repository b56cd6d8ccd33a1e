//! 「收入、支出分别为 A、B 万元，较上年各减少 a、b 万元，各下降 p、q」: first with first, second with second.

use crate::narrative::claims::{Claim, Told, growth};
use crate::narrative::mention::{Mention, Role};

/// What is claimed about such sentences.
pub fn claims(told: &Told) -> Vec<Claim> {
    (0..told.sentences.len()).flat_map(|sentence| of_sentence(told, sentence)).collect()
}

fn of_sentence(told: &Told, sentence: usize) -> Vec<Claim> {
    let runs = runs(told, sentence);
    let is = |run: &[usize], of: fn(&Mention) -> bool| run.iter().all(|&at| of(&told.mentions[at]));
    let mut claims = Vec::new();
    for window in runs.windows(2) {
        let [changes, rates] = window else { continue };
        let (Some(Role::Change(fell)), Some(Role::Growth(falls))) =
            (changes.first().map(|&at| &told.mentions[at].role), rates.first().map(|&at| &told.mentions[at].role))
        else {
            continue;
        };
        let amounts = runs
            .iter()
            .rev()
            // The nearest run of amounts before the changes, of the same length.
            .find(|run| run.last() < changes.first() && run.len() == changes.len() && is(run, Mention::is_entry));
        let Some(amounts) = amounts.filter(|_| changes.len() == rates.len() && fell == falls) else { continue };
        let all = amounts.iter().zip(changes).zip(rates);
        claims.extend(
            all.map(|((&amount, &change), &rate)| growth::growth(told, amount, change, &told.mentions[rate], *falls)),
        );
    }
    claims
}

/// Quantities that follow each other with nothing but 「、」 or 「和」 between; two or more.
fn runs(told: &Told, sentence: usize) -> Vec<Vec<usize>> {
    let mut runs: Vec<Vec<usize>> = Vec::new();
    for (index, mention) in told.of_sentence(sentence) {
        let joined = matches!(mention.lead.as_str(), "、" | "和" | "及" | "与");
        match runs.last_mut() {
            Some(run) if joined => run.push(index),
            _ => runs.push(vec![index]),
        }
    }
    runs.retain(|run| run.len() > 1);
    runs
}
