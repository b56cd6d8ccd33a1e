//! The execution rate and the points it earns.

use rust_decimal::Decimal;

use crate::model::figure::{Figure, Range, number};
use crate::model::finding::{Finding, Severity, Trust, correction, evidence, item};
use crate::model::form::{Entry, Form, Measure, Row};
use crate::model::profile::Profile;
use crate::model::relation::{Law, Operand, Relation};
use crate::rules::outcome::{reported, required};
use crate::rules::{Check, DEPARTMENT, LawOrSkip, Outcome, PROJECT, Rule, Skip, basis};
use crate::scoring::{ScoreAgreement, fit};

static EXECUTION_RATE: Rule = Rule {
    id: "P-103",
    title: "执行率应等于全年执行数除以全年预算数",
    severity: Severity::Error,
    basis: basis::FORM,
    explanation: "凡填了执行率的行都核对。执行率按填报的小数位数看：91% 代表 90.5%—91.5%，91.00% 代表 90.995%—91.005%；预算数、执行数同样按其位数看，因此四舍五入不会误报。",
    how_to_fix: "按全年执行数 ÷ 全年预算数更正。",
    example: "全年执行数 952.00，全年预算数 1000.00，执行率填 91.00%：应为 95.20%。",
    check: Check::Relations(PROJECT, rates),
};

static SCORE_OF_RATE: Rule = Rule {
    id: "P-104",
    title: "执行率得分应等于执行率乘以分值",
    severity: Severity::Error,
    basis: basis::FORM,
    explanation: "得分 = 执行率（不超过 100%）× 分值。执行率既可用原始金额计算，也可用表中已四舍五入的执行率计算；尾数四舍五入或直接截去都接受（截去的作提示）。",
    how_to_fix: "按执行率 × 分值更正；本单位财政部门另有分档规定的，按其规定核实。",
    example: "执行率 95.20%，分值 10，得分填 8.10：应为 9.52。",
    check: Check::Form(PROJECT, rate_scores),
};

static RATE_OF_DEPARTMENT: Rule = Rule {
    id: "D-102",
    title: "部门执行率及其得分应与预算数、执行数相符",
    severity: Severity::Error,
    basis: basis::FRAMEWORK,
    explanation: "执行率 = 全年执行数 ÷ 全年预算数；执行率得分 = 执行率（不超过 100%）× 分值。位数和四舍五入的处理同 P-103、P-104。",
    how_to_fix: "按全年执行数、全年预算数和分值更正。",
    example: "全年执行数 411.48，全年预算数 443.26，执行率填 99.83%：应为 92.83%。",
    check: Check::Mixed(DEPARTMENT, rates, rate_scores),
};

/// The rules of this group.
pub const RULES: &[&Rule] = &[&EXECUTION_RATE, &SCORE_OF_RATE, &RATE_OF_DEPARTMENT];

/// In every row that states one: rate = executed ÷ budget.
fn rates(form: &Form) -> Vec<LawOrSkip> {
    let law = |row: &Row| -> LawOrSkip {
        let no_budget = row.figure(Measure::FinalBudget).is_none_or(|budget| budget.value.is_zero());
        if no_budget && row.entries.get(&Measure::Rate).is_some_and(|rate| rate.is_empty()) {
            return Err(Skip::NotApplicable); // without a budget there is no rate
        }
        let rate = rate_of(row)?;
        let [executed, budget] = [Measure::Executed, Measure::FinalBudget].map(|measure| required(row, measure));
        let (executed, budget) = (executed?, budget?);
        let law = Law::Ratio(
            Operand::new(Measure::Executed.name(), executed),
            Operand::new(Measure::FinalBudget.name(), budget),
        );
        Ok(Relation::derived(item(row.name(), Measure::Rate.name()), Operand::new(Measure::Rate.name(), rate), law))
    };
    form.fund_rows().iter().map(law).collect()
}

/// The rate that a row states; on the total row a rate that is left out is a missing figure.
fn rate_of(row: &Row) -> Result<&Figure, Skip> {
    if row.is("funds_total") { required(row, Measure::Rate) } else { reported(row, Measure::Rate) }
}

fn rate_scores(rule: &Rule, form: &Form) -> Vec<Outcome> {
    let outcome = |row: &Row| match RateScore::of(row, &form.profile) {
        Ok(score) => score.map(|score| score.judge(rule)),
        Err(skip) => skip.into(),
    };
    form.fund_rows().iter().filter_map(outcome).collect()
}

/// One stated score of the execution rate, and the figures that it follows from.
struct RateScore<'a> {
    score: &'a Figure,
    weight: &'a Figure,
    executed: &'a Figure,
    budget: &'a Figure,
    /// The rate as stated.
    rate: Option<&'a Figure>,
    /// The cell of the rate, legible or not.
    rate_entry: Option<&'a Entry>,
    /// What the amounts give.
    exact: Range,
    name: String,
    /// What the bureau does differently.
    profile: &'a Profile,
}

impl<'a> RateScore<'a> {
    fn of(row: &'a Row, profile: &'a Profile) -> Result<Option<RateScore<'a>>, Skip> {
        let score = reported(row, Measure::Score)?;
        let weight = required(row, Measure::Weight)?;
        let executed = required(row, Measure::Executed)?;
        let budget = required(row, Measure::FinalBudget)?;
        let Some(exact) = executed.range().divide(budget.range()) else { return Ok(None) };
        let (rate, rate_entry) = (row.figure(Measure::Rate), row.entries.get(&Measure::Rate));
        let name = item(row.name(), "执行率得分");
        Ok(Some(RateScore { score, weight, executed, budget, rate, rate_entry, exact, name, profile }))
    }

    /// 得分 = min(执行率, 100%) × 分值, or what the bureau's bands give.
    fn points(&self, rate: Range) -> Range {
        let share = |rate: Decimal| self.profile.rate_share(rate).unwrap_or(rate.min(Decimal::ONE));
        Range::between(share(rate.low), share(rate.high)) * Range::point(self.weight.value)
    }

    /// How the score fits the exact amounts, and the stated rate where that one is right.
    fn fits(&self) -> Vec<ScoreAgreement> {
        let rate = self.rate.filter(|rate| rate.range().meets(self.exact)).map(|rate| Range::point(rate.base()));
        [Some(self.exact), rate].into_iter().flatten().map(|rate| fit(self.score, self.points(rate))).collect()
    }

    /// The score that follows, with the digits of the stated one.
    fn expected(&self) -> Decimal {
        let rate = self.executed.base() / self.budget.base();
        let share = self.profile.rate_share(rate).unwrap_or(rate.min(Decimal::ONE));
        self.score.rounded_like(share * self.weight.value)
    }

    fn judge(&self, rule: &Rule) -> Outcome {
        let (fits, expected) = (self.fits(), self.expected());
        let full = self.score.value == self.weight.value && self.points(self.exact).high < self.weight.value;
        match () {
            () if fits.contains(&ScoreAgreement::Rounded) && full => {
                full_marks(rule, self.score, self.name.clone(), expected)
            }
            () if fits.contains(&ScoreAgreement::Rounded) => Outcome::Holds,
            () if fits.contains(&ScoreAgreement::CutOff) => self.cut_off(rule, expected),
            () => Outcome::Broken(self.finding(rule, expected)),
        }
    }

    fn cut_off(&self, rule: &Rule, expected: Decimal) -> Outcome {
        let shown = self.score.show_other(expected);
        let message = format!("填报 {}，按四舍五入应为 {shown}；尾数截去，可不更正", self.score.show());
        Outcome::Noted(
            rule.finding(&self.score.place, &self.name, message).stating(self.score.show()).weighing(Severity::Note),
        )
    }

    fn finding(&self, rule: &Rule, expected: Decimal) -> Finding {
        let shown = |figure: &Figure| format!("{}（{}）", figure.show(), figure.place.cell_name());
        let right = self.score.show_other(expected);
        let bands = if self.profile.has_rate_bands() { "，按本口径的执行率分档计" } else { "" };
        let message = format!(
            "填报 {}，应为 {right} = min(全年执行数 {} ÷ 全年预算数 {}，100%) × 分值 {}{bands}",
            self.score.show(),
            shown(self.executed),
            shown(self.budget),
            shown(self.weight)
        );
        let mut because = vec![
            evidence("全年执行数", self.executed),
            evidence("全年预算数", self.budget),
            evidence("分值", self.weight),
        ];
        because.extend(self.rate.map(|rate| evidence("执行率", rate)));
        let mut finding = rule
            .finding(&self.score.place, &self.name, message)
            .stating(self.score.show())
            .expecting(right)
            .because(because);
        finding.compare(self.score, expected);
        finding.correction = Some(correction(self.score, expected, Trust::Automatic));
        finding.cause = self.wrong_rate(rule);
        finding
    }

    /// The finding on the rate, where the rate is wrong and the score was worked out from it.
    fn wrong_rate(&self, rule: &Rule) -> Option<String> {
        let entry = self.rate_entry?;
        let follows = |rate: Decimal| {
            matches!(fit(self.score, self.points(Range::point(rate))), ScoreAgreement::Rounded | ScoreAgreement::CutOff)
        };
        if let Some(rate) = self.rate {
            let on_rate = if rule.id == RATE_OF_DEPARTMENT.id { RATE_OF_DEPARTMENT.id } else { EXECUTION_RATE.id };
            let wrong = !rate.range().meets(self.exact) && follows(rate.base());
            return wrong.then(|| format!("{on_rate} {}", entry.place.cell_name()));
        }
        // A bare rate that is neither fraction nor percentage of its row is a finding of F-003.
        let bare = number::parse(&entry.text)?.value;
        let wrong = follows(bare) || follows(bare / Decimal::ONE_HUNDRED);
        wrong.then(|| format!("F-003 {}", entry.place.cell_name()))
    }
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

#[cfg(test)]
mod tests;
