//! The three tiers of qualitative results, in the words of the regulation.

use rust_decimal::Decimal;

use crate::model::figure::round;

/// The three tiers of qualitative results (办法第二十条的三档).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tier {
    /// 达成年度指标: 80–100 %.
    Reached,
    /// 部分达成年度指标并具有一定效果: 60–80 %.
    Partly,
    /// 未达成年度指标且效果较差: 0–60 %.
    Missed,
}

impl Tier {
    /// The tier that an actual value names in the words of the regulation; free wording names none.
    pub fn of(actual: &str) -> Option<Tier> {
        let plain: String = actual.chars().filter(|c| !c.is_whitespace() && !"，,。;；".contains(*c)).collect();
        let rest = |tier: &str| {
            let rest = plain.strip_prefix(tier)?;
            ["年度指标", "年度目标", "预期指标", "预期目标"].iter().find_map(|subject| rest.strip_prefix(subject))
        };
        let alone = |prefix: &str| rest(prefix).is_some_and(str::is_empty);
        match () {
            () if ["达成", "已达成", "全部达成", "完全达成"].iter().any(|prefix| alone(prefix)) => {
                Some(Tier::Reached)
            }
            () if rest("部分达成").is_some() => Some(Tier::Partly),
            () if rest("未达成").is_some() => Some(Tier::Missed),
            () => None,
        }
    }

    /// Lower and upper share of the weight; the upper one belongs to the next tier (but 100 % to the first).
    pub fn shares(self) -> (Decimal, Decimal) {
        let share = |percent| Decimal::new(percent, 2);
        match self {
            Tier::Reached => (share(80), share(100)),
            Tier::Partly => (share(60), share(80)),
            Tier::Missed => (share(0), share(60)),
        }
    }

    /// Whether a score is inside, with bounds rounded to two digits as people round them.
    pub fn allows(self, score: Decimal, weight: Decimal) -> bool {
        let (low, high) = self.shares();
        let low = round(low * weight, 2).min(low * weight);
        let below = round(high * weight, 2);
        let above_low = score >= low;
        match self {
            Tier::Reached => above_low && score <= weight,
            _ => above_low && (score < high * weight || score < below),
        }
    }
}
