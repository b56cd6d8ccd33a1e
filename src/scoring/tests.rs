//! Tests of `scoring`.

use super::*;

fn given(aim: &str, actual: &str, weight: i64) -> Option<(Case, String)> {
    let target = target(aim, "完成情况", "数量指标");
    points(&target, actual, weight.into(), None)
        .map(|points| (points.case, crate::model::figure::round(points.value, 2).normalize().to_string()))
}

#[test]
fn points_follow_from_target_and_actual_value() {
    let cases = [
        ("≥50个", "50个", 5, Some((Case::Met, "5"))),
        ("≥50个", "40个", 5, Some((Case::Short, "4"))),
        (">=50", "40", 5, Some((Case::Short, "4"))),
        ("不少于５０个", "４０个", 5, Some((Case::Short, "4"))),
        ("50个以上", "60个", 5, Some((Case::Met, "5"))),
        ("12次", "10次", 6, Some((Case::Short, "5"))),
        ("≤90万元", "90万元", 5, Some((Case::Down, "5"))),
        ("≤90万元", "100万元", 5, Some((Case::Down, "4.5"))),
        ("控制在90万元以内", "1000000元", 5, Some((Case::Down, "4.5"))),
        ("≥95%", "95.20%", 8, Some((Case::Met, "8"))),
        ("≥95%", "0.95", 8, Some((Case::Met, "8"))),
        ("100%", "98%", 10, Some((Case::Short, "9.8"))),
        ("≥50个", "95%", 5, None),
        ("≥3期", "完成2期", 9, Some((Case::Short, "6"))),
        ("≥3期", "2期（因疫情）", 9, Some((Case::Short, "6"))),
        ("合格率≥95%", "76%", 10, Some((Case::Short, "8"))),
        ("≥95", "76%", 10, Some((Case::Short, "8"))),
        ("0起", "0起", 10, Some((Case::Met, "10"))),
        ("0起", "1起", 10, None),
        ("≤0起", "1起", 10, None),
        ("≥50个", "已完成", 5, None),
        ("2023年12月底前", "2023年12月", 5, Some((Case::Exact, "5"))),
        ("90%-95%", "81%", 5, Some((Case::Exact, "4.5"))),
        ("效果明显", "达成年度指标", 5, None),
    ];
    for (aim, actual, weight, expected) in cases {
        assert_eq!(
            given(aim, actual, weight),
            expected.map(|(case, value)| (case, value.to_string())),
            "{aim} {actual}"
        );
    }
}

#[test]
fn a_bare_number_of_a_cost_indicator_is_a_ceiling() {
    assert!(matches!(target("90万元", "印刷费", "成本指标"), Target::Down(_)));
    assert!(matches!(target("90万元", "投诉率下降", "质量指标"), Target::Down(_)));
    assert!(matches!(target("90万元", "带动投资", "经济效益指标"), Target::Up(_)));
}

#[test]
fn tiers_are_read_from_the_words_of_the_regulation() {
    assert_eq!(Tier::of("达成年度指标"), Some(Tier::Reached));
    assert_eq!(Tier::of("部分达成年度指标并具有一定效果"), Some(Tier::Partly));
    assert_eq!(Tier::of("未达成年度指标且效果较差"), Some(Tier::Missed));
    for free in ["效果明显", "未完全达成年度指标", "较好完成目标，个别未达成", "基本达成预期目标", "未能达成年度指标"]
    {
        assert_eq!(Tier::of(free), None, "{free}");
    }
}

#[test]
fn tiers_are_half_open() {
    let ten = Decimal::TEN;
    assert!(Tier::Reached.allows(8.into(), ten) && !Tier::Partly.allows(8.into(), ten));
    assert!(Tier::Partly.allows(6.into(), ten) && !Tier::Missed.allows(6.into(), ten));
    assert!(Tier::Reached.allows(ten, ten) && Tier::Missed.allows(0.into(), ten));
    assert!(Tier::Reached.allows(Decimal::new(266, 2), Decimal::new(333, 2)));
}

#[test]
fn a_target_with_its_sign_keeps_the_unit_of_its_own_column() {
    assert_eq!(with_unit("≤1", "万元"), "≤1万元");
    assert_eq!(with_unit("≥ 50个", "个"), "≥ 50个");
    let aim = target_in_parts("", "≤1", "万元", "采购成本", "成本指标");
    let within = points(&aim, "9500元", Decimal::TEN, None).expect("both in money");
    assert!(within.met && within.value == Decimal::TEN, "9,500 yuan do not pass 10,000");
}
