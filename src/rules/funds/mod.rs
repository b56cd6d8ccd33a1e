//! The funds block of self-evaluation forms: 项目资金, 预算执行情况.

use rust_decimal::Decimal;

use crate::model::finding::{Severity, evidence, item};
use crate::model::form::{Block, ColumnKind, Form, Measure, Row};
use crate::model::relation::{Law, Operand, Relation, Verdict};
use crate::rules::outcome::{addends, reported, required};
use crate::rules::{Check, DEPARTMENT, LawOrSkip, Outcome, PROJECT, Rule, Skip, basis};

const AMOUNTS: [Measure; 3] = [Measure::OriginalBudget, Measure::FinalBudget, Measure::Executed];

/// Kinds of appropriation, which may stand below it.
const APPROPRIATED: [&str; 3] = ["government_fund", "state_capital", "bond_funds"];
/// The usual sources, and all that are known.
const SOURCES: [&str; 3] = ["current_appropriation", "carried_over", "other_funds"];
const ALL_SOURCES: [&str; 8] = [
    "current_appropriation",
    "government_fund",
    "state_capital",
    "bond_funds",
    "central_subsidy",
    "local_funds",
    "carried_over",
    "other_funds",
];

static SUM_OF_SOURCES: Rule = Rule {
    id: "P-101",
    title: "年度资金总额应等于各资金来源之和",
    severity: Severity::Error,
    basis: basis::FORM,
    explanation: "年初预算数、全年预算数、全年执行数三列中，总额都由下面各行相加得出。空白和「—」不计入；各行全部空白时不核对。",
    how_to_fix: "按各资金来源重新加总；如总额无误，请核对各资金来源是否漏填或错填。",
    example: "总额 1000.00，当年财政拨款 800.00、上年结转资金 100.00、其他资金 50.00：应为 950.00。",
    check: Check::Relations(PROJECT, |form| {
        form.funds().map(|block| sums(block, &part_sets(block))).unwrap_or_default()
    }),
};

static SUM_OF_USES: Rule = Rule {
    id: "D-101",
    title: "部门支出总额应等于基本支出与项目支出之和",
    basis: basis::FRAMEWORK,
    explanation: "年初预算数、全年预算数、全年执行数三列中，总额等于基本支出加项目支出；同时按资金来源列示的，也应等于各来源之和。",
    how_to_fix: "按基本支出、项目支出重新加总；如总额无误，请核对两项支出。",
    example: "总额 411.48，基本支出 300.47、项目支出 111.10：应为 411.57。",
    check: Check::Relations(DEPARTMENT, department_sums),
    ..SUM_OF_SOURCES
};

static SPENT_ABOVE_BUDGET: Rule = Rule {
    id: "P-102",
    title: "全年执行数不应大于全年预算数",
    severity: Severity::Error,
    basis: basis::FORM,
    explanation: "各行的执行数不能超过该行（调整后的）全年预算数；总额行的超出如由某一来源引起，只报该来源。",
    how_to_fix: "核对执行数；确属追加预算的，应先调整全年预算数。",
    example: "全年预算数 100.00，全年执行数 120.00。",
    check: Check::Relations(PROJECT, not_above_budget),
};

static SPENT_WITHOUT_BUDGET: Rule = Rule {
    id: "P-105",
    title: "有执行数的，全年预算数不应为零或空白",
    severity: Severity::Error,
    basis: basis::FORM,
    explanation: "没有预算不得支出；预算数为零时执行率无法计算。",
    how_to_fix: "补填全年预算数，或核实执行数。",
    example: "全年预算数空白，全年执行数 50.00。",
    check: Check::Form(PROJECT, executed_without_budget),
};

static NEGATIVE_AMOUNT: Rule = Rule {
    id: "P-106",
    title: "预算数、执行数不应为负数",
    severity: Severity::Error,
    basis: basis::FORM,
    explanation: "自评表的预算数和执行数都是发生额，不会小于零。",
    how_to_fix: "核实该数，冲减支出应并入原项目反映。",
    example: "其他资金 全年执行数 -5.00。",
    check: Check::Form(PROJECT, negative_amounts),
};

static CHANGED_BUDGET: Rule = Rule {
    id: "P-107",
    title: "全年预算数与年初预算数相差较大的，应有说明",
    severity: Severity::Note,
    basis: basis::FORM,
    explanation: "年度资金总额的全年预算数比年初预算数增减超过口径规定的比例（一般为 20%）的，提示核实调整依据。年初没有预算（为零或空白）的不提示。",
    how_to_fix: "核实预算调整的文件依据，必要时在说明栏写明。",
    example: "年初预算数 100.00，全年预算数 150.00：增加 50%。",
    check: Check::Form(PROJECT, changed_budget),
};

/// The rules of this group.
pub const RULES: &[&Rule] =
    &[&SUM_OF_SOURCES, &SPENT_ABOVE_BUDGET, &SPENT_WITHOUT_BUDGET, &NEGATIVE_AMOUNT, &CHANGED_BUDGET, &SUM_OF_USES];

/// The rows that make up the total: those below it. A 其中 below another row is part of that row.
pub fn parts(block: &Block) -> Vec<&Row> {
    let below = block.rows.iter().skip_while(|row| !row.is("funds_total")).skip(1);
    let mut nested = false;
    let mut parts = Vec::new();
    for (index, row) in below.enumerate() {
        // Rows of unknown name, or of a kind of appropriation, go on after a nested 其中, up to the next known source.
        let goes_on = row.item.is_none() || APPROPRIATED.iter().any(|name| row.is(name));
        nested = index > 0 && (row.label.starts_with("其中") || nested && goes_on);
        if !nested {
            parts.push(row);
        }
    }
    parts
}

/// In every amount column: the total is the sum of one of these sets of rows. Where names leave it open which
/// rows make up the total, any set that comes out will do, and none that does not is a reason to change the total.
fn sums(block: &Block, sets: &[Vec<&Row>]) -> Vec<LawOrSkip> {
    let Some(total) = block.row("funds_total") else { return Vec::new() };
    let columns = AMOUNTS.iter().filter(|measure| block.columns.contains_key(measure));
    columns.map(|&measure| likeliest(sets.iter().map(|set| sum(total, set, measure)).collect())).collect()
}

/// The first law that holds, else the first of all; with several to choose from it corrects nothing.
fn likeliest(laws: Vec<LawOrSkip>) -> LawOrSkip {
    let holds = |law: &LawOrSkip| law.as_ref().is_ok_and(|relation| relation.verdict() == Verdict::Holds);
    let open = laws.len() > 1;
    let chosen = laws.iter().find(|law| holds(law)).or(laws.first()).cloned().unwrap_or(Err(Skip::NotApplicable));
    chosen.map(|relation| match open {
        true => Relation { derived: false, open: true, ..relation }.advising("部分行的含义不能确定，请核实总额与各行"),
        false => relation,
    })
}

/// The rows that make up the total: all of them, or only those whose names are known.
fn part_sets(block: &Block) -> Vec<Vec<&Row>> {
    let all = parts(block);
    let known: Vec<&Row> = all.iter().copied().filter(|row| row.item.is_some()).collect();
    if known.is_empty() || known.len() == all.len() { vec![all] } else { vec![all, known] }
}

/// One column: the total follows from the rows that state something.
pub fn sum(total: &Row, parts: &[&Row], measure: Measure) -> LawOrSkip {
    let terms = addends(parts.iter().map(|part| Ok(Operand::new(part.name(), reported(part, measure)?))))?;
    if terms.is_empty() {
        return Err(Skip::NotApplicable);
    }
    let figure = required(total, measure)?;
    Ok(Relation::derived(item(total.name(), measure.name()), Operand::new(total.name(), figure), Law::Sum(terms)))
}

fn department_sums(form: &Form) -> Vec<LawOrSkip> {
    let Some(block) = form.funds() else { return Vec::new() };
    let named = |names: &[&str]| -> Vec<&Row> {
        block.rows.iter().filter(|row| names.iter().any(|name| row.is(name))).collect()
    };
    let unknown: Vec<&Row> = parts(block).into_iter().filter(|row| row.item.is_none()).collect();
    let mut laws = Vec::new();
    let by_use = named(&["basic", "project"]);
    if by_use.len() == 2 {
        laws.extend(sums(block, &with_and_without(&by_use, &unknown)));
    }
    // A single source after 其中 says nothing about the rest; sources may also stand under one of the uses.
    let by_source = named(&SOURCES);
    let every_source = named(&ALL_SOURCES);
    let of_one_use = by_use.iter().any(|row| AMOUNTS.iter().any(|&measure| comes_out(row, &by_source, measure)));
    let complete = by_source.len() >= 2 && by_source.iter().any(|row| row.is("other_funds")) && unknown.is_empty();
    if complete && !of_one_use {
        let sets = if every_source.len() > by_source.len() { vec![every_source, by_source] } else { vec![by_source] };
        laws.extend(sums(block, &sets));
    }
    laws
}

/// The known rows alone, and together with those of unknown name.
fn with_and_without<'a>(known: &[&'a Row], unknown: &[&'a Row]) -> Vec<Vec<&'a Row>> {
    match unknown.is_empty() {
        true => vec![known.to_vec()],
        false => vec![known.to_vec(), [known, unknown].concat()],
    }
}

/// Whether some rows add up to another one.
fn comes_out(total: &Row, parts: &[&Row], measure: Measure) -> bool {
    sum(total, parts, measure).is_ok_and(|relation| relation.verdict() == Verdict::Holds)
}

fn not_above_budget(form: &Form) -> Vec<LawOrSkip> {
    let Some(block) = form.funds() else { return Vec::new() };
    let law = |row: &Row| -> LawOrSkip {
        let executed = reported(row, Measure::Executed)?;
        let budget = reported(row, Measure::FinalBudget)?;
        let law = Law::AtMost(Operand::new(Measure::FinalBudget.name(), budget));
        if budget.value.is_zero() {
            return Err(Skip::NotApplicable); // P-105 says so
        }
        let operand = Operand::new(Measure::Executed.name(), executed);
        Ok(Relation::reported(item(row.name(), Measure::Executed.name()), operand, law)
            .advising("请核对执行数或补充调整后的全年预算数"))
    };
    let (total, below): (Vec<&Row>, Vec<&Row>) = block.rows.iter().partition(|row| row.is("funds_total"));
    let below: Vec<LawOrSkip> = below.into_iter().map(law).collect();
    let caused = below.iter().flatten().any(|relation| relation.verdict() == Verdict::Broken);
    let of_total = total.into_iter().filter(|_| !caused).map(law);
    of_total.chain(below.iter().cloned()).collect()
}

fn executed_without_budget(rule: &Rule, form: &Form) -> Vec<Outcome> {
    form.fund_rows().iter().filter_map(|row| without_budget(rule, row).unwrap_or_else(Into::into)).collect()
}

fn without_budget(rule: &Rule, row: &Row) -> Result<Option<Outcome>, Skip> {
    let executed = reported(row, Measure::Executed)?;
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

fn changed_budget(rule: &Rule, form: &Form) -> Vec<Outcome> {
    let Some(row) = form.funds_total() else { return Vec::new() };
    let budgets = row.figure(Measure::OriginalBudget).zip(row.figure(Measure::FinalBudget));
    let Some((original, last)) = budgets.filter(|(original, _)| original.value > Decimal::ZERO) else {
        return Vec::new();
    };
    let change = (last.base() - original.base()) / original.base();
    if change.abs() <= form.profile.budget_change() {
        return vec![Outcome::Holds];
    }
    let percent = crate::model::figure::round(change.abs() * Decimal::ONE_HUNDRED, 2).normalize();
    let word = if change.is_sign_positive() { "增加" } else { "减少" };
    let message = format!(
        "年初预算数 {}（{}），全年预算数 {}，{word} {percent}%，请核实调整依据",
        original.show(),
        original.place.cell_name(),
        last.show()
    );
    let name = item(row.name(), Measure::FinalBudget.name());
    let finding = rule.finding(&last.place, name, message).stating(last.show());
    vec![Outcome::Noted(finding.because(vec![evidence("年初预算数", original)]))]
}

fn negative_amounts(rule: &Rule, form: &Form) -> Vec<Outcome> {
    let amounts =
        form.fund_rows().iter().flat_map(|row| row.entries.iter().map(move |(measure, entry)| (row, *measure, entry)));
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
mod tests;
