//! Templates are sound, and those of one's own count.

use super::*;
use crate::model::form::Measure;

#[test]
fn every_embedded_layout_is_sound_and_names_known_labels() {
    let layouts = Layouts::embedded().expect("embedded templates");
    assert!(layouts.all.len() >= 19);
    for LoadedLayout { layout, vocabulary, .. } in &layouts.all {
        for block in &layout.blocks {
            let columns: Vec<Measure> = block.readable(vocabulary);
            assert!(block.required.iter().all(|measure| columns.contains(measure)), "{}", layout.id);
            assert!(columns.iter().all(|&measure| vocabulary.has_measure(measure)), "{}", layout.id);
            assert!(block.items.iter().all(|item| vocabulary.has_item(item)), "{}", layout.id);
        }
    }
}

#[test]
fn every_embedded_layout_has_a_blank_form() {
    let layouts = Layouts::embedded().expect("embedded templates");
    for known in &layouts.all {
        assert!(blank(&known.layout.id).is_some(), "templates/{}.xlsx", known.layout.id);
    }
}

#[test]
fn a_folder_of_ones_own_overrides_by_id() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let embedded = Layouts::embedded().expect("embedded templates");
    let text = embedded.find("accounts-05").expect("embedded").text.replace("公开05表 一般", "本市05表 一般");
    std::fs::write(folder.path().join("mine.toml"), text).expect("written");
    let layouts = embedded.with_folder(folder.path()).expect("loaded");
    let mine = layouts.find("accounts-05").expect("known");
    assert_eq!(mine.layout.name, "本市05表 一般公共预算财政拨款支出决算表");
    assert!(matches!(&mine.source, Source::Folder(_, path) if path.ends_with("mine.toml")));
    assert_eq!(layouts.all.iter().filter(|known| known.layout.id == "accounts-05").count(), 1);
}

#[test]
fn a_faulty_template_is_named() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(folder.path().join("bad.toml"), "id = 3").expect("written");
    let error = Layouts::embedded().and_then(|layouts| layouts.with_folder(folder.path())).expect_err("faulty");
    assert!(format!("{error:#}").contains("bad.toml"));
}
