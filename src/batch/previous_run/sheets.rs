//! The comparison in 复核汇总.xlsx: 与上次比较, by department and by rule, and 比较明细.

use std::collections::BTreeMap;

use super::{Change, Comparison, Fate, Traced, screen};
use crate::batch::summary_sheet::Chapter;
use crate::rules;
use crate::write::table::{Table, TableCell, TableColumn};

const REMARKS: [&str; 3] = [
    "错误和警告按条比较，提示不参加比较。同一条问题按规则、文件名（更正件、批注件与原件算同一文件）、工作表、单元格和项目认定；插入或删除行的，按项目认定。",
    "已改正：该表本次已报送并经过核对，不再有此问题。本次未报：该单位、该文件或该工作表本次没有报送，不算改正。本次无法核对：文件未能读取，规则所需的数缺失，或与之比较的表、报告本次没有报送。",
    "上次问题 = 已改正 + 仍存在 + 填报值已变仍不符 + 本次未报 + 本次无法核对；本次问题 = 仍存在 + 填报值已变仍不符 + 新出现。",
];

/// The sheets of a comparison.
pub fn chapters(comparison: &Comparison) -> Vec<Chapter> {
    let overview = Chapter {
        name: "与上次比较",
        title: "与上次核对结果的比较".to_string(),
        lines: vec![
            format!("上次的结果：{}", comparison.previous),
            format!("合计：{}", screen::counts(|fate| comparison.count(fate))),
        ],
        remarks: REMARKS.map(str::to_string).to_vec(),
        tables: vec![("按单位".to_string(), departments(comparison)), ("按规则".to_string(), by_rule(comparison))],
    };
    let details = Chapter {
        name: "比较明细",
        title: "与上次比较的明细".to_string(),
        lines: Vec::new(),
        remarks: vec!["已不存在的问题，文件和单元格为上次的位置；其余为本次的位置。".to_string()],
        tables: vec![(String::new(), details(comparison))],
    };
    vec![overview, details]
}

/// The columns of counts: before, one for every fate, now.
fn count_columns() -> impl Iterator<Item = TableColumn> {
    let titles = ["上次问题", "已改正", "仍存在", "值变仍不符", "新出现", "本次未报", "无法核对", "本次问题"];
    titles.into_iter().map(|title| TableColumn::short(title, 11, 11))
}

fn counts(count: impl Fn(Fate) -> usize) -> impl Iterator<Item = TableCell> {
    let counted = Fate::ALL.map(&count);
    let all: usize = counted.iter().sum();
    let before = all - count(Fate::New);
    let now = count(Fate::Remaining) + count(Fate::Changed) + count(Fate::New);
    [before].into_iter().chain(counted).chain([now]).map(TableCell::Count)
}

fn departments(comparison: &Comparison) -> Table {
    let head = [TableColumn::words("单位", 34, 44), TableColumn::short("年度", 10, 10)];
    let columns = head.into_iter().chain(count_columns()).chain([TableColumn::words("情况", 16, 16)]).collect();
    let row = |change: &Change| {
        let [department, year] = who(change);
        let presence = TableCell::text(change.presence.name());
        [department, year].into_iter().chain(counts(|fate| change.count(fate))).chain([presence]).collect()
    };
    Table { columns, rows: comparison.changes.iter().map(row).collect() }
}

fn who(change: &Change) -> [TableCell; 2] {
    let year = change.year.map(|year| year.to_string()).unwrap_or_default();
    [TableCell::text(&change.department), TableCell::Text(year)]
}

fn by_rule(comparison: &Comparison) -> Table {
    let mut fates: BTreeMap<&str, BTreeMap<Fate, usize>> = BTreeMap::new();
    for traced in comparison.changes.iter().flat_map(|change| &change.traced) {
        *fates.entry(&traced.rule).or_default().entry(traced.fate).or_default() += 1;
    }
    let head = [TableColumn::words("规则内容", 34, 44), TableColumn::short("规则", 10, 10)];
    let columns = head.into_iter().chain(count_columns()).collect();
    let row = |(rule, fates): (&str, BTreeMap<Fate, usize>)| {
        let title = rules::find(rule).map_or("（本版程序没有这条规则）", |rule| rule.title);
        let counts = counts(|fate| fates.get(&fate).copied().unwrap_or_default());
        [TableCell::text(title), TableCell::text(rule)].into_iter().chain(counts).collect()
    };
    Table { columns, rows: fates.into_iter().map(row).collect() }
}

fn details(comparison: &Comparison) -> Table {
    let columns = vec![
        TableColumn::words("单位", 14, 24),
        TableColumn::short("年度", 8, 8),
        TableColumn::words("结果", 14, 20),
        TableColumn::short("规则", 9, 9),
        TableColumn::words("文件", 24, 40),
        TableColumn::words("工作表", 10, 16),
        TableColumn::short("单元格", 9, 9),
        TableColumn::words("项目", 20, 34),
        TableColumn::figures("上次填报值", 13, 20),
        TableColumn::figures("本次填报值", 13, 20),
    ];
    let of = |change: &Change| -> Vec<Vec<TableCell>> {
        change.traced.iter().map(|traced| who(change).into_iter().chain(detail(traced)).collect()).collect()
    };
    Table { columns, rows: comparison.changes.iter().flat_map(of).collect() }
}

fn detail(traced: &Traced) -> [TableCell; 8] {
    let value = |value: &Option<Box<str>>| value.as_deref().map_or(TableCell::Blank, TableCell::text);
    [
        TableCell::text(traced.fate.name()),
        TableCell::text(&*traced.rule),
        TableCell::text(&*traced.file),
        TableCell::text(&*traced.sheet),
        TableCell::text(&*traced.cell),
        TableCell::text(&*traced.item),
        value(&traced.before),
        value(&traced.now),
    ]
}
