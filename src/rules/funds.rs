//! The funds block of self-evaluation forms: 项目资金, 预算执行情况.

use rust_decimal::Decimal;

use crate::figure::{Figure, Range};
use crate::finding::{Severity, Trust};
use crate::form::{Block, ColumnKind, Form, Measure, Row};
use crate::relation::{Law, Operand, Relation, Verdict};
use crate::resolve::correction;
use crate::rules::outcome::{difference, evidence, item, need, stated};
use crate::rules::{Check, DEPARTMENT, Outcome, PROJECT, Rule, Skip, Stated, basis};
use crate::scoring::{Fit, fit};

const AMOUNTS: [Measure; 3] = [Measure::OriginalBudget, Measure::FinalBudget, Measure::Executed];

static P_101: Rule = Rule {
    id: "P-101",
    title: "年度资金总额应等于各资金来源之和",
    severity: Severity::Error,
    basis: basis::FORM,
    why: "年初预算数、全年预算数、全年执行数三列中，总额都由下面各行相加得出。空白和「—」不计入；各行全部空白时不核对。",
    remedy: "按各资金来源重新加总；如总额无误，请核对各资金来源是否漏填或错填。",
    example: "总额 1000.00，当年财政拨款 800.00、上年结转资金 100.00、其他资金 50.00：应为 950.00。",
    check: Check::Relations(PROJECT, |form| funds(form).map(|block| sums(block, &parts(block))).unwrap_or_default()),
};

static D_101: Rule = Rule {
    id: "D-101",
    title: "部门支出总额应等于基本支出与项目支出之和",
    basis: basis::FRAMEWORK,
    why: "年初预算数、全年预算数、全年执行数三列中，总额等于基本支出加项目支出；同时按资金来源列示的，也应等于各来源之和。",
    remedy: "按基本支出、项目支出重新加总；如总额无误，请核对两项支出。",
    example: "总额 411.48，基本支出 300.47、项目支出 111.10：应为 411.57。",
    check: Check::Relations(DEPARTMENT, department_sums),
    ..P_101
};

static P_102: Rule = Rule {
    id: "P-102",
    title: "全年执行数不应大于全年预算数",
    severity: Severity::Error,
    basis: basis::FORM,
    why: "各行的执行数不能超过该行（调整后的）全年预算数；总额行的超出如由某一来源引起，只报该来源。",
    remedy: "核对执行数；确属追加预算的，应先调整全年预算数。",
    example: "全年预算数 100.00，全年执行数 120.00。",
    check: Check::Relations(PROJECT, not_above_budget),
};

static P_103: Rule = Rule {
    id: "P-103",
    title: "执行率应等于全年执行数除以全年预算数",
    severity: Severity::Error,
    basis: basis::FORM,
    why: "凡填了执行率的行都核对。执行率按填报的小数位数看：91% 代表 90.5%—91.5%，91.00% 代表 90.995%—91.005%；预算数、执行数同样按其位数看，因此四舍五入不会误报。",
    remedy: "按全年执行数 ÷ 全年预算数更正。",
    example: "全年执行数 952.00，全年预算数 1000.00，执行率填 91.00%：应为 95.20%。",
    check: Check::Relations(PROJECT, rates),
};

static P_104: Rule = Rule {
    id: "P-104",
    title: "执行率得分应等于执行率乘以分值",
    severity: Severity::Error,
    basis: basis::FORM,
    why: "得分 = 执行率（不超过 100%）× 分值。执行率既可用原始金额计算，也可用表中已四舍五入的执行率计算；尾数四舍五入或直接截去都接受（截去的作提示）。",
    remedy: "按执行率 × 分值更正；本单位财政部门另有分档规定的，按其规定核实。",
    example: "执行率 95.20%，分值 10，得分填 8.10：应为 9.52。",
    check: Check::Form(PROJECT, rate_scores),
};

static P_105: Rule = Rule {
    id: "P-105",
    title: "有执行数的，全年预算数不应为零或空白",
    severity: Severity::Error,
    basis: basis::FORM,
    why: "没有预算不得支出；预算数为零时执行率无法计算。",
    remedy: "补填全年预算数，或核实执行数。",
    example: "全年预算数空白，全年执行数 50.00。",
    check: Check::Form(PROJECT, executed_without_budget),
};

static P_106: Rule = Rule {
    id: "P-106",
    title: "预算数、执行数不应为负数",
    severity: Severity::Error,
    basis: basis::FORM,
    why: "自评表的预算数和执行数都是发生额，不会小于零。",
    remedy: "核实该数，冲减支出应并入原项目反映。",
    example: "其他资金 全年执行数 -5.00。",
    check: Check::Form(PROJECT, negative_amounts),
};

static D_102: Rule = Rule {
    id: "D-102",
    title: "部门执行率及其得分应与预算数、执行数相符",
    severity: Severity::Error,
    basis: basis::FRAMEWORK,
    why: "执行率 = 全年执行数 ÷ 全年预算数；执行率得分 = 执行率（不超过 100%）× 分值。位数和四舍五入的处理同 P-103、P-104。",
    remedy: "按全年执行数、全年预算数和分值更正。",
    example: "全年执行数 411.48，全年预算数 443.26，执行率填 99.83%：应为 92.83%。",
    check: Check::Form(DEPARTMENT, rates_and_scores),
};

/// The rules of this group.
pub const RULES: &[&Rule] = &[&P_101, &P_102, &P_103, &P_104, &P_105, &P_106, &D_101, &D_102];

/// The funds block of a form.
pub fn funds(form: &Form) -> Option<&Block> {
    form.block("funds")
}

/// The row 年度资金总额.
pub fn total(block: &Block) -> Option<&Row> {
    block.row("funds_total")
}

/// The rows that make up the total: those below it. A 其中 below another row is part of that row.
pub fn parts(block: &Block) -> Vec<&Row> {
    let below = block.rows.iter().skip_while(|row| !row.is("funds_total")).skip(1);
    let nested = |index: usize, row: &Row| index > 0 && row.label.starts_with("其中");
    below.enumerate().filter(|(index, row)| !nested(*index, row)).map(|(_, row)| row).collect()
}

/// In every amount column: the total is the sum of these rows.
fn sums(block: &Block, parts: &[&Row]) -> Vec<Stated> {
    let Some(total) = total(block) else { return Vec::new() };
    AMOUNTS
        .iter()
        .filter(|measure| block.columns.contains_key(measure))
        .map(|&measure| sum(total, parts, measure))
        .collect()
}

/// One column: the total follows from the rows that state something.
pub fn sum(total: &Row, parts: &[&Row], measure: Measure) -> Stated {
    let mut terms = Vec::new();
    for part in parts {
        match stated(part, measure) {
            Ok(figure) => terms.push(Operand::new(part.name(), figure)),
            Err(Skip::NotApplicable) => {}
            Err(missing) => return Err(missing),
        }
    }
    if terms.is_empty() {
        return Err(Skip::NotApplicable);
    }
    let figure = need(total, measure)?;
    Ok(Relation::derived(item(total.name(), measure.name()), Operand::new(total.name(), figure), Law::Sum(terms)))
}

fn department_sums(form: &Form) -> Vec<Stated> {
    let Some(block) = funds(form) else { return Vec::new() };
    let named = |names: &[&str]| -> Vec<&Row> {
        block.rows.iter().filter(|row| names.iter().any(|name| row.is(name))).collect()
    };
    let mut laws = Vec::new();
    let by_use = named(&["basic", "project"]);
    if by_use.len() == 2 {
        laws.extend(sums(block, &by_use));
    }
    // A single source after 其中 says nothing about the rest.
    let by_source = named(&["current_appropriation", "carried_over", "other_funds"]);
    if by_source.len() >= 2 && by_source.iter().any(|row| row.is("other_funds")) {
        laws.extend(sums(block, &by_source));
    }
    laws
}

fn not_above_budget(form: &Form) -> Vec<Stated> {
    let Some(block) = funds(form) else { return Vec::new() };
    let law = |row: &Row| -> Stated {
        let executed = stated(row, Measure::Executed)?;
        let budget = stated(row, Measure::FinalBudget)?;
        let law = Law::AtMost(Operand::new(Measure::FinalBudget.name(), budget));
        if budget.value.is_zero() {
            return Err(Skip::NotApplicable); // P-105 says so
        }
        let operand = Operand::new(Measure::Executed.name(), executed);
        Ok(Relation::reported(item(row.name(), Measure::Executed.name()), operand, law)
            .advising("请核对执行数或补充调整后的全年预算数"))
    };
    let (total, below): (Vec<&Row>, Vec<&Row>) = block.rows.iter().partition(|row| row.is("funds_total"));
    let below: Vec<Stated> = below.into_iter().map(law).collect();
    let caused = below.iter().flatten().any(|relation| relation.verdict() == Verdict::Broken);
    let of_total = total.into_iter().filter(|_| !caused).map(law);
    of_total.chain(below.iter().cloned()).collect()
}

/// In every row that states one: rate = executed ÷ budget.
fn rates(form: &Form) -> Vec<Stated> {
    let law = |row: &Row| -> Stated {
        let rate = rate_of(row)?;
        let [executed, budget] = [Measure::Executed, Measure::FinalBudget].map(|measure| need(row, measure));
        let (executed, budget) = (executed?, budget?);
        let law = Law::Ratio(
            Operand::new(Measure::Executed.name(), executed),
            Operand::new(Measure::FinalBudget.name(), budget),
        );
        Ok(Relation::derived(item(row.name(), Measure::Rate.name()), Operand::new(Measure::Rate.name(), rate), law))
    };
    funds(form).map(|block| block.rows.iter().map(law).collect()).unwrap_or_default()
}

/// The rate that a row states; on the total row a rate that is left out is a missing figure.
fn rate_of(row: &Row) -> Result<&Figure, Skip> {
    if row.is("funds_total") { need(row, Measure::Rate) } else { stated(row, Measure::Rate) }
}

fn rate_scores(rule: &Rule, form: &Form) -> Vec<Outcome> {
    let rows = funds(form).map(|block| block.rows.as_slice()).unwrap_or_default();
    rows.iter().filter_map(|row| rate_score(rule, row).unwrap_or_else(Into::into)).collect()
}

/// 得分 = min(执行率, 100%) × 分值, from the exact amounts or from the stated rate.
fn rate_score(rule: &Rule, row: &Row) -> Result<Option<Outcome>, Skip> {
    let score = stated(row, Measure::Score)?;
    let weight = need(row, Measure::Weight)?;
    let executed = need(row, Measure::Executed)?;
    let budget = need(row, Measure::FinalBudget)?;
    let Some(exact) = executed.range().divide(budget.range()) else { return Ok(None) };
    let points = |rate: Range| rate.at_most(Decimal::ONE) * Range::point(weight.value);
    let rate = row.figure(Measure::Rate).filter(|rate| rate.range().meets(exact));
    let by_rate = rate.map(|rate| points(Range::point(rate.base())));
    let fits: Vec<Fit> =
        [Some(points(exact)), by_rate].into_iter().flatten().map(|expected| fit(score, expected)).collect();
    let value = (executed.base() / budget.base()).min(Decimal::ONE) * weight.value;
    let name = item(row.name(), "执行率得分");
    let expected = score.rounded_like(value);
    if fits.contains(&Fit::Rounded) {
        let full = score.value == weight.value && points(exact).high < weight.value;
        return Ok(Some(if full { full_marks(rule, score, name, expected) } else { Outcome::Holds }));
    }
    if fits.contains(&Fit::CutOff) {
        let message =
            format!("填报 {}，按四舍五入应为 {}；尾数截去，可不更正", score.show(), score.show_other(expected));
        return Ok(Some(Outcome::Noted(rule.finding(&score.place, name, message).weighing(Severity::Note))));
    }
    let formula = format!(
        "min(全年执行数 {}（{}）÷ 全年预算数 {}（{}），100%) × 分值 {}（{}）",
        executed.show(),
        executed.place.cell_name(),
        budget.show(),
        budget.place.cell_name(),
        weight.show(),
        weight.place.cell_name()
    );
    let message = format!("填报 {}，应为 {} = {formula}", score.show(), score.show_other(expected));
    let mut because = vec![evidence("全年执行数", executed), evidence("全年预算数", budget), evidence("分值", weight)];
    because.extend(row.figure(Measure::Rate).map(|rate| evidence("执行率", rate)));
    let mut finding = rule
        .finding(&score.place, name, message)
        .stating(score.show())
        .expecting(score.show_other(expected))
        .because(because);
    finding.difference = Some(difference(score, expected));
    finding.correction = Some(correction(score, expected, Trust::Automatic));
    finding.cause = wrong_rate(rule, row, exact, score, weight);
    Ok(Some(Outcome::Broken(finding)))
}

/// Full marks for less than everything, right only when rounded to a whole number: worth a look.
pub fn full_marks(rule: &Rule, score: &Figure, name: String, expected: Decimal) -> Outcome {
    let message = format!(
        "填报 {}，按公式为 {}；四舍五入到整数可以相符，但未全部完成而得满分，请核实",
        score.show(),
        score.show_other(expected)
    );
    Outcome::Noted(rule.finding(&score.place, name, message).stating(score.show()).weighing(Severity::Note))
}

/// The finding on the rate, where the rate is wrong and the score was worked out from it.
fn wrong_rate(rule: &Rule, row: &Row, exact: Range, score: &Figure, weight: &Figure) -> Option<String> {
    let rate = row.figure(Measure::Rate).filter(|rate| !rate.range().meets(exact))?;
    let points = Range::point(rate.base()).at_most(Decimal::ONE) * Range::point(weight.value);
    let on_rate = if rule.id == D_102.id { D_102.id } else { P_103.id };
    matches!(fit(score, points), Fit::Rounded | Fit::CutOff).then(|| format!("{on_rate} {}", rate.place.cell_name()))
}

fn rates_and_scores(rule: &Rule, form: &Form) -> Vec<Outcome> {
    let rates = rates(form).into_iter().filter_map(|law| match law {
        Ok(relation) => crate::resolve::outcome(rule, &relation),
        Err(skip) => skip.into(),
    });
    rates.chain(rate_scores(rule, form)).collect()
}

fn executed_without_budget(rule: &Rule, form: &Form) -> Vec<Outcome> {
    let rows = funds(form).map(|block| block.rows.as_slice()).unwrap_or_default();
    rows.iter().filter_map(|row| without_budget(rule, row).unwrap_or_else(Into::into)).collect()
}

fn without_budget(rule: &Rule, row: &Row) -> Result<Option<Outcome>, Skip> {
    let executed = stated(row, Measure::Executed)?;
    let budget = row.entries.get(&Measure::FinalBudget).ok_or(Skip::NotApplicable)?;
    let none = budget.is_empty() || budget.figure().is_some_and(|figure| figure.value.is_zero());
    if !none {
        return Ok(budget.figure().map(|_| Outcome::Holds));
    }
    let name = item(row.name(), Measure::FinalBudget.name());
    if executed.value.is_zero() {
        let scored = row.figure(Measure::Score).is_some();
        let note = || {
            rule.finding(&budget.place, name, "预算数、执行数均为零，执行率及其得分无法计算，请核实")
                .weighing(Severity::Note)
        };
        return Ok(Some(if scored { Outcome::Noted(note()) } else { Outcome::Holds }));
    }
    let shown = if budget.is_empty() { "空白".to_string() } else { budget.text.trim().to_string() };
    let message = format!(
        "全年预算数为{shown}，而全年执行数为 {}（{}），请补填预算数或核实执行数",
        executed.show(),
        executed.place.cell_name()
    );
    let finding = rule
        .finding(&budget.place, name, message)
        .stating(budget.text.trim())
        .because(vec![evidence("全年执行数", executed)]);
    Ok(Some(Outcome::Broken(finding)))
}

fn negative_amounts(rule: &Rule, form: &Form) -> Vec<Outcome> {
    let rows = funds(form).map(|block| block.rows.as_slice()).unwrap_or_default();
    let amounts = rows.iter().flat_map(|row| row.entries.iter().map(move |(measure, entry)| (row, *measure, entry)));
    let amounts = amounts.filter(|(_, measure, _)| measure.kind() == ColumnKind::Amount);
    amounts
        .filter_map(|(row, measure, entry)| {
            let figure = entry.figure()?;
            if figure.value >= Decimal::ZERO {
                return Some(Outcome::Holds);
            }
            let message = format!("填报 {}，预算数、执行数不应小于零，请核实", figure.show());
            let name = item(row.name(), measure.name());
            Some(Outcome::Broken(rule.finding(&entry.place, name, message).stating(figure.show()).expecting("≥0")))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::testing::{sound_department, sound_form};

    #[test]
    fn a_sound_form_has_no_finding() {
        sound_form().finds(&[]);
        sound_department().finds(&[]);
    }

    #[test]
    fn a_total_that_is_not_the_sum_is_found() {
        sound_form().with("D6", "1010.00").finds(&["P-101 D6"]).expecting("P-101", "1000.00");
    }

    #[test]
    fn a_part_that_breaks_the_sum_does_not_pull_the_rate_along() {
        let checked = sound_form().with("F8", "129.00").finds(&["P-101 F6", "P-103 H8"]);
        assert!(!checked.finding("P-101").is_automatic(), "the rate confirms the total as filed");
    }

    #[test]
    fn of_which_below_another_row_is_part_of_it() {
        let nested = sound_form().changed(|sheet| {
            let row: Vec<_> =
                sheet.cells.iter().filter(|(address, _)| address.row == 8).map(|(address, _)| *address).collect();
            row.into_iter().for_each(|address| drop(sheet.cells.remove(&address)));
        });
        nested.with("C9", "其中：中央补助").with("E9", "50.00").finds(&[]);
    }

    #[test]
    fn more_executed_than_budgeted_is_found_in_the_row_that_causes_it() {
        sound_form()
            .with("F7", "810.00")
            .with("F8", "142.00")
            .with("H7", "101.25%")
            .with("H8", "71.00%")
            .finds(&["P-102 F7"]);
    }

    #[test]
    fn a_rate_that_does_not_follow_is_found() {
        sound_form().with("H6", "91.00%").finds(&["P-103 H6"]).expecting("P-103", "95.20%");
        sound_department().with("H6", "99.00%").finds(&["D-102 H6"]).expecting("D-102", "90.00%");
    }

    #[test]
    fn a_rate_typed_as_a_fraction_is_read_as_one() {
        sound_form().with("H6", "0.952").finds(&[]);
        sound_form().with("H6", "95.2").finds(&[]);
    }

    #[test]
    fn a_wrong_rate_carries_score_and_total_along() {
        let checked = sound_form().with("H6", "91.00%").with("I6", "9.10").with("G18", "98.10").finds(&[
            "P-103 H6",
            "P-104 I6",
            "P-401 G18",
        ]);
        let causes: Vec<Option<&str>> = checked.findings.iter().map(|finding| finding.cause.as_deref()).collect();
        assert_eq!(causes, [None, Some("P-103 H6"), Some("P-103 H6")]);
    }

    #[test]
    fn a_rate_score_that_does_not_follow_is_found() {
        sound_form().with("I6", "8.10").finds(&["P-104 I6"]).expecting("P-104", "9.52");
        sound_department().with("I6", "10.00").finds(&["D-102 I6"]).expecting("D-102", "9.00");
    }

    #[test]
    fn full_marks_for_less_than_everything_are_worth_a_look() {
        let checked = sound_form().with("I6", "10").with("G18", "99").finds(&[]);
        assert!(checked.finding("P-104").message.contains("未全部完成而得满分"));
    }

    #[test]
    fn a_score_from_the_rounded_rate_holds() {
        // 2 ÷ 3 × 15 = 10.00, from the stated 66.67 % × 15 = 10.0005 as well; 66.7 % × 15 = 10.005 gives 10.01.
        let form = sound_form()
            .with("E7", "30.00")
            .with("F7", "20.00")
            .with("E8", "")
            .with("F8", "")
            .with("E6", "30.00")
            .with("F6", "20.00");
        let form = form
            .with("H7", "66.7%")
            .with("H8", "—")
            .with("H6", "66.7%")
            .with("G6", "15")
            .with("I6", "10.01")
            .with("F13", "15")
            .with("G13", "15");
        form.with("A13", "产出指标（45分）").with("G18", "94.01").finds(&[]);
    }

    #[test]
    fn money_executed_without_a_budget_is_found() {
        sound_form()
            .with("E8", "")
            .with("E6", "800.00")
            .with("H6", "119.00%")
            .with("I6", "10.00")
            .with("G18", "99.00")
            .with("H8", "—")
            .finds(&["P-102 F6", "P-105 E8"]);
    }

    #[test]
    fn a_negative_amount_is_found() {
        sound_form().with("D9", "-5.00").with("D7", "805.00").finds(&["P-106 D9"]);
    }

    #[test]
    fn a_department_total_is_basic_plus_project() {
        sound_department().with("D6", "510.00").finds(&["D-101 D6"]).expecting("D-101", "500.00");
    }

    #[test]
    fn rounding_is_no_fault() {
        // Each is rounded by itself: 33.33 × 3 = 99.99, written as 100.00.
        let form = sound_form().with("D6", "100.00").with("D7", "33.33").with("D8", "33.33").with("D9", "33.33");
        form.finds(&[]);
    }
}
