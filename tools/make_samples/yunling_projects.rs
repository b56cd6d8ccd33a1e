//! The project forms of sample (c): a fault or two in each.

use anyhow::Result;

use crate::book::Book;
use crate::evaluation::Evaluation;
use crate::form::form_sheet;
use crate::grid::{Grid, Look, Shown, Span, Value, address};
use crate::number::dec;
use crate::samples::Samples;
use crate::yunling::HEAD;

type Plant = fn(&mut Book, &Evaluation);

/// What is wrong in the form of each project.
const FAULTS: [(&str, Plant); 17] = [
    ("城市书房运营补助", empty_cells),
    ("全民健身路径更新", unreadable_amount),
    ("文化馆免费开放", error_value),
    ("体育场馆维修改造", |book, _| {
        book.plant("fund.total.budget", number("210.00"), "P-101");
    }),
    ("送戏下乡演出", short_sum),
    ("非遗传承人补助", |book, _| {
        book.mark("fund.1.executed", "P-102", "");
        book.mark("indicator.6.score", "P-205", "");
    }),
    ("少儿艺术培训普及", |book, _| {
        book.plant("fund.total.rate", Value::Number(dec("0.9712"), Shown::Percent), "P-103");
        let label = book.plant("first.效益指标", Value::text("效益指标（25分）"), "P-302");
        (label.stated, label.expected) = ("25".to_string(), "30".to_string());
    }),
    ("社区足球场建设", |book, _| {
        book.plant("fund.total.score", number("8.10"), "P-104");
    }),
    ("群众合唱节", |book, _| {
        book.mark("fund.2.budget", "P-105", "");
        book.mark("indicator.6.score", "P-206", "");
    }),
    ("图书馆数字资源采购", |book, _| {
        book.mark("fund.2.executed", "P-106", "");
        book.plant("indicator.6.score", number("15.00"), "P-202");
    }),
    ("青少年体育冬夏令营", |book, _| {
        book.plant("indicator.2.score", number("8.00"), "P-201");
    }),
    ("乡镇综合文化站管护", |book, _| {
        book.plant("indicator.4.score", number("9.50"), "P-203");
    }),
    ("公共文化云平台运维", |book, _| {
        book.mark("total.weight", "P-301", "100");
    }),
    ("全市运动会筹办", |book, form| {
        let wrong = form.score() - dec("1.50");
        book.plant("total.score", Value::Number(wrong, Shown::Fixed), "P-401");
    }),
    ("文物保护单位日常巡查", |book, _| {
        book.plant("grade", Value::text("良"), "P-402");
    }),
    ("基层文艺骨干培训", cascade),
    (OUTSIDE, of_another_year),
];

/// The project whose money is not in the accounts.
pub const OUTSIDE: &str = "村级文化协管员补贴";

pub fn write(samples: &mut Samples, projects: &[Evaluation]) -> Result<()> {
    for (i, (project, (name, plant))) in projects.iter().zip(FAULTS).enumerate() {
        assert_eq!(project.name, name, "the faults stand in the order of the data");
        let mut book = Book::of("自评表", form_sheet(project));
        plant(&mut book, project);
        let year = if name == OUTSIDE { "2022年度" } else { "" };
        let file = format!("{year}项目自评表{:02}-{name}.xlsx", i + 1);
        samples.save(HEAD.department, &file, &book)?;
    }
    samples.save(HEAD.department, "项目自评简表-文体广场维护.xlsx", &unknown_form())
}

fn number(text: &str) -> Value {
    Value::Number(dec(text), Shown::Fixed)
}

/// Filed under the name of last year's file, and under another 主管部门 than all others.
fn of_another_year(book: &mut Book, _: &Evaluation) {
    book.mark("title", "X-410", "").warning = true;
    let stated = &mut book.faults[0].stated;
    *stated = "2023".to_string();
    book.spoil("supervisor", Value::text("云岭市教育局"), "X-408").warning = true;
}

fn empty_cells(book: &mut Book, _: &Evaluation) {
    book.spoil("name", Value::Blank, "F-002").warning = true;
    book.plant("fund.total.initial", Value::Blank, "F-002");
}

fn unreadable_amount(book: &mut Book, _: &Evaluation) {
    book.spoil("fund.1.initial", Value::text("见附件"), "F-003");
    book.mark("indicator.3.actual", "P-207", "");
}

/// The rate of a row divides by the cell under the right one, which is empty.
fn error_value(book: &mut Book, _: &Evaluation) {
    let cell = |name: &str| address(book.sheets[0].1.find(name));
    let formula = format!("={}/{}", cell("fund.0.executed"), cell("fund.1.budget"));
    book.plant("fund.0.rate", Value::Error(formula, "#DIV/0!"), "F-006");
}

/// A live sum that leaves out its last row.
fn short_sum(book: &mut Book, form: &Evaluation) {
    let cell = |name: &str| address(book.sheets[0].1.find(name));
    let formula = format!("=SUM({}:{})", cell("fund.0.initial"), cell("fund.1.initial"));
    let short = form.sum(|f| f.initial) - form.funds[2].initial.unwrap_or_default();
    book.plant("fund.total.initial", Value::Formula(formula, short, Shown::Fixed), "P-101");
}

/// A wrong rate, a score reckoned from it, and a total that contains that score.
fn cascade(book: &mut Book, form: &Evaluation) {
    let wrong = dec("9.80");
    let total = form.score() - form.rate_score() + wrong;
    book.plant("fund.total.rate", Value::text("98.00%"), "P-103");
    let rate = book.faults[0].cell.clone();
    let cause = format!("P-103 {rate}");
    book.plant("fund.total.score", Value::Number(wrong, Shown::Fixed), "P-104").cause = cause.clone();
    book.plant("total.score", Value::Number(total, Shown::Fixed), "P-401").cause = cause;
}

/// Entitled like a form, with labels of one, but without funds and indicators.
fn unknown_form() -> Book {
    let mut grid = Grid::new(&[16.0, 30.0, 16.0, 30.0], false);
    grid.say(0, Span(0, 3), "项目支出绩效自评简表", Look::Title).named("title");
    grid.say(1, Span(0, 3), "（2023年度）", Look::Year);
    let pairs = [
        ("项目名称", "文体广场维护", "主管部门", HEAD.supervisor),
        ("实施单位", HEAD.department, "项目负责人", "李某某"),
    ];
    for (i, (left, first, right, second)) in pairs.into_iter().enumerate() {
        let row = 2 + i as u32;
        grid.say(row, Span(0, 0), left, Look::Head).say(row, Span(1, 1), first, Look::Cell);
        grid.say(row, Span(2, 2), right, Look::Head).say(row, Span(3, 3), second, Look::Cell);
    }
    let texts = [
        ("年度总体目标", "保持文体广场设施完好、环境整洁，方便群众开展健身和文化活动。"),
        ("实际完成情况", "全年设施完好，未发生安全责任事故，群众反映较好。"),
        ("主要问题", "夜间照明偏暗，遮阳设施不足。"),
        ("改进措施", "下年度分批更换照明灯具，增设遮阳棚。"),
        ("自评得分", "96.5"),
        ("自评等级", "优"),
    ];
    for (i, (label, text)) in texts.into_iter().enumerate() {
        let row = 4 + i as u32;
        grid.say(row, Span(0, 0), label, Look::Head).say(row, Span(1, 3), text, Look::Prose);
    }
    let mut book = Book::of("简表", grid);
    book.mark("title", "F-001", "");
    book
}
