//! How the forms were recognised, on the screen (`check --explain-layout`).

use std::fmt::Write;
use std::sync::atomic::Ordering;

use crate::batch::Request;
use crate::read::{Workbook, workbook};
use crate::recognise::Layouts;
use crate::recognise::explain::{LayoutCandidate, explain};
use crate::recognise::fit::FitPoints;
use crate::submission::bundles;

/// At most so many layouts are shown for a form.
const MOST_SHOWN: usize = 5;

/// Reads the workbooks of a run again and tells how each of their forms was recognised.
pub fn report(request: &Request) -> String {
    let (bundles, _) = bundles(request.paths, request.output);
    let mut text = String::new();
    // The signal only sets the flag: without looking at it, all workbooks would be read before the run breaks off.
    let goes_on = |_: &_| !request.stop.load(Ordering::Relaxed);
    for (file, path) in bundles.iter().flat_map(|bundle| &bundle.workbooks).take_while(goes_on) {
        // What cannot be read is named by the check itself.
        if let Ok(workbook) = workbook::read(path, file.clone()) {
            add_workbook(&mut text, &workbook, request.known.layouts);
        }
    }
    text.push('\n');
    text
}

fn add_workbook(text: &mut String, workbook: &Workbook, layouts: &Layouts) {
    for sheet in &workbook.sheets {
        let explanation = explain(sheet, layouts);
        let place = format!("{} · {}", workbook.file, sheet.name);
        for form in &explanation.recognised {
            let title = form.title.as_deref().map_or("（无标题）", str::trim);
            let chosen = form.candidates.first().map_or("", |candidate| candidate.name.as_str());
            line(text, format!("识别 {place}!{} 「{title}」→ {chosen}", form.cell));
            form.candidates.iter().take(MOST_SHOWN).for_each(|candidate| line(text, points(candidate)));
        }
        for unknown in &explanation.unknown {
            line(text, format!("未识别 {place}!{}：{}", unknown.cell, unknown.reason()));
        }
        if explanation.recognised.is_empty() && explanation.unknown.is_empty() {
            line(text, format!("无表 {place}"));
        }
    }
}

fn line(text: &mut String, line: String) {
    writeln!(text, "{line}").expect("a String takes all");
}

/// 「    project-2020  相符 97.3%：标题 40/40，栏目 28.5/30，…」
fn points(candidate: &LayoutCandidate) -> String {
    let fit = &candidate.fit;
    let kinds = [
        ("标题", fit.title),
        ("表号", fit.mark),
        ("栏目", fit.columns),
        ("一级指标", fit.levels),
        ("表头", fit.head),
        ("次序", fit.order),
    ];
    let shown =
        kinds.iter().filter(|(_, points)| points.of > 0).map(|(name, points)| format!("{name} {}", share(points)));
    let shown: Vec<String> = shown.collect();
    format!("    {:<22} 相符 {}%：{}", candidate.id, tenths(fit.score()), shown.join("，"))
}

fn share(points: &FitPoints) -> String {
    format!("{}/{}", tenths(points.got), tenths(points.of))
}

fn tenths(number: usize) -> String {
    if number.is_multiple_of(10) { (number / 10).to_string() } else { format!("{}.{}", number / 10, number % 10) }
}
