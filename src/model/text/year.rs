//! Years in texts.

/// The first year in a text, and whether 「年度」 follows it; a date is none.
pub fn year_in(text: &str) -> Option<(bool, i32)> {
    for (position, _) in text.match_indices("20") {
        let Some(year) = text.get(position..position + 4).and_then(|digits| digits.parse().ok()) else { continue };
        let rest = text[position + 4..].trim_start();
        let Some(rest) = rest.strip_prefix('年') else { continue };
        if !rest.trim_start().starts_with(|c: char| c.is_ascii_digit()) {
            return Some((rest.starts_with('度'), year));
        }
    }
    None
}

/// The digits of the year with which a text begins, and what follows its 「年」.
pub fn leading_year(text: &str) -> Option<(&str, &str)> {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    Some((&text[..text.len() - rest.len()], rest.strip_prefix('年')?))
}

/// Whether the 「年」 at this position of a text ends a year: four digits stand before it, and no more.
pub fn ends_year(text: &str, position: usize) -> bool {
    text[..position].chars().rev().take_while(char::is_ascii_digit).count() == 4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_is_not_taken_from_a_date() {
        assert_eq!(year_in("(2022年度)"), Some((true, 2022)));
        assert_eq!(year_in("填报日期:2023年3月26日"), None);
        assert_eq!(year_in("2023年部门决算"), Some((false, 2023)));
    }
}
