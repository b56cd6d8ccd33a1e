//! Before publishing: what must not leave the house.
//!
//! These rules belong to the catalogue but run only when forms are exported: a form that is filed may well name whom
//! to call.

pub mod personal;

use std::io::Cursor;

use crate::model::finding::{Evidence, Finding, Severity};
use crate::model::form::Form;
use crate::model::place::{Address, Place};
use crate::read::{Sheet, Value, Workbook};
use crate::rules::{Check, Rule, basis};
use personal::{PersonalData, PersonalKind};

/// The rules of this group.
pub static RULES: &[&Rule] = &[&PERSONAL, &NAMES, &OPEN, &CARRIED];

static PERSONAL: Rule = Rule {
    id: "U-601",
    title: "公开的表中不应有个人信息",
    severity: Severity::Error,
    basis: basis::PUBLICATION,
    explanation: "公开的表谁都可以看到、转载。手机和座机号码、身份证号（没有注明的看校验位）、银行账号、电子邮箱、家庭住址一旦公开就收不回来。只在导出公示表（ziping export）时检查；金额、项目编码、12345 之类的公共热线不算。",
    how_to_fix: "导出时已自动隐去（如 138****0000），无须手工修改；请看一眼替换后的文字是否通顺。",
    example: "情况说明中写有「咨询电话 13800000000」：公示表中改为「138****0000」。",
    check: Check::Export,
};

static NAMES: Rule = Rule {
    id: "U-602",
    title: "公开的表中一般不列联系人、填表人等个人姓名",
    severity: Severity::Warning,
    basis: basis::PUBLICATION,
    explanation: "「联系人」「项目负责人」「填表人」「财务负责人」等栏后面的姓名不是绩效信息，一般不公开。确需公开负责人姓名的地方，可在评分口径中写 publish_names = true。只在导出公示表时检查。",
    how_to_fix: "导出时已自动改为「张某」，表末的联系人一行不带入公示表；只是写在电话前、像是姓名的不改，请核对。",
    example: "「项目负责人：张三」：公示表中改为「张某」。",
    check: Check::Export,
};

static OPEN: Rule = Rule {
    id: "U-603",
    title: "仍有错误未更正的表不应公开",
    severity: Severity::Error,
    basis: basis::PUBLICATION,
    explanation: "公开之后再改，比公开之前改要难得多。能自动更正的已在导出时更正（--as-filed 除外）；其余错误要由单位核实。",
    how_to_fix: "先用 ziping check 查看并更正；确认无误、仍要导出的，加 --force。",
    example: "年度资金总额与各项之和不符，且不能断定哪个数有误：该单位的表不导出。",
    check: Check::Export,
};

static CARRIED: Rule = Rule {
    id: "U-604",
    title: "批注、隐藏的工作表和作者信息不应随表公开",
    severity: Severity::Warning,
    basis: basis::PUBLICATION,
    explanation: "直接上传原工作簿时，批注、隐藏的工作表和文件属性中的作者、最后修改人会一并公开。导出的文件是另外新建的，不带这些内容。",
    how_to_fix: "请上传导出的文件，不要上传原工作簿。",
    example: "原工作簿有 3 条批注，文件属性中有作者姓名：导出的公示表都不带。",
    check: Check::Export,
};

/// U-601 and U-602 in the cells of a form, with the cell beside a label such as 联系人.
pub fn personal_data(form: &Form, sheet: &Sheet) -> Vec<Finding> {
    let inside = |cell: &Address| form.rows.contains(&cell.row) && form.columns.contains(&cell.column);
    let mut findings = Vec::new();
    for (address, cell) in sheet.cells.iter().filter(|(address, _)| inside(address)) {
        let Value::Text(text) = &cell.value else { continue };
        let place = form.place.at(*address);
        let mut found = personal::find(text, form.profile.publish_names);
        found.extend(name_beside(sheet, *address, text).filter(|_| !form.profile.publish_names));
        let of = |kinds: fn(PersonalKind) -> bool| {
            found.iter().filter(|found| kinds(found.kind)).collect::<Vec<&PersonalData>>()
        };
        let is_number = |kind| !matches!(kind, PersonalKind::Name | PersonalKind::Perhaps);
        findings.extend(hidden(&PERSONAL, &place, &of(is_number)));
        findings.extend(hidden(&NAMES, &place, &of(|kind| kind == PersonalKind::Name)));
        findings.extend(left_open(&place, &of(|kind| kind == PersonalKind::Perhaps)));
    }
    findings
}

fn shown(found: &[&PersonalData]) -> String {
    let texts: Vec<String> = found.iter().map(|found| format!("{} {}", found.kind.name(), found.masked)).collect();
    texts.join("、")
}

fn hidden(rule: &Rule, place: &Place, found: &[&PersonalData]) -> Option<Finding> {
    let first = found.first()?;
    Some(rule.finding(place, first.kind.name(), format!("含{}；公示表中已隐去，或不带入", shown(found))))
}

fn left_open(place: &Place, found: &[&PersonalData]) -> Option<Finding> {
    let message = format!("电话前有{}，没有隐去，请核对；不宜公开的请在原表中删去", shown(found));
    Some(NAMES.finding(place, found.first()?.kind.name(), message))
}

/// Whether a finding tells of something that was not hidden, and that somebody has to look at.
pub fn is_left_open(finding: &Finding) -> bool {
    finding.rule == NAMES.id && finding.item == PersonalKind::Perhaps.name()
}

/// A name in a cell whose left neighbour says whose it is.
fn name_beside(sheet: &Sheet, cell: Address, text: &str) -> Option<PersonalData> {
    let (_, label) = sheet.row(cell.row).take_while(|(left, _)| left.column < cell.column).last()?;
    let Value::Text(label) = &label.value else { return None };
    personal::is_label(label).then(|| personal::whole_name(text)).flatten()
}

/// U-603, at the first error that is still open, with every one as evidence.
pub fn open_errors(open: &[&Finding]) -> Option<Finding> {
    let first = open.first()?;
    let message = format!("仍有 {} 处错误未更正，如 {}：{}", open.len(), first.key(), first.message);
    let evidence = |finding: &&Finding| Evidence {
        place: finding.place.clone(),
        label: format!("{} {}", finding.rule, finding.item),
        value: finding.stated.clone().unwrap_or_default(),
    };
    Some(OPEN.finding(&first.place, "未更正的错误", message).because(open.iter().map(evidence).collect()))
}

/// Whether a finding only sums up the errors that are still open.
pub fn sums_up(finding: &Finding) -> bool {
    finding.rule == OPEN.id
}

/// U-604 for a workbook: what it would carry if it were uploaded as it is.
pub fn carried(workbook: &Workbook, package: &[u8]) -> Option<Finding> {
    let hidden = workbook.sheets.iter().filter(|sheet| sheet.hidden).count();
    let mut parts: Vec<String> = Vec::new();
    parts.extend((hidden > 0).then(|| format!("{hidden} 张隐藏的工作表")));
    let (comments, authors) = in_package(package);
    parts.extend(comments.then(|| "批注".to_string()));
    parts.extend(authors.then(|| "作者或最后修改人".to_string()));
    let place = Place { file: workbook.file.clone(), ..Place::default() };
    let message = format!("原工作簿带有{}；导出的公示表不带这些内容，请勿直接上传原工作簿", parts.join("、"));
    (!parts.is_empty()).then(|| CARRIED.finding(&place, "随附内容", message))
}

/// Names that programs, not people, leave as author.
const PROGRAMS: [&str; 6] = ["openpyxl", "xlsxwriter", "XlsxWriter", "Apache POI", "LibreOffice", "Administrator"];

/// Whether a package has comments, and whether its properties name somebody.
fn in_package(bytes: &[u8]) -> (bool, bool) {
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else { return (false, false) };
    let is_comment = |name: &str| name.starts_with("xl/comments") || name.starts_with("xl/threadedComments");
    let comments = archive.file_names().flatten().any(|name| is_comment(&name));
    let mut properties = String::new();
    if let Ok(part) = archive.by_name("docProps/core.xml") {
        let limited = std::io::Read::take(part, 100_000);
        drop(std::io::Read::read_to_string(&mut { limited }, &mut properties));
    }
    let names = |tag: &str| {
        let value = properties.split_once(&format!("<{tag}>")).and_then(|(_, rest)| rest.split_once('<'));
        let is_person = |name: &str| !name.is_empty() && !PROGRAMS.iter().any(|program| name.contains(program));
        value.is_some_and(|(value, _)| is_person(value.trim()))
    };
    (comments, names("dc:creator") || names("cp:lastModifiedBy"))
}

#[cfg(test)]
mod tests;
