//! What the program is made of may be shipped: every crate in it has a licence that `deny.toml` allows.

use std::collections::HashSet;
use std::process::Command;

use serde_json::Value;

use crate::support::root;

/// The licences that are allowed for every crate, and those allowed for one.
struct Allowed {
    all: HashSet<String>,
    one: HashSet<(String, String)>,
}

impl Allowed {
    fn read() -> Allowed {
        let text = std::fs::read_to_string(root().join("deny.toml")).expect("deny.toml");
        let table: toml::Table = text.parse().expect("TOML");
        let names = |value: &toml::Value| -> Vec<String> {
            value.as_array().into_iter().flatten().filter_map(|name| Some(name.as_str()?.to_string())).collect()
        };
        let exceptions = table["licenses"]["exceptions"].as_array().expect("exceptions");
        let one = exceptions.iter().flat_map(|exception| {
            let name = exception["crate"].as_str().expect("a crate").to_string();
            names(&exception["allow"]).into_iter().map(move |licence| (name.clone(), licence))
        });
        Allowed { all: names(&table["licenses"]["allow"]).into_iter().collect(), one: one.collect() }
    }

    fn allows(&self, name: &str, licence: &str) -> bool {
        let expression = spdx::Expression::parse_mode(licence, spdx::ParseMode::LAX).expect("a licence");
        expression.evaluate(|requirement| {
            let licence = requirement.to_string();
            self.all.contains(&licence) || self.one.contains(&(name.to_string(), licence))
        })
    }
}

/// What goes into the executable, by name; `cargo deny check licenses bans sources` looks at more, where it is installed.
fn shipped() -> HashSet<String> {
    let ran = Command::new(env!("CARGO"))
        .args(["tree", "--offline", "--locked", "--edges", "normal", "--prefix", "none", "--format", "{p}"])
        .current_dir(root())
        .output()
        .expect("cargo");
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let text = String::from_utf8(ran.stdout).expect("UTF-8");
    text.lines().filter_map(|line| line.split(' ').next()).map(str::to_string).collect()
}

#[test]
fn every_crate_has_a_licence_that_is_allowed_and_comes_from_the_registry() {
    let (allowed, shipped) = (Allowed::read(), shipped());
    let platform = if cfg!(windows) { "x86_64-pc-windows-msvc" } else { "x86_64-unknown-linux-gnu" };
    let ran = Command::new(env!("CARGO"))
        .args(["metadata", "--offline", "--locked", "--format-version", "1", "--filter-platform", platform])
        .current_dir(root())
        .output()
        .expect("cargo");
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let document: Value = serde_json::from_slice(&ran.stdout).expect("JSON");
    let packages = document["packages"].as_array().expect("packages").iter();
    let mut looked_at = 0;
    for package in packages.filter(|package| shipped.contains(package["name"].as_str().unwrap_or_default())) {
        let (name, licence) = (package["name"].as_str().expect("a name"), package["license"].as_str());
        assert!(licence.is_some_and(|licence| allowed.allows(name, licence)), "{name}: {licence:?}");
        let registry = package["source"].as_str().is_some_and(|source| source.starts_with("registry+"));
        assert!(registry || name == "ziping", "{name} comes from elsewhere");
        looked_at += 1;
    }
    assert!(looked_at > 100, "{looked_at} crates");
}
