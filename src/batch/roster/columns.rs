//! Which column of a list holds what: by its label, or by what stands below it.
//!
//! A column that may matter and is not understood is an error: judged without it, who has filed would seem not to have.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, bail};

use super::list::{at_region, ends};
use crate::model::place::column_name;
use crate::model::text::label::normalise;
use crate::read::Sheet;

/// A column of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RosterColumn {
    /// The department over a unit.
    Department,
    /// Who files.
    Unit,
    /// What is filed.
    Form,
    /// The project of a form.
    Project,
    /// How many are filed.
    Count,
    /// The year that it is about.
    Year,
    /// What else there is to say.
    Remark,
}

/// Where the columns of a list stand.
pub type RosterColumns = BTreeMap<RosterColumn, u32>;

/// What the columns may be called, without spaces and brackets; the first is what messages propose.
const LABELS: [(RosterColumn, &[&str]); 7] = [
    (
        RosterColumn::Department,
        &["部门", "部门名称", "主管部门", "主管单位", "预算部门", "一级预算单位", "应报部门", "报送部门"],
    ),
    (
        RosterColumn::Unit,
        &["单位", "单位名称", "实施单位", "预算单位", "填报单位", "项目单位", "应报单位", "报送单位", "责任单位"],
    ),
    (RosterColumn::Form, FORM),
    (RosterColumn::Project, &["项目名称", "项目"]),
    (RosterColumn::Count, &["份数", "数量", "张数", "应报份数", "应报数", "应报张数", "报表份数"]),
    (RosterColumn::Year, &["年度", "年份"]),
    (RosterColumn::Remark, &["说明", "备注"]),
];
const FORM: &[&str] = &[
    "表种",
    "表名",
    "表名称",
    "报表",
    "报表名称",
    "报表种类",
    "报表类型",
    "表格",
    "表格名称",
    "表格种类",
    "表格类型",
    "应报表",
    "应报表种",
    "应报表格",
    "应报报表",
    "应报表名",
    "应报材料",
    "应报资料",
    "应报内容",
    "材料",
    "材料名称",
    "材料种类",
    "材料类型",
    "资料名称",
    "报送材料",
    "报送内容",
];
/// What may stand beside the only column of a list of names.
const BESIDE_NAMES: [&str; 8] = ["序号", "编号", "联系人", "联系电话", "电话", "手机", "说明", "备注"];
/// Words by which a cell names a kind of form.
const KINDS: [&str; 8] = ["自评表", "自评报告", "评价报告", "绩效报告", "部门决算", "决算公开", "决算表", "整体支出"];
/// A cell that says more than this names no kind.
const LONGEST_KIND: usize = 24;
/// Words at the end of many a project's name.
const PROJECT_ENDS: [&str; 8] = ["项目", "工程", "建设", "改造", "养护", "维修", "补助", "经费"];
/// A column about what was filed is not about what is to be filed.
const NOT_EXPECTED: [&str; 4] = ["已", "实", "未", "上年"];
/// Labels as much alike as this (of 1) are probably meant for each other.
const MUCH_ALIKE: f64 = 0.7;

/// The first row that names a column of bodies and one more, else one that names only bodies, else one that names
/// bodies and has a column that is to be refused.
pub fn header(sheet: &Sheet) -> Option<(u32, RosterColumns)> {
    let rows =
        || (0..sheet.height()).map(|row| (row, labelled(sheet, row))).filter(|(_, columns)| names_bodies(columns));
    let of_two = rows().find_map(|(row, mut columns)| {
        add_form_by_content(sheet, row, &mut columns);
        (columns.len() > 1).then_some((row, columns))
    });
    let seems_any = |row: u32, columns: &RosterColumns| {
        unread(sheet, row, columns).iter().any(|(_, label, texts)| seems(label, texts, columns).is_some())
    };
    of_two
        .or_else(|| rows().find(|(row, columns)| is_list_of_names(sheet, *row, columns)))
        .or_else(|| rows().find(|(row, columns)| seems_any(*row, columns)))
}

fn labelled(sheet: &Sheet, row: u32) -> RosterColumns {
    let mut columns = RosterColumns::new();
    for (address, cell) in sheet.row(row) {
        if let Some(column) = column_of(&cell.text()) {
            columns.entry(column).or_insert(address.column);
        }
    }
    columns
}

fn names_bodies(columns: &RosterColumns) -> bool {
    columns.contains_key(&RosterColumn::Department) || columns.contains_key(&RosterColumn::Unit)
}

/// Whether a list says more than who files.
pub fn says_what(columns: &RosterColumns) -> bool {
    [RosterColumn::Form, RosterColumn::Project, RosterColumn::Count].iter().any(|column| columns.contains_key(column))
}

fn is_list_of_names(sheet: &Sheet, row: u32, columns: &RosterColumns) -> bool {
    let is_usual = |text: &str| column_of(text).is_some() || BESIDE_NAMES.contains(&plain(text).as_str());
    let has_names = columns.values().any(|column| !below(sheet, row, *column).is_empty());
    has_names && sheet.row(row).all(|(_, cell)| is_usual(&cell.text()))
}

/// A label without what stands in brackets behind it.
fn plain(label: &str) -> String {
    let label = normalise(label);
    label.split('(').next().unwrap_or(&label).to_string()
}

fn column_of(label: &str) -> Option<RosterColumn> {
    let label = plain(label);
    LABELS.iter().find(|(_, labels)| labels.contains(&label.as_str())).map(|(column, _)| *column)
}

/// What stands in a column below the header.
fn below(sheet: &Sheet, header: u32, column: u32) -> Vec<String> {
    let is_list = |row: &u32| !sheet.row(*row).next().is_some_and(|(_, cell)| ends(&cell.text()));
    let texts = (header + 1..sheet.height()).filter(is_list).map(|row| at_region(sheet, row, column));
    texts.filter(|text| !text.is_empty()).collect()
}

/// The columns that are not read: place, label, what stands below it.
fn unread(sheet: &Sheet, header: u32, columns: &RosterColumns) -> Vec<(u32, String, Vec<String>)> {
    let all: BTreeSet<u32> =
        sheet.cells.keys().filter(|address| address.row >= header).map(|address| address.column).collect();
    let label = |column: u32| at_region(sheet, header, column);
    let is_unread = |column: &u32| !columns.values().any(|read| read == column) && column_of(&label(*column)).is_none();
    all.into_iter().filter(is_unread).map(|column| (column, label(column), below(sheet, header, column))).collect()
}

fn names_kind(text: &str) -> bool {
    let text = normalise(text);
    text.chars().count() <= LONGEST_KIND && KINDS.iter().any(|kind| text.contains(kind))
}

fn is_about_filed(label: &str) -> bool {
    NOT_EXPECTED.iter().any(|word| label.starts_with(word))
}

/// Takes the only column in which every cell names a kind of form.
fn add_form_by_content(sheet: &Sheet, header: u32, columns: &mut RosterColumns) {
    if columns.contains_key(&RosterColumn::Form) {
        return;
    }
    let names_kinds = |(_, label, texts): &(u32, String, Vec<String>)| {
        !texts.is_empty() && !is_about_filed(label) && texts.iter().all(|text| names_kind(text))
    };
    let found: Vec<u32> =
        unread(sheet, header, columns).iter().filter(|one| names_kinds(one)).map(|(column, ..)| *column).collect();
    if let [only] = found[..] {
        columns.insert(RosterColumn::Form, only);
    }
}

/// Refuses a list with a column that is not read though it seems to say what is expected.
pub fn refuse_unread(file: &str, sheet: &Sheet, header: u32, columns: &RosterColumns) -> Result<()> {
    for (column, label, texts) in unread(sheet, header, columns) {
        let Some(meant) = seems(&label, &texts, columns) else { continue };
        let place = format!("「{}」第 {} 列", sheet.name, column_name(column));
        let named = if label.is_empty() { "没有栏目名".to_string() } else { format!("「{label}」") };
        let content = texts.first().map(|text| format!("，内容如「{text}」")).unwrap_or_default();
        let known: Vec<&str> = LABELS.iter().map(|(_, labels)| labels[0]).collect();
        bail!(
            "应报清单 {file} 中有一栏没有认出，为免误报未报，没有核对：{place}（{named}，像是「{}」{content}）。\
             请把栏目名改为下列之一，与应报内容无关的请删去该栏：{}",
            name(meant),
            known.join("、")
        );
    }
    Ok(())
}

fn name(column: RosterColumn) -> &'static str {
    LABELS.iter().find(|(of, _)| *of == column).map_or("", |(_, labels)| labels[0])
}

/// The missing column that an unread one seems to be.
fn seems(label: &str, texts: &[String], columns: &RosterColumns) -> Option<RosterColumn> {
    let label = plain(label);
    let is_missing = |column: &RosterColumn| !columns.contains_key(column);
    let half = |is_such: &dyn Fn(&str) -> bool| {
        let such = texts.iter().filter(|text| is_such(text)).count();
        such > 0 && such * 2 >= texts.len()
    };
    if is_missing(&RosterColumn::Form) && half(&names_kind) {
        return Some(RosterColumn::Form);
    }
    let distinct: BTreeSet<&String> = texts.iter().collect();
    let names_project = |text: &str| PROJECT_ENDS.iter().any(|end| text.len() > end.len() && text.ends_with(end));
    if is_missing(&RosterColumn::Project) && distinct.len() > 2 && distinct.len() == texts.len() && half(&names_project)
    {
        return Some(RosterColumn::Project);
    }
    let judged =
        [RosterColumn::Department, RosterColumn::Unit, RosterColumn::Form, RosterColumn::Project, RosterColumn::Count];
    let is_near = |known: &&str| strsim::normalized_damerau_levenshtein(&label, known) >= MUCH_ALIKE;
    let is_like = |column: &RosterColumn| LABELS.iter().any(|(of, labels)| of == column && labels.iter().any(is_near));
    // A list may name units alone, or departments alone.
    judged.into_iter().filter(|_| !is_about_filed(&label)).filter(is_missing).find(is_like)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::sheet;

    fn refusal(cells: &str) -> Option<String> {
        let sheet = sheet("台账", cells);
        let (row, columns) = header(&sheet).expect("a header");
        refuse_unread("台账.xlsx", &sheet, row, &columns).err().map(|error| error.to_string())
    }

    #[test]
    fn the_form_is_found_by_label_or_by_what_stands_below_it() {
        for label in ["应报表格", "要交的东西", "应报材料"] {
            let cells = format!(
                "A1=序号; B1={label}; C1=项目名称; D1=主管部门; B2=项目支出绩效自评表; C2=公园养护; D2=园林局
B3=部门决算公开表; A4=合计; B4=2"
            );
            let (_, columns) = header(&sheet("台账", &cells)).expect("a header");
            assert_eq!(columns.get(&RosterColumn::Form), Some(&1), "{label}");
            assert_eq!(refusal(&cells), None, "{label}");
        }
    }

    #[test]
    fn a_column_that_seems_to_matter_and_is_not_read_is_refused_by_name() {
        let near = refusal("A1=部门; B1=项目名称; C1=上报材料; A2=园林局; B2=公园养护; C2=甲").expect("refused");
        assert!(near.contains("第 C 列（「上报材料」，像是「表种」，内容如「甲」）"), "{near}");
        assert!(near.contains("部门、单位、表种、项目名称、份数"), "{near}");
        let mixed = refusal("A1=部门; B1=份数; C1=要求; A2=园林局; C2=部门决算公开表; A3=水利局; C3=无");
        assert!(mixed.expect("refused").contains("像是「表种」"));
        let cells = "A1=部门; B1=表种; C1=事项; A2=园林局; C2=公园养护; C3=堤防维修; C4=食堂改造";
        assert!(refusal(cells).expect("refused").contains("像是「项目名称」"));
    }

    #[test]
    fn columns_that_say_nothing_of_what_is_expected_are_left_alone() {
        for cells in [
            "A1=序号; B1=单位编码; C1=单位名称; D1=表种; E1=联系人; F1=项目编码; G1=已报份数; H1=报送时间; I1=填报单位电话
A2=1; B2=312001; C2=园林局; D2=部门决算公开表; E2=张三; F2=5301; G2=1; H2=3月; I2=13800000000",
            "A1=部门; B1=表种; C1=随附; A2=园林局; B2=项目支出绩效自评表; C2=绩效评价报告",
            "A1=部门; B1=表种; C1=资金来源; A2=园林局; C2=县级经费; C3=县级经费; C4=省级补助",
        ] {
            assert_eq!(refusal(cells), None, "{cells}");
        }
    }

    #[test]
    fn a_list_may_name_bodies_alone_and_a_form_is_no_list() {
        for cells in ["A1=单位名称; A2=园林局", "A1=序号; B1=部门; C1=联系电话; B2=园林局; C2=13800000000"]
        {
            assert!(header(&sheet("名单", cells)).is_some(), "{cells}");
        }
        for cells in ["A1=单位名称", "A1=实施单位; C1=园林中心; A2=项目资金", "A1=园林局; A2=水利局"]
        {
            assert!(header(&sheet("名单", cells)).is_none(), "{cells}");
        }
    }
}
