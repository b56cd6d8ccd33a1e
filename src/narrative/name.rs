//! Names of figures in running text, without the words around them.

use crate::model::text::year::ends_year;

/// Words before a name that do not belong to it.
const BEFORE: &[&str] = &[
    "其中",
    "由",
    "主要包括",
    "包括",
    "分别为",
    "分别是",
    "分为",
    "另有",
    "另外",
    "此外",
    "同时",
    "加上",
    "加",
    "扣除",
    "减去",
    "本部门",
    "本单位",
    "我单位",
    "我部门",
    "我局",
    "我办",
    "我中心",
    "我委",
    "我院",
    "我校",
    "本局",
    "本办",
    "本中心",
    "本年度",
    "年度",
    "全年",
    "当年",
    "和",
    "及",
    "与",
    "以及",
    "、",
    "共有",
    "一是",
    "二是",
    "三是",
    "四是",
    "五是",
    "六是",
    "部门决算",
    "经统计",
    "统计",
    "按要求",
    "实现",
    "取得",
    "现有",
    "在",
    "从",
    "的",
    "主要是",
    "主要为",
    "主要用于",
    "具体为",
    "即",
    "全部",
    "完成",
    "单位共有",
];
/// Words after a name that do not belong to it.
const AFTER: &[&str] = &[
    "各为",
    "均为",
    "分别为",
    "分别是",
    "总共",
    "共计",
    "达到",
    "为",
    "是",
    "达",
    "约",
    "共",
    "各",
    "均",
    "有",
    "分别",
    "了",
    "：",
    "“",
    "也",
    "仅",
    "的",
];
/// What states a final account, at the end of a clause.
const FINAL: &[&str] = &[
    "支出决算数",
    "支出决算",
    "决算支出",
    "决算数",
    "决算",
    "全年执行数",
    "预算执行数",
    "执行数",
    "实际支出数",
    "实际支出",
    "实际执行",
    "全年支出数",
    "实际执行数",
    "支出完成",
    "决算金额",
];
/// What states a budget, at the end of a clause.
const BUDGET: &[&str] = &[
    "全年（调整）预算数",
    "调整后预算数",
    "调整后预算",
    "调整预算数",
    "全年预算数",
    "全年预算",
    "年初预算安排",
    "年初部门预算",
    "年初预算数",
    "年初预算",
    "预算安排数",
    "预算安排",
    "预算总额",
    "预算资金",
    "批复预算",
    "预算数",
    "预算额",
    "预算",
];

/// The name at the end of a clause, without the words around it.
pub fn clean(clause: &str) -> String {
    let mut name = after_number(after_year(clause.trim()));
    loop {
        let shorter = BEFORE.iter().find_map(|word| name.strip_prefix(word).filter(|rest| keeps(word, rest)));
        let shorter = shorter.or_else(|| AFTER.iter().find_map(|word| name.strip_suffix(word)));
        match shorter {
            Some(shorter) => name = shorter,
            None => return name.replace(['“', '”', '"'], ""),
        }
    }
}

/// What stands after the number of an item: 「1.基本支出」, 「301工资福利支出」.
fn after_number(clause: &str) -> &str {
    clause.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches(['.', '、', '．'])
}

/// Some words only look as if they could be dropped: 「及时」, 「在职」, 「从业」, 「加工」.
fn keeps(word: &str, rest: &str) -> bool {
    let whole =
        ["及时", "在职", "在编", "在岗", "在校", "从业", "加工", "加班", "由于", "年度收入", "完成率", "完成数"];
    !whole
        .iter()
        .any(|known| known.starts_with(word) && format!("{word}{rest}").starts_with(known) && *known != "年度收入")
}

/// What stands after the last year or date of a clause: 「某局2022年度收入总计」.
fn after_year(clause: &str) -> &str {
    let mut rest = clause;
    while let Some(position) = rest.find('年') {
        if !ends_year(rest, position) {
            break;
        }
        rest = rest[position + '年'.len_utf8()..].trim_start_matches('度');
    }
    rest
}

/// The name of a final account, if the clause states one: 「公务接待费支出决算为」 is 「公务接待费」.
pub fn of_final(clause: &str) -> Option<String> {
    let name = clean(clause);
    FINAL.iter().find_map(|word| name.strip_suffix(word)).map(clean)
}

/// The name of a budget, if the clause states one.
pub fn of_budget(clause: &str) -> Option<String> {
    let name = clean(clause);
    BUDGET.iter().find_map(|word| name.strip_suffix(word)).map(clean)
}

/// What a name is compared by: without words that are now written and now not.
pub fn key(name: &str) -> String {
    let plain =
        clean(name).replace(['、', '（', '）', '的'], "").replace("结转结余", "结转和结余").replace("开支", "支出");
    let plain = plain.replace("出国境", "出国").replace("费用", "费");
    match plain.as_str() {
        // The accounts call it 本年收入, and reports use both.
        "收入合计" | "总收入" => return "本年收入".to_string(),
        "支出合计" | "总支出" => return "本年支出".to_string(),
        _ => {}
    }
    let ends = ["合计", "总额", "总金额", "金额"];
    // The same amount is written with and without these words.
    let short = ends.iter().find_map(|end| plain.strip_suffix(end)).filter(|short| !short.is_empty());
    short.map(str::to_string).unwrap_or(plain)
}

/// Whether two names mean the same thing.
pub fn same(one: &str, other: &str) -> bool {
    let (one, other) = (key(one), key(other));
    !one.is_empty() && one == other
}

/// Whether the longer name ends in the shorter one: 「一般公共预算财政拨款基本支出」 and 「基本支出」.
pub fn ends_in(long: &str, short: &str) -> bool {
    let (long, short) = (key(long), key(short));
    short.chars().count() >= 2 && long.ends_with(&short)
}

/// 「收、支总计」, 「收入、支出总计」 name two things at once; other names one.
pub fn expand(subject: &str) -> Vec<String> {
    let subject = clean(subject);
    for pair in ["收、支", "收入、支出", "收入和支出", "收入支出", "收支"] {
        if let Some((scope, what)) = subject.split_once(pair).filter(|(_, what)| !what.is_empty()) {
            return ["收入", "支出"].map(|side| format!("{scope}{side}{what}")).to_vec();
        }
    }
    if let Some((first, second)) = subject.split_once('、').or_else(|| subject.split_once('和')) {
        return vec![clean(first), clean(second)];
    }
    vec![subject]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_freed_of_the_words_around_them() {
        for (clause, name) in [
            ("本部门2022年度收入总计", "收入总计"),
            ("其中年初结转和结余", "年初结转和结余"),
            ("某局2023年度一般公共预算财政拨款支出为", "一般公共预算财政拨款支出"),
            ("年末在职实有人数", "年末在职实有人数"),
            ("在职人员共", "在职人员"),
        ] {
            assert_eq!(clean(clause), name);
        }
        assert_eq!(of_final("公务接待费支出决算为").as_deref(), Some("公务接待费"));
        assert_eq!(of_budget("年初预算为").as_deref(), Some(""));
        assert_eq!(of_budget("财政拨款收入"), None);
    }

    #[test]
    fn names_that_mean_the_same_are_known() {
        assert!(same("本年收入合计", "本年收入"));
        assert!(same("年初结转结余", "年初结转和结余"));
        assert!(!same("基本支出", "项目支出"));
        assert_eq!(expand("收、支总计各"), ["收入总计", "支出总计"]);
    }
}
