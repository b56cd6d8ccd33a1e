//! Actual values, in the unit of their targets.

use rust_decimal::Decimal;

use crate::model::figure::number;
use crate::scoring::quantity::Quantity;
use crate::scoring::target::{Target, plain};

/// What an actual value says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actual {
    /// 「50个」, 「完成50个」, 「2期（因疫情）」
    Exactly(Quantity),
    /// 「≥50个」, 「50余个」: as much or more.
    AtLeast(Quantity),
    /// 「≤90万元」: as much or less.
    AtMost(Quantity),
    /// 「约50个」: a little more or less.
    About(Quantity),
    /// 「100/100」: all of so many.
    All(Quantity),
    /// Words, dates, anything else: people judge.
    Other,
}

const DONE: [&str; 19] = [
    "已",
    "实际",
    "全年",
    "本年",
    "共计",
    "累计",
    "合计",
    "总计",
    "共",
    "完成了",
    "完成",
    "达到了",
    "达到",
    "达",
    "实现",
    "建成",
    "举办",
    "为",
    ":",
];
/// What is measured may stand before its value.
const SUBJECTS: [&str; 4] = ["率", "度", "比例", "占比"];

impl Actual {
    /// Reads an actual value.
    pub fn read(text: &str) -> Actual {
        let plain = plain(text);
        let body = without_remarks(&plain);
        let after = |signs: &[&str]| signs.iter().find_map(|sign| body.strip_prefix(sign)).and_then(Quantity::read);
        if let Some(quantity) = after(&["≥", ">=", "不少于", "不低于"]) {
            return Actual::AtLeast(quantity);
        }
        if let Some(quantity) = after(&["≤", "<=", "不超过", "不高于"]) {
            return Actual::AtMost(quantity);
        }
        if let Some((part, whole)) = body.split_once('/')
            && let (Some(part), Some(whole)) = (Quantity::read(part), Quantity::read(whole))
        {
            return if part.value == whole.value && whole.unit != "%" { Actual::All(whole) } else { Actual::Other };
        }
        let body = body.strip_prefix('=').unwrap_or(body);
        Quantity::read(body).map_or_else(|| hedged(body), Actual::Exactly)
    }

    /// The quantity that counts against a target, in its unit; nothing where people have to judge.
    pub fn against(self, target: &Target) -> Option<Quantity> {
        let (Target::Up(aim) | Target::Down(aim) | Target::Unclear(aim) | Target::Exact { low: aim, .. }) = target
        else {
            return None;
        };
        let (up, down) = (matches!(target, Target::Up(_)), matches!(target, Target::Down(_)));
        match self {
            Actual::Exactly(done) => done.comparable(aim),
            Actual::AtLeast(done) => done.comparable(aim).filter(|done| up && done.value >= aim.value),
            Actual::AtMost(done) => done.comparable(aim).filter(|done| down && done.value <= aim.value),
            Actual::About(done) => {
                // A tenth is more than anybody means by 「约」.
                let tenth = done.value / Decimal::TEN;
                let done = done.comparable(aim)?;
                let clear = up && done.value - tenth >= aim.value || down && done.value + tenth <= aim.value;
                clear.then_some(done)
            }
            Actual::All(_) if aim.unit == "%" => Some(Quantity::percent(Decimal::ONE_HUNDRED)),
            Actual::All(whole) => whole.comparable(aim).filter(|whole| whole.value == aim.value),
            Actual::Other => None,
        }
    }

    /// The quantity as typed, whatever it is compared with.
    pub fn quantity(&self) -> Option<&Quantity> {
        match self {
            Actual::Exactly(done) | Actual::AtLeast(done) | Actual::AtMost(done) | Actual::About(done) => Some(done),
            Actual::All(_) | Actual::Other => None,
        }
    }
}

/// 「约50个」, 「50余个」, 「近50个」, 「50个左右」
fn hedged(body: &str) -> Actual {
    if let Some(quantity) = body.strip_suffix("以上").and_then(Quantity::read) {
        return Actual::AtLeast(quantity);
    }
    let bare = ["左右", "上下"].iter().find_map(|word| body.strip_suffix(word));
    let Some(typed) = number::parse(bare.unwrap_or(body)).filter(|typed| typed.value >= Decimal::ZERO) else {
        return Actual::Other;
    };
    match () {
        () if typed.suffix.contains(['余', '多']) => Actual::AtLeast(Quantity::of(&typed)),
        () if typed.hedged || bare.is_some() => Actual::About(Quantity::of(&typed)),
        () => Actual::Other,
    }
}

/// 「完成2期（因疫情）」 → 「2期」; 「合格率为96%」 → 「96%」.
fn without_remarks(actual: &str) -> &str {
    let mut rest = actual;
    while let Some(shorter) = DONE.iter().find_map(|word| rest.strip_prefix(word)) {
        rest = shorter;
    }
    rest = match rest.strip_suffix(')').and_then(|inside| inside.find('(')) {
        Some(open) if open > 0 => &rest[..open],
        _ => rest,
    };
    let Some(start) = rest.find(|c: char| c.is_ascii_digit()).filter(|start| *start > 0) else { return rest };
    let subject = ["达到", "达", "为", ":"].iter().find_map(|word| rest[..start].strip_suffix(word));
    let subject = subject.unwrap_or(&rest[..start]);
    let is_subject = SUBJECTS.iter().any(|word| subject.ends_with(word)) && rest.ends_with('%');
    let turns = subject.contains(['未', '不', '下', '降', '低']);
    if is_subject && !turns { &rest[start..] } else { rest }
}
