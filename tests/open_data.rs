//! Exported open data: what its schema says, and nothing else is read as such.

use serde_json::Value;

use crate::export::{contents, export, published};
use crate::support::{root, ziping};

#[test]
fn data_of_other_programs_is_refused() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, text) in [("别的.csv", "甲,乙\n1,2\n"), ("别的.json", "{\"facts\": []}")] {
        let path = folder.path().join(name);
        std::fs::write(&path, text).expect("written");
        let ran = ziping(&["facts", path.to_str().expect("UTF-8"), "-o", "target/no-facts.csv"]);
        assert!(ran.status == 2 && ran.stderr.contains("不是 ziping export 导出的数据"), "{}", ran.stderr);
    }
}

#[test]
fn open_data_is_what_its_schema_says() {
    let text = std::fs::read_to_string(root().join("docs/schema/published.schema.json")).expect("the schema");
    let schema: Value = serde_json::from_str(&text).expect("JSON");
    let names = |value: &Value| value.as_object().expect("an object").keys().cloned().collect::<Vec<String>>();
    let required = |value: &Value| {
        let mut names: Vec<String> =
            value.as_array().expect("a list").iter().map(|name| name.as_str().expect("a name").to_string()).collect();
        names.sort();
        names
    };
    let (_, out) = export(&root().join("samples/清江市水务综合服务中心"), &["--to", "json"]);
    let (whole, fact) = (&schema, &schema["$defs"]["fact"]);
    for path in published(out.path(), &["json"]).iter().filter(|path| !path.ends_with("index.json")) {
        let document: Value = serde_json::from_str(&contents(path)).expect("JSON");
        assert_eq!(names(&document), required(&whole["required"]));
        assert_eq!(names(&document), names(&whole["properties"]));
        for row in document["facts"].as_array().expect("facts") {
            assert_eq!(names(row), required(&fact["required"]));
            assert!(fact["properties"]["unit"]["enum"].as_array().expect("units").contains(&row["unit"]));
            assert!(row["value"].is_null() || row["value"].as_str().is_some_and(|value| value.parse::<f64>().is_ok()));
        }
    }
}
