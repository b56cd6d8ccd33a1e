//! Rules for reports: whether sentences agree with themselves (N), and with the tables (X).
//!
//! The sentences are read where the report is read ([`crate::narrative::claims`]); a rule only takes the claims that fall
//! under it.

pub mod against_tables;
pub mod claims;
pub mod documents;
pub mod execution_rate;
pub mod heads;
pub mod projects;
pub mod result;
#[cfg(test)]
mod tests;

use crate::model::finding::Severity;
use crate::narrative::claims::ClaimKind;
use crate::rules::{Check, Outcome, Rule, basis};
use crate::submission::Submission;

/// A rule about the sentences of a report.
const SENTENCE: Rule = Rule {
    id: "",
    title: "",
    severity: Severity::Error,
    basis: basis::NARRATIVE,
    explanation: "",
    how_to_fix: "核对原文的数字，改正算错或抄错的一处。",
    example: "",
    check: Check::Submission(|_, _| Vec::new()), // each takes the claims of its own kind
};

static SHARE: Rule = Rule {
    id: "N-501",
    title: "报告中的占比应等于该项除以总额",
    explanation: "「甲 A 万元，占 p%」：p = A ÷ 总额。总额是句中写明的（占…的），或列举所属的总数；找不到唯一总额的不核对。每个数按写出的位数代表一个区间。同组占比相加仍为 100% 的，两处一并指出；舍去尾数没有四舍五入的，注明疑似截尾。",
    example: "本年收入合计 443.66，财政拨款收入 443.26，占 99.99%，应为 99.91%。",
    check: Check::Submission(|rule, submission| told(rule, submission, ClaimKind::Share)),
    ..SENTENCE
};

static GROWTH: Rule = Rule {
    id: "N-502",
    title: "报告中的增减幅度应与金额相符",
    explanation: "「B 万元，较上年增加 d 万元，增长 p%」：p = d ÷（B − d）；减少时 p = d ÷（B + d）。写明上年数 A 的：p =（B − A）÷ A。幅度与紧邻的一项不符、与前面另一项相符的为警告，请写明所指。",
    example: "年末结转和结余 122.78，减少 73.09，下降 12%，应为 37%。",
    check: Check::Submission(|rule, submission| told(rule, submission, ClaimKind::Growth)),
    ..SENTENCE
};

static SUM_OF_PARTS: Rule = Rule {
    id: "N-503",
    title: "报告中各分项之和应等于总数",
    explanation: "「由…构成」「具体构成为」「包括」以及基本支出和项目支出、人员经费和公用经费等固定的划分，各分项之和等于总数；「其中」之后的各项不应超过总数；分段逐项列举（三项以上）而不足总数的为警告。人数、车辆按编制性质、用途划分的，也应等于总数。",
    example: "基本支出 300.07，所列三类合计 293.61，少 6.46。",
    check: Check::Submission(|rule, submission| told(rule, submission, ClaimKind::SumOfParts)),
    ..SENTENCE
};

static BALANCE: Rule = Rule {
    id: "N-504",
    title: "报告中的收支应当平衡",
    explanation: "年初结转和结余 + 本年收入（+ 使用非财政拨款结余）= 收入总计 = 本年支出 + 年末结转和结余（+ 结余分配）；「收支相抵」之后的结余等于收入减支出。",
    example: "收入总计 534.27，本年收入 443.66，年初结转和结余 80.61。",
    check: Check::Submission(|rule, submission| told(rule, submission, ClaimKind::Balance)),
    ..SENTENCE
};

static DIFFERING_COUNTS: Rule = Rule {
    id: "N-505",
    title: "报告中同一事项的数量应前后一致",
    severity: Severity::Warning,
    explanation: "同一名称、同一量词、全年的数量在报告中写了两次而不相等的，两处一并列出；名称不完全相同、写有「其中」「每」「上半年」的不比较。",
    example: "前文「公众号全年推送 30 期」，后文「发布微信公众号 32 期」。",
    check: Check::Submission(|rule, submission| told(rule, submission, ClaimKind::Count)),
    ..SENTENCE
};

static WORDS_AGAINST_FIGURES: Rule = Rule {
    id: "N-506",
    title: "报告中增减的文字应与数字一致",
    explanation: "同一句里「增加」与「下降」并用，或两年的数与增减方向相反。",
    example: "公用经费 222.98，较上年增加 46.43，下降 26.30%。",
    check: Check::Submission(|rule, submission| told(rule, submission, ClaimKind::Direction)),
    ..SENTENCE
};

static SUM_OF_SHARES: Rule = Rule {
    id: "N-507",
    title: "报告中同一组占比之和应为 100%",
    severity: Severity::Warning,
    explanation: "完整列举的各项占比，在四舍五入的范围内相加应为 100%。各项占比已分别指出有误的，不再提示。",
    example: "由甲、乙构成，甲占 61%，乙占 41%。",
    check: Check::Submission(|rule, submission| told(rule, submission, ClaimKind::SumOfShares)),
    ..SENTENCE
};

static GROWTH_ON_NOTHING: Rule = Rule {
    id: "N-508",
    title: "上年为 0 或金额有变化时，增减幅度应有意义",
    severity: Severity::Warning,
    explanation: "上年数为 0 时没有增长率；金额有明显增减而写「增长 0%」的，也请核对。",
    how_to_fix: "改为只写增减金额，或更正幅度。",
    example: "公务接待费 3.20，较上年增加 3.20，增长 100%。",
    check: Check::Submission(|rule, submission| told(rule, submission, ClaimKind::GrowthOnNothing)),
    ..SENTENCE
};

static COMPLETION: Rule = Rule {
    id: "N-509",
    title: "报告中的预算完成率和比较文字应与预算、决算相符",
    explanation: "「年初预算 B，支出决算 A，完成预算的 p%」：p = A ÷ B；「决算数大于（小于、等于）预算数」应与 A、B 一致。",
    example: "年初预算 557.27，决算 466.70，完成 87.75%，应为 83.75%。",
    check: Check::Submission(|rule, submission| told(rule, submission, ClaimKind::Completion)),
    ..SENTENCE
};

/// The rules of this group.
pub const RULES: &[&Rule] = &[
    &SHARE,
    &GROWTH,
    &SUM_OF_PARTS,
    &BALANCE,
    &DIFFERING_COUNTS,
    &WORDS_AGAINST_FIGURES,
    &SUM_OF_SHARES,
    &GROWTH_ON_NOTHING,
    &COMPLETION,
];

/// What the claims of a kind come to.
fn told(rule: &Rule, submission: &Submission, kind: ClaimKind) -> Vec<Outcome> {
    let claims = submission.reports.iter().flat_map(|report| &report.claims);
    claims.filter(|claim| claim.kind == kind).map(|claim| claims::outcome(claim, rule)).collect()
}
