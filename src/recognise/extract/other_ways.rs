//! Tests of unusual ways of bureaus and clerks, and of what must not be made of them.

use crate::model::form::Measure;
use crate::testing::{Filed, sheet, sound_form, sound_submission};

fn one(cells: &str) -> Filed {
    Filed::of(vec![sheet("表", cells)])
}

#[test]
fn the_only_budget_is_the_one_that_was_executed() {
    let form = || sound_form().with("E5", "").with("E6", "").with("E7", "").with("E8", "").with("D5", "预算数（A）");
    form().finds(&[]);
    form().with("H6", "91.00%").finds(&["P-103 H6"]);
    // A label that nobody knows may be the other budget.
    let open = sound_form().with("E5", "可动用盘子").with("D6", "500.00").with("D7", "300.00");
    let message = open.finds(&["F-001 A1"]).finding("F-001").message.clone();
    assert!(message.contains("缺少：全年预算数") && message.contains("「可动用盘子」（E5"), "{message}");
}

#[test]
fn a_column_of_row_names_is_no_column_of_amounts() {
    sound_form().with("C5", "年度预算数（万元）").with("H6", "91.00%").finds(&["P-103 H6"]);
}

#[test]
fn rows_that_were_not_used_are_no_indicators() {
    sound_form()
        .with("C17", "无")
        .with("D17", "")
        .with("E17", "")
        .with("F17", "")
        .with("G17", "")
        .with("A18", "总分")
        .checked();
    let form = sound_form().with("C16", "不适用").with("D16", "").with("E16", "").with("F16", "").with("G16", "");
    let form = form.with("A16", "效益指标").with("F15", "40").with("G15", "36").with("A13", "产出指标（80分）");
    form.with("G18", "95.52").with("B19", "优").finds(&["P-304 A12"]);
}

#[test]
fn words_across_the_amounts_are_no_row() {
    let form = sound_form().with("C9", "按收入性质分：").with("D9", "按支出性质分：");
    form.finds(&[]);
}

#[test]
fn a_column_that_looks_like_a_missing_one_is_a_warning_and_another_a_note() {
    let checked = sound_form().with("H5", "执行绿").finds(&["F-001 H5"]);
    assert!(checked.finding("F-001").message.contains("最接近「执行率」"));
    let noted = sound_form().with("I12", "证明材料编号").finds(&[]);
    assert!(noted.finding("F-001").message.contains("「证明材料编号」没有认出"));
}

#[test]
fn the_total_may_stand_in_one_cell_or_under_its_labels() {
    let form = |label: &str| sound_form().with("A18", label).with("F18", "").with("G18", "");
    form("总分：98.52分").finds(&[]);
    let checked = form("总分：97.52分").finds(&["P-401 A18"]);
    let correction = checked.finding("P-401").correction.clone().expect("a correction");
    assert_eq!(correction.stored, crate::model::figure::NewValue::Text("总分：98.52分".to_string()));
    let below = form("总分")
        .with("B18", "总分值")
        .with("E18", "总得分")
        .with("B19", "100")
        .with("E19", "97.52")
        .with("A19", "");
    below.finds(&["P-401 E19"]);
    sound_form().with("A18", "总份").with("G18", "97.52").finds(&["P-401 G18"]);
}

#[test]
fn codes_may_stand_in_parts() {
    let table = |rows: &str| {
        one(&format!(
            "A1=支出决算表; A2=部门：园林局; G2=单位：万元
A3=科目编码; D3=科目名称; E3=本年支出合计; F3=基本支出; G3=项目支出; H3=上缴上级支出
A4=类; B4=款; C4=项
A5=合计; E5=400.00; F5=230.00; G5=170.00\n{rows}"
        ))
        .changed(|sheet| {
            let [first, last] = ["A3", "C3"].map(crate::testing::address);
            sheet.regions.push(crate::model::place::Region { first, last });
        })
    };
    let codes = |rows: &str| -> Vec<Option<String>> {
        let checked = table(rows).finds(&[]);
        checked.submission.forms[0].blocks[0].rows.iter().skip(1).map(|row| row.code.clone()).collect()
    };
    let expected = ["212", "21205", "2120501"].map(|code| Some(code.to_string()));
    let amounts = "E6=400.00; F6=230.00; G6=170.00; E7=400.00; F7=230.00; G7=170.00; E8=400.00; F8=230.00; G8=170.00";
    let names = "D6=城乡社区支出; D7=城乡社区环境卫生; D8=城乡社区环境卫生";
    let text = |cells: &str| format!("{cells}; {names}; {amounts}");
    assert_eq!(codes(&text("A6=212; A7=212; B7=05; A8=212; B8=05; C8=01")), expected, "each row says all parts");
    assert_eq!(codes(&text("A6=212; B7=05; C8=01")), expected, "each row says its own part");
    assert_eq!(codes(&text("A6=212; B7=21205; C8=2120501")), expected, "each row says the whole code in its column");
}

#[test]
fn a_table_on_its_side_is_checked_like_one_that_is_not() {
    let table = |total: &str| {
        format!(
            "A1=财政拨款“三公”经费支出决算表; A2=部门：园林局; D2=单位：万元
A4=项目; B4=行次; C4=预算数; D4=决算数
A5=合计; B5=1; C5=8.00; D5={total}
A6=1．因公出国（境）费; B6=2
A7=2．公务用车购置及运行维护费; B7=3; C7=4.00; D7=3.00
A8=（1）公务用车购置费; B8=4
A9=（2）公务用车运行维护费; B9=5; C9=4.00; D9=3.00
A10=3．公务接待费; B10=6; C10=4.00; D10=2.00"
        )
    };
    let checked = one(&table("5.00")).finds(&[]);
    let form = &checked.submission.forms[0];
    assert_eq!(form.layout.table(), Some("09"));
    let [budget, last] =
        ["budget", "final"].map(|name| form.block(name).and_then(|block| block.rows[0].figure(Measure::Total)));
    assert_eq!(
        (budget.map(|figure| figure.show()), last.map(|figure| figure.show())),
        (Some("8.00".into()), Some("5.00".into()))
    );
    one(&table("6.00")).finds(&["A-308 D5"]);
}

#[test]
fn columns_under_a_balance_are_no_expenditure() {
    let table = "
A1=一般公共预算财政拨款支出决算表; A2=部门：园林局; H2=单位：万元
A3=科目编码; B3=科目名称; C3=年初结转和结余; F3=本年支出; A4=; C4=小计; D4=基本支出结转; E4=项目支出结转; F4=小计; G4=基本支出; H4=项目支出
A5=合计; C5=10.00; D5=4.00; E5=6.00; F5=400.00; G5=230.00; H5=170.00";
    one(table).finds(&[]);
    one(&table.replace("F5=400.00", "F5=500.00")).finds(&["A-303 F5"]);
}

#[test]
fn sheets_that_are_no_self_evaluation_are_left_alone() {
    for title in [
        "2023年度项目支出绩效自评情况汇总表",
        "项目支出绩效目标申报表",
        "项目支出绩效自评表填报说明",
        "“三公”经费支出预算表",
    ] {
        let sheet = format!(
            "A1={title}; A3=项目名称; B3=主管部门; C3=年初预算数; D3=得分; E3=分值; A4=甲; C4=5.00; D4=90; E4=100"
        );
        let checked = one(&sheet).finds(&[]);
        assert_eq!(checked.submission.other_sheets.len(), 1, "{title} is named as not checked");
    }
    assert_eq!(sound_submission().finds(&[]).submission.other_sheets.len(), 0);
}
