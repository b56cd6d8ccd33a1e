//! A text in the place of a figure, a target, an actual value or a deadline.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ziping::model::figure::number::{self, Reading};
use ziping::scoring::{actual::Actual, date::Deadline, quantity::Quantity, target, tier::Tier};

fuzz_target!(|input: &[u8]| {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let (first, second) = text.split_once('\n').unwrap_or((text, text));
    if let Reading::Number(typed) = number::read(first) {
        let shown = typed.value.to_string();
        let again = number::parse(&shown).map(|again| again.value);
        assert!(again.is_none_or(|again| again == typed.value), "{first} is {shown}, and that is {again:?}");
        Quantity::of(&typed).show();
    }
    let aim = target::target(first, second, "数量指标");
    target::target_in_parts("≥", first, second, first, "");
    Actual::read(second).against(&aim);
    Quantity::read(first).zip(Quantity::read(second)).map(|(one, other)| one.comparable(&other));
    if let Some(deadline) = Deadline::read(first) {
        deadline.in_year(Some(2023)).kept_by(second);
    }
    Tier::of(first);
});
