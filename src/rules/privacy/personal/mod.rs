//! Personal data in a text, and what stands for it in public.

mod identity;
mod names;

use std::ops::Range;

use crate::model::figure::number::half_width;
use names::{before_numbers, names};
pub use names::{is_label, whole_name};

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PersonalKind {
    /// 手机号码
    Mobile,
    /// 座机号码
    Landline,
    /// 身份证号, with a valid check digit or behind its label.
    Identity,
    /// 银行账号
    Account,
    /// 电子邮箱
    Email,
    /// 家庭住址
    Home,
    /// 姓名 beside 联系人 and the like.
    Name,
    /// What may be a name, before a telephone number: nothing says so, and it is left as it is.
    Perhaps,
}

impl PersonalKind {
    /// As users read it.
    pub fn name(self) -> &'static str {
        match self {
            PersonalKind::Mobile => "手机号码",
            PersonalKind::Landline => "座机号码",
            PersonalKind::Identity => "身份证号",
            PersonalKind::Account => "银行账号",
            PersonalKind::Email => "电子邮箱",
            PersonalKind::Home => "家庭住址",
            PersonalKind::Name => "姓名",
            PersonalKind::Perhaps => "疑似姓名",
        }
    }
}

/// Personal data in a text: which characters, and what stands for them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonalData {
    /// What it is.
    pub kind: PersonalKind,
    /// Its characters.
    pub range: Range<usize>,
    /// What stands for it in public.
    pub masked: String,
}

const CALLED: [&str; 6] = ["电话", "座机", "联系方式", "传真", "手机", "热线"];
const BANKED: [&str; 6] = ["账号", "帐号", "账户", "帐户", "卡号", "银行"];
const HOMES: [&str; 5] = ["家庭住址", "家庭地址", "居住地址", "现住址", "住址"];

/// The personal data in a text, from left to right.
pub fn find(text: &str, names_allowed: bool) -> Vec<PersonalData> {
    let chars: Vec<char> = text.chars().map(plain).collect();
    let mut found = identity::labelled(&chars);
    found.extend(numbers(&chars));
    found.extend(emails(&chars));
    found.extend(homes(&chars));
    if !names_allowed {
        found.extend(names(&chars, &found));
        found.extend(before_numbers(&chars, &found));
    }
    // Stable: of two that begin at one place the surer kind was found first.
    found.sort_by_key(|found| found.range.start);
    let mut end = 0;
    found.retain(|found| {
        let is_free = found.range.start >= end;
        end = if is_free { found.range.end } else { end };
        is_free
    });
    found
}

/// The text as it may be published.
pub fn redact(text: &str, names_allowed: bool) -> String {
    let found = find(text, names_allowed);
    if found.is_empty() {
        return text.to_string();
    }
    let chars: Vec<char> = text.chars().collect();
    let (mut shown, mut next) = (String::new(), 0);
    for found in found {
        shown.extend(&chars[next..found.range.start]);
        shown.push_str(&found.masked);
        next = found.range.end;
    }
    shown.extend(&chars[next..]);
    shown
}

/// A full-width digit or sign as its half-width one; every character stays one.
fn plain(c: char) -> char {
    half_width(&c.to_string()).chars().next().unwrap_or(c)
}

/// A run of digits in groups: 「0755-88886666」 has two.
struct DigitRun {
    range: Range<usize>,
    groups: Vec<String>,
}

fn numbers(chars: &[char]) -> Vec<PersonalData> {
    runs(chars).into_iter().filter_map(|run| number(chars, &run)).collect()
}

fn runs(chars: &[char]) -> Vec<DigitRun> {
    let mut runs = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        if !chars[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let start = at;
        let mut groups = vec![String::new()];
        while at < chars.len() {
            let is_sign =
                matches!(chars[at], '-' | ' ' | '—') || chars[at] == ')' && chars[..start].last() == Some(&'(');
            let joins = is_sign && chars.get(at + 1).is_some_and(char::is_ascii_digit);
            match chars[at] {
                c if c.is_ascii_digit() => groups.last_mut().expect("one at least").push(c),
                _ if joins => groups.push(String::new()),
                _ => break,
            }
            at += 1;
        }
        runs.push(DigitRun { range: start..at, groups });
    }
    runs
}

fn number(chars: &[char], run: &DigitRun) -> Option<PersonalData> {
    let digits = run.groups.concat();
    // As far back as 「开户银行及账号：」 and the like reach.
    let before: String = chars[run.range.start.saturating_sub(12)..run.range.start].iter().collect();
    let (last, next) = (before.chars().last(), chars.get(run.range.end));
    // Part of a code, a decimal, or an amount.
    if last.is_some_and(|c| c.is_ascii_alphabetic() || c == '.') || next.is_some_and(|c| "元万亿.".contains(*c)) {
        return None;
    }
    let lengths: Vec<usize> = run.groups.iter().map(String::len).collect();
    let says = |words: &[&str]| words.iter().any(|word| before.contains(word));
    if let Some(found) = identity::unlabelled(&digits, &lengths, next, run) {
        return Some(found);
    }
    if next.is_some_and(char::is_ascii_alphabetic) {
        return None;
    }
    let found = |kind, masked| Some(PersonalData { kind, range: run.range.clone(), masked });
    let last_four = || format!("****{}", &digits[digits.len() - 4..]);
    if is_mobile(&digits, &lengths) {
        let number = &digits[digits.len() - 11..];
        return found(PersonalKind::Mobile, format!("{}****{}", &number[..3], &number[7..]));
    }
    if is_landline(&run.groups, says(&CALLED)) {
        // 「（0797）8234567」: no bracket is left open.
        let is_bracketed = last == Some('(') && chars[run.range.clone()].contains(&')');
        let range = run.range.start - usize::from(is_bracketed)..run.range.end;
        return Some(PersonalData { kind: PersonalKind::Landline, range, masked: last_four() });
    }
    // 62 is UnionPay; the check digit keeps long codes apart.
    let is_card = digits.starts_with("62") && (16..=19).contains(&digits.len()) && luhn(&digits);
    let is_account = is_card || says(&BANKED) && (12..=24).contains(&digits.len());
    if is_account { found(PersonalKind::Account, last_four()) } else { None }
}

fn is_mobile(digits: &str, lengths: &[usize]) -> bool {
    let number = digits.strip_prefix("86").filter(|rest| rest.len() == 11).unwrap_or(digits);
    let grouped = matches!(lengths, [11] | [13] | [3, 4, 4] | [3, 8] | [2, 11] | [2, 3, 4, 4]);
    let second = number.chars().nth(1).unwrap_or('0');
    number.len() == 11 && grouped && number.starts_with('1') && ('3'..='9').contains(&second)
}

/// With its area code, or 7 to 8 digits that are said to be one. 400 and 800 numbers are meant for the public.
fn is_landline(groups: &[String], said: bool) -> bool {
    let is_area = |group: &String| group.starts_with('0') && (3..=4).contains(&group.len()) && !group.starts_with("00");
    let is_local = |group: &String| (7..=8).contains(&group.len()) && !group.starts_with(['0', '1']);
    match groups {
        [area, local] | [area, local, _] if is_area(area) => is_local(local),
        [area, one, two] if is_area(area) => is_local(&format!("{one}{two}")),
        [whole] if said && whole.starts_with('0') => (10..=12).contains(&whole.len()),
        [local] => said && is_local(local),
        _ => false,
    }
}

fn luhn(digits: &str) -> bool {
    let doubled = |(index, digit): (usize, u32)| match (index % 2, digit * 2) {
        (0, _) => digit,
        (_, twice) if twice > 9 => twice - 9,
        (_, twice) => twice,
    };
    let sum: u32 = digits.chars().rev().filter_map(|c| c.to_digit(10)).enumerate().map(doubled).sum();
    sum.is_multiple_of(10)
}

fn emails(chars: &[char]) -> Vec<PersonalData> {
    let is_local = |c: &char| c.is_ascii_alphanumeric() || "._%+-".contains(*c);
    let is_domain = |c: &char| c.is_ascii_alphanumeric() || ".-".contains(*c);
    let at_signs = chars.iter().enumerate().filter(|(_, c)| **c == '@').map(|(at, _)| at);
    let found = |at: usize| {
        let start = at - chars[..at].iter().rev().take_while(|c| is_local(c)).count();
        let end = at + 1 + chars[at + 1..].iter().take_while(|c| is_domain(c)).count();
        let domain: String = chars[at + 1..end].iter().collect();
        let masked = format!("***@{domain}");
        (start < at && domain.contains('.')).then_some(PersonalData {
            kind: PersonalKind::Email,
            range: start..end,
            masked,
        })
    };
    at_signs.filter_map(found).collect()
}

/// What follows 「家庭住址：」, up to the end of the clause.
fn homes(chars: &[char]) -> Vec<PersonalData> {
    let found = |label: &str| {
        let after = after(chars, label, 0)?;
        let start = after + chars[after..].iter().take_while(|c| **c == ':' || c.is_whitespace()).count();
        let said = chars[after..start].contains(&':');
        let length = chars[start..].iter().take_while(|c| !"，。；,;\n)）".contains(**c)).count();
        let is_some = said && length >= 4 && chars.get(start) != Some(&'某');
        is_some.then(|| PersonalData {
            kind: PersonalKind::Home,
            range: start..start + length,
            masked: "某处".to_string(),
        })
    };
    HOMES.iter().find_map(|label| found(label)).into_iter().collect()
}

/// The position behind a word, from `from` on.
fn after(chars: &[char], word: &str, from: usize) -> Option<usize> {
    let word: Vec<char> = word.chars().collect();
    let start = (from..chars.len()).find(|&at| chars[at..].starts_with(&word))?;
    Some(start + word.len())
}
