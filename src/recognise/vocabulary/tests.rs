//! Tests of `vocabulary`: meanings of labels, however they are typed.

use std::collections::BTreeMap;

use super::*;
use crate::recognise::Layouts;

fn vocabulary() -> Arc<Vocabulary> {
    Layouts::embedded().expect("embedded").vocabulary
}

#[test]
fn labels_are_known_however_they_are_typed() {
    let vocabulary = vocabulary();
    let cases = [
        ("全年预算数（A）", Measure::FinalBudget),
        ("全年预算数A", Measure::FinalBudget),
        ("全年\n预算数", Measure::FinalBudget),
        ("全 年 预 算 数：", Measure::FinalBudget),
        ("全年（调整预）算数", Measure::FinalBudget),
        ("2023年全年预算数（万元）", Measure::FinalBudget),
        ("*执行率（B/A）", Measure::Rate),
        ("预算执行率（B/A×100%）", Measure::Rate),
        ("执行率(%)", Measure::Rate),
        ("2022年度决算数", Measure::Amount),
        ("因公出国（境）费", Measure::Abroad),
        ("实际完成值(B)", Measure::Actual),
    ];
    for (label, measure) in cases {
        assert!(vocabulary.measures(label).contains(&measure), "{label}");
    }
}

#[test]
fn row_names_are_known_without_numbering() {
    let vocabulary = vocabulary();
    let allowed: Vec<String> = ["current_appropriation", "basic", "business"].map(String::from).into();
    let item = |label| vocabulary.item(label, &allowed).map(|item| item.to_string());
    assert_eq!(item("其中：当年财政拨款").as_deref(), Some("current_appropriation"));
    assert_eq!(item("（一）基本支出").as_deref(), Some("basic"));
    assert_eq!(item("五、事业收入").as_deref(), Some("business"));
    assert_eq!(item("捐赠收入"), None);
}

#[test]
fn a_label_of_ones_own_means_what_a_known_one_means() {
    let same = [("可用指标", "全年预算数"), ("分管领导意见", IGNORE), ("承办科室", "实施单位")];
    let same: BTreeMap<String, String> = same.map(|(label, known)| (label.to_string(), known.to_string())).into();
    let own = vocabulary().with_same(&same).expect("known meanings");
    assert_eq!(own.measures("可用指标（万元）"), [Measure::FinalBudget]);
    assert_eq!(own.field("承办科室："), Some(Field::Unit));
    assert!(own.meaning("分管领导意见").ignored);
}

#[test]
fn a_meaning_that_is_not_known_is_named() {
    let same = BTreeMap::from([("可用指标".to_string(), "不存在的栏目".to_string())]);
    let error = vocabulary().with_same(&same).expect_err("unknown");
    assert!(error.to_string().contains("不存在的栏目"));
}

#[test]
fn the_nearest_known_label_is_proposed_and_none_where_nothing_is_alike() {
    let vocabulary = vocabulary();
    let columns = [Measure::OriginalBudget, Measure::FinalBudget, Measure::Executed, Measure::Rate];
    assert_eq!(vocabulary.nearest_column("全年执行总数", &columns), Some("全年执行数"));
    assert_eq!(vocabulary.nearest_column("分管领导", &columns), None);
}
