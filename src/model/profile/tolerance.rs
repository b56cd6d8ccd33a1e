//! Tolerances of a bureau, in a unit for each kind of figure.

use rust_decimal::Decimal;
use serde::Deserialize;

use crate::model::figure::Unit;
use crate::model::finding::Numbers;

/// Differences up to these are notes at most. None, and better so: ranges already say what rounding explains.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = "tolerance 应按类写明：[tolerance] 之下写 amount（元）、rate（百分点）或 score（分）"
)]
pub struct Tolerance {
    /// Of amounts, in yuan.
    amount: Option<String>,
    /// Of rates and shares, in percentage points.
    rate: Option<String>,
    /// Of scores and weights, in points.
    score: Option<String>,
}

impl Tolerance {
    fn all(&self) -> [(&'static str, &'static str, &Option<String>); 3] {
        [("金额", "元", &self.amount), ("比率", "个百分点", &self.rate), ("得分", "分", &self.score)]
    }

    /// A value that is no number, if there is one.
    /// Negative numbers count as faulty.
    pub fn faulty(&self) -> Option<&str> {
        let stated = self.all().into_iter().filter_map(|(.., most)| most.as_deref());
        stated.into_iter().find(|most| most.parse::<Decimal>().map_or(true, |most| most.is_sign_negative()))
    }

    /// Whether a difference is put up with. Counts are exact.
    /// Amounts are compared in yuan whatever their unit, rates in percentage points, scores in points.
    pub fn covers(&self, numbers: &Numbers) -> bool {
        let (most, scale) = match numbers.unit {
            Unit::Percent => (&self.rate, Decimal::ONE),
            Unit::Points => (&self.score, Decimal::ONE),
            Unit::Count => return false,
            money => (&self.amount, money.scale()),
        };
        let most = most.as_ref().and_then(|most| most.parse::<Decimal>().ok());
        most.is_some_and(|most| (numbers.difference() * scale).abs() <= most)
    }

    /// 「容差：金额 0.01 元，得分 0.1 分」; nothing where there is none.
    pub fn words(&self) -> Option<String> {
        let stated =
            self.all().into_iter().filter_map(|(kind, unit, most)| Some(format!("{kind} {} {unit}", most.as_ref()?)));
        let stated: Vec<String> = stated.collect();
        (!stated.is_empty()).then(|| format!("容差：{}", stated.join("，")))
    }
}
