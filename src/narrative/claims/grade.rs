//! 「得分 s 分，评级为 g」 in one sentence.

use crate::narrative::claims::Told;
use crate::narrative::mention::{Mention, Role};
use crate::scoring::grade::grade_in;

/// A score and the grade beside it.
#[derive(Debug, Clone)]
pub struct Graded<'a> {
    /// The score.
    pub score: &'a Mention,
    /// The grade, if one is named.
    pub grade: Option<char>,
}

/// Words before the grade.
const BEFORE: &[&str] = &[
    "评级为",
    "等级为",
    "等次为",
    "评价等级为",
    "评定为",
    "评定等级为",
    "结果为",
    "级别为",
    "评级",
    "等级",
    "等次",
    "评价结果",
];
/// Words that make a score one of a part, or of something else.
const OTHER: [&str; 12] =
    ["指标", "产出", "效益", "满意度", "过程", "执行率", "扣", "满分", "项目得分", "目标", "上年", "平均"];

/// The scores of the department as a whole.
pub fn graded(told: &Told) -> Vec<Graded<'_>> {
    let scores = told.mentions.iter().filter(|mention| {
        let about = format!("{}{}", mention.lead, mention.name);
        let own = ["自评", "综合", "整体", "总得分", "评价得分", "总分", "最终得分", "得分"]
            .iter()
            .any(|word| about.contains(word));
        mention.role == Role::Score
            && !mention.quantity.hedged
            && own
            && !OTHER.iter().any(|word| mention.clause.contains(word))
    });
    scores.map(|score| Graded { score, grade: grade_after(&score.after) }).collect()
}

fn grade_after(after: &str) -> Option<char> {
    let (_, text) = BEFORE.iter().find_map(|word| after.split_once(word))?;
    let text: String = text.chars().take_while(|c| !matches!(c, '，' | '。' | '；' | '、')).take(6).collect();
    let text = text.trim_start_matches(['“', '"', '：', '「', '为', '是']);
    let first = text.chars().next()?;
    grade_in(&first.to_string())
}
