//! Modules use only what stands below them: the order here is the table of contents of `src`, from the ground up.

use std::collections::BTreeSet;
use std::path::Path;

use crate::support::{files, root};

/// From the ground up. A module may use those before it, and itself.
const LAYERS: [&str; 16] = [
    "limits",
    "model",
    "ooxml",
    "scoring",
    "read",
    "narrative",
    "recognise",
    "submission",
    "rules",
    "check",
    "record",
    "write",
    "batch",
    "publish",
    "cli",
    "main",
];

#[test]
fn modules_use_only_what_stands_below_them() {
    let src = root().join("src");
    let sources = files(&src, &["rs"]).into_iter().filter(|file| !is_of_tests(file));
    let upward: Vec<String> = sources.flat_map(|file| upward(&src, &file)).collect();
    assert!(upward.is_empty(), "{} uses run upward:\n{}", upward.len(), upward.join("\n"));
}

/// Tests may use all, and the crate's root names all.
fn is_of_tests(file: &Path) -> bool {
    let named = |name: &str| ["tests", "tests.rs", "testing", "testing.rs", "lib.rs"].contains(&name);
    file.components().any(|part| named(&part.as_os_str().to_string_lossy()))
}

/// Every use of a module that stands above the file's own.
fn upward(src: &Path, file: &Path) -> Vec<String> {
    let inside = file.strip_prefix(src).expect("a file of src");
    let first = inside.components().next().expect("a name").as_os_str().to_string_lossy().into_owned();
    let own = first.trim_end_matches(".rs");
    let Some(level) = LAYERS.iter().position(|layer| *layer == own) else { return vec![format!("{own} has no layer")] };
    let text = std::fs::read_to_string(file).expect("a source file");
    let used = used(&text);
    let above = LAYERS[level + 1..].iter().filter(|layer| used.contains(**layer));
    above.map(|layer| format!("{} uses {layer}", inside.display())).collect()
}

/// The modules named by `crate::…` outside of comments and of the tests at the end of a file.
fn used(text: &str) -> BTreeSet<&str> {
    let code = text.split_once("#[cfg(test)]\nmod tests {").map_or(text, |(code, _)| code);
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    let paths = lines.flat_map(|line| line.split("crate::").skip(1));
    paths.map(|path| path.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default()).collect()
}
