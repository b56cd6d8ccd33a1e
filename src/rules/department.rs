//! Rules for department forms only: coefficients, and budgets with their adjustments.

use crate::model::finding::{Severity, item};
use crate::model::form::{Form, Measure, Row};
use crate::model::relation::{Law, Operand, Relation};
use crate::rules::outcome::{reported, required};
use crate::rules::{Check, EVALUATION, LawOrSkip, Rule, basis};

static SCORE_BY_COEFFICIENT: Rule = Rule {
    id: "D-103",
    title: "指标得分应等于得分系数乘以指标权重",
    severity: Severity::Error,
    basis: basis::FRAMEWORK,
    explanation: "填了得分系数的指标：指标得分 = 得分系数 × 指标权重。系数可以写成百分数，也可以写成不大于 1 的小数，按其位数看。",
    how_to_fix: "核对得分系数和指标得分，哪一个有误需由单位判断。",
    example: "得分系数 80%，指标权重 10，指标得分填 9：应为 8。",
    check: Check::Relations(EVALUATION, |form| form.indicators().iter().map(by_coefficient).collect()),
};

static ADJUSTED_BUDGET: Rule = Rule {
    id: "D-104",
    title: "调整后的预算数应等于年初预算数加调整数",
    severity: Severity::Error,
    basis: basis::FRAMEWORK,
    explanation: "年初预算数、调整数、全年（调整后）预算数三者都填的行：全年预算数 = 年初预算数 + 调整数，调减为负。",
    how_to_fix: "按年初预算数 + 调整数更正，或核对两数。",
    example: "年初预算数 500.00，调整数 20.00，全年预算数填 530.00：应为 520.00。",
    check: Check::Relations(EVALUATION, adjusted_budgets),
};

/// The rules of this group.
pub const RULES: &[&Rule] = &[&SCORE_BY_COEFFICIENT, &ADJUSTED_BUDGET];

fn by_coefficient(row: &Row) -> LawOrSkip {
    let coefficient = reported(row, Measure::Coefficient)?;
    let score = reported(row, Measure::Score)?;
    let weight = required(row, Measure::Weight)?;
    let law = Law::Product(
        Operand::new(Measure::Coefficient.name(), coefficient),
        Operand::new(Measure::Weight.name(), weight),
    );
    let name = item(row.name(), Measure::Score.name());
    // Coefficient and score are both worked out from the actual value: either may be the wrong one.
    Ok(Relation::reported(name, Operand::new(Measure::Score.name(), score), law).advising("请核对得分系数和指标得分"))
}

fn adjusted_budgets(form: &Form) -> Vec<LawOrSkip> {
    let law = |row: &Row| -> LawOrSkip {
        let parts = [Measure::OriginalBudget, Measure::Adjustment];
        let [original, adjustment] = parts.map(|measure| reported(row, measure));
        let terms = vec![
            Operand::new(Measure::OriginalBudget.name(), original?),
            Operand::new(Measure::Adjustment.name(), adjustment?),
        ];
        let budget = reported(row, Measure::FinalBudget)?;
        let name = item(row.name(), Measure::FinalBudget.name());
        Ok(Relation::reported(name, Operand::new(Measure::FinalBudget.name(), budget), Law::Sum(terms))
            .advising("请核对年初预算数、调整数和全年预算数"))
    };
    form.fund_rows().iter().map(law).collect()
}

#[cfg(test)]
mod tests {
    use crate::testing::{Filed, sheet};

    const CHONGQING: &str = "
A1=部门整体支出绩效自评表; A2=部门（单位）名称; B2=文旅委; H2=自评总分（分）; I2=95.20
A4=当年整体支出（万元）; B4=年初预算数; C4=调整数; D4=全年（调整）预算数; F4=全年执行数; H4=执行率; I4=执行率权重; J4=执行率得分
A5=年度总金额; B5=500.00; C5=20.00; D5=520.00; F5=478.40; H5=92.00%; I5=10; J5=9.20
A6=其中：基本支出; B6=300.00; D6=310.00; F6=300.00
A7=项目支出; B7=200.00; D7=210.00; F7=178.40
A9=指标名称; B9=计量单位; C9=指标性质; D9=年初指标值; E9=调整指标值; F9=全年完成值; G9=得分系数（%）; H9=指标权重; I9=指标得分; J9=是否核心指标
A10=文化活动; B10=场; C10=≥; D10=100; E10=100; F10=90; G10=90; H10=40; I10=36; J10=是; K10=两场活动因天气取消
A11=设施完好率; B11=%; C11=≥; D11=95; E11=95; F11=96; G11=100; H11=50; I11=50; J11=否";

    fn form() -> Filed {
        Filed::of(vec![sheet("自评表", CHONGQING)])
    }

    #[test]
    fn a_score_follows_from_coefficient_and_weight() {
        form().finds(&[]);
        form().with("G10", "80").finds(&["D-103 I10"]).expecting("D-103", "32");
    }

    #[test]
    fn an_adjusted_budget_follows_from_the_original_one() {
        form().with("C5", "30.00").finds(&["D-104 C5"]).expecting("D-104", "20.00");
        form().with("C5", "").finds(&[]);
    }
}
