//! Sound submissions of random size: a department form, three project forms and the tables of the accounts.

use std::path::PathBuf;

use anyhow::{Context, Result};
use rust_decimal::Decimal;
use ziping::model::figure::round as to_digits;
use ziping::model::form::{ColumnKind, Content};
use ziping::model::profile::Profiles;
use ziping::recognise::Layouts;
use ziping::submission::{Bundle, LayoutsAndProfiles, Submission, read};

use crate::accounts::{Accounts, Edition, Kind, Line, read_economic, read_lines};
use crate::book::Book;
use crate::dice::Dice;
use crate::evaluation::{Evaluation, Fund, Head, read_forms};
use crate::form::form_sheet;
use crate::grid::Shown;
use crate::number::round;
use crate::shape::Shape;

const HEAD: Head = Head { department: "川岭市水利局", supervisor: "川岭市水利局", year: 2024 };
const LINES: [&str; 3] = [
    include_str!("../make_samples/data/accounts/chuanling_lines.txt"),
    include_str!("../make_samples/data/accounts/yunling_lines.txt"),
    include_str!("../make_samples/data/accounts/qingjiang_lines.txt"),
];
const ECONOMIC: [&str; 3] = [
    include_str!("../make_samples/data/accounts/chuanling_economic.txt"),
    include_str!("../make_samples/data/accounts/yunling_economic.txt"),
    include_str!("../make_samples/data/accounts/qingjiang_economic.txt"),
];

/// The submission of this number. Every second one is kept to the yuan and shown in 万元, so that sums are off by the
/// rounding of each figure.
pub fn submission(seed: u64) -> Result<Submission> {
    let mut dice = Dice::new(seed);
    let digits = if seed.is_multiple_of(2) { 2 } else { 6 };
    let accounts = accounts(seed as usize % LINES.len(), digits, &mut dice);
    let folder = tempfile::tempdir()?;
    let mut workbooks = Vec::new();
    let mut save = |name: String, book: Book| -> Result<()> {
        let path: PathBuf = folder.path().join(&name);
        book.save(&path)?;
        workbooks.push((name.into(), path));
        Ok(())
    };
    save("决算公开表.xlsx".to_string(), accounts.book())?;
    for (number, form) in forms(&accounts, digits, &mut dice).iter().enumerate() {
        save(format!("自评表{number}.xlsx"), Book::of(&Shape::named(&form.shape).sheet, form_sheet(form)))?;
    }
    let bundle = Bundle { folder: HEAD.department.to_string(), workbooks, reports: Vec::new(), has_unread: false };
    let (layouts, profiles) = (Layouts::embedded()?, Profiles::load(&[], ziping::rules::is_known)?);
    let (submissions, _) = read(&bundle, LayoutsAndProfiles { layouts: &layouts, profiles: &profiles }, None);
    let submission = submissions.into_iter().next().context("one submission")?;
    Ok(rounded(submission))
}

/// Every amount as a person types it from the screen.
fn rounded(mut submission: Submission) -> Submission {
    let rows = submission.forms.iter_mut().flat_map(|form| &mut form.blocks).flat_map(|block| &mut block.rows);
    for (measure, entry) in rows.flat_map(|row| &mut row.entries) {
        if let Content::Figure(figure) = &mut entry.content
            && measure.kind() == ColumnKind::Amount
        {
            *figure = figure.with_value(to_digits(figure.value, u32::try_from(figure.own_decimals).unwrap_or(0)));
        }
    }
    submission
}

fn scaled(amount: Decimal, digits: u32, dice: &mut Dice) -> Decimal {
    let factor = Decimal::from(20 + dice.below(300)) / Decimal::ONE_HUNDRED;
    let loose = Decimal::new(i64::from(dice.below(9999)), 6);
    if amount.is_zero() { amount } else { round(amount * factor + loose, digits) }
}

/// The lines of a base, every amount another one.
fn lines(base: usize, digits: u32, dice: &mut Dice) -> Vec<Line> {
    let mut lines = read_lines(LINES[base]);
    // Every table has something in it, those of the fund budget and of state capital too.
    for (kind, line) in [("223", "2230105 12 0 0 0 12 0"), ("2", "2137202 240 0 0 0 252 0 18")] {
        if !lines.iter().any(|known| known.code.starts_with(kind) && known.kind() != Kind::General) {
            lines.extend(read_lines(line));
        }
    }
    lines.sort_by(|one, other| one.code.cmp(&other.code));
    for line in &mut lines {
        let own = line.own;
        line.appropriation = scaled(line.appropriation, digits, dice);
        line.earned = scaled(line.earned, digits, dice);
        line.other = scaled(line.other, digits, dice);
        line.basic = scaled(line.basic, digits, dice);
        line.project = scaled(line.project, digits, dice);
        line.own = if own.is_zero() { own } else { round(line.basic / Decimal::TEN, digits) };
    }
    lines
}

fn accounts(base: usize, digits: u32, dice: &mut Dice) -> Accounts {
    let lines = lines(base, digits, dice);
    let old: Decimal = read_lines(LINES[base]).iter().map(|line| line.basic - line.own).sum();
    let mut accounts = Accounts {
        edition: Edition::Full,
        department: HEAD.department,
        year: HEAD.year,
        unit: "万元",
        shown: Shown::Fixed,
        lines,
        ..Accounts::default()
    };
    let basic = accounts.general_basic();
    let economic = read_economic(ECONOMIC[base], old);
    let rest = economic.len() - 1;
    accounts.economic =
        economic.iter().map(|(code, amount)| (code.clone(), round(amount * basic / old, digits))).collect();
    let others: Decimal = accounts.economic[..rest].iter().map(|(_, amount)| amount).sum();
    accounts.economic[rest].1 = basic - others;
    let spent = accounts.sum("", Line::spent);
    let opening = accounts.sum("", |line| line.opening);
    accounts.opening = spent + opening;
    accounts.opening_appropriation = round(spent / Decimal::from(2), digits) + opening;
    accounts.closing = accounts.opening + accounts.sum("", Line::income) - spent;
    let mut car = || scaled(Decimal::from(5), 2, dice);
    let running: [Decimal; 4] = [Decimal::ZERO, car(), car(), car()];
    accounts.three_public = [running.map(|amount| amount * Decimal::from(2)), running];
    accounts
}

fn forms(accounts: &Accounts, digits: u32, dice: &mut Dice) -> Vec<Evaluation> {
    let read = read_forms(include_str!("../make_samples/data/chuanling.txt"), &HEAD);
    let (basic, project) = (accounts.sum("", |line| line.basic), accounts.sum("", |line| line.project));
    let fund = |label: &str, executed: Decimal, dice: &mut Dice| {
        let budget = round(executed * Decimal::new(i64::from(101 + dice.below(12)), 2), digits);
        let initial = round(budget * Decimal::new(i64::from(90 + dice.below(12)), 2), digits);
        Fund { label: label.to_string(), initial: Some(initial), budget: Some(budget), executed: Some(executed) }
    };
    let mut forms = Vec::new();
    for (number, share) in [25, 15, 8].into_iter().enumerate() {
        let executed = round(project * Decimal::new(share, 2), digits);
        let other = round(executed / Decimal::from(7), digits);
        let mut form =
            Evaluation { name: format!("水利专项之{}", ["一", "二", "三"][number]), ..read[0].clone() };
        form.funds = vec![fund("财政资金", executed - other, dice), fund("其他资金", other, dice)];
        forms.push(form);
    }
    let funds = vec![fund("基本支出", basic, dice), fund("项目支出", project, dice)];
    forms.push(Evaluation { funds, ..read[1].clone() });
    forms
}
