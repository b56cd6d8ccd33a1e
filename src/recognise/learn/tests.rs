//! Tests of `learn`: what is learned from a form, and what is left to the user.

use super::*;
use crate::testing::sheet;

fn layouts() -> Layouts {
    Layouts::embedded().expect("embedded templates")
}

fn learned(cells: &str) -> Vec<Learned> {
    learn(&sheet("表", cells), &layouts())
}

const BLANK: &str = "
A1=某某县2024年度预算项目绩效完成情况表; A2=项目名称：; A3=填报科室; C3=主管部门
A4=资金情况（千元）; B4=预算安排数; C4=实际支出; D4=执行率
A5=年度资金总额; A6=其中：县级统筹资金; A7=年度总体目标
A8=一级指标; B8=三级指标; C8=目标值; D8=完成值; E8=佐证页码; F8=分值; G8=得分
A9=产出指标; A10=效益指标
A11=总分";

#[test]
fn title_unit_head_columns_and_levels_are_learned() {
    let all = learned(BLANK);
    let layout = &all[0].layout;
    assert_eq!((layout.kind, layout.unit()), (FormKind::Project, Unit::QianYuan));
    assert_eq!(layout.titles, [Title::from("某某县*预算项目绩效完成情况表".to_string())]);
    assert_eq!(layout.head, [crate::model::form::Field::Project, crate::model::form::Field::Supervisor]);
    assert_eq!(layout.levels, ["产出指标", "效益指标"]);
    assert_eq!(layout.blocks[0].columns, [Measure::FinalBudget, Measure::Executed, Measure::Rate]);
    assert_eq!(layout.blocks[1].required, [Measure::ThirdLevel, Measure::Actual, Measure::Weight, Measure::Score]);
}

#[test]
fn what_is_not_known_is_listed_and_opened_for_an_answer() {
    let all = learned(BLANK);
    let labels = |unread: &[Unread]| unread.iter().map(|unread| unread.label.clone()).collect::<Vec<String>>();
    assert_eq!(labels(&all[0].unread), ["佐证页码"]);
    assert_eq!(labels(&all[0].unnamed), ["填报科室", "其中:县级统筹资金"]);
    assert!(all[0].missing.is_empty() && !all[0].is_complete());
    let text = text(&all[0], "空表").expect("a template");
    assert!(text.contains("\"佐证页码\" = \"\" # E8"), "{text}");
}

#[test]
fn columns_that_are_needed_and_missing_are_named() {
    let all = learned(&BLANK.replace("实际支出", "国库付讫").replace("预算安排数", "盘子"));
    assert_eq!(all[0].missing, [Measure::FinalBudget, Measure::Executed]);
    let answers = [("国库付讫", "全年执行数"), ("盘子", "全年预算数"), ("佐证页码", "忽略")];
    let same = answers.map(|(label, known)| (label.to_string(), known.to_string()));
    assert_eq!(
        all[0].layout.same.keys().collect::<Vec<_>>(),
        same.iter().map(|(label, _)| label).collect::<std::collections::BTreeSet<_>>().into_iter().collect::<Vec<_>>()
    );
}

#[test]
fn every_form_of_a_sheet_is_learned() {
    let below = "A21=部门整体支出绩效自评表; B23=预算数; C23=执行数; A24=总额; A25=基本支出; A26=项目支出
A28=三级指标; B28=完成值; C28=分值; D28=得分";
    let all = learned(&format!("{BLANK}\n{below}"));
    assert_eq!(
        all.iter().map(|learned| learned.layout.kind).collect::<Vec<_>>(),
        [FormKind::Project, FormKind::Department]
    );
    assert_eq!(all[1].layout.blocks[0].items, ["funds_total", "basic", "project"]);
}

#[test]
fn a_sheet_without_headers_teaches_nothing() {
    assert!(learned("A1=会议签到表; A2=姓名; B2=单位; A3=张某某").is_empty());
}
