//! Profiles: the weights, bands, thresholds and rule severities of one bureau.
//!
//! What a profile leaves open follows the national regulation, and what another local practice explains gets a note
//! instead of an error; what a profile states that the user has named is strict.

mod known;
mod tolerance;

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use anyhow::{Result, bail};
use include_dir::{Dir, include_dir};
use rust_decimal::Decimal;
use serde::Deserialize;

use crate::model::finding::Severity;
use crate::model::form::FormKind;

pub use known::{KnownProfile, Profiles};
pub use tolerance::Tolerance;

static EMBEDDED: Dir = include_dir!("$CARGO_MANIFEST_DIR/templates/profiles");
const NATIONAL: &str = "national";

/// How the score of an indicator that should stay low follows when it does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Overrun {
    /// 指标值 ÷ 完成值 × 分值
    Ratio,
    /// (2 − 完成值 ÷ 指标值) × 分值, not below 0
    Linear,
}

/// How much a rule weighs with a bureau.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SeverityOverride {
    /// 错误
    Error,
    /// 警告
    Warning,
    /// 提示
    Note,
    /// It is not checked.
    Off,
}

impl SeverityOverride {
    /// The severity; none where the rule is off.
    pub fn severity(self) -> Option<Severity> {
        match self {
            SeverityOverride::Error => Some(Severity::Error),
            SeverityOverride::Warning => Some(Severity::Warning),
            SeverityOverride::Note => Some(Severity::Note),
            SeverityOverride::Off => None,
        }
    }
}

/// The practice of one bureau.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Stable name, such as `jiangxi`.
    pub id: String,
    /// As users read it.
    pub name: String,
    /// Layouts for which it is taken where none is named.
    #[serde(default)]
    layouts: Vec<String>,
    /// Kinds of forms for which it is taken where no other is.
    #[serde(default)]
    kinds: Vec<FormKind>,
    /// Lowest scores of 优, 良 and 中, in points. None: 90/80/60, and 80/70/60 gets a note.
    bands: Option<[i64; 3]>,
    /// Rate of execution in percent from which so many percent of its weight are earned, from the highest down; below
    /// all of them the score is in proportion. None: in proportion throughout.
    #[serde(default)]
    rate_bands: Vec<[i64; 2]>,
    /// The formula for indicators that should stay low. None: ratio, and linear gets a note.
    pub overrun: Option<Overrun>,
    /// An actual value so many percent above its target asks for a reason.
    #[serde(default = "thirty")]
    over_achievement: i64,
    /// A budget changed by more than so many percent asks for a word.
    #[serde(default = "twenty")]
    budget_change: i64,
    /// Names beside 项目负责人 and the like are published.
    #[serde(default)]
    pub publish_names: bool,
    /// Lost points need a reason.
    #[serde(default = "yes")]
    pub reason_required: bool,
    /// What it puts up with; said in every output.
    #[serde(default)]
    pub tolerance: Tolerance,
    /// Weights of 执行率 and of the first-level indicators, by kind of form.
    #[serde(default)]
    weights: BTreeMap<FormKind, BTreeMap<String, i64>>,
    /// Rules that weigh otherwise, by id.
    #[serde(default)]
    rules: BTreeMap<String, SeverityOverride>,
    /// It was named by the user: then what it states is strict. One that only goes with a layout is a guess.
    #[serde(skip)]
    named: bool,
}

fn thirty() -> i64 {
    30
}

fn twenty() -> i64 {
    20
}

fn yes() -> bool {
    true
}

impl Profile {
    /// Reads a profile; the error says what is wrong with it.
    pub fn parse(text: &str) -> Result<Profile> {
        let profile: Profile = toml::from_str(text)?;
        if let Some(most) = profile.tolerance.faulty() {
            bail!("tolerance 的「{most}」应为不小于 0 的数字，如 \"0.01\"");
        }
        Ok(profile)
    }

    /// The same, as the user named it.
    pub fn named(self) -> Profile {
        Profile { named: true, ..self }
    }

    /// Lowest scores of 优, 良 and 中, and whether no others are put up with.
    pub fn bands(&self) -> ([i64; 3], bool) {
        (self.bands.unwrap_or([90, 80, 60]), self.bands.is_some() && self.named)
    }

    /// The formula for indicators that should stay low, where no other is put up with.
    pub fn overrun(&self) -> Option<Overrun> {
        self.overrun.filter(|_| self.named)
    }

    /// The share of its weight that a rate of execution (1 for 100 %) earns by bands; none where it is in proportion.
    pub fn rate_share(&self, rate: Decimal) -> Option<Decimal> {
        let hundredths = |percent: i64| Decimal::new(percent, 2);
        let band = self.rate_bands.iter().find(|[from, _]| rate >= hundredths(*from));
        band.map(|[_, share]| hundredths(*share))
    }

    /// Whether the score of the execution rate goes by bands.
    pub fn has_rate_bands(&self) -> bool {
        !self.rate_bands.is_empty()
    }

    /// An actual value above this many times its target is over-achieved: 1.3 for 30 %.
    pub fn over_achieved_from(&self) -> Decimal {
        Decimal::ONE + Decimal::new(self.over_achievement, 2)
    }

    /// A budget changed by more than this share asks for a word: 0.2 for 20 %.
    pub fn budget_change(&self) -> Decimal {
        Decimal::new(self.budget_change, 2)
    }

    /// Its name as outputs show it, with what it puts up with.
    pub fn shown_name(&self) -> String {
        match self.tolerance.words() {
            Some(words) => format!("{}（{words}）", self.name),
            None => self.name.clone(),
        }
    }

    /// Weights of 执行率 and the first-level indicators on forms of a kind; none where the bureau asks for none.
    pub fn weights(&self, kind: FormKind) -> Option<&BTreeMap<String, i64>> {
        self.weights.get(&kind)
    }

    /// How much a rule weighs, where the bureau says so.
    pub fn weighs(&self, rule: &str) -> Option<SeverityOverride> {
        let plain = |id: &str| id.to_uppercase().replace('-', "");
        self.rules.iter().find(|(id, _)| plain(id) == plain(rule)).map(|(_, weighs)| *weighs)
    }
}

impl Default for Profile {
    fn default() -> Profile {
        Profile::parse(text_of(NATIONAL)).expect("the national profile is sound")
    }
}

fn text_of(id: &str) -> &'static str {
    EMBEDDED.get_file(format!("{id}.toml")).and_then(|file| file.contents_utf8()).unwrap_or_default()
}

static NATIONAL_PROFILE: LazyLock<Arc<Profile>> = LazyLock::new(Arc::default);

/// The national regulation alone.
pub fn national() -> Arc<Profile> {
    NATIONAL_PROFILE.clone()
}

static BUILT_IN: LazyLock<Vec<Arc<Profile>>> = LazyLock::new(|| {
    let all = Profiles::load(&[], |_| true).map(|profiles| profiles.all).unwrap_or_default();
    all.into_iter().map(|known| known.profile).collect()
});

/// The profiles inside the executable: what one of them explains is no error where none is set.
pub fn built_in() -> &'static [Arc<Profile>] {
    &BUILT_IN
}

#[cfg(test)]
mod tests;
