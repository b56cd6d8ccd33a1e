//! A number with its unit, from a target or an actual value.

use rust_decimal::Decimal;

use crate::model::figure::number::{self, Typed};
use crate::model::figure::{Range, Unit, unit_in_last_place};

/// A number with its unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantity {
    /// As typed, with a magnitude multiplied out.
    pub value: Decimal,
    /// What it stands for: exact for counts, by its digits for percentages and decimals.
    pub range: Range,
    /// 「个」, `%`; empty if none was typed.
    pub unit: String,
    /// A target that has to be passed, not only reached: 「超过50个」.
    pub strict: bool,
    /// A target without a sign: its direction is assumed from the name of the indicator.
    pub assumed: bool,
}

impl Quantity {
    /// The quantity that a text is as a whole; no dates, nothing negative, nothing hedged (「约50个」).
    pub fn read(text: &str) -> Option<Quantity> {
        let typed = number::parse(text).filter(|typed| !typed.hedged)?;
        let hedged = ["左右", "上下", "以上", "以下"].iter().any(|word| typed.unit_text.contains(word));
        let is_date = typed.unit_text.starts_with(['年', '月', '日']) && typed.unit_text.chars().count() > 1;
        (!is_date && !hedged && typed.value >= Decimal::ZERO).then(|| Quantity::of(&typed))
    }

    /// A typed number as quantity.
    pub fn of(typed: &Typed) -> Quantity {
        let half = unit_in_last_place(typed.decimals) * Decimal::new(5, 1);
        let rounded = typed.unit == Some(Unit::Percent) || typed.decimals > 0;
        let range = if rounded {
            Range { low: typed.value - half, high: typed.value + half }
        } else {
            Range::point(typed.value)
        };
        let unit = if typed.unit == Some(Unit::Percent) { "%".to_string() } else { typed.unit_text.clone() };
        Quantity { value: typed.value, range, unit, strict: false, assumed: false }
    }

    /// So many percent, exactly.
    pub fn percent(value: Decimal) -> Quantity {
        Quantity { value, range: Range::point(value), unit: "%".to_string(), strict: false, assumed: false }
    }

    /// The same quantity in the unit of another, if the two can be compared.
    pub fn comparable(self, target: &Quantity) -> Option<Quantity> {
        if let (Some(from), Some(to)) = (money(&self.unit), money(&target.unit)) {
            return Some(self.times(from / to, &target.unit));
        }
        match (self.unit == "%", target.unit.is_empty(), self.unit.is_empty()) {
            (true, true, _) => self.percent_beside_bare(target),
            (_, true, _) => Some(self),
            (_, _, true) => self.bare_beside_unit(target),
            _ => same_unit(&self.unit, &target.unit).then_some(self),
        }
    }

    /// 「≥95」 answered by 「76%」: a number up to a hundred may go without its sign, and 0.95 may be meant as 95 %.
    fn percent_beside_bare(self, target: &Quantity) -> Option<Quantity> {
        if target.value > Decimal::ONE {
            return (target.value <= Decimal::ONE_HUNDRED).then_some(self);
        }
        let fraction = self.times(Decimal::new(1, 2), "");
        // 「1」 may be one of something as well as all of it.
        (target.value < Decimal::ONE || fraction.value == Decimal::ONE).then_some(fraction)
    }

    /// A bare number takes the unit of its target: 0.95 beside a target in percent is 95 %, unless the target
    /// itself is that small.
    fn bare_beside_unit(self, target: &Quantity) -> Option<Quantity> {
        if target.unit == "%" && self.value <= Decimal::ONE && target.value > Decimal::TWO {
            return Some(self.times(Decimal::ONE_HUNDRED, "%"));
        }
        // 95 beside 「0.95」 in a column of percentages: one of the two is a fraction, and nothing says which.
        if target.unit == "%" && target.value <= Decimal::ONE && self.value > Decimal::from(20) * target.value {
            return None;
        }
        Some(Quantity { unit: target.unit.clone(), ..self })
    }

    fn times(self, factor: Decimal, unit: &str) -> Quantity {
        let range = self.range * Range::point(factor);
        Quantity { value: self.value * factor, range, unit: unit.to_string(), ..self }
    }

    /// As in a formula: 「50个」, `95%`.
    pub fn show(&self) -> String {
        format!("{}{}", self.value.normalize(), self.unit)
    }
}

/// Yuan in one of a unit of money.
fn money(unit: &str) -> Option<Decimal> {
    Unit::of_money(unit).filter(|known| known.name() == unit).map(Unit::scale)
}

/// 「个」 and 「个项目」, 「场」 and 「场次」 count the same; 「人」 and 「人次」 do not.
fn same_unit(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let Some(rest) = long.strip_prefix(short) else { return false };
    match rest {
        "" => true,
        "次" => ["场", "批", "期"].contains(&short),
        _ => !rest.contains(['/', '次', '未', '没', '不']) && money(short).is_none(),
    }
}

/// What kind of unit it is, where that is beyond doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum UnitKind {
    Percent,
    Money,
    Counted,
}

/// Units that count things or measure them, for telling them from shares and money. Points and multiples are
/// left out: they are answered in percent often enough.
const COUNTED: &str = " 个 家 人 人次 次 场 场次 期 项 件 套 部 名 位 篇 条 批 批次 处 所 座 台 辆 户 份 本 张 种 幅 栋 公里 千米 米 亩 公顷 平方米 平方公里 立方米 吨 千克 天 个工作日 工作日 小时 分钟 个月 ";

fn kind(unit: &str) -> Option<UnitKind> {
    match unit {
        "" => None,
        "%" => Some(UnitKind::Percent),
        unit if money(unit).is_some() => Some(UnitKind::Money),
        unit if COUNTED.contains(&format!(" {unit} ")) => Some(UnitKind::Counted),
        _ => None,
    }
}

/// Whether two units cannot mean the same: a share, an amount of money, something counted.
pub fn units_differ(one: &Quantity, other: &Quantity) -> bool {
    matches!((kind(&one.unit), kind(&other.unit)), (Some(one), Some(other)) if one != other)
}
