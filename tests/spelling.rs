//! Names that stand in the sources as texts: one that is mistyped would find nothing, and say nothing.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use toml::{Table, Value};
use ziping::rules::catalogue;

use crate::support::{files, root};

/// Words in lower case among the rules that name neither item nor block: beginnings of names, the row 总分 as a key, and
/// programs that leave their own name as author.
const OTHER_WORDS: [&str; 5] = ["transfer", "function_", "total", "openpyxl", "xlsxwriter"];

/// How others than the rules ask for a block, or a row what it is.
const QUESTIONS: [&str; 4] = [".block(\"", ".blocks_named(\"", ".row(\"", ".is(\""];

#[test]
fn every_item_and_block_that_is_named_stands_in_a_template() {
    let known = named_by_templates();
    let is_known = |name: &str| known.contains(name) || OTHER_WORDS.contains(&name);
    let mut unknown = Vec::new();
    let mut look = |folder: &str, names: fn(&str) -> Vec<&str>| {
        for source in sources(folder) {
            let text = code(&source);
            unknown.extend(names(&text).into_iter().filter(|name| !is_known(name)).map(|name| at(&source, name)));
        }
    };
    look("src/rules", in_quotes);
    ["src/model/form", "src/check", "src/record", "src/publish"].iter().for_each(|folder| look(folder, asked_for));
    assert!(unknown.is_empty(), "neither items nor blocks of a template: {unknown:#?}");
}

/// Items and blocks, by the labels and the layouts.
fn named_by_templates() -> HashSet<String> {
    let mut names = HashSet::new();
    for template in files(&root().join("templates"), &["toml"]) {
        let table: Table = text(&template).parse().expect("a template");
        let items = table.get("items").and_then(Value::as_table);
        names.extend(items.into_iter().flat_map(|items| items.keys().cloned()));
        let blocks = table.get("blocks").and_then(Value::as_array).into_iter().flatten();
        let panels = blocks.filter_map(|block| block.get("panels")?.as_array()).flatten();
        names.extend(panels.filter_map(Value::as_str).map(str::to_string));
    }
    names
}

/// Every text of small letters.
fn in_quotes(code: &str) -> Vec<&str> {
    let is_name = |text: &&str| text.len() > 2 && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    code.split('"').filter(is_name).collect()
}

fn asked_for(code: &str) -> Vec<&str> {
    QUESTIONS
        .iter()
        .flat_map(|question| code.split(question).skip(1))
        .filter_map(|rest| rest.split('"').next())
        .collect()
}

#[test]
fn every_rule_that_is_named_is_one_of_the_catalogue() {
    let known: HashSet<&str> = catalogue().iter().map(|rule| rule.id).collect();
    let pages = ["README.md", "README.zh-CN.md", "CHANGELOG.md", "samples/planted.csv"].map(|page| root().join(page));
    let documents = ["docs", "templates"].map(|folder| files(&root().join(folder), &["md", "toml", "json"])).concat();
    let mut unknown = Vec::new();
    for path in sources("src").into_iter().chain(pages).chain(documents) {
        let text = text(&path);
        unknown.extend(ids(&text).filter(|id| !known.contains(id)).map(|id| at(&path, id)));
    }
    assert!(unknown.is_empty(), "no rules: {unknown:#?}");
}

/// Every word that is written like the id of a rule.
fn ids(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    words.filter(|word| match word.as_bytes() {
        [group, b'-', number @ ..] => {
            b"FPDAXNU".contains(group) && number.len() == 3 && number.iter().all(u8::is_ascii_digit)
        }
        _ => false,
    })
}

fn sources(folder: &str) -> Vec<PathBuf> {
    files(&root().join(folder), &["rs"])
}

/// What stands before the tests of a file.
fn code(source: &Path) -> String {
    let text = text(source);
    let is_of_tests = source.file_name().is_some_and(|name| name == "tests.rs");
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    if is_of_tests { String::new() } else { code.to_string() }
}

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).expect("a text file")
}

fn at(path: &Path, name: &str) -> String {
    format!("{} in {}", name, path.strip_prefix(root()).unwrap_or(path).display())
}
