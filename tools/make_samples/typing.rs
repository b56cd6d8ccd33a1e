//! The ways people fill in the same form: numbers or text, percent formats, formulas, dashes.

use rust_decimal::Decimal;

use crate::grid::{Shown, Value};
use crate::number::{fixed, full_width, round};

#[derive(Clone, Copy, PartialEq)]
pub enum Hand {
    Text,
    Wide,
    Number(Shown),
}

/// How one person fills in one form.
#[derive(Clone, Copy)]
pub struct Typing {
    pub amount: Hand,
    pub rate: Hand,
    pub score: Hand,
    /// What stands in a cell that does not apply.
    pub blank: &'static str,
    /// Totals, rate and score are live formulas.
    pub formulas: bool,
    /// The rows under the total state a rate too.
    pub row_rates: bool,
}

const TIDY: Typing = Typing {
    amount: Hand::Number(Shown::Fixed),
    rate: Hand::Text,
    score: Hand::Number(Shown::Fixed),
    blank: "—",
    formulas: false,
    row_rates: false,
};
const PERCENT: Hand = Hand::Number(Shown::Percent);

impl Typing {
    /// The manners are named in the sample data by a letter.
    pub fn named(letter: &str) -> Typing {
        match letter {
            "A" => TIDY,
            "B" => Typing { rate: PERCENT, blank: "", row_rates: true, ..TIDY },
            "C" => Typing { rate: PERCENT, blank: "", formulas: true, ..TIDY },
            "D" => Typing { amount: Hand::Text, score: Hand::Text, blank: "/", row_rates: true, ..TIDY },
            "G" => Typing {
                amount: Hand::Number(Shown::General),
                score: Hand::Number(Shown::General),
                rate: PERCENT,
                ..TIDY
            },
            "W" => Typing { amount: Hand::Wide, ..TIDY },
            other => panic!("no manner of typing is named {other}"),
        }
    }

    pub fn amount(&self, value: Option<Decimal>) -> Value {
        match value {
            None => self.not_applicable(),
            Some(value) => type_number(self.amount, value),
        }
    }

    pub fn score(&self, value: Decimal) -> Value {
        type_number(self.score, value)
    }

    /// The rate is typed with two digits, however it is stored.
    pub fn rate(&self, exact: Decimal) -> Value {
        match self.rate {
            Hand::Number(shown) => Value::Number(round(exact, 4), shown),
            _ => Value::Text(format!("{}%", fixed(exact * Decimal::ONE_HUNDRED, 2))),
        }
    }

    pub fn not_applicable(&self) -> Value {
        if self.blank.is_empty() { Value::Blank } else { Value::text(self.blank) }
    }
}

fn type_number(hand: Hand, value: Decimal) -> Value {
    match hand {
        Hand::Text => Value::Text(fixed(value, 2)),
        Hand::Wide => Value::Text(full_width(&fixed(value, 2))),
        Hand::Number(shown) => Value::Number(value, shown),
    }
}
