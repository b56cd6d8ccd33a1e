//! Shared indicators of the 框架 whose inputs stand in the submission itself.

use crate::model::figure::{CellEncoding, Figure, Unit, number};
use crate::model::finding::{Severity, item};
use crate::model::form::{Form, FormKind, Measure, Row};
use crate::model::relation::{Law, Operand, Relation, Verdict};
use crate::model::text::label::normalise;
use crate::rules::cross_form::tables::beside;
use crate::rules::indicators::in_percent;
use crate::rules::{Check, LawOrSkip, Rule, Skip, basis};
use crate::submission::Submission;

static COMMON_INDICATOR: Rule = Rule {
    id: "D-105",
    title: "共性指标的完成值应与报送的预算、决算数相符",
    severity: Severity::Warning,
    basis: basis::FRAMEWORK,
    explanation: "部门表的共性指标，能由同一单位报送的表算出的：预算完成（执行）率 = 全年执行数 ÷ 预算数；“三公”经费控制率 = 公开09 决算数 ÷ 预算数；结转结余率 = 公开01 年末结转和结余 ÷ 支出预算数；结转结余变动率 =（年末结转和结余 − 年初结转和结余）÷ 年初结转和结余；预算调整率 =（全年预算数 − 年初预算数）÷ 年初预算数，调减的不核对。预算数取全年预算数或年初预算数，有一种相符即可；各地口径不同，所以只是警告，不更正。缺少有关的表的不核对。",
    how_to_fix: "核对完成值；按其他口径计算的，请说明。",
    example: "公开09 预算数 8.60、决算数 7.60，“三公”经费控制率填 95.00%：应为 88.37%。",
    check: Check::Between(shared),
};

/// The rules of this group.
pub const RULES: &[&Rule] = &[&COMMON_INDICATOR];

fn shared(submission: &Submission) -> Vec<LawOrSkip> {
    let forms = submission.forms.iter().filter(|form| form.layout.kind == FormKind::Department);
    let rows = forms.flat_map(|form| form.indicators().iter().map(move |row| (form, row)));
    rows.map(|(form, row)| {
        let actual = percent(row).ok_or(Skip::NotApplicable)?;
        let meant = laws(submission, form, &normalise(&row.label));
        let stated = Operand::new(Measure::Actual.name(), &actual);
        let law = |law: Law| {
            Relation::reported(item(row.name(), Measure::Actual.name()), stated.clone(), law)
                .advising("请核对完成值，按其他口径计算的请说明")
        };
        let laws: Vec<Relation> = meant.into_iter().map(law).collect();
        let holds = laws.iter().find(|law| law.verdict() == Verdict::Holds);
        holds.or(laws.first()).cloned().ok_or(Skip::NotApplicable)
    })
    .collect()
}

/// The laws that an indicator of this name may follow, as far as their figures are there; the usual one first.
fn laws(submission: &Submission, form: &Form, name: &str) -> Vec<Law> {
    let row = form.funds_total();
    let of_funds = |measure: Measure| Some(Operand::new(measure.name(), row?.figure(measure)?));
    let budgets = || [of_funds(Measure::FinalBudget), of_funds(Measure::OriginalBudget)].into_iter().flatten();
    let by_budget =
        |above: Option<Operand>| budgets().filter_map(|below| Some(Law::Ratio(above.clone()?, below))).collect();
    match name {
        _ if ["预算完成率", "预算执行率", "支出执行率"].contains(&name) => {
            by_budget(of_funds(Measure::Executed))
        }
        _ if name.contains("三公") && name.ends_with("控制率") => {
            three_public(submission, form).into_iter().collect()
        }
        "结转结余率" => by_budget(balance(submission, form, "expenditure", "closing_balance")),
        "结转结余变动率" => {
            let (closing, opening) = (
                balance(submission, form, "expenditure", "closing_balance"),
                balance(submission, form, "income", "opening_balance"),
            );
            closing.zip(opening).map(|(closing, opening)| Law::Change(closing, opening)).into_iter().collect()
        }
        "预算调整率" => {
            let budgets = of_funds(Measure::FinalBudget).zip(of_funds(Measure::OriginalBudget));
            // A cut may be stated with or without its sign.
            let raised = budgets.filter(|(last, original)| last.figure.base() >= original.figure.base());
            raised.map(|(last, original)| Law::Change(last, original)).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// The accounts table of a number, for the year of a form.
fn table<'a>(submission: &'a Submission, form: &Form, number: &str) -> Option<&'a Form> {
    beside(submission, form)?.table(number)
}

fn three_public(submission: &Submission, form: &Form) -> Option<Law> {
    let form = table(submission, form, "09")?;
    let total =
        |block: &str, label: &str| Some(Operand::new(label, form.block(block)?.rows.first()?.figure(Measure::Total)?));
    Some(Law::Ratio(total("final", "公开09 决算数合计")?, total("budget", "公开09 预算数合计")?))
}

/// A balance of 公开01.
fn balance(submission: &Submission, form: &Form, block: &str, item: &str) -> Option<Operand> {
    let row = table(submission, form, "01")?.block(block)?.row(item)?;
    Some(Operand::new(format!("公开01 {}", row.name()), row.figure(Measure::Amount)?))
}

/// An actual value that is a percentage, and nothing but one; its sign may stand in a column of units.
fn percent(row: &Row) -> Option<Figure> {
    let entry = row.entries.get(&Measure::Actual)?;
    let text = in_percent(row, entry).unwrap_or_else(|| entry.text.clone());
    let typed = number::parse(&text).filter(|typed| typed.unit == Some(Unit::Percent) && !typed.hedged)?;
    let stored = CellEncoding::Text { prefix: typed.prefix, suffix: typed.suffix, factor: rust_decimal::Decimal::ONE };
    Some(Figure {
        value: typed.value,
        decimals: typed.decimals,
        own_decimals: typed.decimals,
        unit: Unit::Percent,
        exact: false,
        whole: true,
        stored,
        place: entry.place.clone(),
    })
}

#[cfg(test)]
mod tests {
    use crate::testing::{Filed, sheet, sound_department, sound_submission};

    fn stating(filed: Filed, name: &str, actual: &str) -> Filed {
        filed.with("C12", name).with("D12", "≤100%").with("E12", actual)
    }

    #[test]
    fn a_rate_that_the_tables_contradict_is_a_warning() {
        stating(sound_submission(), "“三公”经费控制率", "93.75%").finds(&[]);
        stating(sound_submission(), "“三公”经费控制率", "98.00%").finds(&["D-105 E12"]).expecting("D-105", "93.75%");
        stating(sound_department(), "预算完成率", "90.00%").finds(&[]);
        stating(sound_department(), "预算完成率", "95.00%").finds(&["D-105 E12"]).expecting("D-105", "90.00%");
        stating(sound_submission(), "结转结余率", "5.00%").finds(&[]);
        stating(sound_submission(), "结转结余率", "8.00%").finds(&["D-105 E12"]);
        stating(sound_submission(), "结转结余变动率", "25.00%").finds(&[]);
        stating(sound_submission(), "结转结余变动率", "20.00%").finds(&["D-105 E12"]).expecting("D-105", "25.00%");
        stating(sound_department(), "预算调整率", "0%").finds(&[]);
        stating(sound_department(), "预算调整率", "6.00%").finds(&["D-105 E12"]);
    }

    #[test]
    fn a_percent_sign_may_stand_in_a_column_of_units() {
        let form = |actual: &str| {
            let text = format!(
                "
A1=部门整体支出绩效自评表; J2=金额单位：万元; A3=部门名称; C3=水利局
A5=预算执行情况（10分）; D5=年初预算数; E5=全年预算数; F5=全年执行数; G5=分值; H5=执行率; I5=得分
C6=年度资金总额; D6=500.00; E6=500.00; F6=450.00; G6=10; H6=90.00%; I6=9.00
A11=一级指标; B11=二级指标; C11=三级指标; D11=指标性质; E11=指标值; F11=度量单位; G11=完成值; H11=权重; I11=得分; J11=未完成原因分析
A12=产出指标; B12=质量指标; C12=预算完成率; D12=≥; E12=80; F12=%; G12={actual}; H12=90; I12=90
A13=总分; H13=100; I13=99.00"
            );
            Filed::of(vec![sheet("自评表", &text)])
        };
        form("90.00").finds(&[]);
        form("95.00").finds(&["D-105 G12"]).expecting("D-105", "90.00%");
    }

    #[test]
    fn without_the_tables_nothing_is_said() {
        stating(sound_department(), "三公经费控制率", "98.00%").finds(&[]);
        stating(sound_department(), "在职人员控制率", "98.00%").finds(&[]);
    }
}
