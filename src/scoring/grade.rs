//! Grades: which a score earns, and which a text states.

use rust_decimal::Decimal;

/// The four grades, from the best.
const GRADES: [char; 4] = ['优', '良', '中', '差'];

/// The grade that a score earns.
pub fn grade_of(score: Decimal, bands: [i64; 3]) -> char {
    let rank = bands.iter().position(|&low| score >= Decimal::from(low)).unwrap_or(bands.len());
    GRADES[rank]
}

/// The grade that a text states: 「优」, 「良好」, 「优□ 良☑ 中□ 差□」; nothing where it names several.
pub fn grade_in(text: &str) -> Option<char> {
    let named: Vec<char> = GRADES.iter().copied().filter(|grade| text.contains(*grade)).collect();
    if let [only] = named[..] {
        return Some(only);
    }
    let is_box = |c: char| "□☐☑√✓■☒".contains(c);
    let before = text.find(is_box).zip(text.find(named.first().copied()?)).is_some_and(|(mark, grade)| mark < grade);
    let marked = |grade: &char| {
        let (left, right) = text.split_once(*grade).unwrap_or_default();
        let mark = if before { left.chars().next_back() } else { right.trim_start_matches('好').chars().next() };
        mark.is_some_and(|mark| "☑√✓■".contains(mark))
    };
    let mut marked = named.into_iter().filter(marked);
    marked.next().filter(|_| marked.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_include_their_lower_bound() {
        let (bands, strict) = crate::model::profile::national().bands();
        assert!(!strict);
        let grades: String = [100, 90, 80, 60, 59].map(|score| grade_of(score.into(), bands)).iter().collect();
        assert_eq!(grades, "优优良中差");
        assert_eq!(grade_of(Decimal::new(8999, 2), bands), '良');
    }

    #[test]
    fn a_grade_is_read_alone_or_ticked() {
        assert_eq!(grade_in("优"), Some('优'));
        assert_eq!(grade_in("良好"), Some('良'));
        assert_eq!(grade_in("优□ 良☑ 中□ 差□"), Some('良'));
        assert_eq!(grade_in("□优 ☑良 □中 □差"), Some('良'));
        assert_eq!(grade_in("优□ 良□ 中□ 差□"), None);
    }
}
