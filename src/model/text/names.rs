//! Whether two names mean the same department or project: surely, perhaps, or not.

use crate::model::text::label::normalise;
use crate::model::text::organisations::same_body;

/// Remarks in brackets, and words at the end, that do not make another body of it.
const REMARKS: [&str; 9] = ["(盖章)", "(公章)", "(签章)", "(章)", "(本级)", "(机关)", "(汇总)", "本级", "机关"];
/// What stands for a name that was not filled in.
const PLACEHOLDERS: [&str; 5] = ["XX", "××", "某某", "__", "**"];
/// Words at the end of a project's name that are written or left out.
const PROJECT_WORDS: [&str; 5] = ["项目", "经费", "专项", "资金", "支出"];
/// Shorter names say too little to be found within others.
const LEAST: usize = 4;

/// How alike two names are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// They may mean the same.
    Unsure,
    /// They do.
    Sure,
}

/// A body's name as it is compared: two with the same key are the same body. Empty for no name.
pub fn body_key(name: &str) -> String {
    let is_code = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ':' | '[' | ']' | '—');
    let plain = normalise(name);
    if PLACEHOLDERS.iter().any(|open| plain.contains(open)) {
        return String::new();
    }
    let mut key = plain.trim_start_matches(is_code);
    while let Some(shorter) = REMARKS.iter().find_map(|remark| key.strip_suffix(remark)) {
        key = shorter;
    }
    if key.is_empty() { plain } else { key.to_string() }
}

/// Whether two keys of bodies may mean the same, written in full and in short.
pub fn may_be_body(one: &str, other: &str) -> bool {
    !one.is_empty() && !other.is_empty() && same_body(one, other)
}

/// How alike two names of projects are.
pub fn projects(one: &str, other: &str) -> Option<Likeness> {
    let (one, other) = (project_key(one), project_key(other));
    if one.is_empty() || other.is_empty() {
        return None;
    }
    if one == other {
        return Some(Likeness::Sure);
    }
    let [a, b] = [&one, &other].map(|name| without_year(name));
    let [short, long] = if a.chars().count() <= b.chars().count() { [&a, &b] } else { [&b, &a] };
    let within = short.chars().count() >= LEAST && long.contains(short.as_str());
    // One character in five may be written otherwise.
    let near = strsim::levenshtein(&a, &b) * 5 <= long.chars().count();
    (a == b || within || near).then_some(Likeness::Unsure)
}

/// A project's name as it is compared: without spaces, brackets and punctuation.
pub fn project_key(name: &str) -> String {
    normalise(name).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Without its year, and without a word at its end that is often left out.
fn without_year(key: &str) -> String {
    let mut name = key.to_string();
    for century in ["20", "19"] {
        let Some(start) = name.find(century) else { continue };
        let digits = name[start..].chars().take_while(char::is_ascii_digit).count();
        if digits == 4 {
            let rest = name[start + 4..].trim_start_matches('年').trim_start_matches('度').to_string();
            name = format!("{}{rest}", &name[..start]);
        }
    }
    PROJECT_WORDS.iter().fold(name, |name, word| match name.strip_suffix(word) {
        Some(shorter) if !shorter.is_empty() => shorter.to_string(),
        _ => name,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_the_same_whatever_stands_around_its_name() {
        for name in ["川岭市 水利局", "川岭市水利局（盖章）", "312001-川岭市水利局", "川岭市水利局本级"]
        {
            assert_eq!(body_key(name), "川岭市水利局", "{name}");
        }
        assert_ne!(body_key("县第一中学（东校区）"), body_key("县第一中学（西校区）"));
        assert_eq!(body_key("××局"), "");
    }

    #[test]
    fn short_names_are_never_sure() {
        assert_ne!(body_key("市水利局"), body_key("川岭市水利局"));
        assert!(may_be_body("市水利局", "川岭市水利局"));
        assert!(!may_be_body("市林业局", "川岭市水利局"));
    }

    #[test]
    fn projects_are_compared_by_their_characters() {
        use Likeness::{Sure, Unsure};
        for (one, other, likeness) in [
            ("公园养护（一期）", "公园养护(一期)", Some(Sure)),
            ("“城市书房”运营 补助", "城市书房运营补助", Some(Sure)),
            ("2022年公园养护", "2023年度公园养护", Some(Unsure)),
            ("公园养护经费", "公园养护", Some(Unsure)),
            ("城区道路养护维修工程", "城区道路养护维护工程", Some(Unsure)),
            ("公园养护", "道路养护", None),
            ("", "道路养护", None),
        ] {
            assert_eq!(projects(one, other), likeness, "{one} {other}");
        }
    }
}
