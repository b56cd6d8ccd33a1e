//! Sample (a): a department with a published report; nothing is wrong in its workbooks.

use anyhow::Result;

use crate::accounts::{Accounts, read_economic, read_lines};
use crate::book::Book;
use crate::evaluation::{Evaluation, Fund, Head, read_forms};
use crate::form::form_sheet;
use crate::grid::Shown;
use crate::number::dec;
use crate::samples::Samples;

const HEAD: Head = Head {
    department: "九江市人民政府驻深圳办事处", supervisor: "九江市人民政府办公室", year: 2022
};

pub fn write(samples: &mut Samples) -> Result<()> {
    let forms = read_forms(include_str!("data/jiujiang.txt"), &HEAD);
    let name = "项目支出绩效自评表.xlsx";
    samples.save(HEAD.department, name, &Book::of("自评表", form_sheet(&forms[0])))?;
    let sheet = form_sheet(&department_form(&forms[1]));
    samples.save(HEAD.department, "部门整体支出绩效自评表.xlsx", &Book::of("整体自评表", sheet))?;
    samples.save(HEAD.department, "部门决算公开表.xlsx", &accounts().book())?;
    samples.save_report(HEAD.department, "绩效评价报告.docx", include_str!("data/jiujiang_report.txt"))
}

fn department_form(blank: &Evaluation) -> Evaluation {
    let fund = |label: &str, initial, budget, executed| Fund {
        label: label.to_string(),
        initial: Some(dec(initial)),
        budget: Some(dec(budget)),
        executed: Some(dec(executed)),
    };
    let funds = vec![fund("基本支出", "292.50", "318.26", "300.47"), fund("项目支出", "106.00", "125.00", "111.01")];
    Evaluation { funds, ..blank.clone() }
}

fn accounts() -> Accounts {
    Accounts {
        department: HEAD.department,
        year: HEAD.year,
        unit: "万元",
        shown: Shown::Thousands,
        zeros: false,
        formulas: false,
        lines: read_lines(include_str!("data/accounts/jiujiang_lines.txt")),
        opening: dec("90.61"),
        // As published: one hundredth less than the rounded figures give.
        closing: dec("122.78"),
        opening_appropriation: dec("90.41"),
        economic: read_economic(include_str!("data/accounts/jiujiang_economic.txt"), dec("300.07")),
        three_public: [["0", "18.00", "4.00", "3.00"].map(dec), ["0", "17.98", "3.10", "2.40"].map(dec)],
        ..Accounts::default()
    }
}
