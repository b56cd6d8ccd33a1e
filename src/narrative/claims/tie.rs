//! A claim, whether it holds, and what is said where it does not.

use rust_decimal::Decimal;

use crate::model::figure::{Figure, Range};
use crate::model::finding::{Evidence, Severity};
use crate::model::place::Place;
use crate::model::relation::{Operand, Relation, Verdict};

/// What must hold between figures of a report.
#[derive(Debug, Clone)]
pub struct Claim {
    /// What kind of claim it is.
    pub kind: ClaimKind,
    /// The figures and their law.
    pub tie: Tie,
    /// How much a breach weighs, where it is less than the rule says.
    pub severity: Option<Severity>,
    /// What else is to be said about a breach.
    pub remark: Option<String>,
}

/// What is claimed: there is a rule for each kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ClaimKind {
    /// An amount is the stated share of its whole.
    Share,
    /// An amount grew or fell at the stated rate.
    Growth,
    /// Parts make up their whole.
    SumOfParts,
    /// Accounts balance.
    Balance,
    /// One thing has one count.
    Count,
    /// Words of growth or fall agree with the figures.
    Direction,
    /// Shares of one enumeration come to 100%.
    SumOfShares,
    /// There is a rate only where there is something to grow on, and a change.
    GrowthOnNothing,
    /// A rate of completion, or a comparison, follows from budget and account.
    Completion,
}

/// How figures are tied.
#[derive(Debug, Clone)]
pub enum Tie {
    /// By a law that the forms know too.
    Law(Relation),
    /// The rate at which an amount changed, from the amount and by how much it changed.
    Growth {
        /// The rate.
        stated: Operand,
        /// The amount of the year.
        amount: Operand,
        /// By how much it changed.
        change: Operand,
        /// It became less.
        falls: bool,
    },
    /// By words: the judgement is made where the sentence is read.
    Said(Said),
}

/// Words and figures that contradict each other, or do not.
#[derive(Debug, Clone)]
pub struct Said {
    /// The figure or the words.
    pub place: Place,
    /// What stands there.
    pub item: String,
    /// As stated.
    pub stated: String,
    /// What it should be, if that is known.
    pub expected: Option<String>,
    /// What is the matter; nothing where all is well.
    pub wrong: Option<String>,
    /// The other figures.
    pub evidence: Vec<Evidence>,
}

impl Claim {
    /// A claim by a law.
    pub fn law(kind: ClaimKind, relation: Relation) -> Claim {
        Claim { kind, tie: Tie::Law(relation), severity: None, remark: None }
    }

    /// A claim by words.
    pub fn said(kind: ClaimKind, said: Said) -> Claim {
        Claim { kind, tie: Tie::Said(said), severity: None, remark: None }
    }

    /// The same where a breach is only to be explained.
    pub fn warning(self) -> Claim {
        Claim { severity: Some(Severity::Warning), ..self }
    }

    /// The same with something else to say about a breach.
    pub fn remarking(self, remark: impl Into<String>) -> Claim {
        Claim { remark: Some(remark.into()), ..self }
    }

    /// Where its figure stands.
    pub fn place(&self) -> &Place {
        match &self.tie {
            Tie::Law(relation) => &relation.stated.figure.place,
            Tie::Growth { stated, .. } => &stated.figure.place,
            Tie::Said(said) => &said.place,
        }
    }

    /// Whether it does not hold.
    pub fn is_broken(&self) -> bool {
        match &self.tie {
            Tie::Law(relation) => relation.verdict() == Verdict::Broken,
            Tie::Growth { stated, amount, change, falls } => {
                growth_breaks(&stated.figure, &amount.figure, &change.figure, *falls)
            }
            Tie::Said(said) => said.wrong.is_some(),
        }
    }
}

/// Whether no choice of true values gives the stated rate: change ÷ before = 1 ÷ (amount ÷ change ∓ 1), where each
/// figure stands once, so that the range is not too wide.
pub fn growth_breaks(stated: &Figure, amount: &Figure, change: &Figure, falls: bool) -> bool {
    let one = Range::point(Decimal::ONE);
    let follows = amount.range().divide(change.range()).and_then(|times| {
        let before = if falls { times + one } else { times - one };
        (before.low > Decimal::ZERO).then(|| one.divide(before)).flatten()
    });
    follows.is_some_and(|follows| !follows.meets(stated.range()))
}
