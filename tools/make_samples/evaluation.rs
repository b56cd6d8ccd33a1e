//! A self-evaluation as it should be: amounts, indicators, and all that follows from them.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::indicator::Indicator;
use crate::number::{dec, round};
use crate::typing::Typing;

/// One source of money, or one kind of expenditure.
#[derive(Clone)]
pub struct Fund {
    pub label: String,
    pub initial: Option<Decimal>,
    pub budget: Option<Decimal>,
    pub executed: Option<Decimal>,
}

/// One form, of a project or of a whole department.
#[derive(Clone)]
pub struct Evaluation {
    pub name: String,
    pub department: String,
    pub supervisor: String,
    pub year: u16,
    pub funds: Vec<Fund>,
    pub goal: String,
    pub result: String,
    pub indicators: Vec<Indicator>,
    pub typing: Typing,
    /// How the form is laid out: the name of a file in `shapes/`.
    pub shape: String,
    /// Whether the form ends with a grade, where its shape has one.
    pub graded: bool,
    /// The points for executing the budget; 0 where the form gives none.
    pub rate_weight: Decimal,
    /// What only this shape asks for.
    pub said: BTreeMap<String, String>,
}

pub const RATE_WEIGHT: Decimal = Decimal::TEN;

impl Evaluation {
    pub fn blank(name: &str, head: &Head) -> Evaluation {
        Evaluation {
            name: name.to_string(),
            department: head.department.to_string(),
            supervisor: head.supervisor.to_string(),
            year: head.year,
            funds: Vec::new(),
            goal: String::new(),
            result: String::new(),
            indicators: Vec::new(),
            typing: Typing::named("A"),
            shape: String::new(),
            graded: true,
            rate_weight: RATE_WEIGHT,
            said: BTreeMap::new(),
        }
    }

    pub fn sum(&self, pick: fn(&Fund) -> Option<Decimal>) -> Decimal {
        self.funds.iter().filter_map(pick).sum()
    }

    /// Executed ÷ budget, not rounded; 0 while there is no budget, as in a blank.
    pub fn rate(&self) -> Decimal {
        self.sum(|f| f.executed).checked_div(self.sum(|f| f.budget)).unwrap_or_default()
    }

    pub fn rate_score(&self) -> Decimal {
        round(self.rate().min(Decimal::ONE) * self.rate_weight, 2)
    }

    pub fn weight(&self) -> Decimal {
        self.rate_weight + self.indicators.iter().map(|i| i.weight).sum::<Decimal>()
    }

    pub fn score(&self) -> Decimal {
        self.rate_score() + self.indicators.iter().map(|i| i.score).sum::<Decimal>()
    }

    pub fn grade(&self) -> &'static str {
        let score = self.score();
        let bands = [(90, "优"), (80, "良"), (60, "中")];
        bands.iter().find(|(least, _)| score >= Decimal::from(*least)).map_or("差", |(_, grade)| *grade)
    }
}

/// Whose forms a data file holds.
pub struct Head {
    pub department: &'static str,
    pub supervisor: &'static str,
    pub year: u16,
}

/// Reads the forms of a data file: a `[name]` line opens a form, a line with `|` is an indicator.
pub fn read_forms(data: &str, head: &Head) -> Vec<Evaluation> {
    let mut forms: Vec<Evaluation> = Vec::new();
    for line in data.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if let Some(name) = line.strip_prefix('[') {
            forms.push(Evaluation::blank(name.trim_end_matches(']'), head));
        } else {
            read_line(forms.last_mut().expect("the file begins with a name"), line);
        }
    }
    forms
}

fn read_line(form: &mut Evaluation, line: &str) {
    if line.contains('|') {
        let before = form.indicators.last();
        return form.indicators.push(Indicator::read(line, before));
    }
    let (word, rest) = line.split_once(' ').expect("a word and what belongs to it");
    match word {
        "样式" => {
            let (letter, shape) = rest.split_once(' ').expect("manner and shape");
            form.typing = Typing::named(letter);
            form.shape = shape.to_string();
        }
        "单位" => form.department = rest.to_string(),
        "执行率分值" => form.rate_weight = dec(rest),
        "填" => {
            let (label, text) = rest.split_once(' ').expect("what is filled in, and where");
            form.said.insert(label.to_string(), text.to_string());
        }
        "资金" => form.funds.push(read_fund(rest)),
        "目标" => form.goal = rest.to_string(),
        "完成" => form.result = rest.to_string(),
        other => panic!("unknown word in the sample data: {other}"),
    }
}

fn read_fund(text: &str) -> Fund {
    let mut words = text.split_whitespace();
    let label = words.next().expect("a fund has a label").to_string();
    let mut amount = || words.next().filter(|word| *word != "-").map(dec);
    Fund { label, initial: amount(), budget: amount(), executed: amount() }
}
