//! The same thing counted twice in one report (N-505): 「公众号全年推送 30 期」 and 「发布微信公众号 32 期」.
//!
//! Only what is named alike, counted with the same measure word, exactly, and for the whole year, is the same thing.

use std::collections::BTreeMap;

use crate::model::finding::evidence;
use crate::model::text::year::ends_year;
use crate::narrative::claims::{Claim, ClaimKind, Said, Told};
use crate::narrative::mention::{Mention, Role};

/// Measure words under which a year's work is counted; persons, houses and pieces are counted for too many things.
const MEASURES: &[&str] = &["期", "次", "场", "场次", "人次", "批次", "篇", "条", "件", "份"];
/// Things whose issues are counted; a clause without a noun of its own goes on about the last of them.
const ISSUED: [&str; 12] =
    ["公众号", "视频号", "抖音号", "简报", "专报", "内刊", "杂志", "专刊", "期刊", "专栏", "报纸", "通讯"];
/// Words that say how, when or by whom, not what.
const ADVERBS: &[&str] = &[
    "全年",
    "年末",
    "年底",
    "累计",
    "共计",
    "共",
    "统计的",
    "统计",
    "组织",
    "开展",
    "举办",
    "召开",
    "发布",
    "推送",
    "编发",
    "刊发",
    "编印",
    "印发",
    "报送",
    "呈送",
    "完成",
    "进行",
    "实施",
    "举行",
    "参加",
    "参与",
    "承办",
    "协办",
    "期数",
    "次数",
    "数量",
    "场次数",
    "微信",
    "官方",
    "各类",
    "相关",
    "有关",
    "先后",
    "已",
    "了",
    "的",
    "为",
    "本年度",
    "年度",
];
/// Words that make a count one of a part, of a rate, or of another time.
const PARTIAL: &[&str] = &[
    "其中",
    "每",
    "上半年",
    "下半年",
    "季度",
    "月",
    "去年",
    "上年",
    "较",
    "比",
    "平均",
    "计划",
    "目标",
    "拟",
    "不少于",
    "首",
    "第",
    "增加",
    "减少",
    "同比",
];

/// Words that make a count one of the year.
const YEARLY: [&str; 7] = ["全年", "累计", "共", "年末", "年底", "年度", "一年来"];
/// Words that make a count one for a purpose or of a part.
const NARROWED: [&str; 9] = ["针对", "围绕", "会同", "联合开展", "聚焦", "为配合", "结合", "上半年", "下半年"];

/// What is claimed about counts.
pub fn claims(told: &Told) -> Vec<Claim> {
    let mut things: BTreeMap<(String, &str), Vec<&Mention>> = BTreeMap::new();
    for mention in told.mentions.iter().filter(|mention| is_year_count(mention)) {
        if let Some(thing) = thing(told, mention) {
            things.entry((thing, mention.quantity.measure)).or_default().push(mention);
        }
    }
    things.into_iter().filter_map(|((thing, _), mentions)| claim(told, &thing, &mentions)).collect()
}

/// Whether a mention counts something, exactly, and over the year.
fn is_year_count(mention: &Mention) -> bool {
    mention.role == Role::Count
        && MEASURES.contains(&mention.quantity.measure)
        && !mention.quantity.hedged
        && !PARTIAL.iter().any(|word| mention.clause.contains(word))
        && !mention.lead.contains("其中")
        && !mention.after.starts_with(['（', '/'])
}

/// What is counted, without the words around it; nothing where that is not clear.
fn thing(told: &Told, mention: &Mention) -> Option<String> {
    let bare = without_adverbs(&mention.clause);
    let noun = if bare.is_empty() { noun_after(mention) } else { bare };
    if noun.is_empty() {
        return issued_before(told, mention);
    }
    let issued = ISSUED.iter().find(|known| noun.ends_with(**known) && mention.quantity.measure == "期");
    let known = issued.map(|known| known.to_string());
    // Shorter nouns, such as 「会议」, are counted for too many things.
    known.or_else(|| (noun.chars().count() >= 4).then_some(noun))
}

/// 「组织 12 次“三请三回”活动」: the noun follows the count.
fn noun_after(mention: &Mention) -> String {
    let end = mention.after.find(['，', '；', '。', '、', '（', '：']).unwrap_or(mention.after.len());
    without_adverbs(&mention.after[..end])
}

fn without_adverbs(clause: &str) -> String {
    let mut bare = clause.replace(['“', '”', '《', '》', '"', '、'], "");
    for (position, _) in clause.match_indices('年') {
        if ends_year(clause, position) {
            bare = bare.replace(&clause[position - 4..position + '年'.len_utf8()], "");
        }
    }
    for word in ADVERBS {
        bare = bare.replace(word, "");
    }
    bare.trim_start_matches(['在', '从', '对']).to_string()
}

/// The last thing with issues that the paragraph named before.
fn issued_before(told: &Told, mention: &Mention) -> Option<String> {
    if mention.quantity.measure != "期" {
        return None;
    }
    let sentences = told
        .sentences
        .iter()
        .take(mention.sentence)
        .rev()
        .take(2)
        .filter(|sentence| sentence.paragraph == mention.paragraph);
    let here = &told.sentence(mention).plain[..mention.quantity.span.start];
    let texts = std::iter::once(here).chain(sentences.map(|sentence| sentence.plain.as_str()));
    let last = |text: &str| ISSUED.iter().filter_map(|known| text.rfind(known).map(|at| (at, *known))).max();
    texts.into_iter().find_map(last).map(|(_, known)| known.to_string())
}

fn claim(told: &Told, thing: &str, mentions: &[&Mention]) -> Option<Claim> {
    let first = mentions.first()?;
    // Two counts in one sentence are told apart by the sentence.
    let others = mentions[1..].iter().filter(|mention| mention.sentence != first.sentence);
    let other = others
        .clone()
        .find(|mention| mention.quantity.value != first.quantity.value)
        .or_else(|| others.clone().next())?;
    let [one, two] = [first, other].map(|mention| &told.sentence(mention).plain[..mention.quantity.span.start]);
    let yearly = |text: &&str| YEARLY.iter().any(|word| text.contains(word));
    let narrowed = |text: &&str| NARROWED.iter().any(|word| text.contains(word));
    if !yearly(&one) && !yearly(&two) || narrowed(&one) || narrowed(&two) {
        return None;
    }
    let measure = first.quantity.measure;
    let [one, two] = [first, other].map(|mention| mention.figure.show());
    let message = format!(
        "「{thing}」在文中写了两个数：{one} {measure}（{}）和 {two} {measure}（{}），请核对并统一口径",
        first.figure.place.cell_name(),
        other.figure.place.cell_name()
    );
    let said = Said {
        place: other.figure.place.clone(),
        item: format!("{thing} · 数量"),
        stated: two.clone(),
        expected: None,
        wrong: (one != two).then_some(message),
        evidence: vec![evidence(thing, &first.figure)],
    };
    Some(Claim::said(ClaimKind::Count, said))
}
