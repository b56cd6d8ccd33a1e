//! Whether two names mean the same project: surely, perhaps, or not.

use crate::model::text::label::normalise;

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

/// How alike two names of projects are.
pub fn likeness(one: &str, other: &str) -> Option<Likeness> {
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
    fn projects_are_compared_by_their_characters() {
        use Likeness::{Sure, Unsure};
        for (one, other, expected) in [
            ("公园养护（一期）", "公园养护(一期)", Some(Sure)),
            ("“城市书房”运营 补助", "城市书房运营补助", Some(Sure)),
            ("2022年公园养护", "2023年度公园养护", Some(Unsure)),
            ("公园养护经费", "公园养护", Some(Unsure)),
            ("城区道路养护维修工程", "城区道路养护维护工程", Some(Unsure)),
            ("公园养护", "道路养护", None),
            ("", "道路养护", None),
        ] {
            assert_eq!(likeness(one, other), expected, "{one} {other}");
        }
    }
}
