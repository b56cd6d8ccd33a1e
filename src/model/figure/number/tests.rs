//! Tests of `number`.

use super::*;
use proptest::prelude::*;

use crate::testing::failures_beside_the_test;

fn number(text: &str) -> (String, i32, Option<Unit>) {
    let typed = parse(text).unwrap_or_else(|| panic!("{text} is a number"));
    (typed.value.normalize().to_string(), typed.decimals, typed.unit)
}

#[test]
fn every_way_of_typing_a_number_is_read() {
    let cases = [
        ("1,234.50", "1234.5", 2, None),
        ("１２３４．５", "1234.5", 1, None),
        ("1 234.5", "1234.5", 1, None),
        ("1，234，567", "1234567", 0, None),
        ("1234.5万元", "1234.5", 1, Some(Unit::WanYuan)),
        ("约30", "30", 0, None),
        ("150余人", "150", 0, None),
        ("99.99%", "99.99", 2, Some(Unit::Percent)),
        ("99.99％", "99.99", 2, Some(Unit::Percent)),
        ("99.99百分比", "99.99", 2, Some(Unit::Percent)),
        ("百分之九十五", "95", 0, Some(Unit::Percent)),
        ("0.00", "0", 2, None),
        ("两万元", "2", 0, Some(Unit::WanYuan)),
        ("5亿元", "5", 0, Some(Unit::YiYuan)),
        ("4.5亿元", "4.5", 1, Some(Unit::YiYuan)),
        ("十二次", "12", 0, None),
        ("一百五十人", "150", 0, None),
        ("1.5万人次", "15000", -3, None),
        ("(12.3)", "-12.3", 1, None),
        ("（12.3）", "-12.3", 1, None),
        ("-12.3", "-12.3", 1, None),
        ("－12.3", "-12.3", 1, None),
        ("△12.3", "-12.3", 1, None),
        ("1.2E+3", "1200", 0, None),
        ("9.5 分", "9.5", 1, Some(Unit::Points)),
        (".5", "0.5", 1, None),
    ];
    for (text, value, decimals, unit) in cases {
        assert_eq!(number(text), (value.to_string(), decimals, unit), "{text}");
    }
}

#[test]
fn signs_for_nothing_are_never_zero() {
    for text in ["", "  ", "—", "——", "-", "/", "\\", "无", "不适用", "N/A", "－"] {
        assert_eq!(read(text), Reading::NotStated, "{text}");
    }
    assert!(matches!(read("0"), Reading::Number(_)));
}

#[test]
fn what_is_no_number_as_a_whole_is_not_read_as_one() {
    for text in
        ["见附件", "50个，其中20个", "2023年11月", "100/100", "12,34", "一般", "1.2.3", "≥50", "百", "十分明显", "一"]
    {
        assert_eq!(read(text), Reading::Unreadable, "{text}");
    }
}

#[test]
fn hedges_are_remembered() {
    assert!(parse("约30").is_some_and(|typed| typed.hedged));
    assert!(parse("80余名").is_some_and(|typed| typed.hedged && typed.unit_text == "名"));
    assert!(parse("30").is_some_and(|typed| !typed.hedged));
}

proptest! {
    #![proptest_config(failures_beside_the_test())]

    #[test]
    fn nothing_panics(text in "\\PC{0,24}") {
        read(&text);
    }

    #[test]
    fn what_is_shown_is_read_back(value in -10_000_000_000i64..10_000_000_000, scale in 0u32..6) {
        let number = Decimal::new(value, scale);
        prop_assert_eq!(parse(&number.to_string()).map(|typed| typed.value), Some(number));
    }
}

#[test]
fn plain_characters_are_those_that_normalising_leaves_alone() {
    use unicode_normalization::UnicodeNormalization;
    let changed = |c: &char| {
        let text = c.to_string();
        is_plain(&text) && text.nfkc().collect::<String>() != text
    };
    assert_eq!((char::MIN..=char::MAX).find(changed), None);
}

#[test]
fn folding_is_what_normalising_does() {
    for c in ('\u{0}'..='\u{ffff}').filter(|c| folds(*c)) {
        assert_eq!(c.nfkc().collect::<String>(), folded(c).to_string(), "{c}");
    }
}
