//! 「在职 11 人，其中：在编 8 人，聘用 3 人」, 「车辆 11 辆，其中：…用车」: heads and vehicles add up (N-503).

use crate::model::relation::{Law, Operand, Relation};
use crate::narrative::claims::{Claim, ClaimKind, Told};
use crate::narrative::mention::{Mention, Role};

/// Kinds of staff that between them are all who are on duty; other words (党员, 女性, 本科) overlap.
const STAFF: &[&str] = &[
    "行政",
    "事业",
    "在编",
    "聘用",
    "编外",
    "临聘",
    "合同制",
    "劳务派遣",
    "借调",
    "参公",
    "公务员",
    "工勤",
    "机关",
    "政府雇员",
    "编制内",
    "辅助人员",
    "参照公务员",
    "聘任",
    "雇员",
];

/// What is claimed about heads and vehicles.
pub fn claims(told: &Told) -> Vec<Claim> {
    (0..told.mentions.len()).filter_map(|index| claim(told, index)).collect()
}

fn claim(told: &Told, whole: usize) -> Option<Claim> {
    let mention = &told.mentions[whole];
    if !is_count(mention) || mention.name.is_empty() {
        return None;
    }
    let is_part = match mention.quantity.measure {
        "人" | "名" if is_on_duty(mention) => is_staff,
        "辆" | "台" => is_vehicle,
        _ => return None,
    };
    let after: Vec<&Mention> =
        told.of_sentence(mention.sentence).filter(|(at, _)| *at > whole).map(|(_, mention)| mention).collect();
    let first = after.first()?;
    if !first.lead.contains("其中") && !first.lead.contains("包括") {
        return None;
    }
    let same = |other: &&&Mention| {
        other.quantity.measure == mention.quantity.measure
            || other.quantity.measure == "人"
            || other.quantity.measure == "名"
    };
    let goes_on = |other: &&&Mention| {
        !["另有", "另外", "此外"].iter().any(|word| other.lead.contains(word)) && !other.name.contains('退')
    };
    let parts: Vec<&Mention> = after.iter().take_while(same).take_while(goes_on).copied().collect();
    let understood = parts.len() > 1 && parts.iter().all(|part| is_count(part) && is_part(part));
    let only_once = parts.iter().filter(|part| part.lead.contains("其中")).count() <= 1;
    if !understood || !only_once {
        return None;
    }
    let terms = parts.iter().map(|part| part.operand()).collect();
    Some(Claim::law(
        ClaimKind::SumOfParts,
        Relation::reported(mention.label(), Operand::new(mention.label(), &mention.figure), Law::Sum(terms)),
    ))
}

fn is_count(mention: &Mention) -> bool {
    mention.role == Role::Count && !mention.quantity.hedged
}

fn is_on_duty(mention: &Mention) -> bool {
    let name = &mention.name;
    ["在职", "在岗", "职工", "实有人", "工作人员", "在编"].iter().any(|word| name.contains(word))
        && !name.contains('退')
}

fn is_staff(part: &Mention) -> bool {
    STAFF.iter().any(|word| part.name.contains(word))
}

fn is_vehicle(part: &Mention) -> bool {
    part.name.contains("用车") || part.name.ends_with('车') || part.name.contains("车辆")
}
