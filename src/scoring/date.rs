//! Deadlines, and the dates that answer them.

/// A day, comparable by its order in the year.
type Day = (u32, u32);

/// When something is due: a day, a month, a quarter, a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateSpan {
    /// As typed; none for 「12月底前」.
    pub year: Option<i32>,
    first: Day,
    last: Day,
}

/// The last day on which something is in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadline {
    due: DateSpan,
    /// 「9月前」 may mean before its first day or by its last: what falls inside is left to people.
    before: bool,
}

const BEFORE: [&str; 8] = ["不晚于", "不迟于", "≤", "<=", "截至", "于", "在", "至"];
/// What begins, lasts or comes after is no deadline.
const NO_DEADLINE: [&str; 7] = ["起", "始", "以来", "后", "每", "至", "到"];
const IN_TIME: [&str; 12] = [
    "按时完成",
    "按期完成",
    "如期完成",
    "及时完成",
    "提前完成",
    "按时",
    "按期",
    "及时",
    "按计划完成",
    "在规定时间内完成",
    "按时完工",
    "按期完工",
];
/// What is planned has not happened.
const NOT_DONE: [&str; 5] = ["未", "预计", "计划", "拟", "将"];

impl Deadline {
    /// Reads 「2023年12月底前」, 「12月31日前」, 「2023年内」, 「第四季度」.
    pub fn read(text: &str) -> Option<Deadline> {
        let body = BEFORE.iter().find_map(|word| text.strip_prefix(word)).unwrap_or(text);
        let (due, rest) = span(body)?;
        let no_deadline = |rest: &str| NO_DEADLINE.iter().any(|word| rest.contains(word));
        if rest.contains(|c: char| c.is_ascii_digit()) || no_deadline(rest) {
            return None;
        }
        let before = rest.starts_with(['前', '之', '以']) && due.first != due.last;
        Some(Deadline { due, before: before && !body[..body.len() - rest.len()].ends_with(['底', '末']) })
    }

    /// The same in the year of its form, where it names none.
    pub fn in_year(mut self, year: Option<i32>) -> Deadline {
        self.due.year = self.due.year.or(year);
        self
    }

    /// Whether an actual value keeps it; nothing where it does not say.
    pub fn kept_by(self, actual: &str) -> Option<bool> {
        let actual = actual.trim_end_matches(['。', ';', ',', '.']);
        if IN_TIME.iter().any(|word| actual.strip_prefix('已').unwrap_or(actual) == *word) {
            return Some(true);
        }
        if NOT_DONE.iter().any(|word| actual.contains(word)) {
            return None;
        }
        let done = actual_span(actual)?;
        let year = match (self.due.year, done.year) {
            (None, Some(_)) => return None, // nothing says which year is meant
            (due, done) => (done.or(due), due),
        };
        let (first, last) = ((year.0, done.first), (year.0, done.last));
        let latest = (year.1, self.due.last);
        let sure = if self.before { last < (year.1, self.due.first) } else { last <= latest };
        match () {
            () if sure => Some(true),
            () if first > latest => Some(false),
            () => None,
        }
    }
}

/// 「已于2023年11月20日完成」 → that day.
fn actual_span(actual: &str) -> Option<DateSpan> {
    let words = ["已于", "于", "已在", "在", "实际", "已", "完成时间为", "完成时间"];
    let body = words.iter().find_map(|word| actual.strip_prefix(word)).unwrap_or(actual);
    let (done, rest) = span(body.trim_start_matches([':', '于']))?;
    let open = rest.contains(|c: char| c.is_ascii_digit()) || ["起", "至", "到", "后"].iter().any(|w| rest.contains(w));
    (!open).then_some(done)
}

/// The span at the start of a text, and what follows it.
fn span(text: &str) -> Option<(DateSpan, &str)> {
    let (year, rest) = year(text);
    let named = rest.len() < text.len();
    if let Some((first, last, rest)) = quarter(rest).or_else(|| month(rest, named)) {
        return Some((DateSpan { year, first, last }, rest));
    }
    let at_end = ["年底", "年末", "年终", "底", "末"].iter().find_map(|word| rest.strip_prefix(word));
    match at_end.filter(|_| named || rest.starts_with('年')) {
        Some(rest) => Some((DateSpan { year, first: (12, 1), last: (12, 31) }, rest.trim_start_matches('前'))),
        None => {
            let rest = if named { rest } else { rest.strip_prefix("年内")? };
            Some((DateSpan { year, first: (1, 1), last: (12, 31) }, rest))
        }
    }
}

/// 「2023年」, 「2023-」, 「当年」 and what follows; nothing is taken where no year is named.
fn year(text: &str) -> (Option<i32>, &str) {
    if let Some(rest) = ["当年", "本年度", "本年", "今年"].iter().find_map(|word| text.strip_prefix(word)) {
        return (None, rest);
    }
    let Some((digits, rest)) = text.split_at_checked(4) else { return (None, text) };
    let number = digits.parse().ok().filter(|year| (1990..2100).contains(year));
    let after = rest.strip_prefix("年度").or_else(|| rest.strip_prefix('年'));
    let after = after
        .or_else(|| rest.strip_prefix(['-', '.', '/']).filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit())));
    match (number, after) {
        (Some(year), Some(after)) => (Some(year), after),
        _ => (None, text),
    }
}

/// 「第四季度」, 「上半年」
fn quarter(text: &str) -> Option<(Day, Day, &str)> {
    for (half, first, last) in [("上半年", (1, 1), (6, 30)), ("下半年", (7, 1), (12, 31))] {
        if let Some(rest) = text.strip_prefix(half) {
            return Some((first, last, rest));
        }
    }
    let text = text.strip_prefix('第').unwrap_or(text);
    let number = text.chars().next()?;
    let index = "一二三四".chars().position(|c| c == number).or_else(|| "1234".chars().position(|c| c == number))?;
    let rest = text[number.len_utf8()..].strip_prefix("季度")?;
    let last = 3 * u32::try_from(index).ok()? + 3;
    Some(((last - 2, 1), (last, days(last)), rest))
}

/// 「11月」, 「11月20日」, 「11月底」, 「11-20」; a bare month without 「月」 only behind a year.
fn month(text: &str, behind_year: bool) -> Option<(Day, Day, &str)> {
    let (number, rest) = number(text)?;
    let number = Some(number).filter(|month| (1..=12).contains(month))?;
    let whole = ((number, 1), (number, days(number)));
    let Some(rest) = rest.strip_prefix("月份").or_else(|| rest.strip_prefix('月')) else {
        if !behind_year {
            return None;
        }
        let Some(after) = rest.strip_prefix(['-', '.', '/']) else {
            return rest.is_empty().then_some((whole.0, whole.1, rest));
        };
        // 「1-12月」 is a time from one month to another, 「1-12」 a day.
        return period(after, number).or_else(|| day(after, number));
    };
    if let Some(rest) = rest.strip_prefix(['底', '末']) {
        return Some((whole.0, whole.1, rest.trim_start_matches('前')));
    }
    for (part, first, last) in [("上旬", 1, 10), ("中旬", 11, 20), ("下旬", 21, days(number))] {
        if let Some(rest) = rest.strip_prefix(part) {
            return Some(((number, first), (number, last), rest));
        }
    }
    day(rest, number).or_else(|| {
        let counts = rest.starts_with(|c: char| c.is_ascii_digit());
        (!counts).then_some((whole.0, whole.1, rest))
    })
}

/// 「12月」 behind 「1-」: from the first day of the one month to the last of the other.
fn period(text: &str, from: u32) -> Option<(Day, Day, &str)> {
    let (to, rest) = number(text)?;
    let rest = rest.strip_prefix("月份").or_else(|| rest.strip_prefix('月'))?;
    (from..=12).contains(&to).then_some(((from, 1), (to, days(to)), rest))
}

fn day(text: &str, month: u32) -> Option<(Day, Day, &str)> {
    let (number, rest) = number(text)?;
    let rest = rest.strip_prefix(['日', '号']).unwrap_or(rest);
    (1..=days(month)).contains(&number).then_some(((month, number), (month, number), rest))
}

/// One or two digits.
fn number(text: &str) -> Option<(u32, &str)> {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, rest) = text.split_at(digits);
    Some((number.parse().ok().filter(|_| digits <= 2)?, rest))
}

/// Days of a month; of February as many as it may have.
fn days(month: u32) -> u32 {
    match month {
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}
