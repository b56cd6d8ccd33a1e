//! Mentions: quantities of a sentence with role (amount, change, share, budget, …) and name.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::model::figure::{CellEncoding, Figure, Unit};
use crate::model::relation::Operand;
use crate::narrative::quantity::{TextQuantity, quantities};
use crate::narrative::{Sentence, place};
use crate::read::document::Paragraph;

mod role;

use role::{name_of, role};

/// What a quantity says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// An amount of money under a name.
    Amount,
    /// An amount that was really spent: 决算数, 执行数.
    Final,
    /// An amount that was planned: 预算数.
    Budget,
    /// The same amount a year before.
    Prior,
    /// By how much an amount changed; whether it fell.
    Change(bool),
    /// By what percentage it changed; whether it fell.
    Growth(bool),
    /// Which share it is, of what if that is said, and of what thing if that is said.
    Share {
        /// 「本年收入合计」 in 「占本年收入合计的」.
        base: Option<String>,
        /// 「其他收入」 in 「其他收入占」.
        subject: Option<String>,
    },
    /// The amount after 占: 「占支出合计854.53万元的」.
    ShareBase,
    /// Which part of the budget was spent.
    Completion,
    /// 预算执行率
    ExecutionRate,
    /// Points of a score.
    Score,
    /// Things counted.
    Count,
    /// Something about which nothing is claimed.
    Other,
}

/// A quantity in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// What it says.
    pub role: Role,
    /// What it is called; empty where the name stands elsewhere.
    pub name: String,
    /// The number.
    pub quantity: TextQuantity,
    /// The same as a figure with its place.
    pub figure: Figure,
    /// What stands between the quantity before it and this one.
    pub lead: String,
    /// The last clause of `lead`.
    pub clause: String,
    /// What stands between this quantity and the next, or the end of the sentence.
    pub after: String,
    /// Index of its sentence.
    pub sentence: usize,
    /// Index of its paragraph.
    pub paragraph: usize,
}

impl Mention {
    /// Whether it is an amount that others may be parts or shares of.
    pub fn is_entry(&self) -> bool {
        matches!(self.role, Role::Amount | Role::Final) && !self.quantity.hedged
    }

    /// The figure under its name.
    pub fn operand(&self) -> Operand {
        Operand::new(self.label(), &self.figure)
    }

    /// Its name, or what it is.
    pub fn label(&self) -> String {
        let what = match self.role {
            Role::Budget => "预算数",
            Role::Final => "决算数",
            Role::Prior => "上年数",
            Role::Change(false) => "增加额",
            Role::Change(true) => "减少额",
            Role::Growth(false) => "增长率",
            Role::Growth(true) => "下降率",
            Role::Share { .. } => "占比",
            Role::Completion => "完成预算的比例",
            Role::ExecutionRate => "预算执行率",
            Role::Score => "得分",
            _ => "金额",
        };
        match self.role {
            Role::Amount | Role::Count | Role::ShareBase if !self.name.is_empty() => self.name.clone(),
            Role::Budget | Role::Final if !self.name.is_empty() => format!("{}{what}", self.name),
            _ => what.to_string(),
        }
    }
}

/// Between these marks a new clause begins.
const MARKS: [char; 7] = ['，', '；', '：', '。', '！', '？', '—'];
/// The mentions of a sentence.
pub fn mentions(file: &Arc<str>, index: usize, sentence: &Sentence, paragraph: &Paragraph) -> Vec<Mention> {
    let found = quantities(&sentence.plain);
    let mut mentions: Vec<Mention> = Vec::new();
    let mut since_entry = 0;
    for (position, quantity) in found.iter().enumerate() {
        let start = position.checked_sub(1).map_or(0, |before| found[before].span.end);
        let end = found.get(position + 1).map_or(sentence.plain.len(), |next| next.span.start);
        let lead = sentence.plain[start..quantity.span.start].to_string();
        let clause = last_clause(&lead).to_string();
        // Comparing words count from the last amount on: 「较上年」 before it is about that amount.
        let context = &sentence.plain[since_entry..quantity.span.start];
        let role = role(quantity, &clause, context, mentions.last());
        let place =
            place(file, paragraph, &sentence.text, sentence.characters(quantity.span.start..quantity.digits_end));
        let mention = Mention {
            name: name_of(&role, &clause, mentions.last()),
            figure: figure(quantity, place),
            quantity: quantity.clone(),
            after: sentence.plain[quantity.span.end..end].to_string(),
            sentence: index,
            paragraph: sentence.paragraph,
            role,
            lead,
            clause,
        };
        if mention.is_entry() {
            since_entry = quantity.span.end;
        }
        mentions.push(mention);
    }
    mentions
}

fn figure(quantity: &TextQuantity, place: crate::model::place::Place) -> Figure {
    Figure {
        value: quantity.value,
        decimals: quantity.decimals,
        own_decimals: quantity.decimals,
        unit: quantity.unit,
        // 「0 万元」 is nothing at all, not up to half a 万元.
        exact: quantity.unit == Unit::Count && quantity.decimals >= 0
            || quantity.unit.is_money() && quantity.value.is_zero(),
        whole: true,
        stored: CellEncoding::Text { prefix: String::new(), suffix: String::new(), factor: Decimal::ONE },
        place,
    }
}

/// What stands after the last mark, or after a bracket that has not been closed.
pub fn last_clause(lead: &str) -> &str {
    let mut depth = 0;
    for (position, c) in lead.char_indices().rev() {
        match c {
            '）' => depth += 1,
            '（' if depth == 0 => return &lead[position + c.len_utf8()..],
            '（' => depth -= 1,
            _ if MARKS.contains(&c) => return unopened(&lead[position + c.len_utf8()..]),
            _ => {}
        }
    }
    unopened(lead)
}

/// What stands after a closing bracket that nothing opens.
fn unopened(clause: &str) -> &str {
    let mut depth = 0;
    for (position, c) in clause.char_indices() {
        match c {
            '（' => depth += 1,
            '）' if depth == 0 => return &clause[position + c.len_utf8()..],
            '）' => depth -= 1,
            _ => {}
        }
    }
    clause
}
