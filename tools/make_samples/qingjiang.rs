//! Sample (b): a fictitious department without any error; its accounts are in yuan.

use anyhow::Result;
use rust_decimal::Decimal;

use crate::accounts::{Accounts, Line, read_economic, read_lines};
use crate::book::Book;
use crate::evaluation::{Evaluation, Fund, Head, read_forms};
use crate::form::{form_sheet, stacked_sheet};
use crate::grid::{Shown, Value};
use crate::number::{dec, round};
use crate::samples::Samples;

const HEAD: Head =
    Head { department: "清江市水务综合服务中心", supervisor: "清江市水利局", year: 2023 };

pub fn write(samples: &mut Samples) -> Result<()> {
    let forms = read_forms(include_str!("data/qingjiang.txt"), &HEAD);
    let (projects, department) = forms.split_at(3);
    let accounts = accounts();
    let reservoirs = Book::of("项目自评表", form_sheet(&projects[0]));
    samples.save(HEAD.department, "项目支出绩效自评表-小型水库维修养护.xlsx", &reservoirs)?;
    let mut stacked = Book::of("项目自评表", stacked_sheet(&projects[1..]));
    stacked.retype("2/fund.0.initial", Value::text("１１２．００"));
    samples.save(HEAD.department, "项目支出绩效自评表-供水与节水（两张）.xlsx", &stacked)?;
    let sheet = form_sheet(&department_form(&department[0], projects, &accounts));
    samples.save(HEAD.department, "部门整体支出绩效自评表.xlsx", &Book::of("整体自评表", sheet))?;
    samples.save(HEAD.department, "部门决算公开表.xlsx", &accounts.book())?;
    samples.save_report(HEAD.department, "绩效自评报告.docx", include_str!("data/qingjiang_report.txt"))
}

/// Amounts in 万元, each rounded by itself from the accounts in yuan.
fn department_form(blank: &Evaluation, projects: &[Evaluation], accounts: &Accounts) -> Evaluation {
    let ten_thousand = |yuan: Decimal| Some(round(yuan / Decimal::from(10_000), 2));
    let total = |pick: fn(&Fund) -> Option<Decimal>| Some(projects.iter().map(|p| p.sum(pick)).sum());
    let basic = Fund {
        label: "基本支出".to_string(),
        initial: Some(dec("690.00")),
        budget: Some(dec("705.00")),
        executed: ten_thousand(accounts.sum("", |l| l.basic)),
    };
    let project = Fund {
        label: "项目支出".to_string(),
        initial: total(|f| f.initial),
        budget: total(|f| f.budget),
        executed: ten_thousand(accounts.sum("", |l| l.project)),
    };
    Evaluation { funds: vec![basic, project], ..blank.clone() }
}

fn accounts() -> Accounts {
    let lines = read_lines(include_str!("data/accounts/qingjiang_lines.txt"));
    let opening = dec("652340.18");
    let closing =
        opening + lines.iter().map(Line::income).sum::<Decimal>() - lines.iter().map(Line::spent).sum::<Decimal>();
    let basic: Decimal = lines.iter().map(|l| l.basic - l.own).sum();
    Accounts {
        department: HEAD.department,
        year: HEAD.year,
        unit: "元",
        shown: Shown::Thousands,
        zeros: false,
        formulas: true,
        lines,
        opening,
        closing,
        opening_appropriation: dec("318204.55"),
        economic: read_economic(include_str!("data/accounts/qingjiang_economic.txt"), basic),
        three_public: [["0", "0", "80000.00", "6000.00"].map(dec), ["0", "0", "71500.00", "4500.00"].map(dec)],
        ..Accounts::default()
    }
}
