//! First-level indicators: which there have to be, and what they weigh.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::model::finding::Severity;
use crate::model::form::{Form, Heading, Measure};
use crate::model::profile::built_in;
use crate::model::text::label::{normalise, without_brackets};
use crate::rules::weights::rate_weights;
use crate::rules::{Check, Outcome, PROJECT, Pair, Rule, basis};

static WEIGHT_OF_LEVEL: Pair = Rule {
    id: "P-303",
    title: "一级指标的分值应符合规定的权重",
    severity: Severity::Warning,
    basis: basis::FORM,
    explanation: "按评分口径规定的权重核对：财预〔2020〕10号原则上为执行率 10、产出 50、效益 30、满意度 10；成本指标作为一级指标的为成本 20、产出 40、效益 20、满意度 10、执行率 10。「原则上」允许调整，所以只是警告；与另一种内置口径相符的只作提示。一级指标与口径所列不一致的不核对。",
    how_to_fix: "核对各一级指标的分值；本地另有规定的，请用 --profile 指定本地口径。",
    example: "产出指标合计 45，效益指标合计 35。",
    check: Check::Form(PROJECT, shares),
}
.also_for_departments("D-303");

static MISSING_LEVEL: Pair = Rule {
    id: "P-304",
    title: "应有的一级指标不应缺少",
    severity: Severity::Warning,
    basis: basis::FORM,
    explanation: "评分口径列出的一级指标（产出、效益、满意度等）下应各有指标。没有服务对象的项目可以不设满意度指标，所以缺少满意度指标只作提示。",
    how_to_fix: "补充缺少的一级指标；确不适用的，请说明。",
    example: "绩效指标只有产出指标和满意度指标，没有效益指标。",
    check: Check::Form(PROJECT, required),
}
.also_for_departments("D-304");

/// The rules of this group.
pub const RULES: &[&Pair] = &[&WEIGHT_OF_LEVEL, &MISSING_LEVEL];

const RATE: &str = "执行率";

/// What is left of the name of a level when everything is taken off that clerks add: 「产出指标（50分）」 → 「产出」.
fn plain(name: &str) -> String {
    let name = normalise(name);
    let bare = without_brackets(&name).trim_end_matches("指标").to_string();
    match () {
        () if bare.contains("满意") => "满意度".to_string(),
        () if bare == "效果" => "效益".to_string(),
        () => bare,
    }
}

/// The first-level headings over indicators, each with the sum of their weights; none where a weight is missing.
fn levels(form: &Form) -> Option<BTreeMap<String, (Heading, Decimal)>> {
    let mut levels: BTreeMap<String, (Heading, Decimal)> = BTreeMap::new();
    for row in form.indicators() {
        let heading = row.headings.first()?;
        let weight = row.figure(Measure::Weight)?.value;
        levels.entry(plain(&heading.text)).or_insert_with(|| (heading.clone(), Decimal::ZERO)).1 += weight;
    }
    (!levels.is_empty()).then_some(levels)
}

/// Levels whose weight is not the one that is set: the level, and 「产出指标 45 分（应为 50 分）」.
fn wrong(found: &BTreeMap<String, Decimal>, set: &BTreeMap<String, i64>) -> Vec<(String, String)> {
    let wrong = set.iter().filter_map(|(name, set)| {
        let level = plain(name);
        let found = found.get(&level).filter(|found| **found != Decimal::from(*set))?;
        Some((level, format!("{name} {} 分（应为 {set} 分）", found.normalize())))
    });
    wrong.collect()
}

fn shares(rule: &Rule, form: &Form) -> Vec<Outcome> {
    let Some((set, levels)) = form.profile.weights(form.layout.kind).zip(levels(form)) else { return Vec::new() };
    let mut found: BTreeMap<String, Decimal> =
        levels.iter().map(|(name, (_, weight))| (name.clone(), *weight)).collect();
    let same_levels = |set: &BTreeMap<String, i64>| {
        let names = set.keys().map(|name| plain(name)).filter(|name| name != RATE);
        names.collect::<Vec<String>>().len() == levels.len()
            && set.keys().all(|name| plain(name) == RATE || levels.contains_key(&plain(name)))
    };
    if !same_levels(set) {
        return Vec::new(); // another division into levels
    }
    let rate: Decimal = rate_weights(form).iter().map(|weight| weight.figure.value).sum();
    if !rate.is_zero() {
        found.insert(RATE.to_string(), rate);
    }
    if found.values().sum::<Decimal>() != Decimal::ONE_HUNDRED {
        return Vec::new(); // the rule on the sum of weights says so
    }
    let wrong_here = wrong(&found, set);
    let place = wrong_here.iter().find_map(|(level, _)| levels.get(level)).or_else(|| levels.values().next());
    let Some((heading, _)) = place.filter(|_| !wrong_here.is_empty()) else { return vec![Outcome::Holds] };
    let shown: Vec<&str> = wrong_here.iter().map(|(_, shown)| shown.as_str()).collect();
    let message =
        format!("{}；权重「原则上」如此，本地另有规定的不必更改（口径：{}）", shown.join("、"), form.profile.name);
    let finding = rule.finding(&heading.place, "一级指标分值", message);
    let explained = built_in().iter().filter_map(|other| other.weights(form.layout.kind));
    let explained = explained.into_iter().any(|set| same_levels(set) && wrong(&found, set).is_empty());
    vec![if explained { Outcome::Noted(finding.weighing(Severity::Note)) } else { Outcome::Broken(finding) }]
}

fn required(rule: &Rule, form: &Form) -> Vec<Outcome> {
    let Some(set) = form.profile.weights(form.layout.kind) else { return Vec::new() };
    let there: Vec<String> =
        form.indicators().iter().filter_map(|row| Some(plain(&row.headings.first()?.text))).collect();
    let header = form.block("indicators").and_then(|block| block.columns.get(&Measure::FirstLevel));
    let Some(header) = header.filter(|_| !there.is_empty()) else { return Vec::new() };
    let missing = set.keys().filter(|name| plain(name) != RATE && !there.contains(&plain(name)));
    let outcome = |name: &String| {
        let of_people = plain(name) == "满意度";
        let advice = if of_people { "有服务对象的请补充" } else { "请补充，或说明不设的理由" };
        let finding = rule.finding(header, name, format!("绩效指标中没有{name}，{advice}"));
        if of_people { Outcome::Noted(finding.weighing(Severity::Note)) } else { Outcome::Broken(finding) }
    };
    let broken: Vec<Outcome> = missing.map(outcome).collect();
    if broken.is_empty() { vec![Outcome::Holds] } else { broken }
}

#[cfg(test)]
mod tests {
    use crate::testing::{sound_department, sound_form};

    #[test]
    fn weights_that_are_not_the_usual_ones_are_a_warning() {
        sound_form().finds(&[]);
        let form = || {
            let form = sound_form().with("A13", "产出指标（60分）").with("F13", "30").with("G13", "30");
            form.with("A16", "效益指标（20分）").with("F16", "20").with("G16", "20")
        };
        let message = form().finds(&["P-303 A13"]).finding("P-303").message.clone();
        assert!(message.contains("产出指标 60 分（应为 50 分）") && message.contains("效益指标 20 分"), "{message}");
        form()
            .by_profile("[weights.project]\n\"产出指标\" = 60\n\"效益指标\" = 20\n\"满意度指标\" = 10\n\"执行率\" = 10")
            .finds(&[]);
        form().by_profile("").finds(&[]);
        let own = "[weights.department]\n\"管理指标\" = 20\n\"产出指标\" = 40\n\"效果指标\" = 25\n\"满意度指标\" = 5\n\"执行率\" = 10";
        sound_department().by_profile(own).finds(&["D-303 A15"]);
    }

    #[test]
    fn a_level_without_indicators_is_missed() {
        let form = sound_form().with("A16", "产出指标（30分）").with("B16", "时效指标");
        form.with("A13", "产出指标").with("A16", "产出指标").finds(&["P-304 A12"]);
        let own = "[weights.department]\n\"管理指标\" = 20\n\"过程指标\" = 10";
        sound_department().by_profile(own).finds(&["D-304 A11"]);
    }

    #[test]
    fn without_people_served_there_need_be_no_satisfaction() {
        let form = sound_form().with("A17", "效益指标").with("B17", "经济效益指标").with("A16", "效益指标");
        let checked = form.with("C17", "带动就业").finds(&[]);
        assert!(checked.finding("P-304").message.contains("满意度"));
    }
}
