//! 「年初预算 B，支出决算 A，完成预算的 p%，决算数大于预算数」: rate and comparing word follow (N-509).

use std::cmp::Ordering;

use crate::model::finding::evidence;
use crate::model::relation::{Law, Relation, Verdict};
use crate::narrative::claims::{Claim, ClaimKind, Said, Told};
use crate::narrative::mention::{Mention, Role};

/// What is claimed about budgets and what was spent of them.
pub fn claims(told: &Told) -> Vec<Claim> {
    let rates = (0..told.mentions.len()).filter_map(|index| rate(told, index));
    rates.chain((0..told.sentences.len()).filter_map(|sentence| compared(told, sentence))).collect()
}

/// The rate at which a budget was spent, where both amounts stand beside it.
fn rate(told: &Told, index: usize) -> Option<Claim> {
    let mention = &told.mentions[index];
    if !matches!(mention.role, Role::Completion | Role::ExecutionRate) || mention.quantity.hedged {
        return None;
    }
    let (budget, spent) = pair(told, index)?;
    // Nothing was planned, so that no rate follows.
    if budget.quantity.value.is_zero() {
        return None;
    }
    let relation = |budget: &Mention, spent: &Mention| {
        let named = !spent.name.is_empty();
        let item = if named { format!("{} · {}", spent.name, mention.label()) } else { mention.label() };
        Relation::reported(item, mention.operand(), Law::Ratio(spent.operand(), budget.operand()))
    };
    // With several budgets or amounts in the sentence, the rate is wrong only if it fits no two of them.
    let here = || told.before(index).map(|(_, mention)| mention).filter(|mention| !mention.quantity.hedged);
    let budgets = here().filter(|mention| mention.role == Role::Budget);
    let mut all =
        budgets.flat_map(|budget| here().filter(|mention| mention.is_entry()).map(move |spent| (budget, spent)));
    let fits = |(budget, spent): &(&Mention, &Mention)| relation(budget, spent).verdict() == Verdict::Holds;
    let (budget, spent) = all.find(fits).unwrap_or((budget, spent));
    Some(Claim::law(ClaimKind::Completion, relation(budget, spent)))
}

/// The budget and what was spent of it, nearest before a mention.
pub fn pair(told: &Told, index: usize) -> Option<(&Mention, &Mention)> {
    among(told, told.before(index).map(|(_, mention)| mention))
}

/// The same among some mentions of one sentence, the nearest first.
fn among<'a>(told: &'a Told, mentions: impl Iterator<Item = &'a Mention>) -> Option<(&'a Mention, &'a Mention)> {
    let exact = |mention: &&Mention| !mention.quantity.hedged && mention.quantity.unit.is_money();
    let before: Vec<&Mention> = mentions.filter(exact).collect();
    let of = |role: Role| before.iter().copied().find(move |mention| mention.role == role);
    let spent = of(Role::Final).or_else(|| of(Role::Amount))?;
    // Of two budgets and an amount that is not called 决算数, nobody knows which belong together.
    if before.iter().filter(|mention| mention.role == Role::Budget).count() > 1 && spent.role != Role::Final {
        return None;
    }
    let budget = of(Role::Budget).or_else(|| {
        let sentence = told.previous_sentence(spent.sentence).filter(|_| spent.role == Role::Final)?;
        let mut budgets =
            told.of_sentence(sentence).map(|(_, mention)| mention).filter(|mention| mention.role == Role::Budget);
        budgets.next().filter(|_| budgets.next().is_none())
    })?;
    Some((budget, spent))
}

/// The words that compare 决算数 with 预算数 agree with both.
fn compared(told: &Told, sentence: usize) -> Option<Claim> {
    let (at, word, stated) = comparison(&told.sentences[sentence].plain)?;
    let here: Vec<&Mention> = told
        .of_sentence(sentence)
        .map(|(_, mention)| mention)
        .filter(|mention| mention.quantity.span.end <= at)
        .collect();
    let (budget, spent) = match here.is_empty() {
        false => among(told, here.into_iter().rev())?,
        true => {
            let before: Vec<&Mention> =
                told.of_sentence(told.previous_sentence(sentence)?).map(|(_, mention)| mention).collect();
            among(told, before.into_iter().rev())?
        }
    };
    if told.of_sentence(budget.sentence).filter(|(_, mention)| mention.role == Role::Budget).count() > 1 {
        return None; // which of the budgets the words mean is not certain
    }
    let (planned, really) = (budget.figure.range(), spent.figure.range());
    let wrong = match stated {
        Ordering::Greater => really.high < planned.low || spent.figure.base() < budget.figure.base(),
        Ordering::Less => really.low > planned.high || spent.figure.base() > budget.figure.base(),
        Ordering::Equal => !really.meets(planned),
    };
    let message = format!(
        "文中写决算数{word}预算数，而决算数为 {}，预算数为 {}；请核对数字和文字",
        spent.figure.show(),
        budget.figure.show()
    );
    let said = Said {
        place: spent.figure.place.clone(),
        item: format!("{} · 与预算比较", spent.label()),
        stated: word.to_string(),
        expected: None,
        wrong: wrong.then_some(message),
        evidence: vec![evidence(budget.label(), &budget.figure), evidence(spent.label(), &spent.figure)],
    };
    Some(Claim::said(ClaimKind::Completion, said))
}

/// 「决算数大于年初预算数」: where it stands, the word, and what it says.
fn comparison(plain: &str) -> Option<(usize, &'static str, Ordering)> {
    const WORDS: [(&str, Ordering); 9] = [
        ("大于", Ordering::Greater),
        ("高于", Ordering::Greater),
        ("超过", Ordering::Greater),
        ("小于", Ordering::Less),
        ("低于", Ordering::Less),
        ("少于", Ordering::Less),
        ("等于", Ordering::Equal),
        ("与年初预算数持平", Ordering::Equal),
        ("与预算数持平", Ordering::Equal),
    ];
    let accounts = ["决算数", "决算", "执行数", "支出数"];
    WORDS.iter().find_map(|(word, order)| {
        let at = plain.find(word)?;
        let subject = accounts.iter().any(|subject| plain[..at].ends_with(subject));
        let object = word.contains("持平")
            || ["预算", "年初预算", "全年预算", "调整预算"]
                .iter()
                .any(|object| plain[at + word.len()..].starts_with(object));
        let shown = if word.contains("持平") { "等于" } else { word };
        (subject && object).then_some((at, shown, *order))
    })
}
