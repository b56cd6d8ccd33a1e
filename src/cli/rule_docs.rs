//! The catalogue as text: `rules list`, `rules explain`, and docs/rules.md.

use std::fmt::Write;

use crate::rules::{Rule, catalogue};

/// One line a rule.
pub fn list() -> String {
    let line = |rule: &&Rule| format!("{:<6} {}  {}\n", rule.id, rule.severity.name(), rule.title);
    catalogue().iter().map(line).collect()
}

/// All about one rule.
pub fn explain(rule: &Rule) -> String {
    format!(
        "{}（{}）{}\n\n依据：{}\n\n怎样判断\n  {}\n\n怎么办\n  {}\n\n例\n  {}\n",
        rule.id,
        rule.severity.name(),
        rule.title,
        rule.basis,
        rule.explanation,
        rule.how_to_fix,
        rule.example
    )
}

/// The page docs/rules.md.
pub fn page() -> String {
    let mut page = String::from(
        "# 规则\n\n本页由 `ziping rules docs` 根据规则目录生成，请勿手工修改。级别：错误，数或填写有误；警告，需要说明；提示，供参考。\n\
         F 填报，P 项目支出绩效自评表，D 部门整体支出绩效自评表，A 部门决算公开表，X 各表之间，U 公开之前（只在 export 时检查）。\n\n| 规则 | 级别 | 内容 |\n| --- | --- | --- |\n",
    );
    for rule in catalogue() {
        let anchor = rule.id.to_lowercase();
        writeln!(page, "| [{}](#{anchor}) | {} | {} |", rule.id, rule.severity.name(), rule.title)
            .expect("a String takes all");
    }
    for rule in catalogue() {
        write!(
            page,
            "\n## {}\n\n**{}**（{}）\n\n- 依据：{}\n- 怎样判断：{}\n- 怎么办：{}\n- 例：{}\n",
            rule.id,
            rule.title,
            rule.severity.name(),
            rule.basis,
            rule.explanation,
            rule.how_to_fix,
            rule.example
        )
        .expect("a String takes all");
    }
    page
}
