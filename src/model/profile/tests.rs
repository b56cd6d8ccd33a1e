//! Profiles are sound, chosen by layout, and strict where they are named.

use super::*;
use crate::model::figure::Unit;
use crate::model::finding::Numbers;

#[test]
fn built_in_profiles_are_sound_and_chosen_by_layout() {
    let profiles = Profiles::load(&[], crate::rules::is_known).expect("embedded profiles");
    let layouts = crate::recognise::Layouts::embedded().expect("embedded templates");
    let chosen = |id: &str| {
        let layout = &layouts.find(id).expect("known").layout;
        profiles.of(&layout.id, layout.kind).id.clone()
    };
    let expected = [
        ("project-2020", "national"),
        ("project-central", "central-2021"),
        ("department-jiangxi", "jiangxi"),
        ("department-framework", "national"),
        ("project-sichuan", "sichuan"),
        ("department-chongqing", "chongqing"),
    ];
    for (layout, profile) in expected {
        assert_eq!(chosen(layout), profile, "{layout}");
    }
    for id in profiles.all.iter().flat_map(|known| &known.profile.layouts) {
        assert!(layouts.find(id).is_some(), "{id}");
    }
}

#[test]
fn a_named_profile_counts_for_every_form() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("本县.toml");
    std::fs::write(&path, "id = \"x\"\nname = \"本县\"\nbands = [80, 70, 60]\n[rules]\nP-211 = \"off\"\n")
        .expect("written");
    let profiles = Profiles::load(&[], crate::rules::is_known)
        .and_then(|all| all.naming(path.to_str().expect("UTF-8")))
        .expect("read");
    let profile = profiles.of("project-central", FormKind::Project);
    assert_eq!(profile.bands(), ([80, 70, 60], true));
}

#[test]
fn what_is_wrong_with_a_profile_is_named() {
    let mut profiles = Profiles::load(&[], crate::rules::is_known).expect("embedded profiles");
    let mut error = |text: &str| format!("{:#}", profiles.add(text, None).expect_err("faulty"));
    assert!(error("id = \"x\"\nname = \"x\"\n[rules]\nZ-9 = \"off\"").contains("Z-9"));
    assert!(error("id = \"x\"\nname = \"x\"\n[tolerance]\namount = \"一点\"").contains("一点"));
    assert!(error("id = \"x\"\nname = \"x\"\ntolerance = \"0.01\"").contains("应按类写明"));
    assert!(Profiles::load(&[], crate::rules::is_known).and_then(|all| all.naming("没有")).is_err());
}

#[test]
fn a_rate_earns_by_bands_where_there_are_bands() {
    let profile = Profile::parse("id = \"x\"\nname = \"x\"\nrate_bands = [[95, 100], [90, 80]]").expect("sound");
    let share = |rate: i64| profile.rate_share(Decimal::new(rate, 2));
    assert_eq!([96, 95, 92, 80].map(share), [Some(Decimal::ONE), Some(Decimal::ONE), Some(Decimal::new(8, 1)), None]);
}

#[test]
fn a_tolerance_has_a_unit_for_each_kind_of_figure_and_is_named() {
    let text = "id = \"x\"\nname = \"本县\"\n[tolerance]\namount = \"100\"\nscore = \"0.1\"";
    let profile = Profile::parse(text).expect("sound");
    let covers = |unit, stated: i64, expected: i64| {
        let [stated, expected] = [stated, expected].map(|hundredths| Decimal::new(hundredths, 2));
        profile.tolerance.covers(&Numbers { unit, stated, expected })
    };
    assert!(covers(Unit::WanYuan, 10001, 10000), "100 yuan");
    assert!(!covers(Unit::WanYuan, 10002, 10000) && covers(Unit::Yuan, 20000, 10000));
    assert!(covers(Unit::Points, 9990, 10000) && !covers(Unit::Percent, 9990, 9991) && !covers(Unit::Count, 100, 100));
    assert_eq!(profile.shown_name(), "本县（容差：金额 100 元，得分 0.1 分）");
}
