use crate::check::{Checked, check};
use crate::model::finding::{Finding, Severity};
use crate::narrative::of_text;
use crate::submission::of_report;
use crate::testing::{sound_form, sound_submission};

fn read(text: &str) -> Checked {
    check(of_report(of_text("报告.txt", text)))
}

/// What the whole catalogue says about a text: rule and stated value, in the order of the text.
fn said(text: &str) -> Vec<String> {
    let shown = |finding: &Finding| format!("{} {}", finding.rule, finding.stated.clone().unwrap_or_default());
    let checked = read(text);
    checked.findings.iter().filter(|finding| finding.severity > Severity::Note).map(shown).collect()
}

/// The one finding in a text.
fn only(text: &str) -> Finding {
    let findings = read(text).findings;
    assert_eq!(findings.len(), 1, "{findings:#?}");
    findings.into_iter().next().expect("one")
}

#[test]
fn a_share_that_does_not_follow_is_found() {
    let sound = "本年支出合计400.00万元，其中：基本支出300.00万元，占75.00%；项目支出100.00万元，占25.00%。";
    assert!(said(sound).is_empty());
    let finding = only(&sound.replace("占75.00%", "占76.00%"));
    assert_eq!((&*finding.rule, finding.expected.as_deref()), ("N-501", Some("75.00%")));
    assert!(finding.message.contains("基本支出 300.00（第1段） ÷ 本年支出合计 400.00（第1段）"), "{}", finding.message);
    assert_eq!(finding.place.sentence.as_deref(), Some(sound.replace("占75.00%", "占76.00%").as_str()));
}

#[test]
fn two_shares_that_hide_each_other_are_both_named() {
    let text =
        "本年收入合计443.66万元。\n本年收入的具体构成为：财政拨款收入443.26万元，占99.99%；其他收入0.40万元，占0.01%。";
    assert_eq!(said(text), ["N-501 99.99%", "N-501 0.01%"]);
    assert!(read(text).findings.iter().all(|finding| finding.message.contains("互相掩盖")));
}

#[test]
fn digits_that_were_cut_off_are_called_so() {
    let finding = only("支出合计3000.00万元，其中：基本支出2000.00万元，占66.66%；项目支出1000.00万元，占33.33%。");
    assert_eq!(finding.stated.as_deref(), Some("66.66%"));
    assert!(finding.message.contains("疑似截尾"));
}

#[test]
fn a_share_without_a_certain_whole_is_left_alone() {
    assert!(said("举办活动投入20.00万元，占35.00%。").is_empty());
    assert!(said("本年支出400.00万元，培训投入20.00万元，占培训经费的35.00%。").is_empty());
}

#[test]
fn a_growth_that_does_not_follow_is_found() {
    let finding = only("年末结转和结余122.78万元，较2021年减少73.09万元，下降12%。");
    assert_eq!((&*finding.rule, finding.expected.as_deref()), ("N-502", Some("37.32%")));
    assert!(said("年末结转和结余122.78万元，较2021年减少73.09万元，下降37%。").is_empty());
    assert!(said("公务接待费1.50万元，上年为0.50万元，增长200.00%。").is_empty());
    assert_eq!(said("公务接待费1.50万元，上年为0.50万元，增长300.00%。"), ["N-502 300.00%"]);
}

#[test]
fn a_growth_that_fits_another_amount_of_the_sentence_is_unclear() {
    let finding = only("收入总计534.27万元，其中年初结转和结余90.61万元，较2021年增加12.9万元，增长2.47%。");
    assert_eq!((&*finding.rule, finding.severity), ("N-502", Severity::Warning));
    assert!(finding.message.contains("若指收入总计 534.27"), "{}", finding.message);
}

#[test]
fn amounts_told_one_after_the_other_are_taken_in_order() {
    let sound = "收入合计、支出合计分别为110.00、210.00万元，比上年分别增加10.00、10.00万元，分别增长10.00%、5.00%。";
    assert!(said(sound).is_empty());
    assert_eq!(said(&sound.replace("、5.00%", "、8.00%")), ["N-502 8.00%"]);
}

#[test]
fn parts_that_do_not_make_up_the_whole_are_found() {
    assert_eq!(said("总投资2.50亿元，由财政资金1.80亿元和社会资本0.60亿元构成。"), ["N-503 2.50"]);
    assert_eq!(said("项目资金100.00万元，其中培训费60.00万元、宣传费50.00万元。"), ["N-503 100.00"]);
    assert!(said("项目资金100.00万元，其中培训费30.00万元、宣传费20.00万元。").is_empty());
    assert_eq!(said("年末在职11人，其中在编8人、聘用4人，另有退休4人。"), ["N-503 11"]);
    assert!(said("年末在职17人，其中党员12人、女性6人。").is_empty());
}

#[test]
fn a_full_account_that_falls_short_is_to_be_explained() {
    let finding = only(
        "基本支出300.07万元，其中：\n（一）工资福利支出260.63万元。\n（二）商品和服务支出27.78万元。\n（三）对个人和家庭的补助5.20万元。\n二、其他情况",
    );
    assert_eq!((&*finding.rule, finding.severity), ("N-503", Severity::Warning));
    assert!(finding.message.contains("少 6.46 万元") && finding.message.contains("310"), "{}", finding.message);
}

#[test]
fn accounts_that_do_not_balance_are_found() {
    let sound = "收入总计534.27万元，其中年初结转和结余90.61万元，本年收入合计443.66万元。本年支出合计411.48万元，年末结转和结余122.78万元。";
    assert!(said(sound).is_empty());
    assert_eq!(said(&sound.replace("122.78", "112.78")), ["N-504 534.27"]);
    assert_eq!(
        said(
            "全年收入100.00万元，加上上年结转10.00万元，收入共计110.00万元；全年支出90.00万元，收支相抵，结余25.00万元。"
        ),
        ["N-504 25.00"]
    );
}

#[test]
fn the_same_thing_with_two_counts_is_found() {
    assert_eq!(said("公众号全年推送30期。\n全年发布微信公众号32期。"), ["N-505 32"]);
    assert!(said("举办业务培训班5期，党务培训班3期。全年简报24期，公众号30余期，公众号每月3期。").is_empty());
}

#[test]
fn words_against_figures_are_found() {
    assert_eq!(said("公用经费22.00万元，较上年增加2.00万元，下降10.00%。"), ["N-506 10.00%"]);
    assert_eq!(said("公用经费22.00万元，上年为20.00万元，下降10.00%。"), ["N-506 10.00%"]);
}

#[test]
fn shares_of_one_enumeration_add_up() {
    let text = "单位资金由甲类0.04万元和乙类0.05万元构成。";
    assert!(said(text).is_empty());
    let finding = only("资金100万元，由甲类1万元，占1.4%，乙类99万元，占99.4%构成。");
    assert_eq!(finding.rule, "N-507");
    assert_eq!(read("资金100万元，由甲类1万元，占1.4%，乙类99万元，占99.4%构成。").findings[0].key(), "N-507 第1段");
}

#[test]
fn growth_on_nothing_is_found() {
    assert_eq!(said("公务接待费3.20万元，上年为0万元，增长100%。"), ["N-508 100%"]);
    assert_eq!(said("公务接待费3.20万元，较上年增加1.20万元，增长0%。"), ["N-508 0%"]);
}

#[test]
fn completion_and_comparison_follow_from_budget_and_account() {
    let sound = "教育支出年初预算为200.00万元，支出决算为150.00万元，完成年初预算的75.00%，决算数小于预算数的主要原因是压减培训。";
    assert!(said(sound).is_empty());
    assert_eq!(said(&sound.replace("75.00%", "57.00%")), ["N-509 57.00%"]);
    assert_eq!(said(&sound.replace("小于", "大于")), ["N-509 大于"]);
}

#[test]
fn a_rate_on_another_base_is_named() {
    let report =
        "本年收入合计443.66万元，其中财政拨款收入443.26万元。本年支出合计411.48万元。\n全年预算执行率为92.83%。";
    let finding = only(report);
    assert_eq!((&*finding.rule, finding.severity), ("X-405", Severity::Warning));
    assert!(finding.message.contains("财政拨款收入 443.26"), "{}", finding.message);
    assert_eq!(read(report).finding("X-405").place.cell_name(), "第2段");
}

#[test]
fn more_staff_than_posts_is_found() {
    assert_eq!(said("核定事业编制16名，在编18人。"), ["X-407 18"]);
    assert!(said("核定事业编制16名，在编16人，聘用5人。").is_empty());
}

#[test]
fn a_grade_that_the_score_does_not_earn_is_found() {
    assert_eq!(said("整体支出绩效自评得分78.5分，评级为“优”。"), ["X-404 优"]);
    assert!(said("整体支出绩效自评得分92.5分，评级为“优”。产出指标得分48.5分。").is_empty());
}

const SOUND: &str = "园林局2023年度部门决算情况说明\n本年收入合计455.00万元，其中财政拨款收入440.00万元、其他收入5.00万元，年初结转和结余20.00万元。本年支出合计450.00万元，其中基本支出280.00万元、项目支出170.00万元。\n一般公共预算财政拨款支出435.00万元，其中基本支出270.00万元、项目支出165.00万元。\n部门整体支出绩效自评得分86.77分，等级为“良”。";

#[test]
fn a_report_that_agrees_with_its_tables_gives_nothing() {
    let checked = sound_submission().reporting(SOUND).checked();
    let about: Vec<&Finding> = checked
        .findings
        .iter()
        .filter(|finding| &*finding.place.file == "报告.txt" && finding.rule != "X-404")
        .collect();
    assert!(about.is_empty(), "{about:#?}");
}

#[test]
fn an_amount_that_differs_from_the_tables_is_found() {
    let report = SOUND
        .replace("本年支出合计450.00", "本年支出合计540.00")
        .replace("，其中基本支出280.00万元、项目支出170.00万元", "");
    let checked = sound_submission().reporting(&report).checked();
    let finding = checked.finding("X-406");
    assert_eq!((finding.stated.as_deref(), finding.expected.as_deref()), (Some("540.00"), Some("450.00")));
    assert!(finding.message.contains("公开01 本年支出合计 450.00"), "{}", finding.message);
    let in_hundred_millions = SOUND.replace("本年支出合计450.00万元", "本年支出合计0.045亿元");
    assert!(
        sound_submission()
            .reporting(&in_hundred_millions)
            .checked()
            .findings
            .iter()
            .all(|finding| finding.rule != "X-406")
    );
}

#[test]
fn a_score_that_differs_from_the_form_is_found() {
    let report = "部门整体支出绩效自评得分95.00分，评级为“优”。";
    let checked = sound_submission().reporting(report).checked();
    let found: Vec<&str> = checked
        .findings
        .iter()
        .filter(|finding| finding.rule == "X-404")
        .filter_map(|finding| finding.stated.as_deref())
        .collect();
    assert_eq!(found, ["95.00", "优"]);
}

/// What one rule says of a report beside the sound submission.
fn beside_tables(rule: &str, report: &str) -> Vec<String> {
    let checked = sound_submission().reporting(report).checked();
    let found = checked.findings.iter().filter(|finding| finding.rule == rule && &*finding.place.file == "报告.txt");
    found.map(|finding| finding.stated.clone().unwrap_or_default()).collect()
}

#[test]
fn a_report_of_another_department_or_year_is_asked_about() {
    assert!(beside_tables("X-408", "园林局2023年度部门决算情况说明").is_empty());
    assert_eq!(beside_tables("X-408", "城市管理局2023年度部门决算情况说明"), ["城市管理局"]);
    assert_eq!(beside_tables("X-408", "园林局2021年度部门决算情况说明"), ["2021"]);
}

#[test]
fn a_text_taken_over_from_another_year_is_asked_about() {
    let old = "园林局2023年度部门决算情况说明\n2022年收入100万元。\n2022年支出90万元。\n2022年完成绿化3处。";
    assert_eq!(beside_tables("X-410", old), ["2023"]);
    assert!(beside_tables("X-410", &format!("{old}\n2023年继续推进。")).is_empty());
}

#[test]
fn the_number_of_projects_is_that_of_the_forms_beside_the_report() {
    let filed = |count: &str| {
        let report = format!("本次纳入绩效自评的项目{count}个，部门整体支出绩效自评得分86.77分。");
        let checked = sound_form().reporting(&report).checked();
        checked.findings.iter().filter(|finding| finding.rule == "X-402").count()
    };
    assert_eq!((filed("1"), filed("3")), (0, 1));
}
