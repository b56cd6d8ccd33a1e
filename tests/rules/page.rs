//! `docs/coverage.md`: on which layouts each rule was tried.

use std::fmt::Write;

use ziping::model::form::{FormKind, Layout};
use ziping::recognise::Layouts;
use ziping::rules::catalogue;

use crate::rules::Outcome;

const HEAD: &str = "# 规则与版式

本页由测试生成（`tests/rules.rs`），请勿手工修改。

每种版式取一份填好的样例，按规则改错一处，该规则必须指出；样例原样，或同一处改填正确的数，该规则不得报出。

- ●：在该版式上试过，错的指出，对的不报。
- —：该版式没有这条规则要看的栏、行或内容，规则在样例上也没有可核对的。
";

/// The page, as Markdown.
pub fn page(outcome: &Outcome) -> String {
    let layouts = Layouts::embedded().expect("embedded templates");
    let of_kind =
        |kind: FormKind| layouts.all.iter().map(|known| &*known.layout).filter(move |layout| layout.kind == kind);
    let tables = [FormKind::Project, FormKind::Department, FormKind::Accounts].map(|kind| {
        let layouts: Vec<&Layout> = of_kind(kind).collect();
        format!("\n## {}\n\n{}", kind.name(), table(outcome, &layouts))
    });
    format!("{HEAD}{}", tables.concat())
}

/// One table: a row for each rule that was tried on one of these layouts.
fn table(outcome: &Outcome, layouts: &[&Layout]) -> String {
    let mut table = String::new();
    for (index, layout) in layouts.iter().enumerate() {
        writeln!(table, "{}. {}（`{}`）", index + 1, layout.name, layout.id).expect("memory");
    }
    let numbers: String = (1..=layouts.len()).map(|number| format!(" {number} |")).collect();
    writeln!(table, "\n| 规则 |{numbers}\n| --- |{}", " --- |".repeat(layouts.len())).expect("memory");
    for rule in catalogue() {
        let Some(tried) = outcome.tried.get(rule.id) else { continue };
        let marks: Vec<bool> = layouts.iter().map(|layout| tried.contains(&layout.id)).collect();
        if marks.contains(&true) {
            let marks: String = marks.iter().map(|tried| if *tried { " ● |" } else { " — |" }).collect();
            writeln!(table, "| {} {} |{marks}", rule.id, rule.title).expect("memory");
        }
    }
    table
}
