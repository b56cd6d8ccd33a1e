//! A self-evaluation as it should be: amounts, indicators, and all that follows from them.

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
    /// The 11-column shape of the project form rather than the 10-column one.
    pub wide: bool,
    /// Whether the form ends with a grade.
    pub graded: bool,
}

pub const RATE_WEIGHT: Decimal = Decimal::TEN;

impl Evaluation {
    pub fn sum(&self, pick: fn(&Fund) -> Option<Decimal>) -> Decimal {
        self.funds.iter().filter_map(pick).sum()
    }

    /// Executed ÷ budget, not rounded.
    pub fn rate(&self) -> Decimal {
        self.sum(|f| f.executed) / self.sum(|f| f.budget)
    }

    pub fn rate_score(&self) -> Decimal {
        round(self.rate().min(Decimal::ONE) * RATE_WEIGHT, 2)
    }

    pub fn weight(&self) -> Decimal {
        RATE_WEIGHT + self.indicators.iter().map(|i| i.weight).sum::<Decimal>()
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
            forms.push(blank_form(name.trim_end_matches(']'), head));
        } else {
            read_line(forms.last_mut().expect("the file begins with a name"), line);
        }
    }
    forms
}

fn blank_form(name: &str, head: &Head) -> Evaluation {
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
        wide: false,
        graded: true,
    }
}

fn read_line(form: &mut Evaluation, line: &str) {
    if line.contains('|') {
        let before = form.indicators.last();
        return form.indicators.push(Indicator::read(line, before));
    }
    let (word, rest) = line.split_once(' ').expect("a word and what belongs to it");
    match word {
        "样式" => {
            let (letter, columns) = rest.split_once(' ').expect("manner and number of columns");
            form.typing = Typing::named(letter);
            form.wide = columns == "11";
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
