//! The report on a learned template, on the screen.

use unicode_width::UnicodeWidthStr;

use crate::model::form::Unread;
use crate::recognise::learn::Learned;

/// Labels shorter than this are filled up, so that their meanings stand in one column.
const WIDTH: usize = 30;

/// Tells what was recognised and what was not.
pub fn report(learned: &Learned, origin: &str, works: bool) -> String {
    let layout = &learned.layout;
    let title = learned.title.as_deref().map_or("（无标题）", str::trim);
    let mut lines = vec![format!(
        "学习 {origin}!{}「{title}」：{}，金额单位 {}",
        learned.cell,
        layout.kind.name(),
        layout.unit().name()
    )];
    lines.push(format!("已认出 {} 个栏目：", learned.read.len()));
    lines.extend(
        learned
            .read
            .iter()
            .map(|read| format!("  {:<5} {} → {}", read.cell.to_string(), filled(&read.label), read.meaning)),
    );
    if !learned.unread.is_empty() {
        lines.push(format!("未认出 {} 个栏目：", learned.unread.len()));
        lines.extend(learned.unread.iter().map(unread));
        lines.push("  请在模板的 [same] 一节，为它们填写含义相同的已知栏目名；不需要读取的填「忽略」".to_string());
    }
    if !learned.unnamed.is_empty() {
        lines.push(format!("另有 {} 处文字不是已知的栏目名，不读取：", learned.unnamed.len()));
        lines.extend(learned.unnamed.iter().map(unread));
        lines.push(
            "  其中如有项目名称、资金总额等，请在模板末尾加一节 [same] 说明其含义；填写的内容不必理会".to_string(),
        );
    }
    if !learned.missing.is_empty() {
        let names: Vec<&str> = learned.missing.iter().map(|measure| measure.name()).collect();
        lines.push(format!("缺少必需的栏目：{}。补填 [same] 之前，这种表不会核对", names.join("、")));
    }
    lines.push(verdict(learned, works).to_string());
    lines.join("\n") + "\n"
}

fn verdict(learned: &Learned, works: bool) -> &'static str {
    match (learned.is_complete(), works) {
        (true, true) => "各栏都已认出，模板可直接使用（已用本表试读）",
        (false, true) => "其余栏目可以读取（已用本表试读）",
        (_, false) => "用本表试读未成功，请补填后再用",
    }
}

fn unread(unread: &Unread) -> String {
    let nearest =
        unread.nearest.as_ref().map(|known| format!("最接近「{known}」")).unwrap_or("没有相近的已知栏目".to_string());
    format!("  {:<5} {}   {nearest}", unread.cell.to_string(), filled(&unread.label))
}

/// A label followed by spaces up to the common width; Chinese characters are two wide.
fn filled(label: &str) -> String {
    format!("{label}{}", " ".repeat(WIDTH.saturating_sub(label.width())))
}
