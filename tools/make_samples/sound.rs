//! Samples (f): sound forms and tables, one submission for each way in which other bureaus lay them out; the report of
//! one of them is faulty.

use anyhow::Result;
use rust_decimal::Decimal;

use crate::accounts::{Accounts, Edition, Line, read_economic, read_lines};
use crate::book::Book;
use crate::evaluation::{Evaluation, Fund, Head, read_forms};
use crate::form::form_sheet;
use crate::grid::Shown;
use crate::number::dec;
use crate::samples::Samples;
use crate::shape::{Shape, holding};

const CHUANLING: Head =
    Head { department: "川岭市水利局", supervisor: "川岭市水利局（代码312001）", year: 2024 };
const YULING: Head =
    Head { department: "渝岭区文化和旅游发展委员会", supervisor: "渝岭区人民政府", year: 2023 };
const HUAXIA: Head =
    Head { department: "华夏农业技术推广中心", supervisor: "华夏农业科技事务管理局", year: 2023 };
const CANGHE: Head =
    Head { department: "苍河县乡村振兴局", supervisor: "苍河市乡村振兴局", year: 2023 };
const PINGLAN: Head = Head { department: "平澜县档案馆", supervisor: "平澜县人民政府", year: 2019 };

const YUNXI: Head = Head { department: "云溪县青少年活动中心", supervisor: "云溪县教育局", year: 2022 };

pub fn write(samples: &mut Samples) -> Result<()> {
    chuanling(samples)?;
    save_forms(samples, &read_forms(include_str!("data/yuling.txt"), &YULING))?;
    save_forms(samples, &read_forms(include_str!("data/huaxia.txt"), &HUAXIA))?;
    save_forms(samples, &read_forms(include_str!("data/canghe.txt"), &CANGHE))?;
    samples.save(YUNXI.department, "“三公”经费和资产（逐行）.xlsx", &yunxi_accounts().book())?;
    samples.save(PINGLAN.department, "2019年度部门决算公开表.xlsx", &pinglan_accounts().book())
}

fn save_forms(samples: &mut Samples, forms: &[Evaluation]) -> Result<()> {
    for form in forms {
        let Shape { sheet, indicators, .. } = Shape::named(&form.shape);
        let weighted = holding(&indicators.columns, "weight").is_some();
        assert!(!weighted || form.weight() == Decimal::ONE_HUNDRED, "{}: the weights are {}", form.name, form.weight());
        samples.save(&form.department, &form.said["文件"], &Book::of(sheet, form_sheet(form)))?;
    }
    Ok(())
}

/// The department form takes what was executed from the accounts.
fn chuanling(samples: &mut Samples) -> Result<()> {
    let accounts = chuanling_accounts();
    let mut forms = read_forms(include_str!("data/chuanling.txt"), &CHUANLING);
    let fund = |label: &str, initial, budget, executed| Fund {
        label: label.to_string(),
        initial: Some(dec(initial)),
        budget: Some(dec(budget)),
        executed: Some(executed),
    };
    forms[1].funds = vec![
        fund("基本支出", "790.00", "826.00", accounts.sum("", |l| l.basic)),
        fund("项目支出", "2080.00", "2202.00", accounts.sum("", |l| l.project)),
    ];
    save_forms(samples, &forms)?;
    samples.save(CHUANLING.department, "2024年度部门决算公开表.xlsx", &accounts.book())?;
    samples.save_report(CHUANLING.department, "部门决算情况说明.docx", include_str!("data/chuanling_report.txt"))
}

fn chuanling_accounts() -> Accounts {
    let lines = read_lines(include_str!("data/accounts/chuanling_lines.txt"));
    let basic: Decimal = lines.iter().map(|l| l.basic - l.own).sum();
    balanced(Accounts {
        edition: Edition::Full,
        department: CHUANLING.department,
        year: CHUANLING.year,
        unit: "万元",
        shown: Shown::Fixed,
        lines,
        opening: dec("46.35"),
        surplus: dec("6.80"),
        opening_appropriation: dec("38.20"),
        economic: read_economic(include_str!("data/accounts/chuanling_economic.txt"), basic),
        three_public: [["0", "0", "9.00", "2.50"].map(dec), ["0", "0", "8.64", "2.16"].map(dec)],
        assets: [0, 0, 1, 2, 0, 1, 0, 0, 3],
        ..Accounts::default()
    })
}

fn pinglan_accounts() -> Accounts {
    let lines = read_lines(include_str!("data/accounts/pinglan_lines.txt"));
    let basic: Decimal = lines.iter().map(|l| l.basic - l.own).sum();
    balanced(Accounts {
        edition: Edition::Of2019,
        department: PINGLAN.department,
        year: PINGLAN.year,
        unit: "元",
        shown: Shown::Thousands,
        lines,
        opening: dec("96420.35"),
        opening_appropriation: dec("96420.35"),
        economic: read_economic(include_str!("data/accounts/pinglan_economic.txt"), basic),
        three_public: [["0", "0", "30000.00", "5000.00"].map(dec), ["0", "0", "24600.00", "3280.00"].map(dec)],
        ..Accounts::default()
    })
}

fn yunxi_accounts() -> Accounts {
    Accounts {
        edition: Edition::Turned,
        department: YUNXI.department,
        year: YUNXI.year,
        unit: "万元",
        three_public: [["0", "0", "4.00", "1.50"].map(dec), ["0", "0", "3.62", "0.88"].map(dec)],
        assets: [0, 0, 0, 1, 0, 0, 0, 1, 2],
        ..Accounts::default()
    }
}

/// What is left at the end of the year follows from the rest.
fn balanced(accounts: Accounts) -> Accounts {
    let moved = accounts.sum("", Line::income) - accounts.sum("", Line::spent);
    Accounts { closing: accounts.opening + accounts.surplus + moved, ..accounts }
}
