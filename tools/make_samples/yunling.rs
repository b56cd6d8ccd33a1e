//! Sample (c): a fictitious department in whose forms every rule is broken at least once.

use anyhow::Result;
use rust_decimal::Decimal;

use crate::accounts::{Accounts, Edition, Line, read_economic, read_lines};
use crate::book::Book;
use crate::evaluation::{Evaluation, Fund, Head, read_forms};
use crate::form::form_sheet;
use crate::grid::{Shown, Value};
use crate::number::dec;
use crate::samples::Samples;
use crate::yunling_projects;

pub const HEAD: Head =
    Head {
        department: "云岭市文化体育发展中心", supervisor: "云岭市文化广电旅游体育局", year: 2023
    };

pub fn write(samples: &mut Samples) -> Result<()> {
    let projects = read_forms(include_str!("data/yunling_projects.txt"), &HEAD);
    yunling_projects::write(samples, &projects)?;
    let forms = read_forms(include_str!("data/yunling_department.txt"), &HEAD);
    let (counted, outside): (Vec<Evaluation>, Vec<Evaluation>) =
        projects.into_iter().partition(|project| project.name != yunling_projects::OUTSIDE);
    let accounts = accounts(&counted);
    let main = fill(&forms[0], &counted, &accounts);
    let draft = draft_form(&fill(&forms[1], &counted, &accounts));
    let all = counted.iter().chain(&outside).map(|project| project.sum(|f| f.executed)).sum();
    samples.save(HEAD.department, "部门整体支出绩效自评表.xlsx", &main_book(&main))?;
    samples.save(HEAD.department, "部门整体支出绩效自评表（初稿）.xlsx", &draft_book(&draft, &main))?;
    samples.save(HEAD.department, "部门决算公开表.xlsx", &accounts_book(&accounts, all))
}

fn number(text: &str) -> Value {
    Value::Number(dec(text), Shown::Fixed)
}

fn fill(blank: &Evaluation, projects: &[Evaluation], accounts: &Accounts) -> Evaluation {
    let total = |pick: fn(&Fund) -> Option<Decimal>| Some(projects.iter().map(|p| p.sum(pick)).sum());
    let basic = Fund {
        label: "基本支出".to_string(),
        initial: Some(dec("352.00")),
        budget: Some(dec("372.00")),
        executed: Some(accounts.sum("", |l| l.basic)),
    };
    let project = Fund {
        label: "项目支出".to_string(),
        initial: total(|f| f.initial),
        budget: total(|f| f.budget),
        executed: Some(accounts.sum("", |l| l.project)),
    };
    Evaluation { funds: vec![basic, project], ..blank.clone() }
}

/// The draft was drawn up before the last payments, and has no grade yet.
fn draft_form(form: &Evaluation) -> Evaluation {
    let mut draft = Evaluation { graded: false, ..form.clone() };
    let project = &mut draft.funds[1].executed;
    *project = project.map(|amount| amount - dec("6.50"));
    draft
}

fn main_book(form: &Evaluation) -> Book {
    let mut book = Book::of("整体自评表", form_sheet(form));
    let initial = form.sum(|f| f.initial);
    book.plant("fund.total.initial", Value::Number(initial + dec("20.00"), Shown::Fixed), "D-101");
    book.plant("fund.total.rate", Value::text("92.65%"), "D-102");
    book.mark("indicator.2.actual", "X-402", "17");
    book.plant("indicator.6.score", number("7.00"), "D-201");
    book.plant("indicator.7.score", number("8.00"), "D-202");
    book.plant("indicator.10.score", number("5.60"), "D-203");
    let label = book.plant("first.效果指标", Value::text("效果指标（25分）"), "D-302");
    (label.stated, label.expected) = ("25".to_string(), "20".to_string());
    book.plant("total.weight", Value::Number(dec("110"), Shown::General), "D-401");
    book.plant("grade", Value::text("良"), "D-402");
    book
}

fn draft_book(form: &Evaluation, main: &Evaluation) -> Book {
    let mut book = Book::of("整体自评表", form_sheet(form));
    let right = |pick: fn(&Evaluation) -> Value| pick(main).shown();
    let executed = right(|f| Value::Number(f.sum(|f| f.executed), Shown::Fixed));
    let project = right(|f| Value::Number(f.funds[1].executed.unwrap_or_default(), Shown::Fixed));
    book.mark("fund.total.executed", "X-403", &executed);
    book.mark("fund.1.executed", "X-403", &project);
    let wrong = form.rate_score() - dec("0.85");
    book.plant("fund.total.score", Value::Number(wrong, Shown::Fixed), "D-102");
    book.mark("indicator.5.actual", "D-207", "");
    book.mark("indicator.12.score", "D-206", "");
    book.mark("indicator.13.score", "D-205", "");
    book.mark("total.weight", "D-301", "100");
    let score = right(|f| Value::Number(f.score(), Shown::Fixed));
    book.mark("total.score", "X-404", &score);
    book
}

fn accounts(projects: &[Evaluation]) -> Accounts {
    let mut lines = read_lines(include_str!("data/accounts/yunling_lines.txt"));
    let executed: Decimal = projects.iter().map(|p| p.sum(|f| f.executed)).sum();
    let known: Decimal = lines.iter().map(|l| l.project).sum();
    let sports = lines.iter_mut().find(|l| l.code == "2070308").expect("the line stands in the data");
    sports.project = executed - known;
    sports.appropriation = sports.project;
    let opening = dec("35.40");
    let closing =
        opening + lines.iter().map(Line::income).sum::<Decimal>() - lines.iter().map(Line::spent).sum::<Decimal>();
    let basic: Decimal = lines.iter().map(|l| l.basic - l.own).sum();
    Accounts {
        edition: Edition::Full,
        department: HEAD.department,
        year: HEAD.year,
        unit: "万元",
        shown: Shown::Fixed,
        zeros: true,
        formulas: false,
        lines,
        opening,
        closing,
        opening_appropriation: dec("20.00"),
        economic: read_economic(include_str!("data/accounts/yunling_economic.txt"), basic),
        three_public: [["0", "0", "6.00", "1.50"].map(dec), ["0", "0", "5.28", "1.86"].map(dec)],
        ..Accounts::default()
    }
}

/// `projects` is what all project forms have executed, those outside the accounts included.
fn accounts_book(accounts: &Accounts, projects: Decimal) -> Book {
    let mut book = accounts.book();
    exchange(&mut book, 0, ["income.earned", "income.other"], ["A-321"; 2]);
    exchange(&mut book, 0, ["function.208", "function.210"], ["A-322"; 2]);
    exchange(&mut book, 3, ["income.0", "income.1"], ["A-323"; 2]);
    // Both columns of the two rows: each row still comes out.
    exchange(&mut book, 3, ["207.all", "221.all"], ["A-324"; 2]);
    book.faults.truncate(book.faults.len() - 2);
    exchange(&mut book, 3, ["207.general", "221.general"], ["A-324"; 2]);
    book.mark_on(2, "合计.项目支出", "X-401", &format!("≥{projects}"));
    let empty = book.mark_on(7, "title", "A-332", "");
    (empty.warning, empty.stated) = (true, String::new());
    book.mark_on(8, "决算数.5", "A-309", "≤1.50").warning = true;
    let faults = [
        (1, "income.all", "-1.00", "A-302"),
        (1, "spent.year", "9.00", "A-301"),
        (3, "20703.项目支出", "-18.00", "A-304"),
        (4, "本年支出合计.general", "2.70", "A-305"),
        (5, "2070109.本年支出合计", "-18.00", "A-303"),
        (6, "302", "0.90", "A-306"),
        (7, "2296003.年末结转和结余", "20.00", "A-307"),
        (9, "决算数.0", "-0.60", "A-308"),
    ];
    for (table, name, off, rule) in faults {
        let sheet = table - 1;
        let right = dec(&book.sheets[sheet].1.value(name).shown());
        book.plant_on(sheet, name, Value::Number(right + dec(off), Shown::Fixed), rule);
    }
    book
}

/// Two amounts typed into each other's rows.
fn exchange(book: &mut Book, sheet: usize, names: [&str; 2], rules: [&'static str; 2]) {
    let [first, second] = names.map(|name| book.sheets[sheet].1.value(name).clone());
    book.plant_on(sheet, names[0], second, rules[0]);
    book.plant_on(sheet, names[1], first, rules[1]);
}
