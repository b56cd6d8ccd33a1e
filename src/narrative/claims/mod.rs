//! Claims of a report: relations that must hold between its figures.
//!
//! One file for each pattern of sentence. A claim is made only where the sentence leaves no doubt which figures it
//! ties; where several readings are possible, none is claimed to be broken unless all of them are.

mod balance;
pub mod completion;
mod composition;
mod counts;
mod distributive;
pub mod grade;
mod growth;
mod heads;
mod identity;
pub mod lists;
mod partition;
mod share;
mod tie;

use std::collections::HashSet;
use std::sync::Arc;

use crate::narrative::claims::lists::Enumeration;
use crate::narrative::mention::{Mention, mentions};
use crate::narrative::sentence::{Sentence, sentences};
use crate::read::document::Paragraph;

pub use tie::{Claim, ClaimKind, Said, Tie};

/// What narrows an amount to a part of the accounts.
pub const SCOPES: [&str; 6] = ["财政拨款", "一般公共预算", "政府性基金", "国有资本经营", "非税", "下属"];

/// What a report tells: its sentences, and the quantities in them.
#[derive(Debug, Clone, Default)]
pub struct Told {
    /// Its sentences.
    pub sentences: Vec<Sentence>,
    /// Their quantities, in the order of the text.
    pub mentions: Vec<Mention>,
    /// Wholes and their parts.
    pub lists: Vec<Enumeration>,
}

impl Told {
    /// What some paragraphs of a file tell; tables are no sentences.
    pub fn of(file: &Arc<str>, paragraphs: &[Paragraph]) -> Told {
        let mut told = Told::default();
        for (index, paragraph) in paragraphs.iter().enumerate().filter(|(_, paragraph)| !paragraph.in_table) {
            for sentence in sentences(index, paragraph) {
                told.mentions.extend(mentions(file, told.sentences.len(), &sentence, paragraph));
                told.sentences.push(sentence);
            }
        }
        told.lists = lists::lists(&told);
        told
    }

    /// The sentence of a mention.
    pub fn sentence(&self, mention: &Mention) -> &Sentence {
        &self.sentences[mention.sentence]
    }

    /// The mentions before this one in its sentence, the nearest first, with their index.
    fn before(&self, index: usize) -> impl Iterator<Item = (usize, &Mention)> {
        let sentence = self.mentions[index].sentence;
        (0..index).rev().map(|at| (at, &self.mentions[at])).take_while(move |(_, mention)| mention.sentence == sentence)
    }

    /// The nearest amount before this mention in its sentence.
    fn entry_before(&self, index: usize) -> Option<usize> {
        self.before(index).find(|(_, mention)| mention.is_entry()).map(|(at, _)| at)
    }

    /// The mentions of a sentence, with their index.
    fn of_sentence(&self, sentence: usize) -> impl Iterator<Item = (usize, &Mention)> {
        self.mentions.iter().enumerate().filter(move |(_, mention)| mention.sentence == sentence)
    }

    /// The sentence before, if it stands in the same paragraph.
    fn previous_sentence(&self, sentence: usize) -> Option<usize> {
        let before = sentence.checked_sub(1)?;
        (self.sentences[before].paragraph == self.sentences[sentence].paragraph).then_some(before)
    }

    /// Whether the text of the paragraph before an amount, or the whole that it is a part of, narrows it to a part of the
    /// accounts such as the appropriations.
    pub fn is_narrowed(&self, index: usize) -> bool {
        let mention = &self.mentions[index];
        let own = &mention.name;
        let narrows = |text: &str| {
            let text = text.replace(own.as_str(), "").replace("财政拨款收入", "").replace("非财政拨款", "");
            SCOPES.iter().any(|scope| text.contains(scope))
        };
        let here = &self.sentence(mention).plain[..mention.quantity.span.start];
        let before =
            self.sentences[..mention.sentence].iter().rev().take_while(|one| one.paragraph == mention.paragraph);
        let whole = self.lists.iter().find(|list| list.parts.contains(&index)).and_then(|list| list.whole);
        narrows(here)
            || before.into_iter().any(|sentence| narrows(&sentence.plain))
            || whole.is_some_and(|at| narrows(&self.mentions[at].name))
    }

    /// The amounts before this mention, the nearest first, within so many paragraphs.
    fn entries_back(&self, index: usize, paragraphs: usize) -> impl Iterator<Item = usize> {
        let here = self.mentions[index].paragraph;
        let near = move |at: &usize| self.mentions[*at].paragraph + paragraphs >= here;
        (0..index).rev().take_while(near).filter(|&at| self.mentions[at].is_entry())
    }
}

/// The patterns of sentences: each reads what it understands, and claims nothing else.
const PATTERNS: &[fn(&Told) -> Vec<Claim>] = &[
    share::claims,
    growth::claims,
    distributive::claims,
    composition::claims,
    heads::claims,
    identity::claims,
    balance::claims,
    completion::claims,
    counts::claims,
];

/// Everything that a report claims, in the order of the text.
pub fn claims(told: &Told) -> Vec<Claim> {
    without_repetition(PATTERNS.iter().flat_map(|claims| claims(told)).collect())
}

/// A claim is told once; a balance whose figure is already known not to be the sum of its parts is not told again.
fn without_repetition(claims: Vec<Claim>) -> Vec<Claim> {
    let broken: HashSet<_> = claims
        .iter()
        .filter(|claim| claim.kind == ClaimKind::SumOfParts && claim.is_broken())
        .map(|claim| claim.place().clone())
        .collect();
    let repeats = |claim: &Claim| claim.kind == ClaimKind::Balance && broken.contains(claim.place());
    let mut seen = HashSet::new();
    let mut kept: Vec<Claim> = claims.into_iter().filter(|claim| !repeats(claim)).collect();
    kept.retain(|claim| !claim.is_broken() || seen.insert((claim.kind, claim.place().clone())));
    kept.sort_by(|one, other| one.place().cmp(other.place()));
    kept
}
