//! Profiles are sound, chosen by layout, and strict where they are named.

use super::*;

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
    assert!(error("id = \"x\"\nname = \"x\"\ntolerance = \"一点\"").contains("tolerance"));
    assert!(Profiles::load(&[], crate::rules::is_known).and_then(|all| all.naming("没有")).is_err());
}

#[test]
fn a_rate_earns_by_bands_where_there_are_bands() {
    let profile = Profile::parse("id = \"x\"\nname = \"x\"\nrate_bands = [[95, 100], [90, 80]]").expect("sound");
    let share = |rate: i64| profile.rate_share(Decimal::new(rate, 2));
    assert_eq!([96, 95, 92, 80].map(share), [Some(Decimal::ONE), Some(Decimal::ONE), Some(Decimal::new(8, 1)), None]);
}
