//! The total and the grade, quoted once more: in the head, in the words of 自评结论.

use crate::model::figure::{CellEncoding, Figure, Unit, number};
use crate::model::form::{Entry, Quote, Row};
use crate::model::place::Address;
use crate::model::text::label::normalise;
use crate::read::Value;
use crate::recognise::extract::{Reader, clean};

/// What a text calls the score of the whole form.
const SCORES: [&str; 8] =
    ["自评总得分", "自评总分", "自评得分", "综合得分", "总得分", "最终得分", "评价得分", "自评分"];
/// What a text calls the grade.
const GRADES: [&str; 6] = ["自评等级", "评价等级", "绩效等级", "自评等次", "等级", "评级"];
/// After one of these the score is that of a part.
const PARTS: [&str; 8] = ["指标", "执行率", "执行情况", "效益", "产出", "成本", "满意度", "单项"];
/// Shorter texts are labels or values, not words about the result.
const SHORTEST: usize = 8;

impl Reader<'_> {
    /// Everything that quotes the total besides the total itself.
    pub(super) fn quotes(&self, body: u32, total: Option<&Row>) -> Vec<Quote> {
        let in_head = self.total_in_head(body).filter(|quoted| Some(&quoted.place) != total.map(|total| &total.place));
        let of_head = in_head.into_iter().flat_map(|row| row.entries.into_values()).filter_map(|entry: Entry| {
            let score = entry.figure()?.clone();
            Some(Quote { place: entry.place, text: entry.text, score: Some(score), grade: None, alone: true })
        });
        of_head.chain(self.quotes_in_texts(total)).collect()
    }

    fn quotes_in_texts(&self, total: Option<&Row>) -> Vec<Quote> {
        let after_total = total.and_then(|total| total.place.cell).map(|cell| cell.row + 1);
        let taken = self.located.headers.iter().map(|header| {
            let end = after_total.filter(|&row| row > header.bottom).unwrap_or(u32::MAX);
            header.top..self.end(header).min(end)
        });
        let taken: Vec<_> = taken.collect();
        let free = self.located.rows.clone().filter(|row| !taken.iter().any(|taken| taken.contains(row)));
        let cells = free.flat_map(|row| self.sheet.row(row));
        let texts = cells.filter_map(|(address, cell)| match &cell.value {
            Value::Text(text) if text.chars().count() >= SHORTEST => Some((address, text.as_str())),
            _ => None,
        });
        texts.filter_map(|(address, text)| self.quote(address, text)).collect()
    }

    fn quote(&self, address: Address, text: &str) -> Option<Quote> {
        let plain = normalise(text);
        let place = self.place.at(address);
        let score = score_in(&plain).map(|(value, decimals)| Figure {
            value,
            decimals,
            own_decimals: decimals,
            unit: Unit::Points,
            exact: false,
            whole: true,
            stored: CellEncoding::Text {
                prefix: String::new(),
                suffix: String::new(),
                factor: rust_decimal::Decimal::ONE,
            },
            place: place.clone(),
        });
        let grade = grade_in(&plain);
        (score.is_some() || grade.is_some()).then(|| Quote { place, text: clean(text), score, grade, alone: false })
    }
}

/// 「自评得分为98.52分」: the number and its digits.
fn score_in(plain: &str) -> Option<(rust_decimal::Decimal, i32)> {
    let after = SCORES.iter().find_map(|name| {
        let (before, after) = plain.split_once(name)?;
        (!PARTS.iter().any(|part| before.ends_with(part))).then_some(after)
    })?;
    let rest = after.trim_start_matches(['为', '是', ':', '达', '到', '共', '计', '=']);
    let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
    let (token, rest) = rest.split_at(digits);
    let typed = number::parse(token)?;
    rest.starts_with('分').then_some((typed.value, typed.decimals))
}

/// 「等级为“优”」, 「评级良好」.
fn grade_in(plain: &str) -> Option<char> {
    let after = GRADES.iter().find_map(|name| plain.split_once(name).map(|(_, after)| after))?;
    let mut rest = after.trim_start_matches(['为', '是', ':', '“', '"', '「']).chars();
    let grade = rest.next().filter(|c| "优良中差".contains(*c))?;
    let next = rest.next();
    next.is_none_or(|c| "好秀等”\"」,。;)".contains(c)).then_some(grade)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_score_of_the_whole_is_read_and_none_of_a_part() {
        let score = |text: &str| score_in(text).map(|(value, _)| value.to_string());
        assert_eq!(score("经自评,项目自评得分98.52分,等级为优。").as_deref(), Some("98.52"));
        assert_eq!(score("综合得分为90分").as_deref(), Some("90"));
        assert_eq!(score("产出指标自评得分49分"), None);
        assert_eq!(score("总分100分"), None);
        assert_eq!(score("自评得分情况见附件"), None);
    }

    #[test]
    fn a_grade_is_read_where_it_is_named() {
        assert_eq!(grade_in("评价等级为\"优\"。"), Some('优'));
        assert_eq!(grade_in("自评等级良好,"), Some('良'));
        assert_eq!(grade_in("等级中等偏上"), Some('中'));
        assert_eq!(grade_in("等级分为优、良、中、差四档"), None);
    }
}
