//! Whether two names mean the same department or unit, however they are written: two with the same key surely do; others
//! may, written in full and in short.

use crate::model::text::label::normalise;

/// Remarks at the end of a name that the same organisation surely has with and without.
const REMARKS: [&str; 9] = ["(盖章)", "(公章)", "(签章)", "(章)", "(本级)", "(机关)", "(汇总)", "本级", "机关"];
/// What surely is no name.
const UNFILLED: [&str; 5] = ["XX", "××", "某某", "__", "**"];
/// What may stand behind a name without making it another organisation.
const SUFFIXES: [&str; 6] = ["本级", "机关", "汇总", "部门", "本部", "(盖章)"];
/// What may stand for a name that was not filled in.
const PLACEHOLDERS: [&str; 5] = ["XX", "××", "某", "__", "**"];

/// An organisation's name as it is compared: two with the same key are the same organisation. Empty for no name.
pub fn organisation_key(name: &str) -> String {
    let plain = normalise(name);
    if UNFILLED.iter().any(|open| plain.contains(open)) {
        return String::new();
    }
    let mut key = plain.trim_start_matches(is_code);
    while let Some(shorter) = REMARKS.iter().find_map(|remark| key.strip_suffix(remark)) {
        key = shorter;
    }
    if key.is_empty() { plain } else { key.to_string() }
}

/// Whether two keys of organisations may mean the same, written in full and in short.
pub fn may_be_organisation(one: &str, other: &str) -> bool {
    !one.is_empty() && !other.is_empty() && same_organisation(one, other)
}

/// Whether two names may mean the same: codes before them, remarks in brackets, suffixes and abbreviations
/// (「文旅局」 for 「文化和旅游局」) make no difference. Where a name says nothing, they may.
pub fn same_organisation(one: &str, other: &str) -> bool {
    if one == other {
        return true;
    }
    let (one, other) = (normalise(one), normalise(other));
    if PLACEHOLDERS.iter().any(|open| one.contains(open) || other.contains(open)) {
        return true;
    }
    let (ones, others) = (names(&one), names(&other));
    let meets = |a: &String| others.iter().any(|b| within(a, b) || within(b, a));
    ones.is_empty() || others.is_empty() || ones.iter().any(meets)
}

/// The plain names in a text, which may list several.
fn names(text: &str) -> Vec<String> {
    let plain = without_brackets(text);
    let names = plain.split(['、', ',', ';', '/']).map(plain_name);
    names.filter(|name| name.chars().count() > 1).collect()
}

fn plain_name(name: &str) -> String {
    let mut name = name.trim_matches(is_code);
    while let Some(shorter) = SUFFIXES.iter().find_map(|suffix| name.strip_suffix(suffix)) {
        name = shorter;
    }
    name.trim_matches(is_code).to_string()
}

fn is_code(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ':' | '[' | ']' | '—')
}

/// Whether all characters of a name stand in another one, in the same order.
fn within(short: &str, long: &str) -> bool {
    let mut rest = long.chars();
    short.chars().all(|c| rest.any(|other| other == c))
}

fn without_brackets(text: &str) -> String {
    let mut depth = 0_u32;
    let mut plain = String::new();
    for c in text.chars() {
        match c {
            '(' | '[' | '〔' | '【' => depth += 1,
            ')' | ']' | '〕' | '】' => depth = depth.saturating_sub(1),
            _ if depth == 0 => plain.push(c),
            _ => {}
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_organisation_is_the_same_whatever_stands_around_its_name() {
        for name in ["川岭市 水利局", "川岭市水利局（盖章）", "312001-川岭市水利局", "川岭市水利局本级"]
        {
            assert_eq!(organisation_key(name), "川岭市水利局", "{name}");
        }
        assert_ne!(organisation_key("县第一中学（东校区）"), organisation_key("县第一中学（西校区）"));
        assert_eq!(organisation_key("××局"), "");
    }

    #[test]
    fn short_names_are_never_sure() {
        assert_ne!(organisation_key("市水利局"), organisation_key("川岭市水利局"));
        assert!(may_be_organisation("市水利局", "川岭市水利局"));
        assert!(!may_be_organisation("市林业局", "川岭市水利局"));
    }

    #[test]
    fn one_organisation_is_written_in_many_ways() {
        for (one, other) in [
            ("川岭市水利局", "川岭市水利局（代码312001）"),
            ("312001-川岭市水利局", "川岭市 水利局"),
            ("川岭市水利局本级", "川岭市水利局"),
            ("市水利局", "川岭市水利局（机关）"),
            ("渝岭区文旅委", "渝岭区文化和旅游发展委员会"),
            ("XX局", "川岭市水利局"),
            ("园林局、城管局", "城管局"),
            ("", "川岭市水利局"),
        ] {
            assert!(same_organisation(one, other), "{one} {other}");
        }
    }

    #[test]
    fn other_organisations_are_others() {
        for (one, other) in
            [("川岭市水利局", "川岭市林业局"), ("云溪县青少年活动中心", "云溪县教育局"), ("园林局", "城管局")]
        {
            assert!(!same_organisation(one, other), "{one} {other}");
        }
    }
}
